"""Facts: one example a line in `cases/facts.csv`; `expect` none is a near miss."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.tokens import Doc

from pipeline import extract, language
from pipeline.facts import kinds
from pipeline.model import Fact
from pipeline.records import decimal_text

CASES = Path(__file__).with_name("cases") / "facts.csv"
FIELDS = ("subject", "indicator", "kind", "value", "base_unit", "qualifier", "period", "modality")


def _rows() -> Iterator[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def _facts(text: str, page_date: str | None) -> tuple[Fact, ...]:
    nlp = language.load()
    doc = nlp.make_doc(text)
    doc._.page_date = page_date
    found: tuple[Fact, ...] = nlp(doc)._.facts
    return found


def _shown(fact: Fact) -> dict[str, str]:
    return {
        "subject": fact.subject or "",
        "indicator": fact.indicator,
        "kind": fact.kind.value,
        "value": decimal_text(fact.value) or "",
        "base_unit": fact.base_unit or "",
        "qualifier": fact.qualifier.value,
        "period": fact.period or "",
        "modality": fact.modality.value,
    }


@pytest.mark.parametrize(
    "row", [pytest.param(r, id=f"{n}:{r['quote']}") for n, r in enumerate(_rows(), 2)]
)
def test_a_sentence_gives_the_fact_of_its_case(row: dict[str, str]) -> None:
    found = [
        f for f in _facts(row["text"], row["page_date"] or None) if row["quote"] == f.quantity.text
    ]
    shown = [_shown(fact) for fact in found]
    if row["expect"] == "none":
        assert not shown
        return
    wanted = {name: row[name] for name in FIELDS}
    assert wanted in shown


def test_every_kind_rule_has_a_case_that_fires_it() -> None:
    fired = {f.rule for r in _rows() for f in _facts(r["text"], r["page_date"] or None)}
    named = {
        "居…第N", "第N", "全国第N", "名次升降", "N的目标", "增速N", "提高到N", "高于…N", "比…多N",
        "同比多N", "多装N", "高出N", "增长N", "新增N", "占…N%", "比重N%", "是…的N%", "…的N%",
        "N%的…率", "N%的…", "N成", "是…的N倍", "N倍", "N%回落", "N",
    }  # fmt: skip
    assert named <= fired, sorted(named - fired)


def test_facts_of_an_enumeration_share_one_numeral() -> None:
    text = "银川高新区2.83万家高新技术企业和114家独角兽企业数量均居全国首位。"
    ranks = [f for f in _facts(text, None) if f.kind.value == "rank"]
    assert len(ranks) == 2
    assert len({f.quantity.span for f in ranks}) == 1


def test_the_last_rule_fits_any_number() -> None:
    assert kinds.RULES[-1].__name__ == "_plain"


def test_a_stage_of_doc_carries_everything() -> None:
    doc = language.load()("2023年，银川高新区进出口额374.28亿元，同比增长14.9%。")
    assert [span.text for span in doc.spans["quantities"]]
    assert len(doc._.facts) == 2
    assert {ent.label_ for ent in doc.ents} == {"ZONE"}


def test_the_pipeline_is_kept_and_read_back_as_spacy_does(tmp_path: Path) -> None:
    nlp = language.load()
    text = "  城北开发区2023年产值5亿元。 "
    doc = nlp(text)
    assert doc.text == text
    assert [token.tag_ for token in doc if token.is_space] == ["_SP", "_SP"]
    nlp.to_disk(tmp_path)
    tokenizer = nlp.tokenizer
    assert tokenizer.to_bytes() == b"" and tokenizer.from_bytes(b"") is tokenizer
    assert tokenizer.from_disk(tmp_path) is tokenizer
    assert [f.value for f in nlp(text)._.facts] == [f.value for f in doc._.facts] != []


def test_words_of_another_tokenizer_do_as_well() -> None:
    nlp = language.load()
    texts = ["城北", "开发区", "2023年", "产值", "5亿元", "。", " "]
    doc = Doc(nlp.vocab, words=texts, spaces=[False] * len(texts), tags=["n"] * 6 + ["_SP"])
    for _, component in nlp.pipeline:
        doc = component(doc)
    (fact,) = doc._.facts
    assert (fact.subject, decimal_text(fact.value), fact.period) == (
        *("城北开发区", "500000000", "2023"),
    )


@pytest.mark.parametrize(
    ("page", "subject"),
    [
        (
            # whom the first sentence defines outweighs the place of the report
            "德资工厂烟台试车\n\n本报烟台讯 11月3日，沃原密封技术（烟台）有限公司（下称“沃原烟台”）"
            "的新厂试车。烟台要求很严。\n厂房屋顶铺了2.8兆瓦光伏板。\n",
            "沃原密封技术（烟台）有限公司",
        ),
        (
            # a zone that a project comes to, before the city that is named beside it
            "27亿元电池项目落户马鞍山经开区\n\n本报讯 总投资27亿元的电池项目日前落户马鞍山经开区。"
            "项目占地2.8平方公里。\n目前，马鞍山有储能企业很多。\n",
            "马鞍山经开区",
        ),
        (
            # 园区管委会 is the one of the zone named before, not of one that the text names later
            "本报讯 龙口工业园区去年出口6亿元。\n园区管委会副主任江岸说，厂房2.8万平方米。\n"
            "淄博高新区出口9亿元，淄博高新区税收2亿元，淄博高新区企业90家。\n",
            "龙口工业园区",
        ),
        (
            # a zone that the one of the text builds is not who goes on
            "银川经济开发区发展良好\n\n开发区里道路通畅，今年还规划建设中德（银川）合作产业园。"
            "三年来项目很多，完成产值2.8亿元。\n",
            "银川经济开发区",
        ),
        (
            # a class of firms that the headline counts, before the members that the text names
            "38家轴承行业A股公司年报一览\n\n据统计，轴承行业A股公司去年营收320亿元。"
            "瑶光电子营收12亿元，天权科技营收9亿元。\n\n轴承行业A股公司共实现净利润2.8亿元。\n",
            "轴承行业A股公司",
        ),
        (
            # a text without names that calls its place 全区 is not about whom the one beside it is
            "瑶光县出口6亿元\n\n瑶光县去年出口6亿元，税收2亿元。（陆衡）\n\n上半年用电增长\n\n"
            "上半年，工业用电增长4.7%，增加值2.8亿元。全区投资增长5%。（邹和）\n",
            "全区",
        ),
    ],
)
def test_a_text_is_about_whom_its_beginning_names(page: str, subject: str) -> None:
    facts = extract(page).facts
    assert [f.subject for f in facts if f.quantity.text.startswith("2.8")] == [subject]


def test_a_report_to_a_congress_is_about_the_congresss_place() -> None:
    result = extract(
        "政府工作报告\n——2023年2月9日在银川市兴庆区\n第六届人民代表大会第三次会议上\n"
        "区长　周闻笛\n各位代表：\n"
        "　　银川市去年出台了新政策。银川市领导多次调研。银川市各部门大力支持。银川市的企业来了。\n"
        "　　银川市开了大会。银川市又办了展会。\n"
        "　　——经济较快增长。地区生产总值增长9%，工业投资增长14%。\n"
    )
    told = {fact.quantity.text: fact.subject for fact in result.facts}
    assert told == {"9%": "银川市兴庆区", "14%": "银川市兴庆区"}


def _subjects(page: str) -> dict[str, str | None]:
    """Whose each number of a page is, by its quote."""
    return {fact.quantity.text: fact.subject for fact in extract(page).facts}


def test_a_heading_names_the_project_that_the_text_under_it_speaks_of() -> None:
    page = (
        "兴庆区签约两个新的产业项目\n\n近日，兴庆区举行签约仪式，总投资5亿元。\n\n硅基板项目\n\n"
        "该项目计划在掌政镇建设11条生产线，总投资2亿美元。\n\n苗木基地\n\n兴庆区还将植树30万株。\n"
    )
    subjects = _subjects(page)
    assert subjects["2亿美元"] == subjects["11条"] == "硅基板项目"
    assert subjects["5亿元"] == subjects["30万株"] == "兴庆区"


def test_the_country_of_a_headline_is_what_the_text_is_about() -> None:
    page = (
        "一季度全国商品房均价上涨15%\n\n一季度，全国新房成交面积2.9亿平方米，投资增长3%。\n\n"
        "东部地区销售额2万亿元。西部地区销售额1万亿元。东部地区投资增长4%，西部地区增长5%。\n\n"
        "房企回款3.1万亿元。\n"
    )
    subjects = _subjects(page)
    assert subjects["3.1万亿元"] == subjects["2.9亿平方米"] == "全国"
    assert subjects["4%"] == "东部地区"


def test_what_points_speaks_for_whom_the_text_begins_with() -> None:
    page = (
        "2013年3月，郑州航空港经济综合实验区成立。昨日，该区开会。\n\n该区完成生产总值700亿元。\n\n"
        "郑州新郑综合保税区进出口2150亿元。全区手机产量1.8亿部。\n\n去年，该区建了学校。全区绿化较好。"
        "该区还修了公路。\n\n今年，该区将支持机场扩建，客运量超过1500万人次。\n"
    )
    subjects = _subjects(page)
    assert subjects["1.8亿部"] == subjects["1500万人次"] == "郑州航空港经济综合实验区"
    assert subjects["2150亿元"] == "郑州新郑综合保税区"


def test_the_company_of_a_headline_is_spoken_of_wherever_it_acts() -> None:
    page = (
        "宝钢撤出淄博留下难题\n\n6日，淄博各大商场促销。淄博商厦门前挂着横幅。淄博市民驻足。\n\n"
        "宝钢在淄博有一家工厂。宝钢去年决定撤出。淄博方面表示惋惜。宝钢说原因是亏损。\n\n"
        "有关补偿共3000万元。\n"
    )
    assert _subjects(page)["3000万元"] == "宝钢"


def test_a_place_named_in_passing_is_not_what_a_text_is_about() -> None:
    page = (
        "铝材出口退税下调\n\n昨日，记者从多家铝材企业获悉，退税率下调。企业表示忧虑。\n\n"
        "有人估计要减收3%。他们说买家里德国人多，也说卖家里澳大利亚人多，还说用户里加拿大人有390万人。\n\n"
        "铝材成本上升2%。\n"
    )
    assert _subjects(page)["2%"] not in ("德国", "加拿大", "澳大利亚")


def test_the_items_of_a_digest_are_not_of_whom_the_first_one_names() -> None:
    items = [
        "1. 银川市召开招商推介大会；",
        "2. 两部门启动专项行动计划；",
        "3. 某地举行祭祖大典活动；",
        "4. 电视专题片今晚播出；",
        "5. 产品新规今起正式施行；",
        "6. 全年电影票房超70亿元；",
    ]
    assert _subjects("\n".join(items)) == {"70亿元": None}
    # Near miss: so few are the points of one text.
    assert _subjects("\n".join(["银川市全年形势向好。", *items[4:]])) == {"70亿元": "银川市"}


def test_a_quotation_speaks_of_the_house_named_behind_it() -> None:
    page = (
        "银川市支持企业创新\n\n银川市支持企业。“我们的轴承寿命提高40倍。”"
        "岚泽重工股份有限公司总裁陈柏说。\n“全市企业增加30家。”银川市统计局局长李岚说。\n"
    )
    subjects = _subjects(page)
    assert subjects["40倍"] == "岚泽重工股份有限公司" and subjects["30家"] == "银川市"


def test_the_trade_of_a_headline_is_spoken_of_wherever_it_stands() -> None:
    page = (
        "民航业去年运量增两成\n\n去年，民航业运输旅客7亿人次。民航业投资增长3%。\n\n"
        "在云州，岚泽科技有限公司完成货运82万吨。去年，民航业完成周转量1485亿吨公里。\n\n"
        "航线增加5条。\n"
    )
    subjects = _subjects(page)
    assert subjects["82万吨"] == "岚泽科技有限公司"
    assert subjects["1485亿吨公里"] == subjects["7亿人次"] == "民航业"


@pytest.mark.parametrize(
    ("page", "quote", "subject"),
    [
        ("36氪独家 | “岚泽智能”获1亿元A轮融资，已部署30台设备。", "30台", "岚泽智能"),
        ("江苏省增长3%，广东省（4家在建的工厂）也增长2%。", "2%", "广东省"),
        ("江苏省形势好，与广东省（5席）并列。", "5席", "江苏省"),
        ("银川市开会。社区工厂招人。社区工厂年产值4000万元。", "4000万元", "银川市"),
    ],
)
def test_whose_a_number_is_not(page: str, quote: str, subject: str) -> None:
    """A column's medium, a bracket that goes on, one with nothing counted, a common word."""
    assert _subjects(page)[quote] == subject


def test_industries_that_more_than_a_comma_parts_are_no_list() -> None:
    page = "银川市批发和零售业增长较快，住宿和餐饮业、租赁和商务服务业营收分别增长3%、4%。"
    told = {fact.quantity.text: fact.indicator for fact in extract(page).facts}
    assert told == {"3%": "住宿和餐饮业营收", "4%": "租赁和商务服务业营收"}
    page = "银川市批发和零售业增长较快，住宿和餐饮业营收、利润分别增长3%、4%。"
    told = {fact.quantity.text: fact.indicator for fact in extract(page).facts}
    assert told["4%"] == "住宿和餐饮业利润"


def test_what_a_report_expects_of_the_year_it_looks_back_on_has_happened() -> None:
    page = (
        "政府工作报告\n\n一、2024年工作回顾\n\n过去一年，银川市预计实现地区生产总值862亿元。\n\n"
        "二、2025年工作安排\n\n银川市预计投资420亿元。\n"
    )
    told = {fact.quantity.text: fact.modality.value for fact in extract(page).facts}
    assert told == {"862亿元": "actual", "420亿元": "target"}


def test_a_second_line_under_a_heading_leaves_whom_the_first_names() -> None:
    page = (
        "各地开新局\n\n5月，全国工业用电量增长6.2%，势头不错。\n\n昆阳高新区——\n\n机器人订单饱满\n\n"
        "5月，正在洽谈的项目有6个，总投资约40亿元。\n\n云州高新区——\n\n研发加码\n\n去年研发投入50亿元。\n"
    )
    told = _subjects(page)
    assert told["40亿元"] == "昆阳高新区"
    assert told["50亿元"] == "云州高新区"


def test_zones_of_a_kind_are_all_of_them_where_several_are_named() -> None:
    page = (
        "自贸试验区再扩围\n\n这几年，自贸试验区不断试新制度。一批设备在湖北自贸试验区通关。\n\n"
        "去年，自贸试验区新设企业9万家。福建自贸试验区把清单缩短到27项。\n"
    )
    told = _subjects(page)
    assert told["9万家"] == "自贸试验区"
    assert told["27项"] == "福建自贸试验区"


def test_a_time_does_not_outlast_a_sentence_that_gives_none() -> None:
    page = (
        "端午出游忙\n\n各古镇2019年接待游客800万人次。"
        "端午门票销量同比涨120%。其中，游船票销量涨3倍。\n"
    )
    told = {fact.quantity.text: fact.period for fact in extract(page, date="2021-04-06").facts}
    assert told["3倍"] is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("湖南省长沙县发展快，长沙也发展快。", {"湖南省", "长沙县", "长沙"}),
        ("吉林省吉林市产值增长。", {"吉林省", "吉林市"}),
        (
            "燕京啤酒年产20万千升。燕京啤酒沈阳公司换了新线。",
            {"燕京啤酒", "燕京啤酒沈阳公司"},
        ),
        (
            "岚维精密仪器（宁波）股份有限公司（下称“岚维精密”）挂牌。据其公告，"
            "岚维精密2020年及2021年广告费分别为3亿元及2亿元。",
            {"岚维精密仪器（宁波）股份有限公司"},
        ),
    ],
)
def test_namesakes_are_two_and_times_are_nobody(text: str, names: set[str]) -> None:
    assert {entity.canonical for entity in extract(text).entities} == names
