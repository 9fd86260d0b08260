"""Tables that were flattened to lines, read to cells: whose row, which column, in what unit.

Three shapes are read: one line a row (`rows`), one line a cell (`stacked`), and boxes of figures,
each over or under its label (`cards`). What heads, labels and captions say is read by `heads`.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.grid import cards, rows, stacked
from pipeline.grid.lines import Sort, read_lines
from pipeline.grid.making import cells_of
from pipeline.grid.sheet import Cell, Table

__all__ = ["Cell", "Table", "cells", "tables"]


def cells(text: str) -> list[Cell]:
    """The numbers of all flattened tables in a text, in order. Offsets count in `text`."""
    return [cell for table in tables(text) for cell in table.cells]


@lru_cache(maxsize=2)  # numbers and facts ask for those of the same text
def tables(text: str) -> tuple[Table, ...]:
    """All flattened tables of a text, in order."""
    lines = read_lines(text)
    out: list[Table] = []
    index = 0
    while index < len(lines):
        if lines[index].sorts == (Sort.OTHER,):
            index += 1  # running text
            continue
        for read in (rows.read, cards.read, stacked.read):
            sheet, after = read(lines, index)
            if sheet is not None:
                out.append(Table(tuple(cells_of(sheet)), sheet.span))
            if after > index:
                index = after
                break
        else:
            index += 1
    return tuple(out)
