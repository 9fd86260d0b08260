"""Facts of flattened tables: the row says of what, the column says which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline import patterns as regex
from pipeline.facts.lexicon import words
from pipeline.facts.sections import Section
from pipeline.grid import Cell
from pipeline.model import Entity, Fact, Kind, Modality, Quantity, Role, Span

_KINDS: Mapping[str, Kind] = {
    "level": Kind.LEVEL,
    "growth": Kind.GROWTH,
    "share": Kind.SHARE,
}
_COMPLETE = regex.compile(
    r"(?:量|额|数|率|值|价|收入|支出|面积|利润|投资|存款|贷款|人口|总额|余额)\Z"
)
_CONFIDENCE = Decimal("0.85")


def of_cells(
    cells: Sequence[Cell],
    quantities: Sequence[Quantity],
    section: Section,
    main: Entity | None,
    sentence: Span,
) -> list[Fact]:
    """The facts of the cells that lie in `sentence`, a line of a table."""
    by_start = {q.span.start: q for q in quantities if q.role is Role.FACT}
    out = []
    for cell in cells:
        quantity = by_start.get(cell.span.start)
        if quantity is None or quantity.value is None or not sentence.contains(cell.span):
            continue
        out.append(
            Fact(
                quantity=quantity,
                sentence=sentence,
                subject=main.canonical if main else None,
                subject_type=main.type if main else None,
                indicator=_indicator(cell),
                kind=_KINDS[cell.sort],
                value=quantity.value,
                unit=quantity.unit,
                base_unit=quantity.base_unit,
                qualifier=quantity.qualifier,
                period=_period(cell, section),
                reference=_reference(cell),
                modality=Modality.TARGET if section.goal else Modality.ACTUAL,
                rule="表格",
                confidence=_CONFIDENCE,
            )
        )
    return out


def _indicator(cell: Cell) -> str:
    if cell.column in words("measure") and not _COMPLETE.search(cell.label):
        return cell.label + cell.column
    return cell.label


def _period(cell: Cell, section: Section) -> str | None:
    year = regex.search(r"(?<!\d)((?:19|20)\d\d)年", cell.column) or regex.search(
        r"(?<!\d)((?:19|20)\d\d)年", cell.title
    )
    return year[1] if year else section.period


def _reference(cell: Cell) -> str | None:
    found = regex.search(r"同比|环比|上年|去年|上月", cell.column)
    return found.group() if found and cell.sort == "growth" else None
