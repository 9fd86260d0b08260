"""Numbers: cases a line each, and what must hold for every text."""

from __future__ import annotations

import csv
import math
import time
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.model import Page, Qualifier, Quantity, Role, Span
from pipeline.quantities import at_home, columns, find, find_times
from pipeline.quantities.numerals import LONGEST, chinese, exact, number
from pipeline.quantities.units import table
from pipeline.tables import rows

CASES = Path(__file__).parent / "cases"
DIGITS = "零一二三四五六七八九"


def cases(name: str) -> list[list[str]]:
    """The rows of a case file, without its comments and header."""
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return list(csv.reader(line for line in lines if line and not line.startswith("#")))[1:]


def shown(quantity: Quantity) -> str:
    value = "" if quantity.value is None else str(quantity.value)
    return "|".join(
        [
            quantity.text,
            value,
            quantity.base_unit or "",
            quantity.qualifier.value,
            quantity.role.value,
        ]
    )


@pytest.mark.parametrize(("sentence", "expected"), cases("quantities.csv"))
def test_case(sentence: str, expected: str) -> None:
    assert " / ".join(shown(q) for q in find(sentence.replace("\\n", "\n"))) == expected


@pytest.mark.parametrize(
    ("sentence", "quote", "numeral", "unit", "dimension", "bound", "rule"), cases("rules.csv")
)
def test_a_number_says_how_it_was_read(
    sentence: str, quote: str, numeral: str, unit: str, dimension: str, bound: str, rule: str
) -> None:
    said = [
        (
            sentence[q.numeral.start : q.numeral.end],
            *(q.unit or "", q.dimension or "", q.bound or "", q.rule),
        )
        for q in find(sentence)
        if q.text == quote
    ]
    assert said == [(numeral, unit, dimension, bound, rule)]


def test_each_rule_has_its_row() -> None:
    named = {row[-1] for row in cases("rules.csv")}
    for sentence, _ in cases("quantities.csv"):
        assert {quantity.rule for quantity in find(sentence.replace("\\n", "\n"))} <= named, (
            sentence
        )


def spelled(value: int) -> str:
    """An integer in Chinese numerals, written independently of the reader."""

    def below(number: int) -> str:
        out, zero = "", False
        for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, number = divmod(number, power)
            if digit:
                out += ("零" if zero and out else "") + DIGITS[digit] + unit
                zero = False
            else:
                zero = True
        return out

    if value < 10**4:
        return below(value) or "零"
    for power, unit in ((10**8, "亿"), (10**4, "万")):
        if value >= power:
            high, low = divmod(value, power)
            zero = "零" if 0 < low < power // 10 else ""
            return spelled(high) + unit + (zero + spelled(low) if low else "")
    raise AssertionError(value)


LARGE = st.integers(min_value=0, max_value=16).flatmap(
    lambda power: st.integers(min_value=0, max_value=10**power - 1)
)
"""Integers of every length up to 10^16."""


@given(LARGE)
def test_chinese_numerals_round_trip(value: int) -> None:
    assert chinese(spelled(value)) == value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LARGE.filter(lambda value: value > 2))
def test_spelled_money_is_read_in_a_sentence(value: int) -> None:
    (quantity,) = find(f"全年共完成投资{spelled(value)}元。")
    assert quantity.value == value
    assert quantity.base_unit == "CNY"
    assert quantity.text == spelled(value) + "元"


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_arabic_money_is_exact(value: Decimal) -> None:
    (quantity,) = find(f"投资{value}亿元")
    assert quantity.value == value * 10**8
    assert quantity.base_unit == "CNY"


@pytest.mark.parametrize("row", ["三五", "十十", "亿千", "二三", "百百", ""])
def test_rows_of_digits_that_are_no_numeral(row: str) -> None:
    assert chinese(row) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两万五", 25000),
        ("一百二", 120),
        ("二〇二三", 2023),
        ("3亿5000万", 350000000),
        ("廿三", 23),
        ("三百卅五", 335),
        ("三千六", 3600),
        ("三千零六", 3006),
        ("一百零二", 102),
        ("四万万", 400000000),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert number(text) == value


def test_a_third_stays_a_fraction() -> None:
    assert find("约三分之一")[0].value == Fraction(1, 3)
    assert exact(Fraction(1, 8)) == Decimal("0.125")


ALPHABET = "0123456789.,，。、%％-—～至到年月日第首一二三四五六七八九十百千万亿两半个家元多余成倍分之点上下AEco()（）“”《》：: \n约近超高"  # noqa: E501


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_every_digit_in_exactly_one_quantity(text: str) -> None:
    found = find(text, page_date="2024-04-18")
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for quantity in found:
        assert text[quantity.span.start : quantity.span.end] == quantity.text
        assert quantity.span.contains(quantity.numeral)
    for run in regex.finditer(r"\d+", text):
        holding = [q for q in found if q.span.overlaps(Span(*run.span()))]
        assert holding
        for index in range(*run.span()):
            assert sum(q.span.start <= index < q.span.end for q in found) == 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_the_same_text_gives_the_same_numbers(text: str) -> None:
    assert find(text) == find(text)


def test_a_chinese_numeral_inside_a_name_is_none() -> None:
    text = "三百家药业营收2亿元"
    assert [q.text for q in find(text, names=[Span(0, 5)])] == ["2亿元"]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("第六届世界浙商大会开幕", (0, 9), [("第六届", "ordinal", "第N届")]),
        ("第一汽车集团开业", (0, 6), []),
        ("三分之一商店开业", (0, 6), []),
        ("二三十家店开业", (0, 5), []),
        ("三至五家坊开业", (0, 5), []),
        ("首创集团，首位山庄开业", (5, 9), []),
        ("入驻7家坊街区", (2, 7), [("7", "name", "inside a name")]),
        ("入驻100亿元大厦", (2, 9), [("100", "name", "inside a name")]),
        ("7家坊有3层", (0, 3), [("7", "name", "inside a name"), ("3层", "fact", "count")]),
    ],
)
def test_what_a_name_holds_is_no_number(
    text: str, name: tuple[int, int], found: list[tuple[str, str, str]]
) -> None:
    read = find(text, names=[Span(*name)])
    assert [(q.text, q.role.value, q.rule) for q in read] == found
    assert all(q.span == q.numeral and q.value is None for q in read if q.rule != "count")


def test_dates_are_resolved_by_the_page_or_by_the_times_that_are_given() -> None:
    (day,) = find("3月完成", page_date="2024-04-18")
    assert (day.edtf, day.role) == ("2024-03", Role.DATE)
    (day,) = find("3月完成")
    assert day.edtf is None
    (day,) = find("3月完成", times=find_times("3月完成", page_date="2020-04-18"))
    assert day.edtf == "2020-03"


@pytest.mark.parametrize(
    ("size", "rule"), [(LONGEST, "long figures"), (LONGEST + 1, "longer than any number")]
)
def test_figures_longer_than_any_number_have_no_value(size: int, rule: str) -> None:
    (found,) = find("产值" + "9" * size)
    assert (found.rule, found.value) == (rule, None)


def test_no_digit_of_a_long_figure_is_rounded_away() -> None:
    figures = "1" * 40 + ".5"
    (found,) = find(f"投资{figures}亿元")
    assert isinstance(found.value, Decimal)
    assert found.value == Decimal("1" * 40 + "50000000")


def test_arabic_figures_inside_a_name_are_kept() -> None:
    (quantity,) = find("入驻798艺术区", names=[Span(2, 8)])
    assert quantity.text == "798"
    assert quantity.role in (Role.NAME, Role.IDENTIFIER)


SEPARATORS = ["—", "-", "–", "～", "~", "至", "到", "——"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(min_value=1, max_value=9000),
    st.integers(min_value=1, max_value=900),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["亿元", "万家", "%", "公里", "个百分点"]),
    st.booleans(),
)
def test_a_range_is_its_two_ends(
    low: int, step: int, separator: str, unit: str, twice: bool
) -> None:
    """The unit may stand once or at both ends; the magnitude belongs to both."""
    printed = f"{low}{unit if twice else ''}{separator}{low + step}{unit}"
    first, second = find(f"预计在{printed}之间")
    (whole,) = find(f"约{low + step}{unit}")
    assert (first.bound, second.bound) == ("low", "high")
    assert (first.qualifier, second.qualifier) == (Qualifier.OVER, Qualifier.UNDER)
    assert second.value == whole.value
    assert first.value is not None
    assert second.value is not None
    assert Fraction(first.value) * (low + step) == Fraction(second.value) * low
    assert first.base_unit == second.base_unit == whole.base_unit


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("5000至1万元", 5000, 10000), ("800—1000万元", 8000000, 10000000), ("3—5万元", 30000, 50000)],
)
def test_a_magnitude_is_shared_only_upwards(printed: str, low: int, high: int) -> None:
    assert [q.value for q in find(f"奖励{printed}")] == [low, high]


def read(text: str) -> list[tuple[object, ...]]:
    """What the stage finds in a page that was cleaned first."""
    body = clean(Page("p", text)).body.text
    return [(q.value, q.base_unit, q.qualifier, q.role) for q in find(body)]


def test_a_wrap_between_figures_and_unit_loses_nothing() -> None:
    page = "　　会议介绍了项目的进展情况，各方共投资130\n亿元，用于建设新的生产线和研发中心。"
    found = read(page)
    assert [row[0] for row in found] == [130 * 10**8]


WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
TO_TRADITIONAL = opencc.OpenCC("s2t")
SENTENCES = [
    "园区实现营业收入{}亿元，同比增长{}%，约占全市的三成。",
    "全年新增企业{}家，较上年提高{}个百分点，其中两家上市。",
    "出口额达{}万美元，增长{}倍多，位居全国第二。",
    "建筑面积超过{}万平方米，单价{}元，不足三百五十套。",
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(SENTENCES),
    st.decimals(min_value=2, max_value=9999, places=2),
    st.decimals(min_value=2, max_value=99, places=1),
)
def test_width_spaces_and_script_change_no_number(
    sentence: str, first: Decimal, second: Decimal
) -> None:
    text = sentence.format(first, second)
    expected = read(text)
    assert len(expected) >= 3
    assert read(text.translate(WIDE)) == expected
    assert read(sentence.format(f" {first} ", f" {second} ")) == expected
    assert read(TO_TRADITIONAL.convert(text)) == expected


ROWS = (
    "一", "十", "百", "万", "1", "1,", "1.", "1/", "1:", "1、", "1%", "-1", "1年", "1月", "一年",
    "年", "月", "第一、", "首", "约", "“一", "(", "，", "至", "半", "数", "点", "一分之", "一又",
    "1比", "1+", "1×", "1.1∶", "A1", "A-1", "US$", "壹", "三成", "港币", "最高", "公元", "一核",
    "一号", "歼-", "〔2024〕", "2020-", "1元/", "百亿级", "1元以上",
)  # fmt: skip


def seconds(text: str, enough: float = 0) -> float:
    """Processor time of one reading, the better of two; of one, where that is below `enough`."""
    best = math.inf
    for _ in range(2):
        begun = time.process_time()
        find(text, page_date="2024-04-18")
        best = min(best, time.process_time() - begun)
        if best < enough:
            break
    return best


@pytest.mark.parametrize("piece", ROWS)
def test_time_grows_with_length_only(piece: str) -> None:
    """Eight times the text may take eight times as long, and half as much again for noise."""
    short, long = ((piece * size)[:size] for size in (500, 4000))
    most = 20 * max(seconds(short), 0.003)
    assert seconds(long, most) < most


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["一", "1,", "万", "年"])
def test_fifty_thousand_characters_take_as_long_as_they_are(piece: str) -> None:
    short, long = ((piece * size)[:size] for size in (6_250, 50_000))
    most = 20 * max(seconds(short), 0.01)
    assert seconds(long, most) < most


def test_phrases_of_the_table_stand_in_the_records_and_words_do_not() -> None:
    for row in rows("number_words.csv"):
        found = [q for q in find(f"，{row['word']}，") if q.role is not Role.DATE]
        if row["role"]:
            assert [q.role.value for q in found] == [row["role"]], row["word"]
        else:
            assert not [q for q in found if q.role is Role.FACT], row["word"]


def test_every_edge_belongs_to_a_unit() -> None:
    for row in rows("unit_edges.csv"):
        assert row["surface"] in table()


@pytest.mark.parametrize("surface", sorted(table()))
def test_every_unit_is_read_behind_a_number(surface: str) -> None:
    found = find(f"共计12.5万{surface}，")
    if surface in ("番", "折", "大", "期", "级", "类", "代", "分", "点", "日", "月"):
        assert found
    else:
        assert found[0].unit is not None
        assert found[0].unit.endswith(surface)


@pytest.mark.parametrize(
    ("text", "place", "money"),
    [
        ("全年营收12亿元", "台湾", ["TWD"]),
        ("全年营收12亿元", "香港", ["HKD"]),
        ("全年营收12亿元", "澳门", ["MOP"]),
        ("全年营收12亿元", None, ["CNY"]),
        (
            "营收18.7亿元人民币，其中2.31亿元用于设备，5万人，3亿元",
            "台湾",
            ["CNY", "CNY", "人", "CNY"],
        ),
        ("营收18.7亿元人民币。\n其中2.31亿元用于设备", "台湾", ["CNY", "TWD"]),
        ("贷款7037亿元，投资2372亿，存款677亿元", "台湾", ["TWD", "TWD", "TWD"]),
        ("营收7亿港元，其中2亿元用于设备", None, ["HKD", "HKD"]),
        ("营收7亿港元，全年5万人，2亿元用于设备", None, ["HKD", "人", "HKD"]),
        ("营收7亿美元，其中2亿元用于设备", None, ["USD", "CNY"]),
        ("营收7亿美元，其中2亿元用于设备", "香港", ["USD", "HKD"]),
        ("比重5%，\n2亿元", "香港", ["%", "HKD"]),
    ],
)
def test_a_bare_yuan_is_the_money_of_its_page_or_paragraph(
    text: str, place: str | None, money: list[str]
) -> None:
    found = at_home(find(text), text, place)
    assert [quantity.base_unit for quantity in found] == money


def test_an_article_about_the_mainland_means_yuan() -> None:
    text = "大陆国务院发改委称，大陆全国人大、中国大陆央行投放12亿元"
    assert [quantity.base_unit for quantity in at_home(find(text), text, "台湾")] == ["CNY"]


def test_cells_of_a_table_have_the_unit_of_their_heading_with_its_magnitude() -> None:
    text = (
        "表1 2023年主要产品产量\n产品名称　单位　产量　比上年增长（%）\n"
        "发电量　亿千瓦时　1,286.4　5.3\n水泥　万吨　812.7　-9.8\n棉纱　吨　12　−3\n"
        "汽车　台套　7　–1\n灯具　万某　5　0\n"
    )
    found = list(columns.find(text))
    assert [(q.text, q.value, q.unit, q.base_unit, q.dimension) for q in found] == [
        ("1,286.4", Decimal("128640000000"), "亿千瓦时", "kW.h", "energy"),
        ("5.3", Decimal("5.3"), "%", "%", "percent"),
        ("812.7", Decimal("8127000"), "万吨", "t", "mass"),
        ("-9.8", Decimal("-9.8"), "%", "%", "percent"),
        ("12", Decimal("12"), "吨", "t", "mass"),
        ("−3", Decimal("-3"), "%", "%", "percent"),
        ("7", Decimal("7"), "台套", "台套", "count"),
        ("–1", Decimal("-1"), "%", "%", "percent"),
        ("5", Decimal("5"), None, "1", "number"),
        ("0", Decimal("0"), "%", "%", "percent"),
    ]
    assert {(q.numeral == q.span, q.role, q.rule, q.qualifier) for q in found} == {
        (True, Role.FACT, "表格", Qualifier.EXACT)
    }
    assert set(found) <= set(find(text))
