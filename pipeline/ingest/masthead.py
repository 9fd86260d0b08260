"""Date, paper and page number from the line that a newspaper prints over or under its pages.

A line is a masthead when nothing stands on it but a date and things that go with one: a weekday,
a page number, a name. A date in a sentence says nothing about the day of the paper.
"""

from __future__ import annotations

import datetime
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.ingest.sidecar import Meta
from pipeline.marks import DATED, HEAD_LINES, KEPT_FROM

# A weekday makes a date line sure, so it may stand deeper in a page than a bare date.
_NEAR = 6
_FAR = 20
_LONGEST = 80

_DIGIT_CLASS = "0-9０-９OoQlI|〇零○一二三四五六七八九"
_DATE = regex.compile(
    rf"(?P<year>[{_DIGIT_CLASS}]{{4}})\s?年\s?"
    rf"(?P<month>[{_DIGIT_CLASS}十]{{1,2}})\s?月\s?"
    rf"(?P<day>[{_DIGIT_CLASS}十廿]{{1,3}})\s?[日号曰]"
    rf"|(?P<year>(?:19|20)\d\d)\s?(?P<mark>[-./])\s?(?P<month>\d{{1,2}})\s?(?P=mark)\s?(?P<day>\d{{1,2}})"
)
_DATED = regex.compile(DATED)
_KEPT = regex.compile(KEPT_FROM)
_CITES = regex.compile(r"[据在见由从，。；：！？]|发表|刊|载|报道|援引")
"""Before the name of a paper that a sentence only cites."""
_BYLINE = 40
_HEADING = regex.compile(r"^#{1,6}\s+")
_ROC = regex.compile(r"(?:中[华華])?民[国國]\s?(?P<year>\d{2,3})\s?年")
_SPACED = regex.compile(
    r"(?<=\p{Han}) (?=\p{Han}(?![\p{Han}]))|(?<=第|[A-Z]) (?=\d)|(?<=\d) (?=[版期年月日页頁])"
    r"|(?<=(?<![\dOolI])[\dOolI]) (?=[\dOolI](?![\dOolI]))"
)
"""工 业 导 报　第 3版: letter-spacing inside a name or a number."""
_SAID = regex.compile(
    r"(?:\A|(?<=[\s\u3000|｜]))[（(【]?"
    r"(?:会议|发布|播出|直播|采访|活动|刊发|召开|录制|首播|签发|成文|印发)?(?:时间|日期|时段)\s?[：:]\s?"
)
"""时间：2025年7月24日10时, 《…》文字稿　播出日期：…: what stands over a transcript."""
_SOURCE = regex.compile(
    r"(?:\A|(?<=[\s\u3000|｜]))[（(]?(?:文章|信息|稿件|本文)?"
    r"(?:来源|來源|稿源)\s?[：:]"
)
"""来源：某某网 2022-07-17: a text taken from elsewhere says where and when."""
_SENTENCE = regex.compile(r"[。，；！？,;!?]")
_WEEKDAY = regex.compile(r"[（(]?\s?(?:星期|周|礼拜|週)\s?[一二三四五六日天]\s?[)）]?")
_LABEL = regex.compile(
    r"第?\s?(?P<label>[A-Z]?\d{1,3}|[A-Z]\d{1,2}|[一二三四五六七八九十]{1,3})\s?[版页頁]"
    r"|(?P<label>[A-Z]\s?\d{1,2}|\d{1,2})(?:-\d{1,2})?"
)
_CLOCK = regex.compile(
    r"\d{1,2}[：:]\d{2}(?:[：:]\d{2}|\s?[-—–~～至]+\s?\d{1,2}[：:]\d{2})?(?:首播|重播|播出|直播|播发)?|(?:播出|发布)(?:时间)?[：:]"
)
_LUNAR = regex.compile(r"(?:农历|農曆|夏历)\S{2,12}")
_STAFF = regex.compile(
    r"(?:责任?编辑?|責任?編輯?|编辑|編輯|版式|美编|美編|校对|校對|责校|主编|值班|组版|制图|设计|统筹|撰稿|播音|主播|主持|播出|监制|导播|文字|审核|审读)"
    r"[/：:\s]?\s?\p{Han}{2,4}(?:、\p{Han}{2,4}){0,2}"
)
_ISSUE = regex.compile(
    r"(?:总|總)?第\s?\d{1,6}\s?期|今日\S{1,3}版|(?:E-mail|邮箱|电话|热线|網址|网址)[:：]\S+"
)
_NAME = regex.compile(r"[\p{Han}A-Za-z·&]{1,12}")
_TITLED = regex.compile(
    r"《(?P<name>[\p{Han}A-Za-z0-9·]{2,12})》\p{Han}{0,4}(?:文稿|稿件|稿|脚本|实录|串联单|播出单|文字版)"
)
"""《经济夜线》播出文稿: what a transcript bears at its head."""

_SCRIPT = regex.compile(r"(?:文字稿|文稿|播出稿|文字版|文字实录|实录|串联单)[\s\u3000]*\Z")
"""江城新闻文字稿 2022年8月3日: the same without the programme's name in 《》."""

_HAN = regex.compile(r"\p{Han}")
_WORD = regex.compile(r"\p{Han}{3}")
_BLANK = regex.compile(r"(?<=\S) (?=\S)")
_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_PLAIN = str.maketrans(
    "０１２３４５６７８９OoQlI|〇零○一二三四五六七八九", "0123456789000111000123456789"
)


@cache
def _paper_endings() -> tuple[str, ...]:
    return tables.words("paper_endings.csv")


def masthead(text: str) -> Meta:
    """What the page's own date line says; empty where the page has none.

    Only the first and last lines of the page are looked at. The first line that is one decides.
    """
    # The head and the foot of a very long text are enough, and are cut before it is split.
    head = text if len(text) <= 40_000 else text[:20_000] + "\n" + text[-20_000:]
    lines = [line.strip() for line in regex.split(r"\r\n|\n|\r", head)]
    lines = [line for line in lines if line]
    for index, line in enumerate(lines):
        from_edge = min(index, len(lines) - 1 - index)
        if from_edge >= _FAR or len(line) > _LONGEST:
            continue
        found = _date_line(line, sure=from_edge < _NEAR)
        if found is None and 0 < index <= HEAD_LINES:
            found = _dated(line)
        if found is not None:
            return found
    return Meta()


def day_below(text: str) -> str | None:
    """The day that lines below a headline give, as EDTF; None where they give none."""
    for line in text.split("\n"):
        found = _date_line(line.strip(), sure=True) or _dated(line.strip())
        if found is not None and found.date is not None:
            return found.date
    return None


def _dated(line: str) -> Meta | None:
    """When a text came out, of a line that says when and where: 2022年8月3日　某某财经."""
    line = line.translate(_HALF)
    if _DATED.fullmatch(line) is None:
        return None
    match = _DATE.search(line)
    day = _iso(match) if match is not None else None
    return Meta(day) if day is not None else None


def issue(text: str) -> Meta | None:
    """The paper, date and page that stand beside a text kept alone, None where none do.

    本报记者　某某《某某日报》（2025年7月2日　第 18 版）: how archives of newspapers keep texts.
    """
    line = _SPACED.sub("", text.translate(_HALF))
    for match in _KEPT.finditer(line):
        name, date = match["paper"], _DATE.search(match["date"])
        label = _LABEL.search(match["beside"])
        before = line[line.rfind("\n", 0, match.start()) + 1 : match.start()]
        if _CITES.search(before) or len(before) > _BYLINE:
            continue
        alone = line[match.end() : match.end() + 1].strip() == ""
        day = _iso(date) if date is not None else None
        if day is not None and (label or (alone and name.endswith(_paper_endings()))):
            return Meta(day, name, label["label"] if label else None)
    return None


def _date_line(line: str, *, sure: bool) -> Meta | None:
    kept = issue(line)
    if kept is not None:
        return kept
    line = _together(_HEADING.sub("", line).translate(_HALF))
    line = _ROC.sub(lambda roc: f"{int(roc['year']) + 1911}年", line)
    line = _SPACED.sub("", line)
    match = _DATE.search(line)
    if match is None:
        return None
    said = _SAID.search(line, 0, match.start())
    if said is not None and said.end() == match.start() and sure and not _SENTENCE.search(line):
        return Meta(_iso(match))
    date = _iso(match)
    if date is None:
        return None
    rest = line[: match.start()] + "　" + line[match.end() :]
    rest, clocks = _CLOCK.subn("　", rest)
    rest, weekdays = _WEEKDAY.subn("　", rest)
    if not weekdays and not sure:
        return None
    titled = _TITLED.search(rest)
    rest = _TITLED.sub("　", rest)
    for pattern in (_LUNAR, _STAFF, _ISSUE):
        rest = pattern.sub("　", rest)
    sourced = sure and (_SOURCE.search(line) or _SOURCE.search(rest)) is not None
    sourced = sourced or (sure and _SCRIPT.search(line[: match.start()]) is not None)
    label: str | None = None
    paper = titled["name"] if titled else None
    names = 0
    for token in regex.split(r"[\s\u3000|｜/·•：:]+", rest):
        if not token:
            continue
        numbered = _LABEL.fullmatch(token)
        if numbered is not None:
            label = label or (numbered["label"] or "").replace(" ", "")
        elif _NAME.fullmatch(token):
            names += 1
            if token.endswith(_paper_endings()) and len(token) > 1:
                paper = paper or token
        elif not (weekdays and sure) or _SENTENCE.search(line):
            return Meta(date) if sourced and not _SENTENCE.search(line) else None
    # A date with words beside it and no weekday, page number or paper is a dateline or a sentence.
    if names and not (weekdays or label or paper or clocks or sourced):
        return None
    if names > 4 and not (weekdays and sure):
        return None
    return Meta(date, paper, label)


def _together(line: str) -> str:
    """A line with a blank behind every character, without them."""
    apart = len(_HAN.findall(line)) > 4 and not _WORD.search(line)
    return _BLANK.sub("", line) if apart else line


def _iso(match: regex.Match[str]) -> str | None:
    year = _plain(match["year"])
    month, day = _plain(match["month"]), _plain(match["day"])
    if year is None or month is None or day is None or not 1800 <= year <= 2200:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _plain(digits: str) -> int | None:
    """A number up to 9999 written with Arabic digits, their look-alikes, or Chinese numerals."""
    text = digits.replace("廿", "二十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        text = (tens or "1") + (ones or "0")
    text = text.translate(_PLAIN)
    return int(text) if text.isascii() and text.isdigit() else None
