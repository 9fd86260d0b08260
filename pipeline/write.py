"""Records → files. What is written is complete or not there, and the same every time.

JSONL and CSV hold the same rows; where JSONL has a list, CSV has its members joined by `|`, or
their count.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipeline.records import FIELDS, Cell, Records


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON. What other programs take for a line end is escaped."""
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
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


class Folder:
    """An output folder being written: temporary files, which replace the old ones at the end.

    Used as a context; leaving it without `commit` removes what was begun and the old files stand.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[str, IO[str]] = {}
        self._temporary: dict[str, Path] = {}
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Folder:
        self.path.mkdir(parents=True, exist_ok=True)
        for left in self.path.glob(".*.part"):
            left.unlink(missing_ok=True)
        try:
            for table, fields in FIELDS.items():
                self._open(f"{table}.jsonl")
                writer = csv.writer(self._open(f"{table}.csv"), lineterminator="\n")
                writer.writerow(fields)
                self._writers[table] = writer
        except BaseException:
            self._discard()
            raise
        return self

    def _open(self, name: str) -> IO[str]:
        flat = name.replace("/", "-")
        handle, temporary = tempfile.mkstemp(prefix=f".{flat}-", suffix=".part", dir=self.path)
        self._temporary[name] = Path(temporary)
        self._files[name] = os.fdopen(handle, "w", encoding="utf-8", newline="")
        return self._files[name]

    def add(self, made: Records) -> None:
        """Appends the rows of a page to all tables."""
        for table in FIELDS:
            lines = self._files[f"{table}.jsonl"]
            for row in made.table(table):
                lines.write(json_line(row))
                self._writers[table].writerow(csv_cells(table, row))

    def commit(self, run: dict[str, Any], extra: Mapping[str, Iterable[str]]) -> None:
        """Puts all files in place, `run.json` last; it names the digest of each of the others.

        extra: more files, each by its name or `FOLDER/NAME` and the pieces of its text.
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
            (self.path / name).parent.mkdir(exist_ok=True)
            temporary.replace(self.path / name)
        self._temporary.clear()
        self._forget(extra)
        _sync_folder(self.path)

    def _close(self, name: str) -> str:
        """Ends a file and returns its digest."""
        with self._files.pop(name) as file:
            file.flush()
            os.fsync(file.fileno())
        return _digest(self._temporary[name])

    def _forget(self, extra: Mapping[str, object]) -> None:
        """Removes the numbered pages that an earlier, larger run left in `report/`."""
        left = self.path / "report"
        for path in sorted(left.glob("[0-9]*.html")):
            if f"report/{path.name}" not in extra:
                path.unlink()
        if left.is_dir() and not any(left.iterdir()):
            left.rmdir()

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
