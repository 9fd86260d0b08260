"""The index of a large run: all its facts, numbers and problems, as columns.

It answers what an editor asks of a whole run (search, filter, sort, draw); the texts lie in the
files that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from pipeline.records import Records, Row
from pipeline.report.columns import Cell, Columns, Spooled
from pipeline.report.composing import FACT, NUMBER, PROBLEM

# So many facts, numbers and problems each; the tables beside the report hold all.
MOST_ROWS = 500_000
# Bytes of the sentences of facts, which are searched too.
MOST_TEXT = 32_000_000

_OF_FACT = (
    *("line", "column", "subject", "subject_type", "indicator", "kind", "value", "base_unit"),
    *(
        "qualifier",
        "period",
        "reference",
        "modality",
        "quote",
        "confidence",
        "rule",
        "note",
        "review",
    ),
)
_OF_NUMBER = ("line", "column", "quote", "raw", "role", "value", "base_unit", "rule")
Place = tuple[object, object]
_ARTICLE, _PLACE, _SENTENCE = NUMBER.index("article"), FACT.index("number"), FACT.index("sentence")


class Index:
    """Takes pages in the order of the input."""

    def __init__(self) -> None:
        self._facts = Columns(("page", *_OF_FACT, "problems"))
        self._sentences = Spooled(MOST_TEXT)
        self._numbers = Columns(("page", *_OF_NUMBER, "problems"))
        self._problems = Columns(("page", *PROBLEM, "other_at"))
        self._seen = {"facts": 0, "numbers": 0}

    def add(self, at: int, made: Records, page: Mapping[str, Any]) -> None:
        """A page by its place in the run. page: what `compose` made of it."""
        codes: dict[Place, set[str]] = {}
        for row, cells in zip(made.problems, page["problems"], strict=True):
            codes.setdefault((row["line"], row["column"]), set()).add(str(row["code"]))
            self.add_problem(at, cells)
        facts = made.facts[: max(0, MOST_ROWS - len(self._facts))]
        self._facts.extend(_columns(at, facts, _OF_FACT, codes))
        for sentence in islice(_sentences(page), len(facts)):
            self._sentences.add(sentence)
        numbers = made.quantities[: max(0, MOST_ROWS - len(self._numbers))]
        self._numbers.extend(_columns(at, numbers, _OF_NUMBER, codes))
        self._seen["facts"] += len(made.facts)
        self._seen["numbers"] += len(made.quantities)

    def add_problem(self, at: int | None, cells: Sequence[Any], other: int | None = None) -> bool:
        """A problem, as `PROBLEM` has it; False where there is no more room.

        at, other: the pages of its places; None for other where it is the same page.
        """
        if len(self._problems) >= MOST_ROWS:
            return False
        self._problems.add((at, *map(cell, cells), other))
        return True

    @property
    def left_out(self) -> dict[str, int]:
        """How many rows there was no room for, and how many facts whose sentence is not here."""
        facts, numbers = self._seen["facts"], self._seen["numbers"]
        return {
            "facts": facts - len(self._facts),
            "numbers": numbers - len(self._numbers),
            "sentences": self._sentences.left_out,
        }

    def json(self) -> Iterator[str]:
        """The three tables as members of an object."""
        yield '"facts":'
        yield from self._facts.json({"sentence": self._sentences})
        yield ',"numbers":'
        yield from self._numbers.json()
        yield ',"problems":'
        yield from self._problems.json()


def cell(value: object) -> Cell:
    return value if isinstance(value, int) or value is None else str(value)


def _columns(
    at: int, rows: Sequence[Row], names: Iterable[str], codes: Mapping[Place, set[str]]
) -> Iterator[list[Cell]]:
    """Page, the named columns, and the codes of the problems at the place of each row."""
    yield [at] * len(rows)
    for name in names:
        yield [cast(Cell, row[name]) for row in rows]
    yield [" ".join(sorted(codes.get((row["line"], row["column"]), ()))) for row in rows]


def _sentences(page: Mapping[str, Any]) -> Iterator[str | None]:
    for fact in page["facts"]:
        article = page["numbers"][fact[_PLACE]][_ARTICLE]
        start, end = fact[_SENTENCE]
        yield None if article is None else page["articles"][article]["text"][start:end]
