"""What editors decided as gold rows (records.md section 6) and as lines for `tests/cases/`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from pipeline.exchange.sheets import Row
from pipeline.review.decision import Action, Decision
from pipeline.rows import Page, Table, stream, told
from pipeline.score.gold import GOLD_FIELDS

CASE_FIELDS = (
    "text",
    "page_date",
    "quote",
    "subject",
    "indicator",
    "kind",
    "value",
    "base_unit",
    "qualifier",
    "period",
    "modality",
    "expect",
    "note",
)


def facts(folder: Path) -> Iterator[dict[str, str]]:
    """Gold rows of the facts that were accepted, corrected or added. Raises InputError I003."""
    for row in stream(folder, "facts"):
        if row["review"]:
            said = {name: _cell(row.get(name)) for name in GOLD_FIELDS["facts"]}
            yield {**said, "optional": "", "note": _cell(row["note"])}


def numbers(folder: Path) -> Iterator[dict[str, str]]:
    """Gold rows of the numbers that were decided; a rejected fact leaves its number undecided."""
    for row in stream(folder, "quantities"):
        if row["review"] and row["review"] != "rejected":
            said = {name: _cell(row.get(name)) for name in GOLD_FIELDS["numbers"]}
            yield {**said, "optional": ""}


def cases(folder: Path, decisions: Sequence[Decision] = ()) -> Iterator[dict[str, str]]:
    """Case lines: sentences that must give the facts decided, and rejected ones as near misses.

    They are to be read before they are added: a sentence taken from its article may need words
    from the others. Raises InputError I003.
    """
    dates = {(page["page"], page["number"]): page["date"] for page in told(folder)["pages"]}
    for row in stream(folder, "facts"):
        if row["review"] and row["sentence"]:
            yield _case(row, dates.get((row["page"], row["page_number"])), "pass", row["review"])
    yield from _near_misses(folder, decisions, dates)


def _near_misses(
    folder: Path, decisions: Sequence[Decision], dates: Mapping[Page, str | None]
) -> Iterator[dict[str, str]]:
    digests = {page["sha256"]: page["page"] for page in told(folder)["pages"]}
    table = Table(folder, "facts")
    for decision in decisions:
        if decision.action is not Action.REJECT or decision.page_sha256 not in digests:
            continue
        page = (digests[decision.page_sha256], decision.page_number)
        here = [row for row in table.page(page) if row["sentence"] and decision.raw]
        if any(row["raw"] == decision.raw and row["line"] == decision.span[0] for row in here):
            continue
        beside = [row["sentence"] for row in here if decision.raw in row["sentence"]]
        if beside:
            row = {"sentence": beside[0], "quote": decision.raw, **dict(decision.fact or {})}
            yield _case(row, dates.get(page), "none", "rejected")


def _case(row: Row, date: str | None, expect: str, note: str) -> dict[str, str]:
    said = {name: _cell(row.get(name)) for name in CASE_FIELDS}
    return {
        **said,
        "text": _cell(row["sentence"]),
        "page_date": date or "",
        "expect": expect,
        "note": f"review: {note}",
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def as_csv(fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A table as CSV with a header."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
