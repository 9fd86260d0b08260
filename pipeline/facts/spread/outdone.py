"""Whose a number is that another is held against: 增长11.3%，远超邻市的8.6%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.together import HOLDERS
from pipeline.facts.view import NAME, NUMBER, View

_OUTDONE = regex.compile(
    rf"(?:超过?|高于|低于|高出|不及|优于|快于|慢于|好于|强于|弱于|领先|领跑|落后于?|多于|少于|大于|小于|仅次于|不如|逊于|赶超|反超)"
    rf"(?:了)?(?:{NAME}+的{NUMBER}+(?:、|和|与|及|以及))*(?P<name>{NAME}+)(?:同期)?的(?:约|近|逾)?\Z"
)


def outdone(view: View, drafts: Sequence[Draft]) -> None:
    """Gives such a number the name before it, and what the number before tells of."""
    for index, draft in enumerate(drafts):
        match = _OUTDONE.search(view.mask(view.span.start, draft.start))
        if match is None:
            continue
        at = view.span.start + match.start("name")
        owner = next((n.entity for n in view.names if n.span.start == at), None)
        unit = draft.quantity.base_unit
        told = next((d for d in reversed(drafts[:index]) if d.quantity.base_unit == unit), None)
        if owner is None or owner.type not in HOLDERS or told is None or not told.indicator:
            continue
        draft.subject = owner
        draft.indicators, draft.evidence = list(told.indicators), "carried"
        draft.saying = replace(told.saying, cue=draft.saying.cue, reference=None)
