"""Whose each number behind a 分别 is: names in its own clause, or in the one before."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.phrases import trim
from pipeline.facts.realms import part_of_country, province, province_run
from pipeline.facts.spread.turn import Turn
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.model import Entity, EntityType, Kind, Span

_TOWARD = regex.compile(
    r"(?P<to>对|向|自|从|与|同|往|由|在)(?:前?[两二三四五六七八九十\d]{1,2}大|主要)?(?:\p{Han}{0,4}(?:贸易伙伴|市场|伙伴))?\Z"
)
_RUN = regex.compile(
    rf"(?:[^，。；]{{0,8}}?(?:年|月|季度|半年)，?)?(?P<run>{province_run()})(?P<what>\p{{Han}}{{2,10}}?)(?:则|也|都)?\Z"
)
"""江浙沪出口分别增长…: one number for each of the provinces."""
_APPOSED = regex.compile(r"(?:这)?[两二三四五六七八九十\d](?:个|家|大)?\p{Han}{1,3}")
_COUNTED = regex.compile(
    r"这?[两二三四五六七八九十\d][个家大座]?(?:省份?|市|县|区|州|国|地区?|镇|园区?|城市?|企业?|公司|集团|银行|港口?|机场)"
    r"(?=\p{Han}{2})"
)
"""Before what the numbers are of, the names once more by their number: 广东、江苏两省进出口额."""
_LISTED = regex.compile(
    rf"(?:[^{NAME}]*?(?:为|是|有|包括|分列|居前的|：))?{NAME}(?:[{NAME}、和与及]|以及)*"
    r"(?:等?[两二三四五六七八九十\d]?[个家大]?\p{Han}{0,3})?"
)
"""A clause that lists names and ends there."""
_CODE = r"（[^（），。]{4,20}）"
"""The code of a share behind a name."""
_MADE_KNOWN = regex.compile(
    r"(?:公布|发布|披露|公告|揭露|揭晓|交出|晒出|亮出|发表)了?(?:各自|最新|的)*"
)
_REPORTED = regex.compile(
    rf"[^{NAME}{NUMBER}]{{0,12}}{NAME}+(?:(?:{_CODE})?(?:、|和|与|及|以及){NAME}+)+(?:{_CODE})?[^{NAME}{NUMBER}]{{0,12}}?{_MADE_KNOWN.pattern}[^{NAME}{NUMBER}]*"
)
"""甲、乙披露半年报，营业收入分别为…: whose report it is."""
_PARTNER = regex.compile(rf"(?<={NAME})[对向在与到](?:{NAME}+)[^{NAME}、，]*\Z")
"""甲国、乙国|对该省投资: toward whom they did it."""
_HOLDS = ("分别持有", "分别持股", "各持有", "各持股")
_ROLE = r"(?:\p{Han}{0,8}?(?:巨头|龙头|企业|公司|机构|集团|品牌|厂商|股东|同行|对手|名企|大厂))?"
"""甲、互联网巨头|乙: what one of a list is."""
_IN_CONTEST = regex.compile(
    r"(?:此次|本次)?在[^，。；]{0,30}?(?:排名|评价|排行榜?|榜单|名单|考核|评估|评比|名次)(?:结果)?[中里上内]?\Z"
)
"""甲、乙、丙在全国157家高新区排名中分列…: where the names are ranked."""
_TOP = regex.compile(
    r"(?:等)?(?:前[两三四五六七八九十\d]+)?[大个](?:主要)?(?:市场|伙伴|贸易伙伴|经济体)"
)


def provinces(turn: Turn) -> bool:
    """江浙沪出口分别增长…: provinces by their characters."""
    run = _RUN.match(turn.text.lstrip("\u3000"))
    if run is None or len(run["run"]) != turn.count or turn.count < 2:
        return False
    for character, draft in zip(run["run"], turn.drafts, strict=True):
        draft.subject = province(character)
    return turn.give_all(run["what"])


@cache
def _areas() -> regex.Pattern[str]:
    part = rf"(?:{any_of('area')}(?:地区)?)"
    return regex.compile(
        rf"(?:[^，。；]{{0,8}}?(?:年|月|季度|半年)，?)?(?P<list>{part}(?:(?:、|和|与|及|以及){part})+)(?P<what>\p{{Han}}{{0,12}})\Z"
    )


def areas(turn: Turn) -> bool:
    """中部、西部和东北地区分别为…: one number for each part of the country."""
    listed = _areas().match(turn.text.lstrip("\u3000"))
    found = regex.split(r"、|以及|[和与及]", listed["list"]) if listed else []
    if listed is None or len(found) != turn.count:
        return False
    kind = "地区" if found[-1].endswith("地区") else ""
    for name, draft in zip(found, turn.drafts, strict=True):
        draft.subject = part_of_country(name.removesuffix(kind) + kind)
    said = listed["what"].lstrip("的")
    return turn.give_all(said) if said else turn.give_all(turn.last, "carried")


def names(turn: Turn) -> bool:
    """甲、乙分别增长…: as many names as numbers, right before."""
    view, count, at = turn.view, turn.count, turn.at
    start = turn.start
    contest = _IN_CONTEST.search(view.plain(turn.clause_start, at))
    if contest is not None:
        start, at = turn.clause_start, turn.clause_start + contest.start()
    partner = _PARTNER.search(view.mask(start, at))
    if partner is not None:
        at = start + partner.start()
    found = [
        n
        for n in view.names_in(start, at)
        if regex.match(r"(?:、|和|与|及|，|的|[^、和与及]*\Z)", view.mask(n.span.end, at) or "，")
    ]
    listed = regex.fullmatch(
        rf"[^{NAME}]{{0,10}}?(?:{NAME}+[对向与自从][^{NAME}、，]{{0,14}})?"
        rf"{NAME}+(?:(?:(?:、|和|与|及|，){_ROLE})?{NAME}+){{{count - 1}}}(?P<tail>[^{NAME}]*)",
        view.mask(start, at),
    )
    if listed is None or len(found) < count:
        return False
    found = found[-count:]
    toward = _TOWARD.search(view.plain(turn.clause_start, found[0].span.start))
    if toward is not None:  # 对东盟、欧盟分别出口…: whom it went to is part of what is counted
        apposed = _TOP.match(view.plain(found[-1].span.end, at))
        tail = trim(view, Span(found[-1].span.end + (apposed.end() if apposed else 0), at))
        said = view.plain(tail.start, tail.end) or turn.verb
        return turn.give([toward["to"] + name.mention.text + said for name in found])
    for name, draft in zip(found, turn.drafts, strict=True):
        draft.subject = name.entity
    if (
        view.plain(turn.at, turn.first.start).startswith(_HOLDS)
        and turn.first.quantity.base_unit == "%"
    ):
        return turn.give_all("持股比例")
    if partner is not None:  # 甲国、乙国对该省投资分别增长…
        return turn.give_all(view.plain(at, turn.at))
    _of_names(turn, trim(view, Span(found[-1].span.end, turn.at)))
    return True


def _of_names(turn: Turn, tail: Span) -> None:
    """What the numbers of a list of names are of. tail: the words behind the last name."""
    view = turn.view
    said = view.plain(tail.start, tail.end)
    if _APPOSED.fullmatch(said):  # 杭州、宁波两市分别增长…: what grew stands before
        turn.give_all(turn.last, "carried")
    elif len(tail):
        rest = regex.match(
            rf"等\p{{Han}}{{0,10}}?{TIME}+(?:的|全年)?", view.mask(tail.start, tail.end)
        )
        if rest:  # 甲、乙等龙头企业2023年产值
            said = view.plain(tail.start + rest.end(), tail.end)
        turn.give_all(_COUNTED.sub("", said, count=1) if _COUNTED.match(said) else said)
    elif turn.last and (turn.first.saying.kind is Kind.RANK or _with(turn)):  # 甲、乙分列第二和第三
        turn.give_all(turn.last, "carried")
    elif turn.drafts[-1].behind is not None and turn.first.evidence == "rest":
        turn.give_all(turn.drafts[-1].indicator, "right")  # 甲、乙分别拥有31家和27家甲级医院


def _with(turn: Turn) -> bool:
    """甲、乙分别以3亿元、2亿元居第一、第二: the measure was named before."""
    return turn.view.plain(turn.at, turn.first.start).removeprefix("分别").strip() == "以"


def owners(turn: Turn) -> bool:
    """广东、江苏、湖南三地数量居前三，分别拥有…: the list of the clause before."""
    found = _owners_before(turn)
    if not found:
        return False
    first = turn.first
    if turn.phrase and turn.phrase not in words("hold"):
        return _measured(turn, found)
    last = turn.before[-1] if turn.before else None
    if last is not None and last.saying.kind is Kind.GROWTH and _just_before(turn, last):
        for owner, draft in zip(found, turn.drafts, strict=True):
            draft.subject = owner
            if draft.saying.kind is Kind.LEVEL and draft.quantity.base_unit == "%":
                draft.saying = replace(draft.saying, kind=Kind.GROWTH, sign=last.saying.sign)
        return turn.give_all(last.indicator, "given")
    counted = next(
        (
            d.indicator
            for d in reversed(turn.before)
            if d.saying.kind is Kind.LEVEL
            and d.quantity.base_unit == first.quantity.base_unit
            and d.indicator
        ),
        turn.phrase or (turn.last if first.saying.kind is Kind.GROWTH else ""),
    )
    for owner, draft in zip(found, turn.drafts, strict=True):
        draft.subject = owner
    return turn.give_all(counted or _announced(turn) or turn.last, "given")


def _announced(turn: Turn) -> str:
    """What the clause before says that they made known: 甲、乙公布第二季营收，分别达…."""
    clause = turn.view.clauses[turn.first.clause - 1].span
    names = turn.view.names_in(clause.start, clause.end)
    told = _MADE_KNOWN.search(turn.view.plain(names[-1].span.end, clause.end)) if names else None
    return (
        turn.view.wording(trim(turn.view, Span(names[-1].span.end + told.end(), clause.end)))
        if told
        else ""
    )


def _just_before(turn: Turn, last: Draft) -> bool:
    """甲、乙出口增速高于12%，分别达…: the number of the clause before is of the same measure."""
    return last.clause == turn.first.clause - 1 and last.quantity.base_unit == "%"


def _measured(turn: Turn, owners: list[Entity]) -> bool:
    """随后依次为广东、福建，园区分别为6家、5家: the clause before ends with those it lists."""
    view = turn.view
    clause = view.clauses[turn.first.clause - 1].span
    mask = view.mask(clause.start, clause.end)
    listing = _LISTED.fullmatch(mask, mask.rfind("的") + 1)  # 排在某市之前的甲、乙
    listing = listing or _REPORTED.fullmatch(mask)
    if listing is None or view.names_in(turn.start, turn.at):
        return False
    for owner, draft in zip(owners, turn.drafts, strict=True):
        draft.subject = owner
    return turn.give_all(_BOTH.sub("", turn.phrase))


_BOTH = regex.compile(
    r"(?:这|上述)?(?:[两二三四五]家?|各)?(?:公司|企业|集团|银行|券商)(?=\p{Han}{2})|两者|二者|三者"
)
"""两公司净利润分别…: the owners once more."""


def _owners_before(turn: Turn) -> list[Entity]:
    view, first = turn.view, turn.first
    if first.clause == 0:
        return []
    clause = view.clauses[first.clause - 1].span
    given = [
        d
        for d in turn.before
        if d.clause == first.clause - 1 and d.saying.kind is Kind.LEVEL and d.evidence == "own"
    ]
    if len(given) >= turn.count:
        return []  # 对甲、乙分别出口3亿元、2亿元，分别增长…: each has a number of its own
    names = [
        n
        for n in view.names_in(clause.start, clause.end)
        if n.entity.type in (EntityType.PLACE, EntityType.ZONE, EntityType.COMPANY)
    ]
    of_what = len(names) - turn.count
    if of_what > 0 and view.mask(names[of_what].span.start - 1, names[of_what].span.start) == "的":
        names = names[of_what:]  # 排在某市之前的甲、乙
    joined = all(
        regex.fullmatch(rf"(?:{_CODE})?(?:、|和|与|及|以及)", view.plain(a.span.end, b.span.start))
        for a, b in itertools.pairwise(names)
    )
    return [n.entity for n in names] if joined and len(names) == turn.count > 1 else []
