"""Persons: a surname and a given name with a title, a speech verb or a byline beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities import naming
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import Matcher, everyday, places
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows, words

_END = r"[，。、；：,;:！？!?（）()“”‘’《》\s]|$"
_ROLE = ("记者", "通讯员", "特派员")
_KIND = ("", "本报", "见习", "实习", "特约", "首席", "全媒体")
_DESK = (
    *(
        "实习生",
        "编辑",
        "责任编辑",
        "责编",
        "美编",
        "编审",
        "校对",
        "版式",
        "审读",
        "统筹",
        "策划",
        "监制",
    ),
    *("作者", "撰稿", "撰文", "摄影", "供图", "制图", "播音"),
)
_REPORTER = alternatives([*(kind + role for kind in _KIND for role in _ROLE), *_DESK])
_LONE = r"[文图](?<![\u4e00-\u9fff][文图])(?=[/／：: 　])"
"""文 or 图 alone, as in 文/李岚, not the end of a word."""
_DOT = re.compile("[·•]")
_SPOKEN = regex.compile(r"\p{Han}{2,5}?(?=表示|说|称|认为|指出|强调|宣布|介绍|透露|坦言|告诉)")
_GAP = r"[ \t　]"
_TAIL = 24
_NEAR = 12
_GAPS = re.compile(r"[。！？”」…）)!?（(\s]")
"""What parts a byline from the sentence before it, or its names."""
_RARE = 5
"""Points a name with a surname that no list has must reach without its title."""
_REPORTERS = re.compile(f"{_REPORTER}|{_LONE}")
_LINES = re.compile(r"[^\n]+")
_PEN_NAME = regex.compile(
    rf"(?:[。！？”]{_GAP}{{1,3}}|[。！？”]\n{_GAP}*)(?P<name>\p{{Han}}{{1,3}}[^\P{{Han}}室部社网台组报局办图站院处科厅会摄])\s*$"
)
_CREDITS = re.compile(r"摄(?:影)?(?=[ \t　。）)\n]|$)|文并图|供图|[/／][文图摄]")
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
    name = rf"(?P<name>{_given()}(?:\p{{Han}}{{1,2}}|{_GAP}{{1,2}}\p{{Han}}(?!\p{{Han}})))"
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
        near = max(line.start(), line.end() - _NEAR)
        if near > line.start() and not _GAPS.search(text, near, line.end()):
            continue
        match = at_end.search(text[floor : line.end()])
        if match and (match.start() > 0 or floor == line.start()):
            rule = "byline_end" if match.start() > 0 else "byline_line"
            for start, end in match.spans("name"):
                yield rule, floor + start, floor + end
    match = _PEN_NAME.search(text, max(0, len(text) - _TAIL))
    if match and match["name"][0] not in "在从对为以与和但而其这那今去如据按":
        yield ("pen_name", *match.span("name"))
    for credit in _CREDITS.finditer(text):
        match = before.search(text, max(0, credit.start() - 8), credit.start())
        if match:
            yield ("credit", *match.span("name"))


@cache
def _roll() -> regex.Pattern[str]:
    """Three names or more in a row, behind 领导 and the like or before what such people do."""
    name = rf"(?P<name>{_given()}\p{{Han}}{{1,2}}(?<!等))"
    return regex.compile(
        rf"(?P<who>领导|同志|委员|常委|嘉宾|专家|代表|院士|负责人)?[：:]?{name}(?:、{name}){{2,}}"
        r"(?P<do>等?(?:\p{Han}{0,6}?)(?:出席|参加|陪同|参会|列席|调研|见证|到会|在座))?"
    )


def _rolls(text: str) -> Iterator[tuple[int, int]]:
    """县领导某某、某某、某某等出席活动."""
    if "、" not in text:
        return
    for match in _roll().finditer(text):
        if match["who"] or match["do"]:
            yield from match.spans("name")


_LABEL = regex.compile(
    r"(?m)^[ \u3000“]*(?P<name>\p{Han}{2,4})(?:（(?P<office>[^（）\n]{2,30})）)?[：:](?=[^\n]{4})"
)


@cache
def _office() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_titles('before', 'after', 'both')})\Z")


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """The speakers of a transcript: 某某（某开发区管委会副主任）：… and later 某某：…."""
    found = list(_LABEL.finditer(text)) if "：" in text or ":" in text else []
    named = {m["name"] for m in found if m["office"] and _office().search(m["office"])}
    for match in found:
        if match["name"] in named:
            yield match.span("name")


@cache
def _title_sides() -> tuple[Matcher, dict[str, str]]:
    """All titles, and on which side of them the name stands."""
    sides = {
        row["word"]: "loose"
        for row in rows("person_words.csv")
        if row["side"] == "before" and row["points"] == "3"
    }
    sides |= {row["title"]: row["side"] for row in rows("titles.csv", key="title")}
    return Matcher(sides), sides


@cache
def _sound_name() -> regex.Pattern[str]:
    return regex.compile(rf"{_sounds()}{{2,7}}")


@cache
def _dotted() -> regex.Pattern[str]:
    return regex.compile(rf"{_sounds()}{{1,7}}(?:[·•]{_sounds()}{{1,8}}){{1,3}}")


def find_persons(ground: Terrain) -> Iterator[Candidate]:
    """Bylines, names behind a title, names before a speech verb or a title, dotted names."""
    text = ground.text
    for rule, start, end in _signed(text):
        if not _refused(ground, start, end, signed=True):
            yield _person(text, start, end, rule, 6 if rule == "byline_line" else 0)
    for start, end in _labelled(text):
        if not _refused(ground, start, end):
            yield _person(text, start, end, "speaker", 0)
    for start, end in _rolls(text):
        if not _refused(ground, start, end):
            yield _person(text, start, end, "roll", 6)
    titles, sides = _title_sides()
    title_ends = set()
    for start, end in titles.spans(text):
        title_ends.add(end)
        yield from _around(ground, start, end, sides[text[start:end]])
    for start, end in naming.found(ground):
        yield _person(text, start, end, "evidence", 17)
    for match in _dotted().finditer(text) if _DOT.search(text) else ():
        start = ground.trim(max(match.start(), ground.barrier(match.start())), match.end())
        start = max([start, *(end for end in title_ends if start < end < match.end())])
        end = _sound_end(text, start, match.end())
        if text[end - 1] in "·•":
            end = match.end() + (text[match.end() - 1 : match.end() + 1] in everyday().items)
        if not any(hit.span.overlaps(Span(start, end)) for hit in ground.listed):
            yield _person(text, start, end, "dotted", 4)


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


def _named_after(ground: Terrain, start: int, *, strong: bool) -> Candidate | None:
    """The name right behind a title: two or three characters, or as long as its sounds go."""
    text = ground.text
    if _dotted().match(text, start):
        return None
    size = _best_size(ground, start, enough=4 if strong else 5)
    sound = _sound_name().match(text, start)
    if sound is not None and len(sound.group()) > max(size, 2):
        end = _sound_end(text, start, sound.end())
        while end - start > max(size, 2) and not _ends_well(text, end):
            end -= 1
        if end - start > max(size, 2) and (strong or _by_sound(text, start, end)):
            size = end - start
    elif sound is not None and not size and strong and _by_sound(text, *sound.span()):
        size = len(sound.group()) if _ends_well(text, sound.end()) else 0
    if not size:
        spoken = _SPOKEN.match(text, start)
        if not strong or spoken is None or not _by_sound(text, *spoken.span()):
            return None
        return _person(text, *spoken.span(), "title_speech", 16)
    if _refused(ground, start, start + size):
        return None
    return _person(text, start, start + size, "title_before", 5)


def _by_sound(text: str, start: int, end: int) -> bool:
    """No word of the dictionary in it, and characters that names are written with."""
    known = everyday().items
    if any(text[at : at + 2] in known for at in range(start, end - 1)):
        return False
    return naming.sounds().issuperset(text[start:end])


def _best_size(ground: Terrain, start: int, *, enough: int) -> int:
    """The length of the best name behind a title; 0 for none."""
    surname = _surname().match(ground.text, start)
    if surname is None:
        points = naming.points_of(ground, start, start + 3, 1, before=0)
        return 3 if points is not None and points >= _RARE else 0
    base = len(surname.group())
    best, chosen = enough - 1, 0
    for size in (base + 2, base + 1):
        points = naming.points_of(ground, start, start + size, base, before=3)
        if points is not None and points > best:
            best, chosen = points, size
    return chosen


def _sound_end(text: str, start: int, end: int) -> int:
    """Where a name written by sound ends: not within a word (恩斯塔德|日前)."""
    while end - start > 2 and text[end - 1 : end + 1] in everyday().items:
        end -= 1
    if text[end - 1] in "列位居获" and text[end : end + 1] in ("第", "前", "首", "冠", "亚", "季"):
        end -= 1
    return end


def _ends_well(text: str, end: int) -> bool:
    points, stopped = naming.after(text, end)
    return stopped or points > 0 or text[end : end + 2] in everyday().items


_COMPLAINT = re.compile("(?:融资|就医|上学|办事|用工|用地|看病)[难贵慢]$")
"""融资难、融资贵: what is complained of."""


def _refused(ground: Terrain, start: int, end: int, *, signed: bool = False) -> bool:
    name = ground.text[start:end]
    if _COMPLAINT.search(name):
        return True
    if name in places().names or name in _bodies() or ground.generic(start, end):
        return True
    if signed and (naming.spoken(name[1:]) or name[-1] in "了着过"):
        return True  # 记者来到了…
    return (not signed or end - start > 3) and ground.ordinary(start, end)


@cache
def _bodies() -> frozenset[str]:
    """Words that look like names: 管委会 begins with a surname."""
    return frozenset(words("org_suffixes.csv", "suffix"))
