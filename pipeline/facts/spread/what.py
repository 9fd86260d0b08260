"""What each number behind a 分别 is of: a list in its own clause, or the things said before."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import words
from pipeline.facts.members import compose, halves, industries, members, twins
from pipeline.facts.phrases import trim
from pipeline.facts.spread.turn import Turn
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.model import Entity, Kind, Span

_LISTED = regex.compile(
    r"(?P<to>[对自从]|(?<![方导走趋志意倾定动])向)(?P<names>\p{Han}{2,8}(?:、\p{Han}{2,8})*(?:、|和|与|及|以及)\p{Han}{2,8}?)"
    r"(?P<said>(?:的)?(?:进出口|出口|进口|投资|贸易)?)\Z"
)
"""对东盟、中东分别出口…: partners that are no names of the lists."""
_TOP_BEHIND = regex.compile(
    r"(?:等)?前[两三四五六七八九十\d]+[大个](?:主要)?(?:市场|伙伴|贸易伙伴)\Z"
)
_THOSE = regex.compile(
    r"(?P<to>[对向自从与])(?:上述|这些|以上|前述)[^，。；（]{2,6}(?:（[^（）]*）)?(?P<said>\p{Han}{0,6})\Z"
)
"""对上述国家（地区）分别进出口…: the partners of the clause before, in its order."""
_SUCH = regex.compile(
    r"(?P<list>[^，。；：]{2,60}?)等(?:各项|主要|多项|几项|重点|优势)?(?:经济)?"
    r"(?:(?:指标|数据|数字)[^，。；、]{0,9}|(?:类?产品|商品|行业|产业|领域|业务|品类)(?P<tail>\p{Han}{0,6}))\Z"
)
"""工业总产值、税收收入等各项指标同比依次增长…: each of the list has its number."""
_NUMBERED = regex.compile(
    r"(?P<list>[^，。；：\d]{2,60}?)[两三四五六七八九十][大个]?(?:主导|支柱|重点|优势|主要)?"
    r"(?:产业集群|产业链|行业|产业|领域|板块|业务|品类|类|市场|地区|区域|品牌)(?P<tail>\p{Han}[\p{Han}、]{1,10})\Z"
)
"""汽车、电子、医药三大产业产值分别增长…: the list is counted before what is said of all."""
_ITEMS = regex.compile(
    r"(?:\A|[，。；：]|其中)(?P<list>[^，。；：\d]{2,80}?)[两三四五六七八九十]项(?:[一二三]级)?(?:分项)?(?:指标|指数|能力)"
    r"(?:的?(?:排名|位次|得分|名次))?(?:均)?\Z"
)
"""甲和乙、丙和丁两项指标分列第4位、7位: what is counted may have 和 within its name."""
_AGAINST = regex.compile(rf"(?:\A|，)\s*(?:比|较|与|同(?!比)|跟)[^，。；{TIME}]{{1,20}}\Z")
"""比省、市平均水平分别高出…: whom the numbers are measured against names nothing."""


def those(turn: Turn) -> bool:
    """对上述国家分别进出口…: the partners that the clause before lists."""
    partners = _THOSE.search(turn.text)
    meant = _meant_before(turn) if partners is not None else []
    if partners is None or not meant:
        return False
    said = partners["said"] or turn.verb
    return turn.give([partners["to"] + partner + said for partner in meant])


_ARE = regex.compile(r"[\s\u3000]*(?P<list>[\p{Han}、]{5,60}?)(?:是|为|仍是|仍为|成为|依次)")


def _meant_before(turn: Turn) -> list[str]:
    """东盟、美国、欧盟是前三大伙伴，…: the list that the clause before begins with."""
    if turn.first.clause == 0:
        return []
    clause = turn.view.clauses[turn.first.clause - 1].span
    match = _ARE.match(turn.view.plain(clause.start, clause.end))
    listed = members(match["list"]) if match else []
    return listed if len(listed) == turn.count > 1 else []


def such(turn: Turn) -> bool:
    """甲、乙等各项指标依次增长…: a list that 等 closes, with what is said of all behind it."""
    match = _SUCH.search(turn.text)
    if match is None:
        return False
    first, *rest = members(match["list"])
    if not match["list"].startswith(first):  # 甲的产值、税收: shared words are not where they stand
        return False
    head = first[: first.find("的") + 1]  # whose they are
    rest = [one.removeprefix(head) for one in rest]
    start = turn.start + match.start("list")
    span = trim(turn.view, Span(start + len(head), start + len(first)))
    shared = regex.sub(r"同比|环比|[比较](?:上年|去年)(?:同期)?", "", match["tail"] or "")
    listed = [one + shared for one in (turn.view.plain(span.start, span.end), *rest)]
    return len(listed) == turn.count > 1 and turn.give(listed)


def counted(turn: Turn) -> bool:
    """批发业、零售业两大行业销售额分别为…: a list that is counted, and what is said of all."""
    view = turn.view
    start = view.clauses[turn.first.clause].span.start
    match = _NUMBERED.search(view.plain(start, turn.at))
    if match is None:
        return False
    span = trim(view, Span(start + match.start("list"), start + match.end("list")))
    listed = members(view.plain(span.start, span.end))
    tail = regex.sub(r"同比|环比|增速|增幅|[比较](?:上年|去年)(?:同期)?", "", match["tail"])
    return len(listed) == turn.count > 1 and turn.give([one + tail for one in listed])


def items(turn: Turn) -> bool:
    """甲、乙两项指标分列…: a list of indices that is counted, parted at 、 alone if that fits."""
    start = turn.clause_start
    match = _ITEMS.search(turn.view.plain(start, turn.at))
    if match is None or turn.count < 2:
        return False
    span = trim(turn.view, Span(start + match.start("list"), start + match.end("list")))
    phrase = turn.view.plain(span.start, span.end)
    found = (phrase.split("、"), members(phrase), regex.split("[、和与及]", phrase))
    listed = next((parts for parts in found if len(parts) == turn.count), [])
    return bool(listed) and turn.give(listed, "given")


def measured_against(turn: Turn) -> bool:
    """…，比省、市平均水平分别高出…: the thing is the one before."""
    against = _AGAINST.search(turn.view.mask(turn.start, turn.at))
    return bool(turn.last and against) and turn.give_all(turn.last, "carried")


def partners(turn: Turn) -> bool:
    """对东盟、中东分别出口…: whom it went to is part of what is counted."""
    match = _LISTED.search(turn.text)
    if match is None:
        return False
    names = regex.split(r"、|以及|和|与|及", _TOP_BEHIND.sub("", match["names"]))
    said = match["said"].lstrip("的") or turn.verb
    return len(names) == turn.count and turn.give([match["to"] + name + said for name in names])


@cache
def _branch() -> regex.Pattern[str]:
    """A listed industry, or what a comma parts from it: 建筑业，制造业，信息传输、软件…服务业."""
    return regex.compile(
        rf"{industries().pattern}|(?:(?<=[，、和])|\A)[\p{{Han}}、]{{2,10}}?业(?=，)|(?<=[，、和])\p{{Han}}{{2,8}}业\Z"
    )


def branches(turn: Turn) -> bool:
    """批发和零售业，住宿和餐饮业营业额分别为…: names that a comma parts."""
    view, start = turn.view, turn.view.span.start
    text = view.plain(start, turn.at)
    found = list(_branch().finditer(text))[-turn.count :]
    if len(found) < turn.count or turn.count < 2:
        return False
    if NUMBER in view.mask(start + found[-1].end(), turn.at):
        return False  # other numbers of theirs stand between
    between = [text[one.end() : other.start()] for one, other in itertools.pairwise(found)]
    if any(mark not in ("，", "、", "和") for mark in between):
        return False
    tail = trim(view, Span(start + found[-1].end(), turn.at))
    measure = view.plain(tail.start, tail.end).rpartition("，")[2]
    return turn.give([name.group() + measure for name in found])


def parts(turn: Turn) -> bool:
    """营收和净利润分别为…: the list right before."""
    found = _parts_of(turn.phrase, turn.count)
    return bool(found) and turn.give(found)


def _parts_of(phrase: str, count: int) -> list[str]:
    """As many things as a phrase names or, in one word, means (产销); none for another number."""
    if not phrase or count < 2:
        return []
    found = (members(phrase), halves(phrase), twins(phrase), members(phrase, at_and=False))
    return next((parts for parts in found if len(parts) == count), [])


_AND_SUCH = regex.compile(r"(?P<list>[^，。；]+?)等(?P<tail>\p{Han}{2,8})\Z")
_GROWS = regex.compile(
    r"(?:均|都|双双|齐|一同|同步|保持|实现|呈现?|稳步|持续|较快|快速|同比|大幅|小幅|明显|有所|继续)*"
    r"(?:两位数)?(?:增长|上升|上涨|提升|提高|下降|下滑|回落|增加|减少|走高|走低|飘红|正增长|负增长)[^，。；]{0,4}\Z"
)


def told(turn: Turn) -> bool:
    """营收、净利润双双增长，增幅分别为…: the clause before names what the growths are of."""
    view, first = turn.view, turn.first
    if first.clause == 0 or (turn.phrase and turn.phrase not in words("measure")):
        return False
    clause = view.clauses[first.clause - 1].span
    if NUMBER in view.mask(clause.start, clause.end):
        return False
    grows = _GROWS.search(view.plain(clause.start, clause.end))
    stop = clause.start + grows.start() if grows else clause.end
    span = trim(view, Span(clause.start, stop))
    named = view.plain(span.start, span.end)
    found = _parts_of(named, turn.count)
    mask = view.mask(clause.start, stop)
    behind = stop - len(mask.lstrip(f"{NAME}{TIME}的"))  # whose they are stands before them
    such = _AND_SUCH.search(view.plain(behind, stop))
    if not found and such is not None:  # 甲厂、乙厂等用水量上升，增幅分别为…
        listed = such["list"].split("、")[-turn.count :]
        found = [one + such["tail"] for one in listed] if len(listed) == turn.count else []
    return bool(found) and turn.give(found, "given")


_SECTORS = regex.compile(
    r"(?:(?P<all>三次)|第?(?P<some>[一二三](?:、第?[一二三]|[二三])(?:、?第?[一二三])?)次?)产业"
    r"(?P<tail>[^，。；]{0,24}?)的?\Z"
)


def sectors(turn: Turn) -> bool:
    """三次产业增加值分别为…, 一、二、三产业分别增长…: one number for each sector of an economy."""
    told = _SECTORS.search(turn.view.plain(turn.clause_start, turn.at))
    if told is None:
        return False
    names = [one for one in (told["some"] or "一二三") if one in "一二三"]
    if len(names) != turn.count:
        return False
    tail = regex.sub(r"\A的|同比|环比|按可比价格?计算|占比重", "", told["tail"])
    return turn.give([f"第{name}产业{tail}" for name in names], "given")


_INDICES = regex.compile(
    r"(?P<list>[^，。；]{4,60}?)等?(?:[两三四五六七八九十]|\d{1,2})?[大项个]?"
    r"(?:主要|核心|重要|关键|经济|发展)*(?:指标|数据)\Z"
)


def indices(turn: Turn) -> bool:
    """产值、税收等三大主要指标，分别完成…: the indices that the clause before lists."""
    if turn.first.clause == 0 or turn.phrase or turn.count < 2:
        return False
    clause = turn.view.clauses[turn.first.clause - 1].span
    told = _INDICES.search(turn.view.plain(clause.start, clause.end).rstrip("，"))
    if told is None:
        return False
    at = clause.start + told.start("list")
    span = trim(turn.view, Span(at, clause.start + told.end("list")))
    found = _parts_of(turn.view.plain(span.start, span.end), turn.count)
    return bool(found) and turn.give(found, "given")


_OF_EACH = regex.compile(r"(?:均|都|双双|皆|各自?)[^，。；]{0,6}\Z")


def of_each(turn: Turn) -> bool:
    """投资和零售额均突破万亿元，分别达…: the number before was said of each of a list."""
    if turn.phrase or not turn.before:
        return False
    last = turn.before[-1]
    if _OF_EACH.search(turn.view.plain(last.left.start, last.start)) is None:
        return False
    found = _parts_of(last.indicator, turn.count)
    return bool(found) and turn.give(found, "given")


def earlier(turn: Turn) -> bool:
    """The things of the numbers before, in their order."""
    view, phrase = turn.view, turn.phrase
    owners_of = {} if phrase else view.subjects
    found = _last_things(owners_of, [d for d in turn.before if not d.streak], turn.count)
    if len(found) < turn.count:
        return False
    for source, draft in zip(found[-turn.count :], turn.drafts, strict=True):
        base = source.indicator
        draft.indicators = [compose(base, phrase) if phrase else base]
        draft.evidence = "given"
        holder = source.subject or (
            owners_of.get(source.clause) if source.clause != draft.clause else None
        )
        if holder is not None:
            draft.subject = holder
        anew = view.times_in(source.quantity.span.end, turn.first.start)
        if source.period and not draft.period and not anew:
            draft.period = source.period
    return True


def _last_things(
    owners: Mapping[int, Entity], before: Sequence[Draft], count: int
) -> Sequence[Draft]:
    """The numbers that a 分别 refers to: the last of each of the last `count` different things."""
    by_thing: dict[tuple[str, str], Draft] = {}
    for draft in before:
        if draft.indicator:
            named = draft.subject or owners.get(draft.clause)
            owner = named.canonical if named is not None else ""
            key = owner, draft.indicator
            if draft.saying.kind is Kind.LEVEL and draft.evidence == "own":
                by_thing.pop(key, None)  # told anew
            by_thing.setdefault(key, draft)
    things = list(by_thing.values())
    return things[-count:] if len(things) >= count else before


def one_thing(turn: Turn) -> bool:
    """The words before 分别 are no list: all are of the same."""
    text = turn.phrase or turn.noun_before
    return bool(text) and turn.give_all(text)
