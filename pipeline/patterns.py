"""The functions of `regex` for patterns that are written where they are used.

`regex.search(pattern, text)` compares a pattern with those it knows by its flags, its arguments
and the locale, which takes longer than most of our searches in a few characters. Here a pattern
is looked up by itself alone. Import it as `from pipeline import patterns as regex`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from regex import DOTALL, IGNORECASE, MULTILINE, Match, Pattern, compile, escape

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]


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
