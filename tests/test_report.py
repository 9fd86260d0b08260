"""The audit page: no input is markup, nothing outside is named, all records are in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import regex

from pipeline import report, tables
from pipeline.clean import STEPS
from pipeline.diff import REASONS
from pipeline.errors import CODES
from pipeline.model import (
    ArticleKind,
    EntityType,
    Kind,
    Modality,
    Page,
    Qualifier,
    Role,
    Status,
)
from pipeline.records import Records, problem_row, records
from pipeline.report import bundle, columns, composing, document, index, packed, viewing
from pipeline.report.surroundings import around
from pipeline.report.viewing import runs, view
from pipeline.run import Summary, read_page, run

SHEETS = (bundle.REPORT, bundle.CHANGES)
PAYLOADS = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]><svg onload=alert(1)>",
    "'\"><b>",
    "&lt;b&gt;",
    "\u2028alert(1)",
    "{{DATA}}{{SCRIPT}}{{STYLE}}{{POLICY}}{{WORDS}}<!-- review -->",
    "javascript:alert(1)",
]
TOLD: dict[str, Any] = {"pipeline": "0", "totals": {}, "statuses": {}, "roles": {}, "codes": {}}
LINES = (
    "滨江高新区年报\n"
    "\n"
    "2022年，滨江高新区营业收入达 320 亿\n"
    "元，同比增长8.5%，占全市28.1%。江北银行在滨江高新区有46家网点。\n"
)


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


def _read(text: str = LINES) -> tuple[Records, dict[str, Any]]:
    result = read_page(Page("a.txt", text, sha256="0" * 64))
    made = records(result)
    return made, view(result, made)


def _column(table: dict[str, Any], name: str) -> list[Any]:
    return [table[name]["words"][cell] for cell in table[name]["cells"]]


def _files(gathered: report.Document) -> dict[str, str]:
    """All files of a report by their names."""
    return {file.name: b"".join(file.pieces()).decode() for file in gathered.files(TOLD)}


def _joined(data: dict[str, Any], table: str) -> dict[str, list[Any]]:
    """The cells of a table of the index by column, as the browser joins the blocks."""
    out: dict[str, list[Any]] = {}
    first = 0
    for block in data["blocks"]:
        for name in block[table] or ():
            moved = first if name == "page" and table != "pages" else 0
            cells = _column(block[table], name)
            out.setdefault(name, []).extend(cell + moved if moved else cell for cell in cells)
        first += len(block["pages"]["page"]["cells"])
    return out


def _rows(columns: list[str], rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


# ------------------------------------------------------------------------------- what is on it


def test_all_records_are_on_the_page(extracted: tuple[Path, Summary]) -> None:
    folder, summary = extracted
    data = _data((folder / "report.html").read_text(encoding="utf-8"))
    for table in ("facts", "problems"):
        assert sum(len(page[table]) for page in data["pages"]) == summary.counts[table]
    assert sum(len(page["numbers"]) for page in data["pages"]) == summary.counts["quantities"]
    lines = (folder / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    kept = [json.loads(line) for line in lines]
    shown = [
        fact for page in data["pages"] for fact in _rows(data["columns"]["fact"], page["facts"])
    ]
    for fact, row in zip(shown, kept, strict=True):
        assert all(fact[name] == row[name] for name in composing._OF_FACT if name in row)


def test_what_is_told_of_places_is_what_stands_there(extracted: tuple[Path, Summary]) -> None:
    data = _data((extracted[0] / "report.html").read_text(encoding="utf-8"))
    linked = facts = 0
    for page in data["pages"]:
        starts = [0, *(m.end() for m in regex.finditer(r"\r\n|\r|\n", page["text"]))]
        for number in _rows(data["columns"]["number"], page["numbers"]):
            article = page["articles"][number["article"]]
            assert article["text"][number["start"] : number["end"]] == number["quote"]
            places = composing._origin(article)[number["start"] : number["end"]]
            assert page["text"][min(places) : max(places) + 1] == number["raw"]
            assert starts[number["line"] - 1] + number["column"] - 1 == min(places)
        for fact in _rows(data["columns"]["fact"], page["facts"]):
            number = dict(
                zip(data["columns"]["number"], page["numbers"][fact["number"]], strict=True)
            )
            text = page["articles"][number["article"]]["text"]
            first, last = fact["sentence"]
            assert first <= number["start"] < number["end"] <= last
            facts += 1
            linked += "subject" in fact["links"] and "indicator" in fact["links"]
            for spans in fact["links"].values():
                assert all(0 <= start < end <= len(text) for start, end in spans)
    # Nearly every subject and indicator is a word of the text, and is found there.
    assert linked > 0.9 * facts > 0


def test_a_page_of_lines_and_steps() -> None:
    made, shown = _read()
    page = composing.compose(made, shown)
    numbers = _rows(list(composing.NUMBER), page["numbers"])
    money = next(number for number in numbers if number["quote"] == "320亿元")
    assert money["raw"] == "320 亿\n元"
    assert ["unwrap", "\n", ""] in money["steps"]
    assert any(step == "spaces" for step, *_ in money["steps"])
    assert not next(number for number in numbers if number["quote"] == "8.5%")["steps"]


def test_parts_of_a_fact_are_found_in_the_text() -> None:
    made, shown = _read()
    text = "".join(article["text"] for article in shown["articles"][:1])
    rows = {str(row["quote"]): shown["facts"][row["fact_id"]] for row in made.facts}
    _, links, _ = rows["320亿元"]
    words = {name: text[spans[0][0] : spans[0][1]] for name, spans in links.items()}
    assert words == {"subject": "滨江高新区", "indicator": "营业收入", "period": "2022年"}
    _, links, others = rows["28.1%"]
    assert text[slice(*links["reference"][0])] == "全市"
    # 占全市28.1% might have been a level; the share was tried before it.
    assert ["level", "N"] in others["kind"]
    _, links, others = rows["46家"]
    # Of two names in a sentence one is the subject, and the other is what lost.
    assert len(others["subject"]) == 1


def test_a_phrase_put_together_from_pieces_is_marked_in_pieces() -> None:
    text = "2023年，滨江高新区技术合同成交额784.7亿元、技术合同6758项，分别增长9%和14.9%。\n"
    made, shown = _read(text)
    article = shown["articles"][0]["text"]
    for row in made.facts:
        spans = shown["facts"][row["fact_id"]][1]["indicator"]
        words = "".join(article[start:end] for start, end in spans)
        assert words in str(row["indicator"]) or str(row["indicator"]) in words


@pytest.mark.parametrize("origin", [[], [0], [0, 1, 2], [4, 5, 9, 10, 2, 3], [7, 6, 5]])
def test_raw_offsets_survive(origin: list[int]) -> None:
    assert composing._origin({"origin": runs(origin)}) == origin


def test_what_an_editor_changed_is_shown_where_it_stands() -> None:
    made, shown = _read()
    fact = next(row for row in made.facts if row["quote"] == "46家")
    changed = {**fact, "fact_id": "c" * 16, "subject": "江北银行", "review": "corrected"}
    place = {"line": 3, "column": 1, "end_line": 3, "end_column": 4}
    number = {
        **made.quantities[0],
        **place,
        "quantity_id": "d" * 16,
        "quote": "2022",
        "role": "fact",
        "review": "added",
    }
    added = {**fact, **place, "fact_id": "e" * 16, "quantity_id": "d" * 16}
    nowhere = {**number, "quantity_id": "f" * 16, "line": 99, "end_line": 99}
    made = replace(
        made,
        quantities=(*made.quantities, number, nowhere),
        facts=(*(row for row in made.facts if row is not fact), changed, added),
    )
    page = composing.compose(made, shown)
    facts = _rows(list(composing.FACT), page["facts"])
    numbers = _rows(list(composing.NUMBER), page["numbers"])
    told = next(row for row in facts if row["review"] == "corrected")
    text = shown["articles"][0]["text"]
    assert [text[start:end] for start, end in told["links"]["subject"]] == ["江北银行"]
    assert numbers[told["number"]]["quote"] == "46家"
    new = next(row for row in facts if row["fact_id"] == "e" * 16)
    at = numbers[new["number"]]
    assert text[at["start"] : at["end"]] == "2022"
    assert text[slice(*new["sentence"])].startswith("2022年")
    assert numbers[-1]["article"] is None


def test_parts_of_a_long_page_count_on() -> None:
    result = read_page(Page("a.txt", LINES))
    made = records(result)
    shown = view(result, made, first_line=101, first_column=5)
    row = {**made.quantities[0], "line": 103, "column": 1, "end_line": 103, "end_column": 4}
    text = composing._Text(shown)
    article, start, end, _ = text.place(row) or [0, 0, 0, []]
    assert shown["articles"][article]["text"][start:end] == "2022"
    assert text.place({**row, "line": 2, "end_line": 2}) is None


# ------------------------------------------------------------------------------- hostile input


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
    assert len(second.scripts) == 3 and first.scripts[1:] == second.scripts[1:]
    assert payload in _data(pages[1])["pages"][0]["text"]
    # The place where a server says that it is one stands once, whatever the page says.
    assert pages[1].count("<!-- review -->") == 1


def test_half_a_surrogate_pair_can_be_written() -> None:
    text = report.embedded({"a": "\ud800<\u2028>&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text.encode("utf-8").decode("utf-8"))["a"] == "\ud800<\u2028>&"


def test_the_policy_forbids_everything_but_our_own(extracted: tuple[Path, Summary]) -> None:
    html = (extracted[0] / "report.html").read_text(encoding="utf-8")
    parsed = _parsed(html)
    policies = [value for name, value in parsed.attributes if name == "content" and value]
    policy = next(value for value in policies if "default-src" in value)
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert set(rules) == {"default-src", "style-src", "script-src", "img-src"}
    assert rules["img-src"] == "data:"
    digest = base64.b64encode(sha256(parsed.scripts[2].encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert not [value for name, value in parsed.attributes if name in ("src", "href")]
    assert not [name for name, _ in parsed.attributes if name == "style" or name.startswith("on")]
    frame = html.replace(parsed.scripts[0], "").replace("http://www.w3.org/2000/svg", "")
    assert not regex.search(r"https?:|url\(|@import", frame)


def test_the_script_only_writes_text() -> None:
    for word in (
        *("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("),
        *("XMLHttpRequest", "import(", "WebSocket", "sendBeacon", "postMessage"),
        *('setAttribute("on', 'setAttribute("style', "DOMParser", "createContextualFragment"),
    ):
        assert not any(word in bundle.script(sheet) for sheet in SHEETS), word
    # The one who may speak to the review server, which a page from disk has not.
    names = dict.fromkeys(name for sheet in SHEETS for name in sheet.scripts)
    asks = [name for name in names if "fetch(" in bundle._read("script", f"{name}.js")]
    assert asks == ["decisions"]


# ------------------------------------------------------------------------------- words


def test_everything_it_says_is_said_in_both_languages() -> None:
    words = bundle.words()["words"]
    assert all(zh and en for zh, en in words.values())
    script = "".join(map(bundle.script, SHEETS))
    said = set(regex.findall(r'\bsay\("([^"]+)"', script))
    for sheet in SHEETS:
        template = bundle._read(sheet.template)
        said |= set(regex.findall(r'data-(?:t|label)="([^"]+)"', template))
    said |= set(regex.findall(r'\btitle: "([^"]+)"', script))
    for prefix, values in {
        "": (*Role, *Kind, *Qualifier, *Modality, *EntityType),
        "status ": Status,
        "article ": ArticleKind,
        "step ": [step.name for step in STEPS],
        "means ": Role,
        "decision ": ("none", "accept", "reject", "correct", "add"),
        "decided ": ("accept", "reject", "correct", "add"),
        "note ": ("headline",),
        "what ": ("added", "removed", "changed"),
        "reason ": REASONS,
        "problem ": ("any", "low", "no subject", "no period"),
    }.items():
        said |= {prefix + value for value in values}
    groups = regex.search(r"const GROUPS = \[([^]]+)\]", script)
    assert groups is not None
    for group in regex.findall(r'"(\w+)"', groups[1]):
        said |= {f"group {group}", f"means group {group}"}
    keys = regex.search(r"const KEYS = \[(.+?)\];", script, flags=regex.DOTALL)
    assert keys is not None
    said |= set(regex.findall(r'\["[^"]+", "([^"]+)"\]', keys[1]))
    said |= {f.strip() for f in ("base_unit", "unit", "value")}
    # A word that ends with a blank is the beginning of one of the above.
    assert {word for word in said if not word.endswith(" ")} <= set(words)


def test_every_code_is_explained_in_chinese() -> None:
    rows = tables.rows("code_words.csv", key="code")
    assert [row["code"] for row in rows] == list(CODES)
    for row in rows:
        for cell in (row["meaning"], row["advice"]):
            assert regex.search(r"\p{Han}", cell), row


# ------------------------------------------------------------------------------- files


def test_a_template_without_a_place_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    read = bundle._read
    for wrong in ("{{DATA}}", "{{POLICY}}{{STYLE}}{{WORDS}}{{SCRIPT}}"):
        bundle._frame.cache_clear()
        monkeypatch.setattr(
            bundle,
            "_read",
            lambda *path, wrong=wrong: wrong if path == ("page.html",) else read(*path),
        )
        with pytest.raises(ValueError, match="no place"):
            list(bundle.document([]))
    bundle._frame.cache_clear()


def _many(count: int) -> report.Document:
    made, shown = _read()
    gathered = report.Document()
    for number in range(count):
        name = f"p{number:04}.txt"
        rows = tuple({**row, "page": name} for row in made.facts)
        gathered.add(replace(made, facts=rows), {**shown, "page": name})
    return gathered


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(document, "MOST_PAGES", 5)
    monkeypatch.setattr(document, "PAGES_A_FILE", 3)
    yield


def test_few_pages_are_one_file(small: None) -> None:
    files = _files(_many(5))
    assert list(files) == ["report.html"]
    data = _data(files["report.html"])
    assert (data["form"], data["before"], data["after"]) == ("pages", None, None)
    assert [page["page"] for page in data["pages"]] == [f"p000{number}.txt" for number in range(5)]


def test_many_pages_are_an_index_and_a_folder(small: None) -> None:
    files = _files(_many(7))
    names = ["pages.html", "pages-2.html", "pages-3.html"]
    assert list(files) == ["report.html", *(f"report/{name}" for name in names)]
    data = _data(files["report.html"])
    assert data["form"] == "index" and data["files"] == list(files)[1:]
    assert not any(data["leftOut"].values()) and len(data["blocks"]) == 3
    pages, facts, numbers = (_joined(data, table) for table in ("pages", "facts", "numbers"))
    assert pages["page"] == [f"p000{number}.txt" for number in range(7)]
    first = {"pages": 0, "facts": 0, "numbers": 0}
    for at, (name, block) in enumerate(zip(data["files"], data["blocks"], strict=True)):
        part = _data(files[name])
        assert part["home"] == "../report.html"
        assert part["before"] == (names[at - 1] if at else None)
        assert part["after"] == (names[at + 1] if at < 2 else None)
        assert len(part["pages"]) == part["run"]["totals"]["pages"] == (3, 3, 1)[at]
        shown = [
            fact for page in part["pages"] for fact in _rows(part["columns"]["fact"], page["facts"])
        ]
        # A fact has the same place in its block and in its file.
        own = facts["indicator"][first["facts"] :][: len(shown)]
        assert [fact["indicator"] for fact in shown] == own
        shown = [
            row
            for page in part["pages"]
            for row in _rows(part["columns"]["number"], page["numbers"])
        ]
        own = numbers["quote"][first["numbers"] :][: len(shown)]
        assert [row["quote"] for row in shown] == own
        own = pages["page"][first["pages"] :][: len(part["pages"])]
        assert [page["page"] for page in part["pages"]] == own
        for table in first:
            first[table] += len(block[table]["page"]["cells"])
    assert facts["page"] == [at for at in range(7) for _ in range(first["facts"] // 7)]
    texts = [_column({"s": block["sentences"]}, "s") for block in data["blocks"]]
    assert [len(text) for text in texts] == [
        len(b["facts"]["page"]["cells"]) for b in data["blocks"]
    ]
    assert texts[0][2] == texts[0][0] != texts[0][3]


@pytest.mark.parametrize("different", [1, 3, 200, 300, 70_000])
def test_columns_of_pages_are_those_of_their_rows(different: int) -> None:
    rows: list[packed.Cell] = [
        (None, number, f"<{number}>", "\ud800\t\n")[number % 4] if number % different else "same"
        for number in range(different + 9)
    ]
    half = len(rows) // 2
    pages = [rows[:half], [], rows[half:]]
    one, many = columns.Columns(("page", "cell")), columns.Columns(("page", "cell"))
    for at, page in enumerate(pages):
        many.take(at, packed.pack([packed.numbered(page)]))
        for cell in page:
            one.add((at, cell))
    assert len(one) == len(many) == len(rows)
    found = b"".join(many.json())
    assert found == b"".join(one.json())
    assert _column(json.loads(found), "cell") == rows


def test_long_texts_are_a_column_too() -> None:
    texts = ["一" * 9, None, "一" * 9, "二" * 99, "一" * 9, "三" * 5, None, "三" * 5, None, "四"]
    column = columns.Column()
    for page in (texts[:3], texts[3:6], texts[6:8], texts[8:]):
        for words, cells in packed.unpack(packed.pack([packed.runs(page)])):
            column.take(words, cells)
    found = json.loads(b'{"text":%b}' % b"".join(column.json()))
    assert _column(found, "text") == texts


@pytest.mark.parametrize("most", [viewing.MOST_OF_A_PAGE, 10])
def test_a_view_comes_back_from_its_piece(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "MOST_OF_A_PAGE", most)
    made, shown = _read()
    again = report.piece(made, shown).view()
    assert again == shown and list(again) == list(shown)
    assert report.piece(made, again) == report.piece(made, shown)


def test_a_round_of_doubts_goes_from_file_to_file(small: None) -> None:
    made, shown = _read()
    doubtful = replace(made, problems=(problem_row("Q001", "a.txt", 1, at=(3, 1)),))
    gathered = report.Document()
    for number in range(9):
        gathered.add(doubtful if number in (1, 7) else made, {**shown, "page": f"{number}.txt"})
    sure = all(float(str(row["confidence"])) >= 0.7 for row in made.facts)
    assert sure, "the sample must need no look"
    ways = [_data(html) for html in list(_files(gathered).values())[1:]]
    first, third = "pages.html", "pages-3.html"
    assert [way["doubtAfter"] for way in ways] == [third, third, first]
    assert [way["doubtBefore"] for way in ways] == [third, first, first]


def test_the_words_round_a_number() -> None:
    text = (
        "前一句。记者从滨江高新区获悉，去年全区实现营业收入达320亿元，"
        "比上年增长8.5%，增速居全省第二位。"
    )
    at = text.index("320")
    before, behind = around(text, at, at + 5)
    assert (before, behind) == ("记者从滨江高新区获悉，去年全区实现营业收入达", "，比上年增长8.5%…")
    assert around("320亿元", 0, 5) == ("", "")
    long = "甲" * 20 + "，" + "乙" * 20
    assert around(long + "5家", 41, 43) == ("…" + "乙" * 20, "")
    assert around("丙" * 40 + "5家", 40, 42) == ("…" + "丙" * 26, "")


def test_large_pages_fill_a_file_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_BYTES", 10_000)
    monkeypatch.setattr(document, "BYTES_A_FILE", 6_000)
    files = _files(_many(6))
    assert len(files) > 3
    shown = [_data(html)["pages"] for html in list(files.values())[1:]]
    assert sum(map(len, shown)) == 6 and all(shown)


def test_beyond_the_limit_of_the_index_whole_blocks_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = _read()[0]
    monkeypatch.setattr(document, "MOST_PAGES", 1)
    monkeypatch.setattr(document, "PAGES_A_FILE", 2)
    monkeypatch.setattr(index, "MOST_ROWS", 2 * 2 * len(made.quantities) + 1)
    files = _files(_many(9))
    data = _data(files["report.html"])
    held = [
        [block[table] is not None for table in ("facts", "numbers")] for block in data["blocks"]
    ]
    room = 2 * 2 * len(made.quantities) // (2 * len(made.facts))
    assert [row[0] for row in held] == [True] * room + [False] * (5 - room)
    assert [row[1] for row in held] == [True, True, False, False, False]
    assert data["leftOut"]["facts"] == (9 - 2 * room) * len(made.facts)
    assert data["leftOut"]["numbers"] == 5 * len(made.quantities)
    assert data["leftOut"]["sentences"] == 0
    assert all(block["pages"] and block["problems"] for block in data["blocks"])
    text = _column({"s": data["blocks"][0]["sentences"]}, "s")
    assert text[0] == "2022年，滨江高新区营业收入达320亿元，同比增长8.5%，占全市28.1%。"
    assert len(_data(list(files.values())[5])["pages"]) == 1
    monkeypatch.setattr(index, "MOST_ROWS", 1000)
    monkeypatch.setattr(index, "MOST_TEXT", 600)
    data = _data(_files(_many(9))["report.html"])
    texts = [block["sentences"] is not None for block in data["blocks"]]
    assert texts[0] and not texts[-1] and texts == sorted(texts, reverse=True)
    lost = sum(len(b["facts"]["page"]["cells"]) for b in data["blocks"] if b["sentences"] is None)
    assert data["leftOut"] == {"facts": 0, "numbers": 0, "sentences": lost}


def test_the_same_pages_give_the_same_bytes(small: None) -> None:
    assert _files(_many(7)) == _files(_many(7))
    gathered = _many(3)
    assert gathered.html(TOLD) == gathered.html(TOLD) == _files(gathered)["report.html"]


def test_problems_of_several_pages_come_last(small: None) -> None:
    for count, at in ((2, 1), (7, 6)):
        gathered = _many(count)
        told = {
            **problem_row("D003", f"p{at:04}.txt", 1, at=(3, 1)),
            "other_page": "p0001.txt",
            "other_page_number": 1,
            "other_line": 3,
        }
        lost = problem_row("X001", "elsewhere", 1)
        gathered.add_problems(Records(problems=(told, lost)))
        files = list(map(_data, _files(gathered).values()))
        if count == 2:
            more = files[0]["more"]
            assert [row[:3] for row in more] == [[1, "D003", 3], [None, "X001", None]]
            assert [row[-2:] for row in more] == [[None, None], [None, None]]
        else:
            more = files[0]["more"]
            assert (_column(more, "page"), _column(more, "other_at")) == ([6, None], [1, None])
            # The other page is the second one of the first file.
            (row,) = (row for row in files[3]["more"] if row[1] == "D003")
            assert row[:3] == [0, "D003", 3] and row[-2:] == ["pages.html", 1]
            assert [[row[1] for row in file["more"]] for file in files[1:3]] == [["X001"]] * 2


class _Shelf:
    """A shelf that stays, as one on the disk does."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        self.data += data
        return len(self.data) - len(data)

    def read(self, start: int, size: int) -> bytes:
        return self.data[start : start + size]


def test_a_block_is_kept_without_its_pages(small: None, tmp_path: Path) -> None:
    """Its files stand as they are, or are made again from what stands there."""
    made, shown = _read()
    shelves = [_Shelf(), _Shelf(), _Shelf()]

    def gathered(kept: dict[int, list[Any]], problem: str) -> tuple[report.Document, list[Any]]:
        document = report.Document(tmp_path)
        told = []
        for block, shelf in enumerate(shelves):
            if block in kept:
                document.keep([report.Leaf.recalled(leaf, shelf) for leaf in kept[block]])
                told.append(kept[block])
                continue
            document.begin(f"block{block}", shelf)
            for number in range(4):
                document.add(made, {**shown, "page": f"{block}{number}.txt"})
            told.append([leaf.told() for leaf in document.end()])
        row = problem_row("D003", problem, 1, at=(3, 4))
        document.add_problems(Records(problems=(row,)))
        return document, told

    document, told = gathered({}, "01.txt")
    marks = {file.name: file.mark for file in document.files(TOLD)}
    (tmp_path / "report").mkdir()
    for name, html in _files(document).items():
        (tmp_path / name).write_text(html, encoding="utf-8")
    told = json.loads(json.dumps(told))
    kept = dict(enumerate(told))
    assert _files(gathered(kept, "01.txt")[0]) == _files(document)
    assert {f.name: f.mark for f in gathered(kept, "01.txt")[0].files(TOLD)} == marks
    # What another page contradicts changes a file and those that lead to it.
    fresh = _files(gathered({}, "13.txt")[0])
    del kept[2]
    again = gathered(kept, "13.txt")[0]
    assert _files(again) == fresh
    now = {file.name: file.mark for file in again.files(TOLD)}
    changed = {name for name in marks if now[name] != marks[name]}
    assert "report/block1-2.html" in changed and "report/block0.html" in changed


def test_a_smaller_run_leaves_no_pages_of_a_larger_one(
    tmp_path: Path, sample_pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MOST_PAGES", 1)
    monkeypatch.setattr(document, "PAGES_A_FILE", 1)
    out = tmp_path / "out"
    run(sample_pages[-2:], out)
    names = {f"report/{path.name}" for path in (out / "report").iterdir()}
    assert len(names) == 2
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert set(told["files"]) >= {"report.html", *names}
    run(sample_pages[-1:], out)
    assert not (out / "report").exists()
    assert not list(out.glob(".*.part"))


def test_twenty_text_pages_take_less_than_five_megabytes(extracted: tuple[Path, Summary]) -> None:
    html = (extracted[0] / "report.html").read_text(encoding="utf-8")
    data = _parsed(html).scripts[0]
    pages = len(_data(html)["pages"])
    frame = len(html.encode()) - len(data.encode())
    assert frame < 200_000
    assert frame + 20 * len(data.encode()) / pages < 5_000_000


def test_a_page_that_is_too_long_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "MOST_OF_A_PAGE", 20)
    made, shown = _read()
    page = composing.compose(made, shown)
    assert shown["cut"] and len(page["text"]) == 20
    assert len(page["facts"]) == len(made.facts) and len(page["numbers"]) == len(made.quantities)
    assert {number[0] for number in page["numbers"]} == {None}


def test_a_view_is_plain_json() -> None:
    _, shown = _read()
    assert json.loads(json.dumps(shown)) == shown


def test_a_furniture_page_without_facts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有数字的一页。\n", encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out")
    data = _data((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    assert [problem[0] for problem in data["pages"][0]["problems"]] == ["C001"]
    assert data["pages"][0]["facts"] == []
