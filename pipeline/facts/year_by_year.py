"""Several times and as many numbers without 分别: each number has the time of its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import View

_YEARS = regex.compile(r"(?P<first>\d{4})/(?P<last>\d{4})")
_AND = regex.compile(r"[、和与及，\s]+(?:约|近|超过?|逾|达)?")
_FEWEST = 2


def year_by_year(view: View, drafts: Sequence[Draft]) -> None:
    """2020及2021年开支为3亿元和5亿元: a run of years, then as many values."""
    for run in _runs(view, drafts):
        years = _YEARS.fullmatch(run[0].period or "")
        if years is None or len(run) < _FEWEST:
            continue
        told = [str(year) for year in range(int(years["first"]), int(years["last"]) + 1)]
        if len(told) == len(run):
            for year, draft in zip(told, run, strict=True):
                draft.period = year


def _runs(view: View, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Numbers of one kind, time and thing with nothing but a mark or an and between them."""
    run: list[Draft] = []
    for draft in drafts:
        if run and not (_alike(run[-1], draft) and _joined(view, run[-1], draft)):
            yield run
            run = []
        run.append(draft)
    if run:
        yield run


def _alike(one: Draft, other: Draft) -> bool:
    return (
        one.quantity.base_unit == other.quantity.base_unit
        and one.saying.kind is other.saying.kind
        and one.period == other.period
        and one.indicators == other.indicators
        and one.subject is other.subject
    )


def _joined(view: View, one: Draft, other: Draft) -> bool:
    return _AND.fullmatch(view.mask(one.quantity.span.end, other.start)) is not None


def as_before(drafts: Sequence[Draft]) -> None:
    """订单由2018年的26万降至2021年的22万，金额由25亿元降至18亿元: the times of the first pair."""
    pairs = list(itertools.pairwise(drafts))
    for index, (one, other) in enumerate(pairs):
        if not one.source or one.period is not None or other.period is None:
            continue
        for first, last in reversed(pairs[:index]):
            if (
                last.period == other.period
                and first.indicators == last.indicators
                and first.period is not None
                and first.period < last.period
            ):
                one.period = first.period
                break
