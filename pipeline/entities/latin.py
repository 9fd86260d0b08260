"""Companies whose name is in Latin letters, by what stands beside it: Orvane 宣布, 租车公司 Orvane.

A token of letters is a company's where something says so (what it announces, its shares and
sales, the kind of firm before it) and the text goes on to speak of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span

RULE = "company_latin"
_TIER = 6
_NAME = regex.compile(
    r"(?<![A-Za-z0-9.&《/-])(?<![-－] )"
    r"(?P<name>(?:[A-Z][A-Za-z]* ){0,3}(?:[A-Z][A-Za-z]*[a-z][A-Za-z]*"
    r"|[a-z]{1,2}[A-Z][A-Za-z]+|[A-Z]{3,8})"
    r"(?: (?:BV|AG|SE|SA|AB|Inc|Ltd|LLC|Corp|Group|Holdings|Limited))?)"
    r"(?![A-Za-z.》/-]|\d(?!\d?[月日]|\d{3}年)| [A-Z])"
)
_ACTS = regex.compile(
    r" ?(?:\p{Han}{2,4} ?)?"
    r"(?:(?:日前|近日|随后|已|正式|最近|周[一二三四五六日]|今日|今天|昨日|于?\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底初末])?)*"
    r"(?:宣布|推出|发布|公布|披露|承诺|完成[^，。；]{0,12}融资|获得?[^，。；]{0,16}(?:融资|投资)|收购|裁员|上市|交付|订购|出货)"
    r"|(?:的)?(?:全球)?(?:股价|市值|营收|净利润|销量|出货量|销售额|市场份额|市占率|创始人|联合创始人|首席执行官|总部|员工总?数|用户(?:数|规模)?|财报)"
    r"|(?:公司|集团)(?!法)|旗下|是一[家个][^，。；]{0,24}(?:公司|企业|平台|品牌|厂商)|(?:去年|今年|上半年|全年|第[一二三四]季度)(?:销售|生产|交付|营收|实现|全球|[^，。；]{0,6}?(?:交易额|成交额|收入|盈利|亏损|净利|订单数?)))"
)
"""Behind the name, what only a firm does or has."""
_SPEAKS = regex.compile(r" ?(?:表示|报告称|指出|透露|计划(?!生育)|预计|预测)")
"""Behind the name, what a person does too; enough beside what only a firm does."""
_KIND = regex.compile(
    r"(?:公司|企业|平台|品牌|厂商|巨头|开发商|制造商|运营商|供应商|车企|药企|机构|对手|旗下(?:的)?|母公司|子公司)"
    r"[ “]?\Z"
)
_PRODUCT = regex.compile(
    r" ?"
    r"(?:\d(?!\d?[月日]|\d{3}年)|系列|车型|轿车|手机|芯片(?!公司|企业|厂)|系统|技术|协议|模型|算法|标准|指数|产业|概念|板块|功能|服务器|接口|格式|疫苗|药物|蛋白|基因|认证|大会|论坛)"
)
"""Behind what is a product, a technique or a measure."""
_LEAST = 2
"""A name that is said so often, or shown so often, is what a text is about."""


def find_latin(ground: Terrain) -> Iterator[Candidate]:
    """Names in Latin letters that something shows to be a company's."""
    text = ground.text
    shown: Counter[str] = Counter()
    said: Counter[str] = Counter()
    first: dict[str, Span] = {}
    sure: set[str] = set()
    for match in _NAME.finditer(text):
        name, span = match["name"], Span(*match.span("name"))
        if ground.generic(span.start, span.end) or _PRODUCT.match(text, span.end):
            continue
        said[name] += 1
        before = text[max(0, span.start - 8) : span.start]
        acts, kind = _ACTS.match(text, span.end), _KIND.search(before)
        if acts is not None and kind is not None:
            sure.add(name)  # 电商巨头 Orvane 宣布, said but once
        if acts is not None or kind is not None:
            shown[name] += 1
            first.setdefault(name, span)
        elif _SPEAKS.match(text, span.end) is not None:
            shown[name] += 1
    for name, span in first.items():
        if name in sure or (said[name] >= _LEAST and (shown[name] >= _LEAST or not name.isupper())):
            yield Candidate(span, EntityType.COMPANY, RULE, _TIER, name)
