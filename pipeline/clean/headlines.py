"""Lines of a column that are headlines, though they may be as wide as the text below."""

from __future__ import annotations

from itertools import takewhile

from pipeline import patterns as regex
from pipeline import segment
from pipeline.clean.column import Layout
from pipeline.clean.lines import HAN, MEASURE, SENTENCE_MARK, Line

NOT_LAST = regex.compile(r"[的和与及或在有是占达于为将从对向由被把以比等该其、第约近超]$")
"""No headline ends with one of these."""
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
_HAN_END = regex.compile(r"\p{Han}+\Z")
_HAN_START = regex.compile(r"\p{Han}+")
_REACH = 6
"""So many characters on either side of a line end tell whether it stands inside a word."""
_HEADING = 10.0
"""Em: a line of a heading that is printed over two within a text."""
_HEADED = 3
"""A headline in a column takes so many lines at most."""


def is_apart(layout: Layout, index: int) -> bool:
    """Nothing above this line runs into it."""
    above = layout.lines[index - 1]
    return above.alone or above.ended or above.named or above.doubled


def is_headline(layout: Layout, index: int) -> bool:
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


def is_cut_off(layout: Layout, index: int) -> bool:
    """A line without a stop before the beginning of a text: it can only be a heading."""
    if index + 1 >= len(layout.lines):
        return False
    line, below = layout.lines[index], layout.lines[index + 1]
    two = _is_short(line) and below.width <= 1.6 * _HEADING and not below.ended
    if layout.marked and two and not below.indent and index + 2 < len(layout.lines):
        below = layout.lines[index + 2]  # a heading over two lines
    elif layout.marked and (behind := behind_heading(layout, index)) is not None:
        below = behind
    begins = below.opens or below.alone or (layout.marked and below.indent >= 2)
    return begins and not line.ended and not line.named and not line.runs_on


def fills_column(layout: Layout, index: int) -> bool:
    """Is a line as wide as its column?"""
    line = layout.lines[index]
    return not line.indent and line.width >= layout.columns.narrower(index) - 1.2


def behind_heading(layout: Layout, index: int) -> Line | None:
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
