"""The tables of an output folder for spreadsheets: one workbook, and the facts as a guarded CSV.

JSONL and CSV of a run are for programs and hold everything exactly. A spreadsheet would run a cell
that begins with `=`, so what people open is written apart:

    facts.xlsx        every table a sheet; texts as texts, numbers as numbers where none is lost
    facts.excel.csv   the facts; a text that a spreadsheet would run has a ' in front

Both are asked for with `run --excel` and are made from the JSONL that lies there. That is after
`run.json` was written, which does not list them; the workbook's properties name the digest of the
facts instead, so that one sees from which run it is. Characters that are not seen (U+202E and its
like) are shown as ⟦U+202E⟧. Needs the extra `[excel]` (XlsxWriter).
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import regex

from pipeline.errors import PipelineError
from pipeline.records import FIELDS

WORKBOOK: Final = "facts.xlsx"
GUARDED: Final = "facts.excel.csv"
_SPARE: Final = ".excel-"

# Limits of the file format: rows of a sheet with its header, characters of a cell.
ROWS: Final = 1_048_576
CELL: Final = 32_767
# A spreadsheet counts with 15 digits; what has more stays a text, so that none is lost.
DIGITS: Final = 15
_COUNTED: Final = frozenset(
    {"value", "confidence", "line", "column", "end_line", "end_column", "page_number", "article"}
    | {"body_first_line", "body_last_line"}
)
_NUMBER: Final = regex.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_HARMLESS: Final = regex.compile(r"[+-]?\d+(?:\.\d+)?%?")
# What spreadsheets take for the beginning of a formula, also behind blanks and in full width.
_FORMULA: Final = regex.compile(r"[\s\u3000\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_UNSEEN: Final = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\U000e0000-\U000e007f]"
)
_EPOCH: Final = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a file property without a zone
_WIDTHS: Final = {"sentence": 60, "subject": 24, "indicator": 24, "raw": 20, "detail": 40}


def require() -> None:
    """Raises PipelineError X003 where the extra is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise PipelineError("X003", "XlsxWriter", where=WORKBOOK) from error


def write(folder: Path) -> None:
    """Writes both files from the tables of a finished run, each complete or not at all.

    Raises PipelineError X003 without the extra, OSError where the folder cannot be read or written.
    """
    require()
    discard(folder, keep=(WORKBOOK, GUARDED))
    with tempfile.TemporaryDirectory(prefix=_SPARE, dir=folder) as spare:
        for name, make in ((GUARDED, _guarded), (WORKBOOK, _workbook)):
            made = Path(spare) / name
            make(folder, made)
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(folder / name)


def discard(folder: Path, *, keep: Sequence[str] = ()) -> None:
    """Removes what an earlier run wrote, which the tables beside it no longer say."""
    for name in {WORKBOOK, GUARDED}.difference(keep):
        (folder / name).unlink(missing_ok=True)
    for left in folder.glob(f"{_SPARE}*"):
        shutil.rmtree(left)


def visible(text: str) -> str:
    """Characters that are not seen, or turn the direction of others, as tokens that are."""
    return _UNSEEN.sub(lambda match: f"⟦U+{ord(match.group()):04X}⟧", text)


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs: a ' before what begins like a formula; numbers stay."""
    shown = visible(text)
    if _FORMULA.match(shown) and not _HARMLESS.fullmatch(shown):
        return "'" + shown
    return shown


def _rows(folder: Path, table: str) -> Iterator[Mapping[str, Any]]:
    with (folder / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return str(len(value)) if name == "mentions" else "|".join(map(str, value))
    return str(value)


def _guarded(folder: Path, to: Path) -> None:
    """The facts as CSV that Excel opens as UTF-8. All cells are quoted: a ; begins no new one."""
    with to.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(FIELDS["facts"])
        for row in _rows(folder, "facts"):
            writer.writerow([guarded(_text(name, row[name])) for name in FIELDS["facts"]])


def _workbook(folder: Path, to: Path) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "tmpdir": str(to.parent)}
    book = xlsxwriter.Workbook(to, options)
    # without a date of its own the book would take the clock's
    book.set_properties({"created": _EPOCH, "comments": _origin(folder)})
    head = book.add_format({"bold": True})
    for table in FIELDS:
        _sheets(book, head, table, _rows(folder, table))
    book.close()


def _origin(folder: Path) -> str:
    with (folder / "facts.jsonl").open("rb") as data:
        return f"made from facts.jsonl, SHA-256 {hashlib.file_digest(data, 'sha256').hexdigest()}"


def _sheets(book: Any, head: Any, table: str, rows: Iterator[Mapping[str, Any]]) -> None:
    """A table as a sheet, or several where one does not hold it."""
    fields = FIELDS[table]
    sheet = _sheet(book, head, table, fields)
    line = count = 1
    for row in rows:
        if line == ROWS:
            count += 1
            sheet = _sheet(book, head, f"{table} {count}", fields)
            line = 1
        for column, name in enumerate(fields):
            _cell(sheet, line, column, name, row[name])
        line += 1


def _sheet(book: Any, head: Any, name: str, fields: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDTHS.get(field, 14))
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field, head)
    return sheet


def _cell(sheet: Any, line: int, column: int, name: str, value: object) -> None:
    text = _text(name, value)
    if not text:
        return
    plain = name in _COUNTED and _NUMBER.fullmatch(text)
    if plain and len(text.strip("-0.").replace(".", "")) <= DIGITS and len(text) < 300:
        sheet.write_number(line, column, float(text))
        return
    shown = visible(text)
    if len(shown) > CELL:
        shown = shown[: CELL - 1] + "…"
    sheet.write_string(line, column, shown)
