"""Several processes: the same bytes, no page lost with a process, none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import pipeline
from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.run import run, workers
from pipeline.run.store import Store
from pipeline.run.task import Task

PAGE = "城北开发区2023年完成工业总产值{}亿元，同比增长8.5%。\n"

# What a worker does in place of reading some files: it is run by Python before all else.
TROUBLE = """
import os, pathlib, signal
real = pathlib.Path.read_bytes
def read(self):
    print("a library's noise")
    if self.name.startswith("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    if self.name.startswith("leave"):
        os._exit(3)
    if self.name.startswith("once"):
        mark = self.with_name(".mark")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return real(self)
pathlib.Path.read_bytes = read
"""
FULL = """
import errno, tempfile
def mkstemp(*given, **named):
    raise OSError(errno.ENOSPC, "No space left on device")
tempfile.mkstemp = mkstemp
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    for number in range(24):
        (tmp_path / "raw" / f"p{number:02}.txt").write_text(PAGE.format(number), encoding="utf-8")
    return tmp_path / "raw"


@pytest.fixture
def trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that every new Python loads first."""
    (tmp_path / "site").mkdir()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "site"), str(ROOT)]))
    path = tmp_path / "site" / "sitecustomize.py"
    path.write_text(TROUBLE, encoding="utf-8")
    return path


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name[0] != "."}


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 5])
def test_the_number_of_workers_changes_no_byte(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    run([raw], tmp_path / "one", workers=1, cache=False)
    monkeypatch.setattr(pipeline.run, "WORTH", 1)  # so few pages would be read by two
    started: list[workers.Pool] = []
    real = workers.Pool._start
    monkeypatch.setattr(workers.Pool, "_start", lambda pool: (started.append(pool), real(pool))[1])
    steps: list[tuple[int, str]] = []
    run(
        [raw],
        tmp_path / "many",
        workers=count,
        progress=lambda step: steps.append((step.done, step.report.page)),
    )
    assert _bytes(tmp_path / "many") == _bytes(tmp_path / "one")
    assert [page for _, page in steps] == sorted(path.name for path in raw.iterdir())
    assert [done for done, _ in steps] == list(range(1, 25))
    assert len(started) == count


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_file_that_kills_its_worker_costs_only_itself(
    raw: Path, tmp_path: Path, trouble: Path
) -> None:
    for name in ("poison", "leave", "once"):
        (raw / f"{name}.txt").write_text(PAGE.format(7), encoding="utf-8")
    summary = run([raw], tmp_path / "out", workers=2)
    status = {page.page: page.status for page in summary.pages}
    assert len(status) == 27
    assert {name for name, told in status.items() if told != "done"} == {"poison.txt", "leave.txt"}
    assert summary.codes["X002"] == 2
    problems = (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8")
    assert "killed by SIGKILL" in problems and "exit code 3" in problems
    # It may have been the machine's fault: the next run tries again.
    trouble.write_text("", encoding="utf-8")
    after = run([raw], tmp_path / "out", workers=2)
    assert after.complete and after.unchanged == 25


@pytest.mark.slow
def test_few_new_pages_among_many_are_read_beside_the_run(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    monkeypatch.setattr(pipeline.run, "MANY", 22)
    run([raw], tmp_path / "out")
    started: list[workers.Pool] = []
    real = workers.Pool._start
    monkeypatch.setattr(workers.Pool, "_start", lambda pool: (started.append(pool), real(pool))[1])
    for count, beside in ((2, 1), (3, 0)):  # of 24 files, 22 and 21 are as they were
        del reads[:], started[:]
        for number in range(count):
            (raw / f"p{number:02}.txt").write_text(PAGE.format(count * 70), encoding="utf-8")
        assert run([raw], tmp_path / "out", workers=2).unchanged == 24 - count
        assert len(started) == beside and len(reads) == (0 if beside else count)
        run([raw], tmp_path / "fresh", cache=False)
        assert _bytes(tmp_path / "out") == _bytes(tmp_path / "fresh")
    (raw / "p07.txt").write_text(PAGE.format(7000), encoding="utf-8")
    del reads[:], started[:]
    run([raw], tmp_path / "out", workers=1)
    assert reads == ["p07.txt"] and not started


@pytest.mark.slow
def test_a_worker_that_cannot_write_ends_the_run(raw: Path, tmp_path: Path, trouble: Path) -> None:
    run([raw / "p00.txt"], tmp_path / "out")
    old = _bytes(tmp_path / "out")
    trouble.write_text(FULL, encoding="utf-8")
    with pytest.raises(OSError, match="No space left"):
        run([raw], tmp_path / "out", workers=2)
    assert _bytes(tmp_path / "out") == old


@pytest.mark.slow
def test_no_more_is_read_than_can_be_written(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "AHEAD", 3)
    store = Store(tmp_path / "store")
    store.tidy()
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for index, path in enumerate(sorted(raw.iterdir())):
            taken += 1
            yield Task(index, Found(path, path.name), f"{index:064}")

    pool = workers.Pool(Meta(), store, 2)
    answers = workers.work(tasks(), Meta(), store, pool)
    for count in range(1, 25):
        assert next(answers)[0].index == count - 1
        assert taken <= count - 1 + 2 * 3
    assert next(answers, None) is None
    pool.end()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc")
def test_workers_end_with_the_run_however_it_ends(raw: Path, tmp_path: Path) -> None:
    arguments = ["run", "-j", "2", str(raw), "-o", str(tmp_path / "out")]
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stderr is not None
        child.stderr.readline()
        ours = _children(child.pid)
        child.send_signal(signal.SIGKILL)
    assert len(ours) == 2
    for _ in range(100):
        if not any(_runs(pid) for pid in ours):
            return
        time.sleep(0.1)
    pytest.fail("a worker outlives its run")


def _children(parent: int) -> list[int]:
    out = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        if int(fields.rpartition(")")[2].split()[1]) == parent:
            out.append(int(folder.name))
    return out


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
