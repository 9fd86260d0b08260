"""The newspaper that a text was taken from, as the text says itself."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables


@cache
def _pattern() -> regex.Pattern[str]:
    name = rf"(?P<name>\p{{Han}}{{2,8}}?{tables.alternatives(tables.words('paper_endings.csv'))})"
    return regex.compile(
        rf"(?:来源|稿源|转自|摘自)\s?[：:]\s?[《“]?{name}"
        rf"|(?:\A|[\s\u3000\-—])(?!本报){name}讯(?=[（(\s\u3000]|记者)"
    )


def taken_from(text: str) -> str | None:
    """来源：某某日报, 某某晚报讯（记者…）: the paper's name, None where a text names none."""
    match = _pattern().search(text)
    return match["name"] if match is not None else None
