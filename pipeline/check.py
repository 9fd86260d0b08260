"""Checks what people edit: the tables of `pipeline/data/`, the codes, and hand-labelled gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import regex

from pipeline import tables
from pipeline.errors import CODES, PipelineError
from pipeline.model import ArticleKind, EntityType, Kind, Modality, Qualifier, Role
from pipeline.score.gold import (
    GOLD_FIELDS,
    Row,
    alternatives,
    amount,
    blank,
    close,
    gold_keys,
    read_gold,
)

# The words by which a table says where its rows come from.
_ORIGIN = regex.compile(
    r"\bsource\b|\bwritten (?:down )?for\b|\bown list\b|\blists?\b|https:", regex.IGNORECASE
)
_CHOICES: dict[str, dict[str, frozenset[str]]] = {
    "facts": {
        "kind": frozenset(Kind),
        "qualifier": frozenset(Qualifier) | {""},
        "modality": frozenset(Modality) | {""},
        "optional": frozenset({"", "1"}),
    },
    "numbers": {"role": frozenset(Role), "optional": frozenset({"", "1"})},
    "entities": {"type": frozenset(EntityType)},
    "articles": {"kind": frozenset(ArticleKind)},
}


def check(gold: Sequence[Path] = ()) -> list[str]:
    """What is to be mended, one line each; nothing where all is well."""
    return [*check_tables(), *check_codes(), *(line for one in gold for line in check_gold(one))]


def table_names() -> list[str]:
    """The names of the tables that come with the package."""
    folder = files("pipeline") / "data"
    return sorted(item.name for item in folder.iterdir() if item.name.endswith(".csv"))


def check_tables() -> Iterator[str]:
    """Tables that cannot be read, name no source, or repeat a whole row."""
    for name in table_names():
        try:
            rows = tables.rows(name)
        except PipelineError as error:
            yield str(error)
            continue
        if not _ORIGIN.search(tables.source(name)):
            yield f"{name}: its first comment lines name no source"
        if not rows:
            yield f"{name}: no rows"
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            cells = tuple(row.values())
            if cells in seen:
                yield f"{name}: the row {','.join(cells)} stands twice"
            seen.add(cells)
            if any("\ufeff" in cell or "\ufffd" in cell for cell in cells):
                yield f"{name}: {','.join(cells)} holds a damaged character"


def check_codes() -> Iterator[str]:
    """Codes without a meaning or an advice."""
    for code, said in CODES.items():
        if not said.meaning or not said.advice:
            yield f"errors: {code} lacks a meaning or an advice"


def check_gold(folder: Path) -> Iterator[str]:
    """Labels that the contract does not take: columns, choices, answers that do not run in step."""
    if not folder.is_dir():
        yield f"{folder}: no such folder"
        return
    for table, fields in GOLD_FIELDS.items():
        rows = read_gold(folder, table)
        if rows is None:
            continue
        where = f"{folder / table}.csv"
        if rows and tuple(rows[0]) != fields:
            yield f"{where}: the columns are not {','.join(fields)}"
            continue
        for number, row in enumerate(rows, 2):
            for complaint in _row(table, row):
                yield f"{where}:{number}: {complaint}"


def _row(table: str, row: Row) -> Iterable[str]:
    if None in row.values() or None in row:
        yield "the row has another number of cells than the header"
        return
    for column, choices in _CHOICES[table].items():
        for answer in alternatives(row[column]):
            if answer not in choices:
                yield f"{column} {answer!r} is none of {', '.join(sorted(filter(None, choices)))}"
    if table in ("facts", "numbers") and not str(row["line"]).isdigit():
        yield f"line {row['line']!r} is no number"
    if table == "facts":
        try:
            keys = gold_keys(row)
        except PipelineError as error:
            yield error.detail
            return
        if any(isinstance(key[0], str) and "/" not in key[0] for key in keys):
            yield f"value {row['value']!r} is no exact decimal"
        if blank(row["indicator"]) is None and row["optional"] != "1":
            yield "no indicator"
        if not close(row["quote"]):
            yield "no quote"
    if table == "articles":
        first, last = amount(row["body_first_line"]), amount(row["body_last_line"])
        if isinstance(first, str) or isinstance(last, str) or first > last:
            yield "body_first_line and body_last_line are no range"
