"""Many machines when something breaks that no machine here breaks: a client that is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")
pytest.importorskip("fsspec")

import distributed

from pipeline import cluster
from pipeline.ingest.sidecar import Meta
from pipeline.run import keys

pytestmark = pytest.mark.cluster


class Future:
    """What a worker answers, or why it does not."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.cancelled = False

    def result(self) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def cancel(self) -> None:
        self.cancelled = True


class Client:
    """Hands out one answer after the other."""

    def __init__(self, *answers: Any) -> None:
        self.futures = [Future(answer) for answer in answers]
        self.given: list[Any] = []

    def ncores(self) -> dict[str, int]:
        return {"one": 1}

    def submit(self, call: Any, batch: Any, *_: Any, **__: Any) -> Future:
        self.given.append((call, batch))
        return self.futures[len(self.given) - 1]


def _entries(client: Client, output: Path) -> list[Any]:
    batches = [[(n, cluster.Source(str(output / f"{n}.txt"), f"{n}.txt"))] for n in (0, 1)]
    return list(cluster._entries(client, batches, Meta(), str(output)))


def test_a_batch_that_ends_every_worker_ends_the_run_and_what_waits(tmp_path: Path) -> None:
    client = Client(distributed.KilledWorker("batch", None, 3), [])
    with pytest.raises(OSError, match="batch 0 ended its worker again and again"):
        _entries(client, tmp_path)
    assert [call for call, _ in client.given] == [cluster.read_batch] * 2
    assert [future.cancelled for future in client.futures] == [True, True]


def test_an_entry_that_is_damaged_on_its_way_is_named(tmp_path: Path) -> None:
    key = "ab" + "0" * 62
    path = tmp_path / ".cache" / "pages" / "ab" / f"{key}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"half an entry')
    with pytest.raises(OSError, match=f"the entry .*{key}.json is damaged"):
        _entries(Client([(0, key, True)], []), tmp_path)


def test_a_machine_with_another_program_reads_nothing(tmp_path: Path) -> None:
    assert keys.program().hex() != "00"
    with pytest.raises(RuntimeError, match="another version of the program"):
        cluster.read_batch([], {"date": None, "paper": None, "label": None}, str(tmp_path), "00")
    assert list(tmp_path.iterdir()) == []
