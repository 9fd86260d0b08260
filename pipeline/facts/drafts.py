"""The working record of a number while its fact is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline import patterns as regex
from pipeline.facts.sayings import Saying
from pipeline.model import Entity, Qualifier, Quantity, Span

_STREAK = regex.compile(r"(?:连续|已连续|连|连年|接连|蝉联|一连|持续)(?:了|第)?\Z")


def is_streak(text: str, quantity: Quantity) -> bool:
    """连续8年: the length of a run, which stands between an indicator and its rank."""
    if quantity.dimension not in ("duration", "count") or quantity.base_unit not in (
        "a",
        "mo",
        "d",
        "wk",
        "次",
        "届",
        "季度",
        "个",
    ):
        return False
    start = quantity.span.start
    return bool(_STREAK.search(text[max(0, start - 4) : start]))


@dataclass(slots=True)
class Draft:
    """One number on its way to a fact; offsets in the article's text.

    left: from the last boundary to the number.  right: from the number to the next boundary.
    own: the noun phrase left of it.  behind: the one right of it.
    indicators: what it is about, more than one for a number that an enumeration shares.
    source: the value a change begins with.  evidence: how the indicator was found.
    qualifier: a bound that a list shares with its first number.
    placed: where those are that are counted, 13家在深圳.
    sharers: those of a list who each have the number, 甲、乙均达百亿元.
    """

    quantity: Quantity
    clause: int
    left: Span
    right: Span
    saying: Saying
    own: Span | None = None
    behind: Span | None = None
    indicators: list[str] = field(default_factory=list)
    evidence: str = ""
    source: bool = False
    subject: Entity | None = None
    sharers: list[Entity] = field(default_factory=list)
    placed: Entity | None = None
    period: str | None = None
    joined: bool = False
    qualifier: Qualifier | None = None
    streak: bool = False

    @property
    def start(self) -> int:
        return self.quantity.span.start

    @property
    def indicator(self) -> str:
        return self.indicators[0] if self.indicators else ""
