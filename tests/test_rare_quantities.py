"""Numbers and times that newspapers seldom print; all sentences were written for this test."""

from __future__ import annotations

from decimal import Decimal

import pytest
import regex
from test_quantities import shown

from pipeline.model import Qualifier, Role
from pipeline.quantities import columns, find, find_times, units
from pipeline.quantities import finding as finding_
from pipeline.quantities.calendar import shift
from pipeline.quantities.columns import _unit
from pipeline.quantities.numerals import arabic, chinese, number
from pipeline.quantities.words import Names


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a quarter that is counted is no date, nor is a year that only numbers what follows
        ("连续三个一季度实现增长", "三个|3|个|exact|fact"),
        ("投产第二年八家企业入驻", "第二年|2||exact|ordinal / 八家|8|家|exact|fact"),
        ("公元0年的城址出土3件", "公元0年|||exact|date / 3件|3|件|exact|fact"),
        # figures of a date and of a designation are no other number
        ("至于3.5至3月", "3.|||exact|unresolved / 5至3月|||exact|date"),
        ("一二m2工程", "m2|||exact|identifier"),
        # the first of a range says no number of its own
        ("投资十几至三十万元的项目", "三十万元|300000|CNY|exact|fact"),
        # numerals that make no number together
        ("约三四十十家", "十家|10|家|exact|fact"),
        ("三十百分点", "三十百分点|30|百分点|exact|fact"),
        # tenths before a number of another unit
        ("三四成一季度订单", "三|30|%|over|fact / 四成|40|%|under|fact / 一季度|||exact|date"),
        # a unit that begins another word gives way to a shorter one, or to none
        ("尿酸5分升至8分", "5分|5|分|exact|fact / 8分|8|分|exact|fact"),
        ("3厘米波雷达获5亿元投资", "3|3||exact|unresolved / 5亿元|500000000|CNY|exact|fact"),
        # two or three doublings are three or seven times more
        ("产值翻了两三番", "两|3|倍|over|fact / 三番|7|倍|under|fact"),
        # figures that begin within longer ones
        ("至12010年代", "12010|12010|个|exact|fact"),
        ("共12022-2023期间", "12022|12022|个|exact|fact / 2023|||exact|date"),
        ("打25-3折", "25|25||exact|unresolved / 3折|30|%|exact|fact"),
        # the first few of a class are no place in an order
        ("出口额位居全国前三", "三|3|位|under|fact"),
        ("出口额跻身全国前五梯队", ""),
        ("投入3千多亿元", "3千多亿元|300000000000|CNY|over|fact"),
        # a record bounds nothing
        ("单日最高18万人次", "18万人次|180000|人次|exact|fact"),
        ("单笔最高18万元", "18万元|180000|CNY|under|fact"),
        ("两会场地3处", "3处|3|处|exact|fact"),
        ("两会期间3场", "两会|||exact|name / 3场|3|场|exact|fact"),
        ("参会城市“双50”榜单", "50|||exact|name"),
        ("每千五百人拥有3家书店", "千五百人|||exact|name / 3家|3|家|exact|fact"),
        ("第二名《春江》只有0.8%", "第二名|2|位|exact|fact / 0.8%|0.8|%|exact|fact"),
        ("第二位《春江》只有0.8%", "第二位|2|位|exact|fact / 0.8%|0.8|%|exact|fact"),
        ("献给第二位《春江》的作者", "第二位|2||exact|ordinal"),
    ],
)
def test_what_is_seldom_printed(sentence: str, expected: str) -> None:
    assert " / ".join(map(shown, find(sentence))) == expected


@pytest.mark.parametrize(
    ("sentence", "page", "expected"),
    [
        ("2025，2026年将建成5个项目", None, [("2025，2026年", "2025/2026")]),
        ("公元0年的城址", None, [("公元0年", None)]),
        # printed in March: the year that the paragraph speaks of has not ended
        ("2024年增长5%。截至年底完成8亿元", "2024-03-01", [("2024年", "2024"), ("年底", "2023")]),
        ("2024年增长5%。截至年底完成8亿元", "2024-12-30", [("2024年", "2024"), ("年底", "2024")]),
        # of a plan's years the same period is one year
        ("“十四五”期间较上年同期增5%", None, [("“十四五”期间", "2021/2025"), ("上年同期", "2020")]),
    ],
)
def test_times_that_are_seldom_printed(
    sentence: str, page: str | None, expected: list[tuple[str, str | None]]
) -> None:
    assert [(t.text, t.edtf) for t in find_times(sentence, page_date=page)] == expected


@pytest.mark.parametrize("text", ["", "a", "1.2.3", "1e5"])
def test_what_is_no_arabic_number_is_refused(text: str) -> None:
    assert arabic("１，２３4．5") == Decimal("1234.5")
    with pytest.raises(ValueError, match="no Arabic number"):
        arabic(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("三点五", "3.5"), ("三点", None), ("点五", None), ("三点甲", None), ("三甲", None)),
        *(("五〇百", None), ("三零千", None), ("五百零三", "503")),
    ],
)
def test_what_is_no_chinese_number_is_none(text: str, value: str | None) -> None:
    assert chinese(text) == (None if value is None else Decimal(value))


def test_digits_that_no_rule_took_are_unresolved() -> None:
    text = "批号12345甲"
    scan = finding_._Scan(text, Names((), len(text)), bytearray(len(text) + 1), [])
    scan.taken[3:5] = b"\x01\x01"
    finding_._leftovers(scan)
    assert [(q.text, q.value, q.role, q.qualifier) for q in scan.out] == [
        ("1", None, Role.UNRESOLVED, Qualifier.EXACT),
        ("45", None, Role.UNRESOLVED, Qualifier.EXACT),
    ]


def test_a_unit_of_a_table_that_is_not_known_measures_nothing() -> None:
    known, power = _unit("万千瓦时")
    assert known is not None and (known.base, power) == ("kW.h", 4)
    assert _unit("万箱头") == (None, 0)


def test_a_numeral_below_zero() -> None:
    assert number("负五") == -5 and number("负3.2亿") == Decimal("-320000000")
    assert number("负") is None and number("负负") is None


def test_a_unit_of_latin_letters_is_never_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a table of edges forbids behind mAh leaves no m; Chinese units are cut: 个百分点, 个."""
    known = units._edges()
    forbidden = (regex.compile("级"), regex.compile("级"))
    monkeypatch.setattr(units, "_edges", lambda: {**known, "mAh": forbidden, "个百分点": forbidden})
    texts = ("5mAh电池", "5mAh级", "5m级", "5个百分点", "5个百分点级")
    found = [units.match(text, 1) for text in texts]
    assert [unit and unit.surface for unit in found] == ["mAh", None, "m", "个百分点", "个"]


@pytest.mark.parametrize(
    ("text", "page", "times"),
    [
        # what a text refers back to
        (
            "2023年上半年营收5亿元，报告期内利润2亿元",
            "2024-04-18",
            [("2023-H1", "half-year"), ("2023-H1", "same period")],
        ),
        (
            "2023年营收5亿元，上半年2亿元，报告期内利润3亿元",
            "2024-04-18",
            [("2023", "year"), ("2023-H1", "half-year"), ("2023-H1", "same period")],
        ),
        ("2022年3月开工，当月完工", None, [("2022-03", "month"), ("2022-03", "same period")]),
        ("上世纪90年代增长，上年同期下降", None, [("199X", "decade"), (None, "same period")]),
        # what the page says
        ("本月完工", "2024-04-18", [("2024-04", "month")]),
        ("本月完工", None, [(None, "month")]),
        ("上季度完工", "2024-02-18", [("2023-Q4", "quarter")]),
        ("本季度完工", "2024-02-18", [("2024-Q1", "quarter")]),
        ("三季度以来增长", None, [(None, "quarter")]),
        ("五至八月增长", "2024-04-18", [("2023-05/2023-08", "months")]),
        ("五至八月增长", None, [(None, "months")]),
        # the end of a year that is not over is that of the one before, once so much was counted
        ("截至年底完工", "2024-04-18", [("2023", "year's end")]),
        ("年底完工", "2024-04-18", [("2024", "year's end")]),
        ("截至年底完工", None, [(None, "year's end")]),
        ("1999至1999年增长", None, [("1999/1999", "years")]),
        # a duration is no time
        ("试用满3月转正", "2024-04-18", []),
        ("每3月一次", "2024-04-18", []),
        ("共数3月", "2024-04-18", []),
        ("前1季度增长", None, [(None, "first quarters")]),
    ],
)
def test_times_seldom_said_so(
    text: str, page: str | None, times: list[tuple[str | None, str]]
) -> None:
    assert [(time.edtf, time.rule) for time in find_times(text, page_date=page)] == times


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("功率5 kW的设备", ("5 kW", "5", "kW", "power", "number with unit")),
        ("第三个项目", ("第三个", "3", None, "ordinal", "第N个")),
        ("全市居首", ("首", "1", "位", "rank", "居首")),
        ("列全国第三十大城市", ("第三十大", "30", "位", "rank", "第N大")),
        ("重三斤四两", ("三斤四两", "3.4", "斤", "mass", "two units")),
        ("收得一分钱", ("一分钱", "0.01", "CNY", "money", "money")),
        ("装上8.6万块银幕", ("8.6万块", "86000", "块", "count", "count")),
        ("长宽2×3米", ("2×3米", "6", "m", "length", "N×N")),
    ],
)
def test_how_a_number_seldom_printed_was_read(text: str, said: tuple[str | None, ...]) -> None:
    (found,) = find(text)
    told = (found.text, str(found.value), found.base_unit, found.dimension, found.rule)
    assert told == said
    assert found.numeral.start >= found.span.start and found.numeral.end <= found.span.end


@pytest.mark.parametrize(
    ("text", "units"),
    [
        # the unit of the last of several is that of those before
        (
            "提高2个和5个百分点",
            [("2个", "2", "个百分点", "百分点"), ("5个百分点", "5", "个百分点", "百分点")],
        ),
        (
            "产能由34降至31万吨",
            [("34", "340000", "万吨", "t"), ("31万吨", "310000", "万吨", "t")],
        ),
        # 四位 behind 第三 is a rank whatever stands behind both
        (
            "全国第三、四位有三家",
            [("第三", "3", None, "位"), ("四位", "4", "位", "位"), ("三家", "3", "家", "家")],
        ),
        # a magnitude alone is money only where something is paid
        ("共有5亿", [("5亿", "500000000", "亿", "个")]),
        ("投资5亿", [("5亿", "500000000", "亿", "CNY")]),
    ],
)
def test_units_that_stand_elsewhere(
    text: str, units: list[tuple[str, str, str | None, str]]
) -> None:
    found = [(q.text, str(q.value), q.unit, q.base_unit) for q in find(text)]
    assert found == units


@pytest.mark.parametrize(
    "size",
    [
        "百亿元",
        "千亿元",
        "十亿元",
        "万亿元",
        "千万元",
        "百万元",
        "十万元",
        "亿元",
        "万人",
        "十亿块",
    ],
)
def test_a_magnitude_without_a_digit_is_a_size_and_no_number(size: str) -> None:
    for text in (size, f"打造{size}产业"):
        (found,) = find(text)
        told = (found.text, found.value, found.role, found.rule)
        assert told == (size, None, Role.NAME, "class of size")


def test_what_comes_near_a_part_of_a_whole_is_about_it() -> None:
    (found,) = find("接近全国四分之一")
    assert (found.text, found.value, found.qualifier) == ("四分之一", 25, Qualifier.ABOUT)


def test_the_second_of_two_ranks_is_one_whatever_follows() -> None:
    found = find("全国第三、四位有三家")
    assert [(q.text, q.dimension, q.rule) for q in found] == [
        ("第三", "rank", "第N"),
        ("四位", "rank", "第N、M位"),
        ("三家", "count", "count"),
    ]


def test_a_day_is_moved_by_what_is_asked_alone() -> None:
    assert shift("2024-03-29", months=-1) == "2024-02-29"
    assert shift("2024-03-01", days=-1) == "2024-02-29"
    assert shift("2024-12-31", days=1, months=-11) == "2024-02-01"


def test_places_and_numbers_of_rows_are_those_of_their_cells() -> None:
    text = "各园区排名\n序号 园区 产值（亿元） 位次\n1 松川高新区 402.7 2\n2 临港经开区 302.7 4\n"
    found = [q for q in columns.find(text) if q.unit is None]
    assert [(q.text, text[q.span.start : q.span.end]) for q in found] == [
        ("1", "1"),
        ("2", "2"),
        ("2", "2"),
        ("4", "4"),
    ]
    assert [(q.value, q.base_unit, q.dimension, q.role, q.rule) for q in found] == [
        (None, None, None, Role.ORDINAL, "表格"),
        (Decimal(2), "位", "rank", Role.FACT, "表格"),
        (None, None, None, Role.ORDINAL, "表格"),
        (Decimal(4), "位", "rank", Role.FACT, "表格"),
    ]
    assert all(q.span == q.numeral and q.qualifier is Qualifier.EXACT for q in found)
    assert [q.span.start for q in found] == sorted({q.span.start for q in found})
