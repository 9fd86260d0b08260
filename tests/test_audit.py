"""The audit in the terminal: what is told is so, and thresholds are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline import audit as auditing
from pipeline.__main__ import main
from pipeline.audit import Limits, as_text, audit
from pipeline.run import run

TEXT = (
    "本报讯 2023年，银川高新区工业总产值770亿元。\n"
    "据介绍，2023年银川高新区工业总产值910亿元。\n"
    "2023年13月，银川高新区揭牌。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_bytes(b"")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path / "out"


def test_what_needs_a_look_stands_in_the_order_of_its_gravity(folder: Path) -> None:
    found = audit(folder)
    assert [item.code for item in found.items] == ["I001", "D003", "Q001"]
    assert found.items[1].other == "a.txt:1 770亿元"
    assert (found.problems, found.roles["unresolved"], found.pages["failed"]) == (3, 1, 1)
    assert found.accounted == Fraction(found.numbers - 1, found.numbers)
    assert not found.missed
    shown = as_text(found)
    assert "D003" in shown and "↔ a.txt:1 770亿元" in shown
    assert "… 2 more" in as_text(found, items=1)


@pytest.mark.parametrize(
    ("arguments", "code", "missed"),
    [
        ([], 0, ""),
        (["--min-accounted", "0.5"], 0, ""),
        (["--min-accounted", "0.98"], 1, "accounted"),
        (["--max-problems", "3"], 0, ""),
        (["--max-problems", "2"], 1, "problems 3 is more than 2"),
        (["--max-unresolved", "1"], 0, ""),
        (["--max-unresolved", "0"], 1, "unresolved 1 is more than 0"),
        (["--max-failed", "0"], 1, "failed 1 is more than 0"),
    ],
)
def test_thresholds(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, missed: str
) -> None:
    assert main(["audit", str(folder), *arguments]) == code
    shown = capsys.readouterr().out
    assert ("missed" in shown) is bool(missed) and missed in shown
    assert main(["audit", str(folder), "--json", *arguments]) == code
    data = json.loads(capsys.readouterr().out)
    assert data["ok"] is not bool(code) and (data["missed"] != []) is bool(missed)
    assert data["accounted"].startswith("0.") and len(data["items"]) == 3


@pytest.mark.parametrize(
    "arguments", [["--min-accounted", "98"], ["--min-accounted", "x"], ["--max-problems", "-1"]]
)
def test_thresholds_that_make_no_sense(folder: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["audit", str(folder), *arguments])
    assert left.value.code == 2


def test_a_share_is_rounded_down(folder: Path) -> None:
    found = audit(folder)
    found.numbers, found.roles = 1_000_000, {"unresolved": 1}
    assert "accounted   99.99 %" in as_text(found)


def test_a_file_that_was_changed_since_is_told(folder: Path) -> None:
    with (folder / "facts.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    (folder / "entities.csv").unlink()
    found = audit(folder)
    assert sorted(found.broken) == ["entities.csv", "facts.csv"]
    assert len(found.missed) == 2
    assert main(["audit", str(folder)]) == 1


def test_lost_numbers_are_not_accounted_for(folder: Path) -> None:
    path = folder / "problems.jsonl"
    lines = path.read_text(encoding="utf-8")
    path.write_text(lines.replace('"D003"', '"P002"'), encoding="utf-8")
    found = audit(folder, Limits())
    assert found.lost == 1
    assert found.accounted == Fraction(found.numbers - 1, found.numbers + 1)
    assert [item.code for item in found.items] == ["I001", "P002", "Q001"]


def test_notices_are_no_problems(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("没有数字的一页。\n", encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    found = audit(tmp_path / "out", Limits(problems=0))
    assert found.codes == {"C001": 1} and found.problems == 0 and not found.missed
    assert found.accounted == 1


def test_without_a_run_there_is_nothing_to_audit(tmp_path: Path) -> None:
    assert main(["audit", str(tmp_path)]) == 2


def test_facts_of_little_confidence_are_to_be_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "LOW", Decimal(1))
    found = audit(folder)
    assert found.low == 2
    doubted = [item for item in found.items if not item.code]
    assert [item.page for item in doubted] == ["a.txt", "a.txt"]
    assert all("亿元 工业总产值 (0." in item.detail for item in doubted)
    assert "low         2 facts below 1" in as_text(found)


def test_what_editors_decided_is_told(folder: Path) -> None:
    found = audit(folder)
    assert "review" not in as_text(found)
    assert "review      accepted 2  stale 1" in as_text(
        replace(found, review={"accepted": 2, "stale": 1})
    )
