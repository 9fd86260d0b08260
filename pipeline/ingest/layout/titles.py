"""Headlines over columns: the rows at the top of a region that head all that stands below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.ingest.layout.atoms import Atom, Measure, share, white, widest, within
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.sheet import hull
from pipeline.model import Box

FULL_STOPS = "。！？…"
# No blank within a headline is wider, in times its type.
BLANK = 4.5
# The columns under it begin so many lines below it at most: a byline may stand between.
OVER = 5.0
# So many lines under a headline show whether paragraphs are set in.
REACH = 24
# How a line begins that names who wrote what stands below.
SIGNED = regex.compile(r"[□■○●]?\s*(?:本报|特约|首席|见习|实习)?(?:记者|通讯员|评论员)[\s\u3000]")
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

    def amid(
        self, atoms: Sequence[Atom], gutters: Sequence[tuple[float, float]]
    ) -> list[list[Atom]]:
        """A headline over the middle columns, text of its own on both sides, and all that text.

        The columns beside it begin where it begins or higher, and have no headline.
        """
        if len(gutters) < 2:
            return []
        parts = self.columns.split([a for a in atoms if a.kind != "rule"], [*gutters], across=True)
        if len(parts) != len(gutters) + 1:
            return []
        first, last = parts[0], parts[-1]
        # A blank of the headline may stand over a gutter of the middle columns.
        found = self.parted([atom for part in parts[1:-1] for atom in part], follows=False)
        if not found or not self.columns.gutters(found[1]):
            return []
        head = found[0]
        large = [a.box for a in head if a.kind == "heading"]
        over, whole = hull(large), hull([a.box for a in atoms if a.kind != "rule"])
        em = self.unit.em
        if over.top - whole.top > 2 * self.unit.pitch:
            return []
        if abs(over.left + over.right - whole.left - whole.right) > 3 * em:
            return []
        for part in (first, last):
            top = min(part, key=lambda a: a.box.top)
            if top.kind != "body" or top.vertical or top.box.top > over.top + 0.7 * self.unit.pitch:
                return []
        chosen = {id(atom) for atom in head}
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
            if self._over_level_columns(lines, texts[reach:]):
                break
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

    def _over_level_columns(self, row: Sequence[Atom], below: Sequence[Atom]) -> bool:
        """Whether columns that all begin on one line stand under a byline, which fills none.

        It may be nearly as wide as the column under it, and stand right over it.
        """
        em = self.unit.em
        line = max(row, key=lambda atom: atom.box.right)
        if len(row) > 1 or line.run is None or line.run.text[-1] in FULL_STOPS or not below:
            return False
        firsts = [atom.box for atom in self._row(below, 0) if atom.kind == "body"]
        if not white([(box.left, box.right) for box in firsts], self.unit.gutter):
            return False
        tops = [box.top for box in firsts]
        if max(tops) - min(tops) > 0.5 * em:
            return False
        if SIGNED.match(line.run.text):
            return True
        column = [a for a in below if a.kind == "body" and share(a.box, line.box) > 0.5]
        fonts = Counter(a.run.font for a in column[:REACH] if a.run is not None)
        if fonts and fonts.most_common(1)[0][0] != line.run.font:
            return True
        if not column:
            return True
        under = [a.box for a in column]
        left, right = min(box.left for box in under), max(box.right for box in under)
        begins = min(abs(line.box.left - left - n * em) for n in (0, 2)) < 0.25 * em
        return not (begins and abs(line.box.right - right) < 0.8 * em)

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
        if any(
            end - start > BLANK * size or not (heading and self._runs_on_under(row, end, below))
            for start, end in white(spans, 2.5 * size)
        ):
            return False
        # A blank within a title is crossed by what is printed below it, a gutter is not.
        near = max(a.box.bottom for a in row) + 2.2 * self.unit.pitch
        em = self.unit.em
        for start, end in white(spans, self.unit.gutter):
            under = [a.box for a in below if a.box.bottom < near + 1 or _begins(a, near)]
            left, right = widest([(box.left, box.right) for box in under], start, end)
            if right - left < 0.7 * self.unit.gutter:
                continue
            middle = (left + right) / 2
            if self._runs_on_under(row, end, below) if heading else self._centred(row, below):
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

    def _runs_on_under(self, row: Sequence[Atom], end: float, below: Sequence[Atom]) -> bool:
        """Whether text runs on into the column under what stands behind a blank of a headline.

        An article of its own would begin there with a paragraph, and paragraphs are set in.
        """
        em, pitch = self.unit.em, self.unit.pitch
        low = max(atom.box.bottom for atom in row)
        size = max(atom.run.size for atom in row if atom.run is not None)
        text = [
            a
            for a in below
            if a.kind == "body" and not a.vertical and a.box.top < low + REACH * pitch
        ]
        fonts = Counter(a.run.font for a in text if a.run is not None)
        # Second titles and bylines are no text.
        lines = [
            a.box
            for a in text
            if a.run is not None
            and abs(a.run.size / em - 1) < 0.1
            and a.run.font == fonts.most_common(1)[0][0]
            and not SIGNED.match(a.run.text)
            and a.run.text[0] not in "—─"
        ]
        # The column that begins under the white, or under the end of what stands before it.
        lefts = [box.left for box in lines if end - 6 * size < box.left < end + 3 * size]
        lefts = [left for left in lefts if sum(abs(left - other) < 0.3 * em for other in lefts) > 2]
        if not lefts:
            return False
        near = min(lefts, key=lambda left: abs(left - end))
        # Paragraphs that are set in show the edge left of them.
        edge = min(left for left in lefts if near - 2.6 * em < left <= near)
        column = [box for box in lines if -0.3 * em < box.left - edge < 2.6 * em]
        first = min(column, key=lambda box: box.top)
        begins = [box for box in column if 0.8 * em < box.left - edge]
        return bool(begins) and first.left - edge < 0.5 * em and first.top - low < OVER * pitch

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


def _begins(atom: Atom, near: float) -> bool:
    """Whether large type begins above a place, and ends below it."""
    return (
        atom.kind == "heading"
        and not atom.vertical
        and atom.box.top < near - (atom.box.bottom - atom.box.top) / 2
    )
