"""A number in brackets right behind a name is that name's: 江苏省有7家，与广东省（5家）并列."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import NAME, View
from pipeline.model import Kind

_BEHIND_NAME = regex.compile(rf"{NAME}（(?:约|近|超|逾|为|有|占|共|计|仅|达)*\Z")
_CLOSED = regex.compile(r"[^，。；（）]{0,4}[）；，、]")


def _says(draft: Draft) -> bool:
    """Is there a word for what a number is of that is not only whose it is?"""
    named = draft.subject is not None and draft.indicator == draft.subject.canonical
    return bool(draft.indicator) and draft.evidence != "rest" and not named


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
            (d for d in reversed(drafts[:index]) if _says(d) and d.quantity.base_unit == base),
            None,
        )
        told = counted.indicators if counted else [view.earlier.get(str(base), "")]
        if owner is None or not told[0]:
            continue
        draft.subject = owner.entity
        draft.indicators, draft.evidence = list(told), "carried"
