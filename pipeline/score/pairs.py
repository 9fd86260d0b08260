"""Which predicted fact answers to which label, and which of its fields are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.score.gold import (
    Row,
    alternatives,
    bare,
    blank,
    close,
    common_length,
    file_name,
    same_amount,
)

CHECKED = ("subject", "indicator", "period", "qualifier", "modality")
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and F1 of `right` among `predicted` and `gold`; F1 is 0 where all are 0."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        if self.predicted:
            return self.right / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        if self.gold:
            return self.right / self.gold
        return 0.0 if self.predicted else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A labelled fact and all (value, base unit, kind) that are right for it."""

    row: Row
    page: str
    line: int
    keys: frozenset[tuple[Decimal | str, str, str]]
    optional: bool


@dataclass(frozen=True, slots=True)
class Predicted:
    row: Row
    page: str
    line: int
    key: tuple[Decimal | str, str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A gold fact with its prediction, and which of the checked fields are right."""

    gold: GoldFact
    predicted: Predicted
    right: Mapping[str, bool]


def whole(match: Match) -> bool:
    return all(match.right.values())


def rate_of(
    matches: Sequence[Match],
    missed: Sequence[GoldFact],
    spurious: Sequence[Predicted],
    right: Callable[[Match], bool],
) -> Rate:
    found = sum(right(match) for match in matches)
    return Rate(found, len(matches) + len(spurious), len(matches) + len(missed))


class Names:
    """Which names on a page mean the same, by its labelled entities."""

    def __init__(self, entities: Iterable[Row]) -> None:
        self._sets: dict[str, list[set[str]]] = defaultdict(list)
        for row in entities:
            names = {bare(name) for name in (row["canonical"], *alternatives(row["aliases"]))}
            self._sets[file_name(row["page"])].append(names - {""})

    def of(self, page: str, subject: object) -> set[str]:
        """All names that are right for a labelled subject."""
        names = {bare(name) for name in alternatives(subject)} - {""}
        for same in self._sets[page]:
            if same & names:
                names = names | same
        return names


def indicator_right(gold: object, predicted: object) -> bool:
    """60 % in common over the longer, or the gold contained with at most 6 characters more."""
    found = close(predicted)
    for answer in map(close, alternatives(gold)):
        if not answer or not found:
            if answer == found:
                return True
            continue
        # Compared as whole numbers: 0.6 is no exact float.
        if 10 * common_length(answer, found) >= 6 * max(len(answer), len(found)):
            return True
        if answer in found and len(found) - len(answer) <= 6:
            return True
    return False


def _fields(gold: GoldFact, predicted: Predicted, names: Names) -> dict[str, bool]:
    subject = bare(predicted.row.get("subject"))
    known = names.of(gold.page, gold.row["subject"])

    def among(name: str, default: str | None) -> bool:
        answers = [blank(answer) or default for answer in alternatives(gold.row[name])]
        return (blank(predicted.row.get(name)) or default) in answers

    return {
        "subject": subject in known if known else subject == "",
        "indicator": indicator_right(gold.row["indicator"], predicted.row.get("indicator")),
        "period": among("period", None),
        "qualifier": among("qualifier", "exact"),
        "modality": among("modality", "actual"),
    }


def match_facts(
    gold: Sequence[GoldFact], predicted: Sequence[Predicted], names: Names
) -> tuple[list[Match], list[GoldFact], list[Predicted], int]:
    pages: dict[str, tuple[list[GoldFact], list[Predicted]]] = defaultdict(lambda: ([], []))
    for label in gold:
        pages[label.page][0].append(label)
    for found in predicted:
        pages[found.page][1].append(found)
    matches: list[Match] = []
    missed: list[GoldFact] = []
    spurious: list[Predicted] = []
    left_out = 0
    for _, (labels, finds) in sorted(pages.items()):
        weights: dict[tuple[int, int], int] = {}
        rights: dict[tuple[int, int], dict[str, bool]] = {}
        for i, label in enumerate(labels):
            for j, found in enumerate(finds):
                if not _same_number(label, found):
                    continue
                right = rights[i, j] = _fields(label, found, names)
                fit = 100 * all(right.values()) + 10 * sum(right.values())
                fit += 2 - abs(label.line - found.line)
                # A counted label is worth more than any number of optional ones.
                weights[i, j] = (1_000 if label.optional else 100_000) + fit
        pairs = best_pairs(len(labels), len(finds), weights)
        for i, j in pairs:
            if labels[i].optional:
                left_out += 1
            else:
                matches.append(Match(labels[i], finds[j], rights[i, j]))
        taken = {i for i, _ in pairs}
        used = {j for _, j in pairs}
        missed.extend(
            label for i, label in enumerate(labels) if i not in taken and not label.optional
        )
        for j, found in enumerate(finds):
            if j in used:
                continue
            if any(label.optional and _same_place(label, found) for label in labels):
                left_out += 1
            else:
                spurious.append(found)
    return matches, missed, spurious, left_out


def _same_number(label: GoldFact, found: Predicted) -> bool:
    return abs(label.line - found.line) <= 1 and any(
        key[1:] == found.key[1:] and same_amount(key[0], found.key[0]) for key in label.keys
    )


def _same_place(label: GoldFact, found: Predicted) -> bool:
    if abs(label.line - found.line) > 1:
        return False
    if any(same_amount(key[0], found.key[0]) for key in label.keys):
        return True
    quote = close(found.row.get("quote"))
    return bool(quote) and quote == close(label.row["quote"])


def best_pairs(
    rows: int, columns: int, weights: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """The one-to-one pairing of greatest weight, each connected group on its own (Hungarian)."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for i, j in weights:
        neighbours["row", i].append(("column", j))
        neighbours["column", j].append(("row", i))
    seen: set[tuple[str, int]] = set()
    out: list[tuple[int, int]] = []
    for i in range(rows):
        start = ("row", i)
        if start in seen or start not in neighbours:
            continue
        seen.add(start)
        group = [start]
        for node in group:
            for other in neighbours[node]:
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        lefts = sorted(index for side, index in group if side == "row")
        rights = sorted(index for side, index in group if side == "column")
        out.extend(_assign(lefts, rights, weights))
    return sorted(out)


def _assign(
    lefts: Sequence[int], rights: Sequence[int], weights: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Kuhn's assignment with potentials on a square made with pairs of no weight."""
    size = max(len(lefts), len(rights))
    cost = [
        [
            -weights.get((lefts[i], rights[j]), 0) if i < len(lefts) and j < len(rights) else 0
            for j in range(size)
        ]
        for i in range(size)
    ]
    row_price = [0] * (size + 1)
    column_price = [0] * (size + 1)
    owner = [0] * (size + 1)
    for i in range(1, size + 1):
        owner[0] = i
        column = 0
        least = [_FAR] * (size + 1)
        way = [0] * (size + 1)
        visited = [False] * (size + 1)
        while owner[column]:
            visited[column] = True
            row, delta, following = owner[column], _FAR, 0
            for j in range(1, size + 1):
                if visited[j]:
                    continue
                reduced = cost[row - 1][j - 1] - row_price[row] - column_price[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(size + 1):
                if visited[j]:
                    row_price[owner[j]] += delta
                    column_price[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return [
        (lefts[owner[j] - 1], rights[j - 1])
        for j in range(1, size + 1)
        if owner[j] <= len(lefts)
        and j <= len(rights)
        and (lefts[owner[j] - 1], rights[j - 1]) in weights
    ]
