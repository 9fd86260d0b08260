"""What a fact claims, ready to be compared: its place, its words, and the values it may stand for.

A printed value is a rounded one: 374亿元 stands for all from 373 to 375亿, 4倍多 for 4 to 8, 近百家
for 90 to 110. Two claims contradict each other only where these ranges have nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

import regex

from pipeline import tables
from pipeline.records import Row

_PRINTED = regex.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
# Facts that are less sure than this are no ground to doubt a newspaper.
SURE = Decimal("0.75")
# Base units of time spans.
DURATIONS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})


@dataclass(frozen=True, slots=True)
class Range:
    """All values that a printed one may stand for."""

    low: Fraction
    high: Fraction

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as the checks see it. order: its place among the facts of its page."""

    fact_id: str
    quantity_id: str | None
    page: str
    number: int
    line: int
    column: int
    order: int
    quote: str
    subject: str | None
    subject_id: str | None
    indicator: str
    kind: str
    value: Fraction
    base_unit: str | None
    qualifier: str
    period: str | None
    reference: str | None
    modality: str
    sentence: str
    article: int | None
    headline: bool

    @property
    def exact(self) -> bool:
        return self.qualifier == "exact"

    @property
    def actual(self) -> bool:
        return self.modality == "actual"

    @property
    def range(self) -> Range:
        value, step = self.value, _step(self.quote, self.value)
        size = abs(value)
        if self.qualifier == "over":
            return Range(value, value + max(step, size)) if value >= 0 else Range(2 * value, value)
        if self.qualifier == "under":
            return Range(min(Fraction(0), value), value + step)
        slack = max(step, size / 10) if self.qualifier == "about" else step
        return Range(value - slack, value + slack)

    def agrees(self, other: Claim) -> bool:
        return self.range.meets(other.range)


def _step(quote: str, value: Fraction) -> Fraction:
    """One unit of the last printed digit: 0.1亿 for 8536.9亿元. Words (三成, 一倍) are rounder."""
    found = _PRINTED.search(quote)
    if found is None:
        return abs(value) / 10
    printed = Fraction(found.group().replace(",", "").replace("，", ""))
    _, _, decimals = found.group().partition(".")
    magnitude = abs(value) / printed if printed else Fraction(1)
    return magnitude / 10 ** len(decimals)


def claims(facts: Iterable[Row]) -> Iterator[Claim]:
    """The claims of facts that are sure enough to be held against others."""
    for order, row in enumerate(facts):
        value = row["value"]
        if value is None or row["indicator"] is None:
            continue
        if Decimal(str(row["confidence"] or "0")) < SURE:
            continue
        yield Claim(
            fact_id=str(row["fact_id"]),
            quantity_id=cast("str | None", row["quantity_id"]),
            page=str(row["page"]),
            number=cast(int, row["page_number"]),
            line=cast(int, row["line"]),
            column=cast(int, row["column"]),
            order=order,
            quote=str(row["quote"]),
            subject=cast("str | None", row["subject"]),
            subject_id=cast("str | None", row["subject_id"]),
            indicator=str(row["indicator"]),
            kind=str(row["kind"]),
            value=Fraction(str(value)),
            base_unit=cast("str | None", row["base_unit"]),
            qualifier=str(row["qualifier"]),
            period=cast("str | None", row["period"]),
            reference=cast("str | None", row["reference"]),
            modality=str(row["modality"]),
            sentence=str(row["sentence"] or ""),
            article=cast("int | None", row["article"]),
            headline="headline" in str(row["note"] or ""),
        )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims (or one alone) that cannot both be so."""

    code: str
    detail: str
    here: Claim
    there: Claim | None = None


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of a class of `check_words.csv`."""
    return tuple(row["word"] for row in tables.rows("check_words.csv") if row["class"] == kind)


def says(text: str | None, kind: str) -> bool:
    """Whether a text holds a word of a class."""
    return text is not None and any(word in text for word in words(kind))


def plain(value: Fraction) -> str:
    """A computed value for a reader, to two places."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}"
    return text.rstrip("0").rstrip(".")
