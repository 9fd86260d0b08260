"""The decisions of a run: each goes to its page, and what became of them is told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pipeline.details import said
from pipeline.records import Records, Row, problem_row
from pipeline.review import store
from pipeline.review.applying import added, apply
from pipeline.review.decision import Decision

Key = tuple[str, int]


class Session:
    """Applies the decisions that lie beside the inputs of a run, page by page.

    elsewhere: files of decisions that lie on no disk of this machine, as they were read.
    """

    def __init__(self, inputs: Iterable[Path] = (), elsewhere: Iterable[bytes] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self._by_page: dict[Key, list[Decision]] = {}
        self._held: dict[tuple[str, Key], set[int]] = {}
        self._pages: dict[str, set[Key]] = {}
        self._torn: list[tuple[str, int]] = []
        here = map(store.read, store.beside(inputs))
        for kept in (*here, *map(store.parsed, elsewhere)):
            if kept.torn:
                self._torn.append((store.NAME, kept.torn))
            for decision in kept.decisions:
                key = (decision.page_sha256, decision.page_number)
                self._by_page.setdefault(key, []).append(decision)

    @property
    def digest(self) -> str:
        """Of all decisions, in order: a run with others may write other tables."""
        state = sha256()
        for key in sorted(self._by_page):
            for decision in self._by_page[key]:
                state.update(f"{decision.row()}\n".encode())
        state.update(repr(self._torn).encode())
        return state.hexdigest()

    def decided(self, number: int, sha256: str) -> bool:
        """Whether there are decisions on a page."""
        return (sha256, number) in self._by_page

    def meets(self, page: str, number: int, sha256: str) -> bool:
        """Notes that a page (or part of one) was read; says whether there are decisions on it."""
        key = (sha256, number)
        self._pages.setdefault(page, set()).add(key)
        return key in self._by_page

    def apply(self, records: Records, page: str, number: int, sha256: str) -> Records:
        """The records of a page (or part of one) that was met, with its decisions applied."""
        key = (sha256, number)
        held = self._held.setdefault((page, key), set())
        made, now = apply(records, self._by_page.get(key, ()), held)
        held |= now
        return made

    def rest(self) -> Records:
        """What belongs to no page's records, to be asked for once, after the last page.

        Facts added below a page's last number, and problems for what could not be applied.
        """
        facts: list[Row] = []
        numbers: list[Row] = []
        problems: list[Row] = [
            problem_row("R003", name, 1, stage="review", detail=str(count))
            for name, count in self._torn
        ]
        for page, keys in self._pages.items():
            for key in sorted(keys):
                for index, decision in enumerate(self._by_page.get(key, ())):
                    if index in self._held.get((page, key), ()):
                        self.counts[decision.action.value] += 1
                        continue
                    made = added(replace(decision, page=page))
                    facts += made.facts
                    numbers += made.quantities
                    self.counts[decision.action.value if made.facts else "lost"] += 1
                    if not made.facts:
                        problems.append(_lost(page, key[1], decision))
        problems += self._of_other_contents()
        return Records(facts=tuple(facts), quantities=tuple(numbers), problems=tuple(problems))

    def _of_other_contents(self) -> Iterator[Row]:
        """Decisions for another content of a page of this run; those for other pages wait."""
        read = {key for keys in self._pages.values() for key in keys}
        other: Counter[Key] = Counter()
        for key, decisions in self._by_page.items():
            if key not in read and decisions[-1].page in self._pages:
                other[decisions[-1].page, key[1]] += len(decisions)
        for (page, number), count in sorted(other.items()):
            self.counts["other"] += count
            yield problem_row("R002", page, number, stage="review", detail=str(count))


def _lost(page: str, number: int, decision: Decision) -> Row:
    detail = said(f"{decision.action.value} lost", decision.raw or "—")
    at = decision.span[:2]
    return problem_row("R001", page, number, at=at, stage="review", detail=detail)
