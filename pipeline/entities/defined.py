"""Companies that no list knows and a bracket gives a short name: 甲清洁能源（以下简称“甲清”）."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows

_TIER = 6
_LONGEST = 20
_DEFINED = regex.compile(
    r"（(?:以下简称|以下称|下称|以下统称|简称)[:：]?[“「『\"']?(?P<short>[\p{Han}A-Za-z0-9·]{2,8})[”」』\"']?）"
)


@cache
def _no_firm() -> regex.Pattern[str]:
    """What is given a short name as well: a law, a plan, a fair."""
    words = alternatives(
        row["word"] for row in rows("company_contexts.csv") if row["side"] == "no_firm"
    )
    return regex.compile(rf"{words}\Z")


def find_defined(ground: Terrain, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Whatever stands before the bracket, if nothing that was found ends there."""
    text = ground.text
    ends = {item.span.end for item in found}
    for match in _DEFINED.finditer(text):
        short, end = match["short"], match.start()
        start = ground.trim(max(ground.left(end), end - _LONGEST), end)
        name = text[start:end]
        if end in ends or len(name) < len(short) or not _spells(short, name):
            continue
        if (
            _no_firm().search(name)
            or ground.generic(start, end)
            or ground.generic(*match.span("short"))
        ):
            continue
        yield Candidate(Span(start, end), EntityType.COMPANY, "company_defined", _TIER, name)


def _spells(short: str, name: str) -> bool:
    """Do the characters of a short name stand in the full one, in their order?"""
    at = -1
    return all((at := name.find(letter, at + 1)) >= 0 for letter in short)
