"""Pictures of a scan as wide as the columns they stand in: their pale parts look like paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.layout.sheet import Run, hull
from pipeline.model import Box

# Lines so far above or below a picture show the columns it stands in, in ems; so long ones do.
NEAR, LONG = 12.0, 6
# A picture covers so much of a column at least, or the column is not one of its own.
COVERED = 0.5


def to_columns(pictures: Sequence[Box], runs: Sequence[Run]) -> list[Box]:
    """The pictures, widened to the edges of their columns where nothing stands beside them.

    What another picture covers is part of it.
    """
    wide = [_widened(picture, runs) for picture in pictures]
    out: list[Box] = []
    for number, box in enumerate(wide):
        if not any(
            _covers(other, box) and (place < number or not _covers(box, other))
            for place, other in enumerate(wide)
            if place != number
        ):
            out.append(box)
    return out


def _widened(picture: Box, runs: Sequence[Run]) -> Box:
    columns: list[Box] = []
    for run in runs:
        box = run.box
        apart = max(picture.top - box.bottom, box.top - picture.bottom)
        if run.vertical or len(run.glyphs) < LONG or not -run.size < apart < NEAR * run.size:
            continue
        common = min(box.right, picture.right) - max(box.left, picture.left)
        if common > COVERED * (box.right - box.left):
            columns.append(box)
    if not columns:
        return picture
    around = hull(columns)
    left, right = min(picture.left, around.left), max(picture.right, around.right)
    whole = replace(picture, left=left, right=right)
    beside = any(_across(run.box, whole) and not _across(run.box, picture) for run in runs)
    return picture if beside else whole


def _across(box: Box, picture: Box) -> bool:
    """Whether a line stands at the height of a picture and reaches over it."""
    centre = (box.top + box.bottom) / 2
    level = picture.top < centre < picture.bottom
    return level and box.left < picture.right and picture.left < box.right


def _covers(box: Box, other: Box) -> bool:
    return (
        box.left <= other.left
        and box.top <= other.top
        and box.right >= other.right
        and box.bottom >= other.bottom
    )
