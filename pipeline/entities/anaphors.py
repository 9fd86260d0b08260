"""该区, 公司, 园区: words that point back to what was named before."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.entities.edges import Terrain
from pipeline.entities.gathered import Group, mark
from pipeline.entities.lexicon import (
    places,
    zone_normals,
)
from pipeline.entities.zones import key as zone_key
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows

_LEVELS = {
    "市": ("province", "prefecture", "county"),
    "省": ("province",),
    "县": ("county",),
    "区": ("county",),
    "国": ("country",),
}
_POINTERS = "该全我本这家辖"


@cache
def _anaphor_pattern() -> regex.Pattern[str]:
    return regex.compile(alternatives(row["word"] for row in rows("anaphors.csv", key="word")))


def anaphors(ground: Terrain, groups: list[Group], taken: bytearray) -> None:
    """该区, 公司 and the like go to the nearest fitting entity named before."""
    text = ground.text
    kinds = {row["word"]: EntityType(row["type"]) for row in rows("anaphors.csv", key="word")}
    named = sorted(
        ((mention.span.start, group) for group in groups for mention in group.mentions),
        key=lambda item: item[0],
    )
    of_all: dict[str, bool] = {}
    for match in _anaphor_pattern().finditer(text):
        span = Span(*match.span())
        word = match.group()
        if any(taken[span.start : span.end]) or _NO_STOCK.match(text, span.start):
            continue
        if word[0] not in _POINTERS and not _begins(ground, span.start):
            continue
        kind = kinds[word]
        if kind is EntityType.ZONE and word[0] not in _POINTERS:
            if word not in of_all:
                of_all[word] = _of_all(text, word, groups, taken)
            if of_all[word]:
                continue  # 自贸试验区 are all of them
        before = [
            (start, group)
            for start, group in named
            if start < span.start and group.type is kind and _fits(word, group)
        ]
        if not before:
            continue
        # 其中，某某合作区80平方公里: a part is not what 园区 means next
        wholes = [item for item in before if not _PART.search(text[: item[0]][-3:])]
        _, group = (wholes or before)[-1]
        group.add(text, span, anaphor=True)
        mark(taken, span)


def _of_all(text: str, word: str, groups: list[Group], taken: bytearray) -> bool:
    """Are all zones of a kind meant: does the word stand alone before any of several is named?"""
    starts = [
        min(mention.span.start for mention in group.mentions)
        for group in groups
        if group.type is EntityType.ZONE and word != "园区" and _fits(word, group)
    ]
    if len(starts) < _SEVERAL:
        return False
    first = min(starts)
    return any(not taken[at] for at in regex.places(word, text) if at < first)


_SEVERAL = 2
_NO_STOCK = regex.compile(r"该股[份东权本息]")
_PART = regex.compile(r"其中[，,]?\Z")
_OPENER = regex.compile(r"(?:现在|至今|迄今|后来|此外|不过|而今|[上下]半年|季度|[年月]末?|以来)\Z")


def _begins(ground: Terrain, start: int) -> bool:
    """May a word without a pointer begin here: at a boundary, or behind a time (现在公司有…)?"""
    if ground.barrier(start) == start:
        return True
    return _OPENER.search(ground.text, max(0, start - 4), start) is not None


_CITY_PROVINCES = frozenset({"北京", "上海", "天津", "重庆"})


def _fits(word: str, group: Group) -> bool:
    """合作区 means a 合作区, 全市 a city; 园区 and 全区 any zone."""
    if group.type is EntityType.PLACE:
        entries = [places().names.get(name) for name in group.names]
        if word[-1] == "市" and any(e is not None and e.level == "province" for e in entries):
            return group.names[0][:2] in _CITY_PROVINCES
        return any(e is not None and e.level in _LEVELS[word[-1]] for e in entries)
    base = word.lstrip(_POINTERS)
    normal = zone_normals().get(base)
    if group.type is not EntityType.ZONE or normal is None or base == "园区":
        return True
    return any(zone_key(name).endswith(normal) for name in group.names)
