"""Round trips with annotation tools: their formats are kept, only what was changed comes back."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import RAW

from pipeline.__main__ import main
from pipeline.check import check_gold
from pipeline.errors import InputError
from pipeline.exchange import doccano, gold, label_studio
from pipeline.exchange.docbin import _pieces, docbin
from pipeline.exchange.sheets import Lines, Sheet, sheets
from pipeline.review import store
from pipeline.review.lookup import Output
from pipeline.run import run

PAGE = (
    "本报讯 2023年，银川高新区完成工 业 总 产 值 320 亿元，同比增长8.5%。\r\n"
    "😀银川高新区高新技术企业46家，第八批专家20名。\r\n"
    "苏州工业园区2.83万家高新技术企业和114家独角兽企业数量均居全国首位。\r\n"
)
Task = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8", newline="")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path


def _export(folder: Path, form: str) -> Path:
    to = folder / form
    arguments = ["--raw", str(folder / "raw"), "-o", str(folder / "out")]
    assert main(["export", form, str(to), *arguments]) == 0
    return to


def _import(folder: Path, form: str, path: Path, *more: str) -> int:
    arguments = ["--raw", str(folder / "raw"), "-o", str(folder / "out"), *more]
    return main(["import", form, str(path), *arguments])


def _kept(folder: Path) -> list[tuple[str, str, dict[str, str | None]]]:
    return [
        (str(d.action), d.raw or "", dict(d.fields))
        for d in store.read(folder / "raw" / store.NAME).decisions
    ]


def _facts(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "out" / "facts.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


def _sheet(folder: Path) -> Sheet:
    (sheet,) = sheets([folder / "raw"], folder / "out")
    return sheet


# ---------------------------------------------------------------------------------------- sheets


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_and_spans_are_each_others_inverse(end: str) -> None:
    text = f"一二{end}{end}三四五{end}六"
    lines = Lines(text)
    assert lines.text == "一二\n\n三四五\n六"
    for start in range(len(lines.text)):
        for stop in range(start + 1, len(lines.text) + 1):
            if lines.text[start] == "\n" or lines.text[stop - 1] == "\n":
                continue
            place = lines.place((start, stop))
            assert lines.span(place) == (start, stop)
    for wrong in ((0, 0), (-1, 2), (3, 99)):
        with pytest.raises(ValueError):
            lines.place(wrong)


def test_a_sheet_shows_each_number_and_name_where_it_stands(folder: Path) -> None:
    sheet = _sheet(folder)
    assert "\r" not in sheet.text
    for fact in sheet.facts:
        start, end = sheet.span(fact)
        assert sheet.text[start:end] == fact["raw"].replace("\r", "")
    names = {sheet.text[m.span[0] : m.span[1]] for m in sheet.mentions()}
    assert {"银川高新区", "苏州工业园区"} <= names
    (value,) = [fact for fact in sheet.facts if fact["raw"] == "320 亿元"]
    span = sheet.indicator(value)
    assert span is not None and sheet.text[span[0] : span[1]] == "工 业 总 产 值"


def test_a_page_that_changed_since_the_run_is_refused(folder: Path) -> None:
    (folder / "raw" / "a.txt").write_text(PAGE + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="R004"):
        list(sheets([folder / "raw"], folder / "out"))


# ----------------------------------------------------------------------------------- Label Studio


def _tasks(folder: Path) -> list[Task]:
    path = _export(folder, "label-studio") / "tasks.json"
    tasks: list[Task] = json.loads(path.read_text(encoding="utf-8"))
    return tasks


def _annotated(
    folder: Path,
    change: Callable[[list[Task]], list[Task] | None],
    *more: str,
    **extra: Any,
) -> int:
    """What comes back when an annotator starts from our prediction and changes something."""
    tasks = _tasks(folder)
    for task in tasks:
        results = json.loads(json.dumps(task["predictions"][0]["result"]))
        results = change(results) or results
        task["annotations"] = [{"id": 1, "result": results, "was_cancelled": False, **extra}]
    path = folder / "back.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return _import(folder, "label-studio", path, *more)


def _of(results: list[Task], raw: str, name: str) -> Task:
    """The result of one control for the region that shows `raw`."""
    (made,) = {r["id"] for r in results if r["type"] == "labels" and r["value"]["text"] == raw}
    (found,) = [r for r in results if r["id"] == made and r["from_name"] == name]
    return found


def test_tasks_have_the_documented_form(folder: Path) -> None:
    (task,) = _tasks(folder)
    assert set(task) == {"data", "predictions"}
    assert task["data"]["text"] == PAGE.replace("\r\n", "\n").rstrip("\n") + "\n"
    (prediction,) = task["predictions"]
    assert isinstance(prediction["model_version"], str)
    view = ElementTree.parse(folder / "label-studio" / "config.xml")
    controls = {
        node.attrib["name"]: (node.tag.lower(), {child.attrib["value"] for child in node})
        for node in view.iter()
        if "toName" in node.attrib
    }
    (text,) = view.iter("Text")
    assert text.attrib["value"] == "$text"
    for result in prediction["result"]:
        tag, values = controls[result["from_name"]]
        assert (result["type"], result["to_name"]) == (tag, text.attrib["name"])
        value = result["value"]
        assert 0 <= value["start"] < value["end"] <= len(task["data"]["text"])
        if tag == "labels":
            assert value["text"] == task["data"]["text"][value["start"] : value["end"]]
        said = value[{"labels": "labels", "choices": "choices", "textarea": "text"}[tag]]
        assert isinstance(said, list) and len(said) == 1
        assert tag == "textarea" or set(said) <= values
    regions = [result for result in prediction["result"] if result["type"] == "labels"]
    assert len({region["id"] for region in regions}) == len(regions) > 8


def test_what_was_left_alone_is_no_decision(folder: Path) -> None:
    assert _annotated(folder, lambda results: None) == 0
    assert _kept(folder) == []
    assert _annotated(folder, lambda results: None, "--accept") == 0
    assert [action for action, _, _ in _kept(folder)] == ["accept"] * len(_facts(folder))


def test_what_was_changed_comes_back(folder: Path) -> None:
    def change(results: list[Task]) -> list[Task]:
        _of(results, "320 亿元", "indicator")["value"]["text"] = ["规上工业总产值"]
        _of(results, "46家", "indicator")["value"]["text"] = ["高企"]
        _of(results, "46家", "kind")["value"]["choices"] = ["change"]
        _of(results, "20名", "role")["value"]["labels"] = ["name"]
        gone = _of(results, "8.5%", "role")["id"]
        return [result for result in results if result["id"] != gone]

    assert _annotated(folder, change, completed_by={"id": 3, "email": "li@example.org"}) == 0
    assert _kept(folder) == [
        ("correct", "320 亿元", {"indicator": "规上工业总产值"}),
        ("reject", "8.5%", {}),
        ("correct", "46家", {"indicator": "高企", "kind": "change"}),
        ("correct", "20名", {"role": "name"}),
    ]
    assert {d.by for d in store.read(folder / "raw" / store.NAME).decisions} == {"li@example.org"}
    run([folder / "raw"], folder / "out")
    after = {fact["quote"]: fact["indicator"] for fact in _facts(folder)}
    assert after["46家"] == "高企" and "8.5%" not in after and "20名" not in after


def test_a_region_made_by_hand_is_a_new_fact(folder: Path) -> None:
    def change(results: list[Task]) -> list[Task]:
        text = PAGE.replace("\r\n", "\n")
        start = text.index("第八批")
        at = {"start": start, "end": start + 3}
        base = {"id": "new", "to_name": "text"}
        return [
            *[r for r in results if r["value"]["start"] != start],
            {**base, "from_name": "role", "type": "labels",
             "value": {**at, "text": "第八批", "labels": ["fact"]}},
            {**base, "from_name": "indicator", "type": "textarea",
             "value": {**at, "text": ["批次"]}},
            {**base, "from_name": "kind", "type": "choices",
             "value": {**at, "choices": ["level"]}},
            {"type": "relation", "from_id": "new", "to_id": "x", "direction": "right"},
        ]  # fmt: skip

    assert _annotated(folder, change) == 0
    ((action, raw, fields),) = _kept(folder)
    assert (action, raw) == ("add", "第八批")
    assert (fields["indicator"], fields["value"]) == ("批次", "8")
    run([folder / "raw"], folder / "out")
    assert "批次" in {fact["indicator"] for fact in _facts(folder)}


def test_what_cannot_be_a_decision_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(results: list[Task]) -> None:
        _of(results, "46家", "value")["value"]["text"] = ["viele"]

    assert _annotated(folder, change) == 1
    assert "a.txt:2:" in capsys.readouterr().err and _kept(folder) == []


def test_an_annotation_from_scratch_rejects_nothing(folder: Path) -> None:
    assert _annotated(folder, lambda results: None) == 0
    tasks = _tasks(folder)
    for task in tasks:
        task["annotations"] = [{"id": 1, "result": []}]
    (folder / "back.json").write_text(json.dumps(tasks), encoding="utf-8")
    assert _import(folder, "label-studio", folder / "back.json") == 0
    assert _kept(folder) == []


def test_cancelled_annotations_are_left_out_and_later_ones_win(folder: Path) -> None:
    tasks = _tasks(folder)
    notes = []
    for when, word, cancelled in (
        ("2026-02", "乙", False),
        ("2026-01", "甲", False),
        ("2026-03", "丙", True),
    ):
        results = json.loads(json.dumps(tasks[0]["predictions"][0]["result"]))
        _of(results, "46家", "indicator")["value"]["text"] = [word]
        notes.append({"result": results, "updated_at": f"2026-{when}", "was_cancelled": cancelled})
    tasks[0]["annotations"] = notes
    (folder / "back.json").write_text(json.dumps(tasks), encoding="utf-8")
    assert _import(folder, "label-studio", folder / "back.json") == 0
    assert [fields["indicator"] for _, _, fields in _kept(folder)] == ["甲", "乙"]


def test_offsets_that_count_utf16_units_are_understood(folder: Path) -> None:
    """Label Studio before 1.5 counted as JavaScript does; the marked text betrays it."""

    def change(results: list[Task]) -> None:
        text = PAGE.replace("\r\n", "\n")
        for result in results:
            for edge in ("start", "end"):
                before = text[: result["value"][edge]]
                result["value"][edge] = len(before.encode("utf-16-le")) // 2
        _of(results, "46家", "indicator")["value"]["text"] = ["高企"]
        for result in results:
            result["id"] = "other" + result["id"]

    assert _annotated(folder, change) == 0
    assert _kept(folder) == [("correct", "46家", {"indicator": "高企"})]


def test_decisions_go_out_and_come_back_as_the_same(folder: Path, tmp_path: Path) -> None:
    def change(results: list[Task]) -> list[Task]:
        _of(results, "320 亿元", "indicator")["value"]["text"] = ["规上工业总产值"]
        gone = _of(results, "8.5%", "role")["id"]
        kept = [result for result in results if result["id"] != gone]
        accepted = _of(results, "46家", "role")
        decision = {**accepted, "from_name": "review", "type": "choices"}
        decision["value"] = {**accepted["value"], "choices": ["accept"]}
        return [*kept, decision]

    assert _annotated(folder, change) == 0
    run([folder / "raw"], folder / "out")
    decided = _facts(folder)
    tasks = _tasks(folder)
    assert len(tasks[0]["annotations"]) == 1
    path = folder / "label-studio" / "tasks.json"
    # Where they were made, nothing is new …
    before = _kept(folder)
    assert _import(folder, "label-studio", path) == 0
    assert _kept(folder) == before
    # … and where nothing is known of them, they are made again.
    other = tmp_path / "other"
    (other / "raw").mkdir(parents=True)
    (other / "raw" / "a.txt").write_bytes((folder / "raw" / "a.txt").read_bytes())
    run([other / "raw"], other / "out")
    assert _import(other, "label-studio", path) == 0
    assert sorted(_kept(other), key=str) == sorted(before, key=str)
    run([other / "raw"], other / "out")
    assert _facts(other) == decided


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "[1]", "[{}]", '[{"data": {"text": "x"}}]', "\ud800",
     '[{"data": {"text": "x", "page": "a", "page_number": 1, "sha256": "0"},'
     ' "annotations": [{"result": [{"id": "1", "type": "labels", "value":'
     ' {"start": 5, "end": 9, "labels": ["fact"]}}]}]}]'],
)  # fmt: skip
@pytest.mark.parametrize("form", ["label-studio", "doccano"])
def test_a_file_of_another_kind_is_refused(
    folder: Path, form: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "back.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert _import(folder, form, path) == 2
    assert "I035" in capsys.readouterr().err
    assert _import(folder, form, folder / "none.json") == 2
    assert _kept(folder) == []


# ---------------------------------------------------------------------------------------- doccano


def _pages(folder: Path) -> list[Task]:
    path = _export(folder, "doccano") / "pages.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def _back(folder: Path, rows: list[Task]) -> int:
    path = folder / "back.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return _import(folder, "doccano", path)


def _shows(page: Task, text: str, label: str | None = None) -> Task:
    (found,) = [
        entity
        for entity in page["entities"]
        if page["text"][entity["start_offset"] : entity["end_offset"]] == text
        and label in (None, entity["label"])
    ]
    return found  # type: ignore[no-any-return]


def test_pages_have_the_form_that_doccano_takes(folder: Path) -> None:
    (page,) = _pages(folder)
    ids = [entity["id"] for entity in page["entities"]]
    assert ids == list(range(len(ids)))
    for entity in page["entities"]:
        assert set(entity) == {"id", "start_offset", "end_offset", "label"}
        assert 0 <= entity["start_offset"] < entity["end_offset"] <= len(page["text"])
    assert page["relations"]
    for relation in page["relations"]:
        assert {"from_id", "to_id", "type"} <= set(relation)
        assert relation["from_id"] in ids and relation["to_id"] in ids
        assert relation["type"] in ("subject", "indicator")
    value, words = _shows(page, "320 亿元"), _shows(page, "工 业 总 产 值")
    zone = [e["id"] for e in page["entities"] if e["label"] == "ZONE"]
    tied = {(r["type"], r["to_id"]) for r in page["relations"] if r["from_id"] == value["id"]}
    assert ("indicator", words["id"]) in tied and ("subject", zone[0]) in tied
    (line,) = (folder / "doccano" / "spans.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    spans = json.loads(line)["label"]
    assert [value["start_offset"], value["end_offset"], "level"] in spans
    assert spans == sorted(spans)


def test_a_page_that_was_left_alone_brings_nothing(folder: Path) -> None:
    assert _back(folder, _pages(folder)) == 0
    assert _kept(folder) == []
    spans = folder / "doccano" / "spans.jsonl"
    assert _import(folder, "doccano", spans) == 0
    assert _kept(folder) == []


def test_labels_and_relations_that_were_changed_come_back(folder: Path) -> None:
    (page,) = _pages(folder)
    _shows(page, "46家")["label"] = "change"
    _shows(page, "20名")["label"] = "identifier"
    value = _shows(page, "320 亿元")
    start = page["text"].index("完成")
    page["entities"].append(
        {"id": 990, "start_offset": start, "end_offset": start + 2, "label": "indicator"}
    )
    for relation in page["relations"]:
        if relation["from_id"] == value["id"] and relation["type"] == "indicator":
            relation["to_id"] = 990
        elif relation["from_id"] == value["id"]:
            relation["to_id"] = _shows(page, "苏州工业园区")["id"]
    growth = _shows(page, "8.5%")
    page["entities"].remove(growth)
    page["relations"] = [r for r in page["relations"] if r["from_id"] != growth["id"]]
    assert _back(folder, [page]) == 0
    assert _kept(folder) == [
        ("correct", "320 亿元", {"subject": "苏州工业园区", "indicator": "完成"}),
        ("reject", "8.5%", {}),
        ("correct", "46家", {"kind": "change"}),
        ("correct", "20名", {"role": "identifier"}),
    ]


def test_a_span_with_an_indicator_is_a_new_fact(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page,) = _pages(folder)
    batch = _shows(page, "第八批")
    batch["label"] = "level"
    assert _back(folder, [page]) == 1
    assert "no indicator" in capsys.readouterr().err
    start = page["text"].index("专家")
    page["entities"].append(
        {"id": 991, "start_offset": start, "end_offset": start + 2, "label": "indicator"}
    )
    page["relations"].append({"id": 99, "from_id": batch["id"], "to_id": 991, "type": "indicator"})
    page["meta"] = {name: page.pop(name) for name in ("page", "page_number", "sha256")}
    assert _back(folder, [page]) == 0
    ((action, raw, fields),) = _kept(folder)
    assert (action, raw, fields["indicator"], fields["kind"]) == ("add", "第八批", "专家", "level")


def test_facts_that_share_a_number_are_left_together(folder: Path) -> None:
    (page,) = _pages(folder)
    rank = _shows(page, "首位")
    assert len([fact for fact in _facts(folder) if fact["quote"] == "首位"]) == 2
    page["entities"].remove(rank)
    page["relations"] = [r for r in page["relations"] if r["from_id"] != rank["id"]]
    assert _back(folder, [page]) == 0
    assert [(action, raw) for action, raw, _ in _kept(folder)] == [("reject", "首位")] * 2


# ---------------------------------------------------------------------------------- spaCy, gold


def test_a_docbin_holds_every_span(folder: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    path = _export(folder, "docbin") / "pages.spacy"
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    sheet = _sheet(folder)
    assert doc.text == sheet.text
    assert doc.user_data["sha256"] == sheet.sha256
    found = {(span.start_char, span.end_char, span.label_) for span in doc.spans["quantities"]}
    assert found == {(*sheet.span(row), row["role"]) for row in sheet.quantities}
    facts = [(span.start_char, span.end_char, span.label_) for span in doc.spans["facts"]]
    assert facts == [(*sheet.span(row), row["kind"]) for row in sheet.facts]
    assert {(e.text, e.label_) for e in doc.ents} >= {("银川高新区", "ZONE")}


def test_no_span_of_the_sample_pages_is_lost(extracted: tuple[Path, object]) -> None:
    found = list(sheets([RAW], extracted[0]))
    assert len(found) == 8
    docs = list(docbin(found).get_docs(__import__("spacy").blank("zh").vocab))
    for sheet, doc in zip(found, docs, strict=True):
        assert len(doc.spans["quantities"]) == len(sheet.quantities)
        assert len(doc.spans["facts"]) == len(sheet.facts)
        rows = sum(len(row["mentions"]) for row in sheet.entities)
        assert len(sheet.mentions()) >= 0.98 * rows


def test_the_sample_pages_come_back_unchanged(
    extracted: tuple[Path, object], tmp_path: Path
) -> None:
    found = list(sheets([RAW], extracted[0]))
    output = Output(extracted[0])
    path = tmp_path / "tasks.json"
    tasks = label_studio.tasks(found)
    chance = random.Random(3)
    for task in tasks:
        results = list(task["predictions"][0]["result"])
        chance.shuffle(results)
        task["annotations"] = [{"result": results}]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    merged = label_studio.decisions(path, output)
    assert (merged.decisions, merged.skipped) == ([], [])
    path.write_text("".join(json.dumps(p) + "\n" for p in doccano.pages(found)), encoding="utf-8")
    merged = doccano.decisions(path, output)
    assert (merged.decisions, merged.skipped) == ([], [])


def test_decisions_as_gold_and_as_cases(folder: Path) -> None:
    def change(results: list[Task]) -> list[Task]:
        _of(results, "320 亿元", "indicator")["value"]["text"] = ["规上工业总产值"]
        _of(results, "第八批", "role")["value"]["labels"] = ["name"]
        gone = _of(results, "20名", "role")["id"]
        return [result for result in results if result["id"] != gone]

    assert _annotated(folder, change) == 0
    run([folder / "raw"], folder / "out")
    to = _export(folder, "gold")
    assert not list(check_gold(to))
    (row,) = csv.DictReader((to / "facts.csv").read_text(encoding="utf-8").split("\n"))
    assert (row["page"], row["line"], row["quote"]) == ("a.txt", "1", "320亿元")
    assert (row["indicator"], row["value"]) == ("规上工业总产值", "32000000000")
    rows = list(csv.DictReader((to / "numbers.csv").read_text(encoding="utf-8").split("\n")))
    assert [(r["quote"], r["role"]) for r in rows] == [("320亿元", "fact"), ("第八批", "name")]
    cases = _export(folder, "cases") / "facts.csv"
    rows = list(csv.DictReader(cases.read_text(encoding="utf-8").split("\n")))
    assert tuple(rows[0]) == gold.CASE_FIELDS
    assert [(r["quote"], r["expect"]) for r in rows] == [("320亿元", "pass"), ("20名", "none")]
    assert "2023年，银川高新区" in rows[0]["text"]
    assert "20名" in rows[1]["text"]


def test_an_export_without_a_run_is_an_error(tmp_path: Path) -> None:
    arguments = ["--raw", str(tmp_path), "-o", str(tmp_path)]
    for form in ("label-studio", "doccano", "docbin", "gold", "cases"):
        assert main(["export", form, str(tmp_path / "to"), *arguments]) == 2
    with pytest.raises(SystemExit):
        main(["export", "xml", str(tmp_path / "to")])


def test_a_region_stands_where_its_numbers_say_unless_its_text_says_otherwise() -> None:
    text = "\U00020000园区产值"
    for start, end, marked in ((1, 3, "园区"), (2, 4, "园区"), (1, 3, "税收"), (1, 3, None)):
        assert label_studio._span({"start": start, "end": end, "text": marked}, text) == (1, 3)


@pytest.mark.parametrize("text", ["园区产值", " 园区  产值\n", ""])
def test_pieces_with_the_white_between_them_are_the_text(text: str) -> None:
    assert "".join(_pieces(text, {2, 3})) == text
