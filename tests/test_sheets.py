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
