"""Sheets: the text of a page with its records on it, as annotation tools want them.

A sheet's text is the raw page with every line end as one `\\n`; tools count its code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from pipeline.align import line_starts
from pipeline.errors import InputError
from pipeline.ingest import discover, pages
from pipeline.review.decision import Place
from pipeline.rows import Table, told

Row = Mapping[str, Any]
Span = tuple[int, int]
"""Half-open range of code points of a sheet's text."""

# An indicator is looked for so many characters before and behind its number.
_BEFORE, _BEHIND = 160, 60


class Lines:
    """Places (line and column from 1) and offsets of a text whose lines end with `\\n`."""

    def __init__(self, raw: str) -> None:
        starts = [*line_starts(raw), len(raw)]
        lines = [raw[a:b].rstrip("\r\n") for a, b in pairwise(starts)]
        self.text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def span(self, place: Place) -> Span:
        """The span of a place, whose end is its last character."""
        line, column, end_line, end_column = place
        return self._starts[line - 1] + column - 1, self._starts[end_line - 1] + end_column

    def place(self, span: Span) -> Place:
        """The place of a span. Raises ValueError for one that is empty or outside."""
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such span: {start}–{end}")
        first = bisect_right(self._starts, start)
        last = bisect_right(self._starts, end - 1)
        return (
            first,
            start - self._starts[first - 1] + 1,
            last,
            end - self._starts[last - 1],
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity at one place of a sheet."""

    span: Span
    type: str
    canonical: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page and what a run read on it."""

    page: str
    number: int
    sha256: str
    date: str | None
    lines: Lines
    facts: Sequence[Row]
    quantities: Sequence[Row]
    entities: Sequence[Row]

    @property
    def text(self) -> str:
        return self.lines.text

    def span(self, row: Row) -> Span:
        """Where a fact or quantity stands."""
        line, column, end_line, end_column = place(row)
        return self.lines.span((line, column, end_line, end_column))

    def mentions(self) -> list[Mention]:
        """The entities at their places, in order; a name may run over line ends and spaces."""
        out: list[Mention] = []
        for row in self.entities:
            names = sorted({row["canonical"], *row["aliases"]}, key=lambda name: (-len(name), name))
            for line, column in row["mentions"]:
                start = self.lines.span((line, column, line, column))[0]
                end = next((e for name in names if (e := self._end(start, name))), None)
                if end is not None:
                    named = (row["type"], row["canonical"], row["entity_id"])
                    out.append(Mention((start, end), *named))
        return sorted(out, key=lambda mention: (mention.span, mention.entity_id))

    def _end(self, start: int, name: str) -> int | None:
        """Where a name that begins at `start` ends; None if it does not stand there."""
        position = start
        for wanted in name:
            while wanted.strip() and position < len(self.text) and self.text[position].isspace():
                position += 1
            if position >= len(self.text) or self.text[position] != wanted:
                return None
            position += 1
        return position if position > start else None

    def indicator(self, fact: Row) -> Span | None:
        """Where the words of a fact's indicator stand, if they stand together near its number."""
        start, end = self.span(fact)
        before = range(start - 1, max(-1, start - _BEFORE), -1)
        behind = range(end, min(len(self.text), end + _BEHIND))
        for candidates in (before, behind):
            for first in candidates:
                if self.text[first] == fact["indicator"][0]:
                    last = self._end(first, fact["indicator"])
                    if last is not None and not (first < end and start < last):
                        return first, last
        return None


def place(row: Row) -> Place:
    """The place of a record."""
    return row["line"], row["column"], row["end_line"], row["end_column"]


def sheets(raw: Sequence[Path], folder: Path) -> Iterator[Sheet]:
    """The pages of a run with their text, read again from the raw files.

    Raises InputError: I003 without a run, R004 for a file that is not the one the run read.
    """
    known = {(page["page"], page["number"]): page for page in told(folder)["pages"]}
    tables = {name: Table(folder, name) for name in ("facts", "quantities", "entities")}
    for found in discover(raw):
        if found.refused is not None or (found.name, 1) not in known:
            continue
        for outcome in pages(found):
            page = outcome.page
            if page is None:
                continue
            run = known.get((page.name, page.number))
            if run is None:
                continue
            if run["sha256"] != page.sha256:
                raise InputError("R004", where=page.name)
            rows = {name: table.page((page.name, page.number)) for name, table in tables.items()}
            yield Sheet(page.name, page.number, page.sha256, run["date"], Lines(page.text), **rows)
