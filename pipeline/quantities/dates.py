"""Time expressions to EDTF, resolved in reading order: never from a clock, only from the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Span, Time
from pipeline.quantities import eras
from pipeline.quantities.calendar import (
    day_of,
    half,
    month_of,
    months,
    number_of,
    quarter,
    shift,
    year_of,
)
from pipeline.quantities.compared_times import is_compared
from pipeline.quantities.context import Context
from pipeline.quantities.date_forms import (
    FROM_TEXT,
    PLANS,
    RELATIVE,
    SEP,
    TEXT_FIRST,
    point,
)
from pipeline.quantities.near_days import lately, now_day, this_month, week
from pipeline.quantities.planned import is_aimed, is_deadline, is_planned


def find_times(text: str, *, page_date: str | None = None) -> list[Time]:
    """Every time expression of an article, in text order, never overlapping.

    text: clean, simplified.  page_date: EDTF day of the page, or None.
    """
    context = Context(page_date)
    out: list[Time] = []
    last = 0
    other = list(eras.find(text))
    for match in point().finditer(text):
        if any(time.span.overlaps(Span(*match.span())) for time in _near(other, match.start())):
            continue
        between = text[last : match.start()]
        if "\n" in between:
            context.sentence_year = context.paragraph_year = None
            context.undated = False
            context.before_period = context.paragraph_period or context.before_period
            context.sentence_period = context.paragraph_period = context.month = None
        elif regex.search(r"[。！？；]", between):
            coming = context.page_year and (context.sentence_year or 0) > context.page_year
            if coming or regex.search("[。！？]", between):  # 排期到了2028年；1—6月交付9艘
                context.sentence_year = context.sentence_period = None
                context.undated = False
        if match.start() < last or not _plausible(text, match):
            continue
        time = _time(text, match, context)
        last = max(match.end(), time.span.end)
        if match["y"] and _ACCOUNTS.match(text, time.span.end):
            context.report_year = _year(match["y"])
        joined = _joined(text, out, time)
        while joined and out and joined.span.contains(out[-1].span):
            out.pop()
        out.append(joined or time)
        if (
            time.frame in ("point", "until", "since")
            and "vague" not in time.rule
            and "财年" not in time.text  # begins when a company's books do
            and not (time.rule == "five-year plan" and _PLAN.match(text, time.span.end))
            and not is_compared(text, time)
            and match["same2"] not in ("本季度", "上季度")  # counted from the page, not from these
        ):
            context.undated = context.undated or time.edtf is None
            context.this_year |= time.edtf is None and time.text.startswith("今年")
            if match["m"] and _MONTH.fullmatch(time.edtf or ""):
                context.month = time.edtf
            guessed = bool(match["m"] or match["mr"]) and not (match["y"] or match["rel"])
            context.say(
                _without_end((joined or time).edtf),
                guessed=guessed,
                dated=bool(match["y"]),
                begun=time.frame == "since" or _is_aim(text, time, context),
            )
    return sorted([*out, *other], key=lambda time: time.span) if other else out


def _near(times: Sequence[Time], at: int) -> Sequence[Time]:
    """The times that can overlap a match at `at`: the last that begins before it, and the next."""
    index = bisect_right(times, at, key=lambda time: time.span.start)
    return times[max(0, index - 1) : index + 1]


_ACCOUNTS: Final = regex.compile(r"(?:第?[一二三]季度?报|半年报|中报|[一二三]季报)")
"""披露了2018年三季报，今年前三季度…: accounts within a year are told of in that year."""
_AIM: Final = regex.compile(r"(?:预计|预期|计划|有望|力争|目标|将)[^，。；]{0,4}\Z|[到至]\Z")


def _is_aim(text: str, time: Time, context: Context) -> bool:
    """预计到2028年, on a page without a date: a year to come dates no month of the text."""
    before = text[max(0, time.span.start - 8) : time.span.start]
    return context.page_year is None and _AIM.search(before) is not None


_PLAN: Final = regex.compile(r"”?(?:发展)?(?:规划|计划|目标|纲要)")
"""完成“十四五”规划…目标: the plan that is meant, whose last year dates no month behind it."""


def _without_end(edtf: str | None) -> str | None:
    return edtf[:-3] if edtf and edtf.endswith("/..") else edtf


_SCORE: Final = regex.compile(
    r"(?:比分|比数|局分|总分|战成|打成|扳成|改写为|[胜负平局]|领先|落后|以)(?:分别)?(?:为|是|至|到|以)?\Z"
)


_TITLED: Final = regex.compile(r"《[^《》\n]{0,10}\Z")


def _plausible(text: str, match: regex.Match[str]) -> bool:
    """Refuses what only looks like a time: 十五个 (no plan), 三月活, 一季度数字 in codes."""
    before = text[max(0, match.start() - 2) : match.start()]
    after = text[match.end() : match.end() + 2]
    figures = any(character.isdigit() for character in match.group())
    if not figures and _TITLED.search(text, max(0, match.start() - 12), match.start()):
        return False  # 《昨日山海》, and not 《发展规划（2021—2030年）》
    if match["clock"] and regex.search(r"[:：]", match["clock"]):
        return not _SCORE.search(text, max(0, match.start() - 8), match.start())
    if match["dur"]:
        return "月" not in match["dur"] or "个" in match["dur"]
    if match["plan"]:
        word = match["plan"].strip("“”")
        if word == "十五" and not ("“" in match["plan"] or before.endswith("“")):
            return False
        return word in PLANS
    if match["m"] and not match["y"] and not match["rel"]:
        if before.endswith(("个", "满", "每", "第", ".", "数", "几")) or after.startswith("个"):
            return False
        if match["m"] in ("一", "三", "五", "二") and text[match.end() : match.end() + 1] == "花":
            return False
    if match["day"]:
        if regex.search(r"(?:连续|接连|过去|为期|历时)\Z", before):
            return False  # 连续3日
        return before[-1:] not in ("个", "作", "易") and not regex.match(
            r"(?:内|以内|之内|均|产|处理)", text[match.end() : match.end() + 4]
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
    if before.rule == "clock" and len(out) > 1 and out[-2].span.end == before.span.start:
        before = out[-2]  # 4月28日|18时|至5月3日
    both = between in ("和", "与") and regex.match(
        r"之?间", text[time.span.end : time.span.end + 2]
    )
    if not (both or regex.fullmatch(SEP, between)) or any(
        t.rule in ("vague", "clock", "same period") for t in (before, time)
    ):
        return None
    ends = (_without_end(before.edtf) or "", time.edtf or "")
    if "/" in "".join(ends):
        return None
    edtf = f"{ends[0]}/{ends[1]}" if all(ends) and ends[0][:4] <= ends[1][:4] else None
    span = Span(before.span.start, time.span.end)
    return Time(span, text[span.start : span.end], edtf, "point", "period")


def _time(text: str, match: regex.Match[str], context: Context) -> Time:
    rule, edtf = _resolve(text, match, context)
    start, end = match.span()
    while end > start and text[end - 1] in "的”" and not (match["plan"] and "“" in match.group()):
        end -= 1
    before = text[max(0, start - 3) : start]
    tail = regex.match(
        r"(?:以来|起?至今(?![年天日])|起(?!步|来|点|家|飞|伏)|开始|之后|以后|后(?=[，、]))?",
        text[end : end + 4],
    )
    if rule == "duration":
        return Time(Span(start, end), text[start:end], None, "duration", rule)
    frame = "vague" if rule == "vague" else "point"
    if (
        tail
        and tail.group()
        and frame == "point"
        and (
            tail.group() in ("以来", "至今", "起至今")
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
        edtf = _not_to_come(edtf, text[start:end], context.page)
    elif frame == "point" and _SINCE.match(text, end):
        frame = "since"
        edtf = f"{edtf.split('/')[0]}/.." if edtf else None
    return Time(Span(start, end), text[start:end], edtf, frame, rule)


def _not_to_come(edtf: str | None, printed: str, page: str | None) -> str | None:
    """截至5月底 on a page of April: the May of the year before."""
    month = edtf is not None and regex.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", edtf)
    if not month or edtf is None or page is None or "年" in printed or len(page) < 7:
        return edtf
    return edtf if edtf <= page[: len(edtf)] else f"{int(edtf[:4]) - 1}{edtf[4:]}"


_SINCE: Final = regex.compile(
    r"(?<=自[^，。；]{1,12})[^，。]{0,12}以来|(?<=年)(?:正式|首次|全面)?\p{Han}{2,6}(?<![较比])以来"
)
"""自2019年揭牌以来, 2022年启用以来: a time that began something which still goes on."""


def _year(text: str) -> int:
    """A year as printed; two figures are of this century up to 49."""
    value = number_of(text)
    if len(text) > 2:
        return value
    digits = (
        "".join(str(number_of(character)) for character in text) if not text.isdigit() else text
    )
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _resolve(text: str, match: regex.Match[str], context: Context) -> tuple[str, str | None]:
    if match["iso"]:
        year, month, day = (int(part) for part in regex.split(r"[-/.]", match["iso"]))
        return "day", day_of(year, month, day)
    if match["isom"]:
        return "month", match["isom"]
    if match["yr"]:
        return "years", f"{number_of(match['y1']):04}/{number_of(match['y2']):04}"
    if match["run"]:
        return "years", f"{match['r1']}/{match['r2']}"
    if match["quarter"]:
        own = _year(match["qy"]) if match["qy"] else context.year()
        return "quarter", quarter(own, int(match["qn"])) if own else None
    if match["halves"]:
        year = _year(match["hy"])
        if not match["hn"]:
            return "year", f"{year:04}"
        return "half-year", half(year, int(match["hn"]))
    if match["season"]:
        first = int(match["s1"])
        last = first // 100 * 100 + int(match["s2"][-2:])
        return "years", f"{first:04}/{last + (100 if last < first else 0):04}"
    if match["yp"]:
        return "years", f"{number_of(match['yp1']):04}/{number_of(match['yp2']):04}"
    if match["plan"]:
        first, last = PLANS[match["plan"].strip("“”")]
        edge = match["pedge"] or ""
        if edge.startswith(("末", "收")):
            return "five-year plan", f"{last}"
        if edge.startswith(("初", "开")):
            return "five-year plan", f"{first}"
        return "five-year plan", f"{first}/{last}"
    if match["dec"]:
        return "decade", eras.decade(match["dec"])
    if match["clock"]:
        return "clock", None
    if match["vague"]:
        return "vague", None
    if match["dur"]:
        return "duration", None
    if match["nowday"]:
        return "day", now_day(match["nowday"], context.page)
    if match["lately"]:
        return "day", lately(match, context.page)
    if match["week"]:
        return "week", week(match, context.page)
    if match["thismonth"]:
        return "day", this_month(match, context.page)
    if match["same2"]:
        return _same(match["same2"], context)
    if match["yedge2"]:
        word = match["yedge2"]
        if word.startswith("月"):
            return "month's end", context.page[:7] if context.page else None
        known = context.sentence_year or context.page_year
        past = _SO_FAR.search(text, max(0, match.start() - 3), match.start()) is not None
        if past and context.sentence_year is None and (context.page_month or 12) < 12:
            known = context.paragraph_year or (known and known - 1)  # 截至年底 in March
            if known and context.page_year and known >= context.page_year:
                known = context.page_year - 1
        return "year's end", f"{known}" if known else None
    if match["day"]:
        return "day", _day_alone(int(match["day"][:-1]), context)
    return _year_part(text, match, context)


_MONTH: Final = regex.compile(r"\d{4}-\d\d")
_SO_FAR: Final = regex.compile(r"截[至止]\Z")


def _same(word: str, context: Context) -> tuple[str, str | None]:
    page = context.page
    if word in ("同期", "同一时期"):
        return "same period", context.same_period
    if word.startswith(("报告期", "期内")):
        return "same period", context.reported
    if word in ("同月", "当月"):
        # behind 1—7月 the month is the last of them
        known = context.period and regex.fullmatch(
            r"(?:\d{4}-\d\d/)?(\d{4}-\d\d)(?:-\d\d)?", context.period
        )
        return "same period", known[1] if known else None
    if word in ("同日", "当日", "当天"):
        return "same period", context.day
    if not page or len(page) < 7:
        return "month", None
    if word == "本月":
        return "month", page[:7]
    said = context.sentence_period or context.paragraph_period or ""
    if word in ("上月", "上个月"):
        return "month", shift((context.month or page[:7]) + "-01", months=-1)[:7]
    now = (int(page[5:7]) - 1) // 3 + 1
    year = int(page[:4])
    if word == "本季度" and regex.fullmatch(r"\d{4}-Q\d", said):
        return "quarter", said  # the quarter that accounts are given for
    if word == "上季度":
        return "quarter", quarter(year - (now == 1), now - 1 or 4)
    return "quarter", quarter(year, now)


def _day_alone(day: int, context: Context) -> str | None:
    known = context.period and regex.match(r"\d{4}-\d\d(?=\Z|-\d\d\Z)", context.period)
    if context.page and len(context.page) >= 10 and not (context.sentence_year and known):
        month = context.page[:7]
        if day > int(context.page[8:10]) + 3:
            month = shift(month + "-01", months=-1)[:7]
    elif known:
        month = known.group()
    else:
        return None
    return day_of(int(month[:4]), int(month[5:7]), day)


def _base_year(match: regex.Match[str], context: Context) -> int | None:
    """The year printed or meant by 去年, 同年 …"""
    if match["y"]:
        return _year(match["y"])
    if match["rel"]:
        word = match["rel"]
        said = context.sentence_year or context.paragraph_year
        if word == "全年":
            base = said or context.article_year
            if base is None and context.page_year:
                coming = is_planned(match) or is_aimed(match)
                early = (context.page_month or 12) <= _ANNUAL
                if early or coming:  # later in a year no 全年 that is over is said to be which
                    base = context.page_year - (early and not is_planned(match))
            elif base and not said and context.page_year and is_aimed(match):
                base = context.page_year
        elif word in FROM_TEXT:
            base = said or context.article_year or context.page_year
        elif word in TEXT_FIRST:
            base = context.sentence_year or context.annual or context.told_of or context.page_year
        else:
            base = context.page_year or context.report_year
        return base + RELATIVE[word] if base else None
    if match["m"]:
        month = month_of(match["m"])
        if is_deadline(match) and context.page_year and month >= (context.page_month or 13):
            return context.sentence_year or context.page_year
        return context.year_for_month(month)
    known = match["mr"] or match["mf"] or match["q1"] or match["q"] or match["h"] or match["qr"]
    return context.year(_first_month(match), planned=is_planned(match)) if known else None


_ANNUAL: Final = 4
"""Till April 全年 without a year is the year before, whose accounts come out then."""


def _first_month(match: regex.Match[str]) -> int:
    """The first month of a quarter or half, the last of a run that begins with the year's own."""
    if match["h"]:
        return 7 if match["h"][0] in "下后" else 1
    if match["q"]:
        digit = regex.search(r"[一二三四1-4]", match["q"])
        return number_of(digit.group()) * 3 - 2 if digit else 1
    if match["qr"]:
        return number_of(regex.findall(r"[一二三四1-4]", match["qr"])[-1]) * 3 - 2
    if match["q1"]:
        return number_of(regex.search(r"[一二两三四1-4]", match["q1"]).group()) * 3 - 2  # type: ignore[union-attr]
    digits = regex.findall(r"\d+|[一二两三四五六七八九十]+", match["mf"] or match["mr"])
    return month_of(digits[-1]) if digits else 1


def _year_part(text: str, match: regex.Match[str], context: Context) -> tuple[str, str | None]:
    year = _base_year(match, context)
    if match["same"]:
        return "same period", _same_in(match["same"], year, context, match["rel"])
    if match["q1"]:
        last = number_of(regex.search(r"[一二两三四1-4]", match["q1"]).group())  # type: ignore[union-attr]
        return "first quarters", (
            months(year, 1, last * 3) if last > 1 else quarter(year, 1)
        ) if year else None
    if match["q"]:
        digit = regex.search(r"[一二三四1-4]", match["q"])
        return "quarter", quarter(year, number_of(digit.group()) if digit else 1) if year else None
    if match["qr"]:
        found = regex.findall(r"[一二三四1-4]", match["qr"])
        begin, final = number_of(found[0]), number_of(found[-1])
        first, last = begin, final
        return "quarters", months(year, first * 3 - 2, last * 3) if year and first < last else None
    if match["h"]:
        return "half-year", half(year, 2 if match["h"][0] in "下后" else 1) if year else None
    if match["mf"]:
        digits = regex.search(r"\d+|[一二两三四五六七八九十]+", match["mf"])
        return "first months", months(
            year, 1, number_of(digits.group())
        ) if year and digits else None
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
    day = number_of(match["d"]) if match["d"] else None
    more = match["d2"] or match["d3"]
    if year is None:
        return ("day" if day else "month"), None
    if day and more:
        digits = regex.search(r"\d+|[一二三四五六七八九十]+", more)
        last = number_of(digits.group()) if digits else day
        begin, end = day_of(year, month, day), day_of(year, month, last)
        return "days", f"{begin}/{end}" if begin and end else None
    if day:
        while month == 2 and day == 29 and not match["y"] and day_of(year, month, day) is None:
            year -= 1  # the last year that had such a day
        return "day", day_of(year, month, day)
    return "month", f"{year:04}-{month:02}"


def _same_in(word: str, year: int | None, context: Context, relative: str | None) -> str | None:
    """上年同期, 2022年同期: the last period of the text in another year."""
    period = context.same_period
    if word != "同期":
        return f"{year:04}" if year else None
    if period is None:
        return f"{year:04}" if year else None
    if relative:
        said = year_of(period)
        if relative in TEXT_FIRST or relative in FROM_TEXT or context.page is None:
            year = said + RELATIVE[relative] if said else year
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
