"""Names that newspapers seldom print so; all sentences were written for this test."""

from __future__ import annotations

import pytest
from test_entities import matches

from pipeline.entities import find
from pipeline.entities.short_names import short_names
from pipeline.model import Entity, EntityType
from pipeline.patterns import places

CASES: list[tuple[str, str, str]] = [
    # sentence; what is found, what is not: TYPE:name, joined by |
    # a word that is a company's short name as well
    ("上市公司长城今年推出3款新车。", "COMPANY:长城", ""),
    ("长城、比亚迪今年推出3款新车。", "COMPANY:长城|COMPANY:比亚迪", ""),
    ("登上长城的有3万人次。", "", "COMPANY:长城"),
    # before 银行 stands more than a name is long
    ("信诚亿达融通汇丰联合银行推出3款产品。", "", "COMPANY:信诚亿达融通汇丰联合银行"),
    ("信诚亿达融通银行推出3款产品。", "COMPANY:信诚亿达融通银行", ""),
    # no verb stands between a body and a company
    ("北交所澜岳科技有限公司上市。", "COMPANY:北交所澜岳科技有限公司", ""),
    ("云海集团党委开展3次活动。", "COMPANY:云海集团", "ORG:云海集团党委"),
    ("云海市委党委开展3次活动。", "", "COMPANY:云海市"),
    # a verb takes no part of the name behind it
    ("新建国务院港澳办国际商会。", "ORG:国务院港澳办国际商会", "ORG:院港澳办国际商会"),
    ("深圳创新部门介绍，增长5%。", "PLACE:深圳", "ORG:深圳创新部门"),
    ("深圳市创新部门介绍，增长5%。", "ORG:深圳市创新部门", ""),
    ("山东大学（校本部）新增3个学科。", "ORG:山东大学", "ORG:山东大学（校本部）"),
    ("山东大学（威海）新增3个学科。", "ORG:山东大学（威海）", ""),
    ("申屠市委书记到3家企业调研。", "ORG:申屠市委", ""),
    # a listed name that begins with a verb is not begun in the middle
    ("新可口可乐中国党委开展3次活动。", "ORG:可口可乐中国党委", "ORG:乐中国党委"),
    # names in a row vouch for each other, on and back
    ("黑田姿和解勤三与缑威荻，三人同行。", "PERSON:黑田姿|PERSON:解勤三|PERSON:缑威荻", ""),
    ("董事长孙葳、鲍书塔和伊福（右）。", "PERSON:孙葳|PERSON:鲍书塔", ""),
    ("总监宓春、柳若言说，增长5%。", "PERSON:宓春", "PERSON:柳若言说"),
    # names written by sound
    ("创始人瓦伊说，增长5%。", "PERSON:瓦伊", ""),
    ("创始人瓦伊坦言，增长5%。", "PERSON:瓦伊", "PERSON:瓦伊坦"),
    ("船长南沙开发3条航线。", "", "PERSON:南沙"),
    ("记者航道说，增长5%。", "", "PERSON:航道"),
    ("选手阿尔瓦列第三。", "", "PERSON:阿尔瓦列"),
    ("银川雄鹰队获3枚奖牌。", "ORG:银川雄鹰队", ""),
    ("银川男子队获3枚奖牌。", "", "ORG:子队"),
    ("来自华为镇的3家。", "COMPANY:华为", "PLACE:华为镇"),
    ("来自夹浦镇的3家。", "PLACE:夹浦镇", ""),
    ("中关村南西安高新区新增3家。", "ZONE:中关村|ZONE:西安高新区", "ZONE:中关村南西安高新区"),
    # a trade, its products and its industry are no company
    ("厂商屿霖电池公布营收35亿元。", "COMPANY:屿霖电池", ""),
    ("厂商屿霖电池产品营收35亿元。", "", "COMPANY:屿霖电池"),
    ("公司胶屿电子产业规模达到35亿元。", "", "COMPANY:胶屿电子"),
    # the first of two zones ends where it is one
    ("城北产业园和细胞产业园增长5%。", "ZONE:城北产业园", "ZONE:城北产业园和细胞产业园"),
    (
        "国家（南京）高新技术产业开发区新增3家，云海高新区增长5%。",
        "ZONE:国家（南京）高新技术产业开发区|ZONE:云海高新区",
        "",
    ),
    # 其中 and 尤其 run over the beginning of a listed name
    ("园区新增82家，其中微公司35家。", "", "COMPANY:中微公司"),
    ("今年开课82门，其中文在线课程35门。", "", "COMPANY:中文在线"),
    # what the company is said to do with a fund is no part of the fund's name
    ("易方达领先成长基金新增3家客户。", "", "COMPANY:易方达"),
    ("易方达募集成长基金35亿元。", "COMPANY:易方达", ""),
    # a speck before a full name
    (
        "到场的有·屿霖科技有限公司的3人。",
        "COMPANY:屿霖科技有限公司",
        "COMPANY:·屿霖科技有限公司",
    ),
    # not all members of a list are companies
    ("引进屿霖、其他等3家企业。", "COMPANY:屿霖", "COMPANY:其他"),
    ("引进屿霖、银川市、岳方等3家企业。", "COMPANY:屿霖|COMPANY:岳方", "COMPANY:银川市"),
    # an office of no zone is none of a zone's
    ("据云海高新区管委会经济发展局介绍，增长5%。", "ORG:云海高新区管委会经济发展局", ""),
    ("据澜岳管委会经济发展局介绍，增长5%。", "", "ORG:澜岳管委会经济发展局"),
    # who speaks for an office, and an office that speaks
    (
        "民政局（副局长）：今年新增3家。\n宓春（副局长）：来了5人。\n民政局：是这样的。\n",
        "PERSON:宓春",
        "PERSON:民政局",
    ),
    # a dot before or behind a listed name
    ("阿里·巴米拉新增3家门店。", "COMPANY:阿里", "PERSON:阿里·巴米拉"),
    # whom a deal is about, and who took part in it
    ("“澜屿”完成3亿元B轮融资。", "COMPANY:澜屿", ""),
    ("“春天”完成3亿元B轮融资。", "", "COMPANY:春天"),
    ("股东包括岳方、自然人。", "COMPANY:岳方", "COMPANY:自然人"),
    ("投资方包括部分员工、岳方。", "COMPANY:岳方", "COMPANY:部分员工"),
    ("投资方包括岳方、数据。", "COMPANY:岳方", "COMPANY:数据"),
    ("由有关部门领投。", "", "COMPANY:有关部门"),
    # a village, and what a company built in one
    ("檀溪镇中岩村新增3户。", "PLACE:中岩村", ""),
    ("檀溪镇万达村新增3户。", "COMPANY:万达", "PLACE:万达村"),
]


@pytest.mark.parametrize(("sentence", "has", "lacks"), CASES, ids=[case[0] for case in CASES])
def test_what_is_seldom_printed(sentence: str, has: str, lacks: str) -> None:
    entities = find(sentence)
    shown = [(entity.type.value, entity.canonical, entity.aliases) for entity in entities]
    for wanted in filter(None, has.split("|")):
        assert matches(entities, wanted), (wanted, shown)
    for refused in filter(None, lacks.split("|")):
        kind, _, name = refused.partition(":")
        assert (kind, name) not in [(found, said) for found, said, _ in shown], shown


def test_a_word_of_no_character_stands_nowhere() -> None:
    """A stem that was empty was looked for without end."""
    assert list(places("", "市市市")) == []
    assert list(places("市市", "市市市市市")) == [0, 2]
    city = Entity(EntityType.PLACE, "市市", (), (), "unlisted city")
    assert find("宋砚秋来到这里。", context=(city,)) == find("宋砚秋来到这里。")


def test_a_single_character_is_no_short_name() -> None:
    assert list(short_names("甲有限公司", "甲公司与甲集团")) == []
    assert list(short_names("澜岳集团有限公司", "澜岳今年")) == ["澜岳"]


def test_a_company_is_not_its_branch_of_the_same_name_that_is_spoken_of_later() -> None:
    branch = "京东（重庆）科技有限公司"
    both = find(f"京东新增3家门店，{branch}新增5家，京东的订单增长5%。")
    assert [(entity.canonical, entity.aliases) for entity in both] == [("京东", ()), (branch, ())]
    # The name behind that of the branch is short for it.
    (alone,) = find(f"{branch}新增5家，京东的订单增长5%。")
    assert (alone.canonical, alone.aliases) == (branch, ("京东",))


@pytest.mark.parametrize(("other", "mentions"), [("来自微澜发展的3人", 1), ("来自澜发的3人", 2)])
def test_words_over_the_end_of_a_short_name_mention_no_company(other: str, mentions: int) -> None:
    (company,) = find(f"澜发（300123.SZ）新增3家门店。{other}。")
    assert (company.canonical, len(company.mentions)) == ("澜发", mentions)
