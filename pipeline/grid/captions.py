"""What stands over a table: the note of its unit, its title, the line above its heads."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.grid.lines import LONGEST_LABEL, Line
from pipeline.model import Span

_NOTE = regex.compile(r"[（(]?(?:计量)?单位[：:为]\s*(?P<unit>[^）)。\s]{1,12})[）)]?")
_TITLE = regex.compile(r"\s*(?:附?表|图)\s?[\d一二三四五六七八九十]{1,2}")
_REACH = 6
"""So many lines above a table its title may stand."""


@dataclass(frozen=True, slots=True)
class Above:
    """note: the unit, or None.  numbered: the caption says 表1.  top: index of the first line."""

    note: str | None
    caption: str
    caption_span: Span | None
    numbered: bool
    top: int


def above(lines: Sequence[Line], first: int) -> Above:
    """What stands over the line `first`, the first of a table's heads or rows."""
    note: str | None = None
    top = first
    caption: Span | None = None
    for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
        line = lines[index]
        text = line.whole
        if len(text) > 40:
            break
        found = _NOTE.search(text)
        if found and note is None:
            note, top = found["unit"], index
        if _TITLE.match(text):
            return Above(note, _without_note(text), line.span, True, index)
        if caption is None and index >= first - 2 and _without_note(text):
            caption = line.span
            if not _is_short(_without_note(text)):
                break
    text = (
        _without_note(lines[0].text[caption.start : caption.end].strip())
        if caption is not None
        else ""
    )
    if caption is None or not _is_short(text):
        return Above(note, "", None, False, top)
    return Above(note, text, caption, False, top)


def opens(line: Line) -> bool:
    """Does a line belong to what stands over a table: a title, a note of its unit?"""
    return bool(_NOTE.search(line.whole) or _TITLE.match(line.whole))


def _without_note(text: str) -> str:
    return _NOTE.sub("", text).strip()


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_LABEL + 6 and not regex.search(r"[。；！？，]", text)
