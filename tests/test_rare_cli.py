"""The command line where it is seldom used: on a terminal, into a closed pipe, with a cluster."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from pipeline import __main__ as cli
from pipeline.model import Aligned
from pipeline.review import server
from pipeline.run import Summary

PAGE = "城北开发区2023年完成工业总产值{}亿元，同比增长8.5%。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    for number in (1, 2, 3):
        text = PAGE.format(300 + number)
        (tmp_path / "raw" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_and_is_left_clean(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert cli.main(["run", str(folder / "raw"), "-o", str(folder / "out")]) == 0
    bars = [part for part in shown.getvalue().split("\r\033[K") if part]
    assert bars, shown.getvalue()
    assert bars[-1].startswith("█" * 24 + " 3/3  ")
    assert bars[-1].endswith("0:00 left  3.txt") and " pages/s" in bars[-1]
    assert shown.getvalue().endswith("\r\033[K")


def test_the_bar_tells_the_rate_of_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.sys, "stderr", Terminal())
    progress = cli._Progress()
    progress.started, progress.read = 100.0, 10
    step: Any = type("Step", (), {"done": 20, "files": 80})()
    # 10 pages in 5 s; 60 are left.
    assert progress.bar(step, "a.txt", 105.0) == "█" * 6 + "·" * 18 + (
        " 20/80  2.0 pages/s  0:30 left  a.txt"
    )


def test_who_closes_the_pipe_is_told_nothing(folder: Path) -> None:
    text = "\n".join(PAGE.format(n) for n in range(400))
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "explain", text],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_review_that_is_ended_says_how_it_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Ended:
        """A server whose editor is done at once."""

        address, kept = "http://127.0.0.1:1/?token=x", folder / "raw" / "decisions.jsonl"

        def serve_forever(self, poll_interval: float) -> None:
            assert poll_interval < 1
            raise KeyboardInterrupt

    monkeypatch.setattr(server, "desk", lambda *_, **__: nullcontext(Ended()))
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    assert cli.main(["review", str(folder / "raw"), "-o", str(folder / "out")]) == 0
    told = capsys.readouterr()
    assert told.out == f"{Ended.address}\n"
    assert told.err.split("\n")[:2] == [
        f"decisions are kept in {Ended.kept}; Ctrl-C ends",
        f"run {folder / 'raw'} again to apply what was decided",
    ]


def test_a_port_is_a_number_of_two_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._parser().parse_args(["review", "raw", "--port", "65535"]).port == 65535
    with pytest.raises(SystemExit):
        cli._parser().parse_args(["review", "raw", "--port", "65536"])
    assert "from 0 to 65535" in capsys.readouterr().err


def test_cores_are_counted_where_the_system_tells_no_affinity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cli._cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cli._cores() == 1


@pytest.mark.parametrize(
    ("inputs", "output", "given", "scheduler"),
    [
        (["raw"], "out", ["--scheduler", "local"], None),
        (["raw"], "out", ["--scheduler", "tcp://one:8786"], "tcp://one:8786"),
        (["s3://bucket/raw"], "out", [], None),
        (["raw"], "s3://bucket/out", [], None),
    ],
)
def test_a_scheduler_or_a_url_leads_to_many_machines(
    monkeypatch: pytest.MonkeyPatch,
    inputs: list[str],
    output: str,
    given: list[str],
    scheduler: str | None,
) -> None:
    cluster = pytest.importorskip("pipeline.cluster")
    asked: list[Any] = []

    def run(*arguments: Any, **named: Any) -> Summary:
        asked.append((*arguments, named["scheduler"], named["workers"], named["options"].date))
        return Summary()

    monkeypatch.setattr(cluster, "run", run)
    more = ["-j", "3", "--date", "2024-04-18", "-q"]
    assert cli.main(["run", *inputs, "-o", output, *given, *more]) == cli.INCOMPLETE
    assert asked == [(inputs, output, scheduler, 3, "2024-04-18")]


# -------------------------------------------------------------------------- the parts for Python


def test_texts_of_another_length_than_their_places_are_refused() -> None:
    assert Aligned("ab", (0, 1), "ab").text == "ab"
    with pytest.raises(ValueError, match="differ in length"):
        Aligned("ab", (0,), "ab")
