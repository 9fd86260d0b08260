"""Whose indicator it is: the name in subject position, carried where a clause has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of
from pipeline.facts.things import thing
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View
from pipeline.model import Block, BlockKind, Entity, EntityType, Kind

_OWNERS = (EntityType.ZONE, EntityType.COMPANY, EntityType.PLACE, EntityType.ORG)

# a name behind one of these is an adjunct, not the subject
_ADJUNCT = regex.compile(
    r"(?:据|对|与|和|同|跟|向|给|给予|于|到|至|落户|来自|源自|占|比|较|从|被|经|由|获|受|帮助|助力|支持|"
    r"服务|面向|针对|按|按照|根据|依据|通过|随着|除|围绕|连接|辐射|覆盖|毗邻|携手|联合|会同|依托|为|替|"
    r"抵达|飞往|发往|运往|出口|进口|投向|流向|赴|投资|收购|控股|参股|旗下|引进|引入|邀请|吸引|授予|进入|离开|"
    r"高于|低于|超过|多于|少于|领先|领跑|位居|居|列|排|属于|隶属|纳入|入选|获得|签约|合作)\Z"
)
_LOCATIVE = regex.compile(r"(?:在|位于|地处|于)\Z")
_JOINT = regex.compile(r"(?:、|和|与|及|以及|，)\Z")

_FRAME_TAIL = regex.compile(rf"[^，。；{NUMBER}]{{0,14}}?(?:{any_of('frame')})")
_TITLE_TAIL = regex.compile(
    r"[^，。；、]{0,10}?(?:负责人|董事长|总经理|总裁|主任|局长|书记|院长|校长|所长|会长|秘书长|主席|经理|总监|首席|"
    r"创始人|发言人|教授|专家|分析师|研究员|工程师|科长|处长|厅长|部长|市长|区长|县长|行长)"
)


# an agency speaks of its realm, not of itself
_AGENCY = regex.compile(
    r"(?:管委会|管理委员会|党工委|政府|委员会|[^邮]局|厅|部|办|办公室|署|海关|委|法院|检察院|纪委|人大|政协|国务院|央行|部门|调查队|总队|中心支行|统计局)\Z"
)


_SPEAKS_FOR = regex.compile(rf"{_AGENCY.pattern}|人民代表大会|代表大会|会议\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a fact is about. strength: `clause`, `sentence`, `carried`, `main` or `none`."""

    name: str | None
    entity: Entity | None
    strength: str


NOBODY = Subject(None, None, "none")


@cache
def _realm() -> regex.Pattern[str]:
    """全国 and the like right before what is counted."""
    return regex.compile(
        r"(?P<realm>全国|全球|全世界|世界|我国|国内)(?:的|各地|范围内)?(?:共|共有|有|现有|已有|约|超|近|逾|达)*\Z"
    )


_REALM_FIRST = regex.compile(r"(?P<realm>全国|全球|全世界|我国)(?:的|共有|现有|已有)")


def main_subject(text: str, blocks: Sequence[Block], names: Sequence[Named]) -> Entity | None:
    """The article's own subject: who its headline names, else who is named first and most."""
    scores: Counter[int] = Counter()
    first: dict[int, int] = {}
    entities: dict[int, Entity] = {}
    headline = [b.span for b in blocks if b.kind in (BlockKind.HEADLINE, BlockKind.KICKER)]
    aside = [
        b.span
        for b in blocks
        if b.kind in (BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE)
    ]
    body_start = min((b.span.start for b in blocks if b.kind is BlockKind.BODY), default=0)
    body_end = next((text.find("。", body_start) for _ in "1"), -1)
    places = [item.entity for item in names if item.entity.type is EntityType.PLACE]
    for item in names:
        entity = item.entity
        if entity.type is EntityType.ORG and _SPEAKS_FOR.search(entity.canonical):
            # an agency stands for its realm: 某市统计局 for 某市
            realm = next(
                (
                    p
                    for p in places
                    if any(entity.canonical.startswith(n) for n in (p.canonical, *p.aliases))
                ),
                None,
            )
            if realm is None:
                continue
            entity = realm
        if entity.type not in _OWNERS:
            continue
        if entity.type is EntityType.ORG and _FRAME_TAIL.match(
            text[item.span.end : item.span.end + 24]
        ):
            continue  # who publishes a figure is not who it is about
        if any(span.contains(item.span) for span in aside):
            continue
        key = id(entity)
        entities[key] = entity
        first.setdefault(key, item.span.start)
        weight = {
            EntityType.ZONE: 3,
            EntityType.COMPANY: 3,
            EntityType.PLACE: 2,
            EntityType.ORG: 1,
        }[entity.type]
        if entity.type is EntityType.COMPANY and item.span.start > len(text) // 2:
            weight = 1
        in_headline = any(span.contains(item.span) for span in headline)
        scores[key] += weight * (6 if in_headline else 1)
        before = text[max(0, item.span.start - 3) : item.span.start]
        at_head = regex.search(r"(?:^|[。！？\n，；　 ])\Z", before) is not None
        if at_head and not in_headline:
            scores[key] += 2 * weight
        if at_head and body_start <= item.span.start <= (body_end if body_end > 0 else len(text)):
            scores[key] += 2 * weight
        if _ADJUNCT.search(before):
            scores[key] -= weight
    if not scores:
        return None
    best = min(scores, key=lambda key: (-scores[key], first[key]))
    return entities[best]


class Subjects:
    """Walks an article's sentences and knows at each number who is spoken of."""

    def __init__(self, main: Entity | None) -> None:
        self._main = main
        self._current: Entity | None = None
        self._sentence: Entity | None = None

    def paragraph(self) -> None:
        """A new paragraph speaks of the article's subject until it names another."""
        self._current = None

    def headline(self) -> None:
        self._current = None

    def sentence(self, view: View) -> None:
        self._sentence = None
        self._view = view

    def clause(self, view: View, clause: Clause) -> Entity | None:
        """Takes in one clause; returns the name in its subject position, if there is one."""
        item = self.mention(view, clause)
        if item is None:
            return None
        found = self._meant(item)
        self._sentence = found
        counted = NUMBER in view.mask(clause.span.start, clause.span.end)
        if counted or found.type is not EntityType.ORG:
            self._current = found
        return found

    def _meant(self, item: Named) -> Entity:
        """该区, 公司 mean the article's own subject before any other of their kind."""
        main = self._main
        if (
            item.mention.anaphor
            and main is not None
            and main.type is item.entity.type
            and self._current is not item.entity
        ):
            return main
        return item.entity

    def mention(self, view: View, clause: Clause) -> Named | None:
        """The name in subject position of a clause: an entity's, else that of a named thing."""
        item = self._entity_mention(view, clause)
        if item is None or (not item.mention.anaphor and item.entity.type is EntityType.PLACE):
            return thing(view, clause) or item
        return item

    def _entity_mention(self, view: View, clause: Clause) -> Named | None:
        names = view.names_in(clause.span.start, clause.span.end)
        number = view.mask(clause.span.start, clause.span.end).find(NUMBER)
        limit = clause.span.start + number if number >= 0 else clause.span.end
        for item in names:
            if item.span.start >= limit:
                break
            role = _position(view, clause, item)
            if (
                item.entity.type is EntityType.PLACE
                and self._main is not None
                and self._main.type is EntityType.COMPANY
            ):
                continue
            if role == "frame" and item.entity.type in (EntityType.ZONE, EntityType.COMPANY):
                return item
            if role == "subject":
                return item
            if (
                role == "locative"
                and self._sentence is None
                and (
                    item.entity.type is EntityType.ZONE
                    or self._main is None
                    or self._main.type is EntityType.PLACE
                )
            ):
                return item
        return None

    def here(self, clause_subject: Entity | None, before: str, kind: Kind) -> Subject:
        """The subject of a number. before: plain text left of it within its clause."""
        realm = None
        if kind is Kind.LEVEL:
            realm = _realm().search(before) or _REALM_FIRST.match(before)
        if realm:
            return Subject(realm["realm"], None, "clause")
        if clause_subject is not None:
            return Subject(clause_subject.canonical, clause_subject, "clause")
        if self._sentence is not None:
            return Subject(self._sentence.canonical, self._sentence, "sentence")
        if self._current is not None:
            return Subject(self._current.canonical, self._current, "carried")
        if self._main is not None:
            return Subject(self._main.canonical, self._main, "main")
        return NOBODY


def _position(view: View, clause: Clause, item: Named) -> str:
    """`subject`, `locative`, `frame` or `adjunct`: where in its clause a name stands."""
    entity = item.entity
    before = view.mask(clause.span.start, item.span.start)
    aside = regex.match(r"（[^（）]*）", view.plain(item.span.end, clause.span.end))
    behind = item.span.end + (aside.end() if aside else 0)
    after = view.plain(behind, clause.span.end)
    after_mask = view.mask(behind, clause.span.end)
    bare = regex.sub(rf"[{TIME}\s\u3000“”‘’\"'《》、，]", "", before)
    bare = regex.sub(
        r"^(?:其中|此外|同时|目前|当前|如今|而|但|另外|另|据悉|截至|截止|自|以来|年以来|本报讯|近日|日前|同期|"
        r"图为|本报讯|今年|去年|年内|全年|也|还|已|在此期间|上半年|下半年|期间)+",
        "",
        bare,
    )
    if entity.type is EntityType.ORG and _AGENCY.search(entity.canonical):
        return "frame"
    if entity.type is EntityType.PERSON:
        return (
            "subject"
            if not bare and regex.match(r"(?:[（(][^）)]*[）)])?(?:持股|持有|占股)", after)
            else "adjunct"
        )
    if _FRAME_TAIL.match(after) and not regex.match(
        r"(?:的)?[^，。；]{0,12}(?:达|增长|下降|占)", after
    ):
        if entity.type is EntityType.ORG or entity.type is EntityType.PLACE:
            return "frame"
        return "frame" if bare == "" or bare.endswith(("从", "据", "记者从")) else "adjunct"
    if _TITLE_TAIL.match(after):
        return "subject" if entity.type is EntityType.COMPANY and not bare else "frame"
    if bare and (_ADJUNCT.search(bare) or _behind_verb(view, clause, item)):
        return "adjunct"
    if regex.match(
        rf"[^，。；、]{{0,6}}?(?:(?:、|和|与|及){NAME}+[^，。；、和]{{0,6}}?)*等(?:项目|企业|公司|品牌|机构|单位|知名|一批|重点|龙头|\d|[一二两三四五六七八九十])",
        after_mask,
    ):
        return "adjunct"
    if bare == "" or bare in ("的",):
        if regex.match(r"(?:等|、|和|与|及)", after_mask) and NAME in after_mask[:12]:
            return "subject"
        return "subject"
    if _LOCATIVE.search(bare):
        head = bare[: -1 if bare.endswith(("在", "于")) else -2]
        return (
            "locative"
            if regex.fullmatch(r"(?:也|并|均|还|先后|同样|正|就|据悉)*", head)
            else "adjunct"
        )
    joined = regex.sub(rf"{NAME}+|、|和|与|及|以及", "", bare)
    if joined == "":
        return "adjunct"
    if (
        NAME not in before
        and len(bare) <= 6
        and entity.type in (EntityType.ZONE, EntityType.COMPANY)
    ):
        return "subject"
    return "adjunct"


def _behind_verb(view: View, clause: Clause, item: Named) -> bool:
    """推动…集团: the word before the name is a verb or preposition that takes it as its object."""
    before = view.words(clause.span.start, item.span.start)
    if not before:
        return False
    last = before[-1]
    return last.tag in ("v", "p") and last.end == item.span.start and len(last.text) > 1
