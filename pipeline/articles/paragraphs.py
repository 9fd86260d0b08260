"""What each paragraph of a clean page is, by its words, its ending and its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pipeline import grid, marks
from pipeline import patterns as regex
from pipeline.align import line_of, line_starts
from pipeline.articles.bylines import (
    byline_of,
    credit_of,
    of_use,
    tail_byline,
    tail_credit,
)
from pipeline.marks import BULLETS, DATED, DESPATCH, ITEM_MARK, KEPT_FROM
from pipeline.marks import SEGMENT as SEGMENT_MARK
from pipeline.model import Box, Clean, Page, Span
from pipeline.tables import alternatives

ENDED = regex.compile(r"[。！？!?…；][”’）】》」』)\]]*$|——$")
LEADS = regex.compile(r"\p{Han}[%％]?——$")
"""某县把茶叶做成产业——: a line that the headline under it goes on with."""
DATE = r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
MASTHEAD_MARK = regex.compile(
    rf"{DATE}|(?:星期|周)[一二三四五六日天](?!\p{{Han}})|第?\s*[A-D]?\d{{1,3}}\s*版|[A-D]\d{{1,2}}$"
    r"|国内统一(?:连续出版物号|刊号)|CN ?\d\d[-—]\d{4}|邮发代号|今日\d{1,3}版"
    r"|农历\p{Han}{2,12}|总第\s*\d+\s*期|第\s*\d+\s*期"
)
DATE_ONLY = regex.compile(
    rf"^{DATE}$|^[〇零一二三四五六七八九]{{4}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日$"
)
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_KEPT = (
    r"(?:(?:发布|发表|更新|发稿|播出|刊发)?(?:时间|日期)|(?:文章|信息|稿件|新闻|资料)?来源|稿源|作者|记者|发布(?:人|者|单位|机构)|供稿(?:人|单位)?|撰稿人?|(?:责任)?编辑|责编"
    r"|(?:浏览|阅读|点击)(?:次数|量)?|字号)[：:][ \u3000]*"
)
_KEPT_UNDER = regex.compile(
    rf"^(?=.*(?:{DATE}|{_CLOCK}))(?:[\s\u3000|｜（(]*(?:{DATE}|{_CLOCK}"
    rf"|{_KEPT}(?:(?={DATE})|[^\s\u3000：:。，；|｜\d]{{0,12}}(?:\d{{1,8}}(?![\d年/.:：-])\s?次?)?)"
    r"|\p{Han}{2,10}(?:报|网|社|台|在线|客户端))[）)]?)+[\s\u3000]*$"
)
"""When and from where a text was put on the web: 发布时间：2021-10-08 06:12 来源：某某日报."""
_KEPT_FROM = regex.compile(KEPT_FROM)
_DATED = regex.compile(DATED)
PAGE_LABEL = regex.compile(r"^(?:第?\s*[A-D]?\d{1,3}\s*版?|[A-D]\d{1,2})$")
NOTICE_FOOT = regex.compile(
    r"请勿引用|不得转载|不可引用|未经.{0,6}(?:许可|授权)|版权所有|下转|上接|责任编辑|[\w.]+@[\w.]+|https?://|www\."
)
FROM_PAGE = regex.compile(f"^{marks.FROM_PAGE}")
TO_PAGE = regex.compile(f"{marks.TO_PAGE}$")
NUMBERED = regex.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节条部篇]|[（(]?[一二三四五六七八九十]{1,3}[、）)．.]|[（(]\d{1,2}[）)]|\d{1,2}[、．]"
    r"|\d{1,2}\.(?!\d)|[①-⑳]|#{1,6} )"
)
SCRIPT_HEAD = regex.compile(
    rf"^《[^《》]{{2,14}}》\p{{Han}}{{0,8}}[ \u3000]+{DATE}[^，。]{{0,16}}$"
)
"""The name of a programme and its day over a script."""
SENTENCE_MARK = regex.compile(r"[，。；：、“！？]")
SHOWS = regex.compile(r"(?:^|[。；])图为[^。]{2,40}。?$")
SPEECH = regex.compile(r"^(?:记者|主持人|问|答|嘉宾|编辑|\p{Han}{2,4})[：:]")
SEGMENT = regex.compile(SEGMENT_MARK)
ITEM = regex.compile(r"^(?:[-*+•·‧–] |[-•·] ?\p{Han})")
SECOND = regex.compile(r"^[-–—](?=\p{Han})[^，。；：\d]{4,24}$")
"""A second title whose dash was recognised as a short one, and looks like an item of a list."""
KEYED = regex.compile(rf"^{ITEM_MARK} ?[^，。：:]{{2,14}}[：:][^，。]*\d")
"""An item of a list with a figure: ●规划面积：52平方公里."""
BULLETED = regex.compile(rf"^[{BULLETS}] ?(?=[^。]*\d)[^，；：。]{{4,}}[，；：][^，；：。]")
"""An item that says more than a heading does: ■ 40户企业产值增长3%，快于上年."""
LONGEST_HEADING = 60
UNDER, COLUMN = 1.4, 24.0
"""White over a heading within a text, and how far it is set in, in ems at most."""
HEADLINE_SIZE, HEADING_SIZE = 1.32, 1.2
"""Type of so many times the page's usual size is a headline's; is at least a heading's."""


class Sort(StrEnum):
    """What a paragraph is on the page."""

    BODY = "body"
    HEADING = "heading"
    BYLINE = "byline"
    CREDIT = "credit"
    CAPTION = "caption"
    FURNITURE = "furniture"


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the clean page. Widths in em, lines raw and 1-based."""

    index: int
    span: Span
    text: str
    sort: Sort
    first_line: int
    last_line: int
    first_width: float
    last_width: float
    doubled: bool
    size: float
    """Its type, in times the page's usual one; 0 where that is not known (text pages)."""
    despatch: bool
    numbered: bool
    under: bool = False
    """Printed right under the paragraph before it, in the same column (pages with a layout)."""
    listed: bool = False
    """A row of a table, or an item of a list of figures."""
    names: str | None = None
    tail: int | None = None
    """Where, in `text`, a byline or credit behind the last sentence begins."""


@cache
def _despatch() -> regex.Pattern[str]:
    agency = alternatives(of_use("opener"))
    return regex.compile(
        rf"^[【（(\[]?据?{agency}(?:\p{{Han}}{{0,4}}讯(?!息)|[\p{{Han}}\d]{{0,10}}日(?:电|讯|消息)"
        rf"|(?:电|消息)(?:[】）)\]：:（(]|$))"
        r"|^【[^】]{1,20}(?:讯|訊|报导|報導|报道|報道|电|電|消息)】"
        rf"|{DESPATCH}"
    )


@cache
def _on_air() -> regex.Pattern[str]:
    return regex.compile(alternatives(of_use("broadcast")))


@cache
def _item() -> regex.Pattern[str]:
    """首先来看经济。 下面关注汛情。 最后是体育消息。"""
    return regex.compile(
        rf"^{alternatives(of_use('item'))}[^，。：]{{0,4}}?"
        r"(?:看|说|听|讲|聊|关注|了解|是|请|来到|播送|走进|转向|投向|放到|一条)[^，。：]{0,12}[，。：]"
    )


@cache
def _caption() -> regex.Pattern[str]:
    return regex.compile("^[▲△▼←→↑↓]?" + alternatives(of_use("caption")))


@cache
def _furniture() -> regex.Pattern[str]:
    return regex.compile(
        "^"
        + alternatives(of_use("furniture"))
        + r"(?:[：: \u3000]|\p{Han}{0,4}[：:]|[^，。]{0,40}$)"
    )


def is_dateline(text: str) -> bool:
    """Does a line only say when and where a text came out, as stands under a headline?"""
    dated = DATE_ONLY.match(text) or _KEPT_UNDER.match(text) or _DATED.fullmatch(text)
    return dated is not None


def is_furniture(text: str) -> bool:
    """Masthead, page number, imprint or notice of the paper: not part of any article."""
    if len(text) > 80:
        return False
    if PAGE_LABEL.match(text) or is_dateline(text):
        return True
    if text.endswith("。") and len(text) > 40:
        return False
    if SCRIPT_HEAD.match(text):
        return True
    if _furniture().match(text):
        return True
    marks = MASTHEAD_MARK.findall(text)
    rest = MASTHEAD_MARK.sub("", text)
    if marks and not regex.search(r"[，。；！？]", text):
        if len(marks) > 1 and len(rest.strip()) <= 24:
            return True
        if regex.search(r"(?:星期|周)[一二三四五六日天]", text) and len(rest) <= 24:
            return True
    return bool(NOTICE_FOOT.search(text)) and not text.endswith("。")


def _is_caption(text: str) -> bool:
    if len(text) > 400:
        return False
    if _caption().match(text):
        return True
    credit = text.endswith(("摄", "摄）", "摄影", "图", "图）", "报道")) or "图片来源" in text
    if (
        credit
        and tail_credit(text)
        and (text.endswith(("摄", "摄）", "摄影", "供图", "供图）")) or "图片来源" in text)
    ):
        return True
    return "图为" in text and bool(SHOWS.search(text))


_IN_HALVES = regex.compile(r"[^，。；\s\u3000]{4,}[ \u3000][^，。；\s\u3000]{4,}[！？!?]")
"""多省公布增速目标 透露哪些信号？: two halves with a gap between, as only headlines are set."""


def _exclaims(text: str) -> bool:
    """A headline that ends as a question or a call does."""
    short = len(text) <= 24 and "，" not in text[:-1][-12:]
    return text[-1] in "！？!?" and (short or _IN_HALVES.fullmatch(text) is not None)


def _sort(text: str, doubled: bool, despatch: bool, large: bool = False) -> Sort:
    """large: in the type of headlines, in which no writer is named (简讯 could be a name)."""
    if despatch:
        return Sort.BODY
    if _KEPT_FROM.search(text) and byline_of(text):
        return Sort.BYLINE
    if is_furniture(text):
        return Sort.FURNITURE
    if SEGMENT.match(text) and not ENDED.search(text[-8:]):
        return Sort.HEADING
    if credit_of(text):
        return Sort.CREDIT
    if byline_of(text) and not large:
        return Sort.BYLINE
    if _is_caption(text):
        return Sort.CAPTION
    if doubled:
        return Sort.HEADING
    ended = ENDED.search(text[-8:])
    if LEADS.search(text) and len(text) <= LONGEST_HEADING and "。" not in text:
        return Sort.HEADING
    if ended and not _exclaims(text):
        return Sort.BODY
    if KEYED.match(text) or BULLETED.match(text):
        return Sort.BODY
    if tail_byline(text) or ITEM.match(text) or (ended and SPEECH.match(text)):
        return Sort.BODY
    if len(text) > LONGEST_HEADING or "。" in text:
        return Sort.BODY
    return Sort.HEADING


def paragraphs(page: Page, clean: Clean) -> list[Paragraph]:
    """The paragraphs of a clean page, in its order, each with what it seems to be."""
    body = clean.body
    starts = line_starts(page.text)
    doubled = sorted(change.start for change in clean.changes if change.step == "undouble")
    usual = _type(page, 0, len(page.text))
    found: list[Paragraph] = []
    position = 0
    tabled = [table.span for table in grid.tables(body.text)]
    on_air = _on_air().search(body.text) is not None
    for text in body.text.split("\n"):
        size = len(text)
        if text.strip():
            lead = size - len(text.lstrip())
            bare = text.strip()
            span = Span(position + lead, position + lead + len(bare))
            raw_first = body.origin[span.start]
            raw_last = body.origin[span.end - 1]
            first = line_of(page.text, raw_first)
            last = line_of(page.text, raw_last)
            place = bisect_left(doubled, raw_first)
            bold = place < len(doubled) and doubled[place] <= raw_last
            despatch = bool(_despatch().match(bare)) or (on_air and bool(_item().match(bare)))
            large = _type(page, raw_first, raw_last + 1) / usual if usual else 0.0
            sort = _sort(bare, bold or large > HEADING_SIZE, despatch, large > HEADLINE_SIZE)
            second = sort is Sort.BODY and bool(found) and SECOND.match(bare) is not None
            if second and found[-1].sort is Sort.HEADING and found[-1].size > HEADLINE_SIZE:
                sort = Sort.HEADING
            rows = _in_rows(span, tabled)
            if rows:
                sort, despatch = Sort.BODY, False  # 12 alone is no number of a page
            paragraph = Paragraph(
                index=len(found),
                span=span,
                text=bare,
                sort=sort,
                first_line=first,
                last_line=last,
                first_width=_width(page.text, starts, first, min(last, first + 3)),
                last_width=_width(page.text, starts, max(first, last - 5), last),
                doubled=bold,
                size=large,
                despatch=despatch,
                numbered=bool(NUMBERED.match(bare)),
                under=bool(found) and _under(page, starts, found[-1].last_line, first),
                listed=rows or bool(KEYED.match(bare)),
            )
            if not rows:
                _read_names(paragraph)
            found.append(paragraph)
        position += size + 1
    return found


def _in_rows(span: Span, tabled: list[Span]) -> bool:
    """Is a line a row or the heads of a table? Its title stays a heading."""
    at = bisect_right(tabled, span.start, key=lambda table: table.start) - 1
    return at >= 0 and span.end <= tabled[at].end


def _type(page: Page, start: int, end: int) -> float:
    """The size of the type between two raw places, 0 where it is not known.

    Chinese characters are as wide as they are high, and their boxes as wide in every font.
    """
    if page.layout is None:
        return 0.0
    wide = sorted(
        box.right - box.left
        for character, box in zip(page.text[start:end], page.layout.boxes[start:end], strict=True)
        if box is not None and "\u4e00" <= character <= "\u9fff"
    )
    return wide[len(wide) // 2] if wide else 0.0


def _under(page: Page, starts: tuple[int, ...], above: int, line: int) -> bool:
    """Whether a raw line is printed under another one of the same column, with little white."""
    if page.layout is None:
        return False
    upper, lower = (_hull(page, starts, number) for number in (above, line))
    if upper is None or lower is None:
        return False
    em = upper.bottom - upper.top
    white = lower.top - upper.bottom
    return -0.5 * em < white < UNDER * em and -em < lower.left - upper.left < COLUMN * em


def _hull(page: Page, starts: tuple[int, ...], line: int) -> Box | None:
    """Where a raw line is printed."""
    assert page.layout is not None
    end = starts[line] if line < len(starts) else len(page.text)
    boxes = [box for box in page.layout.boxes[starts[line - 1] : end] if box is not None]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _read_names(paragraph: Paragraph) -> None:
    text = paragraph.text
    if paragraph.sort is Sort.BYLINE:
        paragraph.names = byline_of(text)
    elif paragraph.sort is Sort.CREDIT:
        paragraph.names = credit_of(text)
    elif paragraph.sort in (Sort.BODY, Sort.CAPTION):
        tail = tail_credit(text) if paragraph.sort is Sort.CAPTION else tail_byline(text)
        if tail and tail.start > 0:
            paragraph.names, paragraph.tail = tail.names, tail.start


def _width(raw: str, starts: tuple[int, ...], first: int, last: int) -> float:
    """Width of the widest of some raw lines, in em."""
    end = starts[last] if last < len(starts) else len(raw)
    lines = raw[starts[first - 1] : end].replace(" ", "").replace("\u3000", "").split("\n")
    return max(len(line.encode("gbk", "replace")) for line in lines) / 2
