"""Noun phrases before a number: what is left of a stretch when all is trimmed that says nothing.

A phrase is a stretch of the article's text (a Span), trimmed of all that says nothing of the
indicator: times, the subject's name, connectives, adverbs, light verbs, copulas.
"""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.marks import BULLETS
from pipeline.model import Role, Span
from pipeline.segment import is_known

_SPACE = r"[\s\u3000]*"
_MARKS = BULLETS + "※△、，,：:；;·・—-～~“”‘’\"'《》（）()【】 \u3000"
_MAX_INDICATOR = 24
_LONGEST_LIST = 60
"""Names of industries in a row are long (食品制造业、酒、饮料和精制茶制造业…)."""


@cache
def _leading() -> regex.Pattern[str]:
    """Everything before an indicator that is not part of it, once."""
    time = rf"{TIME}+(?:的|中|间|里|内(?![贸需资河陆外容部销地])|底|末|初|以来|期间)?"
    by = rf"(?:到|至|截至|截止){TIME}+(?:底|末|时|止)?"
    run = rf"(?:连续|接连|连年|一连|蝉联)(?:{TIME}|{NUMBER})+"
    comparing = rf"(?:比|较|与|同|和|跟){TIME}+(?:期?[末初底]|期间|同期)?(?:相比|比较|比|，|\Z)"
    opener = (
        rf"\A(?:[它其]以(?=全|占|不到)|【?本[报報台刊](?:讯|訊)】?\s*[（(][^（）()]{{0,24}}[）)]|其(?=[\p{{Han}}{TIME}A-Z]{{3}})(?!中|他|余|实))|"
        r"\A〔[^〕]{2,24}〕|\A[【（(]?(?:本报讯|本报[^，。；\s]{0,10}[电讯]|新华社[^，。；]{0,14}电|中新[社网][^，。；]{0,12}电|"
        r"据[^，。；]{0,12}(?:报道|消息))[】）)]?"
    )
    manner = (
        r"按(?:可比|不变)价格(?:计算)?|按可比口径(?:计算)?|"
        r"[按以][^，。；]{1,6}?(?:排|算|计|看)(?=[都均，分]|\Z)"
    )
    after = (
        r"(?:项目|全部|一期|二期)?(?:建成投产|建成达产|全部建成|建成|投产|达产|投用|投运|满产)"
        r"之?后(?:将|可|预计|能)*|\p{Han}{2,6}(?:完成|结束|落地|实施)后(?=\p{Han}{2})"
    )
    means = (
        r"(?:通过|采取|以|采用|按照?)(?!\p{Han}{2,8}方式(?:进出口|出口|进口))[^，。；]{2,14}?(?:方式|形式|途径|模式|渠道)|"
        r"(?:同意|决定)?(?:拟|将)?向(?:全体)?股东"
    )
    without = r"(?:扣除|剔除)\p{Han}{2,10}的(?=\p{Han}{2}|[A-Z])"
    pointing = (
        r"\d{1,2}个?国(?!家?级)家?(?=\p{Han}{2})|"
        r"[这那]里的(?=\p{Han}{2})|(?:整个|该|这个|这座)\p{Han}{2,3}的(?=\p{Han}{3})|"
        r"[这那][个座条片家艘项](?!数|比例|指标|比重|占比|增速|份额|[月季年周])(?=\p{Han}{2})|"
        r"(?:该|本|我)(?:行|公司|企业|集团|厂|校|院|所|区|市|省|县|园区|项目|线(?![路上下])|店)(?=\p{Han}{2})|"
        rf"公司(?=\p{{Han}}{{2}}|{TIME})|[中里]的(?=\p{{Han}}{{2}})|[镇村县市区厂园][上里](?=有)|(?:全区|园区|区内|全市|全县|全省)(?=(?:实现|完成)?(?:地区生产总值|规模以上|规上|工业|固定资产|"
        r"一般公共|财政|税收|实际|进出口|外贸|社会消费))"
    )
    standing = r"(?:代表|体现|反映|象征|引领|彰显)[^，。；、的]{2,10}的(?=\p{Han}{2})"
    during = r"(?:在)?(?:此|这一|该)(?:期间|段时间|时期)的?"
    order = r"首批|首期|首轮|第[一二三四五六七八九十\d]{1,3}[批期轮次届]"
    item = (
        r"\A(?:[一二三四五六七八九十]{1,3}(?:是|要|、)|\d{1,2}[.．、]|[①-⑳]|"
        r"（[一二三四五六七八九十]{1,3}）|（?\d{1,2}）)"
    )
    mark = f"[{regex.escape(_MARKS)}]"
    return regex.compile(
        rf"(?:{item}|{opener}|{manner}|{order}|{_SPACE}"
        rf"(?:{mark}|{comparing}|{run}|{by}|{time}|{after}|{means}|{without}|{pointing}|{standing}|{during}|"
        rf"{any_of('lead', 'will')}))"
    )


_FIRST_STATE = (
    r"(?:原定|原计划|原有|期初|年初|初始|最早|最初|当初|起初|原来|原先|过去|以往|早期|初代|此前|开始时|成立之初|挂牌之初|之前|建厂时|"
    r"目前|眼下|现在)"
)


@cache
def _trailing() -> regex.Pattern[str]:
    """Everything behind an indicator that is not part of it, once."""
    compared = (
        rf"(?:按年|按可比价格(?:计算)?|按不变价格(?:计算)?|(?:按)?(?:可比|[同自]然?)口径|（?(?:以?下同)|(?:在|经)?扣除[^，。；、]{{0,8}}?(?:因素|影响|后)+的?|"
        rf"(?:比(?![由从为达是降升缩扩提])|较)[^，。；、{NUMBER}]{{1,20}}?(?:相比|比较|同期|时|前|的)?|"
        rf"(?:与|同|和|跟)[^，。；、{NUMBER}]{{1,16}}?(?:相比|比较|(?<![同环占对])比)|(?:连续|接连|连年|一连)(?:{TIME}|{NUMBER})+|"
        r"[再又并]?[创刷](?:下|出|新)?[^，。；、\d]{0,8}?(?:新[高低]?|纪录)|"
        rf"(?<=\p{{Han}}{{2}})由{TIME}*(?:同比|环比)?(?:下降|上升|增长|上涨|下跌|亏损|盈利|[降升增减])(?:转|变)为?|"
        rf"在{TIME}+的?(?:较|偏|超)?[高低]?基数(?:之?上|的基础上)?|{TIME}+(?:的|时)?|(?<=\p{{Han}}{{2}})(?:由|从)(?!事|业|属)[^，。；、的{NUMBER}]{{1,6}}的|(?:由|从){_FIRST_STATE}?{TIME}*(?:的|每\p{{Han}}{{1,2}})?)"
    )
    return regex.compile(
        rf"(?:[{regex.escape(_MARKS)}]|{any_of('trail', 'peg')}|{compared}){_SPACE}\Z"
    )


@cache
def _holds() -> regex.Pattern[str]:
    return regex.compile(rf"\A{any_of('hold')}了?")


_TAKES = regex.compile(
    r"[^，。；“”]{2,16}?(?:更|也|还|又|已|均|再)?(?P<ba>将|把)(?P<what>\p{Han}{2,10})"
)
"""新航线更将往返用时压减至9天: what is moved is the object of 将."""


def _is_object(view: View, start: int, end: int) -> bool:
    """Does 将 stand at `start`, and nothing but nouns behind it?"""
    ba, *what = view.words(start, end)
    return ba.text in ("将", "把") and bool(what) and all(w.tag[0] in "nj" for w in what)


def trim(view: View, span: Span) -> Span:
    """A stretch left of a number or its cue, reduced to the noun phrase in it; may be empty.

    A name at the head is the subject, not part of the indicator.
    """
    start, end = _inside_quote(view, span.start, span.end)
    start = _behind_subject(view, start, end)
    start = _behind_code(view, start, end)
    taken = _TAKES.fullmatch(view.plain(start, end))
    if taken and _is_object(view, start + taken.start("ba"), end):
        start += taken.start("what")
    if view.plain(start, start + 1) == "（" and "）" in view.plain(start, end - 1):
        start += view.plain(start, end).find("）") + 1
    closed = view.plain(start, end).find("）")
    if closed >= 0 and "（" not in view.plain(start, start + closed):
        start += closed + 1  # the rest of a bracket that a number parted
    changed = True
    while changed and start < end:
        changed = False
        mask = view.mask(start, end)
        match = _leading().match(mask)
        if match and match.group() in ("“", "《", "‘") and _closed(mask):
            match = None
        if match and match.group().endswith("内") and mask[match.end() : match.end() + 1] == "外":
            match = None  # 境内外上市企业
        if match and match.end() and _word_ends(view, start, start + match.end(), end):
            start += match.end()
            changed = True
            continue
        if mask.startswith(NAME):
            head = _head_name(view, start, end)
            if head > start:
                start = head
                changed = True
                continue
        for match in _trailing().finditer(mask, overlapped=True):
            if match.group() in ("”", "》", "’") and _opened(mask):
                continue
            if match.group() and _word_begins(view, start, start + match.start(), end):
                end = start + match.start()
                changed = True
                break
        if changed:
            continue
        match = _holds().match(mask)
        measures = match is not None and mask[match.end() :] in ("率", "量", "额", "度", "值")
        if (
            match
            and match.end() < len(mask)
            and not measures  # 完成率
            and _word_ends(view, start, start + match.end(), end)
        ):
            start += match.end()
            changed = True
    start = _after_having(view, start, end)
    start = _after_such(view, start, end)
    start = _after_cause(view, start, end)
    return _shorten(view, start, end)


def _behind_subject(view: View, start: int, end: int) -> int:
    """The indicator begins behind the name that is the clause's subject."""
    for stop in view.subject_ends:
        if start < stop < end:
            return _head_tail(view, stop, end)
    return start


def _behind_code(view: View, start: int, end: int) -> int:
    """主力机型PJ-10协作臂负载: what is measured stands behind the model's name."""
    for other in view.others:
        inside = start <= other.span.start and other.span.end < end - 1
        # PM2.5浓度, 5G基站: what so short a code names is measured itself
        if other.role is Role.IDENTIFIER and inside and (len(other.span) > 5 or "-" in other.text):
            start = other.span.end
    return start


def _inside_quote(view: View, start: int, end: int) -> tuple[int, int]:
    """A quote opened before the number and not closed bounds the phrase."""
    text = view.plain(start, end)
    opened = max(text.rfind("“"), text.rfind("‘"))
    if opened >= 0 and not ("”" in text[opened:] or "’" in text[opened:]):
        return start + opened + 1, end
    return start, end


_PAIRS = {"“": "”", "《": "》", "‘": "’"}


def _closed(mask: str) -> bool:
    """Is the quote that opens a phrase closed within it, with something behind?"""
    return _PAIRS[mask[0]] in mask[1:]


def _opened(mask: str) -> bool:
    """Is the quote that closes a phrase opened within it?"""
    opener = next(o for o, c in _PAIRS.items() if c == mask[-1])
    return opener in mask[:-1]


def _word_ends(view: View, start: int, cut: int, end: int) -> bool:
    """A single-character word may be stripped at the head only where a word ends there."""
    if cut - start > 1 or cut >= end:
        return True
    if not view.plain(start, cut).isalpha() or view.mask(start, cut) in (TIME, NAME, NUMBER):
        return True
    return any(word.end == cut for word in view.words(start, end))


def _word_begins(view: View, start: int, cut: int, end: int) -> bool:
    """A word may be stripped at the tail only where a word begins there."""
    if cut <= start:
        return True
    if not view.plain(cut, cut + 1).isalpha() or view.mask(cut, cut + 1) in (TIME, NAME, NUMBER):
        return True
    pieces = view.words(start, end)
    first = next((word for word in pieces if word.start == cut), None)
    if first is None:
        # a segmenter's guess: 增长面达 is no word, and 达 ties the number to 增长面
        over = next((word for word in pieces if word.start < cut < word.end), None)
        if over is not None and regex.match(rf"[比较]{TIME}", view.mask(cut, cut + 2)):
            return True  # 居民消费价格比上年: no ratio of prices
        if over is not None and over.text == "比为":
            return True  # 现金短债比为1.8倍
        return over is not None and not is_known(over.text)
    # 比重 is not 比 and 重, 由来 not 由 and 来
    return (
        len(first.text) == 1
        or first.text[0] not in "比较与同和由从"
        or (first.text[0] == "比" and not is_known(first.text))
        or view.plain(cut, cut + len(first.text)) in words("trail")
        or view.plain(cut, end) in words("trail")
    )


def _head_name(view: View, start: int, end: int) -> int:
    """Where the name at the head, and what only joins it to the phrase, ends."""
    found = next((name for name in view.names_in(start, end) if name.span.start == start), None)
    if found is None:
        return start
    after = _head_tail(view, found.span.end, end)
    # a name that is all there is stays: it may be what is counted
    return after if after < end else start


def _head_tail(view: View, stop: int, end: int) -> int:
    """Behind a name: what only joins it to the phrase."""
    match = regex.match(
        r"(?:（[^（）]*）|的|方面|区域内|区内|境内(?!外)|全域|内(?![外贸需资河陆容部销地])|里|地区(?!生产)|各|与|和|、)+",
        view.plain(stop, end),
    )
    return stop + (match.end() if match else 0)


def _after_having(view: View, start: int, end: int) -> int:
    """Behind 有, 拥有, 建有 … begins what is had."""
    mask = view.mask(start, end)
    had = None
    for had in regex.finditer(  # noqa: B007
        r"(?:手里|手中|现|共|拥|建|设|已|总共)有|拥有|坐拥|(?:聚集|集聚|汇聚)(?![区地度群带]|效应|程度|水平)了?|(?:再|新|增)添|"
        r"[请引迎租揽签拿接买聚设推开播卖招搭][来下起出]",
        mask,
    ):
        pass
    if had and "、" in mask[: had.start()] and had.group() == "拥有":
        return start  # 研发投入、拥有的发明专利数均占…
    if had and had.end() < len(mask) - 1 and "每" not in mask[: had.start()]:
        return start + had.end()
    return start


_BY = regex.compile(
    r"(?:则|也|又|均|都|却|还)*(?:以|凭)(?:每[年月天季]|年均|月均|平均|净增|递增|新增|增加|约|近|逾|超|仅|不到|不足|高达)*\Z"
)


def taken_by(view: View, start: int, end: int, behind: str) -> Span | None:
    """出口以455亿元的体量增长6%: what 以 gives a size to stands before it."""
    if behind not in words("size"):
        return None
    match = _BY.search(view.plain(start, end))
    return trim(view, Span(start, start + match.start())) if match and match.start() else None


_CAUSE = regex.compile(
    rf"(?:(?:(?:带动|拉动|助推|促进)(?=全[市省县区]|{NAME})|[\p{{Han}}{NAME}]{{2,12}}(?:带动|拉动|推动|助推|促使))(?:了|着)?"
    rf"(?:全[市省县区国州旗]|我[市省县区国]|{NAME}+)?的?"
    r"|等?(?:\d+家\p{Han}{0,4})?为(?:代表|龙头|首|引领|核心|主体|主导)的)(?=\p{Han}{3})"
)


def _after_cause(view: View, start: int, end: int) -> int:
    """夜市带动全市餐饮收入增长, 以某集团等为龙头的装备产业: what is measured stands last."""
    match = _CAUSE.match(view.mask(start, end))
    return start + match.end() if match else start


def _after_such(view: View, start: int, end: int) -> int:
    """承担A计划、B计划等项目: what is counted stands behind 等."""
    plain = view.plain(start, end)
    such = regex.search(r"等(?P<noun>\p{Han}{2,10})\Z", plain)
    if such and regex.search(r"[、”》]", plain[: such.start()]):
        return start + such.start("noun")
    return start


def _shorten(view: View, start: int, end: int) -> Span:
    """A long phrase with a relative clause before its head keeps the head."""
    if end - start <= 12:
        return Span(start, end)
    mask = view.mask(start, end)
    at = mask.rfind("的")
    if 2 < at < len(mask) - 2 and mask[at + 1 :] not in words("measure"):
        head = mask[at + 1 :]
        if len(head) >= 3 and not regex.match(any_of("part_noun", "measure"), head):
            before = view.words(start, start + at)
            if any(word.tag.startswith("v") and word.tag != "vn" for word in before):
                return Span(start + at + 1, end)
    if max(map(len, mask.split("、"))) > _MAX_INDICATOR or end - start > _LONGEST_LIST:
        fitting = (w.start for w in view.words(start, end) if end - w.start <= _MAX_INDICATOR)
        return Span(next(fitting, start), end)
    return Span(start, end)
