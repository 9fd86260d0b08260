"""Digits that are no numbers: models, formulas, telephone numbers, list marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline import patterns as regex
from pipeline import tables
from pipeline.frozen import dataclass
from pipeline.model import Role, Span
from pipeline.quantities import units

_PHONE: Final = regex.compile(
    r"(?<![\d.])(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}[-－—]\d{7,8}(?:-\d{1,5})?|[48]00[-－]?\d{3,4}[-－]\d{3,4}|"
    r"1[3-9]\d{9}|\d{2,}(?:-\d{2,}){2,})(?![\d.])"
)
_FEAST: Final = regex.compile(
    r"(?<!\d)\d{1,2}[·•]\d{1,2}(?=黄金周|事件|国家|晚会|假期|全国|节|日|惨案|事故|事变|专案|特大|大案|地震|空难|火灾|爆炸|世界|”|[”\p{Han}]{1,3}(?:案|日|节))"
    r"|(?<!\d)(?:618|1024|315|520|818|1111|1212|99)(?=大促|电商|购物|年中|程序员|晚会|公益日|促销)"
)
_MODEL: Final = regex.Led(
    rf"(?=[A-Zi{regex.FIGURES}]|.[-－]).",
    r"(?<![A-Za-z])(?:[A-Z][A-Za-z]{1,11}|[A-Z]{1,4}/[A-Z]|i[A-Z][a-z]{2,8}) \d{1,5}(?:[—–-]\d{4})?(?![\d.,:%‰℃/]|\s?[A-Za-z]{2,}/)"  # noqa: E501
    r"|[^\P{Han}年月日天至为是第从占降升增长到][-－]\d{1,4}[A-Z]{0,2}(?![\d.,%‰℃:：~～—–至]|年|月|日|°|[万亿千百]|[个家元人名件项岁]|小时|分钟)"
    r"|(?<![\d.])\d\.\d(?:[TL](?=发动机|动力|涡轮|排量|车型|四缸|混动)|G(?=带宽|网|以太|端口))|(?<=公告|决定|意见|通知|规定|办法|标准|条例|第)\d+号",
)
_CODE: Final = regex.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z\u0370-\u03ff]{1,12}(?:[-–/.][A-Za-z]{1,12}){0,2}[-–/.]?\d[A-Za-z0-9]{0,20}(?:[-–/.][A-Za-z0-9]{1,20}){0,8}"
    r"|(?<![.,])\d{1,6}(?:\.\d{1,2})?[A-Za-z][A-Za-z0-9]{0,12}(?:[-–/.][A-Za-z0-9]{1,12}){0,3})(?![A-Za-z0-9])"
)
_HAN: Final = "一二三四五六七八九十"
_EVENT: Final = regex.Led(
    rf"[{regex.FIGURES}一二两三四五六七八九十百千万](?=[{regex.FIGURES}×xX*米公一二两三四五六七八九十百千万])",
    r"(?<![\d.])(?:\d{1,2}[×xX*])?(?:\d{2,5}|[一二两三四五六七八九十百千万]{2,5}|[13](?=米板)|5(?=公里))(?:米|公里)(?:个人|混合|男子|女子|单人|双人|四人|团体|速度|短道|公开水域|皮划艇|"
    r"划艇|赛艇)*(?:混合泳|自由泳|蝶泳|仰泳|蛙泳|接力|跨栏|栏|短跑|赛跑|竞走|越野|障碍|速滑|滑冰|艇|跳台|跳板|板(?=跳水|决赛|，)|台(?=跳水|决赛)|"
    r"气步枪|气手枪|步枪|手枪|移动靶|往返跑|冲刺|赛(?!道)|决赛|预赛|半决赛|跑(?=比赛|项目|决赛))"
    r"|(?<=第(?:[一二三四五六七八九十]|\d)个|[前后]程|最后的?|最后一个|前半程)\d{2,3}米(?=游|跑|滑|冲|处|加速|落后|领先)",
)
_CITIES: Final = tables.alternatives(tables.words("numbered_work_cities.csv", "city"))
_NUMBERED: Final = regex.compile(
    rf"(?:(?<![\p{{Han}}])|(?<=\p{{Han}}))(?<![月{_HAN}第百千])[{_HAN}]{{1,3}}号(?=线|楼|院|馆|门|厅|机组|车间|厂房|窗口|公路|高速|铁路|文件|令|公告|台风|洞|井|坑|桥|码头|泊位|航站楼|路|库|船|标段|地块)"
    rf"|(?<=[市省区县州路街道镇乡村])第?[{_HAN}]{{1,3}}(?:中(?=[，。、；）]|学|校|\Z)|小(?=[，。、；）]|学|校|\Z)|院(?=[，。、；）]|区|\Z)|厂(?=[，。、；）]|区|\Z)|建(?=[，。、；）公集]|\Z))"
    rf"|(?<={_CITIES})[{_HAN}](?:厂|院|中|小|建)(?!心|国|间|时|区域|士|长|校长)"
)
_CALLED: Final = regex.compile(
    rf"(?<=\p{{Han}}{{2}})(?<![月{_HAN}第百千零〇])[{_HAN}]{{1,3}}号(?!召|称|码|令|文|脉|角|啕|[{_HAN}])|(?<=[A-Za-z”])[{_HAN}]{{1,3}}号(?!召|称|码|[{_HAN}])"
)
_NOTE: Final = regex.compile(r"(?<=[\[〔【])\d{1,2}(?=[\]〕】])")
_FOLIO: Final = regex.compile(
    r"(?<=(?:\A|\n)[ \u3000]*\p{Han}{2,8}[ \u3000]*(?:\p{Han}{2,4}[ \u3000]*)?)0[1-9](?=[ \u3000]*(?:\n|\Z|(?:19|20)\d\d年))"  # noqa: E501
)
_PRIZE: Final = regex.compile(r"(?:特|[一二三四]|(?<!\d)[1-4])等(?=奖|功(?!能|率|夫)|座|舱)")
_DOCUMENT: Final = regex.compile(
    r"[〔\[（(［【](?:19|20)\d\d[〕\]）)］】](?:第|[\p{Han}]{0,3}\d{0,4}[\p{Han}]{1,3})?\d{1,5}(?:-\d{1,4})?号"
)
_BOND: Final = regex.compile(
    r"(?<![\d.])\d{2}[\p{Han}A-Z]{2,8}?(?:MTN|SCP|CP|PPN|ABN|ABS|GN|EB)\d{2,4}[A-Z]?(?!\d)"
)
"""24某某MTN004: a note on the interbank market, by year, issuer, kind and number."""
_TICKER: Final = regex.Led(
    rf"[{regex.FIGURES}SBHN](?=[{regex.FIGURES}]{{3}}|[HZJKAY])",
    r"(?<=[（(：:\s，])(?:\d{4,6}\.(?:SH|SZ|BJ|HK|SS|OC|NQ)|(?:SH|SZ|BJ|HK|NASDAQ|NYSE)[:：.]?\s?\d{4,6})(?![\dA-Za-z])|(?<=[（(](?:股票|证券)?(?:代码)?[:：]?)(?:[0368]\d{5}|[048]\d{5})(?=[）)])"
    r"|(?<=\p{Han}[（(])(?!19|20)\d{4,5}(?=[）)])"
    r"|(?<=(?:股票|证券|基金|债券|交易|邮政|区|行政区划|股份|上市)?代[码号](?:为|是|[:：])?\s?)\d{4,8}(?!\d)",
)
_SHORT_CALL: Final = regex.compile(
    r"(?=\d{3})(?:(?<=(?:热线|电话|专线|短信|拨打|拨通|致电|客服|平台|服务号|举报|投诉|咨询|传真|微信|发送至|编号)(?:电话|热线|短信|号码)?(?:为|是|至|到|[:：“])?\s?)(?:1[0-2]\d{3}|[19]\d{2}|9[5-6]\d{3}|\d{5}|\d{7,8})(?![\d.万亿元%家个件户人次余多])"
    r"|(?<![\d.,])(?:12345|12315|12333|12366|12367|12368|12369|12328|12305|12348|12355|12393|12395|12388|12389|12318|12320|12338|12339|12350|12351|12356|12360|12377|12378|12381|12385|12386|12396|12398|12123|12306|110|119|120|122)(?=(?:政务|便民|服务|市民|消费|报警|急救|举报|投诉|接警|指挥|出警)+(?:服务)?(?:热线|平台|中心|电话)|热线|专线|(?:指挥|急救|报警)中心))"
)
_MODEL_UNIT: Final = regex.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?:核(?!心|准|查|实|定|酸|验)|(?:英寸|吋)(?=片|\d|晶圆|硅片|碳化硅|氮化镓|屏|产线|芯片|生产线|衬底)|"
    r"比特(?=超导|量子)|路(?=公交)|号(?=线|楼|院|馆|门|厅|机组|车间|厂房|窗口|公路|铁路|文件|令|公告|台风|洞))"
)
_LIST: Final = regex.Led(
    rf"[{regex.FIGURES}（(①-⑳ \t\u3000]",
    r"(?:(?m:^[ \t\u3000]*)|(?<=[ \u3000。；：]))(?P<a>(?:\d{1,2}(?=[.、．)）](?!\d)))|[（(]\d{1,2}[)）])|(?P<b>[①-⑳])",  # noqa: E501
)
_EDITION: Final = regex.Led(
    rf"[{regex.FIGURES}第A-Z]",
    r"(?<![A-Za-z0-9.])(?:第?[A-Z]?\d{1,3}版(?!本|权|图|税|块)|[A-Z]\d{1,2}(?=[ \u3000]|$)|(?<=(?:\A|\n)[ \u3000]*)\d{1,2}(?=[ \u3000]|\p{Han}{2,8}[ \u3000]*\d{4}年))",  # noqa: E501
)
_INDEX: Final = regex.compile(
    r"(?:沪深|上证|中证|科创|北证|标普|日经|富时|国证|深证)(?P<n>\d{2,4})(?=指数|ETF|成份|成分|[股跌涨收报、，期”》）)]|\Z)"
)
_MODEL_YEAR: Final = regex.compile(r"(?<!\d)(?:19|20)\d\d(?:年?款|版)(?![本权])")
_SEATS: Final = regex.compile(r"(?<!\d)[五六七5-7]座(?=版|(?:车型|布局)?(?:的)?(?:SUV|MPV|轿车))")
_AGES: Final = regex.compile(
    r"(?<![\d.])\d{1,3}\s?(?:周?岁)?\s?[-－—–~～至到]{1,2}\s?\d{1,3}\s?周?岁"
    r"(?=(?:的)?(?:劳动年龄|年龄段|年龄组|年龄|常住|户籍|人口|人群|群体|青年|儿童|少年|婴幼儿|女性|男性|妇女|居民|老年|老人|患者|学生))"
)
"""25-39岁人口: a class of people, by its ages."""
_UPS: Final = regex.compile(
    r"[一二两三四五六七八九十]{1,2}[升增涨][一二两三四五六七八九十]{1,2}[降减跌]"
)
"""五升一降: how many of a row rose and fell."""
_VILLAGE: Final = regex.compile(
    r"(?<![\d.十百千万亿第每约近超])[一二三四五六七八九十]{1,2}(?:元|里|角|分|亩|斗|丈|尺)\p{Han}{0,2}?"
    r"(?<![个的])(?:村|庄|屯|堡|镇|乡|坡|沟|桥|铺|湾|洼)(?!村(?!民))(?=[，。、（的是委党支农村民老人有和与及到种]|\Z|\s)"
)
"""四里桥村, 五里坡: a place by a number."""
_TITLE_YEAR: Final = regex.compile(r"(?<=《[^《》\d\n]{2,24})(?:19|20)\d\d(?=》)")
_PLUS: Final = regex.compile(
    r"(?<![\d.A-Za-z])\d+(?:\s?[+＋]\s?(?:\d+|[A-Za-z](?![A-Za-z])))+(?![\d.])|(?<![A-Za-z\d])[A-Za-z](?:[+＋]\d+)+(?![\d.])"
)
_PLENUM: Final = regex.Led(
    rf"[{regex.FIGURES}{_HAN}](?=[{regex.FIGURES}{_HAN}届大次])",
    r"(?<!\d)(?=[\d一二三四五六七八九十]{1,3}[届大次])(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:届|大)[一二三四五六七八九十]{1,2}(?:中全会|次全会|次会议|次全体会议)"
    r"|(?<!\d)(?:[一二三四五六七八九十]{1,3}|\d{1,2})届[一二三四五六七八九十]{1,2}次(?=(?:、[一二三四五六七八九十]{1,2}次)+全会)|(?<=次、)[一二三四五六七八九十]{1,2}次(?:全会|(?=(?:、[一二三四五六七八九十]{1,2}次)*全会))"
    r"|(?<=(?:人大|政协|常委会|党代会|人代会|团代会|工代会|妇代会|职代会|全委会|理事会|委员会|代表大会)(?:第)?)(?<!第)[一二三四五六七八九十]{1,3}次(?=全?体?会议|会议))",
)


_SECTION: Final = regex.Led(
    rf"[{regex.FIGURES}{_HAN}\s（(]",
    r"(?:\A|(?<=\n))[ \u3000]*(?:[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<n>[一二三四五六七八九十]{1,3})(?=、))"
    r"|(?<=(?:\A|\n|[ \u3000（(])[附]?[表图])\s?(?P<n>\d{1,2})(?=[\s\u3000：:）)])",
)


@dataclass(frozen=True, slots=True)
class Code:
    """A stretch that is one number without a value."""

    span: Span
    role: Role
    rule: str


def find(text: str) -> Iterator[Code]:
    """Every code and set phrase, the stronger reading first; they may overlap."""
    for match in _PHONE.finditer(text):
        yield Code(Span(*match.span()), Role.IDENTIFIER, "telephone number")
    for pattern, role, rule in (
        (_FEAST, Role.NAME, "day in a name"),
        (_MODEL, Role.IDENTIFIER, "model"),
        (_NOTE, Role.ORDINAL, "mark of a note"),
        (_FOLIO, Role.ORDINAL, "page number"),
        (_CALLED, Role.IDENTIFIER, "N号"),
        (_PRIZE, Role.ORDINAL, "class of a prize"),
        (_DOCUMENT, Role.IDENTIFIER, "number of a document"),
        (_TICKER, Role.IDENTIFIER, "code behind its name"),
        (_BOND, Role.IDENTIFIER, "name of a bond"),
        (_SHORT_CALL, Role.IDENTIFIER, "telephone number"),
        (_EVENT, Role.NAME, "event by its distance"),
        (_NUMBERED, Role.ORDINAL, "N号"),
        (_MODEL_YEAR, Role.IDENTIFIER, "year of a model"),
        (_SEATS, Role.NAME, "seats of a model"),
        (_AGES, Role.NAME, "ages of a class"),
        (_TITLE_YEAR, Role.NAME, "year of a title"),
        (_UPS, Role.NAME, "so many up, so many down"),
        (_VILLAGE, Role.NAME, "name of a village"),
    ):
        for match in pattern.finditer(text):
            if pattern is _MODEL and _BEHIND_FIGURES.search(
                text, max(0, match.start() - 5), match.start() + 1
            ):
                continue  # 1公里-2公里
            latin = pattern is _MODEL and match.group()[0].isascii()
            if latin and not match.group()[0].isdigit() and _measured(text, match.end()):
                continue
            yield Code(Span(*match.span()), role, rule)
    for match in _INDEX.finditer(text):
        yield Code(Span(*match.span("n")), Role.NAME, "index by its number of shares")
    for match in _PLUS.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "N+N")
    for match in _EDITION.finditer(text):
        if match.group().endswith("版") or _is_masthead(text, match.start()):
            yield Code(Span(*match.span()), Role.ORDINAL, "edition")
    for match in _PLENUM.finditer(text):
        yield Code(Span(*match.span()), Role.ORDINAL, "plenum")
    yield from _codes(text)
    for match in _MODEL_UNIT.finditer(text):
        role = Role.ORDINAL if "号" in match.group() else Role.IDENTIFIER
        yield Code(Span(*match.span()), role, "number of a model")
    for match in _SECTION.finditer(text):
        yield Code(Span(*match.span("n")), Role.ORDINAL, "section number")
    for match in _LIST.finditer(text):
        span = match.span("a") if match["a"] else match.span("b")
        yield Code(Span(*span), Role.ORDINAL, "mark of a list")


_BEHIND_FIGURES: Final = regex.compile(r"[\d万亿]\p{Han}{1,4}\Z")


def _measured(text: str, at: int) -> bool:
    """A magnitude or a unit follows, so that the figures are a number."""
    return text[at : at + 1] in tuple("万亿千百余多") or units.match(text, at) is not None


def _codes(text: str) -> Iterator[Code]:
    for match in _CODE.finditer(text):
        start, end = match.span()
        written = match.group()
        if written in units.table() and text[max(0, start - 1) : start] in ("万", "亿", "千", "百"):
            continue  # 万km2
        digits = regex.search(r"\d[\d.]*\Z", written)
        if digits and start + digits.start() > start:
            unit = units.match(text, end) is not None or text[end : end + 1] in ("万", "亿")
            head = written[: digits.start()]
            if (
                unit
                and len(head) >= 3
                and head.isalpha()
                and not regex.match(r"[年月号代级类版]", text, pos=end)
            ):
                continue  # GDP3320.8亿元
            if text[end : end + 1] in ("%", "％"):
                continue
        if written[0].isdigit():
            figures = regex.match(r"[\d.]+", written)
            if figures and units.match(text, start + figures.end()):
                continue  # 100MW
        yield Code(Span(start, end), Role.IDENTIFIER, "code")


def _is_masthead(text: str, at: int) -> bool:
    window = text[max(0, at - 61) : at + 61]  # no further: a page may be one long line
    here = min(at, 61)
    start = window.rfind("\n", 0, here) + 1
    end = window.find("\n", here)
    line = window[start : end if end >= 0 else len(window)]
    return len(line) <= 60 and bool(regex.search(r"星期|年\d{1,2}月\d{1,2}日", line))
