"""Labels that a number does not give alone: with whom, of which kind, in which contest."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.facts import topics
from pipeline.facts.behind import behind
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.sayings import is_point
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import EntityType, Kind, Span

_SHARED_LINK = regex.compile(r"[、，]?(?:\ue001)*\Z")
_TRADED = regex.compile(r"(?:进出口|出口|进口|贸易|外贸|投资|直接投资|非金融类|承包)")
_PARTNER = regex.compile(rf"(?:对|与|同|向|自|从){NAME}+的?\Z")


def with_partner(view: View, own: Span, least: int) -> Span:
    """对韩国进出口602亿元: with whom is part of what is counted."""
    if not len(own) or not _TRADED.match(view.plain(own.start, own.end)):
        return own
    match = _PARTNER.search(view.mask(least, own.start))
    return Span(least + match.start(), own.end) if match else own


_ATTRIBUTE = regex.compile(
    r"规上|规模以上|限上|上市|国家级|省级|市级|区级|县级|外资|内资|民营|国有|高新技术|独角兽|瞪羚|专精特新|科技型|在建|新建|续建|博士|硕士"
)
"""Says which of them, not what: 企业318家（规上147家、上市3家）."""
_KIND_OF = regex.compile(
    r"(?:企业|公司|项目|平台|机构|孵化器|众创空间|研究院|工作站|研发中心|开发区|集群|品牌|专利|学校|示范区|产业园|园区|工程|人才|医院|景区|学校|基地|实验室|中心|单位|安家费|补贴|津贴|奖励)\Z"
)


def _counted_kind(view: View, draft: Draft, last: str) -> str:
    """The noun that the list's label or the number before counts."""
    key = topics.key(view, 0) if draft.clause else ""
    if key and (not last or (last.endswith(key) and last != key)):
        return key
    kind = _KIND_OF.search(last)
    return kind.group() if kind else ""


_PART_OF = regex.compile(r"(?P<which>\p{Han}{2,8})(?:的占|部分|方面)")
"""超大型的占11个, 海外部分为61亿元: a part of what was counted before."""
_SUM = regex.compile(r"(?:累计|总数|总量|共计?|已)[达有为至]?[到了]?(?:约|近|超)?\Z")
"""新增上市公司4家，累计达68家: the sum is not of the new ones."""
_BEGUN = regex.compile(
    r"新(?:登记|设立?|注册|开工|投产|认定|入库|签约|开业|引进|培育|落户)|注销|(?:建成|竣工)?(?:投产|投用|投运)|"
    r"(?:拟|已|正)?(?:开工|竣工|在建|建成|完工|报批|审批|签约|在谈|洽谈|续建)"
)
"""What happened to more of what was counted before: 新登记5.07万户."""


def amended(
    view: View, draft: Draft, before: Draft | None, label: str, evidence: str, last: str
) -> str:
    """A label that needs what stood before it: 上市3家, 新登记5.07万户, 累计达68家."""
    part = _PART_OF.fullmatch(label) if evidence == "own" and last else None
    if part is not None and draft.quantity.base_unit != "%":
        return str(part["which"]) + last.rpartition("的")[2]
    kind = _counted_kind(view, draft, last) if evidence == "own" else ""
    if kind and _ATTRIBUTE.fullmatch(label):
        return label + kind
    begun = evidence == "own" and _BEGUN.fullmatch(label) is not None
    if begun and last and before and before.quantity.base_unit == draft.quantity.base_unit:
        said = regex.sub(rf"\A(?:{_BEGUN.pattern}|实有|现有|共有|各类|实施|推进|安排)+", "", last)
        said = regex.sub(r"(?:建成|开工|竣工|投产|在建)+\Z", "", said)
        return label + ("" if said.startswith(("投资", "总投资")) else said)
    carried = evidence == "carried" and draft.saying.kind is Kind.LEVEL
    if carried and _SUM.search(view.plain(draft.left.start, draft.start)):
        return regex.sub(r"\A(?:新增|净增|新添|新设)(?=.{2})", "", label)
    return label


def head_before(view: View, draft: Draft) -> str:
    """A轮融资由…领投，金额达…: what the clause before begins with."""
    if draft.clause == 0:
        return ""
    clause = view.clauses[draft.clause - 1].span
    spoken = any(
        n.entity.type is EntityType.PERSON for n in view.names_in(clause.start, clause.end)
    )
    if spoken or NUMBER in view.mask(clause.start, clause.end):
        return ""
    found = topics.head(view, clause)
    return "" if found in lexicon("no_topic") else found


_SIZED = regex.compile(
    rf"(?P<how>[高长宽厚深])(?:[、和]{NUMBER}+[高长宽厚深])*(?:(?P<of>的)|(?=[、，和]|\Z))"
)
SIZES = {"重": "重量", "长": "长度", "宽": "宽度", "高": "高度", "厚": "厚度", "深": "深度"}


def sized(view: View, draft: Draft) -> str:
    """6米高、80米长的厂房: which of its sizes stands behind the number."""
    if draft.quantity.dimension != "length":
        return ""
    end = view.clauses[draft.clause].span.end
    how = _SIZED.match(view.mask(draft.quantity.span.end, end))
    if how is None:
        return ""
    of = behind(view, draft.quantity.span.end + how.end(), end) if how["of"] else None
    of_what = itertools.takewhile(
        lambda word: word.tag.startswith("n"), view.words(of.start, of.end) if of else ()
    )
    return "".join(word.text for word in of_what) + SIZES[how["how"]]


_DOES = regex.compile(
    r"(?:已|均|都|正|也|还|就|则)*(?:(?P<place>(?:在|位于|处于)[^，。；、]{2,12}?(?:上|中|里|内))|(?P<act>\p{Han}[^，。；、（）]{1,15}?))(?:的)?[，。；、]?\Z"
)

_TIES = regex.compile(
    r"[是为须要应占达将拟会]|实现|提高|增加|减少|增长|下降|飞往|发往|开往|交付|来自|分布"
)


def doing(view: View, draft: Draft, evidence: str, last: str) -> str:
    """1400余只个股上涨、3800多只下跌, 446家公布预案: what those counted without a noun do."""
    if draft.quantity.dimension != "count" or evidence == "own" or draft.behind is not None:
        return ""
    if draft.saying.rule != "N" or not last or draft.source:
        return ""
    mask = view.mask(draft.right.start, draft.right.end)
    match = _DOES.fullmatch(mask)
    if match is None or TIME in mask:
        return ""
    if match["place"]:
        return match["place"]
    pieces = view.words(draft.right.start, draft.right.end)
    verbs = [word for word in pieces if word.tag.startswith("v")]
    if not pieces or not pieces[0].tag.startswith(("v", "d")) or not verbs:
        return ""
    act = view.plain(draft.right.start + match.start("act"), draft.right.start + match.end("act"))
    if act in lexicon("fares"):
        return regex.sub(rf"{any_of('fares')}\Z", "", last) + act
    return act if len(act) > 5 and not _TIES.match(act) else ""


@cache
def _measured() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<thing>\p{{Han}}{{2,10}})(?P<measure>\p{{Han}}{{2}}率|良率|{any_of('worth_of')}|{any_of('price')})\Z"
    )


_COMPLETE = regex.compile(
    r"(?:[值额量率]|收入|支出|利润|税收|利税|税费|创汇|投资|出口|进口|进出口)\Z"
)


def measured_as(draft: Draft, before: Draft | None, label: str, evidence: str, last: str) -> str:
    """油轮毛利率不足6%，渡轮接近三成: the second thing is measured as the first."""
    if before is None or evidence != "own":
        return ""
    if before.saying.kind is not Kind.LEVEL and before.saying.rule != "N":
        return ""
    moves = draft.saying.kind is Kind.CHANGE and is_point(draft.quantity)
    alike = before.quantity.base_unit == draft.quantity.base_unit
    if not (moves or (alike and draft.saying.rule in ("N", "N成"))):
        return ""
    if regex.search(rf"{any_of('growth_noun', 'fall_noun')}\Z", label):
        return ""
    match = _measured().search(last)
    if match is None or match["measure"] in ("亏损", "利润", "净利润"):
        return ""
    if _COMPLETE.search(label):
        return ""  # 总产值90亿元，增加值30亿元
    if before.indicator != last or not 2 <= len(label) <= 10:
        return ""
    if _measured().search(label) or label in lexicon("measure") or label.endswith(match["measure"]):
        return ""
    return label + match["measure"]


_TERM = regex.compile(r"为期(?:约|近|达)?\s*\Z")


def term(view: View, draft: Draft) -> str:
    """为期5年: what the time is the length of has no other name."""
    if draft.quantity.dimension != "duration" or draft.behind is not None:
        return ""
    before = view.plain(max(view.span.start, draft.start - 6), draft.start)
    return "期限" if _TERM.search(before) else ""


_DEALT = regex.compile(r"(?:每)?(?:10|十)股?(?:股)?(?P<what>派|转|送)(?:发|增|红股|现金|息)?\s*\Z")
_DEALT_AS = {"派": "每10股派现", "转": "每10股转增", "送": "每10股送股"}


def dealt_out(view: View, draft: Draft) -> str:
    """拟10派1.85元: what each ten shares are given."""
    match = _DEALT.search(view.plain(max(view.span.start, draft.start - 10), draft.start))
    return _DEALT_AS[match["what"]] if match else ""


def pointed(view: View, drafts: Sequence[Draft], index: int) -> str:
    """前者多了13.2%，后者少了1.7%: the first and the last of what was counted before."""
    draft = drafts[index]
    clause = view.clauses[draft.clause].span
    match = regex.match(r"\s*(?P<which>前者|后者)", view.plain(clause.start, draft.start))
    if match is None or draft.saying.kind not in (Kind.GROWTH, Kind.CHANGE, Kind.SHARE):
        return ""
    seen = list(
        dict.fromkeys(
            d.indicator
            for d in drafts[:index]
            if d.indicator and d.clause < draft.clause and d.saying.kind is Kind.LEVEL
        )
    )
    if len(seen) < 2:
        return ""
    return seen[-2 if match["which"] == "前者" else -1]


def dated_anew(view: View, draft: Draft) -> bool:
    """产品进入130家医院，去年销售额1.6亿元: a time of its own begins something new."""
    return draft.own is not None and view.mask(draft.left.start, draft.own.start).endswith(TIME)


_NAMED = regex.compile(rf"{NAME}(?:{TIME}|全年|共|已|累计|则|实现|完成|达成|取得)*\Z")


def named_here(view: View, draft: Draft) -> bool:
    """Does the clause name somebody before the measure: 算力中心规模 is not 基站规模."""
    own = draft.own
    if own is None:
        return False
    before = view.mask(view.clauses[draft.clause].span.start, own.start)
    return _NAMED.search(before) is not None


def shared_head(view: View, before: Draft, draft: Draft, label: str) -> str:
    """生猪出栏326.4万头、存栏198.7万头: the second verb is the first's neighbour, 生猪存栏."""
    if before.clause != draft.clause or before.evidence not in ("own", "given") or len(label) > 3:
        return label
    between = view.mask(before.quantity.span.end, draft.own.start if draft.own else draft.start)
    if draft.own is None or not _SHARED_LINK.fullmatch(between):
        return label
    own, earlier = view.words(draft.own.start, draft.own.end), before.own
    if earlier is None or len(own) != 1:
        return label
    pieces = view.words(earlier.start, earlier.end)
    if len(pieces) < 2 or not before.indicator.endswith(pieces[-1].text):
        return label
    alike = len(pieces[-1].text) == len(own[0].text) and (
        pieces[-1].tag[0] == own[0].tag[0] or pieces[-1].text[-1] == own[0].text[-1]
    )
    if not alike or own[0].text in lexicon("measure"):
        return label
    return before.indicator[: -len(pieces[-1].text)] + label


def nominalised(view: View, draft: Draft) -> bool:
    """其中卖到省外的占47.5%: 的 with nothing behind stands for what was counted before."""
    own = draft.own
    if own is None or draft.behind is not None or draft.saying.reference is not None:
        return False
    rest = view.plain(own.end, draft.start)
    if regex.match(r"(?:从|由|自)(?:去年|上年|年初|原)", rest):
        return False
    if regex.match(rf"(?:从|由|自|到|至)?{TIME}+的", view.mask(own.end, draft.start)):
        return False  # 税额由2020年的3亿元, 上升到2024年的第5位
    return bool(
        regex.search(
            r"\A[^，。；的]{0,10}的(?:，|就|也|则|又|还|便|共|约|已|只|仅|有|占|达|为|是|超|近|分别|依次|不少于|不低于|不足|不到|接近|将)*\Z",
            rest,
        )
    ) and _verbal_inside(view, own)


def _verbal_inside(view: View, own: Span) -> bool:
    return any(word.tag == "v" for word in view.words(own.start, own.end))
