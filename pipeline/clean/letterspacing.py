"""A page set with a blank behind every character: the blanks are closed before lines are weighed.

Some text layers give all letters apart. Where nearly all lines are so, spacing says nothing of
which lines are justified, which headings are short, or where a name stands behind a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median_high

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State

_LINE = regex.compile(r"[^\n]+")
_SIGN = r"[\p{Han}，。、；：！？“”‘’《》（）【】]"
_GAP = regex.compile(rf"(?<={_SIGN}) (?=[^\s\u3000])|(?<=[^\s\u3000]) (?={_SIGN})")
_JOINT = regex.compile(rf"(?<={_SIGN}) ?(?={_SIGN})")
_WRITER = regex.compile(r"(?<=[。！？”）]) (?=\p{Han}(?: \p{Han}){1,3}$)")
"""Before a writer's name behind the last stop, in a line that is not full, the blank stays."""
_OPENER = regex.compile(r"^[【（]? ?(?:\p{Han} ){1,7}(?:讯|\d[\d ]* 日 电)(?P<gap> )")
"""本 报 讯 某 市…: behind where a text comes from the blank stays too."""
_SHORT = 6
"""By so many characters and blanks a line is shorter than most where it is not full."""
_LEAST = 6
"""A line tells something from so many joints between characters on."""
_LINES = 3
"""Fewer lines say nothing of a page."""
_OPEN = 0.6
"""So many of a line's joints are open where it is letter-spaced."""
_MOST = 0.8
"""So many of a page's lines are letter-spaced where the page is."""


def close_letter_spacing(state: State) -> Iterator[Edit]:
    """The single blanks beside Chinese characters, on a page that has them everywhere."""
    text = state.body.text
    if text.count(" ") < len(text) // 5:
        return
    lines = list(_LINE.finditer(text))
    open_lines = told = 0
    for line in lines:
        joints = sum(1 for _ in _JOINT.finditer(line.group()))
        if joints >= _LEAST:
            told += 1
            gaps = sum(1 for joint in _JOINT.finditer(line.group()) if joint.group())
            open_lines += gaps >= _OPEN * joints
    if told < _LINES or open_lines < _MOST * told:
        return
    full = median_high(len(line.group()) for line in lines) - _SHORT
    for line in lines:
        kept = set()
        if len(line.group()) < full and (writer := _WRITER.search(line.group())):
            kept.add(writer.start())
        if opener := _OPENER.match(line.group()):
            kept.add(opener.start("gap"))
        for gap in _GAP.finditer(line.group()):
            if gap.start() not in kept:
                yield Edit(line.start() + gap.start(), line.start() + gap.end(), "")
