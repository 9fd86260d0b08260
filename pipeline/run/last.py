"""What the last run left: whether there is anything to do, and what of it can be taken over.

A file of the output or a shelf is taken for untouched if its size, its time of change and its inode
are those that the last run noted; one that was touched is made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.records import FIELDS
from pipeline.run import keys
from pipeline.run.assembled import Assembled
from pipeline.run.blocks import TABLES, Block, Shelf
from pipeline.run.store import Store
from pipeline.run.summary import Summary, recalled
from pipeline.write import State, state_of

_NAME = "last.json"
_RUN = "run.json"
_PAGES = b'\n "pages": ['
"""So the rows of `run.json` that tell of pages begin; text holds no line end."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A block that stands in the output. starts: where its rows begin in each of `TABLES`."""

    block: Block
    starts: Sequence[int]

    @property
    def pages(self) -> int:
        """How many pages, or parts of long ones, the report has of it."""
        return sum(len(leaf.sizes) for leaf in self.block.leaves)


@dataclass(frozen=True, slots=True)
class Past:
    """What can be taken over.

    blocks: by their keys.  marks, digests, states: of the files of the report.
    """

    blocks: Mapping[str, Standing]
    marks: Mapping[str, str]
    digests: Mapping[str, str]
    states: Mapping[str, State]


class Last:
    """The note of the last run, which may be none or of another output."""

    def __init__(self, output: Path, store: Store) -> None:
        self._output = output
        self._store = store
        self._note: dict[str, Any] = {}
        self._lines: list[bytes] = []
        try:
            note, *self._lines = (store.folder / _NAME).read_bytes().split(b"\n")
            self._note = json.loads(note)
            self._files = {name: tuple(state) for name, state in self._note["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._note = {}

    def unchanged(self, state: str) -> Summary | None:
        """The summary of the last run, if its files stand untouched and this one has its state.

        state: a digest of all that an output is made from.
        """
        if self._note.get("state") != state:
            return None
        try:
            told = json.loads((self._output / _RUN).read_bytes())
            names = (*told["files"], _RUN)
            if self._files != {name: _state(self._output / name) for name in names}:
                return None
            return recalled(told)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def past(self) -> Past | None:
        """What a run can take over; None where the tables do not stand as they were left."""
        try:
            return self._past()
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _past(self) -> Past | None:
        if self._note.get("package") != keys.package().hex():
            return None
        if any(_state(self._output / name) != self._files[name] for name in (*TABLES, _RUN)):
            return None
        data = (self._output / _RUN).read_bytes()
        told = json.loads(data)
        digests = told["files"]
        states = {name: _state(self._output / name) for name in self._files if "/" in name}
        whole = {name for name, state in states.items() if state == self._files[name]}
        blocks = {}
        for standing, state in self._standing(data, told["pages"]):
            block = standing.block
            if (
                block.key
                and {f"report/{leaf.name}" for leaf in block.leaves} <= whole
                and _state(block.shelf.path) == state
            ):
                blocks[block.key] = standing
        marks = {name: mark for name, mark in self._note["marks"].items() if name in whole}
        return Past(blocks, marks, digests, {name: states[name] for name in whole})

    def _standing(
        self, data: bytes, pages: Sequence[dict[str, Any]]
    ) -> Iterator[tuple[Standing, State]]:
        """The blocks of the output in order, and the state in which their shelves were left."""
        starts = [0] * len(FIELDS)
        starts += [len((",".join(fields) + "\n").encode()) for fields in FIELDS.values()]
        row, at = 0, data.index(_PAGES) + len(_PAGES)
        for line in self._lines:
            state, count, size, kept = json.loads(line)
            block = Block.recalled(
                kept,
                Shelf(self._store.block(kept[0])),
                data[at : at + size].decode("utf-8"),
                Summary.of(kept[3], pages[row : row + count]),
            )
            yield Standing(block, starts), tuple(state)
            starts = [start + more for start, more in zip(starts, block.sizes, strict=True)]
            row += count
            at += size + (size > 0)

    def remember(self, state: str, made: Assembled) -> None:
        """Notes what was written; where that fails the next run does more.

        state: as in `unchanged`; empty where the output may not stand as it is.
        """
        target = self._store.folder / _NAME
        temporary = self._store.folder / f"{_NAME}.part"
        try:
            # What stood before is noted as it was found, not as somebody may have left it since.
            files = {
                name: made.states.get(name) or _state(self._output / name) for name in made.files
            }
            package = keys.package().hex()
            note = {"state": state, "package": package, "files": files, "marks": made.marks}
            with temporary.open("wb") as file:
                file.write(_line(note))
                for block in made.blocks:
                    shelf = _state(block.shelf.path) if block.key else (0, 0, 0)
                    count, size = len(block.summary.pages), len(block.pages.encode("utf-8"))
                    file.write(b"\n" + _line([shelf, count, size, block.kept()]))
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)


def _line(data: object) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def _state(path: Path) -> State:
    return state_of(path.stat())
