"""Mentions to entities: other ways of writing, short names, explained aliases, anaphors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline import patterns as regex
from pipeline.entities.aliases import aliases as short_forms
from pipeline.entities.anaphors import anaphors
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.gathered import Group, mark
from pipeline.entities.lexicon import (
    common,
    places,
    zone_normals,
)
from pipeline.entities.places import CHAIN
from pipeline.entities.sameness import same_body, same_thing, same_zone
from pipeline.entities.zone_lists import RULE as ZONE_IN_LIST
from pipeline.entities.zones import key as zone_key
from pipeline.model import Entity, EntityType, Span

_TITLE = regex.compile(r"《[^《》\n]{1,60}》")

_ANNEX = regex.compile(r"（(?!含|包含|不含|(?:以下|下)?简?称)([\p{Han}]{1,6}?)(园|园区|片区)）$")

_QUOTED = regex.compile(r"“([\p{Han}]{2,12})”")


def join(ground: Terrain, settled: Sequence[Candidate], context: Sequence[Entity]) -> list[Entity]:
    """Entities of one article from its settled candidates."""
    text = ground.text
    groups: list[Group] = []
    owners: dict[tuple[EntityType, str], Group] = {}
    for item in settled:
        surface = text[item.span.start : item.span.end]
        cut_short = item.key if item.rule == ZONE_IN_LIST else ""
        keys = {item.key, cut_short or surface}
        if item.type is EntityType.ZONE:
            keys |= _zone_keys(cut_short or surface)
        known = (owners.get((item.type, name)) for name in sorted(keys))
        group = next((owner for owner in known if owner is not None), None)
        if group is None:
            group = Group(item.type, item.rule, item.code, set())
            groups.append(group)
        group.keys |= keys
        owners.update(((item.type, name), group) for name in keys)
        group.code = group.code or item.code
        group.add(text, item.span, name=cut_short)
        if item.rule == "company_short_form":
            group.names += _without_country(surface)
        if item.rule == CHAIN:
            group.names += _without_city(surface)
        if item.rule == "abbreviation" or surface == "我国":
            group.official = item.key
    _unite(groups, EntityType.ZONE, same_zone)
    _unite(groups, EntityType.ORG, same_body)
    _known_before(groups, context)
    groups = _outside_titles(text, groups)
    aliases = list(short_forms(ground, groups, context))
    groups = _unite_aliases(_without_cut_short(text, groups, aliases), aliases)
    taken = bytearray(len(text))
    for group in groups:
        for mention in group.mentions:
            mark(taken, mention.span)
    for alias, group in aliases:
        for span in _free(text, alias, taken):
            group.add(text, span)
            mark(taken, span)
    groups += _borrowed(text, taken, context)
    anaphors(ground, groups, taken)
    return _entities(groups)


def _without_country(name: str) -> list[str]:
    """新加坡狮洲电力公司 goes by 狮洲电力公司 as well."""
    found = places().at(name, 0, len(name))
    if found is None or found[1].level != "country" or found[1].code == "CN":
        return []
    return [name[found[0] :]]


def _without_city(name: str) -> list[str]:
    """四川省广元市苍溪县 goes by 广元市苍溪县 and 苍溪县 as well."""
    found = places().at(name, 0, len(name) - 1)
    rest = name[found[0] :] if found else ""
    return [rest, *_without_city(rest)] if len(rest) > 1 else []


def _zone_keys(surface: str) -> set[str]:
    """南京高新区（江宁园） is 南京高新区, 江宁园 and 江宁高新区."""
    keys = {zone_key(surface)}
    annex = _ANNEX.search(surface)
    if annex:
        base = zone_key(surface[: annex.start()])
        keys |= {base, annex.group(1) + annex.group(2)}
        for normal in set(zone_normals().values()):
            if base.endswith(normal):
                keys.add(annex.group(1) + normal)
    return keys


def _unite(groups: list[Group], kind: EntityType, same: Callable[[Group, Group], bool]) -> None:
    """A shorter name is the longer one's where only a place or its zone stands before it."""
    found = [group for group in groups if group.type is kind]
    found.sort(key=lambda group: (-max(map(len, group.names)), group.first))
    for short in reversed(found):
        owners = [long for long in found if long is not short and long in groups]
        owners = [long for long in owners if same(short, long)]
        if not owners or (kind is EntityType.ORG and len(owners) > 1):
            continue
        long = owners[0]
        long.keys |= short.keys
        long.mentions += short.mentions
        long.code = long.code or short.code
        long.names += [name for name in short.names if name not in long.names]
        groups.remove(short)


def _known_before(groups: list[Group], context: Sequence[Entity]) -> None:
    """What another article of the page calls by a longer or shorter name has that name as well."""
    for entity in context:
        if entity.type is EntityType.PERSON:
            continue
        names = [entity.canonical, *entity.aliases]
        other = Group(entity.type, entity.rule, entity.code, set(), names)
        fitting = [
            group
            for group in groups
            if group.type is entity.type
            and not set(group.names) & set(names)
            and same_thing(group, other)
        ]
        if len(fitting) == 1:
            fitting[0].names += names


def _outside_titles(text: str, groups: list[Group]) -> list[Group]:
    """Without those that stand only in the titles of works and measures."""
    titles = [Span(*match.span()) for match in _TITLE.finditer(text)]
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    out = []
    for group in groups:
        covers = titles
        if group.type is EntityType.PLACE:
            longest = max(map(len, group.names))
            covers = titles + [span for span in quoted if len(span) > longest + 2]
        if not all(any(span.contains(m.span) for span in covers) for m in group.mentions):
            out.append(group)
    return out


def _without_cut_short(
    text: str, groups: list[Group], aliases: list[tuple[str, Group]]
) -> list[Group]:
    """Without those that stop within a short name: 某某机械 where 某某机械人 is explained."""

    def within(group: Group) -> bool:
        return any(
            group is not owner
            and group.type is owner.type
            and all(
                len(m.text) < len(alias) and text.startswith(alias, m.span.start)
                for m in group.mentions
            )
            for alias, owner in aliases
        )

    return [group for group in groups if not within(group)]


def _unite_aliases(groups: list[Group], aliases: list[tuple[str, Group]]) -> list[Group]:
    """A group that has only the short name of another is that other."""
    gone: list[Group] = []
    known = [alias for alias, _ in aliases]
    for alias, owner in aliases:
        for group in groups:
            if (
                group is not owner
                and alias in group.names
                and set(group.names) <= set(known)
                and group.type is owner.type
            ):
                owner.mentions += group.mentions
                owner.names += group.names
                gone.append(group)
    return [group for group in groups if not any(group is other for other in gone)]


def _free(text: str, name: str, taken: bytearray) -> Iterator[Span]:
    start = text.find(name)
    while start >= 0:
        span = Span(start, start + len(name))
        if not any(taken[span.start : span.end]):
            yield span
        start = text.find(name, start + 1)


def _borrowed(text: str, taken: bytearray, context: Sequence[Entity]) -> list[Group]:
    """Entities of the page's other articles whose names stand here unexplained."""
    out: list[Group] = []
    for entity in context:
        if entity.type not in (EntityType.ZONE, EntityType.COMPANY):
            continue
        group = Group(entity.type, "page_context", entity.code, set())
        for name in sorted(
            (entity.canonical, *entity.aliases), key=lambda item: (-len(item), item)
        ):
            if common().covers(name) or name in places().names:
                continue
            for span in _free(text, name, taken):
                group.add(text, span)
                mark(taken, span)
        if group.mentions:
            group.names.append(entity.canonical)
            out.append(group)
    return out


def _entities(groups: list[Group]) -> list[Entity]:
    out = []
    for group in groups:
        names = [*group.names, group.official] if group.official else group.names
        pronouns = {"我国"}
        canonical = max(
            names, key=lambda name: (name not in pronouns, len(name), -names.index(name))
        )
        mentions = tuple(sorted(group.mentions, key=lambda mention: mention.span))
        aliases = tuple(name for name in group.names if name != canonical)
        out.append(Entity(group.type, canonical, aliases, mentions, group.rule, group.code))
    return sorted(out, key=lambda entity: entity.mentions[0].span)
