"""doccano: a line of JSON a page, with entities and relations (or spans alone), and back.

A number that states a fact is a span labelled with the fact's kind, any other number one labelled
with its role; entities are labelled with their type, the words of an indicator with `indicator`.
Relations tie a number to its `subject` and its `indicator`. Offsets are code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.exchange.merging import Merged, PageKey, Region, merge
from pipeline.exchange.sheets import Lines, Row, Sheet, Span
from pipeline.model import EntityType, Kind, Role
from pipeline.review.lookup import Output

KINDS = frozenset(Kind)
ROLES = frozenset(Role)
INDICATOR, SUBJECT = "indicator", "subject"


def pages(sheets: Iterable[Sheet]) -> Iterator[dict[str, Any]]:
    """Pages for a project of sequence labelling with relations."""
    for sheet in sheets:
        yield _Page(sheet).line()


def spans(sheets: Iterable[Sheet]) -> Iterator[dict[str, Any]]:
    """The same pages for a project of sequence labelling without relations."""
    for line in pages(sheets):
        found = [[e["start_offset"], e["end_offset"], e["label"]] for e in line["entities"]]
        unique = sorted({tuple(one) for one in found})
        rest = {name: line[name] for name in ("text", "page", "page_number", "sha256")}
        yield {**rest, "label": [list(one) for one in unique]}


class _Page:
    """One page being written; ids count from 0 within it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.entities: list[dict[str, Any]] = []
        self.relations: list[dict[str, Any]] = []
        self._known: dict[tuple[Span, str], int] = {}

    def line(self) -> dict[str, Any]:
        sheet = self.sheet
        mentions = sheet.mentions()
        for mention in mentions:
            self._entity(mention.span, mention.type)
        stated: set[str] = set()
        for fact in sheet.facts:
            stated.add(fact["quantity_id"])
            self._fact(fact)
        for number in sheet.quantities:
            if number["quantity_id"] not in stated:
                self._entity(sheet.span(number), number["role"])
        return {
            "text": sheet.text,
            "page": sheet.page,
            "page_number": sheet.number,
            "sha256": sheet.sha256,
            "entities": self.entities,
            "relations": self.relations,
        }

    def _fact(self, fact: Row) -> None:
        number = self._entity(self.sheet.span(fact), fact["kind"])
        subject = self._subject(fact)
        if subject is not None:
            self._relation(number, subject, SUBJECT)
        words = self.sheet.indicator(fact)
        if words is not None:
            self._relation(number, self._entity(words, INDICATOR), INDICATOR)

    def _subject(self, fact: Row) -> int | None:
        """The mention of a fact's subject that stands nearest, one before the number rather."""
        start, _ = self.sheet.span(fact)
        mentions = [m for m in self.sheet.mentions() if m.entity_id == fact["subject_id"]]
        if not mentions:
            return None
        best = min(mentions, key=lambda m: (m.span[0] > start, abs(start - m.span[0])))
        return self._known.get((best.span, best.type))

    def _entity(self, span: Span, label: str) -> int:
        if (span, label) not in self._known:
            made = len(self.entities)
            self._known[span, label] = made
            start, end = span
            self.entities.append(
                {"id": made, "start_offset": start, "end_offset": end, "label": label}
            )
        return self._known[span, label]

    def _relation(self, first: int, second: int, kind: str) -> None:
        row = {"from_id": first, "to_id": second, "type": kind}
        if all({**row, "id": other["id"]} != other for other in self.relations):
            self.relations.append({"id": len(self.relations), **row})


# ------------------------------------------------------------------------------------------- back


def decisions(path: Path, output: Output, *, accept_rest: bool = False) -> Merged:
    """The decisions in an export (JSONL) of doccano: kinds, roles, subjects, indicators.

    Raises InputError I035 for a file that is no such export.
    """
    merged = Merged()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("I035", str(error), where=str(path)) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key = _key(row)
            lines = Lines(row["text"])
            regions = list(_regions(row, lines, output, key))
            merge(key, regions, output, merged, accept_rest=accept_rest)
        except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            detail = f"line {number}: {type(error).__name__} {error}"
            raise InputError("I035", detail, where=str(path)) from error
    return merged


def _key(row: Mapping[str, Any]) -> PageKey:
    """Where a page is from; some versions put what they do not know into `meta`."""
    known = row
    for nested in ("meta", "metadata"):
        if "sha256" not in known and isinstance(row.get(nested), dict):
            known = row[nested]
    return PageKey(str(known["page"]), int(known["page_number"]), str(known["sha256"]))


def _regions(
    row: Mapping[str, Any], lines: Lines, output: Output, key: PageKey
) -> Iterator[Region]:
    """The numbers of a page as regions."""
    marked = _marked(row)
    tied: dict[int, list[tuple[str, int]]] = {}
    for relation in row.get("relations", ()):
        tied.setdefault(relation["from_id"], []).append((relation["type"], relation["to_id"]))
    known = output.facts_of((key.page, key.number))
    for made, (span, label) in marked.items():
        if label in ROLES and label != Role.FACT:
            yield Region(lines.place(span), label, {})
        elif label in KINDS:
            place = lines.place(span)
            subjects = _texts(tied, made, SUBJECT, marked, lines.text)
            indicators = _texts(tied, made, INDICATOR, marked, lines.text)
            facts = [
                fact
                for fact in known
                if fact["kind"] == label
                and (fact["line"], fact["column"], fact["end_line"], fact["end_column"]) == place
            ]
            if len(facts) > 1:
                # Facts that share a number share its span here; they cannot be told apart.
                yield from (Region(place, "fact", {"kind": label}, f["fact_id"]) for f in facts)
                continue
            fields: dict[str, str | None] = {"kind": label}
            _said(fields, "subject", subjects, facts, output, key)
            _said(fields, "indicator", indicators, facts, output, key)
            yield Region(place, "fact", fields)


def _said(
    fields: dict[str, str | None],
    name: str,
    texts: Sequence[str],
    facts: Sequence[Row],
    output: Output,
    key: PageKey,
) -> None:
    """What a relation says of a fact, unless it says what the fact says in other words."""
    if len(texts) != 1:
        return
    said = texts[0]
    if name == "subject":
        said = output.canonical((key.page, key.number), said)
    if not facts or "".join(str(facts[0][name] or "").split()) != said:
        fields[name] = said


def _marked(row: Mapping[str, Any]) -> dict[int, tuple[Span, str]]:
    """Spans by id, of either form: entities, or triples under `label` or `labels`."""
    if "entities" in row:
        return {
            one["id"]: ((one["start_offset"], one["end_offset"]), one["label"])
            for one in row["entities"]
        }
    triples = row.get("label", row.get("labels"))
    if triples is None:
        raise KeyError("entities or label")
    return {index: ((start, end), label) for index, (start, end, label) in enumerate(triples)}


def _texts(
    tied: Mapping[int, Sequence[tuple[str, int]]],
    made: int,
    kind: str,
    marked: Mapping[int, tuple[Span, str]],
    text: str,
) -> list[str]:
    """The words that relations of a kind lead to, without line ends and spaces."""
    out: list[str] = []
    types = frozenset(EntityType)
    for name, target in tied.get(made, ()):
        if name == kind and target in marked:
            (start, end), label = marked[target]
            if label == INDICATOR or label in types:
                out.append("".join(text[start:end].split()))
    return out
