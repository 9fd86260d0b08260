"""Tables with one line a cell: heads one under the other, then label, values, label, values, …

A place in an order may stand before each label, a unit behind it. Where what stands over the
values is what heads say (2022年, 2023年, 增速), the table was read column by column: the labels are
in the stack above.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.grid import heads as said
from pipeline.grid.captions import above
from pipeline.grid.lines import Line, Sort, is_unit, is_value
from pipeline.grid.sheet import Row, Sheet
from pipeline.model import Span

_MOST = 8
"""So many values a record has at most."""
_PLACE = regex.compile(r"\d{1,3}\Z")


@dataclass(frozen=True, slots=True)
class _Record:
    place: Line | None
    label: Line
    unit: Line | None
    values: tuple[Line, ...]

    @property
    def shape(self) -> tuple[bool, bool, int]:
        return self.place is not None, self.unit is not None, len(self.values)


def read(lines: Sequence[Line], first: int) -> tuple[Sheet | None, int]:
    """The table whose records begin with the line `first`, and the index behind what was read.

    The index is `first` where no records begin there.
    """
    found, after = _records(lines, first)
    if len(found) < 2:
        return None, first
    stack = _stack(lines, first, found)
    over = above(lines, stack.top)
    headed = (
        stack.turned
        or bool(stack.corner)
        or any(said.is_head(head) or said.unit_in(head) for head in stack.heads)
    )
    if len(found) < 3 and not (headed or over.note or over.numbered):
        return None, after
    united = any(v.sorts[0] is Sort.UNITED for record in found for v in record.values)
    if not headed and (united or found[0].place is not None):
        return None, after
    rows, heads = (_turned(found, stack) if stack.turned else (
        tuple(_row(record) for record in found), tuple((head,) for head in stack.heads)
    ))  # fmt: skip
    top = stack.top
    if (headed or over.note) and top and stack.corner == "" and lines[top - 1].is_lone() and (
        lines[top - 1].sorts[0] is Sort.LABEL
    ):  # fmt: skip
        top -= 1  # the head over the labels
    top = min(over.top, top) if over.note or over.numbered else top
    sheet = Sheet(
        text=lines[0].text,
        rows=rows,
        heads=heads,
        place_head=stack.place,
        corner=stack.corner,
        note=over.note,
        caption=over.caption,
        caption_span=over.caption_span,
        span=Span(lines[top].span.start, lines[after - 1].span.end),
    )
    return sheet, after


def _records(lines: Sequence[Line], first: int) -> tuple[list[_Record], int]:
    """Records of one shape from the line `first` on, and the index behind the last."""
    start = _record(lines, first, None)
    if start is None:
        return [], first
    found, after = [start], first + _length(start)
    while (following := _record(lines, after, start.shape)) is not None:
        if start.place and following.place and not _counts_on(found[-1], following):
            break
        found.append(following)
        after += _length(following)
    return found, after


def _record(lines: Sequence[Line], at: int, shape: tuple[bool, bool, int] | None) -> _Record | None:
    """The record that begins with the line `at`; of a known shape, or of any if None."""
    place: Line | None = None
    if shape[0] if shape else _is_place(lines, at):
        if not _is_place(lines, at):
            return None
        place = lines[at]
        at += 1
    if not _is_label(lines, at):
        return None
    label = lines[at]
    at += 1
    unit: Line | None = None
    if _is_label(lines, at) and is_unit(lines[at].cell(0)):
        unit = lines[at]
        at += 1
    count = 0
    most = shape[2] if shape else _MOST
    while count < most and _is_value(lines, at + count):
        count += 1
    record = _Record(place, label, unit, tuple(lines[at : at + count]))
    if not count or (shape is not None and record.shape != shape):
        return None
    behind = at + count
    if _is_value(lines, behind) and not (place is not None and _is_place(lines, behind)):
        return None if shape is not None or place is None else _by_place(lines, record)
    if place is not None and count > 1 and not _is_value(lines, behind):
        return _by_place(lines, record) if shape is None else record
    return record


def _by_place(lines: Sequence[Line], record: _Record) -> _Record:
    """A first record whose last value is the place of the next one: 1 label 46.2 | 2 label 12.4."""
    assert record.place is not None
    last = record.values[-1]
    follows = int(record.place.cell(0)) + 1
    if _PLACE.match(last.cell(0)) and int(last.cell(0)) == follows:
        return _Record(record.place, record.label, record.unit, record.values[:-1])
    return record


def _length(record: _Record) -> int:
    return sum(map(bool, record.shape[:2])) + 1 + len(record.values)


def _counts_on(above: _Record, record: _Record) -> bool:
    assert above.place is not None and record.place is not None
    return 0 <= int(record.place.cell(0)) - int(above.place.cell(0)) <= 2


def _is_label(lines: Sequence[Line], at: int) -> bool:
    return 0 <= at < len(lines) and lines[at].is_lone() and lines[at].sorts[0] is Sort.LABEL


def _is_value(lines: Sequence[Line], at: int) -> bool:
    return 0 <= at < len(lines) and lines[at].is_lone() and is_value(lines[at].sorts[0])


def _is_place(lines: Sequence[Line], at: int) -> bool:
    """A small whole number before a label."""
    return (
        _is_value(lines, at)
        and _PLACE.match(lines[at].cell(0)) is not None
        and _is_label(lines, at + 1)
    )


@dataclass(frozen=True, slots=True)
class _Stack:
    """heads: of the columns.  turned: the stack holds the labels, the records the columns.

    top: index of the first line of the heads.
    """

    heads: tuple[str, ...]
    labels: tuple[Line, ...]
    corner: str
    place: str
    top: int
    turned: bool


def _stack(lines: Sequence[Line], first: int, found: Sequence[_Record]) -> _Stack:
    """The heads over the first record, or the labels of a table that was read by columns."""
    count = len(found[0].values)
    top = first
    while top > 0 and first - top < count and _is_label(lines, top - 1):
        top -= 1
    stack = tuple(lines[top:first])
    if len(stack) < count:
        return _Stack(("",) * count, (), "", "", first, False)
    texts = tuple(line.whole for line in stack)
    turned = (
        count > 1
        and all(said.is_head(record.label.whole) for record in found)
        and not any(said.is_head(text) for text in texts)
    )
    if count == 1 and not said.is_head(texts[0]) and not said.unit_in(texts[0]):
        under = lines[top - 1].whole if _is_label(lines, top - 1) else ""
        if not said.is_corner(under):
            return _Stack(("",), (), "", "", first, False)  # a caption
    corner, place = "", ""
    if found[0].unit is not None and top and said.says(lines[top - 1].whole, "unit"):
        top -= 1
    if _is_label(lines, top - 1) and said.is_corner(lines[top - 1].whole):
        corner = lines[top - 1].whole
        top -= 1
    if found[0].place is not None and _is_label(lines, top - 1):
        place = lines[top - 1].whole
        top -= 1
    return _Stack(texts, stack, corner, place, top, turned)


def _row(record: _Record) -> Row:
    return Row(
        place=record.place.cells[0] if record.place else None,
        label=_whole(record.label),
        unit=record.unit.cell(0) if record.unit else None,
        values=tuple(
            None if line.sorts[0] is Sort.MISSING else line.cells[0] for line in record.values
        ),
    )


def _turned(
    found: Sequence[_Record], stack: _Stack
) -> tuple[tuple[Row, ...], tuple[tuple[str, ...], ...]]:
    """Rows of a table that was read column by column."""
    columns = [_row(record).values for record in found]
    rows = tuple(
        Row(None, _whole(label), None, tuple(column[i] for column in columns))
        for i, label in enumerate(stack.labels)
    )
    return rows, tuple((record.label.whole,) for record in found)


def _whole(line: Line) -> Span:
    return line.cells[0]
