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

# The cut between two characters is looked for in this part of the way between their middles.
NEAR, FAR = 0.25, 0.75
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
    """The column with the least ink between two middles; of equal ones the middle of the widest."""
    start = max(0, min(len(ink), round(one + NEAR * (other - one))))
    end = max(start + 1, min(len(ink), round(one + FAR * (other - one)) + 1))
    window = ink[start:end]
    if len(window) == 0:
        return start
    least = window.min()
    best, length, run = start, 0, 0
    for place, value in enumerate(window):
        run = run + 1 if value == least else 0
        if run > length:
            best, length = start + place - run // 2, run
    return best
