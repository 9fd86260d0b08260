"""Two runs compared, fact by fact, each difference with its reason.

`comparing` pairs the facts; `saying` tells of it as text and JSON, `page` as a page of its own in
the look of the report.
"""

from pipeline.diff.comparing import REASONS, Change, Diff, diff
from pipeline.diff.page import write
from pipeline.diff.saying import as_json, as_text

__all__ = ["REASONS", "Change", "Diff", "as_json", "as_text", "diff", "write"]
