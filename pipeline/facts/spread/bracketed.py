"""A number in brackets right behind a name is that name's: 江苏省有7家，与广东省（5家）并列."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import words
from pipeline.facts.phrases import trim
from pipeline.facts.view import NAME, View
from pipeline.model import Kind, Span

_BEHIND_NAME = regex.compile(rf"{NAME}（(?:约|近|超|逾|为|有|占|共|计|仅|达)*\Z")
_FASTEST = regex.compile(
    rf"(?P<move>增长|增速|增幅|涨幅|升幅|上涨|下降|降幅|跌幅)最[快高大多]的?(?:省份|城市|地区|行业|企业|公司|是|为|依次|分别)*{NAME}+\Z"
)
"""增长最快的是某省（12%）."""
_AGAINST = regex.compile(rf"[高低快慢优好]于{NAME}+(?:平均水平|水平)?\Z")
"""低于全国（40%）: the same pace elsewhere."""
_CLOSED = regex.compile(r"[^，。；（）]{0,4}[）；，、]")


def _says(draft: Draft) -> bool:
    """Is there a word for what a number is of that is not only whose it is?"""
    named = draft.subject is not None and draft.indicator == draft.subject.canonical
    return bool(draft.indicator) and draft.evidence != "rest" and not named


def _what(view: View, first: regex.Match[str]) -> str:
    """What grew most: 图书馆|增长最快的是某省（12%）."""
    at = view.span.start + first.start()
    clause = view.clauses[view.clause_at(at)].span
    return view.wording(trim(view, Span(clause.start, at)))


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
        against = base == "%" and _AGAINST.search(view.mask(view.span.start, bracket)) is not None
        if against:  # 增长15%，低于全国（40%）
            counted = next(
                (d for d in reversed(drafts[:index]) if d.quantity.base_unit == base), None
            )
        told = counted.indicators if counted else [view.earlier.get(str(base), "")]
        behind = counted.quantity.span.end if counted is not None else 0
        listed = view.plain(behind, behind + 1) == "）"
        if counted is not None and counted.saying.kind is Kind.GROWTH and (against or listed):
            draft.saying = replace(counted.saying, reference=None)
        first = _FASTEST.search(view.mask(view.span.start, bracket)) if base == "%" else None
        if first is not None:
            told = [_what(view, first) or told[0] or next(reversed(view.earlier.values()), "")]
        if owner is None or not told[0]:
            continue
        if first is not None:
            fell = first["move"] in words("fall") | words("fall_noun")
            draft.saying = replace(draft.saying, kind=Kind.GROWTH, sign=-1 if fell else 1)
        draft.subject = owner.entity
        draft.indicators, draft.evidence = list(told), "carried"
