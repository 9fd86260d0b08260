"""Figures under figures: the pieces of printed lines, and the columns that figures stand in."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import patterns as regex
from pipeline.grid.lines import is_value as is_figure
from pipeline.grid.lines import is_year, sort_of
from pipeline.ingest.layout.atoms import HEADING, Measure
from pipeline.ingest.layout.sheet import Run, run_of
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
_SENTENCE = regex.compile(r"[。；！？，]")


@dataclass(slots=True, eq=False)
class Piece:
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
class Column:
    """Figures under each other, from the top."""

    pieces: list[Piece] = field(default_factory=list)

    def takes(self, piece: Piece, unit: Measure) -> bool:
        """Does a figure stand under the last one?"""
        last = self.pieces[-1].box
        down = piece.centre - self.pieces[-1].centre
        flush = FLUSH * unit.em
        return 0 < down < SPARSE * unit.pitch and (
            abs(piece.box.right - last.right) < flush
            or abs(piece.box.left - last.left) < flush
            or abs(piece.middle - self.pieces[-1].middle) < flush
        )


def pieces_of(runs: Sequence[Run], unit: Measure) -> list[Piece]:
    """The runs of body type, cut at wide white. owner: the place of a piece's run among `runs`."""
    out: list[Piece] = []
    for owner, run in enumerate(runs):
        if run.vertical or not 0.5 < run.size / unit.em < HEADING:
            continue
        current = [next(glyph for glyph in run.glyphs if not glyph.text.isspace())]
        for glyph in run.glyphs:
            if glyph is current[0] or glyph.text.isspace():
                continue
            if glyph.box.left - current[-1].box.right > APART * run.size:
                out.append(Piece(run_of(current), owner))
                current = []
            current.append(glyph)
        out.append(Piece(run_of(current), owner))
    return out


def lines_of(pieces: Sequence[Piece], unit: Measure) -> list[list[Piece]]:
    """Pieces side by side, from the left, each next to the other; the lines from the top.

    What stands in another column of the page, a little higher or lower, parts no line.
    """
    bands: dict[int, list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: p.box.left):
        bands[int(piece.centre // unit.em)].append(piece)
    after: dict[int, Piece] = {}
    before: dict[int, Piece] = {}
    for piece in pieces:
        right = _right_of(piece, bands, unit)
        if right is not None:
            after[id(piece)] = right
            known = before.get(id(right))
            if known is None or known.box.right < piece.box.right:
                before[id(right)] = piece
    lines: list[list[Piece]] = []
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


def _right_of(piece: Piece, bands: Mapping[int, list[Piece]], unit: Measure) -> Piece | None:
    """The next piece to the right on the same line, if it is near."""
    best: Piece | None = None
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


def columns_of(lines: Sequence[Sequence[Piece]], unit: Measure) -> list[Column]:
    """Figures under figures, with nothing else between them."""
    out: list[Column] = []
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
                out.append(Column())
                standing.append(number)
            out[number].pieces.append(piece)
            piece.column = number
    return out


def groups_of(
    lines: Sequence[Sequence[Piece]], columns: Sequence[Column], unit: Measure
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
    lone: Piece, columns: Sequence[Column], lines: Sequence[Sequence[Piece]], unit: Measure
) -> bool:
    """Whether a head of the columns beside stands over the only figure of a column."""
    first = min(column.pieces[0].row for column in columns)
    top = lines[first][0].centre
    for line in lines[max(0, first - HEADS) : first]:
        over = [p for p in line if p.is_words and not p.is_figure]
        heads = sum(_over(p.box, column.pieces[0].box) for p in over for column in columns)
        near = top - line[0].centre < STEP * unit.pitch
        if near and heads and any(_over(p.box, lone.box) for p in over):
            return True
    return False


def _over(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right
