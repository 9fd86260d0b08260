"""The way through one page, to be read as a list: all stages after ingest; long pages in parts."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from decimal import Decimal

from pipeline.details import said
from pipeline.frozen import dataclass
from pipeline.model import (
    Article,
    ArticleKind,
    Entity,
    EntityType,
    Fact,
    Page,
    Problem,
    Quantity,
    Reading,
    Result,
    Role,
    Source,
    Status,
)
from pipeline.records import Shift, records

# So many characters at the head of a text may say in which issue of a paper it stood.
ISSUED = 200
# A page longer than this is read in parts, cut at the end of a line or sentence.
LONG = 50_000
PART = 8_000


@dataclass(frozen=True, slots=True)
class Extract(Result):
    """What was read of one page, with the records of all its articles one after the other."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for reading in self.readings for fact in reading.facts)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantity for reading in self.readings for quantity in reading.quantities)

    @property
    def entities(self) -> tuple[Entity, ...]:
        return tuple(entity for reading in self.readings for entity in reading.entities)


def extract(page: Page) -> Extract:
    """All that is read in a page and what it contradicts in itself, for use from Python."""
    read = read_page(page)
    read = replace(read, problems=(*read.problems, *_contradictions(read)))
    return Extract(**{part.name: getattr(read, part.name) for part in fields(read)})


def _contradictions(read: Result) -> Iterator[Problem]:
    from pipeline import checks
    from pipeline.align import Place, span_at

    for found in checks.contradictions(records(read), read.page.date):
        here = found.here
        at = Place(here.line, here.column, here.end_line, here.end_column)
        span = span_at(read.page.text, at)
        yield Problem(found.code, read.page.name, found.detail, span, "checks")


def read_page(page: Page) -> Result:
    """All stages after ingest, in order. Raises whatever a stage raises."""
    from pipeline import checks, patterns, reading
    from pipeline.articles import split
    from pipeline.clean import clean
    from pipeline.ingest.masthead import day_below, issue
    from pipeline.is_later import is_later
    from pipeline.printed_in import printed_in
    from pipeline.taken_from import taken_from

    started = time.perf_counter()
    cleaned = clean(page)
    place = printed_in(cleaned.body.text) if cleaned.script == "Hant" else None
    readings: list[Reading] = []
    known: list[Entity] = []
    issued = page.date
    source: str | None = None
    above: Article | None = None
    for article in split(page, cleaned):
        beside = _about(readings, headed=article.headline is not None)
        own = issue(article.text.text[:ISSUED])
        if own is not None:
            issued = own.date
        elif above is not None and _opens_below(above, article):
            issued = day_below(above.text.text) or issued
        above = article
        # the name of a web page's paper stands over its first text only
        told = taken_from(article.text.text)
        source = told or source
        read = reading.read(
            article,
            page_date=None if issued and is_later(article.text.text, issued) else issued,
            context=known,
            paper=told or page.paper or source,
            about=beside,
            traditional=cleaned.script == "Hant",
            printed=place,
        )
        readings.append(read)
        known.extend(read.entities)
    kept, broken = checks.promises(page, cleaned, readings)
    kept = tuple(_less_sure(page, reading) for reading in kept)
    problems = [
        *broken,
        *_unresolved(page, kept),
        *_doubtful(page, kept),
    ]
    status = Status.PARTIAL if broken else Status.DONE
    patterns.keep()
    seconds = time.perf_counter() - started
    return Result(page, cleaned, kept, tuple(problems), status, seconds)


def prepare() -> None:
    """Loads what reading takes, which is as long as reading some pages."""
    read_page(Page("", "本报讯 2023年，城北开发区完成进出口额374.28亿元，同比增长14.9%。"))


def _opens_below(above: Article, article: Article) -> bool:
    """Do the lines of no article stand between a headline and its text?"""
    return (
        above.kind is ArticleKind.FURNITURE
        and article.headline is not None
        and 0 < article.first_line - above.last_line <= 2
    )


def _about(readings: Sequence[Reading], *, headed: bool) -> Entity | None:
    """Whom the last article with facts is about: a text beside it may name nobody.

    headed: the text has a headline of its own; then only a place or zone goes on in it.
    """
    for reading in reversed(readings):
        names = Counter((f.subject, f.subject_type) for f in reading.facts if f.subject)
        if names:
            name, kind = max(names, key=lambda item: names[item])
            named = next((e for e in reading.entities if e.canonical == name), None)
            if named is None and name is not None and kind is EntityType.PLACE:
                named = Entity(kind, name, (), (), "beside")
            at_home = named is not None and named.type in (EntityType.PLACE, EntityType.ZONE)
            return named if at_home or not headed else None
    return None


def _unresolved(page: Page, readings: Sequence[Reading]) -> Iterator[Problem]:
    from pipeline.align import raw_span

    quantities = [(r, q) for r in readings for q in r.quantities]
    for reading, quantity in quantities:
        if quantity.role is Role.UNRESOLVED:
            span = raw_span(reading.article.text, quantity.span)
            yield Problem("Q001", page.name, quantity.text, span, "quantities")
    if not quantities:
        # A blank picture looks the same as one on which nothing could be made out.
        unseen = page.source is not Source.TEXT and not page.text.strip()
        yield Problem("C001", page.name, said("nothing seen") if unseen else "", stage="quantities")


# A numeral recognised with less than this is a doubt, and its facts are no surer than it is.
DOUBT = 0.75


def _sureness(page: Page, reading: Reading, quantity: Quantity) -> float:
    """The least recognition confidence (0–1) among a quantity's characters; 1 for text."""
    from pipeline.align import raw_span

    if page.layout is None or not page.layout.confidences:
        return 1.0
    span = raw_span(reading.article.text, quantity.span)
    return min(page.layout.confidences[span.start : span.end], default=1.0)


def _less_sure(page: Page, reading: Reading) -> Reading:
    """Facts whose numeral was recognised with doubt are no surer than the recognition."""
    if page.layout is None or not page.layout.confidences:
        return reading
    facts = tuple(
        replace(fact, confidence=min(fact.confidence, Decimal(f"{sure:.2f}")))
        if (sure := _sureness(page, reading, fact.quantity)) < DOUBT
        else fact
        for fact in reading.facts
    )
    return replace(reading, facts=facts)


def _doubtful(page: Page, readings: Sequence[Reading]) -> Iterator[Problem]:
    from pipeline.align import raw_span

    for reading in readings:
        for quantity in reading.quantities:
            sure = _sureness(page, reading, quantity)
            if sure < DOUBT:
                span = raw_span(reading.article.text, quantity.span)
                yield Problem("Q002", page.name, f"{quantity.text} ({sure:.2f})", span, "ocr")


def parts(page: Page) -> Iterator[tuple[Page, Shift]]:
    """A page as it is, or a very long one in parts, with what to add to the places in each.

    A part ends at a line end or a sentence's end, at the latest after `PART` characters.
    """
    text = page.text
    if len(text) <= LONG:
        yield page, Shift()
        return
    start = line = column = 0
    article = 0
    while start < len(text):
        end = min(len(text), start + PART)
        if end < len(text):
            end = _cut(text, start, end)
        piece = text[start:end]
        yield replace(page, text=piece, layout=None), Shift(line, column, article)
        ends = _line_ends(piece)
        line += len(ends)
        column = len(piece) - ends[-1] if ends else column + len(piece)
        article += PART
        start = end


def _cut(text: str, start: int, end: int) -> int:
    for marks in ("\n", "。！？!?", "；;，,、 "):
        found = max(text.rfind(mark, start + PART // 2, end) for mark in marks)
        if found >= 0:
            return found + 1
    # No mark at all: at least no number is cut through.
    least = start + PART // 2
    position = end
    while position > least and (text[position - 1].isdigit() or text[position - 1] in ".,"):
        position -= 1
    return position if position > least else end


def _line_ends(piece: str) -> list[int]:
    from pipeline.align import line_starts

    return list(line_starts(piece)[1:])
