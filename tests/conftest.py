"""What all tests share: the sample pages, read once, and a place beside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.run import Summary, run

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
GOLD = ROOT / "tests" / "gold"
BESIDE = ROOT.parent / "shared"

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def sample_pages() -> list[Path]:
    """The sample pages that are text."""
    return sorted(RAW.glob("*.txt"))


@pytest.fixture(scope="session")
def extracted(
    tmp_path_factory: pytest.TempPathFactory, sample_pages: list[Path]
) -> tuple[Path, Summary]:
    """The output of a run over the sample pages, and what was told of it."""
    folder = tmp_path_factory.mktemp("run") / "extracted"
    return folder, run(sample_pages, folder)


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs `python -m pipeline` with arguments, in a process of its own."""

    def call(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        folder = environment.pop("cwd", str(ROOT))
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return call
