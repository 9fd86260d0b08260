"""Lines of a column → paragraphs: which line ends end a paragraph, which only a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pipeline import grid
from pipeline import patterns as regex
from pipeline.clean.column import NARROW, STRAY, WIDE, Layout, is_wrapped, layout_of
from pipeline.clean.edits import Edit, State
from pipeline.clean.headlines import (
    NOT_LAST,
    behind_heading,
    fills_column,
    is_apart,
    is_cut_off,
    is_headline,
)
from pipeline.clean.lines import (
    HAN,
    NUMBERED,
    SENTENCE_MARK,
    TITLE_LINE,
    Line,
    is_signed,
    read_lines,
    words_of,
)
from pipeline.marks import BULLETS
from pipeline.model import Source
from pipeline.tables import alternatives

HYPHEN_END = regex.compile(r"[\u2043\u00ad]$|(?<=[a-z])-$")
LATIN_END = regex.compile(r"[A-Za-z]+$")
ASCII_START = regex.compile(r"^[A-Za-z0-9.,%\-+/]+")
LATIN_START = regex.compile(r"^[A-Za-z]+")
NO_LETTER_BEFORE = regex.compile(r"(?<![A-Za-z])")
NO_LETTER_BEHIND = regex.compile(r"(?![A-Za-z])")
INDENT = "\u3000\u3000"
"""Before the first line of a paragraph of a PDF or scan."""
BROKEN = regex.compile(r"^(?!.*(?:\u3000|\d{4}年\d)).*[^”》！？…。；：]$")
_NAMED = 3
"""The text under a headline often begins with the name that the headline began with."""
_REST = 2
"""A line of so few characters is the end of the one above."""


@cache
def _starter() -> regex.Pattern[str]:
    return regex.compile("^" + alternatives(words_of("starter")))


_ITEM = regex.compile(rf"[{BULLETS.replace('·', '')}][ \u3000]?[\p{{Han}}A-Za-z\d]")
"""• 船舶成本…: an indented item, whatever the line above ends with; a dot also parts names."""


def _heads(first: str, second: str) -> bool:
    """A line without marks, and one that begins with the same name: a headline and its text."""
    return (
        first[:_NAMED] == second[:_NAMED]
        and HAN.match(first) is not None
        and not SENTENCE_MARK.search(first)
        and len(first) > 2 * _NAMED
    )


def _joins(layout: Layout, index: int, first_of_paragraph: int) -> bool:
    """Whether line `index` + 1 goes on with the paragraph of line `index`."""
    first, second = layout.lines[index], layout.lines[index + 1]
    if first.runs_on:
        return True
    if TITLE_LINE.match(first.text) and (index == 0 or first.gap or is_apart(layout, index)):
        return False
    if second.opens or first.alone or second.alone or first.doubled or second.doubled:
        return False
    if first.ended and (NUMBERED.match(second.text) or is_cut_off(layout, index + 1)):
        return False
    if first.ended and (not second.stops or TITLE_LINE.match(second.text)):
        return False
    if first.named or (layout.marked and second.indent >= 2):
        return False
    if second.indent and _ITEM.match(second.text):
        return False
    inside = index > first_of_paragraph
    if not inside and _heads(first.text, second.text):
        return False
    if not inside and layout.marked and fills_column(layout, index) and not second.indent:
        above = layout.lines[index - 1] if index else None
        begins = above is None or above.ended or above.named or above.alone
        rest = len(second.text) <= _REST
        if (begins or rest) and BROKEN.search(first.text) and behind_heading(layout, index):
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
    if _opens_indented(layout, index):
        return True
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
    return full and not is_headline(layout, index)


_MOST_INDENT = 4
"""Blanks before a paragraph; a heading in the middle of its column has more."""


def _opens_indented(layout: Layout, index: int) -> bool:
    """Where blanks begin paragraphs, a line with blanks goes on in one that has none."""
    first, second = layout.lines[index], layout.lines[index + 1]
    return (
        layout.marked
        and 2 <= first.indent <= _MOST_INDENT
        and not second.indent
        and second.gap <= layout.gap
        and SENTENCE_MARK.search(first.text + second.text) is not None
    )


def _joins_in_print(state: State, first: Line, second: Line) -> bool:
    """Whether two lines of a PDF or scan are one paragraph: their places on the page say so.

    What reads them begins each paragraph with an indent or behind a blank line.
    """
    if first.alone or second.alone:
        return False
    origin, raw = state.body.origin, state.page.text
    between = raw[origin[first.end - 1] + 1 : origin[second.start]]
    return between.count("\n") == 1 and not between.endswith(INDENT)


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
        whole = len(word) < 4 and word.isupper() and min(map(len, (left[0], right[0]))) == 1
        whole = whole or regex.stands(word, page, before=NO_LETTER_BEFORE, behind=NO_LETTER_BEHIND)
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
    wrapped = is_wrapped(lines)
    layout = layout_of(lines, wrapped=wrapped)
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
