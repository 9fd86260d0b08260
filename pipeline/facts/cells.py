"""Facts of flattened tables: the row says of what, the column says which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline import patterns as regex
from pipeline.facts.lexicon import words
from pipeline.facts.sections import Section
from pipeline.facts.view import Named
from pipeline.grid import Cell
from pipeline.model import Entity, EntityType, Fact, Kind, Modality, Quantity, Role, Span

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
    names: Sequence[Named] = (),
) -> list[Fact]:
    """The facts of the cells that lie in `sentence`, a line of a table.

    names: those in the sentence; a row that is labelled with one is about that.
    """
    row = [cell for cell in cells if sentence.contains(cell.span)]
    years = list(dict.fromkeys(y for cell in row if (y := _year(cell.column))))
    by_start = {q.span.start: q for q in quantities if q.role is Role.FACT}
    out = []
    for cell in cells:
        quantity = by_start.get(cell.span.start)
        if quantity is None or quantity.value is None or not sentence.contains(cell.span):
            continue
        owner = _owner(cell, names)
        about = owner or main
        out.append(
            Fact(
                quantity=quantity,
                sentence=sentence,
                subject=about.canonical if about else None,
                subject_type=about.type if about else None,
                indicator=cell.column if owner is not None else _indicator(cell),
                kind=_KINDS[cell.sort],
                value=quantity.value,
                unit=quantity.unit,
                base_unit=quantity.base_unit,
                qualifier=quantity.qualifier,
                period=_period(cell, section, years),
                reference=_reference(cell),
                modality=Modality.TARGET if section.goal else Modality.ACTUAL,
                rule="表格",
                confidence=_CONFIDENCE,
            )
        )
    return out


def _indicator(cell: Cell) -> str:
    if (
        cell.sort == "level"
        and cell.column in words("measure")
        and not _COMPLETE.search(cell.label)
    ):
        return cell.label + cell.column
    return cell.label


_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|\Z)")


def _year(head: str) -> str | None:
    found = _YEAR.search(head)
    return found[1] if found else None


def _owner(cell: Cell, names: Sequence[Named]) -> Entity | None:
    """The zone, company or place that labels a row, where the columns say what is counted."""
    if not cell.column or _year(cell.column):
        return None
    return next(
        (
            n.entity
            for n in names
            if n.mention.text == cell.label and n.entity.type is not EntityType.PERSON
        ),
        None,
    )


def _period(cell: Cell, section: Section, years: Sequence[str] = ()) -> str | None:
    """The year of the column; a growth beside two years is from the one to the other."""
    own = _year(cell.column) or (None if years else _year(cell.title))
    if own is None and cell.sort == "growth" and years:
        return "/".join(sorted(years)) if len(years) == 2 else max(years)
    return own or section.period


def _reference(cell: Cell) -> str | None:
    found = regex.search(r"同比|环比|上年|去年|上月", cell.column)
    return found.group() if found and cell.sort == "growth" else None
