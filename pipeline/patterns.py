"""The functions of `regex` for patterns that are written where they are used.

`regex.search(pattern, text)` compares a pattern with those it knows by its flags, its arguments
and the locale, which takes longer than most of our searches in a few characters. Here a pattern
is looked up by itself alone. Import it as `from pipeline import patterns as regex`.

A pattern that has been used is kept for ever, so none may be made of what a page says: the words
of a page are looked for by `places` and `stands`.

A pattern of many branches that is looked for in whole sentences is `Led`: nearly all places are
passed over by one look at a character, which `re` does several times faster than `regex`.

`regex` compiles in Python, which takes a new process longer than its first pages. What came of it,
by the same route on which patterns are pickled, is kept in the user's own folder for others.
"""

from __future__ import annotations

import copyreg
import logging
import marshal
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import regex
from regex import DOTALL, IGNORECASE, MULTILINE, Match, Pattern, escape

from pipeline.own_folder import cache_folder

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
    "keep",
    "match",
    "places",
    "search",
    "split",
    "stands",
    "sub",
]

_Key = tuple[str, int]
_Program = tuple[Any, ...]

_WORTH = 32
"""So many patterns that are not kept yet are worth writing all of them."""
_MOST = 4096
"""So many are kept, those of other versions of this program too; then those that were used."""
_DIGEST = 32
"""Bytes of the digest before them."""


class _Programs:
    """What patterns were compiled to, by this process and by earlier ones."""

    def __init__(self) -> None:
        self._path = _file()
        self._kept = _read(self._path) if self._path is not None else {}
        self._new: dict[_Key, _Program] = {}
        self._used: set[_Key] = set()

    def pattern(self, key: _Key) -> Pattern[str]:
        program = self._kept.get(key)
        if program is not None:
            try:
                made = _make()(*program)
            except Exception:  # a file that was damaged, or of another build of `regex`
                self._kept.clear()
            else:
                self._used.add(key)
                return made
        made = regex.compile(*key)
        if self._path is not None:
            self._new[key] = _taken_apart(made)[1]
        return made

    def keep(self) -> None:
        if self._path is None or len(self._new) < _WORTH:
            return
        kept = self._kept | self._new
        self._used.update(self._new)
        if len(kept) > _MOST:
            kept = {key: kept[key] for key in kept if key in self._used}
        self._kept, self._new = kept, {}
        data = marshal.dumps(kept)
        try:
            handle, temporary = tempfile.mkstemp(dir=self._path.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(sha256(data).digest() + data)
            Path(temporary).replace(self._path)
        except OSError:
            logging.getLogger(__name__).info("no room for patterns in %s", self._path.parent)


def _file() -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    build = f"{regex.__version__} {sys.version} {sys.platform} {sys.byteorder}"
    return folder / f"patterns-{sha256(build.encode()).hexdigest()[:16]}.marshal"


def _read(path: Path) -> dict[_Key, _Program]:
    try:
        data = path.read_bytes()
        if sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            found: dict[_Key, _Program] = marshal.loads(data[_DIGEST:])
            return found
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return {}


def _taken_apart(pattern: Pattern[str]) -> tuple[Callable[..., Pattern[str]], _Program]:
    """What makes a pattern, and what it is given, as for a pickle."""
    parts = cast(tuple[Any, ...], copyreg.dispatch_table[type(pattern)](pattern))
    return parts[0], parts[1]


@cache
def _make() -> Callable[..., Pattern[str]]:
    return _taken_apart(regex.compile(""))[0]


_programs = cache(_Programs)


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """A pattern of `regex`; what an earlier process compiled is not compiled again.

    Raises regex.error for a pattern that is none.
    """
    return _programs().pattern((pattern, int(flags)))


def keep() -> None:
    """Leaves what this process compiled for those to come, once it is much."""
    _programs().keep()


FIGURES = r"\d\U00010000-\U0010ffff"
"""In a class of `re`: figures, and whatever else another edition of Unicode may call so."""


@cache
def _known(pattern: str | Pattern[str]) -> Pattern[str]:
    return compile(pattern) if isinstance(pattern, str) else pattern


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
