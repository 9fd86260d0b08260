"""Contradictions worth a reader's eye, D001–D008, on one page and across pages.

A hint each, never a correction: all records stand. A false alarm is a defect here, so each check
asks for all that makes two numbers speak of one thing before it holds them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline import tables
from pipeline.checks.claims import Claim, Contradiction, claims, dates
from pipeline.checks.levels import growth_against_levels
from pipeline.checks.periods import impossible_days, impossible_months, times
from pipeline.checks.ranks import clash, rank_conflict, rank_key, ranks
from pipeline.checks.units import unusual_units
from pipeline.checks.values import agree, conflict, headline_against_body, key, two_values
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


@cache
def _nameless() -> frozenset[str]:
    """What stands for a name on its own page only."""
    zones = tables.rows("zone_suffixes.csv")
    return frozenset(
        {row["word"] for row in tables.rows("anaphors.csv")}
        | {row[column] for row in zones for column in ("suffix", "normal")}
    )


def _says_enough(row: Row) -> bool:
    """Whether a fact is about somebody with a name and says when."""
    subject = str(row["subject"] or "")
    return bool(
        row["subject_id"]
        and subject[0] not in "全我本该此各"
        and subject not in _nameless()
        and row["period"]
        and row["kind"] in ("level", "growth", "share", "rank")
        and row["qualifier"] == "exact"
        and row["modality"] == "actual"
    )


def _compared(facts: Iterable[Row]) -> list[Claim]:
    # Most facts do not say enough to be compared; a look at the row is cheaper than a claim.
    return list(claims(row for row in facts if _says_enough(row)))


_Keyed = tuple[Claim, tuple[object, ...] | None]


def _keyed(read: Iterable[Claim]) -> list[_Keyed]:
    """Claims with the key by which equal things are said of them: it takes long to make."""
    return [(claim, key(claim)) for claim in read]


class Across:
    """Holds the facts of many pages against each other; keeps one claim for each thing said.

    Only what is said of a subject, an indicator and a time in full is kept, without its sentence,
    so that the memory it takes grows slowly.
    """

    def __init__(self) -> None:
        self._values: dict[tuple[object, ...], Claim] = {}
        self._ranks: dict[tuple[object, ...], list[Claim]] = {}
        self._found: list[Contradiction] = []

    def add(self, facts: Iterable[Row]) -> None:
        """The facts of the next page, in the order of the pages."""
        read = _keyed(_compared(facts))
        self._found.extend(self._against(read))
        self._learn(read)

    def learn(self, facts: Iterable[Row]) -> None:
        """Facts to hold later ones against."""
        self._learn(_keyed(_compared(facts)))

    def _learn(self, read: Sequence[_Keyed]) -> None:
        for claim, fixed in read:
            if fixed is not None and fixed not in self._values:
                self._values[fixed] = replace(claim, sentence="")
            field = rank_key(claim)
            if field is not None:
                held = self._ranks.setdefault(field, [])
                if not any(claim.subject == other.subject for other in held):
                    held.append(claim)

    def against(self, facts: Iterable[Row]) -> Iterator[Contradiction]:
        """What these facts contradict among those learnt before."""
        yield from self._against(_keyed(_compared(facts)))

    def _against(self, read: Sequence[_Keyed]) -> Iterator[Contradiction]:
        own = Counter(fixed for _, fixed in read)
        for claim, fixed in read:
            if fixed is not None and fixed in self._values and own[fixed] == 1:
                other = self._values[fixed]
                if not agree(other, claim):
                    yield conflict(claim, other)
            field = rank_key(claim)
            for other in self._ranks.get(field, ()) if field is not None else ():
                if clash(other, claim):
                    yield rank_conflict(claim, other)

    def problems(self) -> Records:
        """Rows of `problems` for all that was found, in the order of the pages."""
        return Records(problems=tuple(map(row, self._found)))
