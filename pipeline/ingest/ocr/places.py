"""Where the characters of a recognised line stand: the network's steps, drawn to the ink.

A step is a fifth of a character; the white between characters is known to a pixel.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# Two characters are cut in this part of the way between their middles: near its middle, or
# further off where white shows it. White that is a pixel off must be so much wider.
NEAR, FAR, AWAY = 0.5, 0.8, 1.0
# The ends of a line lie so far off at most, in heights of the line.
STRETCHED = 0.7
# The ink of a character, in heights of the line: less is a part of one, more are two.
NARROWEST, WIDEST = 0.3, 1.15


def drawn_to_ink(
    scan: Scan, box: Box, signs: Sequence[Sign], middles: Sequence[float]
) -> list[float]:
    """The middles of a level line's characters in pixels, Chinese ones in the middle of their ink.

    Marks and Latin letters do not fill their cells; they move with their neighbours, and so does
    what the ink does not part.
    """
    out = list(middles)
    inked = [number for number, sign in enumerate(signs) if not sign.text.isspace()]
    if len(inked) < 2:
        return out
    top, bottom = max(0, int(box.top)), int(box.bottom)
    left, right = max(0, int(box.left)), int(box.right)
    ink = scan.ink[top:bottom, left:right].sum(axis=0)
    high = box.bottom - box.top
    guesses = _spanned([middle - left for middle in middles], signs, inked, len(ink), high)
    # What the ink shows of some characters moves their neighbours, whose cuts are then better.
    shown = _shown(ink, high, signs, inked, guesses)
    guesses = _shifted(guesses, shown)
    shown |= _shown(ink, high, signs, inked, guesses)
    for number, guess in enumerate(_shifted(guesses, shown)):
        out[number] = left + shown.get(number, guess)
    return out


def _spanned(
    middles: Sequence[float], signs: Sequence[Sign], inked: Sequence[int], wide: int, high: float
) -> list[float]:
    """The middles stretched so that a line that is Chinese at both ends fills its box.

    The network's steps are late or early by a little more with each character.
    """
    first, last = inked[0], inked[-1]
    begin, end = middles[first], middles[last]
    if not (_is_han(signs[first]) and _is_han(signs[last])) or end <= begin:
        return list(middles)
    start, stop = 0.5 * high, wide - 0.5 * high
    if stop <= start or max(abs(start - begin), abs(stop - end)) > STRETCHED * high:
        return list(middles)
    scale = (stop - start) / (end - begin)
    return [start + (middle - begin) * scale for middle in middles]


def _is_han(sign: Sign) -> bool:
    return "\u3400" <= sign.text <= "\u9fff"


def _shown(
    ink: Any, high: float, signs: Sequence[Sign], inked: Sequence[int], middles: Sequence[float]
) -> dict[int, float]:
    """The middles of the Chinese characters whose ink stands apart, by their number."""
    import numpy

    cuts = [_cut(ink, middles[one], middles[other]) for one, other in itertools.pairwise(inked)]
    out: dict[int, float] = {}
    for number, start, end in zip(inked, [0, *cuts], [*cuts, len(ink)], strict=True):
        filled = numpy.flatnonzero(ink[start:end])
        if _is_han(signs[number]) and len(filled):
            first, last = start + int(filled[0]), start + int(filled[-1])
            if NARROWEST * high < last - first + 1 < WIDEST * high:
                out[number] = (first + last + 1) / 2
    return out


def _shifted(middles: Sequence[float], shown: Mapping[int, float]) -> list[float]:
    """The middles, moved as far as the nearest ones that the ink shows."""
    known = sorted(shown)
    if not known:
        return list(middles)
    out: list[float] = []
    for number, middle in enumerate(middles):
        at = bisect_left(known, number)
        near = known[max(0, at - 1) : at + 1]
        out.append(middle + sum(shown[n] - middles[n] for n in near) / len(near))
    return out


def _cut(ink: Any, one: float, other: float) -> int:
    """The column that parts two characters: white between their middles, wide and not far off.

    Where there is none, the one with the least ink.
    """
    import numpy

    start, end = _window(ink, one, other, FAR)
    white = numpy.flatnonzero(ink[start:end] == 0) + start
    if len(white):
        between = (one + other) / 2
        runs = numpy.split(white, numpy.flatnonzero(numpy.diff(white) > 1) + 1)
        best = max(runs, key=lambda run: len(run) - AWAY * abs(float(run.mean()) - between))
        return int(best[len(best) // 2])
    start, end = _window(ink, one, other, NEAR)
    return start + int(ink[start:end].argmin()) if end > start else start


def _window(ink: Any, one: float, other: float, part: float) -> tuple[int, int]:
    """The columns in so much of the way between two middles."""
    aside = (1 - part) / 2 * (other - one)
    return max(0, round(one + aside)), min(len(ink), round(other - aside) + 1)
