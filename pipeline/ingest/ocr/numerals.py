"""Numerals in what was recognised: found, settled between readings; points and commas mended."""

from __future__ import annotations

import itertools
from dataclasses import replace

from pipeline.ingest.layout.sheet import Glyph
from pipeline.ingest.ocr.engine import Sign

NUMERIC = frozenset("0123456789０１２３４５６７８９.,%．，％-+—~")


def numerals(signs: list[Sign]) -> list[tuple[int, int]]:
    """Ranges of signs that are numerals: runs with a digit in them."""
    out: list[tuple[int, int]] = []
    start = 0
    while start < len(signs):
        end = start
        while end < len(signs) and signs[end].text in NUMERIC:
            end += 1
        last = end
        while last > start and signs[last - 1].text in ".,，．-—~":
            last -= 1
        if any(sign.text.isdigit() for sign in signs[start:last]):
            out.append((start, last))
        start = max(end, start + 1)
    return out


def nearest(signs: list[Sign], at: float) -> list[Sign]:
    """The numeral of a reading that stands nearest to a place (0–1 of its width)."""
    found = numerals(signs)
    if not found:
        return []
    start, end = min(found, key=lambda r: abs((signs[r[0]].at + signs[r[1] - 1].at) / 2 - at))
    return signs[start:end]


def settled(first: list[Sign], others: list[list[Sign]]) -> list[Sign]:
    """The reading that two of three agree on, with the characters' places of the first.

    Without agreement the first stays as it is, doubtful.
    """

    def said(signs: list[Sign]) -> str:
        return "".join(sign.text for sign in signs)

    texts = [said(signs) for signs in others]
    if said(first) in texts:
        other = others[texts.index(said(first))]
        return [
            replace(mine, confidence=1 - (1 - mine.confidence) * (1 - its.confidence))
            for mine, its in zip(first, other, strict=True)
        ]
    if texts[0] and texts[0] == texts[1]:
        chosen = others[0]
        begin, end = first[0].at, first[-1].at
        step = (end - begin) / max(1, len(chosen) - 1)
        return [
            replace(sign, at=begin + step * number, confidence=min(sign.confidence, 0.95))
            for number, sign in enumerate(chosen)
        ]
    return first


def pointed(glyphs: list[Glyph]) -> list[Glyph]:
    """Commas and points within numerals as they must be: groups have three digits.

    A comma that stands close between digits and does not part three of them is a decimal point
    that was printed heavily; a point before a group and another point is a comma.
    """
    out = list(glyphs)
    spacing = _spacing(out)
    if len(out) > 1 and out[-1].text == "一" and out[-2].text in "%％":
        out[-1] = replace(out[-1], text="—", confidence=min(out[-1].confidence, 0.9))
    for index in range(1, len(out) - 1):
        sign = out[index]
        before, following = out[index - 1].text, out[index + 1].text
        if sign.text == "一" and following.isdigit() and (before.isdigit() or before in "%％"):
            # Between two numbers the stroke is a dash.
            out[index] = replace(sign, text="—", confidence=min(sign.confidence, 0.9))
            continue
        if sign.text == "、" and before.isdigit() and following.isdigit():
            # Listed numbers stand a character apart, the decimals of one close together.
            if out[index + 1].middle - out[index - 1].middle < 1.1 * sign.size + spacing:
                out[index] = replace(sign, text=".", confidence=min(sign.confidence, 0.9))
            continue
        if sign.text not in ",，." or not out[index - 1].text.isdigit():
            continue
        digits = 0
        while index + 1 + digits < len(out) and out[index + 1 + digits].text.isdigit():
            digits += 1
        apart = out[index + 1].middle - out[index - 1].middle
        if not digits or apart > 1.15 * sign.size + 2 * spacing:
            continue
        after = out[index + 1 + digits].text if index + 1 + digits < len(out) else ""
        text = sign.text
        if not after and digits < 3:
            # The line may end within the numeral.
            out[index] = replace(sign, text="," if text == "，" else text)
            continue
        if text == ".":
            text = "," if digits == 3 and after == "." else "."
        elif digits == 3:
            text = ","
        elif text == ",":
            text = "."
        if text != sign.text:
            out[index] = replace(sign, text=text, confidence=min(sign.confidence, 0.9))
    return out


def _spacing(glyphs: list[Glyph]) -> float:
    """How much white a line sets between its characters, in pixels; 0 where few tell."""
    white = sorted(
        right.middle - left.middle - right.size
        for left, right in itertools.pairwise(glyphs)
        if min(left.text, right.text) >= "\u4e00" and max(left.text, right.text) <= "\u9fff"
    )
    return max(0.0, white[len(white) // 2]) if len(white) > 3 else 0.0


def centred_commas(readings: list[list[Sign]]) -> list[list[Sign]]:
    """Middle dots read as commas on a page whose type sets its commas in the middle of their cell.

    Such a page has many dots among its commas; on others a dot parts a foreign name and stays.
    """
    dots = sum(sign.text == "·" for signs in readings for sign in signs)
    commas = sum(sign.text in "，," for signs in readings for sign in signs)
    if dots < 6 or dots < 0.1 * commas:
        return readings
    return [
        [
            replace(sign, text="，", confidence=min(sign.confidence, 0.9))
            if sign.text == "·"
            else sign
            for sign in signs
        ]
        for signs in readings
    ]


def dashed(signs: list[Sign]) -> list[Sign]:
    """Two strokes at the beginning of a line are a dash (——), not the number one twice."""
    if len(signs) > 2 and signs[0].text == signs[1].text == "一" != signs[2].text:
        return [*(replace(sign, text="—") for sign in signs[:2]), *signs[2:]]
    return signs
