"""A long text that several processes read: cut into shares, their pieces put behind each other.

One worker decodes the file, cuts it into parts as a single reader does, and leaves their texts in a
file of the store. Any worker reads the parts of a share and writes a piece. No part knows of
another, so the entry that the pieces make is the one that a single reader writes, byte for byte.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.ingest import Found, Outcome, is_text
from pipeline.ingest.sidecar import Meta
from pipeline.model import Page, Problem, Source, Status
from pipeline.records import Shift
from pipeline.run.file import Done, described, outcomes, read_part
from pipeline.run.page import parts
from pipeline.run.store import Joint, Store, Written
from pipeline.run.task import Task, give_up, is_still

LEAST = 200_000
"""Bytes of a file that is shared; a single reader takes a few seconds for fewer."""
PARTS = 4
"""Parts of a share: about two seconds of work."""
PAGE = 5_000
"""Bytes of a page of text, about."""

# What a lone surrogate is written as; none comes from a decoder, and yet none must be lost.
_ERRORS = "surrogatepass"
_META = ("name", "number", "sha256", "encoding", "undecodable", "date", "paper", "label")

Part = Sequence[int]
"""Where the text of a part begins in the file of texts, its bytes, and the numbers of `Shift`."""


def pages_of(found: Found) -> int:
    """About how many pages' work a text that can be shared is; 1 for any other file."""
    if found.refused is not None or not is_text(found):
        return 1
    try:
        size = found.path.stat().st_size
    except OSError:
        return 1
    return size // PAGE if size >= LEAST else 1


# ------------------------------------------------------------------------------ on a worker


def cut(found: Found, options: Meta, store: Store) -> dict[str, Any] | None:
    """A text cut into parts: what `Shared` needs, as JSON can hold it. None if it has no page.

    Raises OSError where the texts cannot be written.
    """
    outcome = next(outcomes(found, options), None)
    if outcome is None or outcome.page is None or outcome.status is Status.FAILED:
        return None
    spans: list[Part] = []
    handle, temporary = tempfile.mkstemp(suffix=".texts", dir=store.once())
    with os.fdopen(handle, "wb") as file:
        start = 0
        for part, shift in parts(outcome.page):
            size = file.write(part.text.encode("utf-8", _ERRORS))
            spans.append((start, size, shift.line, shift.column, shift.article))
            start += size
    return {
        "texts": Path(temporary).name,
        "page": {name: getattr(outcome.page, name) for name in _META},
        "problems": [asdict(problem) for problem in outcome.problems],
        "status": outcome.status.value,
        "parts": spans,
    }


def read(told: dict[str, Any], store: Store) -> dict[str, Any]:
    """A worker's answer to `Share.told`. Raises OSError where the piece cannot be written."""
    try:
        name, written = store.write_piece(_pages(told, store))
    except OSError:
        raise
    except Exception as error:
        return {"failed": described(error)}
    return {"piece": name, **asdict(written)}


def _pages(told: dict[str, Any], store: Store) -> Iterator[Done]:
    problems = tuple(Problem(**problem) for problem in told["problems"])
    whole = Page(text="", source=Source.TEXT, **told["page"])
    outcome = Outcome(whole, problems, Status(told["status"]))
    with (store.once() / told["texts"]).open("rb") as file:
        for start, size, *shift in told["parts"]:
            file.seek(start)
            text = file.read(size).decode("utf-8", _ERRORS)
            part = Page(text=text, source=Source.TEXT, **told["page"])
            yield read_part(outcome, part, Shift(*shift))


# ------------------------------------------------------------------------------ in the run


@dataclass(frozen=True, slots=True)
class Share:
    """Some parts of a long text. number: of the share in its file.  told: what a worker is told."""

    of: Shared
    number: int
    told: dict[str, Any]


@dataclass
class Shared:
    """A file whose shares are being read, by whichever threads. cut: what `cut` said of it."""

    task: Task
    store: Store
    cut: dict[str, Any]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _came: dict[int, tuple[str, Written]] = field(default_factory=dict)
    _failed: dict[int, tuple[str, str]] = field(default_factory=dict)
    _joint: Joint | None = None
    _next: int = 0

    def shares(self) -> list[Share]:
        """All of them, each to be read and then answered by `came` or `failed`."""
        all_parts = self.cut["parts"]
        return [
            Share(self, number, {**self.cut, "parts": all_parts[first : first + PARTS]})
            for number, first in enumerate(range(0, len(all_parts), PARTS))
        ]

    @property
    def _count(self) -> int:
        return -(-len(self.cut["parts"]) // PARTS)

    def wanted(self, number: int) -> bool:
        """Whether a share is to be read: of those that fail only the first is told."""
        with self._lock:
            return number < min(self._failed, default=self._count)

    def came(self, number: int, answer: dict[str, Any], options: Meta) -> bool | None:
        """A piece is there. Once all are: whether the entry was kept; else None. Raises OSError."""
        with self._lock:
            if "failed" in answer:
                self._failed[number] = "X001", answer["failed"]
            else:
                written = Written(answer["pages"], answer["passing"])
                self._came[number] = answer["piece"], written
            return self._on(options)

    def failed(self, number: int, code: str, detail: str, options: Meta) -> bool | None:
        """There will be no piece; the file is given up once all others are answered."""
        with self._lock:
            self._failed[number] = code, detail
            return self._on(options)

    def _on(self, options: Meta) -> bool | None:
        self._joint = joint = self._joint or Joint(self.store, self.task.key)
        while self._next in self._came:
            joint.add(*self._came.pop(self._next))
            self._next += 1
        if self._next + len(self._came) + len(self._failed) < self._count:
            return None
        (self.store.once() / self.cut["texts"]).unlink(missing_ok=True)
        if self._failed:
            joint.discard()
            for name, _ in self._came.values():
                (self.store.once() / name).unlink(missing_ok=True)
            return give_up(self.task, self.store, *self._failed[min(self._failed)])
        return joint.end() and is_still(self.task, options, self.store)
