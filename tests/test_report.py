"""The audit page: no input is markup, nothing outside is named, all records are in it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import regex

from pipeline import report
from pipeline.errors import CODES
from pipeline.run import Summary, run

PAYLOADS = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]><svg onload=alert(1)>",
    "'\"><b>",
    "&lt;b&gt;",
    "\u2028alert(1)",
    "{{DATA}}{{SCRIPT}}{{STYLE}}{{POLICY}}",
    "javascript:alert(1)",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)


def _parsed(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser


def _data(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_parsed(html).scripts[0])
    return found


def test_all_records_are_on_the_page(extracted: tuple[Path, Summary]) -> None:
    folder, summary = extracted
    data = _data((folder / "report.html").read_text(encoding="utf-8"))
    assert len(data["facts"]) == summary.counts["facts"]
    assert len(data["problems"]) == summary.counts["problems"]
    marks = [mark for page in data["pages"] for mark in page["marks"]]
    assert len(marks) == summary.counts["quantities"]
    ids = {mark[3] for mark in marks}
    assert {fact[1] for fact in data["facts"]} <= ids
    for page in data["pages"]:
        for start, end, *_ in page["marks"]:
            assert 0 <= start < end <= len(page["text"])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_input_is_ever_markup(tmp_path: Path, payload: str) -> None:
    plain, hostile = tmp_path / "plain", tmp_path / "hostile"
    for folder, text in ((plain, "甲"), (hostile, payload)):
        folder.mkdir()
        name = text.replace("/", "_") if len(text) < 60 else "x"
        body = f"{text}高新区发布年报\n\n{text}高新区2023年产值320亿元，{text}同比增长8.5%。\n"
        (folder / f"{name}.txt").write_text(body, encoding="utf-8")
        (folder / f"{name}.meta.toml").write_text(f"paper = {json.dumps(text)}\n", encoding="utf-8")
        run([folder], tmp_path / f"{folder.name}-out")
    pages = [
        (tmp_path / f"{name}-out" / "report.html").read_text(encoding="utf-8")
        for name in ("plain", "hostile")
    ]
    first, second = (_parsed(html) for html in pages)
    assert first.tags == second.tags
    assert first.attributes == second.attributes
    assert len(second.scripts) == 2 and first.scripts[1] == second.scripts[1]
    assert payload in _data(pages[1])["pages"][0]["text"]


def test_the_policy_forbids_everything_but_our_own(extracted: tuple[Path, Summary]) -> None:
    html = (extracted[0] / "report.html").read_text(encoding="utf-8")
    parsed = _parsed(html)
    policies = [value for name, value in parsed.attributes if name == "content" and value]
    policy = next(value for value in policies if "default-src" in value)
    assert "default-src 'none'" in policy and "unsafe" not in policy
    digest = base64.b64encode(sha256(parsed.scripts[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert not [value for name, value in parsed.attributes if name in ("src", "href")]
    assert not regex.search(r"https?:|url\(|@import", html.replace(parsed.scripts[0], ""))


def test_the_script_only_writes_text() -> None:
    script = (files("pipeline") / "report" / "script.js").read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert word not in script
    for word in ("fetch(", "XMLHttpRequest", "import(", "WebSocket", 'setAttribute("on'):
        assert word not in script


def test_every_code_has_a_chinese_name_on_the_page() -> None:
    script = (files("pipeline") / "report" / "script.js").read_text(encoding="utf-8")
    assert set(regex.findall(r"\b([A-Z]\d{3}): \"", script)) == set(CODES)


def test_a_template_without_a_place_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no place"):
        monkeypatch.setattr(report, "escape", lambda text, quote: text + "{{")
        monkeypatch.setattr(report, "files", lambda name: _Empty())
        report.build({})


class _Empty:
    def __truediv__(self, name: str) -> _Empty:
        return self

    def read_text(self, encoding: str) -> str:
        return ""


def test_very_much_text_is_left_out_but_counted() -> None:
    document = report.Document()
    page = {"text": "字" * 100, "marks": [[0, 1, "fact"]], "cut": False}
    from pipeline.records import Records

    for _ in range(3):
        document.add(Records(), page)
    assert page["text"]
    limit = report.MOST_CHARACTERS
    try:
        report.MOST_CHARACTERS = 350
        document.add(Records(), page)
    finally:
        report.MOST_CHARACTERS = limit
    told = {"pipeline": "0", "totals": {}, "statuses": {}, "roles": {}, "codes": {}}
    views = _data(document.html(told))["pages"]
    assert [bool(view["text"]) for view in views] == [True, True, True, False]
    assert views[3]["cut"] is True


BROWSERS = ("chromium", "google-chrome", "chromium-browser")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")
def test_a_browser_shows_the_numbers(extracted: tuple[Path, Summary], tmp_path: Path) -> None:
    assert BROWSER is not None
    address = (extracted[0] / "report.html").as_uri() + "#pages"
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000"]
    done = subprocess.run(
        [BROWSER, *switches, f"--user-data-dir={tmp_path}", "--dump-dom", address],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    data = _data((extracted[0] / "report.html").read_text(encoding="utf-8"))
    shown = regex.findall(r"<mark [^>]*class=\"(\w+)\"", done.stdout)
    shown = shown or regex.findall(r"<mark class=\"(\w+)\"", done.stdout)
    assert len(shown) >= len(data["pages"][0]["marks"]) > 0
