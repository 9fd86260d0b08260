"""Doubtful characters of names, read as the page says the same name elsewhere.

A rare character of a name is misread in one line and read right in another. The network's own
second choices say what a doubtful character may be; what the page reads between the same
neighbours elsewhere, or the tables of regions and zones know as a name, says which. What was read
surely stays, and so does everything that counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline import tables
from pipeline.ingest.ocr.engine import UNSURE, Sign

# A choice less likely than this is none: alone, beside another doubtful character, and as the
# neighbour of one.
UNLIKELY, UNLIKELY_BESIDE, NEIGHBOUR = 0.02, 0.004, 0.05
# A character is known where it is read, or agreed on, at least so surely; what a place does not
# name among its choices has this chance there.
WITNESS, NEVER = 0.6, 0.001
# Names of the tables have so many characters; shorter ones are too often part of other words.
SHORTEST, LONGEST = 4, 14
COUNTING = frozenset("〇零一二两三四五六七八九十百千万亿兆半廿卅几数多余")
Settled = tuple[str, float]
NEIGHBOURS = ((-2, -1), (-1, 1), (1, 2))
ROUNDS = 3
# What was settled stays a little doubtful.
SETTLED = 0.9


@dataclass(slots=True)
class _Place:
    """A character of a line."""

    line: int
    at: int


@dataclass(slots=True)
class _Witnesses:
    """What a page reads, by the characters beside it."""

    between: dict[tuple[int, str], list[_Place]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))


def agreed(
    readings: Sequence[Sequence[Sign]], columns: Iterable[Sequence[int]]
) -> list[list[Sign]]:
    """The lines of a page with the doubtful characters that others settle.

    columns: the lines that stand under each other, by their numbers; a name goes on in the next.
    """
    out = [list(signs) for signs in readings]
    columns = list(columns)
    lines = _settled([[sign for number in column for sign in out[number]] for column in columns])
    for column, signs in zip(columns, lines, strict=True):
        start = 0
        for number in column:
            end = start + len(out[number])
            out[number] = signs[start:end]
            start = end
    return out


def _settled(lines: list[list[Sign]]) -> list[list[Sign]]:
    """Lines of any length with their doubtful characters settled, round by round."""
    for _ in range(ROUNDS):
        seen = _seen(lines)
        settled = [
            (number, at, found)
            for number, at in _doubtful(lines)
            if (found := _said_elsewhere(lines, seen, number, at) or _named(lines[number], at))
        ]
        settled += _pairs(lines, seen)
        if not settled:
            break
        for number, at, (text, share) in settled:
            sign = lines[number][at]
            others = ((sign.text, sign.confidence), *(o for o in sign.others if o[0] != text))
            lines[number][at] = replace(
                sign, text=text, confidence=min(share, SETTLED), others=others
            )
    return lines


def _doubtful(lines: Sequence[Sequence[Sign]]) -> Iterator[tuple[int, int]]:
    """Lines and places of the characters that may be others."""
    for number, signs in enumerate(lines):
        for at, sign in enumerate(signs):
            if sign.others and sign.confidence < UNSURE and _is_plain(sign.text):
                yield number, at


def _is_plain(text: str) -> bool:
    """A Chinese character that counts nothing."""
    return len(text) == 1 and "\u3400" <= text <= "\u9fff" and text not in COUNTING


def _choices(sign: Sign, least: float) -> dict[str, float]:
    """What a doubtful character may be instead, with its chance."""
    return {text: chance for text, chance in sign.others if chance >= least and _is_plain(text)}


def _seen(lines: Sequence[Sequence[Sign]]) -> _Witnesses:
    seen = _Witnesses()
    for number, signs in enumerate(lines):
        for at, sign in enumerate(signs):
            if not _is_plain(sign.text):
                continue
            for key in _beside(signs, at):
                seen.between[key].append(_Place(number, at))
            if at + 1 < len(signs) and _is_plain(signs[at + 1].text):
                seen.pairs[sign.text + signs[at + 1].text].append(_Place(number, at))
    return seen


def _beside(signs: Sequence[Sign], at: int) -> Iterator[tuple[int, str]]:
    """The pairs of Chinese characters beside a place, in all ways they may be read: which side,
    and what they say."""
    for side, (one, other) in enumerate(NEIGHBOURS):
        if at + one < 0 or at + other >= len(signs):
            continue
        for first in _readings(signs[at + one]):
            for second in _readings(signs[at + other]):
                yield side, first + second


def _readings(sign: Sign) -> list[str]:
    """What a neighbour may be; nothing where it is no Chinese character."""
    if not "\u3400" <= sign.text <= "\u9fff":
        return []
    return [sign.text, *(_choices(sign, NEIGHBOUR) if sign.confidence < UNSURE else ())]


def _said_elsewhere(
    lines: Sequence[Sequence[Sign]], seen: _Witnesses, number: int, at: int
) -> Settled | None:
    """What the places with the same neighbours say together, if that is another character or
    makes this one known.

    Each place is one look at the same character: the chances multiply.
    """
    mine = lines[number][at]
    choices = _choices(mine, UNLIKELY)
    places = _others_at(seen, lines[number], number, at) if choices else set()
    if not places:
        return None
    voices = {mine.text: mine.confidence, **choices}
    read: set[str] = set()
    for line, place in sorted(places):
        sign = lines[line][place]
        chances = {**dict(sign.others), sign.text: sign.confidence}
        read.add(sign.text)
        for text in voices:
            voices[text] *= max(chances.get(text, 0.0), NEVER)
    best = max(voices, key=lambda text: (voices[text], text))
    share = voices[best] / sum(voices.values())
    known = best == mine.text and mine.confidence >= WITNESS
    return (best, share) if best in read and share >= WITNESS and not known else None


def _others_at(
    seen: _Witnesses, signs: Sequence[Sign], number: int, at: int
) -> set[tuple[int, int]]:
    """The other places of the page that have the same neighbours on some side."""
    return {
        (place.line, place.at)
        for key in _beside(signs, at)
        for place in seen.between.get(key, ())
        if (place.line, place.at) != (number, at)
    }


def _pairs(lines: Sequence[Sequence[Sign]], seen: _Witnesses) -> Iterator[tuple[int, int, Settled]]:
    """Two doubtful characters side by side that the page reads twice elsewhere."""
    doubtful = set(_doubtful(lines))
    for number, at in sorted(doubtful):
        if (number, at + 1) not in doubtful:
            continue
        one, two = lines[number][at], lines[number][at + 1]
        if len(seen.pairs.get(one.text + two.text, ())) > 1:
            continue
        found = [
            (first, second)
            for first in _choices(one, UNLIKELY_BESIDE)
            for second in _choices(two, UNLIKELY_BESIDE)
            if sum(
                min(lines[place.line][place.at + step].confidence for step in (0, 1)) >= WITNESS
                for place in seen.pairs.get(first + second, ())
            )
            > 1
        ]
        if len(found) == 1:
            for step, text in enumerate(found[0]):
                yield number, at + step, (text, SETTLED)


# Names of the tables


@cache
def _names() -> frozenset[str]:
    """Full names of regions, and the names of zones in all forms that the tables give."""
    zones = tables.rows("zones.csv")
    names = {row["name"] for row in zones}
    names.update(alias for row in zones for alias in row["aliases"].split("|"))
    regions = tables.rows("regions.csv")
    names.update(row["name"] for row in regions)
    cities = [row["short"] for row in regions if row["level"] in ("province", "prefecture")]
    kinds = {row["normal"] for row in tables.rows("zone_suffixes.csv") if row["needs"] == "name"}
    names.update(city + kind for city in cities for kind in kinds)
    return frozenset(name for name in names if SHORTEST <= len(name) <= LONGEST)


def _named(signs: Sequence[Sign], at: int) -> Settled | None:
    """The one choice that makes a name of the tables, where what was read makes none."""
    choices = _choices(signs[at], UNLIKELY)
    if not choices:
        return None
    text = "".join(sign.text if len(sign.text) == 1 else " " for sign in signs)
    if any(_spans(text, at, _names())):
        return None
    found = {
        choice
        for choice in choices
        if any(_spans(text[:at] + choice + text[at + 1 :], at, _names()))
    }
    return (found.pop(), SETTLED) if len(found) == 1 else None


def _spans(text: str, at: int, names: frozenset[str]) -> Iterator[str]:
    """The names that stand in a text over a place."""
    for start in range(max(0, at - LONGEST + 1), at + 1):
        for end in range(max(at + 1, start + SHORTEST), min(len(text), start + LONGEST) + 1):
            if text[start:end] in names:
                yield text[start:end]
