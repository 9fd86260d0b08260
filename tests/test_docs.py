"""What is written about the program holds: its code runs, and nothing is left unsaid."""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import tomllib
from pathlib import Path

import pytest
import regex

from pipeline.__main__ import _parser
from pipeline.errors import CODES
from pipeline.records import FIELDS
from pipeline.run import Summary

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
COLUMNS = ROOT / "extracted" / "README.md"


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _blocks(name: str, language: str) -> list[str]:
    return regex.findall(rf"(?s)```{language}\n(.*?)```", _text(name))


def _ticked(text: str) -> set[str]:
    return set(regex.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize("name", READMES)
def test_code_runs(
    name: str,
    extracted: tuple[Path, Summary],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(extracted[0], tmp_path / "extracted")
    monkeypatch.chdir(tmp_path)
    blocks = _blocks(name, "python")
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), {})
    printed = capsys.readouterr().out
    assert "进出口额 level 37428000000 CNY 2023" in printed
    assert "('46家', 'fact')" in printed


@pytest.mark.parametrize("name", READMES)
def test_the_record_that_is_explained_is_one_that_is_written(
    name: str, extracted: tuple[Path, Summary]
) -> None:
    (shown,) = (json.loads(block) for block in _blocks(name, "json"))
    with (extracted[0] / "facts.jsonl").open(encoding="utf-8", newline="\n") as lines:
        assert shown in [json.loads(line) for line in lines]
    section = _text(name).split("```json")[1].split("\n## ")[0].split("```")[1]
    assert set(FIELDS["facts"]) <= _ticked(section)


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_named(name: str) -> None:
    text = _text(name)
    (commands,) = (
        action.choices
        for action in _parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    assert set(regex.findall(r"`python -m pipeline (\w+)", text)) == set(commands)
    for command, parser in commands.items():
        (row,) = regex.findall(rf"\n\| `python -m pipeline {command} [^\n]*", text)
        for action in parser._actions:
            wanted = [option for option in action.option_strings if option not in ("-h", "--help")]
            # The sentences below the table may name an option too.
            assert not wanted or any(option in row for option in wanted), (command, wanted)


@pytest.mark.parametrize("name", READMES)
def test_exit_codes_are_named(name: str) -> None:
    from pipeline import __main__ as line

    (paragraph,) = regex.findall(r"(?:Exit codes: |退出码：)([^\n]*\n[^\n]*)", _text(name))
    codes = {line.OK, line.INCOMPLETE, line.MISUSE, line.INTERRUPTED, line.ENDED}
    assert codes <= {int(number) for number in regex.findall(r"\d+", paragraph)}


def test_every_room_is_named_and_every_named_room_is_there() -> None:
    named = {
        path
        for path in _ticked(_text("README.md"))
        if regex.fullmatch(r"pipeline/\w+(/|\.py)", path)
    }
    there = {
        f"pipeline/{item.name}" + ("/" if item.is_dir() else "")
        for item in (ROOT / "pipeline").iterdir()
        if (item.suffix == ".py" and item.name != "__init__.py")
        or (item.is_dir() and (item / "__init__.py").exists())
    }
    assert named - {"pipeline/data/"} == there


def test_links_lead_somewhere() -> None:
    for name in (*READMES, "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in regex.findall(r"\]\(([^)]+)\)", _text(name)):
            assert target.startswith("https://") or (ROOT / target).exists(), (name, target)


def test_every_column_is_explained() -> None:
    text = COLUMNS.read_text(encoding="utf-8")
    for table, fields in FIELDS.items():
        section = text.split(f"\n## {table}\n")[1].split("\n## ")[0]
        assert set(fields) <= _ticked(section), table


def test_every_code_is_explained_as_the_program_explains_it() -> None:
    text = COLUMNS.read_text(encoding="utf-8").split("\n## Codes\n")[1]
    rows = regex.findall(r"(?m)^\| ([A-Z]\d{3}) \| (.+) \| (.+) \|$", text)
    assert rows == [(code, said.meaning, said.advice) for code, said in CODES.items()]


def test_every_code_that_is_used_is_known() -> None:
    used: set[str] = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        if path.name == "errors.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.update(regex.findall(r"\A[ICPDQRTX]0\d\d\Z", node.value))
    assert used
    assert used <= set(CODES)


def test_the_commands_of_the_continuous_run_are_those_of_the_readme() -> None:
    (test_command,) = [block for block in _blocks("README.md", "sh") if "pytest" in block]
    assert test_command.strip() in _text(".ci/run").split("\n")


def test_every_extra_is_named() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    text = _text("README.md") + _text("CONTRIBUTING.md")
    for extra in project["optional-dependencies"]:
        assert f"[{extra}]" in text, extra


def test_the_versions_agree() -> None:
    import pipeline

    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    assert version == pipeline.__version__
    assert f"\n## {version}" in _text("CHANGELOG.md")


def test_no_path_of_a_machine_and_no_line_end_by_splitlines() -> None:
    for path in (ROOT / "pipeline").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".splitlines(" not in text, path
        assert not regex.search(r"datetime\.now|date\.today|time\.time\(", text), path


def test_every_file_that_is_opened_names_its_encoding() -> None:
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            keywords = {keyword.arg for keyword in node.keywords}
            modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if called in ("read_text", "write_text"):
                assert "encoding" in keywords, f"{path}:{node.lineno}"
            if called == "fdopen" and not any("b" in str(mode) for mode in modes):
                assert "encoding" in keywords, f"{path}:{node.lineno}"
