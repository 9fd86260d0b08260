"""Several spoken of as one, where they stand as a clause's subject."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.groups import (
    CITIES,
    GROUP,
    Group,
    area,
    bare,
    continent,
    named_whole,
    of_places,
    rank_of,
    ranked,
    zone_last,
)
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.markets import is_market
from pipeline.facts.realms import REALM, Realms
from pipeline.facts.sorts import FIRMS, NATION
from pipeline.facts.sources import from_source
from pipeline.facts.trades import firms_of
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View
from pipeline.model import Entity, EntityType, Mention, Span

_TOGETHER = regex.compile(
    rf"(?:[\s\u3000\d年月日今去前上下半季度第一二三四至末底—-]|目前|总计|合计|截至|其中){{0,14}}{GROUP.pattern}"
)
_LEAD = regex.compile(
    rf"(?:[\s\u3000{TIME}{NUMBER}]|全国|我国|目前|其中|此外|截至|上半年|下半年|余|多|这|的|而|但|同期)*"
)
_OF_CITIES = regex.compile(
    rf"(?:{_LEAD.pattern}|在|从|这|全国的?|同比来?看，?|环比来?看，?|上述|，)*"
)
_CLASS = regex.compile(rf"{FIRMS}\Z")
_WHERE = regex.compile(rf"(?:{NAME}+(?:旗下|所属|下属)的?)?{NAME}*\Z")
"""Whose firms of a class are, or where: 某集团旗下|某市|三大船企."""
_GREAT = regex.compile(
    rf"(?:[\s\u3000{TIME}]|目前|其中|此外|截至|同期|国内|全球|我国|中国|{NAME})*的?"
    rf"(?P<name>[三四五六七八九十]大(?:(?!主|核心|重点|项|类|产业)\p{{Han}}){{0,6}}?(?:{FIRMS}|快递|巨头|航空|厂商|国有大行|品牌|[行航](?=[{NUMBER}{TIME}的去今上下前净营存贷合总，]))"
    rf")"
)
"""三大运营商, 四大行: the great firms of a trade."""
_COUNT = regex.compile(rf"(?:{NUMBER}|这)+的?\Z")
_APART = regex.compile(r"分别|依次|各自?|均|都|双双|先后")
"""Each of those that are listed has the number, or one of the numbers."""
_COUNTED = regex.compile(
    rf"等?(?:这|共)?(?:{NUMBER}+[^，。；、的]{{0,24}}?|[两三四五六七八九十]+[个家大地省市区县](?:\p{{Han}}{{1,3}})?)?"
    r"(?P<all>(?=合计|总计|共|一共|累计|全年|上半年|实现|完成|的)|(?=进入|入选|上榜|入围|跻身|登上|荣登))"
)
_OF_FIRMS = regex.compile(
    rf"(?P<realm>全国|国内|我国|A股|全[省市])?(?:的|共|现有|已有)*{NUMBER}+"
    rf"(?P<sort>(?!的)[\p{{Han}}A-Za-z]{{0,8}}?(?:{FIRMS}|\p{{Han}}{{2}}(?<![持入控参])股))"
)
_BEFORE_FIRMS = regex.compile(rf"[\s\u3000{TIME}其中目前截至此外，]*")
_AMONG = regex.compile(
    rf"[\s\u3000{TIME}]*(?:截至目前|目前)?，?在[^，。；]{{0,20}}?(?:的)?{_OF_FIRMS.pattern}(?:当?中|里)"
)
"""在已预告业绩的14家券商中，8家…: of whom the sentence goes on to speak."""
_SOME = regex.compile(
    rf"[\s\u3000{TIME}，]*(?:目前|截至目前|此前|其中|今年以来|迄今|至今)*，?(?:就|共计?|已|约|仍|还|至少|仅|只|总共|一共|合计)*有"
    rf"(?:超过?|逾|近|约)?{NUMBER}+(?P<sort>(?!的|\p{{Han}}{{0,6}}(?:[子分]公司|[控参]股|全资|项目公司|下属|所属|旗下|成员))"
    rf"[\p{{Han}}A-Za-z]{{0,8}}?{FIRMS})"
    r"(?!入驻|落户|签约|合作|进驻|加入|接入|注册|集聚|参与|参加|与|同|的|和|、|向|成为|给予|下调|上调|发布|覆盖|维持|首次|看好)"
)
"""共有17家银行披露了年报: firms that a text about one firm counts beside it."""
_TRADE = regex.compile(
    rf"{_LEAD.pattern}"
    r"(?P<name>(?:全|整个)?行业)(?:整体|共|累计)*(?=合计|总计|平均|整体|实现|营业收入|营收|净利润|总资产)"
)
_OF_TRADE = regex.compile(
    rf"{_LEAD.pattern}(?:带动|推动|拉动|促进|支撑)?(?P<name>(?:国内|我国|全国)?(?:\p{{Han}}{{0,4}}行业|\p{{Han}}{{2,5}}制造业))"
    r"(?!内|中|里|前|首|唯|龙头|领先|地位|排名|标准|头部|巨头|协会|第|的|最|分类|资讯)"
    r"[^，。；]{0,20}?(?:销售|销量|产量|产销|出口|进口|需求|营收|利润|价格)"
)
"""叉车行业3吨及以上叉车销售…: a trade's own figures, in a text about one firm."""
_MARKET = regex.compile(
    rf"{_LEAD.pattern}"
    r"(?P<name>(?!海外|国际|国内|国外|境外|境内|本地|当地|区域|线上|线下|传统|新兴|高端|低端|中端|下沉|目标|主要|重点|该|各|全球|现货|期货|一级|二级)"
    r"\p{Han}{2,8}市场)(?=的?(?:总体|整体|总)?(?:产销|销量|产量|销售(?:量|额|总额)|规模|容量|成交)[^占率]{0,8})"
)
"""乘用车市场的销量, 充电桩市场规模: a trade's figures beside those of one of its firms."""


@cache
def _bodies() -> regex.Pattern[str]:
    """银行业金融机构发放贷款…: those of a trade together (data/fact_words.csv)."""
    deed = (
        r"(?:已经?|累计|共|与|向|对|为)?(?:累计|共|新增|新)?"
        r"(?:发放|投放|签|营销|对接|提供|授信|支持|发行|办理|服务|与\p{Han})"
    )
    return regex.compile(
        rf"{_LEAD.pattern}(?:，|从[^，。；]{{2,6}}看，)*(?P<name>{any_of('bodies')}(?!业|会|的?(?:数量|家数|存款|贷款利率|板块|指数|股东|协会|净值型)|等|、|和|与|及|有限|集团|们|高管|负责人|代码)|{any_of('banks')}(?={deed}))"
    )


_MERGED = regex.compile(
    rf"{_LEAD.pattern}(?P<name>(?:合并|重组|分拆|整合)后的?新?(?:公司|集团|企业|实体))(?=\p{{Han}})"
)
"""合并后的公司将有1400万用户: what two firms become."""
_OTHERS = regex.compile(
    rf"{_LEAD.pattern}(?P<name>(?:其他|其它|其余)\p{{Han}}{{0,4}}?(?:{FIRMS}|厂商|品牌|国家|地区|省份|城市|园区))(?=(?:共计?|合计|总计|则|也|的|均|都)*[^，。；{NUMBER}]{{1,10}}{NUMBER})"
)
"""其他厂商共计出货500万台: the rest, in a text that has named the first."""
_LISTED = regex.compile(rf"{_LEAD.pattern}(?P<list>{NAME}+(?:(?:、|和|与|及|以及){NAME}+)+)")
HOLDERS = (EntityType.ZONE, EntityType.COMPANY, EntityType.PLACE)
"""Of whom several, listed, may have a number together or each."""


def grouped(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """Several zones, firms or places that a clause speaks of as one, None where it does not.

    main: the article's own subject.
    """
    listed = _listed(view, clause, realms)
    if listed is not None:
        return listed
    part = _area(view, clause, main, realms)
    if part is not None:
        return part
    firms = _firms(view, clause, main, realms) or _cities(view, clause, main, realms)
    if firms is not None:
        return firms
    plain = view.plain(clause.span.start, clause.span.end)
    again = _again(view, clause, main)
    if again is not None:
        return again
    if not any(word in plain for word in ("区", "园", "城", "港", "集群")):
        return None
    found = (
        _of_place(view, clause, main, realms)
        or _ranked(view, clause, main, realms)
        or _bare(view, clause, main, realms)
    )
    if found is not None:
        return found
    match = _TOGETHER.match(plain)
    if match is None:
        return None
    known = main is not None and main.rule == REALM and GROUP.fullmatch(main.canonical)
    if not known and "、" not in match["name"]:
        return None
    entity = main if known and main is not None else realms.group(match["name"])
    span = Span(clause.span.start + match.start("name"), clause.span.start + match.end("name"))
    return Named(span, entity, Mention(span, match["name"], anaphor=True))


def _firms(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """全国138家期货公司…, 行业合计…: firms of one sort, where no place is spoken of."""
    mask = view.mask(clause.span.start, clause.span.end)
    of_nation = main is None or main.rule == REALM or main.canonical in NATION
    of_firms = of_nation or (main is not None and main.type is EntityType.COMPANY)
    plain = view.plain(*_ends(clause))
    merged = _MERGED.match(plain) if "后" in plain else None
    if merged is not None:
        return _called(view, clause, merged, merged["name"], realms)
    market = _MARKET.match(mask) if "市场" in mask else None
    if market is not None and of_firms:
        return _called(view, clause, market, market["name"], realms)
    ours = mask.replace(NAME * 2, "我国") if "我国" in plain else mask
    told = (
        firms_of(mask, market=main is not None and _on_market(main))
        if of_nation and NUMBER in mask
        else None
    )
    whole = realms.realm("全国") if told is not None and told["all"] is not None else None
    if told is not None and whole is not None:  # behind a trade's, those of all industry
        here = Span(clause.span.start, clause.span.start)
        return Named(here, whole, Mention(here, ""))
    if told is not None:
        return _called(view, clause, told, told["name"], realms)
    bodies = _bodies().match(ours) if of_firms and NUMBER in mask else None
    if bodies is not None and not (of_nation or bodies["name"] in words("listed")):
        bodies = None  # a firm's text speaks of its own trade
    if bodies is not None and _is_counted(view, clause, _within(clause, bodies)):
        bodies = None  # 上市公司25家
    if bodies is not None:
        return _called(view, clause, bodies, bodies["name"], realms)
    others = _OTHERS.match(mask) if "其" in mask and NUMBER in mask else None
    if others is not None and of_firms:
        return _called(view, clause, others, others["name"], realms)
    great = _GREAT.match(mask) if "大" in mask and of_firms else None
    if great is not None and not _APART.search(mask, great.end()):
        return _called(view, clause, great, great["name"], realms)
    if main is not None and main.type in (EntityType.PLACE, EntityType.ZONE):
        return None  # a place's firms are its own figure
    trade = _TRADE.match(mask) if "行业" in mask else None
    if trade is not None:
        return _called(view, clause, trade, "行业", realms)
    trade = _OF_TRADE.match(mask) if "业" in mask and NUMBER in mask else None
    if trade is not None:
        return _called(view, clause, trade, trade["name"], realms)
    if NUMBER not in mask:
        return None
    match = _AMONG.match(mask)
    if match is None:
        lead = _BEFORE_FIRMS.match(mask)
        match = _OF_FIRMS.match(mask, lead.end() if lead else 0)
        if match is None or match["realm"] is None or NUMBER not in mask[match.end() :]:
            match = _SOME.match(mask)  # 3家企业 are some that were named before
        if match is None or (main is not None and main.type is not EntityType.COMPANY):
            return None
    span = Span(clause.span.start + match.start("sort"), clause.span.start + match.end("sort"))
    name = (match.groupdict().get("realm") or "") + match["sort"]
    return Named(span, realms.group(name), Mention(span, match["sort"]))


def _on_market(main: Entity) -> bool:
    """Does a text speak of a stock market, or of the companies on one?"""
    return is_market(main) or main.canonical == "A股公司"


def _within(clause: Clause, match: regex.Match[str]) -> Span:
    start, end = match.span("name")
    return Span(clause.span.start + start, clause.span.start + end)


def _ends(clause: Clause) -> tuple[int, int]:
    return clause.span.start, clause.span.end


_RANKED_IN = regex.compile(rf"[之当]?[中里]，?{NAME}")


def _cities(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """二线城市车位价格上涨2%, 这11个城市的人口…: cities that no place name stands for."""
    plain = view.plain(*_ends(clause))
    match = CITIES.search(plain) if "城市" in plain else None
    if match is None or (main is not None and main.type is EntityType.COMPANY):
        return None
    if not _OF_CITIES.fullmatch(view.mask(clause.span.start, clause.span.start + match.start())):
        return None
    tier = regex.match(r"[\d两三四五六七八九十]", match["name"]) is None
    until = view.span.end if tier else clause.span.end
    behind = view.mask(clause.span.start + match.end(), until)
    if regex.match(rf"(?:和|与|及|以及|、){CITIES.pattern}", behind):
        return None  # 一线城市和二线城市分别上涨…: each has its own
    if _RANKED_IN.match(view.mask(clause.span.start + match.end(), view.span.end)):
        return None  # 在14个城市中，宁波领跑: among whom somebody is
    if NUMBER not in behind and not behind.startswith(("中", "里")):
        return None  # 新增13个城市: how many there are is somebody's figure
    return _called(view, clause, match, match["name"], realms)


def _called(
    view: View, clause: Clause, match: regex.Match[str], name: str, realms: Realms
) -> Named:
    start, end = match.span("name")
    span = Span(clause.span.start + start, clause.span.start + end)
    return Named(span, realms.group(name), Mention(span, view.plain(span.start, span.end)))


def _again(view: View, clause: Clause, main: Entity | None) -> Named | None:
    """A clause that begins with the class of firms that the text is about: 轴承行业A股公司共…."""
    if main is None or main.rule != REALM or not _CLASS.search(main.canonical):
        return None
    at = view.text.find(main.canonical, clause.span.start, clause.span.end)
    if at < 0 or not _LEAD.fullmatch(_WHERE.sub("", view.mask(clause.span.start, at))):
        return None
    span = Span(at, at + len(main.canonical))
    return Named(span, main, Mention(span, main.canonical, anaphor=True))


def _listed(view: View, clause: Clause, realms: Realms) -> Named | None:
    """甲园区、乙园区、丙园区3个园区合计实现…: those of a list have a number together."""
    mask = view.mask(clause.span.start, clause.span.end)
    if "、" not in mask and "和" not in mask:
        return None
    match = _LISTED.match(mask)
    if match is None or _APART.search(mask, match.end()):
        return None
    behind = _COUNTED.match(mask, match.end())
    if behind is None or not (NUMBER in mask[behind.end() :] or NUMBER in behind.group()):
        return None
    start, end = (clause.span.start + at for at in match.span("list"))
    kinds = {item.entity.type for item in view.names_in(start, end)}
    if len(kinds) != 1 or not kinds <= set(HOLDERS):
        return None
    stop = clause.span.start + behind.end()
    if EntityType.PLACE in kinds and zone_last().search(view.plain(end, stop)):
        entity = realms.group(view.plain(start, stop))  # 甲市、乙市4个园区
        return Named(Span(start, stop), entity, Mention(Span(start, stop), view.plain(start, stop)))
    entity = realms.group(view.plain(start, end))
    return Named(Span(start, end), entity, Mention(Span(start, end), view.plain(start, end)))


def _area(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """长三角地区进出口增长6.3%."""
    match = area().search(view.text, clause.span.start, clause.span.end)
    sells = main is not None and main.type in (EntityType.COMPANY, EntityType.ZONE)
    if match is None:
        match = continent().search(view.text, clause.span.start, clause.span.end)
        if match is None or (
            sells and not from_source(view, clause.span.start, match.start())
        ):  # a firm's 欧洲 is where it sells
            return None
    before = view.mask(clause.span.start, match.start())
    if not _LEAD.fullmatch(before.strip("“")):
        return None
    span = Span(match.start(), match.end())
    return Named(span, _group(match["name"], main, realms), Mention(span, match["name"]))


def _group(name: str, main: Entity | None, realms: Realms) -> Entity:
    return main if main is not None and main.canonical == name else realms.group(name)


def _ranked(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """229家国家级经开区去年…: all the zones of a rank."""
    mask = view.mask(clause.span.start, clause.span.end)
    match = ranked().search(mask)
    if match is None or not _LEAD.fullmatch(mask[: match.start()]):
        return None
    span = Span(clause.span.start + match.start("name"), clause.span.start + match.end("name"))
    return Named(span, _group(rank_of(match), main, realms), Mention(span, match["name"]))


def _of_place(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """全省高新区, 湖北省20个开发区: all the zones of a place."""
    names = view.names_in(clause.span.start, clause.span.end)
    found: Group | None = next(of_places(view.text, names, clause.span), None)
    if found is None:
        return None
    if "、" not in found.name and _is_counted(view, clause, found.span):
        return None
    if not _LEAD.fullmatch(view.mask(clause.span.start, found.span.start)):
        return None
    name = named_whole(found.name, main, realms)
    return Named(found.span, _group(name, main, realms), Mention(found.span, found.name))


_HOW_MANY = regex.compile(
    rf"(?:总?数量?|总数)?(?:已|共|目前)*(?:达到?|有|为|增至|增加到)?(?:约|超过?|近)?{NUMBER}"
)


def _is_counted(view: View, clause: Clause, span: Span) -> bool:
    """某省共有10家高新区, 某省高新区达19家: how many there are is the place's figure."""
    inside = view.mask(span.start, span.end)
    behind = view.mask(span.end, clause.span.end)
    if NUMBER in inside:
        return NUMBER not in behind and any(
            q.dimension == "count" and span.contains(q.span) for q in view.quantities
        )
    many = _HOW_MANY.match(behind)
    at = span.end + many.end() - 1 if many else -1
    return any(q.span.start == at and q.base_unit in ("家", "个") for q in view.quantities)


def _bare(view: View, clause: Clause, main: Entity | None, realms: Realms) -> Named | None:
    """经开区 where the article is about it, or about those of a place; 21家自贸试验区."""
    mask = view.mask(clause.span.start, clause.span.end)
    plain = view.plain(clause.span.start, clause.span.end)
    # 21家自贸试验区 are no single one, whichever the text named before
    mask = "".join(p if m == NAME else m for p, m in zip(plain, mask, strict=True))
    match = bare().search(mask)
    if match is None or not _LEAD.fullmatch(mask[: match.start()]):
        return None
    span = Span(clause.span.start + match.start(), clause.span.start + match.end())
    name = match["name"]
    if main is not None and main.rule == REALM and main.canonical.endswith(name):
        return Named(span, main, Mention(span, name, anaphor=True))
    if _COUNT.search(mask[: match.start()]):
        return Named(span, _group(name, main, realms), Mention(span, name))
    return None
