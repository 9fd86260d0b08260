"""Ranks: 居全国第三, 第一大股东, 前移两位."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.sayings import (
    NEAR,
    Left,
    Saying,
    pattern,
    span_of,
)
from pipeline.facts.view import NAME, NUMBER
from pipeline.model import Kind, Quantity

_PARTED = regex.compile(r"(?:[位名并系序陈下]|(?<![总得评均])分)\Z")
"""Before a 列 that is no verb of its own: 分列第二, but 总分|列第五."""


def rank(left: Left, right: str, quantity: Quantity) -> Saying | None:
    if quantity.base_unit != "位":
        return None
    if quantity.dimension != "rank":
        moved = pattern(
            rf"(?P<verb>{any_of('rise', 'fall', 'step_up', 'step_down')}){NEAR}"
        ).search(left)
        if moved:
            sign = -1 if moved["verb"] in words("fall") | words("step_down") else 1
            return Saying(Kind.CHANGE, sign, moved.start(), "名次升降")
        return Saying(Kind.LEVEL, 1, len(left), "位数")
    verb = pattern(
        rf"(?:均|都|皆|同|双双|则|连年|常年|长期|多年|连续|继续|也|又|仍|已|一直|始终|分别|依次|同为)*"
        rf"(?:在(?P<field>[^，。；！？{NUMBER}]{{2,24}}?)(?:中|里|内|当中|之中|范围内)(?:的)?)?(?:均|都|皆|同|继续|稳定|综合)*"
        rf"(?P<verb>{any_of('rank')})(?:了|在|到|于|至)?(?![均都皆是])(?P<ref>[^，。；！？{NUMBER}]{{0,18}}?)(?:的)?前?"
    )
    best = None
    for match in verb.finditer(left, overlapped=True):
        reference = match["ref"]
        alone = match["verb"] == "列" and not _PARTED.search(left[: match.start()])
        begins = left.begins(match.start()) or match["verb"] == "排" or alone
        if not (begins and (len(reference) <= 1 or _is_scope(reference))):
            continue
        # the verb nearest to the number, whole (位居, not 居), with all the adverbs before it
        if best is None or match.end("verb") > best.end("verb"):
            best = match
    if best:
        if (
            best["verb"] in ("排名", "排行", "排位")
            and best["ref"] in ("", "由", "从")
            and not best["field"]
        ):
            return Saying(Kind.RANK, 1, best.end("verb"), "居…第N")  # 综合排名第4: a noun
        field = span_of(best, "field") if best["field"] else None
        return Saying(Kind.RANK, 1, best.start(), "居…第N", span_of(best) or field)
    scope = pattern(rf"(?P<ref>{_scope()})(?:的|内|范围内)?前?").search(left)
    if scope:
        return Saying(Kind.RANK, 1, scope.start(), "全国第N", span_of(scope))
    return Saying(Kind.RANK, 1, len(left), "第N")


@cache
def _scope() -> str:
    field = (
        r"(?:的|各|同类|各类|国家级?|所有|主要|重点)*(?:城市|县域|市域|地级市|县级市|设区市|省份|省区市|省市|地市|市州|区县|县市|国家和地区|国家|地区|"
        r"开发区|高新区|经开区|新区|园区|自贸区|自贸片区|片区|行业|同行|同业|企业|高校|港口|机场|口岸|城区|"
        r"产业|领域|市场|赛区|中国区|副省级城市|省会城市|计划单列市|沿海|内陆|级)?"
        r"(?:中|里|当中|之中|内)?"
    )
    return rf"(?:{NAME}+|{any_of('scope')})(?:{any_of('scope')})?{field}"


@cache
def _scope_only() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_scope()}|在?{_scope()})+\Z")


def _is_scope(reference: str) -> bool:
    return bool(_scope_only().match(reference)) or (
        len(reference) <= 12 and bool(_field().search(reference))
    )


@cache
def _field() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?:{NAME}|{any_of('scope')}|同\p{{Han}}{{1,3}}|榜单?|地级市|县级市|设区市|县域|市域|区域|城市|省份|省区市|地市|区县|县市|地区|国家|园区|开发区|高新区|经开区|新区|片区|自贸区|综保区|保税区|港口|机场|口岸|海关|银行|高校|院校|医院|行业|同行|同业|企业|公司|品牌|市场|厂商|供应商|运营商|开发商|生产商|制造商|经销商|服务商|车企|房企|药企|险企|钢企|酒企|券商|机构|平台|选手|代表队|参赛队|航司|航企|景区|院所|经济体|大学|学科|专业|站点|车型|机型|基金|产品|之)(?:的|中|内|里|当中)?\Z"
    )
