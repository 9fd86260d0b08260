"""The look-up of known faults in packages, with a service that answers in every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

FAULT = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
CLEAN = {"name": "a", "version": "1.0", "vulns": []}
FAULTY = {"name": "b", "version": "1.0", "vulns": [FAULT, {**FAULT, "fix_versions": []}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


def _audit(folder: Path, answer: str | None) -> tuple[int, str]:
    """Runs the look-up with a pip-audit that gives `answer`, or none."""
    if answer is not None:
        command = folder / "pip-audit"
        command.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\nexit 1\n", encoding="utf-8")
        command.chmod(0o755)
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "audit"],
        env={**os.environ, "PATH": f"{folder}{os.pathsep}/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN], 0, "1 of 1 packages looked up, 0 known faults."),
        ([CLEAN, UNKNOWN], 0, "1 of 2 packages looked up, 0 known faults."),
        ([CLEAN, FAULTY], 1, "b 1.0: PYSEC-1, mended by 1.1"),
        ([CLEAN, FAULTY], 1, "b 1.0: PYSEC-1, mended by no version yet"),
        ([UNKNOWN], 0, "were not looked up: the service knows none of the 1."),
    ],
)
def test_a_known_fault_fails_the_run(
    tmp_path: Path, packages: list[dict[str, object]], code: int, said: str
) -> None:
    found, out = _audit(tmp_path, json.dumps({"dependencies": packages, "fixes": []}))
    assert (found, said in out) == (code, True), out


@pytest.mark.parametrize("answer", ["", "Traceback", "{}"])
def test_no_answer_is_said_and_held_against_nobody(tmp_path: Path, answer: str) -> None:
    found, out = _audit(tmp_path, answer)
    assert found == 0 and "were not looked up: the service did not answer." in out


def test_without_the_tool_it_is_said(tmp_path: Path) -> None:
    found, out = _audit(tmp_path, None)
    assert found == 0 and "were not looked up: pip-audit is not installed." in out
