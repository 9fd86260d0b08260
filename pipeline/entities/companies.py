"""Companies: by legal form, by list, by the words around a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.company_edges import DEAL_AFTER, TRADE_BEHIND, with_branch
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import (
    common,
    everyday,
    overlapping,
    qualities,
    suffix_pattern,
    verbs,
    zone_pattern,
)
from pipeline.entities.listed_companies import find_listed
from pipeline.model import EntityType, Span
from pipeline.segment import is_known, tag_of
from pipeline.tables import alternatives, rows

_POINTED_AT = regex.compile(
    r"(?:[这那每各某该][位家名个座]|(?:[融投出]资|合作|承[包建]|[受出转]让|[收采]购|运营|施工|委托|供应)方)\Z"
)
"""Before a name, what kind of party it is: 这位|某某公司, 融资方|某某公司."""
_NEWLY = regex.compile(r"新[购增建添投开设签引办修推租招聘扩迁改]")
"""新购新能源公交车: what was done anew begins no name."""
_CAPITAL = regex.compile(r"资本(?:支出|开支|公积|充足|市场|结构|运作|利得|项目|金)")
"""资本 that ends no name: 上修资本支出."""
_BANK = regex.compile(r"农村商业银行|商业银行|农商行|村镇银行|银行")
_KIND = regex.compile(
    r"巨头|龙头|企业|公司|厂商|品牌|[车药房港台外日韩德美央国民]企(?!业)|租户|券商|(?:[运服制供开][营务造应发]|零售|批发|经销|代理|承包|[药胎衣材料品装器械车])商"
    r"|(?<=[代工件组测片池机])(?:大)?厂"
    r"|连锁(?:餐厅|餐饮|酒店|药店|超市|便利店|品牌|企业)"
)
_COINED = regex.compile(
    r"[^\P{Han}后可能将已未不没有无再又还更最很太并且而或因由使令让被把给对向从在于以为是做搞过着了的地得此该各每某第部个]"
    r"[^\P{Han}用单类型级性式化为制房新款持基内外中间前里]"
)
_PAUSE = regex.compile(
    r"[，。、；：！？（）,;:“”\d\n的将与和在为是等拟已募获签涨跌则也以把从至连再仍称据对向]|$"
)
_SHORT = 8
_LONG_TRADE = 2
"""A shorter word of the trade is often the head of a product's name: 高技医疗|器械."""
_NUMERALS = frozenset("一两二三四五六七八九十百千万几数半")
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
    """Companies by list, by legal form, by the words around a name."""
    yield from find_listed(ground)
    yield from _by_form(ground)
    yield from _by_trade(ground)


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
        if (
            place is not None
            and ground.generic(place.span.end, bank.start())
            and bank.start() > place.span.end
        ):
            continue  # 美国|地区性|银行
        told = ground.text[start : bank.start()]
        if place is None and any(told[at : at + 2] in verbs() for at in range(1, len(told) - 1)):
            continue  # 会员费采取|商业银行
        if ground.place_from(start, bank.start()) is None and bank.start() - start > _SHORT:
            continue
        span = with_branch(ground, Span(start, bank.end()))
        yield Candidate(span, EntityType.COMPANY, "bank", 4, ground.text[span.start : span.end])


_SHORT_FOR = regex.compile(
    r"（(?:以下|下)?(?:简)?称[：“‘]*(?P<short>[\p{Han}A-Za-z]{2,8})[”’]?[）或、]"
)


def _explained(ground: Terrain, span: Span) -> int:
    """连锁餐厅|岚叶集团有限公司（下称“岚叶”）: where a short name shows the full one begins."""
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
        deal = DEAL_AFTER.match(ground.text, match.end())
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
    return stem in qualities() or (
        is_known(stem) and (tag_of(stem) == "n" or tag_of(stem)[0] in "vabdfst")
    )


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
