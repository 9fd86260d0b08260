"""Ten times the text takes at most twelve times as long, for the whole and for each pattern."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import regex
from conftest import ROOT
from hostile import SENTENCE
from recorder import UNITS

from pipeline.model import Page, Result
from pipeline.run import limit, run
from pipeline.run import page as way

# Processor seconds that a short row takes at least: what is shorter is measured too coarsely.
LEAST = 0.03
# What a pattern may take more than twelve times as long: collections of garbage, other caches.
SLACK = 0.15
# So often a row that took too long is measured again.
AGAIN = 2


def _endless(page: Page) -> Result:
    """A rule whose time doubles with each character: within one search, and around many."""
    if page.name == "search.txt":
        regex.search(r"(?:a|a|b?a)+\Z", "a" * 60 + "c")
    while page.name == "loop.txt":
        pass
    return _REAL(page)


_REAL = way.read_page


@pytest.mark.skipif(sys.platform == "win32", reason="no such clock")
def test_a_rule_without_end_costs_its_page_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "loop", "search", "z"):
        (tmp_path / f"{name}.txt").write_text(SENTENCE, encoding="utf-8")
    _REAL(Page("warm.txt", SENTENCE))  # the dictionary is loaded once, and takes its time
    monkeypatch.setattr(limit, "SECONDS", 0.5)
    monkeypatch.setattr(way, "read_page", _endless)
    summary = run([tmp_path], tmp_path.parent / "out", cache=False)
    assert [page.status for page in summary.pages] == ["done", "failed", "failed", "done"]
    assert summary.codes == {"X004": 2}


def test_nothing_is_stopped_outside_and_the_old_handler_is_back() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with limit.limited(0.05):
        assert signal.getsignal(signal.SIGVTALRM) is not before
    assert signal.getsignal(signal.SIGVTALRM) is before
    ended = time.process_time() + 0.2
    while time.process_time() < ended:
        pass


def test_in_another_thread_nothing_is_limited() -> None:
    done: list[bool] = []

    def work() -> None:
        with limit.limited(0.01):
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def _measure(short: int, long: int, *which: int) -> dict[str, Any]:
    sizes = [str(number) for number in (short, long, *which)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "recorder.py"), *sizes],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _too_long(row: dict[str, Any]) -> list[str]:
    """What of a row takes more than twelve times as long: the whole, and patterns."""
    short, long = row["whole"]
    over = [f"whole: {short} {long}"] if long > 12 * max(short, LEAST) else []
    return over + [
        f"{rule}: {before} {after}"
        for rule, (before, after) in row["rules"].items()
        if after > 12 * before + SLACK
    ]


def _hold(short: int, long: int) -> None:
    """What grows with the square does so every time; a busy machine delays one row at one time."""
    found = _measure(short, long)
    assert found["patterns"] > 200
    assert [row["unit"] for row in found["rows"]] == list(UNITS)
    over = {row["unit"]: _too_long(row) for row in found["rows"]}
    for _ in range(AGAIN):
        which = [index for index, unit in enumerate(UNITS) if over[unit]]
        if which:
            rows = _measure(short, long, *which)["rows"]
            over.update((row["unit"], _too_long(row)) for row in rows)
    assert not {unit: told for unit, told in over.items() if told}


@pytest.mark.slow
def test_rows_of_one_thing_take_time_by_their_length() -> None:
    _hold(1_000, 10_000)


@pytest.mark.slow
@pytest.mark.skipif("PIPELINE_TEST_LONG" not in os.environ, reason="minutes; before a release")
def test_very_long_rows_do_so_too() -> None:
    _hold(10_000, 100_000)
