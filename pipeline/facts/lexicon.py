"""The words of `data/fact_words.csv` as sets and patterns."""

from __future__ import annotations

from functools import cache

from pipeline import tables


@cache
def words(name: str) -> frozenset[str]:
    """All words of a class. Raises KeyError for a class the table does not have."""
    found = frozenset(row["word"] for row in tables.rows("fact_words.csv") if row["class"] == name)
    if not found:
        raise KeyError(name)
    return found


@cache
def any_of(*names: str) -> str:
    """A pattern for any word of the classes, longest first."""
    return tables.alternatives(word for name in names for word in words(name))


@cache
def _measured() -> tuple[str, ...]:
    return tuple(sorted(words("measured")))


def is_measure(text: str) -> bool:
    """Whether a phrase ends like a measure or something counted: 产量, 收入, 用户."""
    return text.endswith(_measured())
