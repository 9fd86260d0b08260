"""Companies whose name reads as ordinary words: 大地能源, 星辰智能, 明月精密工业.

A dictionary word before words of the trade is mostly a kind of thing (消费电子). It is a company's
name only where something stands beside it that companies alone have (`data/company_contexts.csv`,
side `sole`): a president, a share price, a loss, a round of money; then wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.coined import DATED, ROUND, opens
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import overlapping, qualities, suffix_pattern, verbs
from pipeline.model import EntityType, Span
from pipeline.segment import is_known, tag_of
from pipeline.tables import alternatives, rows

_TIER = 6
_STEM = 2
_CLASSES = ("industry", "brand", "firm")
_TIME = (
    rf"(?:{DATED}|[上下前][半一二三四]个?(?:年|季度)|今年|去年|当日|同日|近日|日前|昨[日天]?|今[日天]?"
    r"|此前|随后|已|拟|连续|正式)"
)


@cache
def _sole() -> regex.Pattern[str]:
    """What stands behind the name of a company and of nothing else."""
    words = alternatives(
        row["word"] for row in rows("company_contexts.csv") if row["side"] == "sole"
    )
    return regex.compile(
        rf"(?:[：:]?{_TIME}{{0,3}}|的)(?:{words}|{ROUND}|(?:完成|获得?|募得|拿到|敲定)[^，。；、]{{0,14}}?(?:轮|融资))"
        r"|（(?:[^（）\n]{0,8}[，、])?(?:股票代码|证券代码|股份代号|代码|代号|股票代号)?[：:]?\d{4,6}(?:\.[A-Z]{2})?）"
    )


@cache
def _chosen() -> regex.Pattern[str]:
    """Who is named for what only a company can be: 保荐机构为…."""
    words = alternatives(
        row["word"] for row in rows("company_contexts.csv") if row["side"] == "office"
    )
    return regex.compile(rf"{words}(?:为|是|由|系|，)?\Z")


_ACCOUNTS = regex.compile(
    rf"(?:^|(?<=[\n，。；、！？“]))(?P<name>\p{{Han}}{{4}})(?={_TIME}{{0,3}}(?:全年|同期|(?:20)?\d\d年)?"
    r"(?:分别|累计|共)?(?:实现|录得|取得|预计|完成)?(?:归母|扣非|归属于?(?:上市公司|母公司)|每股收益)"
    rf"|{_TIME}{{0,3}}录得(?:净利|纯利|营业?收入?|营收|亏损|盈利|溢利|归母|收[入益]))",
    regex.MULTILINE,
)
"""Only a company has a profit that belongs to its parent's shareholders."""
_NO_FIRM = regex.compile(
    r"[业款品务门块场份额润入本期年季月均计比率内外中下上前后的其该各全每两多仍却则也曾共还约]\Z|企业|公司|集团|行业|板块|业务|合计|整体|平均|其中|"
    r"[该其各全每]|同比|环比|实现|季度|半年"
)


_WHOSE = regex.compile(
    r"(?<=[“”\p{Han}]的)(?P<name>\p{Han}{2,5}?)(?=(?:去年|今年|上半年|全年|则)*(?:实现|录得|取得)"
    r"(?:营业收入|营业总收入|营收|归母|扣非|净利润))"
)
"""被某集团收购的某某实现营业收入…: who is described before its accounts."""
_TOPS = regex.compile(
    r"(?:营业?总?收入?|利润|净利|亏损|市值|股价|[涨跌]幅|募资|出货|销量|研发投入|市占率)[^，。；\d]{0,6}"
    r"最[高大多低快小少强]的(?:公司|企业|个股)?(?:则?[是为]|系)(?P<name>\p{Han}{2,6}?)(?=[，。（；])"
)
"""净利润最高的是某某: who leads in what companies alone have."""


def _by_accounts(ground: Terrain) -> Iterator[Candidate]:
    """某某精工去年录得归母净利润…: ordinary words, but a company's accounts behind them."""
    for match in _ACCOUNTS.finditer(ground.text):
        name = match["name"]
        start, end = match.span("name")
        inside = any(at in ground.listed_at for at in range(start, end))
        acts = tag_of(name[:2]) == "d" or name[2:] in verbs() or tag_of(name[2:]) == "v"
        if not (inside or acts or _NO_FIRM.search(name) or ground.crossed(start)):
            yield Candidate(Span(start, end), EntityType.COMPANY, "company_worded", _TIER, name)
    for match in (*_TOPS.finditer(ground.text), *_WHOSE.finditer(ground.text)):
        start, end = match.span("name")
        if _NO_FIRM.search(match["name"]):
            continue
        if ground.place_from(start, end) is None and not ground.generic(start, end):
            name = match["name"]
            yield Candidate(Span(start, end), EntityType.COMPANY, "company_worded", 1, name)


def find_worded(ground: Terrain) -> Iterator[Candidate]:
    """Companies that no list, no legal form and no strangeness of their name gives away."""
    yield from _by_accounts(ground)
    found = list(_possible(ground))
    text = ground.text
    sure = {
        text[span.start : span.end]
        for span in found
        if _sole().match(text, span.end)
        or _chosen().search(text[max(0, span.start - 10) : span.start])
    }
    for span in found:
        name = text[span.start : span.end]
        if name in sure:
            yield Candidate(span, EntityType.COMPANY, "company_worded", _TIER, name)


def _possible(ground: Terrain) -> Iterator[Span]:
    """A word of two characters, then words of the trade as far as they go."""
    trade = suffix_pattern("company_suffixes.csv", classes=_CLASSES)
    for match in overlapping(trade, ground.text):
        start = match.start() - _STEM
        if start < 0 or not _is_word(ground, start, match.start()):
            continue
        end = match.end()
        while (more := trade.match(ground.text, end)) is not None:
            end = more.end()
        chosen = _chosen().search(ground.text[max(0, start - 10) : start])
        if chosen or opens(ground, start):
            yield Span(start, end)


def _is_word(ground: Terrain, start: int, end: int) -> bool:
    """A word that names no kind of thing and says not what somebody does."""
    stem = ground.text[start:end]
    place = ground.place_from(start, end)
    return (
        is_known(stem)
        and stem not in verbs()
        and not ground.generic(start, end)
        and stem not in qualities()
        and (place is None or not place.entry.alone)
    )
