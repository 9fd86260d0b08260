"""How a text becomes facts, step by step, for a reader who wants to know why.

Printed are the changes of `clean`, the words, the names, the times, each number with its role and
rule, and each fact with the rules that were tried before the one that fitted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import patterns as regex
from pipeline.align import line_of, line_starts, raw_span
from pipeline.errors import InputError
from pipeline.ingest import discover, pages
from pipeline.ingest.masthead import masthead
from pipeline.ingest.sidecar import Meta
from pipeline.model import Aligned, Fact, Page, Quantity, Reading, Result, Role, Span
from pipeline.records import decimal_text
from pipeline.run import read_page
from pipeline.segment import words

_PLACE = regex.compile(r"(?P<file>.+):(?P<line>\d{1,9})", flags=regex.DOTALL)
# How a page with this file name is told from a text that holds a colon.
_LONGEST_NAME = 500

Tries = dict[tuple[int, int, str], list[tuple[str, bool]]]


def explain(what: str, *, date: str | None = None) -> str:
    """The way of a text, or of one line of a file given as `FILE:LINE`, to its facts.

    Raises InputError I003 for a line that the file does not have.
    """
    match = _PLACE.fullmatch(what) if len(what) < _LONGEST_NAME else None
    if match is not None and Path(match["file"]).is_file():
        page = _page(Path(match["file"]), date)
        line: int | None = int(match["line"])
        if not 1 <= int(match["line"]) <= len(line_starts(page.text)):
            detail = f"it has {len(line_starts(page.text))} lines"
            raise InputError("I003", detail, where=what)
    else:
        known = Meta(date=date).over(masthead(what))
        page, line = Page("text", what, date=known.date), None
    with _watched() as tries:
        result = read_page(page)
    return "\n".join(_told(result, line, tries))


def _page(path: Path, date: str | None) -> Page:
    outcome = next(pages(discover([path])[0], Meta(date=date)))
    if outcome.page is None:
        problem = outcome.problems[-1]
        raise InputError(problem.code, problem.detail, where=str(path))
    return outcome.page


@contextmanager
def _watched() -> Iterator[Tries]:
    """Listens to the rules of `facts.kinds` while a text is read: which were tried, which fit."""
    from pipeline.facts import kinds

    tries: Tries = {}
    rules = kinds.RULES

    def listening(rule: Any) -> Any:
        def heard(left: str, right: str, quantity: Quantity) -> Any:
            said = rule(left, right, quantity)
            key = (quantity.span.start, quantity.span.end, quantity.text)
            name = str(rule.__name__).strip("_")
            tries.setdefault(key, []).append((name, said is not None))
            return said

        return heard

    vars(kinds)["RULES"] = tuple(listening(rule) for rule in rules)
    try:
        yield tries
    finally:
        vars(kinds)["RULES"] = rules


def _told(result: Result, line: int | None, tries: Tries) -> Iterable[str]:
    page = result.page
    yield f"page      {page.name}" + (f"  date {page.date}" if page.date else "  no date")
    shown = 0
    for reading in result.readings:
        text = reading.article.text
        focus = _focus(page, reading, line)
        if focus is None:
            continue
        shown += 1
        yield f"clean     {text.text[focus.start : focus.end]}"
        yield from _changes(result, text, focus)
        found = words(text.text[focus.start : focus.end])
        yield "words     " + " ".join(f"{word.text}/{word.tag}" for word in found)
        yield from _names(reading, focus)
        for time in reading.times:
            if focus.overlaps(time.span):
                yield f"time      {time.text}  {time.edtf or 'null'}  {time.frame}  ({time.rule})"
        yield from _numbers(reading, focus, tries)
    if not shown:
        yield "nothing was read there: no article holds this line"
    for problem in result.problems:
        at = problem.span
        if line is None or (at is not None and line_of(page.text, at.start) == line):
            yield f"problem   {problem.code} {problem.detail}"


def _focus(page: Page, reading: Reading, line: int | None) -> Span | None:
    """The part of an article to explain: the sentences that stand on the line, or all of it."""
    from pipeline.segment import sentences

    text = reading.article.text
    if line is None:
        return Span(0, len(text.text))
    starts = line_starts(page.text)
    first = starts[line - 1]
    end = starts[line] if line < len(starts) else len(page.text)
    on_line = [
        sentence
        for sentence in sentences(text.text)
        if any(first <= origin < end for origin in text.origin[sentence.start : sentence.end])
    ]
    return Span(on_line[0].start, on_line[-1].end) if on_line else None


def _changes(result: Result, text: Aligned, focus: Span) -> Iterable[str]:
    assert result.clean is not None
    raw = raw_span(text, focus)
    for change in result.clean.changes:
        if raw.start <= change.start < raw.end and change.before != change.after:
            yield f"  change  {change.before!r} → {change.after!r}  ({change.step})"


def _names(reading: Reading, focus: Span) -> Iterable[str]:
    for entity in reading.entities:
        here = [mention for mention in entity.mentions if focus.overlaps(mention.span)]
        if here:
            said = "、".join(dict.fromkeys(mention.text for mention in here))
            means = "" if said == entity.canonical else f" = {entity.canonical}"
            yield f"name      {said}{means}  {entity.type.value}  ({entity.rule})"


def _numbers(reading: Reading, focus: Span, tries: Tries) -> Iterable[str]:
    for quantity in reading.quantities:
        if not focus.overlaps(quantity.span):
            continue
        value = decimal_text(quantity.value)
        parts = [quantity.role.value]
        if value is not None:
            parts.append(f"{value} {quantity.base_unit or ''}".rstrip())
        if quantity.qualifier.value != "exact":
            parts.append(quantity.qualifier.value)
        if quantity.edtf:
            parts.append(quantity.edtf)
        yield f"number    {quantity.text}  {'  '.join(parts)}  ({quantity.rule})"
        facts = [fact for fact in reading.facts if _same(fact.quantity, quantity)]
        heard = tries.get((quantity.span.start, quantity.span.end, quantity.text), [])
        if heard:
            fitted_ = next((name for name, fitted in heard if fitted), None)
            before = itertools.takewhile(lambda one: not one[1], heard)
            failed = list(dict.fromkeys(name for name, _ in before))
            if failed:
                yield f"  tried   {', '.join(failed)}"
            if fitted_:
                yield f"  fitted  {fitted_}"
        for fact in facts:
            yield from _fact(fact)
        if not facts and quantity.role is Role.FACT:
            yield "  no fact was made of it"


def _same(first: Quantity, second: Quantity) -> bool:
    return first.span == second.span and replace(first, rule="") == replace(second, rule="")


def _fact(fact: Fact) -> Iterable[str]:
    value = f"{decimal_text(fact.value)} {fact.base_unit or ''}".rstrip()
    head = f"  fact    {fact.subject or 'null'} · {fact.indicator} · {fact.kind.value} {value}"
    yield f"{head}  ({fact.rule}, confidence {decimal_text(fact.confidence)})"
    rest = {
        "qualifier": fact.qualifier.value,
        "period": fact.period or "null",
        "reference": fact.reference or "null",
        "modality": fact.modality.value,
    }
    yield "          " + "  ".join(f"{name} {value}" for name, value in rest.items())
