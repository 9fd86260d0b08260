"""Reads a printed number a second time, in another way than `quantities`, to hold the two together.

Where `quantities` matches one pattern from the left, this file takes the unit off the right end and
walks over what is left character by character. It knows nothing of roles, names or context, and
shares no pattern with the first reading; what it cannot read it says so.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from pipeline import patterns as regex
from pipeline.tables import rows, words

_DIGITS: Final = {character: index for index, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "幺": 1,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_MAGNITUDES: Final = frozenset(_SMALL) | frozenset(_LARGE)
_TENS: Final = {"廿": 20, "卅": 30}
_SIGNS: Final = frozenset("-−")
_SYMBOLS: Final = frozenset({"$", "￥", "¥", "€", "£", "US$", "HK$"})
# Amounts in two units, by what the larger one is counted in: seconds, months, yuan.
_CLOCK: Final = {"天": 86400, "小时": 3600, "个小时": 3600, "分钟": 60, "分": 60, "秒": 1}
_TOGETHER: Final = {
    "d": _CLOCK, "h": _CLOCK, "min": _CLOCK, "s": _CLOCK,
    "a": {"年": 12, "个月": 1},
    "CNY": {"元": 100, "块": 100, "角": 10, "毛": 10, "分": 1},
}  # fmt: skip
_ONE_IN_BASE: Final = {"h": 3600, "min": 60, "s": 1, "d": 86400, "a": 12, "CNY": 100}

_SPACES: Final = regex.compile(r"[\s\u3000]+")
_INNER: Final = regex.compile(r"(?<=[\d十百千万亿])[多余来几](?=[十百千万亿])")
_LEAD: Final = regex.compile(r"\A(?:[第前]|好?[几数](?=.))")
_TAIL: Final = regex.compile(r"(?:多|余|来|有余|强|弱)\Z")
_FIGURES: Final = regex.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_PARTED: Final = regex.compile(
    r"(?P<below>[^分]{1,24})分之(?P<sign>负?)(?P<above>[^多强弱余]{1,24})[多强弱余]?"
)
_SLASHED: Final = regex.compile(r"(?P<above>\d+)/(?P<below>\d+)")
_RATIO: Final = regex.compile(r"(?P<a>[^:：∶比]{1,24})\s?[:：∶比]\s?(?P<b>[^:：∶比]{1,24})")
_TENTHS: Final = regex.compile(
    r"(?P<n>.{1,8})成(?P<tenth>[一二两俩仨三四五六七八九壹贰叁肆伍陆柒捌玖幺])?[多余强弱]?"
)
_DOUBLED: Final = regex.compile(r"(?P<n>[一二两三四五]|\d)番(?:多|余|有余)?")
_MEASURED: Final = regex.compile(
    r"(?P<n>[\d.,零〇一二两三四五六七八九十百千万]+)(?P<unit>个?小时|分钟?|秒|天|年|个月|元|块|角|毛|$)零?"
)
_PRODUCT: Final = regex.compile(r"(?P<a>[\d.,]+)[×xX*✕](?P<b>[\d.,]+)(?P<rest>.*)")
_POWER: Final = regex.compile(
    r"10(?:\^(?P<minus>[-−])?(?P<e>\d{1,2})|(?P<minus>⁻)?(?P<e>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|的(?P<e>\d{1,2})次方)"
)
_CATTIES: Final = regex.compile(r"(?P<catties>.{1,12})斤零?(?P<taels>.{1,6})两(?P<half>半)?")
_ANGLE: Final = regex.compile(
    r"(?P<degrees>\d{1,3})°(?P<minutes>\d{1,2})[′'](?:(?P<seconds>\d{1,2}(?:\.\d+)?)[″\"])?"
)
_DAY: Final = regex.compile(
    r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?"
)


@cache
def _factors() -> dict[str, tuple[str, Fraction]]:
    """Base unit and factor of each printed unit of the tables."""
    found: dict[str, tuple[str, Fraction]] = {word: (word, Fraction(1)) for word in words(
        "classifiers.csv")}  # fmt: skip
    for row in rows("units.csv"):
        found[row["surface"]] = (row["base_unit"], Fraction(row["factor"]))
    for row in rows("currencies.csv"):
        found[row["surface"]] = (row["code"], Fraction(row["factor"]))
    found["折"] = ("%", Fraction(10))
    found["大"] = ("个", Fraction(1))
    found.update(dict.fromkeys(_SYMBOLS, ("", Fraction(1))))
    return found


@lru_cache(maxsize=1024)
def split_unit(unit: str) -> tuple[int, str, Fraction] | None:
    """A printed unit as magnitude, bare unit and factor (亿元 → 10⁸, 元, 1); None if not known."""
    scale = 1
    for index in range(len(unit)):
        known = _factors().get(unit[index:])
        if known is not None:
            return scale, unit[index:], known[1]
        step = _SMALL.get(unit[index]) or _LARGE.get(unit[index])
        if step is None:
            return None
        scale *= step
    return scale, "", Fraction(1)


def numeral(text: str) -> Fraction | None:
    """The value of a numeral, Arabic, Chinese or mixed (3亿5000万, 两万五, 二〇二三, 1.2万).

    None for what is no numeral.
    """
    if text[:1] in _SIGNS or text[:1] == "负":
        positive = numeral(text[1:])
        return None if positive is None else -positive
    whole, point, rest = text.partition("点")
    if point:
        return _with_point(whole, rest)
    if text and all(character in _DIGITS for character in text):
        return Fraction(int("".join(str(_DIGITS[character]) for character in text)))
    return _walk(text.replace("万万", "亿"))


def _with_point(whole: str, rest: str) -> Fraction | None:
    """一点二亿: what is behind the point is read digit by digit."""
    places = ""
    while rest and rest[0] in _DIGITS:
        places += str(_DIGITS[rest[0]])
        rest = rest[1:]
    before = numeral(whole)
    if before is None or not places:
        return None
    scale = 1
    for character in rest:
        step = _SMALL.get(character) or _LARGE.get(character)
        if step is None:
            return None
        scale *= step
    return (before + Fraction(int(places), 10 ** len(places))) * scale


def _walk(text: str) -> Fraction | None:
    """Digits and magnitudes from left to right, as one counts on an abacus."""
    total: int | Fraction = 0
    section: int | Fraction = 0
    pending: int | Fraction | None = None
    last = 0  # the magnitude before a digit that ends the numeral: 两万五 is 25,000
    position = 0
    while position < len(text):
        character = text[position]
        figures = _FIGURES.match(text, position)
        if figures:
            if pending is not None:
                return None
            pending = int(figures.group().replace(",", ""))
            position = figures.end()
            if text[position : position + 1] == "." and (
                places := _FIGURES.match(text, position + 1)
            ):
                pending += Fraction(int(places.group()), 10 ** len(places.group()))
                position = places.end()
            last = 0
            continue
        position += 1
        if character in _TENS:
            section += _TENS[character]
            last = 10
        elif character in _DIGITS:
            if _DIGITS[character] == 0 and pending is None:
                last = 0
                continue
            if pending is not None:
                return None
            pending = _DIGITS[character]
        elif character in _SMALL:
            section += (1 if pending is None else pending) * _SMALL[character]
            pending, last = None, _SMALL[character]
        elif character in _LARGE:
            bare, nothing = position == 1, pending == 0
            smaller = last if last < _LARGE[character] else 0  # 三千六万, not 七兆五亿
            section += _ended(pending, smaller, text[position - 2])
            total = 1 if bare else total + section
            if not nothing or section or not total:  # 15兆00亿 has no hundred millions
                total, section = _raise(total, section, _LARGE[character])
            pending, last = None, _LARGE[character]
        else:
            return None
    if not text:
        return None
    return Fraction(total + section + _ended(pending, last, text[-1]))


def _ended(pending: int | Fraction | None, last: int, character: str) -> int | Fraction:
    """A digit right behind a magnitude counts its tenths: 两万五 is 25,000, 三千六万 36,000,000."""
    if pending is None:
        return 0
    if last >= 100 and pending < 10 and not character.isdigit():
        return Fraction(pending * last, 10)
    return pending


def _raise(
    total: int | Fraction, section: int | Fraction, step: int
) -> tuple[int | Fraction, int | Fraction]:
    """A large magnitude multiplies what it has not yet multiplied: 3亿5000万, 万亿."""
    settled = total - section
    if settled >= step and section:
        return settled + section * step, 0
    return total * step, 0


@lru_cache(maxsize=8192)
def values(text: str, unit: str | None, base: str | None) -> frozenset[Fraction] | None:
    """What a printed number can mean in its base unit; None where this file cannot read it.

    text: the surface (50余项, 3.2亿元, 七成五).  unit: its printed unit, which for the first of two
    numbers with one unit (10—15亿元) stands behind the second.
    """
    surface = _SPACES.sub("", text).translate(_WIDE)
    if surface[:1] == "第":
        return _bare(surface.removesuffix(unit or ""))
    for signs, reader in _READERS:
        if not signs.isdisjoint(surface):
            found = reader(surface, base)
            if found is not None:
                return found
    product = _product(surface)
    if product is not None:
        known = split_unit(unit.translate(_WIDE)) if unit else None
        return frozenset({product * (known[2] if known else 1)})
    if unit is None:
        return _bare(surface)
    split = split_unit(unit.translate(_WIDE))
    if split is None:
        return None
    scale, bare, factor = split
    if bare.startswith("个") and bare not in surface:
        # 3个多月, 9个半小时; 0.8个和1.1个百分点 has its unit behind the second number
        surface = surface.replace("个多", "个").replace("个半", "个") + "半" * ("个半" in surface)
        bare = bare if bare in surface else "个" if surface.endswith("个") else bare
    head = _without_unit(surface, bare)
    if head is None:
        return None
    own = numeral(head)
    if own is None:
        return None
    within = bool(bare) and bare in surface[1:]
    if within and "半" in surface:
        own += Fraction(1, 2)
    behind = surface[surface.rfind(bare) + len(bare) :] if within else ""
    if behind and all(character in _DIGITS or character.isdecimal() for character in behind):
        tenths = numeral(behind)  # 一米八
        if tenths is None:
            return None
        own += tenths / 10 ** len(behind)
    if bare == "折" and own > 10:
        factor = Fraction(1)  # 六八折 is 68 of a hundred
    if within or scale == 1:
        return frozenset({own * factor})
    with_magnitude = {own * scale * factor}
    return frozenset(with_magnitude | ({own * factor} if head[-1] in _MAGNITUDES else set()))


_WIDE: Final = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {
    0xFF0E: 0x2E,
    0xFF0C: 0x2C,
    0xFF05: 0x25,
}


def _without_unit(surface: str, bare: str) -> str | None:
    """The numeral alone: the unit and what is behind it, and words of 'more or less', go."""
    at = surface.rfind(bare) if bare else -1
    head = surface[:at] if at > 0 else surface
    head = _TAIL.sub("", _INNER.sub("", head))
    head = _LEAD.sub("", head)
    if head[-1:] == "几":
        head = head[:-1]
    return head or None


def _bare(surface: str) -> frozenset[Fraction] | None:
    head = _without_unit(surface, "")
    found = numeral(head) if head else None
    return None if found is None else frozenset({found})


def _fraction(surface: str, base: str | None) -> frozenset[Fraction] | None:
    match = _SLASHED.fullmatch(surface) or _PARTED.fullmatch(surface)
    if match is None:
        return None
    below, above = numeral(match["below"]), numeral(match["above"])
    if not below or above is None:
        return None
    negative = "sign" in match.groupdict() and match["sign"]
    value = above / below * (100 if base == "%" else 1)
    return frozenset({-value if negative else value})


def _tenths(surface: str, base: str | None) -> frozenset[Fraction] | None:
    match = _TENTHS.fullmatch(surface) if base == "%" else None
    if match:
        whole = numeral(_TAIL.sub("", match["n"]))
        tenth = _DIGITS[match["tenth"]] if match["tenth"] else 0
        return None if whole is None else frozenset({whole * 10 + tenth})
    match = _DOUBLED.fullmatch(surface) if base == "倍" else None
    if match:
        count = numeral(match["n"])
        return None if count is None else frozenset({Fraction(2) ** int(count) - 1})
    return None


def _half(surface: str, base: str | None) -> frozenset[Fraction] | None:
    if base == "%" and surface in ("半", "一半", "半数"):
        return frozenset({Fraction(50)})
    if surface == "半折":
        return frozenset({Fraction(50)})
    if surface[:1] == "半" and base is not None:
        unit = surface[1:].rstrip("多余")
        known = _factors().get(unit)
        return None if known is None else frozenset({known[1] / 2})
    if surface in ("首位", "榜首", "首", "头把") or (surface[:1] == "首" and len(surface) == 2):
        return frozenset({Fraction(1)})
    return None


def _ratio(surface: str, base: str | None) -> frozenset[Fraction] | None:
    match = _RATIO.fullmatch(surface) if base == "1" else None
    if match is None:
        return None
    first, second = numeral(match["a"]), numeral(match["b"])
    return None if first is None or not second else frozenset({first / second})


def _product(surface: str) -> Fraction | None:
    """2×660兆瓦, 3×10^8."""
    match = _PRODUCT.fullmatch(surface)
    if match is None:
        return None
    power = _POWER.match(surface, match.start("b"))
    first = numeral(match["a"])
    if first is None:
        return None
    if power:
        exponent = int(power["e"].translate(_RAISED)) * (-1 if power["minus"] else 1)
        return first * Fraction(10) ** exponent
    second = numeral(match["b"])
    if second is None:
        return None
    return first * second * {"万": 10**4, "亿": 10**8}.get(match["rest"][:1], 1)


_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _compound(surface: str, base: str | None) -> frozenset[Fraction] | None:
    """1小时30分, 3元5角, 十四块二, 3年零6个月: one amount in two units or more."""
    sizes = _TOGETHER.get(base or "")
    if sizes is None:
        return None
    total = Fraction(0)
    position = count = last = 0
    while position < len(surface):
        match = _MEASURED.match(surface, position)
        if match is None:
            return None
        value = numeral(match["n"].removesuffix("零"))
        if value is None:
            return None
        if match["unit"]:
            last = sizes.get(match["unit"], 0)
            total += value * last
        else:
            # 十四块二, 四十三秒六: the digits behind the last unit are tenths of it
            total += value * last / 10 ** len(match["n"])
        if not last:
            return None
        count += 1
        position = match.end()
    return frozenset({total / _ONE_IN_BASE[base or ""]}) if count > 1 else None


def _catties(surface: str, base: str | None) -> frozenset[Fraction] | None:
    """3斤5两: ten to one."""
    match = _CATTIES.fullmatch(surface) if base == "斤" else None
    if match is None:
        return None
    whole, tenths = numeral(match["catties"]), numeral(match["taels"])
    if whole is None or tenths is None:
        return None
    return frozenset({whole + tenths / 10 + Fraction(1 if match["half"] else 0, 20)})


def _angle(surface: str, base: str | None) -> frozenset[Fraction] | None:
    """120°15′30″, in degrees."""
    match = _ANGLE.fullmatch(surface) if base == "deg" else None
    if match is None:
        return None
    parts = (Fraction(match[name] or 0) for name in ("degrees", "minutes", "seconds"))
    return frozenset({sum((part / 60**power for power, part in enumerate(parts)), Fraction(0))})


# Each reader with the characters without which it reads nothing.
_READERS: Final = (
    (frozenset("/之"), _fraction),
    (frozenset("成番"), _tenths),
    (frozenset("半首头"), _half),
    (frozenset(":：∶比"), _ratio),
    (frozenset("时分秒天年元块"), _compound),
    (frozenset("斤"), _catties),
    (frozenset("°"), _angle),
)


def date(text: str) -> str | None:
    """The EDTF of a date printed with its year in figures; None for any other."""
    match = _DAY.fullmatch(_SPACES.sub("", text).translate(_WIDE))
    if match is None:
        return None
    finer = [f"{int(match[name]):02d}" for name in ("month", "day") if match[name]]
    return "-".join([match["year"], *finer])
