"""What the program promises of its records, and the contradictions it points at."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

import pipeline
from pipeline.checks import Across, compared, contradictions, promises
from pipeline.clean import clean
from pipeline.errors import CODES
from pipeline.model import Page, Result
from pipeline.records import records
from pipeline.run import Summary, read_page, run


def _read(text: str) -> Result:
    return read_page(Page("page.txt", text))


def test_a_value_that_is_not_printed_is_left_out() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    reading = next(r for r in result.readings if r.facts)
    wrong = [
        replace(q, value=Decimal(1)) if q.role.value == "fact" else q for q in reading.quantities
    ]
    kept, problems = promises(
        result.page, clean(result.page), [replace(reading, quantities=tuple(wrong), facts=())]
    )
    assert "P004" in [p.code for p in problems]
    assert all(q.value != 1 for r in kept for q in r.quantities)


def test_a_digit_run_without_a_quantity_is_a_problem() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    bare = [replace(r, quantities=(), facts=()) for r in result.readings]
    _, problems = promises(result.page, clean(result.page), bare)
    assert [p.code for p in problems] == ["P002", "P002"]


def test_two_quantities_on_one_number_are_a_problem() -> None:
    result = _read("本报讯 银川高新区去年进出口额374.28亿元。\n")
    reading = next(r for r in result.readings if r.quantities)
    twice = replace(reading, quantities=(*reading.quantities, reading.quantities[-1]))
    _, problems = promises(result.page, clean(result.page), [twice])
    assert "P003" in [p.code for p in problems]


def test_promises_hold_on_a_damaged_page() -> None:
    result = _read("本报讯 银川高新区2O23年营收3.O5忆元,同比增长l4.9%,研发人员36. 4万人.\n")
    assert not [p for p in result.problems if p.code.startswith("P")]


CASES = Path(__file__).with_name("cases") / "contradictions.csv"


def _cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _found(text: str, date: str = "2024-04-18") -> list[str]:
    problems = pipeline.extract(text, date=date).problems
    return [problem.code for problem in problems if problem.code.startswith("D")]


@pytest.mark.parametrize(
    "row", [pytest.param(r, id=f"{n}:{r['code']}") for n, r in enumerate(_cases(), 2)]
)
def test_a_contradiction_is_seen_and_a_near_miss_is_not(row: dict[str, str]) -> None:
    found = _found(row["text"].replace("\\n", "\n") + "\n")
    assert set(found) == ({row["code"]} if row["code"] else set())


def test_every_code_has_a_case_and_a_near_miss() -> None:
    codes = {row["code"] for row in _cases()}
    assert codes == {code for code in CODES if code.startswith("D")} | {""}


TWO = "本报讯 2023年，银川高新区工业总产值770亿元。\n据介绍，2023年银川高新区工业总产值910亿元。\n"


def test_both_places_are_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TWO, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    (row,) = pipeline.read(tmp_path / "out").problems.to_dict("records")
    assert (row["code"], row["line"], row["quote"]) == ("D003", 2, "910亿元")
    assert (row["other_page"], row["other_line"], row["other_column"]) == ("a.txt", 1, 21)
    assert row["other_quote"] == "770亿元"
    facts = pipeline.read(tmp_path / "out").facts.set_index("fact_id")
    assert facts.quote[row["fact_id"]] == "910亿元"
    assert facts.quote[row["other_fact_id"]] == "770亿元"


def test_pages_contradict_each_other(tmp_path: Path) -> None:
    first, second = TWO.split("\n")[:2]
    (tmp_path / "raw").mkdir()
    for name, text in (("a", first), ("b", second), ("c", second)):
        (tmp_path / "raw" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    summary = run([tmp_path / "raw"], tmp_path / "out")
    assert summary.codes["D003"] == 2
    rows = pipeline.read(tmp_path / "out").problems.to_dict("records")
    assert [(row["page"], row["other_page"]) for row in rows] == [
        ("b.txt", "a.txt"),
        ("c.txt", "a.txt"),
    ]
    run([tmp_path / "raw"], tmp_path / "two", workers=2)
    for name in ("problems.csv", "run.json"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_pages_that_agree_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name, value in (("a", "770亿元"), ("b", "770.3亿元"), ("c", "7703000万元")):
        text = f"本报讯 2023年，银川高新区工业总产值{value}。\n"
        (tmp_path / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert not run([tmp_path / "raw"], tmp_path / "out").codes


@pytest.mark.parametrize("subject", ["全市", "该区", "高新区", "我省"])
def test_names_that_hold_on_one_page_only_are_not_compared(tmp_path: Path, subject: str) -> None:
    (tmp_path / "raw").mkdir()
    for name, value in (("a", "770亿元"), ("b", "910亿元")):
        text = f"本报讯 2023年，{subject}工业总产值{value}。\n"
        (tmp_path / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert not run([tmp_path / "raw"], tmp_path / "out").codes


def test_a_fact_of_the_future_is_doubted() -> None:
    """The reader takes a future year for a goal; a correction or another reader may not."""
    page = Page("page.txt", "本报讯 2035年，银川高新区进出口额374.28亿元。\n", date="2024-04-18")
    made = records(read_page(page))
    future = replace(made, facts=tuple({**row, "modality": "actual"} for row in made.facts))
    assert [found.code for found in contradictions(future, "2024-04-18")] == ["D007"]
    assert not contradictions(made, "2024-04-18")
    assert not contradictions(future, "2036-01-01")


def test_facts_that_are_not_sure_doubt_nothing() -> None:
    made = records(_read(TWO))
    assert [found.code for found in contradictions(made)] == ["D003"]
    unsure = replace(made, facts=tuple({**row, "confidence": "0.5"} for row in made.facts))
    assert not contradictions(unsure)


def test_one_claim_a_thing_is_kept() -> None:
    made, across = records(_read(TWO.split("\n")[0] + "\n")), Across()
    for _ in range(50):
        across.add(made.facts)
    assert not across.problems().problems
    assert len(across._values) == 1


RANK = "2023年，{}综合竞争力位列全国第{}位。"


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        (("成都高新区", "16"), ["D006"]),
        (("银川高新区", "12"), ["D006"]),
        (("银川高新区", "16"), []),
        (("成都高新区", "12"), []),
    ],
)
def test_ranks_of_two_pages_exclude_each_other(second: tuple[str, str], codes: list[str]) -> None:
    across, learnt = Across(), Across()
    texts = (RANK.format(*given) for given in (("银川高新区", "16"), second))
    pages = [records(_read(f"本报讯 {text}\n")) for text in texts]
    for made in pages:
        across.take(compared(made.facts))
    assert [row["code"] for row in across.problems().problems] == codes
    learnt.learn(pages[0].facts)
    assert [found.code for found in learnt.against(pages[1].facts)] == codes


def test_a_thing_with_several_values_on_one_page_is_compared_with_no_other() -> None:
    first, second = TWO.split("\n")[:2]
    across = Across()
    for text in (first, f"{second}\n{second.replace('910', '650')}", second):
        across.take(compared(records(_read(text + "\n")).facts))
    (row,) = across.problems().problems
    assert (row["other_quote"], row["quote"]) == ("770亿元", "910亿元")


def test_the_sample_pages_contradict_themselves_nowhere(extracted: tuple[Path, Summary]) -> None:
    assert not [code for code in extracted[1].codes if code.startswith("D")]


def test_the_development_pages_are_doubted_only_where_they_are_misread(tmp_path: Path) -> None:
    """No page is wrong; a unit that does not fit its indicator is a fact that was misread."""
    folder = ROOT / "tests" / "development"
    run(sorted(folder.glob("*.txt")), tmp_path / "out")
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as lines:
        gold = list(csv.DictReader(lines))
    tables = pipeline.read(tmp_path / "out")
    facts = tables.facts.set_index("fact_id")
    for problem in tables.problems.to_dict("records"):
        if not problem["code"].startswith("D"):
            continue
        assert problem["code"] == "D008", problem["detail"]
        read = facts.loc[problem["fact_id"]]
        labelled = [
            row["indicator"].split("|")[0]
            for row in gold
            if row["page"] == problem["page"]
            and abs(int(row["line"]) - problem["line"]) <= 1
            and str(read.value) in row["value"].split("|")
        ]
        assert labelled and read.indicator not in labelled, problem["detail"]
