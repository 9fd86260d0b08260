"""The time a value holds for, as EDTF."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of
from pipeline.facts.sentence_times import DAY, Timed, times
from pipeline.facts.view import NUMBER, TIME, View
from pipeline.model import Kind, Time

_OF_OTHERS = regex.compile(r"上年同期|去年同期|上年|上期|上季|上月|上周")
"""Beside the time that a sentence speaks of, these hold for their own clause alone."""
_TURNED = regex.compile(rf"{NUMBER}+[^，。；]{{0,2}}(?:转|变|改)(?:为|成|至)")
"""由去年同期下降5%转为增长21%: what it turned to is of today."""
_OF_SECTION = ("全年", "年末", "年底", "年内", "当年", "年初")
"""Under a heading with a year these mean that year."""
_GOES_ON = regex.compile(r"[\s\u3000“]*(?:其中|当中|这当中|这其中)")
_NEARLY = ("近日", "日前", "近期")
_OF_TIME = regex.compile(r"(?:全年|同期|末|底|初|年末|年底)?的")
_ON_BASIS = regex.compile(r"[”’]?[^，。；]{1,20}的?基础上，")
_PAIR = regex.compile(
    rf"(?:再拿|拿|把|将|从|由|与|同|和|比较|对比)?(?P<a>{TIME}+)(?:同|与|和|跟|到|至|相比)(?P<b>{TIME}+)(?:相比|比较|比|间|之间|期间)"
)
_THINGS = regex.compile(
    r"[\d一二三四五六七八九十百千万余多]+[个家项只座条名所款]余?多?\p{Han}{2,10}"
)
"""15个重大产业项目: things that are counted, with nothing said of them yet."""
_YEARS = regex.compile(r"(?P<first>\d{4})/(?P<last>\d{4})")
_WHEN_DONE = regex.compile(
    r"，(?:此次|本次|这次|此番)|，\p{Han}{0,4}?(?:达产|投产|建成|满产|投用|投运|竣工|落成|运营|通车)(?:达产|投产|达效|运营)?之?后"
)
"""2026年投产，达产后年产值…: what comes later than the time that was named."""
_SO_FAR = regex.compile(r"年内|今年以来|年初以来|年初至今|上市以来")
_MOVED = regex.compile(
    r"(?:股价)?(?:累计|已|共|最大)*(?:上涨|下跌|涨|跌|升|挫|涨幅|跌幅|回落|反弹)"
)
_REPORT = regex.compile(
    r"(?:披露|发布|公布|公告|晒出|交出|发表|公开|出炉)[^，。；]{0,10}?(?:(?P<half>半年报|半年度报告|中报|中期业绩|半年度?业绩|半年成绩单)|"
    r"(?P<first>一季报|首季报告|一季度报告|一季度业绩)|(?P<third>三季报|三季度报告)|(?P<year>年报|年度报告|年度业绩|全年业绩))"
)


@cache
def _planned() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What stands between a number and the time of its plan, and what behind that time."""
    return (
        regex.compile(rf"(?!将近)[^，。；{NUMBER}]{{0,10}}?{any_of('due')}(?:在|于)?"),
        regex.compile(rf"[^，。；\d]{{0,4}}?{any_of('finish')}"),
    )


_MOVES = (Kind.GROWTH, Kind.CHANGE)
"""What runs from one time to another: 比2020年增产6亿斤."""


class Periods:
    """Periods within one sentence, number after number."""

    def __init__(
        self,
        view: View,
        section: str | None = None,
        before: str | None = None,
        *,
        goal: bool = False,
    ) -> None:
        """section: the year of the heading above.  goal: that heading speaks of plans."""
        self._view = view
        self._section = section
        self._goal = goal
        # 其中 goes on with what the sentence before said
        goes_on = _GOES_ON.match(view.plain(view.span.start, view.span.end))
        self._before = before if goes_on else None
        self._times = times(view)
        self._pair = self._compared_years()

    def _is_other(self, time: Time, start: int) -> bool:
        """与上年亏损4亿元相比: the amount that another is held against is of its own time."""
        said = self._view.plain(time.span.end, start)
        behind = self._view.mask(start, min(self._view.span.end, start + 16)).lstrip(NUMBER)
        return regex.fullmatch(r"\p{Han}{0,8}", said) is not None and behind.startswith("相比")

    def _compared_years(self) -> tuple[str, str] | None:
        """再拿2023年同2014年比: earlier and later."""
        match = _PAIR.search(self._view.mask(self._view.span.start, self._view.span.end))
        if not match:
            return None
        start = self._view.span.start
        found = []
        for group in ("a", "b"):
            a, b = match.span(group)
            inside = self._view.times_in(start + a, start + b)
            if not inside or not inside[0].edtf:
                return None
            found.append(inside[0].edtf)
        if "/" in "".join(found):
            return None
        low, high = sorted(found)
        return (low, high)

    def of(
        self,
        start: int,
        kind: Kind,
        left_start: int,
        *,
        source: bool,
        into: bool,
        base: bool = False,
        percent: bool = False,
    ) -> str | None:
        """The period of a number that begins at `start`.

        left_start: where the words of this number begin.  source: the number is what a change
        begins with (从…);  into: what it ends with.  base: another number is measured against it.
        percent: it is a part, not an amount.
        """
        if base:
            against = [t for t in self._times if left_start <= t.time.span.start < start]
            if len(against) > 1 and against[-1].time.text in _OF_SECTION:
                del against[-1]  # 去年全年
            return against[-1].time.edtf if against else None
        if self._pair:
            if kind is Kind.GROWTH:
                return "/".join(self._pair)
            if source:
                return self._pair[0]
            if into:
                return self._pair[1]
        own: str | None = None
        since: str | None = None
        carried: Timed | None = None
        for timed in self._times:
            time = timed.time
            if time.span.end > start:
                break
            if self._aside(time.span.start, start):
                continue
            near = time.span.start >= left_start
            if not near and _ON_BASIS.match(self._view.plain(time.span.end, start)):
                continue  # 在上一年增长20%的基础上，…
            this = time.text in ("今年", "今年以来") and time.edtf is None and self._goal
            if self._section and (this or time.text in _OF_SECTION):
                year = self._section[:4] if time.text in ("全年", "年内", "当年") else None
                time = replace(time, edtf=year or self._section)
                timed = replace(timed, time=time)
            if time.edtf is None and carried is not None and time.text in _OF_SECTION:
                continue  # 2013年，计划…，年内实施…
            if time.edtf is None:
                if time.frame == "vague" and time.text not in _NEARLY and not timed.source:
                    own = carried = None
                elif time.rule == "year" and not (timed.compared or timed.source):
                    own = carried = None  # 去年 of a page without a date
                continue
            if (timed.founding and not near) or timed.told:
                continue
            if timed.compared:
                if source and timed.source and near:
                    own = time.edtf  # 占比从2018年的31%提高到…
                if (
                    near
                    and kind is Kind.LEVEL
                    and not percent
                    and _OF_TIME.fullmatch(self._view.plain(time.span.end, start))
                ):
                    own = time.edtf  # 超过去年全年的914亿元
                if near and kind is Kind.LEVEL and self._is_other(time, start):
                    own = time.edtf
                if self._view.plain(time.span.end, start) in ("（", "("):
                    own = time.edtf  # 增幅较一季度（6.2%）扩大
                if (
                    near
                    and kind in _MOVES
                    and regex.search(r"\d{4}|[〇零]", time.text)
                    and not time.text.endswith("同期")
                ):
                    since = time.edtf
                continue
            if timed.contrast and carried is not None:
                own = time.edtf if near else own
                continue
            if _OF_OTHERS.match(time.text) and carried is not None:
                same = self._clause(time.span.start) == self._clause(start)
                if same and not _TURNED.search(self._view.mask(time.span.end, start)):
                    own = time.edtf
                continue
            if time.frame == "since" and carried is not None:
                # 2023年收入421亿元，2020年以来年均增长31%: it holds for its own number
                if near:
                    run = (time.edtf[:4], carried.time.edtf or "")
                    both = kind is Kind.GROWTH and regex.fullmatch(r"\d{4}", run[1])
                    own = "/".join(run) if both and run[0] < run[1] else time.edtf
                continue
            if near and carried is not None and kind is Kind.GROWTH and _SO_FAR.match(time.text):
                own = time.edtf  # 报38.42元，年内累计下跌17.5%，总市值216亿元
            elif near:
                own = time.edtf
                carried = timed
            elif carried is not None and _SO_FAR.match(time.text) and self._of_growth(time):
                continue
            elif timed.source and not source:
                continue  # the time of the value a change began with holds for that value alone
            else:
                carried = timed
        ends = _YEARS.fullmatch(carried.time.edtf or "") if carried is not None else None
        if own is None and source and ends is not None:
            return str(ends["first"])  # 2023年至2025年，营收从5亿元增至7亿元
        if own is None and source:
            # what a change began with was so at the time that the sentence compares with, if any
            return self._against(start)
        period = own if own is not None else (carried.time.edtf if carried else self._before)
        if own is None and carried is not None:
            between = self._view.plain(carried.time.span.end, start)
            period = None if _WHEN_DONE.search(between) else period
        if own is None:
            period = self._to_come(start) or self._reported(carried, start) or period
        if period is None and not any(t.time.span.end <= start for t in self._times):
            period = self._behind(start, counted=kind is Kind.LEVEL and not percent)
        if (
            period is None
            and self._section
            and all(
                t.compared or t.time.frame == "duration"
                for t in self._times
                if t.time.span.end <= start
            )
        ):
            period = self._section
        if period and (source or into) and kind in (Kind.LEVEL, Kind.SHARE):
            ends = _YEARS.fullmatch(period)
            if ends:
                period = ends["first"] if source else ends["last"]
        if (
            since
            and period
            and kind in _MOVES
            and "/" not in since
            and "/" not in period
            and since < period
        ):
            return f"{since}/{period}"
        return period

    def _aside(self, offset: int, start: int) -> bool:
        """Does a time stand in brackets that are closed before the number?"""
        between = self._view.plain(offset, start)
        return between.count("）") > between.count("（")

    def _of_growth(self, time: Time) -> bool:
        """Does what stands behind a time up to its number say a growth?"""
        end = self._view.clauses[self._clause(time.span.start)].span.end
        return _MOVED.match(self._view.plain(time.span.end, end)) is not None

    def _clause(self, offset: int) -> int:
        return self._view.clause_at(offset)

    def _behind(self, start: int, *, counted: bool) -> str | None:
        """What the number's own clause names behind it: 投资3亿元的电站6月8日并网.

        counted: things may be counted that a year tells of: 15个项目今年开工.
        """
        for timed in self._times:
            time = timed.time
            if time.span.start < start or timed.compared or timed.source:
                continue
            if self._clause(time.span.start) != self._clause(start):
                return None
            between = self._view.plain(start, time.span.start)
            things = counted and _THINGS.fullmatch(between) is not None
            behind = self._view.plain(time.span.end, time.span.end + 1)
            day = DAY.fullmatch(time.edtf or "") is not None
            return time.edtf if day or (things and behind not in "，。；的、" and behind) else None
        return None

    def _to_come(self, start: int) -> str | None:
        """首期3万吨定于2025年三季度投产: the plan behind the number says when."""
        planned, finished = _planned()
        for timed in self._times:
            time = timed.time
            if time.span.start < start or not time.edtf:
                continue
            if self._clause(time.span.start) != self._clause(start):
                return None
            between = self._view.mask(start, time.span.start).lstrip(NUMBER)
            behind = self._view.plain(time.span.end, self._view.span.end)
            coming = (
                not between
                and time.text.endswith(("年底", "明年", "后年", "年内"))
                and finished.match(behind) is not None
            )
            if planned.fullmatch(between) or coming:
                return time.edtf.removesuffix("/..")
            return None
        return None

    def _reported(self, carried: Timed | None, start: int) -> str | None:
        """8月12日晚间披露半年报：营业收入…: the period of the report, not the day it came out."""
        day = regex.fullmatch(r"(\d{4})-\d\d-\d\d", (carried and carried.time.edtf) or "")
        if carried is None or day is None:
            return None
        report = _REPORT.search(self._view.plain(carried.time.span.end, start))
        if report is None:
            return None
        year = int(day[1])
        if report["half"]:
            return f"{year}-H1"
        if report["first"]:
            return f"{year}-Q1"
        return f"{year}-01/{year}-09" if report["third"] else f"{year - 1}"

    def _against(self, start: int) -> str | None:
        """The year that a whole sentence is measured against: 与2019年相比，…从A增加到B."""
        for timed in self._times:
            time = timed.time
            clause = self._view.clauses[self._clause(time.span.start)].span
            alone = regex.fullmatch(
                rf"[\s\u3000]*(?:与|同|和|跟|较|比|相比|对比){TIME}+(?:的)?(?:同期)?(?:相比|比较|比)?",
                self._view.mask(clause.start, clause.end),
            )
            if timed.compared and alone and time.edtf and time.span.end < start:
                return time.edtf
        return None
