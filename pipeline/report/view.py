"""What the audit page shows of one page: its raw and clean text, and all that was read in it.

Made in the worker, as data that JSON can hold. Clean places are [start, end) in an article's text;
raw ones follow from the article's `origin`, as `align.py` has it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.align import raw_span
from pipeline.model import Aligned, Article, Change, Clean, Fact, Quantity, Reading, Result, Span
from pipeline.records import Records, Row
from pipeline.report.links import links, others

MOST_OF_A_PAGE = 200_000
MOST_OF_A_STEP = 60

NUMBER = (
    *("article", "start", "end", "quantity_id", "role", "value", "unit", "base_unit", "qualifier"),
    *("period", "rule", "line", "column", "end_line", "end_column", "steps"),
)
FACT = (
    *("number", "fact_id", "subject", "subject_type", "indicator", "kind", "value", "unit"),
    *("base_unit", "qualifier", "period", "reference", "modality", "rule", "confidence", "note"),
    *("sentence", "links", "others"),
)
PROBLEM = ("code", "line", "column", "detail")

_OF_NUMBER = NUMBER[3:-1]
_OF_FACT = FACT[1:-3]


def view(
    result: Result,
    made: Records,
    first_line: int = 1,
    first_column: int = 1,
    picture: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What is shown of a page.

    first_line, first_column: of the first character, for a part of a long page.
    picture: what `ingest.preview` made of the page's picture.
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
        "numbers": [],
        "facts": [],
        "names": [],
        "problems": [[row[name] for name in PROBLEM] for row in made.problems],
        "picture": picture,
    }
    if shown["cut"]:
        return shown
    shown["articles"] = [_article(reading.article) for reading in result.readings]
    steps = _Steps(result.clean)
    quantities = _quantities(result)
    index = {(number, quantity): at for at, (_, number, quantity) in enumerate(quantities)}
    shown["numbers"] = [
        [
            number,
            quantity.span.start,
            quantity.span.end,
            *(row[name] for name in _OF_NUMBER),
            steps.within(result.readings[number].article.text, quantity),
        ]
        for (_, number, quantity), row in zip(quantities, made.quantities, strict=True)
    ]
    shown["facts"] = [
        _fact(result.readings[number], fact, index[number, fact.quantity], row)
        for (_, number, fact), row in zip(_facts(result), made.facts, strict=True)
    ]
    shown["names"] = list(_names(result))
    return shown


def boxes(made: Records) -> list[str | None]:
    """Where each number of a page stands on its picture, in the order of the view's numbers."""
    return [None if row["box"] is None else str(row["box"]) for row in made.quantities]


def _quantities(result: Result) -> list[tuple[tuple[int, int], int, Quantity]]:
    """Raw place, reading and quantity, in the order of the records."""
    found = [
        ((raw.start, raw.end), number, quantity)
        for number, reading in enumerate(result.readings)
        for quantity in reading.quantities
        for raw in (raw_span(reading.article.text, quantity.span),)
    ]
    found.sort(key=lambda item: item[0])
    return found


def _facts(result: Result) -> list[tuple[tuple[int, int], int, Fact]]:
    found = [
        ((raw.start, raw.end), number, fact)
        for number, reading in enumerate(result.readings)
        for fact in reading.facts
        for raw in (raw_span(reading.article.text, fact.quantity.span),)
    ]
    found.sort(key=lambda item: item[0])
    return found


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


def _fact(reading: Reading, fact: Fact, number: int, row: Row) -> list[Any]:
    return [
        number,
        *(row[name] for name in _OF_FACT),
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
