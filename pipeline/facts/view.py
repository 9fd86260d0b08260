"""A sentence as the fact rules see it: its text with times, names and numbers masked.

The mask has the length of the text, so offsets are those of the article. A time is written as
a run of TIME, a name as NAME, a quantity that states something as NUMBER; a streak (连续8年)
and numbers in names, codes and ordinals stay plain text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.marks import DATELINE
from pipeline.model import Entity, EntityType, Mention, Quantity, Role, Span, Time
from pipeline.segment import Word, split_at

TIME = "\ue001"
NAME = "\ue002"
NUMBER = "\ue003"

# a bracket parts clauses only where a number stands in it
# (what stands before is looked at last, where the mark itself is there)
_MARKS = (
    rf"[，；：。！？,;!?\n]|…+|——|\u3000+|(?= )(?<=\p{{Han}}{{3}}) +(?=[\p{{Han}}{NAME}]{{3}})|"
    rf"(?=:)(?<=[^\x00-\x7f]):"
    rf"|[（(](?=[^（）()]*{NUMBER})|(?=[）)])(?<=[（(][^（）()]{{0,60}}{NUMBER}[^（）()]{{0,60}})[）)]"
)
_CLAUSE_END = regex.compile(_MARKS)
_CLAUSE_END_OR_CHOICE = regex.compile(
    # 四大产业中|新材料产业产值…: what is chosen from is told before
    rf"{_MARKS}|(?<=[中里])(?=(?!的|[间心等小国型转央标游期位介断药])[\p{{Han}}{NAME}]{{2}})"
    rf"(?<=(?:\A|[，；。：！？,;])(?:其|{NAME}+的?)?{NUMBER}+\p{{Han}}{{2,8}}[中里])"
)


_DATELINE = regex.compile(DATELINE)
_SINCE = regex.compile(rf"{TIME}+(?:以来|来(?![自源临访往]))")
_DONE = regex.compile(r"(?<=\p{Han}{2})(?:累计)?(?:实现|完成)了?(?=\p{Han}{2})")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the entity it stands for."""

    span: Span
    entity: Entity
    mention: Mention


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas. `mark` is the punctuation behind it."""

    span: Span
    mark: str


class View:
    """One sentence with all that was found in it; offsets count in the article's text.

    contest: what the text so far said that some were ranked in, or "".
    market: the text is about a stock market.
    subject_ends, subjects: where the names end that are subjects of clauses, and whom they name.
    """

    def __init__(
        self,
        text: str,
        span: Span,
        words: Sequence[Word],
        quantities: Sequence[Quantity],
        times: Sequence[Time],
        names: Sequence[Named],
        streaks: Sequence[Quantity] = (),
    ) -> None:
        self.text = text
        self.span = span
        self.quantities = [q for q in quantities if q.role is Role.FACT]
        self.others = [q for q in quantities if q.role is not Role.FACT]
        self.streaks = list(streaks)
        self.times = list(times)
        self.names = list(names)
        self._mask = self._masked()
        self.clauses = self._clauses()
        self.subject_ends: list[int] = []
        self.subjects: dict[int, Entity] = {}
        self.contest = ""
        self.period: str | None = None
        """The time of its first number that is no beginning of a change."""
        self.market = False
        self.paced = 0
        """The sign of the pace (增速, 降幅) that the sentence before ended with, 0 for none."""
        self.earlier: dict[str, str] = {}
        """What the paragraphs before measured last in each unit."""
        self._clause_starts = [clause.span.start for clause in self.clauses]
        self.worked: dict[tuple[object, ...], Any] = {}
        self._pieces = words
        self._words: list[Word] | None = None
        self._starts: list[int] = []

    def _masked(self) -> str:
        start = self.span.start
        mask = list(self.text[self.span.start : self.span.end])
        for time in self.times:
            mask[time.span.start - start : time.span.end - start] = TIME * len(time.span)
        for other in (*self.others, *self.streaks):
            if other.role is Role.DATE or other in self.streaks:
                mask[other.span.start - start : other.span.end - start] = TIME * len(other.span)
        for named in self.names:
            mask[named.span.start - start : named.span.end - start] = NAME * len(named.span)
        for quantity in self.quantities:
            mask[quantity.span.start - start : quantity.span.end - start] = NUMBER * len(
                quantity.span
            )
        return "".join(mask)

    def mask(self, start: int, end: int) -> str:
        """The masked text of a stretch."""
        return self._mask[start - self.span.start : end - self.span.start]

    def plain(self, start: int, end: int) -> str:
        """The text of a stretch."""
        return self.text[start:end]

    def wording(self, span: Span) -> str:
        """A phrase without its times and its 实现: 企业今年实现收入 is 企业收入."""
        mask = self.mask(span.start, span.end)
        plain = self.plain(span.start, span.end)
        if TIME in mask:
            mask = _SINCE.sub(lambda found: TIME * len(found.group()), mask)  # 半年来
            plain = "".join(c for c, m in zip(plain, mask, strict=True) if m != TIME)
        return _DONE.sub("", plain)

    def _clauses(self) -> list[Clause]:
        out: list[Clause] = []
        dated = _DATELINE.match(self.text, self.span.start, self.span.end)
        start = dated.end() if dated else self.span.start
        mask = self._mask
        chosen = NUMBER in mask and ("中" in mask or "里" in mask)
        ends = _CLAUSE_END_OR_CHOICE if chosen else _CLAUSE_END
        for match in ends.finditer(mask, start - self.span.start):
            at = self.span.start + match.start()
            if at > start:
                out.append(Clause(Span(start, at), match.group()))
            start = self.span.start + match.end()
        if start < self.span.end:
            out.append(Clause(Span(start, self.span.end), ""))
        return out

    def clause_at(self, offset: int) -> int:
        """Index of the clause an offset stands in."""
        return max(0, bisect_right(self._clause_starts, offset) - 1)

    def words(self, start: int, end: int) -> list[Word]:
        """The words between two offsets, none of them across the edge of a number, time or name."""
        if self._words is None:
            cuts = {
                edge
                for span in (
                    *(q.span for q in self.quantities),
                    *(t.span for t in self.times),
                    *(n.span for n in self.names),
                )
                for edge in (span.start, span.end)
            }
            self._words = split_at(self._pieces, cuts)
            self._starts = [word.start for word in self._words]
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        inside = self._words[first:last]
        if inside and (inside[0].start < start or inside[-1].end > end):
            inside = split_at(inside, (start, end))
        return [word for word in inside if start <= word.start and word.end <= end]

    def names_in(self, start: int, end: int) -> list[Named]:
        return [n for n in self.names if start <= n.span.start and n.span.end <= end]

    def times_in(self, start: int, end: int) -> list[Time]:
        return [t for t in self.times if start <= t.span.start and t.span.end <= end]


_Found = TypeVar("_Found")


def once(work: Callable[[View, Clause], _Found]) -> Callable[[View, Clause], _Found]:
    """What a sentence alone tells of one of its clauses is worked out once, however often asked."""

    @wraps(work)
    def known(view: View, clause: Clause) -> _Found:
        key = work, clause.span.start
        if key not in view.worked:
            view.worked[key] = work(view, clause)
        found: _Found = view.worked[key]
        return found

    return known


def named(entities: Sequence[Entity]) -> list[Named]:
    """All mentions of all entities in text order, the longer first where two begin together."""
    found = [
        Named(mention.span, entity, mention)
        for entity in entities
        for mention in entity.mentions
        if entity.type is not EntityType.PERSON or not mention.anaphor
    ]
    found.sort(key=lambda item: (item.span.start, -item.span.end))
    out: list[Named] = []
    for item in found:
        if not out or item.span.start >= out[-1].span.end:
            out.append(item)
    return out
