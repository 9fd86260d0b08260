"""2020年至2022年营业收入分别为…: one value for each year or quarter."""

from __future__ import annotations

import itertools

from pipeline import patterns as regex
from pipeline.facts.spread.turn import Turn

_DOES = regex.compile(r"(?:完成|实现|达到?|取得)(?=\p{Han}{2})")
_QUARTERS = regex.compile(r"(?:四个|各个?|一至四|1[—–-]4)季度")


def years(turn: Turn) -> bool:
    """2020年至2022年营业收入分别为…: one value a year."""
    view, count = turn.view, turn.count
    times = [t for t in view.times_in(view.span.start, turn.at) if t.edtf]
    found: list[str] = []
    if times:
        last = times[-1].edtf or ""
        match = regex.fullmatch(r"(\d{4})/(\d{4})", last)
        if match and int(match[2]) - int(match[1]) + 1 == count:
            found = [str(year) for year in range(int(match[1]), int(match[2]) + 1)]
    quarters = _QUARTERS.search(turn.text)
    said = next((t.edtf for t in reversed(times) if regex.fullmatch(r"\d{4}", t.edtf or "")), None)
    if not found and count == 4 and quarters and said:
        found = [f"{said}-Q{number}" for number in range(1, 5)]
    if not found and len(times) >= count > 1:
        tail = times[-count:]
        joined = all(
            regex.fullmatch(r"[、和与及，\s]*", view.plain(a.span.end, b.span.start))
            for a, b in itertools.pairwise(tail)
        )
        if joined:
            found = [t.edtf or "" for t in tail]
    if not found:
        return False
    for year, draft in zip(found, turn.drafts, strict=True):
        draft.period = year
    text, said = view.wording(turn.phrase_span), turn.verb
    if said and (done := _DOES.match(said)) is not None:
        text = said[done.end() :]  # 甲区分别完成工业投资70亿元、93亿元
    return bool(text) and turn.give_all(text)
