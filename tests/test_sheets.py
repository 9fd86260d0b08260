"""What stands on a page beside prose: lists of keys and values, boxes, tables with their heads."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.records import decimal_text

PAGE = """岚州高新区的增长账

本报讯 岚州高新区去年交出一份成绩单，营业收入421亿元。

【数读岚州高新区】
●规划面积：52平方公里
●入驻企业：318家（规上147家、上市3家）
●创新平台：国家级6个，省级34个
●2023年出口：8.6亿美元，同比下降12.4%
园区对照表
指标 2018年 2023年 增幅（%）
工业总产值（亿元） 168.2 455 170.5
税收（亿元） 7.4 19.8 167.6

滨江船厂：订单排到四年后

本报讯 滨江船舶重工有限公司手持订单64艘。
"""
RIGHT = {
    "52平方公里": ("规划面积", "level", "52", "km2", None),
    "318家": ("入驻企业", "level", "318", "家", None),
    "147家": ("规上企业", "level", "147", "家", None),
    "3家": ("上市企业", "level", "3", "家", None),
    "6个": ("国家级创新平台", "level", "6", "个", None),
    "34个": ("省级创新平台", "level", "34", "个", None),
    "8.6亿美元": ("出口", "level", "860000000", "USD", "2023"),
    "12.4%": ("出口", "growth", "-12.4", "%", "2023"),
    "168.2": ("工业总产值", "level", "16820000000", "CNY", "2018"),
    "455": ("工业总产值", "level", "45500000000", "CNY", "2023"),
    "170.5": ("工业总产值", "growth", "170.5", "%", "2018/2023"),
    "167.6": ("税收", "growth", "167.6", "%", "2018/2023"),
}


@pytest.fixture(scope="module")
def facts() -> dict[str, pipeline.model.Fact]:
    return {fact.quantity.text: fact for fact in pipeline.extract(PAGE).facts}


@pytest.mark.parametrize("quote", RIGHT)
def test_a_figure_of_a_box_or_table(facts: dict[str, pipeline.model.Fact], quote: str) -> None:
    fact = facts[quote]
    shown = (
        fact.indicator,
        fact.kind.value,
        decimal_text(fact.value),
        fact.base_unit,
        fact.period,
    )
    assert shown == RIGHT[quote]
    assert fact.subject == "岚州高新区"


def test_a_box_ends_where_the_next_headline_stands(facts: dict[str, pipeline.model.Fact]) -> None:
    assert facts["64艘"].subject == "滨江船舶重工有限公司"


def test_a_row_that_is_labelled_with_a_zone_is_about_it() -> None:
    page = (
        "岚州市各园区上半年数据\n园区 营收（亿元） 增速（%）\n岚州高新区 168.2 5.1\n"
        "滨江新区 97.4 -2.3\n\n岚州高新区和滨江新区的账本不同。\n"
    )
    found = {f.quantity.text: f for f in pipeline.extract(page).facts}
    assert (found["97.4"].subject, found["97.4"].indicator) == ("滨江新区", "营收")
    assert found["-2.3"].kind.value == "growth"
    assert found["5.1"].subject == "岚州高新区"


HEAD = """鹤山开发区交出年度答卷
鹤山开发区近日公布运行情况。鹤山开发区管委会负责人介绍，园区产业结构继续优化，服务继续改善。
"""
Row = tuple[str, str, str, str, str, str, str]
"""Quote, subject, indicator, kind, value, base unit, period ("" for none)."""


def _rows(text: str, date: str | None = None) -> list[Row]:
    return [
        (
            fact.quantity.text,
            fact.subject or "",
            fact.indicator,
            fact.kind.value,
            decimal_text(fact.value) or "",
            fact.base_unit or "",
            fact.period or "",
        )
        for fact in pipeline.extract(text, date=date).facts
    ]


LISTS: dict[str, tuple[str, list[Row]]] = {
    "labels that measure are nobody": (
        """·单位GDP能耗：同比下降4.1%
·全省排名：第5位，较上年提升2位
""",
        [
            ("4.1%", "鹤山开发区", "单位GDP能耗", "growth", "-4.1", "%", ""),
            ("第5位", "鹤山开发区", "全省排名", "rank", "5", "位", ""),
            ("2位", "鹤山开发区", "全省排名", "change", "2", "位", ""),
        ],
    ),
    "items that count on": (
        """2023年鹤山开发区“成绩单”
1.营业收入：612亿元，增长12.5%；
2.新签约项目：37个，总投资168亿元；
3.综合排名：全省第3位，前进2位。
""",
        [
            ("612亿元", "鹤山开发区", "营业收入", "level", "61200000000", "CNY", "2023"),
            ("12.5%", "鹤山开发区", "营业收入", "growth", "12.5", "%", "2023"),
            ("37个", "鹤山开发区", "新签约项目", "level", "37", "个", "2023"),
            ("168亿元", "鹤山开发区", "总投资", "level", "16800000000", "CNY", "2023"),
            ("第3位", "鹤山开发区", "综合排名", "rank", "3", "位", "2023"),
            ("2位", "鹤山开发区", "综合排名", "change", "2", "位", "2023"),
        ],
    ),
    "numbers in circles": (
        """①规划面积：52平方公里；
②入驻企业：318家（规上147家、上市3家）；
③研发投入强度：4.6%。
""",
        [
            ("52平方公里", "鹤山开发区", "规划面积", "level", "52", "km2", ""),
            ("318家", "鹤山开发区", "入驻企业", "level", "318", "家", ""),
            ("147家", "鹤山开发区", "规上企业", "level", "147", "家", ""),
            ("3家", "鹤山开发区", "上市企业", "level", "3", "家", ""),
            ("4.6%", "鹤山开发区", "研发投入强度", "level", "4.6", "%", ""),
        ],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_gives_its_facts(name: str) -> None:
    text, wanted = LISTS[name]
    assert _rows(HEAD + text) == wanted


def test_a_list_of_a_city_s_figures_is_about_the_city() -> None:
    text = """宜昌市前三季度经济数据公布
本报讯 宜昌市统计局昨日公布前三季度主要经济指标。
●地区生产总值：1234亿元，增长5.6%
●固定资产投资：同比下降3.1%，其中工业投资增长11.8%
●社会消费品零售总额：486.3亿元，增长4.9%
●一般公共预算收入：98.7亿元，同比增长6.0%
"""
    nine = "2024-01/2024-09"
    assert _rows(text, "2024-10-25") == [
        ("1234亿元", "宜昌市", "地区生产总值", "level", "123400000000", "CNY", nine),
        ("5.6%", "宜昌市", "地区生产总值", "growth", "5.6", "%", nine),
        ("3.1%", "宜昌市", "固定资产投资", "growth", "-3.1", "%", nine),
        ("11.8%", "宜昌市", "工业投资", "growth", "11.8", "%", nine),
        ("486.3亿元", "宜昌市", "社会消费品零售总额", "level", "48630000000", "CNY", nine),
        ("4.9%", "宜昌市", "社会消费品零售总额", "growth", "4.9", "%", nine),
        ("98.7亿元", "宜昌市", "一般公共预算收入", "level", "9870000000", "CNY", nine),
        ("6.0%", "宜昌市", "一般公共预算收入", "growth", "6", "%", nine),
    ]


def test_an_item_with_a_name_is_about_it() -> None:
    """Near misses of a label that measures: a name, also before a year."""
    text = HEAD + "▲昀岚啤酒：2023年产量达12.6万吨。\n▲滨江新区：产值95.6亿元。\n"
    assert [row[1] for row in _rows(text)] == ["昀岚啤酒", "滨江新区"]
