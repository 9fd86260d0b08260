"""What a heading says of all that stands under it: a time, and whether it speaks of plans."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.model import Block, BlockKind, Time

_NUMBERED = regex.compile(
    r"\A[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\A第[一二三四五六七八九十]{1,3}[章节部]"
)
_TITLE = regex.compile(r"公报|报告|回顾|概况|情况|统计|数据|总结")
_GOAL = regex.compile(
    r"(?:目标|任务|安排|计划|打算|展望|规划)"
    r"(?=\Z|目标|任务|安排|计划|重点|[和与及、，：；（\s”》]|的?(?:建议|纲要|草案|报告))"
    r"|下一步|重点工作|(?:今年|明年|\d{4}年)[^，。]{0,6}(?:办好|要办|将)"
)
"""任务和举措, and not 新的目标市场."""
_WORKS = regex.compile(
    r"(?:票决|确定|产生|敲定|发布|公布|推出|办好|将办|安排)[^，。]{0,10}(?:民生实事|实事项目|重点项目)(?!完成|办结)"
)
"""Works that a town decides to do."""
_TO_DO = regex.compile(
    r"[二三四五六七]、(?:\d{4}年|今年|明年|新的?一年)[^，。]{0,6}(?:主要|重点|重大)(?:工作|任务|举措)"
)
"""二、明年重点工作: what a report comes to behind what was done."""
_WITHIN = regex.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
"""（一）… is a part of what stands over it."""
_SPAN = regex.compile(r"\d{4}(?:-(?:\d\d|[QH]\d))?|\d{4}-\d\d/\d{4}-\d\d")
"""A year, month, quarter, half or several months; a day is the document's."""
_ACCOUNTS = regex.compile(r"季报|中报|半年报|年报")
"""Several firms' accounts are compared: each is of its own quarter or year."""
_DELIVERED = regex.compile(r"工作报告")
"""A report to a congress bears the year in which it is given, and tells of those before."""
_DONE = regex.compile(r"回顾|完成情况|总结|成绩|公报|进展")


@dataclass(frozen=True, slots=True)
class Section:
    """period: EDTF for sentences that give none.  goal: the section speaks of plans.

    done: it looks back, so that what is expected in it is a first count.
    """

    period: str | None
    goal: bool
    done: bool = False


NO_SECTION = Section(None, False)


def _tells(text: str, block: Block, inside: Sequence[Time]) -> bool:
    """Does a subhead give a figure of its own, whose time is no one else's?"""
    rest = list(text[block.span.start : block.span.end])
    for time in inside:
        for at in range(time.span.start, time.span.end):
            rest[at - block.span.start] = " "
    return (
        regex.search(
            r"\d[\d.]*(?:[%％‰倍亿万]|\p{Han}{0,2}[元家])|[一两二三四五六七八九]倍|翻[番倍]|[一二三四五六七八九]成",
            "".join(rest),
        )
        is not None
    )


_PART = regex.compile(r"\d{4}-(?:[QH]\d|\d\d(?:/\d{4}-\d\d)?)")


def _begins(text: str, block: Block, inside: Sequence[Time]) -> bool:
    """上半年交通运输主要指标较快增长: does a headline begin with the time of all that it tells?"""
    first = inside[0] if inside else None
    if first is None or _PART.fullmatch(first.edtf or "") is None:
        return False
    return not text[block.span.start : first.span.start].strip("\u3000 “") and not _tells(
        text, block, inside
    )


_REPORT = regex.compile(
    r"政府工作报告|统计公报|国民经济和社会发展|(?:经济|工业|农业)(?:社会发展)?(?:运行|发展)(?:情况|分析|简况|概况)"
)


def is_report(text: str, blocks: Sequence[Block]) -> bool:
    """Does a headline call the text a report or bulletin of a place?"""
    heads = (BlockKind.HEADLINE, BlockKind.KICKER)
    return any(
        block.kind in heads and _REPORT.search(text, block.span.start, block.span.end)
        for block in blocks
    )


def section_of(text: str, block: Block, times: Sequence[Time], above: Section) -> Section | None:
    """The section that a heading opens, None for a block that is no heading.

    above: the section so far; a heading without a year keeps the title's.
    """
    line = text[block.span.start : block.span.end].strip()
    heading = block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEAD, BlockKind.KICKER)
    numbered = len(line) <= 40 and bool(_NUMBERED.match(line)) and not line.endswith("。")
    if not heading and not numbered:
        return None
    if regex.fullmatch(r"[（(]?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[）)]?", line):
        return above  # the date of a document, not of its figures
    inside = [t for t in times if block.span.contains(t.span) and t.edtf and t.frame == "point"]
    subhead = block.kind is BlockKind.SUBHEAD and not _tells(text, block, inside)
    begins = block.kind is BlockKind.HEADLINE and _begins(text, block, inside)
    dated = bool(inside) and (numbered or subhead or begins or bool(_TITLE.search(line)))
    goal = bool(_GOAL.search(line)) and not _DONE.search(line)
    goal = goal or bool(_WORKS.search(line))
    goal = goal or (_TO_DO.match(line) is not None and not _DONE.search(line))
    within = _WITHIN.match(line) is not None and not _DONE.search(line)
    goal = goal or (within and above.goal)
    done = not goal and ("回顾" in line or (within and above.done))
    if block.kind is BlockKind.SUBHEAD and not numbered and not goal and not dated and not done:
        return Section(above.period, False)
    if heading and not numbered and not goal and not dated:
        return NO_SECTION
    period = above.period
    dated = dated and not (_ACCOUNTS.search(line) or _DELIVERED.search(line))
    if dated and inside[0].edtf and _SPAN.fullmatch(inside[0].edtf):
        period = inside[0].edtf
    return Section(period, goal, done)
