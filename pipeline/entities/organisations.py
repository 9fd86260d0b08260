"""Organisations: by list, and by the suffixes of government, institutions and associations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday, suffix_pattern, zone_pattern
from pipeline.model import EntityType, Span
from pipeline.tables import rows

_ZONE_WORD = regex.compile(
    r"(?:园区|新区|合作区|高新区|经开区|开发区|片区|自贸区|综保区|示范区|管委会)"
)
_DEPARTMENT = regex.compile(r"(?:部门)")
_LOCAL = regex.compile(r"(?:市|省|区|县|州|镇|乡|街道)")
_OF_COMPANY = regex.compile(
    r"(?:集团|公司|银行)(?:党委|党工委|工会|办公室|董事会|委员会|工委|团委)$"
)
_SCHOLARLY = frozenset({"研究中心", "研究院", "研究所", "学院", "医院"})
_LOCAL_SIGNS = frozenset("市省区县州镇")
_SHORT = frozenset({"政府", "政协", "人大", "法院"})
_NO_BODY = regex.compile(r"[平布结战时出格胜败残定破全大当开赛一僵两三首末变骗饭好]局$")
_LED = frozenset({"商会", "协会", "学会", "联合会", "总会", "促进会", "研究会", "公会", "同业公会"})
_HEAD = regex.compile(r"(?:名誉|副|常务副|执行)?(?:会长|主席|理事长|秘书长|干事)")
_WORKS = regex.compile(
    r"(?:国际)?(?:算力|智算|超算|数据|会展|展览|博览|购物|商业|商务|物流|配送|分拨|集散|转运|换乘|体育|健身|游泳"
    r"|活动|客服|呼叫|仓储|制造|生产|加工|消费|会议|采购|结算|社区|金融|贸易|游客)$"
)
_COUNTING = regex.compile(r"[省市县区内外所多全各本该某两几个批]")
"""In what counts schools or says where they lie, and names none (省内农业大学)."""
_EVERY = regex.compile(r"各[乡区县市]?.?$")
_LONGEST_CORE = 24
_PHRASE = 5


@cache
def _needs() -> Mapping[str, str]:
    """What each suffix of a body needs before it."""
    return {row["suffix"]: row["needs"] for row in rows("org_suffixes.csv", key="suffix")}


def find_organisations(ground: Terrain) -> Iterator[Candidate]:
    for hit in ground.listed:
        if hit.entry.type is EntityType.ORG:
            span = _with_campus(ground, hit.span)
            key = hit.entry.key if span == hit.span else ground.text[span.start : span.end]
            yield Candidate(span, EntityType.ORG, hit.entry.rule, 3, key)
    text = ground.text
    needs = _needs()
    for match in suffix_pattern("org_suffixes.csv").finditer(text):
        start, end = match.span()
        begin = ground.whole(ground.skip_verbs(ground.left(start), start))
        if _OF_COMPANY.search(text, begin, end):
            continue
        suffix = match.group()
        headed = suffix in _LED and _HEAD.match(text, end) and start - begin >= 2
        if begin >= start or start - begin > _LONGEST_CORE or end in ground.company_ends:
            continue
        begin = _at_sign(ground, begin, start)
        if _facility(ground, begin, start, suffix):
            continue
        if not headed and not _named(ground, begin, start, needs[suffix], suffix):
            if text[start - 1] not in _LOCAL_SIGNS or (len(suffix) < 3 and suffix not in _SHORT):
                continue
            kind = zone_pattern().search(text, max(0, start - 8), start)
            if kind is not None and kind.end() == start:
                continue  # 各开发|区管委会
            begin = start - (3 if text.endswith("自治区", 0, start) else 1)
        if _NO_BODY.search(text, begin, end) or _EVERY.search(text, max(0, begin - 2), begin + 1):
            continue
        span = _with_campus(ground, Span(begin, end))
        name = text[begin : span.end]
        yield Candidate(span, EntityType.ORG, "organisation_suffix", 2, name)
    for department in _DEPARTMENT.finditer(text):
        begin = ground.left(department.start())
        place = ground.place_from(begin, department.start())
        if place is None or department.start() - place.span.end < 2:
            continue
        if not _LOCAL.fullmatch(text[place.span.end - 1]):
            continue
        span = Span(begin, department.end())
        yield Candidate(
            span, EntityType.ORG, "department_of_place", 2, text[begin : department.end()]
        )


def _with_campus(ground: Terrain, span: Span) -> Span:
    """山东大学（威海）: a school with the place that tells it from its namesakes."""
    text = ground.text
    if not text[span.start : span.end].endswith(("大学", "学院", "研究院")):
        return span
    if text[span.end : span.end + 1] != "（":
        return span
    place = ground.place_from(span.end + 1, span.end + 8)
    if place is None or text[place.span.end : place.span.end + 1] != "）":
        return span
    return Span(span.start, place.span.end + 1)


def _facility(ground: Terrain, begin: int, start: int, suffix: str) -> bool:
    """A place or zone and 算力中心: what stands there, nobody who acts."""
    if suffix != "中心":
        return False
    works = _WORKS.search(ground.text, begin, start)
    if works is None or works.start() == begin:
        return False
    place = ground.place_from(begin, start)
    zone = zone_pattern().search(ground.text, begin, works.start())
    ends = {place.span.end if place else -1, zone.end() if zone else -1}
    return works.start() in ends or (begin in ground.listed_at and works.start() in ground.ends)


def _at_sign(ground: Terrain, begin: int, start: int) -> int:
    """代表|市人民政府: where only words of the dictionary stand before the sign of a level."""
    own = ground.text.find("自治区", begin + 2, start)
    if own > 0 and ground.ordinary(begin, own):
        return own
    for at in range(begin + 2, start):
        if ground.text[at] in "省市县" and ground.ordinary(begin, at):
            return begin if ground.text[at - 1 : at + 1] in everyday().items else at
    return begin


def _named(ground: Terrain, begin: int, start: int, needs: str, suffix: str) -> bool:
    place = ground.place_from(begin, start)
    if place is not None and (place.entry.level != "group" or place.span.end < start):
        return True
    if begin in ground.listed_at or ground.text[begin : begin + 2] in ground.cities:
        return True
    if _ZONE_WORD.match(ground.text, begin, start) or zone_pattern().match(
        ground.text, begin, start
    ):
        return True
    if start - begin < 2 or ground.generic(begin, start):
        return False
    if needs == "any":
        return _COUNTING.search(ground.text, begin, start) is None
    if start - begin < _PHRASE and ground.ordinary(begin, start):
        return False
    if needs == "place":
        return suffix in _SCHOLARLY or (start - begin >= 5 and suffix.endswith("中心"))
    return True
