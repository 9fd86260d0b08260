"""The time a value holds for, as EDTF."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import NUMBER, TIME, View
from pipeline.frozen import dataclass
from pipeline.model import Kind, Time

_FOUNDED_BEFORE = regex.compile(
    r"(?:成立|创立|创办|始建|组建|创建|建|诞生|设立|注册|获批|上线|开通)于\Z"
)
_FOUNDED_AFTER = regex.compile(
    r"(?:正式)?(?:在[^，。；\d]{2,16})?(?:成立|创立|创办|始建|组建|创建|落户|设立|注册(?!资|人|用户|会员|商标))(?![\p{Han}]{0,6}(?:达|家|个))"
    r"|(?:正式)?(?:获批|被?认定|升级|晋升|升格|批准|批复|命名|评定)(?:成为|为)"
    r"|(?:才|刚|正式|首次|新)?(?:投用|投产|投运|上线|上市|开工|获批|创下|创造|发布|推出|建成|启用|引进|购入|定下|提出|签下|开通|通车|印发|下发|颁布|出台|签署|修订|公布|问世|获得)的"
)
_AT_FOUNDING = regex.compile(r"[^，。；\d]{0,14}?(?:的时候|[之当]时|时|之初|那[年时]|伊始|之际)，")
"""2016年落户的时候，…: what follows was so then."""
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


@dataclass(frozen=True, slots=True)
class Timed:
    """A time of the sentence.

    compared: it is what a value is measured against.  source: a change begins with its value.
    founding: it tells when something came to be, and holds for nothing else.
    contrast: another value is set against it, and it holds for that alone.
    told: it is the day of the telling.
    """

    time: Time
    compared: bool
    source: bool
    founding: bool
    contrast: bool
    told: bool = False


_SEEN = regex.compile(
    r"\p{Han}{0,8}?看(?:，|[^，。；]{0,2}，)|\p{Han}{0,6}?(?:数据|情况|走势)[来上]?看"
)
"""从一季度数据来看: a view of that time, where nothing begins."""


def times(view: View) -> list[Timed]:
    """The usable times of a sentence, those of a comparison marked."""
    out: list[Timed] = []
    for time in view.times:
        if time.frame == "duration":
            continue
        before = view.plain(max(view.span.start, time.span.start - 6), time.span.start)
        if regex.search(r"(?:每年?|历年)\Z", before):
            continue
        if time.text == "年内" and _FIRST.match(view.text, time.span.end):
            continue  # 为年内首次上涨
        if time.text in ("全年", "年度") and _ACCOUNTS.match(view.text, time.span.end):
            continue  # 公布全年业绩 names the report
        after = view.plain(time.span.end, min(view.span.end, time.span.end + 24))
        versus = bool(regex.search(r"(?:比(?![重例])|较)[^，。；、\d]{1,5}\Z", before))
        versus = versus or bool(
            regex.search(
                r"(?:比|较|相较于?|对比|等于|高于|低于|多于|少于|快于|慢于|好于|高出|低过|高过|多过|相当于|抵得上|抵得过|顶得上|比得上|赶上|追平|不及|只及|仅及|不足|不到|仅为|只有|仅有|超过|年均|相比于?)\Z",
                before,
            )
        )
        versus = versus or (
            bool(regex.search(r"(?:与|同|和|跟)\Z", before))
            and bool(
                regex.match(
                    r"[^，。；]{0,16}相比|比较|比|[^，。；]{0,12}(?:相当|[持打]平|相近|相仿|接近|一致|一样|不相上下|差不多)",
                    after,
                )
            )
        )
        versus = versus or (
            bool(
                regex.search(
                    r"(?:是|(?<![整升降增减变改高低])为|系|达到?|恢复[至到]|回升[至到]|约)(?:挂牌|成立|改革|疫情|设立|建区|揭牌|建厂|投产|开业|上市)?(?:之?前|之初|初)?\Z",
                    before,
                )
            )
            and bool(regex.match(r"[^，。；、\d]{0,12}的[^，。；]{0,8}(?:倍|成|%|分之)", after))
        )
        wide = view.plain(max(view.span.start, time.span.start - 14), time.span.start)
        versus = versus or (time.text.endswith("同期") and _BEATEN.search(wide) is not None)
        founding = bool(_FOUNDED_BEFORE.search(before)) or bool(_FOUNDED_AFTER.match(after))
        founding = founding and not _AT_FOUNDING.match(after)
        source = (
            bool(regex.search(r"(?:由|从|自)\Z", before))
            and time.frame != "since"
            and "/" not in (time.edtf or "")
            and _SEEN.match(after) is None
        )
        versus = versus or _BASIS.match(after) is not None
        if (
            _OF_WHOM.match(after)
            or _ISSUE.match(after)
            or (time.frame == "since" and _RECORD.match(after))
        ):
            continue
        if _NAMES_EVENT.match(after) and _DAY.fullmatch(time.edtf or "") is None:
            continue
        versus = versus or (time.text == "全年" and _OF_GOAL.match(after) is not None)
        if out and out[-1].compared and time.span.start - out[-1].time.span.end <= 1:
            versus = True  # 相当于2022年全年
        time = _ending(time, after)
        behind = view.mask(time.span.end, min(view.span.end, time.span.end + 12))
        contrast = before.endswith("而") and _IN_CONTRAST.match(behind) is not None
        told = _told().match(after) is not None and _DAY.fullmatch(time.edtf or "") is not None
        out.append(Timed(time, versus, source, founding, contrast, told))
    return out


@cache
def _planned() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What stands between a number and the time of its plan, and what behind that time."""
    return (
        regex.compile(rf"(?!将近)[^，。；{NUMBER}]{{0,10}}?{any_of('due')}(?:在|于)?"),
        regex.compile(rf"[^，。；\d]{{0,4}}?{any_of('finish')}"),
    )


@cache
def _told() -> regex.Pattern[str]:
    """某海关3月12日介绍，…: when it was said, not when it was so."""
    verbs = tables.alternatives(tables.words("speech_verbs.csv", "word"))
    return regex.compile(
        rf"(?:上午|下午|晚间?|傍晚|中午)?(?:[向对]\p{{Han}}{{1,6}}?|在\p{{Han}}{{2,10}}?)?"
        rf"(?!宣布)(?:{verbs}|通报|获悉|报道|消息|讯|电)[，：]|"
        rf"，[^，。；：]{{2,24}}?(?:对外|正式)?(?:{verbs}|通报|公布|发布|披露)："
    )


_REPORT = regex.compile(
    r"(?:披露|发布|公布|公告|晒出|交出|发表|公开|出炉)[^，。；]{0,10}?(?:(?P<half>半年报|半年度报告|中报|中期业绩|半年度?业绩|半年成绩单)|"
    r"(?P<first>一季报|首季报告|一季度报告|一季度业绩)|(?P<third>三季报|三季度报告)|(?P<year>年报|年度报告|年度业绩|全年业绩))"
)


_IN_CONTRAST = regex.compile(
    rf"(?:同期|全年|末|底)?(?:则|还|尚|只|仅|却|才)*(?:为|是|有|盈利|亏损|净流入|净流出|达)+(?:约|近|逾)?{NUMBER}"
)
"""亏损5亿元，而2023年为盈利1.87亿元: the time holds for that value alone."""
_BEATEN = regex.compile(r"(?:超越|赶超|追上|接近|逼近|好过|胜过|强于|优于|媲美)[^，。；\d]{0,10}\Z")
"""超越基础稳固的2019年同期: what a value is held against."""
_DAY = regex.compile(r"\d{4}-\d\d-\d\d")
_THINGS = regex.compile(
    r"[\d一二三四五六七八九十百千万余多]+[个家项只座条名所款]余?多?\p{Han}{2,10}"
)
"""15个重大产业项目: things that are counted, with nothing said of them yet."""
_FIRST = regex.compile(r"首次|最[高低大好]|新[高低]|首个")
_YEARS = regex.compile(r"(?P<first>\d{4})/(?P<last>\d{4})")
_BASIS = regex.compile(r"(?:同期)?的?(?:较|偏|超)?[高低]?(?:\p{Han}{0,2}的)?基数")
"""在上年高基数上回落5.1%: what a value is measured from."""
_NAMES_EVENT = regex.compile(
    r"(?![^，。；]{0,4}(?:经济运行|国民经济|经济形势|经济数据|外贸|业绩|统计|财政收支))(?:[省市区县]|全[省市区县])?[^，。；、的\d]{2,12}(?:仪式|发布会|推进会|调度会|座谈会|招聘会|例会|现场会|行动)"
)
"""四季度项目集中签约仪式: a time in the name of an event."""
_OF_WHOM = regex.compile(
    r"(?:恢复|进入|加入|收购|重组|入驻|转型|合并|改制|搬迁|更名|回归)了?[^，。；\d]{0,12}的(?=\p{Han}{2,10}(?:以|实现|完成|去年|今年))"
)
"""去年恢复了产品线的某某以…: what happened to who is spoken of."""
_ISSUE = regex.compile(r"(?:度)?第[一二三四五六七八九十\d]{1,3}[期批]")
"""2025年第一期公司债券: a year in the name of an issue."""
_RECORD = regex.compile(
    r"(?:\p{Han}{0,6}以来)?的?(?:历史|同期|单[月季日])?(?:最[高低大好快多强佳]|新高|新低|峰值|之最)"
)
"""2003年开埠以来最高纪录: how long nothing was higher, not when."""
_OF_GOAL = regex.compile(r"(?:的)?(?:任务|目标|计划|指标|预期|考核)的")
"""完成全年任务的九成一: the year of the goal, not of what was reached."""
_WHEN_DONE = regex.compile(
    r"，(?:此次|本次|这次|此番)|，\p{Han}{0,4}?(?:达产|投产|建成|满产|投用|投运|竣工|落成|运营|通车)(?:达产|投产|达效|运营)?之?后"
)
"""2026年投产，达产后年产值…: what comes later than the time that was named."""
_SO_FAR = regex.compile(r"年内|今年以来|年初以来|年初至今|上市以来")
_MOVED = regex.compile(
    r"(?:股价)?(?:累计|已|共|最大)*(?:上涨|下跌|涨|跌|升|挫|涨幅|跌幅|回落|反弹)"
)
_ACCOUNTS = regex.compile(r"业绩|报告|财报|成绩单|账单")
_MONTHS = {
    **dict(zip("一两二三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)),
    "十一": 11,
    "十二": 12,
}
_ENDING = regex.compile(
    r"(?:为)?止的?(?:首|前)?(?:(?P<months>十[一二]|[一两二三四五六七八九十]|\d{1,2})个月|"
    r"(?P<quarter>季度|一季|季)|(?P<half>半年度?|中期)|(?P<year>财政年度|财年|年度|全年|一年))"
)


def _ending(time: Time, after: str) -> Time:
    """截至9月30日止九个月: the months that end with a day, as the accounts of Hong Kong say."""
    match = _ENDING.match(after)
    ends = regex.fullmatch(r"(\d{4})-(\d\d)(?:-\d\d)?", time.edtf or "")
    if match is None or ends is None:
        return time
    count = 3 if match["quarter"] else 6 if match["half"] else 12
    if match["months"]:
        written = match["months"]
        count = int(written) if written.isdecimal() else _MONTHS[written]
    if not 1 <= count <= 36:
        return time
    last = int(ends[1]) * 12 + int(ends[2]) - 1
    year, month = divmod(last - count + 1, 12)
    if month == 0 and count == 12:
        return replace(time, edtf=ends[1])
    if month == 0 and count == 6:
        return replace(time, edtf=f"{ends[1]}-H1")
    if count == 3 and month % 3 == 0:
        return replace(time, edtf=f"{year}-Q{month // 3 + 1}")
    return replace(time, edtf=f"{year}-{month + 1:02d}/{ends[1]}-{ends[2]}")


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
            day = _DAY.fullmatch(time.edtf or "") is not None
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
