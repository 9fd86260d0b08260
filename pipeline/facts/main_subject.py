"""The article's own subject: who its headline names, else who is named first and most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline import patterns as regex
from pipeline.facts import groups, markets
from pipeline.facts.groups import GROUP, rank_of, ranked
from pipeline.facts.headlines import HEAD, labelled, topic
from pipeline.facts.page_parts import DIGEST_ITEM, PageParts
from pipeline.facts.pointing import DEFINED
from pipeline.facts.realms import (
    AGENCY,
    Realms,
    is_kind,
    publishes,
    says,
    word_pattern,
)
from pipeline.facts.sorts import FIRMS
from pipeline.facts.things import RULE as THING
from pipeline.facts.view import Named
from pipeline.model import Block, Entity, EntityType, Span

_OWNERS = (EntityType.ZONE, EntityType.COMPANY, EntityType.PLACE, EntityType.ORG)
_WEIGHT = {
    EntityType.ZONE: 5,
    EntityType.COMPANY: 5,
    EntityType.PLACE: 4,
    EntityType.ORG: 3,
}
_THING = 4
_WHOLE = 2
"""全县, 我市 at the head of a clause speak for the place of that kind."""
_TEAM = 1
"""Teams take part in what an article is about."""
_REALM = regex.compile(
    r"(?:^|[，。：）】\s])(?:[\d年月日末底前上下半季度一二三四至—-]|今年|去年|截至){0,12}(?:份|，)?(?P<realm>全国|全球|我国|国内|全港|本港)"
    r"(?!生产总值|生产毛额|第|首|唯|最|排|居|领|各|前|率|同|百强|知名|著名|多|每|文明|卫生|人大|政协|统一|两会|首个|政治|人民|青年|运动|锦标|冠军|联播|快讯|新闻|要闻|简讯|动态|热点)"
)
"""A realm that the first sentence begins with: 全国发电装机容量…."""
PRESS = regex.compile(
    r"(?:新华社|中新社|中新网|通讯社|日报|晚报|晨报|时报|电视台|广播电台|新闻网|新华网|人民网|(?:传媒|新闻|在线|财经|日报)网)\Z"
)
"""Who reports is not who is reported on."""
AT_EVENT = regex.compile(
    r"[^，。；]{1,14}?(?:\p{Han}会|论坛|展会|仪式|活动|招商会)(?:上|期间|现场)"
)
"""在海口投资推介会上: where something was agreed on is not what it is of."""
_PROJECTS = regex.compile(
    r"[^，。；、\d]{0,8}(?:(?:、|和|与|及)[^，。；、\d]{1,16})*等(?:\d+|[一二两三四五六七八九十])?余?多?个?"
    r"(?:\p{Han}{2,5}型、)?\p{Han}{0,6}?项目"
)
"""Behind a name in a list of projects: 甲产业园、乙基地等31个重点项目."""
_SOURCE = regex.compile(r"来源[：:]\s*\Z")
"""Before whoever a table's figures come from: 数据来源：某某顾问."""
_GROUPED = regex.compile(
    rf"(?:[^，。；]{{0,24}}[】）讯訊报導道]|[\s\u3000])*(?:受|因|随着|随|据|在)?(?:[^，。；]{{0,16}}，)?"
    rf"(?:[\d年月日今去上下半季度第一二三四至—-]){{0,12}}{GROUP.pattern}[^，。；]{{0,16}}\d"
)
"""The first sentence counts what several zones have together."""
_PROVINCES = regex.compile(r"(?<!第)\d{1,2}个?省(?:份|区市|市区?|(?=[一二三四上下前GC]))")
_COUNTED = regex.compile(r"\d+余?多?[家个]\Z")
INVESTOR = regex.compile(r"(?:资本|创投|产投|投资|基金|证券|资管)\Z")
"""Who puts money in; what is said of 公司 behind such a name is said of the other."""
# a name behind one of these is an adjunct, not the subject
ADJUNCT = regex.compile(
    r"(?:像|诸如|类似|好比|据|对|与|和|同|跟|向|给|给予|于|到|至|落户|来自|源自|占|比|较|从|被|经|由|获|受|帮助|助力|支持|"
    r"服务|面向|针对|按|按照|根据|依据|通过|随着|除|围绕|连接|辐射|覆盖|毗邻|携手|联合|会同|依托|为|替|"
    r"抵达|飞往|发往|运往|返回|出口|进口|抢滩|进军|挺进|登陆|开拓|深耕|销往|远销|热销|行销|返销|投向|流向|赴|"
    r"投资|收购|买下|控股|参股|旗下|引进|引入|邀请|吸引|授予|进入|离开|"
    r"高于|低于|高出|低过|快于|慢于|优于|好于|强于|弱于|跑赢|跑输|落后|领先于|不及|逊于|多出|超过|超出|多于|少于|领先|领跑|位居|居|列|排|排名|名列|位列|位次|跻身|荣登|占据|属于|隶属|纳入|入选|获得|签约|合作|在|位于|地处)\Z"
)


_GUEST = regex.compile(
    r"(?:、[^，。；]{0,12}?)?(?:原|党组|常务)?副?(?:主席|主任|书记|常委|领导|负责人|\p{Han}{0,2}长)[^，。；]{0,40}?(?:出席|参加|陪同|见证|莅临|致辞)"
)
"""An official who was there says nothing of whom a text is about."""
_WIRED = regex.compile(r"(?:\d{1,2}月)?\d{1,2}日(?:电|讯)")
"""Behind the place of a dateline: 北京6月21日电."""
_ALL_OF_THEM = regex.compile(
    r"(?:这|上述)?(?:\d+|[两三四五六七八九十])[个家大](?:省份?|城市|\p{Han}{0,4}?(?:园区|开发区|高新区|经开区|新区|片区))"
)
"""Places or zones that were listed, spoken of together again: 三个园区."""
_THIS_EVENT = regex.compile(
    r"(?:本届|本次|此次|这届|该)(?P<what>博览会|大会|展会|论坛|峰会|大赛|交易会|洽谈会|运动会|展览会|年会)"
)
_SETTLES = regex.compile(r"(?:落户|落子|落地|落定|进驻|入驻|扎根|花落)\Z")
"""A zone that a project comes to is what its figures are told of."""
_NATIONAL = regex.compile(
    r"(?:海关总署|国务院|国家\p{Han}+(?:局|委|委员会|总局|办公室)|\p{Han}{1,8}部|中国人民银行|央行|中国\p{Han}{2,14}(?:协会|联合会|商会))\Z"
)
"""Bodies of the central government and trade associations: they publish the nation's figures."""
_TRADE = regex.compile(
    r"(?:我国|全国|中国|[上下]半年|去年|今年|前?[一二三四]季度|\d{4}年)*"
    r"(?P<name>(?P<stem>\p{Han}{1,4}?)(?:行业|产业|工业|制造业|业))(?![务绩内主企者])"
)


_MEMBERS = (EntityType.ZONE, EntityType.COMPANY)
_REVIEWED = regex.compile(
    rf"\d[余多]?[家只户](?P<name>[\p{{Han}}A-Za-z]{{2,10}}?{FIRMS})(?!家|年会)"
)
"""A class of firms that a headline counts."""


def main_subject(
    text: str,
    blocks: Sequence[Block],
    names: Sequence[Named],
    realms: Realms,
    things: Sequence[Named] = (),
) -> Entity | None:
    """Whom an article is about, None where nothing tells.

    things: the named things that its headline and first sentences begin with.
    """
    page = PageParts.of(text, blocks)
    tally = _Tally(page, realms)
    found = list(_outermost(names, things))
    tally.headed(found)
    for item in found:
        if not item[0].mention.anaphor:
            tally.name(item)
    for item in found:
        if item[0].mention.anaphor:
            tally.name(tally.pointed(item))
    tally.works(names)
    tally.ranks()
    tally.zones_of_places(names)
    tally.areas()
    tally.trades()
    tally.topic(names)
    tally.reviewed(names)
    tally.listed(names)
    tally.bare_zones(names)
    tally.whole_places()
    tally.congress()
    tally.realm_first()
    tally.provinces()
    tally.events(things)
    lead = text[page.body_start : page.body_end]
    if page.digest:
        return tally.titled()
    market = markets.opening(lead)
    if market is not None and not tally.named_before(page.body_start + market[1]):
        return realms.realm(market[0])
    group = _GROUPED.match(lead)
    if group is not None:
        return realms.group(group["name"])
    return tally.best() or (realms.realm("全国") if tally.by_nation(names) else None)


def _outermost(names: Sequence[Named], things: Sequence[Named]) -> Iterator[tuple[Named, int]]:
    """The names with where each begins; a city right before its district is only where that is."""
    begins = {
        item.span.start for item in names if item.entity.type in (EntityType.PLACE, EntityType.ZONE)
    }
    outer = {
        item.span.end: item.span.start
        for item in names
        if item.entity.type is EntityType.PLACE and item.span.end in begins
    }
    within = [thing.span for thing in things]
    for item in (*names, *things):
        inner = any(span.contains(item.span) and len(span) > len(item.span) for span in within)
        if inner:
            continue  # 厦门 in 厦门科创母基金 is part of the name
        if item.entity.type is not EntityType.PLACE or item.span.end not in outer:
            yield item, outer.get(item.span.start, item.span.start)


_PASSING = 12
"""A name that is worth no more is named once, in passing."""
_OFTEN = 100
"""A name that is worth more heads so many clauses that the text is about it, named late or not."""
_GOES_ON = 3
"""A text that names the company of its headline so often is about it."""
_TITLE_PAGE = 300
"""Characters within which a report says to whom it was given."""
_CONGRESS = regex.compile(
    r"在\s*(?P<place>\p{Han}{1,12}?(?:自治[区州县旗]|新区|[省市区县旗盟州乡镇]))\s*第[一二三四五六七八九十]{1,3}届\s*(?:人民代表大会|人大)"
)


class _Tally:
    """What speaks for each candidate, added up."""

    def __init__(self, page: PageParts, realms: Realms) -> None:
        self._page = page
        self._realms = realms
        self._scores: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._entities: dict[str, Entity] = {}
        self._acts: set[str] = set()
        """Who begins a clause, or stands in a headline or the first sentence."""
        self._leads: set[str] = set()
        self._of_company = False
        """Who begins a headline or the first sentence, or a clause of them."""

    def _add(self, entity: Entity, at: int, points: int) -> None:
        key = f"{entity.type}{entity.canonical}"
        self._entities.setdefault(key, entity)
        self._first[key] = min(at, self._first.get(key, at))
        self._scores[key] += points

    def name(self, found: tuple[Named, int]) -> None:
        """A mention, by where it stands: in a headline, at the head of the text or a clause."""
        item, start = found
        page, text = self._page, self._page.text
        entity = item.entity
        if page.is_aside(item.span) or (item.mention.anaphor and INVESTOR.search(entity.canonical)):
            return
        agency = entity.type is EntityType.ORG and AGENCY.search(entity.canonical) is not None
        if agency:
            realm = self._realms.of_agency(entity, item.span.start)
            if realm is None or _GUEST.match(text, item.span.end):
                return
            entity = realm
        elif self._publishes(item) or self._says(item):
            return
        if _PROJECTS.match(text, item.span.end) or AT_EVENT.match(text, item.span.end):
            return
        if entity.canonical.startswith("北京") and _WIRED.match(text, item.span.end):
            return  # agencies have their seat there
        if entity.type not in _OWNERS or PRESS.search(entity.canonical):
            return
        weight = _THING if entity.rule == THING else _WEIGHT[entity.type]
        if entity.type is EntityType.ORG and entity.canonical.endswith("队"):
            weight = _TEAM
        opening = page.opens(item.span.start)
        at_head = page.at_head(start) or (opening and (agency or entity.rule == THING))
        before = text[max(0, start - 16) : start]
        settles = entity.type is EntityType.ZONE and _SETTLES.search(before) is not None
        adjunct = not at_head and not settles and ADJUNCT.search(before) is not None
        if page.in_title(item.span):
            evidence = 2 if adjunct else 6 if at_head else 4
        elif opening:
            evidence = 0 if adjunct else 4 if at_head else 1
            if not adjunct and DEFINED.match(text, item.span.end):
                # whom the first sentence gives a short name is whom the text goes on to speak of
                evidence = 12 if at_head else 4
        else:
            evidence = 0 if adjunct else 3 if at_head else 1
            if entity.type is EntityType.COMPANY and item.span.start > len(text) // 2:
                evidence = min(evidence, 1)
        if self._of_company and entity.type is EntityType.PLACE:
            evidence = min(evidence, 1)  # where a company does what the text tells of
        if entity.type is EntityType.COMPANY and evidence == 1 and not opening:
            titled = text.rfind("《", 0, item.span.start) > text.rfind("》", 0, item.span.start)
            evidence = 0 if titled else 1
        else:
            self._acts.add(f"{entity.type}{entity.canonical}")
        self._add(entity, item.span.start, weight * evidence)
        if at_head and (opening or page.in_title(item.span)) and not adjunct:
            self._leads.add(f"{entity.type}{entity.canonical}")

    def headed(self, found: Sequence[tuple[Named, int]]) -> None:
        """Notes whether a headline begins with a company that the text goes on with."""
        page = self._page
        for item, start in found:
            if item.entity.type is not EntityType.COMPANY or not page.in_title(item.span):
                continue
            begins = any(
                page.text[span.start : start].strip('“”"《 ') == "" and span.start <= start
                for span in page.titled
            )
            body = [
                m for m in item.entity.mentions if m.span.start >= page.body_start and not m.anaphor
            ]
            if begins and len(body) >= _GOES_ON:
                self._of_company = True

    def pointed(self, found: tuple[Named, int]) -> tuple[Named, int]:
        """该区, 公司 speak for whom the article begins with, if that is of their kind."""
        item, start = found
        leads = [
            (-self._scores[key], self._first[key], key)
            for key in self._leads
            if self._entities[key].type is item.entity.type
        ]
        if not leads or item.entity.rule == THING:
            return found
        return Named(item.span, self._entities[min(leads)[2]], item.mention), start

    def _says(self, item: Named) -> bool:
        """Whose words a headline gives: 某某协会：前三季度产量增长…."""
        says = self._page.text[item.span.end : item.span.end + 1] in "：:"
        return says and item.entity.type is EntityType.ORG and self._page.in_title(item.span)

    def _publishes(self, item: Named) -> bool:
        """Who publishes a figure is not who it is about."""
        text, entity = self._page.text, item.entity
        if publishes(text, item.span.end) or _SOURCE.search(
            text[max(0, item.span.start - 6) : item.span.start]
        ):
            return True
        tells = entity.type is EntityType.ORG and entity.rule != THING
        return tells and says().match(text[item.span.end : item.span.end + 24]) is not None

    def works(self, names: Sequence[Named]) -> None:
        """Works that headlines speak of before a colon."""
        page = self._page
        for work in labelled(page.text, page.titled, names, page.body_start):
            self._add(work, work.mentions[0].span.start, _THING * 6)

    def ranks(self) -> None:
        """国家级经开区 at the head of headlines and clauses: all of them are spoken of."""
        page = self._page
        for match in ranked().finditer(page.text):
            start = match.start()
            before = _COUNTED.sub("", page.text[max(0, start - 24) : start])
            if not HEAD.search(before):
                continue
            points = 6 if page.in_title(Span(*match.span("name"))) else 4
            self._add(self._realms.group(rank_of(match)), start, points * _WEIGHT[EntityType.PLACE])

    def zones_of_places(self, names: Sequence[Named]) -> None:
        """全省高新区, 湖北省20个开发区: the zones of a place are spoken of."""
        page = self._page
        for group in groups.of_places(page.text, names, Span(0, len(page.text))):
            if page.at_head(group.span.start):
                points = 12 if page.in_title(group.span) else 4
                self._add(
                    self._realms.group(group.name),
                    group.span.start,
                    points * _WEIGHT[EntityType.ZONE],
                )

    def areas(self) -> None:
        """长三角 at the head of clauses, where a headline or the first sentence speaks of it."""
        found = [(m["name"], Span(*m.span())) for m in groups.area().finditer(self._page.text)]
        early = {n for n, at in found if self._page.in_title(at) or self._page.opens(at.start)}
        for name, at in found:
            if name in early:
                self._at_head(name, at)

    def _at_head(self, name: str, span: Span) -> None:
        """Several spoken of as one count where they begin a headline or a clause."""
        if self._page.at_head(span.start):
            points = 6 if self._page.in_title(span) else 4
            self._add(self._realms.group(name), span.start, points * _WEIGHT[EntityType.PLACE])

    def trades(self) -> None:
        """轻工业去年营收增14.4%: a trade that a headline begins with and the text goes on with."""
        page = self._page
        for span in page.titled:
            match = _TRADE.match(page.text[span.start : span.end])
            if match is None:
                continue
            again = [
                at
                for at in regex.finditer(regex.escape(match["stem"]), page.text[page.body_start :])
                if page.at_head(page.body_start + at.start())
            ]
            if len(again) > 1:
                at = span.start + match.start("name")
                self._add(self._realms.group(match["name"]), at, 6 * _WEIGHT[EntityType.PLACE])

    def topic(self, names: Sequence[Named]) -> None:
        """镜片租赁兑付超百亿: a trade of a headline that names nobody; firms are named below."""
        page = self._page
        most = max(self._scores, key=lambda key: self._scores[key], default=None)
        if most is None or self._entities[most].type is not EntityType.COMPANY:
            return  # a zone or a place is spoken of, whatever a headline begins with
        if any(page.in_title(item.span) and item.entity.type in _OWNERS for item in names):
            return
        found = topic(page.text, page.titled, page.body_start)
        if found is None:
            return
        again = regex.finditer(regex.escape(found.canonical), page.text[page.body_start :])
        heads = sum(page.at_head(page.body_start + at.start()) for at in again)
        self._add(found, found.mentions[0].span.start, (6 + 3 * heads) * _THING)

    def reviewed(self, names: Sequence[Named]) -> None:
        """46家某行业公司年报: a class whose members a headline counts, and names none of."""
        page = self._page
        if any(page.in_title(item.span) and item.entity.type in _MEMBERS for item in names):
            return
        for span in page.titled:
            for match in _REVIEWED.finditer(page.text, span.start, span.end):
                name = match["name"]
                if page.text.count(name, page.body_start) > 1:
                    points = 10 * _WEIGHT[EntityType.PLACE]
                    self._add(self._realms.group(name), match.start("name"), points)

    def listed(self, names: Sequence[Named]) -> None:
        """Places that the first sentences count together: 广东、江苏、浙江7大省份合计…."""
        page = self._page
        end = page.text.find("。", page.body_end + 1)
        lead = Span(page.body_start, end if end > 0 else page.body_end)
        for span, name in groups.listed(page.text, names, lead):
            again = sum(page.at_head(m.start()) for m in _ALL_OF_THEM.finditer(page.text, span.end))
            points = (8 + 4 * again) * _WEIGHT[EntityType.PLACE]
            self._add(self._realms.group(name), span.start, points)

    def bare_zones(self, names: Sequence[Named]) -> None:
        """经开区 at the head of headlines and clauses, where no zone of that kind bears a name."""
        known = [item.mention.text for item in names if item.entity.type is EntityType.ZONE]
        for match in groups.bare().finditer(self._page.text):
            if not any(name.endswith(match["name"]) for name in known):
                self._at_head(match["name"], Span(*match.span()))

    def whole_places(self) -> None:
        """全县, 我市 at the head of a clause speak for the place of that kind."""
        for match in word_pattern().finditer(self._page.text):
            word = match["word"]
            if word[0] not in "全我" or not self._page.at_head(match.start()):
                continue
            meant = next((k for k, e in self._entities.items() if is_kind(word[-1], e)), None)
            if meant is None:
                whole = self._realms.of_word(word, None)
                if whole.canonical != word:
                    self._add(whole, match.start(), _WHOLE * _WEIGHT[EntityType.PLACE])
            elif self._entities[meant].type is EntityType.PLACE:
                self._scores[meant] += _WHOLE * _WEIGHT[EntityType.PLACE]

    def congress(self) -> None:
        """在某某区第二届人民代表大会…上: a report to a congress is about the congress's place."""
        text = self._page.text
        match = _CONGRESS.search(text, 0, _TITLE_PAGE)
        if match is None:
            return
        known = {n: e for e in self._realms.entities for n in (e.canonical, *e.aliases)}
        place = known.get(match["place"]) or self._realms.group(match["place"])
        if place.type in (EntityType.PLACE, EntityType.ZONE):
            self._add(place, match.start("place"), 24 * _WEIGHT[EntityType.PLACE])

    def realm_first(self) -> None:
        """全国, 全球 at the head of a headline and of the first sentence; then of every clause."""
        page = self._page
        leads = [*page.titled, Span(page.body_start, page.body_end)]
        if not any(_REALM.search(page.text[span.start : span.end]) for span in leads):
            return
        for match in _REALM.finditer(page.text):
            whole = self._realms.realm(match["realm"])
            place = Span(*match.span("realm"))
            if whole is None or page.is_aside(place):
                continue
            evidence = 6 if page.in_title(place) else 4 if page.opens(place.start) else 3
            self._add(whole, place.start, evidence * _WEIGHT[EntityType.PLACE])

    def provinces(self) -> None:
        """30个省份半年数据公布: a headline that counts provinces is about all of them."""
        for span in self._page.titled:
            match = _PROVINCES.search(self._page.text, span.start, span.end)
            if match is not None:
                self._add(self._realms.group("全国"), match.start(), 24 * _WEIGHT[EntityType.PLACE])

    def events(self, things: Sequence[Named]) -> None:
        """本届博览会 at the head of clauses: the event that the first sentences name."""
        for match in _THIS_EVENT.finditer(self._page.text):
            meant = next((t for t in things if t.entity.canonical.endswith(match["what"])), None)
            if meant is not None and self._page.at_head(match.start()):
                self._add(meant.entity, meant.span.start, 4 * _THING)

    def by_nation(self, names: Sequence[Named]) -> bool:
        """Are the first sentence's figures the nation's: 据海关总署数据, where nobody is named?"""
        return any(
            item.entity.type is EntityType.ORG
            and _NATIONAL.match(item.entity.canonical) is not None
            and self._page.opens(item.span.start)
            for item in names
        )

    def titled(self) -> Entity | None:
        """Whom the headlines name, if anybody."""
        text = self._page.text
        titles = [s for s in self._page.titled if not DIGEST_ITEM.match(text[s.start : s.end])]
        found = [
            key
            for key, at in self._first.items()
            if self._scores[key] > 0 and any(s.start <= at < s.end for s in titles)
        ]
        return self._entities[max(found, key=lambda key: self._scores[key])] if found else None

    def named_before(self, offset: int) -> bool:
        return any(self._first[key] < offset for key in self._scores)

    def best(self) -> Entity | None:
        """The candidate with most evidence; a local page's place where that comes late."""
        page, home = self._page, self._realms.home
        if not self._scores:
            return topic(page.text, page.titled, page.body_start) or home
        key = min(self._scores, key=lambda key: (-self._scores[key], self._first[key]))
        best, first = self._entities[key], self._first[key]
        if best.type is EntityType.COMPANY and key not in self._acts:
            return topic(page.text, page.titled, page.body_start) or home
        if best.type in (EntityType.COMPANY, EntityType.PLACE):
            second = page.text.find("。", page.body_end + 1)
            late = first > (second if second > 0 else page.body_end)
            passing = self._scores[key] <= _OFTEN
            if late and passing and not any(s.start <= first < s.end for s in page.titled):
                # a local page speaks of its place until it names another
                found = topic(page.text, page.titled, page.body_start)
                if found is not None or home is not None:
                    return found or home
                named = [points for points in self._scores.values() if points > 0]
                if len(named) > 1 and self._scores[key] <= _PASSING:
                    return None  # one of several that are named in passing
        return best if self._scores[key] > 0 else home
