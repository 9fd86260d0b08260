"""`explain`: what it says of a text, step by step, and of what cannot be explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.explain import explain

SENTENCE = "本报讯 2023年，城北高新技术产业开发区完成工业总产值超320亿元，同比增长8.5%。"


def _lines(what: str, kind: str, *, date: str | None = None) -> list[str]:
    """What stands behind a word at the beginning of a line."""
    said = (line.split(maxsplit=1) for line in explain(what, date=date).split("\n"))
    return [rest[0] if rest else "" for first, *rest in said if first == kind]


def test_each_step_is_said() -> None:
    assert _lines(SENTENCE, "page") == ["text  no date"]
    assert _lines(SENTENCE, "page", date="2024-04-18") == ["text  date 2024-04-18"]
    assert _lines(SENTENCE, "time")[0].startswith("2023年  2023  point  (")
    assert [line.split()[:2] for line in _lines(SENTENCE, "number")] == [
        ["2023年", "date"],
        ["320亿元", "fact"],
        ["8.5%", "fact"],
    ]
    assert "32000000000 CNY  over" in _lines(SENTENCE, "number")[1]
    first, second = _lines(SENTENCE, "fact")
    assert "工业总产值 · level 32000000000 CNY" in first and "growth 8.5 %" in second
    assert _lines(SENTENCE, "qualifier") == [
        "over  period 2023  reference null  modality actual",
        "exact  period 2023  reference 同比  modality actual",
    ]
    fitted, tried = _lines(SENTENCE, "fitted"), _lines(SENTENCE, "tried")
    assert fitted == ["plain", "risen"]
    assert tried[0].startswith("rank, ") and "plain" not in tried[0] and "risen" in tried[0]
    assert "risen" not in tried[1]


def test_a_change_is_said_with_its_step() -> None:
    changed = _lines("城北開發區2023年完成投資５亿元。", "change")
    assert any(line.startswith("'５' → '5'  (") for line in changed), changed


def test_a_short_name_is_said_with_the_whole() -> None:
    text = "城北高新技术产业开发区（以下简称城北高新区）成立。城北高新区产值5亿元。"
    (name,) = _lines(text, "name")
    assert name.startswith("城北高新技术产业开发区、城北高新区 = 城北高新技术产业开发区  ZONE  (")


def test_a_line_is_explained_with_its_sentences_only(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SENTENCE}\n\n城南区出口6亿元。\n", encoding="utf-8")
    assert [line.split()[0] for line in _lines(f"{path}:3", "number")] == ["6亿元"]
    assert explain(f"{path}:2").endswith("nothing was read there: no article holds this line")
    for line in (0, 9):
        with pytest.raises(InputError, match="it has 4 lines"):
            explain(f"{path}:{line}")


def test_problems_of_the_line_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("城南区出口6亿元。\n\n20许可，城北区。\n", encoding="utf-8")
    assert any(line.startswith("Q001 ") for line in _lines(f"{path}:3", "problem"))
    assert not _lines(f"{path}:1", "problem")


def test_a_file_that_is_no_page_has_its_code(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    with pytest.raises(InputError) as caught:
        explain(f"{path}:1")
    assert caught.value.code == "I001"
    path.write_bytes(b"\xff" * 200)
    with pytest.raises(InputError):
        explain(f"{path}:1")


def test_a_colon_and_a_number_do_not_make_a_file() -> None:
    assert _lines("比分为3:21", "page") == ["text  no date"]
