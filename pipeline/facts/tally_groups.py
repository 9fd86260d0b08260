"""Several that an article is about together: zones of a rank or a place, a trade, provinces."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts import groups
from pipeline.facts.groups import rank_of, ranked
from pipeline.facts.headlines import HEAD
from pipeline.facts.sorts import FIRMS
from pipeline.facts.tally import WEIGHT, Tally
from pipeline.facts.view import Named
from pipeline.model import EntityType, Span

_PROVINCES = regex.compile(r"(?<!第)\d{1,2}个?省(?:份|区市|市区?|(?=[一二三四上下前GC]))")
_COUNTED = regex.compile(r"\d+余?多?[家个]\Z")
_ALL_OF_THEM = regex.compile(
    r"(?:这|上述)?(?:\d+|[两三四五六七八九十])[个家大](?:省份?|城市|\p{Han}{0,4}?(?:园区|开发区|高新区|经开区|新区|片区))"
)
"""Places or zones that were listed, spoken of together again: 三个园区."""
_TRADE = regex.compile(
    r"(?:我国|全国|中国|[上下]半年|去年|今年|前?[一二三四]季度|\d{4}年)*"
    r"(?P<name>(?P<stem>\p{Han}{1,4}?)(?:行业|产业|工业|制造业|业))(?![务绩内主企者])"
)
_MEMBERS = (EntityType.ZONE, EntityType.COMPANY)
_REVIEWED = regex.compile(
    rf"(?:\d[余多]?[家只户]|(?=[三四五六七八九十]大))"
    rf"(?P<name>[\p{{Han}}A-Za-z]{{2,10}}?{FIRMS})(?!家|年会)"
)
"""A class of firms that a headline counts: 46家某行业公司, 三大船企."""


def ranks(tally: Tally) -> None:
    """国家级经开区 at the head of headlines and clauses: all of them are spoken of."""
    page = tally.page
    for match in ranked().finditer(page.text):
        start = match.start()
        before = _COUNTED.sub("", page.text[max(0, start - 24) : start])
        if not HEAD.search(before):
            continue
        points = 6 if page.in_title(Span(*match.span("name"))) else 4
        tally.add(tally.realms.group(rank_of(match)), start, points * WEIGHT[EntityType.PLACE])


def zones_of_places(tally: Tally, names: Sequence[Named]) -> None:
    """全省高新区, 湖北省20个开发区: the zones of a place are spoken of."""
    page = tally.page
    for group in groups.of_places(page.text, names, Span(0, len(page.text))):
        if page.at_head(group.span.start):
            points = 12 if page.in_title(group.span) else 4
            tally.add(
                tally.realms.group(groups.named_whole(group.name, None, tally.realms)),
                group.span.start,
                points * WEIGHT[EntityType.ZONE],
            )


def areas(tally: Tally) -> None:
    """长三角 at the head of clauses, where a headline or the first sentence speaks of it."""
    found = [(m["name"], Span(*m.span())) for m in groups.area().finditer(tally.page.text)]
    early = {n for n, at in found if tally.page.in_title(at) or tally.page.opens(at.start)}
    for name, at in found:
        if name in early:
            tally.at_head(name, at)


def cities(tally: Tally) -> None:
    """一线城市房价上涨: cities of a tier that a headline begins with."""
    page = tally.page
    found = [(m["name"], Span(*m.span("name"))) for m in groups.CITIES.finditer(page.text)]
    for name, at in found:
        if page.in_title(at):
            tally.at_head(name, at)


_SHARES = regex.compile(r"A股(?:上市)?(?:公司|半年报|年报|中报|[一三]季报|业绩)")


def shares(tally: Tally) -> None:
    """A股半年报…: a headline that begins with the companies of the market."""
    page = tally.page
    for span in page.titled:
        if _SHARES.match(page.text[span.start : span.end]):
            tally.add(tally.realms.group("A股公司"), span.start, 12 * WEIGHT[EntityType.PLACE])


def trades(tally: Tally) -> None:
    """轻工业去年营收增14.4%: a trade that a headline begins with and the text goes on with."""
    page = tally.page
    for span in page.titled:
        match = _TRADE.match(page.text[span.start : span.end])
        if match is None:
            continue
        again = [
            at
            for at in regex.finditer(regex.escape(match["stem"]), page.text[page.body_start :])
            if page.at_head(page.body_start + at.start())
        ]
        if len(again) > 1:
            at = span.start + match.start("name")
            tally.add(tally.realms.group(match["name"]), at, 6 * WEIGHT[EntityType.PLACE])


def reviewed(tally: Tally, names: Sequence[Named]) -> None:
    """46家某行业公司年报: a class whose members a headline counts, and names none of."""
    page = tally.page
    if any(page.in_title(item.span) and item.entity.type in _MEMBERS for item in names):
        return
    for span in page.titled:
        for match in _REVIEWED.finditer(page.text, span.start, span.end):
            name = match["name"]
            if page.text.count(name, page.body_start) > 1:
                points = 12 * WEIGHT[EntityType.PLACE]
                tally.add(tally.realms.group(name), match.start("name"), points)


def listed(tally: Tally, names: Sequence[Named]) -> None:
    """Places that the first sentences count together: 广东、江苏、浙江7大省份合计…."""
    page = tally.page
    end = page.text.find("。", page.body_end + 1)
    lead = Span(page.body_start, end if end > 0 else page.body_end)
    for span, name in groups.listed(page.text, names, lead):
        again = sum(page.at_head(m.start()) for m in _ALL_OF_THEM.finditer(page.text, span.end))
        points = (8 + 4 * again) * WEIGHT[EntityType.PLACE]
        tally.add(tally.realms.group(name), span.start, points)


def bare_zones(tally: Tally, names: Sequence[Named]) -> None:
    """经开区 at the head of headlines and clauses, where no zone of that kind bears a name."""
    known = {item.entity.canonical for item in names if item.entity.type is EntityType.ZONE}
    for match in groups.bare().finditer(tally.page.text):
        if sum(name.endswith(match["name"]) for name in known) != 1:  # several are not the one
            tally.at_head(match["name"], Span(*match.span()))


def provinces(tally: Tally) -> None:
    """30个省份半年数据公布: a headline that counts provinces is about all of them."""
    for span in tally.page.titled:
        match = _PROVINCES.search(tally.page.text, span.start, span.end)
        if match is not None:
            tally.add(tally.realms.group("全国"), match.start(), 24 * WEIGHT[EntityType.PLACE])


_FIRMS = regex.compile(
    r"(?:近|超|约)?(?:\d+余?|[两三四五六七八九十百]+余?|多|数十)家"
    rf"(?P<name>[\p{{Han}}A-Z]{{0,8}}?(?:{FIRMS}|(?:经销|制造|开发|供应|服务|零售|代工)商|机构|药店))"
    r"(?=[^，：:！？]{0,8}(?:年报|季报|中报|报告|业绩|财报|预告|成绩单|快报|营收|净利|利润|销量))"
)
"""9家钢铁企业年报：…: a headline that counts firms of one sort and tells of their accounts."""


def firms(tally: Tally) -> None:
    """A headline that begins with so many firms, whose accounts it tells, is about all of them."""
    for span in tally.page.titled:
        match = _FIRMS.match(tally.page.text, span.start, span.end)
        if match is not None and len(match["name"]) > 2:
            group = tally.realms.group(match["name"])
            tally.add(group, match.start(), 24 * WEIGHT[EntityType.PLACE])
