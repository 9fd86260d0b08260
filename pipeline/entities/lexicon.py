"""The names and words that entities are found by, read once from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pipeline.frozen import dataclass
from pipeline.model import EntityType, Span
from pipeline.tables import alternatives, rows, words

PROVINCE = "province"
MUNICIPALITIES = frozenset({"北京", "上海", "天津", "重庆", "香港", "澳门", "海南"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed name. key: what its other names share; alone: a name without help around it."""

    type: EntityType
    key: str
    rule: str
    code: str | None = None
    alone: bool = True
    level: str = ""


class Gazetteer:
    """Finds listed names in a text: the longest at each character."""

    def __init__(self, names: Mapping[str, Entry]) -> None:
        self.names = dict(names)
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self.lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}

    def at(self, text: str, start: int, end: int) -> tuple[int, Entry] | None:
        """End and entry of the longest name that begins at `start` and ends by `end`."""
        for size in self.lengths.get(text[start : start + 2], ()):
            if start + size <= end:
                entry = self.names.get(text[start : start + size])
                if entry is not None:
                    return start + size, entry
        return None


class Vocabulary:
    """Tells whether a phrase is made of common words only."""

    def __init__(self, items: Iterable[str]) -> None:
        self.items = frozenset(items)
        self._longest = max(map(len, self.items))

    def covers(self, phrase: str) -> bool:
        """True for a phrase that can be cut into listed words without rest."""
        reach = [True] + [False] * len(phrase)
        for end in range(1, len(phrase) + 1):
            for start in range(max(0, end - self._longest), end):
                if reach[start] and phrase[start:end] in self.items:
                    reach[end] = True
                    break
        return reach[-1]


class Atlas:
    """Several gazetteers scanned in one walk over the text."""

    def __init__(self, *parts: Gazetteer) -> None:
        self._parts = parts
        sizes: dict[str, list[tuple[int, ...]]] = {}
        for index, part in enumerate(parts):
            for head, lengths in part.lengths.items():
                sizes.setdefault(head, [()] * len(parts))[index] = lengths
        self._sizes = sizes

    def scan(self, text: str) -> tuple[list[tuple[Span, Entry]], ...]:
        """For each gazetteer the longest name at each character, overlapping ones too."""
        out: tuple[list[tuple[Span, Entry]], ...] = tuple([] for _ in self._parts)
        sizes, tables = self._sizes, [part.names for part in self._parts]
        for start in range(len(text) - 1):
            head = text[start : start + 2]
            if head in sizes:
                for found, names, lengths in zip(out, tables, sizes[head], strict=True):
                    for size in lengths:
                        entry = names.get(text[start : start + size])
                        if entry is not None:
                            end = min(start + size, len(text))
                            found.append((Span(start, end), entry))
                            break
        return out


@cache
def atlas(*, traditional: bool = False) -> Atlas:
    """Places, then zones, companies and bodies; those of Taipei's exchanges on a page of theirs."""
    return Atlas(places(), _listed_in_taiwan() if traditional else listed())


def split(cell: str) -> tuple[str, ...]:
    """The members of a cell that lists several by `|`."""
    return tuple(item for item in cell.split("|") if item)


@cache
def places() -> Gazetteer:
    """Regions, countries, cities abroad; short forms too, the ambiguous not `alone`."""
    names: dict[str, Entry] = {}
    repeated: set[str] = set()
    order = {PROVINCE: 0, "prefecture": 1, "county": 2}
    for row in sorted(rows("regions.csv", key="code"), key=lambda row: order[row["level"]]):
        level, code = row["level"], row["code"]
        # 长沙 is the city, and not the county of the same stem
        key = row["name"] if row["short"] in names else row["short"]
        if row["name"] in names:
            if names[row["name"]].level == level:
                repeated.add(row["name"])
        else:
            clear = len(row["name"]) > 2 or row["name"][-1] != "区"
            names[row["name"]] = Entry(EntityType.PLACE, key, "region", code, clear, level)
        if row["short"] not in names:
            alone = row["alone"] == "1"
            names[row["short"]] = Entry(EntityType.PLACE, key, "region_short", code, alone, level)
        if "自治" in row["name"][-3:-1] and row["name"][-1] in "州县旗":
            # 楚雄彝族自治州 is 楚雄州 as well
            short = Entry(EntityType.PLACE, key, "region", code, True, level)
            names.setdefault(key + row["name"][-1], short)
    for name in repeated:
        entry = names[name]
        names[name] = Entry(EntityType.PLACE, name, entry.rule, None, entry.alone, entry.level)
    for row in rows("countries.csv", key="name"):
        code_or_none = row["code"] or None
        for name in (row["name"], *split(row["aliases"])):
            names[name] = Entry(
                EntityType.PLACE, row["name"], row["kind"], code_or_none, True, row["kind"]
            )
    return Gazetteer(names)


@cache
def county_codes() -> dict[str, frozenset[str]]:
    """Short or full name of a county → the codes of all counties that have it."""
    out: dict[str, set[str]] = {}
    for row in rows("regions.csv", key="code"):
        if row["level"] == "county":
            for name in (row["short"], row["name"]):
                out.setdefault(name, set()).add(row["code"])
    return {short: frozenset(codes) for short, codes in out.items()}


@cache
def zone_normals() -> dict[str, str]:
    """Zone suffix → the short suffix that means the same."""
    return {row["suffix"]: row["normal"] for row in rows("zone_suffixes.csv", key="suffix")}


@cache
def zone_needs() -> dict[str, str]:
    return {row["suffix"]: row["needs"] for row in rows("zone_suffixes.csv", key="suffix")}


@cache
def listed() -> Gazetteer:
    """Zones, companies and organisations with a row of their own."""
    names: dict[str, Entry] = {}
    for row in rows("zones.csv", key="id"):
        entry = Entry(EntityType.ZONE, row["id"], f"zone_{row['kind']}", row["id"])
        for name in (row["name"], *split(row["aliases"])):
            for form in _zone_forms(name):
                names.setdefault(form, entry)
    for name in words("listings.csv", "name"):
        names[name] = Entry(EntityType.COMPANY, name, "company_listed")
    shared = frozenset(words("company_words.csv", "name"))
    for row in rows("companies.csv", key="name"):
        for name in (row["name"], *split(row["aliases"])):
            names[name] = Entry(
                EntityType.COMPANY, row["name"], "company_listed", alone=name not in shared
            )
    for row in rows("organisations.csv", key="name"):
        entry = Entry(EntityType.ORG, row["name"], "organisation_listed")
        for name in (row["name"], *split(row["aliases"])):
            names[name] = entry
    return Gazetteer(names)


@cache
def _listed_in_taiwan() -> Gazetteer:
    """The listed names and those of companies on Taipei's exchanges, where no other bears them."""
    names = {
        name: Entry(EntityType.COMPANY, name, "company_listed", alone=len(name) > _WORD)
        for name in words("listings_taiwan.csv", "name")
    }
    return Gazetteer({**names, **listed().names})


_WORD = 2
"""A name of so many characters reads as a word as well."""


def _zone_forms(name: str) -> tuple[str, ...]:
    """The ways a listed zone is written: long and short suffix, with 国家(级) before it."""
    forms = {name}
    for suffix in _long_suffixes(name):
        core = name[: -len(suffix)]
        short = zone_normals()[suffix]
        for tail in {suffix, short}:
            forms |= {core + tail, core + "国家" + tail, core + "国家级" + tail}
        if short == "综保区":
            forms.add(core + "保税区")
    return tuple(sorted(forms))


@cache
def zone_pattern() -> re.Pattern[str]:
    """Any suffix of a zone."""
    return re.compile(alternatives(zone_normals()) + "(?!长)")


def _long_suffixes(name: str) -> tuple[str, ...]:
    for size in range(min(len(name) - 1, 14), 1, -1):
        if name[-size:] in zone_normals():
            return (name[-size:],)
    return ()


@cache
def common() -> Vocabulary:
    """Words that name a kind of thing."""
    trims = (row["word"] for row in rows("left_words.csv", key="word") if row["use"] == "trim")
    industry = (
        row["suffix"]
        for row in rows("company_suffixes.csv", key="suffix")
        if row["class"] in ("industry", "brand", "firm")
    )
    anaphors = (row["word"] for row in rows("anaphors.csv", key="word"))
    return Vocabulary(
        {
            *words("generic_words.csv"),
            *trims,
            *industry,
            *anaphors,
            *zone_normals(),
            "和",
            "与",
            "及",
        }
    )


@cache
def everyday() -> Vocabulary:
    """The common words and the dictionary's: what they cover is no invented name."""
    table = rows("everyday.csv", key="head")
    cells = (split(row["plain"]) + split(row["verbs"]) for row in table)
    return Vocabulary({*common().items, *(word for cell in cells for word in cell)})


@cache
def verbs() -> frozenset[str]:
    """Verbs and adverbs of two characters that seldom begin a name."""
    table = rows("everyday.csv", key="head")
    return frozenset(word for row in table for word in split(row["verbs"]))


class Matcher:
    """Finds words of a list from left to right, the longest at each place, none overlapping.

    A large alternation costs twenty times as much; the set of first characters alone, as a
    pattern, leaves few places to look at.
    """

    def __init__(self, items: Iterable[str]) -> None:
        self._items = frozenset(items)
        lengths: dict[str, set[int]] = {}
        for item in self._items:
            lengths.setdefault(item[0], set()).add(len(item))
        self._lengths = {
            head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()
        }
        singles = {item for item in self._items if len(item) == 1}
        pairs = {item[:2] for item in self._items if len(item) > 1}
        self._heads = frozenset(pairs)
        self._singles = frozenset(singles)
        self._first = re.compile("[" + "".join(map(re.escape, sorted(lengths))) + "]")

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        lengths, items = self._lengths, self._items
        heads, singles = self._heads, self._singles
        position = 0
        for found in self._first.finditer(text):
            start = found.start()
            if start < position:
                continue
            head = text[start]
            if text[start : start + 2] in heads:
                for size in lengths[head]:
                    if text[start : start + size] in items:
                        position = min(start + size, len(text))
                        yield start, position
                        break
            elif head in singles:
                position = start + 1
                yield start, position


@cache
def left_words() -> tuple[Matcher, frozenset[str]]:
    """All words that matter left of a name, and those of them that it does not run over."""
    table = rows("left_words.csv", key="word")
    stops = frozenset(row["word"] for row in table if row["use"] == "stop")
    return Matcher(row["word"] for row in table if row["use"] != "count"), stops


@cache
def trim_pattern() -> re.Pattern[str]:
    """Words cut off where a name would begin with them."""
    table = rows("left_words.csv", key="word")
    return re.compile(alternatives(row["word"] for row in table if row["use"] == "trim"))


@cache
def suffix_pattern(
    table: str, column: str = "suffix", classes: tuple[str, ...] = ()
) -> re.Pattern[str]:
    """Any suffix of a table, the longest first; `classes` keeps some rows by their second column.

    A suffix is none where a word of its `not_before` follows (大学生), or 长 for a head (局长).
    """
    parts: list[tuple[int, str]] = []
    for row in rows(table, key=column):
        if classes and list(row.values())[1] not in classes:
            continue
        word, refused = row[column], split(row.get("not_before", ""))
        guard = f"(?!{alternatives(refused)})" if refused else ""
        parts.append((-len(word), re.escape(word) + guard))
    rests: dict[str, list[str]] = {}  # those that begin alike are tried together
    for _, part in sorted(parts):
        rests.setdefault(part[0], []).append(part[1:])
    pattern = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile(f"(?:{pattern})(?!长(?![期远江沙春城三安]))")


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, those that begin within another one too."""
    at = 0
    while (match := pattern.search(text, at)) is not None:
        yield match
        at = match.start() + 1


@cache
def qualities() -> frozenset[str]:
    """What says of a trade which part of it is meant: 中小银行, 人形机器人."""
    return frozenset(
        row["word"] for row in rows("company_contexts.csv") if row["side"] == "quality"
    )
