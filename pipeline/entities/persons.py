"""Persons: a surname and a given name with a title, a speech verb or a byline beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import regex

from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import Matcher, everyday, places
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows, words

_END = r"[，。、；：,;:！？!?（）()“”‘’《》\s]|$"
_REPORTER = (
    r"(?:(?:本报|见习|实习|特约|首席|全媒体)?(?:记者|通讯员|特派员)|实习生|编辑|责任编辑|作者|撰稿|责编|美编"
    r"|校对|摄影|供图|制图|文|图)"
)
_HAN = regex.compile(r"\p{Han}+")
_SPOKEN = regex.compile(r"\p{Han}{2,5}?(?=表示|说|称|认为|指出|强调|宣布|介绍|透露|坦言|告诉)")
_GAP = r"[ \t　]"
_TAIL = 24
_REPORTERS = re.compile(_REPORTER)
_LINES = re.compile(r"[^\n]+")
_PEN_NAME = regex.compile(
    rf"(?:[。！？”]{_GAP}{{1,3}}|[。！？”]\n{_GAP}*)(?P<name>\p{{Han}}{{1,3}}[^\P{{Han}}室部社网台组报局办图站院处科厅会摄])\s*$"
)
_CREDITS = re.compile(r"摄(?:影)?(?=[ \t　。）)\n]|$)|文并图|供图|/文")
_PARTICLES = (
    "在对与和向为等的率一将也则还就曾于出主致作把带从到以被是"
    "持先及跟给让有没又再便已正任获因由介认表指说称道"
)


@cache
def _given() -> str:
    names = words("surnames.csv", "surname")
    double = alternatives(name for name in names if len(name) > 1)
    return f"(?:{double}|[{''.join(name for name in names if len(name) == 1)}])"


@cache
def _surname() -> regex.Pattern[str]:
    return regex.compile(_given())


@cache
def _weak() -> frozenset[str]:
    table = rows("surnames.csv", key="surname")
    return frozenset(row["surname"] for row in table if row["class"] == "weak")


@cache
def _titles(*sides: str) -> str:
    table = rows("titles.csv", key="title")
    return alternatives(row["title"] for row in table if row["side"] in sides)


@cache
def _sounds() -> str:
    return "[" + "".join(words("transliteration.csv", "character")) + "]"


@cache
def _signature() -> tuple[regex.Pattern[str], ...]:
    """Names behind 记者 and the like, at the end of a line, and before 摄.

    Searched from where they may stand only, which keeps a page cheap.
    """
    name = rf"(?P<name>{_given()}\p{{Han}}{{1,2}})"
    names = rf"{name}(?:{_GAP}+(?!{_REPORTER}){name})*"
    more = rf"(?:[ \t　、]+(?!{_REPORTER}){name})*"
    behind = rf"[：:]?{_GAP}*{name}{more}(?={_GAP}|{_END}|[/／]|摄|报道|文|图)"
    at_end = (
        rf"(?:^|[。！？”」…）)!?]){_GAP}*[（(]?(?:{_REPORTER})?{_GAP}*{names}{_GAP}*[)）]?{_GAP}*$"
    )
    before = rf"{name}{_GAP}*[/／]?{_GAP}*$"
    return regex.compile(behind), regex.compile(at_end), regex.compile(before)


def _signed(text: str) -> Iterator[tuple[str, int, int]]:
    """Bylines and credits: rule and place of each name."""
    behind, at_end, before = _signature()
    for reporter in _REPORTERS.finditer(text):
        match = behind.match(text, reporter.end())
        if match:
            yield from (("byline", *place) for place in match.spans("name"))
    for line in _LINES.finditer(text):
        floor = max(line.start(), line.end() - _TAIL)
        match = at_end.search(text[floor : line.end()])
        if match and (match.start() > 0 or floor == line.start()):
            rule = "byline_end" if match.start() > 0 else "byline_line"
            for start, end in match.spans("name"):
                yield rule, floor + start, floor + end
    match = _PEN_NAME.search(text, max(0, len(text) - _TAIL))
    if match:
        yield ("pen_name", *match.span("name"))
    for credit in _CREDITS.finditer(text):
        match = before.search(text, max(0, credit.start() - 8), credit.start())
        if match:
            yield ("credit", *match.span("name"))


@cache
def _title_sides() -> tuple[Matcher, dict[str, str]]:
    """All titles, and on which side of them the name stands."""
    sides = {row["title"]: row["side"] for row in rows("titles.csv", key="title")}
    return Matcher(sides), sides


@cache
def _name_end() -> regex.Pattern[str]:
    """A name that ends where the text to search ends."""
    return regex.compile(rf"{_given()}\p{{Han}}{{1,2}}$")


@cache
def _sound_name() -> regex.Pattern[str]:
    return regex.compile(rf"{_sounds()}{{2,7}}")


@cache
def _dotted() -> regex.Pattern[str]:
    return regex.compile(rf"{_sounds()}{{1,7}}(?:[·•]{_sounds()}{{1,8}}){{1,3}}")


@cache
def _follow() -> regex.Pattern[str]:
    """What may stand right behind a person's name."""
    speech = alternatives(words("speech_verbs.csv"))
    return regex.compile(rf"{_END}|{speech}|[{_PARTICLES}]|{_titles('after', 'both')}|一行")


@cache
def _speaker() -> regex.Pattern[str]:
    speech = alternatives(words("speech_verbs.csv"))
    return regex.compile(
        rf"(?<=^|[\n，。；：,;:！？!?”、])(?P<name>{_given()}\p{{Han}}{{1,2}})(?={speech})"
    )


def find_persons(ground: Terrain) -> Iterator[Candidate]:
    """Bylines, names behind a title, names before a speech verb or a title, dotted names."""
    text = ground.text
    for rule, start, end in _signed(text):
        if not _refused(ground, start, end, signed=True):
            yield _person(text, start, end, rule, 6 if rule == "byline_line" else 0)
    titles, sides = _title_sides()
    for start, end in titles.spans(text):
        yield from _around(ground, start, end, sides[text[start:end]])
    for match in _speaker().finditer(text):
        if not _refused(ground, *match.span("name")):
            yield _person(text, *match.span("name"), "speech", 7)
    for match in _dotted().finditer(text):
        start = ground.trim(max(match.start(), ground.barrier(match.start())), match.end())
        if not any(hit.span.overlaps(Span(start, match.end())) for hit in ground.listed):
            yield _person(text, start, match.end(), "dotted", 4)


def _person(text: str, start: int, end: int, rule: str, tier: int) -> Candidate:
    return Candidate(Span(start, end), EntityType.PERSON, f"person_{rule}", tier, text[start:end])


def _around(ground: Terrain, start: int, end: int, side: str) -> Iterator[Candidate]:
    """The names right behind and right before a title."""
    text = ground.text
    while text[end : end + 1] in (" ", "　"):
        end += 1
    if side != "after":
        found = _named_after(ground, end, strong=side in ("before", "byline"))
        if found is not None:
            yield found
    if side not in ("byline", "loose"):
        floor = max(ground.barrier(start - 1), start - 4) if start else 0
        name = _name_end().search(text, floor, start)
        if name and name.start() == floor and not _refused(ground, floor, start):
            yield _person(text, floor, start, "title_after", 18)


def _named_after(ground: Terrain, start: int, *, strong: bool) -> Candidate | None:
    """The name right behind a title: two or three characters, the one with a good end."""
    text = ground.text
    if _dotted().match(text, start):
        return None
    surname = _surname().match(text, start)
    sizes = []
    if surname is not None:
        base = len(surname.group())
        sizes = [size for size in (base + 2, base + 1) if _han(text[start : start + size], size)]
    good = [size for size in sizes if _ends_well(text, start + size)]
    if good:
        size = good[0]
        if len(good) == 2 and _follow().match(text, start + good[1]):
            size = good[1] if text[start + good[1]] in _PARTICLES else good[0]
    elif strong and sizes and text[start] not in _weak():
        size = sizes[0]
    else:
        sound = _sound_name().match(text, start)
        if not strong or sound is None or not _ends_well(text, sound.end()):
            spoken = _SPOKEN.match(text, start)
            if not strong or spoken is None or _refused(ground, *spoken.span()):
                return None
            return _person(text, *spoken.span(), "title_speech", 16)
        size = sound.end() - start
    if _refused(ground, start, start + size):
        return None
    return _person(text, start, start + size, "title_before", 5)


def _han(name: str, size: int) -> bool:
    return len(name) == size and _HAN.fullmatch(name) is not None


def _ends_well(text: str, end: int) -> bool:
    if text[end - 1 : end + 1] in ("报道", "介绍", "表示", "认为", "透露", "指出"):
        return False
    return _follow().match(text, end) is not None or text[end : end + 2] in everyday().items


def _refused(ground: Terrain, start: int, end: int, *, signed: bool = False) -> bool:
    name = ground.text[start:end]
    if name in places().names or name in _bodies() or ground.generic(start, end):
        return True
    return (not signed or end - start > 3) and ground.ordinary(start, end)


@cache
def _bodies() -> frozenset[str]:
    """Words that look like names: 管委会 begins with a surname."""
    return frozenset(words("org_suffixes.csv", "suffix"))
