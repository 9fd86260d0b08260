"""When, where and by whom, below a headline: a line of its own, which dates the text under it."""

from __future__ import annotations

import pytest

from pipeline import extract
from pipeline.ingest.masthead import day_below, masthead
from pipeline.is_later import is_later
from pipeline.model import ArticleKind
from pipeline.run.page import Extract

_TEXT = "　　上半年，银川市外贸额60亿元，同比增长5%。财政收入稳定增长，民生支出有保障。"


def _told(text: str) -> list[tuple[str | None, str | None]]:
    """Headline and the periods of the facts, text by text."""
    found: Extract = extract(text)
    return [
        (reading.article.headline, "|".join(sorted({f.period or "" for f in reading.facts})))
        for reading in found.readings
        if reading.article.kind is not ArticleKind.FURNITURE
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2022年8月3日　晨星财经",
        "晨星财经　2022-08-03",
        "2022-08-03　每日星报网-晨星商报",
        "2022年8月3日　晨星汽车　周明",
        "发布时间：2022-08-03　发布人：晨星商报",
        "2022-08-03　资料来源：晨星商报",
    ],
)
def test_a_line_below_the_headline_dates_the_text(line: str) -> None:
    page = f"银川上半年外贸增长5%\n{line}\n{_TEXT}\n"
    assert _told(page) == [("银川上半年外贸增长5%", "2022-H1")]


def test_each_text_has_its_own_day() -> None:
    page = (
        f"银川上半年外贸增长5%\n2022-08-03\n{_TEXT}\n\n"
        f"固原上半年外贸增长4%\n2021-08-04\n{_TEXT.replace('银川', '固原')}\n"
    )
    assert _told(page) == [("银川上半年外贸增长5%", "2022-H1"), ("固原上半年外贸增长4%", "2021-H1")]


def test_a_heading_over_a_dateline_opens_a_text() -> None:
    body = "　　全市建成水渠40公里。群众用水更加方便，农田灌溉有了保障。\n"
    page = (
        f"银川建水渠\n2022-08-03　晨星商报\n{body * 3}\n"
        f"怎样做大?固原的路不靠煤 不靠电靠游客\n2022-08-04　晨星商报\n{body * 2}"
    )
    assert [headline for headline, _ in _told(page)] == [
        "银川建水渠",
        "怎样做大？固原的路不靠煤 不靠电靠游客",
    ]


def test_a_translator_signs_as_a_reporter_does() -> None:
    line = "晶圆供应短缺的影响还在继续，各家厂商都在寻找新的货源，交货的时间一再推迟。"
    page = (
        "银川外贸增长 企业订单饱满生产忙　财政收入稳中有进\n晨星网编译周明远\n"
        f"{line}\n{line}\n\n"
        "固原外贸增长 企业订单饱满生产忙　财政收入稳中有进\n晨星网编译周明远\n"
        f"{line}\n{line}\n"
    )
    found = [r.article for r in extract(page).readings if r.article.headline]
    assert [(a.headline or "")[:2] for a in found] == ["银川", "固原"]
    assert all("周明远" in (a.byline or "") for a in found)


def test_a_sentence_is_no_dateline() -> None:
    assert masthead("银川开发区揭牌\n2022年8月3日，银川开发区正式揭牌").date is None
    assert day_below("2022年8月3日，晨星财经报道了此事") is None
    assert day_below("银川\n2022-08-03　晨星商报") == "2022-08-03"


def test_a_company_does_not_go_on_in_a_text_with_its_own_headline() -> None:
    page = (
        "砾川科技完成融资\n2022-08-03\n"
        "　　砾川科技股份有限公司完成融资3亿元。砾川科技股份有限公司去年营收2亿元。\n\n"
        "8月份镜片出口额增长\n2022-08-04\n"
        "　　按人民币计价，8月镜片出口19亿元，同比增长4%。\n"
    )
    facts = {f.quantity.text: f.subject for f in extract(page).facts}
    assert facts["3亿元"] == "砾川科技股份有限公司"
    assert facts["19亿元"] != "砾川科技股份有限公司"


def test_a_trade_of_the_headline_is_the_subject() -> None:
    page = (
        "三季度镜片租赁兑付超百亿\n2022-08-03\n"
        "　　随着金山信托、银海信托等公司曝出风险，一些机构看到了机会。\n"
        "　　镜片租赁面临较大的压力，镜片租赁到期规模280亿元。\n"
        "　　金山信托表示，正在处置。金山信托也在筹款。银海信托没有回应。\n"
        "　　数据显示，镜片租赁募集资金16亿元。\n"
    )
    facts = {f.quantity.text: f.subject for f in extract(page).facts}
    assert facts["280亿元"] == facts["16亿元"] == "镜片租赁"


def test_names_of_a_list_do_not_go_on_in_a_place_s_own_text() -> None:
    page = (
        "固原市政府工作报告\n"
        "　　松岗钢铁有限公司、义和纸业有限公司等一批项目竣工。"
        "园区建设加快，园区数量达到43个。全年新增贷款26亿元。\n"
    )
    assert {f.subject for f in extract(page).facts} == {"固原市"}


_LATER = (
    "　　根据财报，银川磁材2024年的出货量为18.7万吨，同比增长31.4%。\n"
    "　　2024年第四季度，公司营收9亿元。公司经营平稳，没有其他事项。\n"
)


def test_a_text_of_later_years_has_not_the_day_of_the_one_above() -> None:
    page = f"银川上半年外贸增长5%\n2022-08-03\n{_TEXT}\n\n银川磁材出货增长\n{_LATER}"
    found: Extract = extract(page)
    moods = {f.modality.value for reading in found.readings[1:] for f in reading.facts}
    assert moods == {"actual"}


@pytest.mark.parametrize(
    ("text", "later"),
    [
        (_LATER, True),
        ("到2024年，营收达9亿元。2024年，公司将投产。", False),  # plans
        ("2024年营收9亿元。", False),  # one slip of the pen
        ("根据某研究院数据显示，2024年6月销售额为9亿元。", True),  # counted
        ("2022年营收9亿元。2021年营收8亿元。", False),
    ],
)
def test_which_texts_are_later_than_their_page(text: str, later: bool) -> None:
    assert is_later(text, "2022-08-03") is later
