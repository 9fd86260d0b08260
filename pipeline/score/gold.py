"""Gold and records as they are read, and how one cell is compared with another."""

from __future__ import annotations

import csv
import json
import posixpath
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline import patterns as regex
from pipeline.errors import InputError

GOLD_FIELDS: Mapping[str, tuple[str, ...]] = {
    "facts": (
        "page",
        "line",
        "quote",
        "subject",
        "indicator",
        "kind",
        "value",
        "unit",
        "base_unit",
        "qualifier",
        "period",
        "reference",
        "modality",
        "optional",
        "note",
    ),
    "numbers": ("page", "line", "quote", "role", "optional"),
    "entities": ("page", "type", "canonical", "aliases"),
    "articles": (
        "page",
        "kind",
        "headline",
        "subheads",
        "byline",
        "body_first_line",
        "body_last_line",
    ),
}
_BRACKETS = regex.compile(r"[\s()（）\[\]【】〔〕「」『』“”\"‘’'《》<>〈〉]")
_SPACE = regex.compile(r"\s")
_FAR = 10**9

Row = Mapping[str, Any]


def read_gold(folder: Path, name: str) -> list[dict[str, str]] | None:
    """A table of gold, or None where the folder has none of that name."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def read_records(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table of records. Raises InputError I003 where the folder has none."""
    path = folder / f"{name}.jsonl"
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError as error:
        raise InputError("I003", "run the pipeline first", where=str(path)) from error


def file_name(page: object) -> str:
    """Pages are compared by the name of their file."""
    return posixpath.basename(str(page or ""))


def bare(text: object) -> str:
    """Without brackets, quotes and spaces."""
    return _BRACKETS.sub("", str(text or ""))


def close(text: object) -> str:
    """Without spaces."""
    return _SPACE.sub("", str(text or ""))


def alternatives(cell: object) -> list[str]:
    """The equally right answers of a gold cell."""
    return [part.strip() for part in str("" if cell is None else cell).split("|")]


def blank(cell: object) -> str | None:
    """A cell, None for an empty one."""
    text = "" if cell is None else str(cell).strip()
    return None if text.lower() in ("", "null", "none") else text


def amount(cell: object) -> Decimal | str:
    """A value to compare: equal decimals are equal however they are written."""
    text = "" if cell is None else str(cell).strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value.normalize() if value.is_finite() else text


def same_amount(gold: Decimal | str, predicted: Decimal | str) -> bool:
    """Equal; a gold fraction is met by any rounding within 0.2 %."""
    if gold == predicted:
        return True
    if isinstance(gold, str) and "/" in gold and isinstance(predicted, Decimal):
        exact = Fraction(gold)
        return abs(Fraction(predicted) - exact) <= abs(exact) / 500
    return False


def line_number(cell: object) -> int:
    try:
        return int(str(cell))
    except ValueError:
        return -_FAR


def gold_keys(row: Row) -> frozenset[tuple[Decimal | str, str, str]]:
    """The right (value, base unit, kind); their lists of answers run in step.

    Raises InputError T004 where they differ in length.
    """
    lists = [alternatives(row[name]) for name in ("value", "base_unit", "kind")]
    longest = max(map(len, lists))
    if any(len(answers) not in (1, longest) for answers in lists):
        where = f"{row['page']}:{row['line']} {row['quote']}"
        raise InputError("T004", "value, base_unit and kind differ in answers", where=where)
    values, units, kinds = (
        answers * longest if len(answers) == 1 else answers for answers in lists
    )
    return frozenset(
        (amount(value), unit, kind) for value, unit, kind in zip(values, units, kinds, strict=True)
    )


def common_length(first: str, second: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for character in first:
        diagonal = 0
        for index, other in enumerate(second, 1):
            above = row[index]
            row[index] = diagonal + 1 if character == other else max(above, row[index - 1])
            diagonal = above
    return row[-1]
