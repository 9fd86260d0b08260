"""Texts as they are seldom printed or read, made clean."""

from __future__ import annotations

import pytest

from pipeline.clean import clean, script
from pipeline.clean.wrapping import _glue
from pipeline.model import Page, Source


def cleaned(text: str, source: Source = Source.TEXT) -> str:
    return clean(Page("page.txt", text, source=source)).body.text


@pytest.mark.parametrize(
    "closed", ["（简称“新区》", "（简称“新区”》", "（简称新区】", "(简称新区〉"]
)
def test_a_bracket_that_recognition_closed_otherwise(closed: str) -> None:
    page = f"城北{closed}建成投产。\n"
    assert cleaned(page, Source.OCR) == f"城北（{closed[1:-1]}）建成投产。"
    # What was typed so was meant so.
    assert closed[-1] in cleaned(page)


def test_a_year_behind_a_number_is_no_part_of_it() -> None:
    assert cleaned("完 成 产 值 320 2023年。\n") == "完成产值320 2023年。"
    assert cleaned("截至 31 2023年底完成。\n") == "截至31 2023年底完成。"
    assert cleaned("完 成 产 值 3 200 吨。\n") == "完成产值3200吨。"


def test_what_is_announced_alone_stands_among_the_text() -> None:
    """The items behind 内容提要 are headlines only where there are several."""
    first = "园区建设进展顺利"
    several = f"内容提要\n{first}\n企业陆续投产\n\n园区建设昨日动工。\n"
    assert "内容提要\n园区建设进展顺利\n企业陆续投产\n" in cleaned(several)
    lone = cleaned(f"内容提要\n{first}\n")
    assert lone == f"内容提要\n{first}"


def test_even_lines_that_the_end_of_a_page_cuts_off_are_text() -> None:
    lines = [
        "园区建设进展，顺利有序",
        "企业陆续投产，订单增加",
        "产值稳步增长，出口回升",
        "就业岗位增加，收入提高",
    ]
    assert cleaned("\n".join(lines) + "\n") == "".join(lines)
    # Lines of many lengths are items of a list.
    ragged = [lines[0], "企业投产", lines[2] + "三个百分点", lines[3]]
    assert cleaned("\n".join(ragged) + "\n") == "\n".join(ragged)


@pytest.mark.parametrize("times", [10, 32, 33, 40])
def test_a_line_that_halves_again_and_again_is_done_when_the_passes_are(times: int) -> None:
    """A headline printed over itself many times: each pass takes away one half of it."""
    assert cleaned(f"{'产值增长' * times}\n") == "产值增长"


class Changing:
    """A converter that has a longer word for one, as other editions of its tables may."""

    def convert(self, text: str) -> str:
        return (
            text.replace("電腦", "计算机")
            .replace("產", "产")
            .replace("電", "电")
            .replace("腦", "脑")
        )


def test_characters_stay_as_many_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "_converter", lambda: Changing())
    assert script._convert("電產") == "电产"
    assert script._convert("生產電腦") == "生产电脑"


def test_a_letter_that_a_line_end_parts_from_its_word_is_not_parted() -> None:
    assert _glue("失业率压在5%以内；P", "M2.5年均浓度降到24微克", "") == (0, "")
    # Near misses: two words, the beginning of a name.
    assert _glue("两项数据的缩写是GDP", "CPI每月公布", "") == (0, " ")
    assert _glue("园区来了Alpha", "Tech公司", "") == (0, " ")
