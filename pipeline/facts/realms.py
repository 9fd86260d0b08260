"""Realms: the place or zone that an agency speaks for, and that 全市, 区里 or 当地 mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import Named
from pipeline.frozen import dataclass
from pipeline.model import Entity, EntityType, Mention, Span

# an agency speaks of its realm, not of itself
AGENCY = regex.compile(
    r"(?:管委会|管理委员会|党工委|政府|委员会|[^邮]局|厅|部|办|办公室|署|海关|委|法院|检察院|纪委|人大|政协|"
    r"国务院|央行|部门|调查队|总队|支队|大队|中心支行|水文中心|气象台|人民代表大会|代表大会|会议)\Z"
)
REALM = "realm"
"""The rule of an entity that stands for a realm and is no record of its own."""
_ZONE_HEAD = regex.compile(
    r"(?:高新区|经开区|开发区|自贸区|新区|综保区|保税区|示范区|合作区|园区|片区|区)(?=.)"
)
_LEVEL = {"省": ("province",), "市": ("province", "prefecture", "county"), "县": ("county",)}


@cache
def _seated() -> regex.Pattern[str]:
    """A zone that is named only in its administration: 苏州工业园区管委会, 宁波经开区商务局."""
    rows = list(tables.rows("zone_suffixes.csv", key="suffix"))
    sure = tables.alternatives(row["suffix"] for row in rows if row["needs"] != "noun")
    zones = tables.alternatives(row["suffix"] for row in rows)
    return regex.compile(
        rf"(?P<zone>\p{{Han}}{{2,12}}?{zones})(?:党工委|工委)?(?:管委会|管理委员会|党工委)|"
        rf"(?P<zone>\p{{Han}}{{2,12}}?{sure})\p{{Han}}{{1,8}}(?:局|办|办公室|部门|委)"
    )


@cache
def word_pattern() -> regex.Pattern[str]:
    """全市, 我省, 区里, 当地 …: words that mean the place or zone that is spoken of."""
    return regex.compile(
        r"(?P<word>(?:全|我|本|该)(?:市|省|县|区|州|旗|镇|乡|村|港|岛|自治区)(?!场|[省市县区州]?级)"
        r"|(?<!\p{Han})(?:市|省|县|区|州|镇|村)(?:里|内|上|域)(?=\p{Han}|，)|(?<!\p{Han})当地|(?<!\p{Han})全域)"
    )


@cache
def _regions() -> Mapping[str, str]:
    """Full and short names of administrative regions to the full one, countries as they are."""
    names: dict[str, str] = {}
    for row in tables.rows("regions.csv", key="code"):
        names.setdefault(row["name"], row["name"])
        if row["alone"] == "1" or row["level"] in ("province", "prefecture"):
            names.setdefault(row["short"], row["name"])
    return names


@cache
def _provinces() -> Mapping[str, str]:
    """The province of each city or county whose name only one has."""
    by_code = {row["code"]: row["name"] for row in tables.rows("regions.csv", key="code")}
    found: dict[str, set[str]] = {}
    for code, name in by_code.items():
        found.setdefault(name, set()).add(by_code.get(code[:2] + "0000", ""))
    return {name: min(in_) for name, in_ in found.items() if len(in_) == 1}


@cache
def _characters() -> Mapping[str, str]:
    """One-character names of provinces (`province_characters.csv`)."""
    table = tables.rows("province_characters.csv", key="character")
    return {row["character"]: row["region"] for row in table}


def province_run() -> str:
    """A pattern of several provinces by their one-character names: 江浙沪, 京津冀."""
    return f"[{''.join(_characters())}]{{2,6}}"


def province(character: str) -> Entity:
    """The province that one character names."""
    return _made(EntityType.PLACE, _characters()[character])


def part_of_country(name: str) -> Entity:
    """西部地区: several provinces with figures of their own."""
    return _made(EntityType.PLACE, name)


def _province_of(name: str) -> str | None:
    province = _provinces().get(name, "")
    return province if province.endswith("省") and province != name else None


@cache
def _shorts() -> frozenset[str]:
    return frozenset(
        name
        for row in tables.rows("regions.csv", key="code")
        for name in (row["name"], row["short"])
        if len(name) > 1
    )


def is_region(word: str) -> bool:
    """Is a word the full or short name of an administrative region?"""
    return word in _shorts()


def region_at(name: str) -> str | None:
    """The region that a name begins with, by the name used there: 香港旅游发展局 is 香港."""
    found = None
    for size in range(2, min(len(name), 12)):
        if name[:size] in _regions():
            found = name[:size]
    if found is None:
        made = regex.match(r"\p{Han}{2,3}(?:省|市|县|州|自治区)(?=\p{Han}{2})", name)
        found = made.group() if made else None
    return found


@dataclass(frozen=True, slots=True)
class Realms:
    """The places and zones of one article.

    home: the place a local paper is named after, as an entity, or None.
    """

    entities: Sequence[Entity]
    home: Entity | None = None

    def _part(self, whole: Entity) -> Entity | None:
        """The one park of a zone that a text speaks of more than of the whole zone."""
        parts = [
            one
            for one in self.entities
            if one.type is EntityType.ZONE is whole.type
            and one is not whole
            and one.canonical.startswith(whole.canonical)
            and len(one.mentions) >= len(whole.mentions)
        ]
        return parts[0] if len(parts) == 1 else None

    def of_agency(self, org: Entity, before: int | None = None) -> Entity | None:
        """Whom an agency speaks for: 泉州市统计局 for 泉州市, 高新区管委会 for the zone named last.

        before: offset of the mention, to find the zone named last.
        """
        name = org.canonical
        owners = [e for e in self.entities if e.type in (EntityType.ZONE, EntityType.PLACE)]
        known_names = {name for e in owners for name in (e.canonical, *e.aliases)}
        best: tuple[int, Entity] | None = None
        for entity in owners:
            for known in (entity.canonical, *entity.aliases):
                at = name.find(known)
                if at < 0 or at + len(known) >= len(name):
                    continue
                if (
                    at > 0
                    and entity.type is not EntityType.ZONE
                    and name[:at] not in known_names
                    and region_at(name) != name[:at]
                ):
                    continue  # a zone or district may have its city before it: 宁波前湾新区管委会
                if best is None or at + len(known) > best[0]:
                    best = (at + len(known), entity)
        seated = _seated().fullmatch(name)
        if best is not None and not (seated and best[1].type is EntityType.PLACE):
            return self._part(best[1]) or best[1]
        head = _ZONE_HEAD.match(name)
        if head is None and (seated := _seated().fullmatch(name)):
            return _made(EntityType.ZONE, seated["zone"])
        if head:
            return self._zone(head.group(), before)
        if regex.match(r"(?:市|省|县)(?=\p{Han})", name):
            return self.of_word(f"全{name[0]}", None)
        if name.startswith(("国家", "国务院", "全国", "中国")):
            return None
        region = region_at(name)
        while region and (inner := region_at(name[len(region) :])) and inner[-1] in "市县区州盟旗":
            name, region = name[len(region) :], inner  # 山东省|烟台市|财政局
        return _made(EntityType.PLACE, region) if region else None

    def _zone(self, head: str, before: int | None) -> Entity | None:
        """The zone of that kind that was named last, else the one that is named next."""
        fitting = [e for e in self.entities if e.type is EntityType.ZONE and _fits(head, e)]
        at = [(m.span.start, e) for e in fitting for m in e.mentions]
        seen = [item for item in at if before is None or item[0] < before]
        if seen:
            return max(seen, key=lambda item: item[0])[1]
        return min(at, key=lambda item: item[0])[1] if at else None

    def realm(self, name: str) -> Entity | None:
        """全国, 全港 as somebody with figures, None where the word means something else."""
        if name in ("全港", "本港") and (self.home is None or self.home.canonical != "香港"):
            return None  # a port's 全港
        name = {"全港": "香港", "本港": "香港", "全澳": "澳门", "全台": "台湾"}.get(name, name)
        return next(
            (e for e in self.entities if e.canonical == name), _made(EntityType.PLACE, name)
        )

    def spoken(self, names: Sequence[Named]) -> list[Named]:
        """Names as facts have them: 我国 is called so, whoever is called 中国 on the page."""
        whole = _made(EntityType.PLACE, "我国")
        return [Named(n.span, whole, n.mention) if n.mention.text == "我国" else n for n in names]

    def group(self, name: str) -> Entity:
        """Several zones, or all of a rank, as one with figures of its own; it is no record."""
        return _made(EntityType.PLACE, name)

    def of_word(self, word: str, main: Entity | None) -> Entity:
        """What 全市, 区里 or 当地 means; the word itself where the article does not tell.

        main: the article's own subject, which is meant before any other of its kind.
        """
        kind = next((c for c in word if c in "省市县区州旗镇乡村港岛"), "")
        if main is not None and kind in ("港", "岛") and main.canonical.endswith(kind):
            return main
        if main is not None and is_kind(kind, main):
            return main
        if (
            self.home is not None
            and kind not in ("区", "镇", "乡", "村")
            and is_kind(kind, self.home)
        ):
            return self.home
        for entity in self.entities:
            if entity.type in (EntityType.PLACE, EntityType.ZONE) and is_kind(kind, entity):
                return entity
        if (above := self._above(kind, main)) is not None:
            return above
        if word in ("当地", "全域"):
            return main or self.home or _made(EntityType.PLACE, word)
        if kind and not word.startswith("全"):
            word = f"全{kind}"
        return _made(EntityType.PLACE, word)

    def _above(self, kind: str, main: Entity | None) -> Entity | None:
        """The region of that kind that a body bears in its name, or that the article's place is in.

        福建省鞋业商会 makes 全省 mean 福建省, and so does 晋江.
        """
        if kind not in ("省", "市", "县"):
            return None
        for entity in self.entities:
            if entity.type is not EntityType.ORG:
                continue
            region = region_at(entity.canonical)
            full = _regions().get(region, region) if region else ""
            if full and full.endswith(kind):
                return _made(EntityType.PLACE, full)
        if kind == "省" and main is not None:
            province = _province_of(_regions().get(main.canonical, main.canonical))
            return _made(EntityType.PLACE, province) if province else None
        return None


def _fits(head: str, zone: Entity) -> bool:
    return head in ("区", "园区") or any(head in n for n in (zone.canonical, *zone.aliases))


def is_kind(kind: str, entity: Entity) -> bool:
    """May 全`kind` mean this entity?"""
    if entity.type is EntityType.ZONE:
        return kind in ("区", "")
    if entity.type is not EntityType.PLACE:
        return False
    if not kind:
        return True
    if entity.canonical.endswith(kind) and len(entity.canonical) > 1:
        return True
    full = _regions().get(entity.canonical, "")
    if full.endswith(kind):
        return True
    return (
        kind == "市"
        and entity.rule.startswith("unlisted")
        and not entity.canonical.endswith(("县", "区", "省", "镇"))
    )


def home_of(
    paper: str | None, entities: Sequence[Entity], printed: str | None = None
) -> Entity | None:
    """The place that a local paper bears in its name: 澜江日报, where that is a place.

    printed: where a page in traditional script was printed.
    """
    if printed:
        same = (e for e in entities if e.type is EntityType.PLACE and e.canonical == printed)
        return next(same, _made(EntityType.PLACE, printed))
    if not paper:
        return None
    stem = regex.match(
        r"[《“]?(?P<stem>\p{Han}{2,6}?)(?:日报|晚报|早报|晨报|商报|都市报|新闻|时报|快报|周刊|广播|电视|经济|人民)",
        paper,
    )
    if stem is None:
        return None
    for entity in entities:
        if entity.type is EntityType.PLACE and stem["stem"] in (
            entity.canonical,
            entity.canonical.removesuffix("市").removesuffix("省").removesuffix("县"),
            *entity.aliases,
        ):
            return entity
    full = _regions().get(stem["stem"])
    return _made(EntityType.PLACE, full) if full else None


def _made(kind: EntityType, name: str) -> Entity:
    return Entity(kind, name, (), (Mention(Span(0, 0), name),), REALM)


_PUBLISHED = regex.compile(
    r"(?:(?:、|和|与)\p{Han}{2,8}?(?=联合|共同|统计|发布))?(?:(?:联合|共同)(?:发布|推出)《|[^，。；、]{0,12}?(?:数据|统计|监测|研报|报告|调查|测算|榜单|研究|预测|测算|估算|估计)(?:发布|出炉)?(?:，|显示|称|指出|预计|认为|表明|估算))"
)
_OWN_NOTICE = regex.compile(
    r"[^，。；、]{0,12}?(?:公告|财报|年报|季报|半年报|招股|业绩)|[^，。；、]{0,6}?报告(?:显示|称|表明)，(?:报告期|期内)"
)


_OWN_DATA = regex.compile(
    r"(?:最新|近日|日前|此前|\d{1,2}日)*(?:公布|披露|公告|发布)的?(?:最新|实时)*(?:数据|信息|消息)(?:显示|，)"
)
_RESEARCHES = regex.compile(
    r"(?:研究|咨询|数据|资讯|统计|智库|证券|银行|交易所|Wind|wind|Choice|评级|投资|基金|机构)"
)


def tells_own(name: str, text: str, end: int) -> bool:
    """Does a firm tell of itself: 据某某平台公布的数据显示? One that researches does not."""
    return _OWN_DATA.match(text, end) is not None and _RESEARCHES.search(name) is None


def publishes(text: str, end: int) -> bool:
    """Does a research firm's report stand behind the name that ends here?

    A company that publishes its own accounts is what they are about.
    """
    behind = text[end : end + 28]
    return _PUBLISHED.match(behind) is not None and _OWN_NOTICE.match(behind) is None


@cache
def says() -> regex.Pattern[str]:
    """What a reporter's frame has behind the name of who speaks."""
    return regex.compile(rf"[^，。；]{{0,14}}?(?:{any_of('frame')})")
