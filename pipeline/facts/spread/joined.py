"""Numbers joined by a bare conjunction: they share what is said once, and lists meet in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.members import members
from pipeline.facts.phrases import trim
from pipeline.facts.together import HOLDERS
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import Kind, Span

_ONLY_JOINED = regex.compile(r"[、和与及，\s]*(?:约|近|超过?|逾|达)?")


_SIDE_BY_SIDE = regex.compile(r"[、和与及\s]+(?:约|近|超过?|逾|达)?")


def _joined_runs(view: View, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Numbers of one unit with only a conjunction between them, run by run."""
    group: list[Draft] = []
    for draft in drafts:
        if group:
            between = view.mask(group[-1].quantity.span.end, draft.start)
            alike = draft.quantity.base_unit == group[0].quantity.base_unit
            if not alike or not _SIDE_BY_SIDE.fullmatch(between):
                yield group
                group = []
        group.append(draft)
    if group:
        yield group


def side_by_side(view: View, drafts: Sequence[Draft]) -> None:
    """城镇、农村居民人均收入达5.18万元和3.06万元: as many values as members, without 分别."""
    for group in _joined_runs(view, drafts):
        first = group[0]
        if len(group) < 2 or first.evidence != "own" or len(first.indicators) != 1:
            continue
        if _to_names(view, group):
            continue
        if first.own is None or view.mask(first.own.start, first.own.end).count(NUMBER):
            continue
        partners = _partners(view, first, first.own, len(group))
        if partners:
            inherit(view, group)
            traded = first.indicator
            for partner, draft in zip(partners, group, strict=True):
                draft.indicators, draft.evidence = [partner + traded], "given"
            continue
        parts = members(first.indicator)
        if len(parts) == len(group) and all(2 <= len(part) <= 24 for part in parts):
            inherit(view, group)
            for part, draft in zip(parts, group, strict=True):
                draft.indicators, draft.evidence = [part], "given"


_NAMES = regex.compile(
    rf"[\s\u3000{TIME}，]*(?:其中|[^，。；{NAME}{NUMBER}]{{0,8}}?(?:企业|公司|园区))?(?P<names>{NAME}+(?:(?:、|和|与|及){NAME}+)+)[^，。；{NAME}{NUMBER}]*\Z"
)


def _to_names(view: View, group: Sequence[Draft]) -> bool:
    """甲区、乙区生产总值达300亿元和200亿元: as many values as names, without 分别."""
    first = group[0]
    clause = view.clauses[first.clause].span
    cue = first.left.start + first.saying.cue
    listed = _NAMES.match(view.mask(clause.start, cue))
    if listed is None or first.left.start != clause.start:
        return False
    names = view.names_in(*(clause.start + at for at in listed.span("names")))
    if len(names) != len(group) or len({item.entity.canonical for item in names}) < len(group):
        return False
    if any(item.entity.type not in HOLDERS for item in names):
        return False
    words = trim(view, Span(names[-1].span.end, cue))
    said = view.wording(words)
    if not said:
        return False
    inherit(view, group)
    for item, draft in zip(names, group, strict=True):
        draft.subject = item.entity
        draft.indicators, draft.evidence = [said], "given"
    return True


def _partners(view: View, first: Draft, own: Span, count: int) -> list[str]:
    """对东盟、欧盟出口3412亿元和2256.8亿元: each partner with what leads to it."""
    mask = view.mask(first.left.start, own.start)
    listed = regex.search(
        rf"(?P<to>[对向自从与])(?P<names>{NAME}+(?:(?:、|和|与|及){NAME}+)+)\Z", mask
    )
    if listed is None:
        return []
    start = first.left.start + listed.start("names")
    names = view.names_in(start, own.start)
    return [listed["to"] + n.mention.text for n in names] if len(names) == count else []


_TOLD_AGAIN = (Kind.GROWTH, Kind.RANK, Kind.SHARE)


_MOVED = regex.compile(
    r"(?:、|和|与|及|以及)(?:同比|环比|年|月|季)?(?:增长|下降|上升|下滑|减少|[增减升降涨跌])了?(?:约|近|逾|超过?)?"
)
"""Between two growths of one list: 年增8%、年减3%."""


def in_turn(view: View, drafts: Sequence[Draft]) -> None:
    """人均收入分别达41260元、22380元，增长4.9%、6.8%: a list behind a list goes on in its order."""
    for start in range(1, len(drafts)):
        stop = start + 1
        while stop < len(drafts) and _goes_along(view, drafts[stop - 1], drafts[stop]):
            stop += 1
        count = stop - start
        group, told = drafts[start:stop], drafts[max(0, start - count) : start]
        if count < 2 or len(told) < count or group[0].saying.kind not in _TOLD_AGAIN:
            continue
        if any(d.saying.kind is not group[0].saying.kind for d in group):
            continue
        if any(
            d.streak or (d.saying.kind is not Kind.LEVEL and d.saying.rule != "新增N") for d in told
        ):
            continue
        if not all(_listed(view, a, b) for a, b in itertools.pairwise(told)):
            continue
        _same_times(view, told, group)
        things = [(d.subject.canonical if d.subject else "", d.indicator) for d in told]
        said = {d.indicator for d in group}
        silent = said <= {indicator for _, indicator in things} or group[0].evidence == "carried"
        if len(set(things)) == count and silent:
            for source, draft in zip(told, group, strict=True):
                draft.indicators, draft.evidence = [source.indicator], "given"
                draft.subject = source.subject or draft.subject


_MEMBER = regex.compile(rf"(?:、|和|与|及|以及)[^，。；{NUMBER}]{{2,16}}")


def _listed(view: View, before: Draft, draft: Draft) -> bool:
    """3亿元和4亿元; 专利申请2.8万件、授权专利9千件: numbers of one list."""
    if _follows(view, before, draft):
        return True
    between = view.mask(before.quantity.span.end, draft.start)
    return before.clause == draft.clause and _MEMBER.fullmatch(between) is not None


def _same_times(view: View, told: Sequence[Draft], group: Sequence[Draft]) -> None:
    """利润分别为3亿元、4亿元，增长5%、6%: years that were laid out go on."""
    laid_out = len({source.period for source in told}) == len(told)
    if not laid_out or view.times_in(told[-1].quantity.span.end, group[0].start):
        return
    for source, draft in zip(told, group, strict=True):
        draft.period = draft.period or source.period


def _follows(view: View, before: Draft, draft: Draft) -> bool:
    between = view.mask(before.quantity.span.end, draft.start)
    return bool(between) and _ONLY_JOINED.fullmatch(between) is not None


def _goes_along(view: View, before: Draft, draft: Draft) -> bool:
    """Is a number of a list that the numbers of a list before go with in order?"""
    if _follows(view, before, draft):
        return True
    between = view.mask(before.quantity.span.end, draft.start)
    return _MOVED.fullmatch(between) is not None and _measure(view, draft) in (
        "",
        _measure(view, before),
    )


def _measure(view: View, draft: Draft) -> str:
    """What a growth says it is measured against: 同比, 年, or nothing."""
    found = regex.search(
        r"(?P<by>同比|环比|[年月季])\p{Han}{0,4}\Z", view.mask(draft.left.start, draft.start)
    )
    return found["by"] if found else ""


def goes_on(view: View, before: Draft, draft: Draft) -> bool:
    """比2005年增长1.3和1.4倍: is a number of one kind with the one it is joined to?"""
    alike = before.saying.kind is draft.saying.kind and before.saying.into is draft.saying.into
    between = view.mask(before.quantity.span.end, draft.start)
    return alike and (draft.joined or _SIDE_BY_SIDE.fullmatch(between) is not None)


def inherit(view: View, group: Sequence[Draft]) -> None:
    """A member joined by a bare conjunction says of its number what the one before says.

    The last may say it for all: 分别实现13%、32%、45%的增长.
    """
    last = group[-1].saying
    if last.rule in ("N%的增长", "N%的下降") and group[0].saying.rule == "N":
        group[0].saying = replace(last, cue=group[0].saying.cue)
    for before, draft in itertools.pairwise(group):
        between = view.mask(before.quantity.span.end, draft.start)
        if regex.fullmatch(r"[、和与及，以\s约近超逾]*", between):
            draft.saying = replace(before.saying, cue=0, reference=None)
            draft.joined = True
