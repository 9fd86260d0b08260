"""Stock markets: exchanges, indices, sectors, and how many of their shares fared so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.view import NUMBER, View
from pipeline.model import Entity, EntityType, Span, Time


@cache
def _index_names() -> dict[str, str]:
    """The names of market indices, each to the full one."""
    return {
        name: row["name"]
        for row in tables.rows("market_indices.csv", key="name")
        for name in (row["name"], *row["also"].split("|"))
        if name
    }


def market_of(entity: Entity | None) -> str:
    """The market that a text about an index or a market speaks of; A股 where nothing tells."""
    if entity is None or not is_market(entity):
        return "A股"
    if not is_index(entity):
        return entity.canonical
    rows = tables.rows("market_indices.csv", key="name")
    followed = (row["market"] for row in rows if row["name"] == _index_names()[entity.canonical])
    return next(followed, "") or "A股"


def is_index(entity: Entity) -> bool:
    """Is a thing the index of a stock exchange?"""
    return entity.type is EntityType.ORG and entity.canonical in _index_names()


def moves(entity: Entity) -> bool:
    """Is a thing one whose own move a percentage is: an index, a sector?"""
    return is_index(entity) or (
        entity.type is EntityType.ORG and entity.canonical.endswith(("板块", "概念股", "类股"))
    )


def exchange(market: str) -> str:
    """The full name of a market: 两市 is 沪深两市."""
    return {"两市": "沪深两市", "全市场": "沪深两市", "三市": "沪深京三市"}.get(market, market)


def is_market(entity: Entity) -> bool:
    """Is an index, or a stock market, what is spoken of?"""
    return is_index(entity) or entity.canonical in words("market")


@cache
def _indices() -> regex.Pattern[str]:
    # not the shares, funds and futures that follow one
    return regex.compile(
        rf"(?P<index>{tables.alternatives(_index_names())})"
        r"(?!成[分份]|ETF|基金|期货|期权|样本|指数|公司|点)"
    )


_FARES = r"(?:涨|跌|升|降|挫|收|走|流|超|居|领|买|卖)"
_SECTOR = regex.compile(
    rf"(?P<name>\p{{Han}}{{2,8}}?(?:板块|概念股|类股)|(?:北向|南向)资金|三大法人|自营商|(?:外资|投信|散户)(?=\p{{Han}}{{0,2}}[买卖]超))"
    rf"(?=(?:[^，。；]{{0,6}}{_FARES})[^，。；]{{0,6}}{NUMBER}|(?:[^，。；]{{0,4}}(?:调整|走[强弱高低]|回调|拉升|领[涨跌]|活跃|承压))\Z)"
)
"""What a market's page speaks of beside its indices: 银行板块上涨1.3%, 北向资金净流入36.7亿元."""


_TRADE = regex.compile(
    rf"(?P<name>\p{{Han}}{{2,6}}?)(?=(?:也|则|同样|逆势|一度|小幅|大幅|仅)*(?:(?:上涨|下跌|上扬|下挫|[涨跌挫])(?:了|逾|超|近|约)?{NUMBER}|以{NUMBER}+的[涨跌]幅))"
)
"""纺织设备涨2.15%: on a market's page a trade is a sector without the word for it."""


def traded(view: View, start: int, stop: int) -> tuple[Span, str] | None:
    """The index or sector that a clause begins with, and its name: 沪指收涨0.68%."""
    match = _indices().match(view.plain(start, stop))
    if match is not None:
        return Span(start, start + match.end("index")), match["index"]
    mask = view.mask(start, stop)
    sector = _SECTOR.match(mask)
    if sector is None and view.market:
        sector = _TRADE.match(mask)
    return (Span(start, start + sector.end("name")), sector["name"]) if sector else None


@cache
def _counted() -> regex.Pattern[str]:
    """A market before or behind a number."""
    return regex.compile(
        rf"(?P<market>{any_of('market')})(?!指|综|成[指份分])[^{NUMBER}，。；]{{0,10}}{NUMBER}(?!\p{{Han}}{{0,4}}(?:股权|股份))"
        rf"|{NUMBER}(?P<market>A股)(?:公司|上市公司)|{NUMBER}(?P<market>上市公司)(?:披露|发布|公告|公布|实施|实现)"
    )


def counted(before: str, behind: str) -> str:
    """The market whose companies or money a number counts, or "": 已有1216家A股公司披露….

    before, behind: what stands on either side of the number.
    """
    match = _counted().search(before[-12:] + NUMBER + behind)
    return exchange(match["market"]) if match else ""


@cache
def _opening() -> regex.Pattern[str]:
    """A market whose companies the first sentence counts: 沪深两市已有5182家上市公司发布三季报."""
    return regex.compile(
        rf"(?:^|[，。：）】\s讯日晚午底末])(?:已|共|目前|，)?(?P<market>{any_of('market')})"
        r"(?:市场|上市公司|公司|共|已|有|的|主板)*(?:有)?\d"
    )


@cache
def _of_the_day() -> regex.Pattern[str]:
    """台股昨日开高走低, 沪深两市周三震荡走高: a market's day."""
    return regex.compile(
        rf"(?:[^，。；]{{0,24}}[】）讯訊])?[\s\u3000]*(?:[\d年月日昨今天周星期一二三四五]{{0,10}}，?)(?P<market>{any_of('market')})"
        r"[\d年月日昨今天周星期一二三四五早午盘早间，]{0,10}\p{Han}{0,6}?(?:[开收走震探冲回上下][高低盘红跌涨挫荡升扬落]|反弹|重挫|量缩|大[涨跌]|[平高低]盘开出|作收|收[盘市]|开[盘市])"
    )


def opening(lead: str) -> tuple[str, int] | None:
    """The market whose companies a first sentence counts, and where it stands."""
    match = _opening().search(lead) or _of_the_day().match(lead)
    return (exchange(match["market"]), match.start("market")) if match else None


_SHARES = regex.compile(r"(?:个股|股票)?(?:上涨|下跌|涨停|跌停|飘红|收涨|收跌|平盘|上扬|走低)")
_AT_LIMIT = regex.compile(r"(?:上涨|下跌|涨停|跌停)(?:的?(?:个股|股票))?(?:有|达|超|近|逾)*\Z")
"""2746只个股上涨, 涨停51只: how many of a market's shares fared so."""


_TURNOVER = regex.compile(
    r"(?:成交[额值量]|[融两]资?融?余额|融券余额|买卖超|量能)(?:[^，。；]{0,6})\Z"
)
"""成交值4128亿元: behind an index it is the market's."""


def turnover(before: str) -> bool:
    """Does a number say how much a market traded or was lent for it?"""
    return _TURNOVER.search(before) is not None


def shares(before: str, behind: str) -> bool:
    """Does a number count shares by how they fared?"""
    return _SHARES.match(behind) is not None or _AT_LIMIT.search(before) is not None


_NAMED_DAY = regex.compile(r"月|今|昨|周|星期")


def trading_day(times: Iterable[Time], opening: Sequence[Span]) -> str | None:
    """The day that a market's report begins with: what closes, rises and falls does so then.

    opening: its first sentences.
    """
    end = opening[-1].end if opening else 0
    days = (t.edtf for t in times if t.span.start < end and t.edtf and _NAMED_DAY.search(t.text))
    return next((day for day in days if regex.fullmatch(r"\d{4}-\d\d-\d\d", day)), None)
