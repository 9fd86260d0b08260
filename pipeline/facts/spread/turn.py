"""The numbers behind one 分别, and the words before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.phrases import trim
from pipeline.facts.view import View
from pipeline.frozen import dataclass
from pipeline.model import Span

_BOTH = regex.compile(
    r"(?:[这上]?述?[两二三四]项?(?:指标|者|数据|项)|指标|双方|两者|二者|三者|前述)"
)
"""What stands before 分别 and means the things before it."""
_SHARE_OF = regex.compile(r"占[^，。；、]{0,14}?的?(?:比重|比例|份额|比)?")
"""占工业产值比重分别达…: the shares are those of the things before."""
_EARNED = frozenset({"收入", "支出", "投资", "出口", "进口", "消费", "贷款", "存款"})
"""Nouns that a dictionary takes for verbs."""
_LONGEST = 20
_ADVERB = regex.compile(r"(?:约|大约|近|均|也|则|又|并|还|应当?|须|将|已|于|在|和|与)+")
_THEM = regex.compile(
    r"(?:主要|上述|各项)*(?:经济)?(?:指标|数据|数字)"
    r"(?!经济|化|中心|产业|服务|技术|资产|人民币|要素|安全|基础|政府|内容|贸易|货币|消费)"
)
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

    @property
    def clause_start(self) -> int:
        """Offset of the clause, whatever numbers it has before these (157家高新区中分列…)."""
        return self.view.clauses[self.first.clause].span.start

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
        wording = self.view.wording(self.phrase_span)
        bare = _BOTH.fullmatch(phrase) or _ADVERB.fullmatch(wording)
        return "" if bare or self._of_shares else phrase

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
        """The last thing named for a number before, in this sentence or the one before it."""
        carried = self.first.indicator if self.first.evidence == "carried" else ""
        named = (draft.indicator for draft in reversed(self.before) if draft.indicator)
        return next(named, carried)

    @cached_property
    def verb(self) -> str:
        """分别出口83亿元、71亿元: the verb between 分别 and the first number."""
        match = regex.search(
            r"(?:分别|依次|各自)(?P<verb>\p{Han}{2,12}?)(?:了|约|近|达|超过?|逾|为)*\s*\Z",
            self.view.plain(self.start, self.first.start),
        )
        return match["verb"] if match else ""

    @cached_property
    def noun_before(self) -> str:
        """来自大客户的收入，分别占…: the clause before is all that names a thing."""
        if self.first.clause == 0 or self.phrase:
            return ""
        clause = self.view.clauses[self.first.clause - 1].span
        if any(clause.contains(quantity.span) for quantity in self.view.quantities):
            return ""
        span = trim(self.view, clause)
        pieces = self.view.words(span.start, span.end)
        last = pieces[-1] if pieces else None
        nominal = last is not None and (
            last.tag.startswith(("n", "vn"))
            or last.text in _EARNED
            or last.text in words("measure")
        )
        return self.view.plain(span.start, span.end) if nominal and len(span) <= _LONGEST else ""

    def give(self, indicators: Sequence[str], evidence: str = "own") -> bool:
        """One thing for each number."""
        for indicator, draft in zip(indicators, self.drafts, strict=True):
            draft.indicators, draft.evidence = [indicator], evidence
        return True

    def give_all(self, indicator: str, evidence: str = "own") -> bool:
        """The same thing for all."""
        return self.give([indicator] * self.count, evidence)
