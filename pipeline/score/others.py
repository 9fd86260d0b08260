"""Names and articles against their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.score.gold import (
    Row,
    alternatives,
    bare,
    close,
    common_length,
    file_name,
    line_number,
)
from pipeline.score.pairs import Rate, best_pairs


@dataclass(frozen=True, slots=True)
class Articles:
    total: int
    predicted: int
    headlines: int
    bodies: int


def _all_names(row: Row) -> set[str]:
    aliases = row.get("aliases") or []
    listed = aliases if isinstance(aliases, list) else alternatives(aliases)
    return {close(name) for name in (row.get("canonical"), *listed)} - {""}


def match_entities(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Rate]:
    """Rates of each type and of all: right is one that shares a name and has the type."""
    labels = [(file_name(row["page"]), alternatives(row["type"]), _all_names(row)) for row in gold]
    pages = {page for page, _, _ in labels}
    finds = [
        (file_name(row.get("page")), str(row.get("type")), _all_names(row))
        for row in predicted
        if file_name(row.get("page")) in pages
    ]
    weights = {
        (i, j): 100 + len(names & other)
        for i, (page, types, names) in enumerate(labels)
        for j, (found_page, found_type, other) in enumerate(finds)
        if page == found_page and found_type in types and names & other
    }
    pairs = dict(best_pairs(len(labels), len(finds), weights))
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for i, (_, types, _) in enumerate(labels):
        kind = finds[pairs[i]][1] if i in pairs else types[0]
        wanted[kind] += 1
        right[kind] += i in pairs
    given = Counter(kind for _, kind, _ in finds)
    out = {kind: Rate(right[kind], given[kind], wanted[kind]) for kind in sorted(wanted | given)}
    out["all"] = Rate(right.total(), len(finds), len(labels))
    return out


def match_articles(gold: Sequence[Row], predicted: Sequence[Row]) -> Articles:
    """Headlines found, and bodies whose lines agree (overlap over union at least 0.8)."""
    headlines = bodies = 0
    for row in gold:
        page = file_name(row["page"])
        there = [other for other in predicted if file_name(other.get("page")) == page]
        wanted = bare(row["headline"])
        headlines += any(_same_headline(wanted, bare(other.get("headline"))) for other in there)
        first, last = line_number(row["body_first_line"]), line_number(row["body_last_line"])
        bodies += any(
            _same_lines(
                (first, last),
                (line_number(other["body_first_line"]), line_number(other["body_last_line"])),
            )
            for other in there
        )
    return Articles(len(gold), len(predicted), headlines, bodies)


def _same_headline(wanted: str, found: str) -> bool:
    if wanted == found:
        return True
    return bool(wanted) and 10 * common_length(wanted, found) >= 8 * max(len(wanted), len(found))


def _same_lines(wanted: tuple[int, int], found: tuple[int, int]) -> bool:
    if wanted == found:
        return True
    inside = min(wanted[1], found[1]) - max(wanted[0], found[0]) + 1
    around = max(wanted[1], found[1]) - min(wanted[0], found[0]) + 1
    return around > 1 and 10 * inside >= 8 * around
