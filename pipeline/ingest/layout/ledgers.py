"""Ledgers, or printed tables: figures that stand in columns beside labels are read row by row.

Cut along their gutters they would be read column by column, and nobody could say which figure
belongs to which label. Found by the figures: columns of them that share rows, the labels left of
them, the heads above. A table is given back as rows of cells; a cell's words may stand on several
lines (a wrapped label) and are put together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline import patterns as regex
from pipeline.grid.lines import Sort, is_unit, sort_of
from pipeline.grid.lines import is_value as is_figure
from pipeline.ingest.layout.atoms import Measure, Table
from pipeline.ingest.layout.figures import (
    HEADS,
    LEVEL,
    STEP,
    Column,
    Piece,
    columns_of,
    groups_of,
    lines_of,
    pieces_of,
)
from pipeline.ingest.layout.sheet import Run, hull, run_of
from pipeline.model import Box

# A head is wider than the figures under it by so much, in ems.
WIDER = 5.0


def ledgers(runs: Sequence[Run], unit: Measure) -> tuple[list[Table], list[Run]]:
    """The tables among the runs of a page, and the runs that belong to none."""
    lines = lines_of(pieces_of(runs, unit), unit)
    columns = columns_of(lines, unit)
    found: list[Table] = []
    for group in groups_of(lines, columns, unit):
        table = _Ledger(lines, [columns[number] for number in group], unit)
        ledger = table.read()
        if ledger is not None:
            found.append(ledger)
    if not found:
        return [], list(runs)
    return found, _rest(runs, lines)


class _Ledger:
    """One table as it is put together: figures, then labels, then heads."""

    def __init__(
        self, lines: Sequence[list[Piece]], columns: Sequence[Column], unit: Measure
    ) -> None:
        self.lines = lines
        self.unit = unit
        self.columns = sorted(columns, key=lambda column: column.pieces[0].box.left)
        self.figures: list[dict[int, list[Piece]]] = [
            {piece.row: [piece] for piece in column.pieces} for column in self.columns
        ]
        self.rows = sorted({row for column in self.figures for row in column})
        self.in_rows = frozenset(self.rows)
        self.edge = min(piece.box.left for column in columns for piece in column.pieces)
        # What stands left of the figures, by the row: labels, units, places in an order.
        self.before: list[dict[int, list[Piece]]] = []

    def read(self) -> Table | None:
        """The table; None where labels or rows are wanting."""
        if any(p.taken for column in self.columns for p in column.pieces):
            return None
        few = 3 if len(self.columns) == 1 else 2
        if len(self.rows) < few or not self._labelled():
            return None
        table = [self._row(row) for row in self.rows]
        heads = self._heads()
        cells = [cell for row in (*heads, *table) for cell in row]
        for cell in cells:
            for piece in cell:
                piece.taken = True
        rows = tuple(
            tuple(tuple(piece.run for piece in cell) for cell in row) for row in (*heads, *table)
        )
        return Table(rows, hull([piece.box for cell in cells for piece in cell]))

    def _labelled(self) -> bool:
        """Finds what stands left of the figures: a column of units, the labels, their places."""
        first: dict[int, Piece] = {}
        for column in self.figures:
            for row, pieces in column.items():
                first.setdefault(row, pieces[0])
        few = max(2.0, 0.6 * len(self.rows))
        for _ in range(2):  # units, labels
            found = self._words_beside(first)
            if not found or not all(piece.is_words for piece in found.values()):
                return False
            column = {row: [piece] for row, piece in found.items()}
            self._wrapped(column, min(piece.box.left for piece in first.values()))
            if len(column) < few:
                return False
            self.before.insert(0, column)
            first |= {row: pieces[0] for row, pieces in column.items()}
            if self._has_labels():
                places = {
                    row: piece
                    for row, piece in self._beside(first).items()
                    if regex.fullmatch(r"\d{1,3}", piece.text)
                }
                if len(places) >= few:
                    self.before.insert(0, {row: [piece] for row, piece in places.items()})
                return True
        return False

    def _beside(self, pieces: Mapping[int, Piece]) -> dict[int, Piece]:
        """The pieces left of others, by the row."""
        beside = {row: self._left_of(piece) for row, piece in pieces.items()}
        return {row: piece for row, piece in beside.items() if piece is not None}

    def _words_beside(self, pieces: Mapping[int, Piece]) -> dict[int, Piece]:
        """The words, units or dashes left of others; figures are none."""
        return {
            row: piece
            for row, piece in self._beside(pieces).items()
            if sort_of(piece.text) not in (Sort.BARE, Sort.UNITED)
        }

    def _has_labels(self) -> bool:
        """Is there a column whose words are no units?"""
        for column in self.before:
            words = [pieces[0].text for pieces in column.values()]
            labels = [word for word in words if not is_unit(word) and not is_figure(sort_of(word))]
            if len(labels) > 0.5 * len(words):
                return True
        return False

    def _left_of(self, piece: Piece) -> Piece | None:
        """The piece left of another on its line, if it is near."""
        line = self.lines[piece.row]
        at = line.index(piece)
        return line[at - 1] if at and not line[at - 1].taken else None

    def _wrapped(self, labels: dict[int, list[Piece]], edge: float) -> None:
        """Labels over two lines: the figures stand beside the middle of them.

        edge: where the column right of them begins.
        """
        left = min(pieces[0].box.left for pieces in labels.values())
        for row in self.rows:
            if row in labels:
                continue
            centre = self._centre(row)
            around = [
                piece
                for line in self._lines_near(centre, 0.95 * self.unit.pitch)
                for piece in line
                if piece.row not in self.in_rows
                and piece.is_words
                and not piece.is_figure
                and piece.box.left > left - self.unit.em
                and piece.box.right < edge
            ]
            if around:
                labels[row] = around

    def _centre(self, row: int) -> float:
        """Where the figures of a row stand."""
        return next(column[row][0].centre for column in self.figures if row in column)

    def _lines_near(self, centre: float, reach: float) -> Sequence[list[Piece]]:
        """The lines whose first pieces stand less than `reach` above or below a place."""
        first = bisect_left(self.lines, centre - reach, key=lambda line: line[0].centre)
        last = bisect_left(self.lines, centre + reach, key=lambda line: line[0].centre)
        return self.lines[first:last]

    def _row(self, row: int) -> list[list[Piece]]:
        return [column.get(row, []) for column in (*self.before, *self.figures)]

    # Heads

    @property
    def _left(self) -> float:
        return min(p.box.left for column in self.before for cell in column.values() for p in cell)

    def _heads(self) -> list[list[list[Piece]]]:
        """The rows of heads over the figures: those over several columns, then each column's own.

        Where they cannot be told apart they are given as they stand.
        """
        zone = self._zone()
        if not zone:
            return []
        corners: list[list[Piece]] = [[] for _ in self.before]
        own: list[list[Piece]] = [[] for _ in self.columns]
        upper: list[list[Piece]] = []
        for line in zone:  # from the lowest
            over = [p for p in line if not self._is_corner(p)]
            for piece in line:
                if piece not in over:
                    corners[self._nearest(piece, self.before)].insert(0, piece)
            if not over:
                continue
            full = all(own)
            if full and len(over) < len(own) and self._stands_clear(over, own):
                upper.insert(0, over)
                continue
            if upper:
                return []
            for piece in over:
                own[self._nearest_column(piece)].insert(0, piece)
        if not all(own):
            return [[[piece] for piece in line] for line in reversed(zone)]
        for column in own:
            column.sort(key=lambda p: (p.row, p.box.left))
        for corner in corners:
            corner.sort(key=lambda p: (p.row, p.box.left))
        rows: list[list[list[Piece]]] = []
        if upper:
            rows.append([*corners, *([piece] for line in upper for piece in line)])
            rows.append(list(own))
        else:
            rows.append([*corners, *own])
        return rows

    def _zone(self) -> list[list[Piece]]:
        """The short words above the figures, line by line from the lowest."""
        above = self._centre(self.rows[0])
        left = self._left - self.unit.em
        right = max(p.box.right for column in self.columns for p in column.pieces)
        reach = right + WIDER * self.unit.em
        zone: list[list[Piece]] = []
        labels = {id(p) for column in self.before for cell in column.values() for p in cell}
        height = HEADS * self.unit.pitch
        for line in reversed(self._lines_near(above - height, height)):
            if above - line[0].centre > STEP * self.unit.pitch or len(zone) == HEADS:
                break
            inside = [p for p in line if p.box.right > left and p.box.left < right]
            if not inside or any(id(p) in labels for p in inside):
                continue
            whole = all(p.box.left > left and p.box.right < reach for p in inside)
            if not whole or any(p.taken or not p.is_words or p.is_figure for p in inside):
                break
            if self._is_caption(inside):
                break
            if zone and zone[-1][0].centre - inside[0].centre < LEVEL * self.unit.em:
                zone[-1] = sorted([*zone[-1], *inside], key=lambda p: p.box.left)
            else:
                zone.append(inside)
            above = inside[0].centre
        while zone and all(self._is_corner(piece) for piece in zone[-1]):
            zone.pop()
        return zone

    def _is_caption(self, line: Sequence[Piece]) -> bool:
        """One piece over labels and figures is no head."""
        if len(line) > 1:
            return False
        box = line[0].box
        if box.left < self.edge - self.unit.em and box.right > self.edge + self.unit.em:
            return True
        return "单位" in line[0].text or (
            len(self.columns) > 1
            and sum(self._covers(box, column) for column in self.columns) == len(self.columns)
        )

    def _covers(self, box: Box, column: Column) -> bool:
        middle = column.pieces[0].middle
        return box.left < middle < box.right

    def _is_corner(self, piece: Piece) -> bool:
        """Does it stand over what is left of the figures?"""
        em = self.unit.em
        return piece.middle < self.edge - 0.5 * em and piece.box.left < self.edge - em

    def _nearest_column(self, piece: Piece) -> int:
        distances = [abs(piece.middle - column.pieces[0].middle) for column in self.columns]
        return distances.index(min(distances))

    def _nearest(self, piece: Piece, columns: Sequence[dict[int, list[Piece]]]) -> int:
        """The column left of the figures over which a head stands."""
        distances = []
        for column in columns:
            box = hull([p.box for cell in column.values() for p in cell])
            distances.append(abs(piece.middle - (box.left + box.right) / 2))
        return distances.index(min(distances))

    def _stands_clear(self, over: Iterable[Piece], own: Sequence[Sequence[Piece]]) -> bool:
        """Do heads stand over the lower ones, and not beside them?"""
        top = min(piece.box.top for column in own for piece in column)
        return all(piece.box.bottom < top + 0.2 * self.unit.em for piece in over)


def _rest(runs: Sequence[Run], lines: Sequence[Sequence[Piece]]) -> list[Run]:
    """The runs without what tables took."""
    left: dict[int, list[Piece]] = defaultdict(list)
    touched: set[int] = set()
    for line in lines:
        for piece in line:
            if piece.taken:
                touched.add(piece.owner)
            else:
                left[piece.owner].append(piece)
    out: list[Run] = []
    for number, run in enumerate(runs):
        if number not in touched:
            out.append(run)
        elif left[number]:
            out.append(run_of([glyph for piece in left[number] for glyph in piece.run.glyphs]))
    return out
