"""What a number that was read does on the page: states a value, frames a time, numbers a thing."""

from __future__ import annotations

from typing import Final

from pipeline import patterns as regex
from pipeline.model import Qualifier, Quantity, Role, Span
from pipeline.quantities import qualifiers
from pipeline.quantities.numerals import LONGEST, number
from pipeline.quantities.reading import REACH, Read

_FRAME_BEFORE: Final = regex.compile(
    r"(?:近|过去|最近|未来|今后|(?<!提)前|(?<!推)后|这|头|走过了?|走过的|挂牌|成立|至今|上线|启用|设立|建区|运行|运营|建成|投产|开园|揭牌|开放|开业|创立|创办|"
    r"成立|历经|历时|满|时隔|此后|接下来|每|组建|落户|扎根|深耕|入职|从业|从教|从警|行医)(?:了|已|满|近|逾|超过?|不到|不足|不满|未满|将满|即将|尚|的|这)*\Z"
)
_FRAME_AFTER: Final = regex.compile(
    r"(?:多|余)?(?:来(?!自)|间(?!隔)|内(?!存)|以内|之内|以来|之后|以后|前(?!后)|后(?!期)|复合|累计|期间|之间|(?:同期|的)?新[高低]|同期最|最[高低快大](?!气温)|中(?=[，。])|对照|规划|行动|巨变|变迁|历程|回眸)"
)
_TIME_OF: Final = regex.compile(r"的?(?:时间|时期|期间)(?:里|内|段内)|过去[，了]")
"""共16个月的时间内; 半年过去，: a span in which something was so."""
_EACH_BEHIND: Final = regex.compile(r"的?[^，。；\d]{2,20}?分别")
_LASTING: Final = regex.compile(
    r"(?:连续|接连|蝉联|为期|有效期|期限|用时|耗时|仅隔|相隔|长达|需要?|缩短|压缩|压减|延长|保留|短短|至少|不超过|缩至|由|从|少于|(?<=[到至]\p{Han}{1,6})前后|[只仅](?:要|需|用))(?:了|至|到|为)?\Z"
    r"|(?:[压降减缩]|控制|下降|降低|减少|提速|加快|提前)(?:了?[至到在为])(?:了)?\Z"
)
_FRAMES: Final = frozenset({"a", "mo", "wk", "d"})
_ORDINAL_UNITS: Final = frozenset("期")
_CLASS_UNITS: Final = {"级": Role.ORDINAL, "类": Role.NAME, "线": Role.NAME, "代": Role.ORDINAL}
_HOLIDAY: Final = regex.compile(
    r"(?:春节|国庆|五一|元旦|清明|端午|中秋|双节|黄金周|长假|假期|劳动节|国庆节)(?:假期|长假|期间|黄金周)?\Z"
)
_HOLIDAYS: Final = regex.compile(r"(?:小?长假|春节|国庆|五一|元旦)?假期|小?长假|黄金周")
"""春节7天, 8天长假: how long a holiday is, which frames what happened in it."""
_COUNTED: Final = regex.compile(
    r"(?:分为|分成|分|共|共有|等|共计|这|新增|哪|增加到?|各|有|办|举办了?)\Z"
)


def of(text: str, found: Read) -> tuple[Role, str]:
    """The role of a number with its unit, and the name of the rule that decided."""
    unit = found.unit
    before = text[max(0, found.start - 8) : found.start]
    after = text[found.end : found.end + 8]
    if _is_basis(text, found):
        return Role.NAME, "per so many"
    if unit is None:
        return Role.FACT, found.rule or "bare count"
    if unit.dimension == "duration" and _TERM.match(after):
        return Role.NAME, "class by its term"  # 5年期以上LPR
    if unit.surface in ("季度", "个季度") and _EACH_BEHIND.match(text, found.end):
        return Role.DATE, "span of time that frames"  # 四个季度的产值分别为
    if unit.surface == "级" and found.magnitude[-1:] == "亿":
        return Role.NAME, "class of size"  # 50亿级项目
    if unit.dimension == "duration" and unit.base in _FRAMES:
        if unit.surface == "周年":
            return Role.DATE, "anniversary"
        if before.endswith("平均每"):
            return Role.FACT, "duration"  # the pace at which something happens
        if unit.base == "d" and (_HOLIDAY.search(before) or _HOLIDAYS.match(after)):
            return Role.DATE, "days of a holiday"
        if regex.match(r"前(?!后|进|移)", after):  # 由两年前的12%
            return Role.DATE, "span of time that frames"
        if _attributive(text, found):
            return Role.DATE, "span of time that frames"
        if _LASTING.search(before):
            return Role.FACT, "duration"
        if unit.surface == "年" and _SPENT.search(text, max(0, found.start - 20), found.start):
            return Role.DATE, "span of time that frames"
        if _WITHIN_TIME.match(text, found.end) and before.endswith("用"):
            return Role.DATE, "span of time that frames"
        if _TIME_OF.match(text, found.end):
            return Role.DATE, "span of time that frames"
        if _FRAME_BEFORE.search(before) or (before.endswith("有") and after.startswith("了")):
            return Role.DATE, "span of time that frames"
        if _FRAME_AFTER.match(after) and not (unit.base == "d" and after[:1] in "内"):
            return Role.DATE, "span of time that frames"
        if (
            unit.surface == "年"
            and found.chinese
            and regex.match(r"[，,]|(?!的|前|后|级|是)\p{Han}{2,6}的\p{Han}", after)
            and regex.search(r"(?:^|[\n。！？])[ \u3000]*\Z", before)
        ):
            return Role.DATE, "span of time that frames"
        if (
            unit.surface == "年"
            and regex.search(r"(?<![了过用需])(?:\p{Han}\Z|\A\Z|[\n“]\Z)", before)
            and regex.match(r"[\n“： ]|\Z", after)
            and found.chinese
        ):
            return Role.DATE, "span of time that frames"
        return Role.FACT, "duration"
    sized = unit.dimension in ("length", "mass", "power") and _SIZED.match(text, found.end)
    if sized or (unit.dimension == "money" and _is_class(text, found)):
        return Role.NAME, "class of size"
    if after.startswith("级") and unit.dimension not in ("count", "percent", "multiple"):
        return Role.NAME, "class of size"  # 40万吨级泊位
    numeral = text[found.start : found.numeral_end]
    if unit.surface == "版" and "." in numeral:
        return Role.IDENTIFIER, "version"
    if unit.surface == "级" and (
        "." in numeral or _STRENGTH.search(before) or _STRENGTH.match(after)
    ):
        return Role.FACT, "strength of wind or quake"
    if unit.surface == "届" and found.chinese and not _TIMES_HELD.search(before):
        return Role.ORDINAL, "N届"
    if unit.surface == "期" and not _COUNTED.search(before):
        return Role.ORDINAL, "N期"
    if unit.surface in _CLASS_UNITS and not found.magnitude and not _COUNTED.search(before):
        return _CLASS_UNITS[unit.surface], f"N{unit.surface}"
    if unit.surface == "层" and (
        regex.search(r"[座栋幢楼号](?:第)?\Z", before) or regex.match(r"\d|[A-Z]", after)
    ):
        return Role.ORDINAL, "place in a building"
    if (
        numeral
        in ("百", "千", "万", "亿", "兆", "千万", "百万", "十万", "万亿", "百亿", "千亿", "十亿")
        and found.chinese
    ):
        if unit.dimension == "money" and _CLASS_OF_FIRMS.match(text, found.end):
            return Role.NAME, "class of size"
        if found.inner or REACH.search(before):
            return Role.FACT, "bare magnitude"
        return Role.NAME, "class of size"
    if regex.search(r"每\Z", before) and found.chinese and numeral[0] in "百千万亿":
        return Role.NAME, "per so many"
    return Role.FACT, _RULES.get(unit.dimension, "number with unit")


_SPENT: Final = regex.compile(
    r"(?:落户|扎根|深耕|入驻|进驻|来到|投身|从事|经营|入行|打拼)(?!了?\p{Han}*(?:缩|延|达|超))\p{Han}{0,12}\Z|"
    r"[干做走等守跑种住卖熬磨忙盼](?:了|过)\Z"
)
"""落户柳州高新区8年, 干了三十三年: how long somebody has been at it."""
_WITHIN_TIME: Final = regex.compile(r"(?:左右|多)?时间(?=\p{Han}{2})")
_POWERS_OF_TEN: Final = frozenset(10**power for power in range(1, 9))


def _is_basis(text: str, found: Read) -> bool:
    """每千人口, 每10万人, 每10股: what a rate is counted by."""
    per = regex.search(
        r"每(?P<verb>(?:生产|处理|加工|运输|开采|冶炼|新建|销售|投入|消耗|拆解|回收|建设)?)\Z",
        text[max(0, found.start - 4) : found.start],
    )
    if per is None or not (found.value in _POWERS_OF_TEN or (per["verb"] and found.value == 1)):
        return False
    unit = found.unit
    return unit is None or unit.dimension in ("count", "money", "area", "length", "mass", "energy")


_AHEAD: Final = regex.compile(
    r"(?!就|才|便|要|可|即|的|是|需|后|左右|以上|以下|以内|或|至|到|—|、|和)\p{Han}[^，。；！？\n]{0,16}?[\d一二两三四五六七八九十百千万几]"
)


def _attributive(text: str, found: Read) -> bool:
    """为期7天的国庆档, 七天迎客21.7万人, 截至9月30日止九个月: the span frames what is counted."""
    before = text[max(0, found.start - 6) : found.start]
    if before.endswith(("为期", "长达", "历时")):
        return text[found.end : found.end + 1] == "的"
    if regex.search(r"(?:日|月底|月末|年底|月)止?\Z", before) and not before.endswith(
        ("个月", "每月", "每日", "工作日")
    ):
        return True
    if before.endswith("经过"):
        return True  # 经过30多年的摸索
    if _AVERAGED.match(text, found.end) or _HALF_YEARS.match(text, found.start):
        return True
    if found.inner or qualifiers.before(text, found.start) is not None:
        return False
    if _CHANGES.match(text, found.end):
        return False  # 从原来的45天压缩到28天
    if _LASTING.search(before) or regex.search(r"[每过用需花了在从由第平均单约或]\Z", before):
        return False
    return _AHEAD.match(text, found.end) is not None


_AVERAGED: Final = regex.compile(r"(?:来|间|的)?(?:平均|复合|年均)(?:年?增|涨|降|年均)")
"""两年平均增速: over how many years a growth is reckoned."""
_HALF_YEARS: Final = regex.compile(
    r"半年(?:成绩|答卷|考(?:卷|分|$|[，。、》”\s])|账单|战报|盘点|业绩)"
)
"""亮眼的半年成绩单: the half year that a balance is drawn of."""
_CHANGES: Final = regex.compile(
    r"(?:大幅|进一步|逐步)?(?:压|缩|减|降|增|提|延|升|拉|变|改)\p{Han}{0,2}(?:到了?|至|为|成)"
)
_KIND: Final = (
    r"(?:的)?(?:重大|重点|大|产业|工业|高新技术|规上|骨干|龙头|上市|标志性|制造业|外资|优质|单体|在建|新建|招商|签约|亿元){0,8}"
    r"(?:项目|企业|公司|工程|集群|园区|平台|商户|个人|家庭|用户|大单|订单|产品|基金|品牌|单品|门店|乡镇|县|镇|村)"
)
_COUNTED_NEXT: Final = r"(?:数量?|总数)?(?:已|累计|新增|增至|达到?|有|共有?|为|超过?|突破|近|约|不少于|不低于)*[\d一二两三四五六七八九十百千]+\s?余?多?[个家项]"  # noqa: E501
_CLASS_BEHIND: Final = regex.compile(
    rf"(?:及?以上|以下)(?:{_KIND}|的{_COUNTED_NEXT})|{_KIND}{_COUNTED_NEXT}|的(?:项目|企业|公司)?{_COUNTED_NEXT}"
)


def _is_class(text: str, found: Read) -> bool:
    """50亿元以上项目3个, 超过10亿元的有9家: the bound of a class, the count is what is said."""
    match = _CLASS_BEHIND.match(text, found.end)
    if match is None:
        return False
    bound = regex.search(
        r"(?:超|超过|逾|过|破|突破|达|达到|上|不足|不到|低于|高于)了?\Z",
        text[max(0, found.start - 4) : found.start],
    )
    ranged = _RANGED.search(text, found.start, found.end)  # 20~50亿元项目13个
    return bound is not None or ranged is not None or match.group()[0] in "及以"


_RANGED: Final = regex.compile(r"\d[万亿]?元?\s?[-~～—–至]\s?\d")
_CLASS_OF_FIRMS: Final = regex.compile(
    rf"\p{{Han}}{{0,4}}?{_KIND}(?!的)(?:总?数量?|总数)?"
    r"(?:已|达|突破|超|新增|有|为|增[至到]|增加到|升至|累计|数量|培育|，|、|[\d一二两三四五六七八九十])"
)
"""规模过亿元软件企业达到80家: what is counted, by how large each is."""


_SIZED: Final = regex.compile(r"及以[上下](?!的)\p{Han}{2}")
"""3吨及以上叉车: a class by its size."""
_TIMES_HELD: Final = regex.compile(r"(?:举办|举行|举办了|召开|连续|已|历|共|了|历经|过|蝉联)\Z")
_TERM: Final = regex.compile(
    r"期(?:以上|及以上|以下)?(?:的)?(?:LPR|贷款|存款|定期|定存|国债|美债|债券|公司债|债|大额|整存|理财|产品|央票|票据|MLF|逆回购|品种|利率|收益率|固定|合同|国库券)"
)
_STRENGTH: Final = regex.compile(
    r"(?:左右|以上|以下|及以上)?(?:的)?(?:强烈|偏[东西南北])?(?:地震|强震|余震|大风|阵风|台风|强风|飓风|东风|西风|南风|北风|东北风|东南风|西北风|西南风|风)|(?:地震|阵风|风力|震级|烈度)(?:达|为|约|达到|可达)?\Z"
)
_RULES: Final = {
    "money": "money", "percent": "percent", "percentage point": "percentage point",
    "multiple": "multiple", "count": "count",
}  # fmt: skip
_OF_AREA: Final = regex.compile(
    r"(?:[欧亚盟洲湾砖角岸]|[东西南北中]部|东北|西北|西南|东南|华[东北中南]|经济带|地区)\Z"
)
"""西部|12省市, 中东欧|16国: how many there are belongs to the name of a part of the world."""
_CODE_WORDS: Final = regex.compile(
    r"(?:电话|热线|邮编|邮政编码|编号|代码|证号|许可证|准字|传真|手机|微信|QQ|拨打|房间|门牌|股票|账号|户名|咨询)[^，。；\n]{0,6}\Z"
)
_SAYS: Final = regex.compile(
    r"(?:[由从至到为比较]|[高低]于)(?:\d{4}年|[去上今]年|上月|上季度)(?:[末底初]|全年|同期)?的\Z|"
    r"(?:指数|得分|评分|系数|率|比值|均值|净值|市盈率|点位|均分|总分|分值)\Z|(?:比|指数|系数|率|评分|均值|净值|值)[^，。；\d]{0,8}(?:的|在)\Z|(?:为|是|由|从|达到?|至|到|报|共|共计|合计|计|升至|降至|约|近|超过?|有|[：:]|(?<=[比率数值][^。；]{0,16})(?:缩小|扩大|提高|下降|上升|回升|回落|降低|上涨|下跌|增加|减少)了?)\Z"
)


_PEOPLE: Final = regex.compile(
    r"(?:管理人|从业人员|人员|职工|员工|人口|企业|公司|机构|户数|家数|人数|数量|总数)\Z"
)
"""登记的基金管理人2万。: whose number it can only be."""


def of_bare(text: str, span: Span) -> Quantity:
    """Arabic figures without a unit: a page's number, a year, a code, a name, or a plain number."""
    numeral = text[span.start : span.end]
    before = text[max(0, span.start - 16) : span.start]
    after = text[span.end : span.end + 8]
    value = number(numeral)
    around = qualifiers.after(text, span.end) or qualifiers.before(text, span.start)
    around = around or Qualifier.EXACT

    def made(
        role: Role,
        rule: str,
        base: str | None = None,
        dimension: str | None = None,
        edtf: str | None = None,
    ) -> Quantity:
        return Quantity(
            span, span, numeral, value if role in (Role.FACT, Role.UNRESOLVED, Role.ORDINAL) else None, None, base,  # noqa: E501
            around, role, rule, dimension, None, edtf,
        )  # fmt: skip

    if len(numeral) > LONGEST:
        return made(Role.UNRESOLVED, "longer than any number")
    alone_before = regex.search(r"(?:\A|\n)[ \u3000]*\Z", before)
    alone_after = regex.match(r"[ \u3000]*(?:\n|\Z|[\u3000 ]+\p{Han})", after)
    if alone_before and alone_after and len(numeral) <= 3 and "." not in numeral:
        return made(Role.ORDINAL, "page number")
    if (regex.search(r"满\Z", before) and regex.match(r"元?减\d", after)) or regex.search(
        r"满\d+元?减\Z", before
    ):
        return made(Role.FACT, "money off", "CNY", "money")
    if regex.search(r"“双\Z", before):
        return made(Role.NAME, "figures in a name")
    if _CODE_WORDS.search(before):
        return made(Role.IDENTIFIER, "number after 电话, 邮编 …")
    if regex.match(r"号(?!召|码|称)|楼|栋|幢|室|单元|弄|路(?=公交|车)|#", after):
        return made(Role.ORDINAL, "place or number")
    if regex.fullmatch(r"(?:19|20)\d\d", numeral) and regex.match(r"[\p{Han}“”—]|\Z|[ ]", after):
        return made(Role.DATE, "year without 年", dimension="date", edtf=numeral)
    if "." not in numeral and regex.match(
        r"(?:工程|计划|高校|院校|行动|人才|体系|模式|战略|系列|型|热线|专项|政策|工作法|创新|现代化|平台)",
        after,
    ):
        return made(Role.NAME, "figures before a noun")
    if _OF_AREA.search(before) and regex.match(r"(?:国|省区市|省市区?|省份?)(?!家)", after):
        return made(Role.NAME, "figures in a name")
    if (
        regex.match(r"(?:个?部门|省份?|国|市|区|县|企业|公司|部委|单位|高校|机构|学科|城市)", after)
        and "." not in numeral
    ):
        return made(Role.FACT, "count without a classifier", "个", "count")
    if _SAYS.search(before) and value is not None:
        return made(Role.FACT, "number without a unit", "1" if "." in numeral else "个", "number")
    if _PEOPLE.search(before) and regex.match(r"[，。；]|\Z", after) and value is not None:
        return made(Role.FACT, "number without a unit", "个", "number")
    if len(numeral) >= 5 and "." not in numeral and "," not in numeral:
        return made(Role.IDENTIFIER, "long figures")
    if "." in numeral and regex.match(r"版", after):
        return made(Role.IDENTIFIER, "version")
    return made(Role.UNRESOLVED, "no rule")
