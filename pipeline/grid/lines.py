"""Lines as a table's reader sees them: cells between white space or rules, labels and values."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.model import Span
from pipeline.tables import rows

LONGEST_LABEL = 24
_LONGEST = 40
"""No cell, of words or of figures, is longer."""
FIGURES = r"[-−–+]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
ARROWS = "↑↓▲▼△▽"
_BARE = regex.compile(rf"[{ARROWS}]?\s?(?P<figures>{FIGURES}%?)\s?[{ARROWS}]?\Z")
_MISSING = regex.compile(r"(?:[-—–－]{1,3}|一|…{1,2}|/|持平|暂无)\Z")
"""No figure is given; 一 is how a dash is recognised from a picture."""
_UNITED = regex.compile(
    r"(?:约|近|超过?|逾|第|不足)?[-−–+]?\d[\d,]*(?:\.\d+)?[余多]?(?P<unit>\p{L}[\p{L}/²³·.]{0,7})\Z"
)
_MAGNITUDE = regex.compile(r"万亿|[十百千]?[万亿]|[百千]")
_GAP = regex.compile(r"[\s\u3000|｜]")
_CELL = regex.compile(r"[^\s\u3000|｜]+")
_HAN = regex.compile(r"(?!一)\p{Han}\Z")
_WITH_UNIT = regex.compile(r"\p{Han}[（(][^（）()]{1,8}[）)]\Z")
_APART = regex.compile(r"(?<=\p{Han})[\s\u3000]+(?=\p{Han})")
_WORD = regex.compile(r"\p{Han}|[A-Za-z]")
_SENTENCE = regex.compile(r"[。；！？，]")
_DATES = frozenset({"年", "月", "日", "号", "期", "届", "版", "批", "岁", "时", "分", "点", "次"})
"""Behind a number these make a date or an ordinal more often than an amount."""


class Sort(StrEnum):
    """What a cell holds: words, figures, figures with a unit, or a dash for none."""

    LABEL = "label"
    BARE = "bare"
    UNITED = "united"
    MISSING = "missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it, and its cells. Offsets count in `text`, the whole one."""

    text: str
    span: Span
    cells: tuple[Span, ...]
    words: tuple[str, ...]
    sorts: tuple[Sort, ...]

    def cell(self, index: int) -> str:
        """The words of a cell, without the white space that sets them apart (税　收)."""
        return self.words[index]

    @property
    def whole(self) -> str:
        return self.text[self.span.start : self.span.end].strip()

    def is_lone(self) -> bool:
        """Is all the line one cell?"""
        return len(self.cells) == 1


def words(text: str, span: Span) -> str:
    return _APART.sub("", text[span.start : span.end])


def read_lines(text: str) -> list[Line]:
    out = []
    start = 0
    for line in text.split("\n"):
        cells = tuple(_cells(line, start))
        if cells:
            out.append(line_of(text, Span(start, start + len(line)), cells))
        start += len(line) + 1
    return out


def line_of(text: str, span: Span, cells: tuple[Span, ...]) -> Line:
    said = tuple(words(text, cell) for cell in cells)
    return Line(text, span, cells, said, tuple(map(sort_of, said)))


def _cells(line: str, start: int) -> Iterator[Span]:
    """The cells of a line; single characters side by side are one word set apart: 指　标."""
    if line and _GAP.search(line) is None:
        yield Span(start, start + len(line))
        return
    begun: Span | None = None
    for match in _CELL.finditer(line):
        span = Span(start + match.start(), start + match.end())
        single = _HAN.match(match.group()) is not None
        if begun is not None and (single or _WITH_UNIT.match(match.group())):
            begun = Span(begun.start, span.end)
            continue
        if begun is not None:
            yield begun
        begun = span if single else None
        if not single:
            yield span
    if begun is not None:
        yield begun


def sort_of(cell: str) -> Sort:
    """What one cell holds."""
    if not cell:
        return Sort.MISSING
    return Sort.OTHER if len(cell) > _LONGEST else _sort_of(cell)


@lru_cache(maxsize=1 << 12)  # cleaning, articles and numbers ask for the tables of the same lines
def _sort_of(cell: str) -> Sort:
    if _SENTENCE.search(cell):
        return Sort.OTHER
    if _BARE.match(cell):
        return Sort.BARE
    if _MISSING.match(cell):
        return Sort.MISSING
    united = _UNITED.match(cell)
    if united is not None and _is_unit(united["unit"]):
        return Sort.UNITED
    if is_unit(cell) or (len(cell) <= LONGEST_LABEL and _WORD.search(cell)):
        return Sort.LABEL
    return Sort.OTHER


def is_value(sort: Sort) -> bool:
    return sort in (Sort.BARE, Sort.UNITED, Sort.MISSING)


def figures_in(text: str, cell: Span) -> tuple[Span, bool]:
    """The figures of a cell without unit, and whether an arrow says that they fall."""
    match = _BARE.match(text[cell.start : cell.end])
    assert match is not None
    start, end = match.span("figures")
    falls = any(arrow in match.group() for arrow in "↓▼▽")
    return Span(cell.start + start, cell.start + end), falls


def is_year(cell: str) -> bool:
    return len(cell) == 4 and regex.fullmatch(r"(?:19|20)\d\d", cell) is not None


@cache
def _units() -> frozenset[str]:
    found = {row["surface"] for row in rows("units.csv")}
    found |= {row["surface"] for row in rows("currencies.csv")}
    found |= {row["word"] for row in rows("classifiers.csv")}
    return frozenset(found - _DATES)


def is_unit(word: str) -> bool:
    """Is a word a unit, a magnitude before it or not: 亿千瓦时, 家?"""
    return word in _units() or _MAGNITUDE.sub("", word, count=1) in _units()


def _is_unit(word: str) -> bool:
    return is_unit(word) or _MAGNITUDE.fullmatch(word) is not None
