"""Records → Parquet, for tables too large to be read as text. Needs the extra [parquet].

Values are decimals of 128 bits where they fit, and their exact text stands beside them; words that
repeat are dictionaries. Whole, a table is one file; in partitions it is a folder of files by paper
and date, as Hive, Spark, DuckDB and pyarrow read it: `facts/paper=…/date=…/0.parquet`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote

from pipeline.errors import InputError
from pipeline.records import FIELDS, Cell, Records, Row

DIGITS, PLACES = 38, 10
"""A value has at most so many digits, and so many of them behind the point."""
ROWS = 60_000
"""A file's part that is read at once holds so many rows."""
BATCH = 2_000
"""So many rows wait as Python objects before they become columns."""
MOST = 400_000
"""So many rows of all partitions wait together; then the fullest are written."""

_WHOLE = frozenset(
    {
        *("page_number", "line", "column", "end_line", "end_column", "article"),
        *("body_first_line", "body_last_line"),
        *("other_page_number", "other_line", "other_column"),
    }
)
_FREE = frozenset(
    {
        *("fact_id", "quantity_id", "entity_id", "quote", "raw", "box", "value", "sentence"),
        *("note", "detail", "other_quote", "other_fact_id"),
    }
)
"""Columns of text that hardly repeats; all other text is a dictionary."""
_NONE = "__HIVE_DEFAULT_PARTITION__"


class Sink(Protocol):
    """Where files go: a `write.Folder`."""

    def open(self, name: str) -> Any:
        """A binary file that becomes part of the output."""

    def end(self, name: str) -> None:
        """The file is complete."""


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("I034", "pyarrow is missing") from error
    return pyarrow


def schema(table: str) -> Any:
    """The columns of a table: those of the records, with `value_exact` behind `value`."""
    arrow = _arrow()
    dictionary = arrow.dictionary(arrow.int32(), arrow.string())
    fields: list[tuple[str, Any]] = []
    for name in FIELDS[table]:
        if name == "value":
            fields += [(name, arrow.decimal128(DIGITS, PLACES)), ("value_exact", arrow.string())]
        elif name == "confidence":
            fields.append((name, arrow.decimal128(5, 4)))
        elif name in _WHOLE:
            fields.append((name, arrow.int32()))
        elif name == "mentions":
            fields.append((name, arrow.list_(arrow.list_(arrow.int32()))))
        elif name in ("aliases", "subheads"):
            fields.append((name, arrow.list_(arrow.string())))
        else:
            fields.append((name, arrow.string() if name in _FREE else dictionary))
    return arrow.schema(fields)


def fitting(text: Cell, digits: int = DIGITS, places: int = PLACES) -> Decimal | None:
    """A value as a decimal, None where it is a fraction or has too many digits."""
    if not isinstance(text, str) or "/" in text:
        return None
    whole, _, behind = text.lstrip("-").partition(".")
    if len(behind) > places or len(whole.lstrip("0")) > digits - places:
        return None
    return Decimal(text)


class _Part:
    """The rows of one table, or of one partition of it, on their way to a file."""

    def __init__(self, table: str) -> None:
        self.schema = schema(table)
        self.rows: list[Row] = []
        self.batches: list[Any] = []
        self.count = 0

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows.append(row)
            self.count += 1
            if len(self.rows) >= BATCH:
                self._columns()

    def _columns(self) -> None:
        arrow = _arrow()
        arrays = []
        for field in self.schema:
            name = "value" if field.name == "value_exact" else field.name
            cells: list[Any] = [row[name] for row in self.rows]
            if field.name == "value":
                cells = [fitting(cell) for cell in cells]
            elif field.name == "confidence":
                cells = [fitting(cell, 5, 4) for cell in cells]
            arrays.append(arrow.array(cells, field.type))
        self.batches.append(arrow.record_batch(arrays, schema=self.schema))
        self.rows.clear()

    def take(self) -> Any:
        """All rows so far as one table; none are left."""
        if self.rows:
            self._columns()
        batches, self.batches, self.count = self.batches, [], 0
        return _arrow().Table.from_batches(batches, self.schema).unify_dictionaries()


class Tables:
    """All tables of a run.

    sink: where the files go.  partitions: files by paper and date instead of one file a table.
    Raises InputError I034 without pyarrow.
    """

    def __init__(self, sink: Sink, *, partitions: bool = False) -> None:
        _arrow()
        self._sink = sink
        self._partitions = partitions
        self._parts: dict[tuple[str, str], _Part] = {}
        self._writers: dict[str, Any] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        if not partitions:
            for table in FIELDS:
                self._parts[table, ""] = _Part(table)
                self._writers[table] = self._writer(f"{table}.parquet", table)

    def add(self, made: Records, paper: str | None, date: str | None) -> None:
        """Appends the rows of a page. paper, date: the partition it belongs to."""
        place = f"paper={_said(paper)}/date={_said(date)}" if self._partitions else ""
        for table in FIELDS:
            rows = made.table(table)
            if not rows:
                continue
            part = self._parts.get((table, place))
            if part is None:
                part = self._parts[table, place] = _Part(table)
            part.add(rows)
            if part.count >= ROWS:
                self._put(table, place, part)
        if self._partitions and sum(part.count for part in self._parts.values()) > MOST:
            fullest = sorted(self._parts.items(), key=lambda item: (-item[1].count, item[0]))
            for (table, place), part in fullest[: max(1, len(fullest) // 2)]:
                self._put(table, place, part)
                del self._parts[table, place]

    def close(self) -> None:
        """Writes what still waits, and ends all files."""
        for (table, place), part in self._parts.items():
            if part.count:
                self._put(table, place, part)
        for table, writer in self._writers.items():
            writer.close()
            self._sink.end(f"{table}.parquet")

    def _writer(self, name: str, table: str) -> Any:
        _arrow()
        from pyarrow import parquet

        return parquet.ParquetWriter(self._sink.open(name), schema(table), compression="zstd")

    def _put(self, table: str, place: str, part: _Part) -> None:
        if not self._partitions:
            self._writers[table].write_table(part.take())
            return
        number = self._numbers.get((table, place), 0)
        self._numbers[table, place] = number + 1
        name = f"{table}/{place}/{number}.parquet"
        writer = self._writer(name, table)
        writer.write_table(part.take())
        writer.close()
        self._sink.end(name)


def _said(value: str | None) -> str:
    """A value as the name of a folder; what a file system might not take is escaped."""
    return _NONE if value is None else quote(value, safe="")[:200]
