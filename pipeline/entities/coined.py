"""Companies by a coined name: 云隼航空第三季度营业收入…, 机器人公司云隼智能宣布….

No list has the name and no legal form stands behind it. It is taken where a word of the trade ends
it, no dictionary knows what stands before that, and its neighbours are those of a company
(`data/company_contexts.csv`). Behind 公司, 品牌 and the like the word of the trade may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.company_edges import TRADE_BEHIND
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import overlapping, qualities, suffix_pattern, verbs
from pipeline.model import EntityType, Span
from pipeline.segment import is_known
from pipeline.tables import alternatives, rows
from pipeline.tables import words as table

_TIER = 6
_PAIR = 2
_EDGE = frozenset("，。；：、！？“”‘’《》（）()\n \u3000▲●■◆□▶·…—和与及由,;:【】|｜")
ROUND = r"(?:Pre-|天使|种子|战略|[A-G]\+*)\S{0,3}轮"
_NO_START = frozenset(
    "仅但均很赴而按使继则即且若因如像据共全新各多老首本该省市县区国内外上下前后高低中第每两三其此这那大小主副总做搭另专办买卖找给让靠凭借用"
)
_COUNTED = regex.compile(r"[一二三四五六七八九十两][期批次轮个家条项座]")
_WHOLE = regex.compile(r"[全整各][国省市区县州镇球]")
"""A place spoken of as a whole is in no company's name: 扛起全市工业."""
DATED = r"\d{1,2}[月日]|20\d\d年"


@cache
def _behind() -> regex.Pattern[str]:
    """What a company's name is followed by."""
    words = alternatives(
        row["word"] for row in rows("company_contexts.csv") if row["side"] in ("after", "sole")
    )
    return regex.compile(
        rf"(?:{DATED}|[前第]?[一二三四]个?季度|{ROUND}|(?:正式|随后|先后|已|已经)?{words}|[A-Z][A-Za-z0-9-]{{0,10}}\p{{Han}}{{2}}|的(?:{words})|[、和与]\p{{Han}}{{2,8}}?(?:{words}))"
    )


@cache
def _kind() -> regex.Pattern[str]:
    words = alternatives(
        row["word"] for row in rows("company_contexts.csv") if row["side"] == "before"
    )
    return regex.compile(rf"{words}\Z")


_BRAND_KIND = (
    r"(?:(?<!高端)(?<!旗下)(?<!自主)(?<!子)(?<!新)品牌|独角兽|新秀|新锐|黑马|创企|[车药]企(?!业)|航司|厂商|制造商|服务商"
    r"|供应商|运营商|开发商|券商|投行|律所|(?:咨询|研究|评级|监测|卖空|第三方|数据|投资)机构|领投方|巨头|龙头|老字号|创业公司"
    r"|(?:创立|创办|执掌|掌舵)的)"
)
_DEED = (
    r"(?:获(?=[\d一二三四五六七八九十数近超逾千百亿A-Z])|获得|完成|宣布|递交|递表|拿下|发布|公布|"
    r"披露|上市|登陆|推出|募资|交付|测算|预计|预测|统计|监测|发表|报告|的(?:报告|监测|统计|数据|测算)|认为|出资|股价"
    r"|向\p{Han}{2,6}(?:递交|提交))"
)
_CAPITAL = regex.compile(r"资本(?:支出|开支|公积|充足|市场|结构|运作|利得|项目|金)")
"""资本 that ends no name: 上修资本支出."""
_FOUNDED = regex.compile(
    r"(?:是|为|任|，|：|。|“)(?P<name>\p{Han}{2,5}?)(?=的?(?:联合)?(?:创始人|创办人|董事长|首席执行官|CEO))"
)
_DAY = r"(?:\d{1,2}月)?\d{1,2}日|今日|昨日|日前|近日|今天|昨天"
_OF = regex.compile(
    r"(?:[市区园镇县州港城谷]|(?:日|美|欧|韩|德|中资|外资|港|台|本土)系?|总部|来自\p{Han}{2,6})的\Z|是\Z"
)
"""Before a company that is said to be somewhere or somebody's: 西海岸新区的胶屿显示."""
_NO_PART = frozenset(
    "们是的了做在到进要将已为等与和对被比较以及也都还又不就此该其于至从由向给让使把"
)


@cache
def _after_kind() -> regex.Pattern[str]:
    return regex.compile(rf"{_BRAND_KIND}“?(?P<name>\p{{Han}}{{2,4}}?)”?(?=(?:{_DAY})?{_DEED})")


def find_coined(ground: Terrain) -> Iterator[Candidate]:
    """Companies whose coined names nothing else knows."""
    yield from _by_trade(ground)
    yield from _behind_kind(ground)
    yield from _before_founder(ground)
    yield from _by_deeds(ground)
    yield from _behind_place(ground)


_FUNDED = regex.compile(
    r"(?P<name>\p{Han}{2,4}?)(?:已|近日|日前|正式|宣布|连续)*(?:完成|获得?)(?:了)?[^，。；]{0,14}?(?:轮|融资|投资(?=，|。|；))"
)


def _behind_place(ground: Terrain) -> Iterator[Candidate]:
    """宁波某某锐完成A轮10亿元融资: a coined name behind the place where the company is."""
    if "融资" not in ground.text and "轮" not in ground.text:
        return
    for hit in ground.places:
        match = _FUNDED.match(ground.text, hit.span.end)
        if match is not None and _is_coined(ground, *match.span("name")):
            span = Span(hit.span.start, match.end("name"))
            name = ground.text[span.start : span.end]
            yield Candidate(span, EntityType.COMPANY, "company_coined", _TIER, name)


def _by_trade(ground: Terrain) -> Iterator[Candidate]:
    trade = suffix_pattern("company_suffixes.csv", classes=("industry", "brand", "firm"))
    text = ground.text
    for match in overlapping(trade, text):  # 羽核电子: 核电 is no end of it
        if match.group() == "显示" and text[match.end() : match.end() + 1] in "，：,:":
            continue  # 公司一季报显示，
        start = _stem(ground, match.start())
        if start is None:
            continue
        if _CAPITAL.match(text, match.start()):
            continue
        longer = match.start() - start > _PAIR and is_known(text[match.start() - 1 : match.end()])
        if longer:
            continue  # 硅能蓄|电池: the word of the trade is longer
        kind = _kind().search(text[max(0, start - 4) : start])
        if kind is None and _behind().match(text, match.end()) is None:
            continue
        if TRADE_BEHIND.match(text, match.end()):
            continue
        if any(at in ground.listed_at for at in range(start + 1, match.end() - 1)):
            continue  # 而|中石油
        name = text[start : match.end()]
        yield Candidate(Span(start, match.end()), EntityType.COMPANY, "company_coined", _TIER, name)


@cache
def _told() -> regex.Pattern[str]:
    """预计某某科技…: what somebody does that tells of a company."""
    verbs = alternatives(word for word in table("speech_verbs.csv") if len(word) == _PAIR)
    return regex.compile(rf"(?:{verbs}|看好|给予|上调|下调)\Z")


def _stem(ground: Terrain, at: int) -> int | None:
    """Where the coined part of a name begins that a word of the trade ends at `at`."""
    for size in (2, 3, 4):
        start = at - size
        if start > 0 and ground.crossed(start):
            continue  # 制药企|业出口生物
        if start >= 0 and _is_coined(ground, start, at) and opens(ground, start):
            return start
    return None


def opens(ground: Terrain, start: int) -> bool:
    """May a name begin here: at an edge, behind 公司 and the like, or behind a date?"""
    text = ground.text
    if start == 0 or text[start - 1] in _EDGE:
        return True
    if text[start - 1] == "据":  # 据瑶光电子公布
        return True
    if text[start - 1] == "的" and start - 1 in ground.ends:
        return True
    before = text[max(0, start - 5) : start]
    if _told().search(before) is not None:
        return True
    if regex.search(rf"(?:{DATED}|日前|近日|昨日|其中|今年|去年|同期|期间|此前|随后)\Z", before):
        return True
    return _kind().search(before) is not None or _OF.search(before) is not None


def _is_coined(ground: Terrain, start: int, end: int) -> bool:
    stem = ground.text[start:end]
    if not regex.fullmatch(r"\p{Han}+", stem) or stem[0] in _NO_START or _COUNTED.search(stem):
        return False
    acts = len(stem) > 2 and (
        stem[:2] in verbs() or stem[-2:] in verbs() or _told().match(stem[:2]) is not None
    )
    if acts or (len(stem) > 2 and stem[-1] in "性总型化级年月日"):
        return False  # 计划总|投资, 交易性|金融, 辽宁省年|啤酒
    if regex.match(r"[去今每前当]年|[上本当]月", stem):
        return False
    if (
        not _NO_PART.isdisjoint(stem)
        or _WHOLE.search(stem)
        or ground.place_from(start + 1, end) is not None
    ):
        return False
    country = ground.place_from(start, end)
    if country is not None and (
        country.entry.level == "country" or ground.generic(country.span.end, end)
    ):
        return False  # 某省规上|工业
    return not (is_known(stem) or stem in qualities() or ground.ordinary(start, end))


def _behind_kind(ground: Terrain) -> Iterator[Candidate]:
    """咖啡连锁品牌云小豆获1.2亿元融资: no word of the trade, but 品牌 before and a deed behind."""
    for match in _after_kind().finditer(ground.text):
        start, end = match.span("name")
        name = match["name"]
        if _is_coined(ground, start, end) and _NO_PART.isdisjoint(name):
            yield Candidate(Span(start, end), EntityType.COMPANY, "company_coined", _TIER, name)


def _before_founder(ground: Terrain) -> Iterator[Candidate]:
    """她是芯泓微的创始人: no word of the trade, but what only companies have behind."""
    for match in _FOUNDED.finditer(ground.text):
        start, end = match.span("name")
        words = any(is_known(ground.text[at : at + 2]) for at in range(start, end - 1))
        if not words and _is_coined(ground, start, end):
            name = match["name"]
            yield Candidate(Span(start, end), EntityType.COMPANY, "company_coined", _TIER, name)


_ACCOUNTS = (
    r"(?:海外|国内|线上|全年|年度|整体|综合|主营业务|扣非|归母|经调整)?(?:招股书|估值|股价|总?市值|财报|年报|半年报|季报|营收|营业收入"
    r"|净利润?|毛利率?|净亏损|亏损|门店数量?|销售成本|研发费用|研发支出)"
)
_DEEDS = (
    r"(?:(?:港股|A股|美股)?IPO|(?:再次|再度|二度|三度|首次|正式)?(?:递表|闯关|冲刺|赴港|赴美|登陆|叩响|敲开|转战)"
    r"(?:港交所|联交所|科创板|创业板|北交所|主板|港股|纳斯达克|纽交所|上市|IPO)?"
    rf"|(?:20\d\d年)?的?{_ACCOUNTS}|旗下(?!的?(?:子|分)公司)|(?:联合)?创始人|董事长|首席执行官|CEO|[的\p{{Han}}]{{0,3}}?工厂(?:占地|总?投资|第?[一二三]期)"
    r"|(?:已|近日|日前|正式|宣布)*(?:完成|获得?)(?:了)?[^，。；]{0,14}(?:轮|融资)"
    r"|(?:已|近日|日前|正式|对外)*(?:发布|公布|披露|发表|交出|晒出|更新)了?[^，。；]{0,14}?(?:年报|半年报|中报|季报|财报|业绩|招股书|招股说明书)"
    r"|的?(?:主营业务|主要产品|主营产品|控股股东|实际控制人|实控人|全资子公司|控股子公司|董秘))"
)
_DEED_SAID = re.compile(
    "IPO|递表|闯关|冲刺|赴[港美]|登陆|叩响|敲开|转战|招股书|估值|股价|市值|财报|年报|季报|轮|融资"
    "|营收|营业收入|净利|毛利|亏损|门店|成本|研发|曲线|旗下|创始人|董事长|执行官|CEO"
    "|中报|业绩|主营|主要产品|股东|实控人|实际控制人|子公司|董秘"
)
"""A word of each of them: most texts tell of none."""
_OFTEN = 3


_OF_ACCOUNTS = regex.compile(
    r"归母|扣非|经?调整后?|海外|国内|境[内外]|线[上下]|[整总]体|综合|主营|其他|合计|当[期年]|同期|报告期|上市|单季|累计"
)
"""Before 净利润 and the like it says which, not whose."""
_DEEDS_APART = 2
"""A name of ordinary words must have so many things that only a company has."""
_SHOUTED = regex.compile(r"[A-Z]{1,5}")
"""GMV, IPO: letters that stand for a measure or a deal."""


@cache
def _deeds() -> regex.Pattern[str]:
    kinds = alternatives(r["word"] for r in rows("company_contexts.csv") if r["side"] == "before")
    return regex.compile(
        rf"(?:^|[\n，。：；！？“]|”\s?|{kinds}|{_DAY}|年)“?(?P<name>\p{{Han}}{{2,5}}?|[A-Z][A-Za-z0-9]{{1,14}}\p{{Han}}{{0,4}}?)”?"
        rf"(?P<deed>{_DEEDS})",
        regex.MULTILINE,
    )


def _by_deeds(ground: Terrain) -> Iterator[Candidate]:
    """某某潭IPO, 龙头某某潭的估值: what only a company has, behind a name that a text often has."""
    if _DEED_SAID.search(ground.text) is None:
        return
    shown: dict[str, set[str]] = {}
    spans: dict[str, Span] = {}
    for match in _deeds().finditer(ground.text):
        name = match["name"]
        if name[-1] in "一二三四上下前本该年" or _OF_ACCOUNTS.fullmatch(name):
            continue  # 基金二|季报, 归母|净利润
        shown.setdefault(name, set()).add(match["deed"].lstrip("的"))
        spans.setdefault(name, Span(*match.span("name")))
    for name, deeds in shown.items():
        if ground.text.count(name) >= _OFTEN and _is_protagonist(ground, spans[name], len(deeds)):
            yield Candidate(spans[name], EntityType.COMPANY, "company_coined", _TIER, name)


def _is_protagonist(ground: Terrain, span: Span, deeds: int) -> bool:
    """May a name that a text often has be a company's, with so many different deeds behind it?"""
    name = ground.text[span.start : span.end]
    if name[0].isascii():
        return _SHOUTED.fullmatch(name) is None and span.start not in ground.listed_at
    if _is_coined(ground, span.start, span.end):
        return True
    return (
        len(name) > _PAIR + 1
        and deeds >= _DEEDS_APART
        and not is_known(name)
        and not ground.generic(span.start, span.end)
        and ground.place_from(span.start, span.end) is None
        and _NO_PART.isdisjoint(name)
        and _KINDS_LAST.search(name) is None
        and name[:2] not in verbs()
    )


_KINDS_LAST = regex.compile(
    r"(?:[业品务司团部门局市区县省国行人者家款类厂店]|业务|板块|市场|平台|系统|产品|项目|公司|集团|企业|整体|合计|综合|同期|全年|旗下|净利|营收|收入|成本|费用)\Z"
)
"""What ends a kind of thing that has accounts of its own, and no name."""
