"""The words round a number: alone it says little.

As much of its sentence as fits on a line, cut where a reader would take a breath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline import patterns as regex

BEFORE, BEHIND = 26, 14
"""Characters at most on either side."""

_ENDS = regex.compile(r"[\n。！？]")
_TO_A_COMMA = regex.compile(r"\A[^，；：、]*[，；：、](?=.)")
_FROM_A_COMMA = regex.compile(r"[，；：、][^，；：、]*$")

Words = tuple[str | None, str | None]
NO_WORDS: Words = (None, None)


class Surroundings:
    """The texts of a page, to be asked for the words round its numbers.

    places: by line and column, the number of the article (or None), start and end in its text.
    """

    def __init__(
        self, texts: Sequence[str], places: Mapping[tuple[object, object], Sequence[Any]]
    ) -> None:
        self._texts = texts
        self._places = places

    def of(self, line: object, column: object) -> Words:
        """What stands before and behind the number at a raw place; nothing where there is none."""
        article, start, end = self._places.get((line, column), (None, 0, 0))
        if article is None:
            return NO_WORDS
        return around(self._texts[article], start, end)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of a text before and behind a stretch of it."""
    first = max(0, start - BEFORE)
    before = _ENDS.split(text[first:start])[-1]
    # What was cut off begins behind a comma, and says that it was cut off.
    if first > 0 and len(before) == start - first:
        before = "…" + _TO_A_COMMA.sub("", before, count=1)
    behind = _ENDS.split(text[end : end + BEHIND])[0]
    if len(behind) == BEHIND and end + BEHIND < len(text):
        behind = _FROM_A_COMMA.sub("", behind) + "…"
    return before, behind
