"""How sure a fact is, from how its parts were found. Calibrated on the labelled pages."""

from __future__ import annotations

from decimal import Decimal

from pipeline.facts.drafts import Draft

_INDICATOR = {
    "own": Decimal("0.97"),
    "right": Decimal("0.95"),
    "given": Decimal("0.95"),
    "carried": Decimal("0.90"),
    "topic": Decimal("0.80"),
    "rest": Decimal("0.40"),
}
_SUBJECT = {
    "clause": Decimal("0.98"),
    "sentence": Decimal("0.96"),
    "carried": Decimal("0.93"),
    "main": Decimal("0.90"),
    "beside": Decimal("0.70"),
    "none": Decimal("0.30"),
}


def confidence(draft: Draft, subject: str, period: str | None) -> Decimal:
    """0–1, two places: the product of the evidence for indicator and subject."""
    value = _INDICATOR.get(draft.evidence, Decimal("0.5")) * _SUBJECT[subject]
    return value.quantize(Decimal("0.01"))
