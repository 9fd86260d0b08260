"""How a number relates to its indicator, and the pieces that the rules for it are made of."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.view import NUMBER, TIME
from pipeline.frozen import dataclass
from pipeline.model import Kind, Quantity


@dataclass(frozen=True, slots=True)
class Saying:
    """How a number relates to its indicator.

    cue: length of `left` that is before the words of the value.
    reference: span (start, end) in `left` of what it is measured against, or None.
    behind: the indicator stands behind the number.
    into: the new level after a change (提高到); takes the kind of the level before.
    others: kind and rule of the readings that fitted too and lost, for the audit.
    """

    kind: Kind
    sign: int
    cue: int
    rule: str
    reference: tuple[int, int] | None = None
    behind: bool = False
    into: bool = False
    target: bool = False
    others: tuple[tuple[Kind, str], ...] = ()


SPACE = r"[\s\u3000]*"
NEAR = (
    r"(?:(?:大?约为?|近乎?|超过?|超出|逾|将近|接近|逼近|直逼|突破|至少|最多|最高|最低|大约|大概|不到|不足|"
    r"不少于|不低于|不超过|不高于|高达|多达|又|再|了|仅|只|出|也|就|便|达到?|有|整整|足足|同样|"
    rf"分别|依次|(?<!平)均|都|各|皆|{TIME}+的?)" + SPACE + r")*"
)
REF = rf"[^，。；！？{NUMBER}]{{1,32}}?"

# Parts of a whole: 三分之二 has the base unit 1.
PERCENT = frozenset({"%", "‰", "1"})


@cache
def pattern(body: str) -> regex.Pattern[str]:
    """`body` right before the number."""
    return regex.compile(body + SPACE + r"\Z")


class Left(str):
    """Masked text left of a number that knows where its words begin."""

    starts: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, starts: frozenset[int]) -> Left:
        made = cls(text)
        made.starts = starts
        return made

    def begins(self, offset: int) -> bool:
        """Does a word begin there? True everywhere when the words are not known."""
        return not self.starts or offset in self.starts or offset == len(self)


def span_of(match: regex.Match[str], group: str = "ref") -> tuple[int, int] | None:
    start, end = match.span(group)
    return (start, end) if end > start else None


def is_percent(quantity: Quantity) -> bool:
    if quantity.base_unit == "1":  # a third is relative, a coefficient of 0.05 is not
        return quantity.dimension == "fraction"
    return quantity.base_unit in PERCENT


def is_point(quantity: Quantity) -> bool:
    return quantity.base_unit in ("百分点", "基点", "{bp}")


def is_times(quantity: Quantity) -> bool:
    return quantity.base_unit == "倍"


def is_fraction(quantity: Quantity) -> bool:
    text = quantity.text
    half = text.startswith(("一半", "半数"))
    part = "成" in text or ("分之" in text and "百分之" not in text)
    return is_percent(quantity) and (half or part)
