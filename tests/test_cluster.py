"""Many machines, here processes of their own: the same bytes, each page once, whatever dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from pipeline.errors import InputError
from pipeline.records import SAID
from pipeline.review import parse, store
from pipeline.run import Step, run

pytest.importorskip("distributed")
pytest.importorskip("fsspec")

from pipeline import cluster

pytestmark = [pytest.mark.slow, pytest.mark.cluster]

PAGE = "城北开发区2023年完成工业总产值{}亿元，同比增长8.5%。\n"
POISON = """
import os, pathlib, signal
real = pathlib.Path.read_bytes
def read(self):
    if self.name.startswith("poison"):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self)
pathlib.Path.read_bytes = read
"""


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name[0] != "."}


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the process did not answer")


class Machines:
    """A scheduler and its workers on the loopback."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.port = _port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = environment
        self.workers: list[subprocess.Popen[bytes]] = []
        given = ["--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"]
        self.scheduler = self._start("dask_scheduler", *given)
        _wait(self.port)

    def add(self) -> subprocess.Popen[bytes]:
        given = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        given += ["--local-directory", str(self.folder)]
        self.workers.append(self._start("dask_worker", self.address, *given))
        return self.workers[-1]

    def _start(self, module: str, *given: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *given],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    paths = os.pathsep.join([str(folder), str(ROOT)])
    known = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    made = Machines(folder, {**os.environ, **known, **S3, "PYTHONPATH": paths})
    made.add()
    made.add()
    yield made
    made.end()


S3 = {"FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{_port()}", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for number in range(36):
        folder = tmp_path / "raw" / str(number % 3)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"p{number:02}.txt").write_text(PAGE.format(number + 2), encoding="utf-8")
    (tmp_path / "raw" / "1" / "p01.meta.toml").write_text('date = "2024-04-18"\n', "utf-8")
    (tmp_path / "raw" / "2" / "picture.xyz").write_bytes(b"not read")
    (tmp_path / "raw" / "2" / "empty.txt").write_bytes(b"")
    return tmp_path / "raw"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "BATCH", 4)


def test_the_bytes_are_those_of_one_machine(
    machines: Machines, raw: Path, tmp_path: Path, small: None
) -> None:
    steps: list[Step] = []
    run([raw], tmp_path / "one")
    first = cluster.run([str(raw)], str(tmp_path / "many"), scheduler=machines.address)
    again = cluster.run(
        [str(raw)], str(tmp_path / "many"), scheduler=machines.address, progress=steps.append
    )
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "many")
    # The picture has no reader today: it alone is looked at again.
    assert (first.unchanged, again.unchanged) == (0, 37)
    assert [step.done for step in steps] == list(range(1, 39))
    # Each uses what the other kept.
    assert run([raw], tmp_path / "many").unchanged == 37


def test_a_worker_killed_in_the_midst_costs_no_page(
    machines: Machines, raw: Path, tmp_path: Path, small: None
) -> None:
    third = machines.add()
    killed = threading.Event()

    def kill(step: Step) -> None:
        if step.done == 5 and not killed.is_set():
            killed.set()
            third.send_signal(signal.SIGKILL)

    for page in (raw / "0").iterdir():
        page.write_text(page.read_text(encoding="utf-8") * 30, encoding="utf-8")
    run([raw], tmp_path / "one")
    cluster.run([str(raw)], str(tmp_path / "many"), scheduler=machines.address, progress=kill)
    assert third.wait() == -signal.SIGKILL
    machines.workers.remove(third)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "many")


def test_a_file_that_kills_its_reader_costs_only_itself(
    machines: Machines, raw: Path, tmp_path: Path, small: None
) -> None:
    (raw / "0" / "poison.txt").write_text(PAGE.format(7), encoding="utf-8")
    summary = cluster.run([str(raw)], str(tmp_path / "out"), scheduler=machines.address)
    failed = {page.page for page in summary.pages if page.status == "failed"}
    assert failed == {"0/poison.txt", "2/empty.txt"}
    assert summary.codes["X002"] == 1
    assert not list((tmp_path / "out" / ".cache" / "once").glob("*.json"))
    assert all(worker.poll() is None for worker in machines.workers)


def test_object_storage(
    machines: Machines,
    raw: Path,
    tmp_path: Path,
    small: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("s3fs")
    pytest.importorskip("moto")
    for name, value in {**machines.environment}.items():
        if name.startswith(("AWS_", "FSSPEC_")):
            monkeypatch.setenv(name, value)
    port = S3["FSSPEC_S3_ENDPOINT_URL"].rpartition(":")[2]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(int(port))
        _bucket(raw, tmp_path, machines)
    finally:
        server.kill()
        server.wait()


def _same(files: Any, folder: Path) -> None:
    for name, data in _bytes(folder).items():
        assert files.cat_file(f"results/2024/{name}") == data, name


def _decide(raw: Path, output: Path) -> None:
    """Corrects the first fact of the first page."""
    lines = (output / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    fact = json.loads(lines[0])
    row = {
        "page_sha256": sha256((raw / fact["page"]).read_bytes()).hexdigest(),
        "page": fact["page"],
        "span": [fact[name] for name in ("line", "column", "end_line", "end_column")],
        "raw": fact["raw"],
        "action": "correct",
        "fact": {name: fact[name] for name in SAID},
        "fields": {"indicator": "规上工业总产值"},
    }
    store.append(raw / store.NAME, [parse(row)])


def _bucket(raw: Path, tmp_path: Path, machines: Machines) -> None:
    import s3fs

    files: Any = s3fs.S3FileSystem(endpoint_url=S3["FSSPEC_S3_ENDPOINT_URL"])
    files.mkdir("archive")
    files.mkdir("results")
    files.put(str(raw), "archive/2024", recursive=True)
    import fsspec

    fsspec.config.conf["s3"] = {"endpoint_url": S3["FSSPEC_S3_ENDPOINT_URL"]}
    try:
        for unchanged in (0, 37):
            summary = cluster.run(
                ["s3://archive/2024"], "s3://results/2024", scheduler=machines.address
            )
            assert summary.unchanged == unchanged
        with pytest.raises(InputError, match="I003"):
            cluster.run(["s3://archive/none"], "s3://results/x", scheduler=machines.address)
        run([raw], tmp_path / "one")
        _same(files, tmp_path / "one")
        # What editors decide lies beside the pages there too.
        _decide(raw, tmp_path / "one")
        for given in (".", "0/p00.txt"):
            beside = (raw / given if given == "." else (raw / given).parent) / store.NAME
            beside.write_bytes((raw / store.NAME).read_bytes())
            place = beside.relative_to(raw).as_posix()
            files.put_file(str(beside), f"archive/2024/{place}")
            url = f"s3://archive/2024/{given}".removesuffix("/.")
            summary = cluster.run([url], "s3://results/2024", scheduler=machines.address)
            assert summary.review == {"correct": 1}
            run([raw / given], tmp_path / "one")
            _same(files, tmp_path / "one")
    finally:
        del fsspec.config.conf["s3"]
    assert not files.glob("results/2024/.cache/once/*.json")


def test_a_cluster_of_its_own(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    run([raw], tmp_path / "one")
    cluster.run([str(raw)], (tmp_path / "many").as_uri(), workers=1)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "many")


def test_without_the_extra_the_advice_is_given(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"I034.*cluster"):
        cluster.run([str(raw)], str(tmp_path / "out"))
