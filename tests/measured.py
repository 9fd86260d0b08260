"""A plugin of coverage.py: children of the program that end by force save first what was measured.

The program ends its children by SIGKILL, which no process can answer, and forbids those that read
PDFs and pictures to write files. While the suite is measured, and only then, a child that the
program ends is asked by SIGTERM first (`sigterm` in pyproject.toml), and the bound on files is
lifted for the saving. What tests kill themselves dies as always.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from typing import Any

from coverage import Coverage, CoveragePlugin

PATIENCE = 5.0
"""Seconds a child is given to save; one that hangs in a library never answers."""

kill = subprocess.Popen.kill
save = Coverage.save


def kill_after_saving(process: subprocess.Popen[Any]) -> None:
    if sys._getframe(1).f_globals.get("__name__", "").startswith("pipeline."):
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        else:
            return
    kill(process)


def save_anyway(coverage: Coverage) -> None:
    # Asked to end while it saves, a process ends when it has saved.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        pass
    else:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    # A disk that is full, or made so by a test, takes no data either.
    with contextlib.suppress(Exception):
        save(coverage)


class Measured(CoveragePlugin):
    def configure(self, config: Any) -> None:
        subprocess.Popen.kill = kill_after_saving  # type: ignore[method-assign]
        Coverage.save = save_anyway  # type: ignore[method-assign]


def coverage_init(registry: Any, options: dict[str, Any]) -> None:
    registry.add_configurer(Measured())
