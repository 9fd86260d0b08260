"""The command line: what it prints, its exit codes, and how soon it answers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import GOLD, ROOT, Command

from pipeline.__main__ import main

PAGE = "城北开发区2023年完成工业总产值320亿元，同比增长8.5%。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_run_tells_at_a_glance(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["run", str(folder / "raw"), "-o", str(folder / "out")])
    shown = capsys.readouterr()
    assert code == 0
    for word in ("pages", "articles", "facts", "numbers", "unresolved", "problems", "seconds"):
        assert f"\n{word}" in "\n" + shown.out
    assert "accounted" in shown.out
    assert "done    a.txt" in shown.err and "\r" not in shown.err


def test_a_page_that_is_not_read_gives_1(folder: Path) -> None:
    (folder / "raw" / "b.txt").write_bytes(b"")
    assert main(["run", "-q", str(folder / "raw"), "-o", str(folder / "out")]) == 1
    lines = (folder / "out" / "facts.jsonl").read_text(encoding="utf-8").split("\n")
    assert {json.loads(line)["page"] for line in lines[:-1]} == {"a.txt"}


def test_an_empty_folder_gives_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    assert main(["run", str(tmp_path / "raw"), "-o", str(tmp_path / "out")]) == 1
    assert "no page" in capsys.readouterr().err


def test_a_folder_that_is_not_there_gives_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(tmp_path / "nothing"), "-o", str(tmp_path / "out")]) == 2
    assert "I003" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_gives_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    assert main(["run", str(folder / "raw"), "-o", str(folder / "file" / "out")]) == 2
    assert "error" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["run"], ["run", "raw", "--date", "gestern"], ["run", "raw", "-j", "0"]],
)
def test_wrong_use_gives_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_score_prints_the_figures(
    extracted: tuple[Path, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(GOLD), "-r", str(extracted[0]), "--errors", "2"]) == 0
    assert "number" in (text := capsys.readouterr().out) and "accounting" in text
    assert main(["score", str(GOLD), "-r", str(extracted[0]), "--json", "--pages", "p06.txt"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 < found["figures"]["fact_f1"] <= 1


def test_score_without_records_gives_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(GOLD), "-r", str(tmp_path)]) == 2
    assert "run the pipeline first" in capsys.readouterr().err


def test_explain_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", PAGE.strip()]) == 0
    shown = capsys.readouterr().out
    number = "number    320亿元  fact  32000000000 CNY"
    for part in ("words", number, "growth 8.5 %", "tried", "fitted"):
        assert part in shown


def test_explain_a_line_of_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "raw" / "b.txt"
    path.write_text(PAGE * 1 + "\n第二行讲的是另一个园区，它有46家企业。\n", encoding="utf-8")
    assert main(["explain", f"{path}:3"]) == 0
    shown = capsys.readouterr().out
    assert "46家" in shown and "320亿元  fact" not in shown
    assert main(["explain", f"{path}:99"]) == 2
    assert "I003" in capsys.readouterr().err


def test_check_is_content_with_what_we_ship(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(GOLD)]) == 0, capsys.readouterr().out


def test_check_names_the_line_of_a_wrong_label(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (GOLD / "numbers.csv").read_text(encoding="utf-8").replace(",fact,", ",fakt,", 1)
    (tmp_path / "numbers.csv").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "'fakt'" in shown and "numbers.csv:" in shown


def test_add_copies_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    arguments = ["add", str(tmp_path / "a.txt"), "--to", str(tmp_path / "raw")]
    assert main([*arguments, "--date", "2024-05-01"]) == 0
    assert main(arguments) == 0
    assert "I031" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "raw").iterdir())
    assert names in (["a.meta.toml", "a.txt"], ["a.txt", "a.txt.meta.toml"])


def test_help_answers_soon(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    # Where the suite is measured for coverage, these children are not: time counts.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    best = 9.0
    for _ in range(3):
        started = time.perf_counter()
        done = command("--help")
        best = min(best, time.perf_counter() - started)
    assert done.returncode == 0 and "exit codes" in done.stdout
    for name in ("run", "review", "audit", "diff", "export", "import", "score", "explain"):
        assert f"\n    {name}" in done.stdout
    assert best < 0.3


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pipeline.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('spacy', 'jieba', 'pandas', 'numpy', 'regex') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip().endswith("[]")


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m pipeline explain '{PAGE.strip()}' | head -1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_leaves_nothing_half(folder: Path, sent: signal.Signals, code: int) -> None:
    for number in range(200):
        (folder / "raw" / f"{number}.txt").write_text(PAGE * 20, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", str(folder / "raw"), "-o", str(folder / "out")],
        cwd=ROOT,
        env={**os.environ},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # a job in the background of a shell has it ignored, and hands that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stderr is not None
    child.stderr.readline()
    child.send_signal(sent)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == code, errors
    assert "Traceback" not in errors
    assert {path.name for path in (folder / "out").iterdir()} == {".lock", ".cache"}
