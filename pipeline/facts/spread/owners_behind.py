"""Amounts that describe the names behind them: 产值超过5万亿元的甲市、4万亿元的乙市."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.phrases import trim
from pipeline.facts.together import HOLDERS
from pipeline.facts.view import NAME, Named, View
from pipeline.model import Kind, Span

_OF = regex.compile(rf"(?:左右|以上|多)?的(?P<name>{NAME}+)")
_NEXT = regex.compile(r"(?:、|，|和|与|及|以及)+(?:超过?|突破|接近|近|约|逾|达|为)*")
"""Between a name and the amount of the next."""


def owners_behind(view: View, drafts: Sequence[Draft]) -> None:
    """Gives each of several amounts the name behind its 的, and what the first is of to all."""
    run: list[tuple[Draft, Named]] = []
    for draft in (*drafts, None):
        owner = _owner(view, draft) if draft is not None else None
        if run and not (draft is not None and owner is not None and _goes_on(view, run[-1], draft)):
            _give(view, run)
            run = []
        if draft is not None and owner is not None:
            run.append((draft, owner))


def _owner(view: View, draft: Draft) -> Named | None:
    if draft.saying.kind is not Kind.LEVEL or draft.quantity.dimension in ("count", "rank"):
        return None
    end = draft.quantity.span.end
    match = _OF.match(view.mask(end, view.span.end))
    if match is None:
        return None
    start = end + match.start("name")
    found = next((n for n in view.names if n.span.start == start), None)
    return found if found is not None and found.entity.type in HOLDERS else None


def _goes_on(view: View, before: tuple[Draft, Named], draft: Draft) -> bool:
    alike = before[0].quantity.base_unit == draft.quantity.base_unit
    between = view.mask(before[1].span.end, draft.start)
    return alike and _NEXT.fullmatch(between) is not None


def _give(view: View, run: Sequence[tuple[Draft, Named]]) -> None:
    first = run[0][0]
    words = trim(view, Span(first.left.start, first.left.start + first.saying.cue))
    said = view.wording(words)
    if len(run) < 2 or not said:
        return
    for draft, owner in run:
        draft.subject = owner.entity
        draft.indicators, draft.evidence = [said], "own"
