"""Tables as columns of small numbers: how the index holds all facts of a large run.

A column is a list of its different cells and, for each row, the number of its cell, so that a
browser filters tens of thousands of rows without looking at a word twice.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from pipeline.report.bundle import embedded

Cell = str | int | None

_STEP = 20_000


class Column:
    """One column: `words` holds each different cell once, in the order in which they came."""

    def __init__(self) -> None:
        self._known: dict[Cell, int] = {}
        self._cells = array("I")

    def add(self, cell: Cell) -> None:
        self._cells.append(self._known.setdefault(cell, len(self._known)))

    def json(self) -> Iterator[str]:
        yield '{"words":'
        yield embedded(list(self._known))
        yield ',"cells":['
        for start in range(0, len(self._cells), _STEP):
            yield "," if start else ""
            yield ",".join(map(str, self._cells[start : start + _STEP]))
        yield "]}"


class Columns:
    """Rows added one by one, written column by column."""

    def __init__(self, names: Sequence[str]) -> None:
        self._columns = {name: Column() for name in names}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, row: Sequence[Cell]) -> None:
        for column, cell in zip(self._columns.values(), row, strict=True):
            column.add(cell)
        self._length += 1

    def json(self) -> Iterator[str]:
        yield "{"
        for position, (name, column) in enumerate(self._columns.items()):
            yield ("," if position else "") + embedded(name) + ":"
            yield from column.json()
        yield "}"
