"""What the last run wrote, found by id or place without reading it all into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import regex

from pipeline.errors import InputError
from pipeline.review.decision import FACT, Action, Decision, Place, Refused, parse

Page = tuple[str, int]
_HEAD = regex.compile(
    rb'\{"\w+":"(?P<id>[0-9a-f]{16})",(?:"[a-z_]+":"[0-9a-f]{16}",)?'
    rb'"page":(?P<page>"(?:[^"\\]|\\.)*"),"page_number":(?P<number>\d+),'
)
_PLACE = ("line", "column", "end_line", "end_column")


class _Index:
    """Where the rows of one table begin, by id and by page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.by_id: dict[bytes, int] = {}
        self.by_page: dict[Page, list[int]] = {}
        offset = 0
        try:
            with path.open("rb") as lines:
                for line in lines:
                    head = _HEAD.match(line)
                    if head is not None:
                        self.by_id[head["id"]] = offset
                        page = (json.loads(head["page"]), int(head["number"]))
                        self.by_page.setdefault(page, []).append(offset)
                    offset += len(line)
        except FileNotFoundError as error:
            raise InputError("I003", "run the pipeline first", where=str(path)) from error

    def row(self, identity: str) -> dict[str, Any] | None:
        offset = self.by_id.get(identity.encode("utf-8", "replace"))
        return None if offset is None else next(self._rows([offset]))

    def page(self, page: Page) -> Iterator[dict[str, Any]]:
        return self._rows(self.by_page.get(page, []))

    def _rows(self, offsets: list[int]) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as lines:
            for offset in offsets:
                lines.seek(offset)
                row: dict[str, Any] = json.loads(lines.readline())
                yield row


class Output:
    """An output folder; a run that ends meanwhile is noticed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def refresh(self) -> None:
        """Reads the folder's index again if a run has written since. Raises InputError I003."""
        path = self.folder / "run.json"
        with self._lock:
            try:
                state = path.stat()
            except FileNotFoundError as error:
                raise InputError("I003", "run the pipeline first", where=str(path)) from error
            seen = (state.st_mtime_ns, state.st_ino)
            if seen == self._seen:
                return
            told = json.loads(path.read_text(encoding="utf-8"))
            self._digests: dict[Page, str] = {
                (page["page"], page["number"]): page["sha256"] for page in told["pages"]
            }
            self._facts = _Index(self.folder / "facts.jsonl")
            self._numbers = _Index(self.folder / "quantities.jsonl")
            self._seen = seen

    def complete(self, row: Any, by: str | None = None) -> Decision:
        """A decision as it came from the page, with all that makes it outlive this run.

        Raises Refused where it does not fit what the last run wrote.
        """
        if not isinstance(row, dict):
            raise Refused("a decision is a JSON object")
        number = row.get("page_number", 1)
        if not isinstance(number, int):
            raise Refused("page_number is a whole number from 1")
        self.refresh()
        known = self._known(row)
        page = (str(known["page"]), known["page_number"])
        if self._digests.get(page) != row.get("page_sha256"):
            raise Refused("the page was read anew since; load the report again")
        decision = parse({**row, **known, "by": by})
        said = {
            name: value
            for name, value in decision.fields.items()
            if not decision.fact or name not in FACT or decision.fact[name] != value
        }
        if decision.action is Action.CORRECT and not said:
            raise Refused("nothing was changed; accept the fact instead")
        return parse({**decision.row(), "fields": said})

    def _known(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the records say of the place: page, span, what is printed, the fact as seen."""
        fact = self._found(self._facts, row.get("fact_id"), "fact")
        number = self._found(self._numbers, row.get("quantity_id"), "number")
        if fact is not None:
            number = number or self._numbers.row(str(fact["quantity_id"]))
        if number is None and fact is None:
            number = self._at(row)
        place = fact or number
        if place is None:
            page = {"page": row.get("page"), "page_number": row.get("page_number", 1)}
            fields = row.get("fields")
            quote = fields.get("quote") if isinstance(fields, dict) else None
            return {**page, "fact": None, "raw": row.get("raw") or quote}
        known: dict[str, Any] = {
            "page": place["page"],
            "page_number": place["page_number"],
            "span": [place[name] for name in _PLACE],
            "raw": place["raw"],
            "fact_id": row.get("fact_id"),
            "quantity_id": number["quantity_id"] if number else None,
            "fact": {name: fact[name] for name in FACT} if fact else None,
        }
        if row.get("action") == Action.ADD and number is not None:
            given = row.get("fields")
            if isinstance(given, dict):
                own = ("value", "unit", "base_unit", "qualifier")
                known["fields"] = {**{n: number[n] for n in own if number[n]}, **given}
        return known

    @staticmethod
    def _found(index: _Index, identity: Any, what: str) -> dict[str, Any] | None:
        if identity is None:
            return None
        row = index.row(identity) if isinstance(identity, str) else None
        if row is None:
            raise Refused(f"the last run has no such {what}; load the report again")
        return row

    def _at(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The number that a span marked by hand overlaps."""
        span, number = row.get("span"), row.get("page_number", 1)
        if not isinstance(span, list) or len(span) != 4:
            return None
        if not all(isinstance(n, int) for n in span):
            return None
        at: Place = (span[0], span[1], span[2], span[3])
        for found in self._numbers.page((str(row.get("page")), number)):
            line, column, end_line, end_column = (found[name] for name in _PLACE)
            if (line, column) <= at[2:] and at[:2] <= (end_line, end_column):
                return found
        return None
