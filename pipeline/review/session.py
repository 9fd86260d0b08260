"""The decisions of a run: each goes to its page, and what became of them is told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.records import Records, Row, problem_row
from pipeline.review import store
from pipeline.review.applying import apply
from pipeline.review.decision import Decision

Key = tuple[str, int]


class Session:
    """Applies the decisions that lie beside the inputs of a run, page by page."""

    def __init__(self, inputs: Iterable[Path] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self._by_page: dict[Key, list[Decision]] = {}
        self._held: dict[Key, set[int]] = {}
        self._pages: dict[str, set[Key]] = {}
        self._torn: list[tuple[str, int]] = []
        for path in store.beside(inputs):
            kept = store.read(path)
            if kept.torn:
                self._torn.append((path.name, kept.torn))
            for decision in kept.decisions:
                key = (decision.page_sha256, decision.page_number)
                self._by_page.setdefault(key, []).append(decision)

    def apply(
        self, records: Records, *, page: str, number: int, sha256: str, whole: bool = True
    ) -> Records:
        """The records of a page (or part of one) with its decisions applied."""
        key = (sha256, number)
        self._pages.setdefault(page, set()).add(key)
        decisions = self._by_page.get(key)
        if not decisions:
            return records
        made, held = apply(records, decisions, whole=whole)
        self._held.setdefault(key, set()).update(held)
        return made

    def problems(self) -> Records:
        """Rows for what could not be applied; to be asked for once, after the last page."""
        return Records(problems=tuple(self._problems()))

    def _problems(self) -> Iterator[Row]:
        read = {key: page for page, keys in self._pages.items() for key in keys}
        for name, count in self._torn:
            yield problem_row("R003", name, 1, stage="review", detail=str(count))
        other: Counter[tuple[str, int]] = Counter()
        for key, decisions in self._by_page.items():
            if key not in read:
                # Another content of a page of this run; decisions for other pages are not ours.
                if decisions[-1].page in self._pages:
                    other[decisions[-1].page, key[1]] += len(decisions)
                continue
            held = self._held.get(key, set())
            for index, decision in enumerate(decisions):
                if index in held:
                    self.counts[decision.action.value] += 1
                else:
                    self.counts["lost"] += 1
                    detail = f"{decision.action.value} {decision.raw or ''}".strip()
                    yield problem_row(
                        "R001",
                        read[key],
                        key[1],
                        at=decision.span[:2],
                        stage="review",
                        detail=detail,
                    )
        for (page, number), count in sorted(other.items()):
            self.counts["other"] += count
            yield problem_row("R002", page, number, stage="review", detail=str(count))
