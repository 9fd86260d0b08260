"""A file of the report that holds some pages: what is known of it without opening it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pipeline.frozen import dataclass

__all__ = ["Leaf", "Lies", "Shelf"]

Place = tuple[str, int, int]
"""A page, its number in its file, and the first line of the part that is meant."""
Lies = tuple[str, int]
"""A file, and where in it something begins."""


class Shelf(Protocol):
    """Where chunks of the index lie: a file that grows."""

    def write(self, data: bytes) -> int:
        """Appends; returns where the data begins."""

    def read(self, start: int, size: int) -> bytes:
        """Bytes that were written."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """name: of the file, in the report's folder.

    places, sizes: of each of its pages, and the bytes that hold it.
    facts, numbers, problems: how many rows its chunk of the index has.
    statuses: how many pages have each.  doubtful: whether a page needs a look.
    shelf, chunk, parts: what holds its chunk of the index, where it begins, and the bytes of each
        of its parts.
    lies: where each page lies as long as the run lasts, "" for the file of him who gathers them;
        None where they stand in the file itself.
    """

    name: str
    places: Sequence[Place]
    sizes: Sequence[int]
    facts: int
    numbers: int
    problems: int
    statuses: Mapping[str, int]
    doubtful: bool
    shelf: Shelf
    chunk: int
    parts: Sequence[int]
    lies: Sequence[Lies] | None = None

    def told(self) -> list[Any]:
        """All of it that outlasts the run, as JSON can hold it."""
        return [
            self.name,
            self.places,
            self.sizes,
            [self.facts, self.numbers, self.problems],
            self.statuses,
            self.doubtful,
            self.chunk,
            self.parts,
        ]

    @staticmethod
    def recalled(told: Sequence[Any], shelf: Shelf) -> Leaf:
        """What was told of a leaf. Raises ValueError or TypeError for anything else."""
        name, places, sizes, (facts, numbers, problems), *rest = told
        statuses, doubtful, chunk, parts = rest
        counts = (facts, numbers, problems)
        return Leaf(name, places, sizes, *counts, statuses, doubtful, shelf, chunk, parts)

    @property
    def totals(self) -> dict[str, int]:
        """What the file tells of itself; a page in parts is one page."""
        return {
            "pages": len({(page, number) for page, number, _ in self.places}),
            "facts": self.facts,
            "quantities": self.numbers,
            "problems": self.problems,
        }
