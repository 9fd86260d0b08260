"""Patterns that are tried only where one of their characters stands find what they found before."""

from __future__ import annotations

import random

import pytest
from conftest import RAW, ROOT

from pipeline import patterns
from pipeline.facts import modality
from pipeline.quantities import codes, date_forms

LED = {
    "goal": modality._GOAL,
    **{name: led for name, led in vars(codes).items() if isinstance(led, patterns.Led)},
}
CODES = (
    "（SH600123）", "股票代码：600123", "(600123.SH)", "附表1 ", "\n一、", "（三）", "1.", "①",
    "A2版",
)  # fmt: skip
"""Codes that the pages hardly have."""


def _texts() -> list[str]:
    folders = (RAW, ROOT / "tests" / "development", ROOT / "tests" / "recent")
    return [path.read_text(encoding="utf-8") for f in folders for path in sorted(f.glob("*.txt"))]


@pytest.mark.parametrize("name", LED)
def test_led_patterns_miss_nothing(name: str) -> None:
    """On all pages, and on what they find put together in another order."""
    led = LED[name]
    texts = _texts()
    pieces = [*CODES, *(m.group() for text in texts for m in led.pattern.finditer(text))]
    chance = random.Random(name)
    letters = led.pattern.pattern + texts[0]
    for _ in range(200):
        mixed = [chance.choice((chance.choice(pieces), chance.choice(letters))) for _ in range(60)]
        texts.append("".join(mixed))
    found = 0
    for text in texts:
        bare = [match.span() for match in led.pattern.finditer(text)]
        assert [match.span() for match in led.finditer(text)] == bare
        first = led.search(text)
        assert (first.span() if first else None) == (bare[0] if bare else None)
        found += len(bare)
    assert found


def test_a_led_pattern_begins_where_it_is_told() -> None:
    led = patterns.Led("[12]", r"\d+年")
    assert [match.group() for match in led.finditer("2024年，123年、30年")] == ["2024年", "123年"]
    assert [match.group() for match in led.finditer("2024年，123年、30年", 3)] == ["123年"]
    assert led.search("30年") is None


@pytest.mark.parametrize(
    "words",
    [
        "2024年", "2024-04-18", "12024年", "3月", "第2季度", "二季度", "首季", "前三季度",
        "头两个月", "上半年", "1—3月", "十年来", "20世纪80年代", "上世纪", "上午9时", "9:30",
        "5日", "数年间", "“十四五”时期", "Q3", "FY2023", "报告期内", "同一时期", "下个周三",
        "这些年", "昨（18）日", "年底", "月末", "截至目前",
    ],
)  # fmt: skip
def test_a_time_begins_where_it_is_looked_for(words: str) -> None:
    """Whatever the pattern of times finds at the head of words, it is led to."""
    bare = date_forms.point().pattern.match(words)
    led = date_forms.point().search(words)
    assert (bare is None) is (led is None or led.start() > 0)
    assert bare is None or (led is not None and led.span() == bare.span())
