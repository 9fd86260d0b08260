"""Digits that are no numbers: models, formulas, telephone numbers, list marks, set phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Role, Span
from pipeline.quantities import units

_PHONE: Final = regex.compile(
    r"(?<![\d.])(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}[-－—]\d{7,8}(?:-\d{1,5})?|[48]00[-－]?\d{3,4}[-－]\d{3,4}|"
    r"1[3-9]\d{9}|\d{2,}(?:-\d{2,}){2,})(?![\d.])"
)
_CODE: Final = regex.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,12}(?:[-–/.][A-Za-z]{1,12}){0,2}[-–/.]?\d[A-Za-z0-9]{0,20}(?:[-–/.][A-Za-z0-9]{1,20}){0,4}"
    r"|\d{1,6}[A-Za-z][A-Za-z0-9]{0,12}(?:[-–/.][A-Za-z0-9]{1,12}){0,3})(?![A-Za-z0-9])"
)
_MODEL_UNIT: Final = regex.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?:核(?!心|准|查|实|定|酸|验)|英寸(?=晶圆|硅片|碳化硅|氮化镓|屏|产线|芯片|生产线|衬底)|"
    r"纳米(?=工艺|制程|芯片|节点)|比特(?=超导|量子)|路(?=公交)|号(?=线|楼|院|馆|门|厅|机组|车间|厂房|窗口|公路|铁路|文件|令|公告|台风|洞))"
)
_LIST: Final = regex.compile(
    r"(?:(?m:^[ \t\u3000]*)|(?<=[ \u3000。；：]))(?P<a>(?:\d{1,2}(?=[.、．)）](?!\d)))|[（(]\d{1,2}[)）])|(?P<b>[①-⑳])"  # noqa: E501
)
_EDITION: Final = regex.compile(
    r"(?<![A-Za-z0-9])(?:第?[A-Z]?\d{1,3}版|[A-Z]\d{1,2}(?=[ \u3000]|$))"
)
_PLUS: Final = regex.compile(
    r"(?<![\d.A-Za-z])\d+(?:\s?[+＋]\s?(?:\d+|[A-Za-z](?![A-Za-z])))+(?![\d.])|(?<![A-Za-z\d])[A-Za-z](?:[+＋]\d+)+(?![\d.])"
)
_PARTS: Final = regex.compile(
    r"(?<![\d.:])\d+(?:\.\d+)?(?:[:：∶]\d+\.\d+){2,}(?![\d:])|(?<=比例?为?|结构为?)\d+(?:[:：∶]\d+){2,}(?![\d:])"
)
_STRONG: Final = regex.compile(
    r"(?:(?<![\d.])\d{1,4}|(?<!之)[〇一二三四五六七八九十百千]{1,4})强(?![大化度势调国])|双一流|双十[一二]|"
    r"(?<![\d.])\d{2}(?:后|零后)(?!来|天|续|期|面|方|勤|者)"
)
_QUOTED: Final = regex.compile(r"[“‘](?P<in>[^“”‘’\n，。；！？]{1,14})[”’]")
_NUMERALS: Final = "一二两三四五六七八九十百千万亿"
_PAIRED: Final = regex.compile(
    r"[一二两三四五六七八九十](?P<a>\p{Han})[一二两三四五六七八九十多](?P<b>\p{Han})(?:(?<=减)半)?"
)
_PLENUM: Final = regex.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:届|大)[一二三四五六七八九十]{1,2}(?:中全会|次全会|次会议)"
)
_CLASS: Final = regex.compile(
    r"[十百千万亿]{1,3}(?:(?:美|欧|港|日)?元)?(?:级(?!别)|以上(?=项目|企业|的?大项目|产业|重大)|俱乐部|元级)"
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
    for match in _PARTS.finditer(text):
        yield Code(Span(*match.span()), Role.UNRESOLVED, "ratio of several parts")
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
    for match in _LIST.finditer(text):
        span = match.span("a") if match["a"] else match.span("b")
        yield Code(Span(*span), Role.ORDINAL, "mark of a list")
    yield from _phrases(text)


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
            after = text[end : end + 1]
            if after == "." and text[end + 1 : end + 2].isdigit():
                if unit or (len(head) >= 3 and head.isalpha()):
                    continue
                more = regex.match(r"\.\d+", text, pos=end)
                end = more.end() if more else end
                if regex.match(r"[%％万亿]", text, pos=end):
                    continue
            elif after in ("%", "％"):
                continue
        if written[0].isdigit():
            figures = regex.match(r"\d+", written)
            if figures and units.match(text, start + figures.end()):
                continue  # 100MW
            if start and text[start - 1] in ".,":
                continue
        yield Code(Span(start, end), Role.IDENTIFIER, "code")


def _is_masthead(text: str, at: int) -> bool:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) <= 60 and bool(regex.search(r"星期|年\d{1,2}月\d{1,2}日", line))


def _phrases(text: str) -> Iterator[Code]:
    for match in _STRONG.finditer(text):
        yield Code(Span(*match.span()), Role.NAME, "set phrase")
    for match in _CLASS.finditer(text):
        if not regex.search(r"[\d一二两三四五六七八九数几余多点.]\Z", text[: match.start()][-1:]):
            yield Code(Span(*match.span()), Role.NAME, "class of size")
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
            if numeral and not regex.search(r"万|亿|千(?!亿)", inside):
                yield Code(
                    Span(start + numeral.start(), match.end("in")), Role.NAME, "quoted phrase"
                )
        else:
            figures = regex.match(r"\d+(?=\p{Han})(?![年月日万亿多余])", inside)
            if figures and not units.match(inside, figures.end()):
                yield Code(Span(start, start + figures.end()), Role.NAME, "quoted figures")
    for match in _PAIRED.finditer(text):
        first, second = match["a"], match["b"]
        if regex.search(rf"[{_NUMERALS}\d第数几]\Z", text[: match.start()][-1:]) or any(
            units.match(word, 0) or word in _NUMERALS + "大年月日分成点半级类期线者多余来"
            for word in (first, second)
        ):
            continue
        if match.group()[0] in "一十" and match.group()[2] in "一多":
            continue
        yield Code(Span(*match.span()), Role.NAME, "set phrase")
