"""Whom a clause names in subject position: an entity, a named thing, or a word such as 全市."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts import pointing
from pipeline.facts.acting import GIVES_ORDERS, LOCAL, acts, tells
from pipeline.facts.positions import limit, position
from pipeline.facts.realms import REALM, Realms, is_kind, word_pattern
from pipeline.facts.sources import from_source
from pipeline.facts.tally_names import ADJUNCT
from pipeline.facts.things import RULE as THING
from pipeline.facts.things import Things, thing
from pipeline.facts.together import grouped
from pipeline.facts.view import NUMBER, TIME, Clause, Named, View
from pipeline.frozen import dataclass
from pipeline.model import Entity, EntityType, Mention, Span

HOME_GROUND = (EntityType.PLACE, EntityType.ZONE)
"""What the office of a place speaks for."""
_COUNTS = regex.compile(
    r"(?:目前|现|已|共|总)*(?:共有|共计|共|现有|已有|拥有|累计)|(?:则|也|还)?(?:以|有)(?:约|近|超过?|逾)?(?=\d)"
)
"""A place is what a company's page speaks of only where it counts something: 江苏省共有…."""
_OWN = regex.compile(
    r"(?:全[市省县区])?的?\p{Han}{0,6}?(?:产量|产值|GDP|地区生产总值|生产总值|增加值|财政收入|税收)"
)
"""广州汽车产量100万辆: what no company has."""
_COUNTRY = frozenset({"我国", "全国", "中国", "全球", "国内"})
"""Named as a subject on a company's page, the country is: 我国功率半导体市场规模191亿美元."""
_SELLS_IN = regex.compile(r"内地|大陆|境内|区的?业务|(?:地区)?(?:业务|平台|门店|用户|分部)")
"""中国内地平台服务…: the part of the country where a company sells."""
_ANALYSES = regex.compile(
    r"(?:证券|投顾|期货|咨询|评级|资管|基金|国际|研究院|数据|智库|代理|测量师行)(?:公司)?\Z"
)
"""Who speaks of others' figures, or of the market's."""
_RATES = regex.compile(
    r"(?:则|也|将|更|最新|仍)*(?:喊|给予|维持|上调|下调|重申|首予|预估|看好|把|将)"
    r"[^，。；]{0,12}?(?:目标价|评级|到|至|为|出|\d)"
)
"""What a broker does to another's share: 喊出目标价, 给予买入评级."""
_RATED = regex.compile(
    r"(?:\d{4}年)?的?(?:股票|H股|A股)?的?(?:目标价|评级|“|盈利预测|股价|投资评级)"
)
"""Behind whose share a broker speaks of."""
_MEASURE_OF = regex.compile(
    r"(?:综合|总)?(?:排名|位次|名次|排位)|(?:、全?[国省市区县球])?(?:的)?占比|(?:的)?(?:平均|同期|总量|均值|水平|的\ue003)"
)
_EVENT = regex.compile(
    rf"(?:{TIME}|[\s\u3000])*(?P<word>(?:本届|本次|这届|此次|该|整个)(?:赛事|大会|展会|博览会|比赛|论坛|活动|大赛|峰会|盛会))"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who is spoken of where a clause begins.

    main: by the article.  current: by the paragraph.  sentence: by the sentence so far.
    lately: all of them and those named since, the last first.
    """

    main: Entity | None
    current: Entity | None
    sentence: Entity | None
    lately: tuple[Entity | None, ...] = ()


def named(
    view: View, clause: Clause, spoken: Spoken, realms: Realms, things: Things
) -> Named | None:
    """The name in subject position of a clause: an entity's, a named thing's, or 全市."""
    together = grouped(view, clause, spoken.main, realms) or pointing.this_one(
        view, clause, spoken.lately
    )
    if together is not None:
        return together
    item = _entity_named(view, clause, spoken, realms) or pointing.ranked(view, clause)
    found = thing(view, clause)
    if found is not None and (
        item is None
        or (
            item.entity.type is EntityType.PLACE
            and (not item.mention.anaphor or item.span.end == found.span.start)
        )
        or (found.span.contains(item.span) and len(found.span) > len(item.span) + 1)
    ):
        return things.note(found)
    return (
        item
        or things.again(view, clause)
        or _event_word(view, clause, spoken.main)
        or _main_again(view, clause, spoken.main)
        or _realm_word(view, clause, spoken, realms)
    )


_BEST_OF = regex.compile(
    r"(?:市|省|县|区|全[市省县])?(?:的|规模|目前|首家|唯一|最大|最早|最|本土|知名|著名|重点|老牌|大型|国有|龙头)*"
    r"的?\p{Han}{0,10}?"
    r"(?:企业|公司|集团|巨头|龙头|厂商|[\p{Han}]{2}商(?<![协国]商)|品牌|[民国央车药房]企|独角兽)"
)
"""某省最大的药企|甲药业有限公司: what a company is in its place."""


_AND_MORE = regex.compile(
    rf"[\p{{Han}}A-Za-z]{{0,14}}等(?:近|约|超过?|一批)?(?:{NUMBER}余?[个家户项]|一批)"
)
"""某新能源锂电池材料等16个项目: a firm named for several is not who has them."""


def _its_company(view: View, names: Sequence[Named], place: Named) -> Named | None:
    """The company right behind a place of which it is the largest, or the like; None for none."""
    behind = next((n for n in names if n.span.start >= place.span.end), None)
    if behind is None or behind.entity.type is not EntityType.COMPANY:
        return None
    said = _BEST_OF.fullmatch(view.plain(place.span.end, behind.span.start))
    return behind if said is not None else None


def _entity_named(view: View, clause: Clause, spoken: Spoken, realms: Realms) -> Named | None:
    names = view.names_in(clause.span.start, clause.span.end)
    stop = limit(view, clause)
    main = spoken.main
    for item in names:
        if item.span.start >= stop:
            break
        role = position(view, clause, item)
        kind = item.entity.type
        sells_in = _SELLS_IN.match(view.plain(item.span.end, item.span.end + 4)) is not None
        if (
            kind is EntityType.PLACE
            and main is not None
            and main.type is EntityType.COMPANY
            and min(m.span.start for m in main.mentions) < item.span.start
            and not _COUNTS.match(view.plain(item.span.end, clause.span.end))
            and not (item.mention.text in _COUNTRY and role == "subject" and not sells_in)
            and not (role == "subject" and from_source(view, clause.span.start, item.span.start))
            and not (role == "subject" and acts(view, clause, item))
            and not (role == "subject" and _OWN.match(view.plain(item.span.end, clause.span.end)))
        ):
            continue
        if (
            kind is EntityType.COMPANY
            and main is not None
            and main.type in HOME_GROUND
            and _AND_MORE.match(view.mask(item.span.end, clause.span.end))
        ):
            continue
        if kind is EntityType.PLACE and (owned := _its_company(view, names, item)) is not None:
            return owned
        if kind is EntityType.ORG and GIVES_ORDERS.match(view.plain(item.span.end, stop)):
            continue
        if role == "agency":
            realm = realms.of_agency(item.entity, item.span.start)
            told = tells().match(view.plain(item.span.end, clause.span.end))
            if realm is not None and (main is None or main.type in HOME_GROUND or told):
                return Named(item.span, realm, item.mention)
            continue
        behind = view.plain(item.span.end, clause.span.end)
        rates = role == "subject" and _RATES.match(behind) is not None
        if (role == "frame" or rates) and _only_tells(item.entity, main):
            continue
        if rates and (rated := _rated(view, names, item)) is not None:
            return rated
        if role == "frame" and kind in (EntityType.ZONE, EntityType.COMPANY):
            return item
        if role == "subject":
            return pointing.meant_behind(view, names, item)
        if (
            role == "locative"
            and spoken.sentence is None
            and (kind is EntityType.ZONE or main is None or main.type is EntityType.PLACE)
            and not pointing.places_company(view, names, item)
            and not _describes(view, clause, names, item)
        ):
            return pointing.meant_behind(view, names, item)
    return None


def _describes(view: View, clause: Clause, names: Sequence[Named], place: Named) -> bool:
    """位于园区南侧的某某生物: the place only says which company is meant."""
    return any(
        other.span.start > place.span.end
        and other.entity.type is EntityType.COMPANY
        and position(view, clause, other) == "subject"
        for other in names
    )


def _rated(view: View, names: Sequence[Named], broker: Named) -> Named | None:
    """某证券上调某科技目标价至35元: whose share a broker speaks of, if the clause names it."""
    return next(
        (
            item
            for item in names
            if item.span.start > broker.span.end
            and item.entity.type is EntityType.COMPANY
            and _RATED.match(view.plain(item.span.end, item.span.end + 12))
        ),
        None,
    )


def _only_tells(entity: Entity, main: Entity | None) -> bool:
    """某某证券认为, …: a broker speaks of the article's subject, or of the market."""
    return (
        main is not None
        and main is not entity
        and entity.type is EntityType.COMPANY
        and _ANALYSES.search(entity.canonical) is not None
    )


def _event_word(view: View, clause: Clause, main: Entity | None) -> Named | None:
    """本届赛事, 本次展会: the event that the article is about."""
    match = _EVENT.match(view.mask(clause.span.start, clause.span.end))
    if match is None or main is None or main.rule != THING:
        return None
    start = clause.span.start + match.start("word")
    span = Span(start, clause.span.start + match.end("word"))
    return Named(span, main, Mention(span, match["word"], anaphor=True))


def _main_again(view: View, clause: Clause, main: Entity | None) -> Named | None:
    """民航业全年完成…: the trade that the article speaks of."""
    if main is None or main.rule != REALM or not main.canonical.endswith("业"):
        return None
    mask = view.mask(clause.span.start, clause.span.end)
    start = clause.span.start + len(mask) - len(mask.lstrip(f"{TIME}，\u3000 "))
    span = Span(start, start + len(main.canonical))
    if view.plain(span.start, span.end) != main.canonical or span.end >= clause.span.end:
        return None
    return Named(span, main, Mention(span, main.canonical))


_THAN = regex.compile(r"(?:[高低快慢好大小多少优]于|超过|落后|领先)[^，。；]{0,8}\Z")
"""快于全国、全区0.3个、0.1个百分点: what is measured against."""


_PARTED = regex.compile(rf"(?:近|约|超过?|逾|的|一)*{NUMBER}的?")


def _realm_word(view: View, clause: Clause, spoken: Spoken, realms: Realms) -> Named | None:
    """全市, 区里, 当地 that no entity took: the place of the article, or the word itself."""
    port = spoken.main is not None and spoken.main.rule == THING
    mask = view.mask(clause.span.start, clause.span.end)
    match = word_pattern().search(mask)
    if match is None:
        return None
    alone = not mask[: match.start()].strip(TIME + " \u3000，")
    own = alone and match["word"] in LOCAL and match.end() < len(mask)
    if spoken.main is not None and spoken.main.type not in HOME_GROUND and not (port or own):
        return None
    before = mask[: match.start()]
    number = mask.find(NUMBER)
    if not before and number == match.end() and _shares(view, clause):
        return None  # 占全市的62%，全省12%
    parted = before.strip(TIME + " \u3000，") and _PARTED.match(mask, match.end()) is not None
    if parted and any(
        q.base_unit == "%" and q.span.start == clause.span.start + number for q in view.quantities
    ):
        return None  # 聚集全省七成的实验室: of what whole somebody has a part
    if 0 <= number < match.start() or ADJUNCT.search(before) or len(before.strip(TIME)) > 8:
        return None
    against = before.endswith(("是", "为", "过", "对", "了", "着", "用", "以", "凭", "靠"))
    if against or _THAN.search(before) or _MEASURE_OF.match(mask, match.end()):
        return None  # what is measured against: 是全市平均水平的1.5倍
    behind = clause.span.start + match.end()
    behind += view.plain(behind, behind + 1) == "前"  # 保持全省前三
    if any(q.span.start == behind and q.dimension == "rank" for q in view.quantities):
        return None  # a contest: 综合排名：全省第3位
    word = match["word"]
    inside = spoken.current is not None and spoken.current.type is EntityType.ZONE
    near = inside and (
        word in ("区内", "园内", "园区内", "区里", "园里")
        or (word == "全区" and not (spoken.main and is_kind("区", spoken.main)))
    )
    kind = word[1:2] if word[0] in "全该" else ""
    named = next((e for e in spoken.lately if _is_place(e, kind)), None)
    if kind in ("市", "县") and not _is_place(spoken.main, kind) and named is not None:
        entity = named  # 全市 in a text about a province: the city spoken of
    else:
        entity = realms.of_word(word, spoken.current if near else spoken.main)
    start = clause.span.start + match.start()
    span = Span(start, start + len(word))
    return Named(span, entity, Mention(span, word, anaphor=True))


def _is_place(entity: Entity | None, kind: str) -> bool:
    return entity is not None and entity.type is EntityType.PLACE and is_kind(kind, entity)


def _shares(view: View, clause: Clause) -> bool:
    """Does a clause give a percentage, behind one that says of what another is a share?"""
    at = view.clauses.index(clause)
    inside = [q for q in view.quantities if clause.span.contains(q.span)]
    if not inside or inside[0].base_unit != "%" or at == 0:
        return False
    before = view.clauses[at - 1].span
    return "占" in view.plain(before.start, before.end)
