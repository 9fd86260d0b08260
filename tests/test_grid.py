"""Tables that were flattened to lines."""

from __future__ import annotations

from pipeline.grid import cells

ROWS = """表1 2023年主要产品产量
产品名称　单位　产量　比上年增长（%）
发电量　亿千瓦时　286.4　5.3
水泥　万吨　812.7　-9.8
"""
STACKED = """财政收支
（单位：亿元）
指标
绝对数
比上年增长（%）
一般公共预算收入
362.8
8.1
#税收收入
254.0
9.6
"""


def _shown(text: str) -> list[tuple[str, str, str | None, str]]:
    return [(c.row, text[c.span.start : c.span.end], c.unit, c.sort) for c in cells(text)]


def test_a_line_a_row() -> None:
    assert _shown(ROWS) == [
        ("发电量", "286.4", "亿千瓦时", "level"),
        ("发电量", "5.3", "%", "growth"),
        ("水泥", "812.7", "万吨", "level"),
        ("水泥", "-9.8", "%", "growth"),
    ]


def test_a_line_a_cell() -> None:
    assert _shown(STACKED) == [
        ("一般公共预算收入", "362.8", "亿元", "level"),
        ("一般公共预算收入", "8.1", "%", "growth"),
        ("税收收入", "254.0", "亿元", "level"),
        ("税收收入", "9.6", "%", "growth"),
    ]


def test_the_title_gives_the_year() -> None:
    assert {c.caption for c in cells(ROWS)} == {"表1 2023年主要产品产量"}


def test_running_text_is_no_table() -> None:
    assert not cells("2023年，产值增长5%。\n第二段说到2024年。\n第5版\n")
    assert not cells("一行\n12\n")
