"""What the last run wrote, found by id or place without reading it all into memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.errors import InputError
from pipeline.records import SAID
from pipeline.review.decision import Action, Decision, Place, Refused, parse
from pipeline.rows import Page, Table, told

_PLACE = ("line", "column", "end_line", "end_column")


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
            self._digests: dict[Page, str] = {
                (page["page"], page["number"]): page["sha256"]
                for page in told(self.folder)["pages"]
            }
            self._facts = Table(self.folder, "facts")
            self._numbers = Table(self.folder, "quantities")
            self._entities = Table(self.folder, "entities")
            self._seen = seen

    def facts_of(self, page: Page) -> list[dict[str, Any]]:
        """The facts of a page, in order."""
        return self._facts.page(page)

    def numbers_of(self, page: Page) -> list[dict[str, Any]]:
        """The numbers of a page, in order."""
        return self._numbers.page(page)

    def canonical(self, page: Page, name: str) -> str:
        """The name that stands for an entity of a page; the name itself where it has none."""
        for row in self._entities.page(page):
            if name in (row["canonical"], *row["aliases"]):
                return str(row["canonical"])
        return name

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
            if not decision.fact or name not in SAID or decision.fact[name] != value
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
            "fact": {name: fact[name] for name in SAID} if fact else None,
        }
        if row.get("action") == Action.ADD and number is not None:
            given = row.get("fields")
            if isinstance(given, dict):
                own = ("value", "unit", "base_unit", "qualifier")
                known["fields"] = {**{n: number[n] for n in own if number[n]}, **given}
        return known

    @staticmethod
    def _found(index: Table, identity: Any, what: str) -> dict[str, Any] | None:
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
