"""Label Studio: tasks with predictions and annotations, and back.

A task is a page. Each fact is a region of its own with the label `fact`, and says its fields in
text areas and choices for that region; every other number is a region with its role as label.
Pages that were reviewed carry an annotation with what was decided. Offsets are code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline import __version__
from pipeline.errors import InputError
from pipeline.exchange.merging import Merged, PageKey, Region, merge
from pipeline.exchange.sheets import Lines, Row, Sheet, Span
from pipeline.model import Kind, Modality, Qualifier, Role
from pipeline.records import identity
from pipeline.review.decision import Action, Decision
from pipeline.review.lookup import Output

TEXT, ROLE, DECISION = "text", "role", "review"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "qualifier": tuple(Qualifier),
    "modality": tuple(Modality),
}
AREAS = ("subject", "indicator", "value", "unit", "base_unit", "period", "reference")
_SAYS = {"accepted": "accept", "corrected": "correct", "added": "add"}


def config() -> str:
    """The labelling interface that the tasks are for, to be pasted into the project's settings."""
    lines = ['<View style="display: flex">', '  <View style="flex: 70%">']
    lines.append(f'    <Labels name="{ROLE}" toName="{TEXT}">')
    lines += [f"      <Label value={quoteattr(role)}/>" for role in Role]
    lines += ["    </Labels>", f'    <Text name="{TEXT}" value="$text" granularity="symbol"/>']
    lines += ["  </View>", '  <View style="flex: 30%" visibleWhen="region-selected">']
    tied = f'toName="{TEXT}" perRegion="true"'
    for name in AREAS:
        shown = f'placeholder="{name}" editable="true" maxSubmissions="1"'
        lines.append(f'    <TextArea name="{name}" {tied} {shown}/>')
    for name, values in {**CHOICES, DECISION: tuple(Action)}.items():
        lines.append(f'    <Choices name="{name}" {tied} choice="single">')
        lines += [f"      <Choice value={quoteattr(value)}/>" for value in values]
        lines.append("    </Choices>")
    return "\n".join([*lines, "  </View>", "</View>", ""])


def tasks(sheets: Iterable[Sheet], decisions: Sequence[Decision] = ()) -> list[dict[str, Any]]:
    """The tasks of some pages."""
    return [_task(sheet, decisions) for sheet in sheets]


def _task(sheet: Sheet, decisions: Sequence[Decision]) -> dict[str, Any]:
    task: dict[str, Any] = {
        "data": {
            "text": sheet.text,
            "page": sheet.page,
            "page_number": sheet.number,
            "sha256": sheet.sha256,
        },
        "predictions": [
            {
                "model_version": f"newspaper-pipeline {__version__}",
                "result": list(_results(sheet, {})),
            }
        ],
    }
    said = {row["fact_id"]: _SAYS[row["review"]] for row in sheet.facts if row["review"]}
    rejected = list(_rejected(sheet, decisions))
    if said or rejected:
        task["annotations"] = [{"result": [*_results(sheet, said), *rejected]}]
    return task


def _results(sheet: Sheet, said: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    stated: set[str] = set()
    for fact in sheet.facts:
        stated.add(fact["quantity_id"])
        decision = said.get(fact["fact_id"])
        yield from _region(sheet.text, sheet.span(fact), fact["fact_id"], "fact", fact, decision)
    for number in sheet.quantities:
        if number["quantity_id"] not in stated:
            place = sheet.span(number)
            yield from _region(sheet.text, place, number["quantity_id"], number["role"], None, None)


def _rejected(sheet: Sheet, decisions: Sequence[Decision]) -> Iterator[dict[str, Any]]:
    """Facts that were rejected and so stand in no table any more."""
    there = {tuple(fact[name] for name in AREAS[:3]) for fact in sheet.facts}
    for decision in decisions:
        page = (decision.page_sha256, decision.page_number)
        if page != (sheet.sha256, sheet.number) or decision.action is not Action.REJECT:
            continue
        fact = decision.fact
        if fact is None or tuple(fact.get(name) for name in AREAS[:3]) in there:
            continue
        made = decision.fact_id or identity("rejected", *decision.span)
        span = sheet.lines.span(decision.span)
        yield from _region(sheet.text, span, made, "fact", fact, "reject")


def _region(
    text: str, span: Span, made: str, role: str, fact: Row | None, decision: str | None
) -> Iterator[dict[str, Any]]:
    start, end = span
    at = {"start": start, "end": end}

    def result(name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": made,
            "from_name": name,
            "to_name": TEXT,
            "type": kind,
            "value": {**at, **value},
        }

    yield result(ROLE, "labels", {"text": text[start:end], "labels": [role]})
    for name in AREAS if fact is not None else ():
        if fact is not None and fact.get(name):
            yield result(name, "textarea", {"text": [fact[name]]})
    for name in CHOICES if fact is not None else ():
        if fact is not None and fact.get(name):
            yield result(name, "choices", {"choices": [fact[name]]})
    if decision:
        yield result(DECISION, "choices", {"choices": [decision]})


# ------------------------------------------------------------------------------------------- back


def decisions(path: Path, output: Output, *, accept_rest: bool = False) -> Merged:
    """The decisions in an export (JSON) of Label Studio.

    Annotations that were cancelled are left out; later ones come later, so that they win.
    Raises InputError I035 for a file that is no such export.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError("I035", str(error), where=str(path)) from error
    if not isinstance(data, list) or not all(isinstance(task, dict) for task in data):
        raise InputError("I035", "an export is a list of tasks", where=str(path))
    merged = Merged()
    for task in data:
        try:
            key, lines = _key(task["data"]), Lines(task["data"]["text"])
            annotations = [one for one in task.get("annotations", ()) if not _cancelled(one)]
            annotations.sort(key=lambda one: str(one.get("updated_at") or ""))
            for one in annotations:
                regions = list(_regions(one["result"], lines))
                by = one.get("completed_by")
                merge(
                    key,
                    regions,
                    output,
                    merged,
                    by=str(by.get("email") if isinstance(by, dict) else by) if by else None,
                    accept_rest=accept_rest,
                )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            detail = f"task {task.get('id', '')}: {type(error).__name__} {error}"
            raise InputError("I035", detail, where=str(path)) from error
    return merged


def _cancelled(annotation: Mapping[str, Any]) -> bool:
    return bool(annotation.get("was_cancelled"))


def _key(data: Mapping[str, Any]) -> PageKey:
    return PageKey(str(data["page"]), int(data["page_number"]), str(data["sha256"]))


def _regions(results: Iterable[Mapping[str, Any]], lines: Lines) -> Iterator[Region]:
    """Results that share an id are one region."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for result in results:
        if result.get("type") in ("labels", "textarea", "choices"):
            grouped.setdefault(str(result["id"]), []).append(result)
    for made, group in grouped.items():
        labels = [one for one in group if one["type"] == "labels"]
        if not labels:
            continue
        value = labels[0]["value"]
        role = value["labels"][0]
        fields: dict[str, str | None] = dict.fromkeys((*AREAS, *CHOICES)) if role == "fact" else {}
        action: Action | None = None
        for one in group:
            name, said = one["from_name"], one["value"]
            if one["type"] == "textarea" and name in AREAS:
                texts = [said["text"]] if isinstance(said["text"], str) else said["text"]
                fields[name] = "".join(texts).strip() or None
            elif one["type"] == "choices" and name in CHOICES:
                fields[name] = said["choices"][0]
            elif one["type"] == "choices" and name == DECISION:
                action = Action(said["choices"][0])
        if not any(fields.values()):
            fields = {}
        yield Region(lines.place(_span(value, lines.text)), role, fields, made, action)


def _span(value: Mapping[str, Any], text: str) -> Span:
    """The span of a region; old versions counted UTF-16 units, which its text betrays."""
    start, end = int(value["start"]), int(value["end"])
    marked = value.get("text")
    if isinstance(marked, str) and text[start:end] != marked:
        units = text.encode("utf-16-le")
        before = units[: 2 * start].decode("utf-16-le", "replace")
        inside = units[2 * start : 2 * end].decode("utf-16-le", "replace")
        if inside == marked:
            return len(before), len(before) + len(inside)
    return start, end
