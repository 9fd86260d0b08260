"""Short names that a text explains, or that a full name is known by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import patterns as regex
from pipeline.entities.edges import Terrain
from pipeline.entities.gathered import Group
from pipeline.entities.lexicon import (
    common,
    county_codes,
    everyday,
    places,
)
from pipeline.entities.sameness import heads, picked
from pipeline.entities.short_names import short_names
from pipeline.model import Entity, EntityType
from pipeline.segment import is_known

PARENT = "company_parent"
"""The rule of a company that a text speaks of before its local branch."""
_QUOTE = "[“「『\"']?"
_UNQUOTE = "[”」』\"']?"
_SHORT_NAME = r"([^（）“”「」『』\"'\n]{2,20})"
_EXPLAINED = regex.compile(
    rf"（(?:以下简称|以下称|下称|以下统称|股票简称|证券简称|简称|又称|也称|又名|俗称)[:：]?{_QUOTE}{_SHORT_NAME}{_UNQUOTE}"
    rf"(?:(?:[、，,](?:又称|或|也称)?|或){_QUOTE}{_SHORT_NAME}{_UNQUOTE})?）"
)
_INITIALS = regex.compile(
    r"（([\p{Han}]{2,6})(?:[，、,：:][^（）\n]{0,10}\d{4,6}[^（）\n]{0,4})?）"
)
"""A short name in brackets, the number of its shares behind it at most: （某某精密，代号6877）."""
_CODE = regex.compile(r"（([A-Z][A-Za-z]{1,9})）")


def aliases(
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
                if initials and picked(initials.group(1), mention.text):
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
                    begins = [name for name in other.names if heads(name, group.names[0])]
                    found.update(dict.fromkeys(begins, group))
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
        if heads(name, full):
            rest = full.partition(name)[2]
            return _LOCAL.match(rest) is not None or _SUBSIDIARY.match(rest) is not None
    return False


_LOCAL = regex.compile(r"（\p{Han}{2,6}）|\p{Han}{2,6}?分公司")
_SUBSIDIARY = regex.compile(
    r"(?:集团)?(?:财务|销售|投资|置业|地产|物流|贸易|进出口|国际|租赁|资产管理|物业|售后|服务|电子商务|保险|融资)\p{Han}{0,6}公司"
)
_SITE = regex.compile(r"(?:港|机场|口岸|地铁|铁路|高速|景区|码头)\Z")


def _stem(name: str) -> str:
    """海默林集团 goes by 海默林 as well, where that is no word."""
    for form in ("集团", "控股", "公司"):
        stem = name.removesuffix(form)
        if stem != name and len(stem) > 2 and not everyday().covers(stem):
            return "" if _SITE.search(stem) else stem  # 某某港 is the port as well
    return ""
