"""Every number and time of an article: value, unit, qualifier and role, found on characters."""

from __future__ import annotations

from pipeline.quantities.dates import find_times
from pipeline.quantities.finding import find
from pipeline.quantities.home_currency import at_home

__all__ = ["at_home", "find", "find_times"]
