"""D006: one thing with two ranks, or one rank held by two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from pipeline.checks.claims import Claim, Contradiction, says
from pipeline.checks.values import bare

_SHORTEST = 3


def rank_key(claim: Claim) -> tuple[object, ...] | None:
    """In which field and when a rank is held; None where the page does not say it fully."""
    if (
        claim.kind != "rank"
        or not claim.exact
        or not claim.actual
        or not claim.subject
        or not claim.period
        or not claim.reference
        or len(claim.indicator) < _SHORTEST
    ):
        return None
    return bare(claim.indicator), claim.reference, claim.period


def ranks(claims: Iterable[Claim]) -> Iterator[Contradiction]:
    """Ranks of a page that exclude each other."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        key = rank_key(claim)
        if key is not None:
            groups[key].append(claim)
    for group in groups.values():
        for a, b in combinations(group, 2):
            if a.sentence != b.sentence and clash(a, b):
                yield rank_conflict(b, a)


def clash(a: Claim, b: Claim) -> bool:
    """Two ranks of one, or one rank of two; a rank that is shared is no clash."""
    if a.subject == b.subject:
        return a.value != b.value
    if a.value != b.value or any(says(c.sentence, "shared") for c in (a, b)):
        return False
    if a.subject_id is not None and a.subject_id == b.subject_id:
        return False
    # 南京高新区（江宁园） and 江宁高新区 may be one.
    return not set(a.subject or "") & set(b.subject or "") - set("高新技术产业经济开发区市省县")


def rank_conflict(here: Claim, there: Claim) -> Contradiction:
    return Contradiction(
        "D006",
        f"{here.indicator} {here.reference} {here.period}: "
        f"{there.subject} {there.quote} / {here.subject} {here.quote}",
        here,
        there,
    )
