"""Zones: the listed, and all others by the grammar PLACE + words + suffix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import (
    MUNICIPALITIES,
    PROVINCE,
    verbs,
    zone_needs,
    zone_normals,
    zone_pattern,
)
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows

_BRACKETED = regex.compile(r"（[^（）]*）")
_KIND_OF_PLACE = regex.compile(r"^(\p{Han}{2,3})(?:市|省|县)")
_SINCE = regex.compile(r"\p{Han}{0,3}[年月天]来")
"""今年来|西港保税港区, 三年来|某新区."""
_STATE = regex.compile(r"(?:国家级|国家|省级)$")
_ANNEX = regex.compile(r"（(?!含|包含|不含|(?:以下|下)?简?称)([\p{Han}]{1,6}(?:园|园区|片区))）")
_GOAL = regex.compile(r"(?:打造|成为|建成|创建|争创|构建|建设成|一个|为|国家级?|各类|家)$")
_PHRASE = frozenset({"示范区", "试验区", "集聚区", "合作区", "先行区", "改革试验区"})
_LEAST_PHRASE = 7
_BUILDS = regex.compile(
    r"(?:建设|开发建设|打造|培育|发展|对接|融入|毗邻|紧邻|邻近|连接|接轨|依托|联合|携手|参与|支持|推进|规划|申报|设立|入驻|落户)"
)
_PLACE_BEHIND = regex.compile(r"港(?!片)|口岸|镇|街道|大街|大道|路|岛|村|站|论坛|指数")
_EACH = regex.compile(r"(?:各|各类|各级|各大|各个|多个|所有|其他|其它|部分|两大|几个|不少)$")
_VERBAL = regex.compile(r"\p{Han}[起出到好了着入住进遍满下成过]")
_DEED = regex.compile(r"(?:跑出|走出|闯出|干出|[大狠紧主力]抓|抓好|抓实|推动|推进|加快|提升|聚焦)$")
"""What a place does to a zone is no part of its name: 某区|大抓|园区."""
_AGAINST = regex.compile(r"(?:占到?|超过|高于|低于|来自|位于|集中[在于]|分布[在于])(?:全|整个)?$")
"""某高新区产值占|园区工业的三成: what a number is measured against or where it is."""
_BARE_OF_PROVINCE = frozenset(
    {"开发区", "园区", "新区", "高新区", "经开区", "示范区", "产业园", "产业园区", "工业园"}
    | {"工业园区", "科技园", "科技园区", "保税区", "综保区", "片区", "科学城"}
)
_KIND_FIRST = regex.compile(rf"(?:国家级?)?{alternatives(_BARE_OF_PROVINCE)}(?=\p{{Han}}{{2}})")
"""国家级新区|两江新区: the kind, told before the name."""


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A zone's name without what differs between its ways of writing.

    中国（河南）自由贸易试验区洛阳片区 → 洛阳片区, 南京市高新技术产业开发区 → 南京高新区.
    """
    name = _BRACKETED.sub("", name)
    tail = ""
    for size in range(min(len(name), 14), 1, -1):
        if name[-size:] in zone_normals():
            tail = zone_normals()[name[-size:]]
            name = name[:-size]
            break
    name = _STATE.sub("", name)
    if len(name) > 2:
        name = _KIND_OF_PLACE.sub(r"\1", name)
    return name + tail


def find_zones(ground: Terrain) -> Iterator[Candidate]:
    """Zones of the table, then those that only their suffix shows."""
    for hit in ground.listed:
        if hit.entry.type is EntityType.ZONE and not _of_a_place(ground, hit.span):
            yield Candidate(
                _with_annex(ground, hit.span),
                EntityType.ZONE,
                hit.entry.rule,
                1,
                hit.entry.key,
                hit.entry.code,
            )
    yield from _called_short(ground)
    yield from _by_office(ground)
    for match in zone_pattern().finditer(ground.text):
        found = _by_suffix(ground, match.start(), match.end())
        if found is not None and _LEVELS.match(ground.text, found.span.start) is None:
            yield found


_LEVELS = regex.compile(r"[省市县区乡镇村]?[两三四五]级")
"""市、县、乡三级示范区: so many levels of zones."""
_SHORT_BEHIND = regex.compile(
    r"[\d\s，。；、：（）的和与及则也]|\Z|管理局|厂商|营业额|营收|产值|员工|就业|从业|进口|出口|进出口|入区|成长|衰退|增长|今年|去年|上半年|下半年"
    r"|全年|第[一二三四]季|园区|组长|局长|引进|核准|部分|以|为|有|共|等|三大|\d|分别|各|仍|均|都|合"
)


def _called_short(ground: Terrain) -> Iterator[Candidate]:
    """竹科6千亿元，中科3千亿元: short names that others of their kind explain."""
    for row in rows("zone_short.csv", key="short"):
        if not any(word in ground.text for word in row["beside"].split("|")):
            continue
        found = list(regex.finditer(row["short"], ground.text))
        shown = any(_SHORT_BEHIND.match(ground.text, match.end()) for match in found)
        for match in found:
            # what one place shows to be a zone is one wherever no other name goes on behind it
            goes_on = not shown or ground.text[match.end() : match.end() + 1] in row["not_before"]
            if _SHORT_BEHIND.match(ground.text, match.end()) or not goes_on:
                span = Span(*match.span())
                yield Candidate(span, EntityType.ZONE, "zone_other", 1, row["id"], row["id"])


_OFFICE = regex.compile(r"(?:管委会|管理委员会|党工委)(?!会)")
_LEAST = 4
"""A zone's name without its place, where its office shows it: 石化新城."""


def _by_office(ground: Terrain) -> Iterator[Candidate]:
    """某市石化新城管委会: what has such an office is a zone, by its bare name too."""
    text = ground.text
    for match in _OFFICE.finditer(text):
        start = ground.left(match.start())
        place = ground.place_from(start, match.start())
        begin = place.span.end if place is not None else start
        suffix = zone_pattern().search(text, begin, match.start())
        if (
            suffix is None
            or suffix.end() != match.start()
            or suffix.start() - begin < 2
            or match.start() - begin < _LEAST
            or _EACH.search(text, start, suffix.start())
        ):
            continue
        name = text[begin : match.start()]
        for at in regex.places(name, text):
            whole = place is not None and text.startswith(text[start:begin], at - (begin - start))
            span = Span(at - (begin - start) if whole else at, at + len(name))
            yield Candidate(span, EntityType.ZONE, "zone_of_office", 2, key(name))


def _of_a_place(ground: Terrain, span: Span) -> bool:
    """洋浦港, 张江镇: a zone's bare name within the name of a place."""
    bare = zone_pattern().search(ground.text, span.start, span.end) is None
    return bare and _PLACE_BEHIND.match(ground.text, span.end) is not None


def _with_annex(ground: Terrain, span: Span) -> Span:
    annex = _ANNEX.match(ground.text, span.end)
    return Span(span.start, annex.end()) if annex else span


def _after_verb(ground: Terrain, start: int, end: int) -> int:
    """朝阳区建设国际…集聚区 begins after 建设."""
    place = ground.place_from(start, end)
    if place is not None:
        verb = _BUILDS.match(ground.text, place.span.end, end)
        if verb and end - verb.end() >= 2:
            return ground.trim(verb.end(), end)
    return start


def _by_suffix(ground: Terrain, at: int, end: int) -> Candidate | None:
    text = ground.text
    suffix = text[at:end]
    start = _after_verb(ground, ground.skip_verbs(ground.left(at), at), at)
    since = _SINCE.match(text, max(0, start - 1), at)
    start = max(start, since.end()) if since else start
    kind = _KIND_FIRST.match(text, start, at)
    if kind is not None and kind.end() in ground.listed_at:
        return None
    core_end = at
    state = _STATE.search(text, start, at)
    if state is not None:
        core_end = state.start()
    if core_end - start < 2 or start >= at or _EACH.search(text, start, core_end):
        return None
    if _AGAINST.search(text, start, core_end):
        return None
    place = ground.place_from(start, core_end)
    zone = ground.listed_at.get(start)
    needs = zone_needs()[suffix]
    rest = (place.span.end, core_end) if place else (start, core_end)
    if place is not None:
        if rest[0] == rest[1]:
            level, name = place.entry.level, place.entry.key
            if level == "group" or (level == "country" and not suffix.endswith("谷")):
                return None
            if level == PROVINCE and name not in MUNICIPALITIES and suffix in _BARE_OF_PROVINCE:
                return None
        elif (
            _DEED.search(text, *rest)
            or rest[1] - rest[0] > 14
            or (place.entry.level == "country" and ground.generic(*rest))
        ):
            return None
        rule = "zone_of_place"
    elif zone is not None:
        if any(
            hit.span.end == end
            and hit.span.start > zone.span.end
            and hit.entry.type is EntityType.ZONE
            for hit in ground.listed
        ):
            return None
        rule = "zone_of_zone"
    elif needs == "place":
        if ground.generic(start, core_end) or not 2 <= core_end - start <= 4:
            return None
        if text[start:core_end] not in ground.cities and text.count(text[start:end]) < 2:
            return None
        rule = "zone_repeated"
    else:
        if text[start:core_end] in verbs() or _VERBAL.fullmatch(text, start, core_end):
            return None
        if _descriptive(ground, start, core_end, end):
            return None
        if ground.generic(start, core_end):
            if suffix not in _PHRASE or core_end - start < _LEAST_PHRASE:
                return None
            if text[start - 1 : start] == "“" or _GOAL.search(text, max(0, start - 4), start):
                return None
        rule = "zone_named"
    span = _with_annex(ground, Span(start, end))
    return Candidate(span, EntityType.ZONE, rule, 2, key(text[start:end]))


def _descriptive(ground: Terrain, start: int, core_end: int, end: int) -> bool:
    """A phrase of dictionary words is no name, unless it is short and used again."""
    if not ground.ordinary(start, core_end) or ground.generic(start, core_end):
        return False
    return core_end - start > 4 or ground.text.count(ground.text[start:end]) < 2
