"""Local offices: the sign of a level, what the office is for, its kind (市|农业农村|局)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday, zone_normals, zone_pattern
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows

_WIDE = frozenset("区州旗盟乡")
"""Signs that end many a word: bare, they need a boundary before them."""
_BODIES = (
    r"委(?:宣传部|组织部|统战部|政法委|党校|办公室|网信办|编办|农办|国安办|社会工作部|改革办|金融办|财办|科创委|军民融合办|督查室|老干部局|政研室)"
    r"|委(?!书记|副书记|常委|委|员|托|屈|会|派|任|秘书长|班子|领导|主要)"
    r"|(?:人民)?政府(?:办公室|办公厅|办|新闻办|新闻办公室|研究室|国资委)?(?!性|采购|投资|债|引导|补贴|主导|间)"
    r"|人大(?:常委会)?(?!代表)|政协(?!委员|主席|副主席)|纪委(?:监委)?(?!书记)|监委|法院|检察院|中级人民法院|中院"
    r"|总工会|工商联|妇联|残联|文联|科协|侨联|社科联|红十字会|供销社|贸促会|团委|发改委|发展改革委|发展和改革委"
    r"|国资委|卫健委|卫生健康委|住建委|经信委|商务委|教委|科委|建委|农委|交通委|交委|规划委|城管委|体育局|新闻办|外办|台办|侨办|农信联社|农商联社"
    r"|农科院|社科院|气象台|博物馆|图书馆|科技馆|美术馆|文化馆|档案馆|少年宫|人民医院|中医院|中心医院|妇幼保健院"
)

_EVERY = ("各", "每", "某", "全")
"""Before offices of many places (各|乡镇人民政府), or of none that is named."""
_COMMITTEE = re.compile(r"[省市县区州]委(?=书记|副书记|常委|秘书长|宣传部|组织部)")
"""Before the title of its head a committee is named only where its place is (白鹭市委书记)."""


@cache
def _pattern() -> regex.Pattern[str]:
    table = rows("office_words.csv")
    field = alternatives(row["word"] for row in table if row["use"] == "field")
    end = alternatives(row["word"] for row in table if row["use"] == "end")
    return regex.compile(
        rf"(?P<sign>[省市区县州旗盟镇乡])(?:(?:{field}[和与]?){{1,6}}{end}(?!长|面|部|限)(?!(?<=中心)(?:工作|任务|组))"
        rf"(?:(?:交警|特警|刑侦|治安)[支大]队)?|{_BODIES})"
    )


@cache
def _of_zone() -> regex.Pattern[str]:
    table = rows("office_words.csv")
    field = alternatives(row["word"] for row in table if row["use"] == "field")
    return regex.compile(
        rf"(?:管委会|管理委员会|党工委)(?:{field}[和与]?){{1,4}}(?:局|办公室|中心|部)"
    )


def find_offices(ground: Terrain) -> Iterator[Candidate]:
    text = ground.text
    ends = {hit.span.end: hit.span.start for hit in ground.places if len(hit.span) > 2}
    for match in _pattern().finditer(text):
        start = _start(ground, match.start(), ends)
        if start is not None and text[max(0, start - 1) : start + 1].startswith(_EVERY):
            continue
        if start is not None and not _site(text, match.start(), match.group()):
            yield _office(text, start, match.end())
    for found in _COMMITTEE.finditer(text):
        start = _start(ground, found.start(), ends)
        if start is not None and start < found.start():
            yield _office(text, start, found.end())
    for match in _of_zone().finditer(text):
        start = ground.left(match.start())
        if zone_pattern().search(text, start, match.start()):
            yield _office(text, start, match.end())


def _site(text: str, sign: int, name: str) -> bool:
    """贵安新区|数据中心: what a zone has, nobody who acts."""
    if text[sign] != "区" or not name.endswith("中心"):
        return False
    return any(text.endswith(normal, 0, sign + 1) for normal in zone_normals())


def _office(text: str, start: int, end: int) -> Candidate:
    return Candidate(Span(start, end), EntityType.ORG, "local_office", 2, text[start:end])


def _start(ground: Terrain, sign: int, ends: dict[int, int]) -> int | None:
    """Where the office's name begins: at its place, or at the sign itself (市农业农村局)."""
    text = ground.text
    if sign + 1 in ends:
        start = ends[sign + 1]
        while start in ends:
            start = ends[start]
        return start
    if text[sign - 1 : sign] == "团":
        return sign - 1
    known = everyday().items
    boundary = ground.barrier(sign)
    if sign == boundary:
        return sign
    named = sign - boundary in (2, 3) and text[boundary:sign].isalpha()
    named = named and not (text[boundary] in "省市区县" and text[boundary + 1 : sign] in known)
    if named and text[boundary] not in "各全" and not ground.ordinary(boundary, sign):
        return boundary
    stem = text[sign - 2 : sign + 1]
    if len(stem) == 3 and text.count(stem) > 1 and stem[:2] not in everyday().items:
        return sign - 2
    if text[sign] in _WIDE or text[sign - 1 : sign + 1] in known:
        return None
    ended = text[sign - 2 : sign] in known or text[sign - 3 : sign] in known
    return sign if ended or not text[sign - 1 : sign].isalnum() else None
