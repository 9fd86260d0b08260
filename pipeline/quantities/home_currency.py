"""Which money a bare 元 is on a page in traditional script.

A page of Taiwan means its own dollar. Papers of Hong Kong and Macau write of the mainland's yuan
as well: there a bare 元 is 港元 or 澳门元 only behind one that says so in the same paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.model import Quantity
from pipeline.printed_in import TAIWAN

MAINLAND = "CNY"
_NEIGHBOURS = ("HKD", "MOP", "TWD")
_BARE = regex.compile(r"(?:[十百千万亿兆]*)元")


def at_home(quantities: Sequence[Quantity], text: str, place: str | None) -> Iterator[Quantity]:
    """The quantities of an article, a bare 元 in the money of its page or paragraph.

    place: where the page was printed, as `printed_in` says.
    """
    currency = "TWD" if place == TAIWAN else MAINLAND
    said, line = currency, -1
    for quantity in quantities:
        at = text.count("\n", 0, quantity.span.start) if quantity.dimension == "money" else line
        if at != line:
            said, line = currency, at
        bare = quantity.unit is not None and _BARE.fullmatch(quantity.unit) is not None
        if quantity.base_unit in _NEIGHBOURS and not bare:
            said = quantity.base_unit or currency
        if bare and quantity.base_unit == MAINLAND and said != MAINLAND:
            yield replace(quantity, base_unit=said)
        else:
            yield quantity
