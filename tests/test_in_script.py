"""Words of a page in traditional script stand in the records as the page has them."""

from __future__ import annotations

from pipeline import extract
from pipeline.in_script import as_printed
from pipeline.model import Aligned
from pipeline.records import records


def test_a_fact_speaks_as_its_page_does() -> None:
    page = "澤晶科技(6244-TW)9月營業收入5.29億元，較去年同期年增3.5%，佔臺灣市場的一成。\n"
    rows = {row["quote"]: row for row in records(extract(page)).facts}
    assert rows["5.29億元"]["subject"] == "澤晶科技"
    assert rows["5.29億元"]["indicator"] == rows["3.5%"]["indicator"] == "營業收入"
    assert rows["3.5%"]["reference"] in ("去年同期", "年增", "較去年同期")


def test_pieces_are_looked_for_where_the_sentence_begins_first() -> None:
    text = Aligned("头发，发展后发布", tuple(range(8)), "頭髮，發展後發布")
    assert as_printed("发展", text, 0) == "發展"
    assert as_printed("发", text, 3) == "發"
    assert as_printed("发", text, 8) == "髮"  # nowhere behind: the first of all
    assert as_printed("后展园", text, 0) == "後展园"
