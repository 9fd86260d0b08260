"""Words and sentences: jieba with our own dictionary, its cache in a folder of our own.

jieba by default loads an unchecked cache file from the shared temp folder; here the
dictionary is read from the installed package and kept in the user's own cache folder.
"""

from __future__ import annotations

import logging
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pipeline import tables
from pipeline.cutting import Cutter, Dictionary
from pipeline.model import Span
from pipeline.own_folder import cache_folder

_TERMINATORS = "。！？!?"
_CLOSERS = "”’」』）)】》〉"


class Word(NamedTuple):
    """A word of a text. tag: part of speech in jieba's notation (n, v, vn, d, …), x for marks."""

    start: int
    end: int
    text: str
    tag: str


LONGEST = 600
"""A stretch without a stop is read in parts of so many characters: no page takes for ever."""


def _read_dictionary(path: Path) -> Dictionary:
    """jieba's dictionary with all that words begin with; then our own words."""
    counts: dict[str, int] = {}
    tags: dict[str, str] = {}
    total = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split()
            counts[word] = int(count)
            tags[word] = tag
            total += int(count)
            for end in range(1, len(word)):
                counts.setdefault(word[:end], 0)
    for row in tables.rows("words.csv", key="word"):
        word = row["word"]
        counts[word] = max(counts.get(word, 0), 2000)
        tags[word] = row["tag"]
        for end in range(1, len(word)):
            counts.setdefault(word[:end], 0)
    return Dictionary(total, counts, tags)


_FORM = "by first characters, with a digest"
_DIGEST = 32
"""Bytes of the digest before what is kept: nobody looks at all of it before it is used."""


def _dictionary(path: Path) -> Dictionary:
    """The dictionary, from our cache where that was made from the same file and words."""
    folder = cache_folder()
    if folder is None:
        return _read_dictionary(path)
    own = "\n".join(f"{row['word']} {row['tag']}" for row in tables.rows("words.csv", key="word"))
    state = path.stat()
    build = f"{_FORM} {sys.version_info[:2]}"
    key = sha256(f"{path} {state.st_size} {state.st_mtime_ns} {build} {own}".encode()).hexdigest()[
        :16
    ]
    file = folder / f"words-{key}.marshal"
    kept = _kept(file)
    if kept is not None:
        return kept
    made = _read_dictionary(path)
    data = marshal.dumps((made.total, made.pack()))
    try:
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as out:
            out.write(sha256(data).digest() + data)
        Path(temporary).replace(file)
    except OSError:
        logging.getLogger(__name__).info("no room for the dictionary cache in %s", folder)
    return made


def _kept(file: Path) -> Dictionary | None:
    """What an earlier process left, None where that is damaged or not there."""
    try:
        data = memoryview(file.read_bytes())
        if sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            total, packed = marshal.loads(data[_DIGEST:])
            return Dictionary(total, {}, {}, packed)
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return None


def jieba_dictionary() -> Path:
    """The file of jieba's dictionary, found without importing jieba, which takes long."""
    package = find_spec("jieba")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    return Path(package.origin).with_name("dict.txt")


@cache
def _jieba() -> tuple[Cutter, Dictionary]:
    dictionary = _dictionary(jieba_dictionary())
    return Cutter(dictionary), dictionary


def tag_of(word: str) -> str:
    """Part of speech of a word by the dictionary; `x` for punctuation, `nz` for unknown words."""
    tag = _jieba()[1].tag(word)
    if tag is not None:
        return tag
    if not any(character.isalnum() for character in word):
        return "x"
    if word.isascii():
        return "eng"
    return "nz" if len(word) > 1 else "g"


def is_known(word: str) -> bool:
    """Is a word in the dictionary, not a guess of the segmenter?"""
    return _jieba()[1].tag(word) is not None


def words(text: str, start: int = 0) -> list[Word]:
    """The words of a text with offsets (plus `start`), white space left out."""
    cutter, dictionary = _jieba()
    known = dictionary.tags.get
    out: list[Word] = []
    position = start
    for piece in cutter.cut(text):
        end = position + len(piece)
        if not piece.isspace():
            out.append(Word(position, end, piece, known(piece) or tag_of(piece)))
        position = end
    return out


def is_inside_word(left: str, right: str) -> bool:
    """Whether a word of the dictionary begins in `left` and ends in `right`."""
    cutter, dictionary = _jieba()
    position = 0
    for piece in cutter.cut(left + right):
        start, position = position, position + len(piece)
        if position > len(left):
            return start < len(left) and dictionary.tag(piece) is not None
    return False


def sentences(text: str) -> list[Span]:
    """Sentences: they end after 。！？ with closing quotes and brackets, and at a line end.

    A stop inside brackets or quotes ends a sentence only where the quote closes there; what has
    no stop for `LONGEST` characters is cut at a comma.
    """
    out: list[Span] = []
    start = 0
    position = 0
    size = len(text)
    while position < size:
        character = text[position]
        if character == "\n":
            _add(out, text, start, position)
            start = position = position + 1
            continue
        position += 1
        if character in _TERMINATORS:
            while position < size and text[position] in _TERMINATORS + _CLOSERS:
                position += 1
            _add(out, text, start, position)
            start = position
    _add(out, text, start, size)
    return out


def _add(out: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "；，、 ")
        cut = cut + 1 if cut > start else start + LONGEST
        out.append(Span(start, cut))
        start = cut
    if end > start:
        out.append(Span(start, end))


def within(pieces: Sequence[Word], sentences: Sequence[Span]) -> Sequence[Word]:
    """Words of which none goes on beyond its sentence: what has no stop is cut within a word."""
    ends = [span.end for span in sentences if span.end - span.start == LONGEST]
    return split_at(pieces, ends) if ends else pieces


def split_at(pieces: Iterable[Word], cuts: Iterable[int]) -> list[Word]:
    """Words with those that straddle a cut divided there, each part tagged anew.

    jieba errs next to numbers; spans found on characters come first.
    """
    wanted = sorted(set(cuts))
    out: list[Word] = []
    index = 0
    for word in pieces:
        start = word.start
        while index < len(wanted) and wanted[index] <= start:
            index += 1
        position = index
        while position < len(wanted) and wanted[position] < word.end:
            cut = wanted[position]
            part = word.text[start - word.start : cut - word.start]
            out.append(Word(start, cut, part, tag_of(part)))
            start = cut
            position += 1
        if start == word.start:
            out.append(word)
        else:
            part = word.text[start - word.start :]
            out.append(Word(start, word.end, part, tag_of(part)))
    return out
