"""Whether running text goes on from one line to another, by how lines end and begin.

A line that fills its column without a full stop goes on in a line without an indent; after a
short line a paragraph begins, with one.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.ingest.layout.atoms import Atom, Measure
from pipeline.ingest.layout.sheet import STOPS

NUMBER_END = regex.compile(r"\d[.,]?$")
COUNTED = regex.compile(
    r"[\d.,]*[%％年月日时亿万千百元个家户人件项条台座辆吨亩倍米度级期次位名张所套只岁]|\d"
)
ENDS = "。！？”）：」』"


class Column:
    """The lines of running text of one column, from the top."""

    def __init__(self, atoms: Sequence[Atom], unit: Measure) -> None:
        self.unit = unit
        self.lines = sorted(
            (a for a in atoms if a.kind == "body" and a.run is not None and not a.vertical),
            key=lambda a: (a.box.top, a.box.left),
        )
        lefts = sorted(a.box.left for a in self.lines)
        rights = sorted(a.box.right for a in self.lines)
        # The edges that several lines keep; one line may stand out.
        self.left = lefts[len(lefts) // 8] if lefts else 0.0
        self.right = rights[-1 - len(rights) // 8] if rights else 0.0

    def full(self, line: Atom) -> bool:
        return line.box.right > self.right - 1.2 * self.unit.em

    def indented(self, line: Atom) -> bool:
        return line.box.left > self.left + 0.7 * self.unit.em


def fits(before: Atom, its: Column, after: Atom, column: Column) -> int:
    """1 where a line goes on in another, −1 where it cannot, 0 where nothing is known."""
    assert before.run is not None and after.run is not None
    if after.run.text[0] in STOPS:
        return 1
    starts = column.indented(after)
    if not its.full(before):
        return 1 if starts else -1
    if before.run.text[-1] in ENDS:
        return 0
    return -1 if starts else 1


def runs_on(one: Sequence[Atom], other: Sequence[Atom], unit: Measure) -> bool:
    """Whether the sentence at the foot of one column goes on at the top of another."""
    before, after = Column(one, unit), Column(other, unit)
    if not before.lines or not after.lines:
        return False
    last, first = before.lines[-1], after.lines[0]
    assert last.run is not None
    return (
        before.full(last) and last.run.text[-1] not in ENDS and fits(last, before, first, after) > 0
    )


def captioned(above: Sequence[Atom], below: Sequence[Atom], unit: Measure) -> bool:
    """Whether a picture's caption begins below: a line right under it, no wider than it is."""
    return any(
        -0.5 * unit.em < line.box.top - picture.box.bottom < 1.6 * unit.pitch
        and line.box.left > picture.box.left - unit.em
        and line.box.right < picture.box.right + unit.em
        for picture in above
        if picture.kind == "picture"
        for line in below
        if line.kind == "body"
    )


def down_past(barriers: Sequence[Atom], columns: Sequence[Sequence[Atom]], unit: Measure) -> bool:
    """Whether text goes on under a picture in its own column, and not beside it in the next one."""
    top = min(a.box.top for a in barriers)
    bottom = max(a.box.bottom for a in barriers)
    known = [Column(atoms, unit) for atoms in columns]
    uppers = [[a for a in column.lines if a.box.bottom < top + 0.3 * unit.em] for column in known]
    lowers = [[a for a in column.lines if a.box.top > bottom - 0.3 * unit.em] for column in known]
    joins: dict[bool, list[tuple[Atom, Column, Atom, Column]]] = {True: [], False: []}
    for number, column in enumerate(known):
        upper, lower = uppers[number], lowers[number]
        if not upper or not lower:
            continue
        joins[True].append((upper[-1], column, lower[0], column))
        if number + 1 < len(known):
            following = known[number + 1]
            if uppers[number + 1]:
                beside = uppers[number + 1][0]
                joins[False].append((upper[-1], column, beside, following))
                joins[True].append((lower[-1], column, beside, following))
            if lowers[number + 1]:
                joins[False].append((lower[-1], column, lowers[number + 1][0], following))
        elif lowers[0]:
            joins[False].append((upper[-1], column, lowers[0][0], known[0]))
    down, across = (sum(fits(*join) for join in joins[way]) for way in (True, False))
    if down == across > 0:
        # The lines fit either way: numbers that the ends of lines part tell.
        down, across = (sum(_counts(join[0], join[2]) for join in joins[w]) for w in (True, False))
    return down > across


def _counts(before: Atom, after: Atom) -> bool:
    """Whether a number at the end of a line goes on, or is followed by what it counts."""
    assert before.run is not None and after.run is not None
    return NUMBER_END.search(before.run.text) is not None and (
        COUNTED.match(after.run.text) is not None
    )
