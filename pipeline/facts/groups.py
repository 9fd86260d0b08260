"""Several zones spoken of as one: all of a rank or of a place, or so many that are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import words
from pipeline.facts.realms import Realms
from pipeline.facts.view import Named
from pipeline.frozen import dataclass
from pipeline.model import Entity, EntityType, Span

GROUP = regex.compile(
    r"(?P<name>(?:\p{Han}{2,8}[、和与及]){0,5}(?:\p{Han}{2,6}?)?[两三四五六七八九]大?(?:国家级|省级|科学|科技|产业|工业|高新|主)*"
    r"(?:园区|工业区|开发区|高新区|经开区|科学园|片区|新区))(?![之中里内间各及和、与]|建设|发展)"
)
"""新竹、中部、南部三大科学园区: several zones that are spoken of as one."""


_CLUSTERS = r"(?:(?:先进)?制造业|战略性新兴产业|产业)?集群"
"""Clusters of firms that a ministry or province names, as it does zones."""


@cache
def ranked() -> regex.Pattern[str]:
    """国家级经开区, 省级以上开发区: the zones of a rank, spoken of as one."""
    zones = tables.alternatives(row["suffix"] for row in tables.rows("zone_suffixes.csv"))
    return regex.compile(
        rf"(?P<name>(?:国家级?|省级|自治区级|市级)(?:以上)?(?:各类|重点)?(?P<zone>{zones}|{_CLUSTERS})"
        rf"|(?P<zone>先进制造业集群))"
        r"(?![之中里内间各及、的]|名单|称号|行列|序列|综合|考|评|排|第|前|年|建设|发展|队伍|认定|创建|位)"
    )


@cache
def zone_last() -> regex.Pattern[str]:
    """医药园区, 省级开发区: what ends with a kind of zone (data/zone_suffixes.csv)."""
    zones = tables.alternatives(row["suffix"] for row in tables.rows("zone_suffixes.csv"))
    return regex.compile(rf"{zones}\Z")


def rank_of(match: regex.Match[str]) -> str:
    """The name of a rank's zones with the short form of their kind: 国家级经开区."""
    zone = match["zone"]
    return str(match["name"]).removesuffix(zone) + _normal(zone)


def _normal(zone: str) -> str:
    """The short form of a kind of zone: 经开区 of 经济技术开发区; other words stay."""
    rows = tables.rows("zone_suffixes.csv", key="suffix")
    return next((row["normal"] for row in rows if row["suffix"] == zone), zone)


_NO_OWNER = (
    r"(?![之中里内间各及、的]|名单|称号|行列|序列|综合|考|评|排|第|前|年|建设|发展(?!良好|迅速|较快|平稳|势头|态势)|队伍|认定|创建|位"
    r"|[企管党工]|平均|均值|总[量数额]|格局|[一二三四五六七八九十两]|首)"
)
"""What follows a name that owns nothing there: 全省开发区考核, 全市园区企业."""


@cache
def _short() -> frozenset[str]:
    """Short names of kinds of zones, which alone name none: 高新区, 开发区."""
    return frozenset(
        row["word"]
        for row in tables.rows("anaphors.csv", key="word")
        if row["type"] == "ZONE" and row["word"][0] not in "该全我本辖"
    )


_TOGETHER = regex.compile(
    r"等?(?:这|共)?(?:\d+大?[^，。；、的\d]{0,8}?|[两三四五六七八九十]+[个家大地省市区县](?:\p{Han}{1,3})?)?(?:合计|总计|一共)"
    r"|等(?:这)?(?:\d+|[两三四五六七八九十])[个家大]\p{Han}{0,6}?(?:园区|开发区|高新区|经开区|新区|片区)的?"
)


def listed(text: str, names: Sequence[Named], within: Span) -> Iterator[tuple[Span, str]]:
    """广东、江苏、浙江7大省份合计…: names of one kind that a number is given for together."""
    run: list[Named] = []
    for item in sorted(names, key=lambda item: item.span):
        if not within.contains(item.span):
            continue
        joined = run and text[run[-1].span.end : item.span.start] in (
            "、",
            "和",
            "与",
            "及",
            "以及",
        )
        same = run and run[-1].entity.type is item.entity.type
        run = [*run, item] if joined and same else [item]
        if len(run) > 1 and _TOGETHER.match(text, item.span.end):
            span = Span(run[0].span.start, item.span.end)
            yield span, text[span.start : span.end]


@cache
def _zones_behind() -> regex.Pattern[str]:
    zones = tables.alternatives(_short() | {"经济技术开发区", "高新技术产业开发区", "经济开发区"})
    return regex.compile(
        r"(?:的|各类?|现有|共有|\d+余?多?[个家])*"
        rf"(?P<rank>[省市]级以上)?(?P<zone>(?:国家级?|[省市]级)?{zones})(?!区){_NO_OWNER}"
    )


_WHERE = regex.compile(
    r"(?:全国|全省|全市|全县|我省|我市|我县|东部沿海|中西部|东部|中部|西部)(?:地区)?"
)


_WHOLE = regex.compile(r"(?P<word>[全我][省市县])(?P<rest>.+)")


def named_whole(name: str, main: Entity | None, realms: Realms) -> str:
    """湖南省高新区 for 全省高新区, where a text tells which province it is."""
    match = _WHOLE.fullmatch(name)
    if match is None or match["rest"].endswith("园区"):
        return name  # parks of any kind
    place = realms.of_word(match["word"], main).canonical
    if place == match["word"]:
        return name
    return place + zone_last().sub(lambda zone: _normal(zone.group()), match["rest"])


_AND = ("、", "和", "与", "及")
_ONE_MORE = regex.compile(r"、\p{Han}{2,4}[、和与及]\Z")


@dataclass(frozen=True, slots=True)
class Group:
    """The zones of a place. name: without how many there are, 湖北省高新区; as printed for several
    places, 广州、深圳2家高新区."""

    span: Span
    name: str


def of_places(text: str, names: Sequence[Named], within: Span) -> Iterator[Group]:
    """全省高新区, 湖北省20个开发区: the zones of a place, in a stretch of the text."""
    ends = {item.span.end: item.span.start for item in names}
    where = {m.start(): m.end() for m in _WHERE.finditer(text, within.start, within.end)}
    for item in names:
        if item.entity.type is EntityType.PLACE and within.contains(item.span):
            where.setdefault(item.span.start, item.span.end)
    for start, end in sorted(where.items()):
        match = _zones_behind().match(text, end, within.end)
        if match is not None:
            first = start
            while text[first - 1 : first] in _AND:
                unknown = _ONE_MORE.search(text, within.start, first)
                if first - 1 in ends:
                    first = ends[first - 1]
                elif unknown is not None and unknown.start() in ends:
                    first = ends[unknown.start()]  # a town that no list has, between two cities
                else:
                    break
            if first < start:
                yield Group(Span(first, match.end()), text[first : match.end()])
                continue
            whole = text[start:end] in ("全国", "我国", "中国") and match["zone"][0] in "国省市"
            yield Group(
                Span(start, match.end()),
                ("" if whole else text[start:end]) + (match["rank"] or "") + match["zone"],
            )


_LOOSE = frozenset({"西部", "东部", "中部", "东北", "成渝"})
"""Areas that only 地区 behind them makes one with figures of its own."""


@cache
def area() -> regex.Pattern[str]:
    """长三角地区, 西部地区: a part of the country with figures of its own."""
    loose = tables.alternatives(_LOOSE)
    firm = tables.alternatives(set(words("area")) - _LOOSE)
    return regex.compile(
        rf"(?P<name>{firm}(?:地区|城市群|区域|内地[九9]市)?|{loose}(?:地区|\d{{1,2}}(?:省区市|省市区?|省份|省)))"
        r"(?!一体化|协同|建设|战略|发展|规划|生态|国家|企业|[一-龥]{0,4}(?:示范区|合作区|创新区|办公室|论坛))"
    )


_TIER = (
    r"(?:新?一线|准一线|二线|三线|四线|三四线|各线"
    r"|热点|重点|主要|大中|大中型|特大|超大|副省级|万亿)"
)
CITIES = regex.compile(
    rf"(?P<name>(?:(?:\d+|[两三四五六七八九十]+)[个座]?(?:{_TIER}(?:[和及]{_TIER})*)?|{_TIER}(?:[和及]{_TIER})*)城市)"
    r"(?![群圈带化里中]?(?:群|圈|带|化|更新|管理|建设|规划|之间|排名|榜|名单|综合|中心|轨道|银行|商业银行|竞争力))"
)
"""一线城市, 70个大中城市: cities of a tier or so many of them, spoken of together."""


@cache
def continent() -> regex.Pattern[str]:
    """欧洲（除德国）, 北美/南美: a part of the world with figures of its own."""
    part = tables.alternatives(words("continent"))
    return regex.compile(
        rf"(?P<name>{part}(?:/{part})*(?:（[^（）]{{1,8}}）)?)(?:地区|\d{{1,2}}个?(?:国家?|经济体))?"
        r"(?!各国|国家|央行|议会|杯|锦标赛|首富|经济|股市|之|人|[\p{Han}]{0,3}(?:公司|集团|银行|协会|组织|委员会))"
    )


_VAGUE = frozenset(
    {"园区", "新区", "片区", "产业园", "工业园", "科技园", "试验区", "示范区", "合作区"}
)
"""Kinds of zones that many other words mean too."""


@cache
def kinds() -> str:
    """高新区, 经开区: the kinds of zones, as alternatives of a pattern, but for vague ones."""
    return tables.alternatives(_short() - _VAGUE)


@cache
def bare() -> regex.Pattern[str]:
    """高新区, 经开区 at the head of a clause, where no zone bears a name."""
    zones = kinds()
    return regex.compile(rf"(?P<name>{zones})(?!(?:[之中里内间各及、]|名单|称号|人[^均]|都|们))")
