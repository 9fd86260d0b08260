"""What those asked in a survey answered: 认为订单增加的企业占31%，持平的占50%，减少的占19%."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import TIME, View
from pipeline.model import Kind

_COMPARED = regex.compile(rf"[比与较同和]{TIME}+")
_OF_WHOM = regex.compile(r"的(?P<who>\p{Han}{1,6})\Z")


@cache
def _says() -> regex.Pattern[str]:
    """36.2%的企业认为订单增加: the answer stands behind those who gave it."""
    return regex.compile(
        rf"的(?:受访)?(?P<who>\p{{Han}}{{1,5}}?)(?P<what>{any_of('asked')}[^，。；：“”]{{1,24}})(?=[，。；]|\Z)"
    )


@cache
def _pattern() -> regex.Pattern[str]:
    """An answer ends in an opinion or a trend, or is quoted from the sheet (“更多储蓄”的)."""
    return regex.compile(
        rf"[\s\u3000]*(?:其中|而|则|即|另外|此外|\p{{Han}}{{2,6}}显示)?"
        rf"(?P<frame>[^，。；]{{0,16}}?{any_of('asked')})?"
        rf"(?P<what>[^，。；]{{0,30}}?(?:{any_of('answer')}|”))的(?P<who>\p{{Han}}{{1,6}}?)?"
        r"(?:约|仅|只|共|也|则|分别|依次|合计)?占(?:比)?(?:约|近|超过?|了|达|到)*[\s\u3000]*\Z"
    )


def answer(view: View, drafts: Sequence[Draft], index: int) -> str:
    """The answer that a share of those asked gave, with those who gave it; empty for none.

    One without a noun behind it (减少的占19%) is of those whom an answer before names.
    """
    draft = drafts[index]
    if draft.saying.kind is not Kind.SHARE:
        return ""
    said = _says().match(_behind(view, draft))
    if said is not None:
        return f"{said['what']}的{said['who']}"
    match = _match(view, draft)
    if match is None:
        return ""
    before = next((one for one in reversed(drafts[:index]) if is_answer(view, one)), None)
    who = match["who"]
    if before is not None and not who:
        told = _OF_WHOM.search(before.indicator)
        who = told["who"] if told else None
    elif not who and not match["frame"]:
        return ""
    start = draft.left.start
    what = _undated(view, start + match.start("what"), start + match.end("what"))
    return regex.sub("[“”]", "", what) + (f"的{who}" if who else "")


def _undated(view: View, start: int, end: int) -> str:
    """A stretch without its times, but for those that it compares with (比上季度增长)."""
    mask = _COMPARED.sub(lambda found: "□" * len(found.group()), view.mask(start, end))
    plain = view.plain(start, end)
    return "".join(c for c, m in zip(plain, mask, strict=True) if m != TIME)


def is_answer(view: View, draft: Draft) -> bool:
    """Whether a number is the share of those who gave an answer; it was counted, and is no plan."""
    return _match(view, draft) is not None


def _match(view: View, draft: Draft) -> regex.Match[str] | None:
    if draft.saying.kind is not Kind.SHARE:
        return None
    return _says().match(_behind(view, draft)) or _pattern().match(
        view.plain(draft.left.start, draft.start)
    )


def _behind(view: View, draft: Draft) -> str:
    return view.plain(draft.quantity.span.end, view.clauses[draft.clause].span.end)
