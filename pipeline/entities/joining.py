"""Mentions to entities: other ways of writing, short names, explained aliases, anaphors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import (
    common,
    county_codes,
    everyday,
    listed,
    places,
    zone_normals,
    zone_pattern,
)
from pipeline.entities.places import CHAIN
from pipeline.entities.short_names import core_of, short_names
from pipeline.entities.zones import key as zone_key
from pipeline.model import Entity, EntityType, Mention, Span
from pipeline.segment import is_known
from pipeline.tables import alternatives, rows

_QUOTE = "[“「『\"']?"
_UNQUOTE = "[”」』\"']?"
_SHORT_NAME = r"([^（）“”「」『』\"'\n]{2,20})"
_EXPLAINED = regex.compile(
    rf"（(?:以下简称|以下称|下称|以下统称|股票简称|证券简称|简称|又称|也称|又名|俗称)[:：]?{_QUOTE}{_SHORT_NAME}{_UNQUOTE}"
    rf"(?:(?:[、，,](?:又称|或|也称)?|或){_QUOTE}{_SHORT_NAME}{_UNQUOTE})?）"
)
_TITLE = regex.compile(r"《[^《》\n]{1,60}》")
_ANNEX = regex.compile(r"（(?!含|包含|不含|(?:以下|下)?简?称)([\p{Han}]{1,6}?)(园|园区|片区)）$")
_QUOTED = regex.compile(r"“([\p{Han}]{2,12})”")
_INITIALS = regex.compile(
    r"（([\p{Han}]{2,6})(?:[，、,：:][^（）\n]{0,10}\d{4,6}[^（）\n]{0,4})?）"
)
"""A short name in brackets, the number of its shares behind it at most: （某某精密，代号6877）."""
_CODE = regex.compile(r"（([A-Z][A-Za-z]{1,9})）")


_LEVELS = {
    "市": ("province", "prefecture", "county"),
    "省": ("province",),
    "县": ("county",),
    "区": ("county",),
    "国": ("country",),
}
PARENT = "company_parent"
"""The rule of a company that a text speaks of before its local branch."""
_POINTERS = "该全我本这家辖"


@dataclass(eq=False)
class Group:
    """One thing while its mentions are gathered."""

    type: EntityType
    rule: str
    code: str | None
    keys: set[str]
    names: list[str] = field(default_factory=list)
    official: str = ""
    mentions: list[Mention] = field(default_factory=list)

    def add(self, text: str, span: Span, *, anaphor: bool = False) -> None:
        surface = text[span.start : span.end]
        self.mentions.append(Mention(span, surface, anaphor))
        if self.type is EntityType.PERSON:
            surface = "".join(surface.split())  # 高　岚 of a byline is 高岚
        if not anaphor and surface not in self.names:
            self.names.append(surface)

    @property
    def first(self) -> int:
        return min(mention.span.start for mention in self.mentions)


def join(ground: Terrain, settled: Sequence[Candidate], context: Sequence[Entity]) -> list[Entity]:
    """Entities of one article from its settled candidates."""
    text = ground.text
    groups: list[Group] = []
    owners: dict[tuple[EntityType, str], Group] = {}
    for item in settled:
        surface = text[item.span.start : item.span.end]
        keys = {item.key, surface}
        if item.type is EntityType.ZONE:
            keys |= _zone_keys(surface)
        known = (owners.get((item.type, name)) for name in sorted(keys))
        group = next((owner for owner in known if owner is not None), None)
        if group is None:
            group = Group(item.type, item.rule, item.code, set())
            groups.append(group)
        group.keys |= keys
        owners.update(((item.type, name), group) for name in keys)
        group.code = group.code or item.code
        group.add(text, item.span)
        if item.rule == "company_short_form":
            group.names += _without_country(surface)
        if item.rule == CHAIN:
            group.names += _without_city(surface)
        if item.rule == "abbreviation" or surface == "我国":
            group.official = item.key
    _unite(groups, EntityType.ZONE, _same_zone)
    _unite(groups, EntityType.ORG, _same_body)
    _known_before(groups, context)
    groups = _outside_titles(text, groups)
    aliases = list(_aliases(ground, groups, context))
    groups = _unite_aliases(_without_cut_short(text, groups, aliases), aliases)
    taken = bytearray(len(text))
    for group in groups:
        for mention in group.mentions:
            _mark(taken, mention.span)
    for alias, group in aliases:
        for span in _free(text, alias, taken):
            group.add(text, span)
            _mark(taken, span)
    groups += _borrowed(text, taken, context)
    _anaphors(ground, groups, taken)
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
    return [name[found[0] :], *_without_city(name[found[0] :])] if found else []


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
            and _same_thing(group, other)
        ]
        if len(fitting) == 1:
            fitting[0].names += names


def _same_thing(group: Group, other: Group) -> bool:
    if group.type is EntityType.ZONE:
        return (
            not {zone_key(name) for name in group.names}.isdisjoint(map(zone_key, other.names))
            or _same_zone(group, other)
            or _same_zone(other, group)
        )
    if group.type is EntityType.ORG:
        return _same_body(group, other) or _same_body(other, group)
    if group.type is EntityType.COMPANY:
        return _same_company(group, other) or _same_company(other, group)
    unlisted = "unlisted city" in (group.rule, other.rule)
    stems = {name.rstrip("市县") for name in group.names}
    return unlisted and not stems.isdisjoint(name.rstrip("市县") for name in other.names)


def _same_company(short: Group, full: Group) -> bool:
    """沐野汽车 is 柳州沐野汽车有限公司."""
    legal = full.names[0].endswith("公司") and not short.names[0].endswith("公司")
    if not legal:
        return False
    core = core_of(full.names[0])
    return any(
        len(name) > 2
        and (_heads(name, full.names[0]) or (name[:2] == core[:2] and _picked(name, core)))
        for name in short.names
    )


def _same_body(short: Group, long: Group) -> bool:
    """市统计局 is 澧源市统计局, 旅发局 is 旅游发展局."""
    return any(_short_body(a, b) for a in short.names for b in long.names if 3 <= len(a) < len(b))


def _short_body(short: str, name: str) -> bool:
    if not name.endswith(short):
        return short[-1] == name[-1] and short[0] == name[0] and _picked(short, name)
    head = name[: -len(short)]
    if short[0] in "省市县区":
        return 2 <= len(head) <= 3 or head + short[0] in places().names
    return head in places().names or head in listed().names


def _same_zone(short: Group, long: Group) -> bool:
    if all(map(_bare, short.names)) and not all(map(_bare, long.names)):
        return any(name in longer for name in short.names for longer in long.names)
    if long.code and short.code and long.code != short.code:
        return False
    return any(_tail_of(a, b) for a in short.names for b in long.names)


def _bare(name: str) -> bool:
    """A zone's name without its suffix: 张江, 前海, 光谷."""
    return zone_pattern().search(name) is None


def _tail_of(short: str, long: str) -> bool:
    a, b = zone_key(short), zone_key(long)
    if len(a) >= len(b) or not b.endswith(a):
        return False
    if not any(a.endswith(n) and len(a) - len(n) >= 2 for n in set(zone_normals().values())):
        return False
    head = b[: -len(a)]
    known = head in places().names or head in listed().names or head in zone_normals()
    return known or zone_key(head) != head


def _aliases(
    ground: Terrain, groups: list[Group], context: Sequence[Entity]
) -> Iterator[tuple[str, Group]]:
    """Short names and whose they are, the longest first."""
    text = ground.text
    found: dict[str, Group] = {}
    for group in groups:
        for mention in group.mentions:
            for pattern in (_EXPLAINED, _CODE):
                match = pattern.match(text, mention.span.end)
                if match:
                    for alias in match.groups():
                        if alias and not common().covers(alias):
                            found.setdefault(alias.strip(), group)
                initials = _INITIALS.match(text, mention.span.end)
                if initials and _picked(initials.group(1), mention.text):
                    found.setdefault(initials.group(1), group)
    for group in groups:
        for name in group.names if group.type is EntityType.ZONE else ():
            stem = name.removesuffix("新区")
            if 2 <= len(stem) < len(name) and (not is_known(stem) or stem in county_codes()):
                found.setdefault(stem, group)
    for group in groups:
        parents = {name for other in groups if _is_parent(other, group) for name in other.names}
        if group.type is EntityType.COMPANY and group.rule == "company_legal_form":
            for name in short_names(group.names[0], text):
                if name in parents:
                    continue
                if name not in places().names and not common().covers(name):
                    found.setdefault(name, group)
        if group.rule == "company_short_form":
            stem = _stem(group.names[0])
            if stem and not common().covers(stem) and stem not in places().names:
                found.setdefault(stem, group)
        if group.type is EntityType.COMPANY and group.rule == "company_legal_form":
            for other in groups:
                if (
                    other.rule == "company_listed"
                    and other is not group
                    and not _is_parent(other, group)
                ):
                    heads = [name for name in other.names if _heads(name, group.names[0])]
                    found.update(dict.fromkeys(heads, group))
    for alias, group in sorted(found.items(), key=lambda item: (-len(item[0]), item[0])):
        yield alias, group


def _is_parent(other: Group, group: Group) -> bool:
    """Does a text speak of 岚泽电器 before 岚泽电器（重庆）有限公司 or 岚泽财务有限公司?"""
    if other is group or other.type is not EntityType.COMPANY or other.first > group.first:
        return False
    full = group.names[0]
    if other.rule == PARENT:
        return full.startswith(other.names[0])
    if other.rule != "company_listed":
        return False
    for name in other.names:
        if _heads(name, full):
            rest = full.partition(name)[2]
            return _LOCAL.match(rest) is not None or _SUBSIDIARY.match(rest) is not None
    return False


_LOCAL = regex.compile(r"（\p{Han}{2,6}）|\p{Han}{2,6}?分公司")
_SUBSIDIARY = regex.compile(
    r"(?:集团)?(?:财务|销售|投资|置业|地产|物流|贸易|进出口|国际|租赁|资产管理|物业|售后|服务|电子商务|保险|融资)\p{Han}{0,6}公司"
)


def _picked(short: str, name: str) -> bool:
    """True for a name's own characters in its order: 国科会 of 国家科学及技术委员会."""
    if short in places().names or len(short) >= len(name):
        return False
    characters = iter(name)
    return all(character in characters for character in short)


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


_SITE = regex.compile(r"(?:港|机场|口岸|地铁|铁路|高速|景区|码头)\Z")


def _stem(name: str) -> str:
    """海默林集团 goes by 海默林 as well, where that is no word."""
    for form in ("集团", "控股", "公司"):
        stem = name.removesuffix(form)
        if stem != name and len(stem) > 2 and not everyday().covers(stem):
            return "" if _SITE.search(stem) else stem  # 某某港 is the port as well
    return ""


def _heads(short: str, full: str) -> bool:
    """True where a full name begins with the short one, a place before it or none."""
    head, _, _ = full.partition(short)
    return head != full and (not head or head in places().names)


def _free(text: str, name: str, taken: bytearray) -> Iterator[Span]:
    start = text.find(name)
    while start >= 0:
        span = Span(start, start + len(name))
        if not any(taken[span.start : span.end]):
            yield span
        start = text.find(name, start + 1)


def _mark(taken: bytearray, span: Span) -> None:
    taken[span.start : span.end] = b"\x01" * len(span)


@cache
def _anaphor_pattern() -> regex.Pattern[str]:
    return regex.compile(alternatives(row["word"] for row in rows("anaphors.csv", key="word")))


def _anaphors(ground: Terrain, groups: list[Group], taken: bytearray) -> None:
    """该区, 公司 and the like go to the nearest fitting entity named before."""
    text = ground.text
    kinds = {row["word"]: EntityType(row["type"]) for row in rows("anaphors.csv", key="word")}
    named = sorted(
        ((mention.span.start, group) for group in groups for mention in group.mentions),
        key=lambda item: item[0],
    )
    for match in _anaphor_pattern().finditer(text):
        span = Span(*match.span())
        word = match.group()
        if any(taken[span.start : span.end]) or _NO_STOCK.match(text, span.start):
            continue
        if word[0] not in _POINTERS and not _begins(ground, span.start):
            continue
        kind = kinds[word]
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
        _mark(taken, span)


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
                _mark(taken, span)
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
