"""A short run of `benchmarks/fuzz.py`, the same every time: what must hold for any input does."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import fuzz

from pipeline.run.limit import limited

# How many inputs each target gets here: about three seconds' worth.
COUNTS = {
    "decode": 8_000,
    "write": 4_000,
    "report": 6_000,
    "quantities": 3_000,
    "clean": 2_000,
    "page": 300,
}


def test_every_target_is_run() -> None:
    assert COUNTS.keys() == fuzz.TARGETS.keys()
    assert sum(share for _, _, share in fuzz.TARGETS.values()) == 1000


def test_the_continuous_run_feeds_every_target_for_its_share_of_two_minutes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = [
        line
        for line in (fuzz.ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")
        if line.startswith("python benchmarks/fuzz.py")
    ]
    assert " --seconds 120 " in line and "--target" not in line
    monkeypatch.setattr(sys, "argv", ["fuzz.py", "--inputs", "9999999", "--seconds", "1"])
    assert fuzz.main() == 0
    *targets, last = capsys.readouterr().out.strip().split("\n")
    counts = [int(row.split()[1]) for row in targets]
    assert [row.split()[0] for row in targets] == list(fuzz.TARGETS) and min(counts) > 0
    assert last.split()[:5] == ["in", "all", str(sum(counts)), "inputs", "0"]


def test_bytes_say_what_an_input_is_made_of() -> None:
    """For a fuzzer that changes them: the same bytes give the same input, others another."""
    made = {
        (fuzz.text_of(fuzz.Guided(bytes([first, second]) * 150)), first, second)
        for first in range(60, 250, 10)
        for second in range(0, 250, 10)
    }
    assert made == {(fuzz.text_of(fuzz.Guided(bytes([f, s]) * 150)), f, s) for _, f, s in made}
    assert len({text for text, _, _ in made}) > len(made) / 3
    assert fuzz.text_of(fuzz.Guided(b"")) == ""
    assert fuzz.Guided(b"\xff\x80").random() == 0x80FF / 0x10000
    assert fuzz.Guided(b"ab").randbytes(3) == b"ab\0"


@pytest.mark.parametrize("target", COUNTS)
def test_nothing_breaks(target: str) -> None:
    check, make, _ = fuzz.TARGETS[target]
    chance = random.Random(target)
    for _ in range(COUNTS[target]):
        check(make(chance))


ANY = st.text(st.one_of(st.sampled_from(fuzz.TROUBLE), st.characters(codec="utf-8")), max_size=80)


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(ANY)
def test_any_characters_are_read(text: str) -> None:
    fuzz.clean(text)
    fuzz.write(text)
    fuzz.report(text)
    fuzz.page(text)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data: bytes) -> None:
    fuzz.decode(data)


BROKE = (
    *("百￥1百委", "海外0万余名", "1\r亿元", "二百0万", "产值" + "9" * 400 + "亿", "比兆下千六万5"),
    *("=百米8", "3兆成两局", "三七折５日", "〇亿元", "第 十六成，", "高一米八，打六八折"),
    *("5×10⁻米", "重二两斤5两", "高壹叁米六", "000百亿元", "萬萬兆萬萬", "三亿万张", "百万万七"),
    *("打10折", "打十折半", "八兆万", "重3斤5两半", "3万13兆", "1820世纪90年代", "约七兆五亿"),
    *("两三千公里，数三四成贰", "七八成七七"),
    *("3家到3О2家", "03-518届五次、六次全会精神", "总投资15兆00亿元", "42兆0亿元", "25-03折"),
    *("12022/2023年度，2023/24赛季", "12022-2023期间", "至12010年代", "翻了两三番半"),
    *("MI5০0.1，公布季报。", "投三002023年，城北新区投资35家。", "1-067座SUV销量2万辆"),
    "年间，2016—20020年",
    *("甲、乙两县产量分别达3—5万吨。", "三业增加值分别达500米至2公里。"),
    "上世纪80年代，本世纪20年代24年，高新区承接成果超过180，比2023年多一倍。",
    "约为4：" + "市" * 23 + "2%\n　　宋砚秋来到这里。\n",
    "成，六成五，一成多，九成九，5成,,,,,,,,,以上万人，超",
    "约PR\t{{{为4.：" + "市" * 24 + "2%\n宋砚秋\n",
)


# Inputs that broke something once.
@pytest.mark.parametrize("text", BROKE)
def test_what_broke_once_holds(text: str) -> None:
    fuzz.write(text)
    with limited(fuzz.LONGEST):
        fuzz.page(text)


def test_what_does_not_hold_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import report, write

    monkeypatch.setattr(write, "json_line", lambda _: "{}\n")
    monkeypatch.setattr(report, "embedded", lambda _: '"</script><b>"')
    for check in (fuzz.write, fuzz.report):
        with pytest.raises((AssertionError, ValueError)):
            check("1")
