"""A comparison as a page: each change with its reason, its words, and the way to both reports.

One file that opens from disk, as safe as the report: its policy allows our own script and style,
and all that was read lies in one JSON block.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from pipeline.checks import Contradiction
from pipeline.details import in_chinese
from pipeline.diff.comparing import COMPARED, Change, Diff, Row
from pipeline.report import around, bundle, embedded
from pipeline.report.columns import Columns
from pipeline.rows import Table
from pipeline.write import File

MOST = 50_000
"""Changes that a page shows; the JSON has all."""

REPORT = "report.html"
_TOLD = (*COMPARED, "quote", "sentence")
_COLUMNS = (
    *("what", "reason", "page", "page_number", "line", "old_at", "new_at"),
    *(f"old_{name}" for name in _TOLD),
    *(f"new_{name}" for name in _TOLD),
)


def write(found: Diff, old: Path, new: Path, to: Path) -> None:
    """Writes the page, whole or not at all.

    old, new: the folders that were compared.
    Raises OSError where it cannot be written.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    file = File(to.parent, to.name)
    try:
        for piece in html(found, old, new, to):
            file.write(piece)
        file.end()
        file.path.chmod(0o644)
        file.path.replace(to)
    except BaseException:
        file.discard()
        raise


def html(found: Diff, old: Path, new: Path, to: Path) -> Iterator[bytes]:
    """The pieces of the page. to: where it will lie, so that it finds the reports."""
    return bundle.document(_data(found, old, new, to), bundle.CHANGES)


def _data(found: Diff, old: Path, new: Path, to: Path) -> Iterator[bytes]:
    facts = Table(old, "facts"), Table(new, "facts")
    places = [table.order() for table in facts]
    head = {
        "run": {"pipeline": found.versions[1]},
        "old": {"name": str(old), "version": found.versions[0], "report": _way(to, old)},
        "new": {"name": str(new), "version": found.versions[1], "report": _way(to, new)},
        "counts": found.counts,
        "reasons": found.reasons,
        "pages": {name: len(pages) for name, pages in found.pages.items()},
        "fields": list(COMPARED),
        "contradictions": [_contradiction(item, facts, places) for item in found.contradictions],
        "leftOut": max(0, len(found.changes) - MOST),
    }
    yield embedded(head)[:-1].encode("utf-8") + b',"changes":'
    table = Columns(_COLUMNS)
    for change in found.changes[:MOST]:
        table.add(_cells(change, *places))
    yield from table.json()
    yield b"}"


def _way(to: Path, folder: Path) -> str | None:
    """How the report of a run is found from the page; None where there is none."""
    report = folder / REPORT
    if not report.is_file():
        return None
    try:
        way = os.path.relpath(report, to.parent)
    except ValueError:  # on another drive
        return report.resolve().as_uri()
    return quote(PurePath(way).as_posix())


def _cells(change: Change, old: Mapping[str, int], new: Mapping[str, int]) -> list[Any]:
    row = change.new if change.new is not None else change.old
    assert row is not None
    return [
        *(change.what, change.reason, row["page"], row["page_number"], row["line"]),
        *(_at(change.old, old), _at(change.new, new)),
        *_said(change.old),
        *_said(change.new),
    ]


def _at(row: Row | None, places: Mapping[str, int]) -> int | None:
    return None if row is None else places.get(str(row["fact_id"]))


def _said(row: Row | None) -> list[Any]:
    return [None if row is None else row[name] for name in _TOLD]


def _contradiction(
    item: Contradiction, facts: tuple[Table, Table], places: list[dict[str, int]]
) -> dict[str, Any]:
    sides: dict[str, Any] = {"old": None, "new": None}
    for name, claim, at in (("old", item.there, 0), ("new", item.here, 1)):
        assert claim is not None  # between two pages there are always two
        row = facts[at].row(str(claim.fact_id))
        sentence = str(row["sentence"] or "") if row else ""
        start = sentence.find(claim.quote)
        words = around(sentence, start, start + len(claim.quote)) if start >= 0 else ("", "")
        sides[name] = {
            "page": claim.page,
            "number": claim.number,
            "line": claim.line,
            "quote": claim.quote,
            "before": words[0],
            "behind": words[1],
            "at": places[at].get(str(claim.fact_id)),
        }
    chinese = in_chinese(item.code, item.detail)
    return {"code": item.code, "detail": [chinese, item.detail], **sides}
