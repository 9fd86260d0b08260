"""The review: what is decided is never lost, outlives new readings, and nobody else can decide."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import pipeline
from pipeline.records import Records, Row
from pipeline.review import Action, Decision, Refused, apply, parse, store
from pipeline.review.server import MARK, Server, desk, served
from pipeline.run import run

PAGE = (
    "本报讯 2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
    "银川高新区高新技术企业46家，研发人员数千名，占地十余平方公里。\n"
)
DIGEST = "0" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path


def _rows(folder: Path, table: str = "facts") -> list[dict[str, Any]]:
    with (folder / "out" / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def _fact(folder: Path, quote: str) -> dict[str, Any]:
    (row,) = [row for row in _rows(folder) if row["quote"] == quote]
    return row


def _digest(folder: Path) -> str:
    told = json.loads((folder / "out" / "run.json").read_text(encoding="utf-8"))
    return str(told["pages"][0]["sha256"])


def _said(folder: Path, quote: str, action: str, **fields: str) -> dict[str, Any]:
    """What the page sends."""
    fact = _fact(folder, quote)
    return {
        "page_sha256": _digest(folder),
        "page": "a.txt",
        "quantity_id": fact["quantity_id"],
        "fact_id": fact["fact_id"],
        "span": [fact[name] for name in ("line", "column", "end_line", "end_column")],
        "action": action,
        "fields": fields,
    }


def _decide(folder: Path, row: dict[str, Any]) -> Decision:
    with desk(folder / "out", folder / "raw") as server:
        decision = server.output.complete(row)
    store.append(folder / "raw" / store.NAME, [decision])
    return decision


def _again(folder: Path) -> Any:
    return run([folder / "raw"], folder / "out")


# ------------------------------------------------------------------------------- decisions in runs


def test_a_correction_is_applied_on_every_later_run(folder: Path) -> None:
    _decide(folder, _said(folder, "320亿元", "correct", indicator="规上工业总产值", period="2022"))
    for _ in range(2):
        summary = _again(folder)
        fact = _fact(folder, "320亿元")
        assert (fact["indicator"], fact["period"]) == ("规上工业总产值", "2022")
        assert (fact["review"], fact["confidence"]) == ("corrected", "1")
        assert not summary.codes
    told = json.loads((folder / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["review"] == {"correct": 1}
    assert _fact(folder, "8.5%")["review"] is None


def test_an_accepted_fact_says_so(folder: Path) -> None:
    before = _fact(folder, "46家")
    _decide(folder, _said(folder, "46家", "accept"))
    _again(folder)
    assert _fact(folder, "46家") == {**before, "review": "accepted", "confidence": "1"}


def test_a_rejected_fact_leaves_and_is_counted(folder: Path) -> None:
    before = len(_rows(folder))
    _decide(folder, _said(folder, "46家", "reject"))
    _again(folder)
    assert len(_rows(folder)) == before - 1
    (number,) = [row for row in _rows(folder, "quantities") if row["quote"] == "46家"]
    assert number["review"] == "rejected"
    told = json.loads((folder / "out" / "run.json").read_text(encoding="utf-8"))
    assert told["review"] == {"reject": 1}
    assert told["totals"]["facts"] == before - 1


def test_who_rejects_may_take_it_back(folder: Path) -> None:
    accepted = _said(folder, "46家", "accept")
    before = _fact(folder, "46家")
    _decide(folder, _said(folder, "46家", "reject"))
    _decide(folder, accepted)
    _again(folder)
    assert _fact(folder, "46家") == {**before, "review": "accepted", "confidence": "1"}


def test_a_later_decision_wins(folder: Path) -> None:
    _decide(folder, _said(folder, "46家", "correct", indicator="科技型企业"))
    _again(folder)
    _decide(folder, _said(folder, "46家", "correct", indicator="高企"))
    _again(folder)
    assert _fact(folder, "46家")["indicator"] == "高企"
    _decide(folder, _said(folder, "46家", "reject"))
    _again(folder)
    assert "46家" not in [row["quote"] for row in _rows(folder)]


def test_a_missed_fact_is_added_at_a_number_that_was_read(folder: Path) -> None:
    numbers = [row for row in _rows(folder, "quantities") if row["role"] == "date"]
    year = numbers[0]
    row = {
        "page_sha256": _digest(folder),
        "page": "a.txt",
        "quantity_id": year["quantity_id"],
        "fact_id": None,
        "span": [1, 5, 1, 9],
        "action": "add",
        "fields": {"subject": "银川高新区", "indicator": "年份", "kind": "level", "value": "2023"},
    }
    _decide(folder, row)
    _again(folder)
    fact = _fact(folder, "2023年")
    assert (fact["review"], fact["value"], fact["subject_type"]) == ("added", "2023", "ZONE")
    assert fact["subject_id"] in {row["entity_id"] for row in _rows(folder, "entities")}
    assert [row["role"] for row in _rows(folder, "quantities") if row["quote"] == "2023年"] == [
        "fact"
    ]


def test_a_missed_fact_is_added_where_no_number_was_read(folder: Path) -> None:
    column = PAGE.split("\n")[1].index("高新技术企业") + 1
    row = {
        "page_sha256": _digest(folder),
        "page": "a.txt",
        "quantity_id": None,
        "fact_id": None,
        "span": [2, column, 2, column + 1],
        "action": "add",
        "fields": {"indicator": "某事", "kind": "level", "value": "1", "quote": "高新"},
    }
    _decide(folder, row)
    before = len(_rows(folder, "quantities"))
    summary = _again(folder)
    assert len(_rows(folder, "quantities")) == before + 1 == summary.counts["quantities"]
    fact = _fact(folder, "高新")
    assert (fact["line"], fact["column"], fact["raw"]) == (2, column, "高新")
    assert fact["rule"] == "review"
    places = [(row["line"], row["column"]) for row in _rows(folder)]
    assert places == sorted(places)


def test_a_number_gets_another_role(folder: Path) -> None:
    row = {**_said(folder, "46家", "correct", role="name")}
    _decide(folder, row)
    summary = _again(folder)
    assert "46家" not in [row["quote"] for row in _rows(folder)]
    (number,) = [row for row in _rows(folder, "quantities") if row["quote"] == "46家"]
    assert (number["role"], number["review"]) == ("name", "corrected")
    assert summary.roles["name"] == 1


def test_an_unresolved_number_that_was_decided_is_no_problem_any_more(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("2023年13月，银川高新区揭牌。\n", encoding="utf-8")
    assert run([tmp_path / "raw"], tmp_path / "out").codes["Q001"] == 1
    (number,) = [r for r in _rows(tmp_path, "quantities") if r["role"] == "unresolved"]
    row = {
        "page_sha256": _digest(tmp_path),
        "page": "a.txt",
        "quantity_id": number["quantity_id"],
        "fact_id": None,
        "span": [1, 6, 1, 7],
        "action": "correct",
        "fields": {"role": "date"},
    }
    _decide(tmp_path, row)
    summary = run([tmp_path / "raw"], tmp_path / "out")
    assert not summary.codes["Q001"] and not summary.roles["unresolved"]


def test_a_correction_settles_a_contradiction(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    text = (
        "本报讯 2023年，银川高新区工业总产值770亿元。\n"
        "据介绍，2023年银川高新区工业总产值910亿元。\n"
    )
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    assert run([tmp_path / "raw"], tmp_path / "out").codes["D003"] == 1
    _decide(tmp_path, _said(tmp_path, "910亿元", "correct", period="2024"))
    assert not run([tmp_path / "raw"], tmp_path / "out").codes


@pytest.mark.slow
def test_a_run_on_a_cluster_applies_them_too(folder: Path) -> None:
    pytest.importorskip("distributed")
    pytest.importorskip("fsspec")
    from pipeline import cluster

    _decide(folder, _said(folder, "46家", "correct", indicator="高企"))
    _again(folder)
    here = _fact(folder, "46家")
    summary = cluster.run([str(folder / "raw")], str(folder / "out"))
    assert _fact(folder, "46家") == here and here["indicator"] == "高企"
    assert summary.review == {"correct": 1} and [p.page for p in summary.pages] == ["a.txt"]


# ------------------------------------------------------------------- new versions, other contents


def _decision(row: Row, action: str, **fields: str | None) -> Decision:
    from pipeline.records import SAID

    return parse(
        {
            "page_sha256": DIGEST,
            "page": "a.txt",
            "span": [row[name] for name in ("line", "column", "end_line", "end_column")],
            "raw": row["raw"],
            "action": action,
            "fact": {name: row[name] for name in SAID},
            "fields": fields,
        }
    )


def _records(folder: Path) -> Records:
    tables = ("facts", "quantities", "entities", "articles", "problems")
    return Records(**{name: tuple(_rows(folder, name)) for name in tables})


def _changed(records: Records, quote: str, **fields: Any) -> Records:
    """The records of another version, which reads one fact otherwise."""
    return replace(
        records,
        facts=tuple({**row, **fields} if row["quote"] == quote else row for row in records.facts),
    )


def test_a_decision_outlives_another_reading(folder: Path) -> None:
    records = _records(folder)
    fact = _fact(folder, "46家")
    other = _changed(records, "46家", indicator="企业", subject=None, fact_id="f" * 16)
    for action, fields in (("accept", {}), ("correct", {"period": "2023"})):
        made, held = apply(other, [_decision(fact, action, **fields)])
        assert held == {0}
        (row,) = [row for row in made.facts if row["quote"] == "46家"]
        assert (row["subject"], row["indicator"]) == (fact["subject"], fact["indicator"])
        assert row["fact_id"] == fact["fact_id"]


def test_a_version_that_reads_what_was_wanted_is_accepted(folder: Path) -> None:
    records = _records(folder)
    decision = _decision(_fact(folder, "46家"), "correct", indicator="高企")
    made, _ = apply(_changed(records, "46家", indicator="高企"), [decision])
    assert [row["review"] for row in made.facts if row["quote"] == "46家"] == ["accepted"]


def test_a_rejection_spares_another_reading(folder: Path) -> None:
    records = _records(folder)
    decision = _decision(_fact(folder, "46家"), "reject")
    made, held = apply(_changed(records, "46家", indicator="高企"), [decision])
    assert held == {0}
    assert len(made.facts) == len(records.facts)
    made, _ = apply(_changed(records, "46家", period="2021"), [decision])
    assert len(made.facts) == len(records.facts) - 1


def test_applying_twice_changes_nothing(folder: Path) -> None:
    records = _records(folder)
    fact = _fact(folder, "46家")
    decisions = [
        _decision(fact, "correct", indicator="高企"),
        _decision(_fact(folder, "320亿元"), "accept"),
        _decision(_fact(folder, "8.5%"), "reject"),
    ]
    once, held = apply(records, decisions)
    assert held == {0, 1, 2}
    assert apply(once, decisions)[0] == once


def test_facts_that_share_a_number_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    text = "银川高新区2.83万家高新技术企业和114家独角兽企业数量均居全国首位。\n"
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    ranks = [row for row in _rows(tmp_path) if row["kind"] == "rank"]
    assert len(ranks) == 2
    made, _ = apply(
        _records(tmp_path),
        [_decision(ranks[1], "correct", reference="全省"), _decision(ranks[0], "reject")],
    )
    (left,) = [row for row in made.facts if row["kind"] == "rank"]
    assert (left["indicator"], left["reference"]) == (ranks[1]["indicator"], "全省")


def test_a_page_that_is_recognised_anew_in_other_lines(folder: Path) -> None:
    records = _records(folder)
    decision = _decision(_fact(folder, "46家"), "correct", indicator="高企")
    moved = [
        {**row, "line": row["line"] + 3, "end_line": row["end_line"] + 3} for row in records.facts
    ]
    numbers = [
        {**row, "line": row["line"] + 3, "end_line": row["end_line"] + 3}
        for row in records.quantities
    ]
    made, held = apply(replace(records, facts=tuple(moved), quantities=tuple(numbers)), [decision])
    assert held == {0}
    assert [row["indicator"] for row in made.facts if row["quote"] == "46家"] == ["高企"]


def test_a_decision_that_finds_nothing_is_a_problem(folder: Path) -> None:
    fact = _fact(folder, "46家")
    lost = replace(
        _decision(fact, "correct", indicator="高企"),
        page_sha256=_digest(folder),
        raw="47家",
        span=(2, 1, 2, 3),
    )
    store.append(folder / "raw" / store.NAME, [lost])
    summary = _again(folder)
    assert summary.codes == {"R001": 1}
    (row,) = _rows(folder, "problems")
    assert (row["line"], row["column"], row["detail"]) == (2, 1, "correct 47家")


def test_decisions_on_another_content_are_told_and_not_applied(folder: Path) -> None:
    _decide(folder, _said(folder, "46家", "reject"))
    (folder / "raw" / "a.txt").write_text("前言。\n" + PAGE, encoding="utf-8")
    summary = _again(folder)
    assert summary.codes == {"R002": 1}
    assert _fact(folder, "46家")["review"] is None
    (folder / "raw" / "b.txt").write_text(PAGE, encoding="utf-8")
    assert _again(folder).codes == {}, "the page under another name is the same page"


def test_a_long_page_is_reviewed_in_its_parts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.run import page as way

    _decide(folder, _said(folder, "320亿元", "correct", indicator="产值"))
    _decide(folder, _said(folder, "46家", "correct", indicator="高企"))
    monkeypatch.setattr(way, "LONG", 40)
    monkeypatch.setattr(way, "PART", 40)
    summary = run([folder / "raw"], folder / "out", cache=False)
    assert not summary.codes and len(summary.pages) == 1
    assert _fact(folder, "320亿元")["indicator"] == "产值"
    assert _fact(folder, "46家")["indicator"] == "高企"


# ------------------------------------------------------------------------------------- the store


def test_a_torn_last_line_costs_only_itself(folder: Path) -> None:
    path = folder / "raw" / store.NAME
    decision = _decision(_fact(folder, "46家"), "accept")
    store.append(path, [decision])
    whole = path.read_bytes()
    for cut in range(1, len(whole) - 1):
        path.write_bytes(whole + whole[:cut])
        assert store.read(path) == store.Kept((decision,), 1)
    store.append(path, [decision])
    assert store.read(path) == store.Kept((decision, decision), 1)
    assert path.read_bytes().startswith(whole), "what was there is never rewritten"


def test_torn_lines_are_told(folder: Path) -> None:
    (folder / "raw" / store.NAME).write_bytes(b'{"page_sha256": "00\n\xff\xfe\n[]\n')
    assert _again(folder).codes == {"R003": 1}
    assert _rows(folder, "problems")[0]["detail"] == "3"


def _write_many(path: str, name: str, count: int) -> None:
    for number in range(count):
        row = {
            "page_sha256": DIGEST,
            "page": name,
            "span": [number + 1, 1, number + 1, 2],
            "action": "reject",
            "raw": "亿" * 500,
        }
        store.append(Path(path), [parse(row)])


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / store.NAME
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_write_many, args=(str(path), f"{n}.txt", 40)) for n in range(3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    kept = store.read(path)
    assert kept.torn == 0
    assert sorted((d.page, d.span[0]) for d in kept.decisions) == [
        (f"{n}.txt", line) for n in range(3) for line in range(1, 41)
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"action": "delete"}, "action"),
        ({"action": []}, "action"),
        ({"page_sha256": "abc"}, "page_sha256"),
        ({"span": [1, 2, 3]}, "span"),
        ({"span": [1, 0, 1, 1]}, "span"),
        ({"span": [2, 1, 1, 1]}, "span"),
        ({"span": [True, 1, 1, 1]}, "span"),
        ({"fields": []}, "fields"),
        ({"fields": {"rule": "x"}}, "rule"),
        ({"fields": {"value": "viel"}}, "value"),
        ({"fields": {"value": "NaN"}}, "value"),
        ({"fields": {"value": "1e999999"}}, "value"),
        ({"fields": {"value": "1/0"}}, "value"),
        ({"fields": {"kind": "sum"}}, "kind"),
        ({"fields": {"period": "2023-13"}}, "period"),
        ({"fields": {"indicator": "x" * 3000}}, "indicator"),
        ({"fields": {"indicator": "\ud800"}}, "indicator"),
        ({"fields": {"indicator": 5}}, "indicator"),
        ({"fields": {"indicator": ""}}, "needs indicator"),
        ({"page_number": 0}, "page_number"),
    ],
)
def test_what_is_no_decision_is_refused(change: dict[str, Any], why: str) -> None:
    row = {
        "page_sha256": DIGEST,
        "page": "a.txt",
        "span": [1, 1, 1, 2],
        "action": "add",
        "fields": {"indicator": "产值", "kind": "level", "value": "1"},
    }
    if "fields" in change and isinstance(change["fields"], dict):
        change = {"fields": {**row["fields"], **change["fields"]}}  # type: ignore[dict-item]
    with pytest.raises(Refused, match=why):
        parse({**row, **change})
    assert parse(row).action is Action.ADD


@pytest.mark.parametrize(
    "period",
    ["2023", "2023-04", "2023-04-07", "2023-Q1", "2014/2023", "2024/..", "2023-01/2023-09"],
)
def test_periods_are_those_of_the_records(period: str) -> None:
    row = {"page_sha256": DIGEST, "span": [1, 1, 1, 1], "action": "add"}
    fields = {"indicator": "产值", "kind": "level", "value": "1.50", "period": period}
    decision = parse({**row, "fields": fields})
    assert decision.fields["period"] == period
    assert decision.fields["value"] == "1.5"


# ------------------------------------------------------------------------------------- the server


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with desk(folder / "out", folder / "raw", by="李") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _ask(
    server: Server, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    host = named.pop("Host", f"127.0.0.1:{server.port}")
    connection.putrequest(method, path, skip_host=True)
    if host:
        connection.putheader("Host", host)
    data = (
        body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    )
    if body is not None:
        named.setdefault("Content-Type", "application/json")
        named.setdefault("Content-Length", str(len(data)))
    for name, value in named.items():
        connection.putheader(name, value)
    connection.endheaders(data if body is not None else None)
    answer = connection.getresponse()
    out = (answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return out


def _cookie(server: Server) -> str:
    status, headers, _ = _ask(server, "GET", f"/?token={server.token}")
    assert status == 303 and headers["Location"] == "/"
    assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Strict" in headers["Set-Cookie"]
    return headers["Set-Cookie"].split(";")[0]


def _post(server: Server, row: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    status, _, data = _ask(server, "POST", "/api/decisions", row, **headers)
    return status, json.loads(data)


def test_only_this_machine_is_listened_to(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert len(server.token) >= 32
    with Server(server.folder, server.kept) as other:
        assert other.token != server.token


def test_the_page_is_the_report_and_knows_where_decisions_go(server: Server) -> None:
    cookie = _cookie(server)
    status, headers, data = _ask(server, "GET", "/", Cookie=cookie)
    assert status == 200 and headers["Content-Type"].startswith("text/html")
    html = data.decode("utf-8")
    (told,) = re.findall(r'<script type="application/json" id="review">(.*?)</script>', html)
    assert json.loads(told) == {"token": server.token, "api": "/api/"}
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', html)
    assert "connect-src 'self'" in policy and "default-src 'none'" in policy
    static = (server.folder / "report.html").read_text(encoding="utf-8")
    assert 'id="review"' not in static and "connect-src 'self'" not in static
    assert headers["X-Frame-Options"] == "DENY" and headers["Cache-Control"] == "no-store"


def test_the_block_stands_at_its_mark() -> None:
    html = served(f"<head>{MARK}</head><body>{MARK}</body>", "t")
    assert html.index('id="review"') < html.index("</head>")
    policy = '<meta http-equiv="Content-Security-Policy" content="connect-src \'none\'; x">'
    assert "content=\"connect-src 'self'; x\"" in served(policy + "</body>", "t")


def test_a_decision_is_kept_and_listed(folder: Path, server: Server) -> None:
    row = {"token": server.token, **_said(folder, "46家", "correct", indicator="高企", unit="家")}
    status, told = _post(server, row, Origin=f"http://127.0.0.1:{server.port}")
    assert (status, told["ok"]) == (200, True)
    decision = told["decision"]
    assert decision["fields"] == {"indicator": "高企"}, "what was not changed is not said"
    assert decision["fact"]["indicator"] == "高新技术企业"
    assert (decision["raw"], decision["by"]) == ("46家", "李")
    assert "token" not in (folder / "raw" / store.NAME).read_text(encoding="utf-8")
    status, _, data = _ask(server, "GET", "/api/decisions", Cookie=_cookie(server))
    assert status == 200 and json.loads(data)["decisions"] == [decision]
    _again(folder)
    assert _fact(folder, "46家")["indicator"] == "高企"
    # The desk notices the new run, whose fact has another id.
    status, told = _post(server, {"token": server.token, **_said(folder, "46家", "accept")})
    assert status == 200, told


def test_what_does_not_come_from_our_page_is_refused(folder: Path, server: Server) -> None:
    row = _said(folder, "46家", "reject")
    good = {"token": server.token, **row}
    ours = f"127.0.0.1:{server.port}"
    refused = [
        _ask(server, "POST", "/api/decisions", good, Host=f"evil.example:{server.port}"),
        _ask(server, "POST", "/api/decisions", good, Host="127.0.0.1"),
        _ask(server, "POST", "/api/decisions", good, Host=""),
        _ask(server, "POST", "/api/decisions", good, Origin="http://evil.example"),
        _ask(server, "POST", "/api/decisions", good, Origin="null"),
        _ask(server, "POST", "/api/decisions", good, Origin=f"https://{ours}"),
        _ask(server, "POST", "/api/decisions", good, Sec_Fetch_Site="cross-site"),
        _ask(server, "POST", "/api/decisions", good, Sec_Fetch_Site="same-site"),
        _ask(server, "POST", "/api/decisions", {**row, "token": "x"}),
        _ask(server, "POST", "/api/decisions", {**row, "token": None}),
        _ask(server, "POST", "/api/decisions", row, Cookie=_cookie(server)),
        _ask(server, "POST", "/api/decisions", good, Content_Type="text/plain"),
        _ask(server, "POST", "/api/decisions", good, Content_Length="9999999"),
        _ask(server, "POST", "/api/decisions", good, Content_Length="-1"),
        _ask(server, "POST", "/api/decisions", b"{"),
        _ask(server, "POST", "/api/decisions", b"[" * 50_000),
        _ask(server, "POST", "/api/decisions", []),
        _ask(server, "POST", "/other", good),
        _ask(server, "PUT", "/api/decisions", good),
        _ask(server, "GET", "/"),
        _ask(server, "GET", "/?token=x"),
        _ask(server, "GET", "/api/decisions"),
        _ask(server, "GET", "/", Cookie=f"review_{server.port}=x"),
        _ask(server, "GET", f"/?token={server.token}", Host="evil.example"),
        _ask(server, "GET", f"/?token={server.token}", Sec_Fetch_Site="cross-site"),
    ]
    assert [status for status, _, _ in refused if status < 400] == []
    assert not (folder / "raw" / store.NAME).exists()
    assert all(server.token.encode() not in data for _, _, data in refused)


def test_what_does_not_fit_the_last_run_is_refused(folder: Path, server: Server) -> None:
    row = {"token": server.token, **_said(folder, "46家", "reject")}
    for change in (
        {"page_sha256": DIGEST},
        {"fact_id": "f" * 16},
        {"fact_id": 7},
        {"quantity_id": "nonsense"},
        {"page_number": [1]},
        {"action": "correct", "fields": {}},
        {"action": "correct", "fields": {"indicator": "高新技术企业"}},
        {"action": "correct", "fields": {"value": "viel"}},
    ):
        status, told = _post(server, {**row, **change})
        assert (status, told["ok"]) == (400, False), change
        assert told["error"]
    assert not (folder / "raw" / store.NAME).exists()
    (folder / "raw" / "a.txt").write_text("前言。\n" + PAGE, encoding="utf-8")
    _again(folder)
    assert _post(server, row)[0] == 400


@pytest.mark.parametrize(
    "path",
    ["/facts.jsonl", "/run.json", "/../raw/a.txt", "/%2e%2e/raw/a.txt", "/report/../facts.csv",
     "//etc/passwd", "/report.html%00", "/.lock", "/report", "/link"],
)  # fmt: skip
def test_nothing_but_the_report_is_served(folder: Path, server: Server, path: str) -> None:
    (folder / "out" / "link").symlink_to("/etc/passwd")
    assert _ask(server, "GET", path, Cookie=_cookie(server))[0] == 404


def test_two_editors_see_each_others_decisions(folder: Path, server: Server) -> None:
    with desk(folder / "out", folder / "raw", by="王") as other:
        thread = threading.Thread(target=other.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        for one, quote in ((server, "46家"), (other, "320亿元"), (server, "8.5%")):
            row = {"token": one.token, **_said(folder, quote, "accept")}
            assert _post(one, row)[0] == 200
        assert _post(other, {"token": server.token, **_said(folder, "46家", "accept")})[0] == 403
        for one in (server, other):
            _, _, data = _ask(one, "GET", "/api/decisions", X_Review_Token=one.token)
            listed = [(row["raw"], row["by"]) for row in json.loads(data)["decisions"]]
            assert listed == [("46家", "李"), ("320亿元", "王"), ("8.5%", "李")]
        other.shutdown()
        thread.join()


def test_a_run_that_puts_its_files_in_place_is_waited_for(folder: Path, server: Server) -> None:
    row = {"token": server.token, **_said(folder, "46家", "accept")}
    facts = folder / "out" / "facts.jsonl"
    text = facts.read_text(encoding="utf-8")
    facts.write_text("\n" + text, encoding="utf-8")
    assert _post(server, row)[0] in (400, 503)
    facts.write_text(text, encoding="utf-8")
    (folder / "out" / "run.json").rename(folder / "out" / "gone")
    assert _post(server, row)[0] == 503
    (folder / "out" / "gone").rename(folder / "out" / "run.json")
    assert _post(server, row)[0] == 200
    assert len(store.read(folder / "raw" / store.NAME).decisions) == 1


def test_a_report_of_many_pages_is_served(folder: Path, server: Server) -> None:
    (folder / "out" / "report").mkdir()
    (folder / "out" / "report" / "1.html").write_text("<body></body>", encoding="utf-8")
    status, _, data = _ask(server, "GET", "/report/1.html", Cookie=_cookie(server))
    assert status == 200 and b'id="review"' in data
    (folder / "out" / "report" / "out.html").symlink_to(folder / "raw" / "a.txt")
    assert _ask(server, "GET", "/report/out.html", Cookie=_cookie(server))[0] == 404


def test_a_disk_that_takes_nothing_is_told(folder: Path, server: Server) -> None:
    (folder / "raw" / store.NAME).mkdir()
    status, told = _post(server, {"token": server.token, **_said(folder, "46家", "accept")})
    assert (status, told["ok"]) == (500, False)


def test_without_a_run_or_a_folder_there_is_nothing_to_review(folder: Path) -> None:
    from pipeline.__main__ import main

    assert main(["review", str(folder / "raw"), "-o", str(folder / "none")]) == 2
    assert main(["review", str(folder / "none"), "-o", str(folder / "out")]) == 2
    with pytest.raises(SystemExit):
        main(["review", str(folder / "raw"), "--port", "70000"])


def _start(folder: Path) -> tuple[subprocess.Popen[str], int, str]:
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipeline",
            "review",
            str(folder / "raw"),
            "-o",
            str(folder / "out"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a job in the background of a shell has it ignored, and hands that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdout is not None
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)\n", child.stdout.readline())
    assert found is not None
    return child, int(found[1]), found[2]


def _send(port: int, token: str, row: dict[str, Any], sent: list[int], number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        body = json.dumps({**row, "token": token, "fields": {"note": str(number)}})
        connection.request("POST", "/api/decisions", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status == 200 and json.loads(answer.read())["ok"]:
            sent.append(number)
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_killed_in_the_middle_nothing_that_was_told_is_lost(folder: Path) -> None:
    row = _said(folder, "46家", "accept")
    chance = random.Random(5)
    told: list[int] = []
    number = 0
    for _ in range(6):
        child, port, token = _start(folder)
        stop = threading.Event()

        def decide(
            start: int, port: int = port, token: str = token, stop: threading.Event = stop
        ) -> None:
            count = start
            while not stop.is_set() and count < start + 500:
                _send(port, token, row, told, count)
                count += 1

        editors = [threading.Thread(target=decide, args=(number + k * 500,)) for k in (0, 1)]
        number += 1000
        for editor in editors:
            editor.start()
        stop.wait(0.1 + chance.random() * 0.3)
        child.send_signal(signal.SIGKILL)
        stop.set()
        for editor in editors:
            editor.join()
        child.communicate()
    kept = store.read(folder / "raw" / store.NAME)
    assert len(told) > 20
    assert set(told) <= {int(decision.fields["note"] or "") for decision in kept.decisions}
    assert kept.torn <= 6
    _again(folder)
    assert _fact(folder, "46家")["review"] == "accepted"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_it_ends_when_it_is_asked_to(folder: Path) -> None:
    child, _, _ = _start(folder)
    assert child.stderr is not None and "decisions are kept in" in child.stderr.readline()
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 0 and "Traceback" not in errors
    assert "run" in errors


def test_decisions_are_no_page(folder: Path) -> None:
    _decide(folder, _said(folder, "46家", "accept"))
    assert [page.page for page in _again(folder).pages] == ["a.txt"]
    assert pipeline.read(folder / "out").facts.review.notna().sum() == 1


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_decided_the_records_hold_together(
    extracted: tuple[Path, object], seed: int
) -> None:
    """Any decisions in any order: ids stay unique, facts keep their numbers, replay is stable."""
    from pipeline.rows import Table

    chance = random.Random(seed)
    page = (f"p0{chance.randint(1, 8)}.txt", 1)
    tables = ("facts", "quantities", "entities", "articles", "problems")
    records = Records(**{name: tuple(Table(extracted[0], name).page(page)) for name in tables})
    decisions = []
    for _ in range(30):
        fact = chance.choice(records.facts)
        action = chance.choice(["accept", "reject", "correct", "add"])
        fields: dict[str, str | None] = {}
        if action in ("correct", "add"):
            other = chance.choice(records.facts)
            name = chance.choice(["subject", "indicator", "kind", "value", "period"])
            fields = {name: str(other[name] or "") or str(fact[name] or "") or "2023"}
        if action == "correct" and chance.random() < 0.2:
            fields = {"role": chance.choice(["date", "name", "ordinal"])}
        decisions.append(_decision(fact, action, **fields))
    once, held = apply(records, decisions)
    assert held == set(range(30)), "every place is there"
    for rows, name in ((once.facts, "fact_id"), (once.quantities, "quantity_id")):
        assert len({row[name] for row in rows}) == len(rows)
    assert {row["quantity_id"] for row in once.facts} <= {
        row["quantity_id"] for row in once.quantities if row["role"] == "fact"
    }
    places = [(row["line"], row["column"]) for row in once.facts]
    assert places == sorted(places)  # type: ignore[type-var]
    again, _ = apply(records, decisions)
    assert again == once
