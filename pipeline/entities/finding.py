"""Candidates of all kinds, settled, then joined to entities with their other names."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.candidates import settle
from pipeline.entities.coined import find_coined
from pipeline.entities.companies import find_companies
from pipeline.entities.edges import Terrain
from pipeline.entities.joining import join
from pipeline.entities.offices import find_offices
from pipeline.entities.organisations import find_organisations
from pipeline.entities.persons import find_persons
from pipeline.entities.places import find_places
from pipeline.entities.teams import find_teams
from pipeline.entities.unlisted import find_unlisted
from pipeline.entities.zones import find_zones
from pipeline.model import Entity, Span


def find(text: str, *, words: Sequence[Span] = (), context: Sequence[Entity] = ()) -> list[Entity]:
    """The entities of one article, sorted by their first mention.

    text: simplified, one paragraph a line, headline first.
    words: a segmenter's words, used only to refuse short names that they run over.
    context: entities of the page's other articles, which may lend a short name its owner.
    """
    ground = Terrain(text, tuple(words))
    found = [
        *find_zones(ground),
        *find_companies(ground),
        *find_coined(ground),
        *find_organisations(ground),
        *find_offices(ground),
        *find_teams(ground),
        *find_persons(ground),
        *find_places(ground),
        *find_unlisted(ground, _known_cities(context)),
    ]
    return join(ground, settle(found), context)


def _known_cities(context: Sequence[Entity]) -> list[str]:
    """The stems of cities that no list has, from the page's other articles."""
    return [
        e.canonical[:-1] for e in context if e.rule == "unlisted city" and len(e.canonical) == 3
    ]
