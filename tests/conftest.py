"""What all tests share: the sample pages, read once, and a place beside the checkout."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model import Page, Result
from pipeline.run import Summary, page, run

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"
GOLD = ROOT / "tests" / "gold"
BESIDE = ROOT.parent / "shared"

PROCESSES = 3
"""At most, and one more than there are processors: many tests wait for a disk or a new process."""
FIRST = (
    *("metamorphic", "kills", "cluster", "same_bytes", "hostile", "linear", "cache"),
    *("browser", "bombs", "turns", "gold", "workers", "alone", "promises", "quantities"),
)
"""Files whose tests take longest: begun last, one process would wait for the other."""

# The programs that tests start compile the sources once, wherever else nothing may be compiled.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "compiled"))

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs in several processes with pytest-xdist; `-n 0` keeps it in one.

    What is asked for by name runs in one process, which begins at once.
    """
    if "PYTEST_XDIST_WORKER" in os.environ or not config.pluginmanager.hasplugin("xdist"):
        return
    options = config.option
    named = config.args_source is pytest.Config.ArgsSource.ARGS or options.keyword
    if options.numprocesses is None and not named and not options.usepdb:
        options.numprocesses = min(PROCESSES, (os.cpu_count() or 1) + 1)
        # by file, so that what the tests of a file share is made once, in the order of `FIRST`
        options.dist = "loadfile"
        options.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {f"test_{name}": place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def bound_by_permissions() -> None:
    """Takes from a process of root's what lets it write anywhere."""
    if os.geteuid() == 0:
        drop, dac_override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        ctypes.CDLL(None).prctl(drop, dac_override, 0, 0, 0)


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


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are read, as they are."""
    out: list[str] = []
    real = page.read_page

    def counted(given: Page) -> Result:
        out.append(given.name)
        return real(given)

    monkeypatch.setattr(page, "read_page", counted)
    return out
