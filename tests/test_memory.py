"""What a worker keeps from page to page does not grow with the pages."""

from __future__ import annotations

import pipeline
from pipeline import patterns
from pipeline.grid import heads

_CHARACTERS = "澄岚砺屿珩霖翎溟岱皋朔峤禾鲤栖恒岳瑶沅淝"


def _page(number: int) -> str:
    """A page with names that no other page has."""
    first = _CHARACTERS[number % len(_CHARACTERS)]
    second = _CHARACTERS[number // len(_CHARACTERS) % len(_CHARACTERS)]
    brand = first + second
    return (
        f"{brand}市新增企业{number + 3}家\n"
        f"本报讯 {brand}市今年新增企业{number + 3}家。{brand}精密机械股份有限公司去年收入"
        f"{number + 10}.{number}亿元，{brand}精机出口\nOpen{chr(97 + number % 26)}\n"
        f"{chr(97 + number // 26)}Pad增长{number}%。\n"
        f"项目{brand}  2023年  2024年\n{brand}产值  {number}  {number + 5}\n"
    )


def test_no_pattern_is_kept_of_what_a_page_says() -> None:
    """A pattern that has been used is kept for ever (`pipeline.patterns`)."""
    for number in range(20):
        pipeline.extract(_page(number))
    before = patterns._known.cache_info().currsize
    for number in range(20, 120):
        pipeline.extract(_page(number))
    assert patterns._known.cache_info().currsize <= before + 2


def test_what_is_remembered_of_heads_is_bounded() -> None:
    assert heads.says.cache_info().maxsize is not None
    assert heads.stands_over.cache_info().maxsize is not None
