"""What the program promises of its records, and the contradictions it points at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.checks import contradictions, promises
from pipeline.clean import clean
from pipeline.model import Page, Result
from pipeline.run import read_page


def _read(text: str) -> Result:
    return read_page(Page("page.txt", text))


def _codes(text: str) -> list[str]:
    result = _read(text)
    return [p.code for p in contradictions(result.page, result.readings)]


def test_a_value_that_is_not_printed_is_left_out() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    reading = next(r for r in result.readings if r.facts)
    wrong = [
        replace(q, value=Decimal(1)) if q.role.value == "fact" else q for q in reading.quantities
    ]
    kept, problems = promises(
        result.page, clean(result.page), [replace(reading, quantities=tuple(wrong), facts=())]
    )
    assert "P004" in [p.code for p in problems]
    assert all(q.value != 1 for r in kept for q in r.quantities)


def test_a_digit_run_without_a_quantity_is_a_problem() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    bare = [replace(r, quantities=(), facts=()) for r in result.readings]
    _, problems = promises(result.page, clean(result.page), bare)
    assert [p.code for p in problems] == ["P002", "P002"]


def test_two_quantities_on_one_number_are_a_problem() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    reading = next(r for r in result.readings if r.quantities)
    twice = replace(reading, quantities=(*reading.quantities, reading.quantities[-1]))
    _, problems = promises(result.page, clean(result.page), [twice])
    assert "P003" in [p.code for p in problems]


def test_promises_hold_on_a_damaged_page() -> None:
    result = _read("本报讯 银川高新区2O23年营收3.O5忆元,同比增长l4.9%,研发人员36. 4万人.\n")
    assert not [p for p in result.problems if p.code.startswith("P")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("银川高新区高新技术企业从2014年48家提高到2023年262家，增长2倍。\n", "D001"),
        ("银川高新区高新技术企业占全市的60%，占全市的科技型企业达50%。\n", None),
        ("银川高新区高新技术企业从2014年48家提高到2023年262家，增长4倍多。\n", None),
    ],
)
def test_growth_is_held_against_the_levels(text: str, code: str | None) -> None:
    assert ("D001" in _codes(text)) is (code == "D001")


def test_a_headline_that_says_it_differently() -> None:
    text = (
        "银川高新区：累计进出口额增长25.85倍\n\n"
        "本报讯 挂牌以来，银川高新区累计进出口额374.28亿元，是挂牌前的25.85倍。\n"
    )
    assert "D002" in _codes(text)


def test_the_same_indicator_with_two_values() -> None:
    text = (
        "本报讯 2023年，银川高新区工业总产值770亿元。\n"
        "据介绍，2023年银川高新区工业总产值910亿元。\n"
    )
    assert "D003" in _codes(text)
