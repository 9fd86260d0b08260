"""Traditional pages: told by their characters, read in simplified ones, quoted as printed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State
from pipeline.model import Source
from pipeline.tables import rows

QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’"}
# In use again since the table of standard characters of 2013 (昇腾), though not in GB 2312.
RESTORED = "昇"
QUOTE = regex.compile("[「」『』]")


class Converter(Protocol):
    """What is used of `opencc.OpenCC`."""

    def convert(self, text: str) -> str: ...


@cache
def _pairs() -> tuple[frozenset[str], frozenset[str]]:
    table = rows("hant.csv", key="traditional")
    return frozenset(row["traditional"] for row in table), frozenset(
        row["simplified"] for row in table
    )


@lru_cache(maxsize=8)  # each step that needs it asks anew, mostly for the same text
def script_of(text: str) -> str:
    """`Hant` where characters written in traditional texts only outweigh the simplified ones."""
    traditional, simplified = _pairs()
    old = sum(map(traditional.__contains__, text))
    if old < 2:
        return "Hans"
    new = sum(map(simplified.__contains__, text))
    return "Hant" if old > new else "Hans"


@cache
def _converter() -> Converter:
    import opencc  # slow to load, and most pages do not need it

    converter: Converter = opencc.OpenCC("t2s")
    return converter


def _convert(text: str) -> str:
    """Simplified characters, as many as there were: word by word, else one by one."""
    converter = _converter()
    words = converter.convert(text)
    if len(words) == len(text):
        return words
    single = (converter.convert(char) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


def simplify(state: State) -> Iterator[Edit]:
    """On a traditional page each character becomes its simplified form in its word."""
    if script_of(state.body.printed) != "Hant":
        return
    text = state.body.text
    places = [index for index, char in enumerate(text) if char not in " \n\u3000"]
    joined = "".join(text[index] for index in places)  # a wrap must not part a word
    for index, char in zip(places, _convert(joined), strict=True):
        if text[index] != char:
            yield Edit(index, index + 1, char)


@lru_cache(maxsize=1 << 13)
def _plain(char: str) -> str:
    """The simplified form of a character that no simplified text has; others as they are."""
    if not "\u4e00" <= char <= "\u9fff" or char in RESTORED or _is_plain(char):
        return char
    found = _converter().convert(_from_japanese().convert(char))
    return found if len(found) == 1 and _is_plain(found) else char


def _is_plain(char: str) -> bool:
    """Whether a character is one of GB 2312, which holds what mainland papers print."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


FEW = 0.01
"""The share of such forms in a text up to which they are somebody's misreadings."""


@cache
def _from_japanese() -> Converter:
    import opencc

    converter: Converter = opencc.OpenCC("jp2t")
    return converter


def recognised_variants(state: State) -> Iterator[Edit]:
    """Traditional and Japanese forms that recognition gives now and then on a simplified page.

    A text may have been recognised by others; where it has many, they are meant.
    """
    if state.page.source is Source.PDF or script_of(state.body.printed) != "Hans":
        return
    text = state.body.text
    if text.isascii():
        return
    meant = {char: plain for char in set(text) if (plain := _plain(char)) != char}
    if not meant:
        return
    found = [
        Edit(index, index + 1, meant[char]) for index, char in enumerate(text) if char in meant
    ]
    if state.page.source is Source.OCR or len(found) <= FEW * len(text):
        yield from found


def chinese_quotes(state: State) -> Iterator[Edit]:
    """Corner brackets are read as quotation marks."""
    for match in QUOTE.finditer(state.body.text):
        yield Edit(match.start(), match.end(), QUOTES[match.group()])
