"""What records, reports, figures and files seldom meet."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import excel, language, report, segment, tables, write
from pipeline.diff import diff
from pipeline.diff import page as changes
from pipeline.errors import InputError, TableError
from pipeline.explain import explain
from pipeline.model import Block, BlockKind, Layout, Page, Source, Span
from pipeline.records import records
from pipeline.report import document, packed
from pipeline.report.composing import _Text
from pipeline.review import store
from pipeline.run import read_page, run
from pipeline.score import accounting, compare
from pipeline.score.gold import line_number
from pipeline.score.pairs import Rate

FIRST = "本报讯 2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
SECOND = "2023年，成都高新区完成进出口额374.28亿元，高新技术企业46家。\n"


# -------------------------------------------------------------------------------------- records


def test_a_number_without_a_place_on_the_picture_has_no_box() -> None:
    layout = Layout((None,) * len(FIRST), 600, 800, "px", (1.0,) * len(FIRST))
    made = records(read_page(Page("a.png", FIRST, source=Source.OCR, layout=layout)))
    assert len(made.quantities) == 3
    assert {row["box"] for row in made.quantities} == {None}


def test_a_name_that_is_only_pointed_at_is_no_entity() -> None:
    read = read_page(Page("a.txt", FIRST))
    (reading,) = read.readings
    pointed = [
        replace(e, mentions=tuple(replace(m, anaphor=True) for m in e.mentions))
        for e in reading.entities
    ]
    assert [row["canonical"] for row in records(read).entities] == ["银川高新区"]
    made = records(replace(read, readings=(replace(reading, entities=tuple(pointed)),)))
    assert made.entities == () and made.facts[0]["subject"] == "银川高新区"


def test_a_number_without_a_fact_is_explained_as_such() -> None:
    lines = explain("主队以3比1战胜对手，总比分2:0。").split("\n")
    numbers = [line for line in lines if line.startswith(("number ", "  no fact "))]
    at = next(n for n, line in enumerate(numbers) if line.startswith("number    2:0"))
    assert numbers[at + 1] == "  no fact was made of it"


# ------------------------------------------------------------------------------------- for spaCy


def test_blocks_that_a_doc_brings_are_kept() -> None:
    text = "云海高新区外贸增两成\n一季度进出口额5亿元，增长20%。"
    nlp = language.load()
    doc = nlp.make_doc(text)
    doc._.blocks = (Block(BlockKind.HEADLINE, Span(0, 10)), Block(BlockKind.BODY, Span(11, 31)))
    assert language._blocks(doc) is doc._.blocks
    plain = nlp.make_doc(text)
    assert [block.kind for block in language._blocks(plain)] == [BlockKind.BODY] * 2


def test_money_is_that_of_the_place_where_a_page_was_printed() -> None:
    nlp = language.load()
    for place, unit in ((None, "CNY"), ("台湾", "TWD")):
        doc = nlp.make_doc("竹科上半年营收5000亿元。")
        doc._.printed = place
        assert [q.base_unit for q in nlp(doc)._.quantities if q.unit == "亿元"] == [unit]


def test_a_word_may_begin_at_the_gap_and_not_before_it() -> None:
    assert segment.is_inside_word("经", "济")
    assert not segment.is_inside_word("产值", "增长")
    assert not segment.is_inside_word("产值", "")


def test_a_table_without_a_header_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_lines", lambda name: (("a source",), ()))
    with pytest.raises(TableError) as caught:
        tables.rows.__wrapped__("none.csv")
    assert caught.value.code == "T003" and "no header" in str(caught.value)


# ------------------------------------------------------------------------------------- two runs


@pytest.fixture
def two(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text(SECOND, encoding="utf-8")
    for name in ("old", "new"):
        run([tmp_path / "raw"], tmp_path / name)
    return tmp_path


def _without(folder: Path, quote: str) -> None:
    """Takes a fact out of the tables of a run."""
    path = folder / "facts.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    left = [line for line in lines if json.loads(line)["quote"] != quote]
    assert len(left) == len(lines) - 1
    path.write_text("".join(line + "\n" for line in left), encoding="utf-8")


def test_a_fact_that_no_editor_took_out_was_lost_by_a_rule(two: Path) -> None:
    _without(two / "new", "46家")
    found = diff(two / "old", two / "new")
    assert [(c.what, c.reason) for c in found.changes] == [("removed", "other rule")]


def test_a_page_that_could_not_be_read_this_time_is_a_reason(two: Path) -> None:
    _without(two / "new", "46家")
    path = two / "new" / "run.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["pages"][1]["status"] = "partial"
    path.write_text(json.dumps(told), encoding="utf-8")
    found = diff(two / "old", two / "new")
    assert found.reasons == {"page partial": 1}


def test_a_page_of_changes_is_whole_or_not_there(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = diff(two / "old", two / "new")
    to = two / "changes.html"
    to.write_bytes(b"before")

    def html(*_: Any) -> Iterator[bytes]:
        yield b"<!DOCTYPE html>"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(changes, "html", html)
    with pytest.raises(OSError, match="No space left"):
        changes.write(found, two / "old", two / "new", to)
    assert to.read_bytes() == b"before"
    assert sorted(path.name for path in two.iterdir()) == ["changes.html", "new", "old", "raw"]


def test_a_report_on_another_drive_is_named_by_its_whole_address(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def relpath(*_: Any) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    assert changes._way(two / "changes.html", two / "old") == "old/report.html"
    monkeypatch.setattr(changes.os.path, "relpath", relpath)
    address = changes._way(two / "changes.html", two / "old")
    assert address == (two / "old" / "report.html").as_uri() and address.startswith("file:///")


# --------------------------------------------------------------------------------------- figures


def test_a_share_of_nothing() -> None:
    assert (Rate(0, 0, 5).precision, Rate(0, 5, 0).recall) == (0.0, 0.0)
    assert (Rate(0, 0, 0).precision, Rate(0, 0, 0).recall) == (1.0, 1.0)


def test_figures_need_labelled_facts() -> None:
    with pytest.raises(InputError) as caught:
        compare({"facts": None}, {})
    assert caught.value.code == "I003"


def test_a_line_that_is_no_number_is_far_from_all() -> None:
    assert line_number("12") == 12
    assert line_number("?") < -(10**8) > line_number(None)


@pytest.mark.parametrize("read", ["374亿元", "337744亿元", "3 74亿元"])
def test_a_number_printed_twice_or_torn_is_found(read: str) -> None:
    gold = {"page": "a.txt", "line": "1", "quote": "374亿元", "role": "fact"}
    found = {"page": "a.txt", "line": 1, "quote": read, "role": "fact"}
    for quote, right in ((read, 1), ("375亿元", 0)):
        told = accounting.account([gold], [{**found, "quote": quote}])
        assert (told.right, told.total) == (right, 1), quote


# ----------------------------------------------------------------------------------------- files


def test_what_a_broken_run_left_of_a_workbook_goes(tmp_path: Path) -> None:
    (tmp_path / ".excel-abc").mkdir()
    (tmp_path / ".excel-abc" / excel.WORKBOOK).write_bytes(b"half")
    (tmp_path / excel.GUARDED).write_bytes(b"of another run")
    excel.discard(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_text_longer_than_a_cell_is_cut_where_it_says_so() -> None:
    written: list[tuple[Any, ...]] = []

    class Sheet:
        def write_string(self, *cell: Any) -> None:
            written.append(cell)

    for size in (excel.CELL, excel.CELL + 1):
        excel._cell(Sheet(), 1, 2, "sentence", "字" * size)
    whole, cut = (cell[2] for cell in written)
    assert whole == "字" * excel.CELL
    assert len(cut) == excel.CELL and cut == "字" * (excel.CELL - 1) + "…"


def test_numbers_of_a_report_stand_the_same_on_any_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = [packed.numbered([str(n % 300) for n in range(600)])]
    here = packed.pack(columns)
    other = "big" if sys.byteorder == "little" else "little"
    monkeypatch.setattr(packed.sys, "byteorder", other)
    there = packed.pack(columns)
    # This machine writes bytes in its own order: told it is another, it turns them.
    assert there != here and len(there) == len(here)
    ((_, cells),) = packed.unpack(there)
    assert list(cells) == columns[0][1]


def test_places_on_the_first_line_of_a_part_count_from_where_it_begins() -> None:
    view = {"text": "甲乙丙\n丁戊", "firstLine": 4, "firstColumn": 11, "articles": []}
    text = _Text(view)
    assert text._offset(4, 12) == 1
    assert text._offset(5, 2) == 5
    assert text._offset(6, 1) is None


def test_words_round_the_problems_of_many_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only the last pages asked for are at hand; what is told is the same."""
    (tmp_path / "raw").mkdir()
    for number in range(6):
        text = FIRST.replace("320", str(320 + 50 * number))
        (tmp_path / "raw" / f"{number}.txt").write_text(text, encoding="utf-8")
    told: list[dict[str, bytes]] = []
    for near in (64, 1):
        monkeypatch.setattr(document, "NEAR", near)
        gathered = report.Document()
        for path in sorted((tmp_path / "raw").iterdir()):
            read = read_page(Page(path.name, path.read_text(encoding="utf-8")))
            made = records(read)
            gathered.add(made, report.view(read, made))
        gathered.end()
        gathered._look()
        looked = [gathered._words(n, 1, 20) for n in (0, 3, 5, 0)]
        told.append({str(n): repr(words).encode() for n, words in enumerate(looked)})
        assert len(gathered._near) <= near
    assert told[0] == told[1]


def test_a_file_that_stands_nowhere_is_not_looked_for() -> None:
    gathered = report.Document()
    leaf: Any = type("Leaf", (), {"sizes": [3], "lies": None, "name": "pages-000.html"})()
    with pytest.raises(ValueError, match=r"pages-000\.html stands nowhere"):
        gathered._page(leaf, 0)


def test_a_system_that_copies_no_ranges_copies_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    assert write._copied(0, 1, 0, 10) is None


@pytest.mark.parametrize("keep", [write._sync_folder, store._keep_name])
def test_a_system_whose_folders_cannot_be_flushed_is_left_alone(
    keep: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Any] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda *given: (opened.append(given), real(*given))[1])
    keep(tmp_path)
    assert len(opened) == 1
    monkeypatch.setattr(os, "name", "nt")
    keep(tmp_path)
    assert len(opened) == 1
