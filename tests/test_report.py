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
    files = _many(5).files(TOLD)
    assert list(files) == ["report.html"]
    data = _data(b"".join(files["report.html"]).decode())
    assert (data["form"], data["firstPage"], data["firstFact"]) == ("pages", 0, 0)
    assert len(data["pages"]) == 5


def test_many_pages_are_an_index_and_a_folder(small: None) -> None:
    files = _many(7).files(TOLD)
    assert list(files) == ["report.html", *(f"report/000{n}.html" for n in (1, 2, 3))]
    data = _data(b"".join(files["report.html"]).decode())
    assert data["form"] == "index" and data["files"] == list(files)[1:]
    pages, facts, numbers = (
        {name: _column(data[table], name) for name in data[table]}
        for table in ("pages", "facts", "numbers")
    )
    assert pages["page"] == [f"p000{number}.txt" for number in range(7)]
    assert pages["file"] == [0, 0, 0, 1, 1, 1, 2]
    assert facts["sentence"][2] == facts["sentence"][0] != facts["sentence"][3]
    for file, name in enumerate(data["files"]):
        part = _data(b"".join(files[name]).decode())
        assert part["home"] == "../report.html"
        first = part["firstFact"]
        assert first == pages["firstFact"][part["firstPage"]]
        shown = [
            fact for page in part["pages"] for fact in _rows(part["columns"]["fact"], page["facts"])
        ]
        # A fact has the same number in the index and in its file.
        assert [fact["indicator"] for fact in shown] == facts["indicator"][first:][: len(shown)]
        first = part["firstNumber"]
        assert first == pages["firstNumber"][part["firstPage"]]
        shown = [
            row
            for page in part["pages"]
            for row in _rows(part["columns"]["number"], page["numbers"])
        ]
        assert [row["quote"] for row in shown] == numbers["quote"][first:][: len(shown)]
        assert part["cuts"] == [0, 3, 6, 7] and len(part["names"]) == 3
        assert [page["page"] for page in part["pages"]] == [
            page for page, at in zip(pages["page"], pages["file"], strict=True) if at == file
        ]


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
        many.take(at, packed.pack([packed.numbered(page)]), len(rows) - 1 - len(many))
        for cell in page[: len(rows) - 1 - len(one)]:
            one.add((at, cell))
    assert len(one) == len(many) == len(rows) - 1
    found = b"".join(many.json())
    assert found == b"".join(one.json())
    assert _column(json.loads(found), "cell") == rows[:-1]


def test_long_texts_beyond_the_limit_are_left_out() -> None:
    texts = ["一" * 9, None, "一" * 9, "二" * 99, "一" * 9, "三" * 5, None, "三" * 5]
    spooled = columns.Spooled(90)
    for page in (texts[:3], texts[3:6], texts[6:]):
        (words, cells), *_ = packed.unpack(packed.pack([packed.runs(page)]), len(page))
        spooled.take(words, cells)
    assert spooled.left_out == 1
    found = json.loads(b'{"text":%b}' % b"".join(spooled.json()))
    assert _column(found, "text") == [*texts[:3], None, *texts[4:]]


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
    files = gathered.files(TOLD)
    ways = [_data(b"".join(files[f"report/000{n}.html"]).decode()) for n in (1, 2, 3)]
    assert [way["doubtAfter"] for way in ways] == ["0003.html", "0003.html", "0001.html"]
    assert [way["doubtBefore"] for way in ways] == ["0003.html", "0001.html", "0001.html"]


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
    files = _many(6).files(TOLD)
    assert len(files) > 3
    shown = [_data(b"".join(files[name]).decode())["pages"] for name in list(files)[1:]]
    assert sum(map(len, shown)) == 6 and all(shown)


def test_beyond_the_limit_of_the_index_facts_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_PAGES", 1)
    monkeypatch.setattr(index, "MOST_ROWS", 6)
    monkeypatch.setattr(index, "MOST_TEXT", 200)
    files = _many(3).files(TOLD)
    data = _data(b"".join(files["report.html"]).decode())
    made = _read()[0]
    for table, rows in (("facts", made.facts), ("numbers", made.quantities)):
        assert {len(column["cells"]) for column in data[table].values()} == {6}
        assert data["leftOut"][table] == 3 * len(rows) - 6
    sentences = _column(data["facts"], "sentence")
    assert data["leftOut"]["sentences"] == sentences.count(None) > 0
    assert sentences[0] == "2022年，滨江高新区营业收入达320亿元，同比增长8.5%，占全市28.1%。"
    assert len(_data(b"".join(files["report/0001.html"]).decode())["pages"]) == 3


def test_the_same_pages_give_the_same_bytes(small: None) -> None:
    first, second = ({n: b"".join(p) for n, p in _many(7).files(TOLD).items()} for _ in range(2))
    assert first == second
    gathered = _many(3)
    assert (
        gathered.html(TOLD)
        == gathered.html(TOLD)
        == b"".join(gathered.files(TOLD)["report.html"]).decode()
    )


def test_problems_of_several_pages_come_last(small: None) -> None:
    for count, at in ((2, 1), (7, 6)):
        gathered = _many(count)
        told = problem_row("D003", f"p{at:04}.txt", 1, at=(3, 1))
        lost = problem_row("X001", "elsewhere", 1)
        gathered.add_problems(Records(problems=(told, lost)))
        files = gathered.files(TOLD)
        data = _data(b"".join(files["report.html"]).decode())
        if count == 2:
            assert [more[:3] for more in data["more"]] == [[1, "D003", 3], [None, "X001", None]]
        else:
            assert _column(data["problems"], "page")[-2:] == [6, None]
            last = _data(b"".join(files["report/0003.html"]).decode())
            assert [0, "D003", 3] in [more[:3] for more in last["more"]]
            first = _data(b"".join(files["report/0001.html"]).decode())
            assert [more[1] for more in first["more"]] == ["X001"]


def test_a_smaller_run_leaves_no_pages_of_a_larger_one(
    tmp_path: Path, sample_pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MOST_PAGES", 1)
    monkeypatch.setattr(document, "PAGES_A_FILE", 1)
    out = tmp_path / "out"
    run(sample_pages[-2:], out)
    assert sorted(path.name for path in (out / "report").iterdir()) == ["0001.html", "0002.html"]
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert set(told["files"]) >= {"report.html", "report/0001.html", "report/0002.html"}
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
