"""Floors: the figures on hand-labelled pages that no change may lower silently.

    python tests/test_gold.py --update [--allow-regression]

measures anew and writes `floors.json`. A figure goes down only with `--allow-regression`, and then
CHANGELOG.md says why. The digest is over gold and pages: changed labels make the figures others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline import check
from pipeline.run import run
from pipeline.score import figures, score
from pipeline.score.gold import read_gold

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("floors.json")
RAW, GOLD = ROOT / "raw", ROOT / "tests" / "gold"
BESIDE = ROOT.parent / "shared"
REAL = BESIDE / "real"
TESTS = ROOT / "tests"
# gold: the sample pages that rules were made with.  development: pages labelled before they were
# looked at, scored once unseen, then used to find faults.
# recent: the same, newer; few of their faults have been worked through.
SETS = {
    "gold": (RAW, GOLD),
    "development": (TESTS / "development", TESTS / "development"),
    "recent": (TESTS / "recent", TESTS / "recent"),
    "real": (REAL / "page.txt", REAL),
}
# So much may a figure lie under its floor: less than one fact in a thousand pages is worth.
EPSILON = 0.0005

needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="no real page beside the checkout")


def _pages(folder: Path) -> set[str]:
    return {row["page"] for row in read_gold(folder, "facts") or ()}


def _sources(pages: Path, gold: Path) -> list[Path]:
    if pages.is_file():
        return [pages]
    return sorted(pages / name for name in _pages(gold))


def _digest(pages: Path, gold: Path) -> str:
    digest = sha256()
    for path in (*_sources(pages, gold), *sorted(gold.glob("*.csv"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measure(pages: Path, gold: Path, folder: Path) -> dict[str, Any]:
    """Scores a run over the pages: figures, counts and the digest of what was scored."""
    found = score(gold, folder)
    return {
        "digest": _digest(pages, gold),
        "pages": len(_sources(pages, gold)),
        "facts": found.fact.gold,
        "figures": {name: round(figure, 4) for name, figure in figures(found).items()},
    }


def lowered(floors: Mapping[str, float], found: Mapping[str, float]) -> list[str]:
    """The figures that lie under their floor, or are there no more."""
    return [
        f"{name}: {found.get(name)} is under {floor}"
        for name, floor in floors.items()
        if found.get(name, 0.0) < floor - EPSILON
    ]


def _floors() -> dict[str, Any]:
    floors: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


Output = Callable[[str], Path]


@pytest.fixture(scope="module")
def output_of(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """What a run over the pages of a set gave; each set is read once."""

    @cache
    def read(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "extracted"
        run(_sources(*SETS[name]), folder)
        return folder

    return read


def _hold(name: str, folder: Path) -> None:
    floor = _floors()[name]
    found = measure(*SETS[name], folder)
    assert (found["digest"], found["pages"], found["facts"]) == (
        floor["digest"],
        floor["pages"],
        floor["facts"],
    ), "gold or pages have changed: measure the floors anew with --update"
    assert not lowered(floor["figures"], found["figures"])


@pytest.mark.parametrize("name", ["gold", "development", "recent"])
def test_the_floors_of_the_labelled_pages_hold(name: str, output_of: Output) -> None:
    _hold(name, output_of(name))


@needs_real
def test_the_floors_of_the_real_page_hold(output_of: Output) -> None:
    _hold("real", output_of("real"))


def test_confidence_says_how_many_are_right(output_of: Output) -> None:
    """Bands of confidence, on pages of both sets, against what the labels say of their facts."""
    told: Counter[str] = Counter()
    for name in ("gold", "development"):
        for low, high, facts, right in score(SETS[name][1], output_of(name)).confidences():
            band = "sure" if low >= 0.9 else "likely" if low >= 0.8 else "doubtful"
            told[band] += facts
            told[f"{band}, right"] += right
            assert low < high
    shares = {band: told[f"{band}, right"] / told[band] for band in ("sure", "likely", "doubtful")}
    assert shares["sure"] >= 0.9
    assert shares["sure"] > shares["likely"] > shares["doubtful"]
    assert shares["doubtful"] <= 0.8
    assert told["sure"] > 500


def test_a_figure_under_its_floor_is_seen() -> None:
    assert lowered({"fact_f1": 0.8}, {"fact_f1": 0.799}) == ["fact_f1: 0.799 is under 0.8"]
    assert lowered({"fact_f1": 0.8}, {"number_f1": 0.9})
    assert not lowered({"fact_f1": 0.8}, {"fact_f1": 0.7996, "number_f1": 0.1})


@pytest.mark.parametrize("name", ["gold", "development", "recent"])
def test_gold_is_labelled_as_the_contract_says(name: str) -> None:
    assert list(check.check_gold(SETS[name][1])) == []


def test_every_sample_page_is_labelled() -> None:
    assert {path.name for path in RAW.glob("*.txt")} >= _pages(GOLD)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true", required=True)
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    floors = _floors() if FLOORS.exists() else {}
    for name, (pages, gold) in SETS.items():
        if not pages.exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            run(_sources(pages, gold), Path(folder))
            found = measure(pages, gold, Path(folder))
        old = floors.get(name, {}).get("figures", {})
        worse = lowered(old, found["figures"])
        if worse and not options.allow_regression:
            sys.exit("\n".join([f"{name} would get worse:", *worse]))
        floors[name] = found
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
