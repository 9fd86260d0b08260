"""The index of a large run: all its facts, numbers and problems, as columns.

It answers what an editor asks of a whole run (search, filter, sort, draw); the texts lie in the
files that it leads to. What it tells of the pages of one file is a chunk that knows nothing of the
other files, so that it is made once and kept: places and words are numbered within it, and the
browser puts the chunks together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.report.columns import Column, Columns
from pipeline.report.composing import PROBLEM
from pipeline.report.leaf import Leaf
from pipeline.report.packed import Cell
from pipeline.report.piece import COUNTED, OF_FACT, OF_NUMBER, OF_VIEW, Piece

# So many facts, numbers and problems each, in whole chunks; the tables beside the report hold all.
MOST_ROWS = 500_000
# Bytes of the sentences of facts, which are searched too.
MOST_TEXT = 32_000_000

_PARTS = ("pages", "facts", "sentences", "numbers", "problems")


class Chunk:
    """Takes the pages of a file, one after the other."""

    def __init__(self) -> None:
        self._pages = Columns((*OF_VIEW, *COUNTED))
        self._facts = Columns(("page", *OF_FACT, "problems"))
        self._sentences = Column()
        self._numbers = Columns(("page", *OF_NUMBER, "problems"))
        self._problems = Columns(("page", *PROBLEM, "other_at"))

    def add(self, page: Piece, problems: Iterable[Sequence[Any]]) -> None:
        """The next page. problems: its own, as `PROBLEM` has them."""
        at = len(self._pages)
        self._pages.add_text(page.row)
        self._facts.take(at, page.facts, self._sentences)
        self._numbers.take(at, page.numbers)
        for cells in problems:
            self._problems.add((at, *map(cell, cells), None))

    def parts(self) -> list[bytes]:
        """JSON of each of `_PARTS`."""
        parts = (self._pages, self._facts, self._sentences, self._numbers, self._problems)
        return [b"".join(part.json()) for part in parts]


class Index:
    """The chunks of all files, as many as there is room for."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        # Whether each part of a chunk is there, and what is left out.
        self._held: list[tuple[bool, ...]] = []
        self.left_out = {"facts": 0, "numbers": 0, "sentences": 0}
        facts = numbers = problems = sentences = 0
        for leaf in leaves:
            facts += leaf.facts
            numbers += leaf.numbers
            problems += leaf.problems
            sentences += leaf.parts[_PARTS.index("sentences")]
            has_facts, has_numbers = facts <= MOST_ROWS, numbers <= MOST_ROWS
            has_sentences = has_facts and sentences <= MOST_TEXT
            self._held.append((True, has_facts, has_sentences, has_numbers, problems <= MOST_ROWS))
            self.left_out["facts"] += 0 if has_facts else leaf.facts
            self.left_out["numbers"] += 0 if has_numbers else leaf.numbers
            self.left_out["sentences"] += leaf.facts if has_facts and not has_sentences else 0

    def json(self) -> Iterator[bytes]:
        """A list of all chunks."""
        for position, (leaf, held) in enumerate(zip(self._leaves, self._held, strict=True)):
            yield b"," if position else b"["
            yield from _chunk(leaf, held)
        yield b"]" if self._leaves else b"[]"


def _chunk(leaf: Leaf, held: Sequence[bool]) -> Iterator[bytes]:
    chunk = memoryview(leaf.shelf.read(leaf.chunk, sum(leaf.parts)))
    start = 0
    for position, (name, size, there) in enumerate(zip(_PARTS, leaf.parts, held, strict=True)):
        yield b'%b"%b":' % (b"," if position else b"{", name.encode("ascii"))
        yield bytes(chunk[start : start + size]) if there else b"null"
        start += size
    yield b"}"


def cell(value: object) -> Cell:
    return value if isinstance(value, int) or value is None else str(value)
