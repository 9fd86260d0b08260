"""Tables that were flattened to lines: rows, columns and the unit that stands in a heading.

Two shapes are read. One line a row: label, then cells parted by white space. One line a cell:
the column heads one under the other, then label, numbers, label, numbers, … A table needs two
rows at least, each with as many numbers as the others, under a title, a unit or column heads;
without any of these it needs three.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import patterns as regex
from pipeline.model import Span

_NUMBER = regex.compile(r"[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?\Z")
_UNIT_NOTE = regex.compile(r"[（(]?(?:计量)?单位[：:为]\s*(?P<unit>[^）)，。\s]{1,12})[）)]?")
_UNIT_IN_HEAD = regex.compile(r"[（(](?P<unit>[^）)]{1,8})[）)]\Z")
_CELL = regex.compile(r"[^\s\u3000|｜]+")
_GROWTH = regex.compile(r"增长|增速|增幅|同比|环比|涨跌幅|±|增减|升降")
_SHARE = regex.compile(r"占比|比重|构成|份额|所占")
_MAX_LABEL = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table. sort: `level`, `growth` or `share`. unit: as printed, or None."""

    span: Span
    label: str
    column: str
    unit: str | None
    sort: str
    title: str


@dataclass(frozen=True, slots=True)
class Table:
    """A flattened table: its numbers, and the stretch of text from its title to its last row."""

    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    cells: tuple[Span, ...]

    def cell(self, index: int) -> str:
        span = self.cells[index]
        return self.text[span.start - self.start : span.end - self.start]


def cells(text: str) -> list[Cell]:
    """The numbers of all flattened tables in a text, in order. Offsets count in `text`."""
    return [cell for table in tables(text) for cell in table.cells]


def tables(text: str) -> list[Table]:
    """All flattened tables of a text, in order."""
    lines = _lines(text)
    out: list[Table] = []
    index = 0
    while index < len(lines):
        found, after, top = _rows(lines, index)
        if not found:
            found, after, top = _stacked(lines, index)
        if found:
            last = lines[after - 1]
            out.append(Table(tuple(found), Span(lines[top].start, last.start + len(last.text))))
            index = after
        else:
            index += 1
    return out


def _lines(text: str) -> list[_Line]:
    out = []
    start = 0
    for line in text.split("\n"):
        spans = tuple(Span(start + m.start(), start + m.end()) for m in _CELL.finditer(line))
        if spans:
            out.append(_Line(start, line, spans))
        start += len(line) + 1
    return out


def _is_label(text: str) -> bool:
    return (
        len(text) <= _MAX_LABEL
        and bool(regex.search(r"\p{Han}|[A-Za-z]", text))
        and not regex.search(r"[。；！？，]", text)
    )


# ------------------------------------------------------------------ one line a row


def _numbers_of(line: _Line) -> tuple[int, ...]:
    return tuple(i for i in range(len(line.cells)) if _NUMBER.match(line.cell(i)))


def _is_row(line: _Line) -> bool:
    numbers = _numbers_of(line)
    return (
        len(line.cells) >= 2
        and bool(numbers)
        and numbers[-1] == len(line.cells) - 1
        and numbers[0] >= 1
        and numbers == tuple(range(numbers[0], len(line.cells)))
        and all(_is_label(line.cell(i)) for i in range(numbers[0]))
        and numbers[0] <= 2
    )


def _rows(lines: list[_Line], first: int) -> tuple[list[Cell], int, int]:
    """A run of rows with the same number of columns from `first` on."""
    if not _is_row(lines[first]):
        return [], first, first
    width = len(lines[first].cells)
    last = first
    while last < len(lines) and _is_row(lines[last]) and len(lines[last].cells) == width:
        last += 1
    if last - first < 2:
        return [], first, first
    texts = _numbers_of(lines[first])[0]
    head = lines[first - 1] if first else None
    heads: list[str] = []
    if head is not None and len(head.cells) in (width, width - 1) and not _numbers_of(head):
        heads = [head.cell(i) for i in range(len(head.cells))]
        heads = [""] * (width - len(heads)) + heads
    note, title, top = _above(lines, first)
    if last - first < 3 and not (heads or note or title):
        return [], first, first
    out = []
    for line in lines[first:last]:
        label = line.cell(0)
        row_unit = line.cell(1) if texts == 2 else None
        for i in range(texts, width):
            column = heads[i] if heads else ""
            out.append(_cell(line.cells[i], label, column, row_unit, note, title, line.cell(i)))
    return out, last, min(top, first - 1 if heads else first)


# ------------------------------------------------------------------ one line a cell


def _stacked(lines: list[_Line], first: int) -> tuple[list[Cell], int, int]:
    """Label and numbers one under the other, `count` numbers after each label."""
    if not _is_lone(lines[first], number=False):
        return [], first, first
    count = 0
    while first + 1 + count < len(lines) and _is_lone(lines[first + 1 + count], number=True):
        count += 1
    if not 1 <= count <= 6:
        return [], first, first
    groups = []
    index = first
    while index + count < len(lines) and _is_lone(lines[index], number=False):
        following = lines[index + 1 : index + 1 + count]
        if not all(_is_lone(line, number=True) for line in following):
            break
        after = index + 1 + count
        if after < len(lines) and _is_lone(lines[after], number=True):
            break
        groups.append((lines[index], following))
        index = after
    if len(groups) < 2:
        return [], first, first
    heads: list[str] = []
    above = first - 1
    while above >= 0 and len(heads) < count and _is_lone(lines[above], number=False):
        heads.insert(0, lines[above].text.strip())
        above -= 1
    if len(heads) < count:
        heads = [""] * count
        above = first - 1
    note, title, top = _above(lines, above + 1)
    named = any(_GROWTH.search(head) or _SHARE.search(head) for head in heads)
    if len(groups) < 3 and not (named or note or title):
        return [], first, first
    top = min(top, above + 1)
    if above >= 0 and _is_lone(lines[above], number=False) and (named or note):
        top = min(top, above)  # the head over the labels
    out = []
    for label, following in groups:
        for column, line in zip(heads, following, strict=True):
            out.append(
                _cell(line.cells[0], label.text.strip(), column, None, note, title, line.cell(0))
            )
    return out, index, top


def _is_lone(line: _Line, *, number: bool) -> bool:
    if len(line.cells) != 1:
        return False
    is_number = bool(_NUMBER.match(line.cell(0)))
    return is_number if number else not is_number and _is_label(line.text.strip())


# ------------------------------------------------------------------ units and titles


def _above(lines: list[_Line], first: int) -> tuple[str | None, str, int]:
    """The unit note and the title above a table, and the line that the first of them stands in."""
    note: str | None = None
    title = ""
    top = first
    for index in range(first - 1, max(-1, first - 7), -1):
        text = lines[index].text
        found = _UNIT_NOTE.search(text)
        if found and note is None and len(text) <= 40:
            note, top = found["unit"], index
        if regex.match(r"\s*(?:附?表|图)\s?[\d一二三四五六七八九十]", text) and len(text) <= 40:
            return note, text.strip(), index
    return note, title, top


def _cell(
    span: Span, label: str, column: str, row_unit: str | None, note: str | None, title: str,
    printed: str,
) -> Cell:  # fmt: skip
    sort = "level"
    unit = row_unit or note
    inside = _UNIT_IN_HEAD.search(column)
    if _GROWTH.search(column):
        sort, unit = "growth", "%"
    elif _SHARE.search(column):
        sort, unit = "share", "%"
    if inside and sort == "level":
        unit = inside["unit"]
    of_label = _UNIT_IN_HEAD.search(label)
    if of_label and sort == "level":
        unit = of_label["unit"]
    if printed.endswith("%"):
        unit = "%"
    clean = regex.sub(r"\A(?:[#＃*＊]|其中[：:]?|[一二三四五六七八九十]+、|\d+[.、])\s*", "", label)
    clean = _UNIT_IN_HEAD.sub("", clean) or clean
    column = _UNIT_IN_HEAD.sub("", column)
    return Cell(span, clean, column, unit, sort, title)
