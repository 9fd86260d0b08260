"""What a sum of money is where the words around it say only what is done with it."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.view import View
from pipeline.model import Kind

_QUOTED = regex.compile(
    r"(?:昨收|收报|报收|收于|每股报|股价报|盘中报|开盘报|(?<![利益润收])报)(?:于|约|每股)*\Z"
)
"""What a share closes at is its closing price, whatever stands before the verb."""
_BOUGHT = regex.compile(
    r"(?:的(?:价格|总价|对价|现金|报价))?(?:的)?(?:全资|现金|再)?(?P<verb>收购|买下|购得|购入|受让|竞得|摘得|拍得|中标|成交|出售|转让|卖出|入股|增资|认购)"
)
_PRICE_OF = {
    "竞得": "成交价",
    "摘得": "成交价",
    "拍得": "成交价",
    "成交": "成交价",
    "中标": "中标价",
}
_SPENT_ON = regex.compile(
    r"(?:的?资金)?(?:将|拟|会|主要|全部|都|已|均|则|被)*(?:用于|用来|用在|投向|投入|投到|投给|留给|分给|划归|拨给|补充|偿还|归还|支付)(?:了)?"
)


_BUILDS = regex.compile(
    r"(?:用来|来|去|以)?(?P<what>(?:新建|扩建|改建|兴建|修建|建(?:设|(?!成))|改造|购置|购买|采购|打造|设立)[^，。；、的]{2,16})\Z"
)
"""要投2.7亿元建智能工厂."""
_ONLY_SPENDS = regex.compile(
    r"[投花砸掏拨]|投[了入下]?|花[了费]?|拿出|掏出|拨[付出]|砸下|豪掷|拟?斥资|耗资"
)


_AT_PRICE = regex.compile(
    r"的(?:回购|收购|发行|转让|认购|行权|交易|出厂|销售)?(?P<kind>价格|单价|均价)(?P<act>回购|收购|买入|卖出|增持|减持|发行|认购|转让|出售|挂牌)?"
)


_WHEN = regex.compile(
    r"(?P<when>(?:首[日周映轮]|单日|周末|上映|开画|累计|总|点映|预售|[前近]?[一二三四五六七八九十\d]+[天日周])+)"
    r"(?:便|就|已|仅|只|以|达|收|产出|拿下|斩获)*\s*\Z"
)
_TAKEN = "票房"
_ABOUT = 2


def _taken(view: View, draft: Draft, left: str) -> str:
    """首日3210万, 以2亿领跑: in a text about takings a bare sum is what a film took."""
    bare = not (draft.quantity.unit or "").endswith("元") or regex.search(r"以\s*\Z", left)
    if not bare or _TAKEN in left or view.text.count(_TAKEN) < _ABOUT:
        return ""
    when = _WHEN.search(left)
    return (when["when"] if when else "") + _TAKEN


def of_money(view: View, draft: Draft, label: str, evidence: str) -> tuple[str, str]:
    """What a sum is when the words around it say only what is done with it."""
    if draft.quantity.dimension != "money" or draft.saying.kind is not Kind.LEVEL:
        return label, evidence
    left = view.plain(draft.left.start, draft.start)
    right = view.plain(draft.right.start, draft.right.end)
    taken = _taken(view, draft, left)
    if taken:
        return taken, "own"
    quoted = _QUOTED.search(left)
    if quoted:
        price = "开盘价" if "开盘" in left else "收盘价" if "收" in left else "股价"
        return price, "right"
    priced = _AT_PRICE.match(right)
    if priced and priced["act"]:
        each = "每股" if "每股" in left else ""
        return each + priced["act"] + priced["kind"], "right"  # 以每股不超过52元的价格回购
    bought = _BOUGHT.match(right)
    if bought and regex.search(
        r"(?:以|斥资|出资|作价|耗资|现金|拟以|将以|花)[^，。；]{0,6}\Z", left
    ):
        verb = bought["verb"]
        return _PRICE_OF.get(
            verb, "出售价" if verb in ("出售", "转让", "卖出") else "收购价"
        ), "right"
    builds = _BUILDS.match(right)
    own = view.plain(draft.own.start, draft.own.end) if draft.own is not None else ""
    if builds and (not own or _ONLY_SPENDS.fullmatch(own)) and evidence != "own":
        return builds["what"], "right"
    spent = _SPENT_ON.match(right)
    listed = _SPENT_ON.search(left) is not None  # 5亿元用于A、3亿元用于B
    if spent and (not label or evidence == "right" or draft.own is None or listed):
        start, stop = draft.right.start + spent.end(), view.clauses[draft.clause].span.end
        listed_end = view.plain(start, stop).find("、")
        stop = stop if listed_end < 0 else start + listed_end
        money = any(q.dimension == "money" for q in view.quantities if start <= q.span.start < stop)
        text = view.plain(start, min(stop, draft.right.end) if money else stop)
        text = regex.sub(r"(?:的建设|等)?[和及与以及\s]*\Z", "", text)
        if 2 <= len(text) <= 24:
            return text, "right"
    return label, evidence
