"""What a run over many generated pages takes: `python benchmarks/scale.py --pages 1000 10000`.

For each number of pages: a first run, one over the same pages again, one with ten pages changed.
Seconds by the clock and of the processor, pages and bytes a second, the memory of the run and of a
worker, at most and in each quarter of the time, the bytes of the output and of what is kept. Linux
only: memory is read from /proc. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import generate  # noqa: E402

CHANGED = 10


class Watch(threading.Thread):
    """Looks at a process and its children again and again, for the most memory each held."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most: dict[int, float] = {}
        # When it was looked, what the process held then, and the largest of its children.
        self.seen: list[tuple[float, float, float]] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.25):
            own, *children = (self.look(pid) for pid in (self.pid, *self.children()))
            self.seen.append((time.perf_counter(), own, max(children, default=0.0)))

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        out: list[int] = []
        # Threads start children as well; each lists its own.
        for task in path.parents[1].glob("*/children"):
            try:
                out += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
        return out

    def look(self, pid: int) -> float:
        """MB that a process holds now; notes the most that it ever held."""
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return 0.0
        now = 0.0
        for line in status.split("\n"):
            if line.startswith("VmHWM:"):
                self.most[pid] = int(line.split()[1]) / 1024
            if line.startswith("VmRSS:"):
                now = int(line.split()[1]) / 1024
        return now

    def quarters(self) -> dict[str, list[float]]:
        """The most MB of the process, and of a child, in each quarter of the time."""
        if not self.seen:
            return {}
        first, last = self.seen[0][0], self.seen[-1][0]
        span = max(last - first, 1e-9)
        most = [[0.0] * 4, [0.0] * 4]
        for at, *held in self.seen:
            quarter = min(3, int(4 * (at - first) / span))
            for row, mb in zip(most, held, strict=True):
                row[quarter] = max(row[quarter], round(mb, 1))
        return {"run_mb_by_quarter": most[0], "worker_mb_by_quarter": most[1]}


def timed(raw: Path, out: Path, workers: int) -> dict[str, Any]:
    """A run, its seconds and its memory in MB."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", "-q", "-j", str(workers), raw, "-o", out],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        process.wait()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    watch.over.set()
    watch.join()
    own = watch.most.pop(process.pid, 0.0)
    return {
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "run_mb": round(own, 1),
        "worker_mb": round(max(watch.most.values(), default=0.0), 1),
        **watch.quarters(),
    }


def size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def measure(count: int, workers: int, characters: int, folder: Path) -> dict[str, Any]:
    raw, out = folder / "raw", folder / "out"
    generate.write(raw, count, characters=characters)
    pages = sorted(raw.rglob("*.txt"))
    first = timed(raw, out, workers)
    told: dict[str, Any] = {
        "pages": count,
        "workers": workers,
        "input_bytes": size(pages),
        "first": {**first, "pages_a_second": round(count / first["seconds"], 1)},
        "unchanged": timed(raw, out, workers),
    }
    for path in pages[:: max(1, count // CHANGED)][:CHANGED]:
        path.write_text(path.read_text(encoding="utf-8") + "全区新增企业46家。\n", "utf-8")
    told["ten_changed"] = timed(raw, out, workers)
    told["output_bytes"] = size([path for path in out.iterdir() if path.name[0] != "."])
    told["kept_bytes"] = size(list((out / ".cache").rglob("*")))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds, bytes and memory of runs over pages.")
    parser.add_argument("--pages", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--characters", type=int, default=generate.CHARACTERS, help="of a page")
    options = parser.parse_args()
    for count in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            told = measure(count, options.workers, options.characters, Path(folder))
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
