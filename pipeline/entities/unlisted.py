"""Cities and counties that no list has: a stem before 市 or 县 that the text uses again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import everyday
from pipeline.model import EntityType, Span

_NAMED = regex.compile(r"(?P<stem>\p{Han}{2})(?P<kind>市|县|省|自治州)(?![场值民级容外价面直况盈])")
_EDGE = regex.compile(
    r"(?:^|[^\p{Han}]|[在从为到对自和与及跟由向往赴至的是位落来了把将让给，、]|位于|来自|落户|本报|地处|代表|"
    r"今年|去年|全省|我省|其中|同时|目前)\Z"
)
_OF_OFFICE = regex.compile(
    r"(?:人民)?政府|委(?:书记|常委|副|办|、|，|员会)|市长|县长|人大|政协|统计局|日报|第[一二三四五六七八九十\d]+届|"
    r"国民经济|\d{4}年|[\p{Han}]{1,8}局|委"
)
_NEXT = regex.compile(r"[、和与]\p{Han}{2,3}[市县](?!\p{Han}{0,2}[场值民容价])")
_LAST = regex.compile(r"[市县][、和与]\Z")
"""Other cities beside it in an enumeration."""
_NO_STEM = regex.compile(
    r"[的了在是和与及上下全本我该各省地县区股都门超楼集夜入开闭牛熊城多数个家这那其某每两几一二三四五六七八九十百千]"
)


@cache
def _stand_alone() -> regex.Pattern[str]:
    """What may follow the bare stem of a city: it is the city, not the head of a longer name."""
    return regex.compile(
        r"$|[，。；：、！？）”\s]|的|与|和|及|将|已|要|还|也|全|市民|人民|经济|现有|共|是|在|有"
    )


def find_unlisted(ground: Terrain, known: Sequence[str] = ()) -> Iterator[Candidate]:
    """Cities by their form, where the stem stands in the text again or an office follows.

    known: stems that the page's other articles have shown to be cities.
    """
    text = ground.text
    taken: set[str] = set(known)
    for match in _NAMED.finditer(text):
        stem = match["stem"]
        if _NO_STEM.search(stem) or stem in everyday().items:
            continue
        if not _EDGE.search(text[max(0, match.start() - 3) : match.start()]):
            continue
        if any(
            hit.span.start < match.end()
            and match.start() < hit.span.end
            and hit.span != Span(*match.span("stem"))
            for hit in ground.places
        ):
            continue
        listed = _NEXT.match(text, match.end()) or _LAST.search(text, 0, match.start())
        if (
            text.count(stem) < 2
            and not listed
            and not _OF_OFFICE.match(text[match.end() : match.end() + 12])
        ):
            continue
        taken.add(stem)
        yield Candidate(Span(*match.span()), EntityType.PLACE, "unlisted city", 9, stem)
    for stem in sorted(taken):
        for found in regex.finditer(stem, text):
            end = found.end()
            if text[end : end + 1] in "市县":
                continue
            before = text[max(0, found.start() - 3) : found.start()]
            if _EDGE.search(before) and _stand_alone().match(text[end : end + 4]):
                yield Candidate(Span(*found.span()), EntityType.PLACE, "unlisted city", 9, stem)
