"""Figures that a body gives of a place: 根据某某协会数据，去年东盟10国…."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.view import TIME, View

_FIGURES = r"(?:预计|估计|估算|数据|统计|报告|监测|测算|调查|预测|研究)"
_SOURCE = regex.compile(
    rf"(?:据|根据|依据|按照?)[^，。；]{{0,24}}?{_FIGURES}(?:显示|公布|发布)?，"
    rf"|[^，。；]{{2,24}}?{_FIGURES}(?:也|还)?(?:显示|表明)，"
)
_EDGE = f"{TIME}\u3000 ，"


def from_source(view: View, start: int, at: int) -> bool:
    """Does a sentence name a body's figures, and the clause from `start` begin at `at`?

    Only a time may stand before it in its clause.
    """
    before = view.plain(view.span.start, start).lstrip("\u3000 ")
    return not view.mask(start, at).strip(_EDGE) and _SOURCE.fullmatch(before) is not None
