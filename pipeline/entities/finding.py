"""Candidates of all kinds, settled, then joined to entities with their other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.entities.candidates import Candidate, settle
from pipeline.entities.coined import find_coined
from pipeline.entities.companies import find_companies
from pipeline.entities.edges import Terrain
from pipeline.entities.joining import join
from pipeline.entities.lexicon import places
from pipeline.entities.offices import find_offices
from pipeline.entities.organisations import find_organisations
from pipeline.entities.persons import find_persons
from pipeline.entities.places import find_places
from pipeline.entities.teams import find_teams
from pipeline.entities.unlisted import city_stems, find_unlisted
from pipeline.entities.worded import find_worded
from pipeline.entities.zones import find_zones
from pipeline.model import Entity, EntityType, Span
from pipeline.segment import Word

_GUESS = 5
"""The tier from which a company is known by what stands around it only."""


def find(
    text: str, *, words: Sequence[Span | Word] = (), context: Sequence[Entity] = ()
) -> list[Entity]:
    """The entities of one article, sorted by their first mention.

    text: simplified, one paragraph a line, headline first.
    words: a segmenter's words, used only to refuse short names that they run over.
    context: entities of the page's other articles, which may lend a short name its owner.
    """
    ground = Terrain(text, tuple(words))
    ground.cities = city_stems(ground, _known_cities(context))
    found = [
        *find_zones(ground),
        *find_companies(ground),
        *find_coined(ground),
        *find_worded(ground),
        *find_organisations(ground),
        *find_offices(ground),
        *find_teams(ground),
        *find_persons(ground),
        *find_places(ground),
        *find_unlisted(ground),
    ]
    return join(ground, settle(_undisputed(found, text, context)), context)


def _undisputed(
    found: Sequence[Candidate], text: str, context: Sequence[Entity]
) -> Iterator[Candidate]:
    """Without guesses about names that a full name of this or another article explains."""
    companies = {
        text[item.span.start : item.span.end]
        for item in found
        if item.type is EntityType.COMPANY and item.tier < _GUESS
    }
    companies |= {name[at[0] :] for name in companies if (at := places().at(name, 0, len(name)))}
    heads = {name[:size] for name in companies for size in range(2, len(name))}
    lent = {
        name
        for entity in context
        if entity.type is EntityType.COMPANY
        for name in (entity.canonical, *entity.aliases)
    }
    for item in found:
        name = text[item.span.start : item.span.end]
        before = text[max(0, item.span.start - 1) : item.span.start]
        if name[0].isascii() and name[0].isalpha() and before.isascii() and before.isalnum():
            continue  # 18A生物科技公司
        if item.rule == "person_evidence" and name in heads:
            continue
        if item.type is EntityType.COMPANY and item.tier >= _GUESS and name in lent:
            continue
        if item.type is EntityType.COMPANY and any(
            len(longer) > len(name) and text.startswith(longer, item.span.start) for longer in lent
        ):
            continue  # 信达 in 信达磁业, whose full name another article has
        yield item


def _known_cities(context: Sequence[Entity]) -> list[str]:
    """The stems of cities that no list has, from the page's other articles."""
    return [
        entity.canonical[:2]
        for entity in context
        if entity.rule == "unlisted city" and len(entity.canonical) <= 3
    ]
