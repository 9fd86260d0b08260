"""Pages swept from top to bottom once, where cuts would look at all that stands on them each time.

A page of tables has hundreds of gaps and thousands of words; all gaps of a region are judged in
the time of a few.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence

from pipeline.ingest.layout.atoms import Atom, Measure, share
from pipeline.ingest.layout.sheet import hull
from pipeline.model import Box

Gap = tuple[float, float]


def ruled(gaps: Sequence[Gap], atoms: Sequence[Atom], unit: Measure) -> list[Gap]:
    """The gaps through which a printed rule runs from side to side; gaps go downwards."""
    rules = sorted(
        (
            atom.box
            for atom in atoms
            if atom.kind == "rule" and atom.box.right - atom.box.left > 3 * unit.em
        ),
        key=lambda box: box.top,
    )
    if not rules or not gaps:
        return []
    whole = hull([atom.box for atom in atoms if atom.kind != "rule"])
    width = whole.right - whole.left
    out: list[Gap] = []
    for gap in gaps:
        covered = 0.0
        for box in rules[bisect_left(rules, gap[0] - 1, key=lambda box: box.top) :]:
            if box.top > gap[1] + 1:
                break
            if box.bottom <= gap[1] + 1:
                covered += min(box.right, whole.right) - max(box.left, whole.left)
        if covered > 0.9 * width:
            out.append(gap)
    return out


def freed(
    gaps: Sequence[Gap],
    atoms: Sequence[Atom],
    unit: Measure,
    single: Callable[[Sequence[Atom]], bool],
    apart: Callable[[Sequence[Atom]], bool],
) -> list[int]:
    """For each gap how many atoms above it and below it stand in columns once it is cut.

    single: whether atoms are one column.  apart: whether some of a band stand beside each other at
    a distance, which parts columns where other bands stand above or below it.
    """
    middles = [(start + end) / 2 for start, end in gaps]
    bands: list[list[Atom]] = [[] for _ in range(len(gaps) + 1)]
    for atom in atoms:
        bands[bisect_left(middles, (atom.box.top + atom.box.bottom) / 2)].append(atom)
    wide = [apart(band) for band in bands]
    above = _in_columns(bands, wide, unit, single)
    below = _in_columns(bands[::-1], wide[::-1], unit, single)[::-1]
    return [above[number] + below[number + 1] for number in range(len(gaps))]


def _in_columns(
    bands: Sequence[Sequence[Atom]],
    wide: Sequence[bool],
    unit: Measure,
    single: Callable[[Sequence[Atom]], bool],
) -> list[int]:
    """How many atoms the first bands hold, for each number of bands; 0 where one column."""
    out: list[int] = []
    spread = _Spread()
    lines: set[int] = set()
    count = 0
    several = False
    for number, band in enumerate(bands):
        count += len(band)
        for atom in band:
            if atom.run is not None:
                lines.add(round(atom.box.top / unit.pitch))
            if atom.kind != "rule" or atom.box.right - atom.box.left > unit.em:
                spread.add(atom.box.left, atom.box.right)
        several = several or wide[number]
        least = unit.gutter if len(lines) > 1 else 2 * unit.em
        # One line alone may be read across its white, as a masthead is.
        columns = several if number else not single(band)
        out.append(count if columns and spread.widest >= least else 0)
    return out


class _Spread:
    """Stretches of one axis that something covers."""

    def __init__(self) -> None:
        self.spans: list[Gap] = []

    def add(self, start: float, end: float) -> None:
        first = bisect_left(self.spans, start, key=lambda span: span[1])
        last = bisect_right(self.spans, end, key=lambda span: span[0])
        if first < last:
            start = min(start, self.spans[first][0])
            end = max(end, self.spans[last - 1][1])
            del self.spans[first:last]
        insort(self.spans, (start, end))

    @property
    def widest(self) -> float:
        """The widest white between two stretches."""
        return max(
            (right[0] - left[1] for left, right in itertools.pairwise(self.spans)), default=0.0
        )


class Bodies:
    """The lines of running text of a region, by where they end and begin."""

    def __init__(self, atoms: Iterable[Atom], unit: Measure) -> None:
        self.unit = unit
        boxes = [atom.box for atom in atoms if atom.kind == "body"]
        self.by_bottom = sorted(boxes, key=lambda box: box.bottom)
        self.by_top = sorted(boxes, key=lambda box: box.top)

    def run_through(self, gap: Gap) -> bool:
        """Whether a line of running text stands right below another one, across a gap."""
        pitch = self.unit.pitch
        end = bisect_right(self.by_bottom, gap[0] + 0.01, key=lambda box: box.bottom)
        if not end:
            return False
        reach = self.by_bottom[end - 1].bottom
        begin = bisect_right(self.by_bottom, reach - pitch, key=lambda box: box.bottom)
        first = bisect_left(self.by_top, gap[1] - 0.01, key=lambda box: box.top)
        for line in self.by_top[first:]:
            if line.top - reach >= 1.25 * pitch:
                return False
            if any(
                line.top - box.top < 1.25 * pitch and share(line, box) > 0.5
                for box in self.by_bottom[begin:end]
            ):
                return True
        return False


def least_crossed(
    atoms: Sequence[Atom], em: float, low: Callable[[Box], float], high: Callable[[Box], float]
) -> tuple[float, float] | None:
    """The cheapest line to part interlocked atoms along one axis and its cost; None where none is.

    low, high: where a box begins and ends on the axis.  A line is cheap where it meets few atoms,
    and leaves as many on either side.
    """
    whole = hull([atom.box for atom in atoms])
    width = high(whole) - low(whole)
    slack = 0.2 * em
    ends = sorted(high(atom.box) for atom in atoms)
    starts = sorted(low(atom.box) for atom in atoms)
    # What ends before a line, as a sum of costs; likewise what begins before it.
    costs = [
        (
            low(a.box),
            high(a.box),
            0.0 if a.kind == "rule" else (high(a.box) - low(a.box)) / width * 4 + 1,
        )
        for a in atoms
    ]
    begun, ended = _summed((c[0], c[2]) for c in costs), _summed((c[1], c[2]) for c in costs)
    # Thinner than the slack: such an atom may end before a line and yet not begin before it.
    thin = sorted(c for c in costs if c[1] - c[0] <= slack + 0.1)
    best: tuple[float, float] | None = None
    for edge in sorted({low(atom.box) for atom in atoms if atom.kind != "rule"})[1:]:
        line = edge - 0.01
        before = bisect_right(ends, line + slack)
        crossing = bisect_left(starts, line - 0.1) - before
        cost = _sum_below(begun, line - 0.1) - _sum_upto(ended, line + slack)
        for start, end, value in thin[bisect_left(thin, (line - 0.1,)) :]:
            if start > line + slack:
                break
            if end <= line + slack:
                cost += value
                crossing += 1
        after = len(atoms) - before - crossing
        if not before or not after:
            continue
        cost -= min(before, after) / len(atoms)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, line)
    return best


def _summed(pairs: Iterable[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Places in order, and before each the sum of the values."""
    ordered = sorted(pairs)
    places = [place for place, _ in ordered]
    return places, [0.0, *itertools.accumulate(value for _, value in ordered)]


def _sum_below(sums: tuple[list[float], list[float]], place: float) -> float:
    return sums[1][bisect_left(sums[0], place)]


def _sum_upto(sums: tuple[list[float], list[float]], place: float) -> float:
    return sums[1][bisect_right(sums[0], place)]
