"""`review.jsonl`: decisions beside the raw pages, one a line, appended and never rewritten.

A line is there for good once `append` returns: it is written under a lock, in one piece, and
flushed to the disk. A process that dies while it writes leaves at most one torn last line, which
is skipped and counted; the next decision begins on a line of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.review.decision import Decision, Refused, parse

NAME = "review.jsonl"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file holds. torn: how many of its lines are no whole decision."""

    decisions: tuple[Decision, ...] = ()
    torn: int = 0


def beside(inputs: Iterable[Path]) -> list[Path]:
    """Where the decisions for these inputs lie: in the folder given, or in that of a file."""
    folders = (path if path.is_dir() else path.parent for path in inputs)
    return list(dict.fromkeys(folder / NAME for folder in folders))


def read(path: Path) -> Kept:
    """All decisions of a file in the order they were made; nothing where there is no file."""
    try:
        return parsed(path.read_bytes())
    except FileNotFoundError:
        return Kept()


def parsed(data: bytes) -> Kept:
    """The decisions of a file that was read."""
    decisions: list[Decision] = []
    torn = 0
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        try:
            decisions.append(parse(json.loads(line.decode("utf-8"))))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, Refused):
            torn += 1
    return Kept(tuple(decisions), torn)


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Adds decisions to a file, which is made if need be. Raises OSError if that cannot be."""
    lines = [
        json.dumps(decision.row(), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        for decision in decisions
    ]
    if not lines:
        return
    made = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        with _alone(handle):
            start = b"" if _ends_whole(handle) else b"\n"
            _write(handle, start + b"\n".join(lines) + b"\n")
            os.fsync(handle)
    finally:
        os.close(handle)
    if made:
        _keep_name(path.parent)


def _ends_whole(handle: int) -> bool:
    size = os.fstat(handle).st_size
    if size == 0:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


@contextlib.contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Holds a file against other writers; the system frees it when the process ends."""
    try:
        import fcntl
    except ImportError:
        # Elsewhere the append itself keeps lines whole; two writers there may tear a line.
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _keep_name(folder: Path) -> None:
    """A new file is there after a crash only if its folder was flushed too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
