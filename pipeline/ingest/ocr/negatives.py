"""White type on black, as in reversed headlines, made black on white before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A ground is so large at least, in ems: width and height.
WIDE, HIGH = 2.0, 1.3
# Smaller ones are so much longer than wide.
LONG, LARGE = 1.6, 8.0
# So much of a ground's box is dark, and so much of each of its sides.
FULL, SIDE = 0.55, 0.9
# Type takes so much of a ground at least; a plain bar has none, a photograph has greys.
TYPE, GREYS = 0.008, 0.3
# The sides of a ground lie within so many of the coarse rows and columns at its ends.
RIM = 4
# The tone of a ground is as even as this (standard deviation of grey values).
EVEN = 22.0


def righted(level: Any, ink: Any, em: float) -> Any:
    """The page with its dark grounds white and the type on them black.

    level: grey values; changed only in a copy.  ink: which of them are ink.  em: height of the
    body type, pixels.
    """
    import numpy

    out = level
    for left, top, right, bottom in _dark(ink, em):
        place = (slice(top, bottom), slice(left, right))
        ground = _filled(ink[place])
        part = level[place].astype(numpy.float32)
        if not _is_ground(part[ground]):
            continue
        if out is level:
            out = level.copy()
        low, high = numpy.percentile(part[ground], (40, 99))
        inner = _shrunk(ground, max(1, round(0.06 * em)))
        turned = 255 - numpy.clip((part - low) / max(1.0, high - low), 0, 1) * 255
        piece = out[place]
        piece[ground] = 255
        piece[inner] = turned[inner].astype(numpy.uint8)
    return out


def _dark(ink: Any, em: float) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of what may be grounds: dark boxes with dark sides."""
    import cv2
    import numpy

    factor = max(1, round(em / 8))
    height, width = ink.shape
    coarse = cv2.resize(
        ink.astype(numpy.uint8) * 255,
        (max(1, width // factor), max(1, height // factor)),
        interpolation=cv2.INTER_AREA,
    )
    dark = (coarse > 128).astype(numpy.uint8)
    # What touches a ground, such as a rule, is thinner than it.
    least = max(1, round(0.25 * HIGH * em / factor))
    core = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((3, 2 * least + 1), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(core, connectivity=4)
    for x, y, wide, high, _area in stats[1:]:
        if wide * factor < WIDE * em or high * factor < HIGH * em:
            continue
        # A frame about as wide as high may be a bold character: 国, 园, 日.
        if max(wide, high) < LONG * min(wide, high) and min(wide, high) * factor < LARGE * em:
            continue
        box = dark[y : y + high, x : x + wide]
        across, down = box.mean(axis=1), box.mean(axis=0)
        sides = (across[:RIM], across[-RIM:], down[:RIM], down[-RIM:])
        if box.mean() > FULL and all(side.max() > SIDE for side in sides):
            yield (
                max(0, x * factor - factor),
                max(0, y * factor - factor),
                min(width, (x + wide + 1) * factor),
                min(height, (y + high + 1) * factor),
            )


def _filled(ink: Any) -> Any:
    """The largest dark piece with the type that it encloses, as booleans."""
    import cv2
    import numpy

    outlines, _ = cv2.findContours(
        ink.astype(numpy.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    mask = numpy.zeros(ink.shape, numpy.uint8)
    cv2.drawContours(mask, [max(outlines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return mask > 0


def _shrunk(mask: Any, by: int) -> Any:
    """A mask without its rim, whose pixels are half paper."""
    import cv2
    import numpy

    return (
        cv2.erode(mask.astype(numpy.uint8), numpy.ones((2 * by + 1, 2 * by + 1), numpy.uint8)) > 0
    )


def _is_ground(values: Any) -> bool:
    """Whether grey values are those of an even ground with type on it."""
    import numpy

    tone = float(numpy.median(values))
    ground = values < tone + 45
    white = float((values > tone + 0.6 * (255 - tone)).mean())
    greys = 1 - float(ground.mean()) - white
    return white > TYPE and greys < GREYS and float(values[ground].std()) < EVEN
