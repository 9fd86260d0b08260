"""Facts that newspapers seldom put so; all sentences were written for this test."""

from __future__ import annotations

import pytest
from test_facts import _facts, _shown

from pipeline import extract, segment
from pipeline.entities import find
from pipeline.facts.choosing import is_verbal
from pipeline.facts.headlines import labelled
from pipeline.facts.lexicon import words
from pipeline.facts.view import View, named
from pipeline.model import Entity, EntityType, Mention, Span

CASES: list[tuple[str, str, dict[str, str]]] = [
    # sentence; number; what is said of it
    ("形成年产8000吨的能力。", "8000吨", {"indicator": "年产能力", "kind": "level"}),
    ("国有12家企业投产。", "12家", {"indicator": "企业"}),
    ("省下的2亿元用于民生。", "2亿元", {"indicator": "民生"}),
    # the growth that another is compared with, and the fall
    ("银川高新区增幅较上季的3.2%放缓。", "3.2%", {"kind": "growth", "value": "3.2"}),
    ("银川高新区降幅较上季的3.2%收窄。", "3.2%", {"kind": "growth", "value": "-3.2"}),
    # so much land was improved, not gained
    (
        "银川高新区改造提升4.3万亩农田。",
        "4.3万亩",
        {"indicator": "农田", "kind": "level", "value": "43000"},
    ),
    ("银川高新区产能提升4.3万吨。", "4.3万吨", {"indicator": "产能", "kind": "change"}),
    (
        "银川高新区营收回到上年同期的四成。",
        "四成",
        {"indicator": "营收", "kind": "share", "value": "40"},
    ),
    # one line of the accounts is not another's
    ("银川高新区产值增长5%，收入6亿元。", "6亿元", {"indicator": "收入"}),
    # what opens the clause says when
    ("明年，5家企业投产。", "5家", {"indicator": "企业", "modality": "target"}),
    ("去年，5家企业投产。", "5家", {"indicator": "企业", "modality": "actual"}),
    # a plan of last year's
    ("云海公司计划去年投资3亿元。", "3亿元", {"modality": "target"}),
    # months that end with a day
    (
        "截至2023年3月31日止三个月，云海公司营收5亿元。",
        "5亿元",
        {"subject": "云海公司", "period": "2023-Q1"},
    ),
    (
        "截至2023年6月止的40个月，云海公司营收5亿元。",
        "5亿元",
        {"subject": "云海公司", "period": "2023-06"},
    ),
    # years that are compared must be two
    ("银川高新区2023年同2019年相比，产值增长5%。", "5%", {"period": "2019/2023"}),
    ("银川高新区2023年与2019年至2021年相比，产值增长5%。", "5%", {"period": "2023"}),
    ("3年来同2014年相比，产值增长5%。", "5%", {"indicator": "产值", "period": ""}),
    ("张三丰持股35%。", "35%", {"indicator": "持股", "value": "35"}),
    # a port's 全港 is no Hong Kong
    ("全港货物吞吐量达5亿吨。", "5亿吨", {"subject": "全港", "indicator": "货物吞吐量"}),
    # titles of works that stand in a row name nobody, nor does one that is a time
    ("《春江》《秋水》票房5亿元。", "5亿元", {"subject": ""}),
    ("《2023年的雪》票房5亿元。", "5亿元", {"subject": ""}),
    ("·澜岳：营收5亿元，增长5%。", "5亿元", {"subject": "澜岳", "indicator": "营收"}),
    # a clause that tells of such a thing
    ("像澜岳这样的企业，有5家。", "5家", {"indicator": "企业"}),
    ("8元，增幅5%。", "5%", {"indicator": "增幅", "kind": "growth"}),
    # a speaker keeps the office that a script gave him
    (
        "【同期：银川高新区管委会主任 周砚秋】产值5亿元。\n【同期：周砚秋】税收3亿元。",
        "3亿元",
        {"subject": "银川高新区", "indicator": "税收"},
    ),
    # twice doubled, without a verb that says so
    ("云海公司产值增至2番。", "2番", {"indicator": "产值", "value": "3"}),
    # a conjunction parts the nouns, and another is not their number's
    (
        "引进7个国家的8家企业和3家上市公司数量均居首位。",
        "8家",
        {"indicator": "企业", "kind": "level"},
    ),
    # a part of a county's, not a company's
    (
        "澄屿海工产值3亿元，其中晋江市2亿元。",
        "2亿元",
        {"subject": "晋江市", "indicator": "产值"},
    ),
    # what a saying of four characters ends, and what a number of its own does
    ("商品价格水涨船高是主流；6亿元。", "6亿元", {"indicator": "商品价格"}),
    ("居首位的产品及6个项目投产。", "首位", {"indicator": "产品", "kind": "rank"}),
    # signs before the noun behind a number
    ("引进3家以上的、企业。", "3家", {"indicator": "企业"}),
    # what is ranked has a number of its own, and is no list of two
    (
        "3家企业奖牌总数在27支代表队里居第4位和第5位。",
        "第4位",
        {"indicator": "3家企业奖牌总数", "kind": "rank"},
    ),
    # a name that a number tore
    ("30台云海公司产品分别是1.5倍。", "1.5倍", {"indicator": "云海公司产品"}),
    # zones that are counted, and that nobody named
    ("四园区。", "四", {"subject": "", "indicator": "园区"}),
    # who reports is not whom the report is about
    ("新华社记者今年以来发稿417篇。", "417篇", {"subject": ""}),
    # 园区 are all those that the text is about, not the one that it named aside
    (
        "全省园区去年提速\n\n　　去年，全省园区实现产值2600亿元。\n　　全省园区出口增长7%。\n"
        "　　银川高新区产值930亿元。园区企业数增长6%。\n",
        "6%",
        {"subject": "全省园区", "indicator": "企业数"},
    ),
    # offices that are counted together are no group of zones, firms or places
    ("省教育厅、省科技厅2个部门合计下达资金9亿元。", "9亿元", {"subject": "全省"}),
    # 上述 points back: no list that comes after is meant
    (
        "对上述国家分别出口35亿元、28亿元，东盟、美国是前两大伙伴。",
        "35亿元",
        {"indicator": "上述国家"},
    ),
    # words that all of a list share stand at its end: 大数据 alone is no measure
    ("城北区大数据、信息安全市场占有率等指标依次为3.2%、5.1%。", "3.2%", {"indicator": "指标"}),
    # what stands behind 拥有 in a list is not all that is counted
    (
        "城北高新区研发投入、拥有的发明专利数均占全市的31%。",
        "31%",
        {"indicator": "发明专利数", "kind": "share"},
    ),
    # persons are counted so, and no rank is
    ("银川高新区有企业家35位。", "35位", {"indicator": "企业家", "kind": "level"}),
    # of two parts in a row neither is what the sentence goes on about
    (
        "银川市新增企业35家，其中，西夏区12家，其中，贺兰县8家；总数增长5%。",
        "5%",
        {"subject": "银川市", "indicator": "新增企业"},
    ),
    # what money is for is said in more than one character
    ("银川高新区投入5亿元用于水。", "5亿元", {"indicator": "投入"}),
    ("银川高新区投入5亿元用于供水。", "5亿元", {"indicator": "供水"}),
    # more is pointed at than was told
    ("银川高新区产值35亿元。这三项指标均增长5%。", "5%", {"indicator": "指标"}),
    # a number that names its own does not share what is said of the list
    (
        "银川高新区产值、税收分别超过35亿元、税收4亿元。",
        "4亿元",
        {"indicator": "税收", "qualifier": "exact"},
    ),
    (
        "银川高新区产值、税收分别超过35亿元、4亿元。",
        "4亿元",
        {"indicator": "税收", "qualifier": "over"},
    ),
    # who lives in a zone does not speak for it as who runs it does
    (
        "周砚秋（银川高新区居民）：云海市新增企业35家。\n云海市产值增长7%。\n周砚秋：产值增长5%。",
        "5%",
        {"subject": "云海市", "indicator": "产值"},
    ),
    (
        "周砚秋（银川高新区管委会主任）：云海市新增企业35家。\n云海市产值增长7%。\n"
        "周砚秋：产值增长5%。",
        "5%",
        {"subject": "银川高新区", "indicator": "产值"},
    ),
    # more was loaded than what nobody names
    ("多装至少35吨。", "35吨", {"indicator": "多装", "kind": "change", "qualifier": "over"}),
    ("多装近35吨。", "35吨", {"indicator": "多装", "kind": "change", "qualifier": "about"}),
]
GIVEN_OUT: dict[str, list[tuple[str, str, str, str]]] = {
    # subject, indicator, value, period of each number that 分别 or 依次 gives out
    # one range for two, and one for each
    "云海公司、澜岳公司产量分别达3—5万吨。": [
        ("云海公司", "产量", "30000", ""),
        ("云海公司", "产量", "50000", ""),
    ],
    "云海公司、澜岳公司产量分别达3—5万吨、2—4万吨。": [
        ("云海公司", "产量", "30000", ""),
        ("云海公司", "产量", "50000", ""),
        ("澜岳公司", "产量", "20000", ""),
        ("澜岳公司", "产量", "40000", ""),
    ],
    "往万象和老挝分别出口1亿元和2亿元。": [
        ("万象", "往万象出口", "100000000", ""),
        ("万象", "往老挝出口", "200000000", ""),
    ],
    "银川高新区产值320亿元，杭州、宁波两地分别增长5%和6%。": [
        ("银川高新区", "产值", "32000000000", ""),
        ("杭州", "产值", "5", ""),
        ("宁波", "产值", "6", ""),
    ],
    "澜岳科技、云海重工等龙头企业2023年产值分别为5亿元和6亿元。": [
        ("澜岳科技", "产值", "500000000", "2023"),
        ("云海重工", "产值", "600000000", "2023"),
    ],
    "银川高新区和云海高新区产值5亿元，分别为2亿元和3亿元。": [
        ("银川高新区", "产值", "500000000", ""),
        ("银川高新区", "产值", "200000000", ""),
        ("云海高新区", "产值", "300000000", ""),
    ],
    "“专精特新”、“小巨人”企业分别5家和6家。": [
        ("", "“专精特新”企业", "5", ""),
        ("", "“小巨人”企业", "6", ""),
    ],
    # fewer growths than years: they are those of the last
    "2020年至2022年产值分别为5亿元、6亿元和7亿元，分别增长5%和6%。": [
        ("", "产值", "500000000", "2020"),
        ("", "产值", "600000000", "2021"),
        ("", "产值", "700000000", "2022"),
        ("", "产值", "5", "2021"),
        ("", "产值", "6", "2022"),
    ],
    "偿还贷款与利息，分别8亿元和2亿元。": [
        ("", "偿还贷款", "800000000", ""),
        ("", "利息", "200000000", ""),
    ],
    "2021年3月和2022年3月产值分别为8亿元和7亿元。": [
        ("", "产值", "800000000", "2021-03"),
        ("", "产值", "700000000", "2022-03"),
    ],
}


@pytest.mark.parametrize(("text", "quote", "said"), CASES, ids=[f"{c[1]}: {c[0]}" for c in CASES])
def test_what_is_seldom_put_so(text: str, quote: str, said: dict[str, str]) -> None:
    shown = [_shown(fact) for fact in _facts(text, None) if fact.quantity.text == quote]
    assert [{name: one[name] for name in said} for one in shown] == [said]


@pytest.mark.parametrize("text", GIVEN_OUT)
def test_numbers_given_out_in_ways_seldom_met(text: str) -> None:
    shown = [_shown(fact) for fact in _facts(text, None)]
    names = ("subject", "indicator", "value", "period")
    assert [tuple(one[name] for name in names) for one in shown] == GIVEN_OUT[text]


def test_a_class_of_words_that_the_table_does_not_have_is_an_error() -> None:
    assert "增长" in words("rise")
    with pytest.raises(KeyError):
        words("no such class")


def test_blanks_are_no_verb() -> None:
    text = "园区率先打造\u3000\u3000"
    view = View(text, Span(0, len(text)), segment.words(text), (), (), ())
    assert is_verbal(view, Span(2, 6))
    assert not is_verbal(view, Span(0, 2))
    assert not is_verbal(view, Span(6, 8))


@pytest.mark.parametrize(
    ("count", "later", "subject"),
    [
        ("38家", "轴承行业A股公司共", "轴承行业A股公司"),
        ("38家", "共", "轴承行业A股公司"),
        # Near misses: a company is named anew; a headline that counts nobody.
        ("38家", "瑶光电子", "瑶光电子"),
        ("", "共", None),
    ],
)
def test_a_class_that_a_headline_counts_is_spoken_of_again(
    count: str, later: str, subject: str | None
) -> None:
    page = (
        f"{count}轴承行业A股公司年报一览\n\n据统计，轴承行业A股公司去年营收320亿元。"
        f"瑶光电子营收12亿元。\n\n{later}实现净利润2.8亿元。\n"
    )
    facts = extract(page).facts
    assert [fact.subject for fact in facts if fact.quantity.text == "2.8亿元"] == [subject]


def test_the_work_before_a_headline_s_colon_is_made_where_nobody_found_it() -> None:
    head = "云海新区医院：新增床位500张"
    text = f"{head}\n云海新区医院昨日开诊。"
    found = named(find(text))
    assert found[0].mention.text == "云海新区医院"
    titled, body = [Span(0, len(head))], len(head) + 1
    assert list(labelled(text, titled, found, body)) == []
    (work,) = labelled(text, titled, [], body)
    assert (work.canonical, work.mentions[0].span) == ("云海新区医院", Span(0, 6))


def test_of_names_that_overlap_the_first_and_longest_stands() -> None:
    zone = Entity(EntityType.ZONE, "云海新区", (), (Mention(Span(0, 4), "云海新区"),), "zone")
    body = Entity(EntityType.ORG, "云海新区医院", (), (Mention(Span(0, 6), "云海新区医院"),), "org")
    place = Entity(EntityType.PLACE, "院墙", (), (Mention(Span(5, 7), "院墙"),), "place")
    assert [item.entity for item in named([zone, body, place])] == [body]
    assert [item.entity for item in named([zone, place])] == [zone, place]
