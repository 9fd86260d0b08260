"""A decision: what an editor said of one place of one page, checked before it is kept.

A decision names the page by the digest of its content and the number by its raw place, never by
an id of ours: it is to outlive new runs and new versions of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from pipeline import patterns as regex
from pipeline.model import Kind, Modality, Qualifier, Role
from pipeline.records import SAID, decimal_text

Place = tuple[int, int, int, int]
"""Line, column, end line, end column: from 1, the end is the last character."""

# What an editor may say of a fact; `role` is said of its number.
EDITABLE = (*SAID, "quote", "role", "note")
NEEDED = ("indicator", "kind", "value")
LONGEST = 2_000

_CHOICES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "qualifier": frozenset(Qualifier),
    "modality": frozenset(Modality),
    "role": frozenset(Role),
}
_PERIOD = regex.compile(
    r"(?P<at>\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-Q[1-4]|-H[12])?[?~%]?)"
    r"(?:/(?:(?&at)|\.\.)?)?|\.\./(?&at)"
)
_DIGEST = regex.compile(r"[0-9a-f]{64}")


class Action(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"


class Refused(ValueError):
    """A decision that cannot be kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of `review.jsonl`.

    raw: what stands on the raw page at `span`, so that the place is found again where another
        version reads the page in other lines.
    fact: the fact as the editor saw it (the fields of `SAID`), None where there was none.
    fields: what the editor says instead, fields of `EDITABLE`.
    by: who decided, where the reviewer gave a name.
    """

    page_sha256: str
    page: str
    page_number: int
    span: Place
    action: Action
    fields: Mapping[str, str | None]
    fact: Mapping[str, str | None] | None = None
    raw: str | None = None
    fact_id: str | None = None
    quantity_id: str | None = None
    by: str | None = None

    @property
    def said(self) -> dict[str, str | None]:
        """The fact as the editor wants it: what was seen, with what was said over it."""
        known = dict(self.fact or {})
        known.update({name: self.fields[name] for name in SAID if name in self.fields})
        return known

    def row(self) -> dict[str, Any]:
        """The decision as it is kept and sent."""
        return {
            "page_sha256": self.page_sha256,
            "page": self.page,
            "page_number": self.page_number,
            "span": list(self.span),
            "raw": self.raw,
            "action": self.action.value,
            "fact_id": self.fact_id,
            "quantity_id": self.quantity_id,
            "fact": dict(self.fact) if self.fact is not None else None,
            "fields": dict(self.fields),
            "by": self.by,
        }


def parse(row: Any) -> Decision:
    """A decision from JSON. Raises Refused with the reason where it cannot be kept."""
    if not isinstance(row, dict):
        raise Refused("a decision is a JSON object")
    action = row.get("action")
    if not isinstance(action, str) or action not in frozenset(Action):
        raise Refused(f"action is none of {', '.join(Action)}")
    digest = row.get("page_sha256")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise Refused("page_sha256 is not a SHA-256 in hexadecimal digits")
    number = row.get("page_number", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise Refused("page_number is a whole number from 1")
    fields = row.get("fields")
    decision = Decision(
        page_sha256=digest,
        page=_text(row, "page") or "",
        page_number=number,
        span=_span(row.get("span")),
        action=Action(action),
        fields=_said({} if fields is None else fields, EDITABLE),
        fact=_said(row["fact"], SAID) if row.get("fact") is not None else None,
        raw=_text(row, "raw"),
        fact_id=_text(row, "fact_id"),
        quantity_id=_text(row, "quantity_id"),
        by=_text(row, "by"),
    )
    _complete(decision)
    return decision


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Refused(f"{name} is not a text of at most {LONGEST} characters")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(f"{name} is no valid text") from error
    return value


def _span(value: Any) -> Place:
    if (
        not isinstance(value, list)
        or len(value) != 4
        or not all(isinstance(n, int) and not isinstance(n, bool) and n >= 1 for n in value)
    ):
        raise Refused("span is [line, column, end_line, end_column], each from 1")
    line, column, end_line, end_column = value
    if (end_line, end_column) < (line, column):
        raise Refused("span ends before it begins")
    return line, column, end_line, end_column


def _said(value: Any, names: Iterable[str]) -> Mapping[str, str | None]:
    if not isinstance(value, dict):
        raise Refused("fields is a JSON object")
    unknown = sorted(set(map(str, value)) - set(names))
    if unknown:
        raise Refused(f"{unknown[0]} is none of {', '.join(names)}")
    out: dict[str, str | None] = {}
    for name in names:
        if name in value:
            text = _text(value, name)
            out[name] = _checked(name, text.strip() if text else None)
    return MappingProxyType(out)


def _checked(name: str, text: str | None) -> str | None:
    """A cell as it is written in the records."""
    if not text:
        return None
    if name in _CHOICES and text not in _CHOICES[name]:
        raise Refused(f"{name} is none of {', '.join(sorted(_CHOICES[name]))}")
    if name == "value":
        return _exact(text)
    if name == "period" and not _PERIOD.fullmatch(text):
        raise Refused("period is a date or interval as 2023, 2023-04, 2023-Q1, 2014/2023, 2024/..")
    return text


def _exact(text: str) -> str:
    try:
        value = Fraction(text) if "/" in text else Decimal(text.replace(",", ""))
    except (ValueError, ZeroDivisionError, InvalidOperation) as error:
        raise Refused("value is an exact number such as 8536.9 or 2/3") from error
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > 400):
        raise Refused("value is an exact number such as 8536.9 or 2/3")
    return decimal_text(value) or "0"


def _complete(decision: Decision) -> None:
    said = decision.said
    states = decision.action is Action.ADD or bool(decision.fact) or bool(set(SAID) & said.keys())
    if decision.action is Action.REJECT:
        return
    if not states:
        if decision.action is Action.CORRECT and not decision.fields:
            raise Refused("a correction says what is to stand instead")
        return
    missing = [name for name in NEEDED if not said.get(name)]
    if missing:
        raise Refused(f"a fact needs {', '.join(missing)}")
