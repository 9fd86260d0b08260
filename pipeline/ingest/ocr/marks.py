"""Marks that recognition takes for others or overlooks, told by their ink: ‰, commas, stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest.layout.sheet import STOPS, Glyph
from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# What the third ring of ‰ is read as, when it is read at all.
RING = frozenset("oO0°")
# What a ring of % is read as a second time, nearer to it than any character stands, in ems.
AGAIN = RING | frozenset("689b")
NEARER = 0.58
# White between two characters in which a mark has room, in ems.
ROOM = 0.6
ENLARGED = 4
# 、 goes down to the right more than this.
LEANING = 0.4
# ‰ is wider than high, by this much at least.
WIDE = 1.05
# From the beginning of a dash to the middle of the character behind it, in ems at least.
DASH = 1.9
POINTS = frozenset("，。、；：！？")


@dataclass(frozen=True, slots=True)
class Hole:
    """White that ink encloses. x, y: its middle as shares of the picture; area in pixels."""

    x: float
    y: float
    area: int


def permilles(scan: Scan, glyphs: list[Glyph]) -> list[Glyph]:
    """‰ where % was read and three rings are printed: one high on the left, two low."""
    out: list[Glyph] = []
    index = 0
    while index < len(glyphs):
        sign = glyphs[index]
        index += 1
        if sign.text not in "%％":
            out.append(sign)
            continue
        ring = index < len(glyphs) and glyphs[index].text in RING
        behind = glyphs[index + 1 :] if ring else glyphs[index:]
        edge = behind[0].middle if behind else sign.middle + 1.2 * sign.size
        stopped = bool(behind) and behind[0].text == "。"
        if _is_permille(scan, sign, out[-1].middle if out else None, edge, stopped):
            sign = replace(sign, text="‰", confidence=min(sign.confidence, 0.95))
            index += ring
        elif _again(sign, glyphs[index : index + 2]):
            sign = replace(sign, confidence=min(sign.confidence, glyphs[index].confidence))
            index += 1
        out.append(sign)
    return out


def _again(sign: Glyph, behind: list[Glyph]) -> bool:
    """Whether what stands behind % is a ring of it, read once more: no number begins there."""
    return (
        bool(behind)
        and behind[0].text in AGAIN
        and behind[0].middle - sign.middle < NEARER * sign.size
        and (len(behind) < 2 or not (behind[1].text.isascii() and behind[1].text.isalnum()))
    )


def _is_permille(scan: Scan, sign: Glyph, left: float | None, right: float, stopped: bool) -> bool:
    """Whether three rings of one size stand between the middles of the characters beside a sign.

    left: None at the beginning of a line. stopped: a full stop follows, a ring of its own.
    """
    import cv2

    for part in _alone(scan, sign, left, right, stopped):
        large = cv2.resize(part, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
        low, high = float(large.min()), float(large.max())
        # Thick or thin, a ring closes at some threshold; at others its neighbour does.
        for share in (0.35, 0.45, 0.55, 0.65, 0.75):
            if _three_rings(_holes(large > low + share * (high - low))):
                return True
    return False


def _three_rings(holes: list[Hole]) -> bool:
    high = [hole for hole in holes if hole.y < 0.43]
    low = sorted((hole for hole in holes if hole.y > 0.55), key=lambda hole: hole.x)
    if len(holes) != 3 or len(high) != 1 or len(low) != 2:
        return False
    # The white under a stroke is smaller than a ring, and a stop behind % has a lower one.
    sizes = sorted(hole.area for hole in holes)
    level = abs(low[0].y - low[1].y) < 0.035
    alike = sizes[2] < 1.7 * sizes[0]
    return level and alike and high[0].x < 0.32 and 0.43 < low[0].x < 0.59 and 0.7 < low[1].x < 0.89


def _alone(
    scan: Scan, sign: Glyph, left: float | None, right: float, stopped: bool
) -> Iterator[Any]:
    """Pictures of a sign, with and without what stands at their edges: halves of its neighbours."""
    import numpy

    top, bottom = round(sign.centre - 0.5 * sign.size), round(sign.centre + 0.5 * sign.size)
    top = max(0, top)
    start = max(0, round(sign.box.left - 0.3 * sign.size if left is None else left))
    columns = numpy.flatnonzero(scan.ink[top:bottom, start : round(right)].any(axis=0))
    if len(columns) == 0:
        return
    apart = numpy.flatnonzero(numpy.diff(columns) > max(1.0, 0.05 * sign.size))
    groups = numpy.split(columns, apart + 1)
    for first in (1, 0) if len(groups) > 1 else (0,):
        for last in (
            (len(groups) - 1,) if stopped and len(groups) > 1 else (len(groups) - 1, len(groups))
        ):
            if last <= first:
                continue
            begin, end = start + int(groups[first][0]), start + int(groups[last - 1][-1]) + 1
            high = numpy.count_nonzero(scan.ink[top:bottom, begin:end].any(axis=1))
            # Most % are narrower than that, and looking at rings takes time.
            if WIDE * high < end - begin < 2 * sign.size:
                yield scan.grey[top:bottom, max(0, begin - 2) : end + 2]


def _holes(white: Any) -> list[Hole]:
    """The white pieces that touch no edge and are as large as the inside of a ring."""
    import cv2
    import numpy

    high, wide = white.shape
    _, _, stats, middles = cv2.connectedComponentsWithStats(
        white.astype(numpy.uint8), connectivity=4
    )
    return [
        Hole(float(x) / wide, float(y) / high, int(area))
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
        # A dash is as long as two characters.
        room = out[1].middle - box.left > DASH * size
        wide = _extent(scan, out[0], box.left - 0.6 * size, out[1].middle - 0.5 * size)[0]
        if room and wide > 1.4 * size:
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
    import numpy

    em = glyph.size
    if glyph.middle - last.middle - em < ROOM * em:
        return None
    left, right = round(last.middle), round(glyph.middle)
    top, bottom = max(0, round(glyph.centre - 0.55 * em)), round(glyph.centre + 0.6 * em)
    part = scan.ink[top:bottom, left:right]
    columns = numpy.flatnonzero(part.any(axis=0))
    if len(columns) < 3:
        return None
    pieces = numpy.split(columns, numpy.flatnonzero(numpy.diff(columns) > 0.12 * em) + 1)
    # The outer pieces are halves of the neighbours; a mark stands free between them.
    found = [
        piece
        for piece in pieces[1:-1]
        if 0.45 * em < piece[0] and piece[-1] < right - left - 0.3 * em
    ]
    if len(found) != 1:
        return None
    begin, end = int(found[0][0]), int(found[0][-1]) + 1
    rows, places = numpy.nonzero(part[:, begin:end])
    low, high = int(rows.min()), int(rows.max()) + 1
    if not 0.06 * em < end - begin < 0.36 * em or not 0.08 * em < high - low < 0.42 * em:
        return None
    if high < 0.55 * em:
        return None
    ring = scan.grey[top + low - 1 : top + high + 1, left + begin - 1 : left + end + 1] > 128
    text = "，"
    if _holes(ring):
        text = "。"
    elif _leans(rows, places) > LEANING:
        text = "、"
    middle = left + (begin + end) / 2
    return Glyph(
        text,
        Box(middle - 0.25 * em, glyph.box.top, middle + 0.25 * em, glyph.box.bottom),
        em,
        confidence=0.6,
    )


def _leans(rows: Any, columns: Any) -> float:
    """How much ink goes down to the right, from −1 to 1: 、 does, the tail of ， to the left."""
    import numpy

    down, aside = rows - rows.mean(), columns - columns.mean()
    spread = float(numpy.sqrt((down**2).sum() * (aside**2).sum()))
    return float((down * aside).sum()) / spread if spread else 0.0
