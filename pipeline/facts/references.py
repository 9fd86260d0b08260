"""What a growth, multiple, share or rank is measured against, as the text says it."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import View
from pipeline.model import Kind

_NEARLY = regex.compile(r"(?:近|约|超过?|逾|将近|大约|不到|不足)+")
_YEARLY = regex.compile(r"同比|环比|按年|按月|按季")
_VERSUS = regex.compile(
    r"(?:比(?![重例值率分])|较|(?:与|同(?![比期样]))(?=[^，。；、]{2,16}(?<![同环占])比))(?P<ref>[^，。；、比较]{2,16}?)(?:相比|分别|依次|各自|，|增|减|提|下|上|高|低|多|少|快|慢|翻|回|收|压|降|缩|跌|涨|升|扩|前|后|又|再|的)"
)


def reference(view: View, draft: Draft) -> str | None:
    """The reference of a draft, None for a plain level."""
    saying = draft.saying
    if saying.reference is not None:
        start, end = saying.reference
        text = view.plain(draft.left.start + start, draft.left.start + end).strip("的 、")
        if saying.kind is Kind.RANK:
            text = text.removesuffix("之")  # 位居全省之首
        if text and not _NEARLY.fullmatch(text):
            return text
    if saying.kind in (Kind.MULTIPLE, Kind.SHARE):
        times = view.times_in(draft.left.start, draft.start)
        if times and regex.match(
            r"(?:全年|同期|末|底|初)?的", view.plain(times[-1].span.end, draft.start)
        ):
            return times[-1].text  # 是1996年的近200倍
    if saying.kind in (Kind.GROWTH, Kind.CHANGE):
        clause = view.clauses[draft.clause].span
        before = view.plain(max(view.span.start, clause.start), draft.start)
        found = _YEARLY.search(before)
        if found:
            return found.group()
        versus = _VERSUS.search(before)
        if versus:
            return versus["ref"]
    return None
