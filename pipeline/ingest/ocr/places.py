"""Where the characters of a recognised line stand: the network's steps, drawn to the ink.

A step is a fifth of a character; the white between characters is known to a pixel.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# Two characters are cut in this part of the way between their middles: near its middle, or
# further off where white shows it. White that is a pixel off must be so much wider.
NEAR, FAR, AWAY = 0.5, 0.8, 0.5
# The ink of a character, in heights of the line: less is a part of one, more are two.
NARROWEST, WIDEST = 0.3, 1.15


def drawn_to_ink(
    scan: Scan, box: Box, signs: Sequence[Sign], middles: Sequence[float]
) -> list[float]:
    """The middles of a level line's characters in pixels, Chinese ones in the middle of their ink.

    Marks and Latin letters do not fill their cells and stay; so does what the ink does not part.
    """
    import numpy

    out = list(middles)
    inked = [number for number, sign in enumerate(signs) if not sign.text.isspace()]
    if len(inked) < 2:
        return out
    top, bottom = max(0, int(box.top)), int(box.bottom)
    left, right = max(0, int(box.left)), int(box.right)
    ink = scan.ink[top:bottom, left:right].sum(axis=0)
    high = box.bottom - box.top
    cuts = [
        _cut(ink, middles[one] - left, middles[other] - left)
        for one, other in itertools.pairwise(inked)
    ]
    for number, start, end in zip(inked, [0, *cuts], [*cuts, len(ink)], strict=True):
        filled = numpy.flatnonzero(ink[start:end])
        if "\u3400" <= signs[number].text <= "\u9fff" and len(filled):
            first, last = start + int(filled[0]), start + int(filled[-1])
            if NARROWEST * high < last - first + 1 < WIDEST * high:
                out[number] = left + (first + last + 1) / 2
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
