"""Times that a value is only measured against: 与上年持平, 相当于2022年全年的1.8倍."""

from __future__ import annotations

from typing import Final

from pipeline import patterns as regex
from pipeline.model import Time

_COMPARED: Final = regex.compile(r"(?:比|较|由|从|相当于|等于|不及|高于|低于|超过)\Z")
_WITH: Final = regex.compile(r"[与同和跟]\Z")
_HELD_AGAINST: Final = regex.compile(
    r"(?:同期)?(?:水平)?(?:基本|大致|大体)?(?:比较|持平|相当|一致|相近|相仿)|[^，。；]{0,16}?相比"
)
"""与上年持平."""
_TIMES_OF: Final = regex.compile(r"(?:全年|同期|年)?的?[^，。；]{0,8}?倍")


def is_compared(text: str, time: Time) -> bool:
    """What a value is measured against dates nothing else: 相当于2022年全年的1.8倍."""
    before = text[max(0, time.span.start - 3) : time.span.start]
    if _COMPARED.search(before):
        return True
    after = text[time.span.end : time.span.end + 20]
    if _WITH.search(before) and _HELD_AGAINST.match(after):
        return True
    return bool(regex.search(r"[是为达]\Z", before)) and bool(_TIMES_OF.match(after))
