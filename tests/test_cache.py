"""What is kept of unchanged files: never a byte of difference, whatever broke off before."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
import regex
from conftest import ROOT, Command, bound_by_permissions
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.model import Page, Result
from pipeline.run import keys, page, run, store
from pipeline.run.lock import locked

SENTENCES = (
    "城北开发区去年完成工业总产值{0}亿元，同比增长8.{1}%。",
    "园区新增企业{0}家，其中高新技术企业{1}家。",
    "2023年，银川高新区进出口额{0}.28亿元，占全市的{1}%。",
)


def _fill(folder: Path, count: int = 6) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = "\n".join(line.format(number + 100, number + 1) for line in SENTENCES)
        (folder / f"{number:03}.txt").write_text(text + "\n", encoding="utf-8")


def _bytes(folder: Path) -> dict[str, bytes]:
    """All files of an output by their name below it; what is hidden is no output."""
    names = {p: p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for path, name in names.items() if name[0] != "."}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    _fill(tmp_path / "raw")
    return tmp_path / "raw"


def test_unchanged_pages_are_not_read_again(raw: Path, tmp_path: Path, reads: list[str]) -> None:
    first = run([raw], tmp_path / "out")
    assert len(reads) == 6 and first.unchanged == 0
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("[!.]*")}
    second = run([raw], tmp_path / "out")
    assert len(reads) == 6 and second.unchanged == 6
    assert before == {
        path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("[!.]*")
    }
    for name in ("files", "pages", "counts", "roles", "codes"):
        assert getattr(first, name) == getattr(second, name)
    assert +first.statuses == +second.statuses


def test_what_changes_is_read_again_and_nothing_else(
    raw: Path, tmp_path: Path, reads: list[str]
) -> None:
    run([raw], tmp_path / "out")
    del reads[:]
    (raw / "002.txt").write_text("全区新增企业46家，增长两成。\n", encoding="utf-8")
    (raw / "004.meta.toml").write_text('date = "2024-04-18"\n', encoding="utf-8")
    os.utime(raw / "001.txt")
    assert run([raw], tmp_path / "out").unchanged == 4
    assert reads == ["002.txt", "004.txt"]
    run([raw], tmp_path / "fresh")
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "fresh")


def test_a_page_that_is_gone_takes_its_records_along(
    raw: Path, tmp_path: Path, reads: list[str]
) -> None:
    run([raw], tmp_path / "out")
    del reads[:]
    (raw / "003.txt").unlink()
    (raw / "005.txt").rename(raw / "0055.txt")
    run([raw], tmp_path / "out")
    assert reads == ["0055.txt"]
    run([raw], tmp_path / "fresh", cache=False)
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "fresh")
    assert b"003.txt" not in b"".join(_bytes(tmp_path / "out").values())
    # Nothing is kept of what is not there any more.
    assert len(list((tmp_path / "out" / ".cache").rglob("*.json"))) == 5 + 1


def test_other_options_and_another_program_read_all_again(
    raw: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run([raw], tmp_path / "out")
    assert run([raw], tmp_path / "out", options=Meta(date="2020")).unchanged == 0
    monkeypatch.setattr(keys, "program", lambda: b"the next version")
    assert run([raw], tmp_path / "out", options=Meta(date="2020")).unchanged == 0
    assert len(reads) == 18


def test_an_output_that_somebody_touched_is_made_again(
    raw: Path, tmp_path: Path, reads: list[str]
) -> None:
    run([raw], tmp_path / "out")
    wanted = _bytes(tmp_path / "out")
    for name in wanted:
        del reads[:]
        data = (tmp_path / "out" / name).read_bytes()
        (tmp_path / "out" / name).write_bytes(data.replace(b"2", b"3"))
        run([raw], tmp_path / "out")
        assert _bytes(tmp_path / "out") == wanted, name
        (tmp_path / "out" / name).unlink()
        run([raw], tmp_path / "out")
        assert _bytes(tmp_path / "out") == wanted, name
        assert not reads


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "other", "no end"])
def test_a_damaged_entry_is_as_good_as_none(
    raw: Path, tmp_path: Path, reads: list[str], damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small entries are read at once and large ones are not; both are looked at first.
    monkeypatch.setattr(store, "_SMALL", 0 if damage in ("bit", "cut") else 1 << 20)
    run([raw], tmp_path / "out")
    wanted = _bytes(tmp_path / "out")
    entries = sorted((tmp_path / "out" / ".cache" / "pages").rglob("*.json"))
    assert len(entries) == 6
    data = entries[0].read_bytes()
    entries[0].write_bytes(
        {
            "cut": data[: len(data) // 2],
            "bit": data[:900] + bytes([data[900] ^ 1]) + data[901:],
            "empty": b"",
            "other": b'{"sha256": 3}\n',
            "no end": data.rstrip().rpartition(b"\n")[0] + b"\n",
        }[damage]
    )
    (tmp_path / "out" / "facts.csv").unlink()
    del reads[:]
    run([raw], tmp_path / "out")
    assert len(reads) == 1
    assert _bytes(tmp_path / "out") == wanted


def test_an_error_of_the_day_is_not_kept(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = page.read_page

    def failing(given: Page) -> Result:
        if given.name == "001.txt":
            raise MemoryError
        return real(given)

    with monkeypatch.context() as patch:
        patch.setattr(page, "read_page", failing)
        assert run([raw], tmp_path / "out").codes["X001"] == 1
    after = run([raw], tmp_path / "out")
    assert after.unchanged == 5 and not after.codes["X001"]


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = page.read_page

    def slow(given: Page) -> Result:
        (raw / given.name).write_text("全区新增企业46家。\n", encoding="utf-8")
        return real(given)

    with monkeypatch.context() as patch:
        patch.setattr(page, "read_page", slow)
        run([raw], tmp_path / "out")
    assert run([raw], tmp_path / "out").unchanged == 0


def test_without_the_cache_nothing_is_kept(raw: Path, tmp_path: Path, reads: list[str]) -> None:
    run([raw], tmp_path / "out", cache=False)
    run([raw], tmp_path / "out", cache=False)
    assert len(reads) == 12
    assert {path.name for path in (tmp_path / "out").glob(".*")} == {".lock"}
    run([raw], tmp_path / "kept")
    run([raw], tmp_path / "kept", cache=False)
    assert run([raw], tmp_path / "kept").unchanged == 6
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "kept")


@given(st.lists(st.text(max_size=3), max_size=4), st.lists(st.text(max_size=3), max_size=4))
def test_two_keys_are_equal_only_if_all_parts_are(first: list[str], second: list[str]) -> None:
    joined = [b"".join(keys._fields(*parts)) for parts in (first, second)]
    assert (joined[0] == joined[1]) == (first == second)


def test_names_of_no_encoding_have_a_key(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xe2.txt"))
    assert keys.key(Found(path, "光.txt"), Meta()) != keys.key(Found(path, "克.txt"), Meta())


def test_half_a_surrogate_pair_costs_its_page_only(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {"schema_name": "DoclingDocument", "texts": [{"text": "企业46家\ud800"}], "body": {}}
    (raw / "x.json").write_text(json.dumps(document), encoding="utf-8")
    summary = run([raw], tmp_path / "out")
    assert len(summary.pages) == 7
    assert [told.status for told in summary.pages[:6]] == ["done"] * 6


# ------------------------------------------------------------------------------ broken off


class Full:
    """Lets the n-th step of writing fail as a full disk does: making a file or folder, a write, a
    flush, putting it on the disk, giving it its name."""

    def __init__(self, n: int, patch: pytest.MonkeyPatch) -> None:
        self.left = n
        self.lock = Lock()
        self.steps: Counter[str] = Counter()
        patch.setattr(os, "fdopen", self._opened)
        for owner, name in (
            (os, "fsync"),
            (store.tempfile, "mkstemp"),
            (Path, "replace"),
            (Path, "mkdir"),
            (store, "pack"),
        ):
            self._wrap(owner, name, patch)

    def _wrap(self, owner: Any, name: str, patch: pytest.MonkeyPatch) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self.step(name)
            return real(*arguments, **named)

        patch.setattr(owner, name, call)

    def step(self, name: str) -> None:
        with self.lock:  # files are written by several threads
            self.left -= 1
            self.steps[name] += 1
            fails = self.left == 0
        if fails:
            raise OSError(errno.ENOSPC, "No space left on device")

    def _opened(self, handle: int, mode: str) -> io.BufferedWriter:
        full = self

        class Disk(io.BufferedWriter):
            def write(self, data: Any) -> int:
                full.step("write")
                return super().write(data)

            def flush(self) -> None:
                full.step("flush")
                super().flush()

        try:
            self.step("fdopen")
        except OSError:
            os.close(handle)
            raise
        return Disk(io.FileIO(handle, mode))


def test_whichever_step_fails_the_next_run_makes_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(tmp_path / "old", 2)
    _fill(tmp_path / "new", 3)
    run([tmp_path / "old"], tmp_path / "was")
    run([tmp_path / "new"], tmp_path / "is")
    old, new = _bytes(tmp_path / "was"), _bytes(tmp_path / "is")
    out = tmp_path / "out"
    failures = 0
    for n in range(1, 600):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(tmp_path / "was", out)
        with monkeypatch.context() as patch:
            full = Full(n, patch)
            try:
                run([tmp_path / "new"], out)
            except OSError:
                failures += 1
        found = _bytes(out)
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
        run([tmp_path / "new"], out)
        assert _bytes(out) == new
        assert not [path for path in out.rglob("*") if path.suffix == ".part"]
        if full.left > 0:
            break
    else:
        pytest.fail("the run never came through")
    assert failures > 100
    assert full.steps.keys() >= {"write", "flush", "fsync", "replace", "mkstemp", "mkdir"}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits")
def test_a_full_disk_is_told_and_damages_nothing(tmp_path: Path) -> None:
    """The system itself refuses to make a file longer, in the run and in its workers."""
    _fill(tmp_path / "old", 2)
    _fill(tmp_path / "new", 40)
    run([tmp_path / "old"], tmp_path / "out")
    old = _bytes(tmp_path / "out")
    given_to = (tmp_path / "new", "-o", tmp_path / "out")
    for size in (1000, 40_000):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "run", "-qj", "2", *map(str, given_to)],
            # Python itself would leave half of a compiled source for those that come after.
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),  # type: ignore[misc]
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("error: ") and "Traceback" not in done.stderr
        assert "File too large" in done.stderr
        assert _bytes(tmp_path / "out") == old


@pytest.mark.skipif(sys.platform != "linux", reason="permissions as Linux has them")
@pytest.mark.parametrize("given", ["folder", "files", "parent"])
def test_a_folder_that_may_not_be_written_is_told(raw: Path, tmp_path: Path, given: str) -> None:
    """Before the first page is read, by one line, and what stands there stays."""
    out = tmp_path / "above" / "out"
    if given != "parent":
        run([raw / "001.txt"], out)
    before = _bytes(out) if out.exists() else {}
    closed = {"folder": [out], "files": [out / ".lock", out], "parent": [tmp_path / "above"]}[given]
    closed[-1].mkdir(exist_ok=True)
    for path in closed:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "run", "-q", str(raw), "-o", str(out)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=bound_by_permissions,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        for path in closed:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 2
    assert regex.fullmatch(
        rf"error: .*Permission denied.*{regex.escape(str(out))}.*\n", done.stderr
    )
    assert (_bytes(out) if out.exists() else {}) == before


def test_a_second_run_is_told_who_holds_the_folder(
    raw: Path, tmp_path: Path, command: Command
) -> None:
    with locked(tmp_path / "out"):
        done = command("run", raw, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert f"process {os.getpid()} on {socket.gethostname()}" in done.stderr
    assert run([raw], tmp_path / "out").complete


def _killed(arguments: list[str], after: float) -> bool:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            child.kill()
            return True
    return False


def _moments(count: int) -> Iterator[float]:
    """Shares of the time that a whole run takes, on whatever machine."""
    dice = random.Random(7)
    for _ in range(count):
        yield dice.uniform(0.05, 1.25)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_killed_at_any_moment_the_next_run_makes_good(tmp_path: Path) -> None:
    """R3: twenty kills, one after the other on the same folder, and of runs over changing pages."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    _fill(raw, 60)
    run([raw], tmp_path / "fresh", cache=False)
    wanted = _bytes(tmp_path / "fresh")
    (tmp_path / "one.txt").write_text("全区新增企业46家。\n", encoding="utf-8")
    run([tmp_path / "one.txt"], out)
    old = _bytes(out)
    given = ["-q", "-j", "2", str(raw), "-o"]
    started = time.perf_counter()
    assert not _killed([*given, str(tmp_path / "timed")], 300)
    whole = time.perf_counter() - started
    kills, killed = 0, True
    for moment in _moments(20):
        # What an ended run kept makes the next one short; the machine may have become faster.
        anew = moment > 0.9 or not killed
        if anew:
            shutil.rmtree(out / ".cache", ignore_errors=True)
        started = time.perf_counter()
        killed = _killed([*given, str(out)], moment * whole)
        if anew and not killed:
            whole = time.perf_counter() - started
        kills += killed
        found = _bytes(out)
        # A larger run brings files that a smaller one has not; none is half, none is missing.
        assert old.keys() <= found.keys()
        assert all(data in (old.get(name), wanted.get(name)) for name, data in found.items())
    assert kills > 5
    entries = len(list((out / ".cache" / "pages").rglob("*.json")))
    again = run([raw], out)
    # Every page whose entry was complete is not read again; each of the two workers, orphaned
    # by the last kill, may still have ended the page that it was at.
    assert entries <= again.unchanged <= entries + 2
    assert _bytes(out) == wanted
    assert not list(out.glob(".*.part"))
