"""The parts of an article that tell who it is about: headlines, first sentence, what is aside."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.headlines import HEAD
from pipeline.frozen import dataclass
from pipeline.model import Block, BlockKind, Span

_TITLED = (BlockKind.HEADLINE, BlockKind.KICKER)
_ASIDE = (BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE)
_DIGEST = 6
DIGEST_ITEM = regex.compile(r"[\s\u3000]*(?:\d{1,2}[.．、]|（\d{1,2}）|[①-⑳]).{4,60}[；;。]?$")


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of an article: headlines, what stands aside, and the first sentence of its body."""

    text: str
    titled: list[Span]
    aside: list[Span]
    body_start: int
    body_end: int

    @classmethod
    def of(cls, text: str, blocks: Sequence[Block]) -> PageParts:
        bodies = [b.span for b in blocks if b.kind is BlockKind.BODY]
        start = min((span.start for span in bodies), default=0)
        stop = text.find("。", start)
        stop = stop if stop > 0 else len(text)
        # the items of a list have no stops
        stop = min(stop, next((span.end for span in bodies), stop))
        return cls(
            text,
            [b.span for b in blocks if b.kind in _TITLED],
            [b.span for b in blocks if b.kind in _ASIDE],
            start,
            stop,
        )

    @property
    def digest(self) -> bool:
        """Is the text a list of short items, each of somebody else?"""
        lines = self.text.split("\n")
        items = [line for line in lines if DIGEST_ITEM.match(line)]
        return len(items) >= _DIGEST and len(items) > 0.7 * len([line for line in lines if line])

    def opens(self, offset: int) -> bool:
        return self.body_start <= offset <= self.body_end

    def in_title(self, span: Span) -> bool:
        return any(title.contains(span) for title in self.titled)

    def is_aside(self, span: Span) -> bool:
        return any(other.contains(span) for other in self.aside)

    def at_head(self, offset: int) -> bool:
        """Does a clause begin here, but for what may stand before a name?"""
        return HEAD.search(self.text[max(0, offset - 16) : offset]) is not None
