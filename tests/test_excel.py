"""What people open in a spreadsheet runs nothing, loses nothing, and is the same every time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import regex
from conftest import ROOT, Command, bound_by_permissions
from hostile import FORMULAS, SENTENCE

from pipeline import excel
from pipeline.errors import PipelineError
from pipeline.records import FIELDS
from pipeline.run import run

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

NUMBERS = ("-8.5", "+8.5", "-320", "12%", "-0.5%", "0012", "374.28")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded(text: str) -> None:
    cell = excel.guarded(text)
    assert cell[0] not in "=+-@\t\r\n＝＋－＠"
    assert cell.lstrip()[0] not in "=+-@＝＋－＠"


@pytest.mark.parametrize("text", [*NUMBERS, "城北开发区", "2/3", "", "2023-01/2023-09", "A-1"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert excel.guarded(text) == text


@pytest.mark.parametrize("text", ["-8.5亿元", "+1+3", "--5", "-5-5", "-1e5", "-8,5"])
def test_only_a_whole_number_may_begin_with_a_sign(text: str) -> None:
    assert excel.guarded(text) == "'" + text


def test_what_is_not_seen_is_shown() -> None:
    assert excel.visible("a\u202eb\x00c\ufeff") == "a⟦U+202E⟧b⟦U+0000⟧c⟦U+FEFF⟧"
    assert excel.visible("换\n行\t和 空") == "换\n行\t和 空"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over pages whose names and texts are formulas."""
    base = tmp_path_factory.mktemp("excel")
    raw = base / "raw"
    raw.mkdir()
    for number, formula in enumerate(FORMULAS):
        (raw / f"p{number}.txt").write_text(f"{formula}\n　　{SENTENCE}\n", encoding="utf-8")
    for name in ("=1+1.txt", "@SUM(1).txt", "-2+3.txt", "+1.txt", "0012", "\u202ex.txt"):
        (raw / name).write_text(
            f"=cmd公司 2023年利润{'9' * 20}.5亿元，同比下降8.5%。", encoding="utf-8"
        )
    run([raw], base / "out")
    excel.write(base / "out")
    return base / "out"


def _facts(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "facts.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def test_the_workbook_holds_texts_and_numbers_and_no_formula(folder: Path) -> None:
    with zipfile.ZipFile(folder / excel.WORKBOOK) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == len(FIELDS)
    assert not [1 for sheet in sheets if regex.search(rb"<f[ >]|<hyperlink|=cmd.*?</f>", sheet)]
    book = openpyxl.load_workbook(folder / excel.WORKBOOK)
    assert book.sheetnames == list(FIELDS)
    rows = list(book["facts"].iter_rows(min_row=2))
    assert len(rows) == len(_facts(folder)) > 50
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}


def test_the_workbook_says_what_the_tables_say(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / excel.WORKBOOK, read_only=True)
    rows = list(book["facts"].iter_rows(values_only=True))
    assert rows[0] == FIELDS["facts"]
    at = FIELDS["facts"].index
    for row, fact in zip(rows[1:], _facts(folder), strict=True):
        assert row[at("page")] == excel.visible(fact["page"])
        assert row[at("sentence")] == excel.visible(fact["sentence"])
        value = row[at("value")]
        assert isinstance(value, str) == (len(fact["value"].strip("-").replace(".", "")) > 15)
        assert (
            str(value) == fact["value"] if isinstance(value, str) else value == float(fact["value"])
        )


def test_the_guarded_facts_leave_falls_alone(folder: Path) -> None:
    data = (folder / excel.GUARDED).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    facts = _facts(folder)
    assert [row["value"] for row in rows] == [fact["value"] for fact in facts]
    assert "-8.5" in {row["value"] for row in rows}
    for row, fact in zip(rows, facts, strict=True):
        for name, cell in row.items():
            assert not regex.match(r"\s*[=+@＝＋－＠]|\s*-(?!\d+(?:\.\d+)?%?\Z)", cell), (
                name,
                cell,
            )
            assert cell.removeprefix("'") == excel.visible(
                excel._text(name, fact[name])
            ).removeprefix("'")
    assert "'=1+1.txt" in {row["page"] for row in rows}


def test_the_records_themselves_stay_exact(folder: Path) -> None:
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as lines:
        assert "=1+1.txt" in {row["page"] for row in csv.DictReader(lines)}


def test_the_same_bytes_every_time(folder: Path) -> None:
    before = [(folder / name).read_bytes() for name in (excel.WORKBOOK, excel.GUARDED)]
    excel.write(folder)
    assert before == [(folder / name).read_bytes() for name in (excel.WORKBOOK, excel.GUARDED)]
    assert not list(folder.glob(".excel-*"))


def test_the_workbook_names_the_facts_it_was_made_from(folder: Path) -> None:
    digests = json.loads((folder / "run.json").read_text(encoding="utf-8"))["files"]
    book = openpyxl.load_workbook(folder / excel.WORKBOOK)
    assert book.properties.description == (
        f"made from facts.jsonl, SHA-256 {digests['facts.jsonl']}"
    )
    assert digests.keys().isdisjoint({excel.WORKBOOK, excel.GUARDED})


def test_a_table_longer_than_a_sheet_goes_on_in_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(excel, "ROWS", 21)
    excel._workbook(folder, tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    rows = sum(
        len(list(book[name].iter_rows(min_row=2)))
        for name in book.sheetnames
        if name.split()[0] == "facts"
    )
    assert "facts 2" in book.sheetnames and rows == len(_facts(folder))


def test_a_cell_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    raw = tmp_path / "a.txt"
    raw.write_text("甲" * 40_000 + "增长8.5%。", encoding="utf-8")
    run([raw], tmp_path / "out")
    excel.write(tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / excel.WORKBOOK, read_only=True)
    cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c]
    longest = max((str(cell) for cell in cells), key=len)
    assert len(longest) <= excel.CELL


@pytest.mark.skipif(sys.platform != "linux", reason="permissions as Linux has them")
def test_a_folder_that_cannot_be_written_keeps_its_files(folder: Path) -> None:
    before = (folder / excel.WORKBOOK).read_bytes()
    folder.chmod(0o500)
    code = "import sys, pathlib; from pipeline import excel; excel.write(pathlib.Path(sys.argv[1]))"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=bound_by_permissions,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        folder.chmod(0o700)
    assert done.returncode == 1 and "PermissionError" in done.stderr
    assert (folder / excel.WORKBOOK).read_bytes() == before
    assert not list(folder.glob(".excel-*"))


def test_an_error_on_the_way_leaves_the_old_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / excel.WORKBOOK).read_bytes()

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(excel, "_origin", full)
    with pytest.raises(OSError, match="No space"):
        excel.write(folder)
    assert (folder / excel.WORKBOOK).read_bytes() == before
    assert not list(folder.glob(".excel-*"))


def test_without_the_extra_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(PipelineError, match="X003") as caught:
        excel.require()
    assert "[excel]" in str(caught.value)


def test_the_command_writes_them_only_when_asked(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    out = tmp_path / "out"
    assert command("run", tmp_path / "a.txt", "-o", out, "-q", "--excel").returncode == 0
    assert (out / excel.WORKBOOK).exists() and (out / excel.GUARDED).exists()
    assert command("run", tmp_path / "a.txt", "-o", out, "-q").returncode == 0
    assert not (out / excel.WORKBOOK).exists() and not (out / excel.GUARDED).exists()
