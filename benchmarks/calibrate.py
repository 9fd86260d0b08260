"""Fits the weights of `pipeline/data/confidence.csv` on labelled pages and prints how they hold.

    python benchmarks/calibrate.py PAGES GOLD [PAGES GOLD ...] [--write]

PAGES is a folder of text pages, GOLD the folder of their labels. The table is of a five-fold
cross-validation by pages: no fact is judged by weights that saw its page.
"""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np

from pipeline.facts import confidence as room
from pipeline.facts import making
from pipeline.ingest import discover, pages
from pipeline.ingest.sidecar import Meta
from pipeline.records import records
from pipeline.run.page import read_page
from pipeline.score import compare
from pipeline.score.gold import GOLD_FIELDS, read_gold
from pipeline.score.pairs import whole

_TABLE = Path(room.__file__).parents[1] / "data" / "confidence.csv"
_PULL = 5.0
"""How strongly weights are drawn to zero; rare evidence says little."""
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
_FOLDS = 5

Judged = tuple[str, tuple[str, ...], bool]
"""Page, evidence, whether the fact is right in all fields."""


def judged(folder: Path, gold: Path) -> list[Judged]:
    """Each fact of the labelled pages with its evidence, and whether it is right."""
    seen: list[tuple[str, ...]] = []

    def noted(draft, subject, period, indicator, *, headline):  # type: ignore[no-untyped-def]
        found = room.evidence(draft, subject, period, indicator, headline=headline)
        seen.append(tuple(found))
        return Decimal(len(seen) - 1)  # stands for the confidence until the facts are judged

    tables: dict[str, list[dict]] = {
        name: [] for name in ("facts", "quantities", "entities", "articles")
    }
    making.confidence = noted
    try:
        for source in discover(sorted(folder.glob("*.txt"))):
            for opened in pages(source, Meta()):
                made = records(read_page(opened.page))
                for name, rows in tables.items():
                    rows.extend(getattr(made, name))
    finally:
        making.confidence = room.confidence
    scores = compare({name: read_gold(gold, name) for name in GOLD_FIELDS}, tables)
    results = [(match.predicted, whole(match)) for match in scores.matches]
    results += [(predicted, False) for predicted in scores.spurious]
    return [
        (found.page, seen[number], right)
        for found, right in results
        if (number := _number(found.row["confidence"])) is not None
    ]


def _number(confidence: str) -> int | None:
    """Which evidence a fact has; a table's cells are made elsewhere, with a confidence below 1."""
    value = Decimal(confidence)
    return int(value) if value == int(value) else None


def fit(facts: list[Judged], names: list[str]) -> np.ndarray:
    """Weights by Newton's method, one for each name, drawn to zero but for the first."""
    column = {name: at for at, name in enumerate(names)}
    given = np.zeros((len(facts), len(names)))
    for row, (_, found, _) in enumerate(facts):
        for name in found:
            given[row, column[name]] = 1
    right = np.array([right for *_, right in facts], dtype=float)
    pull = np.full(len(names), _PULL)
    pull[0] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(50):
        guess = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (right - guess) - pull * weights
        curve = (given * (guess * (1 - guess))[:, None]).T @ given + np.diag(pull)
        weights += np.linalg.solve(curve, slope)
    return weights


def table(facts: list[Judged], names: list[str]) -> list[tuple[float, float, int, int]]:
    """From, to, facts and right ones, each fact judged by weights that did not see its page."""
    folds = {page: at % _FOLDS for at, page in enumerate(sorted({page for page, *_ in facts}))}
    guesses: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        weights = fit([fact for fact in facts if folds[fact[0]] != fold], names)
        value = dict(zip(names, weights, strict=True))
        for page, found, right in facts:
            if folds[page] == fold:
                score = sum(value[name] for name in found)
                guesses.append((float(1 / (1 + np.exp(-score))), right))
    return [
        (low, high, len(held), sum(held))
        for low, high in pairwise(_EDGES)
        if (held := [right for guess, right in guesses if low <= guess < high])
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="PAGES GOLD")
    parser.add_argument("--write", action="store_true", help="write the table of the package")
    given = parser.parse_args()
    if len(given.folders) % 2:
        parser.error("folders come in pairs: PAGES GOLD")
    facts: list[Judged] = []
    for folder, gold in zip(given.folders[::2], given.folders[1::2], strict=True):
        facts += judged(folder, gold)
    others = sorted({name for _, found, _ in facts for name in found} - {"any fact"})
    names = ["any fact", *others]
    print("confidence     facts  right")
    for low, high, count, right in table(facts, names):
        print(f"{low:.2f}–{min(high, 1):.2f}  {count:7d}  {right / count:.3f}")
    if given.write:
        head = [line for line in _TABLE.read_text("utf-8").splitlines() if line.startswith("#")]
        rows = [
            f"{name},{weight:.2f}" for name, weight in zip(names, fit(facts, names), strict=True)
        ]
        _TABLE.write_text("\n".join([*head, "evidence,weight", *rows]) + "\n", "utf-8")
        print(f"{len(rows)} weights in {_TABLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
