"""Characters → runs: double strikes dropped by place, vertical type found, neighbours joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.ingest.layout.sheet import Glyph, Run, run_of

# Characters of one run stand closer than this, in ems; wider gaps are judged after the columns
# are known, because a justified line can be spaced as widely as a gutter.
JOIN = 0.45
# A second strike of the same character is shifted by less than this, in ems.
STRIKE = 0.3
# Lines of vertical type keep this pitch between characters at most, in ems.
PITCH = 1.2


def undouble(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Drops a character struck again at (nearly) the same place, as bold headlines are."""
    kept: list[Glyph] = []
    cells: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        # Half-width characters may follow themselves at half an em (11), so the limit is
        # relative to the width of the character.
        width = min(glyph.size, max(glyph.box.right - glyph.box.left, glyph.size / 5))
        reach = STRIKE * width
        step = max(glyph.size, 1.0)
        column, row = int(glyph.middle // step), int(glyph.centre // step)
        twin = any(
            abs(other.middle - glyph.middle) < reach
            and abs(other.centre - glyph.centre) < STRIKE * glyph.size
            for near in (-1, 0, 1)
            for below in (-1, 0, 1)
            for other in cells.get((glyph.text, column + near, row + below), ())
        )
        if not twin:
            kept.append(glyph)
            cells[(glyph.text, column, row)].append(glyph)
    return kept


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Characters on one base line, left to right; several columns may share a row."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.centre, g.box.left)):
        for row in reversed(rows[-6:]):
            other = row[0]
            if (
                abs(other.centre - glyph.centre) < 0.3 * min(other.size, glyph.size)
                and 0.6 < other.size / glyph.size < 1.67
            ):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: g.box.left)
    return rows


def _vertical_chains(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Lines of vertical type: each character nearer to the one below than to the one beside."""
    columns: dict[int, list[int]] = defaultdict(list)
    if not glyphs:
        return []
    step = max(2.0, sorted(g.size for g in glyphs)[len(glyphs) // 2])
    for index, glyph in enumerate(glyphs):
        columns[int(glyph.middle // step)].append(index)
    for members in columns.values():
        members.sort(key=lambda i: glyphs[i].centre)

    def below(index: int) -> int | None:
        glyph = glyphs[index]
        best: tuple[float, int] | None = None
        home = int(glyph.middle // step)
        for near in (home - 1, home, home + 1):
            members = columns.get(near, [])
            low, high = 0, len(members)
            while low < high:
                middle = (low + high) // 2
                if glyphs[members[middle]].centre <= glyph.centre:
                    low = middle + 1
                else:
                    high = middle
            for other_index in members[low : low + 3]:
                other = glyphs[other_index]
                if (
                    abs(other.middle - glyph.middle) < 0.3 * glyph.size
                    and 0.7 < other.size / glyph.size < 1.43
                    and other.box.top - glyph.box.bottom < (PITCH - 0.9) * glyph.size
                    and other.centre - glyph.centre > 0.3 * glyph.size
                ):
                    distance = other.centre - glyph.centre
                    if best is None or distance < best[0]:
                        best = (distance, other_index)
                    break
        return best[1] if best and best[0] <= PITCH * glyph.size else None

    beside: dict[int, float] = {}
    place = {id(glyph): index for index, glyph in enumerate(glyphs)}
    for row in _rows(glyphs):
        for left, right in zip(row, row[1:], strict=False):
            pitch = (right.middle - left.middle) / max(left.size, 0.1)
            for glyph in (left, right):
                index = place[id(glyph)]
                beside[index] = min(beside.get(index, 99.0), pitch)
    following: dict[int, int] = {}
    for index, glyph in enumerate(glyphs):
        # Half-width characters stand close to their neighbour in any horizontal line.
        if beside.get(index, 99.0) < 1.12 and not glyph.turned:
            continue
        target = below(index)
        if target is None:
            continue
        pitch = (glyphs[target].centre - glyph.centre) / glyph.size
        if glyph.turned or pitch < 0.93 * beside.get(index, 99.0):
            following[index] = target
    chains: list[list[Glyph]] = []
    heads = set(following) - set(following.values())
    for head in sorted(heads, key=lambda i: (glyphs[i].box.top, glyphs[i].box.left)):
        chain = [head]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        if len(chain) >= 4 or any(glyphs[index].turned for index in chain):
            chains.append([glyphs[index] for index in chain])
    return chains


def runs_of(glyphs: Iterable[Glyph]) -> list[Run]:
    """The runs of a page, in no particular order."""
    kept = undouble(glyphs)
    runs: list[Run] = []
    taken: set[int] = set()
    for chain in _vertical_chains([g for g in kept if not g.text.isspace()]):
        fresh = [glyph for glyph in chain if id(glyph) not in taken]
        if len(fresh) >= 3:
            taken.update(id(glyph) for glyph in fresh)
            runs.append(run_of(fresh, vertical=True))
    for row in _rows([glyph for glyph in kept if id(glyph) not in taken]):
        current: list[Glyph] = []
        for glyph in row:
            if current:
                gap = glyph.box.left - current[-1].box.right
                if gap > JOIN * min(glyph.size, current[-1].size):
                    runs.append(run_of(current))
                    current = []
            current.append(glyph)
        if current:
            runs.append(run_of(current))
    return [run for run in map(_stripped, runs) if run is not None]


def _stripped(run: Run) -> Run | None:
    """The run without blanks at its ends; they would close a gutter."""
    glyphs = list(run.glyphs)
    while glyphs and glyphs[0].text.isspace():
        glyphs.pop(0)
    while glyphs and glyphs[-1].text.isspace():
        glyphs.pop()
    if not glyphs:
        return None
    return run if len(glyphs) == len(run.glyphs) else run_of(glyphs, run.vertical)
