"""What the heads of a table's columns, its captions and its labels say."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline import patterns as regex
from pipeline import tables

_IN_BRACKETS = regex.compile(r"[（(](?P<unit>[^（）()]{1,8})[）)]\Z")
_ROUND = regex.compile(r"[（(][^（）()]*[）)]")
_PERCENT_BEHIND = regex.compile(r"(?<=\p{Han})(?P<unit>[±＋+]?[%％])\Z")
_NUMBERED = regex.compile(r"\A(?:附?表|图)\s?[\d一二三四五六七八九十]{0,2}\s?[：:、]?\s*")
_ITEM = regex.compile(
    r"\A(?:[#＃*＊]|其中[：:]?|[（(]?[一二三四五六七八九十]+[）)、.．]|\d+[.．、]|[①-⑳]|[-—－]{1,2}(?=\p{Han}))\s*"
)
_BEST = regex.compile(r"(?:前|TOP|Top)[\s\d一二三四五六七八九十]+[名位强家]?\Z|[十百千]强\Z")
"""How many of them are listed: 营业收入前五名."""
_YEAR = r"(?:19|20)\d\d"
_PART = (
    r"(?:\d{1,2}月?\s?[—－\-–~～至到]\s?)?\d{1,2}月份?"
    r"|前?[一二三四两1-4]个?季度|[上下]半年|全年|年?[末底初]"
)
_TIME = regex.compile(rf"(?:{_YEAR}年?度?)?(?:{_PART})?(?:累计|[末底])?\Z|{_YEAR}年?{_PART}")
_BEGINS = regex.compile(rf"\A(?:{_YEAR}年?度?)?(?:{_PART})?")
_ASIDE = regex.compile(rf"{_YEAR}年?度?(?:{_PART})?|{_PART}(?=\p{{Han}})|[（(].*?[）)]")
"""Times and brackets in a caption."""


@cache
def of_class(name: str) -> frozenset[str]:
    """The words of a class of `data/table_words.csv`."""
    found = tables.rows("table_words.csv")
    return frozenset(row["word"] for row in found if row["class"] == name)


@cache
def _any(name: str) -> regex.Pattern[str]:
    return regex.compile(tables.alternatives(of_class(name)))


@lru_cache(maxsize=1 << 12)
def says(head: str, name: str) -> bool:
    """Does a head hold a word of a class?"""
    return _any(name).search(head) is not None


def unit_in(head: str) -> str | None:
    """The unit that a head ends with: 工业总产值（亿元）, 同比±%."""
    found = _IN_BRACKETS.search(head) or _PERCENT_BEHIND.search(head)
    if found is None or regex.search(r"\d{4}年", found["unit"]):
        return None
    return found["unit"].lstrip("±＋+") or None


def bare(head: str) -> str:
    """A head without the unit at its end."""
    return _IN_BRACKETS.sub("", _PERCENT_BEHIND.sub("", head)) or head


def label(printed: str) -> str:
    """A row's label without its number in a list, its 其中 and its unit."""
    return bare(_ITEM.sub("", printed) or printed)


def is_within(printed: str) -> bool:
    """Is a row part of the one above it, in whose unit it goes on: 其中：网上零售额?"""
    return regex.match(r"[#＃]|其中|[-—－]{1,2}\p{Han}", printed) is not None


def is_timed(head: str) -> bool:
    """Does a head say when, and not what: 2023年, 1—9月, 三季度?"""
    return bool(head) and _TIME.match(head) is not None


def untimed(head: str) -> str:
    """A head without the time that it begins with: 2023年营收."""
    return _BEGINS.sub("", head)


def is_generic(head: str) -> bool:
    """Does a head say that its column holds the numbers, not of what: 绝对数, 2024年目标?"""
    rest = untimed(head)
    return not rest or rest in of_class("generic")


def is_head(text: str) -> bool:
    """Is it what only a column is headed with: a time, a growth, a share, a place?"""
    return is_timed(bare(text)) or any(
        says(bare(text), name) for name in ("growth", "gain", "share", "rank")
    ) or bare(text) in of_class("generic")  # fmt: skip


def is_corner(text: str) -> bool:
    """Is it what stands over labels?"""
    return any(stands_over(text, name) for name in ("owner", "item", "branch", "name", "time"))


@lru_cache(maxsize=1 << 12)
def stands_over(corner: str, name: str) -> bool:
    """Is a corner of a class, also as 镇（街）, 银行名称, 各园区?"""
    words = of_class(name)
    plain = _ROUND.sub("", corner)
    short = regex.sub(r"\A(?:各|主要|重点)|(?:名称|简称|全称)\Z", "", plain)
    return any(word in words for word in (corner, plain, short))


@cache
def _owners() -> regex.Pattern[str]:
    """Whose figures a caption announces: 全市各园区…, 某省各市州…, 国家级经开区…."""
    owners = [word for word in of_class("owner") if len(word) > 1]
    owner = rf"{tables.alternatives(owners)}(?!级)的?"
    return regex.compile(
        rf"\A(?:\p{{Han}}{{0,8}}?(?:各|主要|重点|部分|分){owner}"
        rf"|(?:全[市省区县国]|我[市省区县])?(?:国家级|省级|市级)?(?:{owner})?)"
    )


@cache
def _closing() -> regex.Pattern[str]:
    return regex.compile(tables.alternatives(of_class("caption")) + r"\Z")


def measure_in(caption: str, *, ranked: bool = False) -> str:
    """The measure that a caption names: 各园区工业产值（亿元） is 工业产值; empty if none.

    ranked: the places in an order are asked for, whose name ends with 排名.
    """
    text = _ASIDE.sub("", _NUMBERED.sub("", caption)).strip("【】《》■●▌◆ :：")
    text = _BEST.sub("", _owners().sub("", text))
    while (end := _closing().search(text)) and not (ranked and end.group().startswith("排")):
        text = text[: end.start()]
    return text
