"""2020年至2022年及2023年上半年营业收入分别为…: one value for each year, quarter or part of one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.spread.turn import Turn
from pipeline.facts.view import View
from pipeline.model import Kind, Time

_DOES = regex.compile(r"(?:完成|实现|达到?|取得)(?=\p{Han}{2})")
_QUARTERS = regex.compile(r"(?:四个|各个?|一至四|1[—–-]4)季度")
_AND = regex.compile(r"(?:[、和与及，,\s]|以及)*")
_YEARS = regex.compile(r"(?P<first>\d{4})/(?P<last>\d{4})")
_YEAR = regex.compile(r"\d{4}")


def years(turn: Turn) -> bool:
    """One value for each of the times that stand side by side before 分别."""
    view, count = turn.view, turn.count
    times = [t for t in view.times_in(view.span.start, turn.at) if t.edtf]
    found = _laid_out(view, times, count)
    quarters = _QUARTERS.search(turn.text)
    said = next((t.edtf for t in reversed(times) if _YEAR.fullmatch(t.edtf or "")), None)
    if not found and count == 4 and quarters and said:
        found = [f"{said}-Q{number}" for number in range(1, 5)]
    if not found:
        return False
    for year, draft in zip(found, turn.drafts, strict=True):
        draft.period = year
    text, verb = view.wording(turn.phrase_span) if turn.phrase else "", turn.verb
    if verb and (done := _DOES.match(verb)) is not None:
        text = verb[done.end() :]  # 甲区分别完成工业投资70亿元、93亿元
    if turn.first.saying.kind is Kind.GROWTH and verb and turn.last:
        verb = turn.last  # 营收分别为…，同比分别增长…
    text = turn.noun_before or text or verb
    return bool(text) and turn.give_all(text)


def _laid_out(view: View, times: Sequence[Time], count: int) -> list[str]:
    """The last times of a sentence, runs of years year by year, if they are `count`; else none."""
    found: list[str] = []
    behind: Time | None = None
    for time in reversed(times):
        if behind is not None:
            between = view.plain(time.span.end, behind.span.start)
            if _AND.fullmatch(between) is None:
                return []
        found = _each(time.edtf or "", found) + found
        if len(found) >= count:
            return found if len(found) == count > 1 else []
        behind = time
    return []


def _each(edtf: str, behind: Sequence[str]) -> list[str]:
    """The years of a run of years, but for one of which the next time is a part.

    2018年至2021年前9月: the first nine months are all that is told of 2021.
    """
    run = _YEARS.fullmatch(edtf)
    if run is None:
        return [edtf]
    out = [str(year) for year in range(int(run["first"]), int(run["last"]) + 1)]
    return out[:-1] if behind and behind[0].startswith(f"{out[-1]}-") else out
