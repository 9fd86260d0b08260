"""Facts of flattened tables: the row says of whom or of what, the column says which number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline import patterns as regex
from pipeline.facts.column_times import of_column, told, year_of
from pipeline.facts.lexicon import words
from pipeline.facts.sections import Section
from pipeline.facts.view import Named
from pipeline.grid import Cell, Table
from pipeline.grid import heads as said
from pipeline.model import Entity, EntityType, Fact, Kind, Modality, Quantity, Role, Span

_KINDS: Mapping[str, Kind] = {
    "level": Kind.LEVEL,
    "growth": Kind.GROWTH,
    "change": Kind.CHANGE,
    "share": Kind.SHARE,
    "rank": Kind.RANK,
}
_OWNERS = (EntityType.ZONE, EntityType.COMPANY, EntityType.PLACE, EntityType.ORG)
_COMPLETE = regex.compile(
    r"(?:量|额|数|率|值|价|收入|支出|面积|利润|投资|存款|贷款|人口|总额|余额|用电|外资|税收|产值|销售|"
    r"进口|出口|进出口|增速|强度|能耗|GDP)\Z"
)
_CONFIDENCE = Decimal("0.85")
_RATE = regex.compile(
    r"(?:[较比](?:上|去|年初|前)[年月周季日]?末?|同比|环比|[年月季]增率?|同期|年均|累计|名义|实际)*"
    r"(?:增长率?|增速|增幅|增减[额量]?|升降|涨跌[幅额]?|涨幅|跌幅|降幅|下降|成长率?|"
    r"增量|增[加长]额|净增|增加|变[动化]|占比|比重|±)*\Z"
)
_SHARE_OF = regex.compile(r"(?P<what>.*?)占(?P<of>.{1,10}?)(?:的)?(?:比重|比例|份额|比)\Z")
_CONTEST = regex.compile(
    r"(?:居|列|位居|位列)?(?P<of>全[国省市区球]|世界|全球)(?:的)?(?:排名|位次|排位)?\Z"
)
_REFERENCE = regex.compile(r"同比|环比|上年|去年|上月")


class Tables:
    """The tables of one article, and whose and when their captions say they are.

    names: those of the article, in order.  page_date: EDTF day or None.
    """

    def __init__(self, tables: Sequence[Table], names: Sequence[Named], page_date: str | None):
        cells = [cell for table in tables for cell in table.cells]
        self._cells = cells
        self._starts = [cell.span.start for cell in cells]
        owners = [name for name in names if name.entity.type in _OWNERS]
        self._called = {name.mention.text: name.entity for name in owners}
        captions = {cell.caption_span for cell in cells if cell.caption_span is not None}
        self._named: dict[Span, list[Named]] = {
            span: [name for name in owners if span.contains(name.span)] for span in captions
        }
        self._owned = {
            cell.row_span for table in tables if self._of_owners(table) for cell in table.cells
        }
        self._page_date = page_date

    def _of_owners(self, table: Table) -> bool:
        """Do the labels say whom each row is about, by the head over them or a name among them?"""
        corner = table.cells[0].corner if table.cells else ""
        if said.stands_over(corner, "owner"):
            return True
        named = said.stands_over(corner, "name")
        return named and any(cell.row in self._called for cell in table.cells)

    def within(self, span: Span) -> Sequence[Cell]:
        """The cells whose figures lie in a span."""
        first = bisect_left(self._starts, span.start)
        return self._cells[first : bisect_left(self._starts, span.end)]

    def facts(
        self,
        sentence: Span,
        quantities: Iterable[Quantity],
        section: Section,
        main: Entity | None,
    ) -> list[Fact]:
        """The facts of the cells that lie in `sentence`, a line of a table.

        quantities: those of the line.  main: whom the text is about.
        """
        facts = [q for q in quantities if q.role is Role.FACT and q.value is not None]
        out = []
        for cell in self.within(sentence):
            quantity = next((q for q in facts if is_in(q, cell)), None)
            if quantity is not None and cell.sort in _KINDS:
                out.append(self._fact(cell, quantity, sentence, section, main))
        return out

    def _fact(
        self, cell: Cell, quantity: Quantity, sentence: Span, section: Section, main: Entity | None
    ) -> Fact:
        about = self._captioned(cell) or main
        subject = about.canonical if about else None
        column = next((self._called[h] for h in cell.heads if h in self._called), None)
        entity = self._called.get(cell.row)
        total = said.says(cell.row, "total")
        owned = not total and (
            cell.row_span in self._owned
            or (entity is not None and (bool(cell.heads) or bool(cell.caption)))
        )
        if owned:
            about, subject = entity, entity.canonical if entity else cell.row
        elif column is not None:
            about, subject = column, column.canonical
        kind, value = _KINDS[cell.sort], quantity.value
        if cell.united:
            kind = _kind_of(quantity, cell, kind)
        counted = owned or (total and cell.row_span in self._owned)
        if counted or _is_when(cell):
            indicator = _counted(cell, self._unnamed(cell))
        else:
            indicator = _indicator(cell, kind, column)
        assert value is not None
        if cell.falls and value > 0 and kind in (Kind.GROWTH, Kind.CHANGE):
            value = -value
        share = _SHARE_OF.match(indicator)
        reference = _reference(cell)
        if kind is Kind.SHARE and share is not None:
            indicator, reference = share["what"] or indicator, share["of"]
        return Fact(
            quantity=quantity,
            sentence=sentence,
            subject=subject,
            subject_type=about.type if about else None,
            indicator=indicator,
            kind=kind,
            value=value,
            unit=quantity.unit,
            base_unit=quantity.base_unit,
            qualifier=quantity.qualifier,
            period=self._period(cell, section),
            reference=reference,
            modality=_modality(cell, section),
            rule="表格",
            confidence=_CONFIDENCE,
        )

    def _captioned(self, cell: Cell) -> Entity | None:
        """The zone, company or place that a table's caption names first."""
        inside = self._named[cell.caption_span] if cell.caption_span is not None else []
        return next((n.entity for n in inside if n.entity.type is not EntityType.ORG), None)

    def _unnamed(self, cell: Cell) -> str:
        """A caption without the names in it."""
        caption = cell.caption
        for name in self._named.get(cell.caption_span, ()) if cell.caption_span else ():
            caption = caption.replace(name.mention.text, "")
        return caption

    def _period(self, cell: Cell, section: Section) -> str | None:
        """The time of column, row or caption; a growth beside two years lies between them."""
        caption = told(cell.caption)
        fallback = year_of(self._page_date, caption.part)
        in_section = section.period[:4] if section.period else None
        base = caption.within(in_section or fallback) if caption else section.period
        row = told(cell.row) if said.is_timed(cell.row) else None
        if row:
            base = row.within(base[:4] if base else year_of(self._page_date, row.part))
        if cell.times and cell.sort != "level":
            found = [self._of_heads((head,), base) for head in cell.times]
            ends = sorted({when for when in found if when is not None})
            years = all(regex.fullmatch(r"\d{4}", when) for when in ends)
            between = cell.sort in ("growth", "change") and years and len(ends) == 2
            if between and not _REFERENCE.search("".join(cell.heads)):
                return "/".join(ends)
            return ends[-1] if ends else None
        return self._of_heads(cell.heads, base)

    def _of_heads(self, heads: tuple[str, ...], base: str | None) -> str | None:
        part = told("".join(heads)).part
        return of_column(heads, base, year_of(self._page_date, part))


def is_in(quantity: Quantity, cell: Cell) -> bool:
    """Is a number what a cell holds?"""
    return cell.span.contains(quantity.span) or quantity.span.contains(cell.span)


def _is_when(cell: Cell) -> bool:
    """Is the row labelled with a time: 2021年 421.3?"""
    return said.is_timed(cell.row)


def _indicator(cell: Cell, kind: Kind, owner: Entity | None) -> str:
    """What a row measures, where its label says so, alone or with the head of the column."""
    label = cell.row
    if kind in (Kind.GROWTH, Kind.RANK):
        label = _RATE.sub("", _CONTEST.sub("", label)) or label
    measure = cell.measure
    if cell.sort == "level":
        own = [said.untimed(head) for head in cell.heads if not said.is_generic(head)]
        measure = own[-1] if own and owner is None else ""
    if not measure or said.stands_over(cell.corner, "item") or _COMPLETE.search(label):
        return label
    known = said.stands_over(cell.corner, "branch") or measure in words("measure")
    if known or _COMPLETE.search(measure):
        return label + measure.removeprefix(label)
    return label


def _counted(cell: Cell, caption: str) -> str:
    """What the numbers of a row with an owner are: its column's head, or the caption's measure.

    caption: without names.
    """
    heads = [head for head in cell.heads if not said.is_timed(head)]
    if cell.sort == "rank":
        return cell.measure or said.measure_in(caption, ranked=True) or "".join(heads)
    told_of = [
        _RATE.sub("", head) if cell.sort != "level" else head for head in map(said.untimed, heads)
    ]
    own = [head for head in told_of if head and not said.is_generic(head)]
    if own and cell.sort == "share" and (share := _SHARE_OF.match(own[-1])) and not share["what"]:
        own.pop()
    return (
        (own[-1] if own else "")
        or cell.measure
        or said.measure_in(caption)
        or (heads[-1] if heads else cell.row)
    )


def _kind_of(quantity: Quantity, cell: Cell, kind: Kind) -> Kind:
    """The kind of a number with a unit of its own: 第4位 is a rank, 5.6% what the label says."""
    if quantity.dimension == "rank":
        return Kind.RANK
    if quantity.dimension == "percent" and kind is Kind.LEVEL:
        if said.says(cell.row, "share"):
            return Kind.SHARE
        if said.says(cell.row, "growth"):
            return Kind.GROWTH
    return kind


def _modality(cell: Cell, section: Section) -> Modality:
    """A head may say plan or result; else the heading over the table does."""
    heads = "".join(cell.heads)
    if said.says(heads, "target"):
        return Modality.TARGET
    if said.says(heads, "done") or not section.goal:
        return Modality.ACTUAL
    return Modality.TARGET


def _reference(cell: Cell) -> str | None:
    heads = "".join(cell.heads)
    if cell.sort == "share":
        share = _SHARE_OF.search(heads)
        return share["of"] if share else None
    if cell.sort == "rank":
        contest = _CONTEST.search(cell.row) or _CONTEST.search(heads)
        return contest["of"] if contest else None
    found = _REFERENCE.search(heads) or _REFERENCE.search(cell.row)
    return found.group() if found and cell.sort == "growth" else None
