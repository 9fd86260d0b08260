"""Records → files. What is written is complete or not there, and the same every time.

JSONL and CSV hold the same rows; where JSONL has a list, CSV has its members joined by `|`, or
their count.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import os
import tempfile
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Any

from pipeline.records import FIELDS, Cell, Records

_BLOCK = 1 << 18
"""Bytes of a file that are written at once."""
_BEGIN = 1 << 26
"""Bytes of a file after which the disk is asked to begin."""
_HANDS = 4
"""Threads that write; putting a file on the disk is nearly all waiting."""
_STEP = 1 << 19
"""Bytes that are copied from one file to another at once, and digested while they are near."""
_WAITING = 1 << 23
"""Bytes of a file that wait in memory for a hand at the most."""
_CANNOT = frozenset({errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What a system says that cannot copy between these files."""
_ENDING = 32
"""Files that are complete and still open at the most."""

_quoted = json.encoder.encode_basestring
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON. What other programs take for a line end is escaped."""
    text = _JSON.encode(row)
    for character in "\u0085\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"


@dataclass(frozen=True, slots=True)
class Ready:
    """A value that is JSON already, as `indented` has it at its place."""

    text: str


def indented(data: object, margin: str = "\n") -> str:
    """JSON of one space a level, as `json.dumps(data, indent=1)` has it, which takes long.

    Members of an object are named by text. margin: what stands before a closing bracket.
    """
    inner = margin + " "
    if isinstance(data, Ready):
        return data.text
    if isinstance(data, str):
        return _quoted(data)
    if type(data) is int:
        return str(data)
    if isinstance(data, dict) and data:
        rows = [f"{inner}{_quoted(name)}: {indented(of, inner)}" for name, of in data.items()]
        return "{" + ",".join(rows) + margin + "}"
    if isinstance(data, list | tuple) and data:
        return "[" + ",".join(inner + indented(of, inner) for of in data) + margin + "]"
    return _JSON.encode(data)


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


def csv_line(cells: Sequence[str]) -> str:
    """A line of CSV that ends with \\n; a cell with any line end in it stands in quotes."""
    out = io.StringIO()
    # Python quotes a lone carriage return only where it is part of the line end that was asked for.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()[:-2] + "\n"


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
        text.writelines(csv_line(csv_cells(table, row)) for row in rows)
        cells.append(text.getvalue().encode())
    return Rows(tuple(lines), tuple(cells))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a file that is open for reading. start, size: where they begin, how many."""

    handle: int
    start: int
    size: int


class File:
    """A temporary file that knows the digest of what was written into it.

    hands: write and digest while more is put together; without them `write` waits.
    """

    def __init__(self, folder: Path, name: str, hands: Executor | None = None) -> None:
        flat = name.replace("/", "-")[-100:]
        handle, temporary = tempfile.mkstemp(prefix=f".{flat}-", suffix=".part", dir=folder)
        self.path = Path(temporary)
        try:
            self._file = os.fdopen(handle, "wb")
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise
        self._hands = hands
        self._digest = sha256()
        self._size = self._begun = 0
        self._block: list[bytes] = []
        self._held = 0
        # What the hands have to do yet, and how many bytes wait for them in memory.
        self._steps: deque[bytes | Stretch] = deque()
        self._waiting = 0
        self._busy = False
        self._lock = Lock()
        self._under_way: Future[None] | None = None

    def write(self, data: bytes) -> int:
        """Appends. Raises OSError, at the latest by the end, where there is no more room."""
        self._block.append(data)
        self._held += len(data)
        self._size += len(data)
        if self._held >= _BLOCK or self._hands is None:
            self._pass_on()
        return len(data)

    def copy(self, stretch: Stretch) -> None:
        """Appends bytes of another file, which the system copies. Raises OSError as `write` does.

        The digest is that of the bytes that came, whatever the other file held before.
        """
        self._pass_on()
        self._size += stretch.size
        self._give(stretch, 0)

    def _pass_on(self) -> None:
        """Gives what was gathered to the hands."""
        block = b"".join(self._block)
        self._block.clear()
        self._held = 0
        if block:
            self._give(block, len(block))

    def _give(self, step: bytes | Stretch, size: int) -> None:
        if self._hands is None:
            self._do(step)
            return
        if self._waiting > _WAITING or (self._under_way and self._under_way.done()):
            self._settle()
        with self._lock:
            self._steps.append(step)
            self._waiting += size
            if not self._busy:
                self._busy = True
                self._under_way = self._hands.submit(self._work)

    def _work(self) -> None:
        """All steps that wait, in their order. After an error there is nothing more to be done."""
        while True:
            with self._lock:
                if not self._steps:
                    self._busy = False
                    return
                step = self._steps.popleft()
            self._do(step)
            with self._lock:
                self._waiting -= 0 if isinstance(step, Stretch) else len(step)

    def _settle(self) -> None:
        if self._under_way is not None:
            self._under_way.result()

    def _do(self, step: bytes | Stretch) -> None:
        if isinstance(step, Stretch):
            self._take(step)
        else:
            self._put(step)

    def _put(self, block: bytes) -> None:
        self._digest.update(block)
        self._file.write(block)
        self._begin(len(block))

    def _take(self, stretch: Stretch) -> None:
        self._file.flush()
        at, end = stretch.start, stretch.start + stretch.size
        buffer = memoryview(bytearray(_STEP))
        while at < end:
            came = _copied(stretch.handle, self._file.fileno(), at, min(_STEP, end - at))
            if came is None:
                os.lseek(stretch.handle, at, os.SEEK_SET)
                block = os.read(stretch.handle, min(_STEP, end - at))
                self._put(block)
                self._file.flush()
                came = len(block)
            else:
                self._read_back(buffer[:came])
            if not came:
                raise OSError(errno.EIO, "a file grew shorter while it was copied")
            at += came

    def _read_back(self, buffer: memoryview) -> None:
        """Digests the last bytes of the file: what is told of it is true whatever was copied."""
        place = os.lseek(self._file.fileno(), 0, os.SEEK_CUR) - len(buffer)
        read = 0
        while read < len(buffer):
            read += os.preadv(self._file.fileno(), [buffer[read:]], place + read)
        self._digest.update(buffer)
        self._begin(len(buffer))

    def _begin(self, more: int) -> None:
        """Asks the disk to work while we do, so that what is left for the end is little."""
        self._begun += more
        if self._begun >= _BEGIN and hasattr(os, "fdatasync"):
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._begun = 0

    # What others ask of a file that they write: pyarrow.
    closed = False

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing: the end puts all on the disk."""

    def end(self) -> str:
        """Puts all on the disk and returns the digest."""
        with self._file:
            self._settle()
            self._put(b"".join(self._block))
            self._block.clear()
            self._file.flush()
            os.fsync(self._file.fileno())
        return self._digest.hexdigest()

    def discard(self) -> None:
        # A full disk fails at closing again; the error that matters is on its way already.
        with contextlib.suppress(OSError):
            self._settle()
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


def _copied(source: int, to: int, at: int, size: int) -> int | None:
    """Lets the system copy bytes to where a file stands; how many, None where it cannot."""
    if not hasattr(os, "copy_file_range"):
        return None
    try:
        return os.copy_file_range(source, to, size, at)
    except OSError as error:
        if error.errno in _CANNOT:
            return None
        raise


State = tuple[int, int, int]


def state_of(found: os.stat_result) -> State:
    """Size, time of change and inode: a file with the same is taken for untouched."""
    return found.st_size, found.st_mtime_ns, found.st_ino


class Folder:
    """An output folder being written: temporary files, which replace the old ones at the end.

    written: the files that the last run wrote, by their names, where they are known; else its
        `run.json` is asked.
    Used as a context; leaving it without `commit` removes what was begun and the old files stand.
    """

    def __init__(self, path: Path, written: Collection[str] | None = None) -> None:
        self.path = path
        self._old = written
        self._files: dict[str, File] = {}
        self._digests: dict[str, Future[str]] = {}
        self._ending: deque[str] = deque()
        self._sources: dict[str, tuple[IO[bytes], State]] = {}
        self._kept: dict[str, str] = {}
        self._hands = ThreadPoolExecutor(_HANDS)

    def __enter__(self) -> Folder:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for left in self.path.glob(".*.part"):
                left.unlink(missing_ok=True)
            for table, fields in FIELDS.items():
                self.open(f"{table}.jsonl")
                self.open(f"{table}.csv").write((",".join(fields) + "\n").encode())
        except BaseException:
            self._discard()
            raise
        return self

    def open(self, name: str) -> File:
        """A new file of the output. name: below the folder, with `/`."""
        self._files[name] = file = File(self.path, name, self._hands)
        return file

    def end(self, name: str) -> None:
        """A file is complete; nobody need hold it open till the end of the run."""
        if name in self._digests:
            return
        self._digests[name] = self._hands.submit(self._files[name].end)
        self._ending.append(name)
        while len(self._ending) > _ENDING:
            self._digests[self._ending.popleft()].result()

    def add(self, made: Records) -> None:
        """Appends the rows of a page to all tables."""
        self.append(as_rows(made))

    def append(self, rows: Rows) -> None:
        """Appends rows that are text already."""
        for table, lines, cells in zip(FIELDS, rows.lines, rows.cells, strict=True):
            self._files[f"{table}.jsonl"].write(lines)
            self._files[f"{table}.csv"].write(cells)

    def copy(self, name: str, start: int, size: int) -> None:
        """Appends to a file bytes of the file that stands under its name now."""
        if not size:
            return
        if name not in self._sources:
            file = (self.path / name).open("rb", buffering=0)
            self._sources[name] = file, state_of(os.fstat(file.fileno()))
        self._files[name].copy(Stretch(self._sources[name][0].fileno(), start, size))

    def keep(self, name: str, digest: str) -> None:
        """A file of the output stays as it stands. digest: of what it holds."""
        self._kept[name] = digest

    def commit(
        self,
        run: dict[str, Any],
        extra: Mapping[str, Iterable[bytes]] | Iterable[tuple[str, Iterable[bytes]]],
    ) -> list[str]:
        """Puts all files in place, `run.json` last; it names the digest of each of the others.

        extra: more files, each by its name or `FOLDER/NAME` and its pieces.
        What the last run wrote and this one does not is removed. Returns the names of all files.
        """
        for name, pieces in extra.items() if isinstance(extra, Mapping) else extra:
            # One at a time: there may be more of them than a program may hold open.
            file = self.open(name)
            for piece in pieces:
                file.write(piece)
            self.end(name)
        for name in self._files:
            self.end(name)
        old = self._written()
        digests = {name: digest.result() for name, digest in self._digests.items()} | self._kept
        for name, (source, state) in self._sources.items():
            if state_of(os.fstat(source.fileno())) != state:
                raise OSError(errno.EBUSY, "the file changed while it was copied", name)
        run = {**run, "files": dict(sorted(digests.items()))}
        self.open("run.json").write((indented(run) + "\n").encode())
        self.end("run.json")
        self._digests["run.json"].result()
        for name, file in self._files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            file.path.chmod(0o644)
            file.path.replace(target)
        for name in sorted(old - set(self._files) - set(self._kept)):
            self._forget(name)
        self._files.clear()
        _sync_folder(self.path)
        return [*run["files"], "run.json"]

    def _written(self) -> set[str]:
        """The files that the last run wrote, as far as its `run.json` can be believed."""
        names = self._old
        if names is None:
            try:
                told = json.loads((self.path / "run.json").read_bytes())
                names = set(map(str, told["files"]))
            except (OSError, ValueError, KeyError, TypeError):
                return set()
        return {name for name in names if not {"", ".", ".."} & set(name.split("/"))}

    def _forget(self, name: str) -> None:
        path = self.path / name
        if path.is_symlink() or not path.is_file():
            return
        path.unlink()
        for parent in path.parents:
            if parent == self.path or any(parent.iterdir()):
                return
            parent.rmdir()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        # What is being written or waits for it comes to its end first.
        self._hands.shutdown()
        for file in self._files.values():
            file.discard()
        self._files.clear()
        for source, _ in self._sources.values():
            source.close()


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
