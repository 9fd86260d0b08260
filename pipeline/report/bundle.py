"""The parts of the audit page put into its template, with a policy that allows nothing else."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from pipeline import tables
from pipeline.errors import CODES
from pipeline.frozen import dataclass

_ESCAPED = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029\u0085")
_POLICY = "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page we make: its template, and its scripts and styles in the order in which they are read.

    A later script may use what an earlier one names.
    """

    template: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


_SHARED = ("base", "columns", "table", "language", "filters")
REPORT = Sheet(
    "page.html",
    (
        *("base", "columns", "store", "table", "language", "filters", "decisions", "doubts"),
        *("pages", "overview", "facts", "page", "record", "form", "charts", "keys", "start"),
    ),
    ("base", "parts", "page", "print"),
)
CHANGES = Sheet(
    "changes.html", (*_SHARED, "changes"), ("base", "parts", "page", "changes", "print")
)


def document(data: Iterable[bytes], sheet: Sheet = REPORT) -> Iterator[bytes]:
    """The pieces of a whole page, in UTF-8. data: those of its JSON, each made by `embedded`."""
    yield _frame(sheet)[0].encode("utf-8")
    yield from data
    yield tail(sheet)


def tail(sheet: Sheet = REPORT) -> bytes:
    """What stands behind the data of a page."""
    return _frame(sheet)[1].encode("utf-8")


@cache
def _frame(sheet: Sheet) -> tuple[str, str]:
    """What stands before and behind the data."""
    parts = {
        "POLICY": escape(policy(sheet), quote=False),
        "STYLE": style(sheet),
        "WORDS": embedded(words()),
        "SCRIPT": script(sheet),
    }
    template = _read(sheet.template)
    out: list[str] = []
    head: str | None = None
    while True:
        before, mark, rest = template.partition("{{")
        out.append(before)
        if not mark:
            break
        name, mark, template = rest.partition("}}")
        if name == "DATA":
            head = "".join(out)
            out = []
        else:
            out.append(parts.pop(name))
    if parts or head is None:
        missing = ", ".join(parts) or "DATA"
        raise ValueError(f"the template has no place for {missing}")
    return head, "".join(out)


def policy(sheet: Sheet = REPORT) -> str:
    """The content security policy: our own style and script, pictures within the file."""
    return _POLICY.format(style=_digest(style(sheet)), script=_digest(script(sheet)))


@cache
def script(sheet: Sheet = REPORT) -> str:
    """All scripts as one, in a function of their own."""
    parts = (_read("script", f"{name}.js") for name in sheet.scripts)
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


@cache
def style(sheet: Sheet = REPORT) -> str:
    return "".join(_read("style", f"{name}.css") for name in sheet.styles)


@cache
def words() -> dict[str, Any]:
    """What the page says, by key, in Chinese and English, and so what each code means."""
    return {
        "words": {
            row["key"]: [row["zh"], row["en"]] for row in tables.rows("report_words.csv", key="key")
        },
        "codes": {
            row["code"]: [row["meaning"], row["advice"], known.meaning, known.advice]
            for row in tables.rows("code_words.csv", key="code")
            if (known := CODES.get(row["code"])) is not None
        },
    }


def embedded(data: object, *, between: str = ",") -> str:
    """JSON that can stand inside a script element whatever it says.

    between: what separates members; anything but a comma is for those who take it apart again.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(between, ":"))
    for character, escaped in _ESCAPED:
        text = text.replace(character, escaped)
    # Lone surrogates cannot be written as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _read(*path: str) -> str:
    found = files("pipeline") / "report"
    for part in path:
        found = found / part
    return found.read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
