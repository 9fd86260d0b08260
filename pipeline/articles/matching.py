"""Which headline belongs to which text: by the words and numbers that both share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from pipeline import patterns as regex

NUMBER = regex.compile(r"\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千万]{2,}")
WORD = regex.compile(r"[A-Za-z][A-Za-z0-9\-]+")
HAN = regex.compile(r"\p{Han}+")
LARGEST = 60
"""Above so many headlines or texts they are matched one after the other, best first."""


@lru_cache(maxsize=128)  # each headline is compared with each text, and each text with all
def terms(text: str) -> Mapping[str, float]:
    """Pairs of characters (weight 1), Latin words (2) and numbers (3) of a text."""
    found: dict[str, float] = {}
    for run in HAN.findall(text):
        for index in range(len(run) - 1):
            found[run[index : index + 2]] = 1.0
    for word in WORD.findall(text):
        found[word] = 2.0
    for number in NUMBER.findall(text):
        found[number] = 3.0 if len(number) > 1 else 1.0
    return found


class Texts:
    """The texts of a page, and how rare each term is among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.terms = [terms(text) for text in texts]
        self.heads = [terms(text[:160]) for text in texts]
        self.count: dict[str, int] = {}
        for one in self.terms:
            for term in one:
                self.count[term] = self.count.get(term, 0) + 1

    def weight(self, term: str) -> float:
        """Rare terms weigh more; a term of every text weighs little."""
        total = len(self.terms)
        return log(1 + (total + 0.5) / (self.count.get(term, 0) + 0.5))

    def likeness(self, headline: Mapping[str, float], index: int) -> float:
        """Share of the headline's terms, by weight, that text `index` has (0–1)."""
        whole = shared = 0.0
        known = self.terms[index]
        for term, kind in headline.items():
            weight = kind * self.weight(term)
            if term not in self.count:
                weight = kind  # nowhere on the page: no evidence for any text
            whole += weight
            if term in known:
                shared += weight
                if term in self.heads[index]:
                    shared += 0.1 * weight
        return min(1.0, shared / whole) if whole else 0.0


def coverage(headline: str, text: str) -> float:
    """Share of the headline's terms that a text has (0–1)."""
    wanted = terms(headline)
    known = terms(text)
    whole = sum(wanted.values())
    return sum(weight for term, weight in wanted.items() if term in known) / whole if whole else 0.0


def assign(scores: list[list[float]], least: float) -> list[int | None]:
    """For each row a column of its own, so that the sum of the scores is greatest.

    There is one row and one column at least. A pair below `least` is left open. The Hungarian
    method; for large tables best pairs first.
    """
    if max(len(scores), len(scores[0])) > LARGEST:
        return _greedy(scores, least)
    size = max(len(scores), len(scores[0]))
    cost = [[0.0] * (size + 1) for _ in range(size + 1)]
    for row, line in enumerate(scores):
        for column, score in enumerate(line):
            cost[row + 1][column + 1] = -score if score >= least else 0.0
    u, v = [0.0] * (size + 1), [0.0] * (size + 1)
    match, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        match[0] = row
        column = 0
        lowest = [float("inf")] * (size + 1)
        used = [False] * (size + 1)
        while match[column]:
            used[column] = True
            current, step, nearest = match[column], float("inf"), 0
            for other in range(1, size + 1):
                if used[other]:
                    continue
                reduced = cost[current][other] - u[current] - v[other]
                if reduced < lowest[other]:
                    lowest[other], way[other] = reduced, column
                if lowest[other] < step:
                    step, nearest = lowest[other], other
            for other in range(size + 1):
                if used[other]:
                    u[match[other]] += step
                    v[other] -= step
                else:
                    lowest[other] -= step
            column = nearest
        while column:
            match[column] = match[way[column]]
            column = way[column]
    found: list[int | None] = [None] * len(scores)
    for column in range(1, size + 1):
        row = match[column] - 1
        if row < len(scores) and column <= len(scores[0]) and scores[row][column - 1] >= least:
            found[row] = column - 1
    return found


def _greedy(scores: list[list[float]], least: float) -> list[int | None]:
    pairs = sorted(
        (-score, row, column)
        for row, line in enumerate(scores)
        for column, score in enumerate(line)
        if score >= least
    )
    found: list[int | None] = [None] * len(scores)
    taken: set[int] = set()
    for _, row, column in pairs:
        if found[row] is None and column not in taken:
            found[row] = column
            taken.add(column)
    return found
