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


BRIEFS = (
    ("澜岳港开通集装箱航线", PORT[5:]),
    ("云海大学图书馆新馆落成", LIBRARY),
    ("城北新区电池产业园开工", PLANT[5:]),
)


def test_short_texts_under_the_name_of_a_column_are_articles() -> None:
    """Their headlines are set small; a blank line stands before each."""
    lines = [(24.0, "城北新区产业园项目"), (10.0, PLANT), (16.0, "简讯")]
    for headline, text in BRIEFS:
        lines += [(0.0, ""), (11.0, headline), (10.0, text)]
    lines += [(0.0, ""), (20.0, "另一篇文章的大标题"), (10.0, PLANT)]
    found = [(one.kind.value, one.headline) for one in printed(*lines)]
    assert found == [
        ("news", "城北新区产业园项目"),
        ("furniture", None),
        *(("news", headline) for headline, _ in BRIEFS),
        ("news", "另一篇文章的大标题"),
    ]


def test_sections_of_a_text_under_a_short_headline_are_no_articles() -> None:
    """Near misses of the case above: text stands right under the headline; sections are named
    shortly; two are too few."""
    lines: list[tuple[float, str]] = [(16.0, "港口"), (10.0, PLANT)]
    for headline, text in BRIEFS:
        lines += [(11.0, headline), (10.0, text)]
    assert len(printed(*lines)) == 1
    lines = [(16.0, "港口")]
    for name, (_, text) in zip(("船来了", "书多了", "厂开了"), BRIEFS, strict=True):
        lines += [(0.0, ""), (11.0, name), (10.0, text)]
    assert len(printed(*lines)) == 1


def test_a_name_in_the_type_of_headlines_is_no_writer_s() -> None:
    """简讯 could be one."""
    (text,) = printed((16, "简讯"), (10, PLANT))
    assert (text.headline, text.byline) == ("简讯", None)
    (text,) = printed((24, "城北新区电池产业园开工"), (10, "简讯"), (10, PLANT))
    assert text.byline == "简讯"


def test_text_from_another_page_is_an_article_and_so_is_what_follows_its_end() -> None:
    page = (
        f"城北新区电池产业园昨日开工\n\n{PLANT}（下转第4版）\n\n云海大学图书馆新馆落成\n\n{LIBRARY}\n\n"
        f"（上接第1版）{PORT[5:]}\n"
    )
    assert [one.text.text.split("\n")[-1] for one in read(page)] == [
        f"{PLANT}（下转第4版）",
        LIBRARY,
        f"（上接第1版）{PORT[5:]}",
    ]
    # On a line of its own.
    page = f"城北新区产业园\n\n{PLANT}\n（下转第4版）\n\n图书馆新馆\n\n{LIBRARY}\n"
    assert [one.headline for one in read(page) if one.kind.value != "furniture"] == [
        "城北新区产业园",
        "图书馆新馆",
    ]


def test_numbers_of_the_paper_stand_in_its_masthead() -> None:
    """A masthead in large type is no kicker of the first article."""
    head = "海晏日报 2025年4月20日 星期四 国内统一连续出版物号CN 37-0091 第7229期 今日12版"
    masthead, text = printed((16, head), (24, "城北新区电池产业园开工"), (10, PLANT))
    assert (masthead.kind.value, text.subheads) == ("furniture", ())


def test_a_second_title_behind_a_short_dash_is_no_item_of_a_list() -> None:
    """Recognition makes one dash of two."""
    under = "-制造业转型一线见闻"
    (text,) = printed((24, "城北新区电池产业园开工"), (11, under), (10, PLANT))
    assert (text.headline, text.subheads) == ("城北新区电池产业园开工", (under,))
    # Near miss: no headline stands above it.
    first, *_ = printed((10, LIBRARY), (10, under), (10, PLANT))
    assert under in first.text.text and first.subheads == ()
