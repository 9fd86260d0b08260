"""Pages that lie on their side or upside down, told by what the recogniser makes of some lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.ingest.ocr.engine import Sign, read
from pipeline.ingest.ocr.lines import picture_of
from pipeline.ingest.ocr.picture import Scan
from pipeline.ingest.ocr.strips import Strip
from pipeline.segment import is_known

# So many of the longest lines are tried; fewer, or shorter ones (in ems), tell nothing.
TRIED, FEW, LONG = 8, 3, 5.0
# A page whose lines are read this surely lies as it should; another way must be so much surer.
SURE, SURER = 0.85, 0.15
# A text has so many times the words that it has when it is read backwards.
WORDS = 2


def quarter_turns(scan: Scan, strips: Sequence[Strip]) -> int:
    """By how many quarters, counterclockwise, a page must be turned to be read (0–3)."""
    long = [strip for strip in strips if _length(strip) > LONG * scan.em]
    upright = [strip for strip in long if strip.upright]
    standing = sum(map(_length, upright)) > 0.5 * sum(map(_length, long))
    tried = sorted(upright if standing else [s for s in long if not s.upright], key=_length)
    tried = tried[-TRIED:]
    if len(tried) < FEW:
        return 0
    readings = read([picture_of(scan, strip) for strip in tried])
    usual = _sureness(readings)
    if usual > SURE:
        # The network knows characters that lie on their back; their line then runs upwards.
        if standing:
            lying = read([_turned(scan, strip, 3) for strip in tried])
            return 3 if _words(lying) > WORDS * (_words(readings) + 1) else 0
        return 0
    ways = (1, 3) if standing else (2,)
    found = {way: _sureness(read([_turned(scan, strip, way) for strip in tried])) for way in ways}
    best = max(ways, key=lambda way: found[way])
    return best if found[best] > usual + SURER else 0


def _length(strip: Strip) -> float:
    box = strip.box
    return max(box.right - box.left, box.bottom - box.top)


def _turned(scan: Scan, strip: Strip, turns: int) -> Any:
    """The picture of a line, turned counterclockwise by so many quarters."""
    import numpy

    box = strip.box
    margin = round(0.2 * min(box.right - box.left, box.bottom - box.top))
    top, left = max(0, int(box.top) - margin), max(0, int(box.left) - margin)
    part = scan.grey[top : int(box.bottom) + margin, left : int(box.right) + margin]
    return numpy.ascontiguousarray(numpy.rot90(part, turns))


def _words(readings: Sequence[Sequence[Sign]]) -> int:
    """How many pairs of neighbouring characters are words of the dictionary."""
    texts = ["".join(sign.text for sign in signs) for signs in readings]
    return sum(is_known(text[at : at + 2]) for text in texts for at in range(len(text) - 1))


def _sureness(readings: Sequence[Sequence[Sign]]) -> float:
    """How surely lines were read, 0–1; a line that says nothing counts as 0."""
    means = [
        sum(sign.confidence for sign in signs) / len(signs) if signs else 0.0 for signs in readings
    ]
    return sum(means) / len(means)
