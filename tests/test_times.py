"""Time expressions: cases a line each, and what must hold for every text."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.quantities import find, find_times
from pipeline.tables import rows

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[list[str]]:
    """The rows of a case file, without its comments and header."""
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return list(csv.reader(line for line in lines if line and not line.startswith("#")))[1:]


@pytest.mark.parametrize(("sentence", "page", "expected"), cases("times.csv"))
def test_case(sentence: str, page: str, expected: str) -> None:
    found = find_times(sentence, page_date=page or None)
    assert " ; ".join("|".join([t.text, t.edtf or "", t.frame]) for t in found) == expected


def test_a_paragraph_forgets_the_year_when_the_page_has_a_date() -> None:
    times = find_times("2021年3月开工。\n6月完工。", page_date="2024-07-15")
    assert [time.edtf for time in times] == ["2021-03", "2024-06"]


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        # the year printed with a part of a year goes on for the parts printed without one
        ("2018年上半年进出口增长。\n上半年，出口增长。", None, ["2018-H1", "2018-H1"]),
        # the only year of a text is that of its quarters
        ("2024年产值增长。\n一季度增长5%。", None, ["2024", "2024-Q1"]),
        ("2022年产值增长，2024年也增长。\n一季度增长5%。", None, ["2022", "2024", None]),
        # a time that nothing dates is what 同期 means there
        ("2022年都有补贴。今年前三季度营收增长，同期利润下降。", None, ["2022", None, None]),
        ("今（8）日公布营收，昨（7）日停牌。", "2024-05-08", ["2024-05-08", "2024-05-07"]),
    ],
)
def test_what_is_printed_without_a_year(
    text: str, page: str | None, expected: list[str | None]
) -> None:
    assert [time.edtf for time in find_times(text, page_date=page)] == expected


def test_dates_are_numbers_of_the_role_date() -> None:
    found = find("2023年10月签约，同年12月投产")
    assert [(q.text, q.role.value, q.edtf) for q in found] == [
        ("2023年10月", "date", "2023-10"),
        ("同年12月", "date", "2023-12"),
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="0123456789年月日季度上下半前一二三四十五“”末底至—-同去今以来起自截.。\n",
        max_size=50,
    )
)
def test_times_never_overlap(text: str) -> None:
    found = find_times(text, page_date="2024-04-18")
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for time in found:
        assert text[time.span.start : time.span.end] == time.text


def test_each_era_begins_with_its_first_year() -> None:
    for row in rows("eras.csv"):
        before = row["first"].startswith("前")
        first = f"-{int(row['first'][1:]) - 1:04}" if before else f"{int(row['first']):04}"
        assert [time.edtf for time in find_times(f"{row['era']}元年")] == [first]
        beyond = f"{row['era']}{int(row['last']) + 1}年"
        assert [time.rule for time in find_times(beyond) if time.rule == "reign year"] == []
