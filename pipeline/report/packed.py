"""Columns of one page as bytes, made where the page is read, put behind each other where all are.

A table is a line with the number of rows, the bytes of a cell and the size of the words; the words,
a line a column, as JSON that may stand in a page; then the cells, column by column. A cell is the
number of its word among those of its column. JSON holds no tab and no line end but as an escape.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence

from pipeline.report.bundle import embedded

Cell = str | int | None
Numbered = tuple[Sequence[Cell], Sequence[int]]
"""A column as its words and the number of the word of each row."""

_WIDTHS = ((1 << 8, "B"), (1 << 16, "H"), (1 << 32, "I"))


def numbered(column: Iterable[Cell]) -> Numbered:
    """A column whose words come once each, in the order in which they came."""
    known: dict[Cell, int] = {}
    cells = [known.setdefault(cell, len(known)) for cell in column]
    return list(known), cells


def runs(column: Iterable[str | None]) -> Numbered:
    """A column of long texts: only a word like the last one is known; the first word is None."""
    words: list[Cell] = [None]
    cells = []
    for text in column:
        if text is not None and text != words[-1]:
            words.append(text)
        cells.append(0 if text is None else len(words) - 1)
    return words, cells


def text(cells: Sequence[Cell]) -> bytes:
    """Cells as JSON with tabs between them."""
    return embedded(cells, between="\t")[1:-1].encode("utf-8")


def pack(columns: Sequence[Numbered]) -> bytes:
    """A table as bytes. columns: of as many rows each."""
    most = max(len(words) for words, _ in columns)
    kind = next(kind for limit, kind in _WIDTHS if most <= limit)
    words = b"\n".join(text(words) for words, _ in columns)
    cells = array(kind)
    for _, numbers in columns:
        cells.extend(numbers)
    _swap(cells)
    head = b"%d %d %d\n" % (len(columns[0][1]), cells.itemsize, len(words))
    return head + words + cells.tobytes()


def length(table: bytes) -> int:
    """The number of rows of a table."""
    return int(table[: table.index(b" ")])


def unpack(table: bytes) -> Iterator[tuple[list[bytes], Sequence[int]]]:
    """Words, as JSON, and cells of each column."""
    head, _, rest = table.partition(b"\n")
    rows, width, size = map(int, head.split())
    cells: Sequence[int] = rest[size:]
    if width > 1:
        wide = array(next(kind for limit, kind in _WIDTHS if limit == 1 << 8 * width))
        wide.frombytes(rest[size:])
        _swap(wide)
        cells = wide
    for number, line in enumerate(rest[:size].split(b"\n")):
        yield line.split(b"\t"), cells[number * rows : (number + 1) * rows]


def _swap(cells: array[int]) -> None:
    """Bytes as they are written to and from numbers: the lowest comes first."""
    if sys.byteorder == "big":
        cells.byteswap()
