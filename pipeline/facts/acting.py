"""What shows that a place acts, tells its figures, or goes on with its programme."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.view import NUMBER, TIME, Clause, Named, View
from pipeline.facts.voices import says

LOCAL = ("市里", "县里", "区里", "省里", "镇里", "全市", "全县", "全省")
"""At the head of a clause these speak of the place, in a text about a company too."""

GIVES_ORDERS = regex.compile(
    r"(?:[、和与及，]|以及|\p{Han}{0,4}?(?:政府|党工委|党委|[省市县区]委|管委会|国务院|中央)){0,8}"
    r"的?(?:总体|统一|坚强|正确|各项|重大|重要|一系列|工作)*"
    r"(?:决策|部署|精神|工作要求|要求|领导下|指示|号召|中心工作|安排)(?=[，。；、和与及的]|部署|安排|要求|\Z)"
)
"""Behind an authority whose orders others carry out: 贯彻市委、市政府决策部署."""


@cache
def tells() -> regex.Pattern[str]:
    """An agency that only tells; what follows is its realm's: 县统计局数据显示，…."""
    return regex.compile(
        rf"[^，。；]{{0,10}}?{says().pattern}(?!企业|公司|项目|扶持|支持)[^，。；]{{0,3}}\Z"
    )


@cache
def undertakes() -> regex.Pattern[str]:
    """What a place's programme begins its sentences with: 盘活低效用地2400亩."""
    return regex.compile(
        rf"[\s\u3000]*(?:全面|持续|深入|大力|加快|扎实|全力|积极|统筹|滚动|着力|进一步|继续|不断)*{any_of('undertake')}"
    )


@cache
def social() -> regex.Pattern[str]:
    """Schools, homes and jobs are the whole place's, whichever zone was spoken of before."""
    return regex.compile(rf"[\s\u3000]*{any_of('social_lead')}*{any_of('social')}")


def acts(view: View, clause: Clause, item: Named) -> bool:
    """某县种茶24万亩, 全县发往…: a county or city, with a verb right behind."""
    name = item.mention.text
    if name[0] != "全" and (name[-1] not in "市县区州旗" or len(name) < 3):
        return False
    if view.mask(clause.span.start, item.span.start).strip(TIME + " \u3000，到至"):
        return False
    if name in LOCAL:
        return NUMBER in view.mask(item.span.end, clause.span.end)
    behind = view.words(item.span.end, clause.span.end)[:1]
    number = NUMBER in view.mask(item.span.end, clause.span.end)
    return number and bool(behind) and (behind[0].tag == "v" or behind[0].text in words("grows"))
