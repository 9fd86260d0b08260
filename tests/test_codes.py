"""Every code that is documented is produced here once, by the program itself."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import pytest
from hostile import PARAGRAPH, SENTENCE, Hostile, all_files

import pipeline
from pipeline import add, excel, ingest, parquet, tables
from pipeline.checks import promises
from pipeline.errors import CODES, PipelineError
from pipeline.ingest.sidecar import Meta
from pipeline.model import Box, Layout, Page, Problem
from pipeline.run import limit, run
from pipeline.run import page as way
from pipeline.run.page import read_page
from pipeline.run.store import Store
from pipeline.run.task import Task, give_up
from pipeline.score import gold

HOSTILE = {item.name: item for item in all_files()}
PDF, PICTURE = find_spec("pypdfium2") is not None, find_spec("PIL") is not None


def _codes(path: Path, folder: Path) -> set[str]:
    return set(run([path], folder / "out", cache=False).codes)


def _file(name: str) -> Callable[[Path], set[str]]:
    """What is told of a file of the hostile corpus."""
    item: Hostile = HOSTILE[name]

    def make(folder: Path) -> set[str]:
        raw = folder / "raw"
        raw.mkdir()
        item.make(raw / item.name)
        return _codes(raw, folder)

    return make


def _text(text: str) -> Callable[[Path], set[str]]:
    def make(folder: Path) -> set[str]:
        (folder / "a.txt").write_text(text, encoding="utf-8")
        return _codes(folder / "a.txt", folder)

    return make


def _raised(work: Callable[[], object]) -> set[str]:
    with pytest.raises(PipelineError) as caught:
        work()
    assert f"[{caught.value.code}]" in str(caught.value)
    assert CODES[caught.value.code].advice in str(caught.value)
    return {caught.value.code}


def _large(folder: Path) -> set[str]:
    with patch.object(ingest, "LARGE", 300):
        return _text(PARAGRAPH)(folder)


def _without_recognition(folder: Path) -> set[str]:
    from PIL import Image

    from pipeline.ingest.ocr import engine
    from pipeline.ingest.scan import page_of

    with patch.object(engine, "installed", return_value=False):
        return _raised(lambda: page_of(Image.new("L", (300, 300)), "a.png", 1, ""))


def _child(**limits: float) -> Callable[[Path], set[str]]:
    def make(folder: Path) -> set[str]:
        from pipeline.ingest.sandbox import read

        HOSTILE["spaces.pdf"].make(folder / "a.pdf")
        return _raised(lambda: list(read(folder / "a.pdf", "a.pdf", **limits)))  # type: ignore[arg-type]

    return make


def _added_twice(folder: Path) -> set[str]:
    (folder / "a.txt").write_text(SENTENCE, encoding="utf-8")
    for _ in range(2):
        found = add.add([folder / "a.txt"], folder / "raw")
    return {item.code for item in found if item.code}


def _broken(change: str) -> Callable[[Path], set[str]]:
    """A record that was tampered with on its way to the files."""

    def make(_: Path) -> set[str]:
        result = read_page(Page("a.txt", SENTENCE))
        reading = next(reading for reading in result.readings if reading.facts)
        first, *rest = reading.quantities
        last = rest.pop()
        assert last.value is not None and result.clean is not None
        tampered = {
            "text": (first, *rest, replace(last, text="9.5%")),
            "lost": (first, *rest),
            "twice": (first, *rest, last, last),
            "value": (first, *rest, replace(last, value=last.value * 2)),
        }[change]
        told = replace(reading, quantities=tampered, facts=())
        return {problem.code for problem in promises(result.page, result.clean, [told])[1]}

    return make


def _doubted(folder: Path) -> set[str]:
    box = Box(0, 0, 1, 1)
    size = len(SENTENCE)
    layout = Layout((box,) * size, 9, 9, "px", tuple(0.5 for _ in range(size)))
    return {problem.code for problem in read_page(Page("a", SENTENCE, layout=layout)).problems}


def _table(text: str | None, key: str = "a") -> Callable[[Path], set[str]]:
    def make(folder: Path) -> set[str]:
        (folder / "data").mkdir()
        if text is not None:
            (folder / "data" / "own.csv").write_text(text, encoding="utf-8")
        with patch.object(tables, "files", return_value=folder):
            tables._lines.cache_clear()
            tables.rows.cache_clear()
            try:
                return _raised(lambda: tables.rows("own.csv", key=key))
            finally:
                tables._lines.cache_clear()
                tables.rows.cache_clear()

    return make


def _answers_that_differ(_: Path) -> set[str]:
    row = {"value": "1|2", "base_unit": "个|个|个", "kind": "level"}
    row |= {"page": "a.txt", "line": "1", "quote": "1个"}
    return _raised(lambda: gold.gold_keys(row))


def _unforeseen(folder: Path) -> set[str]:
    with patch.object(way, "read_page", side_effect=ZeroDivisionError):
        return _text(SENTENCE)(folder)


def _dead_worker(folder: Path) -> set[str]:
    store = Store(folder / "entries")
    found = ingest.Found(folder / "a.txt", "a.txt")
    with patch.object(store, "write") as written:
        give_up(Task(0, found, "key"), store, "X002", "killed by SIGKILL")
    (done,) = written.call_args.args[1]
    return {str(row["code"]) for row in done.records.problems}


def _without_workbooks(_: Path) -> set[str]:
    with patch.dict(sys.modules, {"xlsxwriter": None}):
        return _raised(excel.require)


def _without_parquet(_: Path) -> set[str]:
    with patch.dict(sys.modules, {"pyarrow": None}):
        return _raised(lambda: parquet.schema("facts"))


def _endless(folder: Path) -> set[str]:
    def endless(_: Page) -> object:
        while True:
            pass

    with patch.object(way, "read_page", endless), patch.object(limit, "SECONDS", 0.05):
        return _text(SENTENCE)(folder)


def _contradiction(code: str) -> Callable[[Path], set[str]]:
    """The first case of a contradiction."""

    def make(_: Path) -> set[str]:
        path = Path(__file__).parent / "cases" / "contradictions.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            text = next(row["text"] for row in csv.DictReader(lines) if row["code"] == code)
        found = pipeline.extract(text.replace("\\n", "\n") + "\n", date="2024-04-18")
        return {problem.code for problem in found.problems}

    return make


def _bad_sidecar(folder: Path) -> set[str]:
    return _file("sidecar-day.txt")(folder)


WAYS: dict[str, Callable[[Path], set[str]]] = {
    "I001": _file("empty.txt"),
    "I002": _file("magic-zip.txt"),
    "I003": lambda folder: _raised(lambda: run([folder / "none"], folder / "out")),
    "I004": _file("archive.zip"),
    "I010": _file("half.txt"),
    "I011": _file("holes.txt"),
    "I012": _bad_sidecar,
    "I013": _large,
    "I029": _file("words.pdf") if PDF else _file("any.pdf"),
    "I031": _added_twice,
    "I032": _file("other.json"),
    "I034": _without_parquet,
    "C001": _file("words.txt"),
    "P001": _broken("text"),
    "P002": _broken("lost"),
    "P003": _broken("twice"),
    "P004": _broken("value"),
    **{f"D00{number}": _contradiction(f"D00{number}") for number in range(1, 9)},
    "Q001": _file("slashes.txt"),
    "Q002": _doubted,
    "T001": _table("a,b\n1,2,3\n"),
    "T002": _table("a,b\n1,2\n1,3\n"),
    "T003": _table(None),
    "T004": _answers_that_differ,
    "X001": _unforeseen,
    "X002": _dead_worker,
    "X003": _without_workbooks,
    "X004": _endless,
}
if os.name == "posix":
    WAYS["I005"] = _file("fifo.txt")
if PDF:
    WAYS |= {
        "I020": _file("locked.pdf"),
        "I021": _file("cut.pdf"),
        "I023": _file("glyphs.pdf"),
        "I027": _child(patience=0.001),
        "I028": _child(memory=100 * 1024**2),
        "I033": _file("many.pdf"),
    }
if PICTURE:
    WAYS |= {
        "I024": _without_recognition,
        "I025": _file("vast.png"),
        "I026": _file("cut.png"),
    }
# Codes that need more of a setting than fits here, each with the test that brings it about.
ELSEWHERE = {
    "I035": "test_exchange.py",
    "R001": "test_review.py",
    "R002": "test_review.py",
    "R003": "test_review.py",
    "R004": "test_exchange.py",
}


@pytest.mark.parametrize("code", WAYS)
def test_the_program_says_it(code: str, tmp_path: Path) -> None:
    assert code in WAYS[code](tmp_path)


@pytest.mark.skipif(not (PDF and PICTURE and os.name == "posix"), reason="needs all extras")
def test_every_code_is_said_somewhere() -> None:
    assert WAYS.keys() | ELSEWHERE.keys() == CODES.keys()
    assert WAYS.keys().isdisjoint(ELSEWHERE)
    for code, name in ELSEWHERE.items():
        assert code in (Path(__file__).parent / name).read_text(encoding="utf-8"), code


def test_every_code_has_a_meaning_and_an_advice() -> None:
    for code, said in CODES.items():
        assert len(said.meaning) > 10 and len(said.advice) > 10, code
        assert said.meaning[0].islower() or said.meaning[:3] in ("PDF", "JSO"), code
    assert Problem("X001", "a.txt", "").span is None
    assert Meta().over(Meta(date="2024")) == Meta(date="2024")


def test_an_error_whose_code_nobody_wrote_down_says_what_it_was_given() -> None:
    assert str(PipelineError("X999", "3 pages", where="a.txt")) == "[X999] a.txt: (3 pages)"
    known = CODES["I002"]
    assert str(PipelineError("I002")) == f"[I002] {known.meaning} — {known.advice}"
