"""What README promises, held against the files a run wrote, and each promise broken on purpose."""

from __future__ import annotations

import csv
import json
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import regex
from conftest import RAW, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipeline.align import line_starts
from pipeline.checks import promises, rereading
from pipeline.ingest import discover, pages
from pipeline.model import Aligned, Fact, Page, Quantity, Reading, Result, Role, Span
from pipeline.run import Summary, read_page

CASES = ROOT / "tests" / "cases"
DEVELOPMENT = ROOT / "tests" / "development"
SENTENCE = "2023年，城北开发区完成工业总产值320.5亿元，同比下降8.5%，有企业三百二十家。\n"


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    text = (folder / f"{table}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _results() -> list[Result]:
    found = [item for item in discover([RAW, DEVELOPMENT]) if item.path.suffix == ".txt"]
    assert len(found) > 10
    return [
        read_page(outcome.page)
        for item in found
        for outcome in pages(item)
        if outcome.page is not None
    ]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return _results()


# R1 never lost, R2 never invented


def test_every_digit_of_the_raw_files_is_in_one_row(extracted: tuple[Path, Summary]) -> None:
    """Counted from the files alone: no part of the program decides what a place is."""
    folder, _ = extracted
    rows = _rows(folder, "quantities")
    for path in sorted(RAW.glob("*.txt")):
        text = path.read_bytes().decode("utf-8-sig")
        starts = [0, *(match.end() for match in regex.finditer(r"\r\n|\n|\r", text))]
        covered: Counter[int] = Counter()
        for row in rows:
            if row["page"] != path.name:
                continue
            start = starts[row["line"] - 1] + row["column"] - 1
            end = starts[row["end_line"] - 1] + row["end_column"]
            assert text[start:end] == row["raw"], row
            covered.update(range(start, end))
        runs = list(regex.finditer(r"\p{Nd}+", text))
        assert len(runs) > 20, path
        for run in runs:
            times = {covered[place] for place in range(*run.span())}
            # a doubled headline's second print stands between the two ends of its row, or is
            # taken away as a whole; nothing else is outside
            assert times <= {0, 1} and (times == {1} or _is_doubled(text, run.span())), run.group()


def _is_doubled(text: str, span: tuple[int, int]) -> bool:
    line = text[text.rfind("\n", 0, span[0]) + 1 : text.find("\n", span[1])]
    pairs = regex.findall(r"(.{1,40}?)\1", line)
    return sum(map(len, pairs)) * 2 > 0.6 * len(line)


def test_every_value_is_the_arithmetic_of_its_words(results: list[Result]) -> None:
    read = Counter[bool]()
    for result in results:
        assert not [problem for problem in result.problems if problem.code[0] == "P"]
        for reading in result.readings:
            for quantity in reading.quantities:
                if quantity.value is None or quantity.rule == "numerals side by side":
                    continue
                again = rereading.values(quantity.text, quantity.unit, quantity.base_unit)
                read[again is not None] += 1
                assert again is None or Fraction(quantity.value) in again, quantity
    assert read[True] > 1000
    assert read[False] <= 0.002 * read[True], "the second reader has fallen behind the first"


def _sentences() -> list[str]:
    """The sentences of the case files, whatever they are cases of."""
    found: dict[str, None] = {}
    for name in ("quantities", "facts", "times", "contradictions"):
        lines = (CASES / f"{name}.csv").read_text(encoding="utf-8").split("\n")
        rows = csv.reader(line for line in lines if line and not line.startswith("#"))
        found |= dict.fromkeys(row[0].replace("\\n", "\n") for row in list(rows)[1:])
    return list(found)


def test_no_sentence_of_the_cases_breaks_a_promise() -> None:
    """What the first reader reads right the second must read too, or a true number stays out."""
    broken = [
        (problem.detail, sentence)
        for sentence in _sentences()
        for problem in read_page(Page("page.txt", sentence)).problems
        if problem.code[0] == "P"
    ]
    assert not broken
    assert len(_sentences()) > 600


def test_the_promises_cost_less_than_a_twentieth_of_reading(results: list[Result]) -> None:
    def seconds(work: Callable[[], object]) -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    def again() -> None:
        rereading.values.cache_clear()
        for result in results:
            assert result.clean is not None
            promises(result.page, result.clean, result.readings)

    assert min(seconds(again) for _ in range(3)) < 0.05 * seconds(_results)


# Each promise broken on purpose


def _read(text: str = SENTENCE) -> tuple[Result, Reading]:
    result = read_page(Page("page.txt", text))
    return result, next(reading for reading in result.readings if reading.facts)


def _judge(result: Result, *readings: Reading) -> tuple[list[str], tuple[Reading, ...]]:
    assert result.clean is not None
    kept, problems = promises(result.page, result.clean, readings)
    return [problem.code for problem in problems], kept


def _with(reading: Reading, old: Quantity, new: Quantity) -> Reading:
    facts = tuple(replace(f, quantity=new) if f.quantity == old else f for f in reading.facts)
    return replace(
        reading, quantities=tuple(new if q == old else q for q in reading.quantities), facts=facts
    )


def _named(reading: Reading, text: str) -> Quantity:
    (found,) = (quantity for quantity in reading.quantities if quantity.text == text)
    return found


def test_nothing_is_broken_where_nothing_was_touched() -> None:
    result, reading = _read()
    assert [q.text for q in reading.quantities] == ["2023年", "320.5亿元", "8.5%", "三百二十家"]
    assert _judge(result, reading) == ([], (reading,))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("320.5亿元", Decimal("3205000000")),
        ("320.5亿元", Decimal("32050000000.01")),
        ("320.5亿元", Decimal("-32050000000")),
        ("320.5亿元", Fraction(1, 3)),
        ("8.5%", Decimal("0.085")),
        ("三百二十家", Decimal(302)),
    ],
)
def test_another_value_is_left_out_with_its_facts(text: str, value: Decimal | Fraction) -> None:
    result, reading = _read()
    quantity = _named(reading, text)
    codes, (kept,) = _judge(result, _with(reading, quantity, replace(quantity, value=value)))
    assert codes[0] == "P004"
    assert text not in [q.text for q in kept.quantities]
    assert text not in [f.quantity.text for f in kept.facts]
    assert len(kept.quantities) == 3


def test_digits_of_another_script_are_a_run_of_their_own() -> None:
    result = read_page(Page("a.txt", "型号MI5০0.1，产值７2亿元，增长२३%。\n"))
    assert not [problem for problem in result.problems if problem.code[0] == "P"]
    texts = [q.text for reading in result.readings for q in reading.quantities]
    assert "72亿元" in texts and sum(text.count("5") for text in texts) == 1
    assert any("२" in text for text in texts) and any("০" in text for text in texts)


@pytest.mark.parametrize("letter", "OoＯｏΟОо")
def test_a_letter_for_nothing_within_a_numeral_is_printed_so(letter: str) -> None:
    result = read_page(Page("a.txt", f"全区去年产值３{letter}２亿元，增长5%。\n"))
    assert not [problem for problem in result.problems if problem.code[0] == "P"]
    values = [str(q.value) for r in result.readings for q in r.quantities if q.unit == "亿元"]
    assert values == ["30200000000"]


def test_two_numerals_side_by_side_share_what_is_printed_once() -> None:
    result = read_page(Page("a.txt", "有六七千家企业，两三百人。有十七八家工厂。\n"))
    values = [str(q.value) for r in result.readings for q in r.quantities]
    assert values == ["6000", "7000", "200", "300", "17", "18"]
    reading = result.readings[0]
    for text, wrong in (("六", "60001"), ("七千家", "7001"), ("八家", "19"), ("十七", "27")):
        quantity = _named(reading, text)
        told = replace(quantity, value=Decimal(wrong))
        codes, _ = _judge(result, _with(reading, quantity, told))
        assert codes[:1] == ["P004"], text


def test_another_day_is_left_out() -> None:
    result, reading = _read()
    quantity = _named(reading, "2023年")
    codes, _ = _judge(result, _with(reading, quantity, replace(quantity, edtf="2022")))
    assert codes == ["P004", "P002"]


def test_digits_that_are_not_printed_are_left_out() -> None:
    result, reading = _read()
    at = reading.article.text.text.index("320.5")
    text = reading.article.text
    changed = text.text[:at] + "9" + text.text[at + 1 :]
    article = replace(reading.article, text=Aligned(changed, text.origin, text.printed))
    quantity = _named(reading, "320.5亿元")
    told = replace(quantity, text="920.5亿元", value=Decimal("92050000000"))
    codes, _ = _judge(result, replace(_with(reading, quantity, told), article=article))
    assert codes == ["P001", "P002", "P002"]


def test_a_text_that_is_not_at_its_place_is_left_out() -> None:
    result, reading = _read()
    quantity = _named(reading, "320.5亿元")
    span = Span(quantity.span.start - 1, quantity.span.end - 1)
    codes, _ = _judge(result, _with(reading, quantity, replace(quantity, span=span)))
    assert codes == ["P001", "P002", "P002"]


def test_a_number_in_two_articles_is_left_out_once() -> None:
    result, reading = _read()
    codes, (first, second) = _judge(result, reading, reading)
    assert codes == ["P003"] * 4
    assert (len(first.quantities), len(second.quantities), second.facts) == (4, 0, ())


def test_a_run_of_digits_cut_in_two_is_told_of() -> None:
    result, reading = _read()
    quantity = _named(reading, "2023年")
    start = quantity.span.start
    half = replace(quantity, span=Span(start, start + 2), text="20", edtf=None)
    rest = replace(quantity, span=Span(start + 2, start + 5), text="23年", edtf=None)
    others = tuple(q for q in reading.quantities if q != quantity)
    codes, _ = _judge(result, replace(reading, quantities=(half, rest, *others)))
    assert codes == ["P003"]


def _tampered(fact: Fact, **changes: Any) -> Fact:
    return replace(fact, **changes)


def test_a_fact_says_what_its_quantity_says() -> None:
    result, reading = _read()
    fall = next(fact for fact in reading.facts if fact.quantity.text == "8.5%")
    assert fall.value == Decimal("-8.5")
    others = tuple(fact for fact in reading.facts if fact is not fall)
    for wrong in (
        _tampered(fall, value=Decimal("8.6")),
        _tampered(fall, quantity=replace(fall.quantity, text="9.5%")),
    ):
        codes, (kept,) = _judge(result, replace(reading, facts=(*others, wrong)))
        assert codes == ["P004"]
        assert kept.facts == others and kept.quantities == reading.quantities


# The second reader by itself


@pytest.mark.parametrize(
    ("text", "unit", "base", "value"),
    [
        ("3亿5000万元", "元", "CNY", 350_000_000),
        ("六千二百余亿元", "亿元", "CNY", 620_000_000_000),
        ("一万亿千瓦时", "万亿千瓦时", "kW.h", 10**12),
        ("两万五千家", "千家", "家", 25_000),
        ("两万五", None, "个", 25_000),
        ("两万零五", None, "个", 20_005),
        ("二〇二三", None, None, 2023),
        ("廿八个", "个", "个", 28),
        ("１２.５％", "%", "%", Fraction(25, 2)),
        ("1,234.5亿元", "亿元", "CNY", 123_450_000_000),
        ("百分之十二点六", "百分之", "%", Fraction(126, 10)),
        ("三分之二", None, "%", Fraction(200, 3)),
        ("负百分之三", None, "%", -3),
        ("七成五", "成", "%", 75),
        ("两番", "番", "倍", 3),
        ("3个多月", "个月", "mo", 3),
        ("9个半小时", "个小时", "h", Fraction(19, 2)),
        ("两年半", "年", "a", Fraction(5, 2)),
        ("十四块二", "元", "CNY", Fraction(142, 10)),
        ("两块八毛五", "元", "CNY", Fraction(285, 100)),
        ("1小时30分钟", "小时", "h", Fraction(3, 2)),
        ("3年零6个月", "年", "a", Fraction(7, 2)),
        ("2×660兆瓦", "兆瓦", "MW", 1320),
        ("3×10^8", None, "1", 300_000_000),
        ("3比1", None, "1", 3),
        ("数十家", "家", "家", 10),
        ("十几个", "个", "个", 10),
        ("第八", None, "位", 8),
        ("首位", "位", "位", 1),
        ("半", None, "%", 50),
        ("一点二亿", None, "个", 120_000_000),
        ("三五", None, None, 35),
        ("三千六万", "万", "个", 36_000_000),
        ("一米八", "米", "m", Fraction(9, 5)),
        ("六八折", "折", "%", 68),
        ("9.5折", "折", "%", 95),
        ("半折", "折", "%", 50),
        ("3斤5两", "斤", "斤", Fraction(7, 2)),
        ("三斤零二两", "斤", "斤", Fraction(16, 5)),
        ("多斤5两", "斤", "斤", None),
        ("120°15′", "°", "deg", Fraction(481, 4)),
        ("30°0′36.5″", "°", "deg", 30 + Fraction(365, 36000)),
        ("2×100MW", "MW", "MW", 200),
        ("3×10⁸", None, "1", 300_000_000),
        ("3×10⁻²", None, "1", Fraction(3, 100)),
        ("3×10^-2", None, "1", Fraction(3, 100)),
        ("3×10的3次方", None, "1", 3000),
        (".×3", None, "1", None),
        ("3×.", None, "1", None),
        ("三点五怪", None, "个", None),
        ("3三", None, "个", None),
        ("三3", None, "个", None),
        ("三三百", None, "个", None),
        ("零分之三", None, "%", None),
        ("怪分之三", None, "%", None),
        ("多元", "元", "CNY", None),
        ("第十六成", "成", "位", 16),
        ("十十", None, None, 20),
        ("亿元大关", "元", "CNY", 10**8),
        ("三点", None, None, None),
        ("5个锅", "锅", "锅", None),
    ],
)
def test_the_second_reader(
    text: str, unit: str | None, base: str | None, value: int | Fraction | None
) -> None:
    found = rereading.values(text, unit, base)
    assert (found is None) if value is None else (found is not None and value in found), found


@pytest.mark.parametrize("figures", ["9" * 28, "9" * 29, "1" + "0" * 35 + "1", "7" * 399, "0.1"])
def test_no_digit_is_rounded_away(figures: str) -> None:
    """Python's Decimal keeps 28 digits of a product unless it is told otherwise."""
    texts = [f"产值{figures}亿元，同比下降{figures}%。\n"]
    if len(figures) < 40:  # the sides of a longer ratio may be numbers of their own
        texts.append(f"比例为{figures}:1。\n")
    for text in texts:
        result, *_ = (read_page(Page("a.txt", text)),)
        assert not [problem for problem in result.problems if problem.code[0] == "P"]
        values = [q.value for r in result.readings for q in r.quantities if q.value is not None]
        exact = Fraction(figures)
        wanted = [exact * 10**8, exact] if "亿" in text else [exact]
        assert [Fraction(value) for value in values] == wanted
        for fact in (fact for reading in result.readings for fact in reading.facts):
            assert abs(Fraction(fact.value)) in wanted


def test_a_numeral_longer_than_any_is_one_number_without_a_value() -> None:
    (reading,) = read_page(Page("a.txt", "产值" + "1" * 401 + "亿元。\n")).readings
    first = reading.quantities[0]
    assert (len(first.text), first.role, first.value) == (401, Role.UNRESOLVED, None)


def test_lines_end_where_the_files_say() -> None:
    assert line_starts("a\r\nb\rc\nd") == (0, 3, 5, 7)


# What README says of all this


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_promise_names_a_test_that_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    rows = regex.findall(r"(?m)^\| (R\d) \| (.+) \| (.+) \|$", text)
    assert [row[0] for row in rows] == [f"R{number}" for number in range(1, 9)]
    for _, _, tests in rows:
        named = regex.findall(r"`(test_\w+\.py)::(test_\w+)`", tests)
        assert named
        for file, test in named:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), test


def test_the_readme_counts_the_hostile_files() -> None:
    from hostile import all_files

    count = len(all_files())
    assert f"{count} hostile files" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{count} 个恶意文件" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


LOCK = ROOT / "requirements" / "ci.lock"


def _wanted() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, of all extras, by the package's plain name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, list[Requirement]] = {}
    for group in (project["dependencies"], *project["optional-dependencies"].values()):
        for requirement in map(Requirement, group):
            if requirement.name != project["name"]:
                found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def _pinned() -> dict[str, list[tuple[str, bool]]]:
    """What the lock holds: versions of a package, one or one for each Python, and whether it is
    there because pyproject.toml asks for it."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for name, version, why in regex.findall(
        r"(?m)^([a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==(\S+)(?: ; .+)? \\\n"
        r"(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+((?:    #.*\n?)+)",
        LOCK.read_text(encoding="utf-8"),
    ):
        found.setdefault(name, []).append((version, "(pyproject.toml)" in why))
    return found


def test_the_lock_pins_every_package_with_its_digest() -> None:
    text = LOCK.read_text(encoding="utf-8")
    pinned = _pinned()
    assert len(pinned) > 100
    entries = len(regex.findall(r"(?m)^[^\s#]", text))
    assert sum(map(len, pinned.values())) == entries, "an entry has another form"
    assert not regex.search(r"://| @ |(?m:^\s*-(?!-hash=))", text), "a host or a path"


def test_the_lock_is_of_this_pyproject() -> None:
    """A package added, dropped, or bounded otherwise since it was compiled makes it stale."""
    pinned, wanted = _pinned(), _wanted()
    asked_for = {name for name, entries in pinned.items() if any(own for _, own in entries)}
    assert asked_for == set(wanted), "compile requirements/ci.lock anew; its head says how"
    for name, requirements in wanted.items():
        for requirement in requirements:
            for version, _ in pinned[name]:
                assert requirement.specifier.contains(version), f"{requirement}: {version}"
