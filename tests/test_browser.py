"""The audit page in a real browser, opened from disk: what a reader does with it works."""

from __future__ import annotations

import functools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

import browser
from browser import (
    DESK,
    PHONE,
    Driver,
    Keys,
    Select,
    cells,
    find,
    find_all,
    go,
    mark_words,
    open_page,
    press,
    said,
    wait,
    write,
)

from pipeline.diff import diff
from pipeline.diff import write as write_changes
from pipeline.model import Page
from pipeline.records import Records, problem_row, records
from pipeline.report import Document, view
from pipeline.run import Summary, read_page, run

pytestmark = browser.MARKS
RAW = Path(__file__).resolve().parents[1] / "raw"
VIEWS = ("overview", "facts", "page", "numbers", "charts")
HOSTILE = "<img src=x onerror=document.title='broken'>"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    made = browser.started(tmp_path_factory.mktemp("browser"))
    yield made
    made.quit()


@pytest.fixture
def sized(driver: Driver) -> Iterator[Callable[[tuple[int, int]], None]]:
    """Gives the window another size for one test."""

    def resize(size: tuple[int, int]) -> None:
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1}
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {**metrics, "mobile": size[0] < 600}
        )

    yield resize
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture
def sample(driver: Driver, extracted: tuple[Path, Summary]) -> Driver:
    """The report of the sample pages, opened anew, nothing decided yet."""
    return open_page(driver, extracted[0] / "report.html")


# ------------------------------------------------------------------------------- reading


def test_it_opens_from_disk(sample: Driver, extracted: tuple[Path, Summary]) -> None:
    summary = extracted[1]
    figures = [one.text for one in find_all(sample, "#figures dd")]
    assert figures[0] == str(len(summary.pages))
    assert figures[1] == str(summary.counts["quantities"])
    assert figures[3] == str(summary.counts["facts"])
    roles = {one.text.split("\n")[0]: one.text.split("\n")[1] for one in find_all(sample, ".role")}
    assert roles["事实"] == str(summary.roles["fact"]) and len(roles) == 6
    assert not sample.get_log("browser")
    assert not sample.execute_script("return performance.getEntriesByType('resource').length")
    for name in VIEWS:
        go(sample, name)
    assert not sample.get_log("browser")


def test_facts_are_sorted_filtered_and_searched(sample: Driver) -> None:
    go(sample, "facts")
    total = int(find(sample, "#count-facts").text)
    write(sample, "#f-subject", "中关村")
    subjects = cells(sample, "fact-table", "subject")
    assert subjects and all("中关村" in subject for subject in subjects)
    assert f"{len(subjects)} 条，共 {total} 条" in find(sample, "#found-facts").text
    find(sample, ".clear").click()
    Select(find(sample, "#f-kind")).select_by_value("rank")
    assert set(cells(sample, "fact-table", "value")) and all(
        value.endswith("位") for value in cells(sample, "fact-table", "value")
    )
    find(sample, ".clear").click()
    write(sample, "#f-confidence", "0.95")
    assert all(float(value) >= 0.95 for value in cells(sample, "fact-table", "sure"))
    find(sample, ".clear").click()
    Select(find(sample, "#f-problem")).select_by_value("low")
    assert all(float(value) < 0.7 for value in cells(sample, "fact-table", "sure"))
    find(sample, ".clear").click()
    # Every word must be found, each anywhere in the fact or its sentence.
    write(sample, "#f-text", "8536.9 技术合同成交额")
    found = cells(sample, "fact-table", "quote")
    assert "8536.9亿元" in found and len(found) < 20
    find(sample, ".clear").click()
    head = "#fact-table th.sure"
    find(sample, f"{head} button").click()
    up = [float(value) for value in cells(sample, "fact-table", "sure")]
    assert up == sorted(up) and find(sample, head).get_attribute("aria-sort") == "ascending"
    find(sample, f"{head} button").click()
    down = [float(value) for value in cells(sample, "fact-table", "sure")]
    assert down == sorted(down, reverse=True) and down[0] > up[0]
    # Only rows in sight are there, and scrolling brings others.
    assert len(down) < total
    sample.execute_script("document.querySelector('#view-facts .scroller').scrollTop = 1e6")
    wait(sample, lambda d: cells(d, "fact-table", "sure")[-1:] == [f"{up[0]:g}"])


def _narrowed(driver: Driver) -> None:
    """Narrows the table down to one fact."""
    go(driver, "facts")
    for name, text in (("text", "8536.9"), ("indicator", "技术合同成交额"), ("period", "2023")):
        write(driver, f"#f-{name}", text)
    Select(find(driver, "#f-kind")).select_by_value("level")
    assert cells(driver, "fact-table", "quote") == ["8536.9亿元"]


def test_from_a_fact_to_its_place_and_back(sample: Driver) -> None:
    _narrowed(sample)
    find(sample, "#fact-table tbody tr[data-at]").click()
    wait(sample, lambda d: find(d, "#view-page").is_displayed())
    mark = find(sample, ".clean mark.chosen")
    assert mark.text.startswith("8536.9亿元")
    assert sample.execute_script(
        "const box = arguments[0].getBoundingClientRect();"
        "return box.top >= 0 && box.bottom <= innerHeight",
        mark,
    )
    assert sample.switch_to.active_element == mark
    assert "8536.9" in "".join(one.text for one in find_all(sample, ".lines mark.chosen"))
    labels = {one.get_attribute("data-label") for one in find_all(sample, ".clean [data-label]")}
    assert {"主体", "指标", "时期"} <= labels
    record = find(sample, "#record").text
    for word in ("技术合同成交额", "853,690,000,000 CNY", "2023", "规则", "置信度"):
        assert word in record
    sample.back()
    wait(sample, lambda d: find(d, "#view-facts").is_displayed())
    assert cells(sample, "fact-table", "quote") == ["8536.9亿元"]
    sample.forward()
    wait(sample, lambda d: find(d, "#view-page").is_displayed())
    # An address leads there at once.
    address = sample.current_url
    sample.get("about:blank")
    sample.get(address)
    assert find(sample, ".clean mark.chosen").text.startswith("8536.9亿元")


def test_a_number_tells_its_steps_and_what_lost(sample: Driver) -> None:
    go(sample, "numbers")
    write(sample, "#number-text", "1.98万亿元")
    find(sample, "#number-table tbody tr[data-at]").click()
    wait(sample, lambda d: find(d, "#record h3").text == "1.98万亿元")
    record = find(sample, "#record")
    assert "l.98万忆元" in record.text
    steps = [one.text for one in find_all(record, ".steps li")]
    assert any("l" in step and "1" in step for step in steps) and any("忆" in s for s in steps)
    go(sample, "numbers")
    write(sample, "#number-text", "28.1%")
    find(sample, "#number-table tbody tr[data-at]").click()
    wait(sample, lambda d: find(d, "#record h3").text == "28.1%")
    lost = find_all(sample, ".other-reading")
    assert lost
    value = find(lost[0], "b").text
    lost[0].click()
    taken = wait(sample, lambda d: find(d, "#form[open] .taken"))
    shown = sample.execute_script(
        "const made = arguments[0];"
        "return made.options ? made.selectedOptions[0].textContent : made.value",
        taken,
    )
    assert shown == value
    press(sample, Keys.ESCAPE)


def test_clicking_in_the_text_and_the_raw_lines(sample: Driver) -> None:
    go(sample, "page")
    for css in (".clean mark.date", ".lines mark.fact"):
        mark = find(sample, css)
        number = mark.get_attribute("data-n")
        mark.click()
        place = f".clean mark.chosen[data-n='{number}']"
        chosen = wait(sample, lambda d, place=place: find_all(d, place))[0]
        assert find(sample, "#record h3").text
    chosen.send_keys(Keys.ARROW_RIGHT)
    after = sample.switch_to.active_element
    assert after.get_attribute("data-n") != chosen.get_attribute("data-n")
    number = after.get_attribute("data-n")
    after.send_keys(Keys.ENTER)
    wait(sample, lambda d: find(d, ".clean mark.chosen").get_attribute("data-n") == number)
    Select(find(sample, "#page-choice")).select_by_index(2)
    wait(sample, lambda d: not find_all(d, "mark.chosen"))
    find(sample, "#page-before").click()
    wait(sample, lambda d: Select(find(d, "#page-choice")).first_selected_option.text == "p02.txt")


def test_every_mark_of_a_picture_leads_to_its_fact(sample: Driver) -> None:
    go(sample, "charts")
    for css in (".series circle", ".ranking rect"):
        mark = find(sample, css)
        label = mark.get_attribute("aria-label")
        sample.execute_script("arguments[0].focus()", mark)
        press(sample, Keys.ENTER)
        wait(sample, lambda d: find(d, "#view-page").is_displayed())
        assert find(sample, "#record h3").text in label
        sample.back()
        wait(sample, lambda d: find(d, "#view-charts").is_displayed())
    # Zones stand among zones: the largest comparisons, or the one that is chosen.
    kinds, _ = (Select(one) for one in find_all(sample, ".pick select"))
    assert kinds.first_selected_option.get_attribute("value") == "ZONE"
    zones = [one.text for one in find_all(sample, ".ranked figcaption b")]
    assert 1 < len(zones) <= 6
    kinds.select_by_value("")
    everybody = [one.text for one in find_all(sample, ".ranked figcaption b")]
    assert everybody and everybody != zones
    kinds, indicators = (Select(one) for one in find_all(sample, ".pick select"))
    indicators.select_by_index(1)
    assert [one.text for one in find_all(sample, ".ranked figcaption b")] == everybody[:1]
    go(sample, "overview")
    find(sample, ".role:nth-child(1)").click()
    wait(sample, lambda d: find(d, "#view-numbers").is_displayed())
    assert find(sample, "#number-role").get_attribute("value") == "fact"


# ------------------------------------------------------------------------------- keys, words


def test_a_round_by_keyboard(sample: Driver) -> None:
    press(sample, "n")
    wait(sample, lambda d: find(d, "#view-page").is_displayed())
    first = sample.current_url
    assert "第 1 处" in said(sample)
    press(sample, "n")
    wait(sample, lambda d: d.current_url != first)
    press(sample, "p")
    wait(sample, lambda d: d.current_url == first)
    assert find(sample, ".fact-card.chosen")
    press(sample, "a")
    wait(sample, lambda d: find_all(d, ".fact-card.chosen .decided.accept"))
    press(sample, "x")
    wait(sample, lambda d: find_all(d, ".fact-card.chosen .decided.reject"))
    press(sample, "c")
    wait(sample, lambda d: find_all(d, "#form[open]"))
    # Within a form letters are letters.
    write(sample, "#form input", "nap")
    assert sample.current_url == first
    press(sample, Keys.ESCAPE)
    wait(sample, lambda d: not find_all(d, "#form[open]"))
    press(sample, "?")
    help_ = wait(sample, lambda d: find(d, "#help[open]"))
    assert "下一处可疑" in help_.text
    find(help_, "input[type=checkbox]").click()
    press(sample, Keys.ESCAPE)
    press(sample, "2")
    assert not find(sample, "#view-facts").is_displayed()
    press(sample, "?")
    find(sample, "#help[open] input[type=checkbox]").click()
    press(sample, Keys.ESCAPE)
    for key, name in zip("12345", VIEWS, strict=True):
        press(sample, key)
        wait(sample, lambda d, name=name: find(d, f"#view-{name}").is_displayed())
    press(sample, "/")
    wait(sample, lambda d: d.switch_to.active_element == find(d, "#f-text"))
    press(sample, Keys.TAB, Keys.ESCAPE)
    row = find(sample, "#fact-table tbody tr[data-at]")
    sample.execute_script("arguments[0].focus()", row)
    press(sample, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP)
    assert sample.switch_to.active_element.get_attribute("data-at") == "1"
    press(sample, Keys.ENTER)
    wait(sample, lambda d: find(d, "#view-page").is_displayed())


def test_the_language_is_one_click_away(sample: Driver) -> None:
    assert find(sample, "html").get_attribute("lang") == "zh-Hans"
    assert find(sample, "h1").text == "核对页"
    find(sample, "#language").click()
    assert find(sample, "html").get_attribute("lang") == "en"
    assert find(sample, "h1").text == "Audit"
    assert "What needs a look" in find(sample, "main").text
    for name in VIEWS:
        go(sample, name)
        text = sample.execute_script(
            "const copy = document.querySelector('main section:not([hidden])').cloneNode(true);"
            "for (const data of copy.querySelectorAll("
            "'td, .text, option, svg, .doubt, datalist, .fact-card, figcaption')) data.remove();"
            "return copy.textContent"
        )
        assert not [character for character in text if "\u4e00" <= character <= "\u9fff"], name
    # It goes along in the address.
    address = sample.current_url
    sample.get("about:blank")
    sample.get(address)
    assert find(sample, "h1").text == "Audit"
    press(sample, "l")
    wait(sample, lambda d: find(d, "h1").text == "核对页")


# ------------------------------------------------------------------------------- decisions


def _downloaded(driver: Driver) -> list[dict[str, Any]]:
    path = driver.downloads / "review.jsonl"
    path.unlink(missing_ok=True)
    find(driver, "#download").click()
    wait(driver, lambda _: path.exists() and path.read_bytes().endswith(b"\n"))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_decisions_are_kept_here_and_taken_away(
    sample: Driver, extracted: tuple[Path, Summary]
) -> None:
    lines = (extracted[0] / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    fact = next(row for row in map(json.loads, lines) if row["quote"] == "8536.9亿元")
    _narrowed(sample)
    find(sample, "#fact-table tbody tr[data-at]").click()
    wait(sample, lambda d: find(d, "#view-page").is_displayed())
    assert not find(sample, "#download").is_displayed()
    find(sample, ".fact-card.chosen .deed.accept").click()
    wait(sample, lambda d: find_all(d, ".fact-card.chosen .decided.accept"))
    press(sample, "c")
    fields = wait(sample, lambda d: find_all(d, "#form[open] .grid label"))
    period = next(one for one in fields if one.text.startswith("时期"))
    write(period, "input", "2023-H2")
    find(sample, "#form .deed.accept").click()
    wait(sample, lambda d: "2023-H2" in find(d, ".fact-card.chosen .decided").text)
    mark_words(sample, ".clean", "全国")
    wait(sample, lambda d: find_all(d, ".marked button"))[0].click()
    fields = wait(sample, lambda d: find_all(d, "#form[open] .grid label"))
    for name, text in (("指标", "园区数"), ("数值", "1")):
        write(next(one for one in fields if one.text.startswith(name)), "input", text)
    find(sample, "#form .deed.accept").click()
    wait(sample, lambda d: "（3）" in find(d, "#download").text)
    assert "园区数" in find(sample, "#record .added").text
    accept, correct, add = _downloaded(sample)
    assert (accept["action"], correct["action"], add["action"]) == ("accept", "correct", "add")
    for made in (accept, correct):
        assert made["fact_id"] == fact["fact_id"] and made["quantity_id"] == fact["quantity_id"]
        place = [fact[name] for name in ("line", "column", "end_line", "end_column")]
        assert made["span"] == place and made["raw"] == fact["raw"]
        assert made["fact"]["value"] == fact["value"]
    told = json.loads((extracted[0] / "run.json").read_text(encoding="utf-8"))
    page = next(page for page in told["pages"] if page["page"] == fact["page"])
    assert {made["page_sha256"] for made in (accept, correct, add)} == {page["sha256"]}
    assert correct["fields"] == {"period": "2023-H2"}
    assert add["fact_id"] is None and add["raw"] == "全国"
    assert add["fields"]["indicator"] == "园区数" and add["fields"]["quote"] == "全国"
    line = (RAW / fact["page"]).read_text(encoding="utf-8").split("\n")[add["span"][0] - 1]
    assert line[add["span"][1] - 1 : add["span"][3]] == "全国"
    # They are still there when the page is opened again, and the table knows them.
    sample.get("about:blank")
    sample.get((extracted[0] / "report.html").as_uri() + "#v=facts")
    Select(find(sample, "#f-decision")).select_by_value("correct")
    assert cells(sample, "fact-table", "quote") == ["8536.9亿元"]


# ------------------------------------------------------------------------------- safety


def test_hostile_text_stays_text(driver: Driver, tmp_path: Path) -> None:
    name = HOSTILE.replace("/", "_")
    text = (
        f"{HOSTILE}高新区年报\n\n2023年，滨江高新区产值320亿元{HOSTILE}，同比增长8.5%。"
        "\u202e逆向\u200b文字5家。\n"
    )
    (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    run([tmp_path], tmp_path.parent / "hostile-out")
    open_page(driver, tmp_path.parent / "hostile-out" / "report.html")
    for view_ in VIEWS:
        go(driver, view_)
    go(driver, "page")
    for mark in range(len(find_all(driver, ".clean mark"))):
        find_all(driver, ".clean mark")[mark].click()
    assert driver.title == "核对页"
    assert not find_all(driver, "img, iframe, object, embed")
    shown = driver.execute_script("return document.getElementById('text').textContent")
    assert HOSTILE in shown
    assert "⟦U+202E⟧" in shown and "⟦U+200B⟧" in shown and "\u202e" not in shown
    assert name in Select(find(driver, "#page-choice")).first_selected_option.text
    assert not driver.get_log("browser")


@pytest.fixture
def spy() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/spy", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_can_leave_the_page(sample: Driver, spy: tuple[str, list[str]]) -> None:
    address, asked = spy
    sample.execute_async_script(
        "const [address, done] = arguments;"
        "const image = new Image(); image.src = address;"
        "const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = address;"
        "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
        "const frame = document.createElement('iframe'); frame.src = address;"
        "document.body.append(image, link, script, frame);"
        "fetch(address).then(() => done('sent'), () => setTimeout(done, 300, 'refused'));",
        address,
    )
    assert asked == []
    assert sample.execute_script("return window.ran") is None
    assert "Content Security Policy" in json.dumps(sample.get_log("browser"))


# ------------------------------------------------------------------------------- for everybody


@functools.cache
def _axe() -> str:
    core = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    path = Path(core.__file__).with_name("axe.min.js")
    return path.read_text(encoding="utf-8")


def _complaints(driver: Driver, *rules: str) -> list[str]:
    if not driver.execute_script("return typeof axe === 'object'"):
        driver.execute_script(_axe())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = driver.execute_async_script(
        "const [options, done] = arguments;"
        "axe.run(document, options).then((told) => done(told.violations))",
        options,
    )
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one page, and of a file that cannot be read: the check reads every element."""
    folder = tmp_path_factory.mktemp("little")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    run([RAW / "p06.txt", folder / "empty.txt"], folder / "out")
    return folder / "out" / "report.html"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_passes_an_accessibility_check(
    driver: Driver, sized: Callable[[tuple[int, int]], None], size: tuple[int, int], little: Path
) -> None:
    sized(size)
    sample = open_page(driver, little)
    for address in (*(f"v={name}" for name in VIEWS), "v=page&f=3"):
        sample.execute_script("location.hash = arguments[0]", address)
        name = address[2:].split("&")[0]
        wait(sample, lambda d, name=name: find(d, f"#view-{name}").is_displayed())
        assert _complaints(sample) == [], address
        # Nothing sticks out of the window at the side.
        wide = sample.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    for key, sheet in (("c", "form"), ("?", "help")):
        press(sample, key)
        wait(sample, lambda d, sheet=sheet: find_all(d, f"#{sheet}[open]"))
        assert _complaints(sample) == [], sheet
        press(sample, Keys.ESCAPE)


def test_it_can_be_read_in_the_dark(driver: Driver, little: Path) -> None:
    sample = open_page(driver, little)
    feature = {"name": "prefers-color-scheme", "value": "dark"}
    sample.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    try:
        assert sample.execute_script("return getComputedStyle(document.body).color") > "rgb(2"
        for address in ("v=overview", "v=facts", "v=page&f=3"):
            sample.execute_script("location.hash = arguments[0]", address)
            time.sleep(0.1)
            assert _complaints(sample, "color-contrast") == [], address
    finally:
        sample.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_on_paper_all_rows_stand(sample: Driver) -> None:
    go(sample, "facts")
    total = int(find(sample, "#count-facts").text)
    sample.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert len(find_all(sample, "#fact-table tbody tr[data-at]")) == total
    printed = sample.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.7})
    assert len(printed["data"]) > 50_000
    sample.execute_script("dispatchEvent(new Event('afterprint'))")
    assert len(find_all(sample, "#fact-table tbody tr[data-at]")) < total
    # What needs a look is listed whole, though its button is not on paper.
    go(sample, "overview")
    shown, all_ = len(find_all(sample, ".doubt")), int(find_all(sample, "#figures dd")[-1].text)
    sample.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert len(find_all(sample, ".doubt")) == all_ > shown
    sample.execute_script("dispatchEvent(new Event('afterprint'))")
    assert len(find_all(sample, ".doubt")) == shown


@pytest.mark.pdf
@pytest.mark.ocr  # the picture is made by Pillow, which comes with that extra
def test_a_printed_page_is_shown_with_the_box_of_the_number(driver: Driver, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    run([RAW / "p09.pdf"], tmp_path / "out")
    open_page(driver, tmp_path / "out" / "report.html", "#v=page&f=3")
    assert driver.execute_async_script(
        "const [done] = arguments; const made = new Image();"
        "made.src = document.querySelector('.sheet image').getAttribute('href');"
        "made.decode().then(() => done(made.naturalWidth), () => done(0))"
    )
    (chosen,) = find_all(driver, ".near rect.chosen")
    near, box = find(driver, ".near").rect, chosen.rect
    assert near["x"] <= box["x"] and box["x"] + box["width"] <= near["x"] + near["width"]
    assert near["y"] < box["y"] and box["y"] + box["height"] < near["y"] + near["height"]
    number = find(driver, "#record h3").text
    other = next(
        one for one in find_all(driver, ".sheet rect") if one.get_attribute("class") != "chosen"
    )
    driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click'))", other)
    wait(driver, lambda d: find(d, "#record h3").text != number)
    assert not driver.get_log("browser")


# ------------------------------------------------------------------------------- large runs


def _page(text: str) -> tuple[Records, dict[str, Any]]:
    result = read_page(Page("p.txt", text, sha256="0" * 64))
    made = records(result)
    return made, view(result, made)


TOLD: dict[str, Any] = {
    "pipeline": "0",
    "totals": {"pages": 0, "facts": 0},
    "statuses": {},
    "roles": dict.fromkeys(("fact", "date", "ordinal", "identifier", "name", "unresolved"), 1),
    "codes": {},
}


FILES = ["pages.html", *(f"pages-{at}.html" for at in range(2, 101))]
"""The names of the files that hold the pages of a large run."""
FIRST, FIFTIETH = FILES[0], FILES[49]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of 2,000 pages with 50,000 facts, two of its files, and what they contradict."""
    text = "".join(
        f"{name}高新区2023年营业收入{100 + at}.{at}亿元，同比增长{at + 1}.5%，占全省{at + 3}.1%；"
        f"高新技术企业{at + 7}家，居全国第{at + 1}。\n"
        for at, name in enumerate(("滨江", "城北", "东湖", "西湖", "南山"))
    )
    made, shown = _page(text)
    assert len(made.facts) == 25
    document = Document()
    for number in range(2000):
        name = f"报{number:04}.txt"
        rows = tuple({**row, "page": name, "value": str(number)} for row in made.facts)
        document.add(replace(made, facts=rows), {**shown, "page": name})
    here, there = made.facts[5], made.facts[0]
    told = {
        **problem_row("D003", "报0985.txt", 1, detail="营业收入 100.0亿元 / 101.1亿元"),
        **{name: here[name] for name in ("line", "column", "quote", "fact_id")},
        "other_page": "报0003.txt",
        "other_page_number": 1,
        **{f"other_{name}": there[name] for name in ("line", "column", "quote", "fact_id")},
    }
    document.add_problems(Records(problems=(told,)))
    folder = tmp_path_factory.mktemp("large")
    (folder / "report").mkdir()
    files = {made.name: made for made in document.files(TOLD)}
    assert len(files) == 101
    for name in ("report.html", *(f"report/{FILES[at]}" for at in (0, 1, 49))):
        with (folder / name).open("wb") as file:
            file.writelines(files[name].pieces())
    return folder / "report.html"


def test_two_thousand_pages(driver: Driver, large: Path) -> None:
    driver.get("about:blank")
    started = time.perf_counter()
    driver.get(large.as_uri())
    assert time.perf_counter() - started < 3
    assert "2,000" in find(driver, "#count-pages").get_attribute("textContent")
    go(driver, "facts")
    for form, field, value in (
        *(("filters", "f-text", "营业收入 103"), ("filters", "f-subject", "东湖")),
        *(("filters", "f-page", "报098"), ("filters", "f-text", "居全国第")),
        *(("number-filters", "number-text", "亿元"), ("page-filters", "page-text", "098")),
    ):
        spent = driver.execute_script(
            "document.getElementById(arguments[1]).value = arguments[2];"
            "const from = performance.now();"
            "document.getElementById(arguments[0]).dispatchEvent(new Event('input'));"
            "document.body.getBoundingClientRect();"
            "return performance.now() - from",
            form,
            field,
            value,
        )
        assert spent < 200, field
    # The words of the sentences are searched as well.
    assert "50 条，共 50,000 条" in find(driver, "#found-facts").text
    find(driver, ".clear").click()
    write(driver, "#f-page", "报0985")
    Select(find(driver, "#f-kind")).select_by_value("level")
    assert "10 条，共 50,000 条" in find(driver, "#found-facts").text
    find(driver, "#fact-table th.quote button").click()
    first = cells(driver, "fact-table", "quote")[0]
    find(driver, "#fact-table tbody tr[data-at]").click()
    wait(driver, lambda d: f"report/{FIFTIETH}" in d.current_url)
    wait(driver, lambda d: find_all(d, ".clean mark.chosen"))
    assert Select(find(driver, "#page-choice")).first_selected_option.text == "报0985.txt"
    # One comes back to what one was looking at, by the link and by the browser's own way.
    driver.back()
    wait(driver, lambda d: "/report.html#v=facts" in d.current_url)
    assert "10 条，共 50,000 条" in find(driver, "#found-facts").text
    driver.forward()
    wait(driver, lambda d: f"report/{FIFTIETH}" in d.current_url)
    find(driver, "#home").click()
    wait(driver, lambda d: "/report.html#v=facts" in d.current_url)
    assert "10 条，共 50,000 条" in find(driver, "#found-facts").text
    assert cells(driver, "fact-table", "quote")[0] == first
    assert not driver.get_log("browser")


def test_the_index_has_numbers_and_pages_too(driver: Driver, large: Path) -> None:
    open_page(driver, large)
    find(driver, ".roles li:nth-child(2) .role").click()
    wait(driver, lambda d: find(d, "#view-numbers").is_displayed())
    assert "10,000 个，共 60,000 个" in find(driver, "#found-numbers").text
    driver.execute_script("document.querySelector('#view-numbers .scroller').scrollTop = 330 * 15")
    rows = wait(driver, lambda d: find_all(d, "#number-table tbody tr[data-at='150']"))
    place = find(rows[0], "td.file").text.split(":")
    assert place[0] == "报0030.txt"
    go(driver, "pages")
    write(driver, "#page-text", "报0003")
    assert "1 版，共 2,000 版" in find(driver, "#found-pages").text
    find(driver, "#list-table tbody tr[data-at]").click()
    wait(driver, lambda d: f"report/{FIRST}" in d.current_url)
    assert Select(find(driver, "#page-choice")).first_selected_option.text == "报0003.txt"
    # Addresses of the whole run hold in the index: it knows the file.
    driver.get(large.as_uri() + "#v=page&n=30")
    wait(driver, lambda d: f"report/{FIRST}" in d.current_url)
    wait(driver, lambda d: find_all(d, ".clean mark.chosen"))
    assert Select(find(driver, "#page-choice")).first_selected_option.text == "报0001.txt"
    assert not driver.get_log("browser")


def test_doubts_of_a_large_run_are_gone_through_from_file_to_file(
    driver: Driver, large: Path
) -> None:
    open_page(driver, large)
    sides = wait(driver, lambda d: find_all(d, ".group.contradiction .both .side"))
    assert [side.text.split("\n") for side in sides] == [
        ["城北高新区2023年营业收入101.1亿元，同比增长2.5%…", "报0985.txt 第 2 行"],
        ["滨江高新区2023年营业收入100.0亿元，同比增长1.5%…", "报0003.txt 第 1 行"],
    ]
    sides[1].click()
    wait(driver, lambda d: f"report/{FIRST}" in d.current_url)
    assert find(driver, ".clean mark.chosen").text.startswith("100.0亿元")
    driver.back()
    wait(driver, lambda d: find_all(d, ".group.contradiction .both .side"))
    go(driver, "facts")
    Select(find(driver, "#f-problem")).select_by_value("D003")
    assert "1 条，共 50,000 条" in find(driver, "#found-facts").text
    driver.execute_script("document.activeElement.blur()")  # within a field letters are letters
    press(driver, "n")
    wait(driver, lambda d: f"report/{FIFTIETH}" in d.current_url)
    assert find(driver, ".clean mark.chosen").text.startswith("101.1亿元")
    assert "营业收入" in find(driver, "#record .problem").text
    # The other side lies in another file; a click leads there.
    go(driver, "overview")
    find_all(driver, ".group.contradiction .both .side")[1].click()
    wait(driver, lambda d: f"report/{FIRST}" in d.current_url)
    assert "滨江高新区" in find(driver, ".rawline.sought").text
    # The round goes on with the next file that needs a look: here the one that it came from.
    press(driver, "n")
    wait(driver, lambda d: f"report/{FIFTIETH}" in d.current_url)
    wait(driver, lambda d: "第 1 处" in said(d))
    assert not driver.get_log("browser")


def test_one_turns_over_from_file_to_file(driver: Driver, large: Path) -> None:
    open_page(driver, large.parent / "report" / FIRST, "#v=page&p=19&lang=en")
    find(driver, "#page-after").click()
    wait(driver, lambda d: f"report/{FILES[1]}" in d.current_url)
    chosen = wait(driver, lambda d: Select(find(d, "#page-choice")).first_selected_option)
    assert chosen.text == "报0020.txt" and "lang=en" in driver.current_url
    find(driver, "#page-before").click()
    wait(driver, lambda d: f"report/{FIRST}" in d.current_url)
    chosen = wait(driver, lambda d: Select(find(d, "#page-choice")).first_selected_option)
    assert chosen.text == "报0019.txt"
    find(driver, "#page-before").click()
    wait(driver, lambda d: Select(find(d, "#page-choice")).first_selected_option.text != chosen)
    driver.get((large.parent / "report" / FIRST).as_uri() + "#v=page&p=0")
    assert not find(driver, "#page-before").is_enabled()
    assert not driver.get_log("browser")


def test_decisions_are_seen_in_the_index(driver: Driver, large: Path) -> None:
    open_page(driver, large.parent / "report" / FIFTIETH, "#v=page&f=100")
    press(driver, "a")
    wait(driver, lambda d: find_all(d, ".fact-card.chosen .decided.accept"))
    find(driver, "#page-before").click()
    driver.get("about:blank")
    driver.get(large.as_uri() + "#v=facts&decision=accept")
    assert "1 条，共 50,000 条" in find(driver, "#found-facts").text
    assert "（1）" in find(driver, "#download").text
    driver.execute_script("localStorage.clear()")


def test_contradictions_stand_side_by_side(driver: Driver, tmp_path: Path) -> None:
    made, shown = _page("滨江高新区2023年进出口额374.28亿元。\n据统计，进出口额为402.5亿元。\n")
    here, there = (row for row in made.facts if row["base_unit"] == "CNY")
    told = {
        **problem_row("D003", "p.txt", 1, detail="374.28 / 402.5"),
        "line": there["line"],
        "column": there["column"],
        "quote": there["quote"],
        "other_page": "p.txt",
        "other_page_number": 1,
        "other_line": here["line"],
        "other_column": here["column"],
        "other_quote": here["quote"],
    }
    failed = problem_row("I021", "q.pdf", 1)
    document = Document()
    document.add(replace(made, problems=()), shown)
    empty = {**shown, "page": "q.pdf", "status": "failed", "text": "", "articles": [], "names": []}
    document.add(Records(problems=(failed,)), empty)
    document.add_problems(Records(problems=(told,)))
    path = tmp_path / "report.html"
    path.write_text(document.html(TOLD), encoding="utf-8")
    open_page(driver, path)
    groups = [one.get_attribute("class").split()[-1] for one in find_all(driver, ".group")]
    assert groups[:2] == ["failed", "contradiction"]
    sides = find_all(driver, ".both .side")
    assert ["402.5亿元" in sides[0].text, "374.28亿元" in sides[1].text] == [True, True]
    sides[1].click()
    wait(driver, lambda d: find(d, "#view-page").is_displayed())
    assert find(driver, ".clean mark.chosen").text.startswith("374.28亿元")


# ------------------------------------------------------------------------------- two runs compared


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of two runs: a page that is gone, new ones, one that says otherwise."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "raw").mkdir()
    first = "2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
    (folder / "raw" / "a.txt").write_text(first, encoding="utf-8")
    second = f"2023年，成都高新区高新技术企业46家{HOSTILE}。\n"
    (folder / "raw" / "b.txt").write_text(second, encoding="utf-8")
    run([folder / "raw"], folder / "old")
    (folder / "raw" / "a.txt").unlink()
    (folder / "raw" / "c.txt").write_text(first.replace("320", "360"), encoding="utf-8")
    (folder / "raw" / "b.txt").write_text(second.replace("46", "47"), encoding="utf-8")
    run([folder / "raw"], folder / "new")
    found = diff(folder / "old", folder / "new")
    path = folder / "new" / f"{HOSTILE.replace('/', '_')}.html"
    write_changes(found, folder / "old", folder / "new", path)
    return path


def test_changes_are_read_on_a_page(driver: Driver, compared: Path) -> None:
    open_page(driver, compared)
    assert driver.title == "变化"
    figures = [one.text for one in find_all(driver, "#figures dd")]
    assert figures == ["0", "1", "2", "2", "3"]
    sides = find_all(driver, "#pairs .side")
    assert "360亿元" in sides[0].text and "320亿元" in sides[1].text
    reasons = {
        one.text.split("\n")[0]: one.text.split("\n")[1] for one in find_all(driver, ".reason")
    }
    assert reasons == {"新版面": "2", "版面不在了": "2", "版面内容变了": "1"}
    find_all(driver, ".reason")[-1].click()
    assert cells(driver, "changes", "difference") == ["数值 46 → 47"]
    find(driver, "#changes tbody tr[data-at]").click()
    wait(driver, lambda d: find(d, "#record h3").text == "47家")
    (changed,) = find_all(driver, ".sides .differs")
    assert changed.text.split() == ["数值", "46", "47"]
    assert [one.text for one in find_all(driver, "p.sentence b")] == ["46家", "47家"]
    # The choice is part of the address; the old report is one click away and back.
    wait(driver, lambda d: "reason=page+changed" in d.current_url)
    find(driver, ".ways a").click()
    wait(driver, lambda d: "/old/report.html" in d.current_url)
    assert find(driver, ".clean mark.chosen").text.startswith("46家")
    driver.back()
    wait(driver, lambda d: cells(d, "changes", "difference") == ["数值 46 → 47"])
    find(driver, ".clear").click()
    press(driver, "n")
    press(driver, "n")
    assert "第 2 条，共 5 条" in said(driver)
    press(driver, "l")
    wait(driver, lambda d: find(d, "h1").text == "Changes")
    assert "new page" in find(driver, "#reasons").text
    text = driver.execute_script(
        "const copy = document.querySelector('main').cloneNode(true);"
        "for (const data of copy.querySelectorAll('td, .sentence, .side, .context, datalist, h3'))"
        "data.remove(); return copy.textContent"
    )
    assert not [character for character in text if "\u4e00" <= character <= "\u9fff"]
    assert not driver.get_log("browser")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_changes_is_for_everybody(
    driver: Driver, sized: Callable[[tuple[int, int]], None], size: tuple[int, int], compared: Path
) -> None:
    sized(size)
    open_page(driver, compared)
    rows = find_all(driver, "#changes tbody tr[data-at]")
    next(row for row in rows if "b.txt" in row.get_attribute("textContent")).click()
    assert HOSTILE in find(driver, "p.sentence").text
    assert _complaints(driver) == []
    assert driver.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    assert not find_all(driver, "img, iframe, object, embed")
