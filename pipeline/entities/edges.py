"""Where a name that ends here may begin: the walk to the left from a suffix."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.lexicon import (
    Entry,
    atlas,
    common,
    everyday,
    left_words,
    listed,
    places,
    trim_pattern,
    verbs,
    zone_normals,
    zone_pattern,
)
from pipeline.frozen import dataclass
from pipeline.model import EntityType, Span
from pipeline.segment import Word, is_known

LONGEST = 40
_FAR = 5
"""So many characters before a place are no brand (华润|湖北…) but what is done: 打进|安徽…."""
_LETTERS = "A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a"
_OUTSIDE = re.compile(
    rf"[^\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff{_LETTERS}·•.&\-（）]"
    rf"|(?<![{_LETTERS}])\.|\.(?![{_LETTERS}])"
)
_BRACKET = regex.compile(r"（([^（）\n]{1,12})）")
_AFTER_BRACKET = regex.compile(r"(?:集团|控股|股份|自由贸易|科学城)")
_BEFORE_BRACKET = regex.compile(r"(?:中国|西部)$")
_COUNTED = re.compile(
    r"(?<!第)[一二两三四五六七八九十百千数几多]{1,8}(?:大|个|家|项|种|条|座|位|名|所|类|批|只|款|支)"
    r"|第[一二三四五六七八九十百0-9]{1,8}(?:代|轮|大|批|家|个)"
    r"|第?[0-9]+(?:[.,][0-9]+)?[万亿余多]{0,4}(?:个|家|项|种|条|座|位|名|所|类|批|只|款|支|人|元|年|月|日|岁|件)?"
)


_TAILS = frozenset("站队市港人讯电")
"""What a segmenter joins to the name of a place (柏林站)."""


_DESPATCH = re.compile(r"\d日[电讯]|\d年度")
"""A name comes behind what a text from elsewhere begins with, and a year: 4月28日电|内蒙古…."""
_DISPLAYS = regex.compile(
    r"供应链|显示(?:科技|技术|器件|材料|面板|屏|模组|光电|电子|产业|芯片|半导体)"
)
"""显示 that reports nothing, a display's; 供应 that supplies nobody."""
_RELATING = frozenset("含比较距离经自赴驻访抵返")
"""Words of one character before a place that are no part of its name: 比|柳州高新区."""


@cache
def _zones() -> tuple[str, ...]:
    """Behind one of these 和 begins another name: 某产业区和|某科技园."""
    return tuple(suffix for suffix in zone_normals() if len(suffix) > 2)


_ROLE = regex.compile(
    r"(?:领投|跟投|投资|出资|收购|转让|受让|承建|中标|合作|供应|运营|开发)方|(?:[新老原]|现有)股东(?!大会)"
)
_AND_COUNTY = regex.compile(r"\p{Han}和县")
"""市委和县委: behind a word it is no county of Anhui."""
_DATED = regex.compile(r"(?:\d{4}年|\d月)(?=前)")
_MARKET = regex.compile(r"市(?:场(?!监|局)|值)|[省市县]级(?!别|联)")
"""Behind a city's short name, no part of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name where it stands."""

    span: Span
    entry: Entry


_POINTED = regex.compile(r"[这那哪每][个家座片处条项所]")
"""这|个|风电产业园: the classifier behind a pointing word."""


class Terrain:
    """A text with its listed names and the boundaries that no name runs over."""

    def __init__(
        self, text: str, words: tuple[Span | Word, ...] = (), *, traditional: bool = False
    ) -> None:
        self.text = text.translate({ord("("): "（", ord(")"): "）"})
        self._starts = frozenset(word.start for word in words)
        self._ends = frozenset(word.end for word in words)
        self.words_known = bool(words)
        in_places, in_lists = atlas(traditional=traditional).scan(self.text)
        self.places = self._hits(in_places)
        inside = bytearray(len(self.text))
        for hit in self.places:
            if hit.entry.alone:
                inside[hit.span.start + 1 : hit.span.end] = b"\x01" * (len(hit.span) - 1)
        self.listed = tuple(
            hit
            for hit in self._hits(in_lists)
            if not inside[hit.span.start] and not self._run_over(hit.span)
        )
        self.cities: frozenset[str] = frozenset()
        self.covered, self.inner = self._covered()
        self.ends = frozenset(hit.span.end for hit in (*self.places, *self.listed))
        self.barriers = self._barriers()
        self.place_at = {hit.span.start: hit for hit in self.places}
        self.listed_at = {hit.span.start: hit for hit in self.listed}
        self.company_ends = frozenset(
            hit.span.end for hit in self.listed if hit.entry.type is EntityType.COMPANY
        )

    def _hits(self, found: Iterable[tuple[Span, Entry]]) -> tuple[Hit, ...]:
        """Names that do not cut another in two: the one further left wins."""
        out: list[Hit] = []
        for span, entry in found:
            if self._cut_by_words(span) or self._within_latin(span):
                continue
            if len(span) == 2 and _AND_COUNTY.search(self.text, max(0, span.start - 1), span.end):
                continue
            if out and out[-1].span.end > span.start:
                continue
            if _MARKET.match(self.text, span.end - 1) and (
                short := places().at(self.text, span.start, span.end - 1)
            ):
                span, entry = Span(span.start, short[0]), short[1]  # 义乌|市场
            out.append(Hit(span, entry))
        return tuple(out)

    def whole(self, start: int) -> int:
        """The beginning of the listed name that a place lies in, else the place itself."""
        if self.inner[start]:
            while start > 0 and self.inner[start]:
                start -= 1
        return start

    def word_edge(self, offset: int) -> bool:
        """True where a word of the segmenter begins or ends."""
        return offset in self._starts or offset in self._ends

    def crossed(self, at: int) -> bool:
        """True where a dictionary word of two characters lies over a place."""
        return self.text[at - 1 : at + 1] in everyday().items

    def _run_over(self, span: Span) -> bool:
        """A short name between two words that share its characters is none (提|高通|行)."""
        if self._behind_date(span.start):
            return False
        text, known = self.text, everyday().items
        if len(span) == 3 and span.start not in self._starts:
            # 美|好未来
            return self.crossed(span.start) and text[span.start + 1 : span.end] in known
        if len(span) > 2:
            return False
        before = text[max(0, span.start - 1) : span.start + 1]
        if (
            span.start
            and before in known
            and text[max(0, span.start - 2) : span.start] not in known
        ):
            return True
        after = text[span.end - 1 : span.end + 1]
        return after in known and text[span.end : span.end + 2] not in known

    def _behind_date(self, start: int) -> bool:
        """2024年|前海: behind a date no 年前 or 月前 begins."""
        found = _DATED.search(self.text, max(0, start - 5), start + 1)
        return found is not None and found.end() == start

    def _within_latin(self, span: Span) -> bool:
        """Part of a longer Latin word or of a code: CCTV in CCTV-5."""
        text = self.text
        last, behind = text[span.end - 1], text[span.end : span.end + 1]
        if last.isascii() and behind.isascii() and (behind.isalnum() or behind == "-"):
            return True
        first, before = text[span.start], text[span.start - 1 : span.start]
        return first.isascii() and before.isascii() and before.isalnum()

    def _cut_by_words(self, span: Span) -> bool:
        """A short name that words run over is none (上|海信|息, 提|高通|行)."""
        if len(span) > 2 or not self._starts or self._behind_date(span.start):
            return False
        if span.start in self._starts and self.text[span.end : span.end + 1] in _TAILS:
            return False
        if span.start in self._starts and self._word_behind(span.end):
            return False
        if span.start in self._starts and self.text.startswith(("地区", "一带"), span.end):
            return False  # 大同|地区, one word of a dictionary
        if span.start in self._starts and self._guessed(span):
            return False  # 甲海|收, a word that the segmenter made up
        over = places().at(self.text, max(0, span.start - 2), span.start)
        if over is not None and over[0] == span.start and span.end in self._ends:
            return False  # 山西|大同, one word of a dictionary
        return not (
            (span.start in self._starts or span.start in self._ends)
            and (span.end in self._ends or span.end in self._starts)
        )

    def _guessed(self, span: Span) -> bool:
        """Is what goes on behind a short name no word of the dictionary?"""
        end = next((at for at in range(span.end, span.end + 3) if at in self._ends), span.end)
        return end == span.end + 1 and not is_known(self.text[span.start : end])

    def _word_behind(self, at: int) -> bool:
        """A word of the segmenter that is a name and a place or a word (上海|浦东, 东盟|国家)."""
        found = places().at(self.text, at, at + 3)
        if found is not None and found[0] in self._ends:
            return True
        return at + 2 in self._ends and self.text[at : at + 2] in common().items

    def _covered(self) -> tuple[bytearray, bytearray]:
        """Characters in listed names, and those of them that begin none."""
        size = len(self.text)
        covered, inner = bytearray(size), bytearray(size + 1)
        for hit in (*self.places, *self.listed):
            # a county's short name before the kind of a zone: 曾都|经济开发区
            named = hit.entry.alone or zone_pattern().match(self.text, hit.span.end) is not None
            if not named:
                continue
            start, end = hit.span.start, hit.span.end
            covered[start:end] = b"\x01" * (end - start)
            inner[start] = 0
            inner[start + 1 : end] = b"\x01" * (end - start - 1)
        return covered, inner

    def _barriers(self) -> list[int]:
        """Offsets at which a name may begin but not go on to the left."""
        text, inner = self.text, self.inner
        cuts = {0}
        self.stop_ends: set[int] = set()
        cuts.update(match.end() for match in _OUTSIDE.finditer(text))
        matcher, stops = left_words()
        for start, end in matcher.spans(text):
            if text[start:end] in stops and not _DISPLAYS.match(text, start):
                cuts.add(self._cut(start, end) if inner[end - 1] or inner[end] else end)
                if end - start > 1:
                    self.stop_ends.add(end)
        for match in _COUNTED.finditer(text):
            cuts.add(self._cut(*match.span()))
        cuts.update(match.end() for match in _DESPATCH.finditer(text))
        return sorted(cuts)

    def _cut(self, start: int, end: int) -> int:
        """Where a word ends, or where the listed name begins that its last character is part of."""
        if self.inner[start] and self.inner[end - 1]:
            return 0
        if self.inner[end]:
            while end > start and self.inner[end]:
                end -= 1
            return end if end > start else 0
        return end

    def barrier(self, offset: int, *, skip: int = 0) -> int:
        """The nearest boundary at or before `offset`; `skip` passes over the nearest ones."""
        return self.barriers[max(0, bisect_right(self.barriers, offset) - 1 - skip)]

    def left(self, end: int, *, skip: int = 0) -> int:
        """Where a name whose last part begins at `end` may begin at the earliest.

        skip: boundaries to pass over, where the nearest would leave no name (发那|科).
        """
        floor = max(0, end - LONGEST)
        start = self.barrier(end, skip=skip)
        for match in reversed(list(_BRACKET.finditer(self.text, floor, end))):
            if match.end() < start:
                break
            if (
                match.end() == end
                or _AFTER_BRACKET.match(self.text, match.end())
                or _BEFORE_BRACKET.search(self.text, floor, match.start())
                or self._names_branch(match.start(), match.group(1))
            ):
                start = min(start, self.barrier(match.start()))
            else:
                start = max(start, match.end())
                break
        start = max(start, floor)
        start = self._after_role(self._after_and(start, end), end)
        opening = self.text.rfind("（", start, end)
        if opening >= 0 and "）" not in self.text[opening:end]:
            start = opening + 1
        closing = self.text.find("）", start, end)
        if closing >= 0 and "（" not in self.text[start:closing]:
            start = closing + 1
        return self._from_place(self.trim(start, end), end)

    def _from_place(self, start: int, end: int) -> int:
        """A name begins at its place where only dictionary words stand before that."""
        if start in self.listed_at or start in self.place_at:
            return start
        for at in range(start + 1, end - 1):
            hit = self.place_at.get(at)
            if hit is not None and hit.entry.alone and hit.span.end <= end:
                if at == start + 1:
                    return at if self.text[start] in _RELATING else start
                return at if self._no_brand(start, at) else start
        return start

    def _no_brand(self, start: int, end: int) -> bool:
        """Words before a place that are none of its name: 贷款打进|安徽…."""
        if self.ordinary(start, end):
            return True
        before = self.text[start:end]
        pairs = len(before) == 4 and is_known(before[:2]) and is_known(before[2:])
        return pairs or (len(before) >= _FAR and "（" not in before)

    def _names_branch(self, at: int, inside: str) -> bool:
        """中关村（亦庄）…产业园: a place in brackets, and no whole name before it."""
        if inside not in places().names and inside not in listed().names:
            return False
        before = self.text[max(0, at - 8) : at]
        return not any(before.endswith(normal) for normal in zone_normals())

    def _after_and(self, start: int, end: int) -> int:
        """A name begins after 和, unless what follows would be no name (细胞和基因|产业园)."""
        cut = self.text.rfind("和", start, end)
        while cut > start:
            right = self.text[cut + 1 : end]
            if not self.covered[cut] and right and not common().covers(right):
                return cut + 1
            if not self.covered[cut] and (not right or cut in self.ends):
                return cut + 1
            if self.text[start:cut].endswith(_zones()) and not self.covered[cut]:
                return cut + 1
            if self.text[start:cut] and common().covers(self.text[start:cut]):
                return cut + 1
            cut = self.text.rfind("和", start, cut)
        leads = self.text[start : start + 1] == "和" and not self.covered[start]
        return start + 1 if leads else start

    def _after_role(self, start: int, end: int) -> int:
        """上一轮领投方|甲资本, 老股东|乙创投: what the bearer of a name is in a deal."""
        for at in (start - 2, start):
            role = _ROLE.match(self.text, at, end) if at >= 0 else None
            if role is not None and start < role.end() < end:
                return role.end()
        return start

    def trim(self, start: int, end: int) -> int:
        """Cuts common words off the beginning, unless a listed name begins there."""
        if 0 < start < end and start not in self.listed_at and _POINTED.match(self.text, start - 1):
            start += 1
        while start < end and start not in self.listed_at and not self._at_sure_place(start):
            match = trim_pattern().match(self.text, start, end)
            if match is None or match.end() == start or match.end() >= end:
                break
            start = match.end()
        return start

    def _at_sure_place(self, offset: int) -> bool:
        """A place begins here; 中方 is a county, and more often a partner."""
        hit = self.place_at.get(offset)
        return hit is not None and (hit.entry.alone or self.text[hit.span.end - 1] != "方")

    def skip_verbs(self, start: int, end: int) -> int:
        """Past the verbs and adverbs that a loosely marked name does not begin with."""
        while end - start > 3 and start not in self.listed_at and start not in self.place_at:
            head = self.text[start : start + 2]
            if head not in verbs() or zone_pattern().match(self.text, start):
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
