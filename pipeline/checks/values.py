"""D002 and D003: one thing, two values — in a headline and its article, or in two sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pipeline import patterns as regex
from pipeline.checks.claims import DURATIONS, Claim, Contradiction, says, words
from pipeline.details import said

_SPACE = regex.compile(r"\s")
_MEASURE = regex.compile(r"(?:总额|总值|总量|数量|规模|额|值|数)$")
# The values of these are compared; a rank has a check of its own.
_KINDS = frozenset({"level", "growth", "share"})
_SHORTEST = 3


def headline_against_body(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """A number of a headline that its article gives in another way, or gives another value for."""
    articles: dict[int | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        articles[claim.article].append(claim)
    for article in articles.values():
        body = [claim for claim in article if not claim.headline]
        for head in article:
            if head.headline:
                yield from _head(head, body)


def _head(head: Claim, body: Sequence[Claim]) -> Iterator[Contradiction]:
    same = [c for c in body if c.value == head.value and c.base_unit == head.base_unit]
    if any(claim.kind == head.kind for claim in same):
        return
    for claim in same:
        if {claim.kind, head.kind} == {"growth", "multiple"}:
            yield Contradiction(
                "D002",
                said(f"headline {head.kind}", head.quote, claim.quote),
                head,
                claim,
            )
            return
    alike = [c for c in body if c.kind == head.kind and c.base_unit == head.base_unit]
    # The value is in the article, under whatever words: nothing is wrong.
    if any(abs(c.value) == abs(head.value) or c.agrees(head) for c in alike):
        return
    named = [c for c in alike if _one_thing(head, c) and head.modality == c.modality]
    if len(named) == 1 and head.kind in _KINDS:
        yield Contradiction(
            "D002", said("headline value", head.quote, named[0].quote), head, named[0]
        )


def _one_thing(head: Claim, claim: Claim) -> bool:
    if len(head.indicator) < _SHORTEST or _loose(head.indicator):
        return False
    return (
        _core(head.indicator) == _core(claim.indicator)
        and (head.subject == claim.subject or None in (head.subject, claim.subject))
        and (head.period == claim.period or None in (head.period, claim.period))
        and (head.reference == claim.reference or None in (head.reference, claim.reference))
    )


def _core(indicator: str) -> str:
    """A headline says 进出口 for the 进出口总额 of its article."""
    return _MEASURE.sub("", bare(indicator))


def bare(text: str) -> str:
    return _SPACE.sub("", text)


def _loose(indicator: str) -> bool:
    return bare(indicator) in words("loose")


def key(claim: Claim) -> tuple[object, ...] | None:
    """What a value is said of, so fully that there can be but one; None where it is not."""
    if (
        claim.kind not in _KINDS
        or not claim.subject
        or not claim.period
        or ".." in claim.period
        or not claim.actual
        or not claim.exact
        or claim.base_unit is None
        or claim.base_unit in DURATIONS
        or len(claim.indicator) < _SHORTEST
        or _loose(claim.indicator)
        or says(claim.sentence, "disagree")
    ):
        return None
    reference = None
    if claim.kind != "level":
        reference = "last year" if says(claim.reference, "last_year") else claim.reference
    return (
        claim.subject,
        bare(claim.indicator),
        claim.kind,
        claim.period,
        claim.base_unit,
        reference,
    )


def two_values(claims: Iterable[Claim]) -> Iterator[Contradiction]:
    """One subject, indicator and time with two values in two sentences of a page."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        fixed = key(claim)
        if fixed is not None:
            groups[fixed].append(claim)
    for group in groups.values():
        told: set[tuple[object, object]] = set()
        for a, b in combinations(group, 2):
            if a.sentence == b.sentence or agree(a, b) or (a.value, b.value) in told:
                continue
            if _enumerated(group, a) or _enumerated(group, b):
                continue
            told.add((a.value, b.value))
            yield conflict(b, a)


def _enumerated(group: Sequence[Claim], claim: Claim) -> bool:
    """Several values in one sentence are of several things, or the indicator was cut short."""
    return any(c.sentence == claim.sentence and c.value != claim.value for c in group)


def agree(a: Claim, b: Claim) -> bool:
    """One is the other rounded, or both lie within half a hundredth."""
    if a.value == b.value or a.agrees(b):
        return True
    x, y = sorted((abs(a.value), abs(b.value)))
    return a.kind == "level" and a.base_unit != "%" and (y - x) * 200 <= y


def conflict(here: Claim, there: Claim) -> Contradiction:
    return Contradiction(
        "D003",
        f"{here.subject} {here.indicator} {here.period}: {there.quote} / {here.quote}",
        here,
        there,
    )
