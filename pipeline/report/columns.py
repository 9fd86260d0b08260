"""Tables as columns of small numbers: how the index holds all facts of a large run.

A column is a list of its different cells and, for each row, the number of its cell, so that a
browser filters tens of thousands of rows without looking at a word twice.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.report.bundle import embedded
from pipeline.report.spool import Spool

Cell = str | int | None

_STEP = 20_000


class Column:
    """One column: `words` holds each different cell once, in the order in which they came."""

    def __init__(self) -> None:
        self._known: dict[Cell, int] = {}
        self._cells = array("I")

    def extend(self, cells: Iterable[Cell]) -> None:
        known, put = self._known, self._cells.append
        for cell in cells:
            number = known.get(cell)
            if number is None:
                number = known[cell] = len(known)
            put(number)

    def json(self) -> Iterator[str]:
        yield '{"words":'
        yield embedded(list(self._known))
        yield from _cells(self._cells)


class Spooled:
    """A column of long texts: its words wait in a file, and only a word like the last one is known.

    most: bytes of all words; what comes after them is left out, as None.
    """

    def __init__(self, most: int) -> None:
        self.left_out = 0
        self._most = most
        self._cells = array("I")
        self._spool = Spool()
        self._spool.write(b"[null")
        self._words = 1
        self._last: str | None = None

    def add(self, text: str | None) -> None:
        if text is None:
            self._cells.append(0)
            return
        if text != self._last:
            word = b"," + embedded(text).encode("utf-8")
            if self._spool.size + len(word) > self._most:
                self.left_out += 1
                self._cells.append(0)
                return
            self._spool.write(word)
            self._words += 1
            self._last = text
        self._cells.append(self._words - 1)

    def json(self) -> Iterator[str]:
        yield '{"words":'
        yield from self._spool.texts()
        yield "]"
        yield from _cells(self._cells)


def _cells(cells: array[int]) -> Iterator[str]:
    """The rest of a column behind its words."""
    yield ',"cells":['
    for start in range(0, len(cells), _STEP):
        yield "," if start else ""
        yield ",".join(map(str, cells[start : start + _STEP]))
    yield "]}"


class Columns:
    """Rows taken in one by one or page by page, written column by column."""

    def __init__(self, names: Sequence[str]) -> None:
        self._columns = {name: Column() for name in names}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, row: Sequence[Cell]) -> None:
        for column, cell in zip(self._columns.values(), row, strict=True):
            column.extend((cell,))
        self._length += 1

    def extend(self, columns: Iterable[Sequence[Cell]]) -> None:
        """Several rows at once, by columns."""
        length = 0
        for column, cells in zip(self._columns.values(), columns, strict=True):
            column.extend(cells)
            length = len(cells)
        self._length += length

    def json(self, more: Mapping[str, Spooled] | None = None) -> Iterator[str]:
        """The columns as an object. more: others of as many rows."""
        yield "{"
        columns: dict[str, Column | Spooled] = {**self._columns, **(more or {})}
        for position, (name, column) in enumerate(columns.items()):
            yield ("," if position else "") + embedded(name) + ":"
            yield from column.json()
        yield "}"
