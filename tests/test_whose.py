"""Whose figures a page gives, where the whole page is needed to tell."""

from __future__ import annotations

import pytest

from pipeline import extract
from pipeline.run.page import Extract


def _told(page: str) -> dict[str, tuple[str | None, str | None]]:
    """For each number its subject and period."""
    found: Extract = extract(page)
    return {
        fact.quantity.text: (fact.subject, fact.period)
        for reading in found.readings
        for fact in reading.facts
    }


_REPORT = (
    "2024年{place}政府工作报告\n"
    "　　项目建设提速，城北高新区实现营收30亿元，增长3%。水泥产能超过700万吨。\n"
    "　　深化改革，综合施策。供水管网超过500公里，绿地面积突破90万平方米。\n"
)


def test_each_sentence_of_a_report_begins_with_the_place_again() -> None:
    told = _told(_REPORT.format(place="宁夏回族自治区"))
    assert told["30亿元"][0] == "城北高新区"
    assert told["700万吨"][0] == "宁夏回族自治区"


def test_the_year_of_a_report_is_not_that_of_its_figures() -> None:
    assert _told(_REPORT.format(place="宁夏回族自治区"))["700万吨"][1] is None


def test_elsewhere_a_paragraph_goes_on_with_the_zone() -> None:
    page = _REPORT.format(place="宁夏").replace("政府工作报告", "项目建设见闻")
    assert _told(page)["700万吨"][0] == "城北高新区"


_DRIFT = (
    "联想发布半年报\n"
    "　　联想发布半年度报告，上半年营收52亿元，净利润3亿元，经营总体平稳向好。\n"
    "　　京东方也交出了成绩单。上半年京东方营收410亿元，出货量保持平稳，市场反应良好。\n"
    "　　京东方总结了原因。京东方表示，竞争加剧，净利润下滑6%，投入还将继续增加。\n"
    "　　{again}电视面板收入增长17%，车载面板收入增长9%，其他业务变化不大。\n"
)


@pytest.mark.parametrize(("again", "subject"), [("", "京东方"), ("联想强调，", "联想")])
def test_a_text_goes_on_with_the_company_of_two_paragraphs(again: str, subject: str) -> None:
    assert _told(_DRIFT.format(again=again))["17%"][0] == subject


def test_a_headline_that_counts_provinces_is_about_the_nation() -> None:
    page = (
        "30个省份半年数据公布：浙江领先，贵州上升\n"
        "　　已有30个省份发布了数据。浙江省排在第一，成绩来之不易。\n"
        "　　9个省份增速超过一成，总体情况良好，预期不变。\n"
    )
    told = _told(page)
    assert told["30个"][0] == told["9个"][0] == "全国"


_TAIPEI = (
    "電子股拉回\n"
    "　　面板廠友達昨收15.2元，小漲0.7%；組裝大廠鴻海收102元，漲1.1%；"
    "鏡頭廠大立光收2410元，上漲2.3%。投資人觀望，成交量縮小，後市仍待觀察。\n"
)


def test_companies_listed_in_taipei_are_known_in_traditional_script_alone() -> None:
    told = _told(_TAIPEI)
    assert told["2410元"][0] == "大立光"
    assert told["102元"][0] == "鸿海"  # its verb is no part of the name
    simplified = _told(
        "电子股上扬\n　　镜头厂大立光收2410元，上涨2.3%。投资人观望，后市仍待观察。\n"
    )
    assert simplified["2410元"][0] != "大立光"


def test_a_company_s_accounts_are_its_own_whoever_is_named_in_between() -> None:
    page = (
        "岚泽汽车销量增长\n"
        "　　岚泽汽车去年销量20万辆。岚泽汽车扩大采购。\n"
        "　　华塑电子披露了三季报，收入受岚泽汽车减产影响，公司前三季度净利润0.7亿元。\n"
    )
    told = {f.quantity.text: f.subject for f in extract(page, date="2021-10-20").facts}
    assert told == {"20万辆": "岚泽汽车", "0.7亿元": "华塑电子"}


def test_a_headline_that_counts_firms_is_about_all_of_them() -> None:
    told = _told(
        "9家家电零售商年报：最高与最低相差大，玉衡商业股份有限公司下滑\n"
        "　　记者梳理了9家公司的年报。3家公司利润增长，形势向好，预期稳定。\n"
        "　　玉衡商业股份有限公司净利下降40%，在同行中表现靠后，公司作了解释。\n"
    )
    assert told["3家"][0] == "家电零售商"
    assert told["40%"][0] == "玉衡商业股份有限公司"


_MANY = (
    "行业首次在年中分红\n"
    "　　天权科技有限公司、摇光材料有限公司、玉衡电机有限公司、天枢环保有限公司{more}公布方案。\n"
    "　　8家券商拟派发红利，占净利润的比重为13%，其中情况各有不同。\n"
)


def test_none_of_many_firms_alike_is_what_a_text_is_about() -> None:
    assert _told(_MANY.format(more=""))["13%"][0] == "券商"
    # Near miss: one that is told of again and again.
    again = "。天权科技有限公司开会。天权科技有限公司增资。天权科技有限公司的方案"
    assert _told(_MANY.format(more=again))["13%"][0] == "天权科技有限公司"


def test_those_among_whom_a_city_is_ranked_are_not_spoken_of() -> None:
    told = _told(
        "深圳经济增速居14个城市之首\n"
        "　　深圳经济领先，深圳增速也快，深圳出口增长5%，形势向好。\n"
        "　　在14个城市中，宁波增速领跑，名次继续靠前。数据表明，外贸出口7600亿元，增长19%。\n"
    )
    assert told["7600亿元"][0] == "宁波"


def test_what_a_zone_has_of_a_line_between_two_lands_is_the_zones() -> None:
    told = _told(
        "天枢高新区开放发展见闻\n　　天枢高新区出口增长5%，开放步伐加快。\n"
        "　　今年，中欧班列开行160列，货值30亿元，企业都说方便。\n"
    )
    assert told["160列"][0] == told["30亿元"][0] == "天枢高新区"


def test_a_headline_of_two_halves_may_end_with_a_question() -> None:
    found: Extract = extract(
        "28个省份陆续公布了今年的经济增速目标 各地两会上释放出哪些信号？\n"
        "　　全国28个省份公布了目标。甘肃调低最多，降低5个百分点。\n"
        "　　近8成省份达到了目标，专家认为符合预期，企业反映良好。\n"
    )
    assert found.readings[0].article.headline.startswith("28个省份陆续公布")
    told = {f.quantity.text: f.subject for f in found.readings[0].facts}
    assert told["8成"] == "全国" and told["5个百分点"] == "甘肃"
