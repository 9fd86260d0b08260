"""Numbers: cases a line each, and what must hold for every text."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Quantity, Role, Span
from pipeline.quantities import find
from pipeline.quantities.numerals import chinese, exact, number
from pipeline.quantities.units import table

CASES = Path(__file__).parent / "cases"
DIGITS = "零一二三四五六七八九"


def cases(name: str) -> list[list[str]]:
    """The rows of a case file, without its comments and header."""
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return list(csv.reader(line for line in lines if line and not line.startswith("#")))[1:]


def shown(quantity: Quantity) -> str:
    value = "" if quantity.value is None else str(quantity.value)
    return "|".join(
        [
            quantity.text,
            value,
            quantity.base_unit or "",
            quantity.qualifier.value,
            quantity.role.value,
        ]
    )


@pytest.mark.parametrize(("sentence", "expected"), cases("quantities.csv"))
def test_case(sentence: str, expected: str) -> None:
    assert " / ".join(shown(q) for q in find(sentence)) == expected


def spelled(value: int) -> str:
    """An integer in Chinese numerals, written independently of the reader."""

    def below(number: int) -> str:
        out, zero = "", False
        for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, number = divmod(number, power)
            if digit:
                out += ("零" if zero and out else "") + DIGITS[digit] + unit
                zero = False
            else:
                zero = True
        return out

    if value == 0:
        return "零"
    out = ""
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, power)
        if part:
            out += ("零" if out and part < 1000 else "") + below(part) + unit
    return out


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_numerals_round_trip(value: int) -> None:
    assert chinese(spelled(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_arabic_money_is_exact(value: Decimal) -> None:
    (quantity,) = find(f"投资{value}亿元")
    assert quantity.value == value * 10**8
    assert quantity.base_unit == "CNY"


@pytest.mark.parametrize("row", ["三五", "十十", "亿千", "二三", "百百", ""])
def test_rows_of_digits_that_are_no_numeral(row: str) -> None:
    assert chinese(row) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两万五", 25000),
        ("一百二", 120),
        ("二〇二三", 2023),
        ("3亿5000万", 350000000),
        ("廿三", 23),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert number(text) == value


def test_a_third_stays_a_fraction() -> None:
    assert find("约三分之一")[0].value == Fraction(1, 3)
    assert exact(Fraction(1, 8)) == Decimal("0.125")


ALPHABET = "0123456789.,，。、%％-—～至到年月日第首一二三四五六七八九十百千万亿两半个家元多余成倍分之点上下AEco()（）“”《》：: \n约近超高"  # noqa: E501


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_every_digit_in_exactly_one_quantity(text: str) -> None:
    found = find(text, page_date="2024-04-18")
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for quantity in found:
        assert text[quantity.span.start : quantity.span.end] == quantity.text
        assert quantity.span.contains(quantity.numeral)
    for run in regex.finditer(r"\d+", text):
        holding = [q for q in found if q.span.overlaps(Span(*run.span()))]
        assert holding
        for index in range(*run.span()):
            assert sum(q.span.start <= index < q.span.end for q in found) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_the_same_text_gives_the_same_numbers(text: str) -> None:
    assert find(text) == find(text)


def test_a_chinese_numeral_inside_a_name_is_none() -> None:
    text = "三百家药业营收2亿元"
    assert [q.text for q in find(text, names=[Span(0, 5)])] == ["2亿元"]


def test_arabic_figures_inside_a_name_are_kept() -> None:
    (quantity,) = find("入驻798艺术区", names=[Span(2, 8)])
    assert quantity.text == "798"
    assert quantity.role in (Role.NAME, Role.IDENTIFIER)


@pytest.mark.parametrize("character", ["1", "一", "，", "(", "“", "首", "第", "年", ".", "百"])
def test_long_rows_of_one_character_take_no_time(character: str) -> None:
    begun = time.perf_counter()
    find(character * 20_000)
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize("surface", sorted(table()))
def test_every_unit_is_read_behind_a_number(surface: str) -> None:
    found = find(f"共计12.5万{surface}，")
    if surface in ("番", "折", "大", "期", "级", "类", "代", "分", "点", "日", "月"):
        assert found
    else:
        assert found[0].unit is not None
        assert found[0].unit.endswith(surface)
