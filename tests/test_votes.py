"""Scans: doubtful characters of names, settled by the page and by the tables."""

from __future__ import annotations

import pytest

from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.votes import agreed

Doubts = dict[str, tuple[float, dict[str, float]]]


def line(text: str, doubts: Doubts | None = None) -> list[Sign]:
    """The signs of a line; `doubts`: of some characters how sure, and what else they may be."""
    sure = (0.99, {})
    out = []
    for number, char in enumerate(text):
        confidence, others = (doubts or {}).get(char, sure)
        out.append(Sign(char, (number + 0.5) / len(text), confidence, tuple(others.items())))
    return out


def said(*lines: list[Sign], columns: list[list[int]] | None = None) -> list[str]:
    found = agreed(lines, columns or [[number] for number in range(len(lines))])
    return ["".join(sign.text for sign in signs) for signs in found]


def test_a_name_is_read_as_elsewhere_on_the_page() -> None:
    doubtful = line("简称“曈界视觉”的", {"曈": (0.59, {"瞳": 0.4})})
    assert said(doubtful, line("瞳界视觉七月过会"))[0] == "简称“瞳界视觉”的"
    # Not what another line reads between other neighbours, nor what the network rules out.
    assert said(doubtful, line("瞳孔识别"))[0] == "简称“曈界视觉”的"
    assert said(line("曈界视觉", {"曈": (0.59, {"疃": 0.4})}), line("瞳界视觉"))[0] == "曈界视觉"


def test_a_name_goes_on_in_the_line_below() -> None:
    lines = (
        line("产总值（擧", {"擧": (0.6, {"皋": 0.2})}), line("皋岳农商行"), line("岳农商行)"),
    )  # fmt: skip
    assert said(*lines, columns=[[0, 2], [1]])[0] == "产总值（皋"
    assert said(*lines)[0] == "产总值（擧"


def test_a_name_is_settled_from_its_beginning_in_so_many_rounds() -> None:
    """Each of its characters is known once the two before it are."""
    choices = zip("泫渺汶沐", "丙丁戊己", strict=True)
    doubtful = line("甲乙泫渺汶沐", {char: (0.3, {other: 0.03}) for char, other in choices})
    assert said(doubtful, line("甲乙丙丁戊己"))[0] == "甲乙丙丁戊沐"
    assert said(doubtful[:5], line("甲乙丙丁戊己"))[0] == "甲乙丙丁戊"


def test_what_is_read_surely_stays() -> None:
    sure = line("曈界视觉", {"曈": (0.97, {"瞳": 0.03})})
    assert said(sure, line("瞳界视觉过会"), line("瞳界视觉增资"))[0] == "曈界视觉"


def test_all_lines_may_be_unsure_and_agree() -> None:
    lines = (
        line("第筜影像收入", {"第": (0.3, {"筼": 0.29, "篑": 0.19}), "筜": (0.55, {"竺": 0.15})}),
        line("下称筼笞影像", {"筼": (0.37, {"篑": 0.08}), "笞": (0.56, {"竺": 0.12, "筜": 0.08})}),
        line("算篑筜影像的", {"篑": (0.66, {"筼": 0.18}), "筜": (0.31, {"笞": 0.13})}),
        # Both characters are misread, and have no neighbours that the others have.
        line(
            "厦门贫管医疗",
            {"贫": (0.69, {"筼": 0.1, "算": 0.1}), "管": (0.45, {"笞": 0.2, "筜": 0.02})},
        ),
    )
    assert said(*lines) == ["筼筜影像收入", "下称筼筜影像", "算筼筜影像的", "厦门筼筜医疗"]


@pytest.mark.parametrize(
    ("printed", "other", "counts"),
    [("增长三成左右", "增长二成左右", "三二"), ("占比千万分之", "占比十万分之", "千十")],
)
def test_what_counts_is_never_changed(printed: str, other: str, counts: str) -> None:
    wrong, right = counts
    assert (
        said(line(printed, {wrong: (0.5, {right: 0.45})}), line(other), line(other))[0] == printed
    )


def test_names_of_the_tables_are_known() -> None:
    doubtful: Doubts = {"婧": (0.6, {"靖": 0.3, "倩": 0.05})}
    assert said(line("云南曲婧经济技术开发区", doubtful)) == ["云南曲靖经济技术开发区"]
    assert said(line("到曲婧经开区去", doubtful)) == ["到曲靖经开区去"]
    # A zone that the tables do not list stays, and so does a character that ends no name.
    assert said(line("曲婧影视基地", doubtful)) == ["曲婧影视基地"]
    # What was read is a name itself.
    assert said(line("贵州省贵阳市", {"阳": (0.5, {"港": 0.4})})) == ["贵州省贵阳市"]


def test_two_names_that_fit_leave_it_open() -> None:
    assert said(line("中汌高新区", {"汌": (0.5, {"山": 0.2})})) == ["中山高新区"]
    assert said(line("温汌高新区", {"汌": (0.5, {"州": 0.2, "岭": 0.2})})) == ["温州高新区"]
    assert said(line("汌州高新区", {"汌": (0.5, {"杭": 0.2, "温": 0.2})})) == ["汌州高新区"]
