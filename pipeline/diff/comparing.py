"""Two runs compared, fact by fact, each difference with its reason.

A page is the same when its content is: then facts are paired by their place. A page whose content
changed has its facts paired by what they say, so that a line that only moved is no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.checks import Across, Contradiction
from pipeline.records import SAID
from pipeline.rows import Page, Table, told

Row = Mapping[str, Any]

COMPARED = (*SAID, "note", "review")
_CONTENT = ("subject", "indicator", "kind", "value", "base_unit")
_PLACE = ("line", "column", "end_line", "end_column")
# Why a fact differs, beside `page STATUS` where a page was read with another success.
REASONS = (
    *("new page", "page gone", "page changed", "corrected", "accepted", "rejected"),
    *("other date", "other version", "other rule", "other reading"),
)
# Words of the column `review` that are a reason by themselves.
_DECIDED = {"corrected": "corrected", "added": "corrected", "accepted": "accepted"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. old, new: the fact in either run, None where it is not in it."""

    reason: str
    old: Row | None
    new: Row | None

    @property
    def what(self) -> str:
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """The fields of a changed fact, before and after."""
        if self.old is None or self.new is None:
            return {}
        return {
            name: (self.old[name], self.new[name])
            for name in COMPARED
            if self.old[name] != self.new[name]
        }


@dataclass
class Diff:
    """All that differs between two runs.

    pages: pages by what became of them (`new`, `gone`, `changed`, `same`).
    contradictions: facts of the new run's pages against those of pages that only the old one has.
    """

    versions: tuple[str, str] = ("", "")
    pages: dict[str, list[Page]] = field(default_factory=dict)
    same: int = 0
    changes: list[Change] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.what for change in self.changes)
        return {"same": self.same, **{n: found[n] for n in ("added", "removed", "changed")}}

    @property
    def reasons(self) -> dict[str, int]:
        return dict(sorted(Counter(change.reason for change in self.changes).items()))


class _Run:
    """One of the two output folders."""

    def __init__(self, folder: Path) -> None:
        run = told(folder)
        self.version: str = run["pipeline"]
        self.pages: dict[Page, dict[str, Any]] = {
            (page["page"], page["number"]): page for page in run["pages"]
        }
        self.facts = Table(folder, "facts")
        self.numbers = Table(folder, "quantities")


def diff(old_folder: Path, new_folder: Path) -> Diff:
    """What changed from one output folder to another.

    Raises InputError I003 for a folder that holds no run.
    """
    old, new = _Run(old_folder), _Run(new_folder)
    out = Diff(
        (old.version, new.version), {name: [] for name in ("new", "gone", "changed", "same")}
    )
    for page in [*new.pages, *(page for page in old.pages if page not in new.pages)]:
        state = _state(old, new, page)
        out.pages[state].append(page)
        before, after = old.facts.page(page), new.facts.page(page)
        pairs = _by_place(before, after) if state == "same" else _by_content(before, after)
        for one, other in pairs:
            change = Change(_reason(state, old, new, page, one, other), one, other)
            if change.what == "changed" and not change.fields:
                out.same += 1
            else:
                out.changes.append(change)
    out.contradictions = list(_contradictions(old, new))
    return out


def _state(old: _Run, new: _Run, page: Page) -> str:
    if page not in old.pages:
        return "new"
    if page not in new.pages:
        return "gone"
    same = old.pages[page]["sha256"] == new.pages[page]["sha256"]
    return "same" if same else "changed"


Pair = tuple[Row | None, Row | None]


def _by_place(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Facts of one content: the same fact, else the likest one of the same number."""
    pairs: list[Pair] = []
    left = list(old)
    for fact in new:
        found = next((o for o in left if o["fact_id"] == fact["fact_id"]), None)
        if found is not None:
            left.remove(found)
        pairs.append((found, fact))
    for index, (partner, row) in enumerate(pairs):
        if partner is None and row is not None:
            near = [other for other in left if _overlap(other, row)]
            if near:
                best = max(near, key=lambda other: _likeness(other, row))
                left.remove(best)
                pairs[index] = (best, row)
    return _in_order([*pairs, *((row, None) for row in left)])


def _by_content(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Facts of a page whose lines moved: what says the same, else what says nearly the same."""
    pairs: list[Pair] = []
    left = list(old)
    for fact in new:
        names = (*_CONTENT, "period")
        found = next((o for o in left if all(o[n] == fact[n] for n in names)), None)
        if found is not None:
            left.remove(found)
        pairs.append((found, fact))
    for index, (partner, row) in enumerate(pairs):
        if partner is None and row is not None:
            near = [other for other in left if _likeness(other, row) >= 4]
            if near:
                best = max(near, key=lambda other: _likeness(other, row))
                left.remove(best)
                pairs[index] = (best, row)
    return [*pairs, *((row, None) for row in left)]


def _in_order(pairs: Iterable[Pair]) -> list[Pair]:
    def place(pair: Pair) -> tuple[int, ...]:
        row = pair[1] if pair[1] is not None else pair[0]
        return tuple(row[name] for name in _PLACE) if row is not None else ()

    return sorted(pairs, key=place)


def _overlap(one: Row, other: Row) -> bool:
    first = [(row["line"], row["column"]) for row in (one, other)]
    last = [(row["end_line"], row["end_column"]) for row in (one, other)]
    return bool(first[0] <= last[1] and first[1] <= last[0])


def _likeness(one: Row, other: Row) -> int:
    return sum(one[name] == other[name] for name in _CONTENT)


def _reason(
    state: str, old: _Run, new: _Run, page: Page, one: Row | None, other: Row | None
) -> str:
    if state != "same":
        return {"new": "new page", "gone": "page gone", "changed": "page changed"}[state]
    before, after = one["review"] if one else None, other["review"] if other else None
    if before != after and (after or before) in _DECIDED:
        return _DECIDED[str(after or before)]
    if one is None or other is None:
        taken = _taken_out(old, page, other) if one is None else _taken_out(new, page, one)
        if taken:
            return taken
    pages = old.pages[page], new.pages[page]
    if pages[0]["status"] != pages[1]["status"]:
        return f"page {pages[1]['status']}"
    if pages[0]["date"] != pages[1]["date"]:
        return "other date"
    if old.version != new.version:
        return "other version"
    if one is not None and other is not None and one["rule"] == other["rule"]:
        return "other reading"
    return "other rule"


def _taken_out(run: _Run, page: Page, fact: Row | None) -> str | None:
    """What an editor of that run said of the number of a fact that is not there."""
    for row in run.numbers.page(page):
        if fact is not None and _overlap(row, fact) and row["review"] in ("rejected", "corrected"):
            return str(row["review"])
    return None


def _contradictions(old: _Run, new: _Run) -> Iterator[Contradiction]:
    kept = {page["sha256"] for page in new.pages.values()}
    known = {page["sha256"] for page in old.pages.values()}
    across = Across()
    for page, state in old.pages.items():
        if state["sha256"] not in kept and page not in new.pages:
            across.learn(old.facts.page(page))
    for page, state in new.pages.items():
        if state["sha256"] not in known:
            yield from across.against(new.facts.page(page))
