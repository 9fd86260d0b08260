"""White that parts columns, and atoms split along such white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest.layout.atoms import Atom, Measure, white


@dataclass(frozen=True)
class Columns:
    """Where a page's columns part. leftwards: the page is read from right to left."""

    unit: Measure
    leftwards: bool = False

    def gutters(self, atoms: Sequence[Atom]) -> list[tuple[float, float]]:
        """White from top to bottom, wide enough for columns."""
        rows = {round(atom.box.top / self.unit.pitch) for atom in atoms if atom.run is not None}
        least = self.unit.gutter if len(rows) > 1 else 2 * self.unit.em
        spans = [
            (atom.box.left, atom.box.right)
            for atom in atoms
            if atom.kind != "rule" or atom.box.right - atom.box.left > self.unit.em
        ]
        return white(spans, least)

    def split(
        self, atoms: Sequence[Atom], cuts: list[tuple[float, float]], *, across: bool
    ) -> list[list[Atom]]:
        """Parts between the cuts, in reading order."""
        middles = [(start + end) / 2 for start, end in cuts]
        parts: list[list[Atom]] = [[] for _ in range(len(cuts) + 1)]
        for atom in atoms:
            box = atom.box
            centre = (box.left + box.right) / 2 if across else (box.top + box.bottom) / 2
            parts[sum(centre > middle for middle in middles)].append(atom)
        filled = [part for part in parts if part]
        if across and self.leftwards:
            filled.reverse()
        elif across and all(a.vertical for a in filled[-1] if a.kind != "rule"):
            # A vertical headline at the right edge is read before what stands beside it.
            filled.insert(0, filled.pop())
        return filled
