"""Records and files: exact values, stable ids, files that are whole or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline import write
from pipeline.model import Page, Value
from pipeline.records import FIELDS, Records, Row, decimal_text, records
from pipeline.run import Summary, read_page
from pipeline.write import Folder, csv_cells, json_line

NASTY = [
    '=cmd|"/c calc"!A1',
    "+1+3",
    "-2+3",
    "@SUM(1)",
    "a,b\"c'\n第二行\r\n",
    "\u2028\u2029\u0085\u202e\x00\x1b",
    "</script><img src=x onerror=alert(1)>",
    "0012",
    "",
    "|",
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("853690000000"), "853690000000"),
        (Decimal("8.5369E+11"), "853690000000"),
        (Decimal("14.90"), "14.9"),
        (Decimal("100"), "100"),
        (Decimal("-0.0"), "0"),
        (Decimal("0E+3"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (Fraction(1, 4), "0.25"),
        (Fraction(25), "25"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(100, 3), "100/3"),
        (Fraction(-1, 2**41), f"-0.{5**41:041}"),
        (Fraction(200, 7), "200/7"),
        (None, None),
    ],
)
def test_values_as_text(value: Value | None, text: str | None) -> None:
    assert decimal_text(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_no_decimal_changes(value: Decimal) -> None:
    text = decimal_text(value)
    assert text is not None and Decimal(text) == value
    assert "e" not in text.lower()


@given(st.fractions())
def test_no_fraction_changes(value: Fraction) -> None:
    text = decimal_text(value)
    assert text is not None and Fraction(text) == value


def _row(table: str, text: str) -> Row:
    row: Row = dict.fromkeys(FIELDS[table], text)
    for name in ("aliases", "subheads"):
        if name in row:
            row[name] = [text]
    if "mentions" in row:
        row["mentions"] = [[1, 2]]
    return row


@pytest.mark.parametrize("text", NASTY)
def test_json_lines_hold_anything_exactly(text: str) -> None:
    line = json_line({"quote": text})
    assert json.loads(line) == {"quote": text}
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("text", NASTY)
def test_files_give_back_what_was_written(tmp_path: Path, text: str) -> None:
    made = Records(**{name: (_row(name, text),) for name in FIELDS})  # type: ignore[arg-type]
    with Folder(tmp_path) as folder:
        folder.add(made)
        folder.commit({}, {})
    for table, fields in FIELDS.items():
        lines = (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")
        assert json.loads(lines[0]) == _row(table, text) and lines[1:] == [""]
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header, cells = list(csv.reader(file))
        assert tuple(header) == fields
        assert cells == csv_cells(table, _row(table, text))


def test_empty_tables_have_their_header(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.commit({}, {})
    for table, fields in FIELDS.items():
        data = (tmp_path / f"{table}.csv").read_bytes()
        assert data == (",".join(fields) + "\n").encode()
        assert (tmp_path / f"{table}.jsonl").read_bytes() == b""


class _Failing:
    """Lets the n-th system call of making, writing and replacing files fail as a full disk does."""

    def __init__(self, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = n
        self.hit = False
        for module, name in (
            (os, "fsync"),
            (os, "fdopen"),
            (write.tempfile, "mkstemp"),
            (Path, "replace"),
            (write.File, "write"),
        ):
            self._wrap(module, name, monkeypatch)

    def _wrap(self, owner: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.hit = True
                if name == "fdopen":
                    os.close(arguments[0])
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        monkeypatch.setattr(owner, name, call)


def _write(folder_path: Path, text: str) -> None:
    with Folder(folder_path) as folder:
        folder.add(Records(problems=(_row("problems", text),)))
        folder.commit({"text": text}, {"report.html": text})


def test_whichever_step_fails_each_file_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "old", "old")
    _write(tmp_path / "new", "new")
    old = {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()}
    new = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    failures = 0
    for n in range(1, 200):
        folder = tmp_path / str(n)
        _write(folder, "old")
        with monkeypatch.context() as patch:
            failing = _Failing(n, patch)
            if failing.hit:
                continue
            try:
                _write(folder, "new")
            except OSError:
                failures += 1
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
        # run.json is replaced last: it never speaks of files that are not there yet.
        if found["run.json"] == new["run.json"]:
            assert found == new
        if not failing.hit:
            assert found == new
            break
    else:
        pytest.fail("the writing never came through")
    assert failures > 20


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".facts.jsonl-abc.part").write_text("half", encoding="utf-8")
    _write(tmp_path, "new")
    assert not list(tmp_path.glob(".*.part"))


def test_records_point_at_their_raw_place(
    extracted: tuple[Path, Summary], sample_pages: list[Path]
) -> None:
    tables = pipeline.read(extracted[0])
    texts = {path.name: path.read_text(encoding="utf-8").split("\n") for path in sample_pages}
    assert len(tables.quantities) > 300
    for name in ("facts", "quantities"):
        for row in tables[name].itertuples():
            lines = texts[row.page][row.line - 1 : row.end_line]
            lines[-1] = lines[-1][: row.end_column]
            lines[0] = lines[0][row.column - 1 :]
            assert "\n".join(lines) == row.raw


def test_ids_are_unique_and_refer(extracted: tuple[Path, Summary]) -> None:
    tables = pipeline.read(extracted[0])
    for table, key in (
        ("facts", "fact_id"),
        ("quantities", "quantity_id"),
        ("entities", "entity_id"),
    ):
        assert tables[table][key].is_unique
    assert set(tables.facts.quantity_id) <= set(tables.quantities.quantity_id)
    assert set(tables.facts.subject_id.dropna()) <= set(tables.entities.entity_id)
    facts_of = tables.quantities.set_index("quantity_id").role
    assert set(facts_of[tables.facts.quantity_id]) == {"fact"}


def test_frames_have_their_types(extracted: tuple[Path, Summary]) -> None:
    facts = pipeline.read(extracted[0]).facts
    assert str(facts.line.dtype) == "Int64"
    assert str(facts.kind.dtype) == "category"
    assert all(isinstance(value, Decimal | Fraction) for value in facts.value)
    assert tuple(facts.columns) == FIELDS["facts"]


def test_csv_and_jsonl_say_the_same(extracted: tuple[Path, Summary]) -> None:
    for table in FIELDS:
        with (extracted[0] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))[1:]
        with (extracted[0] / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as lines:
            rows = [json.loads(line) for line in lines]
        assert cells == [csv_cells(table, row) for row in rows]


def test_traditional_quotes_stay_as_printed() -> None:
    text = "去年，城北開發區共有三百二十億元產值，新增兩個項目。\n"
    made = records(read_page(Page("a.txt", text * 3)))
    for row in made.quantities:
        assert str(row["quote"]) in text
        assert row["raw"] == row["quote"]


def test_no_source_splits_lines_by_other_marks_than_line_ends() -> None:
    for path in Path(write.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "splitlines(" not in source, path
        assert ".read_text()" not in source, path
