"""Files that no newspaper sent: each costs itself at most, and gets its code."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
import regex
from conftest import ROOT
from hostile import SENTENCE, Hostile, all_files
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.ingest import discover, shown
from pipeline.model import Page
from pipeline.records import records
from pipeline.run import Summary, read_page, run

FILES = all_files()


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary, float]:
    folder = tmp_path_factory.mktemp("hostile")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "zz_good.txt").write_text(SENTENCE, encoding="utf-8")
    for item in FILES:
        item.make(raw / item.name)
    started = time.perf_counter()
    summary = run([raw], folder / "out")
    return folder, summary, time.perf_counter() - started


def test_the_good_page_among_them_is_read(hostile_run: tuple[Path, Summary, float]) -> None:
    facts = pipeline.read(hostile_run[0] / "out").facts
    assert len(facts[facts.page == "zz_good.txt"]) == 2


def test_all_together_take_no_minute(hostile_run: tuple[Path, Summary, float]) -> None:
    assert hostile_run[2] < 60


@pytest.mark.parametrize("item", FILES, ids=lambda item: ascii(item.name)[:40])
def test_each_gets_its_status_and_code(
    hostile_run: tuple[Path, Summary, float], item: Hostile
) -> None:
    folder, summary, _ = hostile_run
    page = next(page for page in summary.pages if page.page == shown(item.name))
    problems = pipeline.read(folder / "out").problems
    found = set(problems[problems.page == shown(item.name)].code)
    assert "X001" not in found, list(problems[problems.page == shown(item.name)].detail)
    assert page.status == item.status, found
    assert item.codes <= found
    if item.numbers:
        assert not found & {"P001", "P002", "P003", "P004"}


def test_the_tables_hold_them_all(hostile_run: tuple[Path, Summary, float]) -> None:
    out = hostile_run[0] / "out"
    for path in out.glob("*.jsonl"):
        for line in path.read_bytes().decode("utf-8").split("\n")[:-1]:
            json.loads(line)
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert {page["page"] for page in told["pages"]} == {
        item.name for item in discover([hostile_run[0] / "raw"])
    }


def test_nothing_is_written_elsewhere(hostile_run: tuple[Path, Summary, float]) -> None:
    folder = hostile_run[0]
    assert sorted(path.name for path in folder.iterdir()) == ["out", "raw"]
    assert len(list((folder / "raw").iterdir())) == len(FILES) + 1


TEXTS = st.text(
    st.one_of(
        st.sampled_from("0123456789.,%一二三十百千万亿元年月日增长占比家个第至—、，。\n "),
        st.characters(codec="utf-8"),
    ),
    max_size=120,
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    result = read_page(Page("a.txt", text))
    made = records(result)
    for row in made.quantities:
        assert row["raw"]
    codes = {problem.code for problem in result.problems}
    assert not codes & {"P001", "P003"}, result.problems


INVISIBLE = "\u200b\u2060\ufeff\u00ad"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(SENTENCE)), max_size=5), st.sampled_from(INVISIBLE))
def test_invisible_characters_change_no_fact(places: list[int], character: str) -> None:
    def facts(text: str) -> list[tuple[str, str, str | None]]:
        result = read_page(Page("a.txt", text))
        return [
            (str(fact.value), fact.indicator, fact.period)
            for reading in result.readings
            for fact in reading.facts
        ]

    text = SENTENCE
    for place in sorted(places, reverse=True):
        text = text[:place] + character + text[place:]
    assert facts(text) == facts(SENTENCE)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["", *"1（、第增亿年十", "1亿元、", "增长5%，", "2023年"])
def test_time_grows_with_length_only(kind: str) -> None:
    """Ten times the text takes at most twenty-five times as long."""
    unit = kind or SENTENCE

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.perf_counter()
        read_page(Page("a.txt", text))
        return time.perf_counter() - started

    seconds(1_000)
    short = max(0.05, min(seconds(1_000) for _ in range(2)))
    assert seconds(10_000) < 25 * short


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory as Linux has them")
def test_a_large_line_is_read_within_a_gigabyte(tmp_path: Path) -> None:
    size = int(os.environ.get("PIPELINE_TEST_MEGABYTES", "3")) * 1_000_000
    text = SENTENCE * (size // len(SENTENCE.encode()))
    (tmp_path / "line.txt").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "-q", "line.txt", "-o", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    runs = len(regex.findall(r"\d+(?:\.\d+)?", text))
    assert told["totals"]["quantities"] == runs
    assert told["pages"][0]["characters"] == len(text)
