"""A straightened scan → its lines, each character with its box and how sure it is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from pipeline.ingest.layout.sheet import OPENINGS, STOPS, Glyph, Run, run_of
from pipeline.ingest.ocr.engine import Sign, likelihood, padding, read
from pipeline.ingest.ocr.numerals import (
    centred_commas,
    dashed,
    nearest,
    numerals,
    pointed,
    settled,
)
from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# The detector sees type at this height, in pixels: enough to part lines, few pixels to look at.
SEEN = 17.0
TILE = 1280
OVERLAP = 96
# White around a line for the recogniser, in heights of its ink: above and below, at each side.
AROUND = 0.2
ASIDE = 0.3
SURE = 0.3
# A character of a numeral that is less sure than this is read a second time.
DOUBT = 0.92


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a line stands on the straightened scan. upright: its characters stand in a column."""

    box: Box
    upright: bool


def runs_of(scan: Scan) -> list[Run]:
    """The recognised lines of a scan, cut where white as wide as a character parts them."""
    strips = strips_of(scan)
    readings = read([_upright(scan, s) if s.upright else _crop(scan, s.box) for s in strips])
    _read_again(scan, strips, readings)
    readings = centred_commas([dashed(signs) for signs in readings])
    runs: list[Run] = []
    for strip, signs in zip(strips, readings, strict=True):
        runs += _runs(scan, strip, signs)
    return runs


# Where lines stand


def strips_of(scan: Scan) -> list[Strip]:
    """Lines by the detector, tile by tile, fitted to the ink."""
    import cv2
    import numpy

    scale = min(1.0, SEEN / scan.em) if scan.em > SEEN else 1.0
    height, width = scan.grey.shape
    small = cv2.resize(
        scan.grey,
        (max(1, round(width * scale)), max(1, round(height * scale))),
        interpolation=cv2.INTER_AREA,
    )
    chance = _chances(small)
    mask = (chance > SURE).astype(numpy.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    strips: list[Strip] = []
    for contour in contours:
        left, top, wide, high = cv2.boundingRect(contour)
        if min(wide, high) < 3:
            continue
        part = chance[top : top + high, left : left + wide]
        inside = mask[top : top + high, left : left + wide] > 0
        if float(part[inside].mean()) < 0.45:
            continue
        # The detector marks the core of a line; its ink reaches further on all sides.
        area, girth = wide * high, 2 * (wide + high)
        grow = 1.6 * area / girth
        box = Box(
            max(0.0, (left - grow) / scale),
            max(0.0, (top - grow) / scale),
            min(float(width), (left + wide + grow) / scale),
            min(float(height), (top + high + grow) / scale),
        )
        fitted = _fitted(scan, box)
        if fitted is not None:
            strips += _parts(scan, fitted)
    return strips


def _parts(scan: Scan, strip: Strip) -> list[Strip]:
    """The line cut where white as wide as a gutter stands in it; the layout joins what belongs."""
    import numpy

    box = strip.box
    high = box.bottom - box.top
    if strip.upright or box.right - box.left < 4 * high:
        return [strip]
    top, bottom = int(box.top), int(box.bottom)
    columns = numpy.flatnonzero(
        scan.ink[top:bottom, int(box.left) : int(box.right)].sum(axis=0) > 0
    )
    # A headline's comma has an em of white of its own.
    least = scan.em if high < 1.25 * scan.em else 1.25 * high
    breaks = numpy.flatnonzero(numpy.diff(columns) > least)
    if len(breaks) == 0:
        return [strip]
    out: list[Strip] = []
    for group in numpy.split(columns, breaks + 1):
        out.append(
            Strip(
                Box(
                    box.left + float(group[0]), box.top, box.left + float(group[-1]) + 1, box.bottom
                ),
                False,
            )
        )
    return out


def _chances(small: Any) -> Any:
    """The detector's answer for a large picture, from tiles that overlap."""
    import numpy

    height, width = small.shape
    out = numpy.zeros((height, width), numpy.float32)
    step = TILE - 2 * OVERLAP
    for top in range(0, max(1, height - 2 * OVERLAP), step):
        for left in range(0, max(1, width - 2 * OVERLAP), step):
            tile = small[top : top + TILE, left : left + TILE]
            high, wide = tile.shape
            ground = numpy.full((-(-high // 32) * 32, -(-wide // 32) * 32), 255, numpy.uint8)
            ground[:high, :wide] = tile
            answer = likelihood(ground)[:high, :wide]
            # The rim of a tile sees half a line; its neighbour sees the whole.
            up = OVERLAP if top else 0
            side = OVERLAP if left else 0
            down = high if top + TILE >= height else high - OVERLAP
            far = wide if left + TILE >= width else wide - OVERLAP
            out[top + up : top + down, left + side : left + far] = answer[up:down, side:far]
    return out


def _fitted(scan: Scan, box: Box) -> Strip | None:
    """The box drawn to the rows and columns that hold ink."""
    import numpy

    left, top, right, bottom = (
        int(box.left),
        int(box.top),
        int(box.right) + 1,
        int(box.bottom) + 1,
    )
    part = scan.ink[top:bottom, left:right]
    if part.size == 0:
        return None
    upright = bool(part.shape[0] > 1.8 * part.shape[1] and part.shape[0] > 2 * scan.em)
    along = part.shape[0] if upright else part.shape[1]
    least = 0 if upright else max(1, min(0.02 * along, 0.1 * scan.em))
    rows = numpy.flatnonzero(part.sum(axis=1) > least)
    if len(rows) == 0:
        rows = numpy.flatnonzero(part.sum(axis=1) > 0)
    if len(rows) == 0:
        return None
    if not upright:
        rows = _core(part, rows, scan.em)
        left, right = _ends(scan, left, right, top + int(rows[0]), top + int(rows[-1]) + 1)
        part = scan.ink[top:bottom, left:right]
    columns = numpy.flatnonzero(part[rows[0] : rows[-1] + 1].sum(axis=0) > 0)
    if len(columns) == 0:
        return None
    return Strip(
        Box(
            float(left + columns[0]),
            float(top + rows[0]),
            float(left + columns[-1] + 1),
            float(top + rows[-1] + 1),
        ),
        upright,
    )


def _ends(scan: Scan, left: int, right: int, top: int, bottom: int) -> tuple[int, int]:
    """The sides of a line moved to where characters end: out to finish a character that the box
    cut, in to leave out the slice of a neighbouring column."""
    reach = round(scan.em)
    low, high = max(0, left - reach), min(scan.ink.shape[1], right + reach)
    filled = scan.ink[top:bottom, low:high].sum(axis=0) > 0
    gap = max(2, round(0.3 * scan.em))
    for side in (-1, 1):
        edge = (left if side < 0 else right - 1) - low
        if not 0 <= edge < len(filled) or not filled[edge]:
            continue
        inner = edge
        while 0 <= inner < len(filled) and filled[inner]:
            inner -= side
        white = inner
        while 0 <= white < len(filled) and not filled[white] and abs(white - inner) < gap:
            white -= side
        if abs(edge - inner) < 0.7 * scan.em and abs(white - inner) >= gap:
            edge = inner
        else:
            outer = edge
            while 0 <= outer < len(filled) and filled[outer]:
                outer += side
            edge = outer - side if abs(outer - edge) < 0.8 * scan.em else edge
        if side < 0:
            left = low + edge
        else:
            right = low + edge + 1
    return left, max(right, left + 1)


def _core(part: Any, rows: Any, em: float) -> Any:
    """The rows of the line itself, without slices of its neighbours that the box caught."""
    import numpy

    if len(rows) < 6:
        return rows
    breaks = numpy.flatnonzero(numpy.diff(rows) > 1)
    groups = numpy.split(rows, breaks + 1)
    if len(groups) == 1:
        return rows
    weights = [part[group].sum() for group in groups]
    heaviest = int(numpy.argmax(weights))
    first = last = heaviest
    # Bars of one character (元, 三) stand apart like lines, but never higher than the type.
    tall = max(1.12 * em, 1.12 * len(groups[heaviest]))
    while True:
        reach = [
            (groups[last][-1] - groups[first - 1][0], first - 1, last) if first else None,
            (groups[last + 1][-1] - groups[first][0], first, last + 1)
            if last + 1 < len(groups)
            else None,
        ]
        possible = [item for item in reach if item is not None and item[0] < tall]
        if not possible:
            return numpy.concatenate(groups[first : last + 1])
        _, first, last = min(possible)


# What they say


def _crop(scan: Scan, box: Box, around: float = AROUND, aside: float = ASIDE) -> Any:
    """The line with a little white around, as the recogniser likes it."""
    import cv2

    height, width = scan.grey.shape
    high = max(box.bottom - box.top, 0.75 * scan.em)
    middle = (box.top + box.bottom) / 2
    top = round(middle - high * (0.5 + around))
    bottom = round(middle + high * (0.5 + around))
    left, right = round(box.left - aside * high), round(box.right + aside * high)
    part = scan.grey[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    return cv2.copyMakeBorder(
        part,
        max(0, -top),
        max(0, bottom - height),
        max(0, -left),
        max(0, right - width),
        cv2.BORDER_CONSTANT,
        value=255,
    )


def _upright(scan: Scan, strip: Strip) -> Any:
    """The characters of a vertical line set side by side."""
    import cv2
    import numpy

    box = strip.box
    wide = int(box.right - box.left)
    cells = _cells(scan, strip)
    size = max([wide, *(bottom - top for top, bottom in cells)])
    pieces: list[Any] = []
    for top, bottom in cells:
        part = scan.grey[top:bottom, int(box.left) : int(box.right)]
        high, broad = part.shape
        above, beside = (size - high) // 2, (size - broad) // 2
        pieces.append(
            cv2.copyMakeBorder(
                part,
                above,
                size - high - above,
                beside,
                size - broad - beside,
                cv2.BORDER_CONSTANT,
                value=255,
            )
        )
    line = numpy.concatenate(pieces, axis=1)
    return cv2.copyMakeBorder(
        line, size // 8, size // 8, size // 4, size // 4, cv2.BORDER_CONSTANT, value=255
    )


def _cells(scan: Scan, strip: Strip) -> list[tuple[int, int]]:
    """Rows of each character of a vertical line: cut in the white, squares where there is none."""
    box = strip.box
    left, right, top = int(box.left), int(box.right), int(box.top)
    profile = scan.ink[top : int(box.bottom), left:right].sum(axis=1)
    wide = right - left
    count = max(1, round(len(profile) / (1.06 * wide)))
    pitch = len(profile) / count
    edges = [0]
    for number in range(1, count):
        guess = round(number * pitch)
        reach = max(1, round(0.22 * pitch))
        window = profile[max(edges[-1] + 1, guess - reach) : guess + reach + 1]
        offset = max(edges[-1] + 1, guess - reach)
        edges.append(offset + int(window.argmin()) if len(window) else guess)
    edges.append(len(profile))
    return [(top + start, top + end) for start, end in itertools.pairwise(edges) if end > start]


def _frame(scan: Scan, box: Box) -> tuple[float, float]:
    """Where the recogniser's picture of a line begins and how wide it is, in pixels of the scan."""
    high = max(box.bottom - box.top, 0.75 * scan.em)
    width = box.right - box.left + 2 * ASIDE * high
    return box.left - ASIDE * high, width * padding(round(width), round((1 + 2 * AROUND) * high))


def _read_again(scan: Scan, strips: list[Strip], readings: list[list[Sign]]) -> None:
    """Reads doubtful numerals twice more, cut out, once wider set and once sharpened.

    Where both agree they win; where one agrees with the first reading, that is surer.
    """
    import cv2

    crops: list[Any] = []
    places: list[tuple[int, int, int, float]] = []
    for index, (strip, signs) in enumerate(zip(strips, readings, strict=True)):
        if strip.upright:
            continue
        left, width = _frame(scan, strip.box)
        for start, end in numerals(signs):
            if min(sign.confidence for sign in signs[start:end]) >= DOUBT:
                continue
            first, last = max(0, start - 3), min(len(signs), end + 3) - 1
            high = strip.box.bottom - strip.box.top
            begin = max(strip.box.left, left + signs[first].at * width - 0.55 * high)
            finish = min(strip.box.right, left + signs[last].at * width + 0.55 * high)
            part = Box(begin, strip.box.top, finish, strip.box.bottom)
            middle = left + (signs[start].at + signs[end - 1].at) / 2 * width
            places.append((index, start, end, (middle - begin) / max(1.0, finish - begin)))
            crops.append(_crop(scan, part, 0.2, 0.4))
            large = cv2.resize(
                _crop(scan, part, 0.05, 0.3), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC
            )
            blurred = cv2.GaussianBlur(large, (0, 0), 2.0)
            crops.append(cv2.addWeighted(large, 1.8, blurred, -0.8, 0))
    again = read(crops)
    # From the right, so that a numeral of another length moves no place still to come.
    for number in range(len(places) - 1, -1, -1):
        index, start, end, at = places[number]
        signs = readings[index]
        others = [nearest(again[2 * number + turn], at) for turn in (0, 1)]
        signs[start:end] = settled(signs[start:end], others)


# Signs → runs


def _runs(scan: Scan, strip: Strip, signs: list[Sign]) -> list[Run]:
    """Characters with boxes; the line is cut where more than an em of white parts it."""
    signs = [sign for sign in signs if sign.text]
    if not any(not sign.text.isspace() for sign in signs):
        return []
    box = strip.box
    if strip.upright:
        return _upright_run(scan, strip, signs)
    left, width = _frame(scan, box)
    size = max(box.bottom - box.top, 0.75 * scan.em) / 0.92
    middles = [left + sign.at * width for sign in signs]
    pitch = _pitch(signs, middles)
    if pitch:
        # Specks and slices of other lines make a box higher, never its characters wider.
        size = min(size, pitch)
    if 0.8 < size / scan.em < 1.2:
        size = scan.em
    centre = (box.top + box.bottom) / 2
    glyphs: list[Glyph] = []
    for index, (sign, middle) in enumerate(zip(signs, middles, strict=True)):
        if sign.text.isspace():
            continue
        half = (0.27 if sign.text < "\u2000" else 0.5) * size
        before = (middle - middles[index - 1]) / 2 if index else half
        after = (middles[index + 1] - middle) / 2 if index + 1 < len(middles) else half
        glyphs.append(
            Glyph(
                sign.text,
                Box(
                    max(box.left, middle - min(half, max(before, 0.2 * size))),
                    centre - size / 2,
                    min(box.right, middle + min(half, max(after, 0.2 * size))),
                    centre + size / 2,
                ),
                size,
                confidence=sign.confidence,
            )
        )
    return _parted(pointed(glyphs))


def _pitch(signs: list[Sign], middles: list[float]) -> float:
    """How far the characters of a line stand apart, 0 where few are as wide as they are high."""
    steps = sorted(
        right - left
        for (one, left), (other, right) in itertools.pairwise(zip(signs, middles, strict=True))
        if one.text >= "\u2e80" and other.text >= "\u2e80"
    )
    return steps[len(steps) // 2] if len(steps) > 3 else 0.0


def _parted(glyphs: list[Glyph]) -> list[Run]:
    runs: list[Run] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        # Brackets and stops have half a character of white of their own.
        own = 0.5 * ((glyph.text in OPENINGS) + (bool(current) and current[-1].text in STOPS))
        if current and glyph.box.left - current[-1].box.right > (0.8 + own) * glyph.size:
            runs.append(run_of(current))
            current = []
        current.append(glyph)
    if current:
        runs.append(run_of(current))
    return runs


def _upright_run(scan: Scan, strip: Strip, signs: list[Sign]) -> list[Run]:
    cells = _cells(scan, strip)
    box = strip.box
    size = (box.right - box.left) / 0.92
    wide = max([int(box.right - box.left), *(bottom - top for top, bottom in cells)])
    total = wide * len(cells) + 2 * (wide // 4)
    glyphs: list[Glyph] = []
    for sign in signs:
        if sign.text.isspace():
            continue
        index = int((sign.at * total - wide // 4) // wide)
        top, bottom = cells[max(0, min(len(cells) - 1, index))]
        place = Box(box.left, float(top), box.right, float(bottom))
        glyphs.append(Glyph(sign.text, place, size, confidence=sign.confidence))
    return [run_of(glyphs, vertical=True)] if glyphs else []
