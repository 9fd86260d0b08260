"""Numbers in flattened tables: their unit stands in a heading, a unit column or a note."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline import grid
from pipeline import patterns as regex
from pipeline.model import Qualifier, Quantity, Role
from pipeline.quantities import units
from pipeline.quantities.units import Unit

_MAGNITUDES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_CURRENCY = regex.compile(r"(?P<name>\p{Han}{1,4}币)(?P<magnitude>[十百千]?[万亿])元?\Z")
_UNMEASURED = {"rank": Role.FACT, "item": Role.ORDINAL, "code": Role.IDENTIFIER}
_PLAIN = str.maketrans({",": "", " ": "", "−": "-", "–": "-"})
_MAGNITUDE = regex.compile(r"万亿|[十百千]?[万亿]|[百千]")


def find(text: str) -> Iterator[Quantity]:
    """The quantities of all table cells in a text, in order."""
    for cell in grid.cells(text):
        if cell.united:
            continue  # reads as any number does
        printed = text[cell.span.start : cell.span.end]
        if cell.sort in _UNMEASURED:
            yield _bare(cell, printed)
            continue
        figures = printed.rstrip("%").translate(_PLAIN)
        value = Decimal(figures)
        unit, power = _unit(cell.unit) if cell.unit else (None, 0)
        if unit is not None:
            value = value.scaleb(power) * unit.factor
        yield Quantity(
            span=cell.span,
            numeral=cell.span,
            text=printed,
            value=value,
            unit=cell.unit,
            base_unit=unit.base if unit else "1",
            qualifier=Qualifier.EXACT,
            role=Role.FACT,
            rule="表格",
            dimension=unit.dimension if unit else "number",
        )


def _bare(cell: grid.Cell, printed: str) -> Quantity:
    """A place in an order, the number of a row, or a security's code."""
    ranks = cell.sort == "rank"
    return Quantity(
        span=cell.span,
        numeral=cell.span,
        text=printed,
        value=Decimal(printed.translate(_PLAIN)) if ranks else None,
        unit=None,
        base_unit="位" if ranks else None,
        qualifier=Qualifier.EXACT,
        role=_UNMEASURED[cell.sort],
        rule="表格",
        dimension="rank" if ranks else None,
    )


def _unit(printed: str) -> tuple[Unit | None, int]:
    """A unit with its magnitude (亿千瓦时), and the power of ten of the magnitude.

    A currency may stand before the magnitude (新台币亿元); what a price is for is no part of its
    unit (元/公斤).
    """
    known = units.table()
    printed = printed.partition("/")[0] if printed not in known else printed
    currency, measured = _CURRENCY.match(printed), printed
    if currency is not None:
        measured = currency["magnitude"] + currency["name"]
    if measured in known:
        return known[measured], 0
    match = _MAGNITUDE.match(measured)
    if match and measured[match.end() :] in known:
        power = sum(_MAGNITUDES[character] for character in match.group())
        return known[measured[match.end() :]], power
    return None, 0
