"""What docling, MinerU, PaddleOCR and Markdown give."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.ingest import converted
from pipeline.ingest.converted import read_converted
from pipeline.model import Page


def pages(tmp_path: Path, record: Any) -> list[Page]:
    path = tmp_path / "page.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return list(read_converted(path, "page.json"))


def test_docling_in_the_order_of_its_tree(tmp_path: Path) -> None:
    def text(said: str, page: int = 1) -> dict[str, Any]:
        box = {"l": 10, "t": 790, "r": 90, "b": 780, "coord_origin": "BOTTOMLEFT"}
        return {"text": said, "children": [], "prov": [{"page_no": page, "bbox": box}]}

    record = {
        "texts": [text("第二段增长2%"), text("第一段增长1%"), text("另一版", 2)],
        "groups": [{"children": [{"$ref": "#/texts/0"}]}],
        "body": {
            "children": [{"$ref": "#/texts/1"}, {"$ref": "#/groups/0"}, {"$ref": "#/texts/2"}]
        },
        "pages": {"1": {"size": {"width": 600, "height": 800}}},
    }
    first, second = pages(tmp_path, record)
    assert first.text == "第一段增长1%\n\n第二段增长2%\n\n"
    assert second.text == "另一版\n\n"
    assert first.layout is not None
    box = first.layout.boxes[0]
    assert box is not None
    assert (box.top, box.bottom) == (10, 20)
    assert len(first.layout.boxes) == len(first.text)


def test_docling_measures_from_the_top_or_from_the_foot(tmp_path: Path) -> None:
    def top_of(origin: dict[str, str]) -> tuple[float, float]:
        box = {"l": 10, "t": 790, "r": 90, "b": 780, **origin}
        text = {"text": "增长1%", "children": [], "prov": [{"page_no": 1, "bbox": box}]}
        record = {
            "texts": [text],
            "body": {"children": [{"$ref": "#/texts/0"}]},
            "pages": {"1": {"size": {"width": 600, "height": 800}}},
        }
        (page,) = pages(tmp_path, record)
        assert page.layout is not None and page.layout.boxes[0] is not None
        return page.layout.boxes[0].top, page.layout.boxes[0].bottom

    assert top_of({"coord_origin": "BOTTOMLEFT"}) == (10, 20)
    assert top_of({"coord_origin": "TOPLEFT"}) == top_of({}) == (780, 790)


def test_mineru_content_list(tmp_path: Path) -> None:
    record = [
        {"type": "text", "text": "标题", "text_level": 1, "page_idx": 0, "bbox": [1, 2, 3, 4]},
        {"type": "image", "img_caption": ["图为车间"], "page_idx": 0},
        {"type": "text", "text": "正文", "page_idx": 1},
    ]
    first, second = pages(tmp_path, record)
    assert first.text == "标题\n\n图为车间\n\n"
    assert (second.text, second.number) == ("正文\n\n", 2)


def test_mineru_middle(tmp_path: Path) -> None:
    spans = [{"content": "增长"}, {"content": "1%"}]
    lines = [{"spans": spans, "bbox": [1, 2, 30, 12]}]
    (page,) = pages(
        tmp_path, {"pdf_info": [{"para_blocks": [{"lines": lines}], "page_size": [600, 800]}]}
    )
    assert page.text.strip() == "增长1%"


def test_paddle_blocks_in_their_order(tmp_path: Path) -> None:
    record = {
        "parsing_res_list": [
            {"block_label": "text", "block_content": "后", "block_order": 2},
            {"block_label": "image", "block_content": "图", "block_order": 3},
            {"block_label": "text", "block_content": "前", "block_order": 1},
        ]
    }
    (page,) = pages(tmp_path, {"res": record})
    assert page.text == "前\n\n后\n\n"


def test_paddle_lines_are_put_in_order(tmp_path: Path) -> None:
    left = [f"左栏第{number}行的文字内容" for number in "一二三四"]
    right = [f"右栏第{number}行的文字内容" for number in "一二三四"]
    texts, boxes = [], []
    for number in range(4):
        for at, said in ((10, left), (160, right)):
            texts.append(said[number])
            boxes.append([at, 10 + 18 * number, at + 100, 22 + 18 * number])
    (page,) = pages(tmp_path, {"rec_texts": texts, "rec_boxes": boxes, "rec_scores": [0.9] * 8})
    assert "".join(page.text.split()) == "".join(left + right)
    assert page.layout is not None
    assert page.layout.confidences


@pytest.mark.parametrize("text", ["{}", "[]", "no json", '{"texts": 1, "body": 2}', "[1]", '"a"'])
def test_json_of_nobody_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_converted(path, "page.json"))
    assert caught.value.code == "I032"


def test_markdown_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# 标题\n\n正文**增长1%**，\n- 一项\n![图](a.png)\n|a|b|\n|--|--|\n", "utf-8")
    (page,) = read_converted(path, "page.md")
    assert page.text.split("\n") == ["标题", "", "正文增长1%，", "一项", "", "a\u3000b", "", ""]


def test_docling_tables_and_what_its_tree_should_not_have(tmp_path: Path) -> None:
    """A reference twice, a tree too deep, a table without a place, a text without one."""
    cells = [[{"text": "指标"}, {"text": "增速"}], [{"text": "出口"}, {"text": 5.2}]]
    deep: list[dict[str, Any]] = [
        {"children": [{"$ref": f"#/groups/{number + 1}"}]} for number in range(60)
    ]
    deep.append({"children": [{"$ref": "#/texts/1"}]})
    record = {
        "texts": [{"text": "正文"}, {"text": "太深"}],
        "tables": [
            {"data": {"grid": cells}},
            {"data": {"grid": cells[:1]}, "prov": [{"page_no": 2}]},
        ],
        "groups": deep,
        "body": {
            "children": [
                {"$ref": "#/texts/0"},
                {"$ref": "#/texts/0"},
                {"cref": "#/tables/0"},
                {"$ref": "#/tables/1"},
                {"$ref": "#/groups/0"},
            ]
        },
    }
    first, second = pages(tmp_path, record)
    assert first.text == "正文\n\n指标\u3000增速\n\n出口\u30005.2\n\n"
    assert (second.text, second.number, second.layout) == ("指标\u3000增速\n\n", 2, None)


def test_mineru_blocks_within_blocks_and_its_tables(tmp_path: Path) -> None:
    def block(text: str, *inner: dict[str, Any]) -> dict[str, Any]:
        return {"lines": [{"spans": [{"content": text}]}], "blocks": list(inner)}

    (page,) = pages(
        tmp_path, {"pdf_info": [{"para_blocks": [block("外", block("内", block("里")))]}]}
    )
    assert [line for line in page.text.split("\n") if line] == ["外", "内", "里"]
    deep = block("甲")
    for text in "乙丙丁戊己庚辛":
        deep = block(text, deep)
    (page,) = pages(tmp_path, {"pdf_info": [{"para_blocks": [deep]}]})
    assert page.text.split() == list("辛庚己戊丁丙")
    table = "<table><tr><td>出口</td><td>5%</td></tr></table>"
    (page,) = pages(
        tmp_path,
        [
            {"type": "header", "page_idx": 0, "table_body": "页眉"},
            {"type": "table", "table_caption": ["表一"], "table_body": table, "page_idx": 0},
        ],
    )
    assert page.text.replace("\u3000", " ").split() == ["表一", "出口", "5%"]


def test_paddle_lines_by_points_upright_and_without_boxes(tmp_path: Path) -> None:
    def corners(left: int, top: int, right: int, bottom: int) -> list[list[int]]:
        return [[left, top], [right, top], [right, bottom], [left, bottom]]

    (page,) = pages(
        tmp_path,
        {"rec_texts": ["出口增长百分之五", " "], "dt_polys": [corners(10, 10, 42, 330), []]},
    )
    assert page.text.strip() == "出口增长百分之五"
    assert page.layout is not None
    boxes = [box for box in page.layout.boxes if box is not None]
    assert all(one.bottom <= two.top + 0.01 for one, two in itertools.pairwise(boxes))
    assert {(box.left, box.right) for box in boxes} == {(10, 42)}
    (page,) = pages(tmp_path, {"rec_texts": ["甲", "乙"], "rec_boxes": [[1, 2, 3, 4]]})
    assert (page.text, page.layout) == ("甲\n乙\n", None)
    (page,) = pages(tmp_path, {"res": {"rec_texts": ["  "], "rec_boxes": [[1, 2, 3, 4]]}})
    assert (page.text, page.layout) == ("", None)


def test_records_in_a_list_are_pages_one_after_the_other(tmp_path: Path) -> None:
    one = {"parsing_res_list": [{"block_content": "甲"}]}
    two = {"parsing_res_list": [{"block_content": "乙"}]}
    assert [(page.number, page.text) for page in pages(tmp_path, [one, {"res": two}])] == [
        (1, "甲\n\n"),
        (2, "乙\n\n"),
    ]


def test_a_record_too_large_or_gone_has_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError) as caught:
        list(read_converted(tmp_path / "none.json", "none.json"))
    assert caught.value.code == "I003"
    monkeypatch.setattr(converted, "MAX_BYTES", 1)
    with pytest.raises(InputError) as caught:
        pages(tmp_path, [{}])
    assert (caught.value.code, "4 bytes" in str(caught.value)) == ("I013", True)


TABLE = (
    "<html><body><table border=1><tr><th>指标</th><th>增速</th></tr>"
    "<tr><td>出口</td><td>5%</td></tr><tr><td></td><td>7%</td></tr></table></body></html>"
)
ROWS = "指标\u3000增速\n出口\u30005%\n7%"


def test_nothing_of_a_content_list_is_lost(tmp_path: Path) -> None:
    """Items of lists, captions of whatever kind, notes; what is no text is left out."""
    record = [
        {"type": "list", "list_items": ["一项增长1%", "二项增长2%"], "page_idx": 0},
        {"type": "table", "table_body": TABLE, "table_caption": ["表一"], "page_idx": 0},
        {"type": "chart", "chart_caption": ["图9"], "chart_footnote": ["注8"], "page_idx": 0},
        {"type": "code", "code_body": "码7", "img_path": "a/6.png", "page_idx": 0},
    ]
    (page,) = pages(tmp_path, record)
    assert [part for part in page.text.split("\n\n") if part] == [
        "一项增长1%",
        "二项增长2%",
        "表一",
        ROWS,
        "图9",
        "注8",
        "码7",
    ]


def test_the_second_edition_of_content_lists(tmp_path: Path) -> None:
    def said(*texts: str) -> list[dict[str, Any]]:
        return [{"type": "text", "content": text} for text in texts]

    items = [{"item_type": "text", "item_content": said(text)} for text in ("一项", "二项")]
    record = [
        [
            {"type": "title", "content": {"title_content": said("标题"), "level": 1}},
            {
                "type": "paragraph",
                "bbox": [1, 2, 30, 40],
                "content": {"paragraph_content": said("增长", "1%")},
            },
        ],
        [
            {"type": "list", "content": {"list_type": "text_list", "list_items": items}},
            {
                "type": "table",
                "content": {
                    "image_source": {"path": "5.png"},
                    "table_caption": said("表一"),
                    "html": TABLE,
                },
            },
        ],
    ]
    first, second = pages(tmp_path, record)
    assert first.text == "标题\n\n增长1%\n\n"
    assert first.layout is not None and first.layout.boxes[4] is not None
    assert first.layout.boxes[4].bottom == 40
    assert second.text == f"一项\n\n二项\n\n表一\n\n{ROWS}\n\n"
    tree: Any = "甲"
    for _ in range(60):
        tree = {"inner": tree}
    assert [page.text for page in pages(tmp_path, [[{"type": "a", "content": tree}]])] == [""]


def test_tables_in_html_have_a_line_for_each_row(tmp_path: Path) -> None:
    spans = [{"type": "table", "html": TABLE}]
    block = {"type": "table", "blocks": [{"lines": [{"spans": spans}]}]}
    (page,) = pages(tmp_path, {"pdf_info": [{"para_blocks": [block]}]})
    assert page.text.strip("\n") == ROWS
    (page,) = pages(tmp_path, {"parsing_res_list": [{"block_content": TABLE}]})
    assert page.text.strip("\n") == ROWS
    path = tmp_path / "page.md"
    path.write_text(f"正文\n\n{TABLE}\n\n末尾\n", "utf-8")
    (page,) = read_converted(path, "page.md")
    assert page.text == f"正文\n\n{ROWS}\n\n末尾\n"


def test_lines_of_paddleocr_2(tmp_path: Path) -> None:
    def row(text: str, top: int) -> list[Any]:
        return [[[10, top], [110, top], [110, top + 12], [10, top + 12]], [text, 0.875]]

    lines = [row("第一行增长百分之五", 10), row("第二行增长百分之六", 28)]
    for record in (lines, [lines]):
        (page,) = pages(tmp_path, record)
        assert page.text.split() == ["第一行增长百分之五", "第二行增长百分之六"]
        assert page.layout is not None and set(page.layout.confidences) >= {0.875}
    assert [page.number for page in pages(tmp_path, [lines, lines])] == [1, 2]


def test_regions_of_pp_structure_2_are_one_page(tmp_path: Path) -> None:
    place = {"bbox": [1, 2, 30, 40]}
    record = [
        {"type": "title", "res": [{"text": "标题", "confidence": 0.9}], **place},
        {"type": "text", "res": [{"text": "增长"}, {"text": "1%"}], **place},
        {"type": "figure", "res": [{"text": "图中3"}], **place},
        {"type": "table", "res": {"html": TABLE}, **place},
    ]
    (page,) = pages(tmp_path, record)
    assert page.text == f"标题\n\n增长\n1%\n\n{ROWS}\n\n"


def test_the_answer_of_a_server_is_unwrapped(tmp_path: Path) -> None:
    def pruned(text: str) -> dict[str, Any]:
        return {"prunedResult": {"parsing_res_list": [{"block_content": text}]}}

    record = {"errorCode": 0, "result": {"layoutParsingResults": [pruned("甲"), pruned("乙")]}}
    assert [page.text for page in pages(tmp_path, record)] == ["甲\n\n", "乙\n\n"]
    wrapped: Any = {"parsing_res_list": [{"block_content": "甲"}]}
    for _ in range(40):
        wrapped = {"res": wrapped}
    with pytest.raises(InputError):
        pages(tmp_path, wrapped)
