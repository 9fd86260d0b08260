"""Cities and counties that no list has: a stem before 市 or 县 that the text uses again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday, listed, verbs
from pipeline.model import EntityType, Span

_NAMED = regex.compile(
    r"(?=..[市县省自])(?P<stem>\p{Han}{2})(?P<kind>市|县|省|自治州)(?![场值民级容外价面直况盈])"
)
_RULE = "unlisted city"
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_CALLED = re.compile(
    "东站|西站|南站|北站|火车站|高铁站|机场|海关|日报|晚报|早报|新闻|队|大学|学院|医院|市|地铁|银行"
    "|经开区|高新区|经济技术开发区|高新技术产业开发区|综保区|综合保税区|新区|到|全境|籍"
)
_EDGE = regex.compile(
    r"(?:^|[^\p{Han}]|[在从为到对自和与及跟由向往赴至的是位落来了把将让给，、月年日期度省]|位于|来自|落户|本报|地处|代表|"
    r"今年|去年|全省|我省|其中|同时|目前)\Z"
)
_OF_OFFICE = regex.compile(
    r"(?:人民)?政府|委(?:书记|常委|副|办|、|，|员会)|市长|县长|人大|政协|统计局|日报|第[一二三四五六七八九十\d]+届|"
    r"国民经济|\d{4}年|[\p{Han}]{1,8}局|委"
)
_NEXT = regex.compile(r"[、和与]\p{Han}{2,3}[市县](?!\p{Han}{0,2}[场值民容价])")
_LAST = regex.compile(r"[市县][、和与]\Z")
"""Other cities beside it in an enumeration."""
_NO_STEM = regex.compile(
    r"[请并的了在是和与及上下全本我该各省地县区股都门超楼集夜入开闭牛熊城多数个家这那其某每两几一二三四五六七八九十百千]"
    r"|\A[对向由从把将被使让给]|[钢楼债汇菜煤粮币期后沪深房药]\Z"
)


@cache
def _stand_alone() -> regex.Pattern[str]:
    """What may follow the bare stem of a city: it is the city, not the head of a longer name."""
    return regex.compile(
        r"$|[，。；：、！？）”\s]|的|与|和|及|将|已|要|还|也|全|市民|人民|经济|现有|共|是|在|有|到|至|往|飞"
    )


def city_stems(ground: Terrain, known: Sequence[str] = ()) -> frozenset[str]:
    """Stems that the text uses as the name of a city.

    A stem before 市 or 县 counts where it stands again, beside other cities, or before an office;
    without 市 where things of two kinds are called after it (澄州东站, 澄州日报).
    known: stems that the page's other articles have shown to be cities.
    """
    return frozenset(known) | {match["stem"] for match in _cities(ground)} | _namesakes(ground)


def _cities(ground: Terrain) -> Iterator[regex.Match[str]]:
    text = ground.text
    for match in _NAMED.finditer(text):
        stem = match["stem"]
        if _NO_STEM.search(stem) or stem in everyday().items or stem in verbs():
            continue
        if match["kind"] == "省" and stem[-1] + "省" in everyday().items:
            continue  # 可|节省
        if not _EDGE.search(text[max(0, match.start() - 3) : match.start()]):
            continue
        if any(
            hit.span.start < match.end()
            and match.start() < hit.span.end
            and hit.span != Span(*match.span("stem"))
            for hit in ground.places
        ):
            continue
        listed = _NEXT.match(text, match.end()) or _LAST.search(text, 0, match.start())
        office = _OF_OFFICE.match(text[match.end() : match.end() + 12])
        if listed or office or text.count(stem) > 1:
            yield match


def _namesakes(ground: Terrain) -> set[str]:
    """Stems after which things of two kinds are called."""
    text = ground.text
    kinds: dict[str, set[str]] = {}
    for match in _CALLED.finditer(text):
        at = match.start() - 2
        stem = text[max(0, at) : match.start()]
        if len(stem) < 2 or not _HAN.fullmatch(stem) or _NO_STEM.search(stem):
            continue
        if stem in everyday().items or ground.covered[at] or ground.covered[at + 1]:
            continue
        if _EDGE.search(text[max(0, at - 3) : at]):
            kinds.setdefault(stem, set()).add(match.group())
    return {stem for stem, found in kinds.items() if len(found) > 1}


_TOWN = regex.compile(
    r"(?:(?:^|[，。；：、\n省市县区州旗])(?:在)?|[在到赴]|来自|位于|地处|走进|走访|落户)(?P<name>(?P<stem>\p{Han}{2})(?:镇|乡|街道))"
    r"(?=[的，。、：；（]|$|\p{Han}{2,3}村(?![民委])|党委|政府|人大|有|已|全|今年|去年|共)"
)


_BEHIND_PLACE = regex.compile(
    r"(?P<name>(?P<stem>\p{Han}{2})(?:镇|乡|街道))(?!化|办事处?长|企业|居民|村)"
)
_VILLAGE = regex.compile(
    r"(?<=[镇乡]|街道)(?P<name>(?!\p{Han}{0,3}[和与及院校站所])\p{Han}{2,4}?(?<!农|乡|新农|本|全|各|该|贫困|行政|自然)村)(?![民委支官庄落两镇里级集内校医])"
)


_OFTEN_NAMED = regex.compile(
    r"(?:^|[，。；：、\n县区市]|[在到]|走进|来到|以及)(?P<name>(?P<stem>\p{Han}{2,3})村)(?![民委支官庄落两镇里级集内校医史])"
)
_NO_VILLAGE = regex.compile(
    r"[农乡新本全各该每这那个多穷富强城示美特空古小大老]|贫困|行政|自然|中心|幸福|旅游|样板"
)


def _villages(ground: Terrain) -> Iterator[Candidate]:
    """檀溪镇雾岭村: a village behind its town; 雾岭村 at the head of clauses, named again."""
    for match in _OFTEN_NAMED.finditer(ground.text):
        start, end = match.span("name")
        stem = match["stem"]
        if ground.text.count(match["name"]) < 2 or _NO_VILLAGE.search(stem):
            continue
        if listed().at(ground.text, start, end) is not None:
            continue  # 中关村 is a zone
        if stem in everyday().items or ground.place_from(start, end) or ground.crossed(start):
            continue
        yield Candidate(Span(start, end), EntityType.PLACE, "unlisted village", 9, match["name"])
    for match in _VILLAGE.finditer(ground.text):
        start, end = match.span("name")
        if not any(ground.covered[start:end]) and match["name"] not in everyday().items:
            yield Candidate(
                Span(start, end), EntityType.PLACE, "unlisted village", 9, match["name"]
            )


def _towns(ground: Terrain) -> Iterator[Candidate]:
    """来自夹浦镇的…: a stem that is no word before 镇, 乡 or 街道, where a place may stand.

    Shown once, or behind its county, it is one wherever the text has it.
    """
    behind = (_BEHIND_PLACE.match(ground.text, hit.span.end) for hit in ground.places)
    found = [*_TOWN.finditer(ground.text), *(match for match in behind if match)]
    names: dict[str, None] = {}
    for match in found:
        stem, (start, end) = match["stem"], match.span("name")
        if _NO_STEM.search(stem) or stem in everyday().items:
            continue
        if ground.covered[start] and ground.place_from(start, end) is None:
            continue
        names[match["name"]] = None
    for name in names:
        for start in regex.places(name, ground.text):
            span = Span(start, start + len(name))
            if not ground.covered[start] or ground.place_from(start, span.end) is not None:
                yield Candidate(span, EntityType.PLACE, "unlisted town", 9, name)


def find_unlisted(ground: Terrain) -> Iterator[Candidate]:
    """Cities that no list has, by their form, and the stems the text uses as one."""
    text = ground.text
    yield from _towns(ground)
    yield from _villages(ground)
    for match in _cities(ground):
        yield Candidate(Span(*match.span()), EntityType.PLACE, _RULE, 9, match["stem"])
    for stem in sorted(ground.cities):
        for start in regex.places(stem, text):
            end = start + len(stem)
            if text[end : end + 1] in "市县":
                continue
            before = text[max(0, start - 3) : start]
            if _EDGE.search(before) and _stand_alone().match(text[end : end + 4]):
                yield Candidate(Span(start, end), EntityType.PLACE, _RULE, 9, stem)
