"""Days and weeks that are counted from the day of the page: 昨日, 上周五, 本月15日."""

from __future__ import annotations

from typing import Final

from pipeline import patterns as regex
from pipeline.quantities.calendar import day_of, number_of, shift, weekday
from pipeline.quantities.date_forms import NOW

_WEEKS: Final = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_BRACKETED: Final = regex.compile(r"（\d{1,2}）")
"""今（8）日: the day of the month between."""


def now_day(word: str, page: str | None) -> str | None:
    """今日, 昨天, 今（8）日; a bare 昨 is yesterday."""
    if page is None or len(page) != 10:
        return None
    return shift(page, days=NOW.get(_BRACKETED.sub("", word), -1))


def week(match: regex.Match[str], page: str | None) -> str | None:
    """上周, 本周五, 下周末: counted from the page's day; a week begins on Monday."""
    if page is None or len(page) < 10:
        return None
    word = match["week"]
    weeks = _WEEKS[word[:2] if word[:2] in _WEEKS else word[0]]
    monday = shift(page, days=7 * weeks - weekday(page))
    if match["wd"]:
        return shift(monday, days="一二三四五六日天".index(match["wd"]) - (match["wd"] == "天"))
    return f"{shift(monday, days=5 if match['we'] else 0)}/{shift(monday, days=6)}"


def lately(match: regex.Match[str], page: str | None) -> str | None:
    """周四收盘: the last such day, the page's own included."""
    if page is None or len(page) < 10:
        return None
    wanted = "一二三四五六日".index(match["lwd"].replace("天", "日"))
    return shift(page, days=-((weekday(page) - wanted) % 7))


def this_month(match: regex.Match[str], page: str | None) -> str | None:
    """本月15日, 上月8日."""
    if page is None or len(page) < 7:
        return None
    month = page[:7]
    if match["thismonth"].startswith("上"):
        month = shift(f"{month}-01", months=-1)[:7]
    return day_of(int(month[:4]), int(month[5:7]), number_of(match["dm"]))
