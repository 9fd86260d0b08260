"""Reads the tables of `pipeline/data/`, each once, and refuses a row that breaks its rule.

A table is UTF-8 CSV with a header. Lines that begin with `#` before the header say where the
rows come from and when; they are part of the table (`source`), not of the data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pipeline.errors import TableError

Row = Mapping[str, str]


@cache
def _lines(name: str) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    try:
        text = (files("pipeline") / "data" / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise TableError("T003", name) from error
    comments: list[str] = []
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") and not rows:
            comments.append(line.lstrip("# ").rstrip())
        elif line.strip():
            rows.append((number, line.rstrip("\r")))
    return tuple(comments), tuple(rows)


def source(name: str) -> str:
    """What the table says of its own origin."""
    return "\n".join(_lines(name)[0])


@cache
def rows(name: str, *, key: str | None = None) -> tuple[Row, ...]:
    """The rows of a table, cells stripped.

    key: a column whose values must be unique.
    Raises TableError with file and line for a row of the wrong width or a repeated key.
    """
    numbered = _lines(name)[1]
    if not numbered:
        raise TableError("T003", "no header", where=name)
    header = next(csv.reader([numbered[0][1]]))
    out: list[Row] = []
    seen: dict[str, int] = {}
    for number, line in numbered[1:]:
        # A reader for each line takes long, and nearly all lines are as simple as they look.
        if line.isprintable() and '"' not in line:  # of white space that leaves the blank
            cells = line.split(",")
            if " " in line:
                cells = [cell.strip(" ") for cell in cells]
        else:
            cells = [cell.strip() for cell in next(csv.reader([line]))]
        if len(cells) != len(header):
            where = f"{name}:{number}"
            raise TableError("T001", f"{len(cells)} for {len(header)}", where=where)
        row = MappingProxyType(dict(zip(header, cells, strict=True)))
        if key is not None:
            if key not in row:
                raise TableError("T003", f"column {key}", where=name)
            if row[key] in seen:
                detail = f"{row[key]} is in line {seen[row[key]]} too"
                raise TableError("T002", detail, where=f"{name}:{number}")
            seen[row[key]] = number
        out.append(row)
    return tuple(out)


@cache
def words(name: str, column: str = "word") -> tuple[str, ...]:
    """One column of a table, in order."""
    return tuple(row[column] for row in rows(name, key=column))


def alternatives(items: Iterable[str]) -> str:
    """A pattern that matches any of the words, longest first.

    Words that begin alike are tried together, and only where one of the beginnings stands: most
    patterns look at many places where no word begins.
    Raises ValueError for an empty list, which would match everywhere.
    """
    import regex

    ordered = sorted(set(items), key=lambda word: (-len(word), word))
    if not ordered or not all(ordered):
        raise ValueError("no words to choose from")
    rests: dict[str, list[str]] = {}
    for word in ordered:
        rests.setdefault(regex.escape(word[0]), []).append(regex.escape(word[1:]))
    branches = "|".join(
        first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})")
        for first, rest in rests.items()
    )
    return f"(?:(?=[{''.join(rests)}])(?:{branches}))" if len(rests) > _LED else f"(?:{branches})"


_LED = 8
"""With fewer beginnings than this, looking ahead for them costs as much as trying each."""


@cache
def surnames() -> frozenset[str]:
    """The Chinese surnames, of one or two characters (`surnames.csv`)."""
    return frozenset(words("surnames.csv", "surname"))
