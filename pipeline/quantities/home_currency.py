"""Which money a bare 元 is on a page in traditional script.

A page means the money of the place where it was printed, an article about the mainland means yuan.
Where a paragraph names its money, a bare 元 behind it is the same: 18.7亿元人民币，…2.31亿元.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline import tables
from pipeline.model import Quantity
from pipeline.printed_in import HONG_KONG, MACAU, TAIWAN, of_the_mainland
from pipeline.quantities import units

MAINLAND = "CNY"
_MONEY = {TAIWAN: "TWD", HONG_KONG: "HKD", MACAU: "MOP"}
_NAMED = (MAINLAND, *_MONEY.values())
_MONEYS = tables.alternatives(tables.words("currencies.csv", "surface"))
_BELOW = regex.compile(rf"（(?:单位：)?(?P<money>{_MONEYS})[，、．.·]?下同）")
"""84.6亿元（港元，下同）: what a bare 元 is from here on."""
_NEAR = 14
"""So many characters before such a note the number stands that it is made to."""
_BARE = regex.compile(r"[十百千万亿兆]*元|[十百千万亿兆]+")


def at_home(quantities: Sequence[Quantity], text: str, place: str | None) -> Iterator[Quantity]:
    """The quantities of an article, a bare 元 in the money of its page or paragraph.

    place: where the page was printed, as `printed_in` says.
    """
    currency = _MONEY.get(place or "", MAINLAND)
    if currency != MAINLAND and of_the_mainland(text):
        currency = MAINLAND
    said, line = currency, -1
    below = _BELOW.search(text)
    for quantity in quantities:
        if below is not None and quantity.span.start > below.start() - _NEAR:
            said = currency = units.table()[below["money"]].base
            below = None
        at = text.count("\n", 0, quantity.span.start) if quantity.dimension == "money" else line
        if at != line:
            said, line = currency, at
        # 投资2372亿: money that no unit names
        bare = quantity.unit is None or _BARE.fullmatch(quantity.unit) is not None
        if quantity.base_unit in _NAMED and not bare:
            said = quantity.base_unit or currency
        if bare and quantity.base_unit == MAINLAND and said != MAINLAND:
            yield replace(quantity, base_unit=said)
        else:
            yield quantity
