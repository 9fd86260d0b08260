"""Ledgers, or printed tables: figures that stand in columns beside labels are read row by row.

Cut along their gutters they would be read column by column, and nobody could say which figure
belongs to which label. Found by the figures: columns of them that share rows, the labels left of
them, the heads above. A table is given back as rows of cells; a cell's words may stand on several
lines (a wrapped label) and are put together.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import patterns as regex
from pipeline.grid.lines import Sort, is_unit, is_year, sort_of
from pipeline.grid.lines import is_value as is_figure
from pipeline.ingest.layout.atoms import HEADING, Measure, Table
from pipeline.ingest.layout.sheet import Run, hull, run_of
from pipeline.model import Box

# White that parts two cells, and the most that lies between two cells of one row, in ems.
APART, FARTHEST = 0.6, 16.0
# Characters whose middles lie nearer than this stand on one line, in ems.
LEVEL = 0.35
# Figures of one column are flush left, flush right or centred, by this, in ems.
FLUSH = 0.7
# The distance of heads from the rows under them at most, and that of two figures of one column
# with nothing between them, in line pitches.
STEP, SPARSE = 2.6, 5.0
LONGEST = 24
# So many lines of heads stand over a table at most.
HEADS = 5
# So many pieces to the right are looked at for the next one.
NEAREST = 50
# A line of more pieces is no row.
WIDEST = 200
# A head is wider than the figures under it by so much, in ems.
WIDER = 5.0
_SENTENCE = regex.compile(r"[。；！？，]")


@dataclass(slots=True, eq=False)
class _Piece:
    """A stretch of a run without wide white in it. row: index of the line it stands on."""

    run: Run
    owner: int
    row: int = 0
    column: int | None = None
    taken: bool = False

    @property
    def box(self) -> Box:
        return self.run.box

    @property
    def text(self) -> str:
        return self.run.text.strip()

    @property
    def middle(self) -> float:
        return (self.box.left + self.box.right) / 2

    @property
    def centre(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def is_figure(self) -> bool:
        return is_figure(sort_of(self.text)) and not is_year(self.text)

    @property
    def is_words(self) -> bool:
        return len(self.text) <= LONGEST and not _SENTENCE.search(self.text)


@dataclass(slots=True)
class _Column:
    pieces: list[_Piece] = field(default_factory=list)

    def takes(self, piece: _Piece, unit: Measure) -> bool:
        """Does a figure stand under the last one?"""
        last = self.pieces[-1].box
        down = piece.centre - self.pieces[-1].centre
        flush = FLUSH * unit.em
        return 0 < down < SPARSE * unit.pitch and (
            abs(piece.box.right - last.right) < flush
            or abs(piece.box.left - last.left) < flush
            or abs(piece.middle - self.pieces[-1].middle) < flush
        )


def ledgers(runs: Sequence[Run], unit: Measure) -> tuple[list[Table], list[Run]]:
    """The tables among the runs of a page, and the runs that belong to none."""
    lines = _lines(_pieces(runs, unit), unit)
    columns = _columns(lines, unit)
    found: list[Table] = []
    for group in _groups(lines, columns, unit):
        table = _Ledger(lines, [columns[number] for number in group], unit)
        ledger = table.read()
        if ledger is not None:
            found.append(ledger)
    if not found:
        return [], list(runs)
    return found, _rest(runs, lines)


def _pieces(runs: Sequence[Run], unit: Measure) -> list[_Piece]:
    out: list[_Piece] = []
    for owner, run in enumerate(runs):
        if run.vertical or not 0.5 < run.size / unit.em < HEADING:
            continue
        current = [glyph for glyph in run.glyphs if not glyph.text.isspace()][:1]
        if not current:
            continue
        for glyph in run.glyphs:
            if glyph is current[0] or glyph.text.isspace():
                continue
            if glyph.box.left - current[-1].box.right > APART * run.size:
                out.append(_Piece(run_of(current), owner))
                current = []
            current.append(glyph)
        out.append(_Piece(run_of(current), owner))
    return out


def _lines(pieces: Sequence[_Piece], unit: Measure) -> list[list[_Piece]]:
    """Pieces side by side, from the left, each next to the other; the lines from the top.

    What stands in another column of the page, a little higher or lower, parts no line.
    """
    bands: dict[int, list[_Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: p.box.left):
        bands[int(piece.centre // unit.em)].append(piece)
    after: dict[int, _Piece] = {}
    before: dict[int, _Piece] = {}
    for piece in pieces:
        right = _right_of(piece, bands, unit)
        if right is not None:
            after[id(piece)] = right
            known = before.get(id(right))
            if known is None or known.box.right < piece.box.right:
                before[id(right)] = piece
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.centre, p.box.left)):
        if id(piece) in before:
            continue
        line = [piece]
        while (right := after.get(id(line[-1]))) is not None and before[id(right)] is line[-1]:
            line.append(right)
        lines.append(line)
    lines.sort(key=lambda line: (line[0].centre, line[0].box.left))
    for number, line in enumerate(lines):
        for piece in line:
            piece.row = number
    return lines


def _right_of(piece: _Piece, bands: Mapping[int, list[_Piece]], unit: Measure) -> _Piece | None:
    """The next piece to the right on the same line, if it is near."""
    best: _Piece | None = None
    home = int(piece.centre // unit.em)
    for band in (home - 1, home, home + 1):
        others = bands.get(band, [])
        at = bisect_left(others, piece.box.right - 0.1 * unit.em, key=lambda p: p.box.left)
        for other in others[at : at + NEAREST]:
            if other.box.left - piece.box.right > FARTHEST * unit.em:
                break
            level = abs(other.centre - piece.centre) < LEVEL * unit.em
            if level and (best is None or other.box.left < best.box.left):
                best = other
                break
    return best


def _columns(lines: Sequence[Sequence[_Piece]], unit: Measure) -> list[_Column]:
    """Figures under figures, with nothing else between them."""
    out: list[_Column] = []
    standing: list[int] = []
    for line in lines:
        if len(line) > WIDEST:
            continue
        still: list[int] = []
        for number in standing:
            last = out[number].pieces[-1]
            if line[0].centre - last.centre >= SPARSE * unit.pitch:
                continue
            covered = any(
                not piece.is_figure
                and piece.box.left < last.box.right
                and last.box.left < piece.box.right
                for piece in line
            )
            if not covered:
                still.append(number)
        standing = still
        for piece in line:
            if not piece.is_figure:
                continue
            number = next((n for n in standing if out[n].takes(piece, unit)), len(out))
            if number == len(out):
                out.append(_Column())
                standing.append(number)
            out[number].pieces.append(piece)
            piece.column = number
    return out


def _groups(
    lines: Sequence[Sequence[_Piece]], columns: Sequence[_Column], unit: Measure
) -> list[list[int]]:
    """Columns that stand side by side on two rows at least, the most columns first."""
    links: Counter[tuple[int, int]] = Counter()
    for line in lines:
        for left, right in itertools.pairwise(line):
            if left.column is None or right.column is None:
                continue
            links[left.column, right.column] += 1
    parent = list(range(len(columns)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for (one, other), count in links.items():
        if count > 1:
            parent[root(other)] = root(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        if len(column.pieces) > 1:
            groups[root(number)].append(number)
    for number, column in enumerate(columns):
        line = lines[column.pieces[0].row]
        at = line.index(column.pieces[0])
        beside = line[at - 1].column if at else None
        if len(column.pieces) == 1 and beside is not None and root(beside) in groups:
            group = groups[root(beside)]
            if _is_headed(column.pieces[0], [columns[member] for member in group], lines, unit):
                group.append(number)
                parent[number] = root(beside)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def _is_headed(
    lone: _Piece, columns: Sequence[_Column], lines: Sequence[Sequence[_Piece]], unit: Measure
) -> bool:
    """Whether a head of the columns beside stands over the only figure of a column."""
    first = min(column.pieces[0].row for column in columns)
    top = lines[first][0].centre
    if lone.row < first:
        return False
    for line in lines[max(0, first - HEADS) : first]:
        over = [p for p in line if p.is_words and not p.is_figure]
        heads = sum(_over(p.box, column.pieces[0].box) for p in over for column in columns)
        near = top - line[0].centre < STEP * unit.pitch
        if near and heads and any(_over(p.box, lone.box) for p in over):
            return True
    return False


def _over(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right


class _Ledger:
    """One table as it is put together: figures, then labels, then heads."""

    def __init__(
        self, lines: Sequence[list[_Piece]], columns: Sequence[_Column], unit: Measure
    ) -> None:
        self.lines = lines
        self.unit = unit
        self.columns = sorted(columns, key=lambda column: column.pieces[0].box.left)
        self.figures: list[dict[int, list[_Piece]]] = [
            {piece.row: [piece] for piece in column.pieces} for column in self.columns
        ]
        self.rows = sorted({row for column in self.figures for row in column})
        self.in_rows = frozenset(self.rows)
        self.edge = min(piece.box.left for column in columns for piece in column.pieces)
        # What stands left of the figures, by the row: labels, units, places in an order.
        self.before: list[dict[int, list[_Piece]]] = []

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
        first: dict[int, _Piece] = {}
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

    def _beside(self, pieces: Mapping[int, _Piece]) -> dict[int, _Piece]:
        """The pieces left of others, by the row."""
        beside = {row: self._left_of(piece) for row, piece in pieces.items()}
        return {row: piece for row, piece in beside.items() if piece is not None}

    def _words_beside(self, pieces: Mapping[int, _Piece]) -> dict[int, _Piece]:
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

    def _left_of(self, piece: _Piece) -> _Piece | None:
        """The piece left of another on its line, if it is near."""
        line = self.lines[piece.row]
        at = line.index(piece)
        return line[at - 1] if at and not line[at - 1].taken else None

    def _wrapped(self, labels: dict[int, list[_Piece]], edge: float) -> None:
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

    def _lines_near(self, centre: float, reach: float) -> Sequence[list[_Piece]]:
        """The lines whose first pieces stand less than `reach` above or below a place."""
        first = bisect_left(self.lines, centre - reach, key=lambda line: line[0].centre)
        last = bisect_left(self.lines, centre + reach, key=lambda line: line[0].centre)
        return self.lines[first:last]

    def _row(self, row: int) -> list[list[_Piece]]:
        return [column.get(row, []) for column in (*self.before, *self.figures)]

    # Heads

    @property
    def _left(self) -> float:
        return min(p.box.left for column in self.before for cell in column.values() for p in cell)

    def _heads(self) -> list[list[list[_Piece]]]:
        """The rows of heads over the figures: those over several columns, then each column's own.

        Where they cannot be told apart they are given as they stand.
        """
        zone = self._zone()
        if not zone:
            return []
        corners: list[list[_Piece]] = [[] for _ in self.before]
        own: list[list[_Piece]] = [[] for _ in self.columns]
        upper: list[list[_Piece]] = []
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
        rows: list[list[list[_Piece]]] = []
        if upper:
            rows.append([*corners, *([piece] for line in upper for piece in line)])
            rows.append(list(own))
        else:
            rows.append([*corners, *own])
        return rows

    def _zone(self) -> list[list[_Piece]]:
        """The short words above the figures, line by line from the lowest."""
        above = self._centre(self.rows[0])
        left = self._left - self.unit.em
        right = max(p.box.right for column in self.columns for p in column.pieces)
        reach = right + WIDER * self.unit.em
        zone: list[list[_Piece]] = []
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

    def _is_caption(self, line: Sequence[_Piece]) -> bool:
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

    def _covers(self, box: Box, column: _Column) -> bool:
        middle = column.pieces[0].middle
        return box.left < middle < box.right

    def _is_corner(self, piece: _Piece) -> bool:
        """Does it stand over what is left of the figures?"""
        em = self.unit.em
        return piece.middle < self.edge - 0.5 * em and piece.box.left < self.edge - em

    def _nearest_column(self, piece: _Piece) -> int:
        distances = [abs(piece.middle - column.pieces[0].middle) for column in self.columns]
        return distances.index(min(distances))

    def _nearest(self, piece: _Piece, columns: Sequence[dict[int, list[_Piece]]]) -> int:
        """The column left of the figures over which a head stands."""
        distances = []
        for column in columns:
            box = hull([p.box for cell in column.values() for p in cell])
            distances.append(abs(piece.middle - (box.left + box.right) / 2))
        return distances.index(min(distances))

    def _stands_clear(self, over: Iterable[_Piece], own: Sequence[Sequence[_Piece]]) -> bool:
        """Do heads stand over the lower ones, and not beside them?"""
        top = min(piece.box.top for column in own for piece in column)
        return all(piece.box.bottom < top + 0.2 * self.unit.em for piece in over)


def _rest(runs: Sequence[Run], lines: Sequence[Sequence[_Piece]]) -> list[Run]:
    """The runs without what tables took."""
    left: dict[int, list[_Piece]] = defaultdict(list)
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
