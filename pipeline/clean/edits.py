"""The one way a cleaning step changes a text, so that each change can be listed and replayed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from itertools import groupby

from pipeline.align import identity
from pipeline.frozen import dataclass
from pipeline.model import Aligned, Change, Page


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters [start, end) of the current text become `after`, which is never longer."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class State:
    """What a step may look at: the text so far, the page it came from, the changes before it."""

    page: Page
    body: Aligned
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A named cleaning step. `keeps_printed`: only `text` changes, `printed` stays as printed."""

    name: str
    propose: Callable[[State], Iterable[Edit]]
    keeps_printed: bool = False


def apply(body: Aligned, step: Step, edits: Sequence[Edit]) -> tuple[Aligned, list[Change]]:
    """The text after `edits`, and the same edits as changes at raw offsets.

    The edits are in order, do not overlap and change something.
    Raises ValueError for an edit that makes the text longer: its characters would have no origin.
    """
    text, printed, origin = body.text, body.printed, body.origin
    texts: list[str] = []
    prints: list[str] = []
    origins: list[int] = []
    changes: list[Change] = []
    position = 0
    for edit in edits:
        before = text[edit.start : edit.end]
        if len(edit.after) > len(before) or edit.start < position:
            raise ValueError(f"step {step.name} made an edit that cannot be traced: {edit}")
        texts += (text[position : edit.start], edit.after)
        prints.append(printed[position : edit.start])
        origins += origin[position : edit.start]
        kept = _kept(before, edit.after)
        origins += [origin[edit.start + index] for index in kept]
        if step.keeps_printed:
            prints.append("".join(printed[edit.start + index] for index in kept))
        else:
            prints.append(
                "".join(
                    printed[edit.start + index] if before[index] == char else char
                    for index, char in zip(kept, edit.after, strict=True)
                )
            )
        changes.append(
            Change(step.name, origin[edit.start], origin[edit.end - 1] + 1, before, edit.after)
        )
        position = edit.end
    texts.append(text[position:])
    prints.append(printed[position:])
    origins += origin[position:]
    return Aligned("".join(texts), tuple(origins), "".join(prints)), changes


def _kept(before: str, after: str) -> list[int]:
    """For each character of `after` the index in `before` that it stands for, ascending."""
    if len(before) == len(after):
        return list(range(len(before)))
    kept: list[int] = []
    position = 0
    for left, char in zip(range(len(after), 0, -1), after, strict=True):
        latest = len(before) - left
        found = before.find(char, position, latest + 1)
        kept.append(min(position, latest) if found < 0 else found)
        position = kept[-1] + 1
    return kept


def replay(raw: str, changes: Iterable[Change]) -> str:
    """Does the changes again, one after the other, on the raw text.

    Raises ValueError where a change does not meet the characters it says it changed.
    """
    body = identity(raw)
    for name, group in groupby(changes, key=lambda change: change.step):
        edits: list[Edit] = []
        for change in group:
            start = bisect_left(body.origin, change.start)
            end = bisect_left(body.origin, change.end)
            if edits and start < edits[-1].end:
                body, _ = apply(body, Step(name, lambda _: ()), edits)
                edits = []
                start = bisect_left(body.origin, change.start)
                end = bisect_left(body.origin, change.end)
            if body.text[start:end] != change.before:
                raise ValueError(f"{change} does not meet {body.text[start:end]!r}")
            edits.append(Edit(start, end, change.after))
        body, _ = apply(body, Step(name, lambda _: ()), edits)
    return body.text


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """Edits by place; of two that overlap the earlier one stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
