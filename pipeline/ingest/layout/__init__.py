"""From characters with places to a text in reading order: `read(sheet)`.

sheet.py what stands on a page; runs.py characters → runs; cuts.py the page cut into regions;
compose.py regions → lines, paragraphs, text with one box for each code point.
"""

from pipeline.ingest.layout.compose import compose
from pipeline.ingest.layout.sheet import Glyph, Rule, Sheet

__all__ = ["Glyph", "Rule", "Sheet", "compose"]
