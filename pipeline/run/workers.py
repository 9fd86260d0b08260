"""Files read by several processes at once; the run hears of each in the order of the input.

    pool = Pool(options, store, workers=4)
    for task, kept in pool.answers(tasks): ...
    pool.end()

A worker is `main` in a process of its own. It is told a file by a line of JSON on its standard
input, writes the file's entry, and answers by a line on what was its standard output; the records
themselves go through the file system. It ends when its input ends, so that none outlives the run.
A worker that dies is replaced, and its file read once more; the second time the file is given up.
A long text is read by all of them, as `shares` says.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.run import shares
from pipeline.run.page import prepare
from pipeline.run.shares import Share, Shared
from pipeline.run.store import Store
from pipeline.run.task import Task, do, give_up

GARBAGE = 50_000
"""So many new objects before a worker looks for rings of them; a page leaves next to none."""

AHEAD = 64
"""So many files a worker are read at most before the first of them is in the tables."""

LEAVE = 5.0
"""Seconds a worker is given to end once it has nothing more to do."""

# What a library prints, be it while it is loaded, must not stand among the answers.
_BEGIN = """
import os
answers = os.dup(1)
os.dup2(2, 1)
from pipeline.run.workers import main
main(answers)
"""

Answer = tuple[Task, bool]


def work(tasks: Iterable[Task], options: Meta, store: Store, pool: Pool | None) -> Iterator[Answer]:
    """Reads files and yields them in order, each with whether its entry was kept.

    pool: who reads them; without it they are read in this process.
    Raises OSError where a worker cannot write.
    """
    if pool is not None:
        yield from pool.answers(tasks)
        return
    for task in tasks:
        yield task, do(task, options, store)


class Pool:
    """Workers, each with a thread that feeds it. One caller at a time may ask for answers.

    workers: how many processes.  at_once: they begin now, not with their first file.
    """

    def __init__(self, options: Meta, store: Store, workers: int, *, at_once: bool = False) -> None:
        self.options = options
        self.store = store
        self._at_once = at_once
        self._todo: queue.SimpleQueue[Task | Share | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._ended = False
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._feed, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """All tasks in order; never more than `AHEAD` a worker are under way or waiting."""
        waiting: dict[int, Answer] = {}
        order: list[int] = []
        given = iter(tasks)
        told = 0
        most = AHEAD * len(self._threads)
        more = True
        while True:
            while more and len(order) - told < most:
                task = next(given, None)
                if task is None:
                    more = False
                    break
                order.append(task.index)
                self._todo.put(task)
            if told == len(order):
                return
            while order[told] not in waiting:
                answer = self._done.get()
                if isinstance(answer, BaseException):
                    raise answer
                waiting[answer[0].index] = answer
            yield waiting.pop(order[told])
            told += 1

    def end(self) -> None:
        """Ends all workers at once; what they were writing stays a temporary file."""
        with self._lock:
            self._ended = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _feed(self) -> None:
        """Gives tasks to one worker after the other has died, until there are no more."""
        process: subprocess.Popen[bytes] | None = None
        try:
            if self._at_once:
                process = self._start()
            while (work := self._todo.get()) is not None:
                if isinstance(work, Share) and not work.of.wanted(work.number):
                    self._give_up(work, "not read")
                    continue
                for tries_left in (1, 0):
                    process = process or self._start()
                    answer = _ask(process, self._told(work))
                    if isinstance(answer, BaseException):
                        raise answer
                    if answer is not None:
                        self._take(work, answer)
                        break
                    how = self._stop(process)
                    process = None
                    if not tries_left:
                        self._give_up(work, how)
        except BaseException as error:
            self._done.put(error)
        finally:
            if process is not None:
                self._stop(process)

    def _told(self, work: Task | Share) -> dict[str, Any]:
        """What a worker is told to do."""
        if isinstance(work, Share):
            return {"share": work.told}
        found = work.found
        return {
            "index": work.index,
            "path": str(found.path.absolute()),
            "name": found.name,
            "refused": found.refused,
            "key": work.key,
            "cut": len(self._threads) > 1 and shares.pages_of(found) > 1,
        }

    def _take(self, work: Task | Share, answer: dict[str, Any]) -> None:
        """What a worker answered."""
        if isinstance(work, Share):
            self._joined(work.of, work.of.came(work.number, answer, self.options))
        elif "kept" in answer:
            self._done.put((work, answer["kept"]))
        else:
            for share in Shared(work, self.store, answer["cut"]).shares():
                self._todo.put(share)

    def _give_up(self, work: Task | Share, how: str) -> None:
        if isinstance(work, Share):
            kept = work.of.failed(work.number, "X002", how, self.options)
            self._joined(work.of, kept)
        else:
            self._done.put((work, give_up(work, self.store, "X002", how)))

    def _joined(self, shared: Shared, kept: bool | None) -> None:
        if kept is not None:
            self._done.put((shared.task, kept))

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._ended:
                raise _Ended
            process = subprocess.Popen(
                [sys.executable, "-c", _BEGIN],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
            )
            self._processes.add(process)
        setup = {"options": asdict(self.options), "store": str(self.store.folder.resolve())}
        _send(process.stdin, setup)
        return process

    def _stop(self, process: subprocess.Popen[bytes]) -> str:
        """Ends a worker, if it has not ended itself, and says how it ended."""
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        try:
            code = process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        with self._lock:
            self._processes.discard(process)
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"


class _Ended(Exception):
    """The run is over; no worker is started any more."""


def _environment() -> dict[str, str]:
    """Ours, with the folder of this package where a new Python finds it."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _send(stream: IO[bytes] | None, data: Mapping[str, Any]) -> None:
    assert stream is not None
    stream.write(json.dumps(data).encode("ascii") + b"\n")
    stream.flush()


def _ask(
    process: subprocess.Popen[bytes], told: Mapping[str, Any]
) -> dict[str, Any] | OSError | None:
    """What a worker answers: what it did, the error that kept it from writing, or nothing."""
    try:
        _send(process.stdin, told)
        line = process.stdout.readline() if process.stdout else b""
        answer = json.loads(line) if line.endswith(b"\n") else None
    except (OSError, ValueError):
        return None
    if not isinstance(answer, dict):
        return None
    return OSError(*answer["error"]) if "error" in answer else answer


def main(handle: int) -> None:
    """A worker's life. handle: of the file that takes its answers."""
    # The run itself is told of an interruption and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(GARBAGE)
    answers = os.fdopen(handle, "wb")
    lines = sys.stdin.buffer
    setup = json.loads(lines.readline())
    options = Meta(**setup["options"])
    store = Store(Path(setup["store"]))
    prepare()
    for line in lines:
        told = json.loads(line)
        try:
            answer = _answer(told, options, store)
        except OSError as error:
            _send(answers, {"error": [error.errno, error.strerror or str(error), error.filename]})
            return
        _send(answers, answer)


def _answer(told: dict[str, Any], options: Meta, store: Store) -> dict[str, Any]:
    if "share" in told:
        return shares.read(told["share"], store)
    refused = tuple(told["refused"]) if told["refused"] else None
    found = Found(Path(told["path"]), told["name"], refused)
    cut = shares.cut(found, options, store) if told["cut"] else None
    if cut is not None:
        return {"cut": cut}
    return {"kept": do(Task(told["index"], found, told["key"]), options, store)}
