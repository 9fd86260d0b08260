"""Vertical headlines: the columns that are theirs, and whether white parts them from a gap."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.layout.atoms import Atom, Measure
from pipeline.ingest.layout.flow import runs_on


def beside_upright(
    gutters: Sequence[tuple[float, float]], atoms: Sequence[Atom], unit: Measure
) -> tuple[float, float] | None:
    """The gutter that parts a vertical headline and its columns from those of another one.

    Columns next to it without a headline are its own.
    """
    columns: list[list[Atom]] = [[] for _ in range(len(gutters) + 1)]
    for atom in atoms:
        if atom.kind != "rule":
            middle = (atom.box.left + atom.box.right) / 2
            columns[sum(middle > (start + end) / 2 for start, end in gutters)].append(atom)
    upright = [all(atom.vertical for atom in column) for column in columns]
    framed = [bool(c) and all(atom.kind == "panel" for atom in c) for c in columns]
    # What stands in frames beside a vertical headline at the edge is not its text.
    for number in range(1, len(columns) - 1):
        if upright[number] and columns[number] and not upright[number - 1]:
            if all(framed[number + 1 :]):
                return gutters[number]
            if all(framed[:number]):
                return gutters[number - 1]
    if upright[-1] and not upright[0]:
        last = len(columns) - 1
        while last and upright[last]:
            last -= 1
        head = next((n for n in range(last, -1, -1) if _headed(columns[n], unit)), None)
        if head is None:
            return None
        while head < last and runs_on(columns[head], columns[head + 1], unit):
            head += 1
        return gutters[head] if head < last else None
    if upright[0] and not upright[-1]:
        first = upright.index(False)
        for number in range(first + 1, len(columns)):
            if _headed(columns[number], unit):
                return gutters[number - 1]
        return None
    # In the middle it belongs to the side that has no headline.
    for number in range(1, len(columns) - 1):
        if upright[number] and not upright[number - 1] and not upright[number + 1]:
            left, right = (_headed(columns[n], unit) for n in (number - 1, number + 1))
            if left != right:
                return gutters[number if right else number - 1]
    return None


def hangs(atom: Atom, gap: tuple[float, float], atoms: Sequence[Atom]) -> bool:
    """Whether white alone parts a vertical headline from a gap, and other text stands above it."""
    over = [
        other.box.bottom
        for other in atoms
        if other.kind != "rule"
        and other.box.bottom <= atom.box.top + 0.01
        and other.box.left < atom.box.right
        and atom.box.left < other.box.right
    ]
    return atom.vertical and bool(over) and max(over) <= gap[0] + 0.01 < atom.box.top


def _headed(atoms: Sequence[Atom], unit: Measure) -> bool:
    """Whether a column begins with a headline of its own; a rule between gutters has none."""
    top = min((atom.box.top for atom in atoms), default=0.0)
    return any(
        atom.kind == "heading" and not atom.vertical and atom.box.top < top + 2 * unit.pitch
        for atom in atoms
    )
