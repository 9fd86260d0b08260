"""Paragraphs → drafts of articles: where one text ends, where a heading is inside one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from pipeline import patterns as regex
from pipeline.articles.bylines import of_use
from pipeline.articles.matching import coverage
from pipeline.articles.paragraphs import (
    ENDED,
    FROM_PAGE,
    HEADLINE_SIZE,
    NUMBERED,
    SEGMENT,
    SENTENCE_MARK,
    TO_PAGE,
    Paragraph,
    Sort,
    is_dateline,
)

LABEL = 10
"""A heading of at most so many characters without number or comma names a section, no news."""
LONG = 12
"""A heading of more characters says more than most of those of sections do."""
HEADLINE = 18
"""A heading of so many characters is hardly that of a section."""
SECTION_NAME = 6
"""A heading of at most so many characters may name the page's section (要闻, 02产经)."""
UNLIKE = 0.15
"""Lines of one heading differ in size by so much at most."""
ITEMS, ITEM_HEADLINE = 3, 8
"""So many short texts stand under the name of a column at least; so long are their headlines."""
DIGIT = regex.compile(r"\d")
DASHED = regex.compile(r"^[—―]{1,2}(?=\p{Han})")
DOCUMENT = regex.compile(
    r"^[^，。；：]{4,30}(?:统计公报|工作报告|发展公报|实施方案|实施意见|行动计划|管理办法|发展规划|规划纲要)"
    r"(?:[（(\[][^（）()]{1,12}[）)\]])*$"
)
"""The title of a document opens it, whatever stands above."""
PROFILE = regex.compile(r"\A\p{Han}{3,24}(?:简介|概况|简况|概览|介绍)\Z")
"""The headline of a text about one place or firm, as often as it stands on a page."""
NEWS = regex.compile(
    r"(?:近日|日前|昨日|昨天|今日|今天|(?:20\d\d年)?\d{1,2}月\d{1,2}日|记者(?:从|日前|近日|昨日)|在刚刚过去的"
    r"|据\p{Han}{2,10}(?:消息|报道)|(?:来源|稿源)[：:])"
)
"""When something happened or who tells it, at the head of a piece of news."""
NEWS_LEAD = 300
QUIET_END = regex.compile(r"[：:]$")


@dataclass(slots=True)
class Heading:
    """One heading, printed over one line or more."""

    parts: list[Paragraph]
    text: str
    above: int | None = None
    """The draft whose first paragraph follows it."""

    @property
    def doubled(self) -> bool:
        """Printed bold, which headlines are before anything else."""
        return any(part.doubled for part in self.parts)

    @property
    def size(self) -> float:
        """Its largest type, in times the page's usual one; 0 where that is not known."""
        return max(part.size for part in self.parts)

    @property
    def label(self) -> bool:
        """A name or a catchword rather than a piece of news."""
        return (
            len(self.text) <= LABEL
            and not self.doubled
            and not DIGIT.search(self.text)
            and not SENTENCE_MARK.search(self.text)
        )


@dataclass(slots=True)
class Draft:
    """An article in the making. `inner`: the headings in its text, by paragraph index."""

    body: list[Paragraph] = field(default_factory=list)
    inner: dict[int, Heading] = field(default_factory=dict)
    bylines: list[Paragraph] = field(default_factory=list)
    credits: list[Paragraph] = field(default_factory=list)
    headline: Heading | None = None
    kickers: list[Heading] = field(default_factory=list)
    caption: bool = False
    ended: bool = False
    item: bool = False
    """One of several short texts under the name of a column (简讯, 要闻速览)."""

    @property
    def text(self) -> str:
        """The text of the body."""
        return "".join(paragraph.text for paragraph in self.body)

    @property
    def signed(self) -> bool:
        """Whether somebody is named as its writer."""
        return bool(self.bylines) or any(part.tail is not None for part in self.body)


@dataclass(slots=True)
class Sorted:
    """The paragraphs of a page, put together."""

    drafts: list[Draft]
    loose: list[Heading]
    """Headings that stand in no text: headlines, kickers, and what else is printed large."""
    credits: list[Paragraph]
    bylines: list[Paragraph]
    furniture: list[Paragraph]


def headings(parts: list[Paragraph], spread: bool) -> list[Heading]:
    """Heading paragraphs that follow each other, those of one heading put together.

    spread: the page has blank lines between lines, so that lines without one belong together.
    """
    found: list[Heading] = []
    for part in parts:
        last = found[-1].parts[-1] if found else None
        if last is not None and _goes_on(last, part, spread):
            heading = found[-1]
            joint = "" if QUIET_END.search(heading.text) else " "
            heading.parts.append(part)
            heading.text += joint + part.text
        else:
            found.append(Heading([part], part.text))
    return found


def _goes_on(first: Paragraph, second: Paragraph, spread: bool) -> bool:
    if second.index != first.index + 1 or NUMBERED.match(second.text):
        return False
    if QUIET_END.search(first.text):
        return len(first.text) <= 30 and not QUIET_END.search(second.text)
    if first.doubled != second.doubled or ENDED.search(first.text):
        return False
    if first.size and abs(second.size / first.size - 1) > UNLIKE:
        return False
    short = len(first.text) <= 12 and len(second.text) <= 12
    if DIGIT.search(first.text + second.text) and not first.doubled:
        short = False
    return short and spread and second.first_line == first.last_line + 1


def _is_spread(paragraphs: list[Paragraph]) -> bool:
    """Whether most paragraphs are parted by blank lines."""
    gaps = [second.first_line - first.last_line for first, second in pairwise(paragraphs)]
    return bool(gaps) and sum(gap > 1 for gap in gaps) > 0.5 * len(gaps)


def group(paragraphs: list[Paragraph]) -> Sorted:
    """Goes through a page once and puts each paragraph into a draft or among the loose parts."""
    result = Sorted([], [], [], [], [])
    spread = _is_spread(paragraphs)
    current: Draft | None = None
    waiting: list[Paragraph] = []
    signed: list[Paragraph] = []
    dated = False
    several = sum(part.despatch for part in paragraphs) + sum(
        part.tail is not None or (part.sort is Sort.BYLINE and not above.despatch)
        for above, part in zip([*paragraphs[:1], *paragraphs], paragraphs, strict=False)
    )
    kept = _datelines(paragraphs)
    for position, part in enumerate(paragraphs):
        if part.sort is Sort.FURNITURE:
            result.furniture.append(part)
            dated = dated or (bool(waiting) and is_dateline(part.text))
            if current is not None and TO_PAGE.search(part.text):
                current.ended = True
        elif part.sort is Sort.CREDIT:
            result.credits.append(part)
        elif part.sort is Sort.CAPTION:
            result.drafts.append(Draft([part], caption=True))
        elif part.sort is Sort.HEADING:
            waiting.append(part)
        elif part.sort is Sort.BYLINE:
            opens = _opens_text(paragraphs, position)
            if current is not None and not (waiting and opens):
                current.bylines.append(part)
                current.ended = not _only_announced(current)
            else:
                signed.append(part)
        else:
            lead_in = _lead_in(waiting, part)
            top = current is None or current.ended or part.despatch
            found = headings(waiting, spread or top)
            waiting = []
            headed = bool(found) and (bool(signed) or dated)
            dated = False
            ended = current is None or current.ended or headed
            other = not found and not spread and _opens_another(current, part)
            resumed = FROM_PAGE.match(part.text) is not None
            if (
                current is None
                or ended
                or part.despatch
                or other
                or resumed
                or _is_notice(current, part)
            ):
                new = True
            elif found and kept and found[-1].size <= HEADLINE_SIZE and not found[-1].doubled:
                new = False  # each text of the page has its dateline below the headline
            elif found:
                ahead = _text_ahead(paragraphs, position)
                at = len(result.drafts) - 1
                over = "".join(one.text for one in result.loose if one.above == at)
                new = (
                    _is_boxed(found[-1].text) and _is_sheet(paragraphs, position)
                ) or _begins_article(
                    found, current, over, ahead, several > 1, not spread and _apart(found, current)
                )
            else:
                new = False
            item = _is_item(found, current, paragraphs, position)
            if new or item or current is None:
                current = Draft(bylines=signed, item=item)
                signed = []
                result.drafts.append(current)
                if item:
                    current.headline = found.pop()
                if found and found[-1].parts[0].numbered:
                    heading = found.pop()
                    current.inner[heading.parts[0].index] = heading
                if found and not item and _touch(paragraphs, found[-1].parts[-1].index, position):
                    for heading in found:
                        heading.above = len(result.drafts) - 1
                    found = _by_size(current, found)
                result.loose += found
            elif found:
                _take_in(result, current, found, part)
            current.body += [*lead_in, part]
            current.ended = part.tail is not None or TO_PAGE.search(part.text) is not None
    result.loose += headings(waiting, spread)
    result.bylines = signed
    return result


def _datelines(paragraphs: list[Paragraph]) -> bool:
    """Whether several headings have right below them when their text came out."""
    below = sum(
        upper.sort is Sort.HEADING and lower.sort is Sort.FURNITURE and is_dateline(lower.text)
        for upper, lower in pairwise(paragraphs)
    )
    return below > 1


def _is_item(
    found: list[Heading], current: Draft | None, paragraphs: list[Paragraph], position: int
) -> bool:
    """Whether some headings open one of several short texts under the name of a column.

    The name is printed large, over the first of them: 简讯, then headline and text by turns, the
    headlines small and longer than those of sections. No text stands right under the name.
    """
    if not found or not 0 < found[-1].size <= HEADLINE_SIZE or NUMBERED.match(found[-1].text):
        return False
    if current is not None and current.item and found[0].size <= HEADLINE_SIZE:
        return all(heading.size <= HEADLINE_SIZE for heading in found)
    named = len(found) > 1 and found[-2].size > HEADLINE_SIZE
    if not named or len(found[-2].text) > SECTION_NAME or DASHED.match(found[-1].text):
        return False
    lengths = [len(found[-1].text)]
    for before, part in pairwise(paragraphs[position:]):
        if part.sort is Sort.HEADING:
            if part.size > HEADLINE_SIZE or before.sort is Sort.HEADING:
                break
            lengths.append(len(part.text))
        elif part.sort is not Sort.BODY:
            break
    lengths.sort()
    return len(lengths) >= ITEMS and lengths[len(lengths) // 2] >= ITEM_HEADLINE


def _only_announced(draft: Draft) -> bool:
    """新华社银川6月3日电 题：某某…: the line over a feature that its byline follows."""
    return (
        len(draft.body) == 1
        and draft.body[0].despatch
        and not ENDED.search(draft.body[0].text[-8:])
    )


def _by_size(draft: Draft, found: list[Heading]) -> list[Heading]:
    """Gives a text the largest heading right above it; the smaller ones beside that go with it.

    What is left are the headings before them, or all where the page does not tell sizes.
    """
    large = [heading for heading in found if heading.size > HEADLINE_SIZE]
    if not large:
        return found
    # The name of a section or page, however large, is no headline where there is another one.
    named = [heading for heading in large if len(heading.text) > SECTION_NAME]
    largest = max(named or large, key=lambda heading: heading.size)
    first = last = found.index(largest)
    while (
        first and _beside(found[first - 1], found[first]) and found[first - 1].size < largest.size
    ):
        first -= 1
    while last + 1 < len(found) and _beside(found[last], found[last + 1]):
        last += 1
    draft.headline = largest
    draft.kickers += [heading for heading in found[first : last + 1] if heading is not largest]
    return found[:first] + found[last + 1 :]


def _beside(upper: Heading, lower: Heading) -> bool:
    return lower.parts[0].index == upper.parts[-1].index + 1


def _lead_in(waiting: list[Paragraph], part: Paragraph) -> list[Paragraph]:
    """Takes a last line like 各位代表： or 主要指标如下： out of `waiting`: it is text."""
    if waiting and QUIET_END.search(waiting[-1].text) and not part.despatch:
        return [waiting.pop()]
    return []


def _touch(paragraphs: list[Paragraph], first: int, last: int) -> bool:
    """Whether only headings, date lines and bylines stand between two paragraphs."""
    between = (Sort.FURNITURE, Sort.BYLINE, Sort.HEADING)
    return all(part.sort in between for part in paragraphs[first + 1 : last])


def _opens_text(paragraphs: list[Paragraph], position: int) -> bool:
    """Whether a body paragraph without despatch opening follows a byline, or a kicker with one."""
    headings = 0
    for part in paragraphs[position + 1 :]:
        if part.sort is Sort.BODY:
            return True
        headings += part.sort is Sort.HEADING
        if part.sort not in (Sort.FURNITURE, Sort.BYLINE, Sort.HEADING) or headings > 1:
            return False
    return False


def _text_ahead(paragraphs: list[Paragraph], position: int) -> str:
    """The body from here to the next heading, byline or despatch."""
    texts: list[str] = []
    for part in paragraphs[position:]:
        if part.sort is not Sort.BODY or (texts and part.despatch) or len(texts) > 8:
            break
        texts.append(part.text)
    return "".join(texts)


def _is_notice(current: Draft, part: Paragraph) -> bool:
    """An official notice, or another text, set in another column width behind an article."""
    last = current.body[-1]
    if not ENDED.search(last.text) or part.numbered or part.last_line == part.first_line:
        return False
    wide = max(last.last_width, part.first_width)
    if min(last.last_width, part.first_width) < 8 or wide > 60:
        return False
    if abs(last.last_width - part.first_width) < 0.18 * wide:
        return False
    return is_notice(part.text)


def is_notice(text: str) -> bool:
    """An announcement of an authority or a company, not news."""
    return any(word in text for word in of_use("notice"))


def _opens_another(current: Draft | None, part: Paragraph) -> bool:
    """Whether a paragraph without a headline tells other news: 近日，… behind a blank line.

    It begins with when it happened, and has hardly a word of the text before.
    """
    if current is None:
        return False
    last = current.body[-1]
    return (
        part.first_line > last.last_line + 1
        and ENDED.search(last.text) is not None
        and NEWS.match(part.text) is not None
        and coverage(part.text[:NEWS_LEAD], current.text) < 0.2
    )


def _is_boxed(text: str) -> bool:
    """【数读…】, 数据速览: printed as the head of a box."""
    return _is_box(text) or (text.startswith(("【", "[")) and text.endswith(("】", "]")))


def _is_sheet(paragraphs: list[Paragraph], position: int) -> bool:
    """Figures in a list or table, with no text behind them."""
    end = position
    while end < len(paragraphs) and paragraphs[end].listed:
        end += 1
    if end - position < 2:
        return False
    return end == len(paragraphs) or paragraphs[end].sort is not Sort.BODY


def _apart(found: list[Heading], current: Draft) -> bool:
    """Whether blank lines part headings from the text before them."""
    return bool(current.body) and found[0].parts[0].first_line > current.body[-1].last_line + 1


def _begins_article(
    found: list[Heading], current: Draft, over: str, ahead: str, several: bool, apart: bool
) -> bool:
    """Whether the last of some headings in open text is the headline of a new article.

    It speaks of what follows and not of what went before; a heading of a section is short,
    numbered, or speaks of both.
    over: the headlines of the text before.  several: more than one text of the page is signed.
    apart: a blank line stands before it.
    """
    heading = found[-1]
    if len(found) > 1 and DASHED.match(heading.text):
        return True  # only the headline of a text has a second line behind a dash
    if any(DOCUMENT.search(one.text) or SEGMENT.match(one.text) for one in found):
        return True
    if any(one.size > HEADLINE_SIZE for one in found):
        return True
    if NUMBERED.match(heading.text) or len(found) > 3:
        return False
    if apart and PROFILE.match(heading.text) and PROFILE.match(over):
        return True
    if len(found) == 1 and _within(heading, current):
        return False
    numbered = [one for one in current.inner.values() if one.parts[0].numbered]
    if (
        len(numbered) > 1
        and len(heading.text) >= 8
        and current.inner[max(current.inner)].parts[0].numbered
    ):
        return True  # an unnumbered heading behind numbered sections opens another text
    after = coverage(heading.text, ahead)
    before = coverage(heading.text, over + current.text)
    if after >= 0.75 and before <= 0.15 and len(heading.text) >= 8:
        return True  # it says what follows, and nothing of what went before
    if heading.label:
        return False
    if len(heading.text) >= HEADLINE and before <= 0.2 and after > before:
        return True  # as long as no heading of a section is
    if len(heading.parts) > 1 and " " in heading.text and not heading.doubled:
        return False  # two short lines in a column are a heading of a section
    if current.inner and not heading.doubled and len(heading.text) <= 14:
        return False
    if len(found) == 2 and after >= 0.3 and before <= 0.05 and not current.inner:
        return True  # a kicker and a headline of their own
    least = 0.2 if several else 0.4 if apart and len(heading.text) > LONG else 0.55
    return after >= 0.35 and after - before >= least


def _within(heading: Heading, current: Draft) -> bool:
    """Whether small type right under a text whose headline is large heads a section of it."""
    large = current.headline is not None and current.headline.size > HEADLINE_SIZE
    return large and 0 < heading.size <= HEADLINE_SIZE and heading.parts[0].under


def _is_box(text: str) -> bool:
    """相关链接, 经济数据速览: what it heads is a small text of its own."""
    return len(text) <= 10 and text.endswith(of_use("box"))


def _take_in(result: Sorted, current: Draft, found: list[Heading], part: Paragraph) -> None:
    """Headings in open text: subheads, the rows of a table, or something printed in between."""
    if len(found) > 3:
        for heading in found:
            if heading.parts[0].numbered:
                current.inner[heading.parts[0].index] = heading
            else:
                current.body += heading.parts
        return
    for heading in found:
        foreign = (
            len(heading.text) > 14
            and heading.doubled
            and coverage(heading.text, current.text + part.text) < 0.3
        )
        if foreign:
            result.loose.append(heading)
        else:
            current.inner[heading.parts[0].index] = heading
