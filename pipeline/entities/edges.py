"""Where a name that ends here may begin: the walk to the left from a suffix."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import regex

from pipeline.entities.lexicon import (
    Entry,
    common,
    everyday,
    left_words,
    listed,
    places,
    trim_pattern,
    verbs,
)
from pipeline.model import Span

LONGEST = 40
_OUTSIDE = regex.compile(r"[^\p{Han}\p{Latin}·•.&\-（）]|(?<!\p{Latin})\.|\.(?!\p{Latin})")
_BRACKET = regex.compile(r"（([^（）\n]{1,12})）")
_AFTER_BRACKET = regex.compile(r"(?:集团|控股|股份|自由贸易|科学城)")
_BEFORE_BRACKET = regex.compile(r"(?:中国|西部)$")
_COUNTED = regex.compile(
    r"(?<!第)[一二两三四五六七八九十百千数几多]+(?:大|个|家|项|种|条|座|位|名|所|类|批|只|款|支)"
    r"|第[一二三四五六七八九十百0-9]+(?:代|轮|大|批|家|个)"
    r"|第?[0-9]+(?:[.,][0-9]+)?[万亿余多]*(?:个|家|项|种|条|座|位|名|所|类|批|只|款|支|人|元|年|月|日|岁|件)?"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name where it stands."""

    span: Span
    entry: Entry


class Terrain:
    """A text with its listed names and the boundaries that no name runs over."""

    def __init__(self, text: str, words: tuple[Span, ...] = ()) -> None:
        self.text = text.translate({ord("("): "（", ord(")"): "）"})
        self._starts = frozenset(word.start for word in words)
        self._ends = frozenset(word.end for word in words)
        self.places = self._hits(places().scan(self.text))
        self.listed = self._hits(listed().scan(self.text))
        self.covered, self.inner = self._covered()
        self.barriers = self._barriers()
        self.place_at = {hit.span.start: hit for hit in self.places}
        self.listed_at = {hit.span.start: hit for hit in self.listed}

    def _hits(self, found: object) -> tuple[Hit, ...]:
        """Names that do not cut another in two: the one further left wins."""
        out: list[Hit] = []
        for span, entry in found:  # type: ignore[attr-defined]
            if self._cut_by_words(span):
                continue
            if out and out[-1].span.end > span.start:
                continue
            out.append(Hit(span, entry))
        return tuple(out)

    def _cut_by_words(self, span: Span) -> bool:
        """A short name that the segmenter's words run over is none (上|海信|息)."""
        if not self._starts or len(span) > 2:
            return False
        return not (
            (span.start in self._starts or span.start in self._ends)
            and (span.end in self._ends or span.end in self._starts)
        )

    def _covered(self) -> tuple[bytearray, bytearray]:
        """Characters in listed names, and those of them that begin none."""
        size = len(self.text)
        covered, inner = bytearray(size), bytearray(size + 1)
        for hit in (*self.places, *self.listed):
            if not hit.entry.alone:
                continue
            for index in range(hit.span.start, hit.span.end):
                covered[index] = 1
                inner[index] = index > hit.span.start
        return covered, inner

    def _barriers(self) -> list[int]:
        """Offsets at which a name may begin but not go on to the left."""
        cuts = {0}
        for match in _OUTSIDE.finditer(self.text):
            cuts.add(match.end())
        matcher, stops = left_words()
        for start, end in matcher.spans(self.text):
            if self.text[start:end] in stops:
                cuts.add(self._cut(start, end))
        for match in _COUNTED.finditer(self.text):
            cuts.add(self._cut(*match.span()))
        return sorted(cuts)

    def _cut(self, start: int, end: int) -> int:
        """Where a word ends, or where the listed name begins that its last character is part of."""
        if end < len(self.text) and self.inner[end]:
            while end > start and self.inner[end]:
                end -= 1
            return end if end > start else 0
        return end

    def barrier(self, offset: int) -> int:
        """The nearest boundary at or before `offset`."""
        return self.barriers[bisect_right(self.barriers, offset) - 1]

    def left(self, end: int) -> int:
        """Where a name whose last part begins at `end` may begin at the earliest."""
        floor = max(0, end - LONGEST)
        start = self.barrier(end)
        for match in reversed(list(_BRACKET.finditer(self.text, floor, end))):
            if match.end() < start:
                break
            if (
                match.end() == end
                or _AFTER_BRACKET.match(self.text, match.end())
                or _BEFORE_BRACKET.search(self.text, floor, match.start())
            ):
                start = min(start, self.barrier(match.start()))
            else:
                start = max(start, match.end())
                break
        start = max(start, floor)
        start = self._after_and(start, end)
        opening = self.text.rfind("（", start, end)
        if opening >= 0 and "）" not in self.text[opening:end]:
            start = opening + 1
        closing = self.text.find("）", start, end)
        if closing >= 0 and "（" not in self.text[start:closing]:
            start = closing + 1
        return self.trim(start, end)

    def _after_and(self, start: int, end: int) -> int:
        """A name begins after 和, unless what follows would be no name (细胞和基因|产业园)."""
        cut = self.text.rfind("和", start, end)
        while cut > start:
            right = self.text[cut + 1 : end]
            if not self.covered[cut] and right and not common().covers(right):
                return cut + 1
            if not right and not self.covered[cut]:
                return cut + 1
            if self.text[start:cut] and common().covers(self.text[start:cut]):
                return cut + 1
            cut = self.text.rfind("和", start, cut)
        return start + 1 if self.text[start : start + 1] == "和" and not self.covered[start] else start

    def trim(self, start: int, end: int) -> int:
        """Cuts common words off the beginning, unless a listed name begins there."""
        while start < end and start not in self.listed_at and start not in self.place_at:
            match = trim_pattern().match(self.text, start, end)
            if match is None or match.end() == start or match.end() >= end:
                break
            start = match.end()
        return start

    def skip_verbs(self, start: int, end: int) -> int:
        """Past the verbs and adverbs that a loosely marked name does not begin with."""
        while end - start > 3 and start not in self.listed_at and start not in self.place_at:
            if self.text[start : start + 2] not in verbs():
                break
            start = self.trim(start + 2, end)
        return start

    def ordinary(self, start: int, end: int) -> bool:
        """True for a phrase made of dictionary words only."""
        return everyday().covers(self.text[start:end])

    def place_from(self, start: int, end: int) -> Hit | None:
        """The place name that begins exactly at `start`, short forms of counties too."""
        found = places().at(self.text, start, end)
        return Hit(Span(start, found[0]), found[1]) if found else None

    def generic(self, start: int, end: int) -> bool:
        return common().covers(self.text[start:end])
