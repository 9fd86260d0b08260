"""Whether an article reports of years that were to come on the day its page is said to bear.

A file may hold several texts, and the day below one headline is not that of the others.
"""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables

_LEAST = 2
"""Sentences that must report of such a year: one may be a slip of the pen."""
_YEAR = regex.compile(r"(?<!\d)20\d\d(?=年)")
_COUNTED = regex.compile(r"(?:数据|统计|报告|调查)[^，。；]{0,4}(?:显示|表明)|同比|环比")
"""What is so told of was counted; one sentence is enough."""
_SENTENCE_END = regex.compile("[。！？；\n]")


@cache
def _to_come() -> regex.Pattern[str]:
    """What says that a year is still to come, in the classes of plans of `data/fact_words.csv`."""
    planned = {
        row["word"] for row in tables.rows("fact_words.csv") if row["class"] in ("goal", "will")
    }
    return regex.compile(rf"{tables.alternatives(planned)}|[到至]20\d\d年")


def is_later(text: str, issued: str) -> bool:
    """True where sentences without a plan tell of a year after the one a page was issued in.

    text: the clean text of an article.  issued: the day of the page, as EDTF.
    """
    years = {year for year in _YEAR.findall(text) if year > issued[:4]}
    if not years:
        return False
    told = (
        sentence
        for sentence in _SENTENCE_END.split(text)
        if any(year in sentence for year in years) and not _to_come().search(sentence)
    )
    return sum(_LEAST if _COUNTED.search(sentence) else 1 for sentence in told) >= _LEAST
