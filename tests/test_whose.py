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
    "　　文旅消费集中打造，城北高新区实现营收30亿元，增长3%。煤化工总产能超过4000万吨。\n"
    "　　深化改革，综合施策。新型储能超过760万千瓦，电力总装机突破9000万千瓦。\n"
)


def test_each_sentence_of_a_report_begins_with_the_place_again() -> None:
    told = _told(_REPORT.format(place="宁夏回族自治区"))
    assert told["30亿元"][0] == "城北高新区"
    assert told["4000万吨"][0] == "宁夏回族自治区"


def test_the_year_of_a_report_is_not_that_of_its_figures() -> None:
    assert _told(_REPORT.format(place="宁夏回族自治区"))["4000万吨"][1] is None


def test_elsewhere_a_paragraph_goes_on_with_the_zone() -> None:
    page = _REPORT.format(place="宁夏").replace("政府工作报告", "文旅消费见闻")
    assert _told(page)["4000万吨"][0] == "城北高新区"


_DRIFT = (
    "联想发布半年报\n"
    "　　联想发布半年度报告，上半年营收43亿元，净利润1.8亿元，经营总体平稳向好。\n"
    "　　京东方也交出了成绩单。上半年京东方营收389亿元，出货量保持平稳，市场反应良好。\n"
    "　　京东方总结了原因。京东方表示，竞争加剧，净利润下滑14%，投入还将继续增加。\n"
    "　　{again}家庭市场收入增长21%，政企市场收入增长15%，其他市场变化不大。\n"
)


@pytest.mark.parametrize(("again", "subject"), [("", "京东方"), ("联想强调，", "联想")])
def test_a_text_goes_on_with_the_company_of_two_paragraphs(again: str, subject: str) -> None:
    assert _told(_DRIFT.format(again=again))["21%"][0] == subject


def test_a_headline_that_counts_provinces_is_about_the_nation() -> None:
    page = (
        "27省份一季度数据出炉：广东居首位，安徽进十强\n"
        "　　截至4月26日，至少已有27个省份发布了数据。广东省稳居第一，成绩来之不易。\n"
        "　　8个省份增速超过一成，占比超过三成，总体情况良好。\n"
    )
    told = _told(page)
    assert told["27个"][0] == told["8个"][0] == "全国"


_TAIPEI = (
    "電子股拉回\n"
    "　　晶圓代工龍頭台積電收246.5元，小跌0.4%；系統組裝大廠鴻海收88.1元，跌0.45%；"
    "股王大立光收3185元，下跌4.92%。投資人觀望，成交量縮小，後市仍待觀察。\n"
)


def test_companies_listed_in_taipei_are_known_in_traditional_script_alone() -> None:
    told = _told(_TAIPEI)
    assert told["3185元"][0] == "大立光"
    assert told["88.1元"][0] == "鸿海"  # its verb is no part of the name
    simplified = _told(
        "电子股拉回\n　　股王大立光收3185元，下跌4.92%。投资人观望，后市仍待观察。\n"
    )
    assert simplified["3185元"][0] != "大立光"
