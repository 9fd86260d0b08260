"""Reading order: an article never mixes with its neighbour, and nothing on the page is lost."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import column, line, upright

from pipeline.ingest.layout import Glyph, Rule, Sheet, compose
from pipeline.ingest.layout.atoms import Measure, atoms_of
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.frames import boxed, is_edge
from pipeline.ingest.layout.runs import bridged, runs_of
from pipeline.ingest.layout.sheet import Run, run_of
from pipeline.ingest.layout.titles import Titles
from pipeline.model import Box

ONE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 4
TWO = "东南西北春夏秋冬日月星辰山川河流风雨雷电江湖" * 4
THREE = "金木水火土天地玄黄宇宙洪荒寒来暑往秋收冬藏闰" * 4


def page(
    glyphs: list[Glyph],
    rules: tuple[Rule, ...] = (),
    pictures: tuple[Box, ...] = (),
    panels: tuple[Box, ...] = (),
) -> str:
    sheet = Sheet(700, 900, "pt", tuple(glyphs), (), rules, pictures, panels)
    text, layout = compose(sheet)
    assert len(layout.boxes) == len(text)
    return text


def solid(text: str) -> str:
    return "".join(text.split())


def test_columns_of_one_article_follow_its_headline() -> None:
    glyphs = line("一个横跨三栏的标题", 60, 20, 24)
    for number, text in enumerate((ONE, TWO, THREE)):
        glyphs += column(text, 20 + number * 160, 60, 14)
    read = solid(page(glyphs))
    assert read == "一个横跨三栏的标题" + ONE + TWO + THREE


def test_a_short_headline_on_the_left_still_comes_first() -> None:
    glyphs = line("短标题", 20, 20, 24)
    for number, text in enumerate((ONE, TWO, THREE)):
        glyphs += column(text, 20 + number * 160, 60, 14)
    assert solid(page(glyphs)) == "短标题" + ONE + TWO + THREE


def test_articles_side_by_side_do_not_mix() -> None:
    glyphs = line("左边的标题", 20, 20, 20) + line("右边的标题", 340, 20, 20)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += column(THREE, 340, 60, 14)
    assert solid(page(glyphs)) == "左边的标题" + ONE + TWO + "右边的标题" + THREE


def test_a_headline_over_the_last_column_of_a_panel_heads_all_of_them() -> None:
    """Near miss of the case above: no text runs on into the panel, so all columns are the
    headline's."""
    glyphs = column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += line("短标题", 385, 20, 20) + column(THREE, 340, 60, 14)
    panel = (Box(10, 10, 500, 300),)
    assert solid(page(glyphs, panels=panel)) == "短标题" + ONE + TWO + THREE
    # Under another article, which a headline ends, too.
    above = line("上面的标题文字", 20, 20, 20) + column(THREE, 20, 50, 34)
    moved = [
        replace(g, box=replace(g.box, top=g.box.top + 260, bottom=g.box.bottom + 260))
        for g in glyphs
    ]
    rule = (Rule(Box(20, 240, 500, 241)),)
    read = solid(page(above + moved, rules=rule))
    assert read == "上面的标题文字" + THREE + "短标题" + ONE + TWO + THREE


@pytest.mark.parametrize("ruled", [True, False])
def test_the_gutter_between_two_articles_is_known_by_its_rule_or_its_headlines(ruled: bool) -> None:
    """The white between the first two columns of the right article is a little wider."""
    four = ONE[:44], TWO[:44], THREE[:44], ONE[44:]
    glyphs = line("左边标题", 55 if not ruled else 20, 20, 24)
    glyphs += line("右边标题", 349 if not ruled else 330, 20, 24)
    for left, text in zip((20, 116), (TWO[:66], THREE[:66]), strict=True):
        glyphs += column(text, left, 60, 8)
    for left, text in zip((212, 310, 406, 502), four, strict=True):
        glyphs += column(text, left, 60, 8)
    rule = (Rule(Box(203, 15, 204, 190)),) if ruled else ()
    wanted = "左边标题" + TWO[:66] + THREE[:66] + "右边标题" + "".join(four)
    assert solid(page(glyphs, rule)) == wanted


def test_a_headline_of_the_last_two_columns_is_not_that_of_the_column_before() -> None:
    glyphs = line("左边的大标题在这里", 20, 20, 24) + line("右边两栏标题", 500, 20, 16)
    for number, text in enumerate((ONE, TWO, THREE)):
        glyphs += column(text, 20 + number * 160, 60, 14)
    glyphs += column(TWO + ONE, 500, 60, 8) + column(THREE, 600, 60, 8)
    wanted = "左边的大标题在这里" + ONE + TWO + THREE + "右边两栏标题" + TWO + ONE + THREE
    assert solid(page(glyphs)) == wanted


@pytest.mark.parametrize(("size", "titles"), [(13, []), (19, ["左边的标题八字", "栏题小字一行"])])
def test_headings_of_two_sizes_side_by_side_are_no_title(size: float, titles: list[str]) -> None:
    glyphs = line("左边的标题八字", 20, 20, 19) + line("栏题小字一行", 165, 24, size)
    glyphs += column(ONE, 20, 320, 13) + column(TWO, 165, 320, 14)
    unit = Measure(10, 15)
    atoms = atoms_of(Sheet(700, 900, "pt"), runs_of(glyphs), unit)
    parts = Titles(unit, Columns(unit)).parted(atoms, follows=False)
    assert sorted(a.run.text for a in (parts[0] if parts else ()) if a.run) == sorted(titles)


def test_the_first_lines_of_columns_are_no_part_of_the_headline() -> None:
    glyphs = line("一个横跨两栏的标题呢", 30, 20, 24) + column(ONE, 20, 60, 14)
    glyphs += line("居全市第六位。", 175, 60)
    for row, text in enumerate(("编辑某某", "校对某某", "美编某某")):
        glyphs += line(text, 175, 105 + 15 * row)
    wanted = "一个横跨两栏的标题呢" + ONE + "居全市第六位。编辑某某校对某某美编某某"
    assert solid(page(glyphs)) == wanted


def test_text_goes_on_behind_a_picture_where_a_full_line_ends_a_sentence() -> None:
    first = "甲乙丙丁戊己庚辛壬癸子丑" + "甲乙丙丁戊己庚辛壬癸子丑寅。"
    glyphs = column(first, 20, 20, 14) + line("图为车间一角", 20, 150, 8)
    glyphs += line("寅卯辰巳午未申酉戌亥甲乙丙丁", 20, 180) + line("戊己庚辛。", 20, 195)
    glyphs += column(TWO, 20, 210, 14) + column(THREE, 180, 20, 14)
    picture = Box(20, 60, 160, 145)
    text = page(glyphs, pictures=(picture,))
    assert "寅。\n寅卯辰" in text
    # Near miss: a line that is set in begins a paragraph.
    assert "戊己庚辛。\n\u3000\u3000东南" in text


def test_a_caption_of_one_short_line_is_not_the_text_below() -> None:
    glyphs = column(ONE[:40], 20, 20, 14) + line("图为车间一角。", 20, 180)
    glyphs += column(ONE[40:], 20, 195, 14)[0:] + column(TWO[:30], 180, 20, 14)
    picture = Box(20, 80, 320, 175)
    text = solid(page(glyphs, pictures=(picture,)))
    assert text.index(ONE[40:]) < text.index(TWO[:30])


def test_a_page_of_words_in_cells_takes_time_by_their_number() -> None:
    """Sheets without figures are no tables; each of their gaps was judged by all words."""
    few, many = words_in_cells(80), words_in_cells(240)
    assert many < 6 * few  # 3 times; 9 times where time grows with the square


def words_in_cells(rows: int) -> float:
    """Seconds of processor for a page of so many rows under some running text."""
    glyphs = column("甲乙丙丁戊己庚辛壬癸" * 40, 20, 20, 60)
    for row in range(rows):
        for place in range(20):
            text = "甲乙丙丁戊己庚辛"[: 1 + (row * 7 + place * 5) % 8]
            glyphs += line(text, 20 + 120 * place, 220 + 40 * row)
    started = time.process_time()
    text, _ = compose(Sheet(2500, 400 + 40 * rows, "pt", tuple(glyphs)))
    spent = time.process_time() - started
    assert Counter(solid(text)) == Counter(glyph.text for glyph in glyphs)
    return spent


def test_articles_one_above_the_other_do_not_mix() -> None:
    glyphs = line("上面的标题", 20, 20, 20)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += line("下面的标题", 20, 230, 20)
    glyphs += column(THREE, 20, 270, 14) + column(ONE, 180, 270, 14)
    assert solid(page(glyphs)) == "上面的标题" + ONE + TWO + "下面的标题" + THREE + ONE


def test_a_headline_that_begins_lower_beside_running_text_is_no_cut() -> None:
    """Near miss of the case above: the left column runs on past the right headline."""
    glyphs = line("左边的标题", 20, 20, 20) + line("右上的标题", 220, 20, 20)
    glyphs += column(ONE + TWO + THREE, 20, 60, 14)
    glyphs += column(ONE[:44], 220, 60, 14)
    glyphs += line("右下的标题", 220, 150, 20) + column(TWO, 220, 190, 14)
    read = solid(page(glyphs))
    assert ONE + TWO + THREE in read
    assert "右下的标题" + TWO in read


def test_one_column_articles_flow_from_column_to_column() -> None:
    glyphs = line("第一篇", 20, 20, 20) + column(ONE, 20, 60, 14) + line("第二篇", 20, 190, 20)
    glyphs += column(TWO[:44], 20, 230, 14)
    glyphs += column(TWO[44:], 190, 20, 14) + line("第三篇", 190, 120, 20)
    glyphs += column(THREE, 190, 160, 14)
    assert solid(page(glyphs)) == "第一篇" + ONE + "第二篇" + TWO + "第三篇" + THREE


def test_a_vertical_headline_is_read_downwards_and_first() -> None:
    glyphs = upright("竖排的标题文字", 20, 20, 20)
    glyphs += column(ONE, 60, 20, 14) + column(TWO, 220, 20, 14)
    assert solid(page(glyphs)) == "竖排的标题文字" + ONE + TWO


def test_a_panel_is_an_article_of_its_own() -> None:
    glyphs = line("大标题在这里", 20, 20, 24) + column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    glyphs += line("框里", 350, 70, 14) + column(THREE, 350, 95, 14)
    read = solid(page(glyphs, panels=(Box(340, 60, 500, 300),)))
    assert read == "大标题在这里" + ONE + TWO + "框里" + THREE


def test_a_caption_parts_no_sentence() -> None:
    glyphs = line("有图的文章标题", 20, 20, 24)
    glyphs += column(ONE, 20, 60, 14)
    glyphs += line("图为车间", 190, 145, 9) + column(TWO, 180, 175, 14)
    read = solid(page(glyphs, pictures=(Box(180, 60, 320, 140),)))
    assert read == "有图的文章标题" + ONE + TWO + "图为车间"


def test_text_under_a_picture_over_two_columns_is_no_caption() -> None:
    glyphs = line("有图的文章标题", 20, 20, 24)
    glyphs += column(ONE, 20, 150, 14) + column(TWO, 180, 150, 14)
    read = solid(page(glyphs, pictures=(Box(20, 55, 320, 140),)))
    assert read == "有图的文章标题" + ONE + TWO


def test_a_rule_across_the_page_ends_what_stands_above_it() -> None:
    glyphs = column(ONE, 20, 20, 14) + column(TWO, 180, 20, 14)
    glyphs += column(THREE, 20, 140, 14) + column(ONE, 180, 140, 14)
    rule = Rule(Box(20, 128, 322, 129))
    assert solid(page(glyphs, rules=(rule,))) == ONE + TWO + THREE + ONE
    assert solid(page(glyphs)) == ONE + THREE + TWO + ONE


def test_a_double_strike_is_dropped_by_place() -> None:
    bold = line("超374亿元，增长25.85倍", 20, 20, 20)
    again = [
        Glyph(g.text, Box(g.box.left + 0.4, g.box.top, g.box.right + 0.4, g.box.bottom), g.size)
        for g in bold
    ]
    assert page([*bold, *again]) == "超374亿元，增长25.85倍\n"


def test_repeated_characters_side_by_side_are_kept() -> None:
    assert page(line("研究研究1111家", 20, 20)) == "研究研究1111家\n"


def test_letter_spacing_is_closed_and_a_meaning_blank_kept() -> None:
    spaced = line("经费投入强度达到", 20, 20, pitch=1.4)
    assert page(spaced) == "经费投入强度达到\n"
    byline = line("本报记者", 20, 20) + line("周砚", 66, 20)
    assert page(byline) == "本报记者 周砚\n"
    halves = line("签下112个项目", 20, 20, 20) + line("增长盯住7%", 170, 20, 20)
    assert page(halves) == "签下112个项目\u3000增长盯住7%\n"


def test_a_widely_spaced_headline_is_one_however_wide_its_white_is() -> None:
    glyphs, left = [], 30.0
    for character in "春耕进度201天":
        glyphs += line(character, left, 20, 20)
        left = glyphs[-1].box.right + 15
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    assert page(glyphs).startswith("春耕进度201天\n\n")
    assert solid(page(glyphs)) == "春耕进度201天" + ONE + TWO
    # Near miss: two such headlines side by side, each over its own column.
    glyphs = line("春耕进度", 25, 20, 20, 1.5) + line("水库蓄水", 190, 20, 20, 1.5)
    glyphs += column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    assert solid(page(glyphs)) == "春耕进度" + ONE + "水库蓄水" + TWO


def test_the_line_at_the_foot_of_a_page_parts_no_article() -> None:
    glyphs = line("一个横跨三栏的标题", 60, 20, 24)
    for number, text in enumerate((ONE, TWO, THREE)):
        glyphs += column(text, 20 + number * 160, 60, 14)
    foot = line("值班编辑某某", 150, 200)
    wanted = "一个横跨三栏的标题" + ONE + TWO + THREE
    assert solid(page(glyphs + foot)) == wanted + "值班编辑某某"
    # Near miss: the last line of a column that goes on in the next one.
    last = line("这一栏的末行较长文字呢", 20, 165)
    read = solid(page(glyphs + last))
    assert read == wanted.replace(ONE, ONE + "这一栏的末行较长文字呢")


def test_paragraphs_begin_with_an_indent_and_wrapped_lines_do_not() -> None:
    text = page(column(ONE[:30], 20, 20, 14) + column(TWO[:30], 20, 65, 14))
    starts = [row.startswith("\u3000\u3000") for row in text.split("\n") if row]
    assert starts == [True, False, False, True, False, False]


def test_a_headline_over_two_lines_is_one_line_of_text() -> None:
    glyphs = line("标题的第一行很长", 20, 20, 20) + line("第二行", 20, 46, 20)
    glyphs += column(ONE, 20, 90, 14)
    assert page(glyphs).split("\n")[0] == "标题的第一行很长第二行"


def test_a_line_ends_at_the_rule_between_columns() -> None:
    """A printed blank at its end is as wide as the white there."""
    glyphs = column(ONE, 20, 20, 14) + column(TWO, 174, 20, 14)
    glyphs += line("某" * 14, 20, 125) + line("甲" * 14, 174, 125)
    glyphs.append(Glyph("\u3000", Box(160, 125, 174, 135), 10))
    rule = (Rule(Box(166.5, 15, 167, 140)),)
    assert solid(page(glyphs, rules=rule)) == ONE + "某" * 14 + TWO + "甲" * 14


def test_a_gutter_of_one_character_is_no_blank_of_a_line() -> None:
    """A short line beside an indented one: the lines above and below leave the gutter white."""
    left = column(ONE[:40] + "。", 20, 20, 14) + column(TWO[:40], 20, 80, 14)
    right = column(THREE[:38], 170, 20, 14) + column(ONE[:40], 170, 65, 14)
    read = solid(page(line("标题", 20, 0, 16) + left + right))
    assert read == "标题" + ONE[:40] + "。" + TWO[:40] + THREE[:38] + ONE[:40]


@pytest.mark.parametrize(("parted", "runs"), [(2, 4), (3, 8)])
def test_two_widely_set_lines_that_part_at_one_place_are_no_columns(parted: int, runs: int) -> None:
    """A name in brackets, set out to the edge: the lines around it run through."""
    whole = "数据显示园区企业去年产值增长"
    found = [run_of(line(whole, 20, 20)), run_of(line(whole, 20, 35 + 15 * parted))]
    for row in range(parted):
        top = 35.0 + 15 * row
        found += [run_of(line("的食品股份有限公司", 20, top)), run_of(line("其中", 130, top))]
    assert len(bridged(found)) == runs


def test_text_set_apart_under_a_caption_is_not_part_of_it() -> None:
    glyphs = line("有图的文章标题", 20, 20, 24) + column(ONE, 20, 60, 14)
    caption = line("图为园区车间一角和新建成的厂", 180, 145) + line("房，摄于去年。", 180, 158)
    # A little more white than between the caption's lines.
    below = column(TWO, 180, 175.5, 14)
    text = solid(page(glyphs + caption + below, pictures=(Box(180, 60, 320, 140),)))
    assert text == "有图的文章标题" + ONE + TWO + "图为园区车间一角和新建成的厂房，摄于去年。"


def test_a_stop_set_apart_stays_with_its_line() -> None:
    glyphs = line("强度升至6", 20, 20, 20) + line("，", 124, 20, 20) + line("又攒又厚", 20, 46, 20)
    assert page(glyphs) == "强度升至6，\n又攒又厚\n"


def test_headlines_of_two_lines_side_by_side_do_not_mix() -> None:
    glyphs = line("左边的标题有两行", 25, 20, 16) + line("第二行", 65, 40, 16)
    glyphs += line("右边的也是两行长", 180, 20, 16) + line("末行", 230, 40, 16)
    glyphs += column(ONE, 20, 70, 14) + column(TWO, 175, 70, 14)
    read = solid(page(glyphs))
    assert read == "左边的标题有两行第二行" + ONE + "右边的也是两行长末行" + TWO


def test_columns_run_on_past_a_picture_where_their_lines_say_so() -> None:
    """The line over the picture fills its column and goes on under it; the next column begins
    with a paragraph."""
    wide = [ONE[:26], ONE[26:52], TWO[:26], TWO[26:52]]
    glyphs = line("有图的文章标题", 20, 20, 24)
    glyphs += column(wide[0], 20, 60, 14) + column(wide[2], 180, 60, 14)
    for number, (text, left) in enumerate(((wide[1], 20), (wide[3], 180))):
        for row, start in enumerate(range(0, len(text), 14)):
            glyphs += line(text[start : start + 14], left, 200 + row * 15)
        assert number < 2
    picture = Box(20, 95, 320, 190)
    assert solid(page(glyphs, pictures=(picture,))) == "有图的文章标题" + "".join(wide)
    # Near miss: the lines under the picture begin paragraphs, those above it go on beside it.
    glyphs = line("有图的文章标题", 20, 20, 24)
    glyphs += column(ONE[:26], 20, 60, 14)
    glyphs += line(ONE[26:40], 180, 60) + line(ONE[40:50], 180, 75)
    glyphs += column(TWO[:26], 20, 200, 14) + line(TWO[26:40], 180, 200)
    glyphs += line(TWO[40:50], 180, 215)
    expected = "有图的文章标题" + ONE[:50] + TWO[:50]
    assert solid(page(glyphs, pictures=(picture,))) == expected


def test_a_vertical_headline_at_the_right_comes_first() -> None:
    glyphs = upright("竖排的标题文字", 360, 20, 20)
    glyphs += column(ONE, 20, 20, 14) + column(TWO, 180, 20, 14)
    assert solid(page(glyphs)) == "竖排的标题文字" + ONE + TWO


def test_a_masthead_of_several_sizes_is_one_line() -> None:
    glyphs = line("07", 20, 20, 20) + line("产经", 60, 20, 20) + line("2024年4月18日", 400, 28, 9)
    glyphs += line("一个横跨两栏的标题", 60, 70, 24) + column(ONE, 20, 110, 14)
    glyphs += column(TWO, 180, 110, 14)
    read = page(glyphs, rules=(Rule(Box(20, 50, 480, 51)),))
    assert read.split("\n")[0] == "07 产经\u30002024年4月18日"


def test_neighbouring_frames_leave_a_gutter() -> None:
    glyphs = line("左框里", 20, 20, 14) + column(ONE, 20, 50, 14)
    glyphs += line("右框里", 176, 20, 14) + column(TWO, 176, 50, 14)
    frames = (Box(16, 14, 165, 160), Box(170, 14, 320, 160))
    assert solid(page(glyphs, panels=frames)) == "左框里" + ONE + "右框里" + TWO


def test_four_rules_are_a_frame() -> None:
    sides = ((10, 10, 110, 11), (10, 90, 110, 91), (10, 10, 11, 91), (109, 10, 110, 91))
    rules = [Rule(Box(*side)) for side in sides]
    assert boxed(rules) == [Box(10, 10, 110, 91)]
    assert boxed(rules[:3]) == []
    assert all(is_edge(rule, boxed(rules)) for rule in rules)
    assert not is_edge(Rule(Box(10, 50, 110, 51)), boxed(rules))


def test_a_paragraph_that_is_not_indented_begins_behind_a_blank_line() -> None:
    lines = [ONE[:14], ONE[14:24] + "。", TWO[:14], TWO[14:22] + "。"]
    glyphs = [g for row, text in enumerate(lines) for g in line(text, 20, 20 + row * 15)]
    assert page(glyphs).split("\n\n") == ["\n".join(lines[:2]), "\n".join(lines[2:]) + "\n"]


def test_a_point_that_a_line_end_parts_from_its_decimals() -> None:
    def read(text: str, confidence: float) -> list[Run]:
        return [
            run_of([replace(g, confidence=confidence) for g in line(part, 20, 20 + 15 * row)])
            for row, part in enumerate(text.split("|"))
        ]

    sheet = Sheet(
        700, 900, "px", runs=tuple(read("全年全部工业增加值增长7。|2%和上年相同了", 0.98))
    )
    assert compose(sheet)[0].replace("\n", "") == "全年全部工业增加值增长7.2%和上年相同了"
    sheet = Sheet(
        700, 900, "px", runs=tuple(read("全年全部工业增加值增长。|2家企业入选名单", 0.98))
    )
    assert compose(sheet)[0].replace("\n", "") == "全年全部工业增加值增长。2家企业入选名单"


def test_an_empty_sheet_is_an_empty_text() -> None:
    assert page([]) == ""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 650), st.integers(0, 850), st.sampled_from([8, 10, 12, 24]),
            st.text("甲乙丙丁0123456789.", min_size=1, max_size=9), st.booleans(),
        ),
        max_size=30,
    ),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 800), st.booleans()), max_size=4),
)  # fmt: skip
def test_no_character_is_lost_or_doubled(
    pieces: list[tuple[int, int, int, str, bool]], rules: list[tuple[int, int, bool]]
) -> None:
    glyphs: list[Glyph] = []
    for left, top, em, text, vertical in pieces:
        made = upright(text, left, top, em) if vertical else line(text, left, top, em)
        # Pieces that were printed over each other could be double strikes.
        if not any(
            abs(g.box.left - o.box.left) < 24 and abs(g.box.top - o.box.top) < 24
            for g in made
            for o in glyphs
        ):
            glyphs += made
    drawn = tuple(
        Rule(Box(x, y, x + (90 if level else 1), y + (1 if level else 90))) for x, y, level in rules
    )
    read = Counter(page(glyphs, rules=drawn))
    for blank in " \n\u3000":
        del read[blank]
    assert read == Counter(glyph.text for glyph in glyphs)


@pytest.mark.parametrize("shift", [0.0, 3.0, 111.0])
def test_moving_the_page_changes_nothing(shift: float) -> None:
    def moved(left: float) -> str:
        glyphs = line("左边的标题", left + 20, 20 + shift, 20)
        glyphs += column(ONE, left + 20, 60 + shift, 14) + column(TWO, left + 180, 60 + shift, 14)
        return page(glyphs)

    assert moved(shift) == moved(0.0)
