"""The way from an article's text to its quantities: each numeral is read once, by the first rule."""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Qualifier, Quantity, Role, Span, Time, Value
from pipeline.quantities import codes, columns, implied, phrases, qualifiers, roles, units
from pipeline.quantities.dates import find_times
from pipeline.quantities.neighbours import rank_places, share_units
from pipeline.quantities.numerals import ARABIC, DIGITS, LARGE, SMALL, chinese, number
from pipeline.quantities.numerals import times as multiply
from pipeline.quantities.ranks import read_rank
from pipeline.quantities.reading import Read, doubled, plausible, read, read_close
from pipeline.quantities.shares import (
    parts_of_a_whole,
    read_angle,
    read_compound,
    read_discount,
    read_fraction,
    read_rate,
    read_ratio,
)
from pipeline.quantities.units import Unit
from pipeline.quantities.words import Names, in_word

_NUMERALS: Final = "〇零一二两俩仨三四五六七八九十百千万亿兆廿卅"


@cache
def _start() -> regex.Pattern[str]:
    """Where a number can begin; a Chinese numeral only before what it could count."""
    first = "".join(sorted({surface[0] for surface in units.table()} | set(units.first_of_nouns())))
    behind = regex.sub(r"([\\\]\[^-])", r"\\\1", first)
    return regex.compile(
        rf"\d|(?<![\d\p{{Han}}%A-Za-z)）])[-−](?=\d)|(?<=\p{{Han}})[-−](?=\d+(?:\.\d+)?(?:[%％‰℃]|个?百分点|°C|摄氏度|[十百千]?[万亿]?元))|(?<![减担抱背肩自辜欺胜转扭由])负(?=\d)|零(?=下[\d一二三四五六七八九十])|第(?=\s?[\d{_NUMERALS}])|首(?=[位批届期轮代日月周年站战局场个家张条枚款台座只例项架辆艘列部套单支颗笔宗份片间所幅本株档门])|(?<=之)首|榜(?=首)|"
        rf"头(?=把|一[回次个家批天年件条位名遭场道轮茬])|前(?=[\d{_NUMERALS}])|居(?=首)|[数几](?=[十百千万亿])|好(?=几[十百千万亿])|"
        rf"[{_NUMERALS}](?=(?:至|到|—|－|~|～)[{_NUMERALS}\d])|[{_NUMERALS}](?=[{_NUMERALS}○多余来几点．分比半又{behind}])|半(?=[年天个小日公里亩吨数成折])|对(?=折)|(?<=减)半|"
        r"[壹贰叁肆伍陆柒捌玖拾佰仟](?=[壹贰叁肆伍陆柒捌玖拾佰仟零百千万亿点分元])|(?<=每)[百千万](?=\p{Han})|一(?=半)|(?<=(?:占比|比重|比例|份额|占)\p{Han}{0,5}过)半(?=[，。；、）\s]|\Z)"
    )


_SEPARATOR: Final = regex.compile(r"\s?(?:[-–—―－~～〜]{1,2}|至|到|或)\s?")
_ADJACENT: Final = regex.compile(
    r"(?P<pre>[一二三四五六七八九]?十)?(?P<a>[一二两三四五六七八九])(?P<b>[二两三四五六七八九])(?P<s>[十百千万亿]*)"
)
_FIGURES: Final = regex.compile(rf"{ARABIC}|\d+")
_HAN_DIGIT: Final = "〇零一二两三四五六七八九"


@dataclass(slots=True)
class _Scan:
    """One article while its numbers are read; `taken` marks what already belongs to a quantity."""

    text: str
    names: Names
    taken: bytearray
    out: list[Quantity]
    last: tuple[int, Read | None] = (-1, None)

    def read(self, at: int) -> Read | None:
        """The number at an offset; asked twice, read once."""
        if self.last[0] != at:
            self.last = (at, read(self.text, at))
        return self.last[1]

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def add(self, quantity: Quantity) -> None:
        start, end = quantity.span.start, quantity.span.end
        self.taken[start:end] = b"\x01" * (end - start)
        self.out.append(quantity)


def find(
    text: str,
    *,
    page_date: str | None = None,
    names: Sequence[Span] = (),
    times: Sequence[Time] | None = None,
) -> list[Quantity]:
    """Every number of an article, in text order, never overlapping; each Arabic digit in one.

    text: clean and simplified, paragraphs separated by line ends.  page_date: EDTF day or None.
    names: spans of entity names; a Chinese numeral inside one is no number.
    times: what `find_times` found in the text; found again where None.
    """
    if times is None:
        times = find_times(text, page_date=page_date)
    scan = _Scan(text, Names(names, len(text)), bytearray(len(text) + 1), [])
    for quantity in parts_of_a_whole(text):
        scan.add(quantity)
    for time in times:
        _date(scan, time)
    for code in chain(codes.find(text), phrases.find(text)):
        start, end = code.span.start, code.span.end
        if scan.free(start, end) and not (
            scan.names.cover(start, end) and not regex.search(r"\d", text[start:end])
        ):
            scan.add(_without_value(text, code.span, code.role, code.rule))
    _ordinals_in_names(scan)
    for quantity in columns.find(text):
        if scan.free(quantity.span.start, quantity.span.end):
            scan.add(quantity)
    _numbers(scan)
    _leftovers(scan)
    scan.out.sort(key=lambda quantity: quantity.span)
    share_units(text, scan.out)
    rank_places(text, scan.out)
    return scan.out


_IN_NAME: Final = regex.compile(r"第(?P<n>[一二三四五六七八九十百\d]{1,4})[届次批]")


def _ordinals_in_names(scan: _Scan) -> None:
    """第六届 within a body's name."""
    for match in _IN_NAME.finditer(scan.text):
        if scan.names.cover(*match.span()) and scan.free(*match.span()):
            scan.add(_without_value(scan.text, Span(*match.span()), Role.ORDINAL, "第N届"))


def _date(scan: _Scan, time: Time) -> None:
    text = scan.text[time.span.start : time.span.end]
    numeral = regex.search(
        r"\d[\d年月日/.:：\-—–至到 、]*\d|\d|[〇零○一二两三四五六七八九十百千半]+|首", text
    )
    if not numeral or not scan.free(time.span.start, time.span.end):
        return
    if not regex.search(r"\d", text) and regex.fullmatch(
        r"(?:前半年|后半年|第二年|上一年|下一年|这一年|上一年度)(?:同期)?", text
    ):
        return
    start = time.span.start
    inner = text.removeprefix("“")  # “十四五”末: the mark may stand a line above
    scan.add(
        Quantity(
            Span(time.span.end - len(inner), time.span.end),
            Span(start + numeral.start(), start + numeral.end()),
            inner,
            None,
            None,
            None,
            Qualifier.EXACT,
            Role.DATE,
            f"date: {time.rule}",
            "date",
            None,
            time.edtf,
        )
    )


def _without_value(text: str, span: Span, role: Role, rule: str) -> Quantity:
    return Quantity(
        span, span, text[span.start : span.end], None, None, None, Qualifier.EXACT, role, rule
    )


def _numbers(scan: _Scan) -> None:
    position = 0
    text = scan.text
    begins = _start()
    while True:
        start = begins.search(text, position)
        if start is None:
            return
        at = start.start()
        if scan.taken[at] or text[at] == "好":
            position = at + 1
            continue
        position = at + 1
        for rule in _RANKS if text[at] in "第首榜头前居" else _RULES:
            end = rule(scan, at)
            if end > at:
                position = end
                break


_READERS: Final = (
    read_rate, read_fraction, read_ratio, read_compound, read_discount, read_angle,
)  # fmt: skip


_NUMERAL: Final = rf"[\d{''.join((*DIGITS, *SMALL, *LARGE))}]"
_SHAPED: Final = regex.compile(
    rf"(?:{_NUMERAL}|[.,点又对半]){{0,40}}+(?:\s?[:：∶×xX*✕]|[/比°折]|分(?:[之钟零]|{_NUMERAL})|"
    rf"(?:个?小时|[元块毛角斤米秒天年])(?:[零又]|{_NUMERAL})|{_NUMERAL}|[.,点又对半])"
)
"""What those read by `_READERS` have behind their first numeral; most numbers have none of it.

A longer run of digits is left to the readers: here it would be read once for each of its digits.
"""


def _share(scan: _Scan, at: int) -> int:
    if _SHAPED.match(scan.text, at) is None:
        return 0
    for reader in _READERS:
        found = reader(scan.text, at)
        if found and scan.free(found.start, found.end):
            if found.chinese and (scan.names.cover(at, found.numeral_end)):
                return 0
            _emit(scan, found)
            return found.end
    return 0


def _rank(scan: _Scan, at: int) -> int:
    found = read_rank(scan.text, at)
    if found is None or not scan.free(found.span.start, found.span.end):
        return 0
    if not regex.search(r"\d", found.text) and scan.names.cover(at, found.span.end):
        return 0
    scan.add(found)
    return found.span.end


def _of_money(text: str, low: Read, high: Read) -> Read:
    """4万亿~5万亿的规模, 市值超300亿~500亿: a range without a unit, if it is money."""
    for at in (high.start, low.start):
        meant = implied.of_arabic(text, replace(high, start=at), None)
        if meant is not None and meant.unit is not None:
            return replace(high, unit=meant.unit, printed=meant.printed)
    return high


def _range(scan: _Scan, at: int) -> int:
    """10—15亿元, 10亿至15亿元, 8%—10%, 500米至2公里: two numbers."""
    text = scan.text
    low = scan.read(at)
    if low is None:
        return 0
    bare_end = low.end
    separator = _SEPARATOR.match(text, bare_end)
    if separator is None:
        return 0
    high = read(text, separator.end())
    if high is not None and high.unit is None and high.magnitude and not high.chinese:
        high = _of_money(text, low, high)
    if high is None or high.unit is None or high.chinese != low.chinese:
        return 0
    if low.chinese and not (plausible(text, high) and _countable(scan, high)):
        return 0
    if not scan.free(low.start, high.end):
        return 0
    if separator.group().strip() == "或" and not low.chinese:
        return 0
    if low.unit is not None and low.unit.dimension != high.unit.dimension:
        return 0
    before = text[max(0, at - 6) : at]
    change = regex.search(r"(?:从|由|自)\Z", before) and separator.group().strip() in ("至", "到")
    if low.unit is None:
        magnitude = low.magnitude or high.magnitude
        head, tail = (
            number(text[one.start : one.numeral_end].rstrip("万亿")) for one in (low, high)
        )
        if not low.magnitude and head is not None and tail is not None and head > tail:
            magnitude = ""  # 5000至1万元
        if low.chinese and low.magnitude:  # 二十亿至三十亿元: the numeral holds it
            value = low.value
        else:
            value = number(text[low.start : low.numeral_end] + magnitude)
        if value is None or low.inner or (high.unit.surface == "折" and value > 10):
            return 0
        low = replace(low, unit=high.unit, magnitude=magnitude, value=value)
    outer = qualifiers.before(text, at)
    role = roles.of(text, replace(high, start=at))
    for one, bound, qualifier in ((low, "low", Qualifier.OVER), (high, "high", Qualifier.UNDER)):
        _emit(
            scan,
            one,
            bound=None if change else bound,
            qualifier=outer or Qualifier.EXACT if change else qualifier,
            rule="range" if not change else "from … to",
            role=role,
        )
    return high.end


def _adjacent(scan: _Scan, at: int) -> int:
    """三五家, 两三年, 十七八个, 两三百家: two numbers side by side are a range."""
    text = scan.text
    match = _ADJACENT.match(text, at)
    if not match or (at and text[at - 1] in _HAN_DIGIT + "十百千点第"):
        return 0
    first, second = chinese(match["a"]), chinese(match["b"])
    if first is None or second is None or not (second == first + 1 or (first == 3 and second == 5)):
        return 0
    close = read_close(text, match.end())
    if close.unit is None or (close.unit.loose and not match["s"]):
        return 0
    if in_word(text, match.start(), match.end()) or scan.names.cover(at, match.end()):
        return 0
    if not scan.free(at, close.end):
        return 0
    scale = match["s"] + close.magnitude
    pre = match["pre"] or ""
    low_value, high_value = number(pre + match["a"] + scale), number(pre + match["b"] + scale)
    if low_value is None or high_value is None:
        return 0
    if close.unit.surface == "番":
        low_value, high_value = doubled(low_value), doubled(high_value)
    middle = match.start("b")
    shown = scale.lstrip("十百千") or ""
    low = Read(at, middle, middle, low_value, shown, close.unit, None, True)
    high = Read(middle, match.end(), close.end, high_value, shown, close.unit, close.inner, True)
    role = roles.of(text, replace(high, start=at))
    for one, bound, qualifier in ((low, "low", Qualifier.OVER), (high, "high", Qualifier.UNDER)):
        _emit(scan, one, bound=bound, qualifier=qualifier, rule="numerals side by side", role=role)
    return close.end


def _countable(scan: _Scan, found: Read) -> bool:
    return not (
        in_word(scan.text, found.start, found.numeral_end)
        or scan.names.cover(found.start, found.numeral_end)
    )


def _quantity(scan: _Scan, at: int) -> int:
    found = scan.read(at)
    if found is None or not scan.free(found.start, found.end):
        return 0
    if found.chinese:
        if not plausible(scan.text, found):
            return found.numeral_end if found.numeral_end - at > 1 else 0
        if not _countable(scan, found):
            return found.numeral_end
        if found.unit is None and found.base is None:
            found = implied.of_chinese(scan.text, found)
    elif found.unit is None:
        if found.inner and not found.magnitude and _NOUN.match(scan.text, found.end):  # 20余省市
            _emit(
                scan,
                replace(found, base="个", dimension="count", rule="count without a classifier"),
            )
            return found.end
        meant = implied.of_arabic(scan.text, found, scan.out[-1] if scan.out else None)
        if meant is None:
            return 0
        _emit(scan, meant)
        return meant.end
    elif scan.names.cover(found.start, found.numeral_end):
        role = Role.NAME
        scan.add(
            _without_value(scan.text, Span(found.start, found.numeral_end), role, "inside a name")
        )
        return found.numeral_end
    found = implied.as_pieces(scan.text, found, scan.out[-1] if scan.out else None)
    _emit(scan, implied.in_currency(scan.text, found))
    return found.end


_NOUN: Final = regex.compile(units.nouns())


def _bare(scan: _Scan, at: int) -> int:
    """Arabic figures without a unit."""
    text = scan.text
    match = _FIGURES.match(text, at)
    if not match:
        return 0
    end = match.end()
    while end > at and not scan.free(at, end):
        end -= 1
    span = Span(at, end)
    if scan.names.cover(at, end):
        scan.add(_without_value(text, span, Role.NAME, "inside a name"))
        return end
    scan.add(roles.of_bare(text, span))
    return end


_RANKS: Final[tuple[Callable[[_Scan, int], int], ...]] = (_rank,)
_RULES: Final[tuple[Callable[[_Scan, int], int], ...]] = (
    _share,
    _range,
    _adjacent,
    _quantity,
    _bare,
)


def _leftovers(scan: _Scan) -> None:
    """Digits that no rule took, so that none is lost."""
    for match in regex.finditer(r"\d+", scan.text):
        start, end = match.span()
        while start < end:
            while start < end and scan.taken[start]:
                start += 1
            stop = start
            while stop < end and not scan.taken[stop]:
                stop += 1
            if stop > start:
                scan.add(_without_value(scan.text, Span(start, stop), Role.UNRESOLVED, "leftover"))
            start = stop


def _emit(
    scan: _Scan,
    found: Read,
    *,
    bound: str | None = None,
    qualifier: Qualifier | None = None,
    rule: str | None = None,
    role: tuple[Role, str] | None = None,
) -> None:
    text = scan.text
    unit = found.unit
    base = unit.base if unit else found.base
    value: Value | None = found.value
    if unit is not None and value is not None and found.scaled:
        value = _scaled(value, unit)
    what, why = role or roles.of(text, found)
    inner = qualifiers.INNER.get(found.inner) if found.inner else None
    behind = qualifiers.after(text, found.end)
    front = qualifiers.before(text, found.start)
    if (
        found.chinese
        and text[max(0, found.start - 1) : found.start] == "上"
        and (text[found.start : found.numeral_end].strip("十百千万亿") == "")
    ):
        front = Qualifier.OVER  # 上百家
    decided = qualifier or _decide(inner, front, behind)
    printed = (
        found.printed
        if found.printed is not None
        else (found.magnitude_shown + unit.surface if unit else None)
    )
    scan.add(
        Quantity(
            Span(found.start, found.end),
            Span(found.start, found.numeral_end),
            text[found.start : found.end],
            value if what in (Role.FACT, Role.ORDINAL, Role.DATE) else None,
            printed or None,
            base if what is not Role.NAME else None,
            decided,
            what,
            rule or found.rule or why,
            unit.dimension if unit else found.dimension,
            bound,
        )
    )


def _decide(
    inner: Qualifier | None, front: Qualifier | None, behind: Qualifier | None
) -> Qualifier:
    """The word nearest to the number decides, but a bound is stronger than an 约."""
    for one in (behind, inner, front):
        if one in (Qualifier.UNDER,):
            return one
    for one in (behind, inner, front):
        if one is Qualifier.OVER:
            return one
    said = next((one for one in (front, inner, behind) if one not in (None, Qualifier.EXACT)), None)
    return said or Qualifier.EXACT


def _scaled(value: Value, unit: Unit) -> Value:
    return multiply(value, unit.factor)
