"""Contradictions worth a reader's eye: D001–D005. A hint each, never a correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from pipeline.align import raw_span
from pipeline.model import Fact, Kind, Modality, Page, Problem, Qualifier, Reading


def contradictions(page: Page, readings: Sequence[Reading]) -> tuple[Problem, ...]:
    """All contradictions of a page, in page order."""
    out: list[Problem] = []
    for reading in readings:
        facts = reading.facts
        for detail, fact in (
            *_growth_against_levels(facts),
            *_headline_against_body(facts),
            *_two_values(facts),
            *_shares_over_whole(facts),
        ):
            code, text = detail.split(" ", 1)
            span = raw_span(reading.article.text, fact.quantity.span)
            out.append(Problem(code, page.name, text, span, "checks"))
    out.sort(key=lambda problem: (problem.span, problem.code, problem.detail))
    return tuple(dict.fromkeys(out))


Found = Iterable[tuple[str, Fact]]


def _exact(fact: Fact) -> Fraction:
    return Fraction(fact.value)


def _growth_against_levels(facts: Sequence[Fact]) -> Found:
    """48.2 to 262.9 is a growth of 4.45 times: 增长4倍多 agrees, 增长3倍 would not."""
    groups: dict[tuple[str | None, str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.subject, fact.indicator, fact.sentence.start].append(fact)
    for group in groups.values():
        levels = [f for f in group if f.kind is Kind.LEVEL and f.period]
        growths = [
            f
            for f in group
            if f.kind is Kind.GROWTH and f.period and "/" in f.period and f.base_unit in ("倍", "%")
        ]
        for growth in growths:
            first, _, last = (growth.period or "").partition("/")
            low = [f for f in levels if f.period == first]
            high = [f for f in levels if f.period == last]
            if len(low) != 1 or len(high) != 1 or not low[0].value:
                continue
            if low[0].base_unit != high[0].base_unit:
                continue
            if growth.base_unit == "%" and int(last[:4]) - int(first[:4]) != 1:
                continue  # over several years a percentage is most often a yearly average
            grown = _exact(high[0]) / _exact(low[0]) - 1
            if growth.base_unit == "%":
                grown *= 100
            if not _agrees(grown, growth):
                yield (
                    f"D001 {low[0].quantity.text} → {high[0].quantity.text}: "
                    f"{_short(grown)} {growth.base_unit}, printed {growth.quantity.text}",
                    growth,
                )


def _short(value: Fraction) -> str:
    """Two places behind the point; a numeral of hundreds of digits is too large for a float."""
    return f"{Decimal(round(value * 100)).scaleb(-2).normalize():f}"


def _agrees(computed: Fraction, fact: Fact) -> bool:
    """Is a computed value what a printed one may stand for?"""
    printed = _exact(fact)
    step = Fraction(1)
    if isinstance(fact.value, Decimal):
        exponent = fact.value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < 0:
            step = Fraction(1, 10**-exponent)
    if fact.qualifier is Qualifier.OVER:
        return printed <= computed <= printed + max(step, abs(printed))
    if fact.qualifier is Qualifier.UNDER:
        return computed <= printed
    slack = step if fact.qualifier is Qualifier.EXACT else max(step, abs(printed) / 10)
    return abs(computed - printed) <= slack


def _headline_against_body(facts: Sequence[Fact]) -> Found:
    """The same number said of the same thing in another way, or another number for it."""
    heads = [f for f in facts if f.note == "headline"]
    body = [f for f in facts if f.note != "headline"]
    for head in heads:
        same = [f for f in body if f.value == head.value and f.base_unit == head.base_unit]
        if any(f.kind is head.kind for f in same):
            continue
        for fact in same:
            if {fact.kind, head.kind} == {Kind.GROWTH, Kind.MULTIPLE}:
                yield (
                    f"D002 headline: {head.kind} {head.quantity.text}, "
                    f"body: {fact.kind} {fact.quantity.text}",
                    head,
                )
                break


def _two_values(facts: Sequence[Fact]) -> Found:
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if (
            fact.period
            and fact.subject
            and fact.kind in (Kind.LEVEL, Kind.GROWTH, Kind.SHARE)
            and fact.modality is Modality.ACTUAL
            and fact.qualifier is Qualifier.EXACT
            and fact.quantity.bound is None
            and fact.quantity.dimension != "duration"
        ):
            key = (fact.subject, fact.indicator, fact.kind, fact.period, fact.base_unit)
            groups[(*key, fact.reference if fact.kind is not Kind.LEVEL else None)].append(fact)
    for group in groups.values():
        for a, b in combinations(group, 2):
            if a.value != b.value and a.sentence != b.sentence and not _rounded(a, b):
                yield (
                    f"D003 {a.subject} {a.indicator} {a.period}: "
                    f"{a.quantity.text} / {b.quantity.text}",
                    b,
                )


def _rounded(a: Fact, b: Fact) -> bool:
    """374亿元 for 374.28亿元."""
    x, y = sorted((abs(_exact(a)), abs(_exact(b))))
    return bool(y) and (y - x) / y < Fraction(1, 100)


def _shares_over_whole(facts: Sequence[Fact]) -> Found:
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind is Kind.SHARE and fact.base_unit == "%" and fact.reference:
            groups[fact.subject, fact.reference, fact.period, fact.sentence.start].append(fact)
    for group in groups.values():
        indicators = {fact.indicator for fact in group}
        if len(indicators) == len(group) > 1:
            total = sum((_exact(fact) for fact in group), Fraction(0))
            if total > 101:
                names = "、".join(fact.indicator for fact in group)
                yield f"D004 {names}: {_short(total)} %", group[-1]
