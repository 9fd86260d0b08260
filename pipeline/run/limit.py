"""A page that a rule reads without end costs itself, not the run.

    with limited(SECONDS): read_page(page)

Counted is the processor time of this process, so that a busy machine stops no page that an idle one
reads. Needs the main thread and a system with such a clock (not Windows); elsewhere nothing is
limited. `regex` looks at signals while it searches, so a single search is stopped as well.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import PipelineError

# A part of a page has 50,000 characters at most and takes a second or two.
SECONDS = 60.0


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises PipelineError X004 inside the block when it has worked for so many seconds."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise PipelineError("X004", f"{seconds:g} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
