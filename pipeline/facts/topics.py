"""The topic of a clause without a number: what the numbers behind it may be about."""

from __future__ import annotations

from itertools import pairwise

from pipeline import patterns as regex
from pipeline.facts import phrases
from pipeline.facts.behind import nominal
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import is_measure, words
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.marks import ITEM_MARK
from pipeline.model import EntityType, Span
from pipeline.segment import Word

_SPOKEN = regex.compile(
    r"(?:说|表示|介绍|透露|认为|指出|称|获悉|了解到|告诉记者|坦言|(?:报告|数据|[财年季]报|公告|统计|资料|信息|招股书|文件|调查|结果)显示|预计|预测|估计|公布|公告|披露|表明|发现|提到|看到|证实|强调)\Z"
)


_SUCH = regex.compile(
    r"(?:像|如|诸如|类似)[^，。；]{1,16}(?:这样|一样|那样|这类|之类|这般)的?(?P<noun>\p{Han}{2,12})\Z"
)
"""像…这样的科技型企业: what is counted next."""


_PICKED = regex.compile(
    r"(?:第[二三四五六七八]|其次|再次|最后|居次|[亮看热]点|增长点|主力|大头|重头戏|龙头|最[^，。；]{1,8}的|首要的)(?:还|仍|则|便|就)?(?:是|为|当属|要数|首推)(?P<noun>\p{Han}{2,12})\Z"
)
"""亮点是汽车出口, 增长最快的要数生物医药: what is counted next."""


_TOLD = regex.compile(r"[\s\u3000]*[^，。；]{2,8}的(?:还|则|便|就)?是(?=\p{Han}{4})")
"""令人宽心的是单位能耗: the rest of the clause may be the topic."""


_PACE = regex.compile(
    r"以[^，。；]{1,24}的(?P<noun>[^的，。；]{2,8}?(?:量|额|值|规模))(?:高速|快速|稳步|持续)*(?:增长|递增|攀升)\Z"
)
"""以每年一个台阶的开行量高速增长: what is counted year by year next."""


_VIEWED = regex.compile(
    rf"[\s\u3000]*(?:(?:对于|关于|至于|谈到|谈及|说到)(?:未来|后续|下一步)?的?(?P<what>(?:营收|营业收入|净?利润|收入|销量|产量|产能|销售额|估值|投资|融资|价格)(?:目标|前景|预期)?)"
    rf"|(?:若|如果|仅|但|而|不过|单)?(?:从|按|以|就|看|论){TIME}*(?:的|各[省市区县地]的?|\p{{Han}}{{2,4}}的)?"
    r"(?P<what>[\p{Han}A-Za-z]{1,14}?(?:增速|增幅|总量|总额|[额量值率数]|规模|收入|利润|占比|指数|密度))"
    r"(?:同比)?(?:来看|看|上看|上来看|而言|来说|来讲|计算|计|排名|排序)"
    r"|(?P<what>[\p{Han}A-Za-z]{0,6}?(?:GDP|产值|收入|产量|销量|出口|投资|利润)?(?:增速|增幅|总量|总额|体量|规模))(?:上|方面))"
)
"""从GDP增速来看，…: a measure by which things are then told."""


def viewed(view: View) -> str:
    """The measure by which a sentence sets out to tell things, where it begins with one."""
    return viewed_in(view, view.clauses[0].span if view.clauses else view.span)


def viewed_in(view: View, clause: Span) -> str:
    """The measure that a clause sets out, "" for none: 但就营业额而言."""
    match = _VIEWED.fullmatch(view.mask(clause.start, clause.end))
    if match is None:
        return ""
    return view.plain(clause.start + match.start("what"), clause.start + match.end("what"))


_THAN = regex.compile(
    r"[\s\u3000]*(?:远|明显|大幅|均|也|都|显著|分别|依次|略|普遍|继续|总体|\p{Han}{2,8}?增[速幅])*(?:[高低快慢好大小多少优]于|超过|领先|落后)"
)
"""大幅高于房地产投资增幅: how it compares, not what is counted next."""
_RECORD = regex.compile(
    r"\A[\s\u3000]*由\p{Han}{1,3}转\p{Han}{1,3}\Z|(?:创下?|刷新|再创|续创)[^，。；]{0,8}(?:新高|新低|纪录|记录|最高|之最)\Z"
)
"""创历年同期新高: what was reached, not what is counted next."""


_MEASURED = 10
_SORTS_OF = frozenset({"新", "总", "新增", "累计", "新建", "在建", "新签", "合计", "实际"})
"""Verbs and adverbs that say within a noun phrase which part of a measure is meant."""
_AGAIN = regex.compile(
    r"(?:今年|年内|历史上|首次|再次|再度|第[一二三四五六七八九十\d]+次|多次|屡次?|双双|均|又|已)+\Z"
)
"""用电负荷今年第四次|创出新高."""
_DOCUMENT = regex.compile(r"(?:通知|意见|办法|规定|方案|细则|公告|条例|决定|措施|协议|合同|计划)\Z")
"""A document that lays down what is counted is not what is counted."""
_ASIDE = regex.compile(r"（[^（）]{1,12}）[\s\u3000]*\Z")
"""每股收益（调整后）：, what a bracket at the end only says more closely."""


def _without_aside(view: View, clause: Span) -> Span:
    aside = _ASIDE.search(view.plain(clause.start, clause.end))
    return Span(clause.start, clause.start + aside.start()) if aside else clause


def topic(view: View, clause: Span) -> str:
    """The noun phrase of a clause without a number, if it is one."""
    clause = _without_aside(view, clause)
    plain = view.plain(clause.start, clause.end)
    such = _SUCH.search(plain)
    if such:
        return str(such["noun"])
    if plain.endswith("为例") or _RECORD.search(plain) or _THAN.match(plain):
        return ""  # 以某园区为例
    picked = _PICKED.search(plain)
    if picked and NAME not in view.mask(clause.start, clause.end)[picked.start("noun") :]:
        return str(picked["noun"])
    pace = _PACE.search(plain)
    if pace:
        return str(pace["noun"])
    told = _TOLD.match(plain)
    if told:
        clause = Span(clause.start + told.end(), clause.end)
    if regex.match(
        r"从[^，。；]{1,16}看|按|据|论(?!文|坛)|就(?!业|诊|医|读)|根据|由于|因为|为了|随着|通过|经|除",
        plain.lstrip("\u3000 "),
    ):
        return ""
    quoted = regex.search(
        r"[“《](?P<in>[^“”《》]{4,24})[”》](?:中|里|上|内|报告|数据|显示|榜单?|名单)*\Z", plain
    )
    if quoted and not _DOCUMENT.search(quoted["in"]):
        return str(quoted["in"])
    if _SPOKEN.search(plain) or any(
        n.entity.type is EntityType.PERSON for n in view.names_in(clause.start, clause.end)
    ):
        return ""
    span = phrases.trim(view, clause)
    text = view.plain(span.start, span.end)
    text = regex.sub(r"(?:中|里|上|内|方面)\Z", "", text)
    at = text.rfind("的")
    if 0 < at <= len(text) - 4 and any(
        w.tag == "v" for w in view.words(span.start, span.start + at)
    ):
        return text[at + 1 :]
    span = Span(span.start, span.start + len(text))
    if not 2 <= len(span) <= 20:
        return ""
    pieces = view.words(span.start, span.end)
    while len(pieces) > 1 and pieces[-1].tag in ("i", "l") and len(pieces[-1].text) == 4:
        pieces.pop()  # 锂电池异军突起
        span = Span(span.start, pieces[-1].end)
    if not pieces or not nominal(pieces[-1]) or pieces[-1].text in words("no_topic"):
        return ""
    counted = text.endswith(("次数", "人数", "数量", "金额", "面积")) and len(text) <= _MEASURED
    acts = ("d", "p", "r") if counted else ("v", "d", "p", "r")  # 单独提及次数
    if any(word.tag in acts and word.text not in _SORTS_OF for word in pieces):
        return ""
    return view.plain(span.start, span.end)


_MARK = regex.compile(rf"[\s\u3000]*{ITEM_MARK}\s*")
_LABEL = regex.compile(rf"(?:{TIME}+[，的]?|{NAME}+的?)*(?P<what>[^{TIME}{NAME}{NUMBER}]+)\Z")
"""What an item is labelled with, behind whose and when: ●2023年出口."""


def key(view: View, index: int) -> str:
    """The label of a list's item, as it stands: ●入驻企业：318家."""
    clause = view.clauses[index]
    if index or clause.mark not in ("：", ":"):
        return ""
    mark = _MARK.match(view.plain(view.span.start, view.span.end))
    if mark is None:
        return ""
    start = view.span.start + mark.end()
    label = _LABEL.match(view.mask(start, clause.span.end))
    if label is None or not 2 <= len(label["what"]) <= 12:
        return ""
    return view.plain(start + label.start("what"), start + label.end("what"))


def head(view: View, clause: Span) -> str:
    """The noun phrase that a clause begins with, before its verb."""
    plain = view.plain(clause.start, clause.end)
    record = _RECORD.search(plain)
    told = _AGAIN.sub("", plain[: record.start()]) if record is not None else ""
    if len(told) >= 3 and is_measure(told):
        reached = phrases.trim(view, Span(clause.start, clause.start + len(told)))
        if 3 <= len(reached) <= 14 and not {TIME, NAME} & set(
            view.mask(reached.start, reached.end)
        ):
            return view.plain(reached.start, reached.end)  # 快递业务量创新高，达到…
    if _SPOKEN.search(plain) or record is not None or _THAN.match(plain):
        return ""
    span = phrases.trim(view, clause)
    end = span.start
    pieces = view.words(span.start, span.end)
    for word, following in pairwise([*pieces, None]):
        assert word is not None
        leads_on = following is not None and nominal(following) and following.tag != "x"
        counted = following is not None and following.text in words("headcount")
        joins = leads_on and (
            word.tag in ("vn", "a", "b")
            or (word.text == "的" and end > span.start)
            or (word.tag == "v" and len(word.text) == 2 and counted)
        )
        rate = word.text in ("率", "额", "量", "值") and end > span.start
        noun = nominal(word) or word.text in words("measure")
        if not (joins or rate) and (not noun or word.tag == "x"):
            break
        if word.tag in ("i", "l") and len(word.text) == 4 and end > span.start:
            break  # 均价水涨船高
        stated = following is not None and following.text in words("state") and end > span.start
        by_how_much = word.text in ("小幅", "大幅", "窄幅") and end > span.start
        if by_how_much or (stated and not is_measure(word.text)):
            break  # 投资|小幅回落, 产业|增势强劲, but 煤炭产量|平稳上升
        end = word.end
    stopped = next((word for word in pieces if word.start == end), None)
    cut = stopped is not None and stopped.tag[0] in "pd" and pieces[0].text[0] not in "高新大"
    found = view.plain(span.start, end)
    enough = 2 if is_measure(found) and stopped is not None else 3 if cut else 4
    return found if len(found) >= enough else ""


_DEAL = regex.compile(
    r"\p{Han}{2}(?P<deal>合并|收购|并购|分拆|重组|中标|签约|融资|募资|增资|回购)\Z"
)


def deal(view: View, clause: Span) -> str:
    """甲与乙合并：约156亿欧元: the deal that a clause before a colon ends with."""
    clause = _without_aside(view, clause)
    match = _DEAL.search(view.plain(clause.start, clause.end))
    return str(match["deal"]) if match is not None else ""


def tail(view: View, clause: Span) -> str:
    """The noun phrase that a clause before a colon ends with; a speaker's name is none."""
    if any(n.entity.type is EntityType.PERSON for n in view.names_in(clause.start, clause.end)):
        return ""
    clause = _without_aside(view, clause)
    start = clause.end
    for word in reversed(view.words(clause.start, clause.end)):
        if not (nominal(word) or word.text[0] == "每") or word.tag == "x":
            break
        start = word.start
    return view.plain(start, clause.end) if clause.end - start >= 2 else ""


def faring(view: View, draft: Draft) -> str:
    """葡萄酒产业势头强劲，产值…: who is said to do well right before the number's clause."""
    if draft.clause == 0:
        return ""
    clause = view.clauses[draft.clause - 1].span
    if NUMBER in view.mask(clause.start, clause.end):
        return ""
    span = phrases.trim(view, clause)
    pieces = view.words(span.start, span.end)
    told = len(pieces)
    while told and (
        pieces[told - 1].text in words("state") | words("looks")
        or pieces[told - 1].tag.startswith(("v", "d", "a", "z"))
        or (pieces[told - 1].tag in ("i", "l") and len(pieces[told - 1].text) == 4)
    ):
        told -= 1
    what = pieces[:told]
    if not what or told == len(pieces) or not _TRADE.search(what[-1].text):
        return ""
    return view.plain(what[0].start, what[-1].end) if _nominal(what) else ""


_FASTER = regex.compile(
    rf"(?:[^，。；]{{0,24}}[：“])?[\s\u3000“]*(?:{TIME}|近年来|这几年|如今|目前|，)*(?P<what>\p{{Han}}{{2,12}}?)的?"
    r"(?:增长|增速|发展|上升|提升|攀升|扩张|下降|下滑|回升|增加|减少)得?"
    r"(?:很|较|非常|十分|迅[速猛]|飞[速快]|明显|显著|喜人|强劲|稳[定健]|加快|更|惊人)\p{Han}{0,2}"
)
"""进口家电增长很快。: the figures of the next sentence are of it."""


def said_to_move(view: View) -> str:
    """What a sentence without figures says grows or falls, "" for nothing."""
    if view.quantities or not view.clauses:
        return ""
    *before, last = view.clauses
    if any(not _SPOKEN.search(view.plain(told.span.start, told.span.end)) for told in before):
        return ""
    match = _FASTER.fullmatch(view.mask(last.span.start, last.span.end).rstrip("。！”\u3000 "))
    if match is None:
        return ""
    at = last.span.start + match.start("what")
    what = view.plain(at, at + len(match["what"]))
    return what if nominal(view.words(at, at + len(what))[-1]) else ""


_TRADE = regex.compile(
    r"(?:业|产业|行业|经济|板块|领域|制造|贸易|外贸|消费|投资|出口|进口|旅游|集群|业务)\Z"
)


def _nominal(pieces: list[Word]) -> bool:
    inside = pieces[:-1]
    return sum(len(word.text) for word in pieces) <= 14 and not any(
        (word.tag in ("v", "d", "p", "r", "c", "u", "x") and len(word.text) == 1)
        or word.tag in ("d", "p", "r", "uj")
        for word in inside
    )


def before(view: View, draft: Draft) -> str:
    """The topic of the nearest clause before without a number."""
    for index in range(draft.clause - 1, max(-1, draft.clause - 4), -1):
        clause = view.clauses[index].span
        if NUMBER in view.mask(clause.start, clause.end):
            return ""
        found = topic(view, clause)
        if found:
            return found
    return ""
