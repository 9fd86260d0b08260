"""Numerals to exact values: Arabic, Chinese, and the mixture newspapers print (1.2万, 3亿5000万)."""  # noqa: E501

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Value

LONGEST: Final = 400
"""A numeral of more characters is none that a newspaper prints; it gets no value."""
EXACT: Final = Context(prec=4 * LONGEST)
"""Decimal arithmetic that rounds nothing a numeral can hold (Python's own keeps 28 digits)."""

DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1,
}  # fmt: skip
SMALL: Final = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "拾": 10,
    "佰": 100,
    "仟": 1000,
    "廿": 20,
    "卅": 30,
    "卌": 40,
}
LARGE: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}

ARABIC: Final = (
    r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.])\d{1,3}(?:，\d{3})+(?![\d，.])(?=[\p{Han}%％A-Za-z])|\d+)"
    r"(?:\.\d+)?"
)
DIGIT: Final = "零〇○一二两三四五六七八九"
CHINESE: Final = (
    rf"(?:[{DIGIT}十百千万亿兆廿卅卌俩仨壹贰叁肆伍陆柒捌玖拾佰仟]{{1,40}}"
    rf"(?:[点．][{DIGIT}壹贰叁肆伍陆柒捌玖]+(?:[十百千]?[万亿兆])*)?)"
)
MAGNITUDE: Final = (
    r"(?:[百千]?万亿|[十百千万]?亿|[十百千]?万|千(?![克米瓦卡伏赫帕焦牛升])|百(?![分帕年])|"
    r"兆(?![瓦赫帕字伏欧焦比]))"
)


def arabic(text: str) -> Decimal:
    """The value of Arabic digits of any width, thousands separators allowed.

    Raises ValueError when there is no number in it.
    """
    plain = "".join(
        str(int(character)) if character.isdecimal() else character
        for character in text
        if character not in ",，"
    ).replace("．", ".")
    if not regex.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]+)?", plain):
        raise ValueError(f"no Arabic number: {text!r}")
    return Decimal(plain)


def magnitude(text: str) -> int:
    """What 万, 千亿, 万亿 … multiply by; 1 for an empty text."""
    out = 1
    for character in text:
        out *= SMALL.get(character) or LARGE[character]
    return out


@lru_cache(maxsize=4096)
def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral (三百二十, 两万五, 二〇二三, 十二点六, 一点二亿), or None.

    None is for rows of characters that are no numeral (三五, 十十, 亿千).
    """
    text = text.replace("．", "点")  # as papers in traditional characters print it
    if "点" in text:
        whole, _, rest = text.partition("点")
        tail = regex.search(r"[十百千万亿兆]*\Z", rest)
        scale = tail.group() if tail else ""
        places = rest[: len(rest) - len(scale)]
        integer = chinese(whole)
        if integer is None or not places or any(c not in DIGITS for c in places):
            return None
        fraction = "".join(str(DIGITS[c]) for c in places)
        return (Decimal(f"{integer}") + Decimal(f"0.{fraction}")) * magnitude(scale)
    if text and all(character in DIGITS for character in text):
        if len(text) == 1:
            return Decimal(DIGITS[text])
        if len(text) == 2 and text[0] not in "零〇○":
            return None  # 三五 is a range; 二三 is no 23
        return Decimal("".join(str(DIGITS[c]) for c in text))
    value = _sections(text.replace("万万", "亿"))
    return None if value is None else Decimal(value)


def _sections(text: str) -> int | None:
    for unit in ("兆", "亿", "万"):
        at = text.rfind(unit)
        if at >= 0:
            head, tail = text[:at], text[at + 1 :]
            if tail and not head:
                return None
            high = _sections(head) if head else 1
            if high is None or (head and unit in head):
                return None
            low = _tail(tail, LARGE[unit])
            return None if low is None else high * LARGE[unit] + low
    return _below_ten_thousand(text)


def _tail(text: str, above: int) -> int | None:
    """What follows a large unit: 两万五 is 25,000, 两万零五 20,005."""
    if not text:
        return 0
    if text[0] in LARGE:  # 三亿万
        return None
    if len(text) == 1 and text in DIGITS and DIGITS[text]:
        return DIGITS[text] * above // 10
    low = _sections(text)
    return low if low is not None and low < above else None


def _below_ten_thousand(text: str) -> int | None:
    digits = all(character in DIGITS for character in text)
    if digits and (len(text) in (3, 4) or (len(text) == 2 and DIGITS[text[1]] == 0)):
        return int("".join(str(DIGITS[c]) for c in text))  # 三四六亿, as Taiwan's papers print it
    total, last, pending, zero = 0, 10_000, -1, False
    for character in text:
        if character in DIGITS:
            if DIGITS[character] == 0:
                if pending >= 0:
                    return None
                zero = True
            elif pending >= 0:
                return None
            else:
                pending = DIGITS[character]
        elif character in SMALL:
            unit = SMALL[character]
            if unit in (20, 30, 40):
                if pending >= 0 or last <= 10:
                    return None
                total, last = total + unit, 10
                continue
            if unit >= last:
                return None
            total += (1 if pending < 0 else pending) * unit
            last, pending, zero = unit, -1, False
        else:
            return None
    if pending >= 0:
        total += pending * last // 10 if last in (100, 1000) and not zero else pending
    return total if text else None


def _is_unknown_digit(character: str) -> bool:
    r"""A digit of a script newer than Python's tables, which \d of `regex` may know already."""
    return character > "\uffff" and not character.isdecimal()


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """The value of any numeral with its magnitudes: 1.2万, 3亿5000万, 六千二百, 百万, 4,738.5."""
    if len(text) > LONGEST or any(_is_unknown_digit(character) for character in text):
        return None
    folded = text.replace("，", ",")
    if folded[:1] == "负" and len(folded) > 1:
        below = number(folded[1:])
        return None if below is None else -below
    parts = regex.fullmatch(
        rf"(?P<sign>[-+−])?(?:零?(?P<n>{ARABIC})(?P<m>[十百千万亿兆]*))+", folded
    )
    if parts:
        scales = [magnitude(m) for m in parts.captures("m")]
        if any(one <= other for one, other in pairwise(scales)):  # 3万13兆
            return None
        figures = zip(parts.captures("n"), scales, strict=True)
        total = sum((arabic(n) * scale for n, scale in figures), Decimal(0))
        return _plain(-total if parts["sign"] in ("-", "−") else total)
    spelled = chinese(text)
    return None if spelled is None else _plain(spelled)


def exact(value: Fraction) -> Value:
    """A fraction as Decimal where it has an end, else as it is."""
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    if below != 1:
        return value
    return _plain(Decimal(value.numerator) / Decimal(value.denominator))


def times(value: Value, factor: Decimal | int) -> Value:
    """value × factor without a rounding."""
    if isinstance(value, Fraction):
        return exact(value * Fraction(factor))
    return _plain(value * factor)


def _plain(value: Decimal) -> Decimal:
    return (
        value.quantize(Decimal(1))
        if value == value.to_integral_value() and abs(value) < Decimal(10) ** 26
        else value
    )
