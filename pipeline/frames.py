"""`extracted/` → pandas DataFrames with the right types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.records import FIELDS

if TYPE_CHECKING:
    import pandas

_WHOLE = frozenset(
    {
        "page_number",
        "line",
        "column",
        "end_line",
        "end_column",
        "article",
        "body_first_line",
        "body_last_line",
        "other_page_number",
        "other_line",
        "other_column",
    }
)
_EXACT = frozenset({"value", "confidence"})
_CHOICE = frozenset(
    {"kind", "role", "qualifier", "modality", "type", "subject_type", "code", "review"}
)
_LISTS = frozenset({"aliases", "mentions", "subheads"})


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The tables of a run, one DataFrame each."""

    facts: pandas.DataFrame
    quantities: pandas.DataFrame
    entities: pandas.DataFrame
    articles: pandas.DataFrame
    problems: pandas.DataFrame

    def __getitem__(self, name: str) -> pandas.DataFrame:
        if name not in FIELDS:
            raise KeyError(name)
        found: pandas.DataFrame = getattr(self, name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)


def exact(text: str | None) -> Decimal | Fraction | None:
    """A value as written in the records, exactly."""
    if text is None:
        return None
    return Fraction(text) if "/" in text else Decimal(text)


def read_folder(folder: str | PathLike[str]) -> Tables:
    """The tables of an output folder. Raises InputError I003 where one is missing."""
    return Tables(**{name: _frame(Path(folder) / f"{name}.jsonl", name) for name in FIELDS})


def scan(folder: str | PathLike[str]) -> dict[str, Any]:
    """The Parquet tables of an output folder as pyarrow datasets, which read only what is asked.

    Raises InputError I003 where a run wrote none, I034 without pyarrow.
    """
    try:
        import pyarrow
        from pyarrow import dataset
    except ImportError as error:
        raise InputError("I034", "pyarrow is missing") from error
    out: dict[str, Any] = {}
    # Said, not guessed: a date may be a year alone, and a table may have no page with a date.
    by = pyarrow.schema([("paper", pyarrow.string()), ("date", pyarrow.string())])
    for name in FIELDS:
        whole, parts = Path(folder) / f"{name}.parquet", Path(folder) / name
        if whole.is_file():
            out[name] = dataset.dataset(whole, format="parquet")
        elif parts.is_dir():
            kept = dataset.partitioning(by, flavor="hive")
            out[name] = dataset.dataset(parts, format="parquet", partitioning=kept)
    if not out:
        raise InputError("I003", "run with --format parquet first", where=str(folder))
    return out


def _frame(path: Path, table: str) -> pandas.DataFrame:
    import pandas

    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    except FileNotFoundError as error:
        raise InputError("I003", "run the pipeline first", where=str(path)) from error
    columns: dict[str, pandas.Series[Any]] = {}
    for name in FIELDS[table]:
        cells = [row[name] for row in rows]
        if name in _EXACT:
            columns[name] = pandas.Series([exact(cell) for cell in cells], dtype="object")
        elif name in _WHOLE:
            columns[name] = pandas.Series(cells, dtype="Int64")
        elif name in _LISTS:
            columns[name] = pandas.Series(cells, dtype="object")
        elif name in _CHOICE:
            columns[name] = pandas.Series(cells, dtype="category")
        else:
            columns[name] = pandas.Series(cells, dtype="string")
    return pandas.DataFrame(columns)
