"""D004 and D005: shares and parts against the whole that they are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pipeline import patterns as regex
from pipeline.checks.claims import DURATIONS, Claim, Contradiction, plain, says, words

_BETWEEN_PARTS = regex.compile(r"[、和及与，,]?[^，,。；;：:、（）()]{0,12}")
_LEAD = regex.compile(r"[，,：:]?[^，,。；;：:、（）()]{0,14}")
# 出口 and 进口 are all of 进出口; no other pair of parts is so surely the whole.
_TRADE = ("进出口", ("出口", "进口"))


def shares(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """A share above its whole, and shares that are said to make up one whole but are more."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind != "share" or claim.qualifier == "under":
            continue
        whole = {"%": 100, "1": 1}.get(claim.base_unit or "")
        if whole is not None and claim.value > whole and _is_portion(claim):
            yield Contradiction("D004", f"{claim.indicator}: {claim.quote}", claim)
        elif claim.base_unit == "%" and says(claim.sentence, "composition"):
            groups[claim.article, claim.sentence, claim.subject, claim.period].append(claim)
    for group in groups.values():
        wholes = {claim.reference for claim in group if claim.reference}
        indicators = {claim.indicator for claim in group}
        if len(wholes) != 1 or len(indicators) != len(group) or len(group) < 2:
            continue
        if any(says(whole, "territory") for whole in wholes):
            continue
        total = sum((claim.range.low for claim in group), Fraction(0))
        if total > 100:
            names = "、".join(claim.indicator for claim in group)
            said = sum((claim.value for claim in group), Fraction(0))
            yield Contradiction("D004", f"{names}: {plain(said)} %", group[-1], group[0])


def _is_portion(claim: Claim) -> bool:
    """Whether a share is one of a whole, and not of a goal or of another year (完成目标的113%)."""
    before = claim.sentence[: max(0, claim.sentence.find(claim.quote))]
    clause = regex.split(r"[，。；;！？]", before)[-1]
    return says(clause, "portion") and not says(clause, "yardstick")


def parts(claims: Sequence[Claim]) -> Iterator[Contradiction]:
    """A part behind 其中 that is more than its whole; 出口 and 进口 that do not make 进出口."""
    sentences: dict[tuple[object, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind == "level" and claim.sentence:
            sentences[claim.article, claim.sentence].append(claim)
    for (_, sentence), group in sentences.items():
        yield from _above(sentence, group)
        yield from _trade(sentence, group)


def _above(sentence: str, group: Sequence[Claim]) -> Iterator[Contradiction]:
    at = _positions(sentence, group)
    for word in words("parts"):
        start = sentence.find(word)
        while start >= 0:
            yield from _parts_behind(sentence, group, at, start, start + len(word))
            start = sentence.find(word, start + 1)


def _parts_behind(
    sentence: str, group: Sequence[Claim], at: dict[int, tuple[int, int]], start: int, end: int
) -> Iterator[Contradiction]:
    before = [c for c in group if c.order in at and at[c.order][1] <= start]
    if not before:
        return
    whole = before[-1]
    # A part may well lie above an average or a rate.
    if says(whole.indicator, "average") or whole.base_unit in ("%", *DURATIONS):
        return
    position, joint = end, _LEAD
    for claim in group:
        if claim.order not in at or at[claim.order][0] < end:
            continue
        begin, stop = at[claim.order]
        if not joint.fullmatch(sentence, position, begin):
            return
        if claim.base_unit != whole.base_unit or claim.modality != whole.modality:
            return
        if claim.period and whole.period and claim.period != whole.period:
            return
        if claim.range.low > whole.range.high:
            yield Contradiction(
                "D005",
                f"{whole.indicator} {whole.quote}, {claim.indicator} {claim.quote}",
                claim,
                whole,
            )
        position, joint = stop, _BETWEEN_PARTS


def _positions(sentence: str, group: Sequence[Claim]) -> dict[int, tuple[int, int]]:
    """Where the numbers of a sentence stand in it; they are in its order."""
    out: dict[int, tuple[int, int]] = {}
    cursor = 0
    for claim in group:
        found = sentence.find(claim.quote, cursor)
        if found >= 0:
            cursor = found + len(claim.quote)
            out[claim.order] = (found, cursor)
    return out


def _trade(sentence: str, group: Sequence[Claim]) -> Iterator[Contradiction]:
    whole_word, (first_word, second_word) = _TRADE
    wholes = [c for c in group if whole_word in c.indicator]
    firsts = [c for c in group if first_word in c.indicator and whole_word not in c.indicator]
    seconds = [c for c in group if second_word in c.indicator and whole_word not in c.indicator]
    if not len(wholes) == len(firsts) == len(seconds) == 1:
        return
    whole, first, second = wholes[0], firsts[0], seconds[0]
    same = {(c.subject, c.period, c.base_unit, c.modality) for c in (whole, first, second)}
    if len(same) != 1 or not all(c.exact for c in (whole, first, second)):
        return
    low = first.range.low + second.range.low
    high = first.range.high + second.range.high
    if high < whole.range.low or low > whole.range.high:
        detail = f"{first.quote} + {second.quote} / {whole.indicator} {whole.quote}"
        yield Contradiction("D005", detail, second, whole)
