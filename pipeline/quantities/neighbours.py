"""Units that stand once for two numbers: the first takes that of the second."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Quantity, Role
from pipeline.quantities import units
from pipeline.quantities.numerals import number, times

_JOINED: Final = regex.compile(
    r"(?:/|[升降提下增减上缩扩压](?:\p{Han}{0,2})?[至到为]|、|和|与|及|，|下降到|提高到|增加到|减少到)"
)


_IN_TURN: Final = regex.compile(r"(?:分别|依次)[^。；！？]*\Z")
"""分别高于全省3、3.6、2.9个百分点: a list of values that 、 parts."""
_RANKED: Final = regex.compile(
    r"(?:排名|排行榜?|排位|位列|位居|名列|排在)(?:全[国省市球区]|世界|国内|行业|由|从|第|上升至?|升至|跃居|为)*\Z"
)


_MOVED: Final = regex.compile(
    r"(?:[提上跃攀]?升|前进|前移|[下滑]?[降落跌]|退|提高|跃居)(?:至|到)?(?:全[国省市区]|世界)?(?:的)?"
)
"""从第18位提升至12位."""


def rank_places(text: str, out: list[Quantity]) -> None:
    """排名152位: a place without 第 is a rank all the same."""
    for index, quantity in enumerate(out):
        if quantity.base_unit not in ("位", "名") or quantity.dimension != "count":
            continue
        start = quantity.span.start
        last = out[index - 1] if index else None
        moved = (
            last is not None
            and last.dimension == "rank"
            and _MOVED.fullmatch(text, last.span.end, start)
        )
        if moved or _RANKED.search(text, max(0, start - 10), start):
            out[index] = replace(quantity, base_unit="位", dimension="rank", rule="排名N位")


def share_units(text: str, out: list[Quantity]) -> None:
    """由34降至31微克/立方米, 下降0.8个和1.1个百分点: the unit stands once, behind the last."""
    for index in range(len(out) - 2, -1, -1):
        low, high = out[index], out[index + 1]
        if high.role is not Role.FACT or high.unit is None or high.value is None:
            continue
        between = text[low.span.end : high.span.start]
        if (
            low.dimension == "rank"
            and low.text.startswith("第")
            and high.unit in ("位", "名")
            and between in ("、", "和", "与", "及")
        ):  # 分列第二、三位
            out[index + 1] = replace(high, base_unit="位", dimension="rank", rule="第N、M位")
            continue
        if not _JOINED.fullmatch(between):
            continue
        if low.unit == "个" and high.unit == "个百分点":
            out[index] = replace(
                low, unit=high.unit, base_unit=high.base_unit, dimension=high.dimension
            )
        elif low.rule == "magnitude alone" and regex.fullmatch(r"[和与及、]", between):
            if high.dimension not in ("percent", "rank", "duration", None):
                # 9.8万和11.2万人次, 1012.2亿、754.2亿和467.7亿元
                out[index] = replace(low, base_unit=high.base_unit, dimension=high.dimension)
        elif (
            low.unit is None
            and (low.role is Role.UNRESOLVED or low.dimension == "number")
            and regex.fullmatch(r"\d+(?:\.\d+)?", low.text)
            and (
                between != "、"
                or _IN_TURN.search(text, max(0, low.span.start - 40), low.span.start)
            )
            and between != "，"
            and (between != "/" or high.dimension == "pressure")
        ):
            printed = regex.match(r"(?:万亿|[十百千]?[万亿]|[百千])?", high.unit)
            whole = high.unit in units.table()  # the 千 of 千米 is no magnitude
            magnitude = printed.group() if printed and not whole else ""
            value = number(low.text + magnitude)
            unit = units.table().get(high.unit[len(magnitude) :])
            if value is not None and unit is not None:
                out[index] = replace(
                    low,
                    value=times(value, unit.factor),
                    unit=high.unit,
                    base_unit=high.base_unit,
                    dimension=high.dimension,
                    role=Role.FACT,
                    rule="unit behind the last",
                )
