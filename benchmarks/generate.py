"""Makes text pages for speed and scale: `python benchmarks/generate.py OUT --pages 1000`.

Numbers, names, dates and units vary from page to page and come from the program's own tables, so
that no cache of one page helps another. One seed gives the same page for ever. A page is about
1,500 characters: some are printed as paragraphs, some wrapped in columns as newspapers set them.
The texts are for measuring time, not accuracy: nobody has labelled them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline import tables

CHARACTERS = 1500
"""About so many characters make a page."""

AMOUNTS = [
    "地区生产总值",
    "规模以上工业增加值",
    "进出口总额",
    "社会消费品零售总额",
    "固定资产投资",
    "技术合同成交额",
    "软件业务收入",
    "跨境电商交易额",
    "一般公共预算收入",
    "研发经费支出",
    "营业收入",
    "实际使用外资",
    "港口货运收入",
]
COUNTS = [
    "高新技术企业|家",
    "专精特新企业|家",
    "有效发明专利|件",
    "外资项目|个",
    "新签约项目|个",
    "研发中心|家",
    "科技企业孵化器|家",
    "新登记经营主体|万户",
    "技能人才|万人次",
    "充电桩|台",
    "国际航线|条",
    "重大平台|个",
]
MONEY = ("亿元", "万元", "亿美元", "万亿元", "亿港元", "亿欧元")
BODIES = ["管委会", "市统计局", "海关", "税务部门", "商务局", "发展改革委", "科技局", "投资促进局"]
BUSINESS = [
    "生物",
    "半导体",
    "新材料",
    "航空",
    "智能装备",
    "医药",
    "新能源",
    "软件",
    "物流",
    "光电",
]
SYLLABLES = [
    "华",
    "瑞",
    "恒",
    "泰",
    "远",
    "信",
    "诚",
    "中",
    "科",
    "天",
    "鼎",
    "盛",
    "海",
    "创",
    "联",
    "智",
    "启",
    "明",
    "宏",
    "新",
    "越",
    "凯",
    "腾",
    "安",
]
GIVEN = [
    "明",
    "伟",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "敏",
    "霞",
    "平",
    "刚",
    "桂英",
    "志强",
    "建国",
    "晓梅",
    "文博",
    "子涵",
    "雨桐",
]
QUIET = (
    "这得益于产业链条的不断完善，也离不开一批老师傅的坚守",
    "企业负责人说，订单已经排到明年春天",
    "业内人士认为，这样的势头还会延续一段时间",
    "下一步要把服务做得更细，让办事的人少跑路",
    "沿江的厂房里，机器昼夜不停，工人们正在赶制一批出口设备",
    "不少创业者选择留在这里，把家也安在这里",
    "清晨的码头已经热闹起来，货轮缓缓靠岸",
    "改革没有完成时，只有进行时",
)
OPENERS = ("", "", "", "", "据介绍，", "与此同时，", "数据显示，", "从结构看，", "截至目前，")


@cache
def _places() -> tuple[str, ...]:
    return tuple(
        row["short"]
        for row in tables.rows("regions.csv")
        if row["alone"] == "1" and len(row["short"]) > 1
    )


@cache
def _zones() -> tuple[str, ...]:
    return tuple(row["name"] for row in tables.rows("zones.csv"))


@cache
def _surnames() -> tuple[str, ...]:
    return tables.words("surnames.csv", "surname")


class Writer:
    """Writes the sentences of one page."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def number(self) -> str:
        dice = self.dice
        style = dice.random()
        if style < 0.6:
            return f"{dice.uniform(0.1, 2000):.{dice.choice((1, 2))}f}"
        if style < 0.7:
            return f"{dice.randint(1, 900)},{dice.randint(0, 999):03d}"
        return str(dice.randint(2, 9800))

    def percent(self) -> str:
        return f"{self.dice.uniform(0.1, 60):.{self.dice.choice((1, 1, 2))}f}%"

    def money(self) -> str:
        return self.number() + self.dice.choice(MONEY)

    def actor(self) -> str:
        dice = self.dice
        style = dice.randrange(4)
        if style == 0:
            return dice.choice(_zones())
        if style == 1:
            name = "".join(dice.sample(SYLLABLES, 2)) + dice.choice(BUSINESS)
            return dice.choice(_places()) + name + dice.choice(("有限公司", "股份有限公司", "集团"))
        if style == 2:
            return dice.choice(_places()) + dice.choice(("高新区", "经开区", "市", "综合保税区"))
        return dice.choice(_places())

    def person(self) -> str:
        return self.dice.choice(_surnames()) + self.dice.choice(GIVEN)

    def sentence(self) -> str:
        dice = self.dice
        year = dice.randint(2011, 2025)
        amount, other = dice.sample(AMOUNTS, 2)
        thing, unit = dice.choice(COUNTS).split("|")
        verb = dice.choice(("达到", "增至", "为", "突破", "完成", "实现"))
        rise = dice.choice(("增长", "下降", "提高"))
        form = dice.randrange(12)
        if form < 3:
            body = (
                f"{year}年，{self.actor()}{amount}{verb}{self.money()}，同比{rise}{self.percent()}"
            )
        elif form == 3:
            more = f"比上年末增加{dice.randint(2, 300)}{unit}"
            body = f"{self.actor()}{thing}{verb}{dice.randint(12, 9800)}{unit}，{more}"
        elif form == 4:
            when = f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
            share = f"占全省的{self.percent()}"
            body_of = self.actor() + dice.choice(BODIES)
            body = f"{when}，{body_of}公布的{amount}为{self.money()}，{share}"
        elif form == 5:
            rises = f"分别{rise}{self.percent()}和{self.percent()}"
            body = f"{amount}和{other}{rises}，居全国第{dice.choice('一二三四五六七八九')}位"
        elif form == 6:
            times = f"是{year}年的{dice.uniform(1.1, 20):.1f}倍"
            body = f"其中，{thing}{dice.randint(3, 600)}{unit}，数量{times}"
        elif form == 7:
            step = f"从{self.number()}亿元增加到{self.number()}亿元"
            body = f"前{dice.choice('二三四五六七八九')}个月，{amount}{step}"
        elif form == 8:
            body = f"“{dice.choice(QUIET)}。”{self.actor()}负责人{self.person()}说"
        elif form == 9:
            goal = f"{thing}总数力争{dice.randint(100, 9000)}{unit}以上"
            body = f"到{year + 3}年，{amount}要超过{self.number()}亿元，{goal}"
        else:
            body = dice.choice(QUIET)
        return dice.choice(OPENERS) + body + "。"

    def article(self, size: int) -> list[str]:
        """Headline and paragraphs of about `size` characters."""
        dice = self.dice
        head = dice.choice(
            (
                f"{self.actor()}{dice.choice(AMOUNTS)}增长{self.percent()}",
                f"{dice.choice(_places())}{dice.choice(AMOUNTS)}{self.money()}",
                f"{self.actor()}：一条产业链的攀登",
                "老厂房里的新算盘",
            )
        )
        out = [head]
        while sum(map(len, out)) < size:
            out.append("".join(self.sentence() for _ in range(dice.randint(1, 4))))
        if dice.random() < 0.5:
            out[1] = f"本报讯（记者 {self.person()}）{out[1]}"
        return out

    def page(self, characters: int = CHARACTERS) -> str:
        """The text of a page."""
        lines: list[str] = []
        wrapped = self.dice.random() < 0.3
        width = self.dice.randint(16, 28)
        while sum(map(len, lines)) < characters:
            for line in self.article(min(characters, self.dice.randint(300, 800))):
                if wrapped:
                    lines += [line[at : at + width] for at in range(0, len(line), width)]
                else:
                    lines.append(line)
        return "\n".join(lines) + "\n"


def pages(count: int, *, first: int = 0, characters: int = CHARACTERS) -> Iterator[str]:
    """The texts of pages `first` to `first + count`."""
    for seed in range(first, first + count):
        yield Writer(seed).page(characters)


def write(out: Path, count: int, *, first: int = 0, characters: int = CHARACTERS) -> None:
    """Writes pages as files, at most 1,000 in a folder."""
    for seed, text in enumerate(pages(count, first=first, characters=characters), first):
        folder = out / f"{seed // 1000:05d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"g{seed:08d}.txt").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes text pages for speed and scale.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first page's seed")
    parser.add_argument("--characters", type=int, default=CHARACTERS, help="of a page, about")
    options = parser.parse_args()
    write(options.out, options.pages, first=options.first, characters=options.characters)


if __name__ == "__main__":
    main()
