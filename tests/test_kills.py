"""R3: killed at two hundred moments, no file is half, no page is lost, and at most one repeated."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from pipeline.run import run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no SIGKILL"),
]

KILLS = 200
PAGES = 5
SENTENCE = "园区去年完成进出口额{0}.{1}亿元，同比增长{1}%，新增企业{0}家，占全市的两成。\n"


def _fill(folder: Path, seed: int) -> Path:
    folder.mkdir()
    for number in range(PAGES):
        text = SENTENCE.format(seed + number, number + 1)
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name[0] != "."}


class Killer:
    """A process that has loaded what a run needs, and forks one for each order."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "killer.py")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, raw: Path, out: Path, after: float | None) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        order = {"raw": str(raw), "out": str(out), "after": after}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def end(self) -> None:
        self.process.communicate(timeout=30)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.end()


def test_killed_at_two_hundred_moments(killer: Killer, tmp_path: Path) -> None:
    """Each kill meets the files of another run and a run of other pages, from its first moment
    to its last; the next run reads what the killed one did not keep, and gives the same bytes."""
    before, after = _fill(tmp_path / "before", 100), _fill(tmp_path / "after", 300)
    run([before], tmp_path / "was")
    run([after], tmp_path / "is", cache=False)
    old, new = _bytes(tmp_path / "was"), _bytes(tmp_path / "is")
    assert old.keys() == new.keys() and all(old[name] != new[name] for name in ("facts.csv",))
    out = tmp_path / "out"
    times = []
    for _ in range(3):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(tmp_path / "was", out)
        times.append(killer.run(after, out, None)["seconds"])
    chance = random.Random(3)
    kills = moments = repeated = 0
    seen: set[str] = set()
    while kills < KILLS:
        moments += 1
        assert moments < 3 * KILLS, f"{kills} kills only"
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "was", out)
        told = killer.run(after, out, chance.uniform(0, min(times)))
        found = _bytes(out)
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
        # run.json, which names the digests of all others, is never ahead of them
        assert found["run.json"] != new["run.json"] or found == new
        if not told["killed"]:
            assert found == new
            continue
        kills += 1
        seen.add(_state(found, old, new, told["read"]))
        again = killer.run(after, out, None)
        assert _bytes(out) == new
        assert not list(out.rglob("*.part"))
        both = [*told["read"], *again["read"]]
        assert set(both) <= {path.name for path in after.iterdir()}
        # what was whole is kept: only the page that was under way is read once more
        assert len(both) - len(set(both)) <= 1
        repeated += len(both) - len(set(both))
    # kills before the first page, among the pages, and while the tables were put together
    assert {"begun", "reading", "writing"} <= seen
    assert repeated > 0


def _state(
    found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes], read: list[str]
) -> str:
    if found not in (old, new):
        return "replacing"
    if len(read) < PAGES:
        return "reading" if read else "begun"
    return "writing" if found == old else "written"
