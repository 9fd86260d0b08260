"""Characters that look right and are not: invisible ones, wide ones, look-alikes, radicals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State
from pipeline.tables import rows

LINE_END = regex.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# U+00AD marks a place to break a word and is read by `unwrap` at the end of a line.
INVISIBLE = regex.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]+|\u00ad(?!\s*[\r\n])"
)
WIDE = regex.compile(
    r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\uff02\uff05\uff06\uff0b\uff0d\uff0f-\uff19"
    r"\uff1c-\uff1e\uff20-\uff3a\uff41-\uff5a\uffe5\uffe1]|(?<=[0-9\uff10-\uff19OolI])\uff0e"
    r"(?=\s?[0-9\uff10-\uff19OolI])"
)
STOP = regex.compile(r"(?<=[\p{Han}\uff05%”’）)])\uff0e")
"""The full-width point where a sentence may end; some papers print it for 。."""
WIDE_OR_POINT = regex.compile(f"{WIDE.pattern}|{STOP.pattern}")
RADICAL = regex.compile(r"[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
PLAIN_MARKS = {"\uffe5": "¥", "\uffe1": "£"}


def plain_line_ends(state: State) -> Iterator[Edit]:
    """Every way of ending a line or a column becomes \\n."""
    for match in LINE_END.finditer(state.body.text):
        yield Edit(match.start(), match.end(), "\n")


def drop_invisible(state: State) -> Iterator[Edit]:
    """Control, zero-width, direction and variation characters are dropped."""
    for match in INVISIBLE.finditer(state.body.text):
        yield Edit(match.start(), match.end(), "")


def fold_widths(state: State) -> Iterator[Edit]:
    """Full-width letters, digits and signs become ASCII, odd spaces a space.

    Full-width punctuation is Chinese and stays, the ideographic space too: it parts headlines.
    """
    text = state.body.text
    points = {point.start() for point in STOP.finditer(text)} if "\uff0e" in text else set()
    ends = len(points) > text.count("。")
    for match in (WIDE_OR_POINT if ends else WIDE).finditer(text):
        char = match.group()
        if match.start() in points:
            yield Edit(match.start(), match.end(), "。")
            continue
        wide = "\uff01" <= char <= "\uff5e"
        plain = chr(ord(char) - 0xFEE0) if wide else PLAIN_MARKS.get(char, " ")
        yield Edit(match.start(), match.end(), plain)


@cache
def _lookalikes() -> dict[str, dict[str, str]]:
    """Look-alikes by where they are read so: anywhere, in a word of Latin letters, between Han."""
    groups: dict[str, dict[str, str]] = {"any": {}, "latin": {}, "han": {}}
    for row in rows("lookalikes.csv", key="printed"):
        groups[row["where"]][row["printed"]] = row["meant"]
    for row in rows("radicals.csv", key="printed"):
        groups["any"][row["printed"]] = row["meant"]
    return groups


@cache
def _lookalike_pattern() -> regex.Pattern[str]:
    groups = _lookalikes()
    anywhere, latin, han = ("".join(groups[name]) for name in ("any", "latin", "han"))
    return regex.compile(
        rf"[{regex.escape(anywhere)}]"
        rf"|(?<=[A-Za-z0-9])[{regex.escape(latin)}]|[{regex.escape(latin)}](?=[A-Za-z0-9])"
        rf"|(?<=\p{{Han}})[{regex.escape(han)}](?=\p{{Han}})"
    )


def fold_lookalikes(state: State) -> Iterator[Edit]:
    """Characters of other scripts and presentation forms that print like the one that is meant."""
    groups = _lookalikes()
    meant = {**groups["han"], **groups["latin"], **groups["any"]}
    if meant.keys().isdisjoint(state.body.text):
        return
    for match in _lookalike_pattern().finditer(state.body.text):
        yield Edit(match.start(), match.end(), meant[match.group()])


def fold_radicals(state: State) -> Iterator[Edit]:
    """Kangxi radicals and compatibility ideographs become the character they stand for."""
    for match in RADICAL.finditer(state.body.text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match.group()))


MARKUP = regex.compile(r"^#{1,6}[ \t]+(?=\S)|\*\*(?=\S)|(?<=\S)\*\*", regex.MULTILINE)


def drop_markup(state: State) -> Iterator[Edit]:
    """The signs of Markdown headings and bold print."""
    if "#" in state.body.text or "**" in state.body.text:
        for match in MARKUP.finditer(state.body.text):
            yield Edit(match.start(), match.end(), "")
