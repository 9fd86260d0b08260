"""D008: a unit that is unusual for its indicator (固定资产投资 in 家)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.checks.claims import Claim, Contradiction

_CURRENCY = regex.compile(r"[A-Z]{3}")


@cache
def _dimensions() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for row in tables.rows("units.csv"):
        out.setdefault(row["base_unit"], set()).add(row["dimension"])
    return {unit: frozenset(found) for unit, found in out.items()}


@cache
def _usual() -> dict[str, frozenset[str]]:
    return {
        row["word"]: frozenset(row["dimensions"].split("|")) - {""}
        for row in tables.rows("indicator_units.csv", key="word")
    }


def dimensions(base_unit: str) -> frozenset[str]:
    """What a base unit may measure; a classifier counts."""
    if _CURRENCY.fullmatch(base_unit):
        return frozenset({"money"})
    if base_unit == "1":
        return frozenset({"percent"})
    return _dimensions().get(base_unit, frozenset({"count"}))


def usual(indicator: str) -> frozenset[str] | None:
    """What an indicator is measured in by its longest known ending; None where none is known."""
    known = _usual()
    for start in range(len(indicator)):
        found = known.get(indicator[start:])
        if found is not None:
            return found or None
    return None


def unusual_units(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """Levels in a unit that their indicator is never measured in."""
    for claim in claims:
        if claim.kind != "level" or not claim.base_unit:
            continue
        expected, found = usual(claim.indicator), dimensions(claim.base_unit)
        # 连续四年 says for how long, of whatever indicator.
        if expected is not None and not found & (expected | {"duration"}):
            yield Contradiction("D008", f"{claim.indicator} {claim.quote}", claim)
