"""Headlines over columns: the rows at the top of a region that head all that stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.layout.atoms import Atom, Measure, white, widest, within
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.sheet import hull
from pipeline.model import Box

FULL_STOPS = "。！？…"
# Headings side by side whose sizes differ more than this are two headlines.
UNLIKE = 0.85


class Titles:
    """Finds the headline of a region; `columns` knows what stands in columns."""

    def __init__(self, unit: Measure, columns: Columns) -> None:
        self.unit = unit
        self.columns = columns

    def parted(self, atoms: Sequence[Atom], follows: bool) -> list[list[Atom]]:
        """The rows at the top that stand alone and hold a headline, and the rest.

        follows: columns of the same panel stand before these, so that their text may run on here.
        """
        texts = sorted((a for a in atoms if a.kind != "rule"), key=lambda a: a.box.top)
        reach = 0
        index = 0
        plain = 0
        found = False
        picture: Box | None = None
        em = self.unit.em
        while index < len(texts):
            row = self._row(texts, index)
            if not self._alone(row, texts[index + len(row) :]):
                break
            index += len(row)
            if row[0].kind == "picture":
                picture = row[0].box
            if any(atom.kind == "heading" for atom in row):
                found = True
            elif picture is not None and all(
                within(replace(a.box, top=picture.top, bottom=picture.bottom), picture, em)
                and a.box.top - picture.bottom < 8 * self.unit.pitch
                for a in row
            ):
                # The picture itself, or its caption, which may have more lines than a title.
                pass
            else:
                plain += 1
                if plain > 3:
                    break
                if not found:
                    continue
            reach = index
        reach = self._without_text(texts, reach) if found else self._bylined(texts)
        if reach in (0, len(texts)):
            return []
        chosen = {id(atom) for atom in texts[:reach]}
        head = [atom for atom in atoms if id(atom) in chosen]
        # A headline over the last column only is that column's, but where no text can run on into
        # the columns before it: they would have no headline at all.
        rest = self.columns.gutters(texts[reach:])
        whole, over = hull([a.box for a in texts]), hull([a.box for a in head if a.kind != "rule"])
        aside = over.left + over.right - whole.left - whole.right
        beyond = rest and over.left > rest[0][0] and aside > 0.3 * (whole.right - whole.left)
        if follows and rest and self._over_later_columns(over, whole, rest):
            return []
        if beyond and not self._level_tops(texts[reach:], rest):
            return []
        return [head, [atom for atom in atoms if id(atom) not in chosen]]

    def _over_later_columns(
        self, over: Box, whole: Box, gutters: Sequence[tuple[float, float]]
    ) -> bool:
        """Whether a headline keeps to the edge or the middle of the columns from the second on,
        and not to the middle of them all."""
        em = self.unit.em
        starts = [right for _, right in gutters if over.left >= right - em]
        if not starts:
            return False
        middle = (over.left + over.right) / 2
        if len(gutters) > 1 and abs(middle - (whole.left + whole.right) / 2) < 0.75 * em:
            return False
        return over.left >= gutters[-1][1] - em or any(
            abs(over.left - start) < 0.5 * em or abs(middle - (start + whole.right) / 2) < 0.75 * em
            for start in starts
        )

    def _without_text(self, texts: Sequence[Atom], reach: int) -> int:
        """How many of the first `reach` atoms are left without running text that goes on below."""
        while 0 < reach < len(texts) and texts[reach - 1].kind == "body":
            top = texts[reach - 1].box.top + 0.5 * self.unit.em
            first = reach - 1
            while first and texts[first - 1].kind == "body" and texts[first].box.bottom > top:
                first -= 1
            first += texts[first].box.bottom <= top
            row = sorted((atom.box for atom in texts[first:reach]), key=lambda box: box.left)
            lines = [texts[at] for at in range(first, reach)]
            # A line may be in pieces, as behind a byline.
            lines += [
                replace(lines[0], box=hull(row[start:end]))
                for start in range(len(row))
                for end in range(start + 2, len(row) + 1)
            ]
            if not any(self._goes_on(line, texts[reach:]) for line in lines):
                break
            reach = first
        return reach

    def _goes_on(self, line: Atom, below: Sequence[Atom]) -> bool:
        """Whether a line of running text stands right below another one.

        A line as wide as the next is one, and so is a shorter one that ends a sentence.
        """
        em = self.unit.em
        stopped = line.run is not None and line.run.text[-1] in FULL_STOPS
        return any(
            0 < atom.box.top - line.box.top < 1.25 * self.unit.pitch
            and (abs(atom.box.right - line.box.right) < 0.8 * em or stopped)
            and abs(atom.box.left - line.box.left) < 2.5 * em
            for atom in below
            if atom.kind == "body"
        )

    def _level_tops(self, texts: Sequence[Atom], gutters: list[tuple[float, float]]) -> bool:
        """Whether all columns begin on one line, as they do under a headline of them all."""
        columns = self.columns.split(texts, gutters, across=True)
        tops = [min(atom.box.top for atom in column) for column in columns]
        return max(tops) - min(tops) < 0.6 * self.unit.pitch

    def _bylined(self, texts: Sequence[Atom]) -> int:
        """How many atoms at the top are a short line set across a gutter, such as a byline."""
        row = self._row(texts, 0)
        runs = [atom.run for atom in row if atom.run is not None]
        below = texts[len(row) :]
        if len(runs) < len(row) or sum(len(run.glyphs) for run in runs) > 16:
            return 0
        if not self._alone(row, below):
            return 0
        span = hull([atom.box for atom in row])
        across = any(
            span.left < start and end < span.right for start, end in self.columns.gutters(below)
        )
        return len(row) if across else 0

    def _row(self, texts: Sequence[Atom], index: int) -> list[Atom]:
        """The atoms from `index` on that stand beside each other; `texts` goes downwards."""
        row = [texts[index]]
        low = texts[index].box.bottom
        for other in texts[index + 1 :]:
            if other.box.top > low - 0.2 * self.unit.em:
                break
            row.append(other)
            low = max(low, other.box.bottom)
        return row

    def _alone(self, row: Sequence[Atom], below: Sequence[Atom]) -> bool:
        """Whether a row is one line of a title (or one picture) and nothing stands beside it."""
        if any(atom.kind == "panel" or atom.vertical for atom in row):
            return False
        runs = [atom.run for atom in row if atom.run is not None]
        if len(runs) < len(row):
            return len(row) == 1
        size = max(run.size for run in runs)
        high = max(a.box.bottom for a in row) - min(a.box.top for a in row)
        heading = all(atom.kind == "heading" for atom in row)
        if high > 1.6 * size:
            return False
        if heading and min(run.size for run in runs) < UNLIKE * size:
            return False
        spans = [(a.box.left, a.box.right) for a in row]
        if white(spans, 2.5 * size):
            return False
        # A blank within a title is crossed by what is printed below it, a gutter is not.
        near = max(a.box.bottom for a in row) + 2.2 * self.unit.pitch
        em = self.unit.em
        for start, end in white(spans, self.unit.gutter):
            under = [a.box for a in below if a.box.bottom < near + 1]
            left, right = widest([(box.left, box.right) for box in under], start, end)
            if right - left < 0.7 * self.unit.gutter:
                continue
            middle = (left + right) / 2
            if not heading and self._centred(row, below):
                continue
            # The byline's own blank may stand over a gutter by chance, but then what follows the
            # blank does not begin where a column begins.
            if any(
                abs(end - box.left - 2 * n * em) < 0.4 * em for box in under for n in (-1, 0, 1)
            ):
                return False
            if end - start > 1.7 * (size if heading else em):
                return False
            if heading and self._set_apart(row, below, middle):
                return False
        return True

    def _centred(self, row: Sequence[Atom], below: Sequence[Atom]) -> bool:
        """Whether a row stands in the middle over all that is printed below it."""
        if not below:
            return False
        over, whole = hull([a.box for a in row]), hull([a.box for a in below])
        aside = abs(over.left + over.right - whole.left - whole.right) / 2
        return aside < 0.75 * self.unit.em and over.left - whole.left > 2.6 * self.unit.em

    def _set_apart(self, row: Sequence[Atom], below: Sequence[Atom], middle: float) -> bool:
        """Whether the two halves of a row each stand in the middle of columns of their own."""
        reach = max(a.box.bottom for a in row) + 12 * self.unit.pitch
        below = [a for a in below if a.box.top < reach]
        halves = [[a.box for a in row if (a.box.left > middle) == right] for right in (False, True)]
        for right, half in enumerate(halves):
            texts = [
                a.box
                for a in below
                if a.kind in ("body", "picture")
                and (a.box.left > middle if right else a.box.right < middle)
            ]
            if not texts or not half:
                return False
            block, title = hull(texts), hull(half)
            aside = block.left + block.right - title.left - title.right
            if abs(aside) > self.unit.em and title.left - block.left > self.unit.em:
                return False
        return not any(a.box.left < middle < a.box.right for a in below)
