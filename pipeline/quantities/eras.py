"""Decades and centuries, and other calendars: the farmers' (农历六月十三), reigns, years BC."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Span, Time
from pipeline.quantities.numerals import chinese
from pipeline.tables import alternatives, rows

_D: Final = "一二三四五六七八九十"
_LUNAR_MONTH: Final = rf"闰?(?:正|冬|腊|[{_D}]{{1,2}})月"
_LUNAR_DAY: Final = (
    r"(?:初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|二十|廿[一二三四五六七八九]?|三十)"
)
_N: Final = rf"(?:元|[{_D}百〇零]{{1,5}}|\d{{1,4}})"
_SPAN_OF: Final = r"(?:[至到—－–~～-](?:公元)?)"


@cache
def _pattern() -> regex.Pattern[str]:
    era = alternatives(row["era"] for row in rows("eras.csv", key="era"))
    return regex.compile(
        rf"(?P<lunar>(?:农历|阴历|夏历)(?:\p{{Han}}{{2}}年|(?:19|20)\d\d年)?的?(?:{_LUNAR_MONTH}(?:{_LUNAR_DAY})?日?|大年(?:初[{_D}]|三十))"
        rf"|(?<!\p{{Han}})(?:正|腊|冬)月{_LUNAR_DAY}|(?<=[，。；：“\n]|\A)(?:正月|腊月)(?![\d])|(?:正|腊)月{_LUNAR_DAY}|大年(?:初[{_D}]|三十))"
        rf"|(?P<era>{era})(?P<n>{_N})年(?!级|代)"
        rf"|公元(?P<bc>前)?(?P<y>\d{{1,4}}|[{_D}百千〇零]{{1,7}})(?:年(?P<to>{_SPAN_OF}(?:公元)?(?P<bc2>前)?(?P<y2>\d{{1,4}})年)?|(?P<c>世纪))"
    )


@cache
def _firsts() -> dict[str, tuple[int, int]]:
    """The first year of each era and its number of years; -121 is 122 before Christ."""
    out = {}
    for row in rows("eras.csv", key="era"):
        before = row["first"].startswith("前")
        first = 1 - int(row["first"][1:]) if before else int(row["first"])
        out[row["era"]] = (first, int(row["last"]))
    return out


_REPUBLIC: Final = regex.compile(
    r"(?<![\d.第近约逾达满有共过历历经时整了的前后来－—–-])1[0-2]\d年(?![来间期前后多余历度以内])"
    r"(?=\p{Han}|\d{1,2}月)"
)
"""Taiwan's papers leave 民國 out: 114年出口…."""
_TAIWAN: Final = regex.compile(r"台湾|新台币|民国|主计|财政部统计处|国发会|金管会|经济部")


def _republic(text: str) -> Iterator[Time]:
    if _TAIWAN.search(text) is None:
        return
    for match in _REPUBLIC.finditer(text):
        span = Span(*match.span())
        yield Time(span, match.group(), _year(int(match.group()[:3]) + 1911), "point", "reign year")


def find(text: str) -> Iterator[Time]:
    """Every such time, in text order. The farmers' days have no EDTF: their tables are not here."""
    yield from _republic(text)
    for match in _pattern().finditer(text):
        span = Span(*match.span())
        if match["lunar"]:
            yield Time(span, match.group(), None, "point", "lunar day")
        elif match["era"]:
            first, last = _firsts()[match["era"]]
            number = 1 if match["n"] == "元" else _number(match["n"])
            if number and number <= last:
                yield Time(span, match.group(), _year(first + number - 1), "point", "reign year")
        else:
            yield Time(span, match.group(), _common(match), "point", "common era")


def _common(match: regex.Match[str]) -> str | None:
    number = _number(match["y"])
    if not number:
        return None
    if match["c"]:
        if match["bc"]:
            return None  # EDTF has no century before the year 0
        return f"{number - 1:02}XX"
    begin = _year(1 - number if match["bc"] else number)
    if match["to"]:
        end = int(match["y2"])
        return f"{begin}/{_year(1 - end if match['bc2'] else end)}"
    return begin


def _year(number: int) -> str:
    return f"{number:04}" if number >= 0 else f"-{-number:04}"


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    value = chinese(text)
    return int(value) if value is not None else 0


def decade(text: str) -> str | None:
    """EDTF of 20世纪80年代 (198X), 六七十年代 (1960/1979), 21世纪 (20XX)."""
    old = regex.match(r"(十八|十九|二十)世纪([二三四五六七八九])十年代", text)
    if old:
        return f"{_number(old[1]) - 1}{_number(old[2])}X"
    whole = regex.match(r"((?:19|20)\d)0年代", text)
    if whole:
        return f"{whole[1]}X"
    pair = regex.match(r"(?:上个?世纪)?([二三四五六七八九])([二三四五六七八九])十年代", text)
    if pair:
        return f"19{_number(pair[1])}0/19{_number(pair[2])}9"
    found = regex.search(r"([1-9])0年代", text)
    if found:
        head = {"20": "19", "19": "18", "上": "19", "本": "20"}
        for key, value in head.items():
            if text.startswith(key) and "世纪" in text:
                return f"{value}{found[1]}X"
        return f"{'20' if int(found[1]) < 4 else '19'}{found[1]}X"
    digits = regex.match(r"(?:上个?世纪)?([二三四五六七八九])十年代", text)
    if digits:
        return f"19{_number(digits[1])}X"
    century = regex.match(r"(\d+|二十一|二十|十九)世纪", text)
    return f"{_number(century[1]) - 1:02}XX" if century else None
