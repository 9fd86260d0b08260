"""Time expressions to EDTF, resolved in reading order: never from a clock, only from the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Span, Time
from pipeline.quantities import eras
from pipeline.quantities.calendar import day_of, half, month_of, months, quarter, shift, year_of
from pipeline.quantities.numerals import chinese

_CD: Final = "〇零○一二三四五六七八九"
_YEAR: Final = rf"(?<![\d.])(?:1[5-9]|20)\d\d|(?<![{_CD}])[一二][{_CD}]{{3}}"
_MONTH: Final = (
    r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|(?<![一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九]))"
)
_DAY: Final = r"(?:(?<!\d)(?:3[01]|[12]\d|0?[1-9])|(?:三十一?|二?十[一二三四五六七八九]?|二十|[一二三四五六七八九]))"  # noqa: E501
_SEP: Final = r"(?:\s?(?:-{1,2}|[–—―－~～〜]{1,2}|至|到)\s?)"
_QUARTER: Final = r"[一二三四1-4]"
_RELATIVE: Final = {
    "今年": 0, "本年度": 0, "本年": 0, "年内": 0, "全年": 0, "明年": 1, "去年": -1, "前年": -2, "后年": 2,  # noqa: E501
    "上年度": -1, "上一年": -1, "上年": -1, "同年": 0, "当年": 0, "次年": 1, "翌年": 1,
    "下一年": 1, "第二年": 1, "大前年": -3, "这一年": 0, "该年": 0, "上一年度": -1,
}  # fmt: skip
_FROM_TEXT: Final = frozenset(
    {"同年", "当年", "次年", "翌年", "第二年", "该年", "这一年", "全年", "下一年"}
)
_TEXT_FIRST: Final = frozenset({"上年", "上年度", "上一年", "上一年度"})
_PLANS: Final = {
    "九五": (1996, 2000), "十五": (2001, 2005), "十一五": (2006, 2010), "十二五": (2011, 2015),
    "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030), "十六五": (2031, 2035),
}  # fmt: skip
_VAGUE: Final = (
    "截至目前", "截止目前", "截至发稿", "截至发稿时", "目前", "当前", "近日", "日前", "如今", "眼下", "迄今为止", "迄今",  # noqa: E501
    "至今", "近期", "现在", "此前", "今后", "近来", "近年来", "多年来", "近几年来", "近几年", "近年", "现阶段",  # noqa: E501
    "连日来", "当下", "时下", "过去几年", "未来几年", "这些年", "长期以来",
)  # fmt: skip
_NOW: Final = {
    "今日": 0,
    "今天": 0,
    "昨日": -1,
    "昨天": -1,
    "前日": -2,
    "前天": -2,
    "明日": 1,
    "明天": 1,
    "后天": 2,
}
_SPELL: Final = r"(?<![\d.〇零一二两三四五六七八九十百])(?:\d{1,3}|[一二两三四五六七八九十百几数]{1,3})(?:余|多)?(?:年|个?多?月|个半月|天|周)(?:多|半)?"  # noqa: E501
_EDGE: Final = r"(?:月?(?:底|末|初|中旬|上旬|下旬)|年(?:底|末|初|中)|前后|左右|期间|间)"


@cache
def _point() -> regex.Pattern[str]:
    relative = "|".join(sorted(map(regex.escape, _RELATIVE), key=len, reverse=True))
    vague = "|".join(sorted(map(regex.escape, _VAGUE), key=len, reverse=True))
    now = "|".join(_NOW)
    part = (
        rf"(?P<q1>[前首][一二两三四1-4]个?季(?:度|(?!节)))|(?P<q>第?{_QUARTER}季度|第{_QUARTER}季(?!节|[赛度])|首季度?|首个季度|(?<!\d)[1-4]季度)"
        rf"|(?P<qr>[1-4一二三]{_SEP}[2-4二三四]季度|[一二三]、?[二三四]季度)"
        r"|(?P<h>上半年|下半年)"
        r"|(?P<mf>[前首](?:[2-9]|1[0-2]|[两二三四五六七八九十]|十一)个?月(?:份)?)"
        rf"|(?P<mr>{_MONTH}(?:月份?)?{_SEP}{_MONTH}月份?)(?!{_DAY}[日号])"
        rf"|(?P<m>{_MONTH})月(?!活|租|薪|均|产能|费|供|刊|报|光|季|色|球|子)(?:份|(?P<d>{_DAY})(?:[日号]|(?={_SEP}(?:{_DAY})[日号]))(?![\d.万亿%个家元年余多件项人名]))?"
        r"(?:(?<=[日号])(?P<d2>"
        + _SEP
        + rf"(?:{_DAY})[日号])|(?P<d3>(?<=\d){_SEP}(?:{_DAY})[日号]))?"
    )
    return regex.compile(
        rf"(?=[\d〇零○一二两三四五六七八九十百几数今本年全明去前后上同当次翌下第大这该首“截目近日如眼迄至现此多过未时长连昨月早晚凌中号])(?:"
        rf"(?P<iso>(?<![\d./]|(?<!\d)-)(?:1[89]|20)\d\d(?P<s>[-/.])(?:1[0-2]|0?[1-9])(?P=s)(?:3[01]|[12]\d|0?[1-9])(?!\d|/|\.\d|-(?!\d{{4}})))"
        rf"|(?P<isom>(?<![\d.\-/])(?:19|20)\d\d-(?:1[0-2]|0[1-9])(?![\d\-]))"
        rf"|(?P<yr>(?P<y1>{_YEAR})年?{_SEP}(?P<y2>(?:1[5-9]|20)\d\d|[一二][{_CD}]{{3}})(?:学年度?|财年|年度?|(?=赛季|雪季|榨季|采暖季|供暖季|供热季)))(?!{_MONTH}月)"
        rf"|(?P<season>(?P<s1>(?:19|20)\d\d)[-/—－–](?P<s2>\d\d)(?=赛季|学年|财年|雪季|榨季|采暖季|供暖季|供热季))"
        rf"|(?P<yp>(?P<yp1>{_YEAR})[、，](?P<yp2>{_YEAR})年)"
        rf"|(?:(?P<y>{_YEAR}|(?<!\d)\d\d(?=年(?:1[0-2]|0?[1-9])月)|(?<![{_CD}十百千])[零〇九八][{_CD}](?=年))(?:年度?|财年|学年)(?!级|代|轮)|(?P<rel>{relative}))的?"
        rf"(?:(?P<same>同期|同月|同日)|(?:{part})|(?P<yedge>底|末|初|年?底|年?末))?(?P<edge>{_EDGE})?"
        rf"|(?:{part})(?P<edge>{_EDGE})?"
        r"|(?P<plan>“?(?:十[一二三四五六]?五|九五)”?(?=(?:规划|时期|末|期间|以来|初|开局|收官|发展|的|，|、|后半程|前半程|中期|计划|目标)|”))(?:”)?(?:时期|期间)?(?P<pedge>末|初|开局之年|收官之年)?"
        r"|(?P<same2>同期|同月|当月|同日|当日|当天|本月|上月|上个月|本季度|上季度)"
        rf"|(?P<nowday>{now})"
        r"|(?P<dec>(?:(?:20|19|上个?|本)世纪)?(?<!\d)[1-9]0年代(?:初|末|中期)?|(?:上个?世纪)?[二三四五六七八九]十年代(?:初|末|中期)?|(?:(?<!\d)(?:1\d|2[01])|二十一?|十九)世纪)"
        r"|(?P<clock>(?:上午|下午|晚上?|凌晨|中午|早上?|[日号])(?:[01]?\d|2[0-4]|[一二三四五六七八九十]{1,2})[时点](?:[0-5]?\d分|半|整|许)?|(?<![\d.:：])(?:[01]?\d|2[0-4])时(?!间|候|期|代|段|有|常|长|速|刻|尚|装|光|节|评|事|机|态|值|/)(?:[0-5]?\d分)?许?|(?<![\d:：.比])(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?![\d:：]))"
        r"|(?P<day>(?<![\d.\-—–~～至到第])(?:3[01]|[12]\d|[1-9])日(?![均产内游活元本益报用]))"
        rf"|(?P<dur>(?<=近|过去|最近|未来|今后){_SPELL}(?:来|间|内|以来)?|{_SPELL}(?:以来|来(?!自|到|的)|间(?!隔)|(?<!天)内(?!存)))"
        r"|(?P<yedge2>年底|年末|年初|年中|月底|月末)"
        rf"|(?P<vague>(?:{vague})(?<!至今(?=[年天日]))))"
    )


@dataclass(slots=True)
class _Context:
    """What has been said so far: the last period, the year named in the sentence and paragraph."""

    page: str | None
    sentence_year: int | None = None
    paragraph_year: int | None = None
    article_year: int | None = None
    period: str | None = None
    sentence_period: str | None = None
    paragraph_period: str | None = None
    day: str | None = None

    @property
    def same_period(self) -> str | None:
        """What 同期 refers to: the sentence's own period, else the one the paragraph began with."""
        return self.sentence_period or self.paragraph_period or self.period

    @property
    def page_year(self) -> int | None:
        return int(self.page[:4]) if self.page else None

    @property
    def page_month(self) -> int | None:
        return int(self.page[5:7]) if self.page and len(self.page) >= 7 else None

    def year_for_month(self, month: int) -> int | None:
        """The year of a month that is printed without one."""
        if self.sentence_year is not None:
            return self.sentence_year
        if self.page_year is not None and self.page_month is not None:
            return self.page_year - (1 if month - self.page_month > 3 else 0)
        return self.paragraph_year

    def year(self) -> int | None:
        """The year that a quarter or half without one belongs to."""
        return self.sentence_year or self.page_year or self.paragraph_year

    def say(self, edtf: str | None) -> None:
        if not edtf or edtf.endswith(".."):
            return
        self.period = self.sentence_period = edtf
        self.paragraph_period = self.paragraph_period or edtf
        year = int(edtf.rsplit("/", 1)[-1][:4]) if edtf.rsplit("/", 1)[-1][:4].isdigit() else None
        if year:
            self.sentence_year = year
            if self.page_year is None or year <= self.page_year:  # a plan's year dates nothing else
                self.paragraph_year = self.article_year = year
        if regex.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
            self.day = edtf


def find_times(text: str, *, page_date: str | None = None) -> list[Time]:
    """Every time expression of an article, in text order, never overlapping.

    text: clean, simplified.  page_date: EDTF day of the page, or None.
    """
    context = _Context(page_date)
    out: list[Time] = []
    last = 0
    other = list(eras.find(text))
    for match in _point().finditer(text):
        if any(time.span.overlaps(Span(*match.span())) for time in _near(other, match.start())):
            continue
        between = text[last : match.start()]
        if "\n" in between:
            context.sentence_year = context.paragraph_year = None
            context.sentence_period = context.paragraph_period = None
        elif regex.search(r"[。！？；]", between):  # noqa: SIM102
            if "。" in between or "！" in between or "？" in between:
                context.sentence_year = context.sentence_period = None
        if not _plausible(text, match):
            continue
        time = _time(text, match, context)
        if time is None:
            continue
        last = match.end()
        joined = _joined(text, out, time)
        if joined:
            out[-1] = joined
        else:
            out.append(time)
        if (
            time.frame in ("point", "until", "since")
            and "vague" not in time.rule
            and not _compared(text, time)
        ):
            context.say(_without_end(time.edtf))
    return sorted([*out, *other], key=lambda time: time.span) if other else out


def _near(times: Sequence[Time], at: int) -> Sequence[Time]:
    """The times that can overlap a match at `at`: the last that begins before it, and the next."""
    index = bisect_right(times, at, key=lambda time: time.span.start)
    return times[max(0, index - 1) : index + 1]


_COMPARED: Final = regex.compile(r"(?:比|较|相当于|不及|高于|低于|超过)\Z")
_TIMES_OF: Final = regex.compile(r"(?:全年|同期|年)?的?[^，。；]{0,8}?倍")


def _compared(text: str, time: Time) -> bool:
    """What a value is measured against dates nothing else: 相当于2022年全年的1.8倍."""
    before = text[max(0, time.span.start - 3) : time.span.start]
    if _COMPARED.search(before):
        return True
    after = text[time.span.end : time.span.end + 14]
    return bool(regex.search(r"[是为达]\Z", before)) and bool(_TIMES_OF.match(after))


def _without_end(edtf: str | None) -> str | None:
    return edtf[:-3] if edtf and edtf.endswith("/..") else edtf


def _plausible(text: str, match: regex.Match[str]) -> bool:
    """Refuses what only looks like a time: 十五个 (no plan), 三月活, 一季度数字 in codes."""
    before = text[max(0, match.start() - 2) : match.start()]
    after = text[match.end() : match.end() + 2]
    if match["dur"]:
        return "月" not in match["dur"] or "个" in match["dur"]
    if match["plan"]:
        word = match["plan"].strip("“”")
        if word == "十五" and not ("“" in match["plan"] or before.endswith("“")):
            return False
        return word in _PLANS
    if match["m"] and not match["y"] and not match["rel"]:
        if before.endswith(("个", "满", "每", "第", ".", "数", "几")) or after.startswith("个"):
            return False
        if match["m"] in ("一", "三", "五", "二") and text[match.end() : match.end() + 1] == "花":
            return False
    if match["day"]:
        return before[-1:] not in ("个", "作", "易") and not regex.match(
            r"(?:内|以内|之内|均|产|处理)", text[match.end() :]
        )
    if match["q"] and before.endswith(("个", "前")):
        return False
    if match["rel"] == "第二年" and regex.match(r"[一二三四五六七八九]", after):
        return False
    if match["rel"] in ("当年", "全年") and before.endswith(("连", "每")):
        return False
    if match["rel"] == "年内" and regex.search(r"[\d一二两三四五六七八九十几数半百]\Z", before):
        return False
    if (match["yedge2"] or match["vague"] or match["same2"]) and regex.search(r"[\d每]\Z", before):
        return False
    if match["yedge2"] and regex.search(r"[一二两三四五六七八九十几数百]\Z", before):
        return False
    return not (match["rel"] == "上年" and after.startswith(("度报", "纪")))


def _joined(text: str, out: list[Time], time: Time) -> Time | None:
    """2012年至2022年, 2月1日至3月15日: two points with a dash or 至 between are one period."""
    if not out or time.frame != "point" or out[-1].frame not in ("point", "since"):
        return None
    before = out[-1]
    between = text[before.span.end : time.span.start]
    if not regex.fullmatch(_SEP, between) or any(
        t.rule in ("vague", "clock", "same period") for t in (before, time)
    ):
        return None
    ends = (before.edtf or "", time.edtf or "")
    if "/" in "".join(ends):
        return None
    edtf = f"{ends[0]}/{ends[1]}" if all(ends) and ends[0][:4] <= ends[1][:4] else None
    span = Span(before.span.start, time.span.end)
    return Time(span, text[span.start : span.end], edtf, "point", "period")


def _time(text: str, match: regex.Match[str], context: _Context) -> Time | None:
    rule, edtf = _resolve(text, match, context)
    start, end = match.span()
    while end > start and text[end - 1] in "的”" and not (match["plan"] and "“" in match.group()):
        end -= 1
    before = text[max(0, start - 3) : start]
    tail = regex.match(r"(?:以来|起(?!步|来|点|家|飞|伏)|开始|之后|以后|后(?=[，、]))?", text[end:])
    if rule == "duration":
        return Time(Span(start, end), text[start:end], None, "duration", rule)
    frame = "vague" if rule == "vague" else "point"
    if (
        tail
        and tail.group()
        and frame == "point"
        and (
            tail.group() in ("以来",)
            or (
                tail.group() in ("起", "开始")
                and (rule != "day" or regex.search(r"(?:自|从)\Z", before))
            )
        )
    ):
        frame = "since"
        end += tail.end()
        edtf = f"{edtf.split('/')[0]}/.." if edtf else None
    elif (
        regex.search(r"(?:截至|截止|截止到|截至到|至)\Z", before)
        and frame == "point"
        and (before.endswith(("截至", "截止", "截止到")))
    ):
        frame = "until"
    elif regex.search(r"自\Z", before) and regex.match(r"[^，。]{0,12}以来", text[end:]):
        frame = "since"
        edtf = f"{edtf.split('/')[0]}/.." if edtf else None
    return Time(Span(start, end), text[start:end], edtf, frame, rule)


def _year(text: str) -> int:
    """A year as printed; two figures are of this century up to 49."""
    value = _number(text)
    if len(text) > 2:
        return value
    digits = "".join(str(_number(character)) for character in text) if not text.isdigit() else text
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    value = chinese(text.replace("○", "〇"))
    return int(value) if value is not None else 0


def _resolve(text: str, match: regex.Match[str], context: _Context) -> tuple[str, str | None]:
    if match["iso"]:
        year, month, day = (int(part) for part in regex.split(r"[-/.]", match["iso"]))
        return "day", day_of(year, month, day)
    if match["isom"]:
        return "month", match["isom"]
    if match["yr"]:
        return "years", f"{_number(match['y1']):04}/{_number(match['y2']):04}"
    if match["season"]:
        first = int(match["s1"])
        last = first // 100 * 100 + int(match["s2"])
        return "years", f"{first:04}/{last + (100 if last < first else 0):04}"
    if match["yp"]:
        return "years", f"{_number(match['yp1']):04}/{_number(match['yp2']):04}"
    if match["plan"]:
        first, last = _PLANS[match["plan"].strip("“”")]
        edge = match["pedge"] or ""
        if edge.startswith(("末", "收")):
            return "five-year plan", f"{last}"
        if edge.startswith(("初", "开")):
            return "five-year plan", f"{first}"
        return "five-year plan", f"{first}/{last}"
    if match["dec"]:
        return "decade", _decade(match["dec"])
    if match["clock"]:
        return "clock", None
    if match["vague"]:
        return "vague", None
    if match["dur"]:
        return "duration", None
    if match["nowday"]:
        return "day", shift(context.page, days=_NOW[match["nowday"]]) if context.page and len(
            context.page
        ) == 10 else None
    if match["same2"]:
        return _same(match["same2"], context)
    if match["yedge2"]:
        word = match["yedge2"]
        if word.startswith("月"):
            return "month's end", context.page[:7] if context.page else None
        known = context.sentence_year or context.page_year
        return "year's end", f"{known}" if known else None
    if match["day"]:
        return "day", _day_alone(int(match["day"][:-1]), context)
    return _year_part(text, match, context)


def _decade(text: str) -> str | None:
    found = regex.search(r"([1-9])0年代", text)
    if found:
        head = {"20": "19", "19": "18", "上": "19", "本": "20"}
        for key, value in head.items():
            if text.startswith(key) and "世纪" in text:
                return f"{value}{found[1]}X"
        return f"{'20' if int(found[1]) < 4 else '19'}{found[1]}X"
    digits = regex.match(r"(?:上个?世纪)?([二三四五六七八九])十年代", text)
    if digits:
        return f"19{_number(digits[1])}X"
    century = regex.match(r"(\d+|二十一|二十|十九)世纪", text)
    return f"{_number(century[1]) - 1:02}XX" if century else None


def _same(word: str, context: _Context) -> tuple[str, str | None]:
    page = context.page
    if word == "同期":
        return "same period", context.same_period
    if word in ("同月", "当月"):
        known = context.period and regex.fullmatch(r"(\d{4}-\d\d)(?:-\d\d)?", context.period)
        return "same period", known[1] if known else None
    if word in ("同日", "当日", "当天"):
        return "same period", context.day
    if not page or len(page) < 7:
        return "month", None
    if word == "本月":
        return "month", page[:7]
    if word in ("上月", "上个月"):
        return "month", shift(page[:7] + "-01", months=-1)[:7]
    now = (int(page[5:7]) - 1) // 3 + 1
    year = int(page[:4])
    if word == "上季度":
        return "quarter", quarter(year - (now == 1), now - 1 or 4)
    return "quarter", quarter(year, now)


def _day_alone(day: int, context: _Context) -> str | None:
    known = context.period and regex.match(r"\d{4}-\d\d(?=\Z|-\d\d\Z)", context.period)
    if context.sentence_year and known:
        return f"{known.group()}-{day:02}"
    if not context.page or len(context.page) < 10:
        return f"{known.group()}-{day:02}" if known else None
    month = context.page[:7]
    if day > int(context.page[8:10]) + 3:
        month = shift(month + "-01", months=-1)[:7]
    return day_of(int(month[:4]), int(month[5:7]), day)


def _base_year(match: regex.Match[str], context: _Context) -> int | None:
    """The year printed or meant by 去年, 同年 …"""
    if match["y"]:
        return _year(match["y"])
    if match["rel"]:
        word = match["rel"]
        said = context.sentence_year or context.paragraph_year
        if word == "全年":
            base = said or context.article_year or context.page_year
        elif word in _FROM_TEXT:
            base = said or context.page_year
        elif word in _TEXT_FIRST:
            base = context.sentence_year or context.page_year
        else:
            base = context.page_year
        return base + _RELATIVE[word] if base else None
    if match["m"]:
        return context.year_for_month(month_of(match["m"]))
    if match["mr"] or match["mf"] or match["q1"] or match["q"] or match["h"] or match["qr"]:
        return context.year()
    return None


def _year_part(text: str, match: regex.Match[str], context: _Context) -> tuple[str, str | None]:
    year = _base_year(match, context)
    if match["same"]:
        return "same period", _same_in(match["same"], year, context, match["rel"])
    if match["q1"]:
        last = _number(regex.search(r"[一二两三四1-4]", match["q1"]).group())  # type: ignore[union-attr]
        return "first quarters", (
            months(year, 1, last * 3) if last > 1 else quarter(year, 1)
        ) if year else None
    if match["q"]:
        digit = regex.search(r"[一二三四1-4]", match["q"])
        return "quarter", quarter(year, _number(digit.group()) if digit else 1) if year else None
    if match["qr"]:
        found = regex.findall(r"[一二三四1-4]", match["qr"])
        begin, final = _number(found[0]), _number(found[-1])
        first, last = begin, final
        return "quarters", months(year, first * 3 - 2, last * 3) if year and first < last else None
    if match["h"]:
        return "half-year", half(year, 1 if match["h"].startswith("上") else 2) if year else None
    if match["mf"]:
        digits = regex.search(r"\d+|[一二两三四五六七八九十]+", match["mf"])
        return "first months", months(year, 1, _number(digits.group())) if year and digits else None
    if match["mr"]:
        pair = regex.findall(r"\d+|[一二三四五六七八九十]+", match["mr"])
        first, last = month_of(pair[0]), month_of(pair[-1])
        if year is None:
            return "months", None
        if first > last:
            return "months", f"{year}-{first:02}/{year + 1}-{last:02}"
        return "months", months(year, first, last)
    if match["m"]:
        return _month_day(match, year)
    if year is None:
        return "year", None
    return "year", f"{year:04}"


def _month_day(match: regex.Match[str], year: int | None) -> tuple[str, str | None]:
    month = month_of(match["m"])
    day = _number(match["d"]) if match["d"] else None
    more = match["d2"] or match["d3"]
    if year is None:
        return ("day" if day else "month"), None
    if day and more:
        digits = regex.search(r"\d+|[一二三四五六七八九十]+", more)
        last = _number(digits.group()) if digits else day
        return "days", f"{year:04}-{month:02}-{day:02}/{year:04}-{month:02}-{last:02}"
    if day:
        return "day", day_of(year, month, day)
    return "month", f"{year:04}-{month:02}"


def _same_in(word: str, year: int | None, context: _Context, relative: str | None) -> str | None:
    """上年同期, 2022年同期: the last period of the text in another year."""
    period = context.same_period
    if word != "同期":
        return f"{year:04}" if year else None
    if period is None:
        return f"{year:04}" if year else None
    if relative:
        said = year_of(period)
        if relative in _TEXT_FIRST or relative in _FROM_TEXT or context.page is None:
            year = said + _RELATIVE[relative] if said else year
    return _in_year(period, year) if year else None


def _in_year(period: str, year: int) -> str:
    if "/" in period:
        first, last = period.split("/", 1)
        distance = (
            int(last[:4]) - int(first[:4]) if last[:4].isdigit() and first[:4].isdigit() else 0
        )
        if distance:
            return f"{year:04}"
        return f"{year:04}{first[4:]}/{year:04}{last[4:]}"
    return f"{year:04}{period[4:]}"
