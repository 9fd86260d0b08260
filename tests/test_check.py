"""`check`: each mistake that people make in tables and labels is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import check, errors, tables
from pipeline.errors import TableError
from pipeline.score.gold import GOLD_FIELDS

RIGHT = {
    "facts": {"kind": "level", "line": "1", "indicator": "产值", "quote": "5亿元", "value": "5"},
    "numbers": {"line": "1", "role": "fact", "quote": "5"},
    "entities": {"type": "ZONE"},
    "articles": {"kind": "news", "body_first_line": "1", "body_last_line": "2"},
}


def _complaints(folder: Path, table: str, *rows: str) -> list[str]:
    header = ",".join(GOLD_FIELDS[table])
    (folder / f"{table}.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return [line.partition(".csv")[2] for line in check.check([folder])]


def _row(table: str, **other: str) -> str:
    cells = RIGHT[table] | other
    return ",".join(cells.get(name, "") for name in GOLD_FIELDS[table])


@pytest.mark.parametrize("table", ["facts", "numbers", "entities"])
def test_right_labels_are_passed(tmp_path: Path, table: str) -> None:
    assert _complaints(tmp_path, table, _row(table)) == []


@pytest.mark.parametrize(
    ("table", "other", "said"),
    [
        ("facts", {"kind": "levels"}, "kind 'levels' is none of "),
        ("facts", {"line": "one"}, "line 'one' is no number"),
        ("facts", {"value": "1|2|3", "base_unit": "CNY|家"}, "value, base_unit and kind differ"),
        ("facts", {"value": "about five"}, "value 'about five' is no exact decimal"),
        ("facts", {"indicator": ""}, "no indicator"),
        ("facts", {"quote": " "}, "no quote"),
        ("numbers", {"line": ""}, "line '' is no number"),
        ("numbers", {"role": "facts"}, "role 'facts' is none of "),
        ("entities", {"type": "TOWN"}, "type 'TOWN' is none of "),
        ("articles", {"body_first_line": "3"}, "body_first_line and body_last_line are no range"),
        ("articles", {"body_last_line": "?"}, "body_first_line and body_last_line are no range"),
    ],
)
def test_a_wrong_label_is_told_with_its_line(
    tmp_path: Path, table: str, other: dict[str, str], said: str
) -> None:
    found = _complaints(tmp_path, table, _row(table), _row(table, **other))
    assert any(line.startswith(f":3: {said}") for line in found), found


def test_rows_and_columns_that_do_not_fit(tmp_path: Path) -> None:
    assert ":2: the row has another number of cells than the header" in _complaints(
        tmp_path, "entities", "a,b"
    )
    (tmp_path / "entities.csv").write_text("page,kind\na,b\n", encoding="utf-8")
    (line,) = check.check([tmp_path])
    assert line.endswith(f": the columns are not {','.join(GOLD_FIELDS['entities'])}")
    assert check.check([tmp_path / "none"]) == [f"{tmp_path / 'none'}: no such folder"]


@pytest.mark.parametrize(
    ("rows", "source", "said"),
    [
        ([], "# own list", "units.csv: no rows"),
        ([{"a": "1"}, {"a": "1"}], "# own list", "units.csv: the row 1 stands twice"),
        ([{"a": "\ufffd"}], "# own list", "units.csv: \ufffd holds a damaged character"),
        ([{"a": "1"}], "# units", "units.csv: its first comment lines name no source"),
    ],
)
def test_a_wrong_table_is_told(
    monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, str]], source: str, said: str
) -> None:
    monkeypatch.setattr(check, "table_names", lambda: ["units.csv"])
    monkeypatch.setattr(tables, "rows", lambda name: rows)
    monkeypatch.setattr(tables, "source", lambda name: source)
    assert check.check() == [said]


def test_a_table_that_cannot_be_read_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tables.rows

    def rows(name: str) -> object:
        if name == "units.csv":
            raise TableError("T003", "no header", where=name)
        return real(name)

    monkeypatch.setattr(tables, "rows", rows)
    (line,) = check.check()
    assert "units.csv" in line and "no header" in line


def test_a_code_without_advice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = next(iter(errors.CODES.items()))
    bare = type(said)(said.meaning, "")
    monkeypatch.setitem(errors.CODES, code, bare)
    assert check.check() == [f"errors: {code} lacks a meaning or an advice"]


def test_tables_without_header_column_or_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no words to choose from"):
        tables.alternatives([])
    with pytest.raises(ValueError, match="no words to choose from"):
        tables.alternatives(["a", ""])
    with pytest.raises(TableError, match="column none"):
        tables.rows("units.csv", key="none")
