"""Bold headlines that a PDF prints twice, run by run: 亿元亿元，，扩大扩大3131..6060倍倍."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State
from pipeline.frozen import dataclass

MARKS = frozenset("，。、：；（）《》“”【】.%")
TWICE = re.compile(r"([，。、：；（）《》“”【】.%])\1")
LONGEST_LINE = 160
"""A headline is shorter; longer lines are left alone, so that the work stays bounded."""
LONGEST_RUN = 40
READINGS = 12

DIGITS = regex.compile(r"\d+(?:\.\d+)?")
NO_NUMBER_BEFORE = regex.compile(r"(?<![\d.])")
NO_NUMBER_BEHIND = regex.compile(r"(?!\d|\.\d)")
PAIR = re.compile(r"(.{1,40})\1")
WORD = regex.compile(r"[\p{Han}A-Za-z]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: what it says, and the runs that are taken as printed twice."""

    cost: float
    text: str
    runs: tuple[tuple[int, int], ...]


def readings(line: str) -> list[Reading]:
    """The cheapest ways to read `line` as runs printed twice and characters printed once.

    A run costs 1 whatever its length, so that 11001100 is 1100 before it is 1010.
    """
    size = len(line)
    best: list[dict[str, Reading]] = [{} for _ in range(size + 1)]
    best[0][""] = Reading(0.0, "", ())
    for start in range(size):
        ranked = list(best[start].values())
        if len(ranked) > READINGS:
            ranked = sorted(ranked, key=lambda reading: reading.cost)[:READINGS]
        char = line[start]
        single = 0.6 if not (char.isalnum()) else 1.2
        _extend(best[start + 1], ranked, char, single, None)
        for half in range(1, min(LONGEST_RUN, (size - start) // 2) + 1):
            middle = start + half
            if line[start] == line[middle] and line[start:middle] == line[middle : middle + half]:
                _extend(
                    best[middle + half], ranked, line[start:middle], 1.0, (start, middle + half)
                )
    return sorted(best[size].values(), key=lambda reading: reading.cost)[:READINGS]


def _extend(
    cell: dict[str, Reading],
    ranked: list[Reading],
    piece: str,
    cost: float,
    run: tuple[int, int] | None,
) -> None:
    for reading in ranked:
        text = reading.text + piece
        total = reading.cost + cost
        known = cell.get(text)
        if known is None or total < known.cost:
            runs = reading.runs if run is None else (*reading.runs, run)
            cell[text] = Reading(total, text, runs)


def is_doubled(line: str, reading: Reading, *, page_doubles: bool = False) -> bool:
    """Whether so much of the line is printed twice that it cannot be a turn of speech.

    研究研究, 家家户户 and 2020 are language. page_doubles: other lines of the page are doubled.
    """
    visible = sum(not char.isspace() for char in line)
    covered = sum(
        sum(not char.isspace() for char in line[start:end]) for start, end in reading.runs
    )
    halves = [line[start : (start + end) // 2] for start, end in reading.runs]
    words = [half for half in halves if len(half) > 1 and WORD.search(half)]
    if covered >= 4 and sum(half in MARKS for half in halves) > 1:
        return True
    if not words or covered < 0.6 * visible:
        return False
    if page_doubles and covered == visible:
        return True
    if covered < 8:
        return False
    return len(halves) > 1 or (len(halves[0]) >= 4 and len(set(halves[0])) >= 3)


def _suspects(text: str) -> Iterator[tuple[int, str]]:
    """Lines with so few different characters that they may be doubled: offset and line."""
    position = 0
    for line in text.split("\n"):
        size = len(line)
        if not 4 <= size <= LONGEST_LINE:
            position += size + 1
            continue
        marked = len(TWICE.findall(line)) > 1
        if marked or len(set(line)) <= 0.7 * size:
            bare = line.strip()
            if marked or sum(len(pair.group()) for pair in PAIR.finditer(bare)) >= 0.5 * len(bare):
                yield position + line.index(bare), bare
        position += size + 1


def _support(reading: Reading, rest: str, pairs: set[str]) -> int:
    """How far the rest of the page speaks for a reading: its numbers, less its unheard words."""
    known = 0
    for number in DIGITS.findall(reading.text):
        if regex.stands(number, rest, before=NO_NUMBER_BEFORE, behind=NO_NUMBER_BEHIND):
            known += 1 if len(number) == 1 else 2 * len(number)
    text = reading.text
    known -= 4 * len(TWICE.findall(text))
    return known - sum(text[index : index + 2] not in pairs for index in range(len(text) - 1))


def undouble(state: State) -> Iterator[Edit]:
    """Each run that a line prints twice is kept once.

    Where several readings are possible, the numbers and words of the rest of the page decide.
    """
    text = state.body.text
    found = [(start, line, readings(line)) for start, line in _suspects(text)]
    sure = [(start, line, ways) for start, line, ways in found if is_doubled(line, ways[0])]
    if not sure:
        return
    rest = ""
    pairs: set[str] = set()
    for start, line, ways in found:
        good = [way for way in ways if is_doubled(line, way, page_doubles=True)]
        if not good:
            continue
        if len(good) > 1:
            if not rest:
                rest = _rest_of_page(text, {line for _, line, _ in sure})
                pairs = {rest[index : index + 2] for index in range(len(rest) - 1)}
            ranked = [(3 * way.cost - _support(way, rest, pairs), way.cost, way) for way in good]
            good = [min(ranked, key=lambda rank: rank[:2])[2]]
        for first, last in good[0].runs:
            yield Edit(start + first, start + last, line[first : (first + last) // 2])


def _rest_of_page(text: str, doubled: set[str]) -> str:
    lines = [line for line in text.split("\n") if line.strip() not in doubled]
    return "".join("".join(lines).split())
