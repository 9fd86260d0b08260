"""Fractions, percentages in words, ratios, products, and amounts in two units (3元5角)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Qualifier, Quantity, Role, Span, Value
from pipeline.quantities import units
from pipeline.quantities.numerals import ARABIC, CHINESE, DIGIT, exact, number
from pipeline.quantities.reading import Read, read_close

_REACH: Final = 1024
"""No match is longer; `regex` seeks a pattern's fixed letters in all that it is given."""
_N: Final = rf"(?>{ARABIC}|{CHINESE})"  # whole or not at all: no way back into a row of digits
_FRACTION: Final = regex.compile(
    rf"(?:(?P<whole>{_N})又)?(?P<below>{_N})分之(?P<sign>负)?(?P<above>{_N})(?P<i>多|强|弱|余)?(?![强弱][大小])"
)
_SLASHED: Final = regex.compile(
    r"(?<![\d/.A-Za-z\-])(?P<above>[1-9]\d?)/(?P<below>[1-9]\d{0,2})(?P<sign>(?!))?(?P<i>(?!))?(?![\d/.\-])"
)
_RATIO: Final = regex.compile(
    rf"(?<![\d.:])(?P<a>{ARABIC})\s?(?:[:：∶])\s?(?P<b>{ARABIC}[万亿]?)(?![\d:])|"
    rf"(?P<a>{_N})比(?P<b>{_N})(?!\d|[年月%万亿倍个家])"
)
_PRODUCT: Final = regex.compile(
    rf"(?<![\d.A-Za-z])(?P<a>{ARABIC})\s?[×xX*✕]\s?(?P<b>{ARABIC})(?P<m>[万亿]?)(?!\d)"
)
_POWER: Final = regex.compile(
    rf"(?<![\d.])(?P<a>{ARABIC})\s?[×xX*]\s?10(?:\s?\^\s?(?P<e>[-−]?\d{{1,2}})|(?P<e>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})|的(?P<e>\d{{1,2}})次方)(?![\d.])"
)
_COMPOUND: Final = regex.compile(
    rf"(?<![\d.])(?:(?P<h>{_N})个?小时零?(?P<hm>{_N})分(?:钟)?(?:(?P<hs>{_N})秒)?|(?P<m>{_N})分(?:钟)?零?(?P<ms>{_N})秒(?P<mt>[一二三四五六七八九\d]{{1,2}}(?![\d\p{{Han}}.]))?|"
    rf"(?P<y>{_N})(?:元|块)(?P<j>[\d一二两三四五六七八九])[角毛](?:(?P<f>[\d一二两三四五六七八九])分?(?![\d一二三四五六七八九十百千万]))?|"
    rf"(?<![长珠闽金铁])(?P<mao>[一二两三四五六七八九])[毛角](?P<mf>[一二两三四五六七八九])分?(?![\d一二三四五六七八九十百千万多体带市省洲区])|"
    rf"(?P<k>{_N})块(?P<kj>[一二两三四五六七八九])(?![\p{{Han}}\d])|(?P<w>(?>\d{{1,6}}(?:\.\d{{1,4}})?|[{DIGIT}十百]{{1,8}}))斤(?P<wl>\d|[{DIGIT}])两(?P<wh>半)?|(?P<q>{_N})米(?P<qd>\d{{1,2}}|[一二三四五六七八九]{{1,2}})(?=[，。；、）的高长宽深左以\s]|\Z)|(?P<s>{_N})秒(?P<sd>[一二三四五六七八九\d]{{1,2}})(?![\d\p{{Han}}])|"
    rf"(?P<a>{_N})年(?:零|又)?(?P<am>{_N})个月|(?P<d>{_N})天(?:零|又)?(?P<dh>{_N})个?小时)"
)
_SUPERSCRIPT: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def read_fraction(text: str, at: int) -> Read | None:
    """百分之十二点六, 千分之三, 四分之一: in %; 三分之二, which has no exact %, as it is."""
    match = _SLASHED.match(text, at, at + _REACH) or _FRACTION.match(text, at, at + _REACH)
    if not match:
        return None
    printed = match["above"]
    while len(printed) > 1 and not printed[-1].isdigit() and number(printed) is None:
        printed = printed[:-1]  # 百分之七十百分位
    whole = number(match["whole"]) if match.groupdict().get("whole") else None
    below, above = number(match["below"]), number(printed)
    if (
        below is None
        or above is None
        or below == 0
        or (match["below"].isdigit() and match["above"] in ("一",) and int(match["below"]) > 1000)
    ):
        return None
    part = Fraction(above) / Fraction(below) + Fraction(whole or 0)
    value: Value = exact(part * 100)
    base = "%"
    if whole is not None:  # 一又二分之一
        value, base = exact(part), "1"
    elif isinstance(value, Fraction):  # 三分之一 is no decimal in %
        value, base = part, "1"
    if match["sign"]:
        value = -value
    is_percent = match["below"] in ("百", "千", "万", "100")
    start = match.start()
    numeral_end = match.start("above") + len(printed)
    return Read(
        start,
        numeral_end,
        match.end() if numeral_end == match.end("above") else numeral_end,
        value,
        "",
        None,
        match["i"],
        not match["above"][0].isdigit(),
        base=base,
        dimension="percent" if is_percent else "fraction",
        printed=f"{match['below']}分之" if is_percent else None,
        rule="N分之N",
    )


_DISCOUNT: Final = regex.compile(
    r"(?<![一二三四五六七八九十百千万亿\d.第])(?:(?P<a>[一二三四五六七八九])(?P<b>[一二三四五六七八九])|(?P<n>1[1-9]|[2-9]\d)|(?P<h>[对半]))折(?![叠射磨腾])"
)


def read_discount(text: str, at: int) -> Read | None:
    """八五折, 75折: the price that is left, in %; 对折 is a half."""
    match = _DISCOUNT.match(text, at, at + _REACH)
    if not match:
        return None
    if match["h"]:
        value = Decimal(50)
    elif match["n"]:
        value = Decimal(match["n"])
    else:
        value = Decimal(int(number(match["a"]) or 0) * 10 + int(number(match["b"]) or 0))
    return Read(
        at, match.end() - 1, match.end(), value, "", None, None, not match["n"],
        base="%", dimension="percent", printed="折", rule="N折",
    )  # fmt: skip


_ANGLE: Final = regex.compile(
    r"(?P<d>\d{1,3})°(?P<m>\d{1,2})[′'](?:(?P<s>\d{1,2}(?:\.\d+)?)[″\"])?"
)


def read_angle(text: str, at: int) -> Read | None:
    """120°15′: degrees."""
    match = _ANGLE.match(text, at, at + _REACH)
    if not match:
        return None
    value = Fraction(int(match["d"])) + Fraction(int(match["m"]), 60)
    value += Fraction(match["s"] or 0) / 3600
    return Read(
        at, match.end("d"), match.end(), exact(value), "", units.table()["°"], None, False,
        rule="two units",
    )  # fmt: skip


_PER_SO_MANY: Final = regex.compile(
    rf"(?P<a>{ARABIC})/(?P<b>(?:10|百|千|1000|1|十)?万|千)(?![\d\p{{Han}}])"
)


def read_rate(text: str, at: int) -> Read | None:
    """15.1/10万: so many to so many."""
    match = _PER_SO_MANY.match(text, at, at + _REACH)
    if not match:
        return None
    return Read(
        at, match.end("a"), match.end(), number(match["a"]), "", None, None, False,
        base="1", dimension="number", printed="/" + match["b"], rule="N/N",
    )  # fmt: skip


def read_ratio(text: str, at: int) -> Read | None:
    """3:1 and 3比1 (dimensionless), 2×660兆瓦 (the product), 3×10^8 (a power)."""
    power = _POWER.match(text, at, at + _REACH)
    if power:
        exponent = int(power["e"].translate(_SUPERSCRIPT).replace("−", "-"))
        value = (number(power["a"]) or Decimal(0)).scaleb(exponent)
        close = read_close(text, power.end())
        return Read(
            at,
            power.end(),
            close.end,
            value,
            "",
            close.unit,
            close.inner,
            False,
            base="1",
            dimension="number",
            rule="power of ten",
        )
    product = _PRODUCT.match(text, at, at + _REACH)
    if product:
        first, second = number(product["a"]), number(product["b"] + product["m"])
        close = read_close(text, product.end())
        lettered = regex.match(r"[A-Za-z]", text[product.end() : product.end() + 1])
        if first is None or second is None or (close.unit is None and lettered):
            return None
        return Read(
            at,
            product.end(),
            close.end,
            first * second,
            product["m"],
            close.unit,
            close.inner,
            False,
            base="1",
            dimension="number",
            rule="N×N",
        )
    match = _RATIO.match(text, at, at + _REACH)
    if not match:
        return None
    first, second = number(match["a"]), number(match["b"])
    if first is None or second is None:
        return None
    if "比" in match.group() and not match["a"][0].isdigit() and len(match["a"]) > 1:
        return None
    ratio = exact(Fraction(first) / Fraction(second)) if second else None  # a match ends 2比0
    return Read(
        at, match.end(), match.end(), ratio, "", None, None,
        not match["a"][0].isdigit(), base="1", dimension="ratio", rule="N:N",
    )  # fmt: skip


def _either(amount: Fraction, *sizes: tuple[str, int]) -> tuple[Fraction, str]:
    """An amount in the first unit in which it is a decimal; the last unit takes it anyhow."""
    for unit, size in sizes[:-1]:
        if isinstance(exact(amount / size), Decimal):
            return amount / size, unit
    return amount / sizes[-1][1], sizes[-1][0]


def read_compound(text: str, at: int) -> Read | None:
    """1小时30分, 3元5角, 3年零6个月: one amount, in the largest unit that has it exactly."""
    match = _COMPOUND.match(text, at, at + _REACH)
    if not match:
        return None
    read = {key: number(value) for key, value in match.groupdict().items() if value and key != "wh"}
    g = {key: Fraction(value) for key, value in read.items() if value is not None}
    if len(g) < len(read):  # 二两斤五两
        return None
    if "h" in g:
        value, unit = _either(
            g["h"] * 3600 + g["hm"] * 60 + g.get("hs", Fraction(0)),
            ("小时", 3600), ("分钟", 60), ("秒", 1),
        )  # fmt: skip
    elif "m" in g:
        tenths = match["mt"] or ""
        value = g["m"] * 60 + g["ms"] + g.get("mt", Fraction(0)) / 10 ** len(tenths)
        unit = "秒"  # 1分51秒36
    elif "y" in g:
        value, unit = g["y"] + g["j"] / 10 + g.get("f", Fraction(0)) / 100, "元"
    elif "mao" in g:
        value, unit = g["mao"] / 10 + g["mf"] / 100, "元"  # 两毛五
    elif "k" in g:
        value, unit = g["k"] + g["kj"] / 10, "元"  # 十四块二
    elif "w" in g:
        value, unit = g["w"] + (g["wl"] + (Fraction(1, 2) if match["wh"] else 0)) / 10, "斤"
    elif "q" in g:
        tail = match["qd"]  # 1米75
        digits = "".join(str(number(character)) for character in tail)
        value, unit = g["q"] + Fraction(int(digits), 10 ** len(tail)), "米"
    elif "s" in g:
        tail = match["sd"]
        value, unit = g["s"] + g["sd"] / 10 ** len(tail), "秒"  # 四十三秒六
    elif "a" in g:
        value, unit = _either(g["a"] * 12 + g["am"], ("年", 12), ("个月", 1))
    else:
        value, unit = _either(g["d"] * 24 + g["dh"], ("天", 24), ("小时", 1))
    return Read(
        at,
        match.end(),
        match.end(),
        exact(value),
        "",
        units.table()[unit],
        None,
        False,
        rule="two units",
    )


_PARTS: Final = regex.compile(
    r"(?=(?<![\d.])\d[\d.]*+ ?[:：∶])(?:"
    r"(?<![\d.:：∶])(?P<n>\d+(?:\.\d+)?)(?: ?[:：∶] ?(?P<n>\d+\.\d+)){2,}(?![\d:：∶])"
    r"|(?<=(?:比|比例|结构|占比)(?:调整|优化|变)?[为由是至到]? ?)(?P<n>\d+(?:\.\d+)?)"
    r"(?: ?[:：∶] ?(?P<n>\d+(?:\.\d+)?)){2,}(?![\d:：∶])"
    r"|(?<![\d.:：∶])(?P<n>\d+)(?:∶(?P<n>\d+)){2,}(?![\d:：∶]))"
)


def parts_of_a_whole(text: str) -> Iterator[Quantity]:
    """三次产业结构为7.5∶40.2∶52.3: shares in % where they make up a hundred, else numbers."""
    for match in _PARTS.finditer(text):
        values = [number(figures) or Decimal(0) for figures in match.captures("n")]
        whole = abs(sum(values, Decimal(0)) - 100) <= 1
        for (start, end), value in zip(match.spans("n"), values, strict=True):
            span = Span(start, end)
            yield Quantity(
                span, span, text[start:end], value, None, "%" if whole else "1",
                Qualifier.EXACT, Role.FACT,
                "shares of a whole" if whole else "parts of a ratio",
                "percent" if whole else "ratio",
            )  # fmt: skip
