"""The times of a sentence: which of them hold for values, and which are only compared with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.view import NUMBER, View
from pipeline.frozen import dataclass
from pipeline.model import Time

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
_IN_CONTRAST = regex.compile(
    rf"(?:同期|全年|末|底)?(?:则|还|尚|只|仅|却|才)*(?:为|是|有|盈利|亏损|净流入|净流出|达)+(?:约|近|逾)?{NUMBER}"
)
"""亏损5亿元，而2023年为盈利1.87亿元: the time holds for that value alone."""
_BEATEN = regex.compile(r"(?:超越|赶超|追上|接近|逼近|好过|胜过|强于|优于|媲美)[^，。；\d]{0,10}\Z")
"""超越火爆的2019年同期: what a value is held against."""
DAY = regex.compile(r"\d{4}-\d\d-\d\d")
_FIRST = regex.compile(r"首次|最[高低大好]|新[高低]|首个")
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
        if _NAMES_EVENT.match(after) and DAY.fullmatch(time.edtf or "") is None:
            continue
        versus = versus or (time.text == "全年" and _OF_GOAL.match(after) is not None)
        if out and out[-1].compared and time.span.start - out[-1].time.span.end <= 1:
            versus = True  # 相当于2022年全年
        time = _ending(time, after)
        behind = view.mask(time.span.end, min(view.span.end, time.span.end + 12))
        contrast = before.endswith("而") and _IN_CONTRAST.match(behind) is not None
        told = _told().match(after) is not None and DAY.fullmatch(time.edtf or "") is not None
        out.append(Timed(time, versus, source, founding, contrast, told))
    return out


@cache
def _told() -> regex.Pattern[str]:
    """某海关3月12日介绍，…: when it was said, not when it was so."""
    verbs = tables.alternatives(tables.words("speech_verbs.csv", "word"))
    return regex.compile(
        rf"(?:上午|下午|晚间?|傍晚|中午)?(?:[向对]\p{{Han}}{{1,6}}?|在\p{{Han}}{{2,10}}?)?"
        rf"(?!宣布)(?:{verbs}|通报|获悉|报道|消息|讯|电)[，：]|"
        rf"，[^，。；：]{{2,24}}?(?:对外|正式)?(?:{verbs}|通报|公布|发布|披露)："
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
