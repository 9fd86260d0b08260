"""Named things that are no entity of the five types, and yet the subject of figures.

湄洛铁路全长…, “远航”号…, 《…》累计票房…, 全国游泳冠军赛…, 沪指收涨…: an index of an exchange
(`data/market_indices.csv`), or a phrase at the head of a clause
that ends with a word of `data/thing_suffixes.csv` and holds something of a proper name, or the
title of a work.
Once found, a thing is known by its name in the rest of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts import markets
from pipeline.facts.lexicon import any_of
from pipeline.facts.realms import is_region
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View, once
from pipeline.model import Entity, EntityType, Mention, Span

RULE = "named thing"

_PROPER = ("ns", "nr", "nz", "nt", "nrt", "eng")
_WORK = (
    r"(?:影片|电影|\p{Han}{1,3}片|剧|动漫|小说|游戏|手游|端游|歌曲|专辑|节目|综艺|图书|新书|作品"
    r"|[首新力佳续遗]作|首秀)"
)
_LEAD = regex.compile(
    rf"(?:[\s\u3000]|（?\d{{1,2}}）|[一二三四五六七八九十]是|该[省市县区州旗镇乡村]|【[^】]{{0,40}}】|(?:放眼|纵观|综观|来看|再看|再来看看?|走进|来到|回到|聚焦)(?:整个|全)?|{TIME}|图为|其中|目前|截至|此外|另外|同期|同时|而|由[^，。；]{{2,12}}的|(?:正在?)?(?:在建|施工中|建设中|建设|施工|即将(?:通车|投用|竣工|建成))(?=的)|在|据悉|日前|近日|，|、|至于|"
    r"(?:为期|历时|配套|耗资|刚刚|日前|近日|正在|去年|今年|始于|位于|由)[^，。；、]{0,12}?的|"
    r"经由?|新建|扩建|(?:新|已)?开工(?:建设)?|国产|全国首个|国内首个|本届|首届|配套|"
    rf"(?:线路|正线)?(?:全长|总长|总投资|设计时速|占地)(?:约|近|超过?)?{NUMBER}+的|"
    rf"[\p{{Han}}{NAME}]{{0,8}}?{_WORK}(?=《)|{NUMBER}+的?(?=《|“)|节日里|▲|的)*"
)
_VERB_AFTER = regex.compile(
    r"(?:由[^，。；]{1,24}?(?:建设|承建|投资|出资|兴建|运营)|的|在|已|将|闭幕|开幕|落幕|启幕|举行|举办|召开|累计|共|全长|全线|日均|首日|上映|票房|设计|总|完成|实现|年|正线|建成|开通|开行|运营|发送|吞吐|投资|募集|连接|起于|途经|[东西南北]起|横跨|"
    rf"规模|下潜|（|\p{{Han}}{{0,6}}$|{TIME}|"
    rf"[^，。；]{{0,14}}{NUMBER})"
)
# a title of these is a document, not a work with figures of its own
_DOCUMENT = regex.compile(
    r"(?:报告|白皮书|蓝皮书|办法|条例|规划|意见|方案|通知|指数|榜单?|公报|目录|指南|清单|协议|决定|纲要|计划|标准|规定|措施|"
    r"细则|要点|公告|说明书|合同|法|书|日报|晚报|名录|手册|新闻)(?:\d{4}|（[^（）]*）)?\Z"
)
_UNNAMED = regex.compile(
    r"[这该此其本各某每我]|全[省市县区州]|\dA级|国家级|[省市]级|优化|提升|增强|壮大|做[强大]|开通|启动|大力|积极|加快|深入|持续|着力|完善|力争|确保|预计|争取|计划|推动|推进|打造|创建|培育|支持|公司|企业|.*(?:主要|主流|大型|多家|企业(?!家|服务|孵化|总部))"
)
"""What begins so, or is whose it is said to be, is no name: 全市企业扩建工程."""
_JOINED = regex.compile(
    r"[这那该此]一?|(?<!共)和(?!平|谐|睦|田|县|顺|林|布|硕|静|政|龙)|以及|\d号\Z|(?<=\p{Han}{2})经(?![济开贸典营纬理纪])"
)
"""Two things, one that is pointed at, or an address."""
_COMMON = regex.compile(
    r"(?:安居|民生|基建|重点|重大|在建|新建|续建|谋划|签约|开工|储备|一批|惠民|扶贫|改造|建设|绿化|环保|生态|节能|修复|治理|配套|土石方|主体|路基|基础|防洪|管网|示范|富民|水利)工程\Z|"
    r"(?:大|强|深水|枢纽|中转|内陆|自贸|自由贸易|母|亿吨级?)港\Z|(?:财经|新闻|热|在|直播|连|早|晚|一|二|三|产|流水)线\Z|"
    r"(?:\A|\p{Han}|[A-Za-z0-9])(?:基|充电|换电|加油|加氢|服务|工作|网|变电|泵|补给|流动|驿|监测|观测|卫生|文化)站\Z"
    r"|(?:灯塔|无人|黑灯|智能|数字|智慧|孪生|示范|绿色|代|柔性|标杆)工厂\Z"
    r"|(?:团|车|舰|部|乐|军|大|支|总|代表|工作|研发|管理|施工|服务|科考|救援|突击|志愿|骨干)队\Z"
)
"""Stations and teams that are counted, not named."""
_LINE = regex.compile(
    r"\A\p{Han}{2,4}(?:高铁|铁路|城际|高速公路|高速|大桥|隧道|运河|地铁|水库|电站)(?:\p{Han}{2,4}段)?"
    r"(?:全长|全线|正线|设计|总投资|建成|开通|通车|竣工|铺轨|开工|连接|起于|途经|西起|东起|南起|北起|横跨|贯通)"
)
"""A line or work by what is said of it: 沿江高铁全长…."""
_PHASE = regex.compile(r"[一二三四五]期|期")
_SPANS = regex.compile(
    r"\p{Han}{1,3}[河江湖海湾山岭岛峡](?:特大桥|大桥|隧道|水库|电站|水电站|船闸|水利枢纽)"
)
"""A work by the river, hill or island that it is named after: 白鹭河特大桥."""
_OWN = 4
"""A place of so many characters that a text names twice has a name of its own."""
_SET_UP = regex.compile(r"(?<=.{2})(?:设立|成立|发起|组建|筹建|募集|宣布|出资|共同|联合)(?=.{2})")
"""What somebody does with a fund, before its kind: no part of its name."""
_GRAND = regex.compile(
    r"(?:全国|世界|国际|亚洲|中国|全运|首届|第[一二三四五六七八九十\d]+届|国家|西部|东部)"
)


_SHORT = 7
"""第四届茶博会: a dictionary cuts so short a name anywhere."""
_SESSION = regex.compile(r"(?:第[一二三四五六七八九十\d]{1,3}|首|本)届\p{Han}{2}[\p{Han}—·－-]")
"""第六届东盟茶叶博览会: which of its meetings makes it a name."""


@cache
def suffixes(*classes: str) -> str:
    """What things' names end with (`data/thing_suffixes.csv`), of some classes or of all."""
    return tables.alternatives(
        row["suffix"]
        for row in tables.rows("thing_suffixes.csv", key="suffix")
        if not classes or row["class"] in classes
    )


@cache
def _pattern() -> regex.Pattern[str]:
    quoted = r"“[^“”]{1,12}”"
    return regex.compile(
        rf"(?P<name>《[^《》]{{1,30}}》|“[^“”]{{1,10}}(?:号|轮|舰)”(?:\p{{Han}}{{0,6}}?{suffixes()})?|"
        rf"(?:{quoted})?[\p{{Han}}A-Za-z0-9{NAME}·—-]{{2,18}}?{suffixes()})"
        r"(?![\p{Han}]{0,1}(?:的项目|建设者)|(?<=工程)(?:机械|师|院|技术|总承包|造价|勘察|设计|咨询|监理|建筑|塑料|车辆|船))"
    )


_WHOSE = regex.compile(r"[\s\u3000]*该[省市县区州旗镇乡村]")
"""该县凯明电厂: a work by whose it is."""


@cache
def _of_all() -> regex.Pattern[str]:
    """Works and places of a whole country or province are no single one."""
    kinds = suffixes("work", "place")
    return regex.compile(
        rf"(?:全国|我国|国内|全球|世界|中国|全[省市县区])(?!首|最)\p{{Han}}{{0,8}}?{kinds}"
    )


def only_leads(mask: str, name: str) -> bool:
    """Does nothing stand before a name but what may stand before a named thing?"""
    match = _LEAD.match(mask + name)
    return match is not None and match.end() >= len(mask)


@once
def thing(view: View, clause: Clause) -> Named | None:
    """The named thing that a clause begins with, as an entity of its own, or None.

    A clause without a number may name it at its end: 去年才投产的…新坞，今年已….
    """
    mask = view.mask(clause.span.start, clause.span.end)
    plain = view.plain(clause.span.start, clause.span.end)
    owned = _WHOSE.match(plain)
    lead = _LEAD.match(plain[: owned.end()] + mask[owned.end() :] if owned else mask)
    start = clause.span.start + (lead.end() if lead else 0)
    traded = markets.traded(view, start, clause.span.end)
    if traded is not None:
        return _named(*traded)
    found = _thing_at(view, start, clause.span.end, alone=False)
    at = mask.rfind("的")
    if found is None and NUMBER not in mask and 1 < at < len(mask) - 3:
        found = _thing_at(view, clause.span.start + at + 1, clause.span.end, alone=True)
    return found


def _thing_at(view: View, start: int, stop: int, *, alone: bool) -> Named | None:
    """The thing whose name begins at `start`. alone: nothing may stand behind it."""
    match = _pattern().match(view.mask(start, stop))
    if match is None:
        return None
    end = _whole(view, start + match.end("name"), stop)
    name = view.plain(start, end)
    if not _word_ends(view, end, stop):
        return None
    if _COMMON.search(name) or _UNNAMED.match(name):
        return None
    if view.plain(end, end + 1) == "等" or "的" in regex.sub(r"[“《][^”》]*[”》]", "", name):
        return None  # 某新区的码头 is the zone's
    if NUMBER in view.mask(start, end) or TIME in view.mask(start, end):
        return None
    if _JOINED.search(name) or _of_all().fullmatch(name) or _SET_UP.search(name):
        return None  # 山林保护和河滩公园, 全国农村公路, 某市设立创新基金
    if name.startswith("《"):
        if _DOCUMENT.search(name[1:-1]) or view.plain(start - 1, start) == "在":
            return None
        if view.plain(end, end + 1) in "《》、":
            return None
    elif not _is_proper(view, start, end):
        return None
    rest = view.mask(end, stop)
    if _COUNTED.match(rest):
        return None  # 某省国际航线数量: what is counted is the place's
    if (alone and rest) or not _VERB_AFTER.match(rest):
        return None
    return _named(Span(start, end), name)


_COUNTED = regex.compile(r"数量|总数|条数|个数|总?里程|总量")


def _whole(view: View, end: int, stop: int) -> int:
    """西部陆海新通道班列: a suffix may stand right behind another."""
    while (more := regex.match(suffixes(), view.mask(end, min(stop, end + 6)))) is not None:
        end += more.end()
    if view.plain(end - 2, end) in ("班列", "列车", "专列"):
        called = regex.match(r"“?\p{Han}{2,3}号”?(?!线)", view.mask(end, min(stop, end + 6)))
        end += called.end() if called else 0  # 中欧班列某某号
    section = regex.match(r"\p{Han}{2,4}段(?!\p{Han}?落)", view.mask(end, min(stop, end + 5)))
    return end + section.end() if section else end


def _word_ends(view: View, end: int, stop: int) -> bool:
    """Does a word end here? 港股 is no harbour."""
    return end >= stop or not any(word.start < end < word.end for word in view.words(end - 2, stop))


@cache
def _two_lands() -> regex.Pattern[str]:
    """中欧班列, 中老铁路: a line between this country and another (data/fact_words.csv)."""
    return regex.compile(rf"{any_of('two_lands')}\p{{Han}}{{2,4}}\Z")


_HEAD = 12
"""Within so many characters a text begins with what it is about."""


def _named(span: Span, name: str) -> Named:
    canonical = name.strip("《》")
    mention = Mention(span, name)
    return Named(span, Entity(EntityType.ORG, canonical, (), (mention,), RULE), mention)


def _is_proper(view: View, start: int, end: int) -> bool:
    """Does the phrase hold a name: a quote, a mention, or a word of the dictionary's names?"""
    text = view.plain(start, end)
    pieces = view.words(start, end)
    if "“" in text:
        return True
    if _two_lands().match(text):
        return view.text.find(text) < _HEAD  # else one of what a zone or a port has
    if _SESSION.match(text):
        return len(text) <= _SHORT or not any(
            word.tag in ("v", "d", "p", "u", "r") for word in pieces
        )
    if NAME in view.mask(start, end)[:-1]:
        outside = [w for w in pieces if NAME not in view.mask(w.start, w.end)]
        before = [w for w in outside if w.end < end and w.text != "至"]
        owned = view.names_in(start, end)
        if len(outside) == 1 and len(outside[0].text) > 1 and len(owned) == 1:
            # 某高新区港口 is the zone's port, 泉州东站 a station's name
            return owned[0].entity.type not in (EntityType.ZONE, EntityType.COMPANY)
        acts = ("v",) if not regex.search(rf"{suffixes('fund')}\Z", text) else ()  # 科技创新母基金
        return bool(outside) and not any(w.tag in (*acts, "d", "p", "r", "m", "q") for w in before)
    if _SPANS.fullmatch(text):
        return True
    if (
        _OWN <= len(text) <= 2 * _OWN
        and view.text.count(text) > 1
        and regex.search(rf"{suffixes('place')}\Z", text)
    ):
        if all(word.tag == "n" and len(word.text) > 1 for word in pieces):
            return False  # 社区工厂
        return not any(word.tag in ("v", "d", "p", "u", "r", "m", "q") for word in pieces)
    if len(text) <= 8 and _LINE.search(view.plain(start, end + 8)):
        return not any(word.tag in ("d", "u", "r", "m", "q") for word in pieces)
    if _GRAND.match(text) and len(text) >= 5:
        return not any(word.tag in ("d", "p", "u", "r") for word in pieces)
    if any(
        word.tag in ("v", "d", "p", "u", "r", "m")
        and word.text not in ("至", "号")
        and not _PHASE.fullmatch(word.text)
        for word in pieces
    ):
        return False
    if len(pieces) == 1:
        return pieces[0].tag in _PROPER
    if pieces and pieces[0].tag.startswith("n") and is_region(pieces[0].text):
        return True
    return any(
        word.tag in _PROPER
        and len(word.text) > 1
        and not regex.search(r"[新老旧首全各多本外内主次大小高中低国省市县区开建在单双]", word.text)
        for word in pieces[:-1]
    )


@cache
def _again() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?:{TIME}|[\s\u3000，])*(?:该|整座|整条|这座|这条|这只(?:[^，。；]{{1,12}}的)?)?"
        rf"(?P<word>{suffixes('work')}|二期|母基金|基金)"
        r"(?=\p{Han})(?![的区湖])"
    )


_WORK_AGAIN = regex.compile(
    rf"(?:{TIME}|[\s\u3000，])*(?P<word>(?:该|这部|本)(?:片|剧|影片|电影|作品|游戏|专辑|书|节目|动画片?))"
)
"""该片首日1265万: the work that was named last."""


_PORT = regex.compile(r"港(?![口区澳股务城元台机资商湾独媒币姐剧片式珠铁汇府深]|交所|中旅|人)")
_WITHIN_PORT = regex.compile(r"\p{Han}{0,10}?(?:码头|港区|泊位|船闸|航道|保税)")
_NO_PORT = regex.compile(r"(?:香|贵|连云|防城|张家|台|中)港\Z")


def ports(text: str) -> Iterator[Span]:
    """唐山港, 秦皇岛港: a port by the city or county whose it is, wherever it stands."""
    ends = set()
    for match in regex.finditer(any_of("port"), text):  # 宁波舟山港: of two cities
        ends.add(match.end())
        yield Span(*match.span())
    for match in _PORT.finditer(text):
        if match.end() in ends:
            continue
        for size in (3, 2):
            start = match.start() - size
            name = text[max(0, start) : match.end()]
            if start >= 0 and is_region(name[:-1]) and _NO_PORT.search(name) is None:
                yield Span(start, match.end())
                break


class Things:
    """The named things of an article, in the order they are met."""

    def __init__(self) -> None:
        self._known: dict[str, Entity] = {}
        self._work: Entity | None = None

    @property
    def count(self) -> int:
        """How many are known."""
        return len(self._known)

    def note(self, found: Named) -> Named:
        """Remembers a thing; the same name is the same entity from then on."""
        name = found.entity.canonical
        entity = self._known.setdefault(name, found.entity)
        if found.mention.text.startswith("《"):
            self._work = entity
        return Named(found.span, entity, found.mention)

    def named(self, span: Span, name: str) -> Entity:
        """A thing by the name that a list gives it."""
        return self.note(_named(span, name)).entity

    def again(self, view: View, clause: Clause) -> Named | None:
        """大桥全长…, 基金规模…: the one known thing, or the last fund, that ends so."""
        mask = view.mask(clause.span.start, clause.span.end)
        pointed = _WORK_AGAIN.match(mask)
        if pointed is not None and self._work is not None:
            span = Span(*(clause.span.start + at for at in pointed.span("word")))
            return Named(span, self._work, Mention(span, pointed["word"], anaphor=True))
        match = _again().match(mask)
        if match is None:
            return None
        known = [e for name, e in self._known.items() if name.endswith(match["word"])]
        if not known or (len(known) > 1 and not match["word"].endswith("基金")):
            return None
        start = clause.span.start + match.start("word")
        span = Span(start, clause.span.start + match.end("word"))
        return Named(span, known[-1], Mention(span, match["word"], anaphor=True))

    def mentions(self, text: str, span: Span, taken: list[Span]) -> Iterator[Named]:
        """Where known things are named in a stretch and nothing else stands."""
        for name in sorted(self._known, key=lambda item: (-len(item), item)):
            at = text.find(name, span.start, span.end)
            while at >= 0:
                start, end = at, at + len(name)
                if text[start - 1 : start] == "《" and text[end : end + 1] == "》":
                    start, end = start - 1, end + 1
                place = Span(start, end)
                if name.endswith("港") and _WITHIN_PORT.match(text, end):
                    at = text.find(name, at + 1, span.end)
                    continue  # 钦州港|自动化码头
                if not any(place.overlaps(other) for other in taken):
                    taken.append(place)
                    mention = Mention(place, text[place.start : place.end])
                    yield Named(place, self._known[name], mention)
                at = text.find(name, at + 1, span.end)
