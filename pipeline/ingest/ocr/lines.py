"""A straightened scan → its lines, each character with its box and how sure it is."""

from __future__ import annotations

import itertools
from typing import Any

from pipeline.ingest.layout.sheet import OPENINGS, STOPS, Glyph, Run, run_of
from pipeline.ingest.ocr.dust import dusted
from pipeline.ingest.ocr.engine import Sign, padding, read
from pipeline.ingest.ocr.marks import inked, overlooked, permilles
from pipeline.ingest.ocr.numerals import (
    centred_commas,
    dashed,
    nearest,
    numerals,
    pointed,
    settled,
)
from pipeline.ingest.ocr.picture import Scan
from pipeline.ingest.ocr.places import drawn_to_ink
from pipeline.ingest.ocr.points import told_apart
from pipeline.ingest.ocr.strips import Strip, under_each_other
from pipeline.ingest.ocr.votes import agreed
from pipeline.model import Box

# White around a line for the recogniser, in heights of its ink: above and below, at each side.
AROUND = 0.2
ASIDE = 0.3
# A character of a numeral that is less sure than this is read a second time.
DOUBT = 0.92
# 一 is lower than this and stands as far from its neighbours, in widths of the line.
STROKE = 0.25
# Half of the widest letter, in ems.
WIDEST = 0.6


def runs_of(scan: Scan, strips: list[Strip]) -> list[Run]:
    """The recognised lines of a scan, cut where white as wide as a character parts them.

    strips: where its lines stand.
    """
    readings = read([picture_of(scan, strip) for strip in strips])
    _read_again(scan, strips, readings)
    readings = centred_commas([dashed(signs) for signs in readings])
    readings = agreed(readings, under_each_other(strips))
    runs: list[Run] = []
    for strip, signs in zip(strips, readings, strict=True):
        runs += _runs(scan, strip, signs)
    return [dusted(run) for run in told_apart(scan, runs)]


# What they say


def picture_of(scan: Scan, strip: Strip) -> Any:
    """A line as the recogniser reads it; one that stands upright is laid down."""
    return _upright(scan, strip) if strip.upright else _crop(scan, strip.box)


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
    import numpy

    box = strip.box
    left, right, top = int(box.left), int(box.right), int(box.top)
    profile = scan.ink[top : int(box.bottom), left:right].sum(axis=1)
    wide = right - left
    above, below = _white_of_strokes(profile, wide)
    above = min(above, top)
    below = max(0, min(below, scan.grey.shape[0] - top - len(profile)))
    profile = numpy.pad(profile, (above, below))
    top -= above
    # Type stands closer or wider than it is high: the count whose cuts meet the least ink is right.
    least = max(1, round(len(profile) / (1.35 * wide)))
    most = max(least, round(len(profile) / (0.95 * wide)))
    best: tuple[float, list[int]] | None = None
    for count in range(least, most + 1):
        edges = _cuts(profile, count)
        met = sum(float(profile[edge]) for edge in edges[1:-1]) / max(1, count - 1) / wide
        odd = abs(len(profile) / count / wide - 1.15)
        if best is None or met + 0.15 * odd < best[0]:
            best = (met + 0.15 * odd, edges)
    edges = best[1] if best else [0, len(profile)]
    return [(top + start, top + end) for start, end in itertools.pairwise(edges) if end > start]


def _white_of_strokes(profile: Any, wide: int) -> tuple[int, int]:
    """The white that belongs to 一 at the beginning and at the end of a vertical line, in rows."""
    import numpy

    rows = numpy.flatnonzero(profile)
    if len(rows) == 0:
        return 0, 0
    groups = numpy.split(rows, numpy.flatnonzero(numpy.diff(rows) > STROKE * wide) + 1)
    if len(groups) < 2:
        return 0, 0
    missing: list[int] = []
    for group, edge in ((groups[0], 0), (groups[-1], len(profile) - 1)):
        thin = group[-1] - group[0] < STROKE * wide
        middle = abs((int(group[0]) + int(group[-1])) // 2 - edge)
        missing.append(max(0, wide // 2 - middle) if thin else 0)
    return missing[0], missing[1]


def _cuts(profile: Any, count: int) -> list[int]:
    """Where rows of ink are cut into so many characters: near equal parts, in the white."""
    pitch = len(profile) / count
    edges = [0]
    for number in range(1, count):
        guess = round(number * pitch)
        reach = max(1, round(0.22 * pitch))
        offset = max(edges[-1] + 1, guess - reach)
        window = profile[offset : guess + reach + 1]
        # Of equally white rows the middle one, so that no stroke is lost.
        low = [place for place, ink in enumerate(window) if ink == window.min()]
        edges.append(offset + low[len(low) // 2] if low else guess)
    return [*edges, len(profile)]


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
    middles = drawn_to_ink(scan, box, signs, [left + sign.at * width for sign in signs])
    pitch = _pitch(signs, middles)
    size = _size(scan, box, signs, middles)
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
        # Letters differ in width; those of one word and the figures of one number touch.
        first = (
            half if not _of_one_word(signs, index - 1) else max(half, min(before, WIDEST * size))
        )
        last = half if not _of_one_word(signs, index) else max(half, min(after, WIDEST * size))
        glyphs.append(
            Glyph(
                sign.text,
                Box(
                    max(box.left, middle - min(first, max(before, 0.2 * size))),
                    centre - size / 2,
                    min(box.right, middle + min(last, max(after, 0.2 * size))),
                    centre + size / 2,
                ),
                size,
                confidence=sign.confidence,
            )
        )
    return _parted(overlooked(scan, inked(scan, permilles(scan, pointed(glyphs)))))


def _of_one_word(signs: list[Sign], at: int) -> bool:
    """Whether a sign and the next are Latin letters or figures with no blank between them."""
    return 0 <= at < len(signs) - 1 and all(
        sign.text.isascii() and sign.text.isalnum() for sign in signs[at : at + 2]
    )


def _size(scan: Scan, box: Box, signs: list[Sign], middles: list[float]) -> float:
    """The em of a line, by the height of its ink; of a headline by that of its characters,
    because brackets, quotes and slices of other lines are higher or stand out."""
    import numpy

    high = box.bottom - box.top
    heights: list[float] = []

    def measure(middle: float, half: float) -> None:
        part = scan.ink[
            int(box.top) : int(box.bottom), max(0, round(middle - half)) : round(middle + half)
        ]
        rows = numpy.flatnonzero(part.any(axis=1))
        if len(rows):
            heights.append(float(rows[-1] - rows[0] + 1))

    if not any(sign.text >= "\u2e80" for sign in signs) and high < 3 * scan.em:
        # Commas and letters such as g hang below the line.
        for sign, middle in zip(signs, middles, strict=True):
            if sign.text.isdigit():
                measure(middle, 0.15 * high)
        heights.sort()
        high = heights[len(heights) // 2] if len(heights) > 1 else high
        return max(high, 0.75 * scan.em) / 0.76
    if high > 1.15 * scan.em:
        for sign, middle in zip(signs, middles, strict=True):
            if "\u4e00" < sign.text <= "\u9fff":
                measure(middle, 0.42 * high)
    if heights:
        heights.sort()
        high = min(high, heights[3 * len(heights) // 4])
    return max(high, 0.75 * scan.em) / 0.92


def _pitch(signs: list[Sign], middles: list[float]) -> float:
    """How far the characters of a line stand apart, 0 where few are as wide as they are high."""
    steps = sorted(
        right - left
        for (one, left), (other, right) in itertools.pairwise(zip(signs, middles, strict=True))
        if one.text >= "\u2e80" and other.text >= "\u2e80"
    )
    if len(steps) < 4:
        return 0.0
    # Places come in steps of a third of a character: only their mean is exact.
    close = [step for step in steps if step < 1.6 * steps[len(steps) // 2]]
    return sum(close) / len(close)


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
