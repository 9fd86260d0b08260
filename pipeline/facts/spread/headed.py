"""3个国家级、5个省级众创空间: a head that is said once, behind the last of what it heads."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft

_RATED = regex.compile(
    r"(?:国家|世界|国际|全国|区域|部|省部|自治区|省|地市|市|区|县|镇|村)[级性]"
    r"|(?:超|过)?[\d一二两三五十百千万]*(?:十|百|千|万|亿)(?:元|美元)?(?:级|以上)"
    r"|[大中小]型|[1-5]A级|[A-E甲乙丙]级|[一二三]等"
)
"""Says which of them are meant, and not what they are."""


def headed(drafts: Sequence[Draft]) -> None:
    """Gives labels that only say which of them (国家级) the head of the label behind."""
    for draft in drafts:
        draft.indicators = _with_head(draft.indicators)
    for one, other in zip(drafts[-2::-1], drafts[:0:-1], strict=True):
        alike = one.quantity.base_unit == other.quantity.base_unit and one.clause == other.clause
        if alike and len(one.indicators) == len(other.indicators) == 1:
            one.indicators = _with_head([one.indicator, other.indicator])[:1]


def _with_head(labels: list[str]) -> list[str]:
    last = labels[-1] if labels else ""
    head = _RATED.match(last)
    if head is None or head.end() == len(last):
        return labels
    return [label + last[head.end() :] if _ends_rated(label) else label for label in labels]


def _ends_rated(label: str) -> bool:
    return any(rated.end() == len(label) for rated in _RATED.finditer(label))
