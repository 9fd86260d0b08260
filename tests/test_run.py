"""The way through: the same bytes whatever the circumstances, and a page costs only itself."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

import pipeline
from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.model import Page, Problem, Source
from pipeline.run import Summary, page, parts, read_page, run

PAGE = "城北开发区去年完成工业总产值320亿元，同比增长8.5%。\n"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name[0] != "."}


def test_every_file_is_told_of(extracted: tuple[Path, Summary], sample_pages: list[Path]) -> None:
    folder, summary = extracted
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert [row["page"] for row in told["pages"]] == [path.name for path in sample_pages]
    assert told["totals"]["facts"] == summary.counts["facts"] > 0
    assert sum(told["roles"].values()) == told["totals"]["quantities"]
    assert set(told["files"]) == set(_bytes(folder)) - {"run.json"}


def test_a_second_run_gives_the_same_bytes(
    extracted: tuple[Path, Summary], sample_pages: list[Path], tmp_path: Path
) -> None:
    run(sample_pages, tmp_path / "again")
    assert _bytes(tmp_path / "again") == _bytes(extracted[0])


def test_two_workers_for_few_pages_change_no_byte(
    extracted: tuple[Path, Summary],
    sample_pages: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline.run, "WORTH", 1)
    run(sample_pages, tmp_path / "out", workers=2)
    assert _bytes(tmp_path / "out") == _bytes(extracted[0])


@pytest.mark.parametrize(
    ("suffix", "files", "workers"),
    [(".txt", 0, 0), (".txt", 16, 1), (".txt", 17, 2), (".png", 4, 1), (".PDF", 5, 2)],
)
def test_workers_start_where_they_are_worth_it(suffix: str, files: int, workers: int) -> None:
    found = [Found(Path(f"{at}{suffix}"), f"{at}{suffix}") for at in range(files)]
    assert pipeline.run.worth(found) == workers


def test_a_page_that_fails_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(PAGE, encoding="utf-8")
    real = page.read_page

    def failing(given: Page) -> object:
        if given.name == "b.txt":
            raise RecursionError("too deep")
        return real(given)

    monkeypatch.setattr(page, "read_page", failing)
    summary = run([tmp_path], tmp_path.parent / "out")
    assert [told.status for told in summary.pages] == ["done", "failed", "done"]
    assert summary.codes == {"X001": 1}
    assert not summary.complete
    tables = pipeline.read(tmp_path.parent / "out")
    assert set(tables.facts.page) == {"a.txt", "c.txt"}
    assert "RecursionError: too deep" in tables.problems.detail[0]


def test_a_long_page_is_read_in_parts_and_points_at_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(PAGE.replace("320", str(number)) for number in range(100, 160))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "whole")
    monkeypatch.setattr(page, "LONG", 300)
    monkeypatch.setattr(page, "PART", 300)
    summary = run([tmp_path / "a.txt"], tmp_path / "parts")
    assert len(summary.pages) == 1 and summary.pages[0].characters == len(text)
    columns = ["line", "column", "end_line", "end_column", "raw", "value", "role", "quantity_id"]
    whole = pipeline.read(tmp_path / "whole").quantities[columns]
    assert len(whole) == 120 + sum(whole.role == "date")
    assert whole.equals(pipeline.read(tmp_path / "parts").quantities[columns])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "。", ""])
def test_parts_make_up_the_page(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr(page, "LONG", 50)
    monkeypatch.setattr(page, "PART", 50)
    text = "".join(f"第{n}项为{n}.{n}亿元{end}" for n in range(60))
    pieces = list(parts(Page("a.txt", text)))
    assert "".join(piece.text for piece, _ in pieces) == text
    assert len(pieces) > 5
    for (before, _), (after, _) in itertools.pairwise(pieces):
        assert not (before.text[-1].isdigit() and after.text[0].isdigit())


def test_a_page_without_a_number_is_told() -> None:
    result = read_page(Page("a.txt", "城北开发区的春天来得很早，树都绿了。\n"))
    assert [problem.code for problem in result.problems] == ["C001"]


def test_options_go_over_the_masthead(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年4月18日　星期四\n" + PAGE, encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "own")
    run([tmp_path / "a.txt"], tmp_path / "given", options=Meta(date="2020-05-05"))
    own, given = (pipeline.read(tmp_path / name).facts.period for name in ("own", "given"))
    assert set(own) == {"2023"} and set(given) == {"2019"}


def test_output_inside_the_input_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    for output in (tmp_path, tmp_path / "extracted"):
        with pytest.raises(OSError, match="inside the input"):
            run([tmp_path], output)


@pytest.mark.skipif(sys.platform == "win32", reason="no flock")
def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    with (out / ".lock").open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OSError, match="another run"):
            run([tmp_path / "a.txt"], out)
    assert run([tmp_path / "a.txt"], out).complete


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment_the_old_files_stand(
    extracted: tuple[Path, Summary], sample_pages: list[Path], tmp_path: Path
) -> None:
    """Killed so many hundredths of a second after its first temporary file; the last one not."""
    out = tmp_path / "out"
    (tmp_path / "old.txt").write_text(PAGE, encoding="utf-8")
    run([tmp_path / "old.txt"], out, cache=False)
    old, new = _bytes(out), _bytes(extracted[0])
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "pipeline", "run", "-q", "--no-cache", "-j", "1"]
    arguments += [*map(str, sample_pages), "-o", str(out)]
    killed = 0
    for hundredths in (0, 1, 5, 20, 45, 70, None):
        child = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL)
        while child.poll() is None and not list(out.glob(".*.part")):
            time.sleep(0.01)
        try:
            child.wait(None if hundredths is None else hundredths / 100)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            killed += 1
        found = _bytes(out)
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
    assert killed and _bytes(out) == new


def test_api_extract_and_load() -> None:
    result = pipeline.extract("城北开发区2023年完成工业总产值320亿元，同比增长8.5%。")
    values = [(str(fact.value), fact.base_unit) for r in result.readings for fact in r.facts]
    assert values == [("32000000000", "CNY"), ("8.5", "%")]
    doc = pipeline.load()("城北开发区2023年完成工业总产值320亿元。")
    assert [span.text for span in doc.spans["quantities"]] == ["2023年", "320亿元"]
    assert len(doc._.facts) == 1


def test_a_problem_has_an_advice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    run([tmp_path], tmp_path.parent / "out")
    problem = pipeline.read(tmp_path.parent / "out").problems.iloc[0]
    assert (problem.code, problem.page) == ("I001", "a.txt")
    assert problem.advice and problem.meaning
    assert Problem("I001", "a.txt", "").stage == ""


@pytest.mark.parametrize(
    ("source", "text", "detail"),
    [
        (Source.OCR, " \n", "no text was found on it"),
        (Source.PDF, "", "no text was found on it"),
        (Source.OCR, "没有数字的一行", ""),
        (Source.TEXT, "", ""),
    ],
)
def test_a_page_on_which_nothing_was_made_out_says_so(
    source: Source, text: str, detail: str
) -> None:
    (problem,) = read_page(Page("p", text, source=source)).problems
    assert (problem.code, problem.detail) == ("C001", detail)
