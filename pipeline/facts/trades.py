"""Trades whose firms' figures a text on all of them tells: 煤炭行业利润增长…, 科创板净利润…."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import NAME, NUMBER, TIME

_LEAD = (
    rf"(?:[\s\u3000{TIME}]|全国|我国|国内|{NAME}|其中|此外|另外|同期|而|但|上半年|下半年"
    r"|去年|今年|截至|带动|推动|拉动|促进|支撑|的)*"
)
_KINDS = (
    r"(?:\p{Han}{1,7}?(?:行业|板块)|\p{Han}{2,12}?(?<!企)业(?![绩务主企者])"
    r"|(?:民营|私营|(?:地方)?国有|中央|外资|外商投资|港澳台商投资|股份制)(?:控股)?企业|科创板|创业板|北交所|(?:沪深)?主板)"
)
"""What the firms of a branch, of one owner or on one board are called together."""


@cache
def _pattern() -> regex.Pattern[str]:
    named = tables.alternatives(tables.words("trades.csv", "name"))
    behind = (
        rf"(?:[\s\u3000{TIME}，]|的|总体|整体|合计|累计|共|平均"
        rf"|今年|去年|上半年|下半年|全年|实现|完成|归母|总)*{any_of('earned')}"
    )
    return regex.compile(
        rf"{_LEAD}(?P<name>{_KINDS}(?:（[^（）]{{1,6}}）)?|(?P<all>(?:规模以上|规上)工业企业)|(?P<bare>{named}))(?={behind}[^，。；]*?{NUMBER})"
    )


def firms_of(mask: str, *, market: bool) -> regex.Match[str] | None:
    """The trade that a clause begins with, before what its firms earn or spend; None for none.

    market: the text is about a stock market, where a trade's name stands without 行业.
    """
    match = _pattern().match(mask)
    return match if match is not None and (market or match["bare"] is None) else None
