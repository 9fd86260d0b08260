"""Ten times the text takes at most twelve times as long, for the whole and for each pattern."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from conftest import ROOT
from recorder import UNITS

# Processor seconds that a short row takes at least: what is shorter is measured too coarsely.
LEAST = 0.03
# What a pattern may take more than twelve times as long: collections of garbage, other caches.
SLACK = 0.15


def _measure(short: int, long: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "recorder.py"), str(short), str(long)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _hold(found: dict[str, Any]) -> None:
    assert found["patterns"] > 200
    assert [row["unit"] for row in found["rows"]] == list(UNITS)
    for row in found["rows"]:
        short, long = row["whole"]
        assert long <= 12 * max(short, LEAST), (row["unit"], short, long)
        for rule, (before, after) in row["rules"].items():
            assert after <= 12 * before + SLACK, (row["unit"], rule, before, after)


@pytest.mark.slow
def test_rows_of_one_thing_take_time_by_their_length() -> None:
    _hold(_measure(1_000, 10_000))


@pytest.mark.slow
@pytest.mark.skipif("PIPELINE_TEST_LONG" not in os.environ, reason="minutes; before a release")
def test_very_long_rows_do_so_too() -> None:
    _hold(_measure(10_000, 100_000))
