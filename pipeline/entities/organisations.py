"""Organisations: by list, and by the suffixes of government, institutions and associations."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import suffix_pattern
from pipeline.model import EntityType, Span
from pipeline.tables import rows

_ZONE_WORD = regex.compile(r"(?:园区|新区|合作区|高新区|经开区|开发区|片区|自贸区|综保区|示范区|管委会)")
_DEPARTMENT = regex.compile(r"(?:部门)")
_LOCAL = regex.compile(r"(?:市|省|区|县|州|镇|乡|街道)")
_OF_COMPANY = regex.compile(r"(?:集团|公司|银行)(?:党委|党工委|工会|办公室|董事会|委员会|工委|团委)$")
_NO_BODY = regex.compile(r"[平布结战时出格胜败残定破全大当开赛一僵两三首末变骗饭]局$")
_LONGEST_CORE = 24


def find_organisations(ground: Terrain) -> Iterator[Candidate]:
    for hit in ground.listed:
        if hit.entry.type is EntityType.ORG:
            yield Candidate(hit.span, EntityType.ORG, hit.entry.rule, 3, hit.entry.key)
    needs = {row["suffix"]: row["needs"] for row in rows("org_suffixes.csv", key="suffix")}
    for match in suffix_pattern("org_suffixes.csv").finditer(ground.text):
        start, end = match.span()
        begin = ground.skip_verbs(ground.left(start), start)
        if _OF_COMPANY.search(ground.text, begin, end):
            continue
        if begin >= start or start - begin > _LONGEST_CORE:
            continue
        if not _named(ground, begin, start, needs[match.group()]):
            continue
        if _NO_BODY.search(ground.text, begin, end):
            continue
        yield Candidate(
            Span(begin, end), EntityType.ORG, "organisation_suffix", 2, ground.text[begin:end]
        )
    for match in _DEPARTMENT.finditer(ground.text):
        begin = ground.left(match.start())
        place = ground.place_from(begin, match.start())
        if place is None or match.start() - place.span.end < 2:
            continue
        if not _LOCAL.fullmatch(ground.text[place.span.end - 1]):
            continue
        span = Span(begin, match.end())
        yield Candidate(
            span, EntityType.ORG, "department_of_place", 2, ground.text[begin : match.end()]
        )


def _named(ground: Terrain, begin: int, start: int, needs: str) -> bool:
    place = ground.place_from(begin, start)
    if place is not None and (place.entry.level != "group" or place.span.end < start):
        return True
    if begin in ground.listed_at:
        return True
    if _ZONE_WORD.match(ground.text, begin, start):
        return True
    if ground.generic(begin, start) or start - begin < 2:
        return False
    if needs == "place":
        return start - begin >= 5
    return True
