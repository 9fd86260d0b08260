"""Where a Chinese numeral is no number: inside words, place names and names of the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Span
from pipeline.quantities import units
from pipeline.tables import rows, words

_NUMERAL: Final = regex.compile(r"[〇零一二两三四五六七八九十百千万亿半几数]")


def _counts(name: str) -> bool:
    """三台, 三元: the short name of a county reads as a count; its full name stays a word."""
    unit = units.table().get(name[1:])
    return len(name) == 2 and unit is not None and not unit.loose


@cache
def _stops() -> tuple[frozenset[str], int]:
    found = set(words("number_words.csv"))
    for row in rows("regions.csv"):
        for name in (row["name"], row["short"]):
            if len(name) >= 2 and _NUMERAL.search(name) and not _counts(name):
                found.add(name)
    for row in rows("zones.csv"):
        name = row["name"]
        if _NUMERAL.search(name):
            found.add(name)
    return frozenset(found), max(map(len, found))


_GRADED: Final = regex.compile(
    r"(?:扩|增|加|放|调|壮|变|做|最|更|较|提|升|抬|推|拉|走|拔|新|缩|减|收)(?=[大高小])"
)
"""Before 大, 高 or 小 these make a word of their own: 扩大三成 holds no 大三, 提高一成 no 高一."""


def in_word(text: str, start: int, end: int) -> bool:
    """True where a word of the table covers the numeral [start, end) and one character more."""
    stops, longest = _stops()
    longest = min(longest, 8)
    for begin in range(max(0, start - 4), start + 1):
        for finish in range(max(end, begin + 2), min(len(text), begin + longest) + 1):
            if finish - begin <= end - start:
                continue
            if text[begin:finish] in stops and not (
                begin == start - 1 and _GRADED.match(text, max(0, begin - 1))
            ):
                return True
    return False


class Names:
    """The spans of names, asked by offset."""

    def __init__(self, spans: Sequence[Span], size: int) -> None:
        self._taken = bytearray(size + 1)
        for span in spans:
            for index in range(max(0, span.start), min(size, span.end)):
                self._taken[index] = 1

    def cover(self, start: int, end: int) -> bool:
        """True where a name covers all of [start, end)."""
        return end > start and all(self._taken[index] for index in range(start, end))
