"""Text set around what is not its own: a vertical headline, a panel, a picture with its caption."""

from __future__ import annotations

import pytest
from printed import column, line, upright
from test_reading_order import ONE, THREE, TWO, page, solid

from pipeline.ingest.layout import Glyph, Rule
from pipeline.ingest.layout.runs import runs_of
from pipeline.model import Box

HEAD = "竖排的标题在此"


def low(text: str, left: float, top: float, em: float) -> list[Glyph]:
    """Vertical type whose boxes hold the ink alone: 一 is low."""
    return [
        Glyph(
            glyph.text,
            Box(glyph.box.left, glyph.centre - 0.07 * em, glyph.box.right, glyph.centre + 0.07 * em)
            if glyph.text == "一"
            else glyph.box,
            em,
        )
        for glyph in upright(text, left, top, em)
    ]


# --------------------------------------------------------------------------- vertical headlines


@pytest.mark.parametrize("text", ["一座新城长成", "新城一座长成", "新城长成第一"])
def test_a_low_character_belongs_to_its_vertical_headline(text: str) -> None:
    assert [run.text for run in runs_of(low(text, 20, 20, 24))] == [text]


def test_low_characters_in_lines_of_type_make_no_vertical_type() -> None:
    glyphs = [
        glyph
        for row in range(6)
        for at in range(6)
        for glyph in low("一", 20 + 10 * at, 20 + 12 * row, 10)
    ]
    assert not any(run.vertical for run in runs_of(glyphs))


def over_and_under(down: float) -> list[Glyph]:
    """An article in two columns; under it one whose vertical headline hangs `down` below."""
    glyphs = line("上文的标题", 90, 20, 22)
    glyphs += column(ONE[:82], 20, 60, 14) + column(TWO[:56], 180, 60, 14)
    glyphs += column(THREE[:82], 20, 200, 14)
    return glyphs + upright(HEAD, 230, 200 + down, 22)


@pytest.mark.parametrize("down", [0, 40, 90])
def test_a_vertical_headline_that_hangs_lower_opens_its_article_above(down: float) -> None:
    read = solid(page(over_and_under(down)))
    assert read.startswith("上文的标题" + ONE[:82] + TWO[:56])
    assert set(read[len("上文的标题" + ONE[:82] + TWO[:56]) :]) == set(THREE[:82] + HEAD)


def test_a_vertical_headline_beside_a_whole_column_parts_no_paragraphs() -> None:
    """The white over it goes up to the top, past the gap between the paragraphs."""
    glyphs = column(ONE[:82], 20, 20, 14) + column(TWO[:82] * 2, 20, 140, 14)
    read = solid(page(glyphs + upright(HEAD, 180, 200, 22)))
    assert read == HEAD + ONE[:82] + TWO[:82] * 2


@pytest.mark.parametrize(("down", "aside", "read"), [(20, 0, "\u3000"), (20, 40, ""), (70, 0, "")])
def test_the_blank_of_a_vertical_headline_does_not_end_it(
    down: float, aside: float, read: str
) -> None:
    """Near misses: the second half stands in a column of its own, or far below."""
    first, second = upright("大港口上", 50, 20, 22), upright("新气象多", 50 - aside, 108 + down, 22)
    text = page(first + second + column(TWO[:82] * 3, 120, 20, 14))
    assert ("大港口上\u3000新气象多\n" in text) is bool(read)


LEFT = line("左文标题", 50, 20, 20) + column(ONE[:82], 20, 60, 14)
PLAIN = column(TWO[:82], 180, 20, 14)
RIGHT = line("右文标题", 370, 20, 20) + column(THREE[:82], 340, 60, 14)


def test_a_vertical_headline_at_the_right_heads_the_column_without_one() -> None:
    read = solid(page(LEFT + PLAIN + upright(HEAD, 350, 20, 22)))
    assert read == "左文标题" + ONE[:82] + HEAD + TWO[:82]


def test_a_vertical_headline_at_the_left_leaves_the_headed_column_alone() -> None:
    glyphs = upright(HEAD, 50, 20, 22) + PLAIN + RIGHT
    assert solid(page(glyphs)) == HEAD + TWO[:82] + "右文标题" + THREE[:82]


def test_a_vertical_headline_between_belongs_to_the_side_without_one() -> None:
    plain = column(TWO[:82], 20, 20, 14)
    read = solid(page(plain + upright(HEAD, 220, 20, 22) + RIGHT))
    assert read == HEAD + TWO[:82] + "右文标题" + THREE[:82]


def test_a_column_that_a_sentence_runs_on_to_is_no_vertical_headlines_own() -> None:
    """The last line of the first column is full and without a stop, the next begins not set in."""
    first = line("左文标题", 50, 20, 20) + column(ONE[:82], 20, 60, 14)
    second = [
        g for row in range(6) for g in line(TWO[14 * row : 14 * row + 14], 180, 20 + 15 * row)
    ]
    third = column(THREE[:82], 340, 20, 14)
    read = solid(page(first + second + third + upright(HEAD, 510, 20, 22)))
    assert read == "左文标题" + ONE[:82] + TWO[:84] + HEAD + THREE[:82]


# -------------------------------------------------------------------------------------- gutters


def test_a_rule_at_the_edge_of_a_part_hides_none_of_its_gaps() -> None:
    """A long column at the left, behind a rule; at the right two articles side by side over a third
    one, whose column and vertical headline stand under theirs."""
    glyphs = column(THREE[:70] * 5, 20, 20, 14)
    glyphs += line("左文标题", 220, 20, 20) + column(ONE[:82], 180, 60, 14)
    glyphs += line("右文标题", 380, 20, 20) + column(TWO[:82], 340, 60, 14)
    glyphs += upright(HEAD, 230, 190, 22) + column("秋" * 124, 340, 190, 14)
    rule = Rule(Box(172, 15, 173, 400))
    read = solid(page(glyphs, rules=(rule,)))
    above = "左文标题" + ONE[:82] + "右文标题" + TWO[:82]
    assert read == THREE[:70] * 5 + above + HEAD + "秋" * 124


# --------------------------------------------------------------------------------------- panels


def around(headed: bool) -> tuple[str, str, str]:
    """An article in two columns with a panel in the middle of the second; its text, the panel's."""
    glyphs = line("围绕框的文章标题", 60, 20, 24)
    glyphs += column(ONE[:82], 20, 60, 14)
    upper, lower = TWO[:42], TWO[42:84]
    for row in range(3):
        glyphs += line(upper[14 * row : 14 * row + 14], 180, 60 + 15 * row)
        glyphs += line(lower[14 * row : 14 * row + 14], 180, 230 + 15 * row)
    if headed:
        glyphs += line("框中标题", 205, 130, 18)
    glyphs += column(THREE[:50], 190, 160, 12)
    text = page(glyphs, panels=(Box(182, 120, 318, 222),))
    return text, "围绕框的文章标题" + ONE[:82] + upper + lower, THREE[:50]


def test_a_panel_with_a_headline_stands_behind_the_article_around_it() -> None:
    text, article, panel = around(headed=True)
    assert solid(text) == article + "框中标题" + panel
    # The sentence that the panel parted goes on, no paragraph begins there.
    assert TWO[28:42] + "\n" + TWO[42:56] in text


def test_a_panel_before_another_headline_stays_where_it_is() -> None:
    glyphs = line("框前的文章", 30, 20, 22) + column(ONE[:54], 20, 60, 14)
    glyphs += line("框中标题", 45, 140, 18) + column(THREE[:50], 30, 170, 12)
    glyphs += line("框后的文章", 30, 270, 22) + column(TWO[:54], 20, 310, 14)
    read = solid(page(glyphs, panels=(Box(22, 130, 158, 245),)))
    assert read == "框前的文章" + ONE[:54] + "框中标题" + THREE[:50] + "框后的文章" + TWO[:54]


# ------------------------------------------------------------------------------------- captions


def test_the_wide_blank_of_a_caption_parts_no_columns() -> None:
    picture = Box(20, 60, 160, 140)
    upper, lower = ONE[:42], ONE[42:84]
    glyphs = line("图在栏中的文章", 60, 20, 22)
    for row in range(3):
        glyphs += line(upper[14 * row : 14 * row + 14], 20, 200 + 15 * row)
        glyphs += line(lower[14 * row : 14 * row + 14], 180, 60 + 15 * row)
    glyphs += line("这是图下的说明。", 20, 144, 9.4) + line("张三", 118, 144, 9.4)
    glyphs += line("摄", 20, 157, 9.4)
    text = page(glyphs, pictures=(picture,))
    assert solid(text) == "图在栏中的文章" + upper + lower + "这是图下的说明。张三摄"
    assert "这是图下的说明。\u3000张三\n摄" in text


def test_two_columns_of_two_lines_under_a_picture_are_no_caption() -> None:
    glyphs = line("图在栏上的文章", 60, 20, 22)
    for row in range(2):
        glyphs += line(ONE[14 * row : 14 * row + 14], 20, 144 + 15 * row)
        glyphs += line(TWO[14 * row : 14 * row + 14], 180, 144 + 15 * row)
    read = solid(page(glyphs, pictures=(Box(20, 60, 320, 140),)))
    assert read == "图在栏上的文章" + ONE[:28] + TWO[:28]


def test_text_goes_down_past_a_wide_picture_whose_caption_has_a_blank() -> None:
    """The blank leaves a piece that stands across the gutter of the columns below."""
    glyphs = line("图在两栏之间的文章", 60, 20, 24)
    one, two = (f"\u3000\u3000{text[:76]}。" for text in (ONE, TWO))
    for start, text in ((20, one), (180, two)):
        for row in range(6):
            down = 60 + 15 * row if row < 3 else 190 + 15 * row
            glyphs += line(text[14 * row : 14 * row + 14], start, down)
    glyphs += line("这是图下说明文字。", 20, 214, 9.4) + line("周大成摄", 155, 214, 9.4)
    text = page(glyphs, pictures=(Box(20, 115, 320, 210),))
    assert solid(text) == "图在两栏之间的文章" + solid(one + two) + "这是图下说明文字。周大成摄"


# -------------------------------------------------------------------------------------- kickers


def two_columns(end: str, left: float = 180) -> str:
    """A column that ends with `end`, and one that a small line and a headline begin."""
    glyphs = line("左文标题", 50, 20, 20) + column(ONE[:68] + end, 20, 60, 14)
    glyphs += line("眉题在标题的上面", left, 18, 11) + line("右文标题", 210, 34, 20)
    return page(glyphs + column(TWO[:82], 180, 65, 14))


@pytest.mark.parametrize("left", [180, 205, 217])
def test_a_small_line_over_a_headline_is_no_text_of_the_column_before(left: float) -> None:
    text = two_columns("末尾句子到此为止了。", left)
    assert "末尾句子到此为止了。\n\n眉题在标题的上面\n\n右文标题" in text


def test_a_line_that_a_sentence_runs_on_to_is_no_kicker() -> None:
    text = two_columns(ONE[68:82])
    assert ONE[68:82] + "\n眉题在标题的上面\n\n右文标题" in text
