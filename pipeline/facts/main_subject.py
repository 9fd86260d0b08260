"""The article's own subject: who its headline names, else who is named first and most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import patterns as regex
from pipeline.facts import markets, tally_groups, tally_names
from pipeline.facts.groups import GROUP
from pipeline.facts.headlines import labelled, topic
from pipeline.facts.page_parts import PageParts
from pipeline.facts.realms import Realms, is_kind, publishes, word_pattern
from pipeline.facts.tally import OF_THING, OFTEN, OWNERS, WEIGHT, Tally
from pipeline.facts.view import Named
from pipeline.model import Block, Entity, EntityType, Span

_WHOLE = 2
"""全县, 我市 at the head of a clause speak for the place of that kind."""
_REALM = regex.compile(
    r"(?:^|[，。：）】\s])(?:[\d年月日末底前上下半季度一二三四至—-]|今年|去年|截至){0,12}(?:份|，)?(?P<realm>全国|全球|我国|国内|全港|本港)"
    r"(?!生产总值|生产毛额|第|首|唯|最|排|居(?!民)|领|各|前|率|同|百强|知名|著名|多|每|文明|卫生|人大|政协|统一|两会|首个|政治|人民|青年|运动|锦标|冠军|联播|快讯|新闻|要闻|简讯|动态|热点)"
)
"""A realm that the first sentence begins with: 全国发电装机容量…."""
_GROUPED = regex.compile(
    rf"(?:[^，。；]{{0,24}}[】）讯訊报導道]|[\s\u3000])*(?:受|因|随着|随|据|在)?(?:[^，。；]{{0,16}}，)?"
    rf"(?:[\d年月日今去上下半季度第一二三四至—-]){{0,12}}{GROUP.pattern}[^，。；]{{0,16}}\d"
)
"""The first sentence counts what several zones have together."""
_THIS_EVENT = regex.compile(
    r"(?:本届|本次|此次|这届|该)(?P<what>博览会|大会|展会|论坛|峰会|大赛|交易会|洽谈会|运动会|展览会|年会)"
)
_NATIONAL = regex.compile(
    r"(?:海关总署|国务院|国家\p{Han}+(?:局|委|委员会|总局|办公室)|\p{Han}{1,8}部|中国人民银行|央行|(?:中国|全国)\p{Han}{2,14}(?:协会|联合会|商会|联席会|信息中心))\Z"
)
"""Bodies of the central government and trade associations: they publish the nation's figures."""
_TITLE_PAGE = 300
"""Characters within which a report says to whom it was given."""
_NATION_MEETS = regex.compile(
    r"(?:第?[十一二三四五六七八九]{1,3}届全国(?:人民代表大会|人大)|全国两会)[\s\S]{0,400}?(?:代表国务院|政府工作报告|国务院总理)"
)
"""The yearly meeting where the government reports on the nation."""
_CONGRESS = regex.compile(
    r"在\s*(?P<place>\p{Han}{1,12}?(?:自治[区州县旗]|新区|[省市区县旗盟州乡镇]))\s*第[一二三四五六七八九十]{1,3}届\s*(?:人民代表大会|人大)"
)


def main_subject(
    text: str,
    blocks: Sequence[Block],
    names: Sequence[Named],
    realms: Realms,
    things: Sequence[Named] = (),
) -> Entity | None:
    """Whom an article is about, None where nothing tells.

    things: the named things that its headline and first sentences begin with.
    """
    page = PageParts.of(text, blocks)
    tally = Tally(page, realms)
    found = list(_outermost(names, things))
    tally_names.headed(tally, found)
    for item in found:
        if not item[0].mention.anaphor:
            tally_names.name(tally, item)
    for item in found:
        if item[0].mention.anaphor:
            tally_names.name(tally, tally_names.pointed(tally, item))
    _works(tally, names)
    tally_groups.ranks(tally)
    tally_groups.zones_of_places(tally, names)
    tally_groups.areas(tally)
    tally_groups.cities(tally)
    tally_groups.shares(tally)
    tally_groups.trades(tally)
    _topic_first(tally, names)
    tally_groups.reviewed(tally, names)
    tally_groups.listed(tally, names)
    tally_groups.bare_zones(tally, names)
    _whole_places(tally)
    _congress(tally)
    _realm_first(tally)
    tally_groups.provinces(tally)
    tally_groups.firms(tally)
    _events(tally, things)
    lead = text[page.body_start : page.body_end]
    if page.digest:
        return tally.titled()
    market = markets.opening(lead)
    if market is not None and not tally.named_before(page.body_start + market[1]):
        return realms.realm(market[0])
    group = _GROUPED.match(lead)
    if group is not None:
        return realms.group(group["name"])
    best = tally.best()
    later = best is not None and _comes_later(tally, best)
    if (best is None or later) and _by_nation(tally, names, best if later else None):
        return realms.realm("全国")
    return None if best is not None and _one_of_many(tally, best) else best


_ALIKE = 4
"""So many companies of about the same weight are a text on their trade."""


def _one_of_many(tally: Tally, best: Entity) -> bool:
    """Is a company that no headline names no more spoken of than others are?"""
    if best.type is not EntityType.COMPANY:
        return False
    if any(tally.page.in_title(mention.span) for mention in best.mentions):
        return False
    firms = [e for e in tally.entities.values() if e.type is best.type]
    told = sorted((len(firm.mentions) for firm in firms), reverse=True)
    own = len(best.mentions)
    first = min(mention.span for mention in best.mentions)
    text = tally.page.text
    if "、" not in (text[first.start - 1 : first.start], text[first.end : first.end + 1]):
        return False  # who is told of first alone is spoken of
    return len(told) >= _ALIKE and own <= told[1] and 2 * told[_ALIKE - 1] >= own


def _outermost(names: Sequence[Named], things: Sequence[Named]) -> Iterator[tuple[Named, int]]:
    """The names with where each begins; a city right before its district is only where that is."""
    begins = {
        item.span.start for item in names if item.entity.type in (EntityType.PLACE, EntityType.ZONE)
    }
    outer = {
        item.span.end: item.span.start
        for item in names
        if item.entity.type is EntityType.PLACE and item.span.end in begins
    }
    within = [thing.span for thing in things]
    for item in (*names, *things):
        inner = any(span.contains(item.span) and len(span) > len(item.span) for span in within)
        if inner:
            continue  # 厦门 in 厦门科创母基金 is part of the name
        if item.entity.type is not EntityType.PLACE or item.span.end not in outer:
            yield item, outer.get(item.span.start, item.span.start)


def _works(tally: Tally, names: Sequence[Named]) -> None:
    """Works that headlines speak of before a colon."""
    page = tally.page
    for work in labelled(page.text, page.titled, names, page.body_start):
        tally.add(work, work.mentions[0].span.start, OF_THING * 6)


def _topic_first(tally: Tally, names: Sequence[Named]) -> None:
    """镜片租赁兑付超百亿: a trade of a headline that names nobody; firms are named below."""
    page = tally.page
    most = max(tally.scores, key=lambda key: tally.scores[key], default=None)
    if most is None or tally.entities[most].type is not EntityType.COMPANY:
        return  # a zone or a place is spoken of, whatever a headline begins with
    if any(page.in_title(item.span) and item.entity.type in OWNERS for item in names):
        return
    found = topic(page.text, page.titled, page.body_start)
    if found is None:
        return
    again = regex.finditer(regex.escape(found.canonical), page.text[page.body_start :])
    heads = sum(page.at_head(page.body_start + at.start()) for at in again)
    tally.add(found, found.mentions[0].span.start, (6 + 3 * heads) * OF_THING)


def _whole_places(tally: Tally) -> None:
    """全县, 我市 at the head of a clause speak for the place of that kind."""
    for match in word_pattern().finditer(tally.page.text):
        word = match["word"]
        if word[0] not in "全我" or not tally.page.at_head(match.start()):
            continue
        meant = next((k for k, e in tally.entities.items() if is_kind(word[-1], e)), None)
        if meant is None:
            whole = tally.realms.of_word(word, None)
            if whole.canonical != word:
                tally.add(whole, match.start(), _WHOLE * WEIGHT[EntityType.PLACE])
        elif tally.entities[meant].type is EntityType.PLACE:
            tally.scores[meant] += _WHOLE * WEIGHT[EntityType.PLACE]


def _congress(tally: Tally) -> None:
    """在某某区第二届人民代表大会…上: a report to a congress is about the congress's place."""
    text = tally.page.text
    nation = tally.realms.realm("全国")
    if nation is not None and _NATION_MEETS.search(text, 0, _TITLE_PAGE + _TITLE_PAGE):
        tally.add(nation, 0, 8 * WEIGHT[EntityType.PLACE])
    match = _CONGRESS.search(text, 0, _TITLE_PAGE)
    if match is None:
        return
    known = {n: e for e in tally.realms.entities for n in (e.canonical, *e.aliases)}
    place = known.get(match["place"]) or tally.realms.group(match["place"])
    if place.type in (EntityType.PLACE, EntityType.ZONE):
        tally.add(place, match.start("place"), 24 * WEIGHT[EntityType.PLACE])


def _realm_first(tally: Tally) -> None:
    """全国, 全球 at the head of a headline and of the first sentence; then of every clause."""
    page = tally.page
    leads = [*page.titled, Span(page.body_start, page.body_end)]
    if not any(_REALM.search(page.text[span.start : span.end]) for span in leads):
        return
    for match in _REALM.finditer(page.text):
        whole = tally.realms.realm(match["realm"])
        place = Span(*match.span("realm"))
        if whole is None or page.is_aside(place):
            continue
        evidence = 6 if page.in_title(place) else 4 if page.opens(place.start) else 3
        tally.add(whole, place.start, evidence * WEIGHT[EntityType.PLACE])


def _events(tally: Tally, things: Sequence[Named]) -> None:
    """本届博览会 at the head of clauses: the event that the first sentences name."""
    for match in _THIS_EVENT.finditer(tally.page.text):
        meant = next((t for t in things if t.entity.canonical.endswith(match["what"])), None)
        if meant is not None and tally.page.at_head(match.start()):
            tally.add(meant.entity, meant.span.start, 4 * OF_THING)


def _comes_later(tally: Tally, best: Entity) -> bool:
    """Does a text on the nation's figures name somebody only later, or as who tells them?"""
    if _NATIONAL.match(best.canonical) is not None:
        return not any(tally.page.in_title(mention.span) for mention in best.mentions)
    if best.type not in (EntityType.COMPANY, EntityType.ZONE):
        return False
    key = f"{best.type}{best.canonical}"
    return tally.first[key] >= tally.page.body_end and tally.scores[key] <= OFTEN


def _by_nation(tally: Tally, names: Sequence[Named], later: Entity | None) -> bool:
    """Are the first figures the nation's: 据海关总署数据, where nobody is named?

    later: who is named behind them, if anybody.
    """
    until = tally.first.get(f"{later.type}{later.canonical}", 0) if later is not None else 0
    return any(
        item.entity.type is EntityType.ORG
        and _NATIONAL.match(item.entity.canonical) is not None
        and (
            tally.page.opens(item.span.start)
            or (item.span.start < until and publishes(tally.page.text, item.span.end))
        )
        for item in names
    )
