"""Lines of a column → paragraphs: which line ends end a paragraph, which only a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from pipeline import grid, segment
from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State
from pipeline.clean.lines import (
    HAN,
    MEASURE,
    NUMBERED,
    SENTENCE_MARK,
    TITLE_LINE,
    Line,
    is_signed,
    read_lines,
    words_of,
)
from pipeline.model import Source
from pipeline.tables import alternatives

HYPHEN_END = regex.compile(r"[\u2043\u00ad]$|(?<=[a-z])-$")
LATIN_END = regex.compile(r"[A-Za-z]+$")
ASCII_START = regex.compile(r"^[A-Za-z0-9.,%\-+/]+")
LATIN_START = regex.compile(r"^[A-Za-z]+")
NO_LETTER_BEFORE = regex.compile(r"(?<![A-Za-z])")
NO_LETTER_BEHIND = regex.compile(r"(?![A-Za-z])")
NOT_LAST = regex.compile(r"[的和与及或在有是占达于为将从对向由被把以比等该其、第约近超]$")
"""No headline ends with one of these."""
RUNNING = regex.compile(r"[。；]")
DATED_START = regex.compile(
    r"^(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年(?:末|底|初|以来)?|截至|截止|今年|去年|上半年|前\S{1,2}季度|[按据])[^，。]{0,10}，"
)
"""What a story begins with, and no headline: 3月8日10时25分，…; 2023年，…."""
_NAMED = regex.compile(r"[（(](?:以下)?(?:简称|下称)")
_MOVES = regex.compile(r"(?:增长|下降|增加|减少|提高|上涨|下跌|回落|达到|完成|实现)$")
_HANGING = regex.compile(
    r"(?:[比较][上去]|[同环]比|其中|分别|累计|合计|以及|包括|占比|共[有计]|约为)$"
)
"""No headline ends so: 213家，比上|年末…."""
TITLE = regex.compile(r"^[^，。：]{2,24}：[^。：]{4,}$")
FIGURE = regex.compile(r"\d+\.\d+|\d{2,}")
BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("【", "】"))

STRAY = 2
"""So many blank lines may stand inside a sentence of a page that has such."""
INDENT = "\u3000\u3000"
"""Before the first line of a paragraph of a PDF or scan."""
_HAN_END = regex.compile(r"\p{Han}+\Z")
_HAN_START = regex.compile(r"\p{Han}+")
_REACH = 6
"""So many characters on either side of a line end tell whether it stands inside a word."""
_HEADING = 10.0
"""Em: a line of a heading that is printed over two within a text."""
NARROW = 9.0
"""Em: what is narrower than this is a table or a list, not a column of text."""
WIDE = 45.0
"""Em: wider lines are paragraphs of their own unless they break in the middle of a sentence."""


@cache
def _starter() -> regex.Pattern[str]:
    return regex.compile("^" + alternatives(words_of("starter")))


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


def _is_wrapped(lines: list[Line]) -> bool:
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


def _joins(layout: Layout, index: int, first_of_paragraph: int) -> bool:
    """Whether line `index` + 1 goes on with the paragraph of line `index`."""
    first, second = layout.lines[index], layout.lines[index + 1]
    if first.runs_on:
        return True
    if TITLE_LINE.match(first.text) and (index == 0 or first.gap or _is_apart(layout, index)):
        return False
    if second.opens or first.alone or second.alone or first.doubled or second.doubled:
        return False
    if first.ended and (NUMBERED.match(second.text) or _is_cut_off(layout, index + 1)):
        return False
    if first.ended and (not second.stops or TITLE_LINE.match(second.text)):
        return False
    if first.named or (layout.marked and second.indent >= 2):
        return False
    inside = index > first_of_paragraph
    if not inside and layout.marked and _fills(layout, index) and not second.indent:
        above = layout.lines[index - 1] if index else None
        begins = above is None or above.ended or above.named or above.alone
        rest = len(second.text) <= _REST
        if (begins or rest) and _BROKEN.search(first.text) and _behind_heading(layout, index):
            return True  # the first line of a headline that is wider than the column
    if (
        second.gap > layout.gap
        and (first.ended or layout.gap == 0)
        and not ((inside or layout.stray) and not first.ended and second.gap <= STRAY)
    ):
        return False
    if first.ended:
        return _goes_on_behind_stop(layout, index, inside)
    if inside and is_signed(first.text) and first.width < layout.columns.narrower(index) - 2.5:
        return False
    if inside or first.despatch:
        return True
    if not first.stops:
        return False
    column = layout.columns.narrower(index)
    if column < NARROW or _starter().match(second.text):
        return False
    beside = layout.lines[max(0, index - 1) : index + 4]
    if not any(SENTENCE_MARK.search(line.text) for line in beside[-4:]):
        return False
    slack = 3.0 if column >= 14 else 2.5
    if NOT_LAST.search(first.text[-1:]):
        return True
    if NUMBERED.match(first.text):
        slack = 1.5
    kept_whole = ASCII_START.match(second.text)  # what did not fit went to the next line
    reach = first.width + (len(kept_whole.group()) / 2 if kept_whole else 0.0)
    full = first.spaced or reach >= column - slack
    if layout.letters is not None and len(first.text) + first.indent >= layout.letters:
        full = True
    return full and not _is_headline(layout, index)


def _joins_in_print(state: State, first: Line, second: Line) -> bool:
    """Whether two lines of a PDF or scan are one paragraph: their places on the page say so.

    What reads them begins each paragraph with an indent or behind a blank line.
    """
    if first.alone or second.alone:
        return False
    origin, raw = state.body.origin, state.page.text
    between = raw[origin[first.end - 1] + 1 : origin[second.start]]
    return between.count("\n") == 1 and not between.endswith(INDENT)


def _is_apart(layout: Layout, index: int) -> bool:
    """Nothing above this line runs into it."""
    above = layout.lines[index - 1]
    return above.alone or above.ended or above.named or above.doubled


def _is_headline(layout: Layout, index: int) -> bool:
    """A line as wide as the column that is no part of it: the text below says it again."""
    first, second = layout.lines[index], layout.lines[index + 1]
    if first.spaced or "。" in first.text or NOT_LAST.search(first.text[-1:]):
        return False
    if DATED_START.match(first.text.replace(" ", "")) or _NAMED.search(first.text):
        return False
    if _HANGING.search(first.text[-2:]):
        return False
    if _MOVES.search(first.text[-4:]) and second.text[:1].isdigit():
        return False
    if first.text[-1].isdigit() and MEASURE.match(second.text):
        return False
    if segment.is_inside_word(_tail(first), _head(second)):
        return False
    if "\u3000" in first.text and not first.opens and not SENTENCE_MARK.search(first.text):
        return True
    if first.text.count("、") + first.text.count("，") > 1:
        return False
    if first.text[-1].isdigit() and HAN.match(second.text):
        return False
    if any(first.text.count(left) > first.text.count(right) for left, right in BRACKETS):
        return False
    before, after = layout.columns.around(index, -1), layout.columns.around(index, 1)
    uneven = abs(first.width - second.width) > 2.5 and not second.ended
    if after is not None and uneven and first.width > max(after, before or 0) + 2.5:
        return True
    above = layout.lines[index - 1] if index else None
    apart = above is None or above.alone or above.doubled or first.gap > layout.gap or above.named
    beyond = layout.columns.around(index + 1, 1)
    if apart and layout.indent and beyond is not None and not second.ended and not second.spaced:
        column = beyond - layout.indent
        if second.width <= column + 0.7 and abs(first.width - column) > 1.2:
            return True
    below = list(takewhile(lambda line: line.stops, layout.lines[index + 1 : index + 11]))
    said, whole = _said_again(first.text, below)
    if said < 4 or (not apart and SENTENCE_MARK.search(first.text)):
        return False
    if apart:
        return said >= (0.3 if TITLE.match(first.text) else 0.4) * whole
    return said >= 0.7 * whole


def _tail(line: Line) -> str:
    """The Chinese characters that a line ends with."""
    match = _HAN_END.search(line.text[-_REACH:])
    return match.group() if match else ""


def _head(line: Line) -> str:
    """The Chinese characters that a line begins with."""
    match = _HAN_START.match(line.text[:_REACH])
    return match.group() if match else ""


def _said_again(title: str, below: list[Line]) -> tuple[int, int]:
    """How many of a line's pairs of characters and numbers the lines below say, out of how many."""
    text = "".join(line.text for line in below).replace(" ", "")
    pairs = {
        title[place : place + 2]
        for place in range(len(title) - 1)
        if HAN.match(title[place]) and HAN.match(title[place + 1])
    }
    numbers = set(FIGURE.findall(title))
    said = sum(pair in text for pair in pairs) + 2 * sum(number in text for number in numbers)
    return said, len(pairs) + 2 * len(numbers)


def _is_cut_off(layout: Layout, index: int) -> bool:
    """A line without a stop before the beginning of a text: it can only be a heading."""
    if index + 1 >= len(layout.lines):
        return False
    line, below = layout.lines[index], layout.lines[index + 1]
    two = _is_short(line) and below.width <= 1.6 * _HEADING and not below.ended
    if layout.marked and two and not below.indent and index + 2 < len(layout.lines):
        below = layout.lines[index + 2]  # a heading over two lines
    elif layout.marked and (behind := _behind_heading(layout, index)) is not None:
        below = behind
    begins = below.opens or below.alone or (layout.marked and below.indent >= 2)
    return begins and not line.ended and not line.named and not line.runs_on


def _fills(layout: Layout, index: int) -> bool:
    """Is a line as wide as its column?"""
    line = layout.lines[index]
    return not line.indent and line.width >= layout.columns.narrower(index) - 1.2


_BROKEN = regex.compile(r"^(?!.*(?:\u3000|\d{4}年\d)).*[^”》！？…。；：]$")
_REST = 2
"""A line of so few characters is the end of the one above."""
_HEADED = 3
"""A headline in a column takes so many lines at most."""


def _behind_heading(layout: Layout, index: int) -> Line | None:
    """The indented line behind lines that have none and no stop: a headline as wide as the column.

    The last line of a paragraph has a stop.
    """
    for at in range(index, min(index + _HEADED, len(layout.lines) - 1)):
        line, below = layout.lines[at], layout.lines[at + 1]
        if line.indent or line.ended or line.named or regex.search(r"[。；]", line.text):
            return None
        if below.indent >= 2 or below.opens:
            return below
    return None


def _is_short(line: Line) -> bool:
    """As short as the line of a heading within a text."""
    text = line.text.removesuffix("：")
    return line.width <= _HEADING and not line.ended and SENTENCE_MARK.search(text) is None


def _goes_on_behind_stop(layout: Layout, index: int, inside: bool) -> bool:
    """A full line that happens to end with a stop: the next one tells by its width."""
    first, second = layout.lines[index], layout.lines[index + 1]
    if layout.marked and not second.indent and not second.gap > layout.gap:
        return True
    column = layout.columns.narrower(index)
    before = layout.columns.around(index, -1)
    if inside and before is not None:
        column = before
    if column < NARROW or first.width > WIDE:
        return False
    lack = 1.0 if inside else 2.6
    if not first.spaced and first.width < column - lack:
        return False
    after = layout.columns.around(index + 1, 1)
    if second.spaced or after is None:
        return second.ended
    if second.ended:
        return second.width <= after + 1 and not second.text.endswith("——")
    if second.width < min(after, column) - 3:
        return False
    return not (layout.indent and second.width <= after - 1.3)


def _glue(first: str, second: str, page: str) -> tuple[int, str]:
    """How many characters of the line end go, and what comes between the two lines."""
    if HYPHEN_END.search(first[-2:]) and LATIN_START.match(second):
        return 1, ""
    if first[-1] in "\u2043\u00ad":
        return 1, ""
    left, right = LATIN_END.search(first), LATIN_START.match(second)
    if left and right:
        word = left.group() + right.group()
        whole = regex.stands(word, page, before=NO_LETTER_BEFORE, behind=NO_LETTER_BEHIND)
        return 0, "" if whole else " "
    return 0, ""


def _keep_tables(lines: list[Line]) -> None:
    """The lines of a flattened table stand alone: two cells joined would be another number."""
    starts: list[int] = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    for table in grid.tables("\n".join(line.text for line in lines)):
        first = bisect_left(starts, table.span.start)
        for line in lines[first : bisect_right(starts, table.span.end)]:
            line.alone = True
            line.runs_on = False
            line.doubled = False


_COUNTED = regex.compile(
    r"(?:(?P<open>[（(]?)(?P<n>\d{1,2})(?P<close>[.．、）)])(?!\d)|(?P<ring>[①-⑳]))\s?[^\d\s]"
)
_ITEM_LINES = 8
"""An item of a list takes at most so many lines of its column."""


def _open_lists(lines: list[Line]) -> None:
    """Lines that count on, 1. …, 2. …, 3. …, are items of a list: each begins a paragraph."""
    above: tuple[int, tuple[str, int, str]] | None = None
    for index, line in enumerate(lines):
        match = _COUNTED.match(line.text)
        if match is None:
            continue
        ring = match["ring"]
        if ring:
            mark = ("①", ord(ring) - ord("①"), "")
        else:
            mark = (match["open"], int(match["n"]), match["close"])
        if (
            above is not None
            and index - above[0] <= _ITEM_LINES
            and mark == (above[1][0], above[1][1] + 1, above[1][2])
        ):
            lines[above[0]].opens = line.opens = True
        above = (index, mark)


def unwrap(state: State) -> Iterator[Edit]:
    """Lines of one paragraph become one line; blank lines, indents and trailing spaces go."""
    text = state.body.text
    lines = read_lines(state)
    if not lines:
        if text:
            yield Edit(0, len(text), "")
        return
    printed = state.page.source is not Source.TEXT and state.page.layout is not None
    if printed:
        for line in lines:
            line.alone = False
    _keep_tables(lines)
    _open_lists(lines)
    wrapped = _is_wrapped(lines)
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
    if lines[0].start:
        yield Edit(0, lines[0].start, "")
    paragraph = 0
    for index, (first, second) in enumerate(pairwise(lines)):
        if printed:
            joined = _joins_in_print(state, first, second)
        else:
            joined = _joins(layout, index, paragraph) if wrapped else first.runs_on
        if joined:
            dropped, between = _glue(first.text, second.text, text)
            if text[first.end : first.end + 1] == "\u3000" and HAN.match(second.text):
                between = "\u3000"
        else:
            dropped, between = 0, "\n"
            paragraph = index + 1
        if text[first.end - dropped : second.start] != between:
            yield Edit(first.end - dropped, second.start, between)
    if lines[-1].end < len(text):
        yield Edit(lines[-1].end, len(text), "")
