"""Companies by list, with what a text adds to the name: its form, branch, place, class of share."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.company_edges import DEAL_AFTER, TRADE_BEHIND, with_branch
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday, listed, places, suffix_pattern, verbs
from pipeline.model import EntityType, Span

_FORM_BEHIND = regex.compile(
    r"(?:集团|股份|控股|工业)?(?:股份有限公司|有限公司|集团|公司|股份|控股(?!的|股东|权|[子孙]公司|比例))(?!化|制)"
)
_SHARE_CLASS = regex.compile(r"[AB](?![A-Za-z股轮])")
"""万科A: a listed name with the class of its shares."""
_MEMBER = regex.compile(
    r"(?:期货|证券|银行|信托|金租|财险|人寿|寿险|产险|资管|创投|置业|置地|物业|基金(?!会|份额|经理|净值))"
    r"(?!公司|行?业(?!绩)|板块|市场|股|代销|销售|产品|托管|保有)"
)
"""Behind a group's name, its bank, broker or insurer: a company of its own."""
_MEDIUM = regex.compile(
    r"财经|新闻(?!发布|发言)|展(?![开示现望销])|博览会|协会|学会|商会|网(?![络点店红购约通格站])"
)
"""Behind a company's name, what only has its words: 某某财经, 中国电子展, 中国化工网."""
_PRODUCT = regex.compile(
    r"(?:智能)?(?:手机|手表|电脑|平板|电视|空调|冰箱|汽车(?!行?业)|芯片|耳机|应用商店|门店|专卖店|旗舰机)"
)
"""Behind a maker's short name that is a word as well: 苹果手机, 小米汽车."""
_REPORTS = regex.compile(
    r"(?:[\d年月日今昨]{0,8})?(?:正式|日前|近日|对外)?(?:发布|公布|披露)了?[^，。；]{0,18}?(?:财报|财务报告|年报|季报|半年报)"
    r"|的?(?:全球|总)?(?:出货量|市占率|市场占有率|市场份额|销售额)|以[\d.]+%的市场份额"
    r"|(?:20\d\d年|第?[一二三四]季度|上半年|下半年|全年|前三季度|去年|今年)*总?(?:营收|净利润|净利|归母净利润)(?![^，。；]{0,4}(?:行业|板块))"
)
"""Behind the name, its accounts: 微博四季度营收, 微博发布2020年财报."""
_HEADS = regex.compile(r"(?:^|[，。；：！？“\n]|[。，]\s)\Z")
_SPOKEN_OF = regex.compile(
    r"(?:[是以也则将已还仍再]|的(?:智能)?(?:手机|手表|电脑|平板|电视|空调|耳机|芯片|出货|销量|份额|营收|股价|市值))"
)
"""At the head of a clause, among other makers: 苹果的手机销量…."""
_AMONG_FIRMS = 4
_KIND_BEFORE = regex.compile(
    r"(?:巨头|龙头|企业|公司|厂商|品牌|车企|药企|房企|券商|客户|股东|旗下)$"
)
_LOCAL_FORM = regex.compile(r"(?:省|市)?(?:(?:电力|供电|石油|销售|分|支)?公司|电力|石化)")
_NATIONS = frozenset(f"{first}国" for first in "全我各本外两三多该中美英法德")


def find_listed(ground: Terrain) -> Iterator[Candidate]:
    """Companies that a list has, works of a place, shares under an exchange's warning."""
    named = {hit.entry.key for hit in ground.listed if hit.entry.alone or _shown(ground, hit.span)}
    for hit in ground.listed:
        if hit.entry.type is EntityType.COMPANY:
            if ground.text[hit.span.start - 1 : hit.span.start + 1] in _NATIONS:
                continue  # 全国新能源汽车 names no company
            if ground.text[hit.span.start - 1 : hit.span.start + 1] == "其中":
                continue  # 其中石化业, 其中信贷
            shorter = _without_last(ground, hit.span)
            if shorter is not None:
                yield shorter
                continue
            if _MEDIUM.match(ground.text, hit.span.end) or _of_fund(ground, hit.span.end):
                continue
            if hit.entry.key not in named:
                continue
            if ground.text[hit.span.end - 1] == "网" and ground.crossed(hit.span.end):
                continue  # 中国|网上支付
            member = _MEMBER.match(ground.text, hit.span.end)
            end = member.end() if member is not None else _division(ground, hit.span)
            if end is not None:
                span = Span(hit.span.start, end)
                name = ground.text[span.start : span.end]
                yield Candidate(span, EntityType.COMPANY, "company_of_group", 4, name)
            local = _with_place(ground, hit.span)
            if local is not None:
                name = ground.text[local.start : local.end]
                yield Candidate(local, EntityType.COMPANY, "company_of_place", 3, name)
                continue
            branch = _local_branch(ground, hit.span)
            if branch is not None:  # 青岛某某揭阳公司 is not 青岛某某
                name = ground.text[branch.start : branch.end]
                yield Candidate(branch, EntityType.COMPANY, "company_of_place", 3, name)
                continue
            yield Candidate(
                _extended(ground, hit.span), EntityType.COMPANY, "company_listed", 3, hit.entry.key
            )
    yield from _under_warning(ground)
    yield from _of_place(ground)


def _with_place(ground: Terrain, span: Span) -> Span | None:
    """桂林|万达: a short name that the text says more than once, and only behind one city."""
    at = span.start - 2
    found = places().at(ground.text, at, span.start) if len(span) == 2 and at >= 0 else None
    if found is None or found[0] != span.start:
        return None
    whole = ground.text[at : span.end]
    often = ground.text.count(whole)
    if often < 2 or ground.text.count(whole[2:]) != often or whole[1] in "省市县区":
        return None
    return Span(at, span.end)


_WORKS = regex.compile(
    r"(?:石化|炼化|化纤|热电厂|卷烟厂|炼油厂|油田)(?!产业|行业|工业|企业|项目|基地|[园区城港]|产品|板块|领域|集群|出口|经济|公司|集团|[分总]公司|装备|码头|等)"
)


def _of_place(ground: Terrain) -> Iterator[Candidate]:
    """茂名石化, 吉林化纤: works of a great firm by the place where they are."""
    for hit in ground.places:
        match = _WORKS.match(ground.text, hit.span.end)
        if match is not None and hit.entry.level in ("prefecture", "county", "province"):
            span = Span(hit.span.start, match.end())
            name = ground.text[span.start : span.end]
            if name[-3] not in "省市县区":
                yield Candidate(span, EntityType.COMPANY, "company_listed", 3, name)


_WARNED = regex.compile(
    r"(?<![A-Za-z*])\*?ST\p{Han}{2}(?=[，。、；：（）\s“”]|股|和|与|及|等|的|在|今|昨|也|将|已|于|为|\Z)"
)


def _under_warning(ground: Terrain) -> Iterator[Candidate]:
    """*ST某某: a share that its exchange warns of, with the mark as part of the name."""
    for match in _WARNED.finditer(ground.text) if "ST" in ground.text else ():
        yield Candidate(Span(*match.span()), EntityType.COMPANY, "company_listed", 1, match.group())


def _division(ground: Terrain, span: Span) -> int | None:
    """通用电气|医疗: a listed name with the word of a trade that the text says more than once."""
    trade = suffix_pattern("company_suffixes.csv", classes=("industry", "brand", "firm"))
    found = trade.match(ground.text, span.end)
    if found is None or TRADE_BEHIND.match(ground.text, found.end()):
        return None
    whole = ground.text[span.start : found.end()]
    return found.end() if ground.text.count(whole) > 1 else None


def _without_last(ground: Terrain, span: Span) -> Candidate | None:
    """京东|方面, not 京东方: the listed name left where a word begins with the last character."""
    if ground.text[span.end - 1 : span.end + 1] not in everyday().items:
        return None
    left = Span(span.start, span.end - 1)
    found = listed().at(ground.text, left.start, left.end)
    if found is None or found[0] != left.end or found[1].type is not EntityType.COMPANY:
        return None
    return Candidate(left, EntityType.COMPANY, "company_listed", 3, found[1].key)


_FUND_NAME = regex.compile(
    r"(?!旗下|发行|公司|管理|成立|设立|认购|增持|减持|投资|的|等|和|与|及|在|是|以)[\p{Han}A-Za-z0-9]{2,8}?"
    r"(?:基金|ETF)(?!公司|管理|经理|业|会|分析|研究)"
)


def _of_fund(ground: Terrain, end: int) -> bool:
    """易方达|领先策略基金: the first words of a fund's name are not the company that runs it."""
    match = _FUND_NAME.match(ground.text, end)
    if match is None:
        return False
    inside = ground.text[end : match.end()]
    return not any(inside[at : at + 2] in verbs() for at in range(len(inside) - 1))


def _shown(ground: Terrain, span: Span) -> bool:
    """A word that is a company's short name as well, where what stands beside it says so."""
    text = ground.text
    if DEAL_AFTER.match(text, span.end) or _FORM_BEHIND.match(text, span.end):
        return True
    if _KIND_BEFORE.search(text, max(0, span.start - 4), span.start):
        return True
    if _PRODUCT.match(text, span.end) or _REPORTS.match(text, span.end):
        return True
    if _HEADS.search(text, max(0, span.start - 2), span.start) and _SPOKEN_OF.match(text, span.end):
        firms = {hit.entry.key for hit in ground.listed if hit.entry.type is EntityType.COMPANY}
        return len(firms) > _AMONG_FIRMS
    following = (
        ground.listed_at.get(span.end + 1) if text[span.end : span.end + 1] == "、" else None
    )
    if following is not None and following.entry.type is EntityType.COMPANY:
        return True
    return text[span.start - 1 : span.start] == "、" and span.start - 1 in ground.company_ends


def _local_branch(ground: Terrain, span: Span) -> Span | None:
    """某某石油|广东分公司: the company of a place behind the listed name that it belongs to."""
    place = ground.place_from(span.end, min(len(ground.text), span.end + 12))
    local = _LOCAL_FORM.match(ground.text, place.span.end) if place is not None else None
    return Span(span.start, local.end()) if local is not None else None


def _extended(ground: Terrain, span: Span) -> Span:
    """A listed name with the legal form or the branch that follows it."""
    share = _SHARE_CLASS.match(ground.text, span.end)
    if share is not None:
        return Span(span.start, share.end())
    form = _FORM_BEHIND.match(ground.text, span.end)
    return with_branch(ground, Span(span.start, form.end()) if form else span)
