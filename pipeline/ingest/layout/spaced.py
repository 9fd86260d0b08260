"""Letter-spaced headlines: large type set evenly apart is one run, however wide the white is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.ingest.layout.sheet import Glyph, Run, run_of

# White between spaced characters, in ems; wider white parts two headlines.
LEAST, MOST = 0.25, 2.5
# Gaps of one line differ by less than this, in ems; boxes of recognised characters are rough.
EVEN, ROUGH = 0.12, 0.35
# Gaps that show a rhythm.
FEW = 3
# Type of one line differs in size by less than this.
ALIKE = 0.85


def closed(runs: Sequence[Run], least: float) -> list[Run]:
    """The runs with those of one evenly spaced line joined.

    least: size of the smallest headline.
    """
    out = [run for run in runs if run.vertical or run.size <= least]
    for level in _levels([run for run in runs if not run.vertical and run.size > least]):
        out += _joined(level)
    return out


def _levels(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs of one size on one base line, from left to right."""
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.box.top, run.box.left)):
        for level in levels:
            other = level[0]
            apart = abs(run.box.top + run.box.bottom - other.box.top - other.box.bottom) / 2
            alike = min(run.size, other.size) > ALIKE * max(run.size, other.size)
            if alike and apart < 0.3 * other.size:
                level.append(run)
                break
        else:
            levels.append([run])
    for level in levels:
        level.sort(key=lambda run: run.box.left)
    return levels


def _joined(level: Sequence[Run]) -> list[Run]:
    """The runs of one line, joined where the white between them keeps the line's rhythm."""
    if len(level) < 2:
        return list(level)
    size = max(run.size for run in level)
    glyphs = [glyph for run in level for glyph in run.glyphs if not glyph.text.isspace()]
    rough = any(glyph.confidence < 1 for glyph in glyphs)
    whole: dict[int, int] = {}
    for number, (start, end) in enumerate(_rhythms(glyphs, size, ROUGH if rough else EVEN)):
        whole.update((id(glyph), number) for glyph in glyphs[start:end])
    out: list[list[Glyph]] = []
    before: Glyph | None = None
    for run in level:
        first = next((glyph for glyph in run.glyphs if not glyph.text.isspace()), run.glyphs[0])
        line = whole.get(id(first))
        if before is not None and line is not None and whole.get(id(before)) == line:
            out[-1] += run.glyphs
        else:
            out.append(list(run.glyphs))
        before = next((g for g in reversed(run.glyphs) if not g.text.isspace()), run.glyphs[-1])
    return [run_of(part) for part in out]


def _rhythms(glyphs: Sequence[Glyph], size: float, slack: float) -> list[tuple[int, int]]:
    """Stretches of characters with even white between them, as half-open ranges."""
    gaps = [(right.box.left - left.box.right) / size for left, right in itertools.pairwise(glyphs)]
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(gaps):
        end = start
        while (
            end < len(gaps)
            and LEAST < gaps[end] < MOST
            and max(gaps[start : end + 1]) - min(gaps[start : end + 1]) < slack
        ):
            end += 1
        if end - start >= FEW:
            found.append((start, end + 1))
        start = max(end, start + 1)
    return found
