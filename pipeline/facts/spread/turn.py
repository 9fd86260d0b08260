"""The numbers behind one 分别, and the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
from pipeline.facts.phrases import trim
from pipeline.facts.view import View
from pipeline.model import Span

_BOTH = regex.compile(
    r"(?:[这上]?述?[两二三四]项?(?:指标|者|数据|项)|指标|双方|两者|二者|三者|前述)"
)
"""What stands before 分别 and means the things before it."""
_SHARE_OF = regex.compile(r"占[^，。；、]{0,14}?的?(?:比重|比例|份额|比)?")
"""占工业产值比重分别达…: the shares are those of the things before."""
_THEM = regex.compile(r"(?:主要)?(?:指标|数据|数字)")
"""两项指标分别增长…: who are only counted again are none of those that the numbers belong to."""


@dataclass(frozen=True)
class Turn:
    """What is given out in order.

    said: the numbers before.  drafts: the numbers behind 分别, one for each thing (a range has
    one).  at: offset of 分别 in the article.
    """

    view: View
    said: Sequence[Draft]
    drafts: Sequence[Draft]
    at: int

    @property
    def first(self) -> Draft:
        return self.drafts[0]

    @property
    def count(self) -> int:
        return len(self.drafts)

    @property
    def start(self) -> int:
        """Offset from which the words belong to these numbers."""
        return self.first.left.start

    @cached_property
    def text(self) -> str:
        """The words before 分别."""
        return self.view.plain(self.start, self.at)

    @cached_property
    def phrase_span(self) -> Span:
        return trim(self.view, Span(self.start, self.at))

    @cached_property
    def phrase(self) -> str:
        """The thing named before 分别; nothing where it only points back (两项指标)."""
        phrase = self.view.plain(self.phrase_span.start, self.phrase_span.end)
        if self.first.saying.rule == "增长N":  # 产值、利润下降分别为3%、4%
            phrase = regex.sub(rf"(?<=.){any_of('rise', 'fall')}\Z", "", phrase)
        return "" if _BOTH.fullmatch(phrase) or self._of_shares else phrase

    @property
    def _of_shares(self) -> bool:
        phrase = self.view.plain(self.phrase_span.start, self.phrase_span.end)
        return _SHARE_OF.fullmatch(phrase) is not None

    @cached_property
    def before(self) -> list[Draft]:
        """The numbers before that these can belong to."""
        shares = self._of_shares
        return [
            draft
            for draft in self.said
            if not _THEM.match(draft.indicator)
            and not (shares and draft.quantity.dimension in ("count", "rank"))
        ]

    @property
    def last(self) -> str:
        """The last thing named for a number before."""
        return next((draft.indicator for draft in reversed(self.before) if draft.indicator), "")

    @cached_property
    def verb(self) -> str:
        """分别出口83亿元、71亿元: the verb between 分别 and the first number."""
        match = regex.search(
            r"(?:分别|依次|各自)(?P<verb>\p{Han}{2,12}?)(?:了|约|近|达|超过?|逾|为)*\s*\Z",
            self.view.plain(self.start, self.first.start),
        )
        return match["verb"] if match else ""

    def give(self, indicators: Sequence[str], evidence: str = "own") -> bool:
        """One thing for each number."""
        for indicator, draft in zip(indicators, self.drafts, strict=True):
            draft.indicators, draft.evidence = [indicator], evidence
        return True

    def give_all(self, indicator: str, evidence: str = "own") -> bool:
        """The same thing for all."""
        return self.give([indicator] * self.count, evidence)
