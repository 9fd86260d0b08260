"""Companies by the end of their list: A、B、C等企业."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.companies import ends_as_brand, ends_as_trade
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span

_LIST_END = regex.compile(
    r"(?:等(?:近|约|超|逾)?(?:\d+余?多?[家个])?|[两二三四五六七八九十几多]{1,6}家)(?:\p{Han}{0,6}?)(?:企业(?!家)|公司|厂商|[车药房险船酒乳矿钢煤]企|[房地开][地产发][产发]?商|航司|巨头|机构投资者|银行|券商|投资机构|项目)"
)
_SURE = regex.compile(r"(?:集团|公司|银行|控股|股份)$")
_TAKEN_IN = regex.compile(r"(?:招引|引进|引入|引育|招来|落户|培育|集聚|聚集|吸引)了?\Z")
_LATIN_WORDS = regex.compile(r"(?<![A-Za-z])(?:[A-Z][A-Za-z0-9'’&.-]* )+$")
_LONGEST_LATIN = 40
_UNENDED = frozenset("是为有等正还这也已则均都将又")
_SITE = regex.compile(
    r"(?:全球|中国|区域)?(?:总部基地|总部|生产基地|产业基地|研发基地|研发中心|基地|(?:[一二三四五]期)?项目|[一二三四五]期)$"
)


def find_enumerated(ground: Terrain) -> Iterator[Candidate]:
    """A、B、C等企业: each member that is no common word."""
    for match in _LIST_END.finditer(ground.text):
        parts = members(ground, match.start())
        if len(parts) < 2 and not match.group().startswith("等"):
            continue  # 压在头上的只剩两家外资厂商
        if len(parts) < 2 and match.group().endswith("项目"):
            continue  # 开工建设PCB电子等项目
        unknown = [span for span in parts if not ground.ordinary(span.start, span.end)]
        sure = [
            span
            for span in parts
            if _SURE.search(ground.text, span.start, span.end) or span.start in ground.listed_at
        ]
        sure += [span for span in unknown if ends_as_trade(ground.text[span.start : span.end])]
        named_by_form = match.group().endswith(("项目", "银行"))
        if named_by_form and len(unknown) == len(parts) > 1:
            first = min(span.start for span in parts)
            sure += unknown if _TAKEN_IN.search(ground.text[max(0, first - 4) : first]) else []
        if not (sure if named_by_form else unknown):
            continue
        for span in parts:
            name = ground.text[span.start : span.end]
            body = ground.listed_at.get(span.start)
            if body is not None and body.entry.type is EntityType.ORG:
                continue  # 应急管理部部署|某某企业
            if ground.crossed(span.start) or any(sign.isdigit() for sign in name[:1]):
                continue  # 工|业软件, 3万多家企业
            known = (span in unknown and name[-1] not in _UNENDED) or ends_as_brand(name)
            if known and not ground.generic(span.start, span.end):
                yield Candidate(span, EntityType.COMPANY, "company_in_list", 6, name)


def members(ground: Terrain, end: int) -> list[Span]:
    """The members of an enumeration that ends at `end`, without what they build."""
    out: list[Span] = []
    while end > 0:
        end -= ground.text[end - 1] == " "
        start = _latin_start(ground.text, _member_start(ground, end))
        site = _SITE.search(ground.text, start, end)
        stop = site.start() if site and site.start() - start >= 2 else end
        if not 2 <= stop - start <= (_LONGEST_LATIN if ground.text[start].isascii() else 12):
            break
        place = ground.place_from(start, stop)
        if place is None or not place.entry.alone or stop - place.span.end >= 2:
            out.append(Span(start, stop))
        before = start - (ground.text[start - 1 : start] == " ")
        if ground.text[before - 1 : before] not in ("、", "和", "与"):
            break
        end = before - 1
    return out


def _member_start(ground: Terrain, end: int) -> int:
    """As for any name; behind the last comma where that would leave no name (、顺为资本)."""
    start = ground.left(end)
    comma = max(ground.text.rfind(mark, 0, end) for mark in "、，；")
    if ground.text[comma : comma + 1] == "、" and 0 < start - comma - 1 <= 2 and end - comma <= 7:
        return ground.trim(comma + 1, end)
    if ground.generic(start, end) and comma >= 0 and end - comma - 1 <= 5:
        return ground.trim(comma + 1, end)
    return start


def _latin_start(text: str, start: int) -> int:
    """Delta Hill |Partners: a name in Latin letters begins with the first of its words."""
    before = _LATIN_WORDS.search(text, max(0, start - _LONGEST_LATIN), start)
    return before.start() if before is not None and text[start : start + 1].isascii() else start
