"""The page cut into regions in reading order: a recursive XY-cut that knows what a headline is.

A white gap across several columns ends an article only where the text above it is finished and a
headline (or a rule, or a panel) begins below it; everything else is cut along its gutters first.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import marks
from pipeline import patterns as regex
from pipeline.ingest.layout.atoms import Atom, Measure, pruned, share, white, within
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.flow import captioned, down_past
from pipeline.ingest.layout.sheet import hull
from pipeline.ingest.layout.sweep import Bodies, freed, least_crossed, ruled
from pipeline.ingest.layout.titles import Titles
from pipeline.ingest.layout.uprights import beside_upright, hangs

DEPTH = 60
# No blank within a headline over one column is wider, in times its type.
BLANK = 2.8
FROM_PAGE = regex.compile(marks.FROM_PAGE)
# A headline opens an article this far below a gap at most, in line pitches.
OPENS = 3.2


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
        self.pictures: list[Atom] = []

    def regions(
        self, atoms: Sequence[Atom], panel: int = 0, depth: int = 0, follows: bool = False
    ) -> list[Region]:
        """The regions of `atoms` in reading order.

        follows: columns of the same panel stand before these, so that their text may run on here.
        """
        if not any(atom.kind != "rule" for atom in atoms):
            return []
        if not depth or atoms[0].kind == "panel":
            self.pictures += [
                inner for atom in atoms for inner in (atom, *atom.inner) if inner.kind == "picture"
            ]
        if len(atoms) == 1 and atoms[0].kind == "panel":
            self.panels += 1
            inner = self.regions(atoms[0].inner, self.panels, depth + 1)
            return [
                Region(region.atoms, region.panel or self.panels, region.fresh or at == 0)
                for at, region in enumerate(inner)
            ]
        atoms = pruned(atoms)
        parts, fresh = self._footed(atoms) if depth == 0 else [], True
        if not parts:
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
        if self._captioned([atom for atom in atoms if atom.kind != "rule"]):
            return [], False
        gutters = self.columns.gutters(atoms)
        barred = any(atom.kind == "picture" for atom in atoms)
        if self._single(atoms, few=0 if gutters or barred else 2):
            return [], False
        gaps = self.gaps(atoms)
        through = ruled(gaps, atoms, self.unit)
        if through:
            return self.columns.split(atoms, through, across=False), True
        title = self.titles.parted(atoms, follows)
        if title:
            return title, False
        safe = self._ending(gaps, atoms)
        if safe:
            return self.columns.split(atoms, safe, across=False), True
        amid = self.titles.amid(atoms, gutters)
        if amid:
            return amid, False
        if gutters:
            chosen = self._choose(gutters, atoms, follows)
            return self.columns.split(atoms, chosen, across=True), False
        past = self._past_pictures(atoms)
        if past:
            return past, False
        for gap in self._opening(gaps, atoms):
            return self.columns.split(atoms, [gap], across=False), False
        return self._force(atoms), False

    def _footed(self, atoms: Sequence[Atom]) -> list[list[Atom]]:
        """The page and the line at its foot, which no column of an article runs down to."""
        gaps = self.gaps(atoms)
        if not gaps or gaps[-1][1] - gaps[-1][0] < self.unit.pitch or self._single(atoms):
            return []
        parts = self.columns.split(atoms, gaps[-1:], across=False)
        page, foot = ([a for a in part if a.kind != "rule"] for part in (parts[0], parts[-1]))
        plain = all(atom.kind == "body" for atom in foot)
        if not plain or not _level(foot) or captioned(page, foot, self.unit):
            return []
        return parts

    # What can be cut

    def gaps(self, atoms: Sequence[Atom]) -> list[tuple[float, float]]:
        """White from side to side, higher than between lines. Rules standing in it do not count."""
        spans = [
            (atom.box.top, atom.box.bottom)
            for atom in atoms
            if atom.kind != "rule" or atom.box.bottom - atom.box.top > self.unit.em
        ]
        return white(spans, self.unit.gap)

    def _ending(
        self, gaps: Sequence[tuple[float, float]], atoms: Sequence[Atom]
    ) -> list[tuple[float, float]]:
        """The gaps at which articles end."""
        heads = sorted(atom.box.top for atom in atoms if _opens(atom))
        upright = [atom for atom in atoms if atom.kind == "heading" and atom.vertical]
        out: list[tuple[float, float]] = []
        for gap in gaps:
            first = bisect_left(heads, gap[1] - 0.01)
            # Most gaps have no headline below, and are not looked at.
            opened = first < len(heads) and heads[first] < gap[1] + OPENS * self.unit.pitch
            opened = opened or any(hangs(atom, gap, atoms) for atom in upright)
            if opened and self.ends(gap, atoms):
                out.append(gap)
        return out

    def ends(self, gap: tuple[float, float], atoms: Sequence[Atom]) -> bool:
        """Whether all articles above the gap are finished there and one begins below it."""
        above = [a for a in atoms if a.box.bottom <= gap[0] + 0.01 and a.kind != "rule"]
        below = [a for a in atoms if a.box.top >= gap[1] - 0.01 and a.kind != "rule"]
        if not above or not below:
            return False
        reach = gap[1] + OPENS * self.unit.pitch
        if not any(
            _opens(atom)
            and (atom.box.top < reach or hangs(atom, gap, atoms))
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
        return not self._apart(texts, few)

    def _apart(self, atoms: Sequence[Atom], few: int = 0) -> bool:
        """Whether more than a few lines stand beside each other at a distance."""
        texts = sorted((a for a in atoms if a.kind != "rule"), key=lambda a: a.box.top)
        if any(atom.kind == "panel" for atom in texts):
            return True
        active: list[Atom] = []
        wide: set[int] = set()
        for atom in texts:
            limit = atom.box.top + 0.3 * min(self.unit.em, atom.box.bottom - atom.box.top)
            active = [other for other in active if other.box.bottom > limit]
            for other in active:
                apart = max(atom.box.left - other.box.right, other.box.left - atom.box.right)
                if atom.vertical or other.vertical:
                    return True
                if apart > self.unit.gutter and not _one_headline(atom, other, apart):
                    if atom.kind != "body" or other.kind != "body":
                        return True
                    wide.add(round(atom.box.top / self.unit.pitch * 2))
                    if len(wide) > few:
                        return True
            active.append(atom)
        return False

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
                    row = [
                        a
                        for a in atoms
                        if a.kind == "body"
                        and abs(a.box.top - line.box.top) < 0.5 * self.unit.em
                        and share(a.box, picture.box) > 0.5
                    ]
                    if len(row) > 1 and not self._over_gutter(row, atoms):
                        break
                    out += [a for a in row if a not in out]
                    if max(a.box.right for a in row) < picture.box.right - 2.5 * self.unit.em:
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

    def _over_gutter(self, row: Sequence[Atom], atoms: Sequence[Atom]) -> bool:
        """Whether a piece of a row stands over white between the columns below the row."""
        low = max(atom.box.bottom for atom in row)
        under = [atom for atom in atoms if atom.box.top > low and atom.run is not None]
        return any(
            atom.box.left < (start + end) / 2 < atom.box.right
            for start, end in self.columns.gutters(under)
            for atom in row
        )

    def _captioned(self, atoms: Sequence[Atom]) -> bool:
        """Whether all this is the caption of a picture right above: few lines, no wider than it.

        A wide blank in one of them, as before the photographer's name, parts no columns.
        """
        if any(atom.kind != "body" or atom.vertical for atom in atoms):
            return False
        rows = self._rows(atoms)
        if not 1 < len(rows) < 4 or len(atoms) == len(rows) or self.gaps(atoms):
            return False
        if not captioned(
            self.pictures, [replace(rows[0][0], box=hull([a.box for a in atoms]))], self.unit
        ):
            return False
        # Columns are white in two lines.
        whites = [white([(a.box.left, a.box.right) for a in row], self.unit.gutter) for row in rows]
        return sum(bool(gaps) for gaps in whites) == 1

    def _rows(self, lines: Sequence[Atom]) -> list[list[Atom]]:
        rows: list[list[Atom]] = []
        for line in sorted(lines, key=lambda atom: atom.box.top):
            if rows and line.box.top - rows[-1][0].box.top < 0.5 * self.unit.em:
                rows[-1].append(line)
            else:
                rows.append([line])
        return rows

    # Which cut to take

    def _choose(
        self, gutters: list[tuple[float, float]], atoms: Sequence[Atom], follows: bool
    ) -> list[tuple[float, float]]:
        """The gutter beside which articles then show their heads or ends; all where none does."""
        if len(gutters) == 1:
            return gutters
        beside = beside_upright(gutters, atoms, self.unit)
        if beside is not None:
            return [beside]
        for gutter in gutters:
            # A vertical headline stands beside its article, not in its columns.
            parts = self.columns.split(atoms, [gutter], across=True)
            if any(all(a.vertical or a.kind == "rule" for a in part) for part in parts):
                return [gutter]
        best: list[tuple[float, float]] = gutters
        highest: tuple[int, int, float] = (0, 0, 0.0)
        for gutter in gutters:
            parts = self.columns.split(atoms, [gutter], across=True)
            titles = [self._title(part, follows or number > 0) for number, part in enumerate(parts)]
            score = sum(map(self._crossings, parts)) + sum(bool(title) for title in titles)
            # White is as wide in all gutters, or nearly: a printed rule and headlines in the
            # middle of what they head say more.
            signs = 2 * self._barred(gutter, atoms) + sum(map(self._centred, titles))
            rank = (score, signs, gutter[1] - gutter[0])
            if score and rank > highest:
                highest = rank
                best = [gutter]
        return best

    def _title(self, atoms: Sequence[Atom], follows: bool) -> list[list[Atom]]:
        """A headline over several columns, and the columns; nothing where there is none."""
        parts = self.titles.parted(atoms, follows)
        return parts if parts and not self._single(parts[-1]) else []

    def _centred(self, title: Sequence[Sequence[Atom]]) -> bool:
        """Whether a headline stands in the middle of its columns."""
        if not title:
            return False
        heads = [atom.box for atom in title[0] if atom.kind == "heading"]
        texts = [atom.box for atom in title[-1] if atom.kind != "rule"]
        if not heads or not texts:
            return False
        over, whole = hull(heads), hull(texts)
        return abs(over.left + over.right - whole.left - whole.right) / 2 < self.unit.em

    def _barred(self, gutter: tuple[float, float], atoms: Sequence[Atom]) -> bool:
        """Whether a rule stands in a gutter beside more than half of the text."""
        texts = hull([atom.box for atom in atoms if atom.kind != "rule"])
        return any(
            atom.kind == "rule"
            and gutter[0] - 1 < atom.box.left
            and atom.box.right < gutter[1] + 1
            and atom.box.bottom - atom.box.top > 0.5 * (texts.bottom - texts.top)
            for atom in atoms
        )

    def _crossings(self, atoms: Sequence[Atom]) -> int:
        """How many gaps end articles set in several columns."""
        count = 0
        atoms = pruned(atoms)
        gaps = self.gaps(atoms)
        for gap in {*ruled(gaps, atoms, self.unit), *self._ending(gaps, atoms)}:
            parts = self.columns.split(atoms, [gap], across=False)
            if any(not self._single(part) for part in parts):
                count += 1
        return count

    def _opening(
        self, gaps: list[tuple[float, float]], atoms: Sequence[Atom]
    ) -> list[tuple[float, float]]:
        """The gap whose cut frees gutters for most of the region; of those the widest."""
        everywhere = white(
            [(a.box.top, a.box.bottom) for a in atoms if a.kind != "rule"], 0.05 * self.unit.em
        )
        bodies = Bodies(atoms, self.unit)
        counts = freed(everywhere, atoms, self.unit, self._single, self._apart)
        rated = [
            (bodies.run_through(gap), -count, gap[0] - gap[1], gap)
            for gap, count in zip(everywhere, counts, strict=True)
            if count or gap in gaps
        ]
        return [gap for _, _, _, gap in sorted(rated)[:1]]

    def _force(self, atoms: Sequence[Atom]) -> list[list[Atom]]:
        """Interlocked articles: split where the fewest atoms stand in the way."""
        em = self.unit.em
        along = least_crossed(atoms, em, lambda box: box.left, lambda box: box.right)
        down = least_crossed(atoms, em, lambda box: box.top, lambda box: box.bottom)
        if along is None and down is None:
            return []
        across = down is None or (along is not None and along[0] <= down[0])
        chosen = along if across else down
        assert chosen is not None
        return self.columns.split(atoms, [(chosen[1], chosen[1])], across=across)


def _opens(atom: Atom) -> bool:
    """Whether an article begins with an atom: a headline, a panel, text from another page."""
    if atom.kind in ("heading", "panel"):
        return True
    return atom.run is not None and FROM_PAGE.match(atom.run.text) is not None


def _one_headline(atom: Atom, other: Atom, apart: float) -> bool:
    """Whether two pieces of a line are one headline, a blank in it, if nothing else parts them."""
    if atom.kind != "heading" or other.kind != "heading" or not atom.run or not other.run:
        return False
    size = atom.run.size
    level = abs(atom.box.top - other.box.top) < 0.2 * size
    return level and abs(other.run.size / size - 1) < 0.05 and apart < BLANK * size


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
