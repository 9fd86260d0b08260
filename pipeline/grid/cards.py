"""Boxes of figures: each figure on a line of its own, over or under what it is the figure of.

    1.2万亿元
    地区生产总值

Two figures are enough under a title of such a box, else three, each with a unit of its own. Under
heads of columns such lines are a table that `stacked` reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.grid import heads as said
from pipeline.grid.lines import Line, Sort
from pipeline.grid.sheet import Row, Sheet
from pipeline.model import Span


def read(lines: Sequence[Line], first: int) -> tuple[Sheet | None, int]:
    """The box that begins with the line `first`, and the index behind what was read.

    The index is `first` where no box begins there.
    """
    after = first
    while after < len(lines) and _is_either(lines[after]) and (
        after == first or _is_figure(lines[after]) != _is_figure(lines[after - 1])
    ):  # fmt: skip
        after += 1
    run = list(lines[first:after])
    if len(run) < 4 or (first and said.is_head(lines[first - 1].whole)):
        return None, first
    title = lines[first - 1] if first and _is_title(lines[first - 1]) else None
    if len(run) % 2 and not _is_figure(run[0]):
        if _is_title(run[0]):
            title = run.pop(0)
        else:
            run.pop()  # the headline of what follows
            after -= 1
    if len(run) % 2 or len(run) < (4 if title else 6):
        return None, after
    pairs = [sorted(pair, key=_is_figure) for pair in _pairs(run)]
    sheet = Sheet(
        text=lines[0].text,
        rows=tuple(Row(None, label.span, None, (figure.cells[0],)) for label, figure in pairs),
        heads=(("",),),
        place_head="",
        corner="",
        note=None,
        caption=title.whole.strip("【】[]") if title else "",
        caption_span=title.span if title else None,
        span=Span(run[0].span.start, run[-1].span.end),
    )
    return sheet, after


def _pairs(run: Sequence[Line]) -> list[tuple[Line, ...]]:
    return list(zip(run[::2], run[1::2], strict=True))


def _is_title(line: Line) -> bool:
    """数字2023, 【数读某区】."""
    return said.says(line.whole, "box") and len(line.whole) <= 20


def _is_either(line: Line) -> bool:
    return line.is_lone() and (line.sorts[0] is Sort.LABEL or _is_figure(line))


def _is_figure(line: Line) -> bool:
    return line.is_lone() and (
        line.sorts[0] is Sort.UNITED or (line.sorts[0] is Sort.BARE and line.cell(0).endswith("%"))
    )
