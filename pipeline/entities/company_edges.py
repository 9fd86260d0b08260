"""What stands around the names of companies: deals behind them, trades, branches of banks."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.entities.edges import Terrain
from pipeline.model import Span

_BRANCH = regex.compile(
    r"(?:（[\p{Han}]{2,6}）)?[\p{Han}]{0,8}?(?:分行|支行|总行|分公司|信用卡中心|营业部|代表处)"
)
_OPENS = regex.compile(r"[在将已于拟]|设立|成立|开设|新设|筹建|下属|旗下|[一二两三]级|各")
DEAL_AFTER = regex.compile(
    r"(?:(?:联合|共同|独家|继续)?(?:领投|跟投|参投|加注|追投)|担任|出任|宣布|收购|并购|发布公告|股价|市值|财报|上市|挂牌|入股|旗下|（(?!FDI|GDP|CPI|PPI|PMI|ODI|IPO|AI|IT|EPC|PPP|LPR|MLF|VR|AR|GMV|ETF|REIT|[BPHE]*EV|ICV|SUV|MPV|LED|OLED|LCD|PCB|PV|LNG|LPG|CNG|PTA|PVC)[0-9A-Z.]{2,12}）|"
    r"创始人|联合创始人|董事长|总裁|副总裁|高级副总裁|总经理|副总经理|首席|CEO|CFO|CTO|COO|"
    r"常务副总裁|常务副总经理|总工程师|法定代表人|(?:创始|联合创始|管理|执行|高级|普通)?合伙人|实际控制人|董秘|董事总经理|"
    r"方面(?:表示|称)|相关负责人|负责人|"
    r"(?:宣布|近日|日前|已|正式|连续)*(?:完成|获得?|敲定|官宣)了?[^，。；、]{0,12}轮(?:融资|投资)?)"
)
TRADE_BEHIND = regex.compile(
    r"(?:加工|制造|批发|零售|服务)?(?:行?业(?!绩|务|内)|第一股|概念股|龙头股|板块|产业|产品|生产线|产线|产业链|产业集群|集群"
    r"|城(?!市)|林场|批发市场|产业园|小镇|大厦|广场|融资协调)"
)
"""Behind the name of a trade, no company's: 农副食品|加工业."""


def with_branch(ground: Terrain, span: Span) -> Span:
    if not ground.text[span.start : span.end].endswith("行"):
        return span
    branch = _BRANCH.match(ground.text, span.end)
    if branch and _OPENS.search(branch.group()):
        return span  # 某某银行在我市设立二级分行
    if branch and not ground.generic(span.end, branch.end()) and len(branch.group()) <= 10:
        return Span(span.start, branch.end())
    return span
