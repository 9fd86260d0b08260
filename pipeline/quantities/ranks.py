"""第N, 首位, 榜首, 首个, 前十: ranks, which are facts, and ordinals, which number a thing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Qualifier, Quantity, Role, Span
from pipeline.quantities import units
from pipeline.quantities.numerals import ARABIC, CHINESE, number
from pipeline.quantities.words import in_word

_NTH: Final = regex.compile(rf"第\s?(?P<n>{ARABIC}[万亿]?|{CHINESE})")
_SCOPE: Final = (
    r"(?:全国|全球|世界|全省|全市|全区|国内|国际|亚洲|亚太|中国|省内|市内|国家级?|同类|同行业?|行业|业内|全行业|中西部|西部|东部|中部|"
    r"\p{Han}{1,4}[省市区县州]|排名|排行榜?|排行|排位|排在|排|位居|居|位列|列|名列|位次|名次|位|跃居|跃升至?|升至|升到|升为|前移至|进至|稳居|稳坐|"
    r"占据|获得?|荣获|夺得?|得了?|保持|蝉联|综合|总量|总额|规模|数量|连续|均|都|是|为|至|列为|成为)"
)
_RANKING: Final = regex.compile(rf"{_SCOPE}(?:的|各?\p{{Han}}{{0,6}})?\Z")
_NUMBERING: Final = frozenset(
    "批届次轮代期条章节号季年版卷册集页辆架台件艘列座只枚颗期回场局站讲课组类级层阶步款项部篇课时个家名位份枝段道间所"
)
_WHO: Final = regex.compile(r"\p{Han}{0,4}(?:员|者|生|手|人|客|民|户|工|兵|家|师|老板|孩子|代表)")
_CHAIN: Final = regex.compile(
    r"(?:[、和与及](?:第[一二三四五六七八九十\d]{1,3}|[二三](?=[、二三次产]))){1,5}次?(?P<what>产业|[批届次轮代期条章节号季类个位名])"
    r"|(?P<what>产业)(?!园|基地|链|工人)"
)
_END: Final = regex.compile(
    r"[，。；、：！？）)”》\s\n]|\Z|的(?!\p{Han}{1,3}[批届])|和|与|及|且|并|以及|。|；|是|在|高|后|上升|升|提升|跃升|前移|前进|下降|降|跃居|攀升|滑落|退|提高|下滑"
)
_FIRST: Final = regex.compile(
    r"(?P<rank>首位(?!度|数)|榜首|(?<=[居列]\p{Han}{1,10}之)首(?=[，。；、：！”）\s]|\Z))|(?P<ord>首(?:批|届|期|轮|代|日(?!封)|月|周|年(?!度)|站|战|局|场|战))(?!席)|(?P<ord>(?<![国省市球界区内业部])首(?:列|趟|班)(?=班列|列车|专列|航班|客车|出发|开出|[，。]))|(?P<ord>头一(?:回|次|个|家|批|天|年|件|条|位|名|遭|场|道|轮|茬))|"
    r"(?P<first>首(?:个|家|张|条|枚|款|台|座|只|例|项|架|辆|艘|列|部|套|单|支|颗|艘|笔|宗|份|片|间|所|幅|本|株|档|门))(?!席|届)|(?P<head>头把(?=交椅))"
)
_REST: Final = regex.compile(
    r"(?P<top>前)(?P<n>\d{1,4}|[一二两三四五六七八九十百]{1,4})(?P<u>位|名|强|列|大)?(?![\d.万亿%年月天日周次期届轮批个季排半倍小成]|分(?!别))"
    r"|(?P<chief>居(?=首(?=[，。；、\n]|\Z)))"
)


def _quantity(
    text: str, span: Span, numeral: Span, value: Decimal | None, role: Role, rule: str,
    unit: str | None = None, qualifier: Qualifier = Qualifier.EXACT,
) -> Quantity:  # fmt: skip
    rank = role is Role.FACT
    return Quantity(
        span, numeral, text[span.start : span.end], value, unit, "位" if rank else None, qualifier,
        role, rule, "rank" if rank else "ordinal",
    )  # fmt: skip


def read_rank(text: str, at: int) -> Quantity | None:
    """The rank or ordinal that begins at offset `at`, or None."""
    character = text[at]
    if character == "第":
        return _nth(text, at)
    if character in "首榜头":
        return _first(text, at)
    return _top(text, at)


def _first(text: str, at: int) -> Quantity | None:
    match = _FIRST.match(text, at)
    if not match:
        return None
    span = Span(*match.span())
    if match["rank"]:
        return _quantity(
            text,
            span,
            Span(at, at + 1),
            Decimal(1),
            Role.FACT,
            "首位",
            "位" if "位" in match.group() else None,
        )
    if match["ord"]:
        first = at + (text[at] == "头")
        return _quantity(text, span, Span(first, first + 1), Decimal(1), Role.ORDINAL, "首批")
    if (
        match["first"]
        and regex.match(r"\p{Han}+", text[span.end : span.end + 2])
        and text[span.end - 1] == "部"
        and text[span.end : span.end + 1] in "位分门"
    ):
        return None
    return _quantity(text, span, Span(at, at + 1), Decimal(1), Role.FACT, "首个", match.group()[1:])


def _top(text: str, at: int) -> Quantity | None:
    match = _REST.match(text, at)
    if not match:
        return None
    if match["chief"]:
        return _quantity(
            text, Span(at + 1, at + 2), Span(at + 1, at + 2), Decimal(1), Role.FACT, "居首"
        )
    before = text[max(0, at - 8) : at]
    if match["u"] == "大":  # 前五大客户 are a class of customers
        span = Span(match.start("n"), match.end())
        return _quantity(text, span, Span(*match.span("n")), None, Role.NAME, "前N大")
    if not regex.search(
        rf"(?:{_SCOPE}|进入|跻身|迈入|挺进|闯入|入围|冲进|{_SCOPE}\p{{Han}}{{0,4}})\Z", before
    ):
        if match["u"] and regex.match(r"[位名强]", match["u"]):  # the first eight of a race
            span = Span(match.start("n"), match.end())
            return _quantity(text, span, Span(*match.span("n")), None, Role.NAME, "前N名")
        return None
    value = number(match["n"])
    if value is None or (
        not regex.match(_END, text[match.end() : match.end() + 2])
        and not match["u"]
        and not regex.match(r"[之行]", text[match.end() : match.end() + 1])
    ):
        return None
    span = Span(match.start("n"), match.end())
    return _quantity(
        text, span, Span(*match.span("n")), value, Role.FACT, "前N", match["u"], Qualifier.UNDER
    )


def _nth(text: str, at: int) -> Quantity | None:
    match = _NTH.match(text, at)
    value = number(match["n"]) if match else None
    if match is None or value is None:
        return None
    numeral = Span(match.start("n"), match.end("n"))
    end = match.end()
    arabic = match["n"][0].isdigit()
    if not arabic and in_word(text, at, end):
        return None
    before = text[max(0, at - 16) : at]
    clause = regex.split(r"[，。；！？\n]", before)[-1]
    ranking = bool(_RANKING.search(clause))
    chain = _CHAIN.match(text, end)
    if chain:  # 第一、第二、第三产业; 位列第三、第四位
        role = Role.NAME if chain["what"] == "产业" else Role.ORDINAL
        if ranking and chain["what"] in ("位", "名"):
            role = Role.FACT
        return _quantity(text, Span(at, end), numeral, value, role, "第N of a chain")
    after = text[end : end + 3]
    unit = units.match(text, end)
    surface = unit.surface if unit else ""
    if surface in ("位", "名") and not regex.match(r"书记|夫人", after[1:]):
        stands: object = ranking or regex.match(_END, text[end + 1 : end + 3])
        if not stands and surface == "名" and value <= 20:
            stands = not _WHO.match(text, end + 1)  # 第四名云戴落后第三名仅0.7个百分点
        if not stands and regex.match(r"[《“]", text[end + 1 : end + 2]):
            stands = regex.search(r"[，。；：\n]\Z|\A\Z", before)  # 第二名《…》只有…
        role = Role.FACT if stands else Role.ORDINAL
        return _quantity(text, Span(at, end + 1), numeral, value, role, "第N位", surface)
    if surface == "大" or regex.match(r"大同[城类行业步]", text[end : end + 3]):
        return _quantity(text, Span(at, end + 1), numeral, value, Role.FACT, "第N大", "大")
    if regex.match(
        r"方阵|梯队|阵营|产业(?!园|基地)|工厂|厂区|分厂|人民|中学|小学|医院|附属|汽车|资源|动力|生产力|要务|责任|步|战线|机场|曲线|粒扣子",
        text[end : end + 4],
    ):
        if not arabic and regex.match(
            r"工厂|厂区|分厂|人民|中学|小学|医院|附属|汽车|资源|动力|生产力|要务|责任|战线|机场|粒扣子",
            text[end : end + 4],
        ):
            if regex.match(r"资源|动力|生产力|要务|责任", text[end : end + 3]):
                return _quantity(text, Span(at, end), numeral, value, Role.NAME, "第N in a name")
            return None
        role = Role.ORDINAL if regex.match(r"产业|步|曲线", text[end : end + 3]) else Role.NAME
        return _quantity(text, Span(at, end), numeral, value, role, "第N in a name")
    if surface and (surface in _NUMBERING or (unit is not None and unit.dimension != "count")):
        first_of_kind = (
            ranking
            and surface in ("家", "个", "张", "条", "款", "座", "枚", "台")
            and value <= 10
            and regex.search(r"(?:全国|全球|世界|国内|全省|全市|亚洲)(?:的)?\Z", clause)
        )
        role = Role.FACT if first_of_kind else Role.ORDINAL
        return _quantity(
            text,
            Span(at, end + len(surface)),
            numeral,
            value,
            role,
            "第N" + surface if role is Role.ORDINAL else "第N个",
            surface,
        )
    if not clause and not arabic and text[end : end + 1] in ("，", "、", "：", ","):
        return _quantity(text, Span(at, end), numeral, value, Role.ORDINAL, "part of a speech")
    if regex.match(_END, text[end : end + 3]) or ranking:
        return _quantity(text, Span(at, end), numeral, value, Role.FACT, "第N")
    return _quantity(text, Span(at, end), numeral, value, Role.ORDINAL, "第N of a thing")
