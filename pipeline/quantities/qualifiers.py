"""约, 超过, 不到, 以上, 余 …: what makes a number less than exact, before or behind it."""

from __future__ import annotations

from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Qualifier
from pipeline.quantities.units import currency_before
from pipeline.tables import alternatives, rows

INNER: Final = {
    "多": Qualifier.OVER, "余": Qualifier.OVER, "来": Qualifier.ABOUT, "几": Qualifier.OVER,
    "有余": Qualifier.OVER, "数": Qualifier.OVER, "好几": Qualifier.OVER, "上": Qualifier.OVER,
    "强": Qualifier.OVER, "弱": Qualifier.UNDER, "成": Qualifier.OVER, "+": Qualifier.OVER,
}  # fmt: skip
"""Words inside a numeral or right behind its unit (50余项, 4倍多, 五分之一强)."""

_LINK = (
    r"(?:(?:达到|达成|达|为|了|有|到|至|过|在|于|是|占|的|上|出|升至|增至|降至|增长|增加|提高|下降)"
    r"{0,3})"
)
_NUMBERLESS = r"[^\d，。；！？：\n一二三四五六七八九十百千万亿]"


@cache
def _before() -> tuple[regex.Pattern[str], regex.Pattern[str], dict[str, Qualifier]]:
    near: dict[str, Qualifier] = {}
    far: dict[str, Qualifier] = {}
    for row in rows("qualifiers.csv"):
        if row["side"] in ("before", "far"):
            near[row["word"]] = Qualifier(row["qualifier"])
        if row["side"] == "far":
            far[row["word"]] = Qualifier(row["qualifier"])
    return (
        regex.compile(rf"(?<![最附邻靠远相])(?P<w>{alternatives(near)}){_LINK}\Z"),
        regex.compile(
            rf"(?P<w>{alternatives(far)})(?P<between>(?:{_NUMBERLESS}|\d+年|上年|去年){{0,9}})\Z"
        ),
        {**near, **far},
    )


@cache
def _after() -> tuple[regex.Pattern[str], dict[str, Qualifier]]:
    words = {
        row["word"]: Qualifier(row["qualifier"])
        for row in rows("qualifiers.csv")
        if row["side"] == "after"
    }
    return (
        regex.compile(rf"(?:的?{_GAP})?(?P<w>{alternatives(words)})(?![级制势调])"),
        words,
    )


_GAP = r"(?:时间)?"


_PEAKS: Final = regex.compile(
    r"(?:日|月|年|单)?(?:日|气温|温度|水位|点|价|峰|值|时速|速度|海拔|纪录|记录|人民|法|检|龄|分|票数|处|层|人数|风力|浓度|功率|流量|负荷|跌幅|涨幅|降幅|增幅)"
)


_WITHIN_WORD: Final = regex.compile(
    r"(?:[合签契预条公协邀特节简立履违誓盟]约|(?:[买卖顺]|(?<![投收纳加输引列流注])入|(?<![支付产输流])出)超|"
    r"[扫查访试检做办用去来看说谈见卖找测换转走跑飞学干写读听吃拿借接参调到经穿翻路]过)\Z"
)
"""合约有4106份, 买超6214张, 调查过148种: the character belongs to the word before it."""
_CAPS: Final = regex.compile(
    r"[^，。；]{0,6}?(?:补|奖|赔|给|贷|罚|可|限|授信|资助|支持|扶持|申请|享受|返还|减免|优惠|不得?超|集资|募|筹|发行|配售|认购|接受|容纳|承载|搭载)"
)
"""What is granted or allowed has a cap; what was counted has a peak."""


def _peak(window: str, at: int, word: str) -> bool:
    """最高气温 and 最低点 name a measure, 单日最高涌入18万人次 a record: they bound nothing."""
    if not word.startswith("最"):
        return False
    if _PEAKS.match(window, at + len(word)) is not None:
        return True
    if word not in ("最高", "最多") or _CAPS.match(window, at + len(word)):
        return False
    alone = not window[at + len(word) :].strip()  # 里程碑付款最高11.2亿美元 is a cap
    return not alone or regex.search(r"(?:日|历史|昼夜|小时|时段)\Z", window[:at]) is not None


_OF_WHOLE: Final = regex.compile(
    r"(?<=约|近|接近|不到|不足)(?:占)?(?:全[国省市县区球]|世界|国内|我国)的?\Z"
)
"""约全国7%的GDP: of what it is a share stands between."""


_MAGNITUDES: Final = tuple("0123456789十百千万亿")


def before(text: str, start: int, *, least: int = 0) -> Qualifier | None:
    """The qualifier that stands before offset `start`, no further left than `least`."""
    window = _OF_WHOLE.sub("", text[max(least, start - 16) : start])
    if (money := currency_before(window, len(window))) is not None:
        bare = window.removesuffix(money.surface)  # 约新台币9.2亿元, and not 5亿港元
        window = window if bare[-1:] in _MAGNITUDES else bare
    near, far, words = _before()
    found = near.search(window)
    if found:
        word = found["w"]
        if _peak(window, found.start("w"), word):
            return None
        if word in ("过", "破") and regex.search(r"[经通超不突打跌]\Z", window[: found.start()]):
            return (
                None if word == "过" and not window[: found.start()].endswith("超") else words[word]
            )
        if _WITHIN_WORD.search(window[: found.start("w")] + word[:1]):
            return None
        return words[word]
    found = far.search(window)
    if found and _peak(window, found.start("w"), found["w"]):
        return None
    if found and words[found["w"]] is not Qualifier.ABOUT:
        between = found["between"]
        if found["w"] in ("超过", "超出") and not regex.fullmatch(
            r"(?:了|过)?(?:\d+年|上年|去年|同期|全国|全市|全省|平均|水平|的|总量|总数|总额)*",
            between,
        ):
            return None
        if found["w"] == "最低":
            return words[found["w"]] if len(between) <= 2 else None
        return words[found["w"]]
    if found and found["w"].endswith("占") and found["between"].endswith("的"):
        return words[found["w"]]
    if found and regex.fullmatch(
        r"(?:了|过)?(?:\d+年|上年|去年|同期|全国|全市|全省|平均|水平|的|总量|总数|总额|总的|每\p{Han}{1,3})*",
        found["between"],
    ):
        return words[found["w"]]
    return None


def after(text: str, end: int) -> Qualifier | None:
    """The qualifier that stands right behind offset `end`."""
    pattern, words = _after()
    found = pattern.match(text, end)
    if not found:
        return None
    word = found["w"]
    behind = text[found.end() : found.end() + 2]
    if word == "强" and regex.match(r"[大化度势调国省市县镇村项手队者校军链企力劲]", behind):
        return None
    if word == "弱" and behind[:1] in ("势", "小", "化"):
        return None
    if word == "许" and behind[:1] in ("可", "多", "昌"):
        return None
    if (
        word in ("不足", "不到")
        and regex.match(r"[^，。；、）\s]", behind)
        and not regex.match(r"[便就的即]", behind)
    ):
        return None
    if word == "前后" and behind[:1] in ("，", ""):
        return words[word]
    return words[word]
