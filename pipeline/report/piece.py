"""What the audit holds of one page, made where the page is read, so that nothing is left to do
where the pages of a run are put together but to lay one behind the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from pipeline.frozen import dataclass
from pipeline.model import Role
from pipeline.records import Records, Row
from pipeline.report import packed
from pipeline.report.bundle import embedded
from pipeline.report.composing import FACT, NUMBER, compose, surroundings
from pipeline.report.packed import Cell
from pipeline.report.surroundings import Surroundings

# Facts that are less sure than this need a look.
LOW = Decimal("0.7")

OF_VIEW = ("page", "number", "status", "date", "paper", "label", "firstLine", "sha256")
COUNTED = ("facts", "numbers", "unresolved", "problems")
OF_FACT = (
    *("line", "column", "subject", "subject_type", "indicator", "kind", "value", "base_unit"),
    *("qualifier", "period", "reference", "modality", "quote", "confidence", "rule", "note"),
    "review",
)
OF_NUMBER = ("line", "column", "quote", "raw", "role", "value", "base_unit", "rule")
"""What the index tells of a page, a fact and a number."""

_ID = NUMBER.index("quantity_id")
_FACT_ID = FACT.index("fact_id")
_ARTICLE, _PLACE, _SENTENCE = NUMBER.index("article"), FACT.index("number"), FACT.index("sentence")
_Place = tuple[object, object]


@dataclass(frozen=True, slots=True)
class Piece:
    """page: JSON of the page as a file holds it, with its numbers, facts and problems as rows.

    row: its cells in the index, `OF_VIEW` and `COUNTED`, as `packed.text` has them.
    told: JSON of whether the page needs a look, and of its problems by the fields of `PROBLEM`.
    facts, numbers: tables for the index, as `packed.pack` has them: `OF_FACT` or `OF_NUMBER`, the
    codes of the problems at the place of each row, and of facts the sentence.
    """

    page: bytes
    row: bytes
    told: bytes
    facts: bytes
    numbers: bytes

    def surroundings(self) -> Surroundings:
        """The words round its numbers."""
        return surroundings(json.loads(self.page))

    def view(self) -> dict[str, Any]:
        """What `viewing.view` said of the page."""
        view: dict[str, Any] = json.loads(self.page)
        numbers, facts = view["numbers"], view["facts"]
        del view["problems"]
        view["numbers"] = {row[_ID]: row[:_ID] for row in numbers if row[_ARTICLE] is not None}
        view["facts"] = {
            row[_FACT_ID]: row[1:_FACT_ID]
            for row in facts
            if numbers[row[_PLACE]][_ARTICLE] is not None
        }
        return view


def piece(made: Records, view: Mapping[str, Any]) -> Piece:
    """made: the rows of a page as they are written.  view: what `viewing.view` said of it."""
    page = compose(made, view)
    unresolved = sum(row["role"] == Role.UNRESOLVED.value for row in made.quantities)
    counts = (len(made.facts), len(made.quantities), unresolved, len(made.problems))
    doubtful = bool(made.problems) or any(
        Decimal(str(row["confidence"])) < LOW for row in made.facts
    )
    codes: dict[_Place, set[str]] = {}
    for row in made.problems:
        codes.setdefault((row["line"], row["column"]), set()).add(str(row["code"]))
    facts = list(map(packed.numbered, _columns(made.facts, OF_FACT, codes)))
    return Piece(
        embedded(page).encode("utf-8"),
        packed.text([*(view[name] for name in OF_VIEW), *counts]),
        embedded([doubtful, page["problems"]]).encode("utf-8"),
        packed.pack([*facts, packed.runs(_sentences(page))]),
        packed.pack([*map(packed.numbered, _columns(made.quantities, OF_NUMBER, codes))]),
    )


def _columns(
    rows: Sequence[Row], names: Iterable[str], codes: Mapping[_Place, set[str]]
) -> Iterator[list[Cell]]:
    for name in names:
        yield [cast(Cell, row[name]) for row in rows]
    yield [" ".join(sorted(codes.get((row["line"], row["column"]), ()))) for row in rows]


def _sentences(page: Mapping[str, Any]) -> Iterator[str | None]:
    for fact in page["facts"]:
        article = page["numbers"][fact[_PLACE]][_ARTICLE]
        start, end = fact[_SENTENCE]
        yield None if article is None else page["articles"][article]["text"][start:end]
