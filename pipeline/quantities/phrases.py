"""Set phrases and class names with a numeral in them (两会, “四链融合”, 百亿级): no values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Role, Span
from pipeline.quantities import units
from pipeline.quantities.codes import Code
from pipeline.tables import rows

_NUMERALS: Final = "一二两三四五六七八九十百千万亿"
_STRONG: Final = regex.compile(
    r"(?:(?<![\d.])\d{1,4}|(?<!之)[〇一二三四五六七八九十百千]{1,4})强(?![大化度势调国])|双一流|双十[一二]|"
    r"双\s?1[12](?!\d)|(?<![\d.])\d{2}(?:后|零后)(?!来|天|续|期|面|方|勤|者)|(?<![一二三四五六七八九十])[六七八九〇零][五〇零]后"
)
_QUOTED: Final = regex.compile(r"[“‘](?P<in>[^“”‘’\n，。；！？]{1,14})[”’]")
_PAIRED: Final = regex.compile(
    r"[一二两三四五六七八九十](?P<a>\p{Han})[一二两三四五六七八九十多](?P<b>\p{Han})(?:(?<=减)半)?"
)
_PROVERB: Final = regex.compile(
    r"(?P<a>一)分(?:部署|耕耘|努力|付出|辛劳|钱|价钱)，(?P<b>[一九十])分(?:落实|收获|回报|货)"
    r"|(?<![\d一二三四五六七八九十百千第])一(?P<u>年|月|日|天|周|季|季度|户|企|事|村|县|镇|乡|地|园|校|人|案|厂|楼|码|河|山|路|街|店|品|物)一(?!(?P=u))(?P<v>\p{Han}{1,2})"
)
_CLASS: Final = regex.compile(
    r"[十百千万亿]{1,3}(?:(?:美|欧|港|日)?元)?(?:级(?!别)|以上(?=项目|企业|的?大项目|产业|重大)|俱乐部|元级)"
    r"|(?<=[过超逾破])[十百千]?[万亿](?=级?的?(?:工业|制造|产业|重大|重点|龙头|大)?(?:项目|企业|产业|集群|园区))"
)
_BAND: Final = regex.compile(
    r"(?<![\d.第])\d{1,3}[-–—~～至到]\d{1,3}[名位](?=中|之间|以?内|区间|里|的?(?:园区|企业|城市|高校|选手))"
)
"""21-70名中: a stretch of a list of ranks."""
_SET_PHRASE: Final = regex.compile(
    r"(?<![第\d一二三四五六七八九十百千万几数每])(?:[三四五]方(?=[\p{Han}，、“])(?!米|面|向|案|块|位|位|法)|"
    r"[一二三]线(?=城市|品牌|产区|员工|医护|工人|岗位|放开|管住|[、”])|"
    r"一(?P<a>[东西南北内外上下左右增降减进退充放]\p{Han}?)一[东西南北内外上下左右增降减进退充放])"
)
_PROGRAMME: Final = regex.compile(
    r"(?P<item>[一二两三四五六七八九十]年(?![内前后间来多之以])\p{Han}{2,5})"
    r"(?:[、，](?P<item>[两三四五六七八九十]年(?![内前后间来多之以])\p{Han}{2,5})){1,4}(?![\p{Han}\d])"
)
"""一年打基础、两年见成效、三年大变样: a programme, no terms of years."""
_QUANTILE: Final = regex.compile(
    r"(?<=最[高低富穷]的?|[前后]|中间|中等)\d{1,2}[%％](?:的?(?:高|低|中等)?收入)?(?:组|户组?|的?家庭|的?人群|的?人口)"
)
"""最低20%收入组: which part of the people is meant."""
_NEW_YEAR: Final = regex.compile(r"(?<=新的|崭新的|全新的)一年")
_SPEECH: Final = regex.compile(
    r"(?:(?<=[\n。；：，！？”])|\A)[ \u3000]*(?P<n>[一二三四五六七八九十])(?:是(?!季度)|要(?!素))(?!否则|的[，。])"  # noqa: E501
)


_ROUND_THE_CLOCK: Final = regex.compile(
    r"(?<![\d.])(?:7\s?[×xX*]\s?)?24小时(?=便利店|服务|营业|不打烊|值守|值班|热线|自助|在线|运行|通关|无人|全天候|书店|书屋|书房|药店|药房|监控|轮班|开放|待命|响应|不间断|不停)"
    r"|(?:(?<![\d.])\d{1,3}|[一二两三半十]{1,3})(?:分钟|小时|刻钟|公里)(?=\p{Han}{0,5}圈)"
)


def find(text: str) -> Iterator[Code]:
    """Every set phrase, the stronger reading first; they may overlap."""
    for match in _STRONG.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "set phrase")
    for match in _ROUND_THE_CLOCK.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "set phrase")
    for match in _CLASS.finditer(text):
        if not regex.search(
            r"[\d一二两三四五六七八九数几余多点.]\Z",
            text[max(0, match.start() - 1) : match.start()],
        ):
            yield Code(Span(*match.span()), Role.NAME, "class of size")
    yield from _quoted(text)
    yield from _proverbs(text)
    yield from _paired(text)
    yield from _listed(text)
    for match in _SET_PHRASE.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "set phrase")
    for match in _BAND.finditer(text):
        yield Code(Span(*match.span()), Role.ORDINAL, "ranks from one to another")
    for match in _PROGRAMME.finditer(text):
        for at in match.spans("item"):
            yield Code(Span(*at), Role.NAME, "set phrase")
    for match in _QUANTILE.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "class of size")
    for match in _NEW_YEAR.finditer(text):
        yield Code(Span(*match.span()), Role.DATE, "span of time that frames")
    for match in _SPEECH.finditer(text):
        yield Code(Span(*match.span("n")), Role.ORDINAL, "part of a speech")


_AMOUNT: Final = regex.compile(
    r"[万亿](?:元|级|美元|家|人|吨|亩|大关|俱乐部|千瓦)|(?<=[一二三四五六七八九两几数])[百千万亿]+\Z|\A[百千]?[万亿]\Z"
)


def _quoted(text: str) -> Iterator[Code]:
    """“四链融合”, “4567”, “3550人才计划”: what stands in quotes is a name."""
    for match in _QUOTED.finditer(text):
        inside = match["in"]
        start = match.start("in")
        if regex.fullmatch(r"\d+", inside):
            yield Code(Span(start, match.end("in")), Role.NAME, "quoted figures")
        elif (
            len(inside) <= 8
            and regex.search(rf"[{_NUMERALS}]|首[张个家条款枚台]", inside)
            and not regex.search(r"\d", inside)
        ):
            numeral = regex.search(rf"[{_NUMERALS}]|首", inside)
            if numeral and not _AMOUNT.search(inside):
                yield Code(
                    Span(start + numeral.start(), match.end("in")), Role.NAME, "quoted phrase"
                )
        else:
            figures = regex.match(r"\d+(?=\p{Han})(?![年月日万亿多余])", inside)
            if figures and not units.match(inside, figures.end()):
                yield Code(Span(start, start + figures.end()), Role.NAME, "quoted figures")


def _proverbs(text: str) -> Iterator[Code]:
    """一分耕耘，一分收获; 一年一考核, 一村一品."""
    for match in _PROVERB.finditer(text):
        if match["a"]:
            for group in "ab":
                at = match.start(group)
                yield Code(Span(at, at + 2), Role.NAME, "set phrase")
        else:
            whole = match["u"] not in "年月日天周"  # 一年一考核: a time and what is done
            end = match.end() if whole else match.end("u")
            yield Code(Span(match.start(), end), Role.NAME, "set phrase")


def _paired(text: str) -> Iterator[Code]:
    """一核两翼, 三横四纵, 两证合一."""
    for match in _PAIRED.finditer(text, overlapped=True):
        first, second = match["a"], match["b"]
        if regex.search(
            rf"[{_NUMERALS}\d第数几]\Z", text[max(0, match.start() - 1) : match.start()]
        ) or any(
            units.match(word, 0) or word in _NUMERALS + "大年月日分成点半级类期线者多余来"
            for word in (first, second)
        ):
            continue
        if match.group()[0] in "一十" and match.group()[2] in "一多":
            continue
        yield Code(Span(*match.span()), Role.NAME, "set phrase")


@cache
def _table() -> tuple[dict[str, Role], frozenset[str], int]:
    found = {row["word"]: Role(row["role"]) for row in rows("number_words.csv") if row["role"]}
    return found, frozenset(word[0] for word in found), max(map(len, found))


_JOINED_ON: Final = regex.compile(r"[场议员长计馆众]")


def _listed(text: str) -> Iterator[Code]:
    """The phrases of number_words.csv, the longest at each place."""
    found, firsts, longest = _table()
    at = 0
    while at < len(text):
        if text[at] not in firsts or (at and text[at - 1] in _NUMERALS + "0123456789第数几"):
            at += 1
            continue
        for size in range(min(longest, len(text) - at), 1, -1):
            word = text[at : at + size]
            role = found.get(word)
            if role is None:
                continue
            if word[-1] == "会" and _JOINED_ON.match(text, at + size):
                continue
            yield Code(Span(at, at + size), role, "set phrase")
            at += size - 1
            break
        at += 1
