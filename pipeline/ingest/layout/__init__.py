"""From characters with places to a text in reading order: `compose(sheet)`.

sheet.py what stands on a page; runs.py characters → runs; atoms.py what the cuts work on; cuts.py
the page cut into regions; blocks.py pieces of an article put together; compose.py regions →
paragraphs, text with a box for each code point.
"""

from pipeline.ingest.layout.compose import compose
from pipeline.ingest.layout.sheet import Glyph, Rule, Sheet

__all__ = ["Glyph", "Rule", "Sheet", "compose"]
