"""Zones whose common suffix is printed once: 甲、乙、丙高新区 are three zones of their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import PROVINCE, places, zone_pattern
from pipeline.entities.zones import key
from pipeline.model import EntityType, Span

RULE = "zone_in_list"
_TIER = 1
_LOCAL = frozenset({"prefecture", "county"})
_LONGEST = 5
_JOINED = regex.compile(r"(?:、|和|与|及|以及)\Z")
_SUFFIX = regex.compile(
    r"(?:国家(?:级)?)?(?:高新区|经开区|开发区|高新技术产业(?:开发)?区|经济技术开发区|综保区|综合保税区|保税区|新区)\Z"
)
"""Kinds of zones that cities have by their own names."""


def find_zone_lists(ground: Terrain, zones: Iterable[Candidate]) -> Iterator[Candidate]:
    """The places before a zone that is named by its place, each as its own zone.

    A list of two is one only with 、: 甲市和乙开发区 are a city and a zone.
    """
    text = ground.text
    for zone in zones:
        suffix = zone_pattern().search(text, zone.span.start, zone.span.end)
        if suffix is None or not _local(text[zone.span.start : suffix.start()]):
            continue
        kind = text[suffix.start() : zone.span.end]
        if _SUFFIX.match(kind) is None:
            continue
        members = list(_before(text, zone.span.start))
        if not any(text[span.end] == "、" for span, _ in members):
            continue
        for span, whole in members:
            name = text[span.start : span.end] + kind
            yield Candidate(whole, EntityType.ZONE, RULE, _TIER, key(name))


def _before(text: str, start: int) -> Iterator[tuple[Span, Span]]:
    """The members of a list of places that ends at `start`, the last first.

    Each as it stands, and with the province that stands before it (江苏|徐州).
    """
    while (joined := _JOINED.search(text, max(0, start - 2), start)) is not None:
        end = joined.start()
        sizes = range(min(_LONGEST, end), 1, -1)
        size = next((n for n in sizes if _local(text[end - n : end])), None)
        if size is None:
            return
        start = end - size
        province = next((n for n in (3, 2) if n <= start and _province(text[start - n : start])), 0)
        yield Span(start, end), Span(start - province, end)


def _local(name: str) -> bool:
    """A city's or county's name without its class word."""
    entry = places().names.get(name)
    if entry is None or (len(name) > 2 and name[-1] in "市县区州盟旗"):
        return False
    return entry.level in _LOCAL or (entry.level == PROVINCE and name in ("重庆", "天津"))


def _province(name: str) -> bool:
    entry = places().names.get(name)
    return entry is not None and entry.level == PROVINCE
