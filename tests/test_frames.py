"""Parquet: the same rows as the other tables, exact, and read only as far as asked."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline import parquet
from pipeline.errors import InputError
from pipeline.records import FIELDS, Cell, Records
from pipeline.rows import Table, stream
from pipeline.run import Summary, run
from pipeline.write import Folder

PAGE = "城北开发区2023年完成工业总产值320亿元，同比增长8.5%，占全市的三分之一。\n"


@pytest.fixture(autouse=True)
def _needs() -> None:
    pytest.importorskip("pyarrow")


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    with (folder / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def _as_printed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of Parquet as JSONL has it."""
    out = {name: row[name] for name in row if name not in ("value_exact", "paper", "date")}
    if "value" in out:
        out["value"] = row["value_exact"]
    if out.get("confidence") is not None:
        out["confidence"] = format(out["confidence"].normalize(), "f")
    return out


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of two papers and several days, one of neither."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(9):
        (folder / f"{number}.txt").write_text(PAGE.replace("320", f"{number + 2}00"), "utf-8")
        if number < 8:
            paper = "城市/日报" if number % 2 else "园区周刊"
            meta = f'date = "2024-04-{number // 2 + 1:02}"\npaper = "{paper}"\n'
            (folder / f"{number}.meta.toml").write_text(meta, encoding="utf-8")
    return folder


def test_one_file_a_table_holds_the_same_rows(
    extracted: tuple[Path, Summary], sample_pages: list[Path], tmp_path: Path
) -> None:
    run(sample_pages, tmp_path / "out", formats={"parquet"})
    tables = pipeline.scan(tmp_path / "out")
    assert set(tables) == set(FIELDS)
    for name, table in tables.items():
        rows = table.to_table().to_pylist()
        assert [_as_printed(row) for row in rows] == _rows(extracted[0], name)
        for row in rows:
            if row.get("value") is not None:
                assert row["value"] == Decimal(row["value_exact"])
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert set(told["files"]) >= {f"{name}.parquet" for name in FIELDS}


def test_the_same_bytes_again_and_none_when_no_longer_wanted(papers: Path, tmp_path: Path) -> None:
    run([papers], tmp_path / "a", formats={"parquet"})
    run([papers], tmp_path / "b", formats={"parquet"}, cache=False)
    for path in (tmp_path / "a").glob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    run([papers], tmp_path / "a", formats={"partitions"})
    assert not list((tmp_path / "a").glob("*.parquet"))
    assert (tmp_path / "a" / "facts").is_dir()
    (tmp_path / "a" / "facts" / "mine.txt").write_text("not ours", encoding="utf-8")
    run([papers], tmp_path / "a")
    assert not list((tmp_path / "a").rglob("*.parquet"))
    # What nobody of us wrote stays, and nothing else.
    assert [path.name for path in (tmp_path / "a" / "facts").iterdir()] == ["mine.txt"]
    assert not (tmp_path / "a" / "quantities").exists()


def test_partitions_by_paper_and_date(papers: Path, tmp_path: Path) -> None:
    run([papers], tmp_path / "out", formats={"partitions"})
    facts = pipeline.scan(tmp_path / "out")["facts"]
    rows = facts.to_table().to_pylist()
    assert sorted(_as_printed(row)["fact_id"] for row in rows) == sorted(
        row["fact_id"] for row in _rows(tmp_path / "out", "facts")
    )
    assert {(row["paper"], row["date"]) for row in rows} == {
        ("园区周刊", "2024-04-01"),
        ("园区周刊", "2024-04-02"),
        ("园区周刊", "2024-04-03"),
        ("园区周刊", "2024-04-04"),
        ("城市/日报", "2024-04-01"),
        ("城市/日报", "2024-04-02"),
        ("城市/日报", "2024-04-03"),
        ("城市/日报", "2024-04-04"),
        (None, None),
    }
    from pyarrow import compute

    one = (compute.field("paper") == "城市/日报") & (compute.field("date") == "2024-04-02")
    assert {row["page"] for row in facts.to_table(filter=one).to_pylist()} == {"3.txt"}


def test_partitions_that_outgrow_the_memory_are_written_in_pieces(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "MOST", 20)
    monkeypatch.setattr(parquet, "ROWS", 4)
    monkeypatch.setattr(parquet, "BATCH", 3)
    run([papers], tmp_path / "out", formats={"partitions"})
    tables = pipeline.scan(tmp_path / "out")
    for name, table in tables.items():
        assert table.count_rows() == len(_rows(tmp_path / "out", name))
    run([papers], tmp_path / "whole", formats={"parquet"})
    rows = pipeline.scan(tmp_path / "whole")["facts"].to_table().to_pylist()
    assert [_as_printed(row) for row in rows] == _rows(tmp_path / "whole", "facts")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("853690000000", Decimal("853690000000")),
        ("-0.0000000001", Decimal("-1E-10")),
        ("0.00000000001", None),
        ("9" * 28, Decimal("9" * 28)),
        ("9" * 29, None),
        ("2/3", None),
        (None, None),
    ],
)
def test_values_that_fit(text: Cell, value: Decimal | None) -> None:
    assert parquet.fitting(text) == value


def test_values_that_do_not_fit_are_there_as_text(tmp_path: Path) -> None:
    row = dict.fromkeys(FIELDS["facts"])
    with Folder(tmp_path) as folder:
        tables = parquet.Tables(folder)
        for value in ("1" * 40, "2/3", "7"):
            tables.add(Records(facts=({**row, "value": value, "confidence": "0.95"},)), None, None)
        tables.close()
        folder.commit({}, {})
    rows = pipeline.scan(tmp_path)["facts"].to_table().to_pylist()
    assert [row["value"] for row in rows] == [None, None, Decimal(7)]
    assert [row["value_exact"] for row in rows] == ["1" * 40, "2/3", "7"]


def test_without_tables_or_pyarrow_the_advice_is_given(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="--format parquet"):
        pipeline.scan(tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for call in (
        lambda: pipeline.scan(tmp_path),
        lambda: run([papers], tmp_path / "out", formats={"parquet"}),
    ):
        with pytest.raises(InputError, match=r"I034.*\[parquet,cluster\]"):
            call()


def test_tables_by_name_and_in_order(papers: Path, tmp_path: Path) -> None:
    run([papers], tmp_path / "out")
    tables = pipeline.read(tmp_path / "out")
    assert list(tables) == list(FIELDS)
    assert tables["facts"] is tables.facts
    with pytest.raises(KeyError):
        tables["none"]


def test_rows_of_a_run_that_was_not_are_told_with_an_advice(tmp_path: Path) -> None:
    for ask in (
        lambda: list(stream(tmp_path, "facts")),
        lambda: Table(tmp_path, "facts"),
        lambda: pipeline.read(tmp_path),
    ):
        with pytest.raises(InputError, match="run the pipeline first"):
            ask()
