"""Bytes → text, whatever a newspaper's text was saved as; never raises for a byte.

An encoding is chosen by what it makes of the bytes: the share of characters that Chinese text
uses most. The order in which encodings would be tried does not decide, because GB18030 takes
nearly any Big5 without complaint.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache
from typing import AnyStr

from pipeline import tables

REPLACEMENT = "\ufffd"
# More than this share of characters that could not be decoded: the page is partly read, or not.
PARTIAL = 0.01
FAILED = 0.20
_SAMPLE = 65536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_MULTIBYTE = ("utf-8", "gb18030", "big5hkscs")
_PICTURES = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"MZ",
    b"SQLite format",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it came in, and how many places of it could not be decoded."""

    text: str
    encoding: str
    undecodable: int


@cache
def _common() -> frozenset[str]:
    return frozenset(tables.words("common_characters.csv", "character"))


def _plausible(text: str) -> float:
    """How much a text looks like Chinese or plain ASCII, at most 1."""
    common = _common()
    seen = points = 0.0
    for character in text:
        code = ord(character)
        if code < 0x80:
            if code < 0x20 and character not in "\t\n\r\f":
                seen += 1
                points -= 2
            continue
        seen += 1
        if character in common:
            points += 1
        elif 0x3000 <= code < 0x3020 or 0xFF00 <= code < 0xFF5F or 0x2010 <= code < 0x2027:
            points += 0.7
        elif 0x4E00 <= code < 0xA000 or code in (0xB7, 0xD7):
            points += 0.1
        elif 0xE000 <= code < 0xF900 or 0x80 <= code < 0xA0 or character == REPLACEMENT:
            points -= 2
        else:
            points -= 0.5
    return points / seen if seen else 1.0


def _sample(data: AnyStr) -> AnyStr:
    """Enough to judge by: the beginning and, of a long file or line, a piece of its middle."""
    if len(data) <= 2 * _SAMPLE:
        return data
    middle = len(data) // 2 & ~3
    return data[:_SAMPLE] + data[middle : middle + _SAMPLE]


def looks_binary(data: bytes) -> bool:
    """Whether bytes are a picture, an archive or a program rather than text."""
    if data.startswith(_MAGIC):
        return True
    if data.startswith(tuple(bom for bom, _ in _BOMS)):
        return False
    sample = _sample(data)
    control = sum(
        sample.count(bytes([code])) for code in range(0x20) if code not in b"\t\n\r\f\x1a"
    )
    if control * 20 <= len(sample):
        return False
    # UTF-16 has bytes of all values; it is told by the text it gives.
    best = max(_plausible(sample.decode(name, "replace")) for name in _WIDE)
    return best < 0.3


def told_by_bytes(data: bytes) -> str:
    """What a file is by its first bytes, where another ending would let it be read."""
    if data.startswith(b"%PDF-"):
        return "it begins as a PDF does: call it .pdf"
    for magic, ending in _PICTURES:
        if data.startswith(magic):
            return f"it begins as a picture does: call it {ending}"
    return ""


def decode(data: bytes) -> Decoded:
    """The text of a file's bytes. Undecodable places become U+FFFD and are counted."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            start = len(bom)
            while data.startswith(bom, start):
                start += len(bom)
            return _decoded(data[start:], name)
    try:
        text = data.decode("utf-8")
        return Decoded(text, "utf-8", text.count(REPLACEMENT))
    except UnicodeDecodeError:
        pass
    sample = _sample(data)
    scores = {name: _plausible(sample.decode(name, "replace")) for name in _MULTIBYTE + _WIDE}
    # Any bytes are UTF-16 of some sort; without a mark it takes good text to believe it.
    encoding = max(
        (name for name in scores if name not in _WIDE or scores[name] > 0.4), key=scores.__getitem__
    )
    found = _decoded(data, encoding)
    if found.undecodable and encoding in _MULTIBYTE:
        mixed = _by_line(data, encoding)
        if mixed.undecodable < found.undecodable:
            return mixed
    return found


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count(REPLACEMENT)
    # The file may hold the mark itself, from an earlier conversion; that is a lost place as well.
    return Decoded(text, encoding, lost)


def _doubts(line: bytes, encoding: str) -> tuple[int, float]:
    """How much speaks against an encoding: the less the better."""
    found = _decoded(line, encoding)
    return found.undecodable, -_plausible(_sample(found.text))


def _by_line(data: bytes, encoding: str) -> Decoded:
    """Lines of another encoding in the midst of a file, as pasted files have them."""
    parts: list[str] = []
    lost = 0
    for line in data.split(b"\n"):
        found = _decoded(line, encoding)
        if found.undecodable:
            del found  # a line may be a hundred megabytes: never more than one text of it
            names = dict.fromkeys((encoding, *_MULTIBYTE))
            found = _decoded(line, min(names, key=lambda name: _doubts(line, name)))
        parts.append(found.text)
        lost += found.undecodable
    return Decoded("\n".join(parts), encoding, lost)
