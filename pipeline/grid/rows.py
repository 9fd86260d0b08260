"""Tables with one line a row: label, then cells; before it a place in an order or a number.

Rows are lines whose cells are of the same sorts. Two are enough under heads, a title or a unit,
else three; cells that print units of their own need heads, for without these they read as text.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.grid import heads as said
from pipeline.grid.captions import above, opens
from pipeline.grid.lines import Line, Sort, is_unit, is_value, is_year, line_of
from pipeline.grid.sheet import Row, Sheet
from pipeline.model import Span

_PLACE = regex.compile(r"\d{1,3}\Z")
_UNITS = regex.compile(r"[（(][^（）()]{1,8}[）)]")
_WIDEST = 40
"""No newspaper prints a table of more columns."""
_SENTENCE = regex.compile(r"[。；！？，]")


class _Shape:
    """Which column holds what, by a row. Columns are counted from 0."""

    def __init__(self, line: Line) -> None:
        sorts = line.sorts
        self.width = len(sorts)
        self.dated = is_year(line.cell(0))
        self.place = (
            len(sorts) >= 3
            and _PLACE.match(line.cell(0)) is not None
            and sorts[1] is Sort.LABEL
            and not self.dated
        )
        self.label = int(self.place)
        self.values = tuple(i for i in range(self.label + 1, self.width) if is_value(sorts[i]))
        self.texts = tuple(i for i in range(self.label + 1, self.width) if sorts[i] is Sort.LABEL)

    @property
    def whole(self) -> bool:
        """Are all cells accounted for, with a label and a value?"""
        known = len(self.values) + len(self.texts) + self.label + 1
        return bool(self.values) and known == self.width <= _WIDEST

    def fits(self, line: Line) -> bool:
        """Is a line a row of this shape? A dash may stand for words and for figures."""
        if len(line.cells) != self.width:
            return False
        if self.place and not _PLACE.match(line.cell(0)):
            return False
        if is_year(line.cell(0)) != self.dated:
            return False
        if not self.dated and line.sorts[self.label] is not Sort.LABEL:
            return False
        return all(is_value(line.sorts[i]) for i in self.values) and all(
            line.sorts[i] in (Sort.LABEL, Sort.MISSING) for i in self.texts
        )


def read(lines: Sequence[Line], first: int) -> tuple[Sheet | None, int]:
    """The table whose rows begin with the line `first`, and the index behind what was looked at.

    The index is `first` where no rows begin there.
    """
    start = _first_row(lines, first)
    if start is None:
        return None, first
    shape = _Shape(start)
    heads = _Heads(lines, first, shape)
    found = [start]
    after = first + 1
    while after < len(lines):
        line = _mended(lines[after], shape)
        if shape.fits(line) and not _begins_anew(shape, found[-1], line):
            found.append(line)
            after += 1
            continue
        row = _behind_between(lines, after, shape, found[-1])
        if row is None or (len(found) < 2 and not heads.columns):
            break
        after = row
    if len(found) < 2:
        return None, first
    over = above(lines, heads.top)
    if len(found) < 3 and not (heads.columns or over.note or over.numbered):
        return None, after
    united = any(Sort.UNITED in line.sorts for line in found)
    if not heads.columns and (united or shape.place or shape.texts[1:] or shape.dated):
        return None, after
    columns = heads.columns or [("",)] * shape.width
    rows = tuple(_row(line, shape) for line in found)
    top = min(over.top if over.note or over.numbered else heads.top, heads.top)
    span = Span(lines[top].span.start, found[-1].span.end)
    return (
        Sheet(
            text=start.text,
            rows=rows,
            heads=tuple(columns[i] for i in shape.values),
            place_head=columns[0][-1] if shape.place else "",
            corner=columns[shape.label][-1],
            note=over.note,
            caption=over.caption,
            caption_span=over.caption_span,
            span=span,
        ),
        after,
    )


def _first_row(lines: Sequence[Line], first: int) -> Line | None:
    """The line as a row, mended by the width of the next; None if it is none."""
    line = lines[first]
    if line.is_lone():
        return None
    shape = _Shape(line)
    if first + 1 < len(lines):
        following = _Shape(lines[first + 1])
        if following.whole and following.width == shape.width - 1:
            mended = _mended(line, following)
            if following.fits(mended):
                return mended
    if not shape.whole or all(is_year(line.cell(i)) for i in shape.values):
        return None
    return line


def _behind_between(lines: Sequence[Line], at: int, shape: _Shape, above: Line) -> int | None:
    """The index of the next row behind one or two lines that stand between rows."""
    for row in (at + 1, at + 2):
        if row >= len(lines) or not _stands_between(lines[row - 1], shape):
            return None
        line = _mended(lines[row], shape)
        if shape.fits(line):
            return None if _begins_anew(shape, above, line) else row
    return None


def _stands_between(line: Line, shape: _Shape) -> bool:
    """Is a line a heading within a table (一、工业), or a row with an empty cell?"""
    if line.is_lone():
        return line.sorts[0] is Sort.LABEL and not opens(line)
    return (
        len(line.cells) < shape.width
        and Sort.OTHER not in line.sorts
        and any(is_value(sort) for sort in line.sorts)
    )


def _begins_anew(shape: _Shape, above: Line, line: Line) -> bool:
    """Do the places in an order begin again? Then it is another table."""
    return shape.place and int(line.cell(0)) < int(above.cell(0))


def _mended(line: Line, shape: _Shape) -> Line:
    """A row with one cell too many, where a space parts one number (1 286) or one label."""
    text = line.text
    if len(line.cells) < shape.width:
        return _with_empty(line, shape)
    if len(line.cells) != shape.width + 1 or shape.fits(line):
        return line
    for at in range(len(line.cells) - 1):
        left, right = line.cells[at], line.cells[at + 1]
        if right.start - left.end != 1:
            continue
        number = regex.fullmatch(r"[-−–+]?\d{1,3} \d{3}(?:\.\d+)?%?", text[left.start : right.end])
        label = at == shape.label and line.sorts[at] is line.sorts[at + 1] is Sort.LABEL
        if not (number or label):
            continue
        joined = (*line.cells[:at], Span(left.start, right.end), *line.cells[at + 2 :])
        mended = line_of(text, line.span, joined)
        if shape.fits(mended):
            return mended
    return line


def _with_empty(line: Line, shape: _Shape) -> Line:
    """A row in which two full-width blanks stand for a cell without anything in it."""
    cells = [line.cells[0]]
    for cell in line.cells[1:]:
        between = line.text[cells[-1].end : cell.start]
        if between.strip("\u3000"):
            return line
        empty = Span(cell.start - 1, cell.start - 1)
        cells += [empty] * (len(between) - 1) + [cell]
    if len(cells) != shape.width:
        return line
    return line_of(line.text, line.span, tuple(cells))


def _row(line: Line, shape: _Shape) -> Row:
    unit = next((line.cell(i) for i in shape.texts if is_unit(line.cell(i))), None)
    return Row(
        place=line.cells[0] if shape.place else None,
        label=line.cells[shape.label],
        unit=unit,
        values=tuple(
            None if line.sorts[i] is Sort.MISSING else line.cells[i] for i in shape.values
        ),
    )


class _Heads:
    """The heads of all columns over the first row, and the index of their first line.

    columns: for each column its heads, the upper first; empty if there are none.
    """

    def __init__(self, lines: Sequence[Line], first: int, shape: _Shape) -> None:
        self.columns: list[tuple[str, ...]] = []
        self.top = first
        at = first - 1
        if at > 0 and lines[at].is_lone() and _stands_between(lines[at], shape):
            at -= 1  # 一、工业, over the first rows
        units: list[str] = []
        if at > 0 and all(_UNITS.fullmatch(cell) for cell in _texts(lines[at])):
            units = _texts(lines[at])  # a second line of nothing but units: （亿元） （亿元）
            at -= 1
        if at < 0 or not _may_head(lines[at]):
            return
        lower = _texts(lines[at])
        values = len(shape.values)
        upper = _texts(lines[at - 1]) if at and _may_head(lines[at - 1]) else []
        merged = _merged(upper, lower, shape)
        if merged:
            columns = merged
            at -= 1
        elif len(lower) in (shape.width, shape.width - 1):
            missing = shape.width - len(lower)
            columns = [(head,) for head in [""] * missing + lower]
        else:
            return
        if len(units) > values:
            return
        for i in range(1, len(units) + 1):
            columns[-i] = (*columns[-i][:-1], columns[-i][-1] + units[-i])
        self.columns = columns
        self.top = at


def _merged(upper: list[str], lower: list[str], shape: _Shape) -> list[tuple[str, ...]]:
    """Heads over heads: each of the upper stands over as many of the lower, which repeat."""
    values = len(shape.values)
    texts = shape.width - values
    groups = len(upper) - texts
    if len(lower) == shape.width:
        groups, corners = len(upper), [(head,) for head in lower[:texts]]
        if groups < 2:
            return []  # a caption
    elif len(lower) == values:
        corners = [(head,) for head in upper[:texts]]
        upper = upper[texts:]
    else:
        return []
    if groups < 1 or (groups == 1 and not said.is_timed(upper[-1])):
        return []
    if values % groups or values == groups or shape.values[0] != texts:
        return []
    each = values // groups
    lower = lower[-values:]
    if groups > 1 and any(lower[i : i + each] != lower[:each] for i in range(0, values, each)):
        return []
    return corners + [(upper[i // each], head) for i, head in enumerate(lower)]


def _texts(line: Line) -> list[str]:
    return list(line.words)


def _may_head(line: Line) -> bool:
    """No figures but years, no sentence."""
    return all(
        (sort in (Sort.LABEL, Sort.OTHER) or is_year(line.cell(i)) or said.is_timed(line.cell(i)))
        and not _SENTENCE.search(line.cell(i))
        for i, sort in enumerate(line.sorts)
    )
