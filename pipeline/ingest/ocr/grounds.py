"""Tinted grounds of a scan: rectangles of evenly darker paper, as under a boxed text."""

from __future__ import annotations

from typing import Any

from pipeline.model import Box

# The page is looked at in about so many pixels along its shorter side.
COARSE = 500
# Tints are lighter than pictures; shadows of the paper are no rectangles.
DARKEST, LIGHTEST = 0.75, 0.972
EVEN = 0.02
# Shares of the shorter side: thinner ones are bars under a word.
LEAST = 0.05


def tints_of(grey: Any, forward: Any | None) -> tuple[Box, ...]:
    """The tinted rectangles, in pixels of the straightened page, the widest first.

    grey: the page as scanned.  forward: its straightening (2×3), None where it lies straight.
    """
    import cv2
    import numpy

    height, width = grey.shape
    factor = max(1, min(height, width) // COARSE)
    small = cv2.resize(
        grey, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, numpy.ones((9, 9), numpy.uint8))
    tone = paper.astype(numpy.float32) / _plane(paper)
    if forward is not None:
        matrix = numpy.array(forward, dtype=numpy.float64)
        matrix[:, 2] /= factor
        tone = cv2.warpAffine(tone, matrix, (tone.shape[1], tone.shape[0]), borderValue=1.0)
    mask = ((tone < LIGHTEST) & (tone > DARKEST)).astype(numpy.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, numpy.ones((5, 5), numpy.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    least = LEAST * min(mask.shape)
    out: list[Box] = []
    for number, (left, top, wide, high, area) in enumerate(stats[1:], 1):
        if min(wide, high) < least or wide * high > 0.9 * mask.size:
            continue
        part = labels[top : top + high, left : left + wide] == number
        values = tone[top : top + high, left : left + wide][part]
        low, upper = numpy.percentile(values, [25, 75])
        # A picture printed on the tint is a hole in it: its rim tells that it is a rectangle.
        rim = (part[2], part[-3], part[:, 2], part[:, -3])
        whole = min(float(edge.mean()) for edge in rim) > 0.85
        if upper - low > EVEN or not whole or area < 0.3 * wide * high:
            continue
        out.append(
            Box(
                float(left * factor),
                float(top * factor),
                float((left + wide) * factor),
                float((top + high) * factor),
            )
        )
    return tuple(sorted(out, key=lambda box: (box.left - box.right, box.top, box.left)))


def _plane(paper: Any) -> Any:
    """The tone of the bare paper, falling off evenly to one side as under a lamp."""
    import numpy

    rows, columns = numpy.mgrid[: paper.shape[0], : paper.shape[1]]
    bare = paper > 0.9 * float(numpy.percentile(paper, 60))
    plane = numpy.full(paper.shape, max(1.0, float(numpy.percentile(paper, 60))), numpy.float64)
    for _ in range(3):
        if bare.sum() < 100:
            break
        known = numpy.stack([columns[bare], rows[bare], numpy.ones(int(bare.sum()))], axis=1)[::7]
        found, *_ = numpy.linalg.lstsq(known, paper[bare][::7].astype(numpy.float64), rcond=None)
        plane = numpy.maximum(found[0] * columns + found[1] * rows + found[2], 1.0)
        share = paper / plane
        bare = (share > 0.985) & (share < 1.05)
    return plane
