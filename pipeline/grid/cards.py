"""Boxes of figures: each figure on a line of its own, over what it is the figure of.

    1.2万亿元
    地区生产总值

Two figures are enough under a title of such a box, else three, each with a unit of its own. Where
the labels stand over the figures, `stacked` reads them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.grid import heads as said
from pipeline.grid.lines import Line, Sort
from pipeline.grid.sheet import Row, Sheet
from pipeline.model import Span


def read(lines: Sequence[Line], first: int) -> tuple[Sheet | None, int]:
    """The box whose first figure is the line `first`, and the index behind it."""
    pairs: list[tuple[Line, Line]] = []
    at = first
    while at + 1 < len(lines) and _is_figure(lines[at]) and _is_label(lines[at + 1]):
        pairs.append((lines[at], lines[at + 1]))
        at += 2
    if len(pairs) < 2 or (at < len(lines) and _is_figure(lines[at])):
        return None, first
    titled = first > 0 and said.says(lines[first - 1].whole, "box")
    if len(pairs) < 3 and not titled:
        return None, first
    caption = lines[first - 1].span if titled else None
    sheet = Sheet(
        text=lines[0].text,
        rows=tuple(Row(None, label.span, None, (figure.cells[0],)) for figure, label in pairs),
        heads=(("",),),
        place_head="",
        corner="",
        note=None,
        caption=lines[first - 1].whole.strip("【】[]") if titled else "",
        caption_span=caption,
        span=Span(pairs[0][0].span.start, pairs[-1][1].span.end),
    )
    return sheet, at


def _is_figure(line: Line) -> bool:
    return line.is_lone() and (
        line.sorts[0] is Sort.UNITED or (line.sorts[0] is Sort.BARE and line.cell(0).endswith("%"))
    )


def _is_label(line: Line) -> bool:
    return line.is_lone() and line.sorts[0] is Sort.LABEL
