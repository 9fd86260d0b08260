"""A long text that several workers read: the same bytes, whatever happens to one of them."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import pipeline
from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.model import Page
from pipeline.records import Shift
from pipeline.run import keys, run, shares, workers
from pipeline.run.file import Done
from pipeline.run.shares import Shared
from pipeline.run.store import Store
from pipeline.run.task import Task, do

SENTENCE = "截至2023年底，城北开发区完成工业总产值{}亿元，同比增长8.5%。"
PARTS = 9

# A worker that dies as it begins to read a share: the first one only, or each.
TROUBLE = """
import os, pathlib, signal
real = pathlib.Path.open
def opened(self, *given, **named):
    if self.suffix == ".texts":
        mark = pathlib.Path(os.environ["MARK"])
        if os.environ["DIES"] == "always" or not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return real(self, *given, **named)
pathlib.Path.open = opened
"""


def _text(between: str) -> str:
    """A text of `PARTS` parts, most of it blanks, which are read at once."""
    sentences = (SENTENCE.format(number + 100) for number in range(PARTS))
    return "本报讯（记者 王文）" + between.join(one + " " * 7000 for one in sentences)


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shares, "LEAST", 10_000)
    monkeypatch.setattr(shares, "PARTS", 2)
    monkeypatch.setattr(pipeline.run, "WORTH", 1)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "line.txt").write_text(_text(""), encoding="utf-8")
    return tmp_path / "raw"


def _bytes(folder: Path) -> dict[str, bytes]:
    names = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if name[0] != "."}


def _entries(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / ".cache" / "pages").rglob("*.json")}


@pytest.mark.slow
def test_the_bytes_are_those_of_one_reader(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = _text("\r\n").encode("gb18030")
    (raw / "broken.txt").write_bytes(broken[:9000] + b"\xff" + broken[9000:])
    (raw / "broken.meta.toml").write_text('date = "2024-04-18"\npaper = 3\n', encoding="utf-8")
    (raw / "damaged.txt").write_bytes(b"%PDF-" + b"1234567890" * 2000)
    for number in range(3):
        (raw / f"n{number}.txt").write_text(SENTENCE.format(number), encoding="utf-8")
    run([raw], tmp_path / "one", workers=1)
    readers: dict[str, list[str]] = {}
    both = threading.Barrier(2)
    real = Shared.came

    def came(shared: Shared, *given: Any) -> bool | None:
        readers.setdefault(shared.task.found.name, []).append(threading.current_thread().name)
        if sum(map(len, readers.values())) < 3:
            both.wait(60)  # so neither of the workers reads all shares
        return real(shared, *given)

    monkeypatch.setattr(Shared, "came", came)
    run([raw], tmp_path / "many", workers=2)
    assert _bytes(tmp_path / "many") == _bytes(tmp_path / "one")
    assert _entries(tmp_path / "many") == _entries(tmp_path / "one")
    assert readers.keys() == {"broken.txt", "line.txt"}
    assert len({name for names in readers.values() for name in names}) == 2
    assert run([raw], tmp_path / "many", workers=2).unchanged == 6
    assert not list((tmp_path / "many" / ".cache").rglob("*.texts"))
    rows = (tmp_path / "one" / "problems.csv").read_text(encoding="utf-8")
    assert rows.count("I010") == rows.count("I002") == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("dies", ["once", "always"])
def test_a_share_that_kills_its_worker(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    monkeypatch.setattr(shares, "PARTS", 5)
    (raw / "short.txt").write_text(SENTENCE.format(3), encoding="utf-8")
    run([raw], tmp_path / "one", workers=1, cache=False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(TROUBLE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "site"), str(ROOT)]))
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    monkeypatch.setenv("DIES", dies)
    summary = run([raw], tmp_path / "out", workers=2)
    if dies == "once":
        assert (tmp_path / "mark").exists()
        assert _bytes(tmp_path / "out") == _bytes(tmp_path / "one")
        return
    assert {page.page: page.status for page in summary.pages} == {
        "line.txt": "failed",
        "short.txt": "done",
    }
    assert summary.codes == {"X002": 1}
    # It may have been the machine's fault: the next run tries again.
    assert run([raw], tmp_path / "out", workers=1).complete
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "one")


# ------------------------------------------------------------------------------ without processes


@pytest.fixture
def shared(raw: Path, tmp_path: Path) -> Iterator[Shared]:
    store = Store(tmp_path / "store")
    store.tidy()
    found = Found(raw / "line.txt", "line.txt")
    cut = shares.cut(found, Meta(), store)
    assert cut is not None and len(cut["parts"]) == PARTS
    yield Shared(Task(0, found, keys.key(found, Meta())), store, cut)
    assert [path.suffix for path in store.once().iterdir()] in ([], [".json"])


def test_pieces_come_in_any_order(shared: Shared, tmp_path: Path) -> None:
    told = [shares.read(share.told, shared.store) for share in shared.shares()]
    kept = [shared.came(at, told[at], Meta()) for at in (4, 1, 0, 3, 2)]
    assert kept == [None, None, None, None, True]
    alone = Store(tmp_path / "alone")
    alone.tidy()
    assert do(shared.task, Meta(), alone)
    key = shared.task.key
    assert shared.store.path(key).read_bytes() == alone.path(key).read_bytes()


def test_a_text_that_changes_while_it_is_read_is_not_kept(shared: Shared) -> None:
    told = [shares.read(share.told, shared.store) for share in shared.shares()]
    shared.task.found.path.write_text(_text("\n"), encoding="utf-8")
    assert [shared.came(at, told[at], Meta()) for at in range(5)] == [None] * 4 + [False]
    assert shared.store.known() == set()
    assert shared.store.read(shared.task.key, once=True) is not None


def test_the_first_share_that_fails_is_told(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shares.read_part

    def read_part(outcome: Any, part: Page, shift: Shift, *given: Any) -> Done:
        if shift.column > 30_000:
            raise ValueError(f"behind {shift.column // 20_000 * 20_000}")
        return real(outcome, part, shift, *given)

    monkeypatch.setattr(shares, "read_part", read_part)
    told = [shares.read(share.told, shared.store) for share in shared.shares()]
    assert ["failed" in answer for answer in told] == [False, False, True, True, True]
    for at in (3, 0):
        assert shared.came(at, told[at], Meta()) is None
    # What is behind the first failure need not be read, what is before it must.
    assert [shared.wanted(at) for at in range(5)] == [True, True, True, False, False]
    assert shared.failed(4, "X002", "killed", Meta()) is None
    assert shared.came(2, told[2], Meta()) is None
    assert shared.came(1, told[1], Meta()) is False
    pages = shared.store.read(shared.task.key, once=True)
    assert pages is not None
    (page,) = pages
    assert page.codes == {"X001": 1} and "behind 20000" in page.records().problems[0]["detail"]


def test_a_piece_that_cannot_be_written_ends_the_run(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = shared.shares()[0]
    shutil.rmtree(shared.store.once())
    with pytest.raises(OSError):
        shares.read(share.told, shared.store)
    shared.store.tidy()


def test_what_is_shared(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Found(raw / "line.txt", "line.txt")
    assert shares.pages_of(line) == (raw / "line.txt").stat().st_size // shares.PAGE > 10
    (raw / "line.pdf").write_bytes((raw / "line.txt").read_bytes())
    assert shares.pages_of(Found(raw / "line.pdf", "line.pdf")) == 1
    assert shares.pages_of(Found(raw / "gone.txt", "gone.txt")) == 1
    assert shares.pages_of(Found(raw / "line.txt", "line.txt", ("I005", ""))) == 1
    monkeypatch.setattr(shares, "LEAST", line.path.stat().st_size + 1)
    assert shares.pages_of(line) == 1


def test_one_worker_shares_nothing(raw: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.tidy()
    found = Found(raw / "line.txt", "line.txt")
    task = Task(0, found, keys.key(found, Meta()))
    pool = workers.Pool(Meta(), store, 1)
    try:
        assert pool._told(task)["cut"] is False
    finally:
        pool.end()
