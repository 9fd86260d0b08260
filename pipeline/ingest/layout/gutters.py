"""Recognised lines that run over a gutter, where dirt was taken for a mark, are cut there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.ingest.layout.sheet import STOPS, Glyph, Rule, Run, run_of

# White between two characters that may be a gutter, in ems.
LEAST = 0.9
# The lines whose ends show a gutter stand so near, in ems; so many must, on either side of it.
NEAR, FEW = 4.0, 2
# Lines of one text differ in size by less than this.
ALIKE = 0.8
# Where those lines end and begin, in ems from the white.
AT = 0.6
# A rule between columns is so many ems high at least.
HIGH = 3.0
# A mark in a gutter that is less sure than this is dirt.
SURE = 0.9
MARKS = frozenset(STOPS + ".,·:;")


def cut(runs: Sequence[Run]) -> list[Run]:
    """The runs, those that cross a gutter in two."""
    level = sorted((run for run in runs if not run.vertical), key=lambda run: run.box.top)
    tops = [run.box.top for run in level]
    out = [run for run in runs if run.vertical]
    for run in level:
        reach = NEAR * run.size
        first = bisect_left(tops, run.box.top - reach)
        last = bisect_right(tops, run.box.top + reach)
        near = [
            other
            for other in level[first:last]
            if other is not run and ALIKE < other.size / run.size < 1 / ALIKE
        ]
        out += _parts(run, near)
    return out


def ruled(runs: Sequence[Run], rules: Sequence[Rule]) -> list[Run]:
    """The runs, those in two that a printed rule between columns stands in.

    A widely set line may have blanks as wide as the white on both sides of the rule.
    """
    upright = sorted((r.box for r in rules if not r.horizontal), key=lambda box: box.left)
    lefts = [box.left for box in upright]
    out: list[Run] = []
    for run in runs:
        box, size = run.box, run.size
        centre = (box.top + box.bottom) / 2
        first = bisect_left(lefts, box.left + size)
        last = bisect_right(lefts, box.right - size)
        places = [
            (rule.left + rule.right) / 2
            for rule in upright[first:last]
            if not run.vertical
            and rule.bottom - rule.top > HIGH * size
            and rule.top < centre < rule.bottom
        ]
        parts = [run]
        for place in places:
            before, after = _at(parts[-1].glyphs, place)
            clear = all(g.box.right < place + 0.2 * size for g in before) and all(
                g.box.left > place - 0.2 * size for g in after
            )
            if before and after and clear:
                parts[-1:] = [run_of(before), run_of(after)]
        out += parts
    return out


def _at(glyphs: Sequence[Glyph], place: float) -> tuple[list[Glyph], list[Glyph]]:
    """What stands before a place and behind it, without the blanks beside it.

    A printed blank may be as wide as all the white between two columns.
    """
    before = [glyph for glyph in glyphs if glyph.middle < place]
    after = [glyph for glyph in glyphs if glyph.middle >= place]
    while before and before[-1].text.isspace():
        before.pop()
    while after and after[0].text.isspace():
        after.pop(0)
    return before, after


def _parts(run: Run, near: Sequence[Run]) -> list[Run]:
    glyphs = list(run.glyphs)
    parts: list[list[Glyph]] = [[]]
    for index, glyph in enumerate(glyphs):
        parts[-1].append(glyph)
        if glyph.text in MARKS:
            continue
        behind = index + 1
        while behind < len(glyphs) - 1 and glyphs[behind].text in MARKS:
            behind += 1
        if behind == len(glyphs) or behind > index + 2:
            continue
        start, end = glyph.box.right, glyphs[behind].box.left
        if end - start >= LEAST * run.size and _is_gutter(start, end, run, near):
            marks = glyphs[index + 1 : behind]
            parts[-1] += [mark for mark in marks if mark.confidence >= SURE]
            parts.append([])
    # The marks in front of a cut were taken care of above.
    whole = [part for part in parts if part]
    if len(whole) < 2:
        return [run]
    return [run_of(_without_lead(part, number)) for number, part in enumerate(whole)]


def _without_lead(part: list[Glyph], number: int) -> list[Glyph]:
    """A part without the marks that went with the one before it."""
    start = 0
    while number and start < len(part) - 1 and part[start].text in MARKS:
        start += 1
    return part[start:]


def _is_gutter(start: float, end: float, run: Run, near: Sequence[Run]) -> bool:
    """Whether lines above or below end and begin at the white between two places, and none of
    them crosses it."""
    slack = AT * run.size
    middle = (start + end) / 2
    ends = begins = 0
    for other in near:
        if other.box.left < middle < other.box.right:
            return False
        ends += abs(other.box.right - start) < slack
        begins += abs(other.box.left - end) < slack
    return ends >= FEW and begins >= FEW
