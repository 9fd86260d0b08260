"""Headlines as newspapers set them: with blanks inside, amid the text, over bylines, in a type of
their own; and where an article ends that goes on on another page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed import column, line, upright
from test_reading_order import ONE, THREE, TWO, page, solid

from pipeline.ingest.layout import Glyph, Rule
from pipeline.model import Box

# Three lines of fourteen characters and a fourth of eleven, an indent included.
LONG = ONE[:22] + TWO[:22] + "金木水火。"
RUNNING = "经济运行总体平稳工业生产稳中有进投资结构持续优化消费市场逐步回暖"


def set_in(glyphs: list[Glyph], font: str) -> list[Glyph]:
    return [replace(glyph, font=font) for glyph in glyphs]


def flowing(text: str, lefts: tuple[int, ...], tops: tuple[int, ...], rows: int) -> list[Glyph]:
    """Paragraphs, parted by /, in lines of fourteen characters through columns of so many rows."""
    lines = [
        ("\u3000\u3000" + part)[start : start + 14]
        for part in text.split("/")
        for start in range(0, len(part) + 2, 14)
    ]
    glyphs: list[Glyph] = []
    places = [
        (left, top + 15 * row)
        for left, top in zip(lefts, tops, strict=True)
        for row in range(rows - (top - min(tops)) // 15)
    ]
    for words, (left, top) in zip(lines, places, strict=False):
        glyphs += line(words, left, top)
    return glyphs


TEXT = "/".join((LONG, RUNNING + "。", LONG, RUNNING + LONG, LONG, RUNNING + RUNNING + "。", LONG))


@pytest.mark.parametrize("byline", ["", "——第二行的小标题", "本报记者 顾清和"])
def test_a_blank_of_a_headline_over_a_gutter_parts_no_article(byline: str) -> None:
    """Text runs on into the column under its second half."""
    glyphs = line("甲乙丙丁戊己", 30, 20, 20) + line("庚辛壬癸子丑", 180, 20, 20)
    glyphs += set_in(line(byline, 200, 48), "kai")
    glyphs += flowing(TEXT, (20, 180), (66, 66), 15)
    read = solid(page(glyphs))
    assert read.startswith("甲乙丙丁戊己庚辛壬癸子丑" + solid(byline) + LONG)
    assert read.endswith(solid(TEXT[:400].replace("/", ""))[-30:]) or LONG in read


def test_a_paragraph_under_the_second_half_makes_it_a_headline() -> None:
    """Near miss of the case above."""
    glyphs = line("甲乙丙丁戊己", 30, 20, 20) + line("庚辛壬癸子丑", 190, 20, 20)
    glyphs += column(ONE, 20, 66, 14) + column(TWO, 180, 66, 14)
    assert solid(page(glyphs)) == "甲乙丙丁戊己" + ONE + "庚辛壬癸子丑" + TWO


def test_a_blank_in_a_headline_of_two_lines_over_one_column() -> None:
    glyphs = line("种下一片林", 20, 20, 16) + line("引", 130, 20, 16) + line("来一群人", 50, 40, 16)
    glyphs += column(ONE, 20, 70, 14)
    glyphs += line("右边的标题", 200, 20, 16) + column(TWO, 200, 70, 14)
    assert solid(page(glyphs)) == "种下一片林引来一群人" + ONE + "右边的标题" + TWO


@pytest.mark.parametrize("byline", ["", "□ 顾清和"])
def test_a_headline_amid_its_columns_heads_them_all(byline: str) -> None:
    """Its byline may stand at the right."""
    glyphs = line("居中的大标题文字", 250, 20, 20) + line(byline, 435, 45)
    glyphs += flowing(TEXT, (20, 180, 340, 500), (20, 65, 65, 20), 9)
    head = "居中的大标题文字" + solid(byline)
    assert solid(page(glyphs)).startswith(head + LONG + RUNNING + "。" + LONG[:10])


def test_a_headline_amid_its_columns_may_have_a_blank_over_a_gutter() -> None:
    glyphs = line("居中标题的", 220, 20, 20) + line("前后两半", 350, 20, 20)
    glyphs += flowing(TEXT, (20, 180, 340, 500), (20, 65, 65, 20), 9)
    head = "居中标题的前后两半"
    assert solid(page(glyphs)).startswith(head + LONG + RUNNING + "。" + LONG[:10])


def test_a_headline_in_the_middle_beside_others_heads_its_own_columns() -> None:
    """Near miss of the case above: the columns at the sides have headlines."""
    glyphs = line("左边标题", 20, 20, 16) + line("居中的大标题文字", 250, 20, 20)
    glyphs += line("右边标题", 500, 20, 16)
    glyphs += column(ONE, 20, 65, 14) + column(TWO, 180, 65, 14) + column(ONE, 340, 65, 14)
    glyphs += column(THREE, 500, 65, 14)
    read = solid(page(glyphs))
    assert read == "左边标题" + ONE + "居中的大标题文字" + TWO + ONE + "右边标题" + THREE


def _between_columns(byline: list[Glyph], font: str = "") -> str:
    glyphs = line("横跨三栏的大标题文字", 150, 20, 24) + byline
    for number, text in enumerate((ONE, TWO, THREE)):
        glyphs += set_in(column(text, 20 + number * 160, 70, 14), font)
    return solid(page(glyphs))


@pytest.mark.parametrize(
    "byline",
    [
        line("□ 本报记者 顾清和 沈怀瑾", 183, 52),
        set_in(line("顾清和　沈怀瑾　骆南枝温若初", 180, 52), "kai"),
        line("顾清和　沈怀瑾　骆南枝温", 190, 52),
    ],
)
def test_a_byline_as_wide_as_a_column_is_not_its_first_line(byline: list[Glyph]) -> None:
    words = solid("".join(glyph.text for glyph in byline))
    expected = "横跨三栏的大标题文字" + words + ONE + TWO + THREE
    assert _between_columns(byline, "song") == expected


def test_a_small_line_beside_the_first_line_of_a_column_heads_what_is_under_it() -> None:
    """It stands over a headline so large that it reaches below the next lines."""
    glyphs = line("左边两栏的标题", 20, 20, 20)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += line("高质量发展", 336, 60, 12.5) + line("右边的大标题", 336, 80, 28)
    glyphs += column(THREE, 336, 130, 14)
    read = solid(page(glyphs))
    assert read == "左边两栏的标题" + ONE + TWO + "高质量发展右边的大标题" + THREE


def test_a_kicker_in_another_type_is_no_line_of_the_headline() -> None:
    glyphs = set_in(line("产业链上的故事", 30, 20, 16), "kai")
    glyphs += set_in(line("一家工厂的账本", 30, 40, 17), "hei") + column(ONE, 20, 70, 14)
    assert page(glyphs).split("\n")[:3] == ["产业链上的故事", "", "一家工厂的账本"]


def test_a_heading_in_a_type_of_its_own_begins_behind_a_blank_line() -> None:
    """Between two paragraphs, at the top of a column, and over two lines."""
    first, second = "甲" * 20 + "。", "乙" * 20 + "。"
    body = column(first, 20, 20, 14) + column(second, 20, 80, 14)
    head = line("从图纸到产线走了七年", 20, 65)
    text = page(set_in(body, "song") + set_in(head, "hei"))
    assert "\n\n从图纸到产线走了七年\n" in text
    # At the top of the next column.
    body = column(first, 20, 20, 14) + column(second, 180, 35, 14)
    head = line("从图纸到产线走了七年", 180, 20)
    text = page(set_in(body, "song") + set_in(head, "hei"))
    assert "\n\n从图纸到产线走了七年\n" in text
    # Over two lines, in any type.
    body = column(first, 20, 20, 14) + column(second, 20, 95, 14)
    head = line("从图纸到产线他们一走就是十", 20, 65, 10.7) + line("七年", 20, 80)
    assert "\n\n从图纸到产线他们一走就是十\n七年\n" in page(body + head)


def test_text_from_another_page_ends_what_stands_above_it() -> None:
    glyphs = line("上面的标题文字", 20, 20, 20)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    below = "（上接第1版）" + THREE
    glyphs += column(below, 20, 200, 14) + column(ONE, 180, 200, 14)
    assert solid(page(glyphs)) == "上面的标题文字" + ONE + TWO + below + ONE
    # Near miss: the text runs on below the white.
    glyphs = line("上面的标题文字", 20, 20, 20)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += column(THREE, 20, 200, 14) + column(ONE, 180, 200, 14)
    assert solid(page(glyphs)) == "上面的标题文字" + ONE + THREE + TWO + ONE


def test_a_vertical_headline_beside_a_frame_heads_the_columns_on_its_other_side() -> None:
    glyphs = column(ONE, 20, 20, 14) + column(TWO, 180, 20, 14)
    glyphs += upright("竖排的标题", 350, 20, 20)
    glyphs += line("框里", 420, 30, 16) + column(THREE, 410, 60, 14)
    panel = (Box(400, 15, 560, 200),)
    read = solid(page(glyphs, panels=panel))
    assert read == "竖排的标题" + ONE + TWO + "框里" + THREE
    # The frame on the left, the headline left of its columns.
    glyphs = line("框里", 30, 30, 16) + column(THREE, 20, 60, 14)
    glyphs += upright("竖排的标题", 190, 20, 20)
    glyphs += column(ONE, 230, 20, 14) + column(TWO, 390, 20, 14)
    read = solid(page(glyphs, panels=(Box(10, 15, 170, 200),)))
    assert read == "框里" + THREE + "竖排的标题" + ONE + TWO


def test_a_rule_between_a_vertical_headline_and_a_column_is_no_column() -> None:
    glyphs = line("1", 0, 0, 8) + upright("2345", 0, 48, 8)
    glyphs += line("6", 14, 24, 8) + line("7", 120, 15, 12)
    read = solid(page(glyphs, rules=(Rule(Box(24, 15, 114, 16)),)))
    assert sorted(read) == list("1234567")


def test_numbers_tell_whether_text_goes_on_under_a_picture_or_beside_it() -> None:
    """The lines fit either way."""
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    upper = (words * 2 + words[:12] + "20", words * 2 + words[:12] + "45")
    lower = ("家企业" + words * 2, "16年" + words + words[:9])
    glyphs = line("有图的文章标题", 20, 20, 24)
    for left, above, below in zip((20, 180), upper, lower, strict=True):
        for row, start in enumerate(range(0, len(above), 14)):
            glyphs += line(above[start : start + 14], left, 60 + 15 * row)
        for row, start in enumerate(range(0, len(below), 14)):
            glyphs += line(below[start : start + 14], left, 250 + 15 * row)
    picture = (Box(20, 110, 320, 240),)
    read = solid(page(glyphs, pictures=picture))
    assert ("20家企业" in read) and ("4516年" in read)


def test_a_paragraph_right_under_a_caption_is_not_part_of_it() -> None:
    """It is set in, or the caption has told who took the picture."""
    flush = [g for row in range(6) for g in line(ONE[14 * row :][:14], 20, 165 + 15 * row)]
    for caption, text in (("图为车间一角", column(ONE, 20, 165, 14)), ("某某摄", flush)):
        glyphs = line("有图的文章标题", 20, 20, 24) + line(caption, 20, 150)
        glyphs += text + column(THREE, 180, 60, 14)
        read = solid(page(glyphs, pictures=(Box(20, 60, 160, 145),)))
        assert read == "有图的文章标题" + ONE[: 84 if text is flush else 88] + THREE + caption
