"""Places: administrative regions, countries, cities abroad, groups of regions.

The short names of counties are mostly words or parts of names as well (和平, 新城); one is a place
where what stands beside it says so: its own city before it, a county of the same city beside it in
an enumeration, its full name elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Hit, Terrain
from pipeline.entities.lexicon import MUNICIPALITIES, county_codes, everyday
from pipeline.model import EntityType, Span

CHAIN = "region_chain"
"""The rule of a county or district written with its city, and perhaps province, before it."""
_NOT_BEFORE = regex.compile(
    r"(?:港|话|菜|语|人民币|大学|路|街|道|大道|港股|籍|片区|时间|文|字|画报|日报|晚报|晨报|都市报|商报|青年报|法制报|经济报|新闻网|卫视|电视台|\p{Han}{0,6}(?:机场|火车站|高铁站|超级工厂|长江大桥|体育场|体育馆|码头|航站楼)|元(?!月)|币|盾|队"
    r"|口岸|边检|国际港|[新老一二三四五六]厂|股票|马拉松|车展|书展|地铁|[东南西北]站|大桥)"
)
"""What makes a longer name of a place: 西安国际港站, 西安二厂, 香港股票基金."""
_KIND = regex.compile(r"[州邦省府](?!政府|长|内|外|级)")
"""Behind a state abroad: 加利福尼亚|州."""
_LEFT = regex.compile(
    r"(?:^|[^\p{Han}]|[在从为到对自和与及由向往赴至是、月年日]|位于|来自|落户|地处|其中)\Z"
)
_RIGHT = regex.compile(r"$|[^\p{Han}]|[的与和及将已要还也全共是在有到至往两三四五等各]")


_WATER = regex.compile(
    r"(?:干流|支流|水位|流域|上游|中游|下游|两岸|沿岸|航道|水质|水面|江面|汛期|沿线)"
)
"""What stands behind a river whose name a region has too (澄江水位)."""
_AT = regex.compile(
    r"(?:[在赴来离返驻进](?P<home>[京沪津渝穗杭蓉汉]))(?=[\p{P}\s的举召开企工设落投建挂成揭])"
    r"|(?:[对访赴驻输](?P<abroad>[俄美日韩欧英法德印]))(?=[\p{P}\s的]|合作|出口|贸易|投资|进口|经贸|关系|开放|外交|加征)"
)
_ABBREVIATIONS = {
    "京": "北京", "沪": "上海", "津": "天津", "渝": "重庆", "穗": "广州", "杭": "杭州",
    "蓉": "成都", "汉": "武汉", "俄": "俄罗斯", "美": "美国", "日": "日本", "韩": "韩国",
    "英": "英国", "法": "法国", "德": "德国", "印": "印度", "欧": "",
}  # fmt: skip


def find_places(ground: Terrain) -> Iterator[Candidate]:
    """Listed places; the short forms only where they may stand alone or are shown to be meant."""
    shown = _shown(ground)
    cities: dict[str, str] = {}
    before: Hit | None = None
    above: Hit | None = None
    for hit in ground.places:
        (over, last), (above, before) = (above, before), (before, None)
        if hit.entry.level == "group" or not (hit.entry.alone or hit.span.start in shown):
            continue
        before = hit
        if _within_name(ground, hit.span):
            continue
        state = _KIND.match(ground.text, hit.span.end) if hit.entry.level == "city" else None
        end = state.end() if state else hit.span.end
        city = last is not None and last.span.end == hit.span.start and _city_of(last, hit)
        start, rule = (last.span.start, CHAIN) if last and city else (hit.span.start, "")
        if over is not None and over.entry.level == "province" and over.span.end == start and rule:
            start = over.span.start  # 四川省广元市|苍溪县
        yield Candidate(
            Span(start, end),
            EntityType.PLACE,
            rule or hit.entry.rule,
            9,
            _of_city(last, hit, cities) if last is not None and city else hit.entry.key,
            hit.entry.code,
        )
    for match in _AT.finditer(ground.text):
        for start, end in (match.span("home"), match.span("abroad")):
            name = _ABBREVIATIONS.get(ground.text[start:end]) if start >= 0 else None
            if name:
                yield Candidate(Span(start, end), EntityType.PLACE, "abbreviation", 8, name)


def _of_city(city: Hit, district: Hit, cities: dict[str, str]) -> str:
    """The key of a district by its city: 福州市鼓楼区, where the text has 南京市鼓楼区, is another.

    cities: of each district, the city that the text first names it with.
    """
    key = district.entry.key
    own = cities.setdefault(key, city.entry.key)
    return key if own == city.entry.key else city.entry.key + key


_AND_COUNTY = regex.compile(r"[市城区镇村州省乡]和县\Z")
"""城市和|县市区: 和 is no part of a name."""


def _within_name(ground: Terrain, span: Span) -> bool:
    text = ground.text
    if _NOT_BEFORE.match(text, span.end) or _AND_COUNTY.search(
        text[max(0, span.end - 3) : span.end]
    ):
        return True
    return text[span.end - 1] in "江河湖溪" and _WATER.match(text, span.end) is not None


def _city_of(city: Hit, district: Hit) -> bool:
    """广州市 before 黄埔区: one place, written with where it lies."""
    if city.entry.level != "prefecture" and city.entry.key not in MUNICIPALITIES:
        return False
    codes = county_codes().get(district.entry.key, frozenset())
    return district.entry.level == "county" and bool(_common(codes, _prefix(city)))


def _prefix(city: Hit) -> str:
    code = city.entry.code or ""
    return code[:2] if city.entry.level == "province" else code[:4]


def _common(codes: frozenset[str], prefix: str) -> bool:
    return bool(prefix) and any(code.startswith(prefix) for code in codes)


def _shown(ground: Terrain) -> frozenset[int]:
    """Where short names of counties stand that something beside them shows to be places."""
    text = ground.text
    out: set[int] = set()
    last: Hit | None = None
    for hit in ground.places:
        if hit.entry.alone or hit.entry.level != "county":
            last = hit
            continue
        start, end = hit.span.start, hit.span.end
        codes = county_codes().get(hit.entry.key, frozenset())
        if last is not None and text[last.span.end : start] == "":
            of_province = last.entry.level == "province" and _right(ground, end)
            if (of_province or _city_of(last, hit)) and _common(codes, _prefix(last)):
                out.add(start)
        elif last is not None and text[last.span.end : start] in ("、", "和", "与"):
            others = county_codes().get(last.entry.key, frozenset())
            if {code[:4] for code in codes} & {code[:4] for code in others}:
                out |= {start, last.span.start}
        last = hit
    for hit in ground.places:
        short = text[hit.span.start : hit.span.end]
        if hit.span.start in out or hit.entry.alone or hit.entry.level != "county":
            continue
        full = any(short + kind in text for kind in "市区县旗")
        if full and _left(ground, hit.span.start) and _right(ground, hit.span.end):
            out.add(hit.span.start)
    return frozenset(out)


def _left(ground: Terrain, at: int) -> bool:
    return _LEFT.search(ground.text[max(0, at - 2) : at]) is not None


def _right(ground: Terrain, at: int) -> bool:
    return _RIGHT.match(ground.text, at) is not None or ground.text[at : at + 2] in everyday().items
