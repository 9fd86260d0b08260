"""Whose figures a text gives that names nobody: firms, funds, trades of one sort."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of

FIRMS = r"(?:公司|企业|[车药房险船]企|银行|券商|基金|医院|高校|港口|机场|景区)"
"""What firms and bodies of one sort are called by, one for one."""


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:新?发行|成立|募集|新增|新设|新登记|新开|共有|现有|已有|拥有|全部|累计|披露|仍有|拉动|带动|推动|超过|其中|各类|的)*"
        rf"(?P<sort>[\p{{Han}}A-Za-z0-9+（）()-]{{0,10}}?{any_of('sort')}(?:中基金)?)"
    )


def sort_of(indicator: str) -> str | None:
    """股票基金 of 股票基金募集规模, 半导体企业 of 半导体企业: the sort that a label begins with.

    None for a label that begins otherwise.
    """
    match = _pattern().match(indicator)
    return match["sort"] if match and len(match["sort"]) > 2 else None
