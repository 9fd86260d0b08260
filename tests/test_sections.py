"""What headings say of the text under them, and which lines are headings at all."""

from __future__ import annotations

from pipeline import extract

_REPORT = """政府工作报告
——2026年2月5日在银川市第十六届人民代表大会第三次会议上
银川市市长 白云生
一、2025年工作回顾
全市生产总值增长6%。外贸增长5%。
（一）产业更强
新增企业30家。
三、2026年主要任务
今年要做到：生产总值增长7%左右。
（一）扩大开放
办好口岸，对外贸易增长10%。
（二）释放需求
大力培育4A级旅游景区，引进新品100种。
"""


def test_parts_of_a_section_are_of_its_year_and_mood() -> None:
    told = {
        f.quantity.text: (f.subject, f.period, f.modality.value) for f in extract(_REPORT).facts
    }
    assert told == {
        "6%": ("银川市", "2025", "actual"),
        "5%": ("银川市", "2025", "actual"),
        "30家": ("银川市", "2025", "actual"),
        "7%": ("银川市", "2026", "target"),
        "10%": ("银川市", "2026", "target"),
        "100种": ("银川市", "2026", "target"),
    }


_CITIES = """四座城市看软件
　　本报记者走访了四座城市，了解软件业务怎样发展。
郑州：2022年软件业务达3000亿元
　　郑州市的软件平台连着14个部门，市民在家里就能办事。
2023年成绩单
　　郑州市建成系统160个。
"""


def test_the_time_of_a_heading_with_a_figure_is_the_figures() -> None:
    periods = {f.quantity.text: f.period for f in extract(_CITIES).facts}
    assert periods["3000亿元"] == "2022"
    assert periods["14个"] is None
    assert periods["160个"] == "2023"


_UNEVEN = """西港新区外贸增长快
　　近日，西港新区的码头旁停满了等着装船的新车，
港口的吊机日夜不停。企业都说今年订单多，
工人也比往年多。
　　今年前三个月，西港新区外贸增长较快，进
出口值达到三十亿元，比上年增长一成，其中机电产品占一半。
　　“码头建好以后，货走得快了。”港口的负
责人说，西港的船从此不必等在外海。
　　凭借新码头，西港新区的货量居
全省第一，比上年增加一成，企业数量也在
增加。这样的增长在过去没有过。
　　港口的航线有十条，比上年多两条，通往
东南亚各国。新航线明年开通，企业正在准备。
"""


def test_an_indented_line_goes_on_in_one_without_an_indent() -> None:
    extracted = extract(_UNEVEN)
    ranks = [f for f in extracted.facts if f.kind.value == "rank"]
    assert [(f.subject, f.indicator) for f in ranks] == [("西港新区", "货量")]


_MARKET = """仪器厂家找出路
　　检测仪器卖得不快，几家工厂各想办法。
新的目标市场
　　华塑仪器的年报显示，2015年水表生产量为2689万只，同比增长42.1%。
"""


def test_a_heading_with_a_goal_inside_a_name_speaks_of_no_plans() -> None:
    told = {f.quantity.text: f.modality.value for f in extract(_MARKET).facts}
    assert told == {"2689万只": "actual", "42.1%": "actual"}
