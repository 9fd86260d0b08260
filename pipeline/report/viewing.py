"""What the audit page shows of one page beside its records: its text, and where they stand in it.

Made in the worker, as data that JSON can hold. Clean places are [start, end) in an article's text;
raw ones follow from the article's `origin`, as `align.py` has it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.align import raw_span
from pipeline.model import (
    Aligned,
    Article,
    Change,
    Clean,
    Fact,
    Layout,
    Quantity,
    Reading,
    Result,
    Span,
)
from pipeline.records import Records
from pipeline.report.links import links, others

MOST_OF_A_PAGE = 200_000
MOST_OF_A_STEP = 60

Raw = tuple[int, int]


def view(
    result: Result,
    made: Records,
    first_line: int = 1,
    first_column: int = 1,
    picture: str | None = None,
) -> dict[str, Any]:
    """What is shown of a page. `numbers` and `facts` tell of each record, by its id, where it is.

    first_line, first_column: of the first character, for a part of a long page.
    picture: the page's picture, WebP in base64.
    """
    page = result.page
    text = page.text[:MOST_OF_A_PAGE]
    shown: dict[str, Any] = {
        "page": page.name,
        "number": page.number,
        "status": result.status.value,
        "date": page.date,
        "paper": page.paper,
        "label": page.label,
        "sha256": page.sha256,
        "firstLine": first_line,
        "firstColumn": first_column,
        "cut": len(text) < len(page.text),
        "text": text,
        "articles": [],
        "numbers": {},
        "facts": {},
        "names": [],
        "picture": _pictured(picture, result.page.layout),
    }
    if shown["cut"]:
        return shown
    steps = _Steps(result.clean)
    shown["articles"] = [_article(reading.article) for reading in result.readings]
    shown["numbers"] = {
        str(row["quantity_id"]): [
            number,
            quantity.span.start,
            quantity.span.end,
            steps.within(result.readings[number].article.text, quantity),
        ]
        for (number, quantity), row in zip(_quantities(result), made.quantities, strict=True)
    }
    shown["facts"] = {
        str(row["fact_id"]): _fact(result.readings[number], fact)
        for (number, fact), row in zip(_facts(result), made.facts, strict=True)
    }
    shown["names"] = list(_names(result))
    return shown


def _pictured(picture: str | None, layout: Layout | None) -> dict[str, Any] | None:
    """The picture and the size of the page in the unit of its boxes."""
    if picture is None or layout is None:
        return None
    return {"image": picture, "width": round(layout.width, 1), "height": round(layout.height, 1)}


def _quantities(result: Result) -> list[tuple[int, Quantity]]:
    """Number of the reading, and quantity, in the order of the records."""
    found = [
        (_place(reading, quantity), number, quantity)
        for number, reading in enumerate(result.readings)
        for quantity in reading.quantities
    ]
    return [(number, quantity) for _, number, quantity in sorted(found, key=lambda one: one[0])]


def _facts(result: Result) -> list[tuple[int, Fact]]:
    """Number of the reading, and fact, in the order of the records."""
    found = [
        (_place(reading, fact.quantity), number, fact)
        for number, reading in enumerate(result.readings)
        for fact in reading.facts
    ]
    return [(number, fact) for _, number, fact in sorted(found, key=lambda one: one[0])]


def _place(reading: Reading, quantity: Quantity) -> Raw:
    raw = raw_span(reading.article.text, quantity.span)
    return raw.start, raw.end


def _article(article: Article) -> dict[str, Any]:
    return {
        "kind": article.kind.value,
        "text": article.text.printed,
        "origin": runs(article.text.origin),
        "blocks": [
            [block.kind.value, block.span.start, block.span.end] for block in article.blocks
        ],
    }


def runs(origin: Iterable[int]) -> list[int]:
    """Raw offsets as steps and lengths: [step from the end of the last run, length, …]."""
    out: list[int] = []
    end = 0
    for offset in origin:
        if out and offset == end:
            out[-1] += 1
        else:
            out += (offset - end, 1)
        end = offset + 1
    return out


class _Steps:
    """The changes of a page, to be asked for those within a number."""

    def __init__(self, clean: Clean | None) -> None:
        changes = clean.changes if clean is not None else ()
        told = [(n, change) for n, change in enumerate(changes) if change.before != change.after]
        self._changes = sorted(told, key=lambda one: one[1].start)
        self._starts = [change.start for _, change in self._changes]
        self._longest = max((change.end - change.start for _, change in told), default=0)

    def within(self, text: Aligned, quantity: Quantity) -> list[list[str]]:
        """What cleaning did within a number, in the order in which it was done."""
        own = text.origin[quantity.span.start : quantity.span.end]
        raw = raw_span(text, quantity.span)
        # Of a number whose pieces lie far apart on the page only the pieces are looked at.
        apart = len(raw) > 4 * len(own) + 40
        spans = [Span(offset, offset + 1) for offset in own] if apart else [raw]
        found = {
            number: change
            for span in spans
            for number, change in self._between(span.start - self._longest, span.end)
            if change.end > span.start
        }
        return [
            [change.step, change.before[:MOST_OF_A_STEP], change.after[:MOST_OF_A_STEP]]
            for _, change in sorted(found.items())
        ]

    def _between(self, start: int, end: int) -> list[tuple[int, Change]]:
        return self._changes[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _fact(reading: Reading, fact: Fact) -> list[Any]:
    """Its sentence, where its parts stand, what they might have been."""
    return [
        [fact.sentence.start, fact.sentence.end],
        {name: [[s.start, s.end] for s in spans] for name, spans in links(reading, fact).items()},
        others(reading, fact),
    ]


def _names(result: Result) -> Iterator[list[Any]]:
    """Article, type, name, and the places where it stands."""
    for number, reading in enumerate(result.readings):
        for entity in reading.entities:
            spans = [[m.span.start, m.span.end] for m in entity.mentions if not m.anaphor]
            if spans:
                yield [number, entity.type.value, entity.canonical, spans]
