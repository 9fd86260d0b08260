"""The first screen of the report, for a terminal and for those who run this every night.

What was read, how many numbers were accounted for and how, and what needs a look, the gravest
first; thresholds turn it into a yes or no.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from hashlib import file_digest
from pathlib import Path
from typing import Any

from pipeline.errors import CODES
from pipeline.report.piece import LOW
from pipeline.rows import printable, stream, told

# What says only that nothing is to be done.
_NOTICES = frozenset({"C001", "I031"})
# The gravest first: lost pages, lost numbers, contradictions, decisions, doubts, notices.
_GRAVITY = ("X", "I", "P", "D", "R", "Q", "T", "C")
_LOST = ("P001", "P002", "P003", "P004")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still well; None asks for nothing.

    accounted: least share (0 to 1) of the numbers that must be accounted for.
    problems, unresolved, failed: most of them.
    """

    accounted: Decimal | None = None
    problems: int | None = None
    unresolved: int | None = None
    failed: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs a look."""

    code: str
    page: str
    line: int | None
    detail: str
    other: str | None = None


@dataclass
class Audit:
    """What a run gave, and where it misses what was asked."""

    pages: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    facts: int = 0
    numbers: int = 0
    roles: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    low: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    review: dict[str, int] = field(default_factory=dict)
    problems: int = 0
    broken: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def accounted(self) -> Fraction:
        """The share of the numbers that have a role: not unresolved, not lost."""
        printed = self.numbers + self.lost
        if not printed:
            return Fraction(1)
        return Fraction(self.numbers - self.roles.get("unresolved", 0), printed)


def audit(folder: Path, limits: Limits | None = None, *, items: int | None = None) -> Audit:
    """Audits an output folder. items: how many of the things to look at are kept, None for all.

    Raises InputError I003 where the folder holds no run.
    """
    run = told(folder)
    totals = run["totals"]
    out = Audit(
        pages=dict(run["statuses"]),
        articles=totals.get("articles", 0),
        facts=totals.get("facts", 0),
        numbers=totals.get("quantities", 0),
        roles=dict(run["roles"]),
        review=dict(run.get("review", {})),
        broken=_broken(folder, run["files"]),
    )
    codes: Counter[str] = Counter()
    found: list[Item] = []
    for row in stream(folder, "problems"):
        codes[row["code"]] += 1
        found.append(_item(row))
    out.codes = dict(sorted(codes.items()))
    out.lost = sum(codes[code] for code in _LOST)
    out.problems = sum(n for code, n in codes.items() if code not in _NOTICES)
    for row in stream(folder, "facts"):
        if Decimal(row["confidence"]) < LOW:
            out.low += 1
            said = f"{row['quote']} {row['indicator']} ({row['confidence']})"
            found.append(Item("", row["page"], row["line"], said))
    found.sort(key=lambda item: _gravity(item.code))
    out.items = found if items is None else found[:items]
    out.missed = list(_missed(out, limits or Limits()))
    return out


def _item(row: dict[str, Any]) -> Item:
    other = None
    if row.get("other_page"):
        other = f"{row['other_page']}:{row['other_line']} {row['other_quote']}"
    return Item(row["code"], row["page"], row["line"], row["detail"] or "", other)


def _gravity(code: str) -> tuple[bool, int, str]:
    """Notices last, before them facts with low confidence, which have no code."""
    place = _GRAVITY.index(code[0]) if code and code[0] in _GRAVITY else len(_GRAVITY)
    return code in _NOTICES, place, code


def _broken(folder: Path, digests: dict[str, str]) -> list[str]:
    """Files that are not as the run left them."""
    out: list[str] = []
    for name, digest in digests.items():
        try:
            with (folder / name).open("rb") as data:
                if file_digest(data, "sha256").hexdigest() != digest:
                    out.append(name)
        except OSError:
            out.append(name)
    return out


def _missed(found: Audit, limits: Limits) -> list[str]:
    out = [f"{name} is not as the run left it; run again" for name in found.broken]
    if limits.accounted is not None and found.accounted < Fraction(limits.accounted):
        out.append(f"accounted {_percent(found.accounted)} is less than {limits.accounted:.2%}")
    unresolved = found.roles.get("unresolved", 0)
    failed = found.pages.get("failed", 0)
    for name, count, most in (
        ("problems", found.problems, limits.problems),
        ("unresolved", unresolved, limits.unresolved),
        ("failed", failed, limits.failed),
    ):
        if most is not None and count > most:
            out.append(f"{name} {count} is more than {most}")
    return out


def _percent(share: Fraction) -> str:
    """Rounded down, so that 100 % means all."""
    hundredths = share * 10_000
    return f"{Decimal(int(hundredths)) / 100:.2f} %"


# ------------------------------------------------------------------------------------------ shown


def as_json(found: Audit) -> str:
    """The audit as JSON; the share of numbers accounted for as a decimal, rounded down."""
    data = {
        "ok": not found.missed,
        "missed": found.missed,
        "accounted": f"{Decimal(int(found.accounted * 1_000_000)) / 1_000_000:f}",
        **{
            name: getattr(found, name)
            for name in ("pages", "articles", "facts", "numbers", "roles", "lost", "low")
        },
        "problems": found.problems,
        "codes": found.codes,
        "review": found.review,
        "items": [{name: getattr(item, name) for name in Item.__slots__} for item in found.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_text(found: Audit, *, items: int = 20) -> str:
    """The audit in a screen."""
    roles = "  ".join(f"{name} {n}" for name, n in found.roles.items() if n)
    pages = "  ".join(f"{name} {n}" for name, n in found.pages.items()) or "0"
    lines = [
        f"pages       {pages}",
        f"articles    {found.articles}",
        f"facts       {found.facts}",
        f"numbers     {found.numbers}  ({roles})" if roles else f"numbers     {found.numbers}",
        f"accounted   {_percent(found.accounted)}" + (f"  lost {found.lost}" if found.lost else ""),
        f"problems    {found.problems}",
        *(f"  {code}  {n:>5}  {_meaning(code)}" for code, n in _ranked(found.codes)),
        f"low         {found.low} facts below {LOW}",
    ]
    if found.review:
        said = "  ".join(f"{name} {n}" for name, n in found.review.items())
        lines.append(f"review      {said}")
    if found.items:
        lines += ["", "to look at"]
        lines += [_shown(item) for item in found.items[:items]]
        if len(found.items) > items:
            lines.append(f"  … {len(found.items) - items} more")
    lines += ["", *(f"missed      {line}" for line in found.missed)] if found.missed else []
    return "\n".join(map(printable, lines))


def _ranked(codes: dict[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(codes.items(), key=lambda pair: _gravity(pair[0]))


def _meaning(code: str) -> str:
    return CODES[code].meaning if code in CODES else ""


def _shown(item: Item) -> str:
    place = item.page if item.line is None else f"{item.page}:{item.line}"
    detail = item.detail or _meaning(item.code)
    other = f"  ↔ {item.other}" if item.other else ""
    return f"  {item.code or 'low ':<4}  {place}  {detail}{other}"
