"""Stops and commas beside a level line of a scan, told by the size and place of their ink."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.ingest.ocr.picture import Scan
from pipeline.model import Box

# Less ink than this, in square ems, is dirt and no stop.
FLECK = 0.012
# Print paler than ink but darker than this is a mark's, where it has so many square ems.
PALE, PALE_FLECK = 210, 0.03


def with_stop(scan: Scan, box: Box) -> Box:
    """A level line with the comma or stop that hangs behind it, which the detector leaves out."""
    em = max(box.bottom - box.top, 0.92 * scan.em) / 0.92
    top, bottom, left = int(box.top), int(box.bottom + 0.12 * em), int(box.right) + 1
    place = (slice(top, bottom), slice(left, left + round(1.4 * em)))
    reach = _stop_end(scan.ink[place], em, FLECK * em * em)
    if reach is None:
        # The ring of a stop in thin print is paler than any stroke.
        reach = _stop_end(scan.grey[place] < PALE, em, PALE_FLECK * em * em)
    return box if reach is None else replace(box, right=float(left + reach))


def begins_with_stop(scan: Scan, box: Box, line: Box) -> bool:
    """Whether the first ink in a box is as small as a stop of a line, and not high up in it."""
    import numpy

    em = max(line.bottom - line.top, 0.92 * scan.em) / 0.92
    top, bottom, left = int(line.top), int(line.bottom + 0.12 * em), int(box.left)
    part = scan.ink[top:bottom, left : left + round(em)]
    columns = numpy.flatnonzero(part.any(axis=0))
    if len(columns) == 0:
        return False
    white = numpy.flatnonzero(numpy.diff(columns) > 1)
    end = int(columns[white[0]] if len(white) else columns[-1]) + 1
    rows = numpy.flatnonzero(part[:, :end].any(axis=1))
    if part[:, :end].sum() < FLECK * em * em:
        return False
    return _is_small(end - int(columns[0]), int(rows[-1] - rows[0]) + 1, int(rows[-1]) + 1, em)


def ends_with_stop(scan: Scan, top: int, bottom: int, end: int) -> bool:
    """Whether the last ink before a column of the scan is a stop's."""
    import numpy

    part = scan.ink[top:bottom, max(0, end - (bottom - top)) : end]
    columns = numpy.flatnonzero(part.any(axis=0))
    if len(columns) == 0:
        return False
    breaks = numpy.flatnonzero(numpy.diff(columns) > 1)
    start = int(columns[breaks[-1] + 1] if len(breaks) else columns[0])
    rows = numpy.flatnonzero(part[:, start:].any(axis=1))
    wide, high = int(columns[-1]) - start + 1, int(rows[-1] - rows[0]) + 1
    return _is_small(wide, high, int(rows[-1]) + 1, float(bottom - top))


def _stop_end(part: Any, em: float, fleck: float) -> int | None:
    """Where a comma or stop ends that stands alone in a piece of the page behind a line.

    fleck: what has no more pixels than this is dirt.
    """
    import cv2
    import numpy

    if part.size == 0:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(part.astype(numpy.uint8), connectivity=8)
    pieces = sorted(tuple(int(value) for value in row[:4]) for row in stats[1:] if row[4] > fleck)
    if not pieces:
        return None
    x, y, w, h = pieces[0]
    small = _is_small(w, h, y + h, em)
    free = len(pieces) < 2 or pieces[1][0] > x + w + 0.25 * em
    return x + w if small and free and x <= em else None


def _is_small(wide: int, high: int, reach: int, em: float) -> bool:
    """Whether a piece of ink is as small as a comma or a stop; reach: how far down it stands."""
    return 0.06 * em < wide < 0.36 * em and 0.08 * em < high < 0.42 * em and reach > 0.5 * em
