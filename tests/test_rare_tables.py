"""Flattened tables of shapes that are seldom met, and lines that only look like one."""

from __future__ import annotations

import pytest

from pipeline.grid import cells

Shown = list[tuple[str, str, str | None, str]]


def _shown(text: str) -> Shown:
    return [(c.row, text[c.span.start : c.span.end], c.unit, c.sort) for c in cells(text)]


ROWS: dict[str, tuple[str, Shown]] = {
    "the line behind the last figure of a box is the headline of what follows": (
        "入驻企业\n318家\n规上企业\n147家\n上市企业\n3家\n下一篇的标题\n",
        [
            ("入驻企业", "318家", None, "level"),
            ("规上企业", "147家", None, "level"),
            ("上市企业", "3家", None, "level"),
        ],
    ),
    "rows that are numbered end where no number stands": (
        "序号　产品　产量\n1　水泥　2\n2　玻璃　4\n钢铁　钢材　6\n",
        [
            ("水泥", "1", None, "item"),
            ("水泥", "2", None, "level"),
            ("玻璃", "2", None, "item"),
            ("玻璃", "4", None, "level"),
        ],
    ),
    "rows of products end where one of a year stands": (
        "指标　数值\n水泥　5\n玻璃　6\n2022　钢材\n",
        [("水泥", "5", None, "level"), ("玻璃", "6", None, "level")],
    ),
    "the year of founding is no figure": (
        "企业　年份　产值（亿元）\n澜岳科技　2004　12.4\n云海重工　1998　8.1\n",
        [("澜岳科技", "12.4", "亿元", "level"), ("云海重工", "8.1", "亿元", "level")],
    ),
    "so many times is growth, as per cent is": (
        "企业　产值增长\n澜岳科技　1.2倍\n云海重工　35%\n",
        [("澜岳科技", "1.2倍", None, "growth"), ("云海重工", "35%", "%", "growth")],
    ),
    "an absolute change without a unit": (
        "指标　收盘价　涨跌\n甲指数　204　12.4\n乙指数　198　8.1\n",
        [
            ("甲指数", "204", None, "level"),
            ("甲指数", "12.4", None, "change"),
            ("乙指数", "198", None, "level"),
            ("乙指数", "8.1", None, "change"),
        ],
    ),
    "a label that says rank": (
        "指标　数值\n综合排名　3\n创新能力排名　第5位\n",
        [("综合排名", "3", None, "rank"), ("创新能力排名", "第5位", None, "rank")],
    ),
    "of two units in a note the one that the label asks for": (
        "主要指标\n单位：亿元、%\n指标　数值\n产值增速　5.1\n税收　204\n",
        [("产值增速", "5.1", "%", "level"), ("税收", "204", "亿元", "level")],
    ),
    "a unit that only the first row has is a part of its label": (
        "产品　单位　产量\n乙类　万吨　3\n丙类　4\n丁类　5\n",
        [
            ("乙类万吨", "3", None, "level"),
            ("丙类", "4", None, "level"),
            ("丁类", "5", None, "level"),
        ],
    ),
    "heads of two lines that do not repeat are not joined": (
        "园区　2022年　2023年\n产值　税收　企业　户数\n岚州高新区　12.4　36.1　3　9\n"
        "滨江新区　8.1　20.5　4　6\n",
        [
            *(("岚州高新区", value, None, "level") for value in ("12.4", "36.1", "3", "9")),
            *(("滨江新区", value, None, "level") for value in ("8.1", "20.5", "4", "6")),
        ],
    ),
    "records that are numbered end where the numbers break": (
        "数值\n1\n水泥\n12\n2\n玻璃\n14\n5\n钢材\n16\n",
        [
            ("水泥", "1", None, "item"),
            ("水泥", "12", None, "level"),
            ("玻璃", "2", None, "item"),
            ("玻璃", "14", None, "level"),
        ],
    ),
    "a title over records is no head": (
        "成绩单\n水泥\n46.2\n玻璃\n12.4\n钢铁\n1.1\n",
        [
            ("水泥", "46.2", None, "level"),
            ("玻璃", "12.4", None, "level"),
            ("钢铁", "1.1", None, "level"),
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_shape_that_is_seldom_met(name: str) -> None:
    text, expected = ROWS[name]
    assert _shown(text) == expected


def test_a_caption_is_no_head() -> None:
    (text, _) = ROWS["a title over records is no head"]
    assert {cell.heads for cell in cells(text)} == {()}


def test_more_units_than_columns_are_none_of_theirs() -> None:
    heads = "指标　产值　税收\n（亿元）　（家）　（户）　（个）\n"
    text = heads + "岚州高新区　12.4　3\n滨江新区　8.1　2\n江北新区　5.2　4\n"
    assert {cell.heads for cell in cells(text)} == {()}
    # As many as there are columns belong to them.
    text = text.replace("　（户）　（个）", "")
    assert [(cell.heads, cell.unit) for cell in cells(text)][:2] == [
        (("产值",), "亿元"),
        (("税收",), "家"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # sentences that were cut: figures with units, numbered lines, without a head
        "丙县　7亿元\n丁县　8亿元\n粮食　2亿元\n",
        "1　丙县　7\n2　丁县　8\n3　戊县　9\n",
        # two rows, and two records, and nothing that says what they are
        "丙县　7　5\n丁县　8　6\n",
        "市区\n12.4\n郊县\n8.1\n",
        "1\n水泥\n12亿元\n2\n玻璃\n14亿元\n3\n钢材\n16亿元\n",
        "1\n水泥\n46.2\n2.1\n3\n玻璃\n12.4\n3.3\n5\n",
    ],
)
def test_what_only_looks_like_a_table(text: str) -> None:
    assert _shown(text) == []
