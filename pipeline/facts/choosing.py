"""The phrase that a number is about where it stands: before it or behind it."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts import phrases
from pipeline.facts.behind import WHICH, behind
from pipeline.facts.contests import field_before
from pipeline.facts.drafts import Draft
from pipeline.facts.groups import area
from pipeline.facts.labels import SIZES, with_partner
from pipeline.facts.lexicon import any_of, is_measure
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.own_words import (
    PRONOUN,
    ends_with_name,
    ends_with_noun,
    is_anaphor,
    is_verbal,
    only_acts,
    says_nothing,
    says_something,
)
from pipeline.facts.parts import ARE
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import EntityType, Kind, Span

_SAME_FIGURE = regex.compile(
    r"(?:这一?个?|该|此)(?:数字|数据|数值|指标|比例|占比|数|增速|规模)(?:还|只|才|已|就|更)*(?:是|为|达)?\Z|"
    r"\A(?:末|首|次|头|翌|前一|后一|第[一二三四五])年\Z"
)
"""挂牌当年这个数还是…, 末年下滑…: the figure that was spoken of before."""
_ABOUT = regex.compile(r"(?:左右|上下|以上|以下|以内|不等|之多|开外)")
"""从52%左右提升至66%: what follows a number is not what the next one is about."""
_REASON = regex.compile(
    r"(?:因|由于)(?!此)\p{Han}{2,}|受\p{Han}{2,8}(?:影响|拖累|推动|带动|冲击|制约)"
)
"""因订单外移缩减8.1%: why something moved is not what moved."""
_GIVEN = regex.compile(
    r"(?:将|主要|全部|都|已|均)*(?:给了?|投(?!资|产|用|入|放|保|运)|用于|用作|用来|投向|投给|投入(?!产出|使用|运营|市场|生产)|来自|源自|出自|流向|集中在|分布在|是|属于|做|从事|为|投到|花在)"
)
_DEALS = ("回购", "增持", "减持", "收购", "认购", "转让", "质押", "发行", "出售", "受让")
_DOES = ("贡献", "撑起", "吸纳", "承担", "拿下", "包揽")
_LEADS_TO = ("带动", "吸纳", "解决", "提供", "促进", "稳定", "安置", "拉动", "创造", "新增", "实现")
_HELD = regex.compile(
    r"(?:握有|持有|拥有|掌握|控制|手握|享有)(?:着|公司|其)?(?:约|近|逾|超过?|合计)*\Z"
)
_HELD_WHAT = regex.compile(r"的(?P<what>表决权|投票权|股权|股份|权益|份额)")
_STAKE = regex.compile(r"的(?P<what>持股比例|表决权比例|出资比例|控股比例)")
_FROM = regex.compile(rf"(?:来自|落户|位于|出自|属于|坐落)(?:于|在)?{NAME}+(?:的|有|共)*")


_GIVES = ("拿出", "拨出", "拨付", "下达", "列支", "切块")
_PURPOSE = regex.compile(
    r"(?:资金|专项资金|财政资金)?(?:，|用于|专项用于)?(?P<what>(?:引导|扶持|支持|补贴|奖励|资助|鼓励|帮扶|改造|建设|实施|发放|推进)[\p{Han}]{2,12})(?=[，。；]|\Z)"
)
"""What money that somebody gives is for."""
_DEEDS = {"缺": "缺口", "差": "缺口", "亏": "亏损", "融": "融资", "赚": "盈利"}
_SHORT_VERB = regex.compile(
    r"(?:的?目标|任务|计划|账面)?(?:仍|还|又|也|已|再|净|巨|预|续|微|小|尚|共|刚|首次|累计|一共)*(?P<verb>[缺差亏融赚])[了掉下]?"
)
"""仍亏3600万元: a verb of one character for what has a noun."""


_SOLD_FOR = regex.compile(
    r"的?(?:总?价格?|单价|均价|底价|报价)?(?:成交|竞得|拍出|拍下|中标|售出|拿下)"
)
"""以80万元价格成交."""
_IS_PRICE = regex.compile(r"是(?P<what>\p{Han}{1,5}(?:价|费|门槛|底线|标准))(?=[，。；]|\Z)")
"""20万元是起拍价."""
_BUILDS = regex.compile(r"(?:余|多)?(?:建设|新建|兴建|打造|改造|扩建|建成|实施|购置|购买|修建)")
_STATES = regex.compile(r"(?:提出|推出|出台|列出|制定|部署|明确)了?\Z")
_TAKES = regex.compile(r"(?<=\p{Han}{2})(?:约|已|也|均|都)?占(?![地用比有据])(?=\p{Han})")
_WHOSE = regex.compile(
    r"(?P<who>.{0,12}?(?:企业|公司|单位|园区|高新区|经开区|开发区|自贸试验区|经营主体|商户|医院|学校|高校|城市|景区|工厂|商场|门店|集群|产业|项目|工程))"
    r"的?(?:共|合计|累计|全年|上半年|工业|全部)*(?:总?产值|营收|营业收入|收入|增加值|销售额|利润总?额?|净利润|产量|出口额?|进出口额?|税收|(?:年度)?(?:计划)?总?投资额?|生产总值|研发投入|成交额)"
)
"""Who is counted, before what they make."""


def find_phrases(view: View, draft: Draft, before: Draft | None) -> None:
    """Sets the phrases left and right of a number: `own` and `behind`."""
    start = draft.left.start
    if before is not None and start == before.quantity.span.end:
        start += _ONE_OF.match(view.plain(start, draft.start)) is not None
    if before is not None and before.evidence == "right" and before.behind is not None:
        start = max(start, min(before.behind.end, draft.left.start + draft.saying.cue))
    if before is not None:
        about = _ABOUT.match(view.plain(start, draft.left.start + draft.saying.cue))
        start += about.end() if about else 0
    bound = _before_bound(view, draft)
    own = phrases.trim(view, Span(min(start, bound), bound))
    own = _before_bracket(view, draft, bound) or own
    own = with_partner(view, own, draft.left.start)
    own = _with_first_half(view, own, draft.left.start)
    if _STATES.search(view.plain(own.start, own.end)):
        own = Span(own.end, own.end)  # 《…方案》提出15项措施
    draft.own = own if len(own) else None
    if _takes_noun_behind(view, draft) and draft.saying.rule not in ("N%的增长", "N%的下降"):
        draft.behind = _behind(view, draft)
    if draft.saying.kind is Kind.RANK and draft.behind is None:
        field = field_before(view, draft)
        if field is not None:
            draft.own = field if len(field) else None


_EXPLAINED = regex.compile(
    r"）(?:约|合计|总计|共|累计|则|已|分别|依次)*(?:为|达到?|是)?(?:约|近|超过?)?\Z"
)


def _before_bracket(view: View, draft: Draft, bound: int) -> Span | None:
    """财政性教育经费（包括甲、乙等）为…: what stands before a bracket that explains it."""
    if draft.saying.kind is not Kind.LEVEL:
        return None
    before = view.plain(view.span.start, bound)
    closing = _EXPLAINED.search(before)
    opening = before.rfind("（", 0, closing.start()) if closing else -1
    if opening < 1 or NUMBER in view.mask(view.span.start + opening, bound):
        return None
    at = view.span.start + opening
    clause = view.clauses[view.clause_at(at - 1)].span
    last = max((q.span.end for q in view.quantities if q.span.end <= at), default=clause.start)
    own = phrases.trim(view, Span(max(clause.start, last), at))
    return own if len(own) > 1 else None


_AND_FIRST = regex.compile(r"[和与及](?!平|谐|田|会者|众)\p{Han}{2}")
_HALF = regex.compile(rf"[^，。；、：的{NAME}{NUMBER}]{{2,8}}\Z")


def _with_first_half(view: View, own: Span, start: int) -> Span:
    """人才集聚|和开放水平: a phrase that was cut before its and, with what stands before that."""
    if _AND_FIRST.match(view.plain(own.start, own.end)) is None:
        return own
    half = _HALF.search(view.mask(start, own.start))
    return Span(start + half.start(), own.end) if half is not None else own


_WHOLES = frozenset({"", "国", "省", "市", "县", "区", "强国", "大国", "强省", "强市"})
_ONE_OF = regex.compile(r"[市省县](?!场|[区委长])\p{Han}{2}")


def _before_bound(view: View, draft: Draft) -> int:
    """Where the words before a number end: 解决|上万人就业."""
    end = draft.left.start + draft.saying.cue
    bound = view.plain(end - 1, end) in ("上", "成", "数") and end - 1 > draft.left.start
    if end == draft.start and bound and draft.quantity.text[:1] in "十百千万亿":
        return end - 1
    return end


def _behind(view: View, draft: Draft) -> Span | None:
    """The noun phrase right of a number, without what is said of it."""
    right = draft.right
    are = ARE.match(view.plain(right.start, right.end))
    if draft.saying.rule == "N以上的…" and are is not None:
        return Span(*(right.start + at for at in are.span("who")))
    found = behind(view, right.start, right.end)
    if _A_YEAR.fullmatch(view.plain(right.start, right.end)):  # 3条年产45万吨包装纸生产线
        amount = next((q for q in view.quantities if q.span.start >= right.end), None)
        end = view.clauses[draft.clause].span.end
        found = behind(view, amount.span.end, end) if amount else None
    found = _without_whose(view, draft, found)
    if found is None or view.plain(found.start, found.end) in lexicon("no_topic"):
        return None
    takes = _TAKES.search(view.plain(found.start, found.end))
    if _ONE_OF.match(view.plain(right.start, right.end)) and draft.quantity.text[-1:].isdigit():
        return Span(found.start, found.start + 1)  # 沿海9市税收
    if takes is not None:  # 14个集群营收占全省…
        found = Span(found.start, found.start + takes.start())
    if draft.quantity.dimension == "count":
        whose = _WHOSE.fullmatch(view.plain(found.start, found.end))
        if whose is not None:  # 40户骨干企业产值增长3%
            found = Span(found.start, found.start + whose.end("who"))
    return found


def _without_whose(view: View, draft: Draft, found: Span | None) -> Span | None:
    """开有40家药店的某医药公司: who has them is named behind 的, and is not what is counted."""
    for item in view.names_in(draft.right.start, draft.right.end) if found else ():
        owner = item.entity.type is EntityType.COMPANY and not item.mention.anaphor
        if owner and found and item.span.end == found.end and item.span.start > draft.right.start:
            if view.plain(item.span.start - 1, item.span.start) != "的":
                return found
            end = item.span.start - 1
            return Span(found.start, end) if end > found.start else None
    return found


_RANKED = regex.compile(r"的(?P<what>[\p{Han}A-Za-z]{2,10})(?=[，。；、]|\Z)")


def _ranks_behind(view: View, draft: Draft) -> bool:
    """以全市第六的税收增速: what is ranked stands behind its place."""
    what = _RANKED.match(view.plain(draft.right.start, draft.right.end))
    pace = what is not None and what["what"].endswith(("增速", "增幅"))
    return what is not None and (pace or is_measure(what["what"]))


def _takes_noun_behind(view: View, draft: Draft) -> bool:
    if draft.saying.behind:
        return True
    if draft.saying.rule == "较N":
        return False
    if draft.saying.kind is Kind.RANK:
        return draft.quantity.text.endswith("大") or _ranks_behind(view, draft)
    if draft.saying.kind not in (Kind.LEVEL, Kind.CHANGE):
        return draft.saying.rule == "N倍"
    return draft.quantity.dimension not in ("duration", "percentage point", "rank")


def choose(view: View, draft: Draft, last: str, carried: str) -> tuple[str, str]:
    """The phrase before or behind the number, and which it was."""
    behind_text = view.wording(draft.behind) if draft.behind else ""
    if draft.own and draft.saying.kind is Kind.RANK and behind_text.removesuffix("地位") in _WHOLES:
        behind_text = ""  # 造船第一大国地位
    if draft.own and behind_text in lexicon("measure"):
        return view.wording(draft.own) + behind_text, "own"
    if draft.own and behind_text.startswith("融资") and view.wording(draft.own).endswith("轮"):
        return view.wording(draft.own) + "融资", "own"  # 完成A轮10亿元融资
    if draft.quantity.text.endswith("人口") and _only_whose(view, draft):
        return "人口", "own"  # 埃及有约1.1亿人口
    if last and behind_text and _bounds_class(view, draft):
        return last, "carried"
    known = bool(last or carried or behind_text)
    own = None if _from_somewhere(view, draft) else _usable(view, draft, known)
    own_text = view.wording(own) if own else ""
    if last and own_text in ("相差", "仅差", "只差", "相距"):
        return last, "carried"  # 甲GDP1.3万亿元，与乙相差380亿元
    harm = _HARM.match(view.plain(draft.right.start, draft.right.end))
    caused = own_text.endswith(("造成", "导致", "致使", "酿成", "致"))
    harmed = not own_text or _HARM.fullmatch(own_text) is not None
    if harm is not None and (caused or (harmed and harm.start("what") == 0)):
        return harm["what"], "right"  # 事故造成3人死亡、12人失踪
    short = _SHORT_VERB.fullmatch(own_text)
    if short is not None and (short["verb"] in "缺差" or draft.quantity.dimension == "money"):
        return _DEEDS[short["verb"]], "own"
    if own_text in SIZES and draft.quantity.dimension in ("length", "mass"):
        return SIZES[own_text], "own"
    if own is not None and behind_text and ends_with_name(view, own):
        own, own_text = None, ""  # 推动某电源20吉瓦时储能电池项目
    if draft.saying.behind and not behind_text:
        behind_text = _what_for(view, draft, own_text)
    sized = phrases.taken_by(view, draft.left.start, draft.start, behind_text)
    if sized is not None and len(sized):
        return view.plain(sized.start, sized.end), "own"
    if own_text and behind_text in lexicon("capacity") and own_text[0] in "年日月时":
        return own_text + behind_text, "own"  # 形成年产8000吨的能力
    made = _LINE.search(behind_text)
    if made is not None and view.plain(draft.left.start, draft.start).endswith("年产"):
        return behind_text[: made.start()] + "年产能", "own"  # 年产12万吨卫生纸生产线
    return (
        _by_saying(view, draft, own_text, behind_text, last)
        or _by_deed(view, draft, own_text, behind_text)
        or _nearer(view, draft, own, own_text, behind_text)
    )


_WHOSE_PEOPLE = regex.compile(
    rf"(?:{NAME}|{TIME}|全[国省市县区]|共|现|目前|已|还|拥|仅|有|约|近|逾|超过?|的)*"
)


def _only_whose(view: View, draft: Draft) -> bool:
    """Do the words before a number only say whose it is?"""
    return _WHOSE_PEOPLE.fullmatch(view.mask(draft.left.start, draft.start)) is not None


_HARM = regex.compile(
    r"(?:以上|左右)?(?:\p{Han}{0,6}?)(?P<what>死亡|遇难|丧生|身亡|罹难|死伤|伤亡|受伤|失踪|受灾|被困|失联|失业|停产|停运|受损|倒塌)"
)
_BOUND = regex.compile(rf"(?:均|都)?(?:超过?|突破|逾|达到?|过)(?:了)?{NUMBER}")


def _bounds_class(view: View, draft: Draft) -> bool:
    """38个工程中有7个总投资超过20亿元: a measure says which of them are counted."""
    if draft.quantity.dimension != "count" or draft.behind is None:
        return False
    what = view.plain(draft.behind.start, draft.behind.end)
    end = view.clauses[draft.clause].span.end
    bound = _BOUND.match(view.mask(draft.behind.end, end))
    return (
        draft.behind.start == draft.right.start
        and what in lexicon("worth_of")
        and bound is not None
    )


def _from_somewhere(view: View, draft: Draft) -> bool:
    """来自某开发区的有12家: the phrase says whose they are, which becomes the subject."""
    coming = _FROM.search(view.mask(draft.left.start, draft.left.start + draft.saying.cue))
    if not coming or view.plain(draft.left.start + coming.end(), draft.start).strip("有共已达约"):
        return False
    at = draft.left.start + view.mask(draft.left.start, draft.start).find(NAME)
    draft.subject = next((n.entity for n in view.names if n.span.start == at), None)
    return True


_HAS = regex.compile(
    r"(?:\p{Han}{0,4}(?:企业|公司|品牌|厂商))?(?:就|便|已|独自|一家|共)*(?:拥有|占有|占据|占了?|有)"
)


def _usable(view: View, draft: Draft, known: bool) -> Span | None:
    """The phrase before the number, if it says what is counted.

    known: something else says it; then a name alone is who, not what.
    """
    own = draft.own
    if own is None:
        return None
    text = view.wording(own)
    if PRONOUN.fullmatch(text) or _SAME_FIGURE.search(text) or _REASON.match(text):
        return None
    if text in lexicon("hold") or text in lexicon("scope") or says_nothing(view, own):
        return None
    counts = draft.quantity.dimension == "count" and draft.saying.kind is Kind.LEVEL
    moves = draft.saying.kind is Kind.GROWTH or draft.quantity.base_unit == "点"
    moves = moves and area().fullmatch(text) is None  # 西部地区增长12%: of what was spoken of
    if own.end in view.subject_ends and known and not (counts or moves):
        return None  # 营业收入90亿元：国家高新区60亿元
    if known and counts and not draft.behind and _HAS.fullmatch(text):
        return None  # 十座矿山中，当地企业拥有四座
    if view.mask(own.start, own.end).strip(NAME) in ("以", "凭", "凭借"):
        return None  # 某市以9次居第四
    only_named = not view.mask(own.start, own.end).strip(NAME)
    if only_named and (known or draft.saying.kind is not Kind.LEVEL or is_anaphor(view, own)):
        return None
    return own


def _what_for(view: View, draft: Draft, own_text: str) -> str:
    """六成投向芯片: what a part is given to or made of."""
    given = _GIVEN.match(view.plain(draft.right.start, draft.right.end))
    if not given or (draft.saying.rule != "N成" and own_text):
        return ""
    at = draft.right.start + given.end()
    noun = behind(view, at, draft.right.end)
    if noun:
        return view.plain(noun.start, noun.end)
    if draft.saying.rule != "N成":
        return ""
    aim = view.plain(at, draft.right.end).strip("，、上中里了")
    return aim if 2 <= len(aim) <= 14 else ""


def _by_saying(
    view: View, draft: Draft, own_text: str, behind_text: str, last: str
) -> tuple[str, str] | None:
    """The label that the number's own turn of phrase decides."""
    saying = draft.saying
    cue = view.plain(draft.left.start + saying.cue, draft.left.end)
    verb = regex.match(r"\p{Han}{0,4}?(?=约|近|超|$|\s)", cue)
    if saying.rule == "多装N" and behind_text and verb:
        return verb.group() + behind_text, "right"
    if saying.behind and behind_text:
        return behind_text, "right"
    if saying.rule == "N%的…" and _HELD.search(view.plain(draft.left.start, draft.start)):
        held = _HELD_WHAT.match(view.plain(draft.right.start, draft.right.end))
        return (held["what"], "right") if held else (own_text, "own")
    share = _STAKE.match(view.plain(draft.right.start, draft.right.end))
    if share is not None:
        return share["what"], "right"  # 以60%的持股比例控制公司
    does = saying.rule == "是…的N%" and cue.startswith(_DOES)
    if does and saying.reference and not own_text and not last:
        a, b = saying.reference
        return view.plain(draft.left.start + a, draft.left.start + b), "own"
    return None


def _by_deed(view: View, draft: Draft, own_text: str, behind_text: str) -> tuple[str, str] | None:
    """The label of a deed that the phrase before ends with: 领投, 回购…股份, 带动就业."""
    invests = regex.search(r"\p{Han}{4,}(?P<act>领投|跟投|参投|加注|追投)\Z", own_text)
    if invests and draft.quantity.dimension == "money":
        return invests["act"], "own"
    if own_text.endswith(_GIVES) and draft.quantity.dimension == "money":
        purpose = _PURPOSE.match(view.plain(draft.right.start, draft.right.end))
        if purpose is not None:
            return purpose["what"], "own"  # 拨出4200万元补贴奶牛养殖
    built = own_text.endswith("投资") and _BUILDS.match(
        view.plain(draft.right.start, draft.right.end)
    )
    if built and draft.quantity.dimension == "money":
        return "投资", "own"  # 投资35亿元建设的电池项目
    deal = next((word for word in _DEALS if own_text.endswith(word)), None)
    if deal and behind_text in lexicon("security"):
        return deal + behind_text, "own"
    behind_it = view.plain(draft.right.start, draft.right.end)
    if draft.quantity.dimension == "money" and _SOLD_FOR.match(behind_it):
        return "成交价", "own"
    told = _IS_PRICE.match(behind_it) if draft.quantity.dimension == "money" else None
    if told:
        return told["what"], "right"
    work = regex.match(r"(?:左右|以上|上下|多)?的?(?P<what>就业(?:岗位|机会)?)", behind_it)
    if own_text in _LEADS_TO and work:
        return (own_text if work["what"] == "就业" else "") + work["what"], "own"
    return None


def _nearer(
    view: View, draft: Draft, own: Span | None, own_text: str, behind_text: str
) -> tuple[str, str]:
    """Of the phrases before and behind, the one that is counted."""
    if draft.saying.rule == "N的目标" and own is not None and says_something(view, own):
        return own_text, "own"  # 全年营收48亿元的目标
    if own is None or not own_text:
        of_work = view.plain(draft.right.start, draft.right.start + 1) == "的"
        if of_work and draft.quantity.dimension == "money" and behind_text.endswith(_WORKS):
            return "投资", "own"  # 投资3亿元的甲项目和2亿元的乙项目
        return (behind_text, "right") if behind_text else ("", "")
    raw = view.plain(draft.left.start, draft.left.start + draft.saying.cue).rstrip()
    if not behind_text:
        rest = view.plain(own.end, draft.left.start + draft.saying.cue)
        done = regex.fullmatch(r"[了着过]?的[有共已]*", rest) is not None
        if done and is_verbal(view, own) and len(own) <= 4:
            return "", ""
        ware = own_text in lexicon("ware") and draft.quantity.dimension in _WEIGHED
        return (own_text, "own") if ware or says_something(view, own) else ("", "")
    linked = view.plain(draft.right.start, draft.right.start + 1) == "的"
    measured = draft.quantity.dimension not in ("count", "money", "percent")
    if linked and (own_text in _describing() or (measured and is_measure(own_text))):
        return own_text, "own"  # 占地2.97平方公里的园区
    size = _SIZE_LAST.search(own_text)
    if linked and size:
        return behind_text + size.group(), "right"  # 拉成直径5微米的细丝
    counted = draft.quantity.dimension == "count"
    if raw.endswith(("的", "了", "着", "过")) or is_verbal(view, own):
        return behind_text, "right"
    if counted and only_acts(view, own):
        return behind_text, "right"  # 开发上线86个应用
    if regex.search(rf"{any_of('hold')}了?\Z", own_text):
        return behind_text, "right"
    behind = draft.behind
    if behind is not None and ends_with_noun(view, own):
        first = view.words(behind.start, behind.end)[:1]
        acts = first and first[0].tag == "v" and not WHICH.fullmatch(first[0].text)
        if not ends_with_noun(view, behind) or (acts and len(behind) > 2):
            return own_text, "own"
    return behind_text, "right"


_WEIGHED = ("mass", "volume", "energy", "length", "area")
"""铜260万吨: a ware of one character by its weight."""
_WORKS = ("项目", "工程", "生产线", "基地")


_LINE = regex.compile(
    r"(?<=\p{Han}{2})(?:生产线|产线|(?:生产|制造|智造)?(?:基地|项目|车间)|工厂|的?新?厂)\Z"
)
"""What so much a year is made on."""
_A_YEAR = regex.compile(r"(?:合计|总计|共)?(?:年产|日产|年处理|日处理|年加工|日回收)\s*")


@cache
def _describing() -> frozenset[str]:
    """Measures that a thing behind 的 is described by: 占地2.97平方公里的园区."""
    return frozenset(lexicon("size_of")) | frozenset(lexicon("worth_of"))


_SIZE_LAST = regex.compile(r"(?<=[成为达])(?:直径|长度|厚度|宽度|高度|重量|面积|容量|功率)\Z")
