"""What a fact claims, ready to be compared: its place, its words, and the values it may stand for.

A printed value is a rounded one: 374亿元 stands for all from 373 to 375亿, 4倍多 for 4 to 8, 近百家
for 90 to 110. Two claims contradict each other only where these ranges have nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import cast

from pipeline import patterns as regex
from pipeline import tables
from pipeline.frozen import dataclass
from pipeline.records import Cell, Row

_PRINTED = regex.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
# Facts that are less sure than this are no ground to doubt a newspaper.
SURE = Decimal("0.80")
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
    """A fact as the checks see it. order: its place among the facts of its page.

    A date is a claim too, without fact_id and value, so that its place can be told.
    before, behind: the words round the number, where they were asked for.
    """

    fact_id: str | None
    quantity_id: str | None
    page: str
    number: int
    line: int
    column: int
    end_line: int
    end_column: int
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
    before: str | None = None
    behind: str | None = None

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
    digits, _, decimals = found.group().replace(",", "").replace("，", "").partition(".")
    steps = int(digits + decimals)
    return abs(value) / steps if steps else Fraction(1, 10 ** len(decimals))


def claims(facts: Iterable[Row]) -> Iterator[Claim]:
    """The claims of facts that are sure enough to be held against others."""
    for order, row in enumerate(facts):
        value = row["value"]
        if value is None or row["indicator"] is None:
            continue
        if Decimal(str(row["confidence"] or "0")) < SURE:
            continue
        yield _claim(row, order, Fraction(str(value)))


def dates(quantities: Iterable[Row]) -> Iterator[Claim]:
    """The dates among the numbers of a page."""
    for order, row in enumerate(quantities):
        if row["role"] == "date":
            yield _claim({"kind": "date", "modality": "actual", **row}, order, Fraction(0))


def _claim(row: Mapping[str, Cell], order: int, value: Fraction) -> Claim:
    return Claim(
        fact_id=_text(row, "fact_id"),
        quantity_id=_text(row, "quantity_id"),
        page=str(row["page"]),
        number=cast(int, row["page_number"]),
        line=cast(int, row["line"]),
        column=cast(int, row["column"]),
        end_line=cast(int, row["end_line"]),
        end_column=cast(int, row["end_column"]),
        order=order,
        quote=str(row["quote"]),
        subject=_text(row, "subject"),
        subject_id=_text(row, "subject_id"),
        indicator=_text(row, "indicator") or "",
        kind=str(row["kind"]),
        value=value,
        base_unit=_text(row, "base_unit"),
        qualifier=str(row["qualifier"]),
        period=_text(row, "period"),
        reference=_text(row, "reference"),
        modality=str(row["modality"]),
        sentence=_text(row, "sentence") or "",
        article=cast("int | None", row["article"]),
        headline="headline" in (_text(row, "note") or ""),
    )


def _text(row: Mapping[str, Cell], name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)


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
    return text is not None and _pattern(kind).search(text) is not None


@cache
def _pattern(kind: str) -> regex.Pattern[str]:
    return regex.compile(tables.alternatives(words(kind)))


def plain(value: Fraction) -> str:
    """A computed value for a reader, to two places."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}"
    return text.rstrip("0").rstrip(".")
