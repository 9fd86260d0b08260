"""Persons by evidence: what a run of two or three characters and its neighbours say together.

Each surname of a text opens one candidate; points are given for its form and for what stands
right before and right behind it (`person_words.csv`), and taken where dictionary words run over
its edges. Enough points make a name; next to a name in an enumeration fewer will do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday, places, split, verbs
from pipeline.tables import alternatives, rows, words

ENOUGH = 4
ENOUGH_IN_LIST = 4
_NEVER_GIVEN = frozenset(
    "的了是在和与被把将们吗呢吧啊这那哪您你我他她它就很却者某每该此其何所各等及或但而从让给使说称"
    "个位名只项件次第省市县区镇乡局厅委部队厂店路街号元亿万千百日时副员所都均曾还也仍"
)
_STOPS = frozenset("，。！？；：、“”‘’《》（）()\n \u3000·…—【】▲●■□◆▶,;:!?\"'")
_AGE = regex.compile(r"[，（]\d{1,2}岁|[，（](?:男|女)[，）]")
_ASPECT = frozenset("了着过")
_ATTACHED = frozenset("的之")
_ENUM = "、和与"


@cache
def _beside(side: str) -> tuple[dict[str, int], tuple[int, ...]]:
    """Words beside a name with their points, and the lengths to try, longest first."""
    table = {row["word"]: int(row["points"]) for row in rows("person_words.csv")
             if row["side"] == side}  # fmt: skip
    for row in rows("titles.csv", key="title"):
        if side == "before" and row["side"] != "after":
            table.setdefault(row["title"], 3)
        if side == "after" and row["side"] in ("after", "both"):
            table.setdefault(row["title"], 3)
    if side == "after":
        for word in words("speech_verbs.csv"):
            table.setdefault(word, 3)
    return table, tuple(sorted({len(word) for word in table}, reverse=True))


@cache
def _opening() -> regex.Pattern[str]:
    """A surname before one Han character at least."""
    names = words("surnames.csv", "surname")
    double = alternatives(name for name in names if len(name) > 1)
    single = "".join(name for name in names if len(name) == 1)
    return regex.compile(rf"(?:{double}|[{single}])(?=\p{{Han}})")


@cache
def _strong() -> frozenset[str]:
    table = rows("surnames.csv", key="surname")
    return frozenset(row["surname"] for row in table if row["class"] == "strong")


@cache
def _typical() -> frozenset[str]:
    """Characters that given names are often made of."""
    return frozenset(words("given_characters.csv", "character"))


@cache
def _words_like_names() -> frozenset[str]:
    table = rows("surname_words.csv", key="head")
    return frozenset(word for row in table for word in split(row["words"]))


@cache
def sounds() -> frozenset[str]:
    """The characters with which foreign names are written by their sound."""
    return frozenset(words("transliteration.csv", "character"))


@cache
def _called() -> frozenset[str]:
    """How people are addressed: 李先生, 陈教授 name nobody in full."""
    table = rows("titles.csv", key="title")
    return frozenset(row["title"] for row in table if row["side"] in ("after", "both"))


def found(ground: Terrain) -> Iterator[tuple[int, int]]:
    """The places of names that have enough points, from left to right, and their neighbours."""
    text = ground.text
    sure: list[tuple[int, int]] = []
    end = 0
    for match in _opening().finditer(text):
        start = match.start()
        if start < end:
            continue
        best = _best(ground, start, len(match.group()), ENOUGH)
        if best:
            end = best
            sure.append((start, end))
    yield from sure
    seen = {start for start, _ in sure}
    for first, last in sure:
        yield from _onward(ground, last, seen)
        yield from _backward(ground, first, seen)


def _onward(ground: Terrain, end: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    """Names that follow one in an enumeration."""
    while ground.text[end : end + 1] and ground.text[end : end + 1] in _ENUM:
        start = end + 1
        match = _opening().match(ground.text, start)
        if match is None or start in seen:
            return
        stop = _best(ground, start, len(match.group()), ENOUGH_IN_LIST)
        if stop is None:
            return
        seen.add(start)
        yield start, stop
        end = stop


def _backward(ground: Terrain, start: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    """Names that stand before one in an enumeration."""
    while start > 2 and ground.text[start - 1] in _ENUM:
        end = start - 1
        for size in (3, 2, 4):
            first = end - size
            match = _opening().match(ground.text, first) if first >= 0 else None
            if match and first not in seen and len(match.group()) < size < len(match.group()) + 3:
                points = points_of(ground, first, end, len(match.group()))
                if points is not None and points >= ENOUGH_IN_LIST:
                    break
        else:
            return
        seen.add(first)
        yield first, end
        start = first


def _best(ground: Terrain, start: int, base: int, enough: int) -> int | None:
    """The end of the best name that begins at `start`."""
    best: tuple[int, int] | None = None
    for size in (base + 2, base + 1):
        points = points_of(ground, start, start + size, base)
        if points is not None and points >= enough and (best is None or points > best[0]):
            best = (points, start + size)
    return best[1] if best else None


def points_of(
    ground: Terrain, start: int, end: int, base: int, before: int | None = None
) -> int | None:
    """What speaks for a name here; None where it can be none.

    base: the length of the surname.  before: points for what stands before, where that is known.
    """
    text = ground.text
    name, given = text[start:end], text[start + base : end]
    if len(name) != end - start or not _NEVER_GIVEN.isdisjoint(given):
        return None
    if not all("\u3400" <= character <= "\u9fff" for character in given):
        return None
    known = everyday().items
    if ground.covered[start] or name in known or name in places().names:
        return None
    if len(name) == 2 and given in "老总董工导":
        return None
    if given in _beside("after")[0] or text[start + base : end + 1] in _called():
        return None
    after, stopped = _after(text, end)
    points = after + (1 if name[:base] in _strong() else 0) + (base - 1)
    points += 1 if len(given) == 2 else 0
    points += 1 if _typical().issuperset(given) else 0
    if base == 1 and name[:2] in known:
        points -= 1
    if given in known and name[:base] not in _strong():
        points -= 1
    if given in verbs():
        points -= 1 if given[0] in _typical() else 3
    if everyday().covers(name) or name in _words_like_names():
        points -= 2
    if not stopped and _crossed(text, end) and (after < 3 or text[end : end + 1] in "说称道问答"):
        points -= 2
    if not stopped and after < 2 and sounds().issuperset(text[start : end + 1]):
        points -= 2
    if any(cut in ground.stop_ends for cut in range(start + 1, end + 1)):
        points -= 3
    points += _before(ground, start) if before is None else before
    if text.find(name) < start or text.find(name, end) >= 0:
        points += 1
    if ground.words_known and (not ground.word_edge(start) or not ground.word_edge(end)):
        points -= 1
    return points


def _crossed(text: str, at: int) -> bool:
    """True where a dictionary word of two characters lies over a place."""
    word = text[at - 1 : at + 1]
    return word in everyday().items or word in _words_like_names()


def _after(text: str, end: int) -> tuple[int, bool]:
    """Points for what follows, and whether that is a stop or the end."""
    follow = text[end : end + 1]
    if not follow or follow in _STOPS:
        return (2 if _AGE.match(text, end) else 1), True
    table, sizes = _beside("after")
    for size in sizes:
        points = table.get(text[end : end + size])
        if points:
            return points, False
    return 0, False


def _before(ground: Terrain, start: int) -> int:
    """Points for what stands before: a role, a stop, another name; less inside a word."""
    text = ground.text
    if start == 0 or text[start - 1] in _STOPS:
        return 1
    crossed = 2 if _crossed(text, start) else 0
    table, sizes = _beside("before")
    for size in sizes:
        if size <= start:
            points = table.get(text[start - size : start])
            if points:
                return points - crossed
    if start in ground.ends:
        return 1
    if crossed:
        return -2
    if text[start - 1] in _ATTACHED:
        return 0
    known = everyday().items
    return 0 if text[start - 2 : start] in known or text[start - 3 : start] in known else -1
