"""约, 不到, 不低于: a bound that stands not at its number but before what the number belongs to."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.drafts import Draft
from pipeline.facts.view import View
from pipeline.model import Qualifier


@cache
def _words() -> dict[str, Qualifier]:
    return {
        row["word"]: Qualifier(row["qualifier"])
        for row in tables.rows("qualifiers.csv")
        if row["side"] in ("before", "far")
    }


@cache
def _ending() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<word>{tables.alternatives(_words())})(?:为|是|达|了)?\Z")


@cache
def _opening() -> regex.Pattern[str]:
    # of single characters 约 alone: 超 may begin a name (超算中心)
    return regex.compile(tables.alternatives(w for w in _words() if len(w) > 1 or w == "约"))


_ABOUT = regex.compile(r"(?:已|也|就|均|都|各|分别)*约(?:各|分别)?占")
"""约占总营收的12%, 约分别占: it holds for the share."""


def bound(before: str) -> Qualifier | None:
    """The qualifier that a text ends with (source: data/qualifiers.csv), or None."""
    found = _ending().search(before)
    return _words()[found["word"]] if found else None


def _before_reference(view: View, draft: Draft) -> Qualifier | None:
    """不足上年同期的, 差不多是2021年的, 约为天使轮时的: a bound before what is measured against."""
    said = view.plain(draft.left.start, draft.start).lstrip("，、仅只还也 ")
    at_cue = view.plain(draft.left.start + draft.saying.cue, draft.start)
    opened = _opening().match(said) or _opening().match(at_cue)
    if opened:
        return _words()[opened.group()]
    tied = regex.search(r"(?:是|为|相当于)(?=[^是为]*\Z)", said)
    found = bound(said[: tied.end()]) if tied else None
    if found is None and draft.saying.reference is not None:
        start, stop = (
            draft.left.start + at for at in (draft.saying.cue, draft.saying.reference[0])
        )
        inside = _opening().match(view.plain(stop, draft.start))
        found = bound(view.plain(start, stop)) or (_words()[inside.group()] if inside else None)
    return found


def qualifier(view: View, draft: Draft) -> Qualifier:
    """What stands before a reference holds for the number behind it: 约为天使轮时的24倍."""
    quantity, saying = draft.quantity, draft.saying
    if quantity.qualifier is not Qualifier.EXACT:
        return quantity.qualifier
    if saying.rule in ("是…的N倍", "是…的N%", "…的N%", "…的N倍"):
        found = _before_reference(view, draft)
        if found is not None:
            return found
    if saying.rule == "占…N%" and draft.qualifier is None:
        cue = view.plain(draft.left.start + saying.cue, draft.start)
        if _ABOUT.match(cue):
            return Qualifier.ABOUT
    if "番" in quantity.text:  # 差不多翻了一番
        before = view.plain(draft.left.start, quantity.span.start)
        return bound(regex.sub(r"翻(?:了|上)?\Z", "", before)) or Qualifier.EXACT
    behind = view.plain(quantity.span.end, quantity.span.end + 1)
    within = quantity.base_unit in ("s", "min", "h") or saying.into
    if within and quantity.dimension == "duration" and behind == "内":
        return Qualifier.UNDER  # 压到4小时内
    return draft.qualifier or Qualifier.EXACT
