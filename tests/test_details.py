"""What problems say of themselves: the same values in English and Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.checks import contradictions
from pipeline.details import in_chinese, said
from pipeline.errors import CODES
from pipeline.model import Page
from pipeline.records import records
from pipeline.run import read_page

ROWS = tables.rows("detail_words.csv", key="key")
PACKAGE = Path(__file__).resolve().parents[1] / "pipeline"
# What is put in: numbers, times, names, never words of English.
VALUES = st.text("0123456789.%-/：亿元家倍年月〇第 增长", min_size=1, max_size=12).filter(str.strip)


@pytest.mark.parametrize("row", ROWS, ids=[row["key"] for row in ROWS])
@given(values=st.lists(VALUES, min_size=4, max_size=4))
def test_the_chinese_holds_the_same_values(row: tables.Row, values: list[str]) -> None:
    places = regex.findall(r"\{\d\}", row["en"])
    assert places == [f"{{{n}}}" for n in range(len(places))]
    assert set(regex.findall(r"\{\d\}", row["zh"])) == set(places)
    assert row["code"] in CODES
    assert regex.search(r"\p{Han}", row["zh"]) and not regex.search("[a-z]", row["zh"])
    found = in_chinese(row["code"], said(row["key"], *values))
    wanted = regex.sub(r"\{(\d)\}", lambda place: values[int(place[1])], row["zh"])
    assert found == wanted


def test_every_row_is_said_somewhere() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("checks", "review", "run")
        for path in (PACKAGE / folder).glob("*.py")
    )
    for row in ROWS:
        first = row["key"].split(" ")[0]
        patterns = (
            f'said("{row["key"]}"',
            f'said(f"{first} {{',
            f'}} {row["key"].split(" ")[-1]}"',
        )
        assert any(pattern in text for pattern in patterns), row["key"]


def test_other_texts_have_no_chinese() -> None:
    assert in_chinese("D001", "something else") is None
    assert in_chinese("I021", "Failed to load document") is None


@pytest.mark.parametrize(
    ("text", "code", "chinese"),
    [
        (
            "滨江高新区高新技术企业从2014年48家提高到2023年262家，增长9倍。",
            "D001",
            "48家 → 262家：算得 4.46 倍，印作 9倍",
        ),
        ("滨江高新区2月30日揭牌，投资20亿元。", "D007", "2月30日：没有这一天"),
        ("2023年13月，滨江高新区企业达到46家。", "D007", "2023年13月：没有这个月"),
    ],
)
def test_contradictions_of_a_page_are_told_in_chinese(text: str, code: str, chinese: str) -> None:
    found = contradictions(records(read_page(Page("a.txt", f"{text}\n", sha256="0" * 64))))
    (item,) = [one for one in found if one.code == code]
    assert in_chinese(code, item.detail) == chinese
