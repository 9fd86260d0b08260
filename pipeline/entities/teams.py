"""Sports teams: a place and 队, a club and 队 beside what teams do, a country and 女排."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span

_TEAM = regex.compile(r"(?:[男女]子?)?[足篮排手乒羽冰垒曲水]?球?队(?![员友长伍列形])")
_SIDE = regex.compile(r"(?:女排|男排|女足|男足|女篮|男篮|女乒|男乒|女曲|女手|国青|国奥)队?")
_OTHER = regex.compile(
    r"[支大总分小中战梯部军乐团车船舰护领排连考察查工施志愿务救援消防治安保巡逻代表探科宣讲调研医疗专业服]$"
)
_DEED = regex.compile(
    r"以\d|以[一二三四五六七八九十]|(?:主场|客场)?\d+[比:：∶-]\d|[一二三四五六七八九]比[一二三四五六七八九零]"
    r"|战胜|击败|力克|不敌|负于|输给|胜出|夺|获|拿下|拿到|摘|揽|包揽|独揽|晋级|主场|客场|领先|落后|逆转|终结"
    r"|迎战|对阵|队员|主帅|主教练|外援|分列|高居|位居|卫冕|[一二三四五六七八九十]连[胜败]|[，、]|的"
)
_BY = regex.compile(r"(?:战胜|击败|力克|不敌|负于|输给|迎战|对阵|终结|赢了?|逼平|淘汰|对|让)了?$")
_LONGEST = 5


def find_teams(ground: Terrain) -> Iterator[Candidate]:
    """A team needs a place before it; without one, a deed of teams behind or before it."""
    text = ground.text
    for match in _SIDE.finditer(text):
        for hit in _ending(ground, match.start()):
            yield _team(text, hit, match.end())
    for match in _TEAM.finditer(text):
        start = _begin(ground, match.start(), match.end())
        if start is not None:
            yield _team(text, start, match.end())


def _team(text: str, start: int, end: int) -> Candidate:
    return Candidate(Span(start, end), EntityType.ORG, "team", 2, text[start:end])


def _ending(ground: Terrain, at: int) -> list[int]:
    if ground.text[at - 2 : at] in ground.cities:
        return [at - 2]
    return [hit.span.start for hit in ground.places if hit.span.end == at]


def _begin(ground: Terrain, at: int, end: int) -> int | None:
    text = ground.text
    if _OTHER.search(text, max(0, at - 1), at):
        return None
    for start in _ending(ground, at):
        return start
    left = ground.left(at)
    place = ground.place_from(left, at)
    if place is not None and 2 <= at - place.span.end <= _LONGEST:
        return left if not ground.generic(place.span.end, at) else None
    if not 2 <= at - left <= _LONGEST + 2 or ground.ordinary(left, at):
        return None
    done = _DEED.match(text, end) and text[end] not in "，、的"
    beaten = _BY.search(text, max(0, left - 3), left)
    return left if done or beaten else None
