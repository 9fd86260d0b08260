"""Contradictions worth a reader's eye, D001–D008, on one page and across pages.

A hint each, never a correction: all records stand. A false alarm is a defect here, so each check
asks for all that makes two numbers speak of one thing before it holds them against each other.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.checks.claims import Contradiction, claims, dates
from pipeline.checks.levels import growth_against_levels
from pipeline.checks.periods import impossible_days, impossible_months, times
from pipeline.checks.ranks import ranks
from pipeline.checks.units import unusual_units
from pipeline.checks.values import headline_against_body, two_values
from pipeline.checks.wholes import parts, shares
from pipeline.records import Records, Row, problem_row

_STAGE = "checks"


def contradictions(records: Records, page_date: str | None = None) -> list[Contradiction]:
    """All contradictions among the records of a page, in page order."""
    read = list(claims(records.facts))
    found = [
        *growth_against_levels(read),
        *headline_against_body(read),
        *two_values(read),
        *shares(read),
        *parts(read),
        *ranks(read),
        *times(read, page_date),
        *impossible_months(read),
        *impossible_days(dates(records.quantities)),
        *unusual_units(read),
    ]
    found.sort(key=lambda item: (item.here.line, item.here.column, item.code, item.detail))
    return list(dict.fromkeys(found))


def row(found: Contradiction) -> Row:
    """A row of `problems`, with both places."""
    here, there = found.here, found.there
    made = problem_row(
        found.code,
        here.page,
        here.number,
        at=(here.line, here.column),
        stage=_STAGE,
        detail=found.detail,
    )
    made["fact_id"] = here.fact_id
    made["quote"] = here.quote
    if there is not None:
        made.update(
            other_page=there.page,
            other_page_number=there.number,
            other_line=there.line,
            other_column=there.column,
            other_quote=there.quote,
            other_fact_id=there.fact_id,
        )
    return made


def checked(records: Records, page_date: str | None = None) -> Records:
    """The records of a page with its contradictions, and none from before, among the problems."""
    others = tuple(row for row in records.problems if row["stage"] != _STAGE)
    found = tuple(map(row, contradictions(records, page_date)))
    if not found and len(others) == len(records.problems):
        return records
    return replace(records, problems=(*others, *found))
