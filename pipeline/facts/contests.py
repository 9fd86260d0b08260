"""What somebody is ranked in: an assessment, a list, so many others."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts import phrases
from pipeline.facts.drafts import Draft
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import Kind, Span

_CONTESTS = (
    r"(?:考核|考评|评价|评估|评比|测评|评测|评选|评定|大赛|竞赛|榜单?|排行榜?)"
    r"(?:的?(?:结果|成绩|名单|排名))?"
)
_CONTEST = regex.compile(rf"在(?:有)?(?P<name>[^，。；]{{2,20}}?{_CONTESTS})(?:中|里|上)")
_CONTEST_BEFORE = regex.compile(
    rf"\A(?:.*(?:的|关于|[一本][期轮次]|年度))?(?P<name>[^，。；的{NUMBER}{TIME}]{{2,14}}?{_CONTESTS})"
    rf"(?:中|里|上|显示|公布|揭晓|出炉|发布)?\Z"
)
"""国家高新区综合评价里，它排在…: the clause before says where one was ranked."""


_CONTEST_TITLED = regex.compile(
    rf"在[^，。；]{{0,24}}《(?:\d{{4}}年?度?)?(?P<name>[^《》]{{2,30}}?{_CONTESTS})(?:结果|报告|名单|榜单|排名)?》(?:榜单)?(?:之?中|里|上)[，]?\Z"
)
"""在某部公布的《2018年…考核评价结果》中，它…: the clause before has the contest's title."""
_RANKED = regex.compile(
    r"(?P<what>(?:综合|总体|全国|世界|行业|国内|全球)?(?:排名|位次|排位|名次))(?:也|已|则)*(?:由|从)[^，。；]{0,16}\Z"
)
"""综合排名由全国第九升至第六: what went from one place to another."""


def contest(view: View, draft: Draft, evidence: str, last: str) -> str:
    """在国家级经开区考核中排名第48位: what is ranked is how one did there."""
    moved = draft.saying.rule == "名次升降"
    if draft.saying.kind is not Kind.RANK and not moved:
        return ""
    clause = view.clauses[draft.clause].span
    ranked = _RANKED.search(view.plain(clause.start, draft.start))
    before = view.mask(clause.start, clause.start + ranked.start()) if ranked else ""
    if ranked is not None and not before.strip(f"{NAME}{TIME} \u3000，的其在"):
        return str(ranked["what"])
    if evidence == "own" and not _only_scope(view, draft):
        return ""
    found = _contest_near(view, draft)
    own = draft.own
    unnamed = own is None or not view.mask(own.start, own.end).strip(NAME)
    silent = not last if own is None or unnamed else _acts(view, own)
    return found or (view.contest if silent else "")


def _acts(view: View, own: Span) -> bool:
    """拿下, 下滑: does a phrase name nothing?"""
    return not any(word.tag.startswith(("n", "vn", "j")) for word in view.words(own.start, own.end))


def _contest_near(view: View, draft: Draft) -> str:
    """The contest that the number's own clause or the one before names."""
    clause = view.clauses[draft.clause].span
    found = _CONTEST.search(view.plain(clause.start, draft.start))
    if found is not None:
        name = regex.sub(r"\A\d+\p{Han}{1,4}的", "", found["name"])
        return name + "排名"
    if draft.clause == 0:
        return ""
    before = view.clauses[draft.clause - 1].span
    titled = _CONTEST_TITLED.search(view.plain(before.start, before.end))
    if titled is not None:
        return str(titled["name"])
    told = _CONTEST_BEFORE.search(view.mask(before.start, before.end))
    if told is None:
        return ""
    name = view.plain(before.start + told.start("name"), before.start + told.end("name"))
    return regex.sub(r"的?(?:结果|成绩|名单)\Z", "", name)


_CONTEST_TOLD = regex.compile(
    r"(?P<name>(?:综合|年度|绩效|高质量发展|营商环境)(?:发展|水平|实力)?(?:考核|考评|评价|测评|评估|排名))"
    r"(?!体系|办法|指标|标准|机构|机制|为|了|工作)"
)


def contest_told(text: str) -> str:
    """What a sentence says that some were ranked in, or "": 年度综合考评的结果."""
    found = list(_CONTEST_TOLD.finditer(text))
    return str(found[-1]["name"]) if found else ""


_IT = regex.compile(r"[它其他她]\p{Han}?\Z")


def _only_scope(view: View, draft: Draft) -> bool:
    own = draft.own
    if own is None or _acts(view, own):
        return True
    return view.plain(own.end, own.end + 1) in "里中上" or _IT.match(view.wording(own)) is not None


def field_before(view: View, draft: Draft) -> Span | None:
    """奖牌总数在二十七支代表队里位居第四: what is ranked stands before a field with a number."""
    clause = view.clauses[draft.clause].span
    mask = view.mask(clause.start, draft.left.start + draft.saying.cue)
    field = regex.search(
        rf"(?:在[^，。；{NUMBER}]{{0,8}}{NUMBER}+[^，。；{NUMBER}]{{0,18}}(?:(?:里|中|内|当中|之中)(?:的?(?:排名|位次|名次))?|(?:综合)?(?:排名|位次|名次))|"
        # 创新能力跻身全国178个高新区第33位
        rf"(?:更是|已|已经)?(?:跻身|位居|位列|列|居|进入)[^，。；{NUMBER}]{{0,6}}{NUMBER}+[^，。；、{NUMBER}]{{0,8}})\Z",
        mask,
    )
    if field is None:
        return None
    return phrases.trim(view, Span(clause.start, clause.start + field.start()))
