"""What seldom happens to a run: a worker that dies idle or will not end, entries that go, a block
that leaves, a stage that breaks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.model import EntityType
from pipeline.report import document
from pipeline.run import blocks, file, keys, run, task, workers
from pipeline.run.assembly import Step
from pipeline.run.store import Store
from pipeline.run.task import Task

PAGE = "城北开发区2023年完成工业总产值{}亿元，同比增长8.5%。\n"


def _fill(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(PAGE.format(100 + number), encoding="utf-8")
    return folder


def _tasks(raw: Path) -> list[Task]:
    found = [Found(path, path.name) for path in sorted(raw.iterdir())]
    return [Task(at, one, keys.key(one, Meta())) for at, one in enumerate(found)]


def _store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    store.tidy()
    return store


def _bytes(folder: Path) -> dict[str, bytes]:
    names = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if name[0] != "."}


# ------------------------------------------------------------------------------------- workers


def test_one_worker_reads_in_this_process_and_answers_for_each_file(tmp_path: Path) -> None:
    raw, store = _fill(tmp_path / "raw", 3), _store(tmp_path)
    answers = list(workers.work(_tasks(raw), Meta(), store, None))
    assert [(one.index, kept) for one, kept in answers] == [(0, True), (1, True), (2, True)]
    assert store.known() == {one.key for one, _ in answers}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_worker_that_is_killed_while_it_waits_is_replaced(tmp_path: Path) -> None:
    raw, store = _fill(tmp_path / "raw", 2), _store(tmp_path)
    pool = workers.Pool(Meta(), store, 1)
    try:
        first, second = _tasks(raw)
        assert [kept for _, kept in pool.answers([first])] == [True]
        (idle,) = pool._processes
        os.kill(idle.pid, signal.SIGKILL)
        os.waitid(os.P_PID, idle.pid, os.WEXITED | os.WNOWAIT)
        assert [kept for _, kept in pool.answers([second])] == [True]
        (replaced,) = pool._processes
        assert replaced.pid != idle.pid
    finally:
        pool.end()
    assert store.known() == {first.key, second.key}


def _ended(code: str, tmp_path: Path) -> str:
    """How a pool says that a process ended which runs `code`."""
    pool = workers.Pool(Meta(), _store(tmp_path), 1)
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        return pool._stop(process)
    finally:
        pool.end()
        assert process.poll() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_worker_that_will_not_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LEAVE", 0.1)
    assert _ended("import time; time.sleep(60)", tmp_path).startswith("killed by SIG")


@pytest.mark.skipif(not hasattr(signal, "SIGRTMIN"), reason="no signals without a name")
def test_a_signal_without_a_name_is_told_by_its_number(tmp_path: Path) -> None:
    number = signal.SIGRTMIN + 1
    assert _ended(f"import os; os.kill(os.getpid(), {number})", tmp_path) == (
        f"killed by signal {int(number)}"
    )


# ------------------------------------------------------------------------------------- entries


def test_an_entry_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert _store(tmp_path).read("0" * 64) is None


def test_a_store_that_gives_nothing_back_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = _fill(tmp_path / "raw", 1)
    monkeypatch.setattr(Store, "read", lambda *_, once=False: None)
    with pytest.raises(OSError, match=r"the entry of 000\.txt cannot be read back"):
        run([raw], tmp_path / "out")
    assert not (tmp_path / "out" / "run.json").exists()


def test_a_package_that_is_not_installed_makes_another_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = metadata.version

    def version(name: str) -> str:
        asked.append(name)
        if name == "opencc":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    before = keys.program()
    monkeypatch.setattr(keys.metadata, "version", version)
    without = keys.program.__wrapped__()
    assert "opencc" in asked and "regex" in asked
    assert without != before and len(without) == len(before)


def test_a_shelf_that_is_complete_takes_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "a.block").write_bytes(b"abc")
    shelf = blocks.Shelf(tmp_path / "a.block")
    with pytest.raises(ValueError, match="complete"):
        shelf.write(b"d")
    assert shelf.read(1, 2) == b"bc"


def test_blocks_that_stay_round_one_that_leaves_are_copied_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MOST_PAGES", 3)
    monkeypatch.setattr(document, "PAGES_A_FILE", 4)
    for name, value in (("LEAST", 2), ("MOST", 4), ("ODDS", 3)):
        monkeypatch.setattr(blocks, name, value)
    raw = _fill(tmp_path / "raw", 12)
    run([raw], tmp_path / "out")
    names = sorted(path.name for path in raw.iterdir())
    first, second, *others = blocks.cut(names)
    assert others
    for at in second.files:
        (raw / names[at]).unlink()
    steps: list[Step] = []
    summary = run([raw], tmp_path / "out", progress=steps.append)
    left = [name for at, name in enumerate(names) if at not in second.files]
    assert summary.unchanged == summary.files == len(left)
    # A block that stays is told of by its last page.
    assert (steps[0].done, steps[0].files, steps[0].kept) == (len(first.files), len(left), True)
    assert steps[0].report.page == names[first.files[-1]]
    assert steps[-1].done == len(left)
    run([raw], tmp_path / "fresh")
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "fresh")


# ---------------------------------------------------------------------------- what breaks inside


def test_a_reader_that_breaks_costs_its_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = _fill(tmp_path / "raw", 2)
    real = file.pages

    def pages(found: Found, options: Meta) -> Any:
        if found.name == "000.txt":
            raise ZeroDivisionError("by nothing")
        return real(found, options)

    monkeypatch.setattr(file, "pages", pages)
    summary = run([raw], tmp_path / "out")
    assert [page.status for page in summary.pages] == ["failed", "done"]
    row = (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8").split("\n")[1]
    assert "X001" in row and "ingest" in row and "ZeroDivisionError: by nothing" in row


def test_records_that_cannot_be_made_cost_their_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, store = _fill(tmp_path / "raw", 2), _store(tmp_path)
    real = file.records

    def records(result: Any, shift: Any) -> Any:
        if result.page.name == "000.txt" and result.page.text:
            raise KeyError("no such cell")
        return real(result, shift)

    monkeypatch.setattr(file, "records", records)
    assert [task.do(one, Meta(), store) for one in _tasks(raw)] == [False, True]
    (entry,) = (store.once()).glob("*.json")
    assert b"X001" in entry.read_bytes() and b"KeyError" in entry.read_bytes()


def test_a_result_gives_the_names_of_all_its_articles() -> None:
    result = extract(PAGE.format(320) + "\n云海高新区新增企业46家。\n")
    zones = {e.canonical for e in result.entities if e.type is EntityType.ZONE}
    assert zones == {"城北开发区", "云海高新区"}
