"""Decisions → records: what an editor said stands, whatever the rules read today.

Decisions are replayed in the order they were made, on records as they were read. Each finds its
number by the raw place (or, on a page that is recognised anew, by what stands there), and its fact
among those of that number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import cast

from pipeline.records import FIELDS, Cell, Records, Row, identity
from pipeline.review.decision import Action, Decision

# By these a fact is told from the others of its number; they make up its id.
CONTENT = ("subject", "indicator", "kind", "value", "base_unit")
_PLACE = ("line", "column", "end_line", "end_column")
_SAYS = {Action.ACCEPT: "accepted", Action.CORRECT: "corrected", Action.ADD: "added"}
# Problems that are settled once a person has looked at the number.
_SETTLED = frozenset({"Q001", "Q002"})


def apply(
    records: Records, decisions: Sequence[Decision], done: Set[int] = frozenset()
) -> tuple[Records, frozenset[int]]:
    """The records of a page as its editors want them, and the indices of the decisions that held.

    A page may come in parts; what finds no number in one may find it in the next.
    done: indices of decisions that need not be carried out again.
    """
    page = _Page(records)
    held: set[int] = set()
    for index, decision in enumerate(decisions):
        if index not in done and (page.take(decision) or page.insert(decision)):
            held.add(index)
    return page.records(), frozenset(held)


def added(decision: Decision) -> Records:
    """The records of a fact that was added where no number of the page stands or follows."""
    page = _Page(Records())
    page.insert(decision, anywhere=True)
    return page.records()


class _Page:
    """The rows of one page while decisions are replayed on them."""

    def __init__(self, records: Records) -> None:
        self._given = records
        self._facts = [dict(row) for row in records.facts]
        self._numbers = [dict(row) for row in records.quantities]
        self._settled: set[tuple[Cell, Cell]] = set()
        # Facts that a decision of this replay has spoken of; they are no longer free for another.
        self._spoken: set[int] = set()
        self._rejected: list[Row] = []
        self._changed = False

    def take(self, decision: Decision) -> bool:
        """Carries out a decision on a number that was read; False where there is none."""
        number = self._number(decision)
        if number is None:
            return False
        self._changed = True
        self._settled.add((number["line"], number["column"]))
        facts = [row for row in self._facts if row["quantity_id"] == number["quantity_id"]]
        role = decision.fields.get("role")
        if role and role != "fact":
            for row in facts:
                self._take_out(row)
            number["role"] = role
            number["review"] = "corrected"
        elif decision.action is Action.REJECT:
            self._reject(decision, number, facts)
        elif decision.said:
            self._state(decision, number, facts)
        else:
            number["role"] = role or number["role"]
            number["review"] = _SAYS[decision.action]
        return True

    def insert(self, decision: Decision, *, anywhere: bool = False) -> bool:
        """Adds a fact at a place where no number was read; False for any other decision."""
        if decision.action is not Action.ADD or not decision.raw:
            return False
        lines = [cast(int, row["line"]) for row in self._given.quantities]
        if not anywhere and decision.span[0] > max(lines, default=0):
            return False  # its place may be in the next part
        number = _new_number(self._given, decision)
        self._numbers.append(number)
        self._changed = True
        self._state(decision, number, [])
        return True

    def records(self) -> Records:
        if not self._changed:
            return self._given
        problems = [
            row
            for row in self._given.problems
            if row["code"] not in _SETTLED or (row["line"], row["column"]) not in self._settled
        ]
        if len(self._numbers) > len(self._given.quantities):
            problems = [row for row in problems if row["code"] != "C001"]
        return replace(
            self._given,
            facts=tuple({n: row[n] for n in FIELDS["facts"]} for row in _in_order(self._facts)),
            quantities=tuple(_in_order(self._numbers)),
            problems=tuple(problems),
        )

    def _number(self, decision: Decision) -> Row | None:
        """The number of a decision: at its place, overlapping it, or the only one printed so."""
        start, end = decision.span[:2], decision.span[2:]
        near: list[tuple[bool, Row]] = []
        for row in self._numbers:
            line, column, end_line, end_column = (cast(int, row[name]) for name in _PLACE)
            if (line, column) <= end and start <= (end_line, end_column):
                if decision.raw and not _alike(decision.raw, str(row["raw"])):
                    continue
                near.append((((line, column), (end_line, end_column)) != (start, end), row))
        if near:
            return min(near, key=lambda item: item[0])[1]
        if decision.raw:
            same = [row for row in self._numbers if row["raw"] == decision.raw]
            if len(same) == 1:
                return same[0]
        return None

    def _reject(self, decision: Decision, number: Row, facts: Sequence[Row]) -> None:
        """Takes out the fact that was rejected, and no other that is read there by now."""
        seen = decision.fact
        for row in facts:
            if seen is None or all(row[name] == seen.get(name) for name in CONTENT):
                self._take_out(row)
        left = any(row["quantity_id"] == number["quantity_id"] for row in self._facts)
        if not left:
            number["review"] = "rejected"

    def _take_out(self, row: Row) -> None:
        self._facts.remove(row)
        self._rejected.append(row)

    def _state(self, decision: Decision, number: Row, facts: Sequence[Row]) -> None:
        """Makes the records say what the editor says of a number."""
        said = decision.said
        word = _SAYS[decision.action]
        row = self._target(decision, facts)
        if row is None:
            row = self._brought_back(decision, number) or self._new_fact(number)
            self._facts.append(row)
        elif decision.action is Action.CORRECT and _equal(row, said) and not row["review"]:
            word = "accepted"  # by now it is read as the editor wants it
        elif decision.action is Action.CORRECT and _equal(row, said):
            word = str(row["review"])
        before = dict(row)
        row.update(said)
        row["note"] = decision.fields.get("note") or row["note"]
        row["review"] = word
        row["confidence"] = "1"
        if row["subject"] != before["subject"]:
            self._name(row)
        if row["fact_id"] is None or any(row[name] != before[name] for name in CONTENT):
            row["fact_id"] = self._id(row)
        number["role"] = "fact"
        number["review"] = word
        if len(facts) <= 1 and row["kind"] != "rank":
            for name in ("value", "unit", "base_unit", "qualifier"):
                number[name] = row[name]
        self._spoken.add(id(row))

    def _target(self, decision: Decision, facts: Sequence[Row]) -> Row | None:
        """The fact that a decision speaks of: the one seen, the one wanted, else the nearest."""
        for wanted in (decision.fact, decision.said):
            if wanted is None:
                continue
            for row in facts:
                if all(row[name] == wanted.get(name) for name in CONTENT):
                    return row
        free = [row for row in facts if id(row) not in self._spoken and not row["review"]]
        if decision.action is Action.ADD or not free:
            return None
        wanted = decision.fact or decision.said
        return max(free, key=lambda row: sum(row[name] == wanted.get(name) for name in CONTENT))

    def _brought_back(self, decision: Decision, number: Row) -> Row | None:
        """A fact that was rejected before and is wanted after all."""
        for row in self._rejected:
            if row["quantity_id"] == number["quantity_id"] and all(
                row[name] == decision.said.get(name) for name in CONTENT
            ):
                self._rejected.remove(row)
                return row
        return None

    def _new_fact(self, number: Row) -> Row:
        row: Row = dict.fromkeys(FIELDS["facts"])
        row.update({name: number[name] for name in FIELDS["facts"] if name in number})
        row["quantity_id"] = number["quantity_id"]
        row["modality"] = "actual"
        row["qualifier"] = number["qualifier"] or "exact"
        row["period"] = None
        row["rule"] = "review"
        beside = [
            other
            for other in self._facts
            if other["article"] == row["article"] and other["line"] == row["line"]
        ]
        row["sentence"] = beside[0]["sentence"] if beside else None
        return row

    def _name(self, row: Row) -> None:
        """The entity that a subject given by name is, where the page has it."""
        row["subject_id"] = row["subject_type"] = None
        for entity in self._given.entities:
            aliases = entity["aliases"]
            names = [entity["canonical"], *(aliases if isinstance(aliases, list) else ())]
            if row["subject"] in names:
                row["subject_id"] = entity["entity_id"]
                row["subject_type"] = entity["type"]
                return

    def _id(self, row: Row) -> str:
        parts = [
            *(row[name] for name in ("page", "page_number", *_PLACE)),
            *(row[name] for name in CONTENT),
        ]
        made = identity("fact", *parts)
        taken = {other["fact_id"] for other in self._facts if other is not row}
        count = 0
        while made in taken:
            count += 1
            made = identity("fact", *parts, count)
        return made


def _equal(row: Row, said: dict[str, str | None]) -> bool:
    return all(row[name] == value for name, value in said.items())


def _alike(first: str, second: str) -> bool:
    """Whether two printed numbers that overlap may be one, read with more or fewer words."""
    a, b = "".join(first.split()), "".join(second.split())
    return a in b or b in a


def _new_number(records: Records, decision: Decision) -> Row:
    line, column, end_line, end_column = decision.span
    where: Row = {
        "page": decision.page,
        "page_number": decision.page_number,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
    known = [*records.quantities, *records.articles]
    if known:
        where["page"] = known[0]["page"]
    quote = decision.fields.get("quote") or decision.raw
    articles = [
        row["article"]
        for row in records.articles
        if cast(int, row["body_first_line"]) <= line <= cast(int, row["body_last_line"])
    ]
    row: Row = dict.fromkeys(FIELDS["quantities"])
    row.update(where)
    row.update(
        quantity_id=identity("quantity", *where.values(), quote),
        quote=quote,
        raw=decision.raw,
        qualifier="exact",
        role="fact",
        rule="review",
        article=articles[0] if articles else None,
    )
    return row


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda row: (cast(int, row["page_number"]), *(cast(int, row[n]) for n in _PLACE))
    )
