"""What an editor, a browser or an annotation tool seldom sends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_exchange import _annotated, _back, _of, _pages, _tasks
from test_exchange import _import as _bring_in
from test_exchange import _kept as _decided
from test_review import _ask, _decision, _fact, _records, _rows, _said

from pipeline.__main__ import main
from pipeline.exchange.sheets import sheets
from pipeline.model import Page
from pipeline.records import records
from pipeline.review import Refused, apply, parse, store
from pipeline.review import applying as applying_
from pipeline.review.lookup import Output
from pipeline.review.server import Server, desk
from pipeline.run import read_page, run

PAGE = (
    "本报讯 2023年，银川高新区完成工业总产值320亿元，同比增长8.5%。\n"
    "银川高新区高新技术企业46家，研发人员数千名，占地十余平方公里，第八批专家20名。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PAGE, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with desk(folder / "out", folder / "raw") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


# -------------------------------------------------------------------------------------- decisions


def test_a_number_that_is_accepted_without_a_fact_keeps_its_role(folder: Path) -> None:
    number = next(row for row in _rows(folder, "quantities") if row["quote"] == "第八批")
    span = [number[name] for name in ("line", "column", "end_line", "end_column")]
    row = {"page_sha256": "0" * 64, "page": "a.txt", "span": span, "raw": "第八批"}
    decision = parse({**row, "action": "accept"})
    made, held = apply(_records(folder), [decision])
    (after,) = [row for row in made.quantities if row["quote"] == "第八批"]
    assert held == {0}
    assert (after["role"], after["review"]) == (number["role"], "accepted")
    assert number["role"] != "fact" and made.facts == _records(folder).facts


def test_an_overlapping_number_that_is_printed_otherwise_is_another(folder: Path) -> None:
    fact = _fact(folder, "46家")
    decision = replace(_decision(fact, "reject"), raw="八十九座")
    records = _records(folder)
    made, held = apply(records, [decision])
    assert not held and made == records


def test_ids_of_facts_made_alike_are_told_apart(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of two facts of one content that were made by hand, the second is counted.
    row = _said(folder, "46家", "add", indicator="企业", kind="level", value="46")
    with desk(folder / "out", folder / "raw") as server:
        decision = server.output.complete({**row, "fact_id": None})
    real = applying_.identity
    given: list[str] = []

    def identity(*parts: object) -> str:
        made = real(*parts)
        if parts[0] == "fact":
            given.append(made)
            return _records(folder).facts[0]["fact_id"] if len(given) == 1 else made
        return made

    monkeypatch.setattr(applying_, "identity", identity)
    made, _ = apply(_records(folder), [decision])
    ids = [fact["fact_id"] for fact in made.facts]
    assert len(given) == 2 and len(set(ids)) == len(ids)


def test_a_correction_that_says_nothing_is_refused(folder: Path) -> None:
    row = _said(folder, "46家", "correct")
    known = {"raw": "46家", "fact_id": None, "quantity_id": None}
    with pytest.raises(Refused, match="says what is to stand instead"):
        parse({**row, **known})


@pytest.mark.parametrize("span", [None, [1, 2], [1, 2, "3", 4], [9, 1, 9, 2]])
def test_a_place_where_no_number_is_gives_none(folder: Path, span: object) -> None:
    known = Output(folder / "out")._known({"page": "a.txt", "span": span, "raw": "若干"})
    assert known == {"page": "a.txt", "page_number": 1, "fact": None, "raw": "若干"}


def test_a_span_marked_over_a_number_speaks_of_it(folder: Path) -> None:
    fact = _fact(folder, "46家")
    span = [fact[name] for name in ("line", "column", "end_line", "end_column")]
    known = Output(folder / "out")._known({"page": "a.txt", "span": span})
    assert (known["quantity_id"], known["raw"]) == (fact["quantity_id"], "46家")


def test_a_decision_that_is_no_object_is_refused(folder: Path) -> None:
    with pytest.raises(Refused, match="a decision is a JSON object"):
        Output(folder / "out").complete(["accept"])


def test_a_name_that_no_entity_of_the_page_has_stands_for_itself(folder: Path) -> None:
    output = Output(folder / "out")
    assert output.canonical(("a.txt", 1), "银川高新区") == "银川高新区"
    assert output.canonical(("a.txt", 1), "云海高新区") == "云海高新区"


def test_a_fact_added_below_the_last_number_waits_for_the_next_part(folder: Path) -> None:
    """A page may come in parts; behind the last of them the fact is added in any case."""
    text = PAGE + "园区还有企业若干家。\n"
    made = records(read_page(Page("a.txt", text)))
    row = {"page_sha256": "0" * 64, "page": "a.txt", "quantity_id": None, "fact_id": None}
    fields = {"indicator": "企业", "kind": "level", "value": "1", "quote": "若干家"}
    place = {"span": [3, 7, 3, 9], "raw": "若干家"}
    decision = parse({**row, **place, "action": "add", "fields": fields})
    assert apply(made, [decision]) == (made, frozenset())
    assert [fact["quote"] for fact in applying_.added(decision).facts] == ["若干家"]
    above = parse({**row, **place, "span": [2, 1, 2, 3], "action": "add", "fields": fields})
    with_it, held = apply(made, [above])
    assert held == {0} and len(with_it.facts) == len(made.facts) + 1


# ------------------------------------------------------------------------------------- the server


def test_the_address_opens_the_report(server: Server) -> None:
    assert server.address.startswith(f"http://127.0.0.1:{server.port}/?token=")
    path = server.address.removeprefix(f"http://127.0.0.1:{server.port}")
    assert _ask(server, "GET", path)[0] == 303


def test_a_cookie_that_cannot_be_read_opens_nothing(server: Server) -> None:
    broken = f'review_{server.port}={server.token}; a\x01b="c'
    status, _, told = _ask(server, "GET", "/", Cookie="a[]b=c; \\=;" + broken)
    assert status == 403 and b"open the address" in told


def test_a_cookie_of_another_program_hides_no_token(server: Server) -> None:
    """A name that no cookie may have makes all of them unreadable; the token may come otherwise."""
    cookies = f"a@b=c; review_{server.port}={server.token}"
    assert _ask(server, "GET", "/", Cookie=cookies)[0] == 403
    headers = {"Cookie": cookies, "X-Review-Token": server.token}
    assert _ask(server, "GET", "/", **headers)[0] == 200


def test_who_hangs_up_in_the_middle_stops_nobody(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as gone:
        head = f"POST /api/decisions HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        gone.sendall(head.encode())
        # Reset, not closed in order.
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert _ask(server, "GET", f"/?token={server.token}")[0] == 303


# ------------------------------------------------------------------------------- annotation tools


def test_results_without_a_label_are_passed_over(folder: Path) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        _of(results, "46家", "indicator")["value"]["text"] = ["高企"]
        value = {"start": 0, "end": 2, "text": ["批注"]}
        lone = {"id": "lone", "from_name": "indicator", "to_name": "text", "type": "textarea"}
        return [*results, {**lone, "value": value}]

    assert _annotated(folder, change) == 0
    assert _decided(folder) == [("correct", "46家", {"indicator": "高企"})]


def test_a_rejected_fact_that_is_read_again_is_shown_once(folder: Path) -> None:
    """Decisions that no run has applied yet: the fact stands in the tables still."""
    row = _said(folder, "46家", "reject")
    with desk(folder / "out", folder / "raw") as server:
        store.append(folder / "raw" / store.NAME, [server.output.complete(row)])
    shown = [
        result
        for task in _tasks(folder)
        for result in task["predictions"][0]["result"]
        if result["type"] == "labels" and result["value"]["text"] == "46家"
    ]
    assert len(shown) == 1
    assert main(["export", "cases", str(folder / "cases"), *_where(folder)]) == 0
    assert "46家" not in (folder / "cases" / "facts.csv").read_text(encoding="utf-8")


def _where(folder: Path) -> list[str]:
    return ["--raw", str(folder / "raw"), "-o", str(folder / "out")]


def test_a_region_where_no_number_is_read_says_too_little(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        base = {"to_name": "text", "from_name": "role", "type": "labels"}
        at = {"start": 0, "end": 3, "text": "本报讯"}
        over = {"start": 4, "end": 6, "text": PAGE[4:6]}
        return [
            *results,
            {**base, "id": "one", "value": {**at, "labels": ["name"]}},
            {**base, "id": "two", "value": {**over, "labels": ["fact"]}},
        ]

    assert _annotated(folder, change) == 1
    told = capsys.readouterr().err
    assert "a.txt:1:1 is no number that was read" in told
    assert "a.txt:1:5 says no indicator" in told
    assert _decided(folder) == []


def test_a_page_of_doccano_without_labels_is_of_another_kind(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (page,) = _pages(folder)
    del page["entities"]
    assert _back(folder, [page]) == 2
    assert "I035" in capsys.readouterr().err and _decided(folder) == []


def test_decisions_are_kept_beside_raw_pages_that_are_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "raw").rename(folder / "elsewhere")
    (folder / "back.json").write_text("[]", encoding="utf-8")
    assert _bring_in(folder, "label-studio", folder / "back.json") == 2
    assert "decisions are kept beside the raw pages" in capsys.readouterr().err


def test_a_file_without_a_page_and_a_page_of_no_run_have_no_sheet(folder: Path) -> None:
    (folder / "raw" / "b.txt").write_bytes(b"")
    (folder / "raw" / "c.txt").write_text(PAGE, encoding="utf-8")
    run([folder / "raw"], folder / "out")
    (folder / "raw" / "c.txt").write_bytes(b"")
    shown = [sheet.page for sheet in sheets([folder / "raw"], folder / "out")]
    assert shown == ["a.txt"]
