"""What a worker keeps from page to page does not grow with the pages."""

from __future__ import annotations

import functools
import sys

import pipeline

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
        f"{number + 11}.{number + 3}{number + 11}.{number + 3}亿元亿元订单订单，，签约签约\n"
        f"项目{brand}  2023年  2024年\n{brand}产值  {number}  {number + 5}\n"
    )


def _caches() -> dict[str, tuple[int, int | None]]:
    """How much each of our caches holds, and at most; None where nothing limits it."""
    held = {}
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] == "pipeline":
            for function in vars(module).values():
                if isinstance(function, functools._lru_cache_wrapper):
                    info = function.cache_info()
                    held[f"{function.__module__}.{function.__name__}"] = info.currsize, info.maxsize
    return held


def test_a_cache_without_a_limit_does_not_grow_with_pages() -> None:
    """What has no limit is asked for what the program knows, never for what a page says."""
    for number in range(20):
        pipeline.extract(_page(number))
    before = _caches()
    for number in range(20, 60):
        pipeline.extract(_page(number))
    grown = {
        name: held - before.get(name, (0, None))[0]
        for name, (held, most) in _caches().items()
        if most is None
    }
    assert "pipeline.patterns._known" in grown
    assert {name: more for name, more in grown.items() if more > 2} == {}


def test_a_cache_with_a_limit_stays_small() -> None:
    """A thousand pages fill them all; larger ones would go on growing for ten thousand."""
    pipeline.extract(_page(0))
    limits = {name: most for name, (_, most) in _caches().items() if most is not None}
    assert {"pipeline.cutting._unknown", "pipeline.grid.heads.says"} <= limits.keys()
    assert {name: most for name, most in limits.items() if most > 8192} == {}
