"""Do two names mean one thing: a longer and a shorter one, a short form and the full name?"""

from __future__ import annotations

from pipeline.entities.gathered import Group
from pipeline.entities.lexicon import (
    listed,
    places,
    zone_normals,
    zone_pattern,
)
from pipeline.entities.short_names import core_of
from pipeline.entities.zones import key as zone_key
from pipeline.model import EntityType


def same_thing(group: Group, other: Group) -> bool:
    if group.type is EntityType.ZONE:
        return (
            not {zone_key(name) for name in group.names}.isdisjoint(map(zone_key, other.names))
            or same_zone(group, other)
            or same_zone(other, group)
        )
    if group.type is EntityType.ORG:
        return same_body(group, other) or same_body(other, group)
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
        and (heads(name, full.names[0]) or (name[:2] == core[:2] and picked(name, core)))
        for name in short.names
    )


def same_body(short: Group, long: Group) -> bool:
    """市统计局 is 澧源市统计局, 旅发局 is 旅游发展局."""
    return any(_short_body(a, b) for a in short.names for b in long.names if 3 <= len(a) < len(b))


def _short_body(short: str, name: str) -> bool:
    if not name.endswith(short):
        return short[-1] == name[-1] and short[0] == name[0] and picked(short, name)
    head = name[: -len(short)]
    if short[0] in "省市县区":
        return 2 <= len(head) <= 3 or head + short[0] in places().names
    return head in places().names or head in listed().names


def same_zone(short: Group, long: Group) -> bool:
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


def picked(short: str, name: str) -> bool:
    """True for a name's own characters in its order: 国科会 of 国家科学及技术委员会."""
    if short in places().names or len(short) >= len(name):
        return False
    characters = iter(name)
    return all(character in characters for character in short)


def heads(short: str, full: str) -> bool:
    """True where a full name begins with the short one, a place before it or none."""
    head, _, _ = full.partition(short)
    return head != full and (not head or head in places().names)
