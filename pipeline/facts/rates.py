"""What a number is counted for: 平均零售价每斤, 平均每日."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts import topics
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
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
        r"日均|月均|年均|人均|户均|亩均|地均|店均|车均|单日|单笔|单月|单季|单车|单店|单机"
    )
    return regex.compile(rf"(?P<head>.*?)(?:的|是|为|约|达)*(?P<per>{per})")


_OWN_RATE = regex.compile(
    r"(?P<per>(?:亩|户|人|日|月|店|车|地|单|吨|株|年)均|每(?:年)?(?:亩|户|人|吨|公顷|株|头|件|台))(?:可|能|将|还|又|再|约|每年|一年)*"
    r"(?P<verb>增[产收效值]|减[产收负排损]|节[本水电能支]|降[本耗])[^，。；]{0,3}\Z"
)


def rate_of(view: View, draft: Draft) -> str:
    """亩均增产80公斤: the base and its verb say what is measured, whatever stood before."""
    match = _OWN_RATE.search(view.plain(draft.left.start, draft.start))
    return match["per"] + match["verb"] if match else ""


@cache
def _interval() -> regex.Pattern[str]:
    """What happens once in a time: 每1.7秒就有一只电芯下线, 平均90秒下线一台电机."""
    classifier = tables.alternatives(w for w in tables.words("classifiers.csv") if len(w) == 1)
    done = any_of("rolls")
    return regex.compile(
        rf"(?:就|便|即|可|能|会|将)*(?:有|出|造出|(?P<before>{done}))?[一1]{classifier}"
        rf"(?P<noun>[^，。；、\d]{{1,8}}?)(?:(?:从产线|从线上|从生产线上?|从总装线)?(?P<behind>{done})|(?=[，。；、]|\Z))"
    )


def interval(view: View, draft: Draft) -> str:
    """What a time is the interval of: 电芯下线; nothing for other numbers."""
    if draft.quantity.base_unit not in ("s", "min", "h", "d"):
        return ""
    match = _interval().match(view.plain(draft.right.start, view.clauses[draft.clause].span.end))
    if match is None or not (match["before"] or match["behind"]):
        return ""
    return match["noun"] + (match["behind"] or match["before"])


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
