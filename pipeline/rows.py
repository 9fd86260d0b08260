"""The rows that a run wrote, found by id or by page without reading a whole table into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import InputError

Page = tuple[str, int]
"""A page by name and by its number in the file."""

_ID = rb'"[a-z]+_id":"(?P<id>[0-9a-f]{16})",'
_PAGE = rb'"page":(?P<page>"(?:[^"\\]|\\.)*"),"page_number":(?P<number>\d+),'
_HEAD = regex.compile(rb"\{(?:" + _ID + rb')?(?:"code":"\w+",)?' + _PAGE)


def told(folder: Path) -> dict[str, Any]:
    """What `run.json` tells of a run. Raises InputError I003 where there is none."""
    path = folder / "run.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("I003", "run the pipeline first", where=str(path)) from error
    return found


def stream(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    """All rows of a table, one after the other. Raises InputError I003 where it is not there."""
    path = folder / f"{table}.jsonl"
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                row: dict[str, Any] = json.loads(line)
                yield row
    except FileNotFoundError as error:
        raise InputError("I003", "run the pipeline first", where=str(path)) from error


class Table:
    """Where the rows of one table begin. Raises InputError I003 where it is not there."""

    def __init__(self, folder: Path, table: str) -> None:
        self.path = folder / f"{table}.jsonl"
        self._by_id: dict[bytes, int] = {}
        self._by_page: dict[Page, list[int]] = {}
        offset = 0
        try:
            with self.path.open("rb") as lines:
                for line in lines:
                    identity, page = _head(line)
                    if identity:
                        self._by_id[identity] = offset
                    self._by_page.setdefault(page, []).append(offset)
                    offset += len(line)
        except FileNotFoundError as error:
            raise InputError("I003", "run the pipeline first", where=str(self.path)) from error

    def row(self, identity: str) -> dict[str, Any] | None:
        """The row of an id."""
        offset = self._by_id.get(identity.encode("utf-8", "replace"))
        row = None if offset is None else next(self._rows([offset]))
        # A run that writes meanwhile puts another file in the place of the one that was indexed.
        return row if row is not None and next(iter(row.values())) == identity else None

    def order(self) -> dict[str, int]:
        """The place of each row among all, from 0, by its id."""
        return {identity.decode(): place for place, identity in enumerate(self._by_id)}

    def page(self, page: Page) -> list[dict[str, Any]]:
        """The rows of a page, in order."""
        return list(self._rows(self._by_page.get(page, [])))

    def _rows(self, offsets: list[int]) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as lines:
            for offset in offsets:
                lines.seek(offset)
                row: dict[str, Any] = json.loads(lines.readline())
                yield row


def _head(line: bytes) -> tuple[bytes | None, Page]:
    """Id and page of a row, without reading the rest of it where the row is as we write it."""
    head = _HEAD.match(line)
    if head is not None:
        return head["id"], (json.loads(head["page"]), int(head["number"]))
    row: dict[str, Any] = json.loads(line)
    name = next(iter(row))
    identity = str(row[name]).encode() if name.endswith("_id") else None
    return identity, (row["page"], row["page_number"])


def printable(line: str) -> str:
    """A line that cannot steer a terminal, whatever a page or file name holds."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)
