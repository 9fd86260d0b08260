"""Tables as columns of small numbers: how the index holds the facts of a large run.

A column is a list of its different cells and, for each row, the number of its cell, so that a
browser filters tens of thousands of rows without looking at a word twice. Both are put together as
the text that is written: a word is its JSON, a cell the digits of its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice

from pipeline.report.packed import Cell, length, text, unpack

_STEP = 20_000


class Column:
    """One column: each different word once, in the order in which they came."""

    def __init__(self) -> None:
        # Each new word gets the next number, as digits.
        self._known: defaultdict[bytes, bytes] = defaultdict(map(b"%d".__mod__, count()).__next__)
        self._cells: list[bytes] = []

    def add(self, word: bytes) -> None:
        self._cells.append(self._known[word])

    def take(self, words: Sequence[bytes], cells: Sequence[int]) -> None:
        """Several rows, at least one. words: the different ones.  cells: the word of each row."""
        numbers = list(map(self._known.__getitem__, words))
        if len(words) == 1:
            self._cells.append(b",".join(numbers * len(cells)))
        elif len(words) == len(cells) and cells[0] == 0 and cells[-1] == len(cells) - 1:
            # Numbered in the order in which they come, each row has a word of its own.
            self._cells.append(b",".join(numbers))
        else:
            self._cells.append(b",".join(map(numbers.__getitem__, cells)))

    def json(self) -> Iterator[bytes]:
        yield b'{"words":['
        words = iter(self._known)
        between = b""
        while some := list(islice(words, _STEP)):
            yield between + b",".join(some)
            between = b","
        yield b'],"cells":[' + b",".join(self._cells) + b"]}"


class Columns:
    """Rows taken in one by one or page by page, written column by column."""

    def __init__(self, names: Sequence[str]) -> None:
        self._columns = {name: Column() for name in names}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, row: Sequence[Cell]) -> None:
        self.add_text(text(row))

    def add_text(self, row: bytes) -> None:
        """A row as `packed.text` has it."""
        for column, word in zip(self._columns.values(), row.split(b"\t"), strict=True):
            column.add(word)
        self._length += 1

    def take(self, first: Cell, table: bytes, more: Column | None = None) -> None:
        """The rows of a page, as `packed.pack` has them.

        first: the cell of the first column, the same in all rows.
        more: takes the last column of the table.
        """
        rows = length(table)
        if rows == 0:
            return
        columns = [*self._columns.values(), *([] if more is None else [more])]
        columns[0].take([text((first,))], bytes(rows))
        for column, (words, cells) in zip(columns[1:], unpack(table), strict=True):
            column.take(words, cells)
        self._length += rows

    def json(self) -> Iterator[bytes]:
        """The columns as an object."""
        for position, (name, column) in enumerate(self._columns.items()):
            yield (b",%b:" if position else b"{%b:") % text((name,))
            yield from column.json()
        yield b"}"
