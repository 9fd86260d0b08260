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
    scores: Counter[str] = Counter()
    for match in _words().finditer(text):
        place, weight = _weights()[match.group()]
        scores[place] += weight
    if not scores:
        return None
    best = max(sorted(scores), key=lambda place: scores[place])
    return best if scores[best] >= _LEAST else None
