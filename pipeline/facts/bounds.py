"""约, 不到, 不低于: a bound that stands not at its number but before what the number belongs to."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.model import Qualifier


@cache
def _bounds() -> tuple[regex.Pattern[str], dict[str, Qualifier]]:
    words = {
        row["word"]: Qualifier(row["qualifier"])
        for row in tables.rows("qualifiers.csv")
        if row["side"] in ("before", "far")
    }
    return regex.compile(rf"(?P<word>{tables.alternatives(words)})(?:为|是|达|了)?\Z"), words


def bound(before: str) -> Qualifier | None:
    """The qualifier that a text ends with (source: data/qualifiers.csv), or None."""
    found = _bounds()[0].search(before)
    return _bounds()[1][found["word"]] if found else None
