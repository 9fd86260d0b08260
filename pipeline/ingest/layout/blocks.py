"""Blocks of lines put in order: what stands between the pieces of an article goes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from pipeline.ingest.layout.atoms import Measure
from pipeline.ingest.layout.sheet import Run, font_of
from pipeline.model import Box

FULL_STOPS = "。！？；：”）」』…"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. kind: heading, body, caption or table.

    cells: of a table's row, each with the runs it is made of.
    """

    runs: tuple[Run, ...]
    box: Box
    size: float
    kind: str
    indented: bool = False
    begins: bool = False
    full: bool = True
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def recognised(self) -> bool:
        """Read from a picture, so that its size is a guess."""
        return any(glyph.confidence < 1 for run in self.runs for glyph in run.glyphs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def stopped(self) -> bool:
        """Whether it ends with a full stop."""
        return self.runs[-1].glyphs[-1].text in FULL_STOPS

    @property
    def font(self) -> str:
        """That of its first Chinese character; digits may be of another one."""
        return font_of([glyph for run in self.runs for glyph in run.glyphs])


@dataclass
class Block:
    """Lines that belong together: a headline, a piece of running text, a caption.

    fresh: an article or a panel ends before it.  opens: an article does.
    """

    kind: str
    lines: list[Line]
    panel: int
    fresh: bool
    opens: bool = False


def with_kicker(lines: list[Line], blocks: Sequence[Block], unit: Measure) -> list[Line]:
    """A small line over the headline of a column is part of it, unless text runs on to there."""
    if len(lines) < 3 or lines[0].kind != "body" or lines[1].kind != "heading":
        return lines
    first, head = lines[:2]
    last = blocks[-1].lines[-1] if blocks else None
    runs_on = last is not None and last.kind == "body" and last.full and not last.stopped
    near = head.box.top - first.box.bottom < unit.pitch
    if first.stopped or runs_on or not near or first.runs[0].vertical or head.runs[0].vertical:
        return lines
    return [replace(first, kind="heading", indented=False), *lines[1:]]


def continues(last: Line, line: Line, same_region: bool, unit: Measure) -> bool:
    """Whether a line belongs to the block of the line read before it."""
    if line.kind == "heading":
        if hangs_on(last, line):
            return same_region
        # A headline over two lines, or over two regions never; a dash opens its second title.
        return (
            same_region
            and line.text[0] not in "—─"
            and abs(last.size - line.size) < (0.15 if line.recognised else 0.12) * line.size
            and last.font == line.font
            and line.box.top - last.box.bottom < 0.8 * line.size
        )
    if line.kind == "table":
        return same_region and line.box.top - last.box.bottom < 2 * unit.pitch
    if line.kind == "caption":
        return same_region and line.box.top - last.box.bottom < unit.gap
    if not same_region:
        return True
    white = line.box.top - last.box.bottom
    return white < 1.6 * unit.gap and 0.8 < last.size / line.size < 1.25


def hangs_on(last: Line, line: Line) -> bool:
    """Whether a vertical line goes on from another one, behind a blank of about a character."""
    return (
        last.runs[0].vertical
        and line.runs[0].vertical
        and abs(last.size - line.size) < 0.15 * line.size
        and abs(last.box.left + last.box.right - line.box.left - line.box.right) < 0.6 * line.size
        and 0 < line.box.top - last.box.bottom < 2 * line.size
    )


def panels_last(blocks: list[Block]) -> list[Block]:
    """Moves a panel with a headline behind the article that runs on around it."""
    out: list[Block] = []
    held: list[Block] = []
    groups = [list(group) for _, group in groupby(blocks, key=lambda block: block.panel)]
    for group, following in zip_longest(groups, groups[1:]):
        before = out[-1] if out else None
        after = following[0] if following else None
        if (
            group[0].panel
            and any(inner.kind == "heading" for inner in group)
            and before is not None
            and after is not None
            and before.kind in ("body", "caption")
            and after.kind in ("body", "caption")
            and before.panel == after.panel
            and not after.opens
        ):
            after.fresh = False
            held += group
            continue
        for block in group:
            if held and (block.kind == "heading" or block.opens or block.panel):
                out += held
                held = []
            out.append(block)
    return out + held


def captions_last(blocks: list[Block]) -> list[Block]:
    """Moves each caption behind the article it stands in, so that it parts no sentence."""
    out: list[Block] = []
    held: list[Block] = []
    text = False
    for block in blocks:
        if block.kind == "caption":
            held.append(block)
            continue
        if (block.kind == "heading" and text) or (block.fresh and held and text):
            out += held
            held = []
            text = False
        text = text or block.kind == "body"
        out.append(block)
    return out + held


def put_together(blocks: list[Block]) -> list[Block]:
    """Puts running text together that only a caption or a picture parted."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == block.kind == "body"
            and last.panel == block.panel
            and not block.fresh
            and last.lines[-1].full
            and not block.lines[0].indented
            and (not last.lines[-1].stopped or (_sets_in(last) and _sets_in(block)))
        ):
            last.lines += block.lines
        else:
            out.append(block)
    return out


def _sets_in(block: Block) -> bool:
    """Whether paragraphs of a block begin set in, so that a line that is not goes on."""
    return any(line.indented for line in block.lines)
