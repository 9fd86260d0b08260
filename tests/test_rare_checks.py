"""Contradictions that newspapers seldom give ground for: losses, caps, shares of a place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from test_checks import RANK, TWO, _found, _read

import pipeline
from pipeline.checks import contradictions
from pipeline.checks.periods import impossible
from pipeline.checks.rereading import _compound, values
from pipeline.records import Records, records


def _told(made: Records, changes: dict[str, dict[str, Any]]) -> list[str]:
    """The codes of a page whose facts say something else, by what is printed."""
    facts = tuple({**row, **changes.get(str(row["quote"]), {})} for row in made.facts)
    assert set(changes) <= {row["quote"] for row in made.facts}
    return [found.code for found in contradictions(replace(made, facts=facts), "2024-04-18")]


@pytest.mark.parametrize("missing", ["value", "indicator"])
def test_a_fact_that_says_too_little_contradicts_nothing(missing: str) -> None:
    made = records(_read(TWO))
    assert _told(made, {}) == ["D003"]
    assert _told(made, {"910亿元": {missing: None}}) == []


# -------------------------------------------------------------------------- growth and levels


GROWN = (
    "2023年，银川高新区利润总额450万元，比2022年增长2倍。2022年，银川高新区利润总额为300万元。\n"
)


def test_nothing_grows_from_a_loss() -> None:
    made = records(_read(GROWN))
    assert _told(made, {}) == ["D001"]
    assert _told(made, {"300万元": {"value": "-3000000"}}) == []
    assert _told(made, {"300万元": {"value": "0"}}) == []


def test_a_change_is_held_against_the_levels() -> None:
    page = (
        "2023年，银川高新区进出口额450亿元，比上年增加20亿元。"
        "2022年，银川高新区进出口额为{}亿元。\n"
    )
    (problem,) = [p for p in pipeline.extract(page.format(300)).problems if p.code.startswith("D")]
    assert problem.code == "D001" and "15000000000" in problem.detail.replace(" ", "")
    assert _found(page.format(430)) == []


def test_a_change_larger_than_the_level_gives_no_growth() -> None:
    page = "2023年，银川高新区进出口额{}亿元，同比增加20亿元，同比增长6.7%。\n"
    assert _found(page.format(320)) == []
    assert _found(page.format(240)) == ["D001"]
    assert _found(page.format(20)) == []


# --------------------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("period", "cannot"),
    [
        ("2023-13", True),
        ("2023-00/2023-05", True),
        ("2023-12", False),
        ("2023-02-30", True),
        ("2024-02-29", False),
        ("2023-Q5", True),
        ("2024/2023", True),
        ("2023/..", False),
    ],
)
def test_months_and_days_that_no_calendar_has(period: str, cannot: bool) -> None:
    assert bool(impossible(period)) is cannot
    made = records(_read(TWO.split("\n")[0] + "\n"))
    assert _told(made, {"770亿元": {"period": period}}) == ["D007"] * cannot


# ------------------------------------------------------------------------------------- ranks


def test_one_rank_of_two_names_of_one_is_no_clash() -> None:
    first, second = RANK.format("银川高新区", "12"), RANK.format("成都高新区", "12")
    made = records(_read(f"本报讯 {first}\n{second}\n"))
    assert _told(made, {}) == ["D006"]
    one = tuple({**row, "subject_id": "E1"} for row in made.facts)
    assert not contradictions(replace(made, facts=one))


# ------------------------------------------------------------------------------------ wholes


def test_shares_of_a_place_are_of_several_things_of_it() -> None:
    """5% of a province's exports and 69% of its patents make up no whole."""
    page = "2023年，银川高新区一产、二产、三产分别占{}的45%、46%和69%。\n"
    made = records(_read(page.format("经济总量")))
    assert _told(made, {}) == ["D004"]
    quotes = ("45%", "46%", "69%")
    assert _told(made, {quote: {"reference": "全省"} for quote in quotes}) == []


def test_exports_and_imports_that_are_not_exact_make_no_sum() -> None:
    page = "2023年，银川高新区进出口额300亿元，其中出口{}100亿元、进口150亿元。\n"
    made = records(_read(page.format("")))
    assert _told(made, {}) == ["D005"]
    assert _told(made, {"100亿元": {"qualifier": "over"}}) == []
    assert _told(made, {"100亿元": {"period": "2022"}}) == []


# ----------------------------------------------------------------------------------- rereading


def test_amounts_in_units_that_do_not_go_together_are_none() -> None:
    assert _compound("3小时30分", "h") == {Fraction(7, 2)}
    assert _compound("3小时5元", "h") is None
    assert _compound("3元5角", "CNY") == {Fraction(7, 2)}
    assert _compound("3元5天", "CNY") is None


def test_tenths_behind_a_unit_are_digits_of_one_kind() -> None:
    assert values("一米八", "米", "m") == {Fraction(9, 5)}
    assert values("一米八8", "米", "m") is None
