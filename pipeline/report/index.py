"""The index of a large run: all its facts, numbers and problems, as columns.

It answers what an editor asks of a whole run (search, filter, sort, draw); the texts lie in the
files that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.report.columns import Columns, Spooled
from pipeline.report.composing import PROBLEM
from pipeline.report.packed import Cell, length
from pipeline.report.piece import OF_FACT, OF_NUMBER, Piece

# So many facts, numbers and problems each; the tables beside the report hold all.
MOST_ROWS = 500_000
# Bytes of the sentences of facts, which are searched too.
MOST_TEXT = 32_000_000


class Index:
    """Takes pages in the order of the input."""

    def __init__(self) -> None:
        self._facts = Columns(("page", *OF_FACT, "problems"))
        self._sentences = Spooled(MOST_TEXT)
        self._numbers = Columns(("page", *OF_NUMBER, "problems"))
        self._problems = Columns(("page", *PROBLEM, "other_at"))
        self._seen = {"facts": 0, "numbers": 0}

    def add(self, at: int, page: Piece) -> None:
        """The facts and numbers of a page by its place in the run."""
        self._facts.take(at, page.facts, MOST_ROWS - len(self._facts), self._sentences)
        self._numbers.take(at, page.numbers, MOST_ROWS - len(self._numbers))
        self._seen["facts"] += length(page.facts)
        self._seen["numbers"] += length(page.numbers)

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

    def json(self) -> Iterator[bytes]:
        """The three tables as members of an object."""
        yield b'"facts":'
        yield from self._facts.json({"sentence": self._sentences})
        yield b',"numbers":'
        yield from self._numbers.json()
        yield b',"problems":'
        yield from self._problems.json()


def cell(value: object) -> Cell:
    return value if isinstance(value, int) or value is None else str(value)
