"""Companies: by legal form, by list, by the words around a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import (
    common,
    everyday,
    listed,
    overlapping,
    places,
    qualities,
    suffix_pattern,
    verbs,
    zone_pattern,
)
from pipeline.model import EntityType, Span
from pipeline.segment import is_known, tag_of
from pipeline.tables import alternatives, rows

_BRANCH = regex.compile(
    r"(?:（[\p{Han}]{2,6}）)?[\p{Han}]{0,8}?(?:分行|支行|总行|分公司|信用卡中心|营业部|代表处)"
)
_OPENS = regex.compile(r"[在将已于拟]|设立|成立|开设|新设|筹建|下属|旗下|[一二两三]级|各")
_POINTED_AT = regex.compile(
    r"(?:[这那每各某该][位家名个座]|(?:[融投出]资|合作|承[包建]|[受出转]让|[收采]购|运营|施工|委托|供应)方)\Z"
)
"""Before a name, what kind of party it is: 这位|某某公司, 融资方|某某公司."""
_NEWLY = regex.compile(r"新[购增建添投开设签引办修推租招聘扩迁改]")
"""新购新能源公交车: what was done anew begins no name."""
_CAPITAL = regex.compile(r"资本(?:支出|开支|公积|充足|市场|结构|运作|利得|项目|金)")
"""资本 that ends no name: 上修资本支出."""
_DEAL_AFTER = regex.compile(
    r"(?:(?:联合|共同|独家|继续)?(?:领投|跟投|参投|加注|追投)|担任|出任|宣布|收购|并购|发布公告|股价|市值|财报|上市|挂牌|入股|旗下|（(?!FDI|GDP|CPI|PPI|PMI|ODI|IPO|AI|IT|EPC|PPP|LPR|MLF|VR|AR|GMV|ETF|REIT|[BPHE]*EV|ICV|SUV|MPV|LED|OLED|LCD|PCB|PV|LNG|LPG|CNG|PTA|PVC)[0-9A-Z.]{2,12}）|"
    r"创始人|联合创始人|董事长|总裁|副总裁|高级副总裁|总经理|副总经理|首席|CEO|CFO|CTO|COO|"
    r"常务副总裁|常务副总经理|总工程师|法定代表人|(?:创始|联合创始|管理|执行|高级|普通)?合伙人|实际控制人|董秘|董事总经理|"
    r"方面(?:表示|称)|相关负责人|负责人|"
    r"(?:宣布|近日|日前|已|正式|连续)*(?:完成|获得?|敲定|官宣)了?[^，。；、]{0,12}轮(?:融资|投资)?)"
)
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
_BANK = regex.compile(r"农村商业银行|商业银行|农商行|村镇银行|银行")
_KIND = regex.compile(
    r"巨头|龙头|企业|公司|厂商|品牌|[车药房港台外日韩德美央国民]企(?!业)|租户|券商|[运服制供开][营务造应发]商"
    r"|(?<=[代工件组测片池机])(?:大)?厂"
    r"|连锁(?:餐厅|餐饮|酒店|药店|超市|便利店|品牌|企业)"
)
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
"""At the head of a clause, among other makers: 苹果的平板电脑出货量…."""
_AMONG_FIRMS = 4
_KIND_BEFORE = regex.compile(
    r"(?:巨头|龙头|企业|公司|厂商|品牌|车企|药企|房企|券商|客户|股东|旗下)$"
)
_COINED = regex.compile(
    r"[^\P{Han}后可能将已未不没有无再又还更最很太并且而或因由使令让被把给对向从在于以为是做搞过着了的地得此该各每某第部个]"
    r"[^\P{Han}用单类型级性式化为制房新款持基内外中间前里]"
)
_PAUSE = regex.compile(
    r"[，。、；：！？（）,;:“”\d\n的将与和在为是等拟已募获签涨跌则也以把从至连再仍称据对向]|$"
)
_LOCAL_FORM = regex.compile(r"(?:省|市)?(?:(?:电力|供电|石油|销售|分|支)?公司|电力|石化)")
_NATIONS = frozenset(f"{first}国" for first in "全我各本外两三多该中美英法德")
_SHORT = 8
_LONG_TRADE = 2
"""A shorter word of the trade is often the head of a product's name: 高技医疗|器械."""
_NUMERALS = frozenset("一两二三四五六七八九十百千万几数半")
TRADE_BEHIND = regex.compile(
    r"(?:加工|制造|批发|零售|服务)?(?:行?业(?!绩|务|内)|第一股|概念股|龙头股|板块|产业|产品|生产线|产线|产业链|产业集群|集群"
    r"|城(?!市)|林场|批发市场|产业园|小镇|大厦|广场|融资协调)"
)
"""Behind the name of a trade, no company's: 农副食品|加工业."""
_NO_NAME = regex.compile(
    r"(?:分之[一二三四五六七八九]|[一二三四五六七八九]成|更多|类|性|暂无|没有|无|多数|部分|全部|其余|剩余|(?<!电)子|[母分总该本各我贵占后前时进到入于以而但即若则找问告给让把被与和来]|级|家|上市|持有|收购|控股|参股|占|系)$"
)
_CONTROLS = regex.compile(
    r"的|股东|权|[子孙]公司|企业|公司(?!\p{Han}{0,2}(?:公告|宣布))|比例|地位|\d"
)
"""控股 that says who holds the shares."""
_STOP = regex.compile(r"[，。；：、！？\n]")
_ANY = frozenset({"集团", "控股", "分公司"})
"""Forms that make a company of an ordinary word as well."""
_BARE = 3
_LOOSE = frozenset({"总公司", "股份公司", "集团公司"})
"""Forms that any company may be said to have."""


def find_companies(ground: Terrain) -> Iterator[Candidate]:
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
    yield from _by_form(ground)
    yield from _by_trade(ground)


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
    if _DEAL_AFTER.match(text, span.end) or _FORM_BEHIND.match(text, span.end):
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
    return _with_branch(ground, Span(span.start, form.end()) if form else span)


def _with_branch(ground: Terrain, span: Span) -> Span:
    if not ground.text[span.start : span.end].endswith("行"):
        return span
    branch = _BRANCH.match(ground.text, span.end)
    if branch and _OPENS.search(branch.group()):
        return span  # 某某银行在我市设立二级分行
    if branch and not ground.generic(span.end, branch.end()) and len(branch.group()) <= 10:
        return Span(span.start, branch.end())
    return span


def _by_form(ground: Terrain) -> Iterator[Candidate]:
    listed_ends = {h.span.end for h in ground.listed if h.entry.type is EntityType.COMPANY}
    legal = suffix_pattern("company_suffixes.csv", classes=("legal", "weak"))
    for match in legal.finditer(ground.text):
        start = ground.left(match.start())
        weak = match.group() in _suffixes("weak")
        if match.group() == "控股" and _CONTROLS.match(ground.text, match.end()):
            continue
        if weak:
            start = ground.skip_verbs(start, match.start())
        start = after_kind(ground, _after_zone(ground, start, match.start()), match.start())
        start = _after_body(ground, start, match.start())
        if _POINTED_AT.search(ground.text, max(0, start - 2), start + 1):
            start += 1  # 这位|云南…有限公司
        while start < match.start() and ground.text[start] in "·•・.—-－":
            start += 1  # a speck before the name
        if not weak:
            start = _explained(ground, Span(start, match.end()))
        bare = match.start() - start < 2 or ground.generic(start, match.start())
        if not weak and (bare or ground.text[start] == "（"):
            # 向 is part of the name: 万向|智能装备有限公司
            start = ground.left(match.start(), skip=1)
            stops = [stop.end() for stop in _STOP.finditer(ground.text, start, match.start())]
            start = max([start, *stops])
        if match.start() - start < 2 or ground.generic(start, match.start()):
            continue
        if ground.generic(start, match.end()) or (weak and match.end() in listed_ends):
            continue
        short = match.start() - start <= _BARE
        if match.group() in _LOOSE and short and ground.ordinary(start, match.start()):
            continue  # 须有|总公司
        if weak and match.group() not in _ANY and ground.ordinary(start, match.start()):
            continue
        if weak and start and ground.text[start - 1].isdigit():
            continue  # 21|处国家级海洋牧场
        if weak and _NO_NAME.search(ground.text, start, match.start()):
            continue
        if weak and (
            _of_trade_only(ground, start, match.start()) or _does(ground, start, match.start())
        ):
            continue
        if weak and not _plausible(ground, start, match.start()):
            continue
        over = ground.text[start - 1 : start + 1] in everyday().items
        if weak and over and ground.place_from(start, match.start()) is None:
            continue  # 有|线电视公司, and not 有|无锡某集团
        name = ground.text[start : match.end()]
        rule = "company_short_form" if weak else "company_legal_form"
        yield Candidate(Span(start, match.end()), EntityType.COMPANY, rule, 4 if weak else 0, name)
    for bank in _BANK.finditer(ground.text):
        start = ground.skip_verbs(ground.left(bank.start()), bank.start())
        if bank.start() - start < 2 or bank.end() in listed_ends:
            continue
        place = ground.place_from(start, bank.start())
        if ground.ordinary(start, bank.start()) and place is None:
            continue
        if place is not None and ground.generic(place.span.end, bank.start()) and bank.start() > place.span.end:
            continue  # 美国|地区性|银行
        told = ground.text[start : bank.start()]
        if place is None and any(told[at : at + 2] in verbs() for at in range(1, len(told) - 1)):
            continue  # 会员费采取|商业银行
        if ground.place_from(start, bank.start()) is None and bank.start() - start > _SHORT:
            continue
        span = _with_branch(ground, Span(start, bank.end()))
        yield Candidate(span, EntityType.COMPANY, "bank", 4, ground.text[span.start : span.end])


_SHORT_FOR = regex.compile(r"（(?:以下|下)?(?:简)?称[：“‘]*(?P<short>[\p{Han}A-Za-z]{2,8})[”’]?[）或、]")


def _explained(ground: Terrain, span: Span) -> int:
    """连锁餐厅|岚叶集团有限公司（下称“岚叶”）: where the short name begins, behind ordinary words."""
    short = _SHORT_FOR.match(ground.text, span.end)
    at = ground.text.find(short["short"], span.start, span.end) if short is not None else -1
    if at <= span.start or ground.place_from(span.start, at) is not None:
        return span.start
    words = ground.ordinary(span.start, at) or ground.generic(span.start, at)
    return at if words else span.start


def _after_zone(ground: Terrain, start: int, end: int) -> int:
    """Past the zone a company lies in, unless what follows is no name of its own."""
    ends = [match.end() for match in zone_pattern().finditer(ground.text, start, end)]
    if not ends or end - ends[-1] < 2 or ground.generic(ends[-1], end):
        return start
    return ends[-1]


def _after_body(ground: Terrain, start: int, end: int) -> int:
    """Past the body that acts on a company: 北交所受理|四川…有限公司."""
    body = ground.listed_at.get(start)
    if body is None or body.entry.type is not EntityType.ORG or end - body.span.end < 4:
        return start
    behind = ground.skip_verbs(ground.trim(body.span.end, end), end)
    return behind if behind > body.span.end and end - behind >= 2 else start


def after_kind(ground: Terrain, start: int, end: int) -> int:
    """Past what kind of company it is: 德国工业巨头|赫尔曼集团, 港股公司|星屿物流."""
    ends = [kind.end() for kind in _KIND.finditer(ground.text, start, end)]
    if not ends or end - ends[-1] < 2 or ground.generic(ends[-1], end):
        return start
    return ends[-1]


def _of_trade_only(ground: Terrain, start: int, end: int) -> bool:
    """系期货|公司, 晋升期货|公司: words before the trade that are no name."""
    name = ground.text[start:end]
    if name.endswith("业") and ground.ordinary(start, end - 1):
        return True  # 食品饮料业|公司
    sizes = [size for size in range(2, len(name)) if name[-size:] in common().items]
    if not sizes:
        return False
    stem = end - max(sizes)
    return stem - start < 2 or ground.ordinary(start, stem)


_OFFICE_ACTS = regex.compile(
    r"[局委厅院府办](?:已|将|对|向|与|责令|要求|约谈|查处|通报|认定|批准|起诉|判决)"
)
"""某市工商局已责令某某公司: an office that acts is no part of a company's name."""


def _does(ground: Terrain, start: int, end: int) -> bool:
    """巧遇|公司, 佣金形式调节关联|公司: what somebody does, before a company without a name."""
    name = ground.text[start:end]
    if _OFFICE_ACTS.search(name):
        return True
    if ground.place_from(start, end) is not None or start in ground.listed_at:
        return False
    if len(name) == 2:
        return tag_of(name).startswith("v")
    if len(name) == 3 and name[0] in "再先又还已就才仍":
        return name[1:] in verbs()  # 再解决|公司债务问题
    return len(name) > 5 and any(name[at : at + 2] in verbs() for at in range(2, len(name) - 1))


def _plausible(ground: Terrain, start: int, end: int) -> bool:
    """A name before a bare 公司 or 集团 is short, or begins with a place."""
    place = ground.place_from(start, end)
    if place is not None:
        return place.span.end < end and place.entry.level != "group" and end - start <= 14
    return end - start <= _SHORT


def _by_trade(ground: Terrain) -> Iterator[Candidate]:
    """云海科技 and the like: a trade word at the end, a word no dictionary knows before it."""
    trade = suffix_pattern("company_suffixes.csv", classes=("industry", "brand", "firm"))
    for match in overlapping(trade, ground.text):
        if ground.crossed(match.start()) or ground.crossed(match.end()):
            continue
        if _CAPITAL.match(ground.text, match.start()):
            continue
        deal = _DEAL_AFTER.match(ground.text, match.end())
        start = after_kind(ground, ground.left(match.start()), match.start())
        if start and ground.crossed(start) and ground.place_from(start, match.start()) is None:
            start += 1  # a word lies over the edge: 创新药企业|岐川生物
        abroad = ground.place_from(start, match.start())
        if abroad is not None and match.start() - abroad.span.end >= 2:
            start = abroad.span.end
        if not 2 <= match.start() - start <= 6 or _NEWLY.match(ground.text, start):
            continue
        if any(at in ground.listed_at for at in range(start + 1, match.start())):
            continue  # 任|光大银行
        if ground.generic(start, match.start()) or ground.place_from(start, match.start()):
            continue
        name = ground.text[start : match.end()]
        if deal is not None and not (
            deal.group()[0] == "（" and ground.ordinary(start, match.start())
        ):
            rule = "company_by_deal"  # 纯电动|汽车（EV） is none
        elif (
            match.group() in _brands()
            and not (ground.text[start].isascii() and not ground.text[start + 1].isascii())
            and TRADE_BEHIND.match(ground.text, match.end()) is None
            and _repeated(ground, name, start, match.start())
        ):
            rule = "company_repeated"
        elif match.group() in _brands() and _stands_alone(ground, start, *match.span()):
            rule = "company_brand"
        else:
            continue
        yield Candidate(Span(start, match.end()), EntityType.COMPANY, rule, 5, name)


def _describes(stem: str) -> bool:
    """传统型|汽车, 重型载货|汽车, 用医疗|电子: words that say which of a trade is meant."""
    if len(stem) < _LEAST_WORDS:
        return False
    pair = is_known(stem[:2]) and (stem[2:] in _SORTS or (len(stem) > 3 and is_known(stem[2:])))
    return pair or is_known(stem[1:])


_LEAST_WORDS = 3
_SORTS = frozenset("型量性式级类化")


def _repeated(ground: Terrain, name: str, start: int, end: int) -> bool:
    """A name that no dictionary covers and the text uses more than once."""
    if end - start > 4 or ground.ordinary(start, end) or ground.text[end - 1] in "省市县区州":
        return False
    if _describes(ground.text[start:end]) or ground.text[start:end] in qualities():
        return False
    if start and ground.text[start - 1].isdigit():
        return False  # 3艘次船舶
    return ground.text.count(name) > 1


def _stands_alone(ground: Terrain, start: int, at: int, end: int) -> bool:
    """Two characters that no dictionary knows, a trade word, and then a verb or a pause."""
    text = ground.text
    if (
        at - start != 2
        or text[start] in _NUMERALS
        or (start and text[start - 1].isdigit())
        or TRADE_BEHIND.match(text, end)
        or ground.ordinary(start, at)
        or _is_common(text[start:at])
        or not _COINED.fullmatch(text, start, at)
    ):
        return False
    if _PAUSE.match(text, end) is not None:
        return True
    goes_on = everyday().items if end - at > _LONG_TRADE else verbs()
    if text[end : end + 2] in goes_on or end + 2 in ground.stop_ends:
        return True
    return _has().match(text, end) is not None


def _is_common(stem: str) -> bool:
    """甲醇|汽车, 保健|食品: a word of the dictionary that is no name there."""
    return stem in qualities() or is_known(stem) and (tag_of(stem) == "n" or tag_of(stem)[0] in "vabdfst")


@cache
def _has() -> regex.Pattern[str]:
    """What a company does or has, behind its name: 产值, 营收, 上市."""
    found = (r["word"] for r in rows("company_contexts.csv") if r["side"] in ("after", "sole"))
    return regex.compile(alternatives(found))


@cache
def _brands() -> frozenset[str]:
    """Trade words that end a short name."""
    return _suffixes("brand", "firm")


@cache
def _suffixes(*classes: str) -> frozenset[str]:
    table = rows("company_suffixes.csv", key="suffix")
    return frozenset(row["suffix"] for row in table if row["class"] in classes)


def ends_as_brand(name: str) -> bool:
    return any(name[-size:] in _brands() for size in range(2, min(len(name) - 1, 6)))


def ends_as_trade(name: str) -> bool:
    trades = _suffixes("industry", "brand", "firm")
    return any(name[-size:] in trades for size in range(2, min(len(name) - 1, 6)))
