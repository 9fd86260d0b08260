"""Dots that are dirt: those for which a line has no room, or that stand beside another mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.layout.sheet import OPENINGS, STOPS, Glyph, Run, run_of

DOTS = frozenset(".．·")
MARKS = frozenset(STOPS + OPENINGS + ",;:!?()")
# A dot that is surer than this stands where it was read.
SURE = 0.9
# From the middle of one character to that of the next, in ems, where a mark stands between them:
# two Chinese ones, and a figure and a Chinese one.
BETWEEN, BEHIND = 1.75, 1.3


def dusted(run: Run) -> Run:
    """A line without dots that are dirt; two dots side by side are one mark."""
    if run.vertical:
        return run
    out: list[Glyph] = []
    glyphs = run.glyphs
    index = 0
    while index < len(glyphs):
        glyph = glyphs[index]
        end = index + 1
        if glyph.text in DOTS:
            while end < len(glyphs) and glyphs[end].text in DOTS:
                end += 1
            before, behind = out[-1] if out else None, glyphs[end] if end < len(glyphs) else None
            out += _kept(glyphs[index:end], before, behind)
        else:
            out.append(glyph)
        index = end
    return run if len(out) == len(glyphs) else run_of(out)


def _kept(dots: Sequence[Glyph], before: Glyph | None, behind: Glyph | None) -> list[Glyph]:
    """What is left of some dots between two characters."""
    if before is None and behind is not None and _han(behind):
        # No line begins with a point, but a list may with a mark as clear as its characters.
        return [dot for dot in dots if dot.confidence >= SURE]
    if before is None or behind is None or len(dots) > 2:
        return list(dots)
    if before.text.isascii() and before.text.isalnum() and behind.text.isascii():
        # The decimals of a numeral, an abbreviation.
        return [max(dots, key=lambda dot: dot.confidence)] if behind.text.isalnum() else list(dots)
    if len(dots) == 2:
        # The worn tail of a comma beside a speck.
        return [replace(dots[0], text="，", confidence=min(SURE, dots[0].confidence))]
    (dot,) = dots
    if before.text in MARKS or behind.text in STOPS:
        return []
    room = BEHIND if before.text.isascii() else BETWEEN
    narrow = behind.middle - before.middle < room * dot.size
    return [] if _han(behind) and narrow and dot.confidence < SURE else [dot]


def _han(glyph: Glyph) -> bool:
    return "\u4e00" <= glyph.text <= "\u9fff"
