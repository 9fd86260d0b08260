"""What an annotator left on a page, held against the records: the difference is decisions.

What was not touched is not decided; what was taken away is rejected, as long as the annotator
started from our records (else everything would look taken away).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.exchange.sheets import Row, place
from pipeline.records import SAID
from pipeline.review.decision import NEEDED, Action, Decision, Place, Refused
from pipeline.review.lookup import Output

_CONTENT = ("subject", "indicator", "kind", "value", "base_unit")


@dataclass(frozen=True, slots=True)
class Region:
    """A marked number. fields: what is said of it there; a field that is not said is not held.

    id: of the fact or quantity it was made from, where the tool kept it.
    action: what the annotator chose, where the tool lets him choose.
    """

    place: Place
    role: str
    fields: Mapping[str, str | None]
    id: str | None = None
    action: Action | None = None


@dataclass
class Merged:
    """Decisions, and what could not become one."""

    decisions: list[Decision] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageKey:
    """Which page a task is of."""

    page: str
    number: int
    sha256: str


def merge(
    key: PageKey,
    regions: Sequence[Region],
    output: Output,
    into: Merged,
    *,
    by: str | None = None,
    accept_rest: bool = False,
) -> None:
    """Adds the decisions that the regions of a page are worth."""
    facts = output.facts_of((key.page, key.number))
    numbers = output.numbers_of((key.page, key.number))
    pairs = _pairs(regions, facts)
    paired = {index for index, _ in pairs}
    rows: list[dict[str, Any]] = []
    for index, fact in pairs:
        rows += _of_fact(regions[index], fact, accept_rest=accept_rest)
    for index, region in enumerate(regions):
        if index not in paired:
            rows += _of_number(region, numbers, into.skipped, key)
    if pairs:
        kept = {fact["fact_id"] for _, fact in pairs}
        rows += [_row(fact, Action.REJECT, {}) for fact in facts if fact["fact_id"] not in kept]
    rows.sort(key=lambda row: row["span"])
    page = {"page": key.page, "page_number": key.number, "page_sha256": key.sha256}
    for row in rows:
        try:
            into.decisions.append(output.complete({**page, **row}, by))
        except Refused as refused:
            line, column = row["span"][:2]
            into.skipped.append(f"{key.page}:{line}:{column} {refused}")


def _pairs(regions: Sequence[Region], facts: Sequence[Row]) -> list[tuple[int, Row]]:
    """Regions and the facts that they show: by id, else by place and likeness."""
    out: list[tuple[int, Row]] = []
    left = {fact["fact_id"]: fact for fact in facts}
    open_regions = list(enumerate(regions))
    for index, region in list(open_regions):
        if region.id in left:
            out.append((index, left.pop(region.id)))
            open_regions.remove((index, region))
    for index, region in open_regions:
        here = [fact for fact in left.values() if place(fact) == region.place]
        if not region.fields and region.role == "fact":
            continue
        if here:
            best = max(here, key=lambda fact: _likeness(region.fields, fact))
            # A region that only says another role speaks of the number as a whole.
            out.append((index, left.pop(best["fact_id"])))
    return sorted(out, key=lambda pair: pair[0])


def _likeness(fields: Mapping[str, str | None], fact: Row) -> int:
    return sum(fields.get(name) == fact[name] for name in _CONTENT)


def _of_fact(region: Region, fact: Row, *, accept_rest: bool) -> Iterable[dict[str, Any]]:
    if region.role != "fact":
        return [_row(fact, Action.CORRECT, {"role": region.role})]
    if region.action is Action.REJECT:
        return [_row(fact, Action.REJECT, {})]
    changed = {
        name: value
        for name, value in region.fields.items()
        if name in SAID and (value or None) != fact[name]
    }
    if changed:
        return [_row(fact, Action.CORRECT, changed)]
    if fact["review"] is None and (region.action is not None or accept_rest):
        return [_row(fact, Action.ACCEPT, {})]
    return []


def _of_number(
    region: Region, numbers: Sequence[Row], skipped: list[str], key: PageKey
) -> Iterable[dict[str, Any]]:
    """A region that shows no fact of ours: a new fact, another role, or nothing new."""
    number = next((row for row in numbers if place(row) == region.place), None)
    where = f"{key.page}:{region.place[0]}:{region.place[1]}"
    if region.action is Action.REJECT:
        return []
    if region.role != "fact":
        if number is None:
            skipped.append(f"{where} is no number that was read")
            return []
        if number["role"] == region.role:
            return []
        return [_row(number, Action.CORRECT, {"role": region.role})]
    if not region.fields:
        if number is None or number["role"] != "fact":
            skipped.append(f"{where} says no indicator")
        return []
    given = {name: value for name, value in region.fields.items() if value}
    missing = [name for name in NEEDED if name not in given and name != "value"]
    if missing or ("value" not in given and number is None):
        skipped.append(f"{where} says no {', '.join(missing) or 'value'}")
        return []
    row: dict[str, Any] = {"span": list(region.place), "action": Action.ADD, "fields": given}
    if number is not None:
        row["quantity_id"] = number["quantity_id"]
    return [row]


def _row(record: Row, action: Action, fields: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "span": list(place(record)),
        "fact_id": record.get("fact_id"),
        "quantity_id": record["quantity_id"],
        "action": action.value,
        "fields": dict(fields),
    }
