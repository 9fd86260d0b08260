"""Two runs compared: each difference once, with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import regex
from conftest import Command

from pipeline.__main__ import main
from pipeline.diff import REASONS, Diff, as_json, as_text, comparing, diff, page, write
from pipeline.records import SAID
from pipeline.review import parse, store
from pipeline.run import run

FIRST = "本报讯 2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
SECOND = "2023年，成都高新区完成进出口额374.28亿元，高新技术企业46家。\n"
PAGES = FIRST + SECOND


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "raw" / "b.txt").write_text(SECOND, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "old")
    return tmp_path


def _new(folder: Path, **options: Any) -> Diff:
    run([folder / "raw"], folder / "new", **options)
    return diff(folder / "old", folder / "new")


def _said(found: Diff) -> list[tuple[str, str, str]]:
    return [
        (change.what, change.reason, (change.new or change.old or {})["quote"])
        for change in found.changes
    ]


def _decide(folder: Path, quote: str, action: str, **fields: str) -> None:
    lines = (folder / "old" / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    (fact,) = [row for row in map(json.loads, lines) if row["quote"] == quote]
    told = json.loads((folder / "old" / "run.json").read_text(encoding="utf-8"))
    (digest,) = [page["sha256"] for page in told["pages"] if page["page"] == fact["page"]]
    row = {
        "page_sha256": digest,
        "page": fact["page"],
        "span": [fact[name] for name in ("line", "column", "end_line", "end_column")],
        "raw": fact["raw"],
        "action": action,
        "fact": {name: fact[name] for name in SAID},
        "fields": fields,
    }
    store.append(folder / "raw" / store.NAME, [parse(row)])


def test_a_run_equals_itself(old: Path) -> None:
    found = _new(old)
    assert not found.changes and not found.contradictions
    assert found.counts == {"same": 4, "added": 0, "removed": 0, "changed": 0}


def test_a_new_page_and_a_page_that_is_gone(old: Path) -> None:
    (old / "raw" / "a.txt").rename(old / "raw" / "c.txt")
    found = _new(old)
    assert found.reasons == {"new page": 2, "page gone": 2}
    assert found.pages["new"] == [("c.txt", 1)] and found.pages["gone"] == [("a.txt", 1)]


def test_a_page_whose_lines_moved_differs_only_where_it_says_something_else(old: Path) -> None:
    text = "前言。\n\n" + SECOND.replace("46家", "47家")
    (old / "raw" / "b.txt").write_text(text, encoding="utf-8")
    found = _new(old)
    assert _said(found) == [("changed", "page changed", "47家")]
    assert found.changes[0].fields == {"value": ("46", "47")}
    assert found.counts["same"] == 3


def test_decisions_are_reasons(old: Path) -> None:
    _decide(old, "320亿元", "correct", indicator="规上工业总产值")
    _decide(old, "8.5%", "accept")
    _decide(old, "46家", "reject")
    found = _new(old)
    assert _said(found) == [
        ("changed", "corrected", "320亿元"),
        ("changed", "accepted", "8.5%"),
        ("removed", "rejected", "46家"),
    ]
    assert found.changes[0].fields["indicator"] == ("工业总产值", "规上工业总产值")
    back = diff(old / "new", old / "old")
    assert _said(back)[2] == ("added", "rejected", "46家")


def test_another_date_another_rule_another_version(old: Path) -> None:
    (old / "raw" / "a.txt").write_text(FIRST.replace("2023年", "今年"), encoding="utf-8")
    run([old / "raw"], old / "old")
    from pipeline.ingest.sidecar import Meta

    found = _new(old, options=Meta(date="2024-04-18"))
    assert found.reasons == {"other date": 2}
    path = old / "new" / "facts.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    told = json.loads((old / "old" / "run.json").read_text(encoding="utf-8"))
    (old / "new" / "run.json").write_text(json.dumps(told), encoding="utf-8")
    rows = [{**row, "rule": "other"} for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert diff(old / "old", old / "new").reasons == {"other rule": 2}
    told["pipeline"] = "9.9.9"
    (old / "new" / "run.json").write_text(json.dumps(told), encoding="utf-8")
    assert diff(old / "old", old / "new").reasons == {"other version": 2}


def test_runs_contradict_each_other(old: Path) -> None:
    (old / "raw" / "a.txt").unlink()
    text = FIRST.replace("320亿元", "360亿元")
    (old / "raw" / "c.txt").write_text(text, encoding="utf-8")
    found = _new(old)
    (item,) = found.contradictions
    assert (item.code, item.here.page, item.there and item.there.page) == ("D003", "c.txt", "a.txt")
    assert "(a.txt:1 in the old run)" in as_text(found)
    data = json.loads(as_json(found))
    assert data["contradictions"][0]["old"] == ["a.txt", 1, 1, 23]


def test_text_json_and_exit_code(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "raw" / "b.txt").write_text(SECOND.replace("46家", "47家"), encoding="utf-8")
    _new(old)
    arguments = ["diff", str(old / "old"), str(old / "new")]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "~ b.txt:1  47家  成都高新区 高新技术企业  value 46 → 47  (page changed)\n" in shown
    assert "facts    same 3  added 0  removed 0  changed 1\n" in shown
    assert main([*arguments, "--json", "--exit-code"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["counts"]["changed"] == 1 and data["reasons"] == {"page changed": 1}
    assert data["changes"][0]["fields"] == {"value": ["46", "47"]}
    assert main(["diff", str(old / "old"), str(old / "old"), "--exit-code"]) == 0


def _shown(path: Path) -> dict[str, Any]:
    """The data of the page."""
    text = path.read_text(encoding="utf-8")
    start = text.index('id="data">') + len('id="data">')
    data: dict[str, Any] = json.loads(text[start : text.index("</script>", start)])
    return data


def _column(data: dict[str, Any], name: str) -> list[Any]:
    column = data["changes"][name]
    return [column["words"][cell] for cell in column["cells"]]


def test_the_page_tells_every_change_and_leads_to_both_reports(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old / "raw" / "a.txt").rename(old / "raw" / "c.txt")
    _decide(old, "46家", "correct", indicator="高企")
    found = _new(old)
    target = old / "seen" / "changes.html"
    assert main(["diff", str(old / "old"), str(old / "new"), "--html", str(target)]) == 0
    assert "reasons" in capsys.readouterr().out
    data = _shown(target)
    assert data["reasons"] == found.reasons and data["counts"] == found.counts
    assert _column(data, "reason") == [change.reason for change in found.changes]
    assert data["old"]["report"] == "../old/report.html"
    assert data["new"]["report"] == "../new/report.html"
    for run_ in ("old", "new"):
        facts = (old / run_ / "facts.jsonl").read_text(encoding="utf-8").split("\n")
        at = _column(data, f"{run_}_at")
        said = _column(data, f"{run_}_sentence")
        for change, place, sentence in zip(found.changes, at, said, strict=True):
            row = getattr(change, run_)
            assert (place is None) == (row is None)
            assert row is None or (json.loads(facts[place]) == {**row} and sentence in PAGES)
    assert not list(target.parent.glob(".*")), "nothing is left beside it"
    before = target.read_bytes()
    write(found, old / "old", old / "new", target)
    assert target.read_bytes() == before


def test_without_a_report_there_is_no_way_to_one(old: Path) -> None:
    (old / "old" / "report.html").unlink()
    found = _new(old)
    write(found, old / "old", old / "new", old / "new" / "changes.html")
    data = _shown(old / "new" / "changes.html")
    assert (data["old"]["report"], data["new"]["report"]) == (None, "report.html")


def test_more_changes_than_a_page_shows_are_counted(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST", 1)
    (old / "raw" / "a.txt").rename(old / "raw" / "c.txt")
    found = _new(old)
    write(found, old / "old", old / "new", old / "changes.html")
    data = _shown(old / "changes.html")
    assert (len(_column(data, "what")), data["leftOut"]) == (1, len(found.changes) - 1)


def test_where_the_page_cannot_be_written_nothing_is(old: Path, command: Command) -> None:
    run([old / "raw"], old / "new")
    (old / "file").write_text("", encoding="utf-8")
    target = old / "file" / "changes.html"
    done = command("diff", old / "old", old / "new", "--html", target)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_every_reason_is_known() -> None:
    text = (Path(comparing.__file__)).read_text(encoding="utf-8")
    said = set(regex.findall(r'return "([a-z ]+)"', text))
    assert {one for one in said if one.startswith("other")} <= set(REASONS)


@pytest.mark.parametrize("name", ["</script><b>", "javascript:alert(1)", "#a?b=c&d"])
def test_names_of_folders_are_no_markup_and_no_address(
    old: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _new(old)
    folder = name.replace("/", "_")
    (old / "old").rename(old / folder)
    monkeypatch.chdir(old)
    write(found, Path(folder), Path("new"), Path("changes.html"))
    data = _shown(Path("changes.html"))
    assert data["old"]["name"] == folder
    way = data["old"]["report"]
    assert regex.fullmatch(r"[\w%./-]+", way) and unquote(way) == f"{folder}/report.html"


def test_a_folder_without_a_run_is_an_error(old: Path, command: Command) -> None:
    done = command("diff", old / "old", old / "raw")
    assert done.returncode == 2 and "I003" in done.stderr


def test_a_page_name_cannot_steer_the_terminal(old: Path) -> None:
    (old / "raw" / "e\x1b[2Jvil.txt").write_text(FIRST, encoding="utf-8")
    assert "\x1b" not in as_text(_new(old))
