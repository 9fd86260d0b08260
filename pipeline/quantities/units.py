"""What stands behind a number: units, money and classifiers, from their tables."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.tables import alternatives, rows


@dataclass(frozen=True, slots=True)
class Unit:
    """One printed unit. base: as the records write it.  factor: base units in one printed unit.

    loose: a word that a Chinese numeral does not count by (三方, 四面, 两手, 八仙).
    """

    surface: str
    base: str
    factor: Decimal
    dimension: str
    loose: bool = False


_RULED = (
    Unit("折", "%", Decimal(10), "percent"),
    Unit("番", "倍", Decimal(1), "multiple"),
    Unit("大", "个", Decimal(1), "count"),
)
_NOUNS = (
    "部门", "部委", "单位", "省份", "省市", "省区市", "省区", "省", "市", "区", "县", "国", "州", "镇",  # noqa: E501
    "乡", "村", "企业", "公司", "高校", "银行", "机构", "园区", "片区", "学科", "板块", "院士", "部委局",  # noqa: E501
    "城市", "地市", "县区", "区县", "国家", "家庭", "院所", "院校", "医院",
)  # fmt: skip
"""Nouns that newspapers count without a classifier (九部门, 11省份)."""


@cache
def table() -> dict[str, Unit]:
    """Every unit by its surface; money first, then measures, then classifiers."""
    out: dict[str, Unit] = {}
    for row in rows("currencies.csv", key="surface"):
        out[row["surface"]] = Unit(
            row["surface"], row["code"], Decimal(row["factor"]), "money", bool(row["arabic"])
        )
    for row in rows("units.csv", key="surface"):
        out[row["surface"]] = Unit(
            row["surface"], row["base_unit"], Decimal(row["factor"]), row["dimension"]
        )
    for row in rows("classifiers.csv", key="word"):
        word = row["word"]
        out.setdefault(word, Unit(word, word, Decimal(1), "count", bool(row["arabic"])))
    for unit in _RULED:
        out[unit.surface] = unit
    return out


@cache
def pattern() -> str:
    """A pattern for a unit, longest first; Latin ones end where the Latin word ends."""
    surfaces = list(table())
    latin = [s for s in surfaces if s[-1] in "²³" or (s[-1].isascii() and s[-1].isalnum())]
    other = [s for s in surfaces if s not in set(latin)]
    return rf"(?:{alternatives(latin)}(?![A-Za-z0-9/²³])|{alternatives(other)})"


@cache
def nouns() -> str:
    """A pattern for the nouns that are counted without a classifier."""
    return alternatives(_NOUNS)


@cache
def _edges() -> dict[str, tuple[regex.Pattern[str], regex.Pattern[str]]]:
    """What may not follow a unit: behind any numeral, and behind Arabic figures."""
    return {
        row["surface"]: (
            regex.compile(f"(?:{row['not_before']})"),
            regex.compile(f"(?:{row['after_figures'] or row['not_before']})"),
        )
        for row in rows("unit_edges.csv", key="surface")
    }


_FIGURES: Final = frozenset("0123456789万亿余多")


@cache
def _compiled() -> regex.Pattern[str]:
    return regex.compile(pattern())


def match(text: str, start: int) -> Unit | None:
    """The unit that begins at offset `start`, the longest that ends a word, or None."""
    found = _compiled().match(text, start)
    if not found:
        return None
    surface = found.group()
    figures = start > 0 and text[start - 1] in _FIGURES
    while surface:
        unit = table().get(surface)
        if unit is not None:
            edge = _edges().get(surface)
            if edge is None or not edge[figures].match(text, start + len(surface)):
                return unit
            if len(surface) == 1:
                return None
        if surface[-1].isascii():
            return None
        surface = surface[:-1]
    return None


@cache
def _currencies() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    names = alternatives(
        s
        for s, u in table().items()
        if u.dimension == "money" and len(s) > 1 and u.factor == 1 and "块" not in s
    )
    return regex.compile(names), regex.compile(rf"(?P<name>{names})(?:约|近|超|逾)?\Z")


def currency(text: str, start: int) -> Unit | None:
    """The name of a currency that begins at `start`, as 日币 behind 元."""
    found = _currencies()[0].match(text, start)
    return table()[found.group()] if found else None


def currency_before(text: str, end: int) -> Unit | None:
    """The name of a currency that ends at `end`, as 港币 before 3000元."""
    found = _currencies()[1].search(text, max(0, end - 8), end)
    return table()[found["name"]] if found else None


def first_of_nouns() -> str:
    """The characters that such a noun can begin with."""
    return "".join(sorted({noun[0] for noun in _NOUNS}))
