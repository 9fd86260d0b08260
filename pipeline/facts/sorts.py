"""Whose figures a text gives that names nobody: firms, funds, trades of one sort."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of

FIRMS = (
    r"(?:公司|企业|[车药房险船油酒钢煤矿]企|航司|运营商|船厂|车厂"
    r"|银行|券商|基金|医院|高校|港口|机场|景区)"
)
"""What firms and bodies of one sort are called by, one for one."""
NATION = frozenset({"全国", "我国", "中国", "国内"})
"""Names of the nation, beside which its trades and markets have figures of their own."""


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:新?发行|成立|募集|新增|新设|新登记|新开|共有|现有|已有|拥有|全部|累计|披露|仍有|拉动|带动|推动|超过|其中|各类|引进|引入|吸引|招引|培育|签约|入驻|落户|帮助|服务|支持|的)*"
        rf"(?P<sort>[\p{{Han}}A-Za-z0-9+（）()-]{{0,10}}?{any_of('sort')}(?:中基金)?)"
        r"(?!技术中心|研究院|研究中心|研发中心|孵化器|总部|家(?!数|均))"
    )


def sort_of(indicator: str) -> str | None:
    """股票基金 of 股票基金募集规模, 半导体企业 of 半导体企业: the sort that a label begins with.

    None for a label that begins otherwise.
    """
    match = _pattern().match(indicator)
    sort = match["sort"] if match else ""
    return sort if len(sort) > 2 and not _NO_SORT.match(sort) else None


_COUNTED = regex.compile(
    r"[\s\u3000]*(?:其中|有|共有|目前|此外|上述|这|近|约|另有|仅|还有)*(?:\d+|[两二三四五六七八九十百]+)余?[多几]?[家座]"
    rf"(?P<sort>(?:上市|国有|民营|外资|合资|头部|中小|大型|主流|地方|城商|股份制|基金|信托|期货|保险)?{FIRMS})"
)


def counted_firms(clauses: Iterable[str]) -> str | None:
    """券商 of 6家券商拟派发红利: the sort that a clause begins by counting; None for no sort."""
    found = (_COUNTED.match(clause) for clause in clauses)
    sorts = (match["sort"] for match in found if match is not None)
    return next((sort for sort in sorts if sort not in ("公司", "企业")), None)


_TRADE = regex.compile(
    r"(?P<name>\p{Han}{2,8}?行业|(?:民营|私营|(?:地方)?国有|中央|外资|外商投资|港澳台商投资|股份制)企业)(?=的?\p{Han}{2})"
)


def trade_of(indicator: str) -> str | None:
    """电力行业 of 电力行业耗煤: a trade, or firms of one owner; None for what is neither."""
    match = _TRADE.match(indicator)
    return match["name"] if match is not None and not _NO_SORT.match(match["name"]) else None


_NO_SORT = regex.compile(
    r"归属|归母|股东|平均|每|约|分别|占|远|超过|属于|从事|涉及|来自|大力|积极|加快|推动|带动|拉动|助推|促进|支撑|推进|加强|着力|努力|持续|深入"
)
"""平均每家企业, 属于高技术产业: what is said of firms, no sort of them."""
