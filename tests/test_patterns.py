"""Patterns that an earlier process compiled: the same patterns, and nothing lost without them."""

from __future__ import annotations

import errno
import json
import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import regex
from conftest import ROOT

from pipeline import patterns
from pipeline.patterns import _Programs

WORDS = [rf"第(?P<number>\d+)[届次]{{{most}}}(?i:a|bc)?\p{{Han}}" for most in range(1, 41)]
TEXT = "第12届届届BC会"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PIPELINE_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def filled(folder: Path) -> Path:
    """The file that a process has left."""
    made = _Programs()
    for word in WORDS:
        made.pattern((word, 0))
    made.keep()
    (file,) = folder.iterdir()
    return file


def _compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns that are compiled from now on."""
    out: list[str] = []
    real = regex.compile

    def counted(pattern: str, flags: int = 0) -> Any:
        out.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(regex, "compile", counted)
    return out


def _hold(programs: _Programs) -> None:
    for most, word in enumerate(WORDS, 1):
        made, wanted = programs.pattern((word, 0)), regex.compile(word)
        assert (made.pattern, made.flags, made.groupindex) == (
            wanted.pattern,
            wanted.flags,
            wanted.groupindex,
        )
        found, same = made.search(TEXT), wanted.search(TEXT)
        assert (found is None) == (same is None) == (most > 3)
        if found is not None and same is not None:
            assert (found.span(), found["number"]) == (same.span(), same["number"])


def test_what_an_earlier_process_compiled_is_not_compiled_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns._make()
    compiled = _compiled(monkeypatch)
    programs = _Programs()
    for word in WORDS:
        programs.pattern((word, 0))
    assert compiled == []
    _hold(programs)
    programs.pattern((WORDS[0], int(regex.IGNORECASE)))
    assert compiled[len(WORDS) :] == [WORDS[0]]


def test_flags_tell_patterns_apart(folder: Path) -> None:
    first = _Programs()
    for word in WORDS:
        first.pattern((f"x{word}", int(regex.IGNORECASE)))
        first.pattern((f"x{word}", 0))
    first.keep()
    again = _Programs()
    for word in WORDS[:3]:
        assert again.pattern((f"x{word}", int(regex.IGNORECASE))).search(f"X{TEXT}")
        assert not again.pattern((f"x{word}", 0)).search(f"X{TEXT}")


@pytest.mark.parametrize("damage", ["bit", "half", "empty", "program", "kind"])
def test_a_damaged_file_is_as_good_as_none(filled: Path, damage: str) -> None:
    data = filled.read_bytes()
    sound = marshal.loads(data[32:])
    broken = dict.fromkeys(sound, (1, 2)) if damage == "program" else dict.fromkeys(sound, 3)
    other = marshal.dumps(broken)
    filled.write_bytes(
        {
            "bit": data[:200] + bytes([data[200] ^ 1]) + data[201:],
            "half": data[: len(data) // 2],
            "empty": b"",
        }.get(damage, sha256(other).digest() + other)
    )
    programs = _Programs()
    _hold(programs)
    programs.keep()
    assert marshal.loads(filled.read_bytes()[32:]) == sound


def test_few_new_ones_are_not_worth_a_file(folder: Path) -> None:
    programs = _Programs()
    for word in WORDS[: patterns._WORTH - 1]:
        programs.pattern((word, 0))
    programs.keep()
    assert not list(folder.iterdir())
    programs.pattern((WORDS[-1], 0))
    programs.keep()
    assert len(list(folder.iterdir())) == 1


def test_what_nobody_uses_any_more_goes(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_MOST", 60)
    programs = _Programs()
    programs.pattern((WORDS[7], 0))
    for word in WORDS[: patterns._WORTH]:
        programs.pattern((f"{word}，", 0))
    programs.keep()
    kept = {pattern for pattern, _ in marshal.loads(filled.read_bytes()[32:])}
    assert kept == {WORDS[7], *(f"{word}，" for word in WORDS[: patterns._WORTH])}


def _no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def mkstemp(**given: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(patterns.tempfile, "mkstemp", mkstemp)


def _no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPELINE_CACHE", "")


@pytest.mark.parametrize("trouble", [_no_room, _no_folder])
def test_without_room_all_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[pytest.MonkeyPatch], None]
) -> None:
    trouble(monkeypatch)
    programs = _Programs()
    _hold(programs)
    programs.keep()
    assert not folder.exists() or not list(folder.iterdir())


COUNT = """
import json
from regex import _main
compiled, real = [], _main._compile
_main._compile = lambda *given: (compiled.append(given[0]), real(*given))[1]
import pipeline
result = pipeline.extract("2023年，城北开发区完成进出口额374.28亿元，同比增长14.9%。")
print(json.dumps([len(compiled), [fact.indicator for fact in result.facts]]))
"""


def test_a_second_process_compiles_next_to_nothing(folder: Path) -> None:
    told = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", COUNT],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(json.loads(done.stdout))
    (first, said), (second, said_again) = told
    assert said == said_again == ["进出口额", "进出口额"]
    assert first > 800
    assert second < 40
