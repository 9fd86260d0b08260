"""Cleaning: each case of `cases/clean.csv`, and what holds for every page."""

from __future__ import annotations

import csv
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.align import identity
from pipeline.clean import STEPS, clean, replay
from pipeline.clean.doubling import readings
from pipeline.clean.edits import Edit, Step, apply, ordered
from pipeline.model import Page, Source

CASES = Path(__file__).parent / "cases" / "clean.csv"


OF_SCANS = {"variants"}
"""Steps that mend what only recognition does."""


def rows() -> list[tuple[str, str, str]]:
    """Step, page and clean text; backslash escapes in the file stand for the characters."""
    with CASES.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return [
        (row["step"], unescaped(row["page"]), unescaped(row["clean"]))
        for row in csv.DictReader(lines)
    ]


def unescaped(text: str) -> str:
    """The text with \\n, \\r and \\uXXXX read."""
    for escape, char in (("\\n", "\n"), ("\\r", "\r")):
        text = text.replace(escape, char)
    parts = text.split("\\u")
    return parts[0] + "".join(chr(int(part[:4], 16)) + part[4:] for part in parts[1:])


def cleaned(text: str) -> str:
    """The clean text of a page."""
    return clean(Page("page.txt", text)).body.text


@pytest.mark.parametrize(("step", "page", "expected"), rows())
def test_case(step: str, page: str, expected: str) -> None:
    source = Source.OCR if step in OF_SCANS else Source.TEXT
    result = clean(Page("page.txt", page, source=source))
    assert result.body.text == expected
    if page != expected:
        assert step in {change.step for change in result.changes}


def test_every_step_has_a_case() -> None:
    assert {step.name for step in STEPS} == {step for step, _, _ in rows()}


PIECES = st.sampled_from(
    [
        "园区",
        "增长",
        "研发投入",
        "本报讯 ",
        "近日，",
        "亿元",
        "。",
        "，",
        "\n",
        "\n\n",
        " ",
        "2023年",
        "8536.9",
        "27. 59",
        "１２％",
        "2O23",
        "忆元",
        "「",
        "」",
        "億",
        "產",
        "eVTOL",
        "EH216-",
        "\u2043\n",
        "临港新区临港新区",
        "2525..8585",
        "（",
        "）",
        "(",
        ")",
        '"',
        "（记者 周砚）",
        "。 周砚",
        "\u200b",
        "\r\n",
        "⾼",
        "、",
        "：",
        "一、",
        "1.",
        "\u3000",
        "北 京 市 的 ",
        "图为",
        "▶ ",
        "%",
        "—",
        "A",
        "l",
        "O",
    ]
)
PAGES = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_map_is_monotone_and_changes_replay(text: str) -> None:
    result = clean(Page("page.txt", text))
    origin = result.body.origin
    assert all(first < second for first, second in pairwise(origin))
    assert all(0 <= place < len(text) for place in origin)
    assert replay(text, result.changes) == result.body.text


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_cleaning_the_clean_text_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_no_digit_is_lost_unseen(text: str) -> None:
    """A raw digit is in the clean text, or a change at its place says what became of it."""
    result = clean(Page("page.txt", text))
    kept = set(result.body.origin)
    told = {place for change in result.changes for place in range(change.start, change.end)}
    for place, char in enumerate(text):
        if char.isdigit() and place not in kept:
            assert place in told


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_cleaned(text: str) -> None:
    result = clean(Page("page.txt", text))
    assert replay(text, result.changes) == result.body.text
    assert cleaned(result.body.text) == result.body.text


@settings(max_examples=200, deadline=None)
@given(
    whole=st.integers(10, 99_999),
    tenths=st.integers(0, 99),
    unit=st.sampled_from(["亿元", "万家", "%", "倍"]),
    cut=st.integers(1, 8),
)
def test_a_wrap_inside_a_number_changes_nothing(
    whole: int, tenths: int, unit: str, cut: int
) -> None:
    number = f"{whole}.{tenths}"
    cut = min(cut, len(number) - 1)
    before = "据云海高新区统计，今年前五个月，全区规模以上工业企业实现营业收入同比增长较快，达到"
    after = f"{unit}，比上年同期有所提高，园区负责人说，形势向好，全年目标有望提前完成。"
    lines = [before[:20], before[20:] + number[:cut], number[cut:] + after[:18], after[18:]]
    assert cleaned("\n".join(lines)) == before + number + after


@settings(max_examples=200, deadline=None)
@given(whole=st.integers(10, 9_999), tenths=st.integers(1, 99), place=st.integers(0, 5))
def test_a_space_inside_a_number_changes_nothing(whole: int, tenths: int, place: int) -> None:
    number = f"{whole}.{tenths}"
    place = min(max(1, place), len(number) - 1)
    broken = f"{number[:place]} {number[place:]}"
    assert (
        cleaned(f"全年营业收入为{broken}亿元，同比增长。")
        == f"全年营业收入为{number}亿元，同比增长。"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "园区把十分之一的地留给试验田，人人都说看看再定，家家户户有账本。",
        "第1111件产品下线，产值达2222万元，其中3344件出口。",
    ],
)
def test_natural_repetition_stays(sentence: str) -> None:
    assert cleaned(sentence) == sentence


def test_fewest_runs_come_first() -> None:
    assert readings("11001100")[0].text == "1100"
    assert readings("373744")[0].text == "374"


def test_traditional_keeps_the_printed_form() -> None:
    result = clean(Page("page.txt", "「雲海」園區產值達58億港元，較去年增長兩成。"))
    assert result.script == "Hant"
    assert result.body.printed == "「雲海」園區產值達58億港元，較去年增長兩成。"
    assert len(result.body.text) == len(result.body.printed)


def test_an_edit_cannot_invent_characters() -> None:
    with pytest.raises(ValueError, match="cannot be traced"):
        apply(identity("3亿"), Step("grow", lambda _: ()), [Edit(0, 1, "30")])


def test_replay_notices_another_page() -> None:
    changes = clean(Page("page.txt", "营收 3 亿元")).changes
    with pytest.raises(ValueError, match="does not meet"):
        replay("营收约3亿元整", changes)


def test_overlapping_edits_are_dropped() -> None:
    assert ordered([Edit(2, 4, ""), Edit(0, 3, "")]) == [Edit(0, 3, "")]


@pytest.mark.parametrize(
    "unit", ["园区营收12. 5亿元，", "临港", "7", "12.", " ", "1 ", "（", "\n", '"']
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    """Ten times the text takes about ten times as long, whatever the line is made of."""
    short, long = (_seconds(unit * count) for count in (2_000, 20_000))
    assert long < 30 * short + 0.2


def _seconds(text: str) -> float:
    """Processor time: what else the machine does counts for nothing."""
    start = time.process_time()
    cleaned(text)
    return time.process_time() - start


def test_changes_say_what_they_did() -> None:
    text = "利润27. 59忆元"
    changes = clean(Page("page.txt", text)).changes
    assert Counter(change.step for change in changes) == {"spaces": 1, "magnitudes": 1}
    assert all(text[change.start : change.end] == change.before for change in changes)


def test_a_misread_form_here_and_there_is_read_as_meant_in_a_text() -> None:
    plain = "云海高新区今年的产值保持平稳，企业数量比年初多，出口好于去年同期。" * 6
    few = clean(Page("page.txt", plain + "收入増长两成。"))
    assert few.body.text.endswith("收入增长两成。")
    # Near miss: a text that has many of them means them.
    many = clean(Page("page.txt", "题字「増」「増」「増」「増」，" + plain[:40]))
    assert "増" in many.body.text
