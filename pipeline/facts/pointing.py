"""Words that point: 前者, 这里, 标的, 这家扎根某开发区的企业; and names that only place another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline import patterns as regex
from pipeline.facts.realms import REALM
from pipeline.facts.things import RULE as THING
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View
from pipeline.model import Entity, EntityType, Mention, Span

_POINTED = regex.compile(r"[\s\u3000]*(?P<which>前者|后者)")
_HERE = regex.compile(
    r"[\s\u3000“]*(?:如今|目前|现在|眼下|去年|今年)?，?(?:在?这里|这座\p{Han}{0,4}[园城区岛港])"
)
"""这里: the place, zone or company that the sentence before spoke of."""
_THIS_ONE = regex.compile(
    rf"[\s\u3000“{TIME}，而但]*(?P<name>这[家座个片块所](?:(?:由|位于|来自|扎根|成立|坐落|总部)?[^，。；的]{{1,20}}的)?[^，。；的{NUMBER}]{{0,8}}?"
    r"(?:(?P<company>企业|公司|集团|[药车民国外央房老]企|工厂|老厂|独角兽|龙头|品牌|巨头|厂商)|(?P<zone>园区|开发区|新区|高新区|经开区|自贸区|保税区|产业园|科技城)))(?!的)"
)
"""这家扎根开发区的企业: the company spoken of, whatever else is named in between."""
DEFINED = regex.compile(r"（(?:以下|下)?简?称")
"""Behind a name that is given a short one."""
_BUYS = regex.compile(r"(?:收购|购买|受让|并购|买下)(?:了|其|交易对方)?(?:持有的?)?\Z")
_TARGET = regex.compile(r"[\s\u3000]*(?:标的(?!额)(?:公司|资产)?|目标公司|被收购方)")
_PLACES_IT = regex.compile(
    r"的|(?:内|里)?(?:的)?(?:龙头|骨干|重点|本土|入驻|科技|上市|民营|国有)?(?:企业|公司|[药车民国]企|厂商|龙头|独角兽)"
)
"""Between a place and whom it only places: 某高新区企业某公司."""


def is_here(view: View, clause: Clause) -> bool:
    """Does a clause begin with 这里?"""
    return _HERE.match(view.plain(clause.span.start, clause.span.end)) is not None


def pointed(view: View, clause: Clause, named_last: Sequence[Entity]) -> Entity | None:
    """前者, 后者: the first and the last of those named before."""
    match = _POINTED.match(view.plain(clause.span.start, clause.span.end))
    if match is None or len({e.canonical for e in named_last}) < 2:
        return None
    return named_last[0 if match["which"] == "前者" else -1]


SITES = (EntityType.ZONE, EntityType.PLACE, EntityType.COMPANY)
_BRINGS = regex.compile(r"(?:来自|出自|当属|要数|首推|属于|出资方是|业主是|投资方是|投资方为)\Z")

_TOPS = regex.compile(
    rf"(?:最[高大多低快小少强优好长早新]|{NUMBER}|其次|次之|紧随其后|再次)的?[^，。；{NUMBER}{NAME}]{{0,4}}(?:是|为|系|则是)\Z"
)


def brought(view: View, clause: Clause) -> Entity | None:
    """最大的项目来自某公司, 营收最高的是某公司: whom a clause ends with acts in the next."""
    mask = view.mask(clause.span.start, clause.span.end)
    for item in view.names_in(clause.span.start, clause.span.end):
        if item.entity.type not in SITES:
            continue
        before = mask[: item.span.start - clause.span.start]
        behind = regex.sub(r"（[^（）]*）", "", view.plain(item.span.end, clause.span.end))
        if behind.strip():
            continue
        brings = NUMBER not in mask and item.entity.type is EntityType.COMPANY
        if _TOPS.search(before) or (brings and _BRINGS.search(before)):
            return item.entity
    return None


_TRADE = regex.compile(
    r"[^，。；]{2,16}?最[高大多低快小少强]的(?:行业|板块|领域)?(?:是|为|系)(?P<name>\p{Han}{2,8}?(?:行业|板块|产业|领域|业))"
)


def topped(view: View, clause: Clause) -> str | None:
    """流入最多的是轴承行业，共流入…: the trade that a clause ends with."""
    match = _TRADE.fullmatch(view.plain(clause.span.start, clause.span.end).strip("，；"))
    return match["name"] if match is not None else None


def introduced(view: View, clause: Clause) -> Entity | None:
    """终点是某产业园（以下简称“…”）: whom a clause gives a short name is what 这里 means."""
    for item in view.names_in(clause.span.start, clause.span.end):
        behind = view.plain(item.span.end, item.span.end + 6)
        if item.entity.type is EntityType.ZONE and DEFINED.match(behind):
            return item.entity
    return None


_TELLS = regex.compile(
    rf"[\s\u3000而但如]*(?:其中|同时|此外|据|例如|比如|正如)?{NAME}+(?:{TIME}|日前|近日|则)*的?"
    r"(?:(?:财务|年度?|半年度?|业绩)?(?:报告|报表|财报|年报|半年报|季报|公告)(?:显示|披露|称|表明)|"
    r"(?:公布|披露|公告|宣布|表示|称|发布|介绍|透露|预计|指出)(?:称|显示|的\p{Han}{2,6}(?:显示|称))?)"
)


def teller(view: View, clause: Clause) -> Entity | None:
    """而某公司公布，集团…: the company that a clause has tell what the next ones say."""
    if _TELLS.fullmatch(view.mask(clause.span.start, clause.span.end)) is None:
        return None
    named = view.names_in(clause.span.start, clause.span.end)
    told = named and named[0].entity.type is EntityType.COMPANY and not named[0].mention.anaphor
    return named[0].entity if told else None


_ACCOUNTS = regex.compile(
    r"(?:日前|近日|正式|随后|则|也)*(?:公布|披露|发布|公告)了?[^，。；]{0,14}?"
    r"(?:财报|年报|半年报|中报|季报|(?:年度|半年度|季度|中期|财务)报告|业绩(?:报告|预告|快报|预报)?)\Z"
)


def accountant(view: View, clause: Clause) -> Entity | None:
    """某公司发布三季报，公司…: whose accounts the next clauses are from."""
    named = view.names_in(clause.span.start, clause.span.end)
    if not named or named[0].entity.type is not EntityType.COMPANY or named[0].mention.anaphor:
        return None
    if view.plain(clause.span.start, named[0].span.start).strip("\u3000 而但同时其中此外，"):
        return None
    tells = _ACCOUNTS.match(view.plain(named[0].span.end, clause.span.end))
    return named[0].entity if tells else None


def bought(view: View, clause: Clause) -> Entity | None:
    """拟收购某公司65%股权: the company that is bought."""
    mask = view.mask(clause.span.start, clause.span.end)
    found = None
    for item in view.names_in(clause.span.start, clause.span.end):
        before = mask[: item.span.start - clause.span.start]
        if item.entity.type is EntityType.COMPANY and _BUYS.search(before):
            found = item.entity
    return found


def is_target(view: View, clause: Clause) -> bool:
    """Does a clause begin with 标的 or 目标公司?"""
    return _TARGET.match(view.mask(clause.span.start, clause.span.end)) is not None


def this_one(view: View, clause: Clause, spoken: Iterable[Entity | None]) -> Named | None:
    """这家扎根某开发区的企业, 这个成立十年的园区: the first of that kind of those spoken of."""
    plain = view.plain(clause.span.start, clause.span.end)
    if "这" not in plain:
        return None
    mask = view.mask(clause.span.start, clause.span.end)
    # 这家…的公司: a word that stands for a name is read as a word
    shown = "".join(p if m == NAME else m for p, m in zip(plain, mask, strict=True))
    match = _THIS_ONE.match(shown)
    if match is None:
        return None
    kind = EntityType.COMPANY if match["company"] else EntityType.ZONE
    for entity in spoken:
        if entity is not None and entity.type is kind and entity.rule != REALM:
            start = clause.span.start + match.start("name")
            span = Span(start, clause.span.start + match.end("name"))
            return Named(span, entity, Mention(span, match["name"], anaphor=True))
    return None


def places_company(view: View, names: Sequence[Named], item: Named) -> bool:
    """位于新区的某公司: the place says where the company is that comes next."""
    return any(
        inner.entity.type is EntityType.COMPANY
        and view.plain(item.span.end, inner.span.start) == "的"
        for inner in names
    )


_ITS_FIRM = regex.compile(
    rf"(?:[与和、]{NAME}+)*(?:的|旗下|下属|所属)*(?:全资|控股|参股|持股|在华|核心|重要)*(?:子公司|孙公司|合资企业|合资公司|合营企业|合营公司)[“]?"
)
"""某集团旗下子公司|甲精工: a firm that is told of by whose it is."""


def meant_behind(view: View, names: Sequence[Named], item: Named) -> Named:
    """北部都会区的新田科技城, 某高新区企业某公司, 山东海阳: what the first name only places."""
    if item.entity.type is EntityType.COMPANY:
        firms = [
            n
            for n in names
            if n.entity.type is EntityType.COMPANY and n.span.start > item.span.start
        ]
        own = (n for n in firms if _ITS_FIRM.fullmatch(view.mask(item.span.end, n.span.start)))
        return next(own, item)
    if item.entity.type not in (EntityType.PLACE, EntityType.ZONE):
        return item
    for inner in names:
        between = view.plain(item.span.end, inner.span.start)
        kind = inner.entity.type
        if _PLACES_IT.fullmatch(between) and kind in (EntityType.ZONE, EntityType.COMPANY):
            return inner
        if not between and kind is EntityType.COMPANY and item.entity.type is EntityType.PLACE:
            return inner  # 广西某某: a company by where it is
        if not between and inner.entity.rule == THING and item.entity.type is EntityType.PLACE:
            return inner  # 广西|北部湾港
        same_place = kind is EntityType.PLACE is item.entity.type
        if same_place and inner.span.start == item.span.end:
            return meant_behind(view, names, inner)  # 某县|某镇|某村
    return item


_RANKED = regex.compile(rf"[^{NAME}]*{NUMBER}[^，。；{NAME}{NUMBER}的]{{0,6}}的{NAME}+\Z")
_PLACED = regex.compile(
    rf"(?:[\s\u3000而]|{TIME})*(?:排名?在|排名|位居|位列|居|列|名列|高居)?{NUMBER}+(?:位|名)?的(?P<name>{NAME}+)"
)


def ranked(view: View, clause: Clause) -> Named | None:
    """增速排名第三的某区，…: whom a number describes that stands before it."""
    mask = view.mask(clause.span.start, clause.span.end)
    placed = _PLACED.match(mask)
    if _RANKED.match(mask) is None and placed is None:
        return None
    if not any(q.dimension == "rank" and clause.span.contains(q.span) for q in view.quantities):
        return None  # 支持占地3000亩的某产业园
    names = view.names_in(clause.span.start, clause.span.end)
    if placed is not None:  # 排在第2位的美国某公司由中国市场拉动
        start, end = (clause.span.start + at for at in placed.span("name"))
        named = [n for n in names if start <= n.span.start and n.span.end <= end]
        return named[-1] if named and named[-1].entity.type in SITES else None
    return names[0] if len(names) == 1 and names[0].entity.type in SITES else None


_EXAMPLE = regex.compile(
    rf"[\s\u3000]*(?:以{NAME}+为例|具体[到至]{NAME}+|聚焦(?:到)?{NAME}+|把?(?:目光|镜头|视线)(?:转向|投向|聚焦){NAME}+"
    rf"|(?:作为|身为)[^，。；{NAME}{NUMBER}]{{2,24}}的{NAME}+"
    rf"|[就对]{NAME}+(?:而言|来说|来讲)|(?:再来?|先来?|来)?看(?:一下)?{NAME}+)"
)
_TRADED_WITH = regex.compile(
    rf"[\s\u3000]*(?:同期)?[对向自从](?:[、和及与]?{NAME}+(?:等(?:国家|地区|市场|国|地)?)?)+(?:的)?(?:进出口|出口|进口|贸易|投资|销售)"
)
_OWN_REPORT = regex.compile(
    rf"[\s\u3000]*(?:根据|依据|按照|按|据|从|翻开|查阅|翻阅)?{NAME}+[的\s《]*(?:{TIME}|年度?|最新)*(?:的|《)*"
    r"(?:政府工作报告|政府报告|国民经济和社会发展统计公报|统计公报|计划报告|预算报告)》?"
    r"(?:中|的数据|数据)?(?:显示|指出|披露|提出|提到|透露|公布|称|表明|看|来看)?"
)
"""A place's report to its people's congress, or its bulletin, speaks of that place."""


def set_out(view: View, clause: Clause, opened: Entity | None) -> Entity | None:
    """以上海为例，…; 鄞州区统计公报显示，…: of whom the sentence goes on to speak.

    opened: who began the sentence, and traded with the partners before: ；对智利出口….
    """
    mask = view.mask(clause.span.start, clause.span.end)
    if opened is not None and _TRADED_WITH.match(mask):
        return opened
    if _EXAMPLE.fullmatch(mask) is None and _OWN_REPORT.fullmatch(mask) is None:
        return None
    names = view.names_in(clause.span.start, clause.span.end)
    return names[0].entity if len(names) == 1 and names[0].entity.type in SITES else None
