"""Drafts → articles: one aligned text each, headline first, and its blocks."""

from __future__ import annotations

from pipeline.align import gather
from pipeline.articles.grouping import Draft, Heading
from pipeline.articles.paragraphs import Paragraph
from pipeline.model import Aligned, Article, ArticleKind, Block, BlockKind, Span


class Builder:
    """Collects the blocks of one article, a line each."""

    def __init__(self, source: Aligned) -> None:
        self.source = source
        self.texts: list[str] = []
        self.printed: list[str] = []
        self.origin: list[int] = []
        self.blocks: list[Block] = []
        self.size = 0

    def add(self, kind: BlockKind, spans: list[Span], joint: str = "") -> str:
        """Adds one block, its spans with `joint` between; returns its text as printed."""
        piece = gather(self.source, spans, joint)
        if self.size:
            self.texts.append("\n")
            self.printed.append("\n")
            self.origin.append(self.origin[-1])
            self.size += 1
        self.blocks.append(Block(kind, Span(self.size, self.size + len(piece.text))))
        self.texts.append(piece.text)
        self.printed.append(piece.printed)
        self.origin += piece.origin
        self.size += len(piece.text)
        return piece.printed

    def heading(self, kind: BlockKind, heading: Heading) -> str:
        """Adds a heading, the lines it was printed over as one."""
        spans = [part.span for part in heading.parts]
        joint = " " if " ".join(part.text for part in heading.parts) == heading.text else ""
        return self.add(kind, spans, joint)

    def aligned(self) -> Aligned:
        """The article's text."""
        return Aligned("".join(self.texts), tuple(self.origin), "".join(self.printed))


def article(source: Aligned, draft: Draft, kind: ArticleKind) -> Article:
    """An article with the number 0; the caller counts."""
    builder = Builder(source)
    subheads: list[str] = []
    names: list[str] = []
    for kicker in draft.kickers:
        subheads.append(builder.heading(BlockKind.KICKER, kicker))
    headline: str | None = None
    if draft.headline is not None:
        headline = builder.heading(BlockKind.HEADLINE, draft.headline)
    first = draft.body[0]
    for byline in draft.bylines:
        if byline.index < first.index:
            _sign(builder, byline, names)
    tail_kind = BlockKind.CREDIT if kind is ArticleKind.CAPTION else BlockKind.BYLINE
    inner = sorted(draft.inner.items())
    for part in draft.body:
        while inner and inner[0][0] < part.index:
            subheads.append(builder.heading(BlockKind.SUBHEAD, inner.pop(0)[1]))
        _body(builder, part, tail_kind, names)
    for byline in draft.bylines:
        if byline.index > first.index:
            _sign(builder, byline, names)
    for credit in draft.credits:
        builder.add(BlockKind.CREDIT, [credit.span])
        names += _as_printed(source, credit, credit.names or credit.text)
    return Article(
        number=0,
        kind=kind,
        text=builder.aligned(),
        blocks=tuple(builder.blocks),
        headline=headline,
        subheads=tuple(subheads),
        byline=" ".join(dict.fromkeys(names)) or None,
        first_line=min(part.first_line for part in draft.body),
        last_line=max(part.last_line for part in draft.body),
    )


def _sign(builder: Builder, byline: Paragraph, names: list[str]) -> None:
    builder.add(BlockKind.BYLINE, [byline.span])
    names += _as_printed(builder.source, byline, byline.names or byline.text)


def _body(builder: Builder, part: Paragraph, tail_kind: BlockKind, names: list[str]) -> None:
    if part.tail is None:
        builder.add(BlockKind.BODY, [part.span])
        return
    text = part.text
    end = len(text[: part.tail].rstrip())
    start = part.tail + len(text[part.tail :]) - len(text[part.tail :].lstrip())
    builder.add(BlockKind.BODY, [Span(part.span.start, part.span.start + end)])
    builder.add(tail_kind, [Span(part.span.start + start, part.span.end)])
    names += _as_printed(builder.source, part, part.names or text[start:])


def _as_printed(source: Aligned, part: Paragraph, names: str) -> list[str]:
    """The names in the script they were printed in."""
    found: list[str] = []
    for name in names.split(" "):
        place = part.text.rfind(name)
        start = part.span.start + place
        found.append(source.printed[start : start + len(name)] if place >= 0 else name)
    return found


def furniture(source: Aligned, parts: list[Paragraph]) -> list[tuple[int, Article]]:
    """What belongs to the page and to no article, lines that follow each other together."""
    found: list[tuple[int, Article]] = []
    run: list[Paragraph] = []
    for part in parts:
        if run and part.index != run[-1].index + 1:
            found.append((run[0].index, _furniture(source, run)))
            run = []
        run.append(part)
    if run:
        found.append((run[0].index, _furniture(source, run)))
    return found


def _furniture(source: Aligned, run: list[Paragraph]) -> Article:
    builder = Builder(source)
    for part in run:
        builder.add(BlockKind.FURNITURE, [part.span])
    return Article(
        number=0,
        kind=ArticleKind.FURNITURE,
        text=builder.aligned(),
        blocks=tuple(builder.blocks),
        headline=None,
        subheads=(),
        byline=None,
        first_line=min(part.first_line for part in run),
        last_line=max(part.last_line for part in run),
    )
