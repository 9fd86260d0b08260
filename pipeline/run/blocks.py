"""Blocks: files that follow each other in the input and stay together in the output.

Where no file of a block has changed, what the output holds of it is taken over as it stands: its
rows from the tables, its pages of the report. What the index and the comparison of pages need of it
lies on a shelf of its own. Where a block ends is decided by the names of its files alone, so that a
file that comes or goes moves few of them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from pipeline import checks
from pipeline.records import FIELDS
from pipeline.run.summary import Summary

if TYPE_CHECKING:
    from pipeline.report import Leaf

TABLES = (*(f"{table}.jsonl" for table in FIELDS), *(f"{table}.csv" for table in FIELDS))
"""The files whose rows come block by block."""
LEAST, MOST = 12, 20
"""Files of a block. Pages of as many files fill a file of the report."""
ODDS = 8
"""One name in so many ends a block that has enough files."""
_NAME = 12
"""Letters of a block's name at least."""


@dataclass(frozen=True, slots=True)
class Cut:
    """name: of the block, and of its file in the report.  files: which of the input it holds."""

    name: str
    files: range


def cut(names: Sequence[str]) -> list[Cut]:
    """The blocks of files, by their names in the order of the input."""
    out: list[Cut] = []
    used: set[str] = set()
    first = 0
    digests = [sha256(name.encode("utf-8", "backslashreplace")).hexdigest() for name in names]
    for end, digest in enumerate(digests, 1):
        held = end - first
        last = held >= LEAST and int(digest[-8:], 16) % ODDS == 0
        if last or held == MOST or end == len(names):
            size = _NAME
            while digests[first][:size] in used:
                size += 1
            used.add(digests[first][:size])
            out.append(Cut(digests[first][:size], range(first, end)))
            first = end
    return out


class Shelf:
    """A file of what is kept of a block beside the output."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, start: int, size: int) -> bytes:
        (found,) = self.reads([(start, size)])
        return found

    def reads(self, stretches: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        """Several stretches; start and size of each."""
        if stretches:
            with self.path.open("rb", buffering=0) as file:
                for start, size in stretches:
                    file.seek(start)
                    yield file.read(size)

    def write(self, data: bytes) -> int:
        raise ValueError(f"{self.path} is complete")


class NewShelf(Shelf):
    """A shelf that is being filled, to be read once it is complete.

    folder: where it lies for this run. Used as a context.
    """

    def __init__(self, folder: Path) -> None:
        handle, temporary = tempfile.mkstemp(suffix=".block", dir=folder)
        super().__init__(Path(temporary))
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        self._size = 0

    def write(self, data: bytes) -> int:
        """Appends; returns where the data begins."""
        self._file.write(data)
        self._size += len(data)
        return self._size - len(data)

    def keep(self, path: Path) -> None:
        """It is complete, and to lie there for other runs."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(path)
        self.path = path

    def __enter__(self) -> NewShelf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


@dataclass
class Block:
    """What the output holds of some files.

    key: stands for all that it was made from; empty where it may serve no other run.
    files: how many.  sizes: bytes of its rows in each of `TABLES`.
    pages: its rows of `run.json`, as they stand there.
    counts: how many claims each page makes that may be held against those of others.
    claims: where on the shelf those of each page begin, and their bytes; digests: so of all.
    """

    key: str
    files: int
    shelf: Shelf
    sizes: list[int] = field(default_factory=lambda: [0] * len(TABLES))
    pages: str = ""
    summary: Summary = field(default_factory=Summary)
    leaves: list[Leaf] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    claims: list[tuple[int, int]] = field(default_factory=list)
    digests: tuple[int, int] = (0, 0)
    _things: list[bytes] = field(default_factory=list)

    def claim(self, told: bytes) -> None:
        """The claims of the next page, as `checks.compared` told of them."""
        things = checks.things(told)
        self._things.append(things)
        self.counts.append(len(things) // checks.DIGEST)
        self.claims.append((self.shelf.write(told), len(told)))

    def claimed(self) -> None:
        """There are no more pages."""
        things = b"".join(self._things)
        self._things.clear()
        self.digests = self.shelf.write(things), len(things)

    def things(self) -> bytes:
        """As `checks.Said` has it."""
        return self.shelf.read(*self.digests) if self.digests[1] else b""

    def told(self, pages: Sequence[int]) -> Iterator[bytes]:
        """As `checks.Said` has it."""
        return self.shelf.reads([self.claims[page] for page in pages])

    def kept(self) -> list[Any]:
        """All of it that outlasts the run, but for what `run.json` tells of its pages."""
        return [
            self.key,
            self.files,
            self.sizes,
            self.summary.figures(),
            [leaf.told() for leaf in self.leaves],
            [self.counts, self.claims, self.digests],
        ]

    @staticmethod
    def recalled(kept: Sequence[Any], shelf: Shelf, pages: str, summary: Summary) -> Block:
        """What `kept` told of a block. Raises ValueError or TypeError for anything else."""
        from pipeline.report import Leaf

        key, files, sizes, _, told, (counts, claims, digests) = kept
        leaves = [Leaf.recalled(leaf, shelf) for leaf in told]
        return Block(key, files, shelf, sizes, pages, summary, leaves, counts, claims, digests)
