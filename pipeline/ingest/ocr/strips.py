"""Where the lines of a straightened scan stand: the detector's answer, fitted to the ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest.layout.sheet import hull
from pipeline.ingest.ocr.engine import likelihood
from pipeline.ingest.ocr.picture import Scan
from pipeline.ingest.ocr.stops import begins_with_stop, ends_with_stop, with_stop
from pipeline.model import Box

# The detector sees type at this height, in pixels: enough to part lines, few pixels to look at.
SEEN = 17.0
TILE = 1280
OVERLAP = 96
SURE = 0.3
# Type so much larger than the body's is a headline's. Its characters stand nearer than CLOSE,
# behind a stop nearer than OPEN, in heights of the line.
LARGE, CLOSE, OPEN = 1.5, 0.3, 0.8
# Two characters of a vertical line with a point between them stand apart less than this, in widths.
POINTED = 1.7
# White in a line of text parts columns wherever it is as wide as this, in ems.
SPREAD = 2.2
# The white before a stop that stands in the middle of its cell, behind a bracket, in ems.
HANGING = 1.7


@dataclass(frozen=True, slots=True)
class Strip:
    """Where a line stands on the straightened scan. upright: its characters stand in a column."""

    box: Box
    upright: bool


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
            strips += [_with_stop(scan, part) for part in _parts(scan, fitted)]
    return _chained(scan, _stacked(_joined_at_marks(scan, _whole_headlines(scan, strips))))


def under_each_other(strips: Sequence[Strip]) -> list[list[int]]:
    """The numbers of lines that stand under each other in a column, from the top.

    Each line is in one column; a vertical line is one of its own.
    """
    order = sorted(range(len(strips)), key=lambda n: (strips[n].box.top, strips[n].box.left))
    columns: list[list[int]] = []
    growing: list[list[int]] = []
    for number in order:
        strip = strips[number]
        growing = [c for c in growing if _near(strips[c[-1]].box, strip.box)]
        above = [c for c in growing if _under(strips[c[-1]].box, strip.box)]
        if strip.upright or not above:
            columns.append([number])
            if not strip.upright:
                growing.append(columns[-1])
        else:
            max(above, key=lambda c: strips[c[-1]].box.top).append(number)
    return columns


def _near(line: Box, below: Box) -> bool:
    return below.top - line.bottom < 1.2 * (line.bottom - line.top)


def _under(line: Box, below: Box) -> bool:
    """Whether a line stands under another one of its size, mostly within its width."""
    high = line.bottom - line.top
    common = min(line.right, below.right) - max(line.left, below.left)
    return (
        below.top > line.top + 0.6 * high
        and 0.75 < (below.bottom - below.top) / high < 1.33
        and common > 0.5 * min(line.right - line.left, below.right - below.left)
    )


def _whole_headlines(scan: Scan, strips: list[Strip]) -> list[Strip]:
    """Lines of large type with the characters that the detector left out between its pieces."""
    out: list[Strip] = []
    large: list[Strip] = []
    for strip in strips:
        high = strip.box.bottom - strip.box.top
        (out if strip.upright or high < LARGE * scan.em else large).append(strip)
    for strip in sorted(large, key=lambda s: s.box.left):
        box = replace(strip.box, left=_grown(scan, strip.box, -1), right=_grown(scan, strip.box, 1))
        same = next((other for other in out if _overlapping(other.box, box)), None)
        if same is None:
            out.append(Strip(box, False))
        else:
            out[out.index(same)] = Strip(hull([same.box, box]), False)
    return out


def _grown(scan: Scan, box: Box, side: int) -> float:
    """The left (-1) or right (1) end of a line moved over characters that stand close by."""
    top, bottom = int(box.top), int(box.bottom)
    high = bottom - top
    margin = max(2, high // 8)
    width = scan.ink.shape[1]
    filled = scan.ink[top:bottom].any(axis=0)
    # What goes on above or below is no character: a frame, a picture, another line.
    beyond = scan.ink[max(0, top - margin) : top].any(axis=0)
    beyond = beyond | scan.ink[bottom : bottom + margin].any(axis=0)
    end = int(box.right) if side > 0 else int(box.left) - 1
    while True:
        # A stop has white of its own behind it.
        stopped = side > 0 and ends_with_stop(scan, top, bottom, end)
        reach = round((OPEN if stopped else CLOSE) * high)
        place = end
        while 0 <= place < width and abs(place - end) <= reach and not filled[place]:
            place += side
        if not 0 <= place < width or not filled[place]:
            break
        start = place
        while 0 <= place < width and filled[place]:
            place += side
        first, last = min(start, place - side), max(start, place - side)
        if beyond[first : last + 1].any() or last - first > 1.5 * high:
            break
        end = place
    return float(end if side > 0 else end + 1)


def _with_stop(scan: Scan, strip: Strip) -> Strip:
    if strip.upright:
        return strip
    return replace(strip, box=with_stop(scan, strip.box))


def _overlapping(one: Box, other: Box) -> bool:
    """Whether two boxes hold parts of one line."""
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min(one.bottom - one.top, other.bottom - other.top)
    return common > 0.7 * least and one.left < other.right and other.left < one.right


def _joined_at_marks(scan: Scan, strips: list[Strip]) -> list[Strip]:
    """Lines that begin with a stop put behind what it ends: no printed line begins with one."""
    out = [strip for strip in strips if strip.upright]
    for strip in sorted((s for s in strips if not s.upright), key=lambda s: s.box.left):
        before = next((other for other in reversed(out) if _before(other, strip)), None)
        if before is None or not begins_with_stop(scan, strip.box, before.box):
            out.append(strip)
        else:
            out[out.index(before)] = Strip(hull([before.box, strip.box]), False)
    return out


def _before(strip: Strip, other: Strip) -> bool:
    """Whether a line stands left of another one, on its level and near enough for a stop."""
    one, two = strip.box, other.box
    high = one.bottom - one.top
    return (
        not strip.upright
        and one.left < two.left
        and -0.6 * high < two.left - one.right < HANGING * high
        and two.bottom - two.top < 1.3 * high
        and one.top - 0.2 * high < two.top
        and two.bottom < one.bottom + 0.2 * high
    )


def _stacked(strips: list[Strip]) -> list[Strip]:
    """Vertical lines with the characters that the detector left over at their ends."""
    out = [strip for strip in strips if not strip.upright]
    for strip in (strip for strip in strips if strip.upright):
        while True:
            found = next((other for other in out if _heads(other.box, strip.box)), None)
            if found is None:
                break
            out.remove(found)
            strip = Strip(hull([strip.box, found.box]), True)
        out.append(strip)
    return out


def _chained(scan: Scan, strips: list[Strip]) -> list[Strip]:
    """Vertical lines that a point or another small mark parts, put together."""
    out = [strip for strip in strips if not strip.upright]
    chain: list[Strip] = []
    for strip in sorted((s for s in strips if s.upright), key=lambda s: s.box.top):
        above = next((s for s in chain if _goes_on_below(scan, s.box, strip.box)), None)
        if above is None:
            chain.append(strip)
        else:
            chain[chain.index(above)] = Strip(hull([above.box, strip.box]), True)
    return out + chain


def _goes_on_below(scan: Scan, line: Box, below: Box) -> bool:
    """Whether a small mark alone stands between two vertical lines of one size, over each other."""
    import numpy

    wide = line.right - line.left
    same = abs(line.left - below.left) + abs(line.right - below.right) < 0.2 * wide
    if not same or not 0 < below.top - line.bottom < POINTED * wide:
        return False
    part = scan.ink[int(line.bottom) : int(below.top), int(line.left) : int(line.right)]
    rows, columns = numpy.nonzero(part)
    if len(rows) == 0:
        return False
    return bool(max(numpy.ptp(rows), numpy.ptp(columns)) < 0.45 * wide)


def _heads(one: Box, line: Box) -> bool:
    """Whether a box holds a character that stands on or under a vertical line."""
    wide = line.right - line.left
    aside = abs((one.left + one.right) - (line.left + line.right)) / 2
    apart = max(line.top - one.bottom, one.top - line.bottom)
    return (
        0.4 * wide < one.right - one.left < 1.25 * wide
        and one.bottom - one.top < 1.4 * wide
        and aside < 0.25 * wide
        and -0.3 * wide < apart < 0.6 * wide
    )


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
    if high < 1.25 * scan.em:
        breaks = numpy.array(
            [
                at
                for at in breaks
                if _is_gutter(
                    scan, box, int(box.left + columns[at]), int(box.left + columns[at + 1])
                )
            ],
            dtype=int,
        )
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


def _is_gutter(scan: Scan, line: Box, left: int, right: int) -> bool:
    """Whether white in a line of text parts columns: the lines above or below leave it white too.

    In a line that is set out to the edge a stop may have as much white behind it.
    """
    em = scan.em
    if right - left > SPREAD * em:
        return True
    top, bottom, pitch = int(line.top), int(line.bottom), round(1.6 * em)
    crossed = False
    for first, last in ((max(0, top - pitch), top), (bottom, bottom + pitch)):
        band = scan.ink[first:last]
        reach = round(1.5 * em)
        if (
            not band[:, max(0, left - reach) : left].any()
            or not band[:, right : right + reach].any()
        ):
            continue
        filled = band[:, left + 1 : right].any(axis=0)
        if _longest_white(filled) > 0.5 * em:
            return True
        crossed = True
    return not crossed


def _longest_white(filled: Any) -> int:
    """The longest stretch of columns without ink."""
    longest = run = 0
    for column in filled.tolist():
        run = 0 if column else run + 1
        longest = max(longest, run)
    return longest


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
    if upright:
        # Specks beside the line would make its characters wide, and its cells too few.
        columns = _core(part[rows[0] : rows[-1] + 1].T, columns, scan.em)
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
