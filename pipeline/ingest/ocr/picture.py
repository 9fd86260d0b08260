"""A scan as a grey picture: levelled paper, straightened, its rules, pictures and panels found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest.ocr.grounds import tints_of
from pipeline.ingest.ocr.negatives import righted
from pipeline.model import Box

# Degrees a page may lie askew; more is a page laid down wrongly.
SKEW, FARTHEST = 3.0, 8.0
# The skew is looked for in pictures as large as squares of these sides, in pixels.
COARSE, FINE = 1400, 3200
# What is darker than this share of the usual paper is printed black.
DARK = 0.75
# White that parts the pieces of a worn rule, in ems at most.
BREAK = 0.35
# A stroke of a headline's character is no longer than that, in ems of the body type.
STROKE = 6.0
# So much of the box about a table's rules is ink at most; characters have more.
GRID = 0.15
# Rows and columns of which less is dense are white and part pictures.
EMPTY = 0.1
# So much of its first row and column is darker than paper.
FILLED = 0.3


@dataclass(frozen=True)
class Scan:
    """A straightened page. grey: 0 ink – 255 paper.  ink: boolean.  em: height of its type, pixels.

    angle: how far the original was turned, degrees.  matrix: straight → original pixels (2×3).
    tints: grounds that are evenly darker than the paper.  turns: quarters, counterclockwise, by
    which the original was turned before.
    """

    grey: Any
    ink: Any
    em: float
    angle: float
    matrix: Any
    tints: tuple[Box, ...] = ()
    turns: int = 0


def turned(grey: Any, turns: int) -> Scan:
    """A grey picture turned by so many quarters, counterclockwise, levelled and straightened."""
    import numpy

    scan = scan_of(numpy.ascontiguousarray(numpy.rot90(grey, turns)))
    height, width = grey.shape
    back = {
        0: [[1.0, 0, 0], [0, 1.0, 0]],
        1: [[0, -1.0, width], [1.0, 0, 0]],
        2: [[-1.0, 0, width], [0, -1.0, height]],
        3: [[0, 1.0, 0], [-1.0, 0, height]],
    }[turns]
    matrix = numpy.array(back) @ numpy.vstack([scan.matrix, [0.0, 0.0, 1.0]])
    return replace(scan, matrix=matrix, turns=turns)


def scan_of(grey: Any) -> Scan:
    """Levels and straightens a grey picture (numpy, uint8)."""
    import cv2
    import numpy

    level = levelled(grey)
    angle = skew(level)
    height, width = level.shape
    matrix: Any = numpy.array([[1, 0, 0], [0, 1, 0]], dtype=numpy.float64)
    forward: Any = None
    if abs(angle) >= 0.05:
        forward = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        level = cv2.warpAffine(
            level, forward, (width, height), flags=cv2.INTER_CUBIC, borderValue=255
        )
        matrix = cv2.invertAffineTransform(forward)
    ink = binary(level)
    em = em_of(ink)
    level = righted(level, ink, em)
    ink = binary(level)
    return Scan(level, swept(ink, em), em, angle, matrix, tints_of(grey, forward))


def levelled(grey: Any) -> Any:
    """The page on white: the paper's own tone, found in coarse, is taken out."""
    import cv2
    import numpy

    height, width = grey.shape
    factor = max(1, min(height, width) // 500)
    small = cv2.resize(
        grey, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, numpy.ones((15, 15), numpy.uint8))
    typical = float(numpy.percentile(paper, 80))
    # The darkness of a black bar is no paper, and must not pale the type beside it; nor is that
    # of a picture, which fills the window.
    around = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, numpy.ones((61, 61), numpy.uint8))
    paper = numpy.where(paper < DARK * typical, around, paper)
    paper = cv2.GaussianBlur(paper, (0, 0), 12)
    paper = numpy.maximum(paper, 0.7 * typical)
    full = cv2.resize(paper.astype(numpy.float32), (width, height))
    out = grey.astype(numpy.float32) * (250.0 / numpy.maximum(full, 1.0))
    return numpy.clip(out, 0, 255).astype(numpy.uint8)


def binary(level: Any) -> Any:
    """Ink or not, by Otsu's threshold kept within reason."""
    import cv2
    import numpy

    sample = level[:: max(1, level.shape[0] // 1500), :: max(1, level.shape[1] // 1500)]
    limit, _ = cv2.threshold(
        numpy.ascontiguousarray(sample), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU
    )
    return level < min(max(limit, 110), 190)


def swept(ink: Any, em: float) -> Any:
    """The ink without specks, which are smaller than a point of print."""
    import cv2
    import numpy

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(numpy.uint8), connectivity=8)
    kept = stats[:, 4] >= max(3.0, 0.008 * em * em)
    kept[0] = False
    return kept[labels]


def skew(level: Any) -> float:
    """How far the lines lie askew, in degrees: the turn that makes rows most unlike each other."""
    import cv2

    # A turn blurs what it moves; blurred before, the picture as it is has no advantage.
    contrast = _contrast(cv2.blur(level, (3, 3)), COARSE)
    best, step = 0.0, 0.5
    count = round(SKEW / step)
    best = max((step * number for number in range(-count, count + 1)), key=contrast)
    while SKEW <= abs(best) < FARTHEST:
        # It was still rising where the search ended.
        further = best + (step if best > 0 else -step)
        if contrast(further) <= contrast(best):
            break
        best = further
    contrast = _contrast(level, FINE)
    for step, reach in ((0.1, 0.4), (0.025, 0.075)):
        count = round(reach / step)
        best = max((best + step * number for number in range(-count, count + 1)), key=contrast)
    still = abs(best) < 0.2 and contrast(best) < 1.03 * contrast(0.0)
    return 0.0 if still else float(best)


def _contrast(level: Any, side: int) -> Callable[[float], float]:
    """How unlike each other rows are when the picture is turned by some degrees.

    side: of the square that the picture is made as large as; the lines of a long narrow page
    would be too few pixels high if its length counted.
    """
    import cv2
    import numpy

    height, width = level.shape
    factor = max(1.0, (height * width) ** 0.5 / side)
    small = cv2.resize(
        level, (int(width / factor), int(height / factor)), interpolation=cv2.INTER_AREA
    )
    ink = (small < 170).astype(numpy.float32)
    rows, columns = ink.shape

    def contrast(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
        turned = cv2.warpAffine(ink, matrix, (columns, rows), flags=cv2.INTER_LINEAR)
        # Columns are judged apart: neighbouring articles keep no common base line.
        total = 0.0
        for part in numpy.array_split(turned, 4, axis=1):
            profile = part.sum(axis=1)
            total += float(((profile[1:] - profile[:-1]) ** 2).sum())
        return total

    return contrast


def em_of(ink: Any) -> float:
    """Height of the body type: the most common height of the pieces of ink, characters mostly."""
    import cv2
    import numpy

    height, width = ink.shape
    # Parts of a character are joined before they are measured.
    reach = max(2, round(min(height, width) / 900))
    joined = cv2.dilate(ink.astype(numpy.uint8), numpy.ones((reach, reach), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    heights, widths = stats[1:, 3], stats[1:, 2]
    square = (heights > 7) & (heights < 200) & (widths > 0.6 * heights) & (widths < 1.5 * heights)
    chosen = heights[square] - reach + 1
    if len(chosen) < 20:
        return float(max(12.0, min(height, width) / 60))
    counts = numpy.bincount(chosen).astype(numpy.float64)
    smooth = numpy.convolve(counts, [0.5, 1, 1, 1, 0.5], mode="same")
    # Large characters are few; small specks are many but no type, however large the page.
    return float(numpy.argmax(smooth * numpy.arange(len(smooth)) ** 1.5)) * 1.08


def rules_of(scan: Scan) -> list[Box]:
    """Printed lines, found by openings with long thin kernels."""
    import cv2
    import numpy

    out: list[Box] = []
    ink = scan.ink.astype(numpy.uint8)
    length = max(20, round(3.5 * scan.em))
    for level in (True, False):
        shape = (length, 1) if level else (1, length)
        # One pixel of slack across the line bridges what worn print and turning break.
        thick = cv2.dilate(ink, numpy.ones((3, 1) if level else (1, 3), numpy.uint8))
        opened = cv2.morphologyEx(
            thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        )
        _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for left, top, wide, high, _ in stats[1:]:
            long, thin = (wide, high) if level else (high, wide)
            if thin <= max(6, 0.45 * scan.em) and long >= length:
                out.append(Box(float(left), float(top), float(left + wide), float(top + high)))
    return out


def without(scan: Scan, rules: Sequence[Box]) -> Scan:
    """The scan with white where rules stand: a cell of a table ends there, and its line too."""
    grey, ink = scan.grey.copy(), scan.ink.copy()
    halo = 1 + round(0.05 * scan.em)
    for box in [_followed(scan, rule) for rule in _no_strokes(scan, rules)]:
        rows = slice(max(0, int(box.top) - halo), int(box.bottom) + halo)
        columns = slice(max(0, int(box.left) - halo), int(box.right) + halo)
        grey[rows, columns], ink[rows, columns] = 255, False
    return replace(scan, grey=grey, ink=ink)


def _no_strokes(scan: Scan, rules: Sequence[Box]) -> list[Box]:
    """The rules that are no strokes of large characters: long ones, and those of a table's grid."""
    import cv2
    import numpy

    short = [rule for rule in rules if max(_sides(rule)) < STROKE * scan.em]
    if not short:
        return list(rules)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        scan.ink.astype(numpy.uint8), connectivity=8
    )
    strokes = set()
    for rule in short:
        part = labels[int(rule.top) : int(rule.bottom), int(rule.left) : int(rule.right)]
        inked = part[part > 0]
        if not len(inked):
            continue
        _, _, wide, high, area = stats[numpy.bincount(inked).argmax()]
        if max(wide, high) < STROKE * scan.em or area > GRID * wide * high:
            strokes.add(rule)
    return [rule for rule in rules if rule not in strokes]


def _sides(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def _followed(scan: Scan, rule: Box) -> Box:
    """A rule with the pieces of it that worn print left beyond its ends."""
    level = rule.right - rule.left >= rule.bottom - rule.top
    ink = scan.ink if level else scan.ink.T
    near, far = (rule.top, rule.bottom) if level else (rule.left, rule.right)
    start, end = (rule.left, rule.right) if level else (rule.top, rule.bottom)
    # Along a rule alone there is ink on it and none close beside it.
    first, last = max(0, int(near) - 1), int(far) + 1
    on = ink[first:last].any(axis=0)
    beside = ink[max(0, first - 3) : first].any(axis=0) | ink[last : last + 3].any(axis=0)
    clear = on & ~beside
    reach = round(BREAK * scan.em)
    begin, finish = int(start), int(end)
    while (more := clear[max(0, begin - reach) : begin]).any():
        begin = max(0, begin - reach) + int(more.argmax())
    while (more := clear[finish : finish + reach]).any():
        finish += len(more) - int(more[::-1].argmax())
    if level:
        return Box(float(begin), rule.top, float(finish), rule.bottom)
    return Box(rule.left, float(begin), rule.right, float(finish))


def pictures_of(scan: Scan, lines: list[Box]) -> list[Box]:
    """Large dense areas that hold no recognised line."""
    import cv2
    import numpy

    factor = max(1, round(scan.em / 4))
    height, width = scan.grey.shape
    tone = cv2.resize(
        scan.grey, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA
    )
    dense = (tone < 225).astype(numpy.uint8)
    for box in lines:
        left, top = int(box.left // factor) - 1, int(box.top // factor) - 1
        right, bottom = int(box.right // factor) + 2, int(box.bottom // factor) + 2
        dense[max(0, top) : bottom, max(0, left) : right] = 0
    # What is left of rules, specks and margins of lines is thinner than a picture.
    solid = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, numpy.ones((5, 5), numpy.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, numpy.ones((9, 9), numpy.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    out: list[Box] = []
    for left, top, wide, high, area in stats[1:]:
        if wide * factor < 4 * scan.em or high * factor < 3 * scan.em or area < 0.6 * wide * high:
            continue
        part = dense[top : top + high, left : left + wide] > 0
        # A gutter between two pictures, or between one and a rule, is as narrow as a grain.
        for begin, end in _filled(part.mean(axis=0)):
            for upper, lower in _filled(part[:, begin:end].mean(axis=1)):
                if (end - begin) * factor < 4 * scan.em or (lower - upper) * factor < 3 * scan.em:
                    continue
                across = ((left + begin) * factor, (left + end) * factor)
                down = ((top + upper) * factor, (top + lower) * factor)
                out.append(_fitted(scan.grey, across, down, 3 * factor))
    return out


def _fitted(grey: Any, across: tuple[int, int], down: tuple[int, int], reach: int) -> Box:
    """A picture's box without the paper that its coarse edges hold, at most `reach` pixels."""
    dark = grey[down[0] : down[1], across[0] : across[1]] < 225
    columns, rows = dark.mean(axis=0) > FILLED, dark.mean(axis=1) > FILLED
    left, right, top, bottom = (
        int(line[:reach].argmax()) for line in (columns, columns[::-1], rows, rows[::-1])
    )
    return Box(
        float(across[0] + left),
        float(down[0] + top),
        float(across[1] - right),
        float(down[1] - bottom),
    )


def _filled(shares: Any) -> list[tuple[int, int]]:
    """The stretches of rows or columns that white does not part.

    shares: how much of each row or column is dense.
    """
    import numpy

    places = numpy.flatnonzero(shares >= EMPTY)
    if len(places) == 0:
        return []
    parts = numpy.split(places, numpy.flatnonzero(numpy.diff(places) > 2) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]
