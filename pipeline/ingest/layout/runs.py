"""Characters → runs: double strikes dropped by place, vertical type found, neighbours joined."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from pipeline.ingest.layout.sheet import STOPS, Glyph, Run, ink, run_of
from pipeline.model import Box

# Characters of one run stand closer than this, in ems; wider gaps are judged after the columns
# are known, because a justified line can be spaced as widely as a gutter.
JOIN = 0.45
CLOSING = 0.9
# White of this width that goes on in the lines above or below is a gutter, in ems.
GUTTER = 0.4
# The next line is nearer than this, the second one nearer than that, in ems of white.
NEXT, BEYOND = 1.1, 2.5
# A second strike of the same character is shifted by less than this, in ems.
STRIKE = 0.3
# Lines of vertical type keep this pitch between characters at most, in ems.
PITCH = 1.2
# Half of a character's height, in ems.
HIGH = 0.45


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
                    abs(other.middle - glyph.middle)
                    < (0.45 if glyph.turned or other.turned else 0.3) * glyph.size
                    and 0.7 < other.size / glyph.size < 1.43
                    and _top(other) - _bottom(glyph) < (PITCH - 0.9) * glyph.size
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
        for left, right in itertools.pairwise(row):
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


def _top(glyph: Glyph) -> float:
    """Where a character of vertical type begins; 一 is as high as any other, its ink is not."""
    return min(glyph.box.top, glyph.centre - HIGH * glyph.size)


def _bottom(glyph: Glyph) -> float:
    return max(glyph.box.bottom, glyph.centre + HIGH * glyph.size)


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
                # No line begins with a stop, however far it stands from what it ends.
                reach = CLOSING if glyph.text in STOPS else JOIN
                if gap > reach * min(glyph.size, current[-1].size):
                    runs.append(run_of(current))
                    current = []
            current.append(glyph)
        runs.append(run_of(current))
    return bridged([run for run in map(_stripped, runs) if run is not None])


def bridged(runs: list[Run]) -> list[Run]:
    """Joins runs of one line where the line above or below runs across the white between them.

    A gutter is white over several lines; the white of a widely set line is not.
    """
    if not runs:
        return runs
    step = max(4.0, sorted(run.size for run in runs)[len(runs) // 2])
    bands: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if not run.vertical:
            for band in range(int(run.box.top // step), int(run.box.bottom // step) + 1):
                bands[band].append(run)
    out = [run for run in runs if run.vertical]
    done: set[int] = set()
    level = sorted((r for r in runs if not r.vertical), key=lambda r: r.box.left)
    for run in level:
        if id(run) in done:
            continue
        while True:
            found = _next(run, bands, step, done)
            if found is None or not _crossed(run, found, bands, step):
                break
            done.add(id(found))
            done.add(id(run))
            run = run_of([*run.glyphs, *found.glyphs])
        out.append(run)
    return out


def _next(run: Run, bands: dict[int, list[Run]], step: float, done: set[int]) -> Run | None:
    """The run to the right on the same line, near enough to be of the same text."""
    centre = (run.box.top + run.box.bottom) / 2
    best: Run | None = None
    for other in bands.get(int(centre // step), ()):
        if id(other) in done or other.box.left <= run.box.left:
            continue
        if abs((other.box.top + other.box.bottom) / 2 - centre) > 0.3 * run.size:
            continue
        if best is None or other.box.left < best.box.left:
            best = other
    if best is None or not 0.8 < best.size / run.size < 1.25:
        return None
    return best if best.box.left - run.box.right < 2.5 * run.size else None


def _crossed(run: Run, other: Run, bands: dict[int, list[Run]], step: float) -> bool:
    """Whether the lines above and below, where there are any, have ink in the white between.

    Two widely set lines may part at the same place by chance: then the lines around both tell.
    """
    left, right = run.box.right, other.box.left
    em = run.size
    if right - left < 0.3 * em:
        return True
    beside = _beside(run, other, bands, step)
    near = [beside[above, 0] for above in (True, False) if beside[above, 0]]
    parted = [_white(boxes, left, right) > GUTTER * em for boxes in near]
    if not any(parted):
        return bool(near)
    if len(near) < 2 or all(parted):
        return False
    beyond = beside[parted[0], 1]
    return bool(beyond) and _white(beyond, left, right) <= GUTTER * em


def _beside(
    run: Run, other: Run, bands: dict[int, list[Run]], step: float
) -> dict[tuple[bool, int], list[Box]]:
    """The ink around the white between two runs: whether above, and the next or the second line."""
    left, right = run.box.right, other.box.left
    em = run.size
    low = int((run.box.top - BEYOND * em) // step)
    high = int((run.box.bottom + BEYOND * em) // step)
    found: dict[tuple[bool, int], dict[int, Box]] = defaultdict(dict)
    for band in range(low, high + 1):
        for line in bands.get(band, ()):
            if line is run or line is other or not 0.8 < line.size / em < 1.25:
                continue
            above = line.box.top < run.box.top
            apart = run.box.top - line.box.bottom if above else line.box.top - run.box.bottom
            if not -0.2 * em < apart < BEYOND * em:
                continue
            reach = ink(line)
            if reach.right > left - em and reach.left < right + em:
                found[above, int(apart >= NEXT * em)][id(line)] = reach
    return defaultdict(list, {key: list(boxes.values()) for key, boxes in found.items()})


def _white(boxes: list[Box], left: float, right: float) -> float:
    """The widest stretch between left and right that no box covers."""
    widest = 0.0
    reach = left
    for box in sorted(boxes, key=lambda box: box.left):
        widest = max(widest, min(box.left, right) - reach)
        reach = max(reach, box.right)
    return max(widest, right - reach)


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
