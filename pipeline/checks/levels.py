"""D001: a printed growth, change or multiple against the printed levels.

48.2 to 262.9 is a growth of 4.45 times: 增长4倍多 agrees, 增长3倍 does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline import patterns as regex
from pipeline.checks.claims import Claim, Contradiction, Range, plain, says
from pipeline.details import said

_YEAR = regex.compile(r"(?P<year>\d{4})(?P<rest>-.+)?")
_INTERVAL = regex.compile(r"(?P<first>\d{4}[^/]*)/(?P<last>\d{4}[^/.]*)")
_OF_YEAR = regex.compile(r"(?<!\d)(?P<year>\d{4})年")


def growth_against_levels(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """Growths, changes and multiples of an article whose two levels are printed there too."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.actual:
            groups[claim.article, claim.subject, claim.indicator].append(claim)
    for group in groups.values():
        levels = [c for c in group if c.kind == "level" and c.period]
        for claim in group:
            if claim.kind in ("growth", "change", "multiple"):
                yield from _judged(claim, levels)
        yield from _change_and_growth(group)


def _judged(claim: Claim, levels: Sequence[Claim]) -> Iterator[Contradiction]:
    ends = _ends(claim)
    if ends is None or _computed_otherwise(claim):
        return
    first, last = ends
    low, high = _only(levels, first), _only(levels, last)
    if low is None or high is None or low.base_unit != high.base_unit or low is high:
        return
    computed = _computed(claim, low, high)
    if computed is not None and not computed.meets(claim.range):
        yield Contradiction(
            "D001",
            said("levels", low.quote, high.quote, _middle(claim, low, high), claim.quote),
            claim,
            high,
        )


def _ends(claim: Claim) -> tuple[str, str] | None:
    """The two times that a claim compares."""
    interval = _INTERVAL.fullmatch(claim.period or "")
    if interval is not None:
        first, last = interval["first"], interval["last"]
        years = int(last[:4]) - int(first[:4])
        # over several years a percentage is most often a yearly average
        if claim.base_unit == "%" and years != 1:
            return None
        return first, last
    at = _YEAR.fullmatch(claim.period or "")
    if at is None:
        return None
    named = _OF_YEAR.search(claim.reference or "") or _before(claim)
    if claim.kind == "multiple":
        return (named["year"], claim.period or "") if named else None
    if named or not says(claim.reference, "last_year"):
        return None
    return f"{int(at['year']) - 1}{at['rest'] or ''}", claim.period or ""


def _before(claim: Claim) -> regex.Match[str] | None:
    """The year that stands right before a number: 是2014年的9倍."""
    end = claim.sentence.find(claim.quote)
    return regex.search(r"(?<!\d)(?P<year>\d{4})年的?$", claim.sentence[: max(0, end)])


def _computed_otherwise(claim: Claim) -> bool:
    return (
        says(claim.sentence, "comparable")
        or says(claim.indicator, "priced")
        or says(claim.reference, "comparable")
    )


def _only(levels: Sequence[Claim], period: str) -> Claim | None:
    """The one level of a time; none where the page has two of them."""
    found = [claim for claim in levels if claim.period == period]
    return found[0] if len(found) == 1 else None


def _computed(claim: Claim, low: Claim, high: Claim) -> Range | None:
    """What the claim may say, given the two levels and how they are rounded."""
    a, b = low.range, high.range
    if claim.kind == "change":
        if claim.base_unit != low.base_unit:
            return None
        return Range(b.low - a.high, b.high - a.low)
    if a.low <= 0 or b.low < 0 or claim.base_unit not in ("%", "倍"):
        return None
    scale = 100 if claim.base_unit == "%" else 1
    less = 0 if claim.kind == "multiple" else 1
    return Range((b.low / a.high - less) * scale, (b.high / a.low - less) * scale)


def _middle(claim: Claim, low: Claim, high: Claim) -> str:
    if claim.kind == "change":
        return plain(high.value - low.value)
    grown = high.value / low.value - (0 if claim.kind == "multiple" else 1)
    return f"{plain(grown * 100)} %" if claim.base_unit == "%" else f"{plain(grown)} 倍"


def _change_and_growth(group: Sequence[Claim]) -> Iterator[Contradiction]:
    """320亿元，增加20亿元，增长6.7%: the three fix each other."""
    for trio in zip(group, group[1:], group[2:], strict=False):
        told = {claim.kind: claim for claim in trio}
        if told.keys() != {"level", "change", "growth"}:
            continue
        level, change, growth = told["level"], told["change"], told["growth"]
        if not _of_one_breath(level, change, growth) or _computed_otherwise(growth):
            continue
        now, more = level.range, change.range
        if now.low - more.high <= 0 or now.high - more.low <= 0:
            continue
        ends = [m / (n - m) * 100 for n in (now.low, now.high) for m in (more.low, more.high)]
        if not Range(min(ends), max(ends)).meets(growth.range):
            grown = change.value / (level.value - change.value) * 100
            yield Contradiction(
                "D001",
                said("change", level.quote, change.quote, plain(grown), growth.quote),
                growth,
                change,
            )


def _of_one_breath(level: Claim, change: Claim, growth: Claim) -> bool:
    """Whether three numbers stand side by side and are said of one time and one thing."""
    places = (level.order, change.order, growth.order)
    return (
        level.sentence == change.sentence == growth.sentence
        and level.period == change.period == growth.period
        and max(places) - min(places) == 2
        and (growth.reference is None or change.reference == growth.reference)
        and change.base_unit == level.base_unit
        and growth.base_unit == "%"
    )
