"""Pages whose headlines stand where newspapers seldom set them; all names were made up."""

from __future__ import annotations

from test_articles import read, shown

from pipeline.articles import split
from pipeline.clean import clean
from pipeline.model import Article, Box, Layout, Page

PLANT = "本报讯 城北新区电池产业园昨日开工，总投资30亿元。园区将生产动力电池和储能设备。"
LIBRARY = "云海大学图书馆新馆落成，藏书200万册。师生可在新馆借阅古籍和外文期刊。"
PORT = "本报讯 澜岳港昨日开通集装箱航线，首航货物800箱。航线每周一班，连接北方三港。"


def printed(*lines: tuple[float, str]) -> list[Article]:
    """The articles of a page whose lines are set in such sizes; 0: nobody says where."""
    text, top = "", 0.0
    boxes: list[Box | None] = []
    for size, line in lines:
        for at in range(len(line)):
            boxes.append(Box(at * size, top, (at + 1) * size, top + size) if size else None)
        boxes.append(None)
        text, top = f"{text}{line}\n", top + 2 * size
    page = Page("page.pdf", text, layout=Layout(tuple(boxes), 2000, 4000, "pt"))
    return split(page, clean(page))


def test_two_texts_that_their_headlines_part_move_no_headline_below_them() -> None:
    top = "云海大学图书馆新馆落成开放\n\n城北新区电池产业园昨日开工\n\n"
    found = read(f"{top}{PLANT}\n{LIBRARY}\n\n港口短讯\n\n{PORT}\n")
    assert [(article.headline, article.blocks[-1].kind.value) for article in found] == [
        ("城北新区电池产业园昨日开工", "body"),
        ("云海大学图书馆新馆落成开放", "body"),
        ("港口短讯", "body"),
    ]
    assert PORT in found[2].text.text and PORT not in found[1].text.text


def test_a_smaller_line_under_a_large_headline_is_its_second_title() -> None:
    under = "储能设备明年投产下线带动周边三千人就业"
    found = printed(
        (24, "城北新区电池产业园开工"), (18, under), (10, PLANT), (24, "新馆落成"), (10, LIBRARY)
    )
    assert shown(found[0]) == f"news/城北新区电池产业园开工/{under}/"


def test_a_line_right_above_a_text_heads_it_though_it_speaks_of_another() -> None:
    """The other text has its headline by its size."""
    line = "城北新区电池产业园昨日开工生产动力电池"
    found = printed((24, "城北新区产业园项目"), (10, PLANT), (10, line), (10, PORT))
    assert [article.headline for article in found] == ["城北新区产业园项目", line]
    assert PORT in found[1].text.text


def test_small_type_right_under_a_text_heads_a_section_of_it() -> None:
    """It says what follows and nothing of what went before, as a headline does."""
    section = "澜岳港开通集装箱航线"
    lines = ((24, "城北新区产业园项目"), (10, PLANT), (11.5, section), (10, PORT[5:]))
    assert [shown(article) for article in printed(*lines)] == [
        f"feature/城北新区产业园项目/{section}/"
    ]
    # Near miss: white parts it from the text above.
    found = printed(*lines[:2], (24, ""), *lines[2:])
    assert [article.headline for article in found] == ["城北新区产业园项目", section]
    # Near miss: nobody says where the text above stands.
    found = printed(lines[0], (0, PLANT), *lines[2:])
    assert [article.headline for article in found] == ["城北新区产业园项目", section]


def test_what_stands_above_the_one_text_of_a_page_and_speaks_of_none_of_it_is_not_its() -> None:
    """The text has its headline below; another line down there would belong to it."""
    other, own = "澜岳港口昨日开航运送货物", "云海大学图书馆新馆落成"
    above = read(f"{other}\n\n{LIBRARY}\n\n{own}\n")
    assert [(found.kind.value, found.headline) for found in above] == [
        ("furniture", None),
        ("news", own),
    ]
    assert other not in above[1].text.text
    (below,) = read(f"{own}\n\n{LIBRARY}\n\n{other}\n")
    assert below.headline == own and other in below.text.text


def test_each_of_very_many_texts_has_its_own_headline() -> None:
    names = "晨云城澜岳江湖山海川东西南"
    zones = [f"{names[n % 13]}{names[(5 * n + 3) % 13]}新区第{n}产业园" for n in range(70)]
    page = "".join(
        f"{zone}开工\n\n本报讯 {zone}昨日开工，总投资3{n}亿元。\n\n" for n, zone in enumerate(zones)
    )
    found = read(page)
    assert [article.headline for article in found] == [f"{zone}开工" for zone in zones]
