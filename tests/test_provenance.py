"""Where a number stands on the picture of its page, and how sure its recognition was."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Box, Layout, Page, Source
from pipeline.records import records
from pipeline.run import read_page

TEXT = "本报讯 2023年，银川高新区进出口额374.28亿元。"
START = TEXT.index("374")


def _page(sureness: float) -> Page:
    boxes = tuple(Box(10.0 * i, 5.0, 10.0 * i + 9, 15.0) for i in range(len(TEXT)))
    sure = tuple(sureness if START <= i < START + 6 else 0.99 for i in range(len(TEXT)))
    layout = Layout(boxes, 600.0, 800.0, "px", sure)
    return Page("scan.png", TEXT, source=Source.OCR, layout=layout)


def test_a_record_carries_the_box_of_its_numeral() -> None:
    (fact,) = records(read_page(_page(0.99))).facts
    assert fact["box"] == f"{10.0 * START:.1f} 5.0 {10.0 * (START + 7) + 9:.1f} 15.0"
    assert fact["box_page"] == "600.0 800.0 px"


def test_a_record_of_a_text_has_no_box() -> None:
    (fact,) = records(read_page(Page("page.txt", TEXT))).facts
    assert fact["box"] is None
    assert fact["box_page"] is None


def test_a_doubtful_numeral_is_a_problem_and_lowers_confidence() -> None:
    result = read_page(_page(0.41))
    assert [p.code for p in result.problems] == ["Q002"]
    (fact,) = [f for reading in result.readings for f in reading.facts]
    assert fact.confidence == Decimal("0.41")


def test_a_sure_numeral_is_none() -> None:
    assert not read_page(_page(0.99)).problems
