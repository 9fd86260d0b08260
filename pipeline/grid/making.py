"""Sheets → cells: of which kind a number is, in what unit, and what a growth is the growth of."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.grid import heads as said
from pipeline.grid.lines import Sort, figures_in, is_year, sort_of, words
from pipeline.grid.sheet import Cell, Row, Sheet
from pipeline.model import Span

_RATE = regex.compile(r"(?:率|比重|占比|强度|增速|增幅|增长)\Z")
_COUNTS = regex.compile(r"(?:[户家人件个项]?数|数量)\Z")
"""What is counted is no money, whatever the note says of the other rows."""
_PERCENT = frozenset(("%", "％"))


def cells_of(sheet: Sheet) -> Iterator[Cell]:
    """The cells of a sheet that hold a number, in the order of the text."""
    found: list[Cell] = []
    above: str | None = None
    for row in sheet.rows:
        printed = words(sheet.text, row.label)
        unit = said.unit_in(printed) or row.unit
        if unit is None and said.is_within(printed):
            unit = above
        above = unit
        found.extend(_row(sheet, row, said.label(printed), unit))
    return iter(sorted(found, key=lambda cell: cell.span))


def _row(sheet: Sheet, row: Row, label: str, unit: str | None) -> Iterator[Cell]:
    def cell(
        span: Span, sort: str, unit: str | None, heads: tuple[str, ...], measure: str = "",
        *, times: tuple[str, ...] = (), united: bool = False, falls: bool = False,
    ) -> Cell:  # fmt: skip
        return Cell(
            span, sort, unit, united, falls, label, row.label, heads, sheet.corner, measure, times,
            sheet.caption, sheet.caption_span,
        )  # fmt: skip

    if row.place is not None:
        ranks = said.says(sheet.place_head, "rank")
        yield cell(row.place, "rank" if ranks else "item", None, (sheet.place_head,))
    measure, group = "", ""
    times: tuple[str, ...] = ()
    side_by_side = False
    of_all = said.unit_in(sheet.caption)
    for place, printed_heads in zip(row.values, sheet.heads, strict=True):
        if len(printed_heads) > 1 and printed_heads[0] != group:
            measure, group = "", printed_heads[0]
        heads = tuple(head for head in map(said.bare, printed_heads) if head)
        own = next((u for head in reversed(printed_heads) if (u := said.unit_in(head))), None)
        sort = _sort(heads, own)
        timed = any(said.untimed(head) != head for head in heads)
        if timed:
            times = (*times, "".join(heads)) if side_by_side else ("".join(heads),)
        side_by_side = timed
        if sort == "level":
            told = [said.untimed(head) for head in heads if not said.is_generic(head)]
            measure = told[-1] if told else "" if all(map(said.is_timed, heads)) else measure
        if place is None:
            continue
        text = sheet.text[place.start : place.end]
        if is_year(text) and any(head in said.of_class("time") for head in heads):
            continue  # 成立年份
        united = sort_of(text) is Sort.UNITED
        figures, falls = (place, False) if united else figures_in(sheet.text, place)
        if united:
            sort = _united(sort, text)
        of_label = _of_label(label, text, unit)
        if sort == "level" and (of_label or (falls and text.endswith("%"))):
            sort = of_label or "growth"
        falls = falls or (sort in ("growth", "change") and _falls(heads, label))
        measured = None if united else _unit(sort, text, own, unit, sheet.note, of_all, label)
        yield cell(
            figures,
            sort,
            measured,
            heads,
            measure,
            times=() if timed else times,
            united=united,
            falls=falls,
        )


def _sort(heads: tuple[str, ...], unit: str | None) -> str:
    """What kind of numbers a column holds, by its heads and the unit in them."""
    said_all = "".join(head.replace("增加值", "") for head in heads)
    if any(head in said.of_class("code") for head in heads):
        return "code"
    if unit is not None and unit not in (*_PERCENT, "倍"):
        changes = said.says(said_all, "gain") or said.says(said_all, "growth")
        return "change" if changes and not said.says(said_all, "target") else "level"
    if said.says(said_all, "rank"):
        return "rank"
    if said.says(said_all, "share"):
        return "share"
    if said.says(said_all, "growth"):
        return "growth"
    if said.says(said_all, "gain"):
        return "growth" if unit is not None else "change"
    return "level"


def _united(sort: str, text: str) -> str:
    """A cell with its own unit under a head of growth changes by so much."""
    if text.endswith("倍"):
        return sort
    return "change" if sort in ("growth", "change") else "level" if sort == "share" else sort


def _of_label(label: str, text: str, unit: str | None) -> str:
    """The kind that a row's label gives to all its numbers: GDP增速（%）, 综合排名."""
    if said.says(label, "rank") and regex.fullmatch(r"第?\d{1,3}[位名]?", text):
        return "rank"
    if unit not in _PERCENT and not text.endswith("%"):
        return ""
    if said.says(label, "share"):
        return "share"
    return "growth" if said.says(label.replace("增加值", ""), "growth") else ""


def _falls(heads: tuple[str, ...], label: str) -> bool:
    told = "".join((*heads, label))
    return said.says(told, "fall") and regex.search(r"涨跌|升降|增减|[+＋±]", told) is None


def _unit(
    sort: str, text: str, own: str | None, of_row: str | None, note: str | None,
    of_all: str | None, label: str,
) -> str | None:  # fmt: skip
    """The unit that heads, label, note or caption give to a number, in this order."""
    if sort in ("rank", "item", "code"):
        return None
    if text.endswith("%"):
        return "%"
    if sort in ("growth", "share"):
        return own or "%"
    if sort == "change":
        return own or of_row or _of_note(note, label)
    return of_row or own or _of_note(note, label) or of_all


def _of_note(note: str | None, label: str) -> str | None:
    """The unit in a note; of several (亿元、%) the one that a label asks for."""
    parts = regex.split(r"[、，,/；;]", note) if note else []
    rates = [part for part in parts if part in _PERCENT]
    others = [part for part in parts if part not in _PERCENT]
    if _COUNTS.search(label):
        others = [part for part in others if not part.endswith("元")]
        rates = []
    if rates and _RATE.search(label):
        return "%"
    return others[0] if others else "%" if rates else None
