"""Records → files. What is written is complete or not there, and the same every time.

JSONL and CSV hold the same rows; where JSONL has a list, CSV has its members joined by `|`, or
their count.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from pipeline.records import FIELDS, Cell, Records

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON. What other programs take for a line end is escaped."""
    text = _JSON.encode(row)
    for character in "\u0085\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"


def csv_cells(table: str, row: Mapping[str, Cell]) -> list[str]:
    """A row as cells of text: nothing is the empty cell, a list its members or their count."""
    cells = []
    for name in FIELDS[table]:
        value = row[name]
        if value is None:
            cells.append("")
        elif name == "mentions" and isinstance(value, list):
            cells.append(str(len(value)))
        elif isinstance(value, list):
            cells.append("|".join(str(member) for member in value))
        else:
            cells.append(str(value))
    return cells


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page in UTF-8 as they stand in the files, by table in the order of `FIELDS`."""

    lines: tuple[bytes, ...]
    cells: tuple[bytes, ...]


def as_rows(made: Records) -> Rows:
    """Records as JSONL and CSV. Raises UnicodeEncodeError for half a surrogate pair."""
    lines: list[bytes] = []
    cells: list[bytes] = []
    for table in FIELDS:
        rows = made.table(table)
        lines.append("".join(map(json_line, rows)).encode())
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(csv_cells(table, row) for row in rows)
        cells.append(text.getvalue().encode())
    return Rows(tuple(lines), tuple(cells))


class Folder:
    """An output folder being written: temporary files, which replace the old ones at the end.

    Used as a context; leaving it without `commit` removes what was begun and the old files stand.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[str, TextIO] = {}
        self._temporary: dict[str, Path] = {}

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True)
        for left in self.path.glob(".*.part"):
            left.unlink(missing_ok=True)
        try:
            for table, fields in FIELDS.items():
                self._open(f"{table}.jsonl")
                self._open(f"{table}.csv").write(",".join(fields) + "\n")
                self._files[f"{table}.csv"].flush()
        except BaseException:
            self._discard()
            raise
        return self

    def _open(self, name: str) -> TextIO:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}-", suffix=".part", dir=self.path)
        self._temporary[name] = Path(temporary)
        self._files[name] = os.fdopen(handle, "w", encoding="utf-8", newline="")
        return self._files[name]

    def add(self, made: Records) -> None:
        """Appends the rows of a page to all tables."""
        self.append(as_rows(made))

    def append(self, rows: Rows) -> None:
        """Appends rows that are text already."""
        for table, lines, cells in zip(FIELDS, rows.lines, rows.cells, strict=True):
            # Nothing else is written through these files' own text layer once their header is out.
            self._files[f"{table}.jsonl"].buffer.write(lines)
            self._files[f"{table}.csv"].buffer.write(cells)

    def commit(self, run: dict[str, Any], extra: Mapping[str, Iterable[str]]) -> None:
        """Puts all files in place, `run.json` last; it names the digest of each of the others.

        extra: more files, each by its name and the pieces of its text.
        """
        digests: dict[str, str] = {}
        for name, pieces in extra.items():
            # One at a time: there may be more of them than a program may hold open.
            self._open(name).writelines(pieces)
            digests[name] = self._close(name)
        for name in list(self._files):
            digests[name] = self._close(name)
        run = {**run, "files": dict(sorted(digests.items()))}
        last = self._open("run.json")
        last.write(json.dumps(run, ensure_ascii=False, indent=1) + "\n")
        last.flush()
        os.fsync(last.fileno())
        last.close()
        for name, temporary in self._temporary.items():
            temporary.chmod(0o644)
            temporary.replace(self.path / name)
        self._temporary.clear()
        _sync_folder(self.path)

    def _close(self, name: str) -> str:
        """Ends a file and returns its digest."""
        with self._files.pop(name) as file:
            file.flush()
            os.fsync(file.fileno())
        return _digest(self._temporary[name])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        for file in self._files.values():
            # A full disk fails at closing again; the error that matters is on its way already.
            try:
                file.close()
            except OSError:
                continue
        for temporary in self._temporary.values():
            temporary.unlink(missing_ok=True)
        self._temporary.clear()


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as data:
        while block := data.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_rows(path: Path, rows: Sequence[Records], run: dict[str, Any]) -> None:
    """Writes records at once: what `run` does page by page."""
    with Folder(path) as folder:
        for made in rows:
            folder.add(made)
        folder.commit(run, {})
