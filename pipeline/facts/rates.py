"""What a number is counted for: 平均零售价每斤, 平均每日."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts import topics
from pipeline.facts.drafts import Draft
from pipeline.facts.view import View


@cache
def _rate() -> regex.Pattern[str]:
    """What a number is counted for, right before it: 每斤, 平均每日."""
    units = {row["surface"] for row in tables.rows("units.csv") if len(row["surface"]) <= 3}
    units |= {
        "人",
        "户",
        "天",
        "日",
        "月",
        "周",
        "季",
        "年",
        "坪",
        "车",
        "单",
        "股",
        "小时",
        "万人",
        "人次",
    }
    counts = r"每(?:一|个|百|千|万|十万)?"
    per = (
        rf"(?:平均|大约)?{counts}{tables.alternatives(units)}|"
        r"日均|月均|年均|人均|户均|单日|单笔"
    )
    return regex.compile(rf"(?P<head>.*?)(?:的|是|为|约|达)*(?P<per>{per})")


def per_unit(view: View, draft: Draft, label: str, evidence: str, last: str) -> tuple[str, str]:
    """平均每日约14.9万人次: the base alone says nothing; what is counted stands before."""
    match = _rate().fullmatch(label) if evidence == "own" else None
    if match is None:
        return label, evidence
    head = regex.sub(r"(?:的|是|为|约|达|，|由|从|已|已经)+\Z", "", match["head"])
    if len(head) >= 2:
        return head, evidence
    whole = last or topics.before(view, draft)
    return (match["per"] + whole, "carried") if whole else ("", "")
