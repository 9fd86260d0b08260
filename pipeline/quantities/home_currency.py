"""Which money a bare 元 is on a page in traditional script.

A page of Taiwan means its own dollar (words and weights: `data/home_currency.csv`). Papers of Hong
Kong and Macau write of the mainland's yuan as well: there a bare 元 is 港元 or 澳门元 only behind one
that says so in the same paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from pipeline import tables
from pipeline.model import Quantity

MAINLAND = "CNY"
_LEAST = 4
"""So much must the words of a page say together."""
_NEIGHBOURS = ("HKD", "MOP", "TWD")
_BARE = regex.compile(r"(?:[十百千万亿兆]*)元")


@cache
def _weights() -> dict[str, tuple[str, int]]:
    return {
        row["word"]: (row["currency"], int(row["weight"]))
        for row in tables.rows("home_currency.csv", key="word")
    }


@cache
def _words() -> regex.Pattern[str]:
    return regex.compile(tables.alternatives(_weights()))


def home_currency(text: str) -> str:
    """ISO 4217 code of the money that a bare 元 is on a page printed in traditional script.

    text: the page's clean text, simplified.
    """
    scores: Counter[str] = Counter()
    for match in _words().finditer(text):
        currency, weight = _weights()[match.group()]
        scores[currency] += weight
    if not scores:
        return MAINLAND
    best = max(sorted(scores), key=lambda code: scores[code])
    return best if scores[best] >= _LEAST else MAINLAND


def at_home(quantities: Sequence[Quantity], text: str, currency: str) -> Iterator[Quantity]:
    """The quantities of an article, a bare 元 in the money of its page or paragraph.

    currency: what `home_currency` said of the page.
    """
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
