"""What may be an entity: spans with a type, the rule that found them, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.frozen import dataclass
from pipeline.model import EntityType, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """tier: 0 is the surest. key: what the other mentions of the same entity share."""

    span: Span
    type: EntityType
    rule: str
    tier: int
    key: str
    code: str | None = None


def settle(found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that stand: longer before shorter, surer before less sure, no overlaps."""
    ordered = sorted(
        found,
        key=lambda item: (
            item.tier // 10,
            -len(item.span),
            item.tier,
            item.span.start,
            item.type,
            item.rule,
        ),
    )
    taken: list[Candidate] = []
    occupied: set[int] = set()
    for item in ordered:
        cells = range(item.span.start, item.span.end)
        if occupied.isdisjoint(cells):
            taken.append(item)
            occupied.update(cells)
    return sorted(taken, key=lambda item: item.span)
