"""Where a page in traditional script was printed: Taiwan, Hong Kong or Macau.

It tells whose a bare 元 is, and what 全港 or a text that names no place is about. Words and
weights are in `data/printed_in.csv`.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from pipeline import patterns as regex
from pipeline import tables

TAIWAN = "台湾"
HONG_KONG = "香港"
MACAU = "澳门"
_MAINLAND = "大陆"
_LEAST = 4
"""So much must the words of a page say together."""


@cache
def _weights() -> dict[str, tuple[str, int]]:
    return {
        row["word"]: (row["place"], int(row["weight"]))
        for row in tables.rows("printed_in.csv", key="word")
    }


@cache
def _words() -> regex.Pattern[str]:
    # 年增12% is said in Taiwan, 上年增长12% everywhere
    return regex.compile(tables.alternatives(_weights()) + r"(?!(?<=[年季月][增减])[长加少速幅值])")


def printed_in(text: str) -> str | None:
    """The place that the words of a page speak of most, None where they say too little.

    text: the clean text, simplified, of a page printed in traditional script.
    """
    best, score = _most(text)
    return best if score >= _LEAST and best != _MAINLAND else None


def of_the_mainland(text: str) -> bool:
    """Whether an article of such a page speaks most of the mainland."""
    return _most(text)[0] == _MAINLAND


def _most(text: str) -> tuple[str | None, int]:
    scores: Counter[str] = Counter()
    for match in _words().finditer(text):
        place, weight = _weights()[match.group()]
        scores[place] += weight
    if not scores:
        return None, 0
    best = max(sorted(scores), key=lambda place: scores[place])
    return best, scores[best]
