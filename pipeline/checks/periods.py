"""D007: times that cannot be: a thirteenth month, an end before its start, the future as done."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.checks.claims import DURATIONS, Claim, Contradiction
from pipeline.details import said

_PART = regex.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>\d)|H(?P<half>\d)|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?[?~%]?"
)
_DAY = regex.compile(r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
# 24月龄 and 12个月 are spans of time.
_MONTH = regex.compile(r"(?:\d{4}年|(?<![\d.—～~-]))(?P<month>\d{1,2})月(?:份|(?=\d)|(?=[，,至]))")
Day = tuple[int, int, int]


@lru_cache(maxsize=4096)
def span_of(edtf: str) -> tuple[Day, Day] | None:
    """First and last day of an EDTF time; None for one that is open, unsure or cannot be."""
    first, slash, last = edtf.partition("/")
    begin, end = _part(first), _part(last) if slash else _part(first)
    if begin is None or end is None:
        return None
    return begin[0], end[1]


def _part(text: str) -> tuple[Day, Day] | None:
    found = _PART.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    if found["quarter"]:
        quarter = int(found["quarter"])
        return _months(year, 3 * quarter - 2, 3 * quarter) if 1 <= quarter <= 4 else None
    if found["half"]:
        half = int(found["half"])
        return _months(year, 6 * half - 5, 6 * half) if 1 <= half <= 2 else None
    if not found["month"]:
        return _months(year, 1, 12)
    month = int(found["month"])
    if not 1 <= month <= 12:
        return None
    if not found["day"]:
        return _months(year, month, month)
    day = int(found["day"])
    return ((year, month, day),) * 2 if 1 <= day <= monthrange(year, month)[1] else None


def _months(year: int, first: int, last: int) -> tuple[Day, Day]:
    return (year, first, 1), (year, last, monthrange(max(year, 1), last)[1])


@lru_cache(maxsize=4096)
def impossible(edtf: str) -> str:
    """Why a time cannot be, or an empty text."""
    for part in edtf.split("/"):
        if part not in ("", "..") and _PART.fullmatch(part) and _part(part) is None:
            return said("month or day", part)
    days = span_of(edtf)
    if days is not None and days[1] < days[0]:
        return said("end before start", edtf)
    return ""


def impossible_days(dates: Iterable[Claim]) -> Iterator[Contradiction]:
    """Printed days that no calendar has: 2月30日."""
    for claim in dates:
        for found in _DAY.finditer(claim.quote):
            month, day = int(found["month"]), int(found["day"])
            year = int(found["year"]) if found["year"] else 2000
            if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
                yield Contradiction("D007", said("day", found.group()), claim)


def impossible_months(claims: Iterable[Claim]) -> Iterator[Contradiction]:
    """Sentences that name a thirteenth month, told at their first fact."""
    told: set[str] = set()
    for claim in claims:
        for found in _MONTH.finditer(claim.sentence):
            if not 1 <= int(found["month"]) <= 12 and claim.sentence not in told:
                told.add(claim.sentence)
                yield Contradiction("D007", said("month", found.group()), claim)


def times(claims: Sequence[Claim], page_date: str | None) -> Iterator[Contradiction]:
    """Facts whose time cannot be, or that are told as done before their time has come."""
    today = span_of(page_date) if page_date else None
    told: set[tuple[str, str]] = set()
    for claim in claims:
        if claim.period is None:
            continue
        detail = impossible(claim.period)
        days = span_of(claim.period)
        if not detail and today and days and days[0] > today[1] and _done(claim):
            detail = said("after the page", claim.period, str(page_date))
        if detail and (claim.sentence, detail) not in told:
            told.add((claim.sentence, detail))
            yield Contradiction("D007", detail, claim)


def _done(claim: Claim) -> bool:
    """Whether a fact is told as done; durations, plans and caps may reach beyond."""
    return (
        claim.actual
        and claim.qualifier != "under"
        and claim.base_unit not in DURATIONS
        and not any(word in claim.sentence for word in _goals())
    )


@cache
def _goals() -> tuple[str, ...]:
    return tuple(row["word"] for row in tables.rows("fact_words.csv") if row["class"] == "goal")
