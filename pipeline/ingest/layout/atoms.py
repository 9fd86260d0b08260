"""What the cuts work on: lines, pictures, rules and panels, and the measure of the body type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.ingest.layout.sheet import Run, Sheet, hull, ink
from pipeline.model import Box

# A line of this many body ems is a headline's.
HEADING = 1.22
# So much of the white within a panel's frame counts for the gutter beside it, in ems.
MARGIN = 0.4


Rows = tuple[tuple[tuple[Run, ...], ...], ...]
"""Rows of cells; a cell's words may stand on several lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table."""

    rows: Rows
    box: Box


@dataclass(frozen=True)
class Atom:
    """A run, a picture, a rule or a whole panel, as the cuts see it."""

    box: Box
    kind: str  # "body", "heading", "picture", "rule", "panel", "table"
    run: Run | None = None
    inner: tuple[Atom, ...] = ()
    rows: Rows = ()
    vertical: bool = False


@dataclass(frozen=True)
class Measure:
    """The body type of a page: its em and the distance between its lines."""

    em: float
    pitch: float

    @cached_property
    def gap(self) -> float:
        """White between two lines that ends a piece of text."""
        return self.pitch - self.em + 0.35 * self.em

    @cached_property
    def gutter(self) -> float:
        return 0.75 * self.em


def measure(runs: Sequence[Run]) -> Measure:
    """Body em and line pitch: the most frequent size, the median distance of lines of that size."""
    weights: dict[int, int] = {}
    for run in runs:
        key = round(run.size * 4)
        weights[key] = weights.get(key, 0) + len(run.glyphs)

    # Recognised lines vary in height: neighbours count for each other.
    def near(key: int) -> int:
        return sum(weight for other, weight in weights.items() if abs(other - key) <= 0.08 * key)

    best = max(weights, key=lambda key: (near(key), weights[key], -key))
    close = [(key, weights[key]) for key in weights if abs(key - best) <= 0.08 * best]
    em = sum(key * weight for key, weight in close) / sum(weight for _, weight in close) / 4
    body = sorted(
        (run for run in runs if not run.vertical and 0.8 < run.size / em < HEADING),
        key=lambda run: run.box.top,
    )
    pitches: list[float] = []
    for index, run in enumerate(body):
        for other in body[index + 1 : index + 60]:
            distance = other.box.top - run.box.top
            if distance > 3 * em:
                break
            if distance > 0.8 * em and share(run.box, other.box) > 0.5:
                pitches.append(distance)
                break
    pitches.sort()
    return Measure(em, pitches[len(pitches) // 2] if pitches else 1.5 * em)


def share(one: Box, other: Box) -> float:
    """How much of the narrower box lies beside the other, horizontally."""
    common = min(one.right, other.right) - max(one.left, other.left)
    return common / max(0.1, min(one.right - one.left, other.right - other.left))


def white(spans: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Gaps of at least `least` between spans on one axis."""
    gaps: list[tuple[float, float]] = []
    reach = None
    for start, end in sorted(spans):
        if reach is not None and start - reach >= least:
            gaps.append((reach, start))
        reach = end if reach is None else max(reach, end)
    return gaps


def widest(spans: Sequence[tuple[float, float]], start: float, end: float) -> tuple[float, float]:
    """The widest stretch from `start` to `end` that no span covers; empty where there is none."""
    best = (start, start)
    reach = start
    for left, right in [*sorted(spans), (end, end)]:
        if min(left, end) - reach > best[1] - best[0]:
            best = (reach, min(left, end))
        reach = max(reach, right)
    return best


def atoms_of(
    sheet: Sheet, runs: Sequence[Run], unit: Measure, tables: Sequence[Table] = ()
) -> list[Atom]:
    """What the cuts work on; what a panel holds becomes the inside of one atom.

    tables: each is one atom, without the rules between its cells.
    """
    atoms: list[Atom] = [Atom(table.box, "table", rows=table.rows) for table in tables]
    for run in runs:
        heading = run.size > HEADING * unit.em
        atoms.append(Atom(ink(run), "heading" if heading else "body", run, vertical=run.vertical))
    for picture in sheet.pictures:
        atoms.append(Atom(picture, "picture"))
    for rule in sheet.rules:
        if not any(within(rule.box, table.box, 2 * unit.em) for table in tables):
            atoms.append(Atom(rule.box, "rule"))
    panels = sorted(sheet.panels, key=lambda b: (b.right - b.left) * (b.bottom - b.top))
    for panel in panels:
        if any(within(panel, table.box, unit.em) for table in tables):
            continue  # a cell of it, or its frame
        inside = [atom for atom in atoms if within(atom.box, panel, unit.em)]
        texts = [atom for atom in inside if atom.kind in ("body", "heading", "panel", "table")]
        outside = [atom for atom in atoms if not within(atom.box, panel, unit.em)]
        if len(texts) < 2 or not any(atom.kind != "rule" for atom in outside):
            continue
        if any(_crosses(atom.box, panel) for atom in outside if atom.run is not None):
            continue
        atoms = [*outside, Atom(_narrowed(panel, inside, unit.em), "panel", inner=tuple(inside))]
    return atoms


def _narrowed(panel: Box, inside: Sequence[Atom], em: float) -> Box:
    """The panel without its margin, which may leave little white between it and its neighbour."""
    text = hull([atom.box for atom in inside if atom.kind != "rule"])
    return Box(
        min(panel.left + MARGIN * em, max(panel.left, text.left)),
        min(panel.top + MARGIN * em, max(panel.top, text.top)),
        max(panel.right - MARGIN * em, min(panel.right, text.right)),
        max(panel.bottom - MARGIN * em, min(panel.bottom, text.bottom)),
    )


def within(box: Box, frame: Box, slack: float) -> bool:
    return (
        box.left >= frame.left - slack
        and box.right <= frame.right + slack
        and box.top >= frame.top - slack
        and box.bottom <= frame.bottom + slack
    )


def _crosses(box: Box, frame: Box) -> bool:
    return (
        box.left < frame.right
        and frame.left < box.right
        and box.top < frame.bottom
        and frame.top < box.bottom
    )


def pruned(atoms: Sequence[Atom]) -> list[Atom]:
    """Without the rules that part nothing: those outside the hull of the text."""
    whole = hull([atom.box for atom in atoms if atom.kind != "rule"])
    return [
        atom
        for atom in atoms
        if atom.kind != "rule"
        or (
            atom.box.left < whole.right
            and whole.left < atom.box.right
            and atom.box.top < whole.bottom
            and whole.top < atom.box.bottom
        )
    ]
