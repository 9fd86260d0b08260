"""Marks that recognition takes for others or overlooks, told by their ink: ‰, commas, stops."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.ingest.layout.sheet import STOPS, Glyph
from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# What the third ring of ‰ is read as, when it is read at all.
RING = frozenset("oO0°")
# White between two characters in which a mark has room, in ems.
ROOM = 0.6
ENLARGED = 6
POINTS = frozenset("，。、；：！？")


def permilles(scan: Scan, glyphs: list[Glyph]) -> list[Glyph]:
    """‰ where % was read and three rings are printed: one high on the left, two low."""
    out: list[Glyph] = []
    index = 0
    while index < len(glyphs):
        sign = glyphs[index]
        index += 1
        if sign.text not in "%％" or not out:
            out.append(sign)
            continue
        ring = index < len(glyphs) and glyphs[index].text in RING
        behind = glyphs[index + 1 :] if ring else glyphs[index:]
        edge = behind[0].middle if behind else sign.middle + 1.2 * sign.size
        rings = _rings(scan, sign, out[-1].middle, edge)
        if _permille(rings):
            sign = replace(sign, text="‰", confidence=min(sign.confidence, 0.95))
            index += ring
        out.append(sign)
    return out


def _permille(rings: list[tuple[float, float]]) -> bool:
    high = [(x, y) for x, y in rings if y < 0.43]
    low = sorted((x, y) for x, y in rings if y > 0.55)
    if len(rings) != 3 or len(high) != 1 or len(low) != 2:
        return False
    # A stop behind % has a ring as well, but a lower one.
    level = abs(low[0][1] - low[1][1]) < 0.045
    return level and high[0][0] < 0.32 and 0.43 < low[0][0] < 0.59 and 0.73 < low[1][0] < 0.89


def _rings(scan: Scan, sign: Glyph, left: float, right: float) -> list[tuple[float, float]]:
    """The middles of the white inside of rings of one sign, as shares of its width and height.

    left, right: the middles of the characters beside it.
    """
    import cv2
    import numpy

    top, bottom = round(sign.centre - 0.5 * sign.size), round(sign.centre + 0.5 * sign.size)
    top, start = max(0, top), max(0, round(left))
    columns = numpy.flatnonzero(scan.ink[top:bottom, start : round(right)].any(axis=0))
    if len(columns) == 0:
        return []
    apart = numpy.flatnonzero(numpy.diff(columns) > max(1.0, 0.05 * sign.size))
    groups = numpy.split(columns, apart + 1)
    # The outer groups are halves of the neighbours.
    inner = groups[1:-1] if len(groups) > 2 else groups[1:]
    if not inner:
        return []
    first, last = start + int(inner[0][0]) - 2, start + int(inner[-1][-1]) + 3
    part = scan.grey[top:bottom, max(0, first) : last]
    if part.size == 0 or part.shape[1] > 2 * part.shape[0]:
        return []
    large = cv2.resize(part, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    best: list[tuple[float, float]] = []
    low, high = float(large.min()), float(large.max())
    for share in (0.35, 0.45, 0.55, 0.65, 0.75):
        found = _holes(large > low + share * (high - low))
        if len(found) > len(best):
            best = found
    return best


def _holes(white: Any) -> list[tuple[float, float]]:
    """The white pieces that touch no edge and are as large as the inside of a ring."""
    import cv2
    import numpy

    high, wide = white.shape
    _, _, stats, middles = cv2.connectedComponentsWithStats(
        white.astype(numpy.uint8), connectivity=4
    )
    return [
        (float(x) / wide, float(y) / high)
        for (left, top, w, h, area), (x, y) in zip(stats[1:], middles[1:], strict=True)
        if left > 0
        and top > 0
        and left + w < wide
        and top + h < high
        and 0.0008 * high * high < area < 0.2 * high * high
    ]


def inked(scan: Scan, glyphs: list[Glyph]) -> list[Glyph]:
    """A stroke longer than a character at the beginning is a dash, two high strokes are a quote."""
    out = list(glyphs)
    if len(out) > 1 and out[0].text == "一":
        box, size = out[0].box, out[0].size
        wide = _extent(scan, out[0], box.left - 0.6 * size, out[1].middle - 0.5 * size)[0]
        if wide > 1.4 * size:
            dash = replace(out[0], text="—", confidence=min(out[0].confidence, 0.9))
            out[:1] = [dash, dash]
    index = 1
    while index + 1 < len(out):
        one, two = out[index], out[index + 1]
        before = out[index - 1].text
        if one.text == two.text == "1" and (before in "。，！？…" or before >= "\u4e00"):
            wide, high, low = _extent(
                scan, one, one.middle - 0.2 * one.size, two.middle + 0.2 * two.size
            )
            if 0 < high < 0.5 * one.size and low < 0.6 * one.size:
                box = replace(one.box, right=two.box.right)
                out[index : index + 2] = [
                    replace(one, text="”", box=box, confidence=min(one.confidence, 0.9))
                ]
        index += 1
    return out


def _extent(scan: Scan, glyph: Glyph, left: float, right: float) -> tuple[int, int, int]:
    """Of the ink of a line between two places: width of its first piece, height, and how far down
    it reaches."""
    import numpy

    top, bottom = round(glyph.centre - 0.5 * glyph.size), round(glyph.centre + 0.5 * glyph.size)
    part = scan.ink[max(0, top) : bottom, max(0, round(left)) : round(right)]
    rows, columns = numpy.flatnonzero(part.any(axis=1)), numpy.flatnonzero(part.any(axis=0))
    if len(rows) == 0:
        return 0, 0, 0
    breaks = numpy.flatnonzero(numpy.diff(columns) > 2)
    last = columns[breaks[0]] if len(breaks) else columns[-1]
    return int(last - columns[0]) + 1, int(rows[-1] - rows[0]) + 1, int(rows[-1]) + 1


def overlooked(scan: Scan, glyphs: list[Glyph]) -> list[Glyph]:
    """The characters of a line with the commas and stops that only their ink tells of."""
    out: list[Glyph] = []
    for glyph in glyphs:
        last = out[-1] if out else None
        free = glyph.text >= "\u2e80" and glyph.text not in STOPS
        if last is not None and last.text >= "\u2018" and last.text not in POINTS and free:
            mark = _mark(scan, last, glyph)
            if mark is not None:
                out.append(mark)
        out.append(glyph)
    return out


def _mark(scan: Scan, last: Glyph, glyph: Glyph) -> Glyph | None:
    """A small piece of ink in the white between two characters."""
    import cv2
    import numpy

    em = glyph.size
    left, right = last.middle + 0.5 * em, glyph.middle - 0.5 * em
    if right - left < ROOM * em:
        return None
    top, bottom = max(0, round(glyph.centre - 0.55 * em)), round(glyph.centre + 0.6 * em)
    part = scan.ink[top:bottom, max(0, round(left)) : round(right)].astype(numpy.uint8)
    if part.size == 0:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    pieces = [
        (x, y, w, h)
        for x, y, w, h, area in stats[1:]
        # What touches the edge is a stroke of a neighbour.
        if x > 0 and x + w < part.shape[1] and area > 0.004 * em * em
    ]
    if len(pieces) != 1:
        return None
    x, y, w, h = pieces[0]
    if not 0.06 * em < w < 0.36 * em or not 0.08 * em < h < 0.42 * em or y + h < 0.55 * em:
        return None
    middle, text = left + x + w / 2, "，"
    if _holes(
        scan.grey[top + y - 1 : top + y + h + 1, int(left) + x - 1 : int(left) + x + w + 1] > 128
    ):
        text = "。"
    return Glyph(
        text,
        Box(middle - 0.25 * em, glyph.box.top, middle + 0.25 * em, glyph.box.bottom),
        em,
        confidence=0.6,
    )
