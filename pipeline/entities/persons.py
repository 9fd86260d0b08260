"""Persons: a surname and a given name with a title, a speech verb or a byline beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import places
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows, words

_FOREIGN = r"(?:\p{Han}{1,6}(?:[·•]\p{Han}{1,8}){1,3})"


@cache
def _patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    surnames = rows("surnames.csv", key="surname")
    any_name = alternatives(row["surname"] for row in surnames) + r"\p{Han}{1,2}"
    titles = rows("titles.csv", key="title")
    of = lambda *sides: alternatives(  # noqa: E731
        row["title"] for row in titles if row["side"] in sides
    )
    any_surname = alternatives(row["surname"] for row in surnames)
    strong = of("before", "both", "byline")
    loose = of("loose")
    after = of("after", "both", "before")
    speech = alternatives(words("speech_verbs.csv"))
    stop = r"[，。、；：,;:！？!?（）()“”‘’《》\s]|$"
    follow = (
        rf"{stop}|{speech}|[在对与和向为等的率一将也则还就曾于出主致作把带从到以被是持先及跟给让有没]"
    )
    said = rf"(?={speech})"
    reporter = r"(?:记者|通讯员|实习生|编辑|摄影|作者|文|图|供图|撰稿|责编|美编|校对|见习记者|特约记者)"
    return (
        ("byline", regex.compile(
            rf"{reporter}[：:\s　]*(?P<name>{any_name})(?:[\s　、]+(?P<name>{any_name}))*"
            rf"(?=[\s　，。、；：,;:！？）)/／（(]|摄|报道|文|图|$)")),
        ("byline_end", regex.compile(rf"(?<=[。！？”」…）)!?][\s　]*)(?P<name>{any_name})[\s　]*(?=\n|$)")),
        ("pen_name", regex.compile(r"(?<=[。！？”][ 　]{1,3})(?P<name>\p{Han}{2,4})[\s　]*$")),
        ("byline_line", regex.compile(
            rf"(?<=^|\n)[\s　]*[（(]?[\s　]*(?P<name>{any_name})[\s　]*[)）]?[\s　]*(?=\n|$)")),
        ("byline_bracket", regex.compile(
            rf"(?<=[。！？”])[\s　]*[（(](?:本报)?(?:{reporter})?[\s　]*(?P<name>{any_name})[）)]")),
        ("credit", regex.compile(rf"(?P<name>{any_name})[\s　]*[/／]?[\s　]*(?=摄(?:影)?(?:[\s　。）)]|$)|文并图|供图)")),
        ("title_before", regex.compile(
            rf"{strong}[\s　]*(?P<name>{any_surname}(?:\p{{Han}}(?={follow})|\p{{Han}}{{2}}))")),
        ("title_loose", regex.compile(
            rf"{loose}[\s　]*(?P<name>{any_surname}(?:\p{{Han}}(?={follow})|\p{{Han}}{{2}}(?={follow})))")),
        ("speech", regex.compile(
            rf"(?<=^|[\n，。；：,;:！？!?”、])(?P<name>{any_name}){said}")),
        ("title_after", regex.compile(rf"(?P<name>{any_name})(?=(?:{after}))")),
        ("foreign", regex.compile(rf"(?P<name>{_FOREIGN})")),
    )


_TIERS = {
    "byline": 0, "byline_end": 0, "byline_line": 6, "byline_bracket": 0, "credit": 0,
    "title_before": 5, "title_loose": 6, "pen_name": 1, "speech": 7, "title_after": 18, "foreign": 8,
}


def find_persons(ground: Terrain) -> Iterator[Candidate]:
    for rule, pattern in _patterns():
        for match in pattern.finditer(ground.text):
            for start, end in match.spans("name"):
                name = ground.text[start:end]
                if _refused(ground, rule, start, end, name):
                    continue
                yield Candidate(
                    Span(start, end), EntityType.PERSON, f"person_{rule}", _TIERS[rule], name
                )


def _refused(ground: Terrain, rule: str, start: int, end: int, name: str) -> bool:
    if ground.generic(start, end) or name in places().names:
        return True
    if any(ground.generic(start + cut, end) for cut in (1,) if end - start == 3):
        return rule in ("title_after", "speech", "byline_line")
    if rule == "foreign":
        return start != ground.barrier(start) or any(
            hit.span.start < end and start < hit.span.end for hit in ground.listed
        )
    if rule == "title_after":
        return start != ground.barrier(start)
    return False
