"""Commas, stops and semicolons of worn print, told by what the same page prints surely.

Small print loses the ring of 。 and the tail of ，; how large each is and how high it stands in
its line stays, and differs from face to face. A page's sure marks say how its own look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest.layout.sheet import Glyph, Run
from pipeline.ingest.ocr.picture import Scan

# Marks read at least so surely show what they look like; less sure ones are looked at again.
SURE, DOUBT = 0.97, 0.97
# So many sure marks of a kind are enough.
FEW = 6
# A mark looks like one kind when it is nearer to it than to the other by this factor, and near.
NEARER, NEAR = 1.5, 0.14
# The marks of a face are told apart where they differ by more than this, in ems.
UNLIKE = 0.18
# The lower half of ； has more ink than the upper one, by this factor.
TAIL = 1.2
# A dot of so many times the size of what stands over it is a point under a speck.
SPECK = 2.0
# What is drawn of a mark, in ems: width, height, and how low it stands at least.
WIDEST, HIGHEST, LOW = 0.42, 0.5, 0.3

Shape = tuple[float, float, float]
"""Width, height, and how far down the top is, in ems."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """The pieces of a mark: left, top, right, bottom in pixels of the scan."""

    pieces: tuple[tuple[int, int, int, int], ...]
    top: float
    em: float

    @property
    def shape(self) -> Shape:
        left, top, right, bottom = self.hull
        return (right - left) / self.em, (bottom - top) / self.em, (top - self.top) / self.em

    @property
    def hull(self) -> tuple[int, int, int, int]:
        lefts, tops, rights, bottoms = zip(*self.pieces, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def told_apart(scan: Scan, runs: Sequence[Run]) -> list[Run]:
    """The lines of a page with their commas, stops and semicolons as the ink says."""
    looks = _looks(scan, runs)
    return [run if run.vertical else _mended(scan, run, looks) for run in runs]


def _looks(scan: Scan, runs: Sequence[Run]) -> dict[str, Shape]:
    """What a comma and a stop look like on this page: the middle of the sure ones."""
    found: dict[str, list[Shape]] = {"，": [], "。": []}
    for run in runs:
        for at, glyph in enumerate(run.glyphs):
            if glyph.text in found and glyph.confidence >= SURE and not run.vertical:
                ink = _ink(scan, run.glyphs, at)
                if len(ink.pieces) == 1:
                    found[glyph.text].append(ink.shape)
    if any(len(shapes) < FEW for shapes in found.values()):
        return {}
    looks = {text: _middle(shapes) for text, shapes in found.items()}
    # Faces whose commas and stops fill the same place cannot tell them apart.
    return looks if _apart(looks["，"], looks["。"]) > UNLIKE else {}


def _apart(one: Shape, other: Shape) -> float:
    return sum(abs(mine - its) for mine, its in zip(one, other, strict=True))


def _middle(shapes: Sequence[Shape]) -> Shape:
    wide, high, low = (sorted(values)[len(shapes) // 2] for values in zip(*shapes, strict=True))
    return wide, high, low


def _mended(scan: Scan, run: Run, looks: dict[str, Shape]) -> Run:
    glyphs = list(run.glyphs)
    for at, glyph in enumerate(glyphs):
        text = glyph.text
        if glyph.text == "：" and _tailed(scan, glyphs, at):
            text = "；"
        elif glyph.text in ":：" and _is_decimal(scan, glyphs, at):
            text = "."
        elif looks and _is_open(glyphs, at):
            text = _likest(_ink(scan, glyphs, at), looks) or text
        if text != glyph.text:
            glyphs[at] = replace(glyph, text=text, confidence=min(glyph.confidence, 0.9))
    return replace(run, glyphs=tuple(glyphs))


def _is_open(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a mark may be another one: it was doubtful, or a point where no decimals are, or a
    middle dot, which parts foreign names only and stands higher."""
    if not at:
        # The decimals of a numeral that a line's end parts.
        return False
    glyph, before = glyphs[at], glyphs[at - 1].text
    if glyph.text in ".．·":
        return before > "\u2fff" or before in "%‰％"
    # Behind a digit the mark may be a point.
    return glyph.text in "，。" and glyph.confidence < DOUBT and not before.isdigit()


def _likest(ink: _Ink, looks: dict[str, Shape]) -> str | None:
    """Which mark a piece of ink looks like; None where that is not clear."""
    if len(ink.pieces) != 1:
        return None
    apart = {text: _apart(ink.shape, shape) for text, shape in looks.items()}
    (near, text), (far, _) = sorted((distance, text) for text, distance in apart.items())
    return text if near < NEAR and far > NEARER * near else None


def _tailed(scan: Scan, glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether the lower of two dots is heavier than the upper one, as that of ； is."""
    ink = _ink(scan, glyphs, at)
    if len(ink.pieces) != 2:
        return False
    left, top, right, bottom = ink.hull
    dark = 255 - scan.grey[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1].astype(float)
    half = dark.shape[0] // 2
    return bool(dark[-half:].sum() > TAIL * dark[:half].sum())


def _is_decimal(scan: Scan, glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether one dot low between two digits was read as two; the other may be dirt."""
    if not 0 < at < len(glyphs) - 1:
        return False
    if not (glyphs[at - 1].text.isdigit() and glyphs[at + 1].text.isdigit()):
        return False
    ink = _ink(scan, glyphs, at)
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in ink.pieces]
    lows = [bottom for _, _, _, bottom in ink.pieces]
    # The dots of a colon are alike.
    return len(areas) == 1 or (
        len(areas) == 2 and areas[lows.index(max(lows))] > SPECK * min(areas) > 0
    )


def _ink(scan: Scan, glyphs: Sequence[Glyph], at: int) -> _Ink:
    """The small pieces that stand free between the characters beside a mark."""
    glyph = glyphs[at]
    em = glyph.size
    before = _edge(glyphs[at - 1], 1) if at else glyph.middle - 0.7 * em
    behind = _edge(glyphs[at + 1], -1) if at + 1 < len(glyphs) else glyph.middle + 0.7 * em
    left, right = max(0, round(before)), round(behind)
    top, bottom = max(0, round(glyph.centre - 0.55 * em)), round(glyph.centre + 0.62 * em)
    part = scan.ink[top:bottom, left:right]
    pieces = tuple(
        (left + x, top + y, left + x + wide, top + y + high)
        for x, y, wide, high in _pieces(part)
        if wide < WIDEST * em
        and high < HIGHEST * em
        and x > 0
        and x + wide < part.shape[1]
        and y + high > LOW * em
    )
    return _Ink(pieces, float(top), em)


def _edge(glyph: Glyph, side: int) -> float:
    """Where the core of a neighbour ends, on its right (1) or left (-1) side; a digit is narrow."""
    return glyph.middle + side * (0.3 if glyph.text > "\u2fff" else 0.18) * glyph.size


def _pieces(part: Any) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of what hangs together."""
    import cv2
    import numpy

    if part.size == 0:
        return
    _, _, stats, _ = cv2.connectedComponentsWithStats(part.astype(numpy.uint8), connectivity=8)
    for row in stats[1:]:
        left, top, wide, high = (int(value) for value in row[:4])
        yield left, top, wide, high
