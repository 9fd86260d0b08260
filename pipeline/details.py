"""What a problem says of itself, in words that can be said in Chinese too.

The tables hold the English; the audit page shows either. Words stand in `detail_words.csv`; what is
put in them (numbers, names) is the same in both languages.
"""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables

_PLACE = regex.compile(r"\{(\d)\}")


def said(key: str, *values: str) -> str:
    """The English of a row with its values put in. Raises KeyError for a row that is not there."""
    return _filled(_rows()[key]["en"], values)


def in_chinese(code: str, detail: str) -> str | None:
    """The Chinese of what `said` made for a code; None for any other text."""
    for pattern, chinese in _patterns().get(code, ()):
        match = pattern.fullmatch(detail)
        if match is not None:
            return _filled(chinese, match.groups())
    return None


def _filled(text: str, values: tuple[str, ...]) -> str:
    return _PLACE.sub(lambda place: values[int(place[1])], text)


@cache
def _rows() -> dict[str, tables.Row]:
    return {row["key"]: row for row in tables.rows("detail_words.csv", key="key")}


@cache
def _patterns() -> dict[str, list[tuple[regex.Pattern[str], str]]]:
    out: dict[str, list[tuple[regex.Pattern[str], str]]] = {}
    for row in _rows().values():
        pieces = _PLACE.split(row["en"])
        # Even pieces are words, odd ones the numbers of the values, which stand in order.
        words = "(.+?)".join(regex.escape(piece) for piece in pieces[::2])
        out.setdefault(row["code"], []).append((regex.compile(words, regex.DOTALL), row["zh"]))
    return out
