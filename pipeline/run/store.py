"""What was read of a file, kept under its key, so that an unchanged file is not read again.

An entry is, for each page (or part of a long one), a line of JSON that says what follows and how
long it is; then the rows as they stand in the tables, what the report holds, and what is compared
with other pages; at the end a line with the number of pages and the digest of all before. An entry
whose digest is not that of its content is as good as none. Workers write entries and the run puts
the tables together from them, page by page, so that nobody holds the records of more than one page.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.records import FIELDS, Records, Row
from pipeline.run.file import Done, PageReport
from pipeline.write import Rows, as_rows

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

    from pipeline.report import Piece

# What may be otherwise on another day or machine is not kept: files that could not be opened, are
# read once an extra is there, took too long or too much, or met an error of the program.
PASSING = frozenset({"I003", "I004", "I024", "I027", "I028", "X001", "X002", "X004"})
_SMALL = 4_000_000
"""An entry of so many bytes is read at once."""
_STEP = 1 << 20
"""Bytes of a piece that are copied at once."""
_KEPT = "pages"
_ONCE = "once"
_BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page (or part of one) as it comes back from an entry.

    codes: how many problems of each code.  rows: as in the tables.  piece: as in the report.
    compared: what other pages may contradict, as `checks.compared` tells it.
    lies: the file that holds `piece.page` as long as the run lasts, and where in it; None where
        there is none.
    """

    report: PageReport
    codes: Mapping[str, int]
    rows: Rows
    piece: Piece
    compared: bytes
    lies: tuple[str, int] | None = None

    def records(self) -> Records:
        """The rows as records; reading them takes long."""
        lines = zip(FIELDS, self.rows.lines, strict=True)
        return Records(**{table: _parsed(rows) for table, rows in lines})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a file. pages: how many.  passing: whether it may be otherwise later."""

    pages: int
    passing: bool


class Store:
    """The entries of an output folder.

    folder: the output folder's own cache folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tidy(self) -> None:
        """Makes the folders, and removes what a killed run left half written."""
        shutil.rmtree(self.folder / _ONCE, ignore_errors=True)
        for name in (_KEPT, _ONCE):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def known(self) -> set[str]:
        """The keys that have an entry."""
        return {
            file[:-5]
            for part in _listed(self.folder / _KEPT)
            for file in _listed(self.folder / _KEPT / part)
            if file.endswith(".json")
        }

    def path(self, key: str, *, once: bool = False) -> Path:
        """Where the entry of a key lies. once: an entry for this run only."""
        if once:
            return self.folder / _ONCE / f"{key}.json"
        return self.folder / _KEPT / key[:2] / f"{key}.json"

    def once(self) -> Path:
        """The folder of what serves this run only."""
        return self.folder / _ONCE

    def block(self, key: str) -> Path:
        """Where what is kept of a block of files lies."""
        return self.folder / _BLOCKS / f"{key}.block"

    def write(self, key: str, pages: Iterable[Done], *, once: bool = False) -> bool:
        """Writes an entry, whole or not at all; says whether it may be kept.

        once: it is to serve this run only, whatever it holds. Raises OSError.
        """
        handle, temporary = tempfile.mkstemp(suffix=".part", dir=self.folder / _ONCE)
        try:
            digest = sha256()
            with os.fdopen(handle, "wb") as file:
                told = _write(file, pages, digest)
                file.write(_end(told.pages, digest.hexdigest()))
            # Not forced to the disk, which takes a tenth of a page's time: what a loss of power
            # leaves of an entry has not the digest at its end, and the file is read again.
            once = once or told.passing
            target = self.path(key, once=once)
            target.parent.mkdir(exist_ok=True)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return not once

    def write_piece(self, pages: Iterable[Done]) -> tuple[str, Written]:
        """Writes some pages of a file, to be put behind others by `Joint`; the piece's name.

        Raises OSError.
        """
        handle, temporary = tempfile.mkstemp(suffix=".piece", dir=self.once())
        try:
            with os.fdopen(handle, "wb") as file:
                return Path(temporary).name, _write(file, pages)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, key: str, *, once: bool = False) -> Iterator[Kept] | None:
        """The pages of an entry; None where there is none or it is damaged."""
        try:
            path = self.path(key, once=once)
            file = path.open("rb", buffering=0)
            if os.fstat(file.fileno()).st_size > _SMALL:
                return opened(io.BufferedReader(file), str(path))
            with file:
                return opened(io.BytesIO(file.read()), str(path))
        except OSError:
            return None

    def leave(self, keys: Set[str], blocks: Set[str]) -> None:
        """Removes all entries but those of `keys`, and so for blocks."""
        shutil.rmtree(self.folder / _ONCE, ignore_errors=True)
        for key in self.known() - keys:
            self.path(key).unlink(missing_ok=True)
        wanted = {self.block(key).name for key in blocks}
        for name in _listed(self.folder / _BLOCKS):
            if name not in wanted:
                (self.folder / _BLOCKS / name).unlink(missing_ok=True)


class Joint:
    """An entry put together from pieces: the same bytes as if one process had written it."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._key = key
        handle, temporary = tempfile.mkstemp(suffix=".part", dir=store.once())
        os.close(handle)
        self._path = Path(temporary)
        self._digest = sha256()
        self._pages = 0
        self._passing = False

    def add(self, name: str, told: Written) -> None:
        """Puts the next piece behind the others and removes it. Raises OSError."""
        piece = self._store.once() / name
        with piece.open("rb", buffering=0) as read, self._path.open("ab", buffering=0) as write:
            while block := read.read(_STEP):
                self._digest.update(block)
                write.write(block)
        piece.unlink()
        self._pages += told.pages
        self._passing = self._passing or told.passing

    def end(self) -> bool:
        """The entry is whole; says whether it may be kept. Raises OSError."""
        with self._path.open("ab") as file:
            file.write(_end(self._pages, self._digest.hexdigest()))
        target = self._store.path(self._key, once=self._passing)
        target.parent.mkdir(exist_ok=True)
        self._path.replace(target)
        return not self._passing

    def discard(self) -> None:
        self._path.unlink(missing_ok=True)


def _parsed(lines: bytes) -> tuple[Row, ...]:
    # A line of JSON holds no other line end than its own.
    return tuple(json.loads(b"[" + lines[:-1].replace(b"\n", b",") + b"]"))


def _listed(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def pack(done: Done) -> bytes:
    """A page as it stands in an entry. Raises UnicodeEncodeError for half a surrogate pair."""
    from pipeline.checks import compared
    from pipeline.report import piece

    rows = as_rows(done.records)
    shown = piece(done.records, done.view)
    told = compared(done.records.facts, shown.surroundings().of)
    parts = (*rows.lines, *rows.cells, *astuple(shown), told)
    codes = Counter(str(row["code"]) for row in done.records.problems)
    head = {"report": asdict(done.report), "codes": codes, "sizes": [len(part) for part in parts]}
    return b"".join((json.dumps(head).encode("ascii"), b"\n", *parts, b"\n"))


def _write(file: IO[bytes], pages: Iterable[Done], digest: Hash | None = None) -> Written:
    codes: set[str] = set()
    count = 0
    for done in pages:
        packed = pack(done)
        if digest is not None:
            digest.update(packed)
        file.write(packed)
        codes.update(str(row["code"]) for row in done.records.problems)
        count += 1
    return Written(count, not PASSING.isdisjoint(codes))


def _end(pages: int, digest: str) -> bytes:
    return json.dumps({"pages": pages, "sha256": digest}).encode("ascii") + b"\n"


def opened(file: IO[bytes], path: str | None = None) -> Iterator[Kept] | None:
    """The pages of an entry, None if it is damaged; the file is closed after the last of them.

    path: where the entry lies on this machine.
    """
    if _is_whole(file):
        return _read(file, path)
    file.close()
    return None


def _is_whole(file: IO[bytes]) -> bool:
    """Whether the digest at the end of an entry is that of all before it."""
    size = file.seek(0, os.SEEK_END)
    tail_at = max(0, size - 200)
    file.seek(tail_at)
    tail = file.read()
    start = tail.rfind(b"\n", 0, -1) + 1
    try:
        said = json.loads(tail[start:])["sha256"]
    except (ValueError, KeyError, TypeError):
        return False
    file.seek(0)
    digest = sha256()
    left = tail_at + start
    while left > 0 and (block := file.read(min(left, 1 << 20))):
        digest.update(block)
        left -= len(block)
    file.seek(0)
    return bool(said == digest.hexdigest())


def _read(file: IO[bytes], path: str | None) -> Iterator[Kept]:
    from pipeline.report import Piece

    tables = len(FIELDS)
    with file:
        while True:
            head = json.loads(file.readline())
            if "sizes" not in head:
                return
            shown = file.tell() + sum(head["sizes"][: 2 * tables])
            lies = None if path is None else (path, shown)
            parts = [file.read(size) for size in head["sizes"]]
            file.read(1)
            rows = Rows(tuple(parts[:tables]), tuple(parts[tables : 2 * tables]))
            piece = Piece(*parts[2 * tables : -1])
            yield Kept(PageReport(**head["report"]), head["codes"], rows, piece, parts[-1], lies)
