"""What docling, MinerU, PaddleOCR and Markdown give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
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
