"""The page cut into regions in reading order: a recursive XY-cut that knows what a headline is.

A white gap across several columns ends an article only where the text above it is finished and a
headline (or a rule, or a panel) begins below it; everything else is cut along its gutters first.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.layout.atoms import Atom, Measure, pruned, share, white, within
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.flow import captioned, down_past
from pipeline.ingest.layout.sheet import hull
from pipeline.ingest.layout.titles import Titles
from pipeline.model import Box

DEPTH = 60


@dataclass(frozen=True)
class Region:
    """Atoms that belong to one column of one article; `panel` numbers the panel they stand in.

    fresh: something other than a gutter stands between this region and the one before it.
    """

    atoms: tuple[Atom, ...]
    panel: int = 0
    fresh: bool = False


class Cutter:
    """One page's cutting. `regions` gives its regions in reading order."""

    def __init__(self, unit: Measure, leftwards: bool = False) -> None:
        self.unit = unit
        self.columns = Columns(unit, leftwards)
        self.titles = Titles(unit, self.columns)
        self.panels = 0

    def regions(
        self, atoms: Sequence[Atom], panel: int = 0, depth: int = 0, follows: bool = False
    ) -> list[Region]:
        """The regions of `atoms` in reading order.

        follows: columns of the same panel stand before these, so that their text may run on here.
        """
        if not any(atom.kind != "rule" for atom in atoms):
            return []
        if len(atoms) == 1 and atoms[0].kind == "panel":
            self.panels += 1
            inner = self.regions(atoms[0].inner, self.panels, depth + 1)
            return [
                Region(region.atoms, region.panel or self.panels, region.fresh or at == 0)
                for at, region in enumerate(inner)
            ]
        atoms = pruned(atoms)
        parts, fresh = self._parts(atoms, follows) if depth < DEPTH else ([], False)
        if len(parts) < 2:
            return [Region(tuple(atoms), panel)]
        out: list[Region] = []
        for number, part in enumerate(parts):
            beside = number > 0 and _beside(parts[number - 1], part)
            inner = self.regions(part, panel, depth + 1, beside or (follows and not fresh))
            for at, region in enumerate(inner):
                begins = fresh and number > 0 and at == 0
                out.append(Region(region.atoms, region.panel, region.fresh or begins))
        return out

    def _parts(self, atoms: Sequence[Atom], follows: bool) -> tuple[list[list[Atom]], bool]:
        """The next cut, as parts in reading order, and whether articles change there."""
        gutters = self.columns.gutters(atoms)
        barred = any(atom.kind == "picture" for atom in atoms)
        if self._single(atoms, few=0 if gutters or barred else 2):
            return [], False
        gaps = self.gaps(atoms)
        ruled = [gap for gap in gaps if self._ruled(gap, atoms)]
        if ruled:
            return self.columns.split(atoms, ruled, across=False), True
        title = self.titles.parted(atoms, follows)
        if title:
            return title, False
        safe = [gap for gap in gaps if self.ends(gap, atoms)]
        if safe:
            return self.columns.split(atoms, safe, across=False), True
        if gutters:
            chosen = self._choose(gutters, atoms, follows)
            return self.columns.split(atoms, chosen, across=True), False
        past = self._past_pictures(atoms)
        if past:
            return past, False
        for gap in self._opening(gaps, atoms):
            return self.columns.split(atoms, [gap], across=False), False
        return self._force(atoms), False

    # What can be cut

    def gaps(self, atoms: Sequence[Atom]) -> list[tuple[float, float]]:
        """White from side to side, higher than between lines. Rules standing in it do not count."""
        spans = [
            (atom.box.top, atom.box.bottom)
            for atom in atoms
            if atom.kind != "rule" or atom.box.bottom - atom.box.top > self.unit.em
        ]
        return white(spans, self.unit.gap)

    def _ruled(self, gap: tuple[float, float], atoms: Sequence[Atom]) -> bool:
        """Whether a printed rule runs through the gap from side to side."""
        whole = hull([atom.box for atom in atoms if atom.kind != "rule"])
        width = whole.right - whole.left
        covered = sum(
            min(atom.box.right, whole.right) - max(atom.box.left, whole.left)
            for atom in atoms
            if atom.kind == "rule"
            and gap[0] - 1 <= atom.box.top
            and atom.box.bottom <= gap[1] + 1
            and atom.box.right - atom.box.left > 3 * self.unit.em
        )
        return covered > 0.9 * width

    def ends(self, gap: tuple[float, float], atoms: Sequence[Atom]) -> bool:
        """Whether all articles above the gap are finished there and one begins below it."""
        above = [a for a in atoms if a.box.bottom <= gap[0] + 0.01 and a.kind != "rule"]
        below = [a for a in atoms if a.box.top >= gap[1] - 0.01 and a.kind != "rule"]
        if not above or not below:
            return False
        reach = gap[1] + 3.2 * self.unit.pitch
        if not any(
            atom.kind in ("heading", "panel")
            and atom.box.top < reach
            and not self._under(atom, below)
            for atom in below
        ):
            return False
        if any(
            atom.kind == "heading" and not atom.vertical and not self._served(atom, above)
            for atom in above
        ):
            return False
        return not captioned(above, below, self.unit)

    def _under(self, atom: Atom, atoms: Sequence[Atom]) -> bool:
        """Whether running text (three lines) stands between the top of `atoms` and the heading."""
        lines = {
            round(other.box.top / self.unit.pitch * 2)
            for other in atoms
            if other.kind == "body"
            and other.box.bottom <= atom.box.top + 1
            and share(other.box, atom.box) > 0.3
        }
        return len(lines) > 2

    def _served(self, heading: Atom, atoms: Sequence[Atom]) -> bool:
        """Whether text of its own stands under a heading."""
        lines: set[int] = set()
        for other in atoms:
            if other.box.top < heading.box.bottom - 0.2 * self.unit.em:
                continue
            if share(other.box, heading.box) <= 0:
                continue
            if other.kind in ("picture", "panel", "table"):
                return True
            if other.kind == "body":
                lines.add(round(other.box.top / self.unit.pitch * 1.5))
        return len(lines) > 2

    def _single(self, atoms: Sequence[Atom], few: int = 0) -> bool:
        """Whether the atoms are one column: nothing stands beside anything at a distance.

        few: so many widely set lines are allowed.
        """
        texts = sorted((a for a in atoms if a.kind != "rule"), key=lambda a: a.box.top)
        if len(texts) < 2:
            return True
        if any(atom.kind == "panel" for atom in texts):
            return False
        if _level(texts):
            # One line alone, such as a masthead, is read across its wide blanks; headlines are not.
            sizes = [a.run.size for a in texts if a.run is not None]
            size = max(sizes)
            if min(sizes) < 0.95 * size and all(a.kind == "heading" for a in texts):
                return False
            wide_gaps = white([(a.box.left, a.box.right) for a in texts], 2.5 * size)
            return not wide_gaps or any(a.kind != "heading" for a in texts)
        active: list[Atom] = []
        wide: set[int] = set()
        for atom in texts:
            limit = atom.box.top + 0.3 * min(self.unit.em, atom.box.bottom - atom.box.top)
            active = [other for other in active if other.box.bottom > limit]
            for other in active:
                apart = max(atom.box.left - other.box.right, other.box.left - atom.box.right)
                if atom.vertical or other.vertical:
                    return False
                if apart > self.unit.gutter:
                    if atom.kind != "body" or other.kind != "body":
                        return False
                    wide.add(round(atom.box.top / self.unit.pitch * 2))
                    if len(wide) > few:
                        return False
            active.append(atom)
        return True

    def _past_pictures(self, atoms: Sequence[Atom]) -> list[list[Atom]]:
        """Pictures with their captions, then the columns that run on past them."""
        barred = [a for a in atoms if a.kind == "picture"]
        if not barred:
            return []
        out: list[Atom] = []
        for picture in barred:
            out.append(picture)
            low = picture.box.bottom
            for line in sorted((a for a in atoms if a.kind == "body"), key=lambda a: a.box.top):
                under = -0.5 * self.unit.em < line.box.top - low < 1.2 * self.unit.pitch
                # A caption's line is wider than a column or stands alone under the picture.
                if under and within(
                    replace(line.box, top=low, bottom=low),
                    replace(picture.box, top=low, bottom=low),
                    self.unit.em,
                ):
                    beside = [
                        a
                        for a in atoms
                        if a is not line
                        and a.kind == "body"
                        and abs(a.box.top - line.box.top) < 0.5 * self.unit.em
                        and share(replace(a.box, left=a.box.left), picture.box) > 0.5
                    ]
                    if beside:
                        break
                    out.append(line)
                    if line.box.right < picture.box.right - 2.5 * self.unit.em:
                        # A caption goes on below a full line only.
                        break
                    low = line.box.bottom
        chosen = {id(atom) for atom in out}
        rest = [atom for atom in atoms if id(atom) not in chosen]
        gutters = self.columns.gutters(rest)
        if not gutters:
            return []
        columns = self.columns.split(rest, gutters, across=True)
        if not down_past(out, columns, self.unit):
            return []
        return [out, *columns]

    # Which cut to take

    def _choose(
        self, gutters: list[tuple[float, float]], atoms: Sequence[Atom], follows: bool
    ) -> list[tuple[float, float]]:
        """The gutter beside which articles then show their heads or ends; all where none does."""
        if len(gutters) == 1:
            return gutters
        for gutter in gutters:
            # A vertical headline stands beside its article, not in its columns.
            parts = self.columns.split(atoms, [gutter], across=True)
            if any(all(a.vertical or a.kind == "rule" for a in part) for part in parts):
                return [gutter]
        best: list[tuple[float, float]] = gutters
        highest: tuple[int, float] = (0, 0.0)
        for gutter in gutters:
            parts = self.columns.split(atoms, [gutter], across=True)
            score = sum(
                self._crossings(part) + self._titled(part, follows or number > 0)
                for number, part in enumerate(parts)
            )
            if score and (score, gutter[1] - gutter[0]) > highest:
                highest = (score, gutter[1] - gutter[0])
                best = [gutter]
        return best

    def _titled(self, atoms: Sequence[Atom], follows: bool) -> int:
        """Whether one headline stands over several columns."""
        parts = self.titles.parted(atoms, follows)
        return int(bool(parts) and not self._single(parts[-1]))

    def _crossings(self, atoms: Sequence[Atom]) -> int:
        """How many gaps end articles set in several columns."""
        count = 0
        for gap in self.gaps(atoms):
            if not (self._ruled(gap, atoms) or self.ends(gap, atoms)):
                continue
            parts = self.columns.split(atoms, [gap], across=False)
            if any(not self._single(part) for part in parts):
                count += 1
        return count

    def _opening(
        self, gaps: list[tuple[float, float]], atoms: Sequence[Atom]
    ) -> list[tuple[float, float]]:
        """The gap whose cut frees gutters for most of the region; of those the widest."""
        rated: list[tuple[bool, int, float, tuple[float, float]]] = []
        everywhere = white(
            [(a.box.top, a.box.bottom) for a in atoms if a.kind != "rule"], 0.05 * self.unit.em
        )
        for gap in everywhere:
            upper, lower = self.columns.split(atoms, [gap], across=False)
            freed = sum(
                len(part)
                for part in (upper, lower)
                if self.columns.gutters(part) and not self._single(part)
            )
            if freed or gap in gaps:
                through = self._runs_through(upper, lower)
                rated.append((through, -freed, gap[0] - gap[1], gap))
        return [gap for _, _, _, gap in sorted(rated)[:1]]

    def _runs_through(self, upper: Sequence[Atom], lower: Sequence[Atom]) -> bool:
        """Whether a line of running text stands right below another one, across a cut."""
        reach = max((a.box.bottom for a in upper if a.kind == "body"), default=0.0)
        last = [a.box for a in upper if a.kind == "body" and a.box.bottom > reach - self.unit.pitch]
        return any(
            line.box.top - box.top < 1.25 * self.unit.pitch and share(line.box, box) > 0.5
            for box in last
            for line in lower
            if line.kind == "body"
        )

    def _force(self, atoms: Sequence[Atom]) -> list[list[Atom]]:
        """Interlocked articles: split where the fewest atoms stand in the way."""
        whole = hull([atom.box for atom in atoms])
        best: tuple[float, bool, float] | None = None
        for across in (True, False):
            low: Callable[[Box], float]
            high: Callable[[Box], float]
            if across:
                low, high = (lambda b: b.left), (lambda b: b.right)
            else:
                low, high = (lambda b: b.top), (lambda b: b.bottom)
            edges = sorted({low(atom.box) for atom in atoms if atom.kind != "rule"})
            for edge in edges[1:]:
                line = edge - 0.01
                before = [a for a in atoms if high(a.box) <= line + 0.2 * self.unit.em]
                crossing = [
                    a
                    for a in atoms
                    if low(a.box) < line - 0.1 and high(a.box) > line + 0.2 * self.unit.em
                ]
                after = len(atoms) - len(before) - len(crossing)
                if not before or not after:
                    continue
                cost = sum(
                    (high(a.box) - low(a.box)) / (high(whole) - low(whole)) * 4 + 1
                    for a in crossing
                    if a.kind != "rule"
                )
                cost -= min(len(before), after) / len(atoms)
                if best is None or cost < best[0]:
                    best = (cost, across, line)
        if best is None:
            return []
        return self.columns.split(atoms, [(best[2], best[2])], across=best[1])


def _beside(one: Sequence[Atom], other: Sequence[Atom]) -> bool:
    """Whether two parts stand side by side rather than one above the other."""
    first, second = hull([atom.box for atom in one]), hull([atom.box for atom in other])
    return min(first.bottom, second.bottom) > max(first.top, second.top)


def _level(texts: Sequence[Atom]) -> bool:
    """Whether all is type that stands side by side on one line."""
    if any(atom.run is None or atom.vertical for atom in texts):
        return False
    ordered = sorted((atom.box for atom in texts), key=lambda box: box.left)
    tallest = max(ordered, key=lambda box: box.bottom - box.top)
    return all(
        tallest.top < (box.top + box.bottom) / 2 < tallest.bottom for box in ordered
    ) and all(left.right <= right.left for left, right in itertools.pairwise(ordered))
