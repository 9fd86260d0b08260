"""Our figures are those of the judge's script; where it lies beside the checkout both are run."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import BESIDE, GOLD
from hypothesis import given
from hypothesis import strategies as st

from pipeline.run import Summary
from pipeline.score import figures, score
from pipeline.score.accounting import digit_runs, doubled
from pipeline.score.gold import amount, common_length, same_amount
from pipeline.score.pairs import best_pairs, indicator_right

TABLES = {
    "facts": "facts",
    "numbers": "quantities",
    "entities": "entities",
    "articles": "articles",
}
BENT = ["value", "subject", "indicator", "period", "qualifier", "kind", "line"]
JUDGE = BESIDE / "score.py"


def _judge(gold: Path, records: Path) -> dict[str, Any]:
    tables = ("quantities", "entities", "articles")
    done = subprocess.run(
        [sys.executable, str(JUDGE), "--json", "--gold", str(gold)]
        + ["--pred", str(records / "facts.jsonl")]
        + [part for name in tables for part in (f"--{name}", str(records / f"{name}.jsonl"))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _agree(gold: Path, records: Path) -> None:
    judged, ours = _judge(gold, records), score(gold, records)
    for name, rate in (("number", ours.number), ("fact", ours.fact)):
        theirs = judged[name]
        assert (rate.right, rate.predicted, rate.gold) == tuple(
            theirs[key] for key in ("tp", "pred", "gold")
        )
        assert rate.f1 == pytest.approx(theirs["f"])
    assert ours.wrong_fields() == judged["wrong_fields"]
    assert ours.left_out == judged["optional"]["predictions_left_out"]
    for page, (number, fact) in ours.pages().items():
        assert number.f1 == pytest.approx(judged["per_page"][page]["number"]["f"])
        assert fact.f1 == pytest.approx(judged["per_page"][page]["fact"]["f"])
    assert ours.accounting is not None and ours.entities is not None
    assert (ours.accounting.right, ours.accounting.total, ours.accounting.leftover) == tuple(
        judged["accounting"][key] for key in ("right", "total", "leftover")
    )
    for kind, theirs in judged["entities"].items():
        rate = ours.entities[kind]
        assert (rate.right, rate.predicted, rate.gold) == tuple(
            theirs[key] for key in ("tp", "pred", "gold")
        )
    assert figures(ours)["headlines"] == pytest.approx(judged["articles"]["headline"])
    assert figures(ours)["bodies"] == pytest.approx(judged["articles"]["body"])


beside = pytest.mark.skipif(not JUDGE.exists(), reason="the judge's script is not beside")


@beside
def test_we_agree_with_the_judge_on_a_run(extracted: tuple[Path, Summary]) -> None:
    _agree(GOLD, extracted[0])


def _rows(name: str) -> list[dict[str, Any]]:
    with (GOLD / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _bent(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    out = {name: str(cell).split("|")[0] for name, cell in row.items()}
    if chance.random() < 0.4:
        name = chance.choice(
            ["value", "subject", "indicator", "period", "qualifier", "kind", "line"]
        )
        cell = out.get(name)
        if cell:
            changes = [cell[:-1], cell + cell[-1], cell[1:], ""]
            out[name] = (
                str(int(cell) + chance.choice([-2, -1, 1, 2]))
                if name == "line"
                else (chance.choice(changes))
            )
    return out


@beside
@pytest.mark.parametrize("seed", range(6))
def test_we_agree_with_the_judge_on_bent_labels(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for gold, table in TABLES.items():
        with (tmp_path / f"{table}.jsonl").open("w", encoding="utf-8") as out:
            for row in _rows(gold):
                if chance.random() < 0.08:
                    continue
                for _ in range(2 if chance.random() < 0.05 else 1):
                    out.write(json.dumps(_bent(row, chance), ensure_ascii=False) + "\n")
    _agree(GOLD, tmp_path)


def test_labels_score_full_marks_against_themselves(tmp_path: Path) -> None:
    for gold, table in TABLES.items():
        with (tmp_path / f"{table}.jsonl").open("w", encoding="utf-8") as out:
            for row in _rows(gold):
                first = {name: cell.split("|")[0] for name, cell in row.items()}
                out.write(json.dumps(first, ensure_ascii=False) + "\n")
    found = figures(score(GOLD, tmp_path))
    assert found["fact_f1"] == found["number_f1"] == found["entity_f1.all"] == 1.0
    assert found["accounting"] == 1.0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("进出口额", "进出口额", True),
        ("进出口额", "年进出口额", True),
        ("进出口额", "全区全年完成的进出口额", False),
        ("进出口额", "出口", False),
        ("进出口额|出口", "出口", True),
        ("abcdefghij", "abcdef1234", True),
        ("abcdefghij", "abcde12345", False),
        ("", "", True),
        ("", "出口", False),
    ],
)
def test_indicators(gold: str, found: str, right: bool) -> None:
    assert indicator_right(gold, found) is right


def test_values() -> None:
    assert amount("14.90") == amount("14.9")
    assert same_amount(amount("100/3"), amount("33.3"))
    assert not same_amount(amount("100/3"), amount("33"))
    assert not same_amount(amount("33"), amount("100/3"))


def test_doubled_headlines_and_runs() -> None:
    assert doubled("373744", "374") and doubled("11..55".replace(".", ""), "15")
    assert not doubled("373745", "374") and not doubled("374", "374")
    assert digit_runs("２O23年1O月") == ["2023", "10"]
    assert digit_runs("2,318万吨和27. 59亿") == ["2318", "27.59"]


@given(st.text("ab", max_size=8), st.text("ab", max_size=8))
def test_common_subsequence(first: str, second: str) -> None:
    length = common_length(first, second)
    assert length == common_length(second, first) <= min(len(first), len(second))
    assert common_length(first, first) == len(first)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 50), max_size=12
    )
)
def test_pairing_is_the_best_there_is(weights: dict[tuple[int, int], int]) -> None:
    def best(row: int, used: frozenset[int]) -> int:
        if row == 5:
            return 0
        skipped = best(row + 1, used)
        taken = [
            weight + best(row + 1, used | {j})
            for (i, j), weight in weights.items()
            if i == row and j not in used
        ]
        return max([skipped, *taken])

    pairs = best_pairs(5, 5, weights)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert sum(weights[pair] for pair in pairs) == best(0, frozenset())
