"""The words of `data/fact_words.csv` as patterns and sets."""

from __future__ import annotations

from functools import cache

import regex

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
def ending(*names: str) -> regex.Pattern[str]:
    """Matches a text that ends with a word of the classes."""
    return regex.compile(any_of(*names) + r"\Z")


@cache
def beginning(*names: str) -> regex.Pattern[str]:
    """Matches a text that begins with a word of the classes."""
    return regex.compile(any_of(*names))


def last_word(text: str, *names: str) -> str | None:
    """The longest word of the classes that `text` ends with."""
    for size in range(min(len(text), 6), 0, -1):
        tail = text[-size:]
        if any(tail in words(name) for name in names):
            return tail
    return None
