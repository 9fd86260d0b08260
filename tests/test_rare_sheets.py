"""Tables whose heads and cells newspapers seldom print so; all names and figures were made up."""

from __future__ import annotations

import pytest
from test_sheets import _rows

import pipeline

Shown = list[tuple[str, str, str, str, str]]
ABOUT = "鹤山开发区主要指标\n"

SHEETS: dict[str, tuple[str, Shown]] = {
    "a head that measures nothing on its own leaves the label alone": (
        f"{ABOUT}货种 装船（万吨） 同比（%）\n矿石 12.6 8.3\n木材 13.4 35\n",
        [
            ("12.6", "鹤山开发区", "矿石", "level", ""),
            ("8.3", "鹤山开发区", "矿石", "growth", ""),
            ("13.4", "鹤山开发区", "木材", "level", ""),
            ("35", "鹤山开发区", "木材", "growth", ""),
        ],
    ),
    "a share of a city is one of what the caption measures": (
        "各园区所占份额\n园区 占全市的份额（%）\n松川高新区 12.5\n临港经开区 10.5\n",
        [
            ("12.5", "松川高新区", "所占份额", "share", ""),
            ("10.5", "临港经开区", "所占份额", "share", ""),
        ],
    ),
    "tenths are growths, shares or levels as their label says": (
        f"{ABOUT}指标 数值\n工业产值 320亿元\n失业率 1成\n产值增幅 3成\n研发投入占比 2成\n",
        [
            ("320亿元", "鹤山开发区", "工业产值", "level", ""),
            ("1成", "鹤山开发区", "失业率", "level", ""),
            ("3成", "鹤山开发区", "产值", "growth", ""),
            ("2成", "鹤山开发区", "研发投入占比", "share", ""),
        ],
    ),
    "the month beside all months so far is their last": (
        "鹤山开发区2023年1—9月主要指标\n"
        "指标 本月 累计\n工业产值（亿元） 32 320\n出口（亿元） 7.5 75\n",
        [
            ("32", "鹤山开发区", "工业产值", "level", "2023-09"),
            ("320", "鹤山开发区", "工业产值", "level", "2023-01/2023-09"),
            ("7.5", "鹤山开发区", "出口", "level", "2023-09"),
            ("75", "鹤山开发区", "出口", "level", "2023-01/2023-09"),
        ],
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_seldom_printed_so(name: str) -> None:
    text, wanted = SHEETS[name]
    shown = [(quote, who, what, kind, when) for quote, who, what, kind, _, _, when in _rows(text)]
    assert shown == wanted


@pytest.mark.parametrize(("goal", "modality"), [("目标", "target"), ("指标", "actual")])
def test_figures_under_the_heading_of_a_plan_are_its_goals(goal: str, modality: str) -> None:
    page = f"鹤山开发区2025年主要{goal}\n指标 数值\n工业产值（亿元） 320\n出口（亿元） 75\n"
    assert [fact.modality.value for fact in pipeline.extract(page).facts] == [modality] * 2


def test_a_row_with_a_cell_too_many_that_no_space_parts_ends_the_table() -> None:
    """玻璃 has three figures under two heads, and none is of which head nobody knows."""
    rows = "指标　产量　同比\n水泥　12.4　5.8\n{}钢材　1.4　5.1\n"
    assert len(_rows(ABOUT + rows.format(""))) == 4
    assert "玻璃" not in [row[2] for row in _rows(ABOUT + rows.format("玻璃　　2.4　1.8　3.2\n"))]
    # 1 286 is one number that a space parts
    row = ("1 286", "鹤山开发区", "玻璃", "level", "1286", "1", "")
    assert row in _rows(ABOUT + rows.format("玻璃　1 286　3.2\n"))
