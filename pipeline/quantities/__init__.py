"""Every number and time of an article: value, unit, qualifier and role, found on characters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext

from pipeline.model import Quantity, Span, Time
from pipeline.quantities import finding
from pipeline.quantities.dates import find_times
from pipeline.quantities.home_currency import at_home
from pipeline.quantities.numerals import EXACT

__all__ = ["at_home", "find", "find_times"]


def find(
    text: str,
    *,
    page_date: str | None = None,
    names: Sequence[Span] = (),
    times: Sequence[Time] | None = None,
) -> list[Quantity]:
    """`finding.find`, with arithmetic that rounds no digit away."""
    with localcontext(EXACT):
        return finding.find(text, page_date=page_date, names=names, times=times)
