"""What the names of an article say of whom it is about, by where each stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.pointing import DEFINED
from pipeline.facts.realms import AGENCY, publishes, says
from pipeline.facts.tally import OF_THING, OWNERS, WEIGHT, Tally
from pipeline.facts.things import RULE as THING
from pipeline.facts.view import Named
from pipeline.model import EntityType

_TEAM = 1
"""Teams take part in what an article is about."""
PRESS = regex.compile(
    r"(?:新华社|中新社|中新网|通讯社|日报|晚报|晨报|时报|电视台|广播电台|新闻网|新华网|人民网|(?:传媒|新闻|在线|财经|日报)网)\Z"
)
"""Who reports is not who is reported on."""
AT_EVENT = regex.compile(
    r"[^，。；]{1,14}?(?:\p{Han}会|论坛|展会|仪式|活动|招商会)(?:上|期间|现场)"
)
"""在海口投资推介会上: where something was agreed on is not what it is of."""
_BRACKETED = regex.compile(r"（[^（）“”。\d]{0,6}\Z")
"""Inside brackets, where no short name is given."""
_PROJECTS = regex.compile(
    r"[^，。；、\d]{0,8}(?:(?:、|和|与|及)[^，。；、\d]{1,16})*等(?:\d+|[一二两三四五六七八九十])?余?多?个?"
    r"(?:\p{Han}{2,5}型、)?\p{Han}{0,6}?项目"
)
"""Behind a name in a list of projects: 甲产业园、乙基地等31个重点项目."""
_SOURCE = regex.compile(r"来源[：:]\s*\Z")
"""Before whoever a table's figures come from: 数据来源：某某顾问."""
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
_SETTLES = regex.compile(r"(?:落户|落子|落地|落定|进驻|入驻|扎根|花落)\Z")
"""A zone that a project comes to is what its figures are told of."""
_GOES_ON = 3
"""A text that names the company of its headline so often is about it."""


def name(tally: Tally, found: tuple[Named, int]) -> None:
    """A mention, by where it stands: in a headline, at the head of the text or a clause."""
    item, start = found
    page, text = tally.page, tally.page.text
    entity = item.entity
    if page.is_aside(item.span) or (item.mention.anaphor and INVESTOR.search(entity.canonical)):
        return
    agency = entity.type is EntityType.ORG and AGENCY.search(entity.canonical) is not None
    if agency:
        realm = tally.realms.of_agency(entity, item.span.start)
        if realm is None or _GUEST.match(text, item.span.end):
            return
        entity = realm
    elif _publishes(tally, item) or _says(tally, item):
        return
    if not page.in_title(item.span) and _BRACKETED.search(text, max(0, start - 40), start):
        return  # （某银行的收入不计在内）
    if _PROJECTS.match(text, item.span.end) or AT_EVENT.match(text, item.span.end):
        return
    if entity.canonical.startswith("北京") and _WIRED.match(text, item.span.end):
        return  # agencies have their seat there
    if entity.type not in OWNERS or PRESS.search(entity.canonical):
        return
    weight = OF_THING if entity.rule == THING else WEIGHT[entity.type]
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
    if tally.of_company and entity.type is EntityType.PLACE:
        evidence = min(evidence, 1)  # where a company does what the text tells of
    if entity.type is EntityType.COMPANY and evidence == 1 and not opening:
        titled = text.rfind("《", 0, item.span.start) > text.rfind("》", 0, item.span.start)
        evidence = 0 if titled else 1
    else:
        tally.acts.add(f"{entity.type}{entity.canonical}")
    tally.add(entity, item.span.start, weight * evidence)
    if at_head and (opening or page.in_title(item.span)) and not adjunct:
        tally.leads.add(f"{entity.type}{entity.canonical}")


def headed(tally: Tally, found: Sequence[tuple[Named, int]]) -> None:
    """Notes whether a headline begins with a company that the text goes on with."""
    page = tally.page
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
            tally.of_company = True


def pointed(tally: Tally, found: tuple[Named, int]) -> tuple[Named, int]:
    """该区, 公司 speak for whom the article begins with, if that is of their kind."""
    item, start = found
    leads = [
        (-tally.scores[key], tally.first[key], key)
        for key in tally.leads
        if tally.entities[key].type is item.entity.type
    ]
    if not leads or item.entity.rule == THING:
        return found
    return Named(item.span, tally.entities[min(leads)[2]], item.mention), start


def _says(tally: Tally, item: Named) -> bool:
    """Whose words a headline gives: 某某协会：前三季度产量增长…."""
    says = tally.page.text[item.span.end : item.span.end + 1] in "：:"
    return says and item.entity.type is EntityType.ORG and tally.page.in_title(item.span)


def _publishes(tally: Tally, item: Named) -> bool:
    """Who publishes a figure is not who it is about."""
    text, entity = tally.page.text, item.entity
    if publishes(text, item.span.end) or _SOURCE.search(
        text[max(0, item.span.start - 6) : item.span.start]
    ):
        return True
    tells = entity.type is EntityType.ORG and entity.rule != THING
    return tells and says().match(text[item.span.end : item.span.end + 24]) is not None
