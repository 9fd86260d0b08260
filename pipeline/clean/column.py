"""The column that lines stand in: its width, its indents, its gaps, and where its text stops."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipeline import patterns as regex
from pipeline.clean.lines import SENTENCE_MARK, Line

RUNNING = regex.compile(r"[。；]")

STRAY = 2
"""So many blank lines may stand inside a sentence of a page that has such."""
NARROW = 9.0
"""Em: what is narrower than this is a table or a list, not a column of text."""
WIDE = 45.0
"""Em: wider lines are paragraphs of their own unless they break in the middle of a sentence."""


class Columns:
    """The line widths around each line of a page."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.widths = [None if line.doubled or line.spaced else line.width for line in lines]
        self.known: dict[tuple[int, int], float | None] = {}

    def around(self, index: int, step: int) -> float | None:
        """Second widest of the four lines before (step -1) or after (1) `index`."""
        if (index, step) not in self.known:
            self.known[index, step] = self._around(index, step)
        return self.known[index, step]

    def _around(self, index: int, step: int) -> float | None:
        near: list[float] = []
        place = index + step
        while 0 <= place < len(self.lines) and len(near) < 4 and abs(place - index) < 8:
            width = self.widths[place]
            if width is not None:
                near.append(width)
            place += step
        near.sort(reverse=True)
        return near[1] if len(near) > 1 else near[0] if near else None

    def narrower(self, index: int) -> float:
        """The narrower of the columns before and behind a line, or its own width."""
        sides = [side for side in (self.around(index, -1), self.around(index, 1)) if side]
        columns = [side for side in sides if side >= NARROW]
        return min(columns or sides, default=self.lines[index].width)


def _is_cut(line: Line) -> bool:
    """Running text that ends without a stop."""
    if line.ended or line.width > WIDE + 30:
        return False
    return bool(RUNNING.search(line.text)) and not line.named


def is_wrapped(lines: list[Line]) -> bool:
    """Whether the page breaks lines within sentences at all."""
    pairs = list(pairwise(lines))
    if not pairs:
        return False
    certain = sum(
        first.runs_on or (_is_cut(first) and not second.opens and not second.alone)
        for first, second in pairs
    )
    even = sum(
        not first.ended
        and not first.doubled
        and NARROW <= first.width <= WIDE + 30
        and abs(first.width + first.indent - second.width - second.indent) <= 2
        and bool(SENTENCE_MARK.search(first.text) or SENTENCE_MARK.search(second.text))
        for first, second in pairs
    )
    broken = sum(not first.ended for first in lines)
    if certain >= 0.03 * len(pairs) and certain and broken >= 0.3 * len(lines):
        return True
    return even >= (1 if len(lines) <= 8 else 2) and even >= 0.15 * len(pairs)


def _usual_gap(lines: list[Line]) -> int:
    """Blank lines between two lines of one sentence."""
    gaps = Counter(
        second.gap
        for first, second in pairwise(lines)
        if first.runs_on
        or (not first.ended and not second.opens and abs(first.width - second.width) <= 2)
    )
    return gaps.most_common(1)[0][0] if gaps else 0


def _indents(lines: list[Line], columns: Columns) -> float:
    """By how much the first line of a paragraph is narrower on this page, in em (0 or 2)."""
    votes = [0, 0]
    for index, (first, second) in enumerate(pairwise(lines)):
        column = columns.around(index + 1, 1)
        own = columns.around(index, -1)
        if not first.ended or column is None or own is None or second.ended or second.spaced:
            continue
        if first.width < own - 3 and column >= NARROW:
            lack = column - second.width
            if lack < 4:
                votes[lack >= 1.3] += 1
    return 2.0 if votes[1] > votes[0] else 0.0


@dataclass(slots=True)
class Layout:
    """What is known of the page as a whole."""

    lines: list[Line]
    columns: Columns
    gap: int
    indent: float
    marked: bool
    """Some, not all, lines begin with blanks: those begin paragraphs."""
    letters: int | None = None
    """Characters and blanks of a full line, on a page that is broken by their number."""
    stray: bool = False
    """Blank lines stand inside sentences as well: they part nothing by themselves."""


def _indents_mark(lines: list[Line], columns: Columns) -> bool:
    """Whether blanks begin paragraphs: most lines behind a short last line have them."""
    behind = [
        second.indent >= 2
        for index, (first, second) in enumerate(pairwise(lines))
        if first.ended
        and len(second.text) > 12
        and first.width < (columns.around(index, -1) or first.width) - 3
    ]
    return sum(behind) >= 0.5 * len(behind)


def _letters(lines: list[Line]) -> int | None:
    """The length of most lines in characters, where they are all equal so and not in width."""
    lengths = Counter(len(line.text) + line.indent for line in lines if not line.ended)
    if not lengths:
        return None
    length, often = lengths.most_common(1)[0]
    return length if often >= 0.35 * lengths.total() and often > 3 else None


def _has_stray_blanks(layout: Layout) -> bool:
    """Whether blank lines part lines of one sentence now and then."""
    stray = sum(
        second.gap > layout.gap
        and (first.runs_on or _is_cut(first))
        and not (second.opens or second.alone or second.doubled)
        for first, second in pairwise(layout.lines)
    )
    return stray >= 3


def _find_stops(lines: list[Line], gap: int) -> None:
    """Marks the lines of running text; headlines printed one below the other have no stop."""
    below = False
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        after = lines[index + 1] if index + 1 < len(lines) else None
        parted = after is None or after.opens or after.alone or after.doubled or after.gap > gap
        line.stops = (
            line.ended
            or line.named
            or bool(RUNNING.search(line.text))
            or (below and (not parted or line.runs_on))
        )
        below = line.stops
    _find_text_cut_off(lines)


def _find_text_cut_off(lines: list[Line]) -> None:
    """Even lines with commas and no stop are a text that the page's end cuts off."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not line.stops:
            run.append(line)
            continue
        widths = [one.width for one in run[:-1]]
        if (
            len(run) > 3
            and max(widths) - min(widths) <= 1.5
            and any("，" in one.text for one in run)
        ):
            for one in run:
                one.stops = True
        run = []


def layout_of(lines: list[Line], *, wrapped: bool) -> Layout:
    """What a page's lines tell of its print.  wrapped: it breaks lines within sentences."""
    columns = Columns(lines)
    indented = sum(line.indent >= 2 for line in lines)
    layout = Layout(
        lines,
        columns,
        _usual_gap(lines) if wrapped else 0,
        _indents(lines, columns) if wrapped else 0.0,
        0 < indented < 0.6 * len(lines) and _indents_mark(lines, columns),
        _letters(lines),
    )
    layout.stray = _has_stray_blanks(layout)
    _find_stops(lines, max(layout.gap, STRAY) if layout.stray else layout.gap)
    return layout
