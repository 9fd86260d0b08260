"""Readings → records: the flat rows that are written, with the fields of `FIELDS`, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from pipeline.align import Place, place, raw_span
from pipeline.errors import CODES
from pipeline.in_script import as_printed
from pipeline.model import (
    ArticleKind,
    Entity,
    EntityType,
    Fact,
    Page,
    Quantity,
    Reading,
    Result,
    Span,
    Value,
)

Cell = str | int | None | list[str] | list[list[int]]
Row = dict[str, Cell]

_WHERE = (
    *("page", "page_number", "line", "column", "end_line", "end_column", "quote", "raw"),
    *("box", "box_page"),
)
SAID = (
    "subject",
    "indicator",
    "kind",
    "value",
    "unit",
    "base_unit",
    "qualifier",
    "period",
    "reference",
    "modality",
)
"""What a fact says, besides where it stands and how it was found."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "facts": (
        "fact_id",
        *_WHERE,
        "subject",
        "subject_type",
        "subject_id",
        "indicator",
        "kind",
        "value",
        "unit",
        "base_unit",
        "qualifier",
        "period",
        "reference",
        "modality",
        "sentence",
        "article",
        "quantity_id",
        "rule",
        "confidence",
        "note",
        "review",
    ),
    "quantities": (
        "quantity_id",
        *_WHERE,
        "value",
        "unit",
        "base_unit",
        "qualifier",
        "role",
        "period",
        "rule",
        "article",
        "review",
    ),
    "entities": (
        "entity_id",
        "page",
        "page_number",
        "type",
        "canonical",
        "aliases",
        "mentions",
        "code",
        "rule",
    ),
    "articles": (
        "page",
        "page_number",
        "article",
        "kind",
        "headline",
        "subheads",
        "byline",
        "body_first_line",
        "body_last_line",
    ),
    "problems": (
        "code",
        "page",
        "page_number",
        "line",
        "column",
        "stage",
        "meaning",
        "detail",
        "advice",
        "fact_id",
        "quote",
        "other_page",
        "other_page_number",
        "other_line",
        "other_column",
        "other_quote",
        "other_fact_id",
    ),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """What to add to the places in a part of a page that was too long to be read at once."""

    line: int = 0
    column: int = 0
    article: int = 0


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of one page (or part of one), by table."""

    facts: tuple[Row, ...] = ()
    quantities: tuple[Row, ...] = ()
    entities: tuple[Row, ...] = ()
    articles: tuple[Row, ...] = ()
    problems: tuple[Row, ...] = ()

    def table(self, name: str) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = getattr(self, name)
        return rows


def decimal_text(value: Value | None) -> str | None:
    """An exact value as text: a plain decimal without exponent or idle zeros, else `100/3`."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        denominator = value.denominator
        for prime in (2, 5):
            while denominator % prime == 0:
                denominator //= prime
        if denominator != 1:
            return f"{value.numerator}/{value.denominator}"
        # Exact by construction: the denominator divides a power of ten.
        digits = 0
        scaled = value
        while scaled.denominator != 1:
            scaled *= 10
            digits += 1
        # Built, not computed: arithmetic would round to 28 digits.
        sign = int(scaled < 0)
        value = Decimal((sign, tuple(map(int, str(abs(scaled.numerator)))), -digits))
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def identity(*parts: object) -> str:
    """A stable id: the first 16 hexadecimal digits of the SHA-256 of the parts."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


class _Ids:
    """Ids of one page; what is equal in all its parts gets the number of its occurrence."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, *parts: object) -> str:
        made = identity(*parts)
        count = self._seen.get(made, 0)
        self._seen[made] = count + 1
        return made if count == 0 else identity(*parts, count)


class _Where:
    """Turns spans of a page into the columns that say where a record stands."""

    def __init__(self, page: Page, shift: Shift) -> None:
        self.page = page
        self.shift = shift
        self._still = shift == Shift()

    def place(self, span: Span) -> Place:
        at = place(self.page.text, span)
        shift = self.shift
        if self._still:
            return at
        return Place(
            at.line + shift.line,
            at.column + (shift.column if at.line == 1 else 0),
            at.end_line + shift.line,
            at.end_column + (shift.column if at.end_line == 1 else 0),
        )

    def columns(self, reading: Reading, span: Span, raw: Span) -> Row:
        at = self.place(raw)
        return {
            "page": self.page.name,
            "page_number": self.page.number,
            "line": at.line,
            "column": at.column,
            "end_line": at.end_line,
            "end_column": at.end_column,
            "quote": reading.article.text.printed[span.start : span.end],
            "raw": self.page.text[raw.start : raw.end],
            "box": self._box(raw),
            "box_page": self._box_page(),
        }

    def _box(self, raw: Span) -> str | None:
        """Left, top, right and bottom of a raw span on the page's picture; None for text files."""
        if self.page.layout is None:
            return None
        found = [box for box in self.page.layout.boxes[raw.start : raw.end] if box is not None]
        if not found:
            return None
        edges = (
            min(box.left for box in found),
            min(box.top for box in found),
            max(box.right for box in found),
            max(box.bottom for box in found),
        )
        return " ".join(f"{edge:.1f}" for edge in edges)

    def _box_page(self) -> str | None:
        layout = self.page.layout
        return f"{layout.width:.1f} {layout.height:.1f} {layout.unit}" if layout else None


def records(result: Result, shift: Shift | None = None) -> Records:
    """The rows of a page, in the order of the page."""
    where = _Where(result.page, shift or Shift())
    entities, subjects = _entities(result, where)
    traditional = result.clean is not None and result.clean.script == "Hant"
    printed = {row["entity_id"]: row["canonical"] for row in entities}
    ids = _Ids()
    numbers: list[tuple[tuple[int, int], Row]] = []
    known: dict[tuple[int, Quantity], str] = {}
    for index, reading in enumerate(result.readings):
        for quantity in reading.quantities:
            at = raw_span(reading.article.text, quantity.span)
            row = _quantity(reading, quantity, at, where, ids)
            known[index, quantity] = str(row["quantity_id"])
            numbers.append(((at.start, at.end), row))
    numbers.sort(key=lambda item: item[0])
    facts: list[tuple[tuple[int, int], Row]] = []
    for index, reading in enumerate(result.readings):
        for fact in reading.facts:
            at = raw_span(reading.article.text, fact.quantity.span)
            row = _fact(reading, fact, at, where, ids, subjects)
            row["quantity_id"] = known.get((index, fact.quantity))
            if traditional:
                for name in ("subject", "indicator", "reference"):
                    if row[name]:
                        start = fact.sentence.start
                        row[name] = as_printed(str(row[name]), reading.article.text, start)
                row["subject"] = printed.get(row["subject_id"], row["subject"])
            facts.append(((at.start, at.end), {name: row[name] for name in FIELDS["facts"]}))
    facts.sort(key=lambda item: item[0])
    return Records(
        tuple(row for _, row in facts),
        tuple(row for _, row in numbers),
        tuple(entities),
        tuple(_articles(result, where)),
        tuple(_problems(result, where)),
    )


def _quantity(reading: Reading, quantity: Quantity, at: Span, where: _Where, ids: _Ids) -> Row:
    columns = where.columns(reading, quantity.span, at)
    made = ids.of("quantity", *(columns[name] for name in _WHERE[:6]), columns["quote"])
    return {
        "quantity_id": made,
        **columns,
        "value": decimal_text(quantity.value),
        "unit": quantity.unit,
        "base_unit": quantity.base_unit,
        "qualifier": quantity.qualifier.value,
        "role": quantity.role.value,
        "period": quantity.edtf,
        "rule": quantity.rule,
        "article": reading.article.number + where.shift.article,
        "review": None,
    }


def _fact(
    reading: Reading,
    fact: Fact,
    at: Span,
    where: _Where,
    ids: _Ids,
    subjects: Mapping[tuple[str, str], str],
) -> Row:
    columns = where.columns(reading, fact.quantity.span, at)
    value = decimal_text(fact.value)
    made = ids.of(
        "fact",
        *(columns[name] for name in _WHERE[:6]),
        *(fact.subject, fact.indicator, fact.kind.value, value, fact.base_unit),
    )
    kind = fact.subject_type.value if fact.subject_type else None
    sentence = reading.article.text.printed[fact.sentence.start : fact.sentence.end]
    return {
        "fact_id": made,
        **columns,
        "subject": fact.subject,
        "subject_type": kind,
        "subject_id": subjects.get((kind or "", fact.subject or "")),
        "indicator": fact.indicator,
        "kind": fact.kind.value,
        "value": value,
        "unit": fact.unit,
        "base_unit": fact.base_unit,
        "qualifier": fact.qualifier.value,
        "period": fact.period,
        "reference": fact.reference,
        "modality": fact.modality.value,
        "sentence": sentence,
        "article": reading.article.number + where.shift.article,
        "rule": fact.rule,
        "confidence": decimal_text(fact.confidence),
        "note": fact.note or None,
        "review": None,
    }


@dataclass
class _Merged:
    """An entity of the page, gathered from its articles."""

    type: EntityType
    canonical: str
    names: dict[str, None]
    mentions: dict[tuple[int, int], None]
    code: str | None
    rule: str


def _entities(result: Result, where: _Where) -> tuple[list[Row], dict[tuple[str, str], str]]:
    """Rows of the page's entities, and the id of each by type and name.

    Entities of one type that share a name are one; its first, or fullest, name stands for it.
    """
    merged: list[_Merged] = []
    for reading in result.readings:
        for entity in reading.entities:
            found = _gather(reading, entity, where)
            if found is None:
                continue
            same = [
                other
                for other in merged
                if other.type is found.type and not other.names.keys().isdisjoint(found.names)
            ]
            for other in same:
                merged.remove(other)
            for other in reversed(same):
                found = _join(other, found)
            merged.append(found)
    merged.sort(key=lambda item: (min(item.mentions), item.type.value, item.canonical))
    rows: list[Row] = []
    ids: dict[tuple[str, str], str] = {}
    for item in merged:
        made = identity(
            "entity", where.page.name, where.page.number, item.type.value, item.canonical
        )
        for name in item.names:
            ids.setdefault((item.type.value, name), made)
        rows.append(
            {
                "entity_id": made,
                "page": where.page.name,
                "page_number": where.page.number,
                "type": item.type.value,
                "canonical": item.canonical,
                "aliases": [name for name in item.names if name != item.canonical],
                "mentions": [list(at) for at in sorted(item.mentions)],
                "code": item.code,
                "rule": item.rule,
            }
        )
    return rows, ids


def _gather(reading: Reading, entity: Entity, where: _Where) -> _Merged | None:
    """An entity of one article with its printed names; None for one that is only pointed at."""
    text = reading.article.text
    canonical = entity.canonical
    printed: dict[str, None] = {}
    mentions: dict[tuple[int, int], None] = {}
    for mention in entity.mentions:
        if mention.anaphor:
            continue
        form = text.printed[mention.span.start : mention.span.end]
        printed[form] = None
        if text.text[mention.span.start : mention.span.end] == entity.canonical:
            canonical = form
        at = where.place(raw_span(text, mention.span))
        mentions[at.line, at.column] = None
    if not mentions:
        return None
    names = {canonical: None, entity.canonical: None} | dict.fromkeys(entity.aliases) | printed
    return _Merged(entity.type, canonical, names, mentions, entity.code, entity.rule)


def _join(first: _Merged, second: _Merged) -> _Merged:
    return _Merged(
        first.type,
        first.canonical,
        first.names | second.names,
        first.mentions | second.mentions,
        first.code or second.code,
        first.rule,
    )


def _articles(result: Result, where: _Where) -> Iterable[Row]:
    for reading in result.readings:
        article = reading.article
        if article.kind is ArticleKind.FURNITURE:
            continue
        yield {
            "page": where.page.name,
            "page_number": where.page.number,
            "article": article.number + where.shift.article,
            "kind": article.kind.value,
            "headline": article.headline,
            "subheads": list(article.subheads),
            "byline": article.byline,
            "body_first_line": article.first_line + where.shift.line,
            "body_last_line": article.last_line + where.shift.line,
        }


def _problems(result: Result, where: _Where) -> Iterable[Row]:
    for problem in result.problems:
        at = where.place(problem.span) if problem.span is not None else None
        yield problem_row(
            problem.code,
            problem.page,
            result.page.number,
            at=(at.line, at.column) if at else None,
            stage=problem.stage,
            detail=problem.detail,
        )


def problem_row(
    code: str,
    page: str,
    number: int,
    *,
    at: tuple[int, int] | None = None,
    stage: str = "",
    detail: str = "",
) -> Row:
    """A row of `problems` with what its code means; at: line and column."""
    known = CODES.get(code)
    row: Row = dict.fromkeys(FIELDS["problems"])
    row.update(
        code=code,
        page=page,
        page_number=number,
        line=at[0] if at else None,
        column=at[1] if at else None,
        stage=stage or None,
        meaning=known.meaning if known else None,
        detail=detail or None,
        advice=known.advice if known else None,
    )
    return row
