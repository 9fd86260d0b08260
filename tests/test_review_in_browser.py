"""A review in a real browser: the command serves, an editor decides, the next run obeys."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Command

pytest.importorskip("selenium", reason="selenium is not installed")

import browser
from browser import Driver, cells, find, find_all, go, mark_words, press, said, wait, write

pytestmark = [
    *browser.MARKS,
    pytest.mark.skipif(sys.platform == "win32", reason="no signals"),
]
PAGE = (
    "银川高新区年报发布\n\n"
    "本报讯 2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
    "银川高新区高新技术企业46家，研发人员数千名，占地十余平方公里。\n"
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    made = browser.started(tmp_path_factory.mktemp("browser"))
    yield made
    made.quit()


@pytest.fixture
def folder(tmp_path: Path, command: Command) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8")
    assert command("run", "raw", "-o", "out", cwd=str(tmp_path)).returncode == 0
    return tmp_path


class Review:
    """`python -m pipeline review` in a process of its own."""

    def __init__(self, folder: Path, by: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "review", "raw", "-o", "out", "--by", by],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=\S+", self.address)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def review(folder: Path) -> Iterator[Callable[[str], Review]]:
    """Starts a server for an editor of a name."""
    started: list[Review] = []

    def start(by: str) -> Review:
        started.append(Review(folder, by))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def _rows(folder: Path, table: str = "facts") -> list[dict[str, Any]]:
    lines = (folder / "out" / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def _opened(driver: Driver, served: Review) -> None:
    driver.get("about:blank")
    driver.get(served.address)
    driver.get_log("browser")
    assert "token" not in driver.current_url
    wait(driver, lambda d: find_all(d, "body.served"))


def _choose(driver: Driver, quote: str) -> None:
    """By the table of facts, as an editor would."""
    go(driver, "facts")
    quotes = cells(driver, "fact-table", "quote")
    find_all(driver, "#fact-table tbody tr[data-at]")[quotes.index(quote)].click()
    wait(driver, lambda d: find(d, "#record h3").text == quote)
    wait(driver, lambda d: find_all(d, ".fact-card.chosen"))


def _decided(driver: Driver, action: str) -> str:
    found = wait(driver, lambda d: find_all(d, f".fact-card.chosen .decided.{action}"))
    return str(found[0].text)


def _fill(driver: Driver, **values: str) -> None:
    labels = wait(driver, lambda d: find_all(d, "#form[open] .grid label"))
    for name, text in values.items():
        label = next(one for one in labels if one.text.split("\n")[0] == name)
        write(label, "input", text)
    find(driver, "#form .deed.accept").click()


def _states(driver: Driver) -> dict[str, str]:
    go(driver, "facts")
    quotes = cells(driver, "fact-table", "quote")
    return dict(zip(quotes, cells(driver, "fact-table", "state"), strict=True))


def test_an_editor_decides_once_and_every_later_run_obeys(
    driver: Driver, folder: Path, review: Callable[[str], Review], command: Command
) -> None:
    first = review("张")
    _opened(driver, first)
    before = {row["quote"]: row for row in _rows(folder)}
    assert {"320亿元", "8.5%", "46家"} <= before.keys()

    _choose(driver, "8.5%")
    find(driver, ".fact-card.chosen .deed.accept").click()
    assert "张" in _decided(driver, "accept")
    _choose(driver, "320亿元")
    press(driver, "c")
    _fill(driver, 指标="规上工业总产值", 时期="2022")
    assert "规上工业总产值" in _decided(driver, "correct")
    # The server dies while the editor works; what comes then is not kept, and that is said.
    first.kill()
    _choose(driver, "46家")
    press(driver, "x")
    wait(driver, lambda d: "没有保存" in said(d))
    assert not find_all(driver, ".fact-card.chosen .decided")

    second = review("李")
    assert second.address != first.address
    _opened(driver, second)
    wait(driver, lambda d: "更正" in _states(d)["320亿元"])
    told = _states(driver)
    assert "接受" in told["8.5%"] and "退回" not in told["46家"]
    _choose(driver, "46家")
    press(driver, "x")
    assert "李" in _decided(driver, "reject")
    # A fact that was missed is marked in the text.
    mark_words(driver, ".clean", "占地")
    wait(driver, lambda d: find_all(d, ".marked button"))[0].click()
    _fill(driver, 主体="银川高新区", 指标="占地处数", 数值="1", 基本单位="处")
    wait(driver, lambda d: "占地处数" in find(d, "#record .added").text)
    assert driver.execute_script("return localStorage.length") == 0
    assert not driver.get_log("browser")

    kept = [
        json.loads(line)
        for line in (folder / "raw" / "review.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(row["action"], row["by"]) for row in kept] == [
        *(("accept", "张"), ("correct", "张"), ("reject", "李"), ("add", "李")),
    ]
    assert command("run", "raw", "-o", "out", cwd=str(folder)).returncode == 0
    after = {row["quote"]: row for row in _rows(folder)}
    assert after["8.5%"] == {**before["8.5%"], "review": "accepted", "confidence": "1"}
    corrected = after["320亿元"]
    assert (corrected["review"], corrected["indicator"]) == ("corrected", "规上工业总产值")
    assert (corrected["period"], corrected["value"]) == ("2022", before["320亿元"]["value"])
    assert "46家" not in after
    added = after["占地"]
    assert (added["review"], added["indicator"], added["value"]) == ("added", "占地处数", "1")
    line = PAGE.split("\n")[added["line"] - 1]
    assert line[added["column"] - 1 : added["end_column"]] == "占地"

    # The same server shows the new run, which says what editors did.
    driver.refresh()
    go(driver, "overview")
    wait(driver, lambda d: "接受 1，更正 1，增补 1，退回 1" in find(d, "#statuses").text)
    _choose(driver, "320亿元")
    assert "规上工业总产值" in find(driver, ".fact-card.chosen .title").text
    assert "已更正" in _decided(driver, "correct")
    # Nothing is left to be decided twice: another run changes nothing.
    tables = (folder / "out" / "facts.jsonl").read_bytes()
    assert command("run", "raw", "-o", "out", "--no-cache", cwd=str(folder)).returncode == 0
    assert (folder / "out" / "facts.jsonl").read_bytes() == tables


def test_two_editors_see_each_other(
    driver: Driver, folder: Path, review: Callable[[str], Review]
) -> None:
    _opened(driver, review("张"))
    one = driver.current_window_handle
    _choose(driver, "8.5%")
    press(driver, "a")
    assert "张" in _decided(driver, "accept")
    driver.switch_to.new_window("window")
    try:
        _opened(driver, review("李"))
        wait(driver, lambda d: "接受" in _states(d)["8.5%"])
        _choose(driver, "8.5%")
        press(driver, "x")
        assert "李" in _decided(driver, "reject")
    finally:
        driver.close()
        driver.switch_to.window(one)
    # What the other decided is there when one comes back to the window.
    driver.execute_script("dispatchEvent(new Event('focus'))")
    assert "李" in _decided(driver, "reject")
    assert len((folder / "raw" / "review.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_what_cannot_be_a_decision_is_told_and_not_kept(
    driver: Driver, folder: Path, review: Callable[[str], Review]
) -> None:
    _opened(driver, review("张"))
    _choose(driver, "46家")
    press(driver, "c")
    _fill(driver, 时期="去年")
    wait(driver, lambda d: "没有保存" in said(d))
    assert find_all(driver, "#form[open]"), "what was written is still there"
    _fill(driver, 时期="2023")
    assert "2023" in _decided(driver, "correct")
    kept = (folder / "raw" / "review.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["fields"] for line in kept] == [{"period": "2023"}]
