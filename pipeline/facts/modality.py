"""Is a number reached, or a goal?"""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.acting import undertakes
from pipeline.facts.lexicon import any_of
from pipeline.facts.view import View
from pipeline.model import Modality

_GOAL = regex.Led(
    "[力争冲目奔提计拟将预可望料打准确剑瞄誓盯锁迈达投满想要指未票敲规按明后今提应须谋意奋"
    "期希盼推支引带培新上有一全建届根不民定](?:(?<![上有一全建届根不民定])|(?=[看望旦面部成时据低设生为在]))",
    r"力争|(?<!累计|已|共|新|全年共|先后)争取(?!到|上级|中央|国家|省级|市级|专项|资金|各类|政策|资源|民心|[“‘\s]*\p{Han}{0,4}[”’]?(?:补贴|补助|债券|转移支付))|冲刺(?!阶段|期|状态|班|攻坚|关头)|目标(?:为|是|确?定|：|，(?:就|也)?是)|奔着|奔向|(?<!行动|研发|发展|专项|培育|倍增|提升|振兴|[”》’]|年度|生产|投资|建设|资助|人才|科研|科技|支撑|火炬|星火|引才|领航|攻坚)计划(?!”|》|单列|生育|经济|入选|内|外|团队|项目|等|平均|兑现|完成率|执行率)|(?:(?<=[合总共累]计)|(?<![规策企计]))拟(?!合|态|人|真|定出台|上市(?:企业|公司|后备))|"
    r"(?<![即行小老大名健闯干女虎猛功经已曾])将(?!近|军|领|士|满|才|校)|(?<![好高低快慢优强多少早]于|超|超过|不及)预计|预估|推估|上看|(?<!达|符合|超|好于|低于|高于|优于|不及|如|社会|市场|到|合|过)预期|预测|有望|可望|料将|打算|(?<![值账价险蓄拨项计])准备(?!金|的|好|期|了|进入|就绪|工作|充分)|确保(?!了)|剑指|瞄准|誓(?=[破夺要言])|(?<!已|已经|成功)(?:盯住|锁定)(?=[^，。；]{0,24}\Z)|(?<![值场情税率机到受遭的“])冲击(?!力|波|性|控制|影响|下|，|。|较|明显|及|和|之)|迈向(?![^，。；]{0,8}步伐)|"
    r"(?:达产|投产|满产)(?:以|之)?后|一旦[^，。；]{0,8}?(?:满产|达产|投产|建成|投用)|全面达产|(?<![理思幻联设梦感猜料])想(?=把|让|要|在|将)|建成后|建成投产后|全部达产|届时|(?<![重主需不必只首还]|去年|过去|以前|以往|原来|每天|每年|每月|每日|一天|一年|每\p{Han}{1,4}|眼下|如今|现在|目前|一般|通常|往往|平均|大约|少说|这里|年前|原先|时候)要(?!比|高[于出]|低于|看|知|说|数|归|从|论|问|求|素|点|闻|客|塞|道|么|是|地|件|领|案|务)|"
    r"(?:期待|期望|希望|盼)(?:着)?(?:能|可)?(?:(?:于|到|在)(?=20\d\d)|(?=吸引|引进|实现|达到|打造|建成|带动|集聚))|规划年产|(?<!已|经)(?:推动|支持|引导|带动|培育|建设|新增|引进)不少于|指引|未来[一二两三四五六七八九十\d]+个月内|票决|敲定|规划(?:到|至|建设(?![到和与、的了])|总投资|新增|实现)|(?<=(?:按照?|根据|依照?|依据)[^，。；]{0,12})规划，|(?:按照|根据|依照)(?:规划|(?:既定|工作)?目标|计划(?!完成))(?=，|，?到|，?今年|，?全年)|按照规划|根据规划|民生实事(?:项目)?(?:同步|还|也|中)?(?:列出|列入|明确|安排|提出|承诺|锁定|敲定)(?!了)|(?<=(?:增速|增幅|增长)(?:目标)?)定[为在](?=[^，。；]{0,8}\Z)|明年|后年|未来[一二两三四五六七八九十\d]+年|今后[一二两三四五六七八九十\d]+年|"
    r"提出，?到|(?<=(?:报告|规划|方案|意见|纲要|草案|计划)[》”]?(?:还|也|中|明确|同时)?)提出(?!了)|不低于[^，。；]{0,12}目标|拟定|应达到|须达到|望达|望突破|望实现|(?<![新已自])谋划(?!储备|实施|推进了?|重点)|意向投资|奋斗目标|预期目标",
)
_GIVES = regex.compile(
    r"将(?=(?!于|在|会|全[面力]|陆续|继续|进一步|再|逐|有|被|分|共|大力|新[增建]|达|是|实现|完成|建成|投资|推|努力|重点|着力|加|成为|不[会再断]|为|对|从|以|向|与|和|同|按|近)"
    r"[^，。；将]{1,18}?(?:投入到|投入(?=\p{Han})|用于|作为|列为|列入|纳入|转为|转化为|打包|出售|转让|视为|分为|变为|变成|融入|引入|送[到往]|交给|注入|划入|并入"
    r"|命名|推向|作价|卖给|写入|根植|靠拢|相结合|[摆放置]在|置于|整合))"
)
"""将营收的10%投入研发, 将6个品牌打包出售: 将 as 把, which tells what was done to something."""
_TITLE = regex.compile(r"《[^《》]*》")
"""《…业务指引》, 《…管理办法》: what a document is called plans nothing."""
_DONE = regex.compile(
    r"(?<!不)已(?:经|有|达|累计|建|完|实|签|入|落|形|获|认|超|突|投)?|现有|现已|(?:眼下|如今|当前)(?!的)|此前|完成了|实现了|截至目前|去年|上年|目前|另(?:与|有|据|悉|外)|标的(?!额)"
    r"|(?:近|过去|这)[\d一二两三四五六七八九十几]{1,2}年来?|多年来|以来(?=，|[^，。；]{0,6}累计)"
)
_COUNTED = regex.compile(
    r"，[^，。；]{0,12}?(?:只|才|却|已|刚)[^，。；]{0,6}了(?:约|近|逾|不到)?\Z"
)
"""计划入组240例，一年下来只入了97例."""
_QUOTED_GOAL = regex.compile(r"[”’]?(?:的)?(?:年度|总体|发展|预期|既定)?(?:目标|指标任务|奋斗目标)")


@cache
def _to_come() -> regex.Pattern[str]:
    """首期3万吨定于2025年三季度投产: the clause goes on with when it will be."""
    return regex.compile(
        rf"(?!将近)[^，。；\d]{{0,10}}?{any_of('due')}(?:在|于)?"
        r"(?:\d|今年|明年|后年|年底|年内|下半年|下月)|"
        rf"(?:年底|明年|后年|年内)[^，。；\d]{{0,8}}?{any_of('finish')}"
    )


def _last(pattern: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


_OPENS = regex.compile(r"(?:\A|[，。；：、\s\u3000])(?:而|但|并|到|从|在|自|至|争取)?\Z")
_COMING = regex.compile(r"明年|后年|未来|今后")


_OBJECT = regex.compile(r"(?:[一这那首][笔批颗辆台艘件块份]|全部|近|约|逾|超|其中)*")
_MOVES = regex.compile(
    r"[^，。；]{0,16}?(?:[送打转注纳投运发交装卖搬移并汇划拨推][入进到往向给至]|变成|改成|交给|用于|合并|整合|集中|下放|精简|列入|列为|作为|打造成|培育成|改造成)"
)
"""将7颗卫星送入轨道: 将 takes an object, as 把 does."""


_OF_PLAN = regex.compile(
    r"(?:(?:[高多少超]出|低于|高于|超过?|好于|优于|快于)(?:全年|年度|当年|年初|既定|预期|原|计划|任务)*\Z)|(?:占(?:全年?|当年|本年度?|年度?|年初)?的?|(?:完成|达到|实现)(?:了|全年|年度|当年|年初|年|既定|预期)*)\Z"
)
"""Before a plan of which so much has been done."""
_TO = r"(?:[降升增减缩压扩提延调拉推][\p{Han}]{0,2}?)(?:至|到|为|成)"
_TAKES = regex.compile(
    rf"(?!会|于|在|有|是|达|于|达到|实现|完成|增|建|新[增建开办设添]|投|超|突破|可|对|向|从|由|以|与|为|进)(?P<what>[\p{{Han}}“”\d]{{2,16}}?)(?:(?:由|从)[^，。；]{{0,24}}?)?(?:进一步|大幅|直接|一举)*{_TO}(?:了|约|近)*"
)
_TAKES_FROM = regex.compile(r"\p{Han}{2,10}?(?:由|从)[^，。；\d]{0,8}")
_PLANNED = regex.compile(r"资本支出|资本开支|目标(?!价)|预期|预测|指引|财测|展望|预算|计划")
"""将今年资本支出调高至13.5亿元: what is moved is itself a plan."""
_OF_PLANS = ("将", "计划", "力争", "确保", "拟", "提出")
"""将完善布局，建成公园3个；组织比赛9场: a plan goes on with what else is undertaken."""
_PROJECTS = regex.compile(r"(?:了|实施|储备|推进)*[^，。；]{0,24}(?:项目|工程)(?:共|达|有)*")
"""谋划重点项目537个: how many have been planned."""
_OWN_SUM = regex.compile(r"(?:总?投资|完成投资)[^，。；]{0,3}\d[^，。；]{0,8}[，；]\s?其中")
_FIRST_COUNT = regex.compile(r"初步\Z|初步(?:核算|统计|测算|汇总)|快报(?:数|数据|显示)")
"""A first count of what has happened is an estimate, and no goal."""
_LISTED = regex.compile(
    r"(?:签约|开工|投产|建|引进)的?[^，。；]{0,12}?(?:项目|工程|企业)(?:共|已|现)*(?:有|达)?(?=\d|\Z)"
)
"""在建及拟签约项目有12个: how many there are today."""
_THEN_TO = regex.compile(rf"[^，。；]{{0,12}}?{_TO}")
"""将发行价由6.4港元降至5.15港元: 将 takes an object that is moved."""


def _takes_object(said: str, after: str) -> bool:
    """Is 将 the 把 of what stands between it and the number?"""
    if _OBJECT.fullmatch(said) and _MOVES.match(after):
        return True
    if _TAKES.fullmatch(said):
        return True
    ranged = regex.sub(r"[\d.,]+\D{0,3}[-—~～至]\Z", "", said)
    return _TAKES_FROM.fullmatch(ranged) is not None and _THEN_TO.match(after) is not None


def _goal(before: str, after: str) -> regex.Match[str] | None:
    """The last goal word that still holds; a coming time said in a clause of its own does not.

    订单已排到明年3月，日产量从300台提高到520台 speaks of today.
    """
    for goal in reversed(list(_GOAL.finditer(before))):
        if _OF_PLAN.search(before[: goal.start()]):
            continue  # 占年计划的51.6%
        said = before[goal.end() :]
        if goal.group() == "预计" and _FIRST_COUNT.search(before[: goal.start()]):
            continue  # 初步核算，2021年预计实现…
        if goal.group() == "谋划" and _PROJECTS.fullmatch(said):
            continue
        if goal.group() == "计划" and _OWN_SUM.match(said):
            continue  # 年计划投资18亿元，其中，某类项目116个
        if goal.group() == "拟" and _LISTED.match(said):
            continue
        clause = said[max(said.rfind("，"), said.rfind("；")) + 1 :]
        may_take = goal.group() == "将" and not _PLANNED.search(said)
        if may_take and (_takes_object(said, after) if said == clause else _TAKES.match(said)):
            continue
        rest = before[goal.end() :]
        own = rest[: rest.find("，")] if "，" in rest else None
        if own is None or not _COMING.match(goal.group()):
            return goal
        if _OPENS.search(before[: goal.start()]) and len(own) <= 6:
            return goal
    return None


def modality(view: View, start: int, end: int, clause_start: int) -> tuple[Modality, str]:
    """Modality of a number at [start, end), and the words that decided.

    A goal word holds until the sentence ends or a clause says that something has happened.
    """
    whole = _GIVES.sub("把", view.plain(view.span.start, view.span.end))
    whole = _TITLE.sub(lambda title: "《" + "□" * (len(title.group()) - 2) + "》", whole)
    before = whole[: start - view.span.start]
    clause = before[clause_start - view.span.start :]
    behind = view.plain(end, view.span.end)
    goal = _goal(before, behind)
    if goal:
        between = before[goal.end() :]
        later = between[between.rfind("；") + 1 :] if "；" in between else between
        goes_on = goal.group() in _OF_PLANS and undertakes().match(later) is not None
        broken = "；" in between and not _GOAL.search(later) and not goes_on
        done = _last(_DONE, between) or _COUNTED.search(between)
        if not broken and not done:
            return Modality.TARGET, goal.group()
        if done and not broken and _GOAL.search(clause[-14:]) and goal.end() > len(before) - 14:
            return Modality.TARGET, goal.group()
    after = behind
    if regex.match(r"(?:将|拟|计划|预计)(?!近)", after) or _to_come().match(after):
        return Modality.TARGET, "将"
    opened = before.rfind("“") > before.rfind("”")
    if opened:
        closing = after.find("”")
        if 0 <= closing < 60 and _QUOTED_GOAL.match(after[closing:]):
            return Modality.TARGET, "目标"
    if regex.match(r"[^，。；]{0,4}的?(?:年度|预期)?目标(?!值?(?:高|低|多|少))", after):
        return Modality.TARGET, "目标"
    return Modality.ACTUAL, ""


_SAME_BREATH = regex.compile(
    r"[\s\u3000]*(?:同时|此外|另外|与此同时|还要?|并|其次|再次|[一二三四五六七八九]是|，|、)*"
)


def plans_of(view: View) -> bool:
    """Does a sentence tell of what is to be done, and of nothing that was?"""
    plain = _TITLE.sub("", _GIVES.sub("把", view.plain(view.span.start, view.span.end)))
    goal = _goal(plain, "")
    return goal is not None and goal.group() in _OF_PLANS and _last(_DONE, plain) is None


def programme(view: View) -> bool:
    """加大投资力度，开工项目5个: a sentence without a subject, of what else is undertaken."""
    plain = view.plain(view.span.start, view.span.end)
    lead = _SAME_BREATH.match(plain)
    return undertakes().match(plain[lead.end() :] if lead else plain) is not None


_HAPPENED = regex.compile(
    r"已(?:经|有|达|累计|建|完|实|签|入|落)|截至|去年|上年|过去|完成了|实现了|以来"
)


def has_happened(view: View, start: int) -> bool:
    """Does the sentence say before the number that it was reached?"""
    return bool(_HAPPENED.search(view.plain(view.span.start, start)))
