"""Printed tables are read row by row, whatever white stands between their columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from printed import column, line, pdf

from pipeline.ingest.layout import Glyph, Sheet, compose
from pipeline.run import run

PROSE = (
    "全市经济运行总体平稳，工业生产稳中有进，投资结构持续优化，消费市场逐步回暖，外贸保持较强韧性，"
    "居民收入稳定增长，物价总体平稳。下一步，各地将继续推进重点项目建设，努力完成全年目标任务。"
)


def read(glyphs: list[Glyph]) -> list[str]:
    text = compose(Sheet(700, 900, "pt", tuple(glyphs), (), (), (), ()))[0]
    return [row.strip("\u3000") for row in text.split("\n") if row.strip()]


def cells(left: float, top: float, rows: list[list[tuple[float, str]]]) -> list[Glyph]:
    """Rows of cells 20 points apart, each cell set in by so many points."""
    return [
        glyph
        for number, row in enumerate(rows)
        for indent, text in row
        for glyph in line(text, left + indent, top + 20 * number)
    ]


TABLE = [
    [(20, "指标"), (140, "单位"), (190, "绝对量"), (260, "同比")],
    [(0, "地区生产总值"), (140, "亿元"), (190, "432.5"), (260, "5.8")],
    [(0, "规模以上工业"), (140, "—"), (190, "—"), (260, "7.2")],
    [(0, "进出口总额"), (140, "亿元"), (190, "70.2"), (260, "-2.1")],
]


def test_a_table_is_read_by_rows() -> None:
    assert read(cells(20, 20, TABLE)) == [
        "指标　单位　绝对量　同比",
        "地区生产总值　亿元　432.5　5.8",
        "规模以上工业　—　—　7.2",
        "进出口总额　亿元　70.2　-2.1",
    ]


def test_a_table_beside_running_text_takes_none_of_it() -> None:
    got = read(column(PROSE, 20, 20, 14) + cells(200, 20, TABLE))
    assert "".join(got[:-4]) == PROSE
    assert got[-4:] == read(cells(20, 20, TABLE))


def test_a_table_between_paragraphs_parts_them() -> None:
    below = column(PROSE, 20, 140, 32)
    got = read(column(PROSE, 20, 20, 32) + cells(20, 75, TABLE[1:]) + below)
    assert [row for row in got if "亿元" in row] == [
        "地区生产总值　亿元　432.5　5.8",
        "进出口总额　亿元　70.2　-2.1",
    ]
    assert "".join(row for row in got if "7.2" not in row and "亿元" not in row) == 2 * PROSE


def test_heads_over_heads_and_a_corner_between_them() -> None:
    heads = (
        line("园区", 30, 30)
        + line("工业产值", 130, 20)
        + line("投资", 290, 20)
        + line("总量", 110, 40)
        + line("增速", 190, 40)
        + line("总量", 250, 40)
        + line("增速", 330, 40)
    )
    rows = [
        [(0, "东城片区"), (95, "682.1"), (175, "5.9"), (235, "301.2"), (315, "7.0")],
        [(0, "西城片区"), (95, "412.4"), (175, "6.3"), (235, "122.8"), (315, "8.1")],
    ]
    assert read(heads + cells(15, 60, rows)) == [
        "园区　工业产值　投资",
        "总量　增速　总量　增速",
        "东城片区　682.1　5.9　301.2　7.0",
        "西城片区　412.4　6.3　122.8　8.1",
    ]


def test_words_of_one_cell_on_two_lines_are_put_together() -> None:
    heads = line("固定资产", 150, 20) + line("投资", 160, 32) + line("增速", 240, 26)
    labels = line("战略性新兴", 20, 56) + line("产业", 20, 68) + line("建筑业", 20, 90)
    figures = (
        line("61.7", 155, 62) + line("4.2", 240, 62) + line("30.5", 155, 90) + line("1.8", 240, 90)
    )
    assert read(heads + labels + figures) == [
        "固定资产投资　增速",
        "战略性新兴产业　61.7　4.2",
        "建筑业　30.5　1.8",
    ]


def test_places_in_an_order_stand_before_labels() -> None:
    rows = [
        [(0, "名次"), (60, "片区"), (160, "产值"), (220, "税收")],
        [(5, "1"), (50, "东城片区"), (160, "682.1"), (220, "35.9")],
        [(5, "2"), (50, "西城片区"), (160, "412.4"), (220, "26.3")],
        [(5, "3"), (50, "南城片区"), (160, "98.0"), (220, "7.5")],
    ]
    assert read(cells(20, 20, rows)) == ["　".join(text for _, text in row) for row in rows]


def test_an_empty_cell_stands_as_two_blanks() -> None:
    rows = [*TABLE[:2], [(0, "规模以上工业"), (260, "7.2")], TABLE[3]]
    rows = [[cell for cell in row if cell[1] not in ("单位", "亿元")] for row in rows]
    assert read(cells(20, 20, rows)) == [
        "指标　绝对量　同比",
        "地区生产总值　432.5　5.8",
        "规模以上工业　　7.2",
        "进出口总额　70.2　-2.1",
    ]


def test_a_column_of_one_figure_is_a_column_under_its_head() -> None:
    rows = [*(row[:3] for row in TABLE[1:3]), TABLE[3]]
    assert read(cells(20, 20, [TABLE[0], *rows])) == [
        "指标　单位　绝对量　同比",
        "地区生产总值　亿元　432.5",
        "规模以上工业　—　—",
        "进出口总额　亿元　70.2　-2.1",
    ]
    # Near miss: a figure beside the table, under no head of it.
    beside = cells(20, 20, [TABLE[0][:3], *rows[:2], [*rows[2][:3], (280, "16")]])
    assert read(beside)[:4] == read(cells(20, 20, [TABLE[0][:3], *rows[:2], rows[2][:3]]))


def test_lines_of_the_next_column_a_little_higher_part_no_row() -> None:
    beside = [g for n in range(4) for g in line("甲乙丙丁戊己庚辛壬癸", 320, 18 + 20 * n)]
    shifted = cells(20, 20, [row[:3] for row in TABLE]) + cells(
        20, 22.9, [[(260, row[3][1])] for row in TABLE]
    )
    assert read(shifted + beside)[:4] == read(cells(20, 20, TABLE))


def test_tables_side_by_side_stay_apart() -> None:
    left = [
        [(0, "东城片区"), (60, "68.1"), (100, "5.9")],
        [(0, "西城片区"), (60, "41.4"), (100, "6.3")],
        [(0, "南城片区"), (60, "30.4"), (100, "1.3")],
    ]
    right = [
        [(0, "北城片区"), (60, "22.1"), (100, "2.9")],
        [(0, "中城片区"), (60, "11.4"), (100, "3.3")],
        [(0, "新城片区"), (60, "10.4"), (100, "4.3")],
    ]
    got = read(cells(20, 20, left) + cells(170, 20, right))
    assert got == ["　".join(text for _, text in row) for row in (*left, *right)]


def test_running_text_with_figures_under_each_other_is_no_table() -> None:
    """Near miss: numbers that begin lines of running text stand in no cells."""
    text = "".join(f"{n}家企业入驻园区并投产，" + "产值稳步提升" for n in (318, 426, 391, 512))
    got = read(column(text, 20, 20, 18) + column(PROSE, 230, 20, 14))
    assert "".join(got).startswith(text.replace("\u3000", ""))
    assert "".join(got).endswith(PROSE)


@pytest.mark.pdf
def test_the_facts_of_a_table_in_a_pdf(tmp_path: Path) -> None:
    heads = [(20, "指标"), (140, "单位"), (190, "1—9月"), (260, "同比（%）")]
    glyphs = (
        line("宜昌市经济稳中向好", 20, 20, em=18)
        + column("本报讯 宜昌市统计局昨日发布数据，全市经济运行总体平稳。" + PROSE, 20, 60, 34)
        + line("2024年1—9月主要指标", 100, 150)
        + cells(20, 170, [heads, *TABLE[1:]])
    )
    (tmp_path / "a.pdf").write_bytes(pdf(glyphs))
    run([tmp_path / "a.pdf"], tmp_path / "out")
    rows = (tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    keys = ("quote", "subject", "indicator", "kind", "value", "period")
    assert [tuple(json.loads(row)[key] for key in keys) for row in rows] == [
        ("432.5", "宜昌市", "地区生产总值", "level", "43250000000", "2024-01/2024-09"),
        ("5.8", "宜昌市", "地区生产总值", "growth", "5.8", "2024-01/2024-09"),
        ("7.2", "宜昌市", "规模以上工业", "growth", "7.2", "2024-01/2024-09"),
        ("70.2", "宜昌市", "进出口总额", "level", "7020000000", "2024-01/2024-09"),
        ("-2.1", "宜昌市", "进出口总额", "growth", "-2.1", "2024-01/2024-09"),
    ]
    assert all(json.loads(row)["box"] for row in rows)
