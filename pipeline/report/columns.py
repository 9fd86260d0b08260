"""Tables as columns of small numbers: how the index holds all facts of a large run.

A column is a list of its different cells and, for each row, the number of its cell, so that a
browser filters tens of thousands of rows without looking at a word twice. Both are put together as
the text that is written: a word is its JSON, a cell the digits of its number. What grows with the
rows waits in temporary files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice

from pipeline.report.packed import Cell, length, text, unpack
from pipeline.spool import Spool

_STEP = 20_000
_WAITING = 1 << 16
"""Bytes of cells that are held before they go to the temporary file."""


class Column:
    """One column: each different word once, in the order in which they came."""

    def __init__(self) -> None:
        # Each new word gets the next number, as digits.
        self._known: defaultdict[bytes, bytes] = defaultdict(map(b"%d".__mod__, count()).__next__)
        self._cells = _Cells()

    def add(self, word: bytes) -> None:
        self._cells.add(self._known[word])

    def take(self, words: Sequence[bytes], cells: Sequence[int]) -> None:
        """Several rows: different words in the order of their first cells."""
        numbers = list(map(self._known.__getitem__, words))
        if len(words) == 1:
            self._cells.add(b",".join(numbers * len(cells)))
        elif len(words) == len(cells):
            self._cells.add(b",".join(numbers))
        else:
            self._cells.add(b",".join(map(numbers.__getitem__, cells)))

    def json(self) -> Iterator[bytes]:
        yield b'{"words":['
        words = iter(self._known)
        between = b""
        while some := list(islice(words, _STEP)):
            yield between + b",".join(some)
            between = b","
        yield b"]"
        yield from self._cells.json()


class Spooled:
    """A column of long texts: its words wait in a file, and only a word like the last one is known.

    most: bytes of all words; what comes after them is left out, as None.
    """

    def __init__(self, most: int) -> None:
        self.left_out = 0
        self._most = most
        self._cells = _Cells()
        self._spool = Spool()
        self._spool.write(b"[null")
        self._words = 1
        self._last = b""

    def take(self, words: Sequence[bytes], cells: Sequence[int]) -> None:
        """Several rows, as `packed.runs` has them: the first word is no text."""
        numbers, new = [b"0"], [b""]
        size = self._spool.size
        for number, word in enumerate(words[1:], 1):
            if word != self._last:
                if size + 1 + len(word) > self._most:
                    self.left_out += cells.count(number)
                    numbers.append(b"0")
                    continue
                new.append(word)
                size += 1 + len(word)
                self._words += 1
                self._last = word
            numbers.append(b"%d" % (self._words - 1))
        self._spool.write(b",".join(new))
        self._cells.add(b",".join(map(numbers.__getitem__, cells)))

    def json(self) -> Iterator[bytes]:
        yield b'{"words":'
        yield from self._spool.pieces()
        yield b"]"
        yield from self._cells.json()


class _Cells:
    """The cells of a column, as text with commas between them."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._size = 0
        self._spool: Spool | None = None

    def add(self, some: bytes) -> None:
        self._waiting.append(some)
        self._size += len(some) + 1
        if self._size > _WAITING:
            self._spool = self._spool or Spool()
            self._spool.write(b",".join(self._waiting) + b",")
            self._waiting.clear()
            self._size = 0

    def json(self) -> Iterator[bytes]:
        """The rest of a column behind its words."""
        yield b',"cells":['
        rest = b",".join(self._waiting)
        if self._spool is not None:
            last = b""
            for piece in self._spool.pieces():
                yield last
                last = piece
            # Nothing may have come since the last comma.
            yield last if rest else last[:-1]
        yield rest
        yield b"]}"


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

    def take(self, first: Cell, table: bytes, most: int, spooled: Spooled | None = None) -> None:
        """The rows of a page, as `packed.pack` has them.

        first: the cell of the first column, the same in all rows.  most: so many rows at most.
        spooled: takes the last column of the table.
        """
        rows = min(most, length(table))
        if rows <= 0:
            return
        columns: list[Column | Spooled] = [*self._columns.values()]
        if spooled is not None:
            columns.append(spooled)
        columns[0].take([text((first,))], bytes(rows))
        for column, (words, cells) in zip(columns[1:], unpack(table, rows), strict=True):
            column.take(words, cells)
        self._length += rows

    def json(self, more: Mapping[str, Spooled] | None = None) -> Iterator[bytes]:
        """The columns as an object. more: others of as many rows."""
        yield b"{"
        columns: dict[str, Column | Spooled] = {**self._columns, **(more or {})}
        for position, (name, column) in enumerate(columns.items()):
            yield (b",%b:" if position else b"%b:") % text((name,))
            yield from column.json()
        yield b"}"
