"""分别, 依次, 各自: the numbers behind it belong to what stands before it, in order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final

from pipeline import patterns as regex
from pipeline.facts.bounds import bound
from pipeline.facts.drafts import Draft
from pipeline.facts.spread import what, whose
from pipeline.facts.spread.joined import inherit
from pipeline.facts.spread.tops import tops
from pipeline.facts.spread.turn import Turn
from pipeline.facts.spread.years import years
from pipeline.facts.view import TIME, View
from pipeline.model import Qualifier

_READERS: Final[tuple[Callable[[Turn], bool], ...]] = (
    years,
    what.sectors,
    what.those,
    tops,
    what.such,
    what.items,
    what.counted,
    whose.provinces,
    whose.areas,
    what.measured_against,
    whose.names,
    what.partners,
    what.branches,
    what.parts,
    whose.owners,
    what.indices,
    what.told,
    what.of_each,
    what.earlier,
    what.one_thing,
)
"""The first that finds what the numbers belong to gives it out."""


def respectively(view: View, drafts: Sequence[Draft]) -> None:
    """Gives the numbers behind 分别 to what stands before it, in order."""
    for index, draft in enumerate(drafts):
        mask = view.mask(draft.left.start, draft.left.end)
        said = regex.search(
            r"(?:分别|依次|各自|各(?=[增降涨跌达为升下])|(?<![总得评均积满])分(?=[列居获占]))(?!是指)(?=[^别依]*\Z)",
            mask,
        )
        if said is None or draft.quantity.bound == "high":  # 分别达3—5万吨: the range was given out
            continue
        at = said.start()
        group = [draft]
        for following in drafts[index + 1 :]:
            between = view.mask(group[-1].quantity.span.end, following.start)
            alike = following.quantity.base_unit == draft.quantity.base_unit
            bare = alike and between == "，"  # 分别为486亿元，642亿元，973亿元
            if following.quantity.base_unit == "位" != draft.quantity.base_unit:
                break  # 分别以3亿元、2亿元居第一、第二
            if following.clause != draft.clause and "，" in between and not bare:
                break
            if len(between) > 16 or regex.search(r"[。；！？]", between):
                break
            group.append(following)
        if said.group() == "各" and len(group) < 2:
            continue
        group, later = _parted(view, group)
        inherit(view, group)
        _same_bound(view, group, draft.left.start + at)
        firsts = [one for one in group if one.quantity.bound != "high"]
        _give(Turn(view, drafts[:index], firsts, draft.left.start + at))
        for one, other in zip(group, later, strict=False):
            other.indicators, other.subject = list(one.indicators), one.subject
            other.evidence = one.evidence
        for low, high in itertools.pairwise(group):
            if high.quantity.bound == "high":  # 分别为3万—3.2万辆、2.5万—2.6万辆
                high.indicators, high.evidence = list(low.indicators), low.evidence
                high.subject, high.period = low.subject, low.period


_TO = regex.compile(rf"[^，。；]{{0,6}}[到至为成]了?(?:{TIME}+的)?(?:约|近|逾)?")
_FROM = regex.compile(rf"[从由](?:{TIME}+的)?\Z")


def _parted(view: View, group: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """分别从8家、5家增加到15家、9家: what each began with, and what each came to."""
    half, odd = divmod(len(group), 2)
    if odd or not half or group[half].quantity.base_unit != group[0].quantity.base_unit:
        return group, []
    before = view.mask(max(view.span.start, group[0].start - 16), group[0].start)
    between = view.mask(group[half - 1].quantity.span.end, group[half].start)
    if _FROM.search(before) is None or _TO.fullmatch(between) is None:
        return group, []
    return group[:half], group[half:]


def _same_bound(view: View, group: Sequence[Draft], at: int) -> None:
    """分别不低于0.8亿元、1.1亿元和1.4亿元: the bound holds for all."""
    about = view.plain(at - 1, at) == "约"  # 约分别占
    found = bound(view.plain(at, group[0].start)) or (Qualifier.ABOUT if about else None)
    for draft in group[1:] if found else ():
        if draft.joined:
            draft.qualifier = found


def _give(turn: Turn) -> None:
    any(reader(turn) for reader in _READERS)
