"""Who counts where no name stands: 全国, 全球, a market or field of a country."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.frozen import dataclass
from pipeline.marks import BULLETS
from pipeline.model import Kind


@cache
def _reach() -> regex.Pattern[str]:
    """What a company has all over the world is its own: 全球门店数达到3214家."""
    return regex.compile(
        rf"(?:全国|全球|全世界|国内)(?:各地|范围内)?的?[^，。；]{{0,3}}?{any_of('reach')}"
    )


@cache
def _realm() -> regex.Pattern[str]:
    """全国 and the like right before what is counted."""
    return regex.compile(
        r"(?P<realm>全国|全球|全世界|世界|我国|国内)(?:的|各地|范围内)?(?:目前|现|已|仅|只|共|总)*(?:共|共有|有|现有|已有|仅有|约|超|近|逾|达)*\Z"
    )


_REALM_FIRST = regex.compile(
    rf"(?:[\s\u3000，其中目前截至{TIME}的份{BULLETS}]|此外|同期|而|但|按[^，。]{{1,8}})*(?P<realm>全国|全球|全世界|我国|世界)"
    rf"(?:(?:的|共有|现有|已有)(?!{NUMBER})|"
    r"(?!第|首|唯|最|排|居(?!民)|领|占|各|前|率|重点|同|百强|范围|人大|政协|统一|两会|人民|知名|著名|多|每|文明|卫生|市场份额|市场占有|市占|份额)"
    rf"(?=(?:[^，。；{NAME}{NUMBER}强中里的占]|高中|初中|中等|中小|中药|中职){{2,20}}?(?:从|由|达|为|超|共|增|降|完成|实现|则|突破|至)[^，。；]{{0,6}}?{NUMBER}))"
)
_HOME_FIRST = regex.compile(
    rf"(?:[\s\u3000，其中目前截至{TIME}的份{BULLETS}]|此外|同期|而|但)*(?P<realm>国内)(?!生产|旅游|游客|贸易|市场|外|首|第|知名|唯|领先|最|专利|航线|增值税|消费税|保险)"
    rf"[^，。；{NAME}{NUMBER}]{{2,20}}?(?:共有|共发生|共披露|累计有|发生|披露)[^，。；]{{0,4}}?{NUMBER}"
)
"""国内公开披露的融资事件共有40余起: what happened in the country, in a text about a place."""
_REALM_AMOUNT = regex.compile(
    rf"(?:[\s\u3000，其中目前截至{TIME}的份{BULLETS}]|此外|同期|而|但)*(?P<realm>全国|全球|全世界|我国|国内|全港|本港|全澳|全台)"
    r"(?!市场份额|市场占有|市占|份额|生产总值|生产毛额|增值税|消费税|线[上下]|发售|旅游|游客|第|首|唯|最|排|居(?!民)|领|占|各|前|率|同|百强|范围|知名|著名|多|每|文明|卫生|人大|政协)"
    rf"[^，。；{NAME}{NUMBER}强中里的占]{{2,16}}{NUMBER}\Z"
)
"""A realm before what is measured or counted in tens of thousands: 全国发电装机容量30亿千瓦."""
_FIELD = regex.compile(
    rf"(?:[\s\u3000，其中目前截至{TIME}的份{BULLETS}]|此外|同期|而|但|按[^，。]{{1,8}})*"
    rf"(?P<name>(?:全国|全球|国内|我国)[^，。；{NAME}{NUMBER}的]{{2,8}}?(?:市场|领域|赛道))(?!规模|份额|占有|价|容量|需求|总量)"
    rf"(?:共|已|累计|合计|的)*[^，。；{NAME}{NUMBER}]{{0,6}}(?:披露|发生|完成|融资|投资|销|产|增|降|成交|交易|实现|达|超|有|共)[^，。；{NAME}{NUMBER}]{{0,4}}{NUMBER}"
)
"""全国股权投资市场披露融资612起: a market or field of a country, with what happens in it."""
_SALES = regex.compile(
    r"(?:国内|海外|全球|全国)(?:市场|业务)?的?(?:主营业务|营业)?(?:收入|销售|营收|业务|订单|销量|出货)[^，。；]{0,10}\Z"
)
"""国内市场收入增长38%: where a company's own sales were made."""
_SOLD = regex.compile(
    r"(?:国内|海外|全球)(?:市场)?的?\p{Han}{0,6}?"
    r"(?:销量|销售|出货|发货|用户|营收|收入|毛利|订单|客户|门店|渠道|业务|工厂|基地|产能)[^，。；]{0,14}\Z"
)
"""某公司出货8GW，国内组件销量增长70%: where the company sells that began the sentence."""
_GATHERED = regex.compile(
    r"(?:了|着|拥有|集聚|汇聚|聚集|吸引|引进|引入|入驻|覆盖|涵盖|服务|获得|云集|占)\Z"
)
_NATIONAL = regex.compile(
    r"国内生产总值(?:（GDP）)?(?:约|达到?|为|超过?|突破|是|同比|初步核算|\s)*\Z"
)
"""A region's is a 地区生产总值, in newer texts."""
_REALM_OPENS = regex.compile(
    r"(?:\A|(?=[在从]))(?:[\s\u3000]|目前|眼下|当前|截至|截止|现在|如今|其中|而|但|此时|去年|今年|同期|近日|末|底|初|份|"
    r"[\d一二三四五六七八九十]{1,4}[年月日]|前|至|季度|上半年|下半年|据[^，。]{0,12}|放眼|纵观|在|本报讯|从|看)*\Z"
)
"""What may stand before a realm that counts: 进入全国130多家医院 counts what the firm reached."""


@dataclass(frozen=True, slots=True)
class Wide:
    """reach: `number` (it counts this alone), `sentence`, `clause` (spoken of on) or `field`."""

    name: str
    reach: str


def counted_realm(
    before: str,
    mask: str,
    kind: Kind,
    *,
    named: bool,
    company: bool,
    acting: bool,
    large: bool,
    huge: bool,
) -> Wide | None:
    """The realm that a number is of, None where somebody else counts.

    before, mask: what stands left of the number within its clause.  named: the clause has a
    subject.  company: a company is spoken of.  acting: it began the sentence.  large: an amount, or
    tens of thousands.  huge: more than any region has.
    """
    if company and (_SALES.search(before) or (acting and _SOLD.search(before))):
        return None
    if kind is Kind.LEVEL and (near := _realm().search(before)):
        lead = before[: near.start()]
        # 集聚了全球十大药企, 甲公司在全国80座城市: the realm of what is counted, not who counts
        reached = named and ((company and lead.endswith("在")) or _GATHERED.search(lead))
        if _REALM_OPENS.search(lead) and not reached:
            has = regex.search(r"有(?:约|超|近|逾|达)*\Z", near.group()) is not None
            return Wide(near["realm"], "sentence" if has and not named else "number")
    if huge and not named and kind is not Kind.RANK and _NATIONAL.search(before):
        return Wide("全国", "sentence")
    if field := _FIELD.match(mask + NUMBER):
        return Wide(field["name"], "field")
    if kind is Kind.RANK or (company and _reach().search(before)):
        return None
    first = _REALM_FIRST.match(mask + NUMBER)
    if first is None and not company:
        first = _HOME_FIRST.match(mask + NUMBER)
    if first is None and large:
        first = _REALM_AMOUNT.match(mask + NUMBER)
    return Wide(first["realm"], "clause") if first else None
