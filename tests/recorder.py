"""Reads long rows of one thing and prints, as JSON, the processor time of the whole and by pattern.

    python tests/recorder.py SHORT LONG [INDEX…]

The rows of all `UNITS`, or of those with an index.
Run as a program of its own, because every pattern must be wrapped before the pipeline is imported.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from regex import _main

# What rows of a damaged or invented page consist of.
UNITS = (
    *"增1（、一万“A年十第亿，% \u3000和的《区。\n|l-：·",
    *("公司", "1 ", "1.", "1,", "1\n", "增长1%\n", "甲乙、", "同 比 ", "O1", "——", "1亿元、"),
    *("增长5%，", "亿元", "2023年", "高新区、", "分别", "1/2 "),
    "2023年，城北开发区完成工业总产值1,234.5亿元，同比增长8.5%。",
)

spent: dict[str, float] = defaultdict(float)


class Wrapped:
    """A pattern that adds up the time it takes."""

    def __init__(self, pattern: Any) -> None:
        self._pattern = pattern
        self._name = str(pattern.pattern)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pattern, name)
        if not callable(found):
            return found

        def timed(*arguments: Any, **options: Any) -> Any:
            started = time.process_time_ns()
            made = found(*arguments, **options)
            if name == "finditer":
                made = iter(list(made))
            spent[self._name] += (time.process_time_ns() - started) / 1e9
            return made

        setattr(self, name, timed)  # asked for once
        return timed


_compile: Callable[..., Any] = _main._compile
_known: dict[tuple[Any, ...], Any] = {}


def _wrapping(pattern: Any, flags: Any, *rest: Any) -> Any:
    if isinstance(pattern, Wrapped):
        return pattern
    key = (pattern, int(flags))
    if key not in _known:
        _known[key] = Wrapped(_compile(pattern, flags, *rest))
    return _known[key]


def main(short: int, long: int, which: Sequence[int]) -> None:
    from pipeline import patterns

    patterns._file = lambda: None  # none that was compiled before
    _main._compile = _wrapping
    from pipeline.model import Page
    from pipeline.run import read_page

    read_page(Page("warm.txt", "城北开发区2023年完成工业总产值320亿元，同比增长8.5%。"))
    told = []
    for unit in [UNITS[index] for index in which] or UNITS:
        times = []
        for size in (short, long):
            spent.clear()
            started = time.process_time()
            read_page(Page("row.txt", unit * (size // len(unit))))
            times.append((time.process_time() - started, dict(spent)))
        (whole, parts), (whole_long, parts_long) = times
        rules = {
            name: (parts.get(name, 0.0), seconds)
            for name, seconds in parts_long.items()
            if seconds > 0.02
        }
        told.append({"unit": unit, "whole": (whole, whole_long), "rules": rules})
    print(json.dumps({"patterns": len(_known), "rows": told}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(index) for index in sys.argv[3:]])
