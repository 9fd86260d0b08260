"""分别 gives values out in order; 均, 都 and ranks over enumerations give one value to each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts.bounds import bound
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import words
from pipeline.facts.members import compose, members, twins
from pipeline.facts.phrases import trim
from pipeline.facts.realms import province, province_run
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import Entity, EntityType, Kind, Span

_EACH = regex.compile(r"(?:均|都|皆|各|双双|同为|同居|同列|同样|齐|一并|全部)")
_JOINT = regex.compile(r"、|以及|和|与|及|跟")
_THESE = regex.compile(
    r"(?:这|上述|以上|前述)(?P<n>[两二三四五六七八九十\d]+)[^，。；]{1,8}?(?:都|均|皆)"
)
_BOTH = regex.compile(
    r"(?:[这上]?述?[两二三四]项?(?:指标|者|数据|项)|指标|双方|两者|二者|三者|前述)"
)
"""What stands before 分别 and means the things before it."""
_AGAINST = regex.compile(rf"(?:\A|，)\s*(?:比|较|与|同(?!比)|跟)[^，。；{TIME}]{{1,20}}\Z")
"""比省、市平均水平分别高出…: whom the numbers are measured against names nothing."""
_DIGITS = {
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def respectively(view: View, drafts: Sequence[Draft]) -> None:
    """Gives the numbers behind 分别 to what stands before it, in order."""
    for index, draft in enumerate(drafts):
        mask = view.mask(draft.left.start, draft.left.end)
        said = regex.search(
            r"(?:分别|依次|各自|各(?=[增降涨跌达为升下])|(?<![总得评均积满])分(?=[列居获占]))(?!是指)(?=[^别依]*\Z)",
            mask,
        )
        if said is None:
            continue
        at = said.start()
        group = [draft]
        for following in drafts[index + 1 :]:
            between = view.mask(group[-1].quantity.span.end, following.start)
            alike = following.quantity.base_unit == draft.quantity.base_unit
            bare = alike and between == "，"  # 分别为486亿元，642亿元，973亿元
            if following.clause != draft.clause and "，" in between and not bare:
                break
            if len(between) > 16 or regex.search(r"[。；！？]", between):
                break
            group.append(following)
        if said.group() == "各" and len(group) < 2:
            continue
        _inherit(view, group)
        _same_bound(view, group, draft.left.start + at)
        firsts = [one for one in group if one.quantity.bound != "high"]
        _give(view, drafts[:index], firsts, draft.left.start + at)
        for low, high in itertools.pairwise(group):
            if high.quantity.bound == "high":  # 分别为3万—3.2万辆、2.5万—2.6万辆
                high.indicators, high.evidence = list(low.indicators), low.evidence
                high.subject, high.period = low.subject, low.period


def _same_bound(view: View, group: Sequence[Draft], at: int) -> None:
    """分别不低于0.8亿元、1.1亿元和1.4亿元: the bound holds for all."""
    found = bound(view.plain(at, group[0].start))
    for draft in group[1:] if found else ():
        if draft.joined:
            draft.qualifier = found


_ONLY_JOINED = regex.compile(r"[、和与及，\s]*(?:约|近|超过?|逾|达)?")


_SIDE_BY_SIDE = regex.compile(r"[、和与及\s]+(?:约|近|超过?|逾|达)?")


def _joined_runs(view: View, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Numbers of one unit with only a conjunction between them, run by run."""
    group: list[Draft] = []
    for draft in drafts:
        if group:
            between = view.mask(group[-1].quantity.span.end, draft.start)
            alike = draft.quantity.base_unit == group[0].quantity.base_unit
            if not alike or not _SIDE_BY_SIDE.fullmatch(between):
                yield group
                group = []
        group.append(draft)
    if group:
        yield group


def side_by_side(view: View, drafts: Sequence[Draft]) -> None:
    """城镇、农村居民人均收入达5.18万元和3.06万元: as many values as members, without 分别."""
    for group in _joined_runs(view, drafts):
        first = group[0]
        if len(group) < 2 or first.evidence != "own" or len(first.indicators) != 1:
            continue
        if first.own is None or view.mask(first.own.start, first.own.end).count(NUMBER):
            continue
        partners = _partners(view, first, first.own, len(group))
        if partners:
            _inherit(view, group)
            traded = first.indicator
            for partner, draft in zip(partners, group, strict=True):
                draft.indicators, draft.evidence = [partner + traded], "given"
            continue
        parts = members(first.indicator)
        if len(parts) == len(group) and all(2 <= len(part) <= 24 for part in parts):
            _inherit(view, group)
            for part, draft in zip(parts, group, strict=True):
                draft.indicators, draft.evidence = [part], "given"


def _partners(view: View, first: Draft, own: Span, count: int) -> list[str]:
    """对东盟、欧盟出口3412亿元和2256.8亿元: each partner with what leads to it."""
    mask = view.mask(first.left.start, own.start)
    listed = regex.search(
        rf"(?P<to>[对向自从与])(?P<names>{NAME}+(?:(?:、|和|与|及){NAME}+)+)\Z", mask
    )
    if listed is None:
        return []
    start = first.left.start + listed.start("names")
    names = view.names_in(start, own.start)
    return [listed["to"] + n.mention.text for n in names] if len(names) == count else []


_TOLD_AGAIN = (Kind.GROWTH, Kind.RANK, Kind.SHARE)


def in_turn(view: View, drafts: Sequence[Draft]) -> None:
    """人均收入分别达41260元、22380元，增长4.9%、6.8%: a list behind a list goes on in its order."""
    for start in range(1, len(drafts)):
        stop = start + 1
        while stop < len(drafts) and _follows(view, drafts[stop - 1], drafts[stop]):
            stop += 1
        count = stop - start
        group, told = drafts[start:stop], drafts[max(0, start - count) : start]
        if count < 2 or len(told) < count or group[0].saying.kind not in _TOLD_AGAIN:
            continue
        if any(d.saying.kind is not group[0].saying.kind for d in group):
            continue
        if any(d.saying.kind is not Kind.LEVEL or d.streak for d in told):
            continue
        if not all(_follows(view, a, b) for a, b in itertools.pairwise(told)):
            continue
        things = [(d.subject.canonical if d.subject else "", d.indicator) for d in told]
        said = {d.indicator for d in group}
        silent = said <= {indicator for _, indicator in things} or group[0].evidence == "carried"
        if len(set(things)) == count and silent:
            for source, draft in zip(told, group, strict=True):
                draft.indicators, draft.evidence = [source.indicator], "given"
                draft.subject = source.subject or draft.subject


def _follows(view: View, before: Draft, draft: Draft) -> bool:
    between = view.mask(before.quantity.span.end, draft.start)
    return bool(between) and _ONLY_JOINED.fullmatch(between) is not None


def _inherit(view: View, group: Sequence[Draft]) -> None:
    """A member joined by a bare conjunction says of its number what the one before says."""
    for before, draft in itertools.pairwise(group):
        between = view.mask(before.quantity.span.end, draft.start)
        if regex.fullmatch(r"[、和与及，以\s约近超逾]*", between):
            draft.saying = replace(before.saying, cue=0, reference=None)
            draft.joined = True


_TOWARD = regex.compile(r"(?P<to>对|向|自|从|与|同|往|由|在)\Z")


_LISTED = regex.compile(
    r"(?P<to>[对向自从])(?P<names>\p{Han}{2,8}(?:、\p{Han}{2,8})*(?:、|和|与|及|以及)\p{Han}{2,8}?)"
    r"(?P<said>(?:的)?(?:进出口|出口|进口|投资|贸易)?)\Z"
)
"""对东盟、中东分别出口…: partners that are no names of the lists."""


def _behind_all(view: View, group: Sequence[Draft]) -> str:
    """分别出口83亿元、71亿元: the verb between 分别 and the first number."""
    match = regex.search(
        r"(?:分别|依次|各自)(?P<verb>\p{Han}{2,12}?)(?:了|约|近|达|超过?|逾|为)*\s*\Z",
        view.plain(group[0].left.start, group[0].start),
    )
    return match["verb"] if match else ""


_RUN = regex.compile(rf"(?P<run>{province_run()})(?P<what>\p{{Han}}{{2,10}}?)(?:则|也|都)?\Z")
"""江浙沪出口分别增长…: one number for each of the provinces."""
_DOES = regex.compile(r"(?:完成|实现|达到?|取得)(?=\p{Han}{2})")
_APPOSED = regex.compile(r"(?:这)?[两二三四五六七八九十\d](?:个|家|大)?\p{Han}{1,3}")


_TOP_BEHIND = regex.compile(
    r"(?:等)?前[两三四五六七八九十\d]+[大个](?:主要)?(?:市场|伙伴|贸易伙伴)\Z"
)
_THEM = regex.compile(r"(?:主要)?(?:指标|数据|数字)")
"""两项指标分别增长…: who are only counted again are none of those that the numbers belong to."""


_TOP = regex.compile(
    r"(?:等)?(?:前[两三四五六七八九十\d]+)?[大个](?:主要)?(?:市场|伙伴|贸易伙伴|经济体)"
)
_THOSE = regex.compile(
    r"(?P<to>[对向自从与])(?:上述|这些|以上|前述)[^，。；（]{2,6}(?:（[^（）]*）)?(?P<said>\p{Han}{0,6})\Z"
)
"""对上述国家（地区）分别进出口…: the partners of the clause before, in its order."""
_SUCH = regex.compile(
    r"(?P<list>[^，。；：]{2,60}?)等(?:各项|主要|多项|几项|重点|优势)?(?:经济)?"
    r"(?:(?:指标|数据|数字)[^，。；、]{0,4}|(?:类?产品|商品|行业|产业|领域|业务|品类)(?P<tail>\p{Han}{0,6}))\Z"
)
"""工业总产值、税收收入等各项指标同比依次增长…: each of the list has its number."""


def _give(view: View, before: Sequence[Draft], group: Sequence[Draft], at: int) -> None:
    count = len(group)
    first = group[0]
    before = [d for d in before if not _THEM.match(d.indicator)]
    if _years(view, group, at):
        return
    partners = _THOSE.search(view.plain(first.left.start, at))
    meant = _meant_before(view, first, count) if partners is not None else []
    if partners is not None and meant:
        said = partners["said"] or _behind_all(view, group)
        for partner, draft in zip(meant, group, strict=True):
            draft.indicators, draft.evidence = [partners["to"] + partner + said], "own"
        return
    such = _SUCH.search(view.plain(first.left.start, at))
    if such is not None:
        start = first.left.start
        listed_in = trim(view, Span(start + such.start("list"), start + such.end("list")))
        shared = regex.sub(r"同比|环比", "", such["tail"] or "")
        parts = [one + shared for one in members(view.plain(listed_in.start, listed_in.end))]
    if such is not None and len(parts) == count > 1:
        for part, draft in zip(parts, group, strict=True):
            draft.indicators, draft.evidence = [part], "own"
        return
    run = _RUN.match(view.plain(first.left.start, at).lstrip("\u3000"))
    if run is not None and len(run["run"]) == count > 1:
        for character, draft in zip(run["run"], group, strict=True):
            draft.subject = province(character)
            draft.indicators, draft.evidence = [run["what"]], "own"
        return
    phrase_span = trim(view, Span(first.left.start, at))
    phrase = view.plain(phrase_span.start, phrase_span.end)
    last = next((d.indicator for d in reversed(before) if d.indicator), "")
    if last and _AGAINST.search(view.mask(first.left.start, at)):
        for draft in group:
            draft.indicators, draft.evidence = [last], "carried"
        return
    if _BOTH.fullmatch(phrase):
        phrase = ""
    mask = view.mask(first.left.start, at)
    names = [
        n
        for n in view.names_in(first.left.start, at)
        if regex.match(r"(?:、|和|与|及|，|的|[^、和与及]*\Z)", view.mask(n.span.end, at) or "，")
    ]
    listed = regex.fullmatch(
        rf"[^{NAME}]{{0,10}}?(?:{NAME}+(?:、|和|与|及|，)?){{{count}}}(?P<tail>[^{NAME}]*)", mask
    )
    if listed and len(names) >= count:
        toward = _TOWARD.search(view.plain(first.left.start, names[-count].span.start))
        if toward is not None:  # 对东盟、欧盟分别出口…: whom it went to is part of what is counted
            apposed = _TOP.match(view.plain(names[-1].span.end, at))
            tail = trim(view, Span(names[-1].span.end + (apposed.end() if apposed else 0), at))
            said = view.plain(tail.start, tail.end) or _behind_all(view, group)
            for name, draft in zip(names[-count:], group, strict=False):
                draft.indicators = [toward["to"] + name.mention.text + said]
                draft.evidence = "own"
            return
        for name, draft in zip(names[-count:], group, strict=False):
            draft.subject = name.entity
        tail = trim(view, Span(names[-1].span.end, at))
        shared = view.plain(tail.start, tail.end)
        if not len(tail) and last and first.saying.kind is Kind.RANK:
            for draft in group:  # 甲、乙分列第二和第三
                draft.indicators, draft.evidence = [last], "carried"
        if _APPOSED.fullmatch(shared):  # 杭州、宁波两市分别增长…: what grew stands before
            for draft in group:
                draft.indicators = [
                    next((d.indicator for d in reversed(before) if d.indicator), "")
                ]
                draft.evidence = "carried"
        elif len(tail):
            rest = regex.match(
                rf"等\p{{Han}}{{0,10}}?{TIME}+(?:的|全年)?", view.mask(tail.start, tail.end)
            )
            if rest:  # 甲、乙等龙头企业2023年产值
                tail = Span(tail.start + rest.end(), tail.end)
            for draft in group:
                draft.indicators = [view.plain(tail.start, tail.end)]
                draft.evidence = "own"
        return
    partners = _LISTED.search(view.plain(first.left.start, at))
    if partners is not None:
        names_said = _TOP_BEHIND.sub("", partners["names"])
        listed_names = regex.split(r"、|以及|和|与|及", names_said)
        if len(listed_names) == count:
            said = partners["said"].lstrip("的") or _behind_all(view, group)
            for name, draft in zip(listed_names, group, strict=True):
                draft.indicators, draft.evidence = [partners["to"] + name + said], "own"
            return
    parts = (twins(phrase) or members(phrase)) if phrase else []
    if len(parts) == count and count > 1:
        for part, draft in zip(parts, group, strict=True):
            draft.indicators = [part]
            draft.evidence = "own"
        return
    owners = _owners_before(view, first, count)
    if owners and (not phrase or phrase in words("hold")):
        counted = next(
            (
                d.indicator
                for d in reversed(before)
                if d.saying.kind is Kind.LEVEL
                and d.quantity.base_unit == first.quantity.base_unit
                and d.indicator
            ),
            phrase,
        )
        for owner, draft in zip(owners, group, strict=True):
            draft.subject, draft.indicators, draft.evidence = owner, [counted], "given"
        return
    told = _told_before(view, first, phrase, count)
    if told:
        for part, draft in zip(told, group, strict=True):
            draft.indicators = [part]
            draft.evidence = "given"
        return
    owners_of = {} if phrase else view.subjects
    earlier = _last_things(owners_of, [d for d in before if not d.streak], count)
    if len(earlier) >= count:
        for source, draft in zip(earlier[-count:], group, strict=True):
            base = source.indicator
            draft.indicators = [compose(base, phrase) if phrase else base]
            draft.evidence = "given"
            holder = source.subject or (
                owners_of.get(source.clause) if source.clause != draft.clause else None
            )
            if holder is not None:
                draft.subject = holder
            anew = view.times_in(source.quantity.span.end, first.start)
            if source.period and not draft.period and not anew:
                draft.period = source.period
        return
    if phrase:
        for draft in group:
            draft.indicators = [phrase]
            draft.evidence = "own"


_ARE = regex.compile(r"[\s\u3000]*(?P<list>[\p{Han}、]{5,60}?)(?:是|为|仍是|仍为|成为|依次)")


def _meant_before(view: View, first: Draft, count: int) -> list[str]:
    """东盟、美国、欧盟是前三大伙伴，…: the list that the clause before begins with."""
    if first.clause == 0:
        return []
    clause = view.clauses[first.clause - 1].span
    match = _ARE.match(view.plain(clause.start, clause.end))
    parts = members(match["list"]) if match else []
    return parts if len(parts) == count > 1 else []


def _owners_before(view: View, first: Draft, count: int) -> list[Entity]:
    """广东、江苏、湖南三地数量居前三，分别拥有…: the list of the clause before, in its order."""
    if first.clause == 0:
        return []
    clause = view.clauses[first.clause - 1].span
    names = [
        n
        for n in view.names_in(clause.start, clause.end)
        if n.entity.type in (EntityType.PLACE, EntityType.ZONE, EntityType.COMPANY)
    ]
    joined = all(
        regex.fullmatch(r"、|和|与|及|以及", view.mask(a.span.end, b.span.start))
        for a, b in itertools.pairwise(names)
    )
    return [n.entity for n in names] if joined and len(names) == count > 1 else []


_GROWS = regex.compile(
    r"(?:均|都|双双|齐|一同|同步|保持|实现|呈现?|稳步|持续|较快|快速|同比|大幅|小幅|明显|有所|继续)*"
    r"(?:两位数)?(?:增长|上升|上涨|提升|提高|下降|下滑|回落|增加|减少|走高|走低|飘红|正增长|负增长)[^，。；]{0,4}\Z"
)


def _told_before(view: View, first: Draft, phrase: str, count: int) -> list[str]:
    """营收、净利润双双增长，增幅分别为…: the clause before names what the growths are of."""
    if first.clause == 0 or (phrase and phrase not in words("measure")):
        return []
    clause = view.clauses[first.clause - 1].span
    if NUMBER in view.mask(clause.start, clause.end):
        return []
    grows = _GROWS.search(view.plain(clause.start, clause.end))
    stop = clause.start + grows.start() if grows else clause.end
    span = trim(view, Span(clause.start, stop))
    named = view.plain(span.start, span.end)
    parts = (twins(named) or members(named)) if named else []
    return parts if len(parts) == count > 1 else []


def _last_things(
    owners: Mapping[int, Entity], before: Sequence[Draft], count: int
) -> Sequence[Draft]:
    """The numbers that a 分别 refers to: the last of each of the last `count` different things."""
    by_thing: dict[tuple[str, str], Draft] = {}
    for draft in before:
        if draft.indicator:
            named = draft.subject or owners.get(draft.clause)
            owner = named.canonical if named is not None else ""
            by_thing.setdefault((owner, draft.indicator), draft)
    things = list(by_thing.values())
    return things[-count:] if len(things) >= count else before


_QUARTERS = regex.compile(r"(?:四个|各个?|一至四|1[—–-]4)季度")


def _years(view: View, group: Sequence[Draft], at: int) -> bool:
    """2020年至2022年营业收入分别为…: one value a year."""
    count = len(group)
    times = [t for t in view.times_in(view.span.start, at) if t.edtf]
    years: list[str] = []
    if times:
        last = times[-1].edtf or ""
        match = regex.fullmatch(r"(\d{4})/(\d{4})", last)
        if match and int(match[2]) - int(match[1]) + 1 == count:
            years = [str(year) for year in range(int(match[1]), int(match[2]) + 1)]
    quarters = _QUARTERS.search(view.plain(group[0].left.start, at))
    said = next((t.edtf for t in reversed(times) if regex.fullmatch(r"\d{4}", t.edtf or "")), None)
    if not years and count == 4 and quarters and said:
        years = [f"{said}-Q{number}" for number in range(1, 5)]
    if not years and len(times) >= count > 1:
        tail = times[-count:]
        joined = all(
            regex.fullmatch(r"[、和与及，\s]*", view.plain(a.span.end, b.span.start))
            for a, b in itertools.pairwise(tail)
        )
        if joined:
            years = [t.edtf or "" for t in tail]
    if not years:
        return False
    for year, draft in zip(years, group, strict=True):
        draft.period = year
    phrase = trim(view, Span(group[0].left.start, at))
    text = view.wording(phrase)
    said = _behind_all(view, group)
    if said and (done := _DOES.match(said)) is not None:
        text = said[done.end() :]  # 甲区分别完成工业投资70亿元、93亿元
    if text:
        for draft in group:
            draft.indicators = [text]
            draft.evidence = "own"
    return bool(text)


def each(view: View, drafts: Sequence[Draft]) -> None:
    """均, 都 and ranks behind an enumeration: the number is said of each member."""
    for index, draft in enumerate(drafts):
        if draft.streak or draft.joined:
            continue
        mask = view.mask(draft.left.start, draft.left.end)
        clause_start = view.clauses[draft.clause].span.start
        these = _THESE.search(view.plain(clause_start, draft.start))
        if these:
            wanted = int(these["n"]) if these["n"].isdigit() else _DIGITS.get(these["n"], 0)
            seen = list(dict.fromkeys(d.indicator for d in drafts[:index] if d.indicator))
            if len(seen) >= wanted > 0:
                draft.indicators = seen[-wanted:]
                draft.evidence = "given"
            continue
        shared = bool(_EACH.search(mask))
        if draft.saying.kind is not Kind.RANK and not shared:
            continue
        chain = _chain(view, drafts, index)
        if chain and (shared or draft.saying.kind is Kind.RANK):
            draft.indicators = (
                list(dict.fromkeys(d.indicator for d in chain if d.indicator)) or draft.indicators
            )
            continue
        measure = _bare_measure(view, draft)
        if (draft.evidence != "own" or measure) and shared:
            listed = _listed(view, drafts, index)
            if listed and measure:
                draft.indicators = [compose(item, measure) for item in listed]
                continue
            if listed:
                draft.indicators, draft.evidence = listed, "given"
                continue
        if len(draft.indicators) == 1 and draft.evidence == "own":
            parts = members(draft.indicators[0])
            if len(parts) > 1 and all(2 <= len(part) <= 24 for part in parts):
                draft.indicators = parts


def _bare_measure(view: View, draft: Draft) -> str:
    """数量均居首位: the number's own words name a measure alone."""
    text = view.plain(draft.own.start, draft.own.end) if draft.own is not None else ""
    return text if text in words("measure") else ""


def _chain(view: View, drafts: Sequence[Draft], index: int) -> list[Draft]:
    """The numbers right before, joined by 、 or 和, whose nouns the words before this one close."""
    draft = drafts[index]
    chain: list[Draft] = []
    for before in reversed(drafts[:index]):
        if before.clause != draft.clause or before.behind is None:
            break
        nearest = chain[0] if chain else draft
        between = view.mask(before.behind.end, nearest.start)
        if chain and not regex.fullmatch(r"(?:、|和|与|及|以及|\s)+", between):
            break
        chain.insert(0, before)
    return chain if len(chain) > 1 else []


def _listed(view: View, drafts: Sequence[Draft], index: int) -> list[str]:
    """What the clauses before enumerate: A三家、B五家，都…; or A的数量、B，在…都…."""
    draft = drafts[index]
    before = [d for d in drafts[:index] if d.clause >= draft.clause - 1 and d.clause < draft.clause]
    chain = [d for d in before if not d.streak]
    if len(chain) > 1:
        gaps = [
            view.plain(a.quantity.span.end, b.left.start + b.saying.cue)
            for a, b in itertools.pairwise(chain)
        ]
        if all("、" in gap or "和" in gap for gap in gaps):
            return list(dict.fromkeys(d.indicator for d in chain if d.indicator))
    found: list[str] = []
    for clause in view.clauses[: draft.clause]:
        if NUMBER in view.mask(clause.span.start, clause.span.end):
            found = []
            continue
        span = trim(view, clause.span)
        text = view.plain(span.start, span.end)
        if not text or regex.search(r"[。；：]", clause.mark):
            found = []
            continue
        pieces = view.words(span.start, span.end)
        if pieces and pieces[-1].tag.startswith("n"):
            found.extend(members(text))
    return found if len(found) > 1 else []
