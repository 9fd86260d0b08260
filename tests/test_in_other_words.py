"""The cases of `cases/facts.csv` said with other names and words give the same facts.

A rule that is written too close to its case reads the case and nothing like it. Here cities and
firms are others of their kind, and words others of their meaning; what a case says of subject,
indicator, kind, value, time and modality must then be the same in those words.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline import language
from pipeline.records import decimal_text

CASES = Path(__file__).with_name("cases") / "facts.csv"
CITIES = {
    "银川": "襄阳", "宁夏": "湖北", "榆林": "德阳", "泉州": "台州", "青岛": "厦门", "潍坊": "株洲",
    "江苏": "河南", "福建": "湖南", "兰州": "南宁", "郑州": "贵阳", "合肥": "太原", "绍兴": "芜湖",
}  # fmt: skip
FIRMS = {
    "岚泽": "曜衡", "云隼": "霁川", "瑶光": "朔弦", "云澜": "沄启", "砾川": "澍远",
    "沐川": "湛岳", "澄原": "汐诺", "天权": "骁图", "松岗": "榕屹", "秦川": "赣峰",
}  # fmt: skip
WORDS = [
    {"同比增长": "增长"}, {"比上年": "较上年", "比去年": "较去年"}, {"截至": "截止"},
    {"目前": "眼下"}, {"位居": "名列"},
]  # fmt: skip
"""Words of one meaning. Each stands in five cases or more."""


@cache
def _facts(text: str, page_date: str | None) -> frozenset[tuple[str, ...]]:
    nlp = language.load()
    doc = nlp.make_doc(text)
    doc._.page_date = page_date
    return frozenset(
        (
            fact.quantity.text,
            fact.subject or "",
            fact.indicator,
            fact.kind.value,
            decimal_text(fact.value) or "",
            fact.period or "",
            fact.modality.value,
        )
        for fact in nlp(doc)._.facts
    )


def _said(text: str, others: Mapping[str, str]) -> str:
    for word, other in others.items():
        text = text.replace(word, other)
    return text


@pytest.mark.parametrize(
    ("others", "least"),
    [(CITIES, 300), (FIRMS, 140), *((words, 5) for words in WORDS)],
    ids=["cities", "firms", *(next(iter(words)) for words in WORDS)],
)
def test_other_names_and_words_change_no_fact(others: Mapping[str, str], least: int) -> None:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["expect"] == "pass"]
    told, lost = 0, []
    for row in rows:
        text = _said(row["text"], others)
        if text == row["text"]:
            continue
        told += 1
        named = (_said(row[name], others) for name in ("quote", "subject", "indicator"))
        wanted = (*named, *(row[name] for name in ("kind", "value", "period", "modality")))
        if wanted not in _facts(text, row["page_date"] or None):
            lost.append((text, wanted))
    assert told >= least
    assert not lost
