"""Where those that are counted stand: 20家企业中，13家在深圳、8家与苏州有关."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import NAME, View
from pipeline.model import EntityType, Kind

_IN = (
    r"(?:均|都|则|也|主要|分别)*(?:分布|集中|坐落|落户|扎根|诞生|产|位)?(?:在|于)"
    r"|来自|出自|落户|花落|属于|归属|涉及"
)
_PLACED = regex.compile(
    rf"\p{{Han}}{{0,8}}?(?:(?:{_IN})(?P<name>{NAME}+)(?:[省市县区]|境内)?"
    rf"|与(?P<name>{NAME}+)(?:[省市县区])?(?:有关|相关)"
    rf"|(?:为|是|系)(?P<name>{NAME}+)的?(?P<what>企业|公司|品牌|园区|高校|项目|城市|机构))(?=[，。；、]|\Z)"
)


def placed(view: View, drafts: Sequence[Draft]) -> None:
    """Notes the place behind a count, and gives the count what was counted before it."""
    for index, draft in enumerate(drafts):
        if draft.saying.kind is not Kind.LEVEL or draft.quantity.dimension != "count":
            continue
        end = draft.quantity.span.end
        match = _PLACED.match(view.mask(end, view.clauses[draft.clause].span.end))
        if match is None:
            continue
        at = end + match.start("name")
        named = next((n for n in view.names if n.span.start == at), None)
        if named is None or named.entity.type not in (EntityType.PLACE, EntityType.ZONE):
            continue
        draft.placed = named.entity
        unit = draft.quantity.base_unit
        before = (d for d in reversed(drafts[:index]) if d.quantity.base_unit == unit)
        counted = next((d.indicator for d in before if d.indicator), match["what"] or "")
        if counted and draft.evidence in ("right", "rest", "topic", "carried"):
            draft.indicators, draft.evidence = [counted], "carried"
