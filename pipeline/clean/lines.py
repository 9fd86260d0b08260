"""The lines of a page as `wrapping` weighs them: width, ending, opening, what each stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from pipeline import patterns as regex
from pipeline.clean.edits import State
from pipeline.marks import DATED, DESPATCH, HEAD_LINES, SEGMENT, TO_PAGE
from pipeline.tables import alternatives, rows, surnames

CONTENT = regex.compile(r"[^\n]+")
CLOSERS = r"”’」』】〕）》)\]\""
ENDED = regex.compile(
    rf"[。！？!?…](?:[{CLOSERS}])*$|(?<=[\p{{Han}}%）)])\.[{CLOSERS}]*$|——$|{TO_PAGE}$"
)
OPEN_END = regex.compile(r"[，、“‘（《〈【〔\[,\u2043\u00ad]$|(?<=[A-Za-z0-9])-$")
_POINT_END = regex.compile(r"[\p{Han}\]）)]\s?\d{1,4}\.$")
_DECIMALS = regex.compile(r"\d{1,3}(?:[%‰万亿]|\p{Han})")
"""The rest of a number that was broken behind its point: 31.|7万辆."""
_DIGITS_END = regex.compile(r"\p{Han}[^\s]{0,6}\d$")
_DIGITS_REST = regex.compile(
    r"\.\d|(?!(?:19|20)\d\d年|\d{1,2}月|\d{1,2}[、．)）])[\d,]{1,9}(?:\.\d+)?[%‰\p{Han}]"
)
"""A number broken at the line end: 生产总值4|186.3亿元, 增长7|.0%."""
MEASURE = regex.compile(
    r"[万亿%‰千百]|[个家元吨人户件台套辆米项亩种类名位条座次倍](?!\p{Han}{0,6}[：:])|公里|公斤|平方"
)
"""What a number goes on with at the beginning of the next line."""
CLOSED_START = regex.compile(
    r"^[，。、；：！？）》〉】〕\]”’%‰](?!\s)|^(?![一二三四五六七八九十甲乙丙丁])\p{Han}[，、；。）》”]"
)
TAIL_NAME = regex.compile(
    rf"(?:[。！？…{CLOSERS}]|(?<=[\p{{Han}}%])\.)[ \u3000]+(\p{{Han}}{{2,4}})$"
)
TAIL_BYLINE = regex.compile(
    rf"[。！？….{CLOSERS}]\s*[（(]\s*(?:[\p{{Han}}]{{0,4}}(?:记者|通讯员|作者|责编|编辑)[：:]?\s?)?"
    r"\p{Han}[\p{Han} \u3000、]{1,14}[）)]$"
)
_BROKEN_NAME = regex.compile(r"[。！？”][ \u3000]+\p{Han}{1,2}$")
_BRACKET_ROLE = regex.compile(
    r"[。！？”][（(](?:[\p{Han}]{0,4}(?:记者|記者|通讯员|通訊員))?(?:\p{Han}{0,3})?$"
)
_BRACKET_REST = regex.compile(r"[ \u3000]?\p{Han}{1,4}(?:[ \u3000、]\p{Han}{2,4}){0,3}[）)]")
_SIGNED = regex.compile(
    r"[。！？”）][ \u3000]*[□■●◆◎◇○][ \u3000]*\p{Han}{0,4}"
    r"(?:记者|記者|通讯员|通訊員)?[ \u3000：:/]*"
    r"\p{Han}{2,4}(?:[ \u3000、]\p{Han}{2,4}){0,3}$"
)
_ROLE_TAIL = regex.compile(
    rf"(?:[。！？…{CLOSERS}])[ \u3000]+\p{{Han}}{{0,4}}(?:记者|記者|通讯员|通訊員|特派员|"
    rf"特約撰稿|撰稿)[ \u3000：:/]*"
    r"\p{Han}{2,5}(?:[ \u3000、]+(?:通讯员|通訊員|记者)?[ \u3000]*\p{Han}{2,5}){0,3}$"
)
_NAME_REST = regex.compile(r"\p{Han}{1,2}")
HEADING = regex.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节部分篇]\s?|[（(]?[一二三四五六七八九十]{1,3}[、）)])[^，。；：！？]{2,20}$"
)
"""A numbered heading: it is never part of a sentence."""
TITLE_LINE = regex.compile(
    r"^[^，。；！？：]{4,40}(?:公报|快报|简报|公告|通告|通知|报告|办法|决定|意见|方案|条例|规划|纲要|细则|倡议书)(?:[（(][^（）()]{1,12}[）)])?$"
)
"""The name of a document on a line of its own."""
MONTH_LINE = regex.compile(r"^[（(][12]\d{3}年\d{1,2}月(?:\d{1,2}日)?[）)]$")
ROLE_END = regex.compile(r"(?:记者|通讯员|实习生)$")
BRACKETED = regex.compile(
    r"^[（(\[【](?:\p{Han}{0,5}(?:记者|通讯员|实习生)[ \u3000：:]?)?\p{Han}{2,4}"
    r"(?:[ \u3000、]\p{Han}{1,4}){0,6}[）)\]】]$"
)
NUMBERED = regex.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节条部篇]|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
    r"|[（(]\d{1,2}[）)]|\d{1,2}[、．]|\d{1,2}\.(?!\d)|[①-⑳]|#{1,6} )"
)
DATE_LINE = regex.compile(
    r"\d{4}\s*年\s*[\dOolI]{1,2}\s*月\s*[\dOolI]{1,2}\s*日|星期[一二三四五六日天]|第\s*[\dA-D]{1,3}\s*版"
)
SENTENCE_MARK = regex.compile(r"[，。；：、“！？,;]")
SPACED = regex.compile(r"(?<=[\p{Han}，。、；：”）]) (?=[\p{Han}“（])")
HAN = regex.compile(r"\p{Han}")

LAST_MARKS = "。！？!?….—版" + CLOSERS.replace("\\", "")


@dataclass(slots=True)
class Line:
    """A line with something on it. Widths in em; `gap`: blank lines above."""

    start: int
    end: int
    text: str
    width: float
    indent: int
    gap: int
    spaced: bool
    ended: bool
    doubled: bool
    opens: bool
    despatch: bool
    alone: bool
    named: bool
    runs_on: bool = False
    stops: bool = False
    """Running text: a stop comes before the next certain beginning or end of a text."""


@cache
def words_of(use: str) -> tuple[str, ...]:
    """The words of `byline_words.csv` with this use."""
    return tuple(row["word"] for row in rows("byline_words.csv") if row["use"] == use)


@cache
def _despatch() -> regex.Pattern[str]:
    """本报讯, 新华社北京4月7日电 and their like."""
    agency = alternatives(words_of("opener"))
    return regex.compile(
        rf"^[【（(\[]?据?{agency}(?:\p{{Han}}{{0,4}}讯(?!息)|[\p{{Han}}\d]{{0,10}}日(?:电|讯|消息)"
        rf"|(?:电|消息)(?:[】）)\]：:（(]|$))"
        r"|^【[^】]{1,20}(?:讯|訊|报导|報導|报道|報道|电|電|消息)】"
    )


@cache
def _opening() -> regex.Pattern[str]:
    """What only the first line of a paragraph begins with."""
    mark = alternatives(words_of("mark"))
    role, furniture = alternatives(words_of("role")), alternatives(words_of("furniture"))
    caption = alternatives(words_of("caption"))
    return regex.compile(
        rf"^(?:{mark}|{role}[\s：:]|{furniture}|{caption}"
        rf"|(?:供图|图片来源|图片|来源|摄影|制图)[：:])"
    )


@cache
def _tag() -> regex.Pattern[str]:
    """The part of a script in brackets that a paragraph begins with: 【同期声　…】."""
    return regex.compile(rf"^【{alternatives(words_of('tag'))}[】 \u3000：:]")


_UNLISTED = regex.compile(DESPATCH)
_SPEAKER = regex.compile(
    r"^(?:(?:主持人|记者|提问者|嘉宾|网友|听众|观众)[ \u3000]?\p{Han}{0,4}"
    r"|\p{Han}{2,10}记者[ \u3000]\p{Han}{2,4}|[问答])[：:]"
)
"""Who speaks, at the head of a paragraph of a transcript."""
_TURN = regex.compile(r"\p{Han}{2,4}[：:]")


@cache
def _segment() -> regex.Pattern[str]:
    return regex.compile(SEGMENT)


@cache
def _screen() -> regex.Pattern[str]:
    """Names that are shown, which no sentence goes on from: 【字幕】本台记者　…."""
    return regex.compile(r"^【[^】]{0,4}(?:字幕|落款|署名)】[^。，]{2,40}$")


@cache
def _first_characters() -> frozenset[str]:
    """What an opening line can begin with: a quick look before the patterns."""
    uses = ("opener", "mark", "role", "furniture", "caption", "credit")
    return frozenset(word[0] for use in uses for word in words_of(use)) | frozenset("【（([据")


_UNDER = regex.compile(
    rf"{DATED}|(?:[\p{{Han}}A-Za-z]{{2,8}})?(?:记者|記者|编译|編譯|特派员|特派員)"
    r"[/／：: \u3000]?\p{Han}{2,4}(?:[ 、/／]\p{Han}{2,4}){0,3}"
)
_ON_WEB = r"(?:发布|发表|更新|发稿|刊发)(?:时间|日期)[：:]\s?"
_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_STAMP = regex.compile(
    rf"{_ON_WEB}(?:{_DAY}|$)|{_DAY}(?:[ \u3000]+\d{{1,2}}[:：]\d{{2}}|[ \u3000]*(?:来源|稿源|$))"
)
"""When a text was put on the web, below its headline: 2023-07-10 06:14 来源：…, 发布时间：…."""
_STAMP_BROKEN = regex.compile(rf"(?:{_ON_WEB})?{_DAY}[ \u3000]\p{{Han}}{{0,6}}$")
_SOURCE_REST = regex.compile(r"\p{Han}{1,8}[报社网台刊]?$")
"""The name of a source that goes on in the next line."""
_SOURCE_END = regex.compile(
    r"(?:[:：]\d\d)?[ \u3000]*(?:来源|稿源)[：:][ \u3000]*\p{Han}{2,10}"
    r"(?:[ \u3000]*(?:责任)?(?:编辑|责编|作者)[：:][ \u3000]*\p{Han}{2,4})?$"
)
_STAMP_REST = regex.compile(r"[:：]\d\d|(?:来源|稿源|作者|(?:责任)?编辑)[：:]")
_DASHED = regex.compile(r"^[—―]{1,2}[^，。；！？：—]{4,40}$")


def _stamp_goes_on(stamp: Line, line: Line) -> bool:
    """Does a line go on with when and from where a text was put on the web?"""
    broken = _STAMP_BROKEN.match(stamp.text) is not None
    return _STAMP_REST.match(line.text) is not None or (
        broken and _SOURCE_REST.match(line.text) is not None
    )


def _may_head(line: Line) -> bool:
    """A short line without commas and stops, as a headline is."""
    return len(line.text) <= 28 and not line.ended and not regex.search(r"[，。；]", line.text)


def _standing_alone(text: str) -> bool:
    """Lines that are a paragraph whatever stands around: mastheads, bylines, credits."""
    if len(text) > 60:
        return False
    if HEADING.match(text) or MONTH_LINE.match(text):
        return True
    if _segment().match(text) or _screen().match(text):
        return not _has_ended(text)
    if text[0] in "▶►▷□" or (text[-1] in "）)】]" and BRACKETED.match(text)):
        return True
    if text.endswith(("摄", "/文", "供图")) and len(text) > 3:
        return not SENTENCE_MARK.search(text)
    if _has_ended(text):
        return False
    marks = DATE_LINE.findall(text)
    if not marks:
        return False
    rest = DATE_LINE.sub("", text)
    return len(rest.strip()) <= (3 if len(marks) == 1 else 20)


def read_lines(state: State) -> list[Line]:
    """The lines of the text that hold anything, measured."""
    text, origin = state.body.text, state.body.origin
    doubled = {
        bisect_left(origin, change.start) for change in state.changes if change.step == "undouble"
    }
    found: list[Line] = []
    previous = -1
    number = -1
    for raw in CONTENT.finditer(text):
        whole = raw.group()
        bare = whole.strip()
        if not bare:
            continue
        number = text.count("\n", 0 if previous < 0 else previous, raw.start())
        indent = len(whole) - len(whole.lstrip())
        start = raw.start() + indent
        end = start + len(bare)
        spaces = bare.count(" ")
        opening = bare[0] in _first_characters()
        head = bare[:60].replace(" ", "").replace("\u3000", "")
        despatch = bool((opening and _despatch().match(head)) or _UNLISTED.match(head))
        wide = len(bare.encode("gbk", "replace")) / 2 - 0.25 * spaces
        if bare[-1] == "\u00ad":
            wide -= 1
        found.append(
            Line(
                start=start,
                end=end,
                text=bare,
                width=wide,
                indent=indent,
                gap=max(0, number - 1) if previous >= 0 else 0,
                spaced=spaces > 3 and len(SPACED.findall(bare)) >= 0.15 * len(bare),
                ended=_has_ended(bare),
                doubled=False,
                opens=despatch
                or (opening and bool(_opening().match(bare) or _tag().match(bare)))
                or _SPEAKER.match(bare) is not None,
                despatch=despatch,
                alone=_standing_alone(bare),
                named=_ends_with_name(bare),
            )
        )
        previous = raw.end()
    for place, (first, second) in enumerate(pairwise(found)):
        below = place < HEAD_LINES or first.gap or second.gap
        if below and not first.ended and _UNDER.fullmatch(second.text):
            second.alone = True  # when, where and by whom, below a headline
            continue
        if _STAMP.match(second.text):
            second.opens = True
            continue
        if _STAMP.match(first.text) or _SOURCE_END.match(first.text):
            first.runs_on = _stamp_goes_on(first, second)
            second.opens = second.opens or not first.runs_on
            continue
        if _DASHED.match(second.text) and not second.ended and _may_head(first):
            second.alone = True  # a second headline: ——记者走访…
            continue
        first.runs_on = _runs_on(first, second)
        if _BROKEN_NAME.search(first.text[-6:]) and _NAME_REST.fullmatch(second.text):
            # a writer's name behind the last stop, broken at the line end
            first.runs_on, first.ended, second.named, second.opens = True, False, True, False
        elif _BRACKET_ROLE.search(first.text[-12:]) and _BRACKET_REST.fullmatch(second.text):
            first.runs_on, first.ended, second.named, second.opens = True, False, True, False
    _open_turns(found)
    _keep_rundown(found)
    if _on_air().search(text):
        for line in found:
            line.opens = line.opens or _item().match(line.text) is not None
    if doubled:
        starts = [line.start for line in found]
        for place in doubled:
            found[bisect_right(starts, place) - 1].doubled = True
    return found


def _open_turns(lines: list[Line]) -> None:
    """Lines behind a stop that begin with a name and a colon, as others do: speakers' turns."""
    turns = [
        (second, turn.group())
        for first, second in pairwise(lines)
        if first.ended and (turn := _TURN.match(second.text))
    ]
    often = Counter(name for _, name in turns)
    for line, name in turns:
        if often[name] > 1:
            line.opens = True


@cache
def _announces() -> regex.Pattern[str]:
    return regex.compile(alternatives(words_of("rundown")) + r"[。：:]?$")


@cache
def _on_air() -> regex.Pattern[str]:
    """Shows that a page is a script read on air."""
    return regex.compile(alternatives(words_of("broadcast")))


@cache
def _item() -> regex.Pattern[str]:
    """首先来看经济。 再来说说出行。: what an item of a broadcast begins with."""
    return regex.compile(
        rf"^{alternatives(words_of('item'))}[^，。：]{{0,4}}?"
        r"(?:看|说|听|讲|聊|关注|了解|是|请|来到|播送|走进|转向|投向|放到|一条)[^，。：]{0,12}[，。：]"
    )


def _keep_rundown(lines: list[Line]) -> None:
    """The items of a broadcast, listed behind 内容提要, stand alone: each is a headline."""
    for place, line in enumerate(lines):
        if not _announces().search(line.text[-16:]):
            continue
        items = list(
            takewhile(lambda one: not one.ended and "。" not in one.text, lines[place + 1 :])
        )
        if len(items) < 2 or len(items) > 20:
            continue
        line.alone = True
        for item in items:
            item.alone, item.runs_on = True, False


def _runs_on(first: Line, second: Line) -> bool:
    """Whether the sentence certainly goes on behind the line end."""
    if second.opens:
        return False
    if _POINT_END.search(first.text[-10:]) and _DECIMALS.match(second.text):
        return True
    if _is_broken_number(first, second):
        return True
    return bool(
        OPEN_END.search(first.text[-2:])
        or CLOSED_START.match(second.text)
        or (len(second.text) <= 6 and ROLE_END.search(first.text[-4:]))
    )


def _is_broken_number(first: Line, second: Line) -> bool:
    """Digits at the end of one line of a column and at the beginning of the next, within a text."""
    if _DIGITS_END.search(first.text[-9:]) and MEASURE.match(second.text):
        return SENTENCE_MARK.search(first.text) is not None
    rest = _DIGITS_REST.match(second.text)
    if rest is None or not _DIGITS_END.search(first.text[-9:]):
        return False
    if rest.group().startswith("."):
        return True
    text = SENTENCE_MARK.search(second.text) is not None and len(HAN.findall(first.text)) > 5
    return text and (abs(first.width - second.width) <= 2.5 or second.ended)


def _has_ended(text: str) -> bool:
    return text[-1] in LAST_MARKS and bool(ENDED.search(text[-8:]))


def _ends_with_name(text: str) -> bool:
    """Whether a byline or credit ends the text, which therefore ends here."""
    if text[-1] in "）)":
        return bool(TAIL_BYLINE.search(text[-40:]))
    if _SIGNED.search(text[-32:]) or _ROLE_TAIL.search(text[-32:]):
        return True
    if text.endswith(("摄", "供图")) and SENTENCE_MARK.search(text):
        return True
    tail = TAIL_NAME.search(text[-12:])
    return tail is not None and tail.group(1) not in _not_names()


_BARE_NAME = regex.compile(r"[。！？”]\p{Han}{2,3}\Z")


def is_signed(text: str) -> bool:
    """May a name that nothing parts from the last stop end a line: …增长17.4%。某某某?"""
    bare = _BARE_NAME.search(text[-4:])
    return bare is not None and bare.group()[1] in surnames()


@cache
def _not_names() -> frozenset[str]:
    return frozenset(words_of("notname"))
