"""Companies that are told together with companies: 某某时代、某某科技和某某电池."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.companies import ends_as_trade
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import overlapping, suffix_pattern, verbs
from pipeline.model import EntityType, Span

_SURE = 6
"""Below this tier a company is known by its name, by a list or by its code."""
_TIER = 7
_LONGEST = 8
_CODE = r"(?:（[^（）\n]{2,16}）)?"
_NEXT = regex.compile(
    rf"{_CODE}(?:、|和|与|及|以及)(?P<name>[\p{{Han}}A-Za-z0-9]{{2,10}}?)"
    rf"(?=(?P<stop>{_CODE}(?:[、（，。；]|[和与及]|等|两家|[三四五六]家)))"
)
_LAST = regex.compile(rf"{_CODE}(?:和|与|及|以及)(?=[\p{{Han}}A-Za-z])")
_BEFORE = regex.compile(r"(?P<name>[\p{Han}A-Za-z0-9]{2,10})(?:、|和|与|及)\Z")
_NO_NAME = regex.compile(
    r"[\p{Han}A-Za-z0-9]*(?:[市县区省州镇村方]|政府|大学|学院|研究院|协会|银监会|部门|产品|业务|项目|企业|公司|品牌|系列|平台|技术|系统|行业|市场|股东|股份|基金|贷款|地区|国家|两家|多家)\Z"
    r"|(?:其|该|各|旗下|相关|其他|其它|部分|多家|以|在|对|从|向|将|被|是|为)"
)

_THINGS = regex.compile(
    r"(?:、[^，。；]{2,12})*等(?:一批|一系列|多种|多款|各类)?\p{Han}{0,4}?(?:装备|设备|产品|技术|材料|线路|药物|作物|车型)"
)
"""Behind the last of a list: of what kind all of it is."""
_MEMBER = r"[\p{Han}A-Za-z0-9]"
_HELD = (
    r"(?:的?(?:出货|销|产|产销|交付|装机|装车|配套|订单|上险|保有|库存|供货|发货|成交|交易|签约|销售|市场|市占|营业"
    r"|净|毛|归母|扣非|研发|总|持股|控股|募资|融资|出资)*(?:量|率|额|利润|利|收入|营收|份额|市值|股价|产值|金额"
    r"|面积|规模|投入|比例|占比))?"
)
_GIVEN = regex.compile(r"(?:则|也)?(?:分别|依次)(?!在|由|位于|来自)")
_SHARED = regex.compile(
    rf"[\s\u3000]*(?P<names>(?:{_MEMBER}{{2,10}}、){{0,9}}{_MEMBER}{{2,10}}(?:和|与|及|以及)"
    rf"{_MEMBER}{{2,8}}?){_HELD}"
)
_CLAUSE = regex.compile(r"[^，。；：\n]{0,120}\Z")
_AND = regex.compile(r"、|以及|和|与|及")
_DATED = regex.compile(r"\d年|[上下]半年|季度|月份?\Z")
"""某公司2020年及2021年开支分别为…: times side by side are no names."""
_WHOLE = regex.compile(r"行业|平均|全国|全球|市场|整体|其他|其余|同期|大盘|指数")


def _sharing(ground: Terrain, sure: Iterable[Span]) -> Iterator[Span]:
    """某某电机和某某精工销量分别为…: who shares out numbers with a company that is known."""
    known = {span.start for span in sure}
    for given in _GIVEN.finditer(ground.text) if known else ():
        clause = _CLAUSE.search(ground.text, max(0, given.start() - 120), given.start())
        match = clause and _SHARED.fullmatch(ground.text, clause.start(), given.start())
        if not match:
            continue
        start = match.start("names")
        names = []
        for part in _AND.split(match["names"]):
            end = start + len(part)
            names.append(Span(start, end))
            start = end + len((_AND.match(ground.text, end) or match).group())
        if not any(name.start in known for name in names):
            continue
        for name in names:
            text = ground.text[name.start : name.end]
            place = ground.place_from(name.start, name.end)
            bare = place is not None and name.end - place.span.end < 2
            if not (bare or _NO_NAME.match(text) or _WHOLE.search(text) or _DATED.search(text)):
                yield name


def find_beside(ground: Terrain, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Unknown names that stand in one list with companies that are known."""
    taken = bytearray(len(ground.text))
    sure: dict[int, Span] = {}
    for item in found:
        if item.type is not EntityType.PLACE:  # a company's name may begin with one
            taken[item.span.start : item.span.end] = b"\x01" * len(item.span)
        if item.type is EntityType.COMPANY and item.tier < _SURE:
            sure[item.span.end] = item.span
    for name in _sharing(ground, sure.values()):
        if not any(taken[name.start : name.end]) and not ground.generic(name.start, name.end):
            taken[name.start : name.end] = b"\x01" * len(name)
            text = ground.text[name.start : name.end]
            yield Candidate(name, EntityType.COMPANY, "company_beside", _TIER, text)
    for span in sorted(sure.values()):
        for name in (*_behind(ground, span.end, taken), *_before(ground, span.start)):
            if not any(taken[name.start : name.end]) and _is_name(ground, name):
                text = ground.text[name.start : name.end]
                yield Candidate(name, EntityType.COMPANY, "company_beside", _TIER, text)


def _behind(ground: Terrain, end: int, taken: bytearray) -> Iterator[Span]:
    """The members of a list from `end` on, as far as they may be names."""
    while (match := _NEXT.match(ground.text, end)) is not None:
        name = Span(*match.span("name"))
        if any(taken[name.start : name.end]) or not _is_name(ground, name):
            break
        trade = _by_trade(ground, name.start)
        if trade is not None and trade.end < name.end:
            yield trade  # 某某电池|分列前三
            return
        yield name
        end = name.end
    last = _LAST.match(ground.text, end)
    name_of_trade = _by_trade(ground, last.end()) if last is not None else None
    if name_of_trade is not None:
        yield name_of_trade


def _before(ground: Terrain, start: int) -> Iterator[Span]:
    """The member of a list before the one that begins at `start`."""
    before = _BEFORE.search(ground.text[max(0, start - 11) : start])
    if before is not None:
        stop = start - len(before.group()) + len(before["name"])
        begin = ground.trim(ground.left(stop), stop)
        if stop - begin > 1:
            yield Span(begin, stop)


def _by_trade(ground: Terrain, start: int) -> Span | None:
    """和某某电池分列…: the last member, as far as the word of its trade."""
    trade = suffix_pattern("company_suffixes.csv", classes=("industry", "brand", "firm"))
    for match in overlapping(trade, ground.text[start : start + _LONGEST]):
        if match.start() >= 2:
            return Span(start, start + match.end())
    return None


def _is_name(ground: Terrain, name: Span) -> bool:
    text = ground.text[name.start : name.end]
    if not 3 <= len(text) <= _LONGEST or _NO_NAME.match(text):
        return False
    if _THINGS.match(ground.text, name.end) or any(
        text[at : at + 2] in verbs() for at in range(2, len(text) - 1)
    ):
        return False  # 治沙机器人等新装备, 中钢实施重组
    if ground.generic(name.start, name.end) or ground.ordinary(name.start, name.end):
        return False
    place = ground.place_from(name.start, name.end)
    if place is not None:
        return name.end - place.span.end >= 2 and not ground.ordinary(place.span.end, name.end)
    return ends_as_trade(text) or not ground.ordinary(name.start + 1, name.end)
