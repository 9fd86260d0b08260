"""The functions of `regex` for patterns that are written where they are used.

`regex.search(pattern, text)` compares a pattern with those it knows by its flags, its arguments
and the locale, which takes longer than most of our searches in a few characters. Here a pattern
is looked up by itself alone. Import it as `from pipeline import patterns as regex`.

A pattern that has been used is kept for ever, so none may be made of what a page says: the words
of a page are looked for by `places` and `stands`.

A pattern of many branches that is looked for in whole sentences is `Led`: nearly all places are
passed over by one look at a character, which `re` does several times faster than `regex`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from regex import DOTALL, IGNORECASE, MULTILINE, Match, Pattern, compile, escape

__all__ = [
    "DOTALL",
    "FIGURES",
    "IGNORECASE",
    "MULTILINE",
    "Led",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "places",
    "search",
    "split",
    "stands",
    "sub",
]


FIGURES = r"\d\U00010000-\U0010ffff"
"""In a class of `re`: figures, and whatever else another edition of Unicode may call so."""


@cache
def _known(pattern: str | Pattern[str]) -> Pattern[str]:
    return compile(pattern)


def search(pattern: str | Pattern[str], text: str) -> Match[str] | None:
    return _known(pattern).search(text)


def match(pattern: str | Pattern[str], text: str, pos: int = 0) -> Match[str] | None:
    return _known(pattern).match(text, pos)


def fullmatch(pattern: str | Pattern[str], text: str) -> Match[str] | None:
    return _known(pattern).fullmatch(text)


def finditer(pattern: str | Pattern[str], text: str) -> Iterator[Match[str]]:
    return _known(pattern).finditer(text)


def findall(pattern: str | Pattern[str], text: str) -> list[Any]:
    return _known(pattern).findall(text)


def split(pattern: str | Pattern[str], text: str) -> list[Any]:
    return _known(pattern).split(text)


def sub(pattern: str | Pattern[str], by: str, text: str) -> str:
    return _known(pattern).sub(by, text)


class Led:
    """A pattern that is tried only where `leads` matches, which is quick to find.

    leads: a pattern of `re` that matches at each place where a match may begin; its match begins
        there too, and has at most one character.  pattern: matches no empty text.
    """

    def __init__(self, leads: str, pattern: str) -> None:
        self._leads = re.compile(leads)
        self.pattern = compile(pattern)

    def finditer(self, text: str, pos: int = 0) -> Iterator[Match[str]]:
        """The matches that `pattern.finditer` finds."""
        match = self.pattern.match
        for lead in self._leads.finditer(text, pos):
            at = lead.start()
            if at >= pos and (found := match(text, at)) is not None:
                yield found
                pos = found.end()

    def search(self, text: str) -> Match[str] | None:
        """The match that `pattern.search` finds."""
        return next(self.finditer(text), None)


def places(word: str, text: str) -> Iterator[int]:
    """Where a text says a word, as `finditer` would find it: the next begins behind the last.

    An empty word stands nowhere.
    """
    at = text.find(word)
    while word and at >= 0:
        yield at
        at = text.find(word, at + len(word))


def stands(word: str, text: str, *, before: Pattern[str], behind: Pattern[str]) -> bool:
    """Does a text say a word where both patterns match, the one at its start, the one at its end?

    word: one character at least, none of which `before` lets stand before it.
    """
    return any(
        before.match(text, at) and behind.match(text, at + len(word)) for at in places(word, text)
    )
