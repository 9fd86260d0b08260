"""The promises P001–P004, checked on every run against the raw page.

This file reads numbers again in its own way, so that it does not repeat an error of `quantities`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline import patterns as regex
from pipeline.align import raw_span
from pipeline.model import Aligned, Clean, Page, Problem, Quantity, Reading, Span

# what print and recognition make of a digit; `clean` may have set it right
_LOOKALIKES = {
    "0": "OoQD〇○◯Οο零",
    "1": "lIi|!！丨Ⅰ｜一",
    "2": "Zz",
    "5": "Ss",
    "6": "b",
    "8": "B",
    "9": "gq",
}
_MAGNITUDES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_PLAIN = regex.compile(
    r"(?P<sign>[-−])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<more>余|多|几|来)?(?P<magnitude>(?:[十百千万亿兆](?![克瓦米伏赫卡帕焦安字]))*)(?P<rest>\D*)"
)


def promises(
    page: Page, clean: Clean, readings: Sequence[Reading]
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """The readings without the records that break a promise, and a problem for each of those."""
    problems: list[Problem] = []
    kept: list[Reading] = []
    covered: set[int] = set()
    for reading in readings:
        text = reading.article.text
        bad: set[Quantity] = set()
        last = -1
        for quantity in sorted(reading.quantities, key=lambda q: q.span):
            span = raw_span(text, quantity.span)
            if quantity.span.start < last:
                problems.append(Problem("P003", page.name, quantity.text, span, "quantities"))
                bad.add(quantity)
                continue
            last = quantity.span.end
            detail = _not_printed(page, text, quantity)
            if detail:
                problems.append(Problem("P001", page.name, detail, span, "quantities"))
                bad.add(quantity)
                continue
            detail = _other_value(quantity)
            if detail:
                problems.append(Problem("P004", page.name, detail, span, "quantities"))
                bad.add(quantity)
                continue
            covered.update(text.origin[quantity.span.start : quantity.span.end])
        if bad:
            reading = replace(
                reading,
                quantities=tuple(q for q in reading.quantities if q not in bad),
                facts=tuple(f for f in reading.facts if f.quantity not in bad),
            )
        kept.append(reading)
    removed = _changed(clean)
    for run in regex.finditer(r"\p{Nd}+", page.text):
        lost = [o for o in range(*run.span()) if o not in covered and o not in removed]
        if lost:
            problems.append(
                Problem("P002", page.name, run.group(), Span(*run.span()), "quantities")
            )
    return tuple(kept), tuple(problems)


def _changed(clean: Clean) -> frozenset[int]:
    """Raw places that a cleaning step took away; they are listed as changes, not lost."""
    still = set(clean.body.origin)
    return frozenset(
        offset
        for change in clean.changes
        for offset in range(change.start, change.end)
        if offset not in still
    )


def _not_printed(page: Page, text: Aligned, quantity: Quantity) -> str:
    """Says which digit of a quantity does not stand at its raw place."""
    for index in range(quantity.span.start, quantity.span.end):
        character = text.text[index]
        if not character.isdigit() or not character.isascii():
            continue
        raw = page.text[text.origin[index]]
        folded = unicodedata.normalize("NFKC", raw)
        if folded != character and raw not in _LOOKALIKES.get(character, ""):
            return f"{quantity.text}: {character} is printed as {raw}"
    return ""


def _other_value(quantity: Quantity) -> str:
    """Reads a plain Arabic number again; says so where the value is another one."""
    if quantity.value is None or not isinstance(quantity.value, Decimal):
        return ""
    surface = unicodedata.normalize("NFKC", quantity.text)
    match = _PLAIN.fullmatch(surface)
    if match is None or quantity.base_unit in ("位", "倍") or "成" in match["rest"]:
        return ""
    if (
        quantity.rule == "表格"
        or quantity.role.value != "fact"
        or quantity.bound
        or "折" in match["rest"]
    ):
        return ""
    value = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    for magnitude in match["magnitude"]:
        value = value.scaleb(_MAGNITUDES[magnitude])
    if match["sign"]:
        value = -value
    if value != abs(quantity.value) and value != quantity.value and not _scaled(match["rest"]):
        return f"{quantity.text}: {quantity.value}, read again {value}"
    return ""


def _scaled(rest: str) -> bool:
    """Units whose base unit has another size (角, 分, 半) are not read again here."""
    return any(
        word in rest for word in ("角", "分", "半", "毛", "厘", "打", "刻", "‰", "斤", "里", "两")
    )


def digits_of(quantities: Iterable[Quantity]) -> int:
    """How many digit runs the quantities hold."""
    return sum(len(regex.findall(r"\p{Nd}+", quantity.text)) for quantity in quantities)
