"""Which newspaper a text says that it was taken from, and what that tells of 全省."""

import pytest

from pipeline import extract
from pipeline.taken_from import taken_from


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("2018-02-22 06:04 来源：甘肃日报 编辑：林可", "甘肃日报"),
        ("稿源：《嘉兴晚报》", "嘉兴晚报"),
        ("兰州晚报讯（记者 林可）昨日，", "兰州晚报"),
        ("本报讯（记者 林可）昨日，", None),
        ("资金来源：企业自筹", None),
        ("市场传来喜讯，记者从会上获悉", None),
    ],
)
def test_a_text_names_its_paper(text: str, paper: str | None) -> None:
    assert taken_from(text) == paper


def test_the_paper_tells_which_province_is_spoken_of() -> None:
    told = "春节假期全省消费兴旺\n2018-02-22 06:04 来源：甘肃日报\n全省接待游客900万人次。"
    untold = told.replace("来源：甘肃日报", "来源：本网")
    assert [fact.subject for fact in extract(told).facts] == ["甘肃省"]
    assert [fact.subject for fact in extract(untold).facts] == ["全省"]
