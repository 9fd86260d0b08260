"""The audit page: one HTML file that shows every number of every page and what became of it.

It stands alone: no address outside is named, and its policy forbids any. Nothing of the input is
ever markup: all of it lies in one JSON block, and the script puts it on the page as text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from pipeline.align import raw_span
from pipeline.model import Result, Role
from pipeline.records import Records

# So much text is shown of all pages together; the records are complete in the tables.
MOST_CHARACTERS = 20_000_000
MOST_OF_A_PAGE = 200_000
MOST_ROWS = 200_000

_FACT_COLUMNS = (
    "fact_id",
    "quantity_id",
    "page",
    "page_number",
    "line",
    "quote",
    "subject",
    "indicator",
    "kind",
    "value",
    "base_unit",
    "qualifier",
    "period",
    "reference",
    "modality",
    "sentence",
    "rule",
    "confidence",
    "note",
)
_PROBLEM_COLUMNS = ("code", "page", "page_number", "line", "meaning", "detail", "advice")


def view(result: Result, made: Records, first_line: int = 1) -> dict[str, Any]:
    """What the audit page shows of a page: its raw text and where its numbers stand in it.

    first_line: the number of the first line, for a part of a long page.
    """
    page = result.page
    places = sorted(
        (
            (raw.start, raw.end, quantity.role.value)
            for reading in result.readings
            for quantity in reading.quantities
            for raw in (raw_span(reading.article.text, quantity.span),)
        ),
        key=lambda item: item[:2],
    )
    text = page.text[:MOST_OF_A_PAGE]
    marks = [
        [start, end, role, str(row["quantity_id"]), row["value"], row["base_unit"], row["rule"]]
        for (start, end, role), row in zip(places, made.quantities, strict=True)
        if end <= len(text)
    ]
    return {
        "page": page.name,
        "number": page.number,
        "status": result.status.value,
        "date": page.date,
        "paper": page.paper,
        "label": page.label,
        "cut": len(text) < len(page.text),
        "text": text,
        "marks": marks,
        "firstLine": first_line,
    }


class Document:
    """Gathers what pages hold and becomes the audit page."""

    def __init__(self) -> None:
        self._facts: list[list[Any]] = []
        self._problems: list[list[Any]] = []
        self._views: list[dict[str, Any]] = []
        self._characters = 0

    def add(self, made: Records, page: dict[str, Any]) -> None:
        """A page's rows and its view; beyond the limits only the count goes on."""
        room = MOST_ROWS - len(self._facts)
        self._facts.extend([row[name] for name in _FACT_COLUMNS] for row in made.facts[:room])
        room = MOST_ROWS - len(self._problems)
        self._problems.extend(
            [row[name] for name in _PROBLEM_COLUMNS] for row in made.problems[:room]
        )
        self._characters += len(page["text"])
        if self._characters > MOST_CHARACTERS:
            page = {**page, "text": "", "marks": [], "cut": True}
        self._views.append(page)

    def add_problems(self, made: Records) -> None:
        """Problems that no page has alone."""
        room = MOST_ROWS - len(self._problems)
        self._problems.extend(
            [row[name] for name in _PROBLEM_COLUMNS] for row in made.problems[:room]
        )

    def html(self, told: Mapping[str, Any]) -> str:
        """The whole page. told: what `run.json` says of the run."""
        run = {name: told[name] for name in ("pipeline", "totals", "statuses", "roles", "codes")}
        data = {
            "run": run,
            "factColumns": _FACT_COLUMNS,
            "facts": self._facts,
            "problemColumns": _PROBLEM_COLUMNS,
            "problems": self._problems,
            "pages": self._views,
            "roles": [role.value for role in Role],
        }
        return build(data)


def build(data: Mapping[str, Any]) -> str:
    """The HTML of the audit page from its data."""
    folder = files("pipeline") / "report"
    template = (folder / "page.html").read_text(encoding="utf-8")
    script = (folder / "script.js").read_text(encoding="utf-8")
    style = (folder / "style.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    pieces = {
        "POLICY": escape(policy, quote=False),
        "STYLE": style,
        "SCRIPT": script,
        "DATA": embedded(data),
    }
    out = template
    for name, piece in pieces.items():
        before, mark, after = out.partition("{{" + name + "}}")
        if not mark:
            raise ValueError(f"the template has no place for {name}")
        out = before + piece + after
    return out


def embedded(data: Mapping[str, Any]) -> str:
    """JSON that can stand inside a script element whatever it says."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029\u0085":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Lone surrogates cannot be written as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
