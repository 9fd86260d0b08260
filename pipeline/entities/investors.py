"""Companies that put money into another, and the one that gets it, by how a deal is told.

由甲资本领投，乙创投、丙和 Delta Partners 跟投; 曾获丁等知名机构投资; 股东包括戊、己;
“庚”完成B轮融资. Such names are taken as they stand between the marks of the list: many are
coined, or in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.companies import ends_as_trade
from pipeline.entities.edges import Terrain
from pipeline.entities.enumerated import members
from pipeline.model import EntityType, Span

_TIER = 6
_INVESTED = regex.compile(r"领投|跟投|参投|加注(?![量站口港船业服重意])|追投")
_HOW = regex.compile(
    r"(?:等(?:\p{Han}{0,6}?(?:机构|基金|资本|资方|投资方|投资人|股东|公司|企业))?)?"
    r"(?:联合|共同|独家|继续|持续|再次|第[一二三四五六七八九十]次)*$"
)
_BACKED = regex.compile(
    r"等\p{Han}{0,6}?(?:投资机构|机构|基金|资本|股东)(?:的)?(?:联合|共同|先后|多轮|数轮)*"
    r"(?:投资|注资|入股|支持|青睐|加持|认购)"
)
"""曾获甲、乙等专业机构投资: behind the last of a list."""
_BACKERS = regex.compile(
    r"(?:(?:领投|跟投|投资|出资|资)方|投资人|投资机构|股东)(?:还|也|中|分别|主要|阵容)*(?:包括|包含|囊括|涵盖|有)了?"
    r"(?:[新老]股东|知名\p{Han}{2,4})?(?:包括|有)?"
)
"""跟投方包括甲、乙: before the first of a list."""
_BETWEEN = regex.compile(r"[ ]?(?:、|和|与|及|以及)[ ]?")
_LATIN = r"[A-Z][A-Za-z0-9'’&.-]+(?: [A-Z&][A-Za-z0-9'’&.-]*){0,4}"
_MEMBER = regex.compile(
    rf"{_LATIN}(?:(?:(?![和与及])\p{{Han}}){{2,6}})?|\p{{Han}}{{2,8}}?(?=、|和|与|及|以及|等|，|。|；)"
)
_LATIN_BEFORE = regex.compile(rf"{_LATIN}$")
_FUND = regex.compile(r"(?:基金|母基金|引导基金)$")
_NOBODY = regex.compile(
    r"(?:股东|机构|投资方|投资人|资方|[一二两三四五六七八九十几多]家|(?:[上本首该各每]|前几|前[一二三])一?轮)$|自然人|员工|国资$"
)
"""Who invests without a name: 两家老股东跟投."""
_FUNDED = regex.compile(
    rf"“(?P<name>{_LATIN}|[\p{{Han}}A-Za-z0-9·]{{2,10}})”(?:公司)?"
    r"(?:(?:已经?|于|近日|日前|正式|宣布|连续|再次|今日|本日|\d{1,2}月|\d{1,2}日)*)"
    r"(?:完成|获|获得)[^，。；“”]{0,24}?(?:融资|投资|轮)(?!支持|服务|规模|额度)"
)
"""“甲”完成3亿元B轮融资: whom a deal is about, in quotation marks."""


def find_investors(ground: Terrain) -> Iterator[Candidate]:
    """Members of the lists that tell of a deal, and whom it is about."""
    for span in _in_deals(ground):
        name = ground.text[span.start : span.end]
        if not _FUND.search(name) and not _NOBODY.search(name):
            yield Candidate(span, EntityType.COMPANY, "company_invests", _TIER, name)


def _in_deals(ground: Terrain) -> Iterator[Span]:
    text = ground.text
    for invested in _INVESTED.finditer(text):
        how = _HOW.search(text, max(0, invested.start() - 12), invested.start())
        yield from _leftward(ground, how.start() if how else invested.start())
    for backed in _BACKED.finditer(text):
        yield from _leftward(ground, backed.start())
    for backers in _BACKERS.finditer(text):
        yield from _rightward(ground, backers.end())
    for funded in _FUNDED.finditer(text):
        start, end = funded.span("name")
        if not ground.ordinary(start, end) or ends_as_trade(funded["name"]):
            yield Span(start, end)


def _leftward(ground: Terrain, end: int) -> Iterator[Span]:
    """The members of a list that ends at `end`."""
    for span in members(ground, end):
        if not ground.generic(span.start, span.end):
            yield span


def _rightward(ground: Terrain, start: int) -> Iterator[Span]:
    """The members of a list that begins at `start`, as long as they may be names."""
    while (found := _MEMBER.match(ground.text, start)) is not None:
        span = Span(*found.span())
        named = ground.text[span.start].isascii() or _is_named(ground, span)
        if named and not ground.generic(span.start, span.end):
            yield span
        between = _BETWEEN.match(ground.text, span.end)
        if between is None:
            return
        start = between.end()


def _is_named(ground: Terrain, span: Span) -> bool:
    """No phrase of ordinary words, or one that ends as a company's name does."""
    if span.start in ground.listed_at or not ground.ordinary(span.start, span.end):
        return True
    return ends_as_trade(ground.text[span.start : span.end])
