"""The noun phrase behind a number: 180家|高新技术企业 are counted, however the clause goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.groups import kinds
from pipeline.facts.lexicon import is_measure, words
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import Span
from pipeline.segment import Word, is_known

_NOUNS = ("n", "vn", "an", "nz", "nr", "ns", "nt", "j", "l", "i", "eng", "b", "g", "x")


def nominal(word: Word) -> bool:
    """Can the word stand in a noun phrase as a noun or before one?"""
    return word.tag.startswith(_NOUNS) and word.text not in words("predicate")


_WORKER = regex.compile(r"[^施开动完竣复停返用务打招怠罢加\P{Han}]工|\p{Han}(?:员|师|者)")
"""焊工, 钳工, 质检员: people, whatever a dictionary takes the word for."""


_PART_WORD = regex.compile(r"零[部配]件|零食|两栖\p{Han}+")
"""Nouns that a dictionary takes for numbers."""
WHICH = regex.compile(r"[在拟待新续]\p{Han}")
"""18个在建项目: a verb that says which of them are counted."""


_NEWLY = regex.compile(r"(?:最新|刚刚|新近|全新|自主|独家|首次|率先)\p{Han}{2,4}的(?=\p{Han}{2})")
"""30多台最新研发的收割机."""
_HOW = regex.compile(r"(?:[大强全奋着合努倾尽加]力|积极|主动)(?=\p{Han}{2})")
"""20亿元强力推进基础设施建设: how something is done, with the money before."""
_RECORD = regex.compile(
    r"的?(?:历史|同期|季度|月度|年度|单季|单月|新的|\p{Han}{0,2}){0,3}(?:新[高低]|纪录|最高水平)(?=[，。；、]|\Z)|[再又]?创(?:下|出|造)?了?[^，。；\d]{0,10}?(?:新[高低]|纪录|次高|之最|最[高好佳]|第[一二三四五]高)"
)
"""1.9亿元创同期新高: how it stands to what was before."""
_AGAINST = regex.compile(r"(?:同比|环比|同期|按[年月季]|[年月季][增减升跌])")
"""82亿元至86亿元同比增长3%: how the amount has grown."""
_GROWS_INTO = regex.compile(r"(?:发展|成长|壮大|扩展|扩大|延伸|裂变|攀升)(?:到|至|为|成)")
"""由28家发展到437家: no noun is behind the first."""
_WORTH = regex.compile(
    r"(?:总?投资总?额?|年?产值|年?营收|年?销售额?|注册资本)?(?:过|超过?|逾|达)?(?:[一二三五十百千]{0,3}[亿万](?:元|(?=及?以上|级))|\d[\d.]{0,6}[亿万](?:[美欧日港]|人民币)?元|千万元|百万元|(?<=[过超逾])[百千]?亿)(?:及?以上|级)?的?"
    r"\p{Han}{0,6}?(?:项目|企业|工程|集群|园区|园|产业)(?!化)"
)
"""52个投资千万元以上项目: what is counted by what it is worth."""


_AND_SOME = regex.compile(
    r"(?:和|与|及|以及)(?:一(?:大?批|系列|些|支)|若干|多[家个项名]|众多|部分|数[百千十])"
)
"""5家整车企业和一批配套企业: who is not counted stands behind."""


LINE_CROSSED = regex.compile(
    r"的?(?:及?以上|以下|以内|左右|整数)?的?(?:大关|关口|门槛|台阶|关卡|关(?=[，。；]|\Z)|(?<=以[上下内]|左右)(?=[，。；]|\Z))"
)
"""突破百亿元大关: the line that a number is, and nothing that is counted."""


def behind(view: View, start: int, stop: int) -> Span | None:
    """The noun phrase that begins right behind a number, None where there is none.

    stop: the end of the clause or the next number.  A relative clause (具有…的) gives its head.
    """
    text = view.plain(start, stop)
    if LINE_CROSSED.match(text):
        return None
    if text[:1] == "“" or view.plain(start, start + 1) == "“":
        closing = view.plain(start, min(view.span.end, start + 26)).find("”")
        if closing > 2:
            return Span(start, start + closing + 1)
    if text.startswith("相比"):
        return None  # 与上年亏损4亿元相比
    if not text or text[0] in "，。；：、！？,;:）)（(”’》」\n 　":
        return None
    offset = 0
    if _GROWS_INTO.match(text):
        return None
    trailing = regex.match(
        r"(?:以上|以下|左右|上下|以内|多|强(?![力劲势化])|弱(?![势化]))(?=的|\p{Han}{2})", text
    )
    if trailing:
        offset = trailing.end()
    worth = _WORTH.match(text, offset)
    if worth is not None:
        return Span(start + offset, start + worth.end())
    if text[offset : offset + 1] == "的":
        offset += 1
    described = _described(view, start + offset, view.clauses[view.clause_at(start)].span.end)
    if described is not None:
        return described
    pieces = view.words(start + offset, stop)
    if len(pieces) > 1 and pieces[0].text == "已" and pieces[1].text[0] in "在入落建投":
        del pieces[0]  # 40个已在本省投产项目
    if not pieces:
        return None
    first = pieces[0]
    if _WORKER.fullmatch(first.text) or _PART_WORD.fullmatch(first.text):
        pieces[0] = first = Word(first.start, first.end, first.text, "n")
    if any(pattern.match(text, offset) for pattern in (_HOW, _RECORD, _AGAINST)) or (
        offset and _RECORD.match(text)
    ):
        return None
    if first.tag.startswith("d") and _NEWLY.match(text, offset):
        return _relative_head(view, pieces, stop)
    if first.tag.startswith(("d", "p", "c", "u", "f", "r")) or first.text in ("是", "系", "为"):
        return None
    if first.text in words("rank"):
        return None  # 以40项居首
    if first.text in words("closes"):
        return _relative_head(view, pieces, stop) if first.tag.startswith("v") else None
    if (bare := _bare_zone(view, start + offset, stop)) is not None:
        return bare
    if (
        first.text[-1] in "到至"
        and not is_known(first.text)
        and (first.end == stop or view.mask(first.end, first.end + 1) == NUMBER)
    ):
        return None  # 从8.9万元抬到11.4万元
    counted = len(pieces) > 1 and pieces[1].tag.startswith("n")
    listed = view.plain(start - 1, start) == "大"  # 三大变化特征
    which = listed or WHICH.fullmatch(first.text) is not None
    if first.text in words("predicate") and not (counted and which):
        return _relative_head(view, pieces, stop)
    if first.tag == "nrt" and first.text in words("rise") | words("fall"):
        return None  # 由2.6万片拉高到5万片
    if first.tag == "v" and len(first.text) > 1:
        head = _relative_head(view, pieces, view.clauses[view.clause_at(start)].span.end)
        if head is not None:
            return head
    newly = first.text in ("新增", "新设", "在建", "新建", "拟建") and counted
    if (
        first.tag in ("v", "vi", "vd")
        and not newly
        and not (
            len(pieces) > 1
            and (nominal(pieces[1]) or _two_deeds(pieces))
            and len(first.text) == 2
            and offset == 0
        )
    ):
        return _relative_head(view, pieces, stop)
    noun_seen = False
    end = first.start
    quoted = 0
    for index, word in enumerate(pieces):
        mask = view.mask(word.start, word.end)
        if word.text in "“‘《":
            quoted += 1
        elif word.text in "”’》":
            quoted = max(0, quoted - 1)
        elif quoted:
            pass
        elif word.text in "，。；：！？,;（(）)" or mask.startswith((TIME, NUMBER)):
            break
        elif noun_seen and word.text == "的" and view.mask(word.end, word.end + 1) == NAME:
            break  # 300家企业的某高新区
        elif (word.text == "的" and index + 1 < len(pieces)) or (
            word.text == "以上" and index and pieces[index - 1].text.endswith("级")
        ):
            end = word.end
            continue  # 省级以上专精特新企业
        elif (
            (
                noun_seen
                and not _says_which(pieces, index)
                and _ends_noun(view, pieces, index, Span(first.start, end))
            )
            or (
                word.text in ("和", "及", "与", "以及", "、", "或")
                and _number_follows(view, pieces, index, stop)
                and view.plain(word.start, word.end + 2) != "和地区"
                and not _couples(view, word)
            )
            or (noun_seen and index + 1 == len(pieces) and word.text in words("thrive"))
            or (noun_seen and _AND_SOME.match(view.plain(word.start, word.start + 6)))
            or (
                noun_seen  # 20个项目|和某某集团投资的…
                and word.text in ("和", "与", "及", "以及")
                and view.mask(word.end, word.end + 1) == NAME
                and NAME not in view.mask(first.start, word.start)
            )
        ):
            break
        if nominal(word) and word.tag != "x":
            noun_seen = True
        end = word.end
    noun_seen = noun_seen or _a_deed(pieces, stop)
    phrase = _without_edges(view, Span(first.start, end))
    if len(phrase) > 2 and view.plain(phrase.end - 1, phrase.end) in "中里":
        phrase = Span(phrase.start, phrase.end - 1)
    return _without_measure(view, phrase) if len(phrase) and noun_seen else None


def _a_deed(pieces: Sequence[Word], stop: int) -> bool:
    """86个便民应用, 两项新突破: a verb behind an adjective, and nothing behind it."""
    return (
        len(pieces) == 2
        and pieces[0].tag[0] in "ab"
        and pieces[1].tag in ("v", "vn")
        and len(pieces[1].text) == 2
        and pieces[1].end == stop
    )


_OF_THEM = regex.compile(
    r"(?P<head>\p{Han}{0,20}?(?:企业|公司|医院|学校|高校|银行|机构|港口|机场|口岸|城市|省份|园区|[聚范开新发放保试验街社片]区(?!域)"
    r"|基地|平台|项目|品牌|景区|车站|门店|超市|集群|(?<=^|[个大小])[县市](?!场)))"
    rf"(?P<measure>\p{{Han}}{{2,8}}?)(?:共|合计|累计|总计|已|就|约|近|超过?|逾|达到?|为|[\s\u3000])*{NUMBER}"
)


def _without_measure(view: View, phrase: Span) -> Span:
    """120个集聚区|客流量7000万人次: what the next number measures is not counted."""
    match = _OF_THEM.match(view.mask(phrase.start, view.span.end))
    if match is None or phrase.start + match.end("head") > phrase.end:
        return phrase
    if not is_measure(match["measure"]):
        return phrase
    return Span(phrase.start, phrase.start + match.end("head"))


def _couples(view: View, word: Word) -> bool:
    """Is 和 within what goes together: 文化和旅游, 软件和信息技术?"""
    return any(
        view.plain(word.start - len(one), word.end + len(other)) == f"{one}{word.text}{other}"
        for one, other in _coupled()
    )


@cache
def _coupled() -> list[tuple[str, str]]:
    return [
        (one, other)
        for pair in sorted(words("coupled"))
        for one, _, other in (pair.partition("和" if "和" in pair else "与"),)
    ]


def _says_which(pieces: Sequence[Word], index: int) -> bool:
    """市级重点|在建|项目: a verb amid a phrase that says which of them are meant."""
    following = pieces[index + 1].text if index + 1 < len(pieces) else ""
    return WHICH.fullmatch(pieces[index].text) is not None and following in (
        "项目",
        "工程",
        "企业",
        "产品",
        "园区",
        "基地",
    )


_MEASURED = regex.compile(
    rf"(?:(?P<what>\p{{Han}}{{2,6}}?)(?:均|都)?(?:为|是|达到?|超过?|在|不低于|不超过)?{NUMBER}+(?:以上|以下|左右)?的"
    rf"|(?P<what>总规模|总投资|总面积|总容量){NUMBER}+的?)(?=\p{{Han}}{{2}})"
)


def _described(view: View, start: int, stop: int) -> Span | None:
    """18台功率为800千瓦的水轮机: what is counted stands behind a measure of each."""
    match = _MEASURED.match(view.mask(start, stop))
    if match is None or not is_measure(match["what"]):
        return None
    return behind(view, start + match.end(), stop)


def _ends_noun(view: View, pieces: list[Word], index: int, noun: Span) -> bool:
    """Does a word begin what is said of a noun, and belong to it no more?"""
    word, following = pieces[index], pieces[index + 1 : index + 2]
    if word.text in words("predicate"):
        return not _names_kind(pieces, index)
    if word.text in words("closes") or word.tag.startswith(("p", "r", "u")):
        return True
    if word.text in words("rank") and len(word.text) > 1:
        return True
    if word.text == "主要" and _verb_follows(pieces, index):
        return True
    if _fares(view, pieces, index):
        return True
    if word.tag.startswith("d"):
        return not (len(word.text) > 1 and following and nominal(following[0]))
    if word.text[0] in "里中内" and word.text[1:2] not in "类型小" and not is_known(word.text):
        return True
    if not word.tag.startswith("v"):
        return False
    if word.text[-1] in "着了过":
        return True
    if word.tag != "v":
        return False
    if len(word.text) == 2 and word.text[1] in "入进往":
        return True
    told = view.plain(noun.start, noun.end)
    whole = len(noun) > 2 or told in words("ratio") | words("measure") or told.endswith("率")
    return _ends_here(pieces, index) and (whole or len(word.text) != 2)


def _names_kind(pieces: list[Word], index: int) -> bool:
    """Is a verb part of a noun: 服务 of 服务示范平台, 服务机构?"""
    behind = [word.text for word in pieces[index + 1 : index + 3]]
    if pieces[index].text not in words("serving") or not behind:
        return False
    bodies = words("serving_body")
    return behind[0] in bodies or (behind[0] in words("serving") and behind[-1] in bodies)


def _two_deeds(pieces: list[Word]) -> bool:
    """6个增资扩能项目: two verbs that say what the things behind them are for."""
    return (
        len(pieces) > 2
        and pieces[1].tag in ("v", "vn")
        and len(pieces[1].text) == 2
        and pieces[2].text in ("项目", "企业", "工程", "活动", "平台", "任务", "行动")
    )


@cache
def _zones() -> regex.Pattern[str]:
    return regex.compile(rf"(?:国家级?|省级)?{kinds()}")


_OF_ZONES = regex.compile(r"综合|排名|考核|评价|评估|建设|发展")
"""178个高新区综合排名: what is told of the zones together."""


def _bare_zone(view: View, start: int, stop: int) -> Span | None:
    """5个高新区重点工程开工64个: zones are counted, and more is told of them.

    Not with 大, which counts what a longer noun names (四大科学城成果).
    """
    match = _zones().match(view.plain(start, stop))
    if match is None or view.plain(start - 1, start) == "大":
        return None
    at = start + match.end()
    end = view.clauses[view.clause_at(start)].span.end
    if _OF_ZONES.match(view.plain(at, end)):
        return None
    told = NUMBER in view.mask(at, end) or any(
        word.tag in ("v", "d", "p") for word in view.words(at, end)
    )
    return Span(start, at) if told and view.plain(at, at + 1) != "的" else None


def _fares(view: View, pieces: list[Word], index: int) -> bool:
    """Does a noun of action stand before a word of how it goes: 项目进展顺利, 产业发展良好?"""
    following = pieces[index + 1 : index + 3]
    if not pieces[index].tag.startswith(("v", "n", "a")) or not following:
        return False
    state = following[-1] if following[0].tag.startswith("d") else following[0]
    rest = view.plain(state.end, state.end + 1)
    return state.text in words("state") and (not rest or not rest.isalnum())


def _verb_follows(pieces: list[Word], index: int) -> bool:
    return index + 1 < len(pieces) and pieces[index + 1].tag.startswith("v")


def _ends_here(pieces: list[Word], index: int) -> bool:
    """A plain verb with no noun right behind it closes the phrase."""
    following = index + 1
    while following < min(len(pieces), index + 3) and pieces[following].tag == "v":
        if pieces[following].text in words("predicate"):
            return True
        following += 1
    if following >= len(pieces):
        return True
    return not nominal(pieces[following]) or pieces[following].tag == "x"


def _number_follows(view: View, pieces: list[Word], index: int, stop: int) -> bool:
    """The conjunction joins the next number's phrase, not a part of this one."""
    stops = "，。；：！？" if pieces[index].text == "、" else "，。；：！？的"
    for word in pieces[index + 1 :]:
        if word.text in stops:
            return False
        if view.mask(word.start, word.end).startswith(TIME):
            return False  # 63家整车和部件企业上半年更新设备2900台
        if view.mask(word.start, word.end).startswith(NUMBER):
            return True
    return view.mask(stop, stop + 1).startswith(NUMBER) if stop < view.span.end else False


def _relative_head(view: View, pieces: list[Word], stop: int) -> Span | None:
    """具有…特色、可复制的成果 → 成果."""
    text = view.plain(pieces[0].start, stop)
    limit = regex.search(rf"[，。；：！？]|{_AND_SOME.pattern}", text)
    text = text[: limit.start()] if limit else text
    at = text.rfind("的")
    if at <= 0 or at >= len(text) - 1:
        return None
    return behind(view, pieces[0].start + at + 1, pieces[0].start + len(text))


def _without_edges(view: View, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and view.plain(start, start + 1) in "、，的 \u3000":
        start += 1
    while end > start and view.plain(end - 1, end) in "、，的 \u3000和及与":
        if view.plain(max(start, end - 2), end) == "标的":
            break
        end -= 1
    having = regex.search(
        r"(?:中|里|内|当中)?(?:就|已|共|各)?有\Z|(?:发行)?不(?:超过|低于|少于|高于)\Z",
        view.plain(start, end),
    )
    if having and having.start() >= 2:
        end = start + having.start()
    return Span(start, end)
