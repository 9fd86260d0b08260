"""A number in brackets right behind a name is that name's: 江苏省有7家，与广东省（5家）并列."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import NAME, View
from pipeline.model import Kind

_BEHIND_NAME = regex.compile(rf"{NAME}（(?:约|近|超|逾|为|有|占|共|计|仅|达)*\Z")
_CLOSED = regex.compile(r"[^，。；（）]{0,4}[）；，、]")


def bracketed(view: View, drafts: Sequence[Draft]) -> None:
    """Gives numbers in brackets the name before them, and what the number before them counts."""
    for index, draft in enumerate(drafts):
        start, end = draft.start, draft.quantity.span.end
        mask = view.mask(max(view.span.start, start - 8), start)
        if draft.saying.kind is not Kind.LEVEL or not _BEHIND_NAME.search(mask):
            continue
        if not _CLOSED.match(view.plain(end, end + 6)):
            continue
        bracket = start - len(mask) + mask.rindex("（")
        owner = next((n for n in view.names if n.span.end == bracket), None)
        base = draft.quantity.base_unit
        counted = next(
            (d for d in reversed(drafts[:index]) if d.indicator and d.quantity.base_unit == base),
            None,
        )
        if owner is None or counted is None:
            continue
        draft.subject = owner.entity
        draft.indicators, draft.evidence = list(counted.indicators), "carried"
