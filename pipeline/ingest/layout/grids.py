"""Grids: tables whose cells are printed as boxes are read cell by cell, whatever stands in them.

The rules that touch make a grid; where none parts two of its fields they are one cell. A cell may
hold several lines. Boxes that hold more than a table's words are articles, and left alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.ingest.layout.atoms import HEADING, Measure, Table
from pipeline.ingest.layout.sheet import Glyph, Rule, Run, hull, run_of
from pipeline.model import Box

# Rules whose ends miss each other by less than this touch, in ems.
TOUCH = 0.3
# More rules than this are a drawing; a table has so many rows and columns at most.
MOST_RULES, MOST_LINES = 3000, 120
# More characters, or lines, than a table's cell holds.
LONGEST, HIGHEST = 60, 6
# So much of the fields of a table hold something, at least.
FILLED = 0.5


def grids(
    strokes: Sequence[Rule], runs: Sequence[Run], unit: Measure
) -> tuple[list[Table], list[Run]]:
    """The tables with printed cells, and the runs that belong to none."""
    if not 6 <= len(strokes) <= MOST_RULES:
        return [], list(runs)
    tables: list[Table] = []
    left = list(runs)
    for group in _touching([rule.box for rule in strokes], TOUCH * unit.em):
        grid = _Grid(group, unit)
        if not grid.cells:
            continue
        table, rest = grid.read(left)
        if table is not None:
            tables.append(table)
            left = rest
    return tables, left


def _touching(boxes: list[Box], slack: float) -> list[list[Box]]:
    """Boxes that touch, directly or through others, together."""
    order = sorted(boxes, key=lambda box: (box.left, box.top))
    parent = list(range(len(order)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    active: list[int] = []
    for number, box in enumerate(order):
        active = [other for other in active if order[other].right > box.left - slack]
        for other in active:
            beside = order[other]
            if beside.top < box.bottom + slack and box.top < beside.bottom + slack:
                parent[root(other)] = root(number)
        active.append(number)
    groups: dict[int, list[Box]] = {}
    for number, box in enumerate(order):
        groups.setdefault(root(number), []).append(box)
    return [group for group in groups.values() if len(group) >= 6]


class _Grid:
    """The fields that rules enclose. cells: for each field the number of its cell."""

    def __init__(self, rules: Sequence[Box], unit: Measure) -> None:
        self.slack = TOUCH * unit.em
        self.unit = unit
        level = [box for box in rules if box.right - box.left >= box.bottom - box.top]
        upright = [box for box in rules if box.right - box.left < box.bottom - box.top]
        self.ys = _lines([(box.top + box.bottom) / 2 for box in level], self.slack)
        self.xs = _lines([(box.left + box.right) / 2 for box in upright], self.slack)
        self.cells: dict[tuple[int, int], int] = {}
        if 3 <= len(self.xs) <= MOST_LINES and 3 <= len(self.ys) <= MOST_LINES:
            self._part(level, upright)

    def _part(self, level: Sequence[Box], upright: Sequence[Box]) -> None:
        """Numbers the fields, those of one cell alike."""
        barred_x = self._spans(upright, self.xs, upright=True)
        barred_y = self._spans(level, self.ys, upright=False)
        across = len(self.xs) - 1
        down = len(self.ys) - 1
        for row in range(down):
            for column in range(across):
                middle_x = (self.xs[column] + self.xs[column + 1]) / 2
                middle_y = (self.ys[row] + self.ys[row + 1]) / 2
                number = row * across + column
                if column and not _crossed(barred_x[column], middle_y):
                    number = self.cells[row, column - 1]
                elif row and not _crossed(barred_y[row], middle_x):
                    number = self.cells[row - 1, column]
                self.cells[row, column] = number

    def _spans(
        self, rules: Sequence[Box], places: Sequence[float], *, upright: bool
    ) -> list[list[tuple[float, float]]]:
        """From where to where rules run along each line of the grid."""
        out: list[list[tuple[float, float]]] = [[] for _ in places]
        for box in rules:
            middle = (box.left + box.right) / 2 if upright else (box.top + box.bottom) / 2
            span = (box.top, box.bottom) if upright else (box.left, box.right)
            first = bisect_left(places, middle - 2 * self.slack)
            last = bisect_right(places, middle + 2 * self.slack)
            for line in out[first:last]:
                line.append(span)
        return out

    def _field(self, glyph: Glyph) -> tuple[int, int] | None:
        column = bisect_right(self.xs, glyph.middle) - 1
        row = bisect_right(self.ys, glyph.centre) - 1
        return (row, column) if (row, column) in self.cells else None

    def read(self, runs: Sequence[Run]) -> tuple[Table | None, list[Run]]:
        """The table and the runs outside of it; None where it holds no words of a table."""
        parts: dict[int, list[Run]] = {}
        rest: list[Run] = []
        for run in runs:
            if run.box.right < self.xs[0] or run.box.left > self.xs[-1] or run.vertical:
                rest.append(run)
                continue
            pieces: list[tuple[int | None, list[Glyph]]] = []
            for glyph in run.glyphs:
                place = self._field(glyph)
                cell = None if place is None else self.cells[place]
                if not pieces or pieces[-1][0] != cell:
                    pieces.append((cell, []))
                pieces[-1][1].append(glyph)
            for cell, glyphs in pieces:
                glyphs = _trimmed(glyphs)
                if not glyphs:
                    continue
                if cell is None:
                    rest.append(run_of(glyphs) if len(pieces) > 1 else run)
                else:
                    parts.setdefault(cell, []).append(run_of(glyphs))
        numbers = sorted(set(self.cells.values()))
        if len(numbers) < 4 or len(parts) < FILLED * len(numbers):
            return None, list(runs)
        for inside in parts.values():
            inside.sort(key=lambda run: (round(run.box.top / (0.5 * self.unit.em)), run.box.left))
            size = sum(len(run.glyphs) for run in inside)
            lines = {round(run.box.top / (0.5 * self.unit.em)) for run in inside}
            large = any(run.size > HEADING * self.unit.em for run in inside)
            if size > LONGEST or len(lines) > HIGHEST or (large and size > LONGEST / 4):
                return None, list(runs)
        rows = self._rows(parts)
        if len(rows) < 2 or max(map(len, rows)) < 2:
            return None, list(runs)
        box = hull([run.box for inside in parts.values() for run in inside])
        whole = Box(
            min(box.left, self.xs[0]),
            min(box.top, self.ys[0]),
            max(box.right, self.xs[-1]),
            max(box.bottom, self.ys[-1]),
        )
        return Table(rows, whole), rest

    def _rows(self, parts: dict[int, list[Run]]) -> tuple[tuple[tuple[Run, ...], ...], ...]:
        """The cells row by row, each where it begins; a row in which none begins is left out."""
        rows: list[tuple[tuple[Run, ...], ...]] = []
        told: set[int] = set()
        for row in range(len(self.ys) - 1):
            line: list[tuple[Run, ...]] = []
            for column in range(len(self.xs) - 1):
                cell = self.cells[row, column]
                if column and self.cells[row, column - 1] == cell:
                    continue
                line.append(() if cell in told else tuple(parts.get(cell, ())))
                told.add(cell)
            while line and not line[-1]:
                line.pop()
            if line:
                rows.append(tuple(line))
        return tuple(rows)


def _crossed(spans: Sequence[tuple[float, float]], place: float) -> bool:
    return any(start < place < end for start, end in spans)


def _lines(places: list[float], slack: float) -> list[float]:
    """Places nearer than `slack` to each other as one."""
    out: list[float] = []
    for place in sorted(places):
        at = bisect_left(out, place - 2 * slack)
        if at == len(out):
            out.append(place)
    return out


def _trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    """Without blanks at the ends."""
    inked = [number for number, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    return glyphs[inked[0] : inked[-1] + 1] if inked else []
