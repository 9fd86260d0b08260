"""Sentence by sentence: numbers to drafts, drafts to facts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline import grid
from pipeline.facts import kinds, phrases, spread
from pipeline.facts.cells import of_cells
from pipeline.facts.confidence import confidence
from pipeline.facts.drafts import Draft, is_streak
from pipeline.facts.lexicon import any_of
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.modality import has_happened, modality
from pipeline.facts.periods import Periods
from pipeline.facts.references import reference
from pipeline.facts.sections import NO_SECTION, Section, section_of
from pipeline.facts.subjects import Subject, Subjects, main_subject
from pipeline.facts.view import NAME, NUMBER, View, named
from pipeline.model import (
    Block,
    BlockKind,
    Entity,
    EntityType,
    Fact,
    Kind,
    Modality,
    Quantity,
    Role,
    Span,
    Time,
)
from pipeline.segment import Word

_SKIPPED = (BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE)
_NO_TOPIC = frozenset(("大关", "台阶", "关口", "新高", "纪录", "记者", "成绩单", "消息", "方面"))
_PRONOUN = regex.compile(
    r"(?:(?:这|那|该|此)(?:一|个|项|些|类|里)?(?:比例|数字|数据|指标|占比|数值|增速|数|比重|规模|面积)?(?:还|也|又)?|其|它|"
    r"为期|新年|新一年|全年|一度|后者|前者|两者|三者|二者|上述|发生|全年发生|拿出|一年|一个|日均|月均|年均|人均|户均|平均|累计|合计|总计|共计)"
)
_SPOKEN = regex.compile(r"(?:说|表示|介绍|透露|认为|指出|称|获悉|了解到|告诉记者|坦言)\Z")
_POINTING = regex.compile(r"(?:后|前|这|上述|以上|前述|其他|其余)\Z")
_GIVEN = regex.compile(r"(?:将|主要|全部|都|已|均)*(?:给了?|用于|投向|投给|来自|源自|出自|流向|集中在|分布在|是|属于|做|从事|为|投到|花在)")
_FROM = regex.compile(rf"(?:来自|落户|位于|出自|属于|坐落)(?:于|在)?{NAME}+(?:的|有|共)*")
_CONJUNCTION = regex.compile(r"(?:、|和|与|及|以及|至|到|—|-|～|~|\s)*")


def find(
    text: str,
    blocks: Sequence[Block],
    words: Sequence[Word],
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    times: Sequence[Time],
    quantities: Sequence[Quantity],
    *,
    page_date: str | None = None,
) -> list[Fact]:
    """The facts of one article, in text order.

    text: the article's clean text; all spans count in it.  page_date: EDTF day or None.
    """
    names = named(entities)
    main = main_subject(text, blocks, names)
    subjects = Subjects(main)
    tabled = grid.cells(text)
    in_tables = {cell.span.start for cell in tabled}
    out: list[Fact] = []
    previous_block: Span | None = None
    carried = ""
    section = NO_SECTION
    for sentence in sentences:
        block = _block_of(blocks, sentence)
        if block is not None and block.kind in _SKIPPED:
            continue
        if block is not None and block.span != previous_block:
            subjects.paragraph()
            carried = ""
            previous_block = block.span
            section = section_of(text, block, times, section) or section
        inside = [q for q in quantities if sentence.contains(q.span)]
        if any(q.span.start in in_tables for q in inside):
            out.extend(of_cells(tabled, inside, section, main, sentence))
            inside = [q for q in inside if q.span.start not in in_tables]
        streaks = [q for q in inside if q.role is Role.FACT and is_streak(text, q)]
        view = View(
            text,
            sentence,
            [w for w in _between(words, sentence)],
            [q for q in inside if q not in streaks],
            [t for t in times if sentence.contains(t.span)],
            [n for n in names if sentence.contains(n.span)],
            streaks,
        )
        facts, carried = _sentence(view, subjects, carried, block, page_date, section)
        out.extend(facts)
    out.sort(key=lambda fact: fact.quantity.span)
    return out


def _between(words: Sequence[Word], span: Span) -> Sequence[Word]:
    first = bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect_left(words, span.end, key=lambda word: word.start)
    return words[first:last]


def _block_of(blocks: Sequence[Block], sentence: Span) -> Block | None:
    for block in blocks:
        if block.span.start <= sentence.start < block.span.end:
            return block
    return None


def _sentence(
    view: View,
    subjects: Subjects,
    carried: str,
    block: Block | None,
    page_date: str | None,
    section: Section,
) -> tuple[list[Fact], str]:
    """The facts of one sentence, and the indicator that the next may carry on."""
    subjects.sentence(view)
    view.subject_ends = [
        item.span.end for clause in view.clauses if (item := subjects.mention(view, clause))
    ]
    drafts = _drafts(view)
    by_clause: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_clause.setdefault(draft.clause, []).append(draft)
    _indicators(view, drafts, carried)
    spread.respectively(view, drafts)
    spread.each(view, drafts)
    periods = Periods(view, section.period)
    for draft in drafts:
        if draft.period is None:
            draft.period = periods.of(
                draft.start,
                draft.saying.kind,
                draft.left.start,
                source=draft.source,
                into=draft.saying.into,
            )
    _growth_periods(view, drafts)
    facts: list[Fact] = []
    for index, clause in enumerate(view.clauses):
        found = subjects.clause(view, clause)
        for draft in by_clause.get(index, []):
            before = view.plain(clause.span.start, draft.start)
            own = draft.subject or _local_name(view, draft)
            subject = subjects.here(
                own if own is not None else found, before, draft.saying.kind
            )
            facts.extend(_facts(view, draft, subject, page_date, block, section))
        for streak in view.streaks:
            if clause.span.contains(streak.span):
                draft = _streak_draft(view, streak, index)
                subject = subjects.here(found, "", Kind.LEVEL)
                facts.extend(_facts(view, draft, subject, page_date, block, section))
    last = next((d.indicator for d in reversed(drafts) if d.indicator), carried)
    return facts, last


def _streak_draft(view: View, quantity: Quantity, index: int) -> Draft:
    clause = view.clauses[index].span
    left = Span(clause.start, quantity.span.start)
    right = Span(quantity.span.end, clause.end)
    own = phrases.trim(view, left)
    label = view.plain(own.start, own.end) if len(own) else view.plain(right.start, right.end)
    saying = kinds.Saying(Kind.LEVEL, 1, len(left), "连续N年")
    draft = Draft(quantity, index, left, right, saying, streak=True)
    draft.indicators = ["连续" + label[:16]] if label else ["连续"]
    draft.evidence = "right"
    return draft


def _drafts(view: View) -> list[Draft]:
    drafts: list[Draft] = []
    for position, quantity in enumerate(view.quantities):
        if _POINTING.search(view.plain(max(view.span.start, quantity.span.start - 2), quantity.span.start)) and (
            regex.fullmatch(r"[两二三四五六七八九十](?:项|个|者|家|类|组|大|种|方面|笔|件|条|方|款|点|份|只|数)", quantity.text)
        ):
            continue
        index = view.clause_at(quantity.span.start)
        clause = view.clauses[index].span if view.clauses else view.span
        start = clause.start
        if position and view.quantities[position - 1].span.end > start:
            start = view.quantities[position - 1].span.end
        end = clause.end
        if position + 1 < len(view.quantities):
            end = min(end, view.quantities[position + 1].span.start)
        end = max(end, quantity.span.end)
        left = Span(min(start, quantity.span.start), quantity.span.start)
        right = Span(quantity.span.end, end)
        starts = frozenset(word.start - left.start for word in view.words(left.start, left.end))
        saying = kinds.classify(
            kinds.Left.of(view.mask(left.start, left.end), starts),
            view.mask(right.start, right.end),
            quantity,
        )
        draft = Draft(quantity, index, left, right, saying)
        before = drafts[-1] if drafts else None
        if before is not None and before.clause == index:
            _join(view, before, draft)
        draft.source = bool(
            regex.search(r"(?:由|从)[^，。；]{0,14}\Z", view.plain(left.start, left.end))
        ) and bool(regex.match(r"[^，。；]{0,10}?(?:到|至|为|成|缩|降|升|增|扩|变|压|添|提)", view.plain(quantity.span.end, min(view.span.end, quantity.span.end + 14))))
        drafts.append(draft)
    return drafts


def _join(view: View, before: Draft, draft: Draft) -> None:
    """The ends of a range, and numbers side by side, share what stands around them."""
    between = view.mask(before.quantity.span.end, draft.start)
    if draft.quantity.bound == "high" and before.quantity.bound == "low" and len(between) <= 2:
        draft.saying = replace(before.saying)
        draft.left = before.left
        before.right = draft.right
        draft.joined = True
        before.behind = None
    elif between == "" and draft.saying.kind is Kind.LEVEL:
        draft.left = before.left
        draft.saying = replace(before.saying)
        before.right = draft.right
    elif _CONJUNCTION.fullmatch(between) and draft.saying.rule in ("N", "N倍", "N成"):
        if before.saying.kind is not Kind.LEVEL and _same_sort(before.quantity, draft.quantity):
            draft.saying = replace(before.saying, cue=0, reference=None)


def _same_sort(a: Quantity, b: Quantity) -> bool:
    return a.base_unit == b.base_unit


def _indicators(view: View, drafts: Sequence[Draft], carried: str) -> None:
    """Gives each draft the phrase it is about."""
    last = ""
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else None
        if draft.joined and before is not None:
            draft.indicators, draft.evidence = list(before.indicators), before.evidence
            draft.own, draft.behind = before.own, before.behind
            continue
        start = draft.left.start
        if before is not None and before.evidence == "right" and before.behind is not None:
            start = max(start, min(before.behind.end, draft.left.start + draft.saying.cue))
        own = phrases.trim(view, Span(start, draft.left.start + draft.saying.cue))
        draft.own = own if len(own) else None
        if _takes_noun_behind(draft):
            draft.behind = phrases.behind(view, draft.right.start, draft.right.end)
            if draft.behind and view.plain(draft.behind.start, draft.behind.end) in _NO_TOPIC:
                draft.behind = None
        label, evidence = _choose(view, draft, last)
        if not label:
            label, evidence = _inherited(view, drafts, index, last, carried)
        if label in lexicon("measure"):
            label = spread.compose(last or _topic_before(view, draft), label)
        if evidence == "own" and last and _nominalised(view, draft):
            label = label + "的" + last
        if draft.quantity.base_unit in ("章", "条", "款") and regex.search(r"》?(?:共|分|计|全文)*\Z", view.plain(max(view.span.start, draft.start - 6), draft.start)) and "》" in view.plain(view.span.start, draft.start)[-12:]:
            label = draft.quantity.base_unit or label
        draft.indicators, draft.evidence = [label], evidence
        if draft.saying.kind is Kind.LEVEL and draft.quantity.base_unit == "%":
            if label.endswith(tuple(lexicon("part_noun"))) or (
                draft.saying.into and before is not None and before.saying.kind is Kind.SHARE
            ):
                draft.saying = replace(draft.saying, kind=Kind.SHARE)
        if label and not (draft.quantity.dimension == "duration" and evidence == "rest"):
            last = label


def _growth_periods(view: View, drafts: Sequence[Draft]) -> None:
    """A growth between two printed levels holds from the one's time to the other's."""
    for draft in drafts:
        if draft.saying.kind is not Kind.GROWTH or draft.saying.reference is not None:
            continue
        if regex.search(r"同比|环比|按年|年均", view.plain(draft.left.start, draft.start)):
            continue
        times = {
            other.period
            for other in drafts
            if other.saying.kind is Kind.LEVEL
            and other.period
            and regex.fullmatch(r"\d{4}(?:-\d\d)?", other.period)
            and set(other.indicators) & set(draft.indicators)
        }
        if len(times) == 2:
            draft.period = "/".join(sorted(times))


def _nominalised(view: View, draft: Draft) -> bool:
    """其中卖到省外的占47.5%: 的 with nothing behind stands for what was counted before."""
    own = draft.own
    if own is None or draft.behind is not None:
        return False
    rest = view.plain(own.end, draft.start)
    return bool(regex.match(r"的(?:，|就|也|则|又|还|便|共|约|已|只|仅|有|占|达|为|是|超|近|分别)*", rest)) and _verbal_inside(
        view, own
    )


def _verbal_inside(view: View, own: Span) -> bool:
    return any(word.tag == "v" for word in view.words(own.start, own.end))


def _topic_before(view: View, draft: Draft) -> str:
    """The topic of the nearest clause before without a number."""
    for index in range(draft.clause - 1, max(-1, draft.clause - 4), -1):
        clause = view.clauses[index].span
        if NUMBER in view.mask(clause.start, clause.end):
            return ""
        topic = _topic(view, clause)
        if topic:
            return topic
    return ""


def _takes_noun_behind(draft: Draft) -> bool:
    if draft.saying.behind:
        return True
    if draft.saying.kind not in (Kind.LEVEL, Kind.CHANGE):
        return draft.saying.rule == "N倍"
    return draft.quantity.dimension not in ("duration", "percentage point", "rank")


def _choose(view: View, draft: Draft, last: str) -> tuple[str, str]:
    """The phrase before or behind the number, and which it was."""
    own = draft.own
    behind = draft.behind
    own_text = view.wording(own) if own else ""
    behind_text = view.wording(behind) if behind else ""
    if own_text and behind_text in lexicon("measure"):
        return own_text + behind_text, "own"
    if _PRONOUN.fullmatch(own_text):
        own, own_text = None, ""
    if own_text in lexicon("hold"):
        own, own_text = None, ""
    coming = _FROM.search(view.mask(draft.left.start, draft.left.start + draft.saying.cue))
    if coming and not view.plain(draft.left.start + coming.end(), draft.start).strip("有共已达约"):
        at = view.mask(draft.left.start, draft.start).find(NAME)
        draft.subject = next(
            (n.entity for n in view.names if n.span.start == draft.left.start + at), None
        )
        own, own_text = None, ""
    if own is not None and not view.mask(own.start, own.end).strip(NAME):
        # a name alone is who, not what; it serves only where nothing else is said
        if last or behind_text or draft.saying.kind is not Kind.LEVEL or _anaphor(view, own):
            own, own_text = None, ""
    if draft.saying.behind and not behind_text:
        given = _GIVEN.match(view.plain(draft.right.start, draft.right.end))
        if given and (draft.saying.rule == "N成" or not own_text):
            noun = phrases.behind(view, draft.right.start + given.end(), draft.right.end)
            if noun:
                behind_text = view.plain(noun.start, noun.end)
    if draft.saying.rule == "多装N" and behind_text:
        verb = view.plain(draft.left.start + draft.saying.cue, draft.left.end)
        return regex.match(r"\p{Han}{0,4}?(?=约|近|超|$|\s)", verb).group() + behind_text, "right"  # type: ignore[union-attr]
    if draft.saying.behind and behind_text:
        return behind_text, "right"
    if draft.saying.rule == "是…的N%" and draft.saying.reference and not own_text:
        cue = view.plain(draft.left.start + draft.saying.cue, draft.left.end)
        if cue.startswith(("贡献", "撑起", "吸纳", "承担", "拿下", "包揽")):
            a, b = draft.saying.reference
            return view.plain(draft.left.start + a, draft.left.start + b), "own"
    if own_text and not behind_text:
        before_cue = view.plain(draft.left.start, draft.left.start + draft.saying.cue)
        if regex.search(r"的[有共已]*\Z", before_cue) and (
            own is not None and _verbal(view, own) and len(own) <= 4
        ):
            return "", ""
        return (own_text, "own") if _says_something(view, own) else ("", "")
    if behind_text and not own_text:
        return behind_text, "right"
    if own is not None and own_text and behind_text:
        raw = view.plain(draft.left.start, draft.left.start + draft.saying.cue).rstrip()
        if raw.endswith(("的", "了", "着", "过")) or _verbal(view, own):
            return behind_text, "right"
        if regex.search(rf"{any_of('hold')}了?\Z", own_text):
            return behind_text, "right"
        if behind is not None and not _noun_final(view, behind) and _noun_final(view, own):
            return own_text, "own"
        return behind_text, "right"
    return "", ""


def _anaphor(view: View, own: Span) -> bool:
    return any(n.span == own and n.mention.anaphor for n in view.names)


def _noun_final(view: View, span: Span) -> bool:
    pieces = view.words(span.start, span.end)
    return bool(pieces) and (
        pieces[-1].tag.startswith(("n", "j", "l", "i", "eng", "x")) or pieces[-1].tag == "vn" and len(pieces) > 1
    )


def _says_something(view: View, own: Span | None) -> bool:
    if own is None:
        return False
    text = view.plain(own.start, own.end)
    return bool(regex.search(r"\p{Han}{2}|[A-Za-z]{2}", text)) and text not in (
        "之一", "其中", "本次", "此次", "同时", "为此", "一方面",
    )


def _verbal(view: View, own: Span) -> bool:
    """Does the phrase end with a plain verb (引进, 率先打造)?"""
    pieces = view.words(own.start, own.end)
    if not pieces:
        return False
    tail = pieces[-1]
    return tail.tag in ("v", "vd", "vi", "d") or tail.text in lexicon("hold")


def _inherited(
    view: View, drafts: Sequence[Draft], index: int, last: str, carried: str
) -> tuple[str, str]:
    """Where a number's own words say nothing: the topic before it, the indicator before it, …"""
    draft = drafts[index]
    if last and index and drafts[index - 1].clause == draft.clause:
        return last, "carried"
    first = draft.clause
    while first > 0:
        clause = view.clauses[first - 1].span
        if NUMBER in view.mask(clause.start, clause.end):
            break
        topic = _topic(view, clause)
        if not topic and first == draft.clause:
            topic = _topic_head(view, clause)
        if not topic and view.clauses[first - 1].mark == "：":
            topic = _topic_tail(view, clause)
        if topic:
            own = draft.own
            if own is not None and _verbal(view, own) and len(own) <= 4 and not draft.behind:
                plain = view.plain(own.start, own.end)
                if plain not in lexicon("hold") and not _PRONOUN.fullmatch(plain):
                    return plain + topic, "topic"
            return topic, "topic"
        first -= 1
        if draft.clause - first >= 3:
            break
    if last:
        return last, "carried"
    rest = phrases.behind(view, draft.right.start, view.clauses[draft.clause].span.end)
    if rest:
        return view.plain(rest.start, rest.end), "right"
    if carried:
        return carried, "carried"
    clause = view.clauses[draft.clause].span
    plain = view.plain(draft.right.start, clause.end) or view.plain(clause.start, draft.start)
    return regex.sub(r"\s", "", plain)[:16], "rest"


def _topic(view: View, clause: Span) -> str:
    """The noun phrase of a clause without a number, if it is one."""
    plain = view.plain(clause.start, clause.end)
    if regex.match(r"按|据|根据|由于|因为|为了|随着|通过|经|除", plain.lstrip("\u3000 ")):
        return ""
    if _SPOKEN.search(plain) or any(
        n.entity.type is EntityType.PERSON for n in view.names_in(clause.start, clause.end)
    ):
        return ""
    quoted = regex.search(r"[“《](?P<in>[^“”《》]{4,24})[”》](?:中|里|上|内|显示|榜单?|名单)*\Z", plain)
    if quoted:
        return str(quoted["in"])
    span = phrases.trim(view, clause)
    text = view.plain(span.start, span.end)
    text = regex.sub(r"(?:中|里|上|内|方面)\Z", "", text)
    at = text.rfind("的")
    if 0 < at <= len(text) - 4 and any(
        w.tag == "v" for w in view.words(span.start, span.start + at)
    ):
        return text[at + 1 :]
    else:
        span = Span(span.start, span.start + len(text))
    if not 2 <= len(span) <= 20:
        return ""
    pieces = view.words(span.start, span.end)
    if not pieces or not phrases.nominal(pieces[-1]) or pieces[-1].text in _NO_TOPIC:
        return ""
    if any(word.tag in ("v", "d", "p", "r") and word.text not in ("新", "总") for word in pieces):
        return ""
    return view.plain(span.start, span.end)


def _topic_head(view: View, clause: Span) -> str:
    """The noun phrase that a clause begins with, before its verb."""
    span = phrases.trim(view, clause)
    end = span.start
    for word in view.words(span.start, span.end):
        if not phrases.nominal(word) or word.tag == "x":
            break
        end = word.end
    return view.plain(span.start, end) if end - span.start >= 4 else ""


def _topic_tail(view: View, clause: Span) -> str:
    """The noun phrase that a clause before a colon ends with."""
    start = clause.end
    for word in reversed(view.words(clause.start, clause.end)):
        if not phrases.nominal(word) or word.tag == "x":
            break
        start = word.start
    return view.plain(start, clause.end) if clause.end - start >= 2 else ""


def _local_name(view: View, draft: Draft) -> Entity | None:
    """A name right before one member of a list: 深圳园区3.02平方公里、香港园区0.87平方公里."""
    mask = view.mask(draft.left.start, draft.left.end)
    match = regex.match(rf"(?:、|和|与|及|而|以及|其中|，)*(?P<name>{NAME}+)", mask)
    if not match or draft.saying.kind is Kind.RANK:
        return None
    if match.end() < len(mask) and draft.left.start == view.clauses[draft.clause].span.start:
        return None
    if draft.saying.cue < match.end("name"):
        return None
    at = draft.left.start + match.start("name")
    for item in view.names:
        if item.span.start == at and item.entity.type in (
            EntityType.ZONE,
            EntityType.COMPANY,
            EntityType.PLACE,
        ):
            return item.entity
    return None


def _facts(
    view: View,
    draft: Draft,
    subject: Subject,
    page_date: str | None,
    block: Block | None,
    section: Section,
) -> list[Fact]:
    quantity = draft.quantity
    saying = draft.saying
    if quantity.value is None:
        return []
    clause = view.clauses[draft.clause].span
    period = draft.period or (section.period if not view.times else None)
    if quantity.base_unit == "a" and saying.kind is Kind.LEVEL and not view.times_in(
        draft.left.start, draft.start
    ):
        period = None  # a term of years holds by itself
    mood, _ = modality(view, quantity.span.start, quantity.span.end, clause.start)
    if section.goal and mood is Modality.ACTUAL and not has_happened(view, quantity.span.start):
        mood = Modality.TARGET
    if saying.target:
        mood = Modality.TARGET
    elif draft.source and regex.search(r"由|从", view.plain(draft.left.start, draft.left.end)):
        mood = Modality.ACTUAL
    if mood is Modality.ACTUAL and _not_yet(period, page_date):
        mood = Modality.TARGET
    value = quantity.value
    if saying.sign < 0 and saying.kind in (Kind.GROWTH, Kind.CHANGE) and value > 0:
        value = -value
    note = "headline" if block is not None and block.kind in (
        BlockKind.HEADLINE,
        BlockKind.KICKER,
    ) else ""
    out = []
    for indicator in draft.indicators or [""]:
        out.append(
            Fact(
                quantity=quantity,
                sentence=view.span,
                subject=subject.name,
                subject_type=subject.entity.type
                if subject.entity and subject.entity.rule != "named thing"
                else None,
                indicator=regex.sub(r"[\s\u3000]+", "", indicator)
                if not regex.search(r"[A-Za-z] [A-Za-z]", indicator)
                else indicator.strip(),
                kind=saying.kind,
                value=value,
                unit=quantity.unit,
                base_unit=quantity.base_unit,
                qualifier=quantity.qualifier,
                period=period,
                reference=reference(view, draft),
                modality=mood,
                rule=saying.rule,
                confidence=confidence(draft, subject.strength, period),
                note=note,
            )
        )
    return out


def _not_yet(period: str | None, page_date: str | None) -> bool:
    """A whole year or half-year that ends long after the page was printed is a plan."""
    if not period or not page_date or len(page_date) < 10:
        return False
    year, month = int(page_date[:4]), int(page_date[5:7])
    match = regex.fullmatch(r"(?:\d{4}/)?(\d{4})(?:-(?P<month>\d\d))?", period)
    if match is None:
        return False
    if match["month"]:
        return (int(match[1]), int(match["month"])) > (year, month)
    return int(match[1]) > year or (int(match[1]) == year and month <= 3)
