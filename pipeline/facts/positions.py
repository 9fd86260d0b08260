"""Where in its clause a name stands: as its subject, in a frame, as a place, or beside."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.realms import AGENCY, publishes, tells_own
from pipeline.facts.tally_names import ADJUNCT, AT_EVENT, PRESS
from pipeline.facts.things import RULE as THING
from pipeline.facts.things import only_leads
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View, once
from pipeline.marks import ITEM_MARK
from pipeline.model import EntityType, Span

_LOCATIVE = regex.compile(r"(?:在|位于|地处|于)\Z")
_SITE_OF = regex.compile(
    r"的(?:新|老)?(?:工厂|厂区|厂房|车间|总部|基地|门店|实验室|产线|生产线|仓库|分公司|研发中心|展厅|公司)"
)
_DESCRIBED = regex.compile(
    r"(?:紧随其后|随后|同样|一同|率先|新近|刚刚|同期)?(?:位于|地处|坐落(?:于|在)?|落户(?:在)?|扎根(?:在)?|来自|总部(?:设|位)?(?:于|在)|主营|从事|专注(?:于)?|专做|专攻|"
    r"成立于|创办于|同在|身处|进驻|入驻|设在|立足|做|作为|堪称|被誉为|号称)[^，。；]{1,16}的\Z"
)
"""位于新区的某公司: what is said before the name describes whose it is."""
_RETURNED = regex.compile(
    r"(?:去年|今年|刚刚|近期|此前|一度)*(?:经\p{Han}{2,6}|\p{Han}{2,3}了[^，。；]{2,14})的\Z"
)
"""去年恢复了产品线的某某: what is told of a company before its name."""
_SCENE = regex.compile(
    r"(?:走进|来到|步入|踏入|走访|探访|走近|推开|迈进|参观|记者在)(?:了|位于[^，。；]{2,8}的)?\Z"
)
"""Before a company that a reporter visits: 走进某厂的总装车间. A park visited is one of many."""
_BY_TIME = regex.compile(rf"(?:到|至|截至|截止|自|从|于){TIME}+(?:底|末|初|前|起)?")
_TRADES = regex.compile(r"(?:的)?(?:进口|购进|购入|采购|引进|输入|进货)")
_JOINT = regex.compile(r"(?:、|和|与|及|以及|，)\Z")
_FRAME_TAIL = regex.compile(rf"[^，。；{NUMBER}]{{0,14}}?(?:{any_of('frame')})")
_OWN_REPORT = regex.compile(
    r"(?:也|则|又|率先|日前|近日|正式|对外)*(?:交出|晒出|亮出|公布|发布|披露|通报)了?[^，。；]{0,16}?"
    r"(?:答卷|成绩单|成绩|账单|家底|经济数据|运行数据|运行情况|GDP|经济运行)”?(?=，|。|；|：|$)"
)
"""某市交出了去年的答卷，GDP…: a place that gives its own figures."""
_TITLE_TAIL = regex.compile(
    r"[^，。；、]{0,10}?(?:负责人|董事长|总经理|总裁|主任|局长|书记|院长|校长|所长|会长|秘书长|主席|经理|总监|首席|"
    r"创始人|发言人|教授|专家|分析师|研究员|工程师|科长|处长|厅长|部长|市长|区长|县长|行长)"
)
_INVESTS = regex.compile(
    rf"[^，。；{NUMBER}]{{0,16}}?(?:领投|跟投|参投|加注|追投|加码|担任|保荐|承销)(?!{NUMBER})"
)
_APPOSED = regex.compile(
    r"(?:[▲●■◆□▶※△]|其中)*[\p{Han}A-Za-z0-9]{0,12}?(?:大厂|厂商|业者|股王|领头羊|新势力|车企|药企|房企|险企|券商|电商|代工厂|老字号|集团|公司|企业|品牌|平台|厂商|独角兽|龙头|巨头|开发商|运营商|服务商|制造商|供应商|新秀|一哥|老大|老牌|方)\Z"
)
"""What may stand before a name to say what it is: 储能企业某某."""
_ANALYST = regex.compile(
    r"[^，。；、]{0,8}?(?:研究部|研究院|研究所|研究中心|分析师|分析员|研究员|首席经济学家|策略师|投顾)"
)
"""Who speaks of others' figures for a company."""
_LEARNS = regex.compile(
    r"(?:独家|记者|此前|则|也|还|同步|从[^，。；]{0,12}?(?:处|方面|人士|部门)?)*(?:获悉|了解到|注意到|观察到|报道|梳理|统计发现)"
)
"""某某财经独家获悉: the medium that tells the news."""
_ON_PLATFORM = regex.compile(
    r"\p{Han}{0,4}(?:平台|商城|旗舰店|直播间|应用商店|频道)[上里中](?:，|$|的)"
)
"""仅某某闪购平台上，…: where something is sold."""
_BUILT = regex.compile(
    r"(?:建设|打造|设立|筹建|谋划|新建|扩建|布局|培育|创建|组建|推进|启动|建成|建立|成立|规划|开辟)了?\Z"
)
"""Before a zone that somebody else builds: 同时规划建设某产业园."""
_PERFORMED = frozenset({"duration", "length", "mass", "score", "time"})
"""What a person's own figures are measured in: runs, throws, lifts."""


_HOLDER = regex.compile(rf"(?:流通)?(?:股东|客户|供应商|债权人|经销商)[—:：\s]?(?={NAME})")


_OF_WHICH = regex.compile(
    rf"[^，。；、{NUMBER}{NAME}的]{{0,12}}的(?:“[^”]{{1,8}}”)?{NAME}+(?={TIME}*\p{{Han}})"
)
_HAS_SIZE = regex.compile(
    rf"[\s\u3000{TIME}，]*(?:仅|只|这个|这片|而)?(?:占地?|以|用|拥有|坐拥|集聚|聚集|汇聚)[^，。；]{{0,12}}"
)
_WHOSE_SIZE = regex.compile(
    rf"(?:仅|只|这个|这片|而)?(?:占地?|以|用|拥有|坐拥|集聚|聚集|汇聚)[^，。；]{{0,12}}{NUMBER}[^，。；、{NUMBER}{NAME}的]{{0,12}}的"
)
"""占全市1.2%面积的某经开区: what is said of a zone's size before its name."""


@once
def limit(view: View, clause: Clause) -> int:
    """Where the first number of a clause stands.

    What only says who is named next is none: 19岁的…, 第二大股东….
    """
    for quantity in view.quantities:
        if quantity.span.start < clause.span.start or quantity.base_unit == "岁":
            continue
        if quantity.span.start >= clause.span.end:
            break
        if _HOLDER.match(view.mask(quantity.span.end, clause.span.end)):
            continue
        if _describes(view, clause, quantity.span):
            continue
        return quantity.span.start
    return clause.span.end


def _describes(view: View, clause: Clause, number: Span) -> bool:
    """占全市1.2%面积的|经开区实现…: does a number only say which zone is meant?"""
    before = view.mask(clause.span.start, number.start)
    behind = _OF_WHICH.match(view.mask(number.end, clause.span.end))
    return behind is not None and _HAS_SIZE.fullmatch(before) is not None


def position(view: View, clause: Clause, item: Named) -> str:
    """`subject`, `locative`, `frame` or `adjunct`: where in its clause a name stands."""
    key = position, clause.span.start, item.span.start
    if key not in view.worked:
        view.worked[key] = _position(view, clause, item)
    return str(view.worked[key])


_LEAGUE = regex.compile(
    r"[^，。；、占的有]{0,10}(?:百强|十强|五百强|百佳|十佳|\d{2,3}强)(?:[省市区县镇乡村]|开发区|高新区|园区|企业|榜单?|排行榜|名单)*"
    r"(?:中|里|的)?(?:[的综合总]*(?:排名|位次|名次|排位|位列|位居|排在|排第|第))"
)
"""中国工业百强县排名第九: a league's name, not who stands in it."""


_BODY = regex.compile(
    r"(?!\p{Han}*(?:拥有|共有|现有|建有))\p{Han}{2,8}(?:供应链|服务|交易|创新|公共|技术)\p{Han}{0,3}平台"
)
"""某省农产品交易平台: a place that a body is named after."""
_WARE = regex.compile(rf"(?:手机|平板电脑|平板|笔记本电脑|电脑){NUMBER}")
"""苹果手机1.2亿部: a ware by its brand, counted in a text about where it is made."""
_OF_WHOLE = regex.compile(rf"(?:全[市省县区])?占比(?:超过?|达到?|为|约|近|逾|已)*{NUMBER}")


def _is_whole(view: View, item: Named, after: str) -> bool:
    """总额90亿元，某市占比超过六成: of what something was a share."""
    if _OF_WHOLE.match(after) is None:
        return False
    return any(
        q.dimension == "money" and q.span.end <= item.span.start for q in view.quantities
    ) and not any(
        q.base_unit == "%"
        and q.span.end <= item.span.start
        and view.plain(q.span.end, item.span.start) in ("，", "、")
        for q in view.quantities
    )


_LIST = regex.compile(
    rf"(?P<piece>[^，。；、{NUMBER}{TIME}]{{0,10}}?)(?:(?:、|和|与|及)[^，。；、{NUMBER}]{{1,16}}?)*等"
    rf"(?:{NUMBER}|\d|[一二两三四五六七八九十]|(?:\p{{Han}}{{2,5}}?型?、)?\p{{Han}}{{0,6}}?"
    r"(?:项目|企业|公司|品牌|机构|单位|知名|一批|重点|龙头))"
)
_COUNTED = regex.compile(rf"(?:(?:、|和|与|及){NAME}+)+{NUMBER}+[^，。；{NUMBER}]{{2,12}}")
"""某市、某市3个开发区: the names of what is counted."""
_ITEM = regex.compile(rf"\A\s*{ITEM_MARK}\s*")
_COLUMN_OF = regex.compile(r"[^，。；\s]{0,6}\s*[|｜丨]")
_COLUMN = regex.compile(r"\A[^，。；|｜丨]{0,16}[|｜丨]\s*")
"""某某独家 | …: the medium and its column, before a headline."""
_MEMBER_TOO = regex.compile(rf"(?:常委|委员|党组成员)、{NAME}")
"""某市委常委、某区书记 speaks for the district."""


_STANDS = regex.compile(r"以[^，。；]{0,24}\Z")
_FOR = regex.compile(r"[^，。；为]{0,24}为(?:代表|龙头|首|引领|核心|主体|主导|例)的?")
"""以某集团等为代表的产业: an example is not the subject."""


def _position(view: View, clause: Clause, item: Named) -> str:
    entity = item.entity
    before = view.mask(clause.span.start, item.span.start)
    aside = regex.match(r"（[^（）]*）", view.plain(item.span.end, clause.span.end))
    behind = item.span.end + (aside.end() if aside else 0)
    after = view.plain(behind, clause.span.end)
    after_mask = view.mask(behind, clause.span.end)
    before = regex.sub(
        r"\A(?:【?本[报台刊]讯】?)?\s*[（(](?:[^（）()]*(?:记者|通讯员)[^（）()]*)[）)]", "", before
    )
    before = _BY_TIME.sub("", _COLUMN.sub("", _ITEM.sub("", before)))
    bare = regex.sub(rf"[{TIME}\s\u3000“”‘’\"'《》、，]", "", before)
    bare = regex.sub(
        r"^(?:(?:过去|近|最近)[一二两三四五六七八九十几\d]{1,3}年(?:来|间)?|使得|致使|其中|此外|同时|目前|当前|如今|而|但|另外|另|据悉|截至|截止|自|以来|年以来|本报讯|近日|日前|同期|"
        r"图为|至于|说到|提起|正如|如|单说|单是|光是|单看|仅|再看|先看|来看|反观|相比之下|相较之下|再说|又如|比如|例如|轮到|本报讯|今年|去年|年内|全年|也|还|已|在此期间|上半年|下半年|期间)+",
        "",
        bare,
    )
    if before.endswith(("自", "从", "由")) and _TRADES.match(after):
        return "adjunct"  # 自智利进口则降7.3%
    bare = _APPOSED.sub("", bare)
    if entity.rule == THING and only_leads(before, item.mention.text):
        return "subject"
    if entity.type is EntityType.ORG and PRESS.search(entity.canonical):
        return "adjunct"
    if entity.type is EntityType.COMPANY and tells_own(entity.canonical, view.text, item.span.end):
        return "frame"
    if entity.type in (EntityType.COMPANY, EntityType.ORG) and publishes(view.text, item.span.end):
        return "adjunct"
    if (entity.type is EntityType.COMPANY or entity.rule == THING) and _INVESTS.match(after_mask):
        return "adjunct"  # who puts money in is not what the money is put into
    if entity.type is EntityType.PLACE and (_LEAGUE.match(after) or _BODY.match(after)):
        return "adjunct"
    if entity.type is EntityType.PLACE and _is_whole(view, item, after_mask):
        return "adjunct"
    if entity.type is EntityType.COMPANY and _WARE.match(after_mask):
        return "adjunct"
    if entity.type is EntityType.ORG and AGENCY.search(entity.canonical):
        if _MEMBER_TOO.match(after_mask):
            return "adjunct"
        speaking = not bare or bare.endswith(("据", "从", "记者从", "来自"))
        return "agency" if speaking else "adjunct"
    if _COLUMN_OF.match(after) or (_STANDS.search(before) and _FOR.match(after)):
        return "adjunct"
    if entity.type is EntityType.PERSON:
        return "subject" if _performs(view, clause, bare, after) else "adjunct"
    if entity.type is EntityType.PLACE and not bare and _OWN_REPORT.match(after):
        return "subject"
    if _FRAME_TAIL.match(after) and not regex.match(
        r"(?:的)?[^，。；]{0,12}(?:达|增长|下降|占|数据[为是约超])", after
    ):
        if entity.type is EntityType.ORG or entity.type is EntityType.PLACE:
            return "frame"
        return "frame" if bare == "" or bare.endswith(("从", "据", "记者从")) else "adjunct"
    if entity.type is EntityType.COMPANY and (_LEARNS.match(after) or _ON_PLATFORM.match(after)):
        return "adjunct"
    if _ANALYST.match(after):
        return "adjunct"
    if _TITLE_TAIL.match(after):
        return "subject" if entity.type is EntityType.COMPANY and not bare else "frame"
    if _WHOSE_SIZE.fullmatch(bare) and entity.type is not EntityType.ORG:
        return "subject"
    located = _LOCATIVE.search(bare) is not None
    described = _DESCRIBED.match(bare)
    if described and entity.type in (EntityType.COMPANY, EntityType.ZONE):
        return "subject"
    if entity.type is EntityType.COMPANY and NUMBER not in before and _RETURNED.fullmatch(bare):
        return "subject"
    if entity.type is EntityType.COMPANY and _SCENE.fullmatch(bare):
        return "locative"
    if bare and not located and (ADJUNCT.search(bare) or _behind_verb(view, clause, item)):
        return "adjunct"
    if entity.type is EntityType.ZONE and _BUILT.search(bare):
        return "adjunct"
    if _is_listed(view, clause, item, after_mask) or _COUNTED.fullmatch(after_mask):
        return "adjunct"
    if bare in ("", "的"):
        return "subject"
    if located and AT_EVENT.match(after):
        return "adjunct"
    if located and _SITE_OF.match(after):
        return "adjunct"  # 位于某产业园的工厂 is the company's
    if located:
        head = _LOCATIVE.sub("", bare)
        return (
            "locative"
            if regex.fullmatch(r"(?:也|并|均|还|先后|同样|正|就|据悉|记者|笔者|我们|再)*", head)
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


def _is_listed(view: View, clause: Clause, item: Named, after: str) -> bool:
    """Is a name a member of a list that is counted or summed up behind: 甲、乙等12个项目?"""
    found = _LIST.match(after)
    if found is None:
        return False
    piece = view.words(item.span.end, min(clause.span.end, item.span.end + found.end("piece")))
    if any(word.tag in ("d", "p") for word in piece):
        return False
    # 甲公司建成乙、丙等项目 names who built them; 甲公司扩产、丙等项目 does not
    return not any(word.tag == "v" and len(word.text) > 1 for word in piece[:-1])


def _behind_verb(view: View, clause: Clause, item: Named) -> bool:
    """推动…集团: the word before the name is a verb or preposition that takes it as its object."""
    last = view.words(clause.span.start, item.span.start)[-1]
    acts = last.tag in ("v", "p") or last.text in words("acts")  # 建成投产|某公司12英寸线
    return acts and last.end == item.span.start and len(last.text) > 1


def _performs(view: View, clause: Clause, bare: str, after: str) -> bool:
    """Is a person the one whose figure it is: a holder of shares, a runner, a lifter?"""
    if not bare and regex.match(r"(?:[（(][^）)]*[）)])?(?:持股|持有|占股)", after):
        return True
    if _FRAME_TAIL.match(after) or _TITLE_TAIL.match(after):
        return False
    bare = bare.replace(NUMBER, "")
    own = not bare or regex.search(
        r"(?:选手|小将|老将|名将|运动员|队员|健将|冠军|新人|农户|村民|老人|商户|摊主|店主|的)\Z",
        bare,
    )
    inside = [q for q in view.quantities if clause.span.contains(q.span)]
    return bool(own) and any(
        q.dimension in _PERFORMED and q.base_unit not in ("a", "岁") for q in inside
    )
