"""Persons by evidence: what a run of two or three characters and its neighbours say together.

Each surname of a text opens one candidate; points are given for its form and for what stands
right before and right behind it (`person_words.csv`), and taken where dictionary words run over
its edges. Enough points make a name; next to a name in an enumeration, and for a name that
stands twice, fewer will do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import Vocabulary, everyday, places, split, verbs
from pipeline.frozen import dataclass
from pipeline.tables import alternatives, rows, words

ENOUGH = 4
_NEVER_GIVEN = frozenset(
    "的了是在和与被把将们吗呢吧啊这那哪您你我他她它就很却者某每该此何所各等及或但而从让给使说称"
    "个位名只项件次第省市县区镇乡局厅委部队厂店路街号元亿千百日时副员都均曾还也仍费税款额率"
)
_STOPS = frozenset("，。！？；：、“”‘’《》（）()\n \u3000·…—【】▲●■□◆▶,;:!?\"'")
_AGE = re.compile(r"[，（]\d{1,2}岁|[，（][男女][，）]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ASPECT = frozenset("了着过")
_ATTACHED = frozenset("的之")
_SPOKEN = frozenset("说称道问答")
_FAMILIAR = frozenset("老总董工导")
_WITHIN = frozenset("中里上下内外前后时间期")
_ENUM = frozenset("、和与")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """All that is looked up for a candidate; a page asks it thousands of times.

    near: dictionary words of two characters, the rare ones too.  before, after: points by word;
    ending: lengths of the words before by their last character, starting: of those after by their
    first.
    called: how people are addressed; 李先生, 陈教授 name nobody in full.
    """

    strong: frozenset[str]
    typical: frozenset[str]
    known: frozenset[str]
    rare: frozenset[str]
    near: frozenset[str]
    verbs: frozenset[str]
    before: dict[str, int]
    ending: dict[str, tuple[int, ...]]
    after: dict[str, int]
    starting: dict[str, tuple[int, ...]]
    called: frozenset[str]
    sounds: frozenset[str]
    everyday: Vocabulary
    places: dict[str, object]


@cache
def _lexicon() -> _Lexicon:
    surnames = rows("surnames.csv", key="surname")
    titles = rows("titles.csv", key="title")
    before, after = _beside("before"), _beside("after")
    rare = words_like_names()
    return _Lexicon(
        strong=frozenset(row["surname"] for row in surnames if row["class"] == "strong"),
        typical=frozenset(words("given_characters.csv", "character")),
        known=everyday().items,
        rare=rare,
        near=everyday().items | rare,
        verbs=verbs(),
        before=before,
        ending=_lengths(before, -1),
        after=after,
        starting=_lengths(after, 0),
        called=frozenset(row["title"] for row in titles if row["side"] in ("after", "both")),
        sounds=sounds(),
        everyday=everyday(),
        places=dict(places().names),
    )


def _lengths(table: dict[str, int], at: int) -> dict[str, tuple[int, ...]]:
    """The lengths of words, longest first, by their character at a place."""
    sizes: dict[str, set[int]] = {}
    for word in table:
        sizes.setdefault(word[at], set()).add(len(word))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in sizes.items()}


def _beside(side: str) -> dict[str, int]:
    """Words that stand before or behind a name, with their points."""
    table = {
        row["word"]: int(row["points"]) for row in rows("person_words.csv") if row["side"] == side
    }
    others = ("after", "both") if side == "after" else ("before", "both", "byline", "loose")
    for row in rows("titles.csv", key="title"):
        if row["side"] in others:
            table.setdefault(row["title"], 3)
    if side == "after":
        for word in words("speech_verbs.csv"):
            table.setdefault(word, 3)
    return table


@cache
def _opening() -> re.Pattern[str]:
    """A surname before one Han character at least."""
    names = words("surnames.csv", "surname")
    double = alternatives(name for name in names if len(name) > 1)
    single = "".join(name for name in names if len(name) == 1)
    return re.compile(rf"(?:{double}|[{single}])(?=[\u3400-\u9fff])")


@cache
def words_like_names() -> frozenset[str]:
    """Rarer words that begin with a surname."""
    table = rows("surname_words.csv", key="head")
    return frozenset(word for row in table for word in split(row["words"]))


@cache
def sounds() -> frozenset[str]:
    """The characters with which foreign names are written by their sound."""
    return frozenset(words("transliteration.csv", "character"))


def spoken(word: str) -> bool:
    """True for what a person does, such as 表示, which is no given name."""
    return word in _lexicon().after and len(word) > 1


def found(ground: Terrain) -> Iterator[tuple[int, int]]:
    """The places of names that have enough points, from left to right, then their neighbours."""
    near = list(_near(ground))
    again = Counter(ground.text[start:end] for start, end, _ in near)
    sure: list[tuple[int, int]] = []
    reached = 0
    for start, end, points in near:
        twice = again[ground.text[start:end]] > 1
        if start >= reached and points + twice >= ENOUGH:
            sure.append((start, end))
            reached = end
    yield from sure
    seen = {start for start, _ in sure}
    for first, last in sure:
        yield from _onward(ground, last, seen)
        yield from _backward(ground, first, seen)


def _near(ground: Terrain) -> Iterator[tuple[int, int, int]]:
    """Names that have enough points or lack one, with their points."""
    strong, covered = _lexicon().strong, ground.covered
    for match in _opening().finditer(ground.text):
        start, stop = match.span()
        if covered[start]:
            continue
        before = _before(ground, start)
        if before < (-1 if match.group() in strong else 1):
            continue
        best = _best(ground, start, stop - start, ENOUGH - 1, before)
        if best:
            yield start, best[1], best[0]


def _onward(ground: Terrain, end: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    """Names that follow one in an enumeration."""
    while ground.text[end : end + 1] in _ENUM:
        start = end + 1
        match = _opening().match(ground.text, start)
        if match is None or start in seen:
            return
        best = _best(ground, start, len(match.group()), ENOUGH, 1)
        if best is None:
            return
        seen.add(start)
        yield start, best[1]
        end = best[1]


def _backward(ground: Terrain, start: int, seen: set[int]) -> Iterator[tuple[int, int]]:
    """Names that stand before one in an enumeration."""
    while start > 2 and ground.text[start - 1] in _ENUM:
        end = start - 1
        for size in (3, 2, 4):
            first = end - size
            match = _opening().match(ground.text, first) if first >= 0 else None
            if match and first not in seen and len(match.group()) < size < len(match.group()) + 3:
                points = points_of(ground, first, end, len(match.group()))
                if points is not None and points >= ENOUGH:
                    break
        else:
            return
        seen.add(first)
        yield first, end
        start = first


def _best(
    ground: Terrain, start: int, base: int, enough: int, before: int
) -> tuple[int, int] | None:
    """Points and end of the best name that begins at `start`."""
    best: tuple[int, int] | None = None
    for size in (base + 2, base + 1):
        points = points_of(ground, start, start + size, base, before)
        if points is not None and points >= enough and (best is None or points > best[0]):
            best = (points, start + size)
    return best


def points_of(
    ground: Terrain, start: int, end: int, base: int, before: int | None = None
) -> int | None:
    """What speaks for a name here; None where it can be none.

    base: the length of the surname.  before: points for what stands before, where that is known.
    """
    text, lexicon = ground.text, _lexicon()
    name, given = text[start:end], text[start + base : end]
    known = lexicon.known
    apart = given
    if given[-1:] == "和" and text[end : end + 1] in _STOPS:
        apart = given[:-1]  # 段清和。 is no 段清 and somebody
    if name in known or len(name) != end - start or not _NEVER_GIVEN.isdisjoint(apart):
        return None
    if ground.covered[start] or name in lexicon.places or _HAN.fullmatch(given) is None:
        return None
    if len(name) == 2 and given in _FAMILIAR:
        return None
    if given[0] == "里" or (name[0] == given[0] and name[:2] in known):
        return None  # 谷里卖的是, 谢谢宋局长
    if given[-1] in _WITHIN and name[:-1] in lexicon.near:
        return None
    if given in lexicon.after or text[start + base : end + 1] in lexicon.called:
        return None
    strong = name[:base] in lexicon.strong
    behind, stopped = after(text, end)
    points = behind + strong + (base - 1) + (len(given) == 2)
    points += lexicon.typical.issuperset(given)
    before = _before(ground, start) if before is None else before
    points += before
    if behind < 2 and before < (2 if len(given) == 1 else 1):
        points -= 1
    if base == 1 and name[:2] in known:
        points -= 1
    if given in known and not strong:
        points -= 1
    if given in lexicon.verbs:
        points -= 1 if given[0] in lexicon.typical else 3
    if behind == 0 and before < 2:
        points -= 1
    if not stopped:
        crossed = text[end - 1 : end + 1] in lexicon.near or text[end - 1 : end + 2] in known
        if crossed and (behind < 3 or text[end] in _SPOKEN):
            points -= 2
        if behind < 2 and lexicon.sounds.issuperset(text[start : end + 1]):
            points -= 2
    if points < ENOUGH - 1:
        return points
    if name in lexicon.rare or lexicon.everyday.covers(name):
        points -= 2
    if not ground.stop_ends.isdisjoint(range(start + 1, end + 1)):
        points -= 3
    if ground.words_known and not (ground.word_edge(start) and ground.word_edge(end)):
        points -= 1
    return points


def after(text: str, end: int) -> tuple[int, bool]:
    """Points for what follows, and whether that is a stop or the end."""
    follow = text[end : end + 1]
    if not follow or follow in _STOPS:
        return (2 if _AGE.match(text, end) else 1), True
    lexicon = _lexicon()
    for size in lexicon.starting.get(follow, ()):
        points = lexicon.after.get(text[end : end + size])
        if points:
            return points, False
    starts = text[end : end + 2] in lexicon.verbs or text[end + 1 : end + 2] in _ASPECT
    return int(starts), False


def _before(ground: Terrain, start: int) -> int:
    """Points for what stands before: a role, a stop, another name; less inside a word."""
    text, lexicon = ground.text, _lexicon()
    if start == 0 or text[start - 1] in _STOPS:
        return 1
    crossed = text[start - 1 : start + 1] in lexicon.near
    for size in lexicon.ending.get(text[start - 1], ()):
        points = lexicon.before.get(text[max(0, start - size) : start])
        if points:
            return points - 2 * crossed
    if start in ground.ends:
        return 1
    if crossed:
        return -2
    if text[start - 1] in _ATTACHED:
        return 0
    known = lexicon.known
    return 0 if text[start - 2 : start] in known or text[start - 3 : start] in known else -1
