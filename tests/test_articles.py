"""Articles: each case of `cases/articles.csv`, the sample pages, and what holds for every page."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles import split
from pipeline.articles.bylines import byline_of, is_name, names_in, tail_byline
from pipeline.articles.matching import assign
from pipeline.clean import clean
from pipeline.model import Article, ArticleKind, BlockKind, Page

HERE = Path(__file__).parent
PAGES = HERE.parent / "raw"
GOLD = HERE / "gold" / "articles.csv"


def read(text: str, name: str = "page.txt") -> list[Article]:
    """The articles of a page."""
    page = Page(name, text)
    return split(page, clean(page))


def rows() -> list[tuple[str, str, str]]:
    with (HERE / "cases" / "articles.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return [
        (row["name"], row["page"].replace("~", "\n"), row["articles"])
        for row in csv.DictReader(lines)
    ]


def shown(article: Article) -> str:
    """Kind, headline, subheads and byline in one line."""
    return "/".join(
        (
            article.kind.value,
            article.headline or "",
            "+".join(article.subheads),
            article.byline or "",
        )
    )


@pytest.mark.parametrize(("name", "page", "expected"), rows())
def test_case(name: str, page: str, expected: str) -> None:
    assert "|".join(shown(article) for article in read(page)) == expected, name


def gold_pages() -> list[str]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return sorted({row["page"] for row in csv.DictReader(file)})


@pytest.mark.parametrize("name", gold_pages())
def test_sample_page(name: str) -> None:
    """Body lines, headline and byline of each labelled article are found exactly."""
    path = PAGES / name
    if not path.exists():
        pytest.skip(f"raw/{name} is not in this checkout")
    found = {
        (str(article.first_line), str(article.last_line)): article
        for article in read(path.read_text(encoding="utf-8"), name)
    }
    with GOLD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["page"] != name:
                continue
            article = found[row["body_first_line"], row["body_last_line"]]
            headline = (article.headline or "").replace("：", ":")
            assert headline == row["headline"].replace("：", ":")
            assert (article.byline or "") == row["byline"]
            assert "|".join(article.subheads) == row["subheads"]
            assert article.kind.value == row["kind"]


PIECES = st.sampled_from(
    [
        "云海高新区：",
        "一季度新增企业120家",
        "本报讯 ",
        "河西综保区货量达3万吨。",
        "\n",
        "\n\n",
        " 周砚秋",
        "（记者 陆衡）",
        "▶ 本报记者 周砚秋",
        "图为车间一角。",
        "供图：云海高新区",
        "第3版",
        "2024年5月20日 星期一",
        "一、",
        "责任编辑：陆衡",
        "产业",
        "近日，园区开工。",
        "摄",
        "——",
        "“",
        "！",
        "通告如下：",
        "- ",
        "指标 单位 3.4",
        "\u3000\u3000",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_each_character_is_in_one_article(text: str) -> None:
    page = Page("page.txt", text)
    body = clean(page).body
    articles = split(page, clean(page))
    found = sorted(
        place
        for article in articles
        for char, place in zip(article.text.text, article.text.origin, strict=True)
        if not char.isspace()
    )
    wanted = [
        place for char, place in zip(body.text, body.origin, strict=True) if not char.isspace()
    ]
    assert found == wanted
    assert [article.number for article in articles] == list(range(1, len(articles) + 1))
    for article in articles:
        assert (
            "\n".join(
                article.text.text[block.span.start : block.span.end] for block in article.blocks
            )
            == article.text.text
        )
        assert 1 <= article.first_line <= article.last_line


def test_headline_comes_first() -> None:
    first = read("本报讯 云海高新区新增企业120家。 周砚秋\n\n云海高新区新增企业120家\n")[0]
    assert [block.kind for block in first.blocks] == [
        BlockKind.HEADLINE,
        BlockKind.BODY,
        BlockKind.BYLINE,
    ]


def test_traditional_headline_is_quoted_as_printed() -> None:
    (article,) = read(
        "橫琴合作區澳資企業逾6300戶\n\n【本報訊】橫琴合作區公布，澳資企業達6300餘戶，增長四成。"
    )
    assert article.headline == "橫琴合作區澳資企業逾6300戶"
    assert article.text.text.startswith("横琴合作区澳资企业逾6300户")


def test_empty_page_has_no_articles() -> None:
    assert read(" \n\n") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("▶ 本报记者 周砚", "周砚"),
        ("□ 实习记者 柳如棠", "柳如棠"),
        ("▶ 本报记者　裴望津　通讯员　罗以沫", "裴望津 罗以沫"),
        ("（程若溪）", "程若溪"),
        ("（记者 凌霜序）", "凌霜序"),
        ("本报记者 李 明", "李明"),
        ("文/周砚秋 图/陆衡", "周砚秋 陆衡"),
        ("综合实力迈上新台阶", None),
        ("（下同）", None),
        ("后记", None),
        ("记者从园区获悉，企业增加12家。", None),
    ],
)
def test_byline(text: str, names: str | None) -> None:
    assert byline_of(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("形势向好。 范蓉", "范蓉"),
        ("形势向好。（记者 周砚秋 通讯员 陆衡）", "周砚秋 陆衡"),
        ("他说：“向好。” 孙旭东", "孙旭东"),
        ("形势向好。 目前", None),
        ("形势向好。（完）", None),
        ("形势向好（初步核算）", None),
    ],
)
def test_tail_byline(text: str, names: str | None) -> None:
    tail = tail_byline(text)
    assert (tail.names if tail else None) == names


def test_names() -> None:
    assert is_name("欧阳靖宇")
    assert not is_name("园区")
    assert names_in("摄影 周砚秋") == "周砚秋"


def test_assignment_is_the_best_one() -> None:
    assert assign([[0.9, 0.8], [0.8, 0.1]], 0.05) == [1, 0]
    assert assign([[0.9], [0.8]], 0.05) == [0, None]
    assert assign([[0.01]], 0.05) == [None]
    many = [[1.0 if row == column else 0.0 for column in range(70)] for row in range(70)]
    assert assign(many, 0.05) == list(range(70))


def test_furniture_is_kept() -> None:
    articles = read("2024年5月20日　星期一　第3版\n\n本报讯 园区新增企业12家。")
    assert [article.kind for article in articles] == [ArticleKind.FURNITURE, ArticleKind.NEWS]
