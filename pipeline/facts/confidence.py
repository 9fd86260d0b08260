"""How sure a fact is, from how its parts were found.

Each kind of evidence has a weight in `data/confidence.csv`, a term of a logistic regression that
`benchmarks/calibrate.py` fits on the labelled pages: of the facts with confidence 0.9, nine in ten
should be right in all fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import is_measure

_JOINED = regex.compile(r"[，。；、的了在和与]")


def evidence(
    draft: Draft, subject: str, period: str | None, indicator: str, *, headline: bool
) -> Iterator[str]:
    """What speaks for and against a fact, as names of `data/confidence.csv`.

    subject: how its subject was found, as `Subject.strength` says.
    """
    yield "any fact"
    yield f"indicator {draft.evidence}"
    yield f"subject {subject}"
    yield f"kind {draft.saying.kind.value}"
    yield f"rule {draft.saying.rule}"
    if draft.evidence == "carried" and subject == "clause":
        yield "indicator carried to a new subject"
    if len(indicator) > 12:
        yield "indicator long"
    if len(indicator) <= 2:
        yield "indicator short"
    if is_measure(indicator):
        yield "indicator a measure"
    if _JOINED.search(indicator):
        yield "indicator joined"
    if not period:
        yield "no period"
    if headline:
        yield "headline"


@cache
def _weights() -> Mapping[str, Decimal]:
    return {
        row["evidence"]: Decimal(row["weight"])
        for row in tables.rows("confidence.csv", key="evidence")
    }


def confidence(
    draft: Draft, subject: str, period: str | None, indicator: str, *, headline: bool
) -> Decimal:
    """0–1, two places: how many of a hundred such facts were right in all fields."""
    weights = _weights()
    found = evidence(draft, subject, period, indicator, headline=headline)
    score = sum((weights[item] for item in found if item in weights), Decimal(0))
    return _of_score(score)


@lru_cache(maxsize=1 << 12)  # the sums of few weights, which come again and again
def _of_score(score: Decimal) -> Decimal:
    return (1 / (1 + (-score).exp())).quantize(Decimal("0.01"))
