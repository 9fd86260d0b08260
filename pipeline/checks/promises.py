"""The promises P001–P004, checked on every run, page by page, before anything is written.

P001  every digit of a record stands on the raw page where the record points
P002  every run of digits of the raw page belongs to a quantity
P003  … and to one only
P004  the value, read again from the printed words in another way (`rereading`), is the same

A record that breaks one is left out and becomes a problem; the other records stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from pipeline import patterns as regex
from pipeline.align import raw_span
from pipeline.checks import rereading
from pipeline.model import Clean, Fact, Page, Problem, Quantity, Reading, Role, Span

# what print and recognition make of a digit; `clean` may have set it right
_LOOKALIKES = {
    "0": "OoQD〇○◯ΟοОо零",
    "1": "lIi|!！丨ⅠΙІ｜一",
    "2": "Zz",
    "5": "Ss",
    "6": "b",
    "8": "B",
    "9": "gq",
}
_RUN = regex.compile(r"[0-9０-９]+|[^\P{Nd}0-9０-９]+")
"""Digits of another script beside ours are a run of their own."""


def promises(
    page: Page, clean: Clean, readings: Sequence[Reading]
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """The readings without the records that break a promise, and a problem for each of those."""
    problems: list[Problem] = []
    kept: list[Reading] = []
    # For each raw place which quantity it belongs to, over all articles of the page.
    owner: dict[int, int] = {}
    count = 0
    for reading in readings:
        bad: set[Quantity] = set()
        for quantity in sorted(reading.quantities, key=lambda item: item.span):
            broken = _broken(page, reading, quantity, owner)
            if broken is not None:
                problems.append(broken)
                bad.add(quantity)
                continue
            origin = reading.article.text.origin
            for place in origin[quantity.span.start : quantity.span.end]:
                owner[place] = count
            count += 1
        facts = []
        known = {item.span: item for item in reading.quantities}
        for fact in reading.facts:
            if bad and fact.quantity in bad:
                continue
            detail = _other_fact(fact, known.get(fact.quantity.span))
            if detail:
                span = raw_span(reading.article.text, fact.quantity.span)
                problems.append(Problem("P004", page.name, detail, span, "facts"))
            else:
                facts.append(fact)
        if bad or len(facts) < len(reading.facts):
            quantities = tuple(q for q in reading.quantities if q not in bad)
            reading = replace(reading, quantities=quantities, facts=tuple(facts))
        kept.append(reading)
    problems += _accounting(page, clean, owner)
    return tuple(kept), tuple(problems)


def _broken(
    page: Page, reading: Reading, quantity: Quantity, owner: dict[int, int]
) -> Problem | None:
    """What a quantity breaks first, P003 before P001 before P004."""
    text = reading.article.text
    places = text.origin[quantity.span.start : quantity.span.end]
    if any(place in owner for place in places):
        code, detail = "P003", quantity.text
    elif detail := _not_printed(page, reading, quantity):
        code = "P001"
    elif detail := _other_value(quantity):
        code = "P004"
    else:
        return None
    span = raw_span(text, quantity.span) if places else None
    return Problem(code, page.name, detail, span, "quantities")


def _not_printed(page: Page, reading: Reading, quantity: Quantity) -> str:
    """Says which character of a quantity does not stand at its raw place."""
    text = reading.article.text
    start, end = quantity.span.start, quantity.span.end
    if not quantity.text or text.text[start:end] != quantity.text:
        return f"{quantity.text!r} is not what stands there"
    for character, place in zip(quantity.text, text.origin[start:end], strict=True):
        raw = page.text[place]
        if raw == character or not character.isdecimal():
            continue
        folded = unicodedata.normalize("NFKC", raw)
        known = _LOOKALIKES.get(character, "")
        if folded != character and raw not in known and folded not in known:
            return f"{quantity.text}: {character} is printed as {raw}"
    return ""


def _other_value(quantity: Quantity) -> str:
    """Reads a quantity again from its words; says so where the value, or the day, is another."""
    if quantity.role is Role.DATE:
        day = rereading.date(quantity.text)
        # a day, or all since it: 自2019年揭牌以来
        if day is None or quantity.edtf in (None, day, f"{day}/.."):
            return ""
        return f"{quantity.text}: {quantity.edtf}, read again {day}"
    if quantity.value is None:
        return ""
    again = rereading.values(quantity.text, quantity.unit, quantity.base_unit)
    value = Fraction(quantity.value)
    if again is None or value in again or _is_shared(quantity, value, again):
        return ""
    return f"{quantity.text}: {quantity.value}, read again {' or '.join(map(_plain, again))}"


def _is_shared(quantity: Quantity, value: Fraction, again: frozenset[Fraction]) -> bool:
    """六七千家, 十七八家: the first number's thousands, or the second's ten, stand in the other."""
    if quantity.rule != "numerals side by side":
        return False
    if quantity.bound == "low":
        return any(value == own * 10**power for own in again for power in range(1, 13))
    return any((value - own) % 10 == 0 and value > own for own in again)


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(value)


def _other_fact(fact: Fact, recorded: Quantity | None) -> str:
    """A fact says what its quantity says, a fall with the sign turned."""
    quantity = fact.quantity
    if recorded != quantity or quantity.value is None:
        return f"{quantity.text}: a fact without a quantity"
    if fact.value != quantity.value and Fraction(fact.value) != -Fraction(quantity.value):
        return f"{quantity.text}: {fact.value} for {quantity.value}"
    return ""


def _accounting(page: Page, clean: Clean, owner: dict[int, int]) -> Iterator[Problem]:
    """Runs of digits that belong to no quantity, or to two."""
    gone: frozenset[int] | None = None
    for run in _RUN.finditer(page.text):
        owners = {owner.get(place) for place in range(*run.span())}
        if len(owners) == 1 and None not in owners:
            continue
        if None in owners:
            if gone is None:
                gone = _printed_twice(clean)
            owners = {owner.get(place) for place in range(*run.span()) if place not in gone}
        code = "P002" if None in owners else "P003" if len(owners) > 1 else ""
        if code:
            yield Problem(code, page.name, run.group(), Span(*run.span()), "quantities")


def _printed_twice(clean: Clean) -> frozenset[int]:
    """Raw places that went because a headline prints them twice; the other half is read."""
    still = set(clean.body.origin)
    return frozenset(
        place
        for change in clean.changes
        if change.step == "undouble" and change.before == 2 * change.after
        for place in range(change.start, change.end)
        if place not in still
    )
