"""Forks runs and kills them: a run begins at once, since all it needs is loaded before.

Each line of standard input is one order, in JSON: `raw`, `out`, and `after`, the seconds until the
run is killed, or null to let it end. Each line of standard output answers it: whether it was
killed, how long it took, and the names of the pages that it began to read.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from pipeline.model import Page, Result
from pipeline.run import page, run


def _run(raw: Path, out: Path, told: Path) -> None:
    real = page.read_page
    handle = os.open(told, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND)

    def noted(given: Page) -> Result:
        os.write(handle, f"{given.name}\n".encode())
        return real(given)

    page.read_page = noted
    run([raw], out)


def _killed(raw: Path, out: Path, told: Path, after: float | None) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _run(raw, out, told)
            code = 0
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != 0:
        raise SystemExit("the run failed")
    return False


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.txt"
        first.write_text(
            "城北开发区2023年完成工业总产值320亿元，同比增长8.5%。\n", encoding="utf-8"
        )
        run([first], Path(folder) / "out")
    # What a fork does not look through for garbage it need not copy.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        raw, out = Path(order["raw"]), Path(order["out"])
        told = out.with_name("told.txt")
        told.unlink(missing_ok=True)
        started = time.perf_counter()
        killed = _killed(raw, out, told, order["after"])
        answer = {
            "killed": killed,
            "seconds": time.perf_counter() - started,
            "read": told.read_text(encoding="utf-8").split() if told.exists() else [],
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
