"""Records and files: exact values, stable ids, files that are whole or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import Executor, Future
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import write
from pipeline.model import Page, Value
from pipeline.records import FIELDS, Records, Row, decimal_text, records
from pipeline.run import Summary, read_page
from pipeline.write import File, Folder, as_rows, csv_cells, csv_line, indented, json_line

NASTY = [
    '=cmd|"/c calc"!A1',
    "+1+3",
    "-2+3",
    "@SUM(1)",
    "a,b\"c'\n第二行\r\n",
    "\u2028\u2029\u0085\u202e\x00\x1b",
    "</script><img src=x onerror=alert(1)>",
    "0012",
    "",
    "|",
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("853690000000"), "853690000000"),
        (Decimal("8.5369E+11"), "853690000000"),
        (Decimal("14.90"), "14.9"),
        (Decimal("100"), "100"),
        (Decimal("-0.0"), "0"),
        (Decimal("0E+3"), "0"),
        (Decimal("1E-7"), "0.0000001"),
        (Fraction(1, 4), "0.25"),
        (Fraction(25), "25"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(100, 3), "100/3"),
        (Fraction(-1, 2**41), f"-0.{5**41:041}"),
        (Fraction(200, 7), "200/7"),
        (None, None),
    ],
)
def test_values_as_text(value: Value | None, text: str | None) -> None:
    assert decimal_text(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_no_decimal_changes(value: Decimal) -> None:
    text = decimal_text(value)
    assert text is not None and Decimal(text) == value
    assert "e" not in text.lower()


@given(st.fractions())
def test_no_fraction_changes(value: Fraction) -> None:
    text = decimal_text(value)
    assert text is not None and Fraction(text) == value


def _row(table: str, text: str) -> Row:
    row: Row = dict.fromkeys(FIELDS[table], text)
    for name in ("aliases", "subheads"):
        if name in row:
            row[name] = [text]
    if "mentions" in row:
        row["mentions"] = [[1, 2]]
    return row


@pytest.mark.parametrize("text", NASTY)
def test_json_lines_hold_anything_exactly(text: str) -> None:
    line = json_line({"quote": text})
    assert json.loads(line) == {"quote": text}
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("text", NASTY)
def test_files_give_back_what_was_written(tmp_path: Path, text: str) -> None:
    made = Records(**{name: (_row(name, text),) for name in FIELDS})  # type: ignore[arg-type]
    with Folder(tmp_path) as folder:
        folder.add(made)
        folder.commit({}, {})
    for table, fields in FIELDS.items():
        lines = (tmp_path / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")
        assert json.loads(lines[0]) == _row(table, text) and lines[1:] == [""]
        with (tmp_path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            header, cells = list(csv.reader(file))
        assert tuple(header) == fields
        assert cells == csv_cells(table, _row(table, text))


def test_the_bytes_of_a_line() -> None:
    """Written out, so that a change of the format is seen."""
    row = {"名": "京\u2028\u2029\u0085", "n": None, "list": [1, "二"]}
    line = json_line(row)
    assert line == '{"名":"京\\u2028\\u2029\\u0085","n":null,"list":[1,"二"]}\n'
    assert csv_line(["a", "", "b,c", 'd"e', "f\rg", "h\ni"]) == ('a,,"b,c","d""e","f\rg","h\ni"\n')
    assert csv_line([]) == "\n"


def test_cells_of_nothing_of_lists_and_of_numbers() -> None:
    row: Row = dict.fromkeys(FIELDS["entities"])
    row |= {"canonical": "甲", "aliases": ["乙", "丙"], "mentions": [[1, 2], [3, 4], [5, 6]]}
    cells = dict(zip(FIELDS["entities"], csv_cells("entities", row), strict=True))
    empty = set(FIELDS["entities"]) - {"canonical", "aliases", "mentions"}
    assert {cells[name] for name in empty} == {""}
    assert (cells["canonical"], cells["aliases"], cells["mentions"]) == ("甲", "乙|丙", "3")
    row |= {"mentions": None, "aliases": []}
    cells = dict(zip(FIELDS["entities"], csv_cells("entities", row), strict=True))
    assert (cells["aliases"], cells["mentions"]) == ("", "")
    facts: Row = dict.fromkeys(FIELDS["facts"]) | {"line": 0}
    assert csv_cells("facts", facts)[FIELDS["facts"].index("line")] == "0"


def test_rows_stand_in_the_order_of_the_tables() -> None:
    made = Records(problems=(_row("problems", "a"), _row("problems", "b")))
    rows = as_rows(made)
    place = list(FIELDS).index("problems")
    for index in range(len(FIELDS)):
        assert rows.lines[index].count(b"\n") == rows.cells[index].count(b"\n")
        assert rows.lines[index].count(b"\n") == (2 if index == place else 0)
    assert rows.lines[place] == b"".join(json_line(_row("problems", t)).encode() for t in "ab")
    with pytest.raises(UnicodeEncodeError):
        as_rows(Records(problems=(_row("problems", "\ud800"),)))


def test_a_file_that_cannot_be_closed_is_discarded_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def close(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    file = File(tmp_path, "a")
    file._file.close()
    monkeypatch.setattr(file, "_file", Full())
    file.discard()
    assert not file.path.exists()


def test_the_error_that_is_told_is_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that the temporary file is gone already when it is to be removed."""

    def refuse(handle: int, _: str) -> None:
        os.close(handle)
        for left in tmp_path.iterdir():
            left.unlink()
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "fdopen", refuse)
    with pytest.raises(OSError, match="Too many open files"):
        File(tmp_path, "a")


def test_a_file_is_hidden_until_it_is_whole_and_knows_its_digest(tmp_path: Path) -> None:
    file = File(tmp_path, "report/" + "n" * 200 + ".html")
    assert file.path.parent == tmp_path
    assert regex.fullmatch(r"\.n{95}\.html-[^/]+\.part", file.path.name)
    assert (file.write(b"ab"), file.tell(), file.write(b"cde"), file.tell()) == (2, 2, 3, 5)
    assert not file.closed
    assert file.end() == sha256(b"abcde").hexdigest()
    assert file.path.read_bytes() == b"abcde"
    file.discard()
    assert not file.path.exists()
    file.discard()  # as often as one likes


def test_a_name_of_a_folder_s_file_is_flat_while_it_is_written(tmp_path: Path) -> None:
    file = File(tmp_path, "report/1.html")
    assert file.path.name.startswith(".report-1.html-")
    file.discard()


def test_a_file_that_cannot_be_opened_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, mode: str) -> None:
        os.close(handle)
        raise MemoryError(mode)

    monkeypatch.setattr(os, "fdopen", refuse)
    with pytest.raises(MemoryError, match=r"^wb$"):
        File(tmp_path, "facts.csv")
    assert not list(tmp_path.iterdir())


def test_the_end_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written is on the disk before the name is, and the folder after all names."""
    done: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        size = os.fstat(handle).st_size
        done.append(kind if kind == "folder" else f"file {size}")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        done.append(f"name {target.name}")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    with Folder(tmp_path / "out") as folder:
        folder.commit({}, {"report.html": [b"ab", b"c"]})
    names = [name for name in done if name.startswith("name")]
    assert names[-1] == "name run.json" and "name report.html" in names
    first = done.index(names[0])
    # all of them are put on the disk first: the report, two files a table, the run
    assert len(done[:first]) == 2 + 2 * len(FIELDS) and "file 3" in done[:first]
    assert done[first:] == [*names, "folder"]


def test_the_run_names_the_digest_of_every_other_file(tmp_path: Path) -> None:
    with Folder(tmp_path / "a" / "out") as folder:
        folder.commit({"名": 1}, {"report/1.html": ["页".encode()], "report.html": []})
    out = tmp_path / "a" / "out"
    text = (out / "run.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert text.startswith('{\n "名": 1,\n "files": {\n  "') and text.endswith("}\n")
    found = {
        path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }
    assert told["files"] == found and list(found) and list(told["files"]) == sorted(found)
    assert found["report/1.html"] == sha256("页".encode()).hexdigest()
    assert {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()} == {0o644}


def test_a_file_ended_early_is_not_ended_again(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.open("table.parquet").write(b"abc")
        folder.end("table.parquet")
        folder.end("table.parquet")
        folder.commit({}, {})
    told = json.loads((tmp_path / "run.json").read_bytes())
    assert told["files"]["table.parquet"] == sha256(b"abc").hexdigest()


@pytest.mark.parametrize("block", [1, 3, 1 << 18])
def test_blocks_written_behind_our_back_come_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(write, "_BLOCK", block)
    monkeypatch.setattr(write, "_BEGIN", 5)
    monkeypatch.setattr(write, "_ENDING", 2)
    pieces = [f"{number}页".encode() for number in range(300)]
    with Folder(tmp_path) as folder:
        folder.commit({}, {f"report/{name}.html": pieces for name in range(9)})
    told = json.loads((tmp_path / "run.json").read_bytes())["files"]
    for name in range(9):
        data = (tmp_path / "report" / f"{name}.html").read_bytes()
        assert data == b"".join(pieces)
        assert told[f"report/{name}.html"] == sha256(data).hexdigest()


def test_a_file_that_changes_while_it_is_copied_leaves_the_old_output(tmp_path: Path) -> None:
    name = "facts.jsonl"
    with Folder(tmp_path) as folder:
        folder._files[name].write(b"old\n")
        folder.commit({}, {})
    whole = (tmp_path / "run.json").read_bytes()
    with pytest.raises(OSError, match="changed while it was copied"), Folder(tmp_path) as folder:
        folder.copy(name, 0, 4)
        with (tmp_path / name).open("ab") as other:
            other.write(b"of another program\n")
        folder.commit({}, {})
    assert (tmp_path / "run.json").read_bytes() == whole
    assert not list(tmp_path.glob(".*.part"))


class Idle(Executor):
    """Hands that have not begun yet."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []

    def submit(self, work: Any, /, *_: Any, **__: Any) -> Future[Any]:
        self.asked.append(work)
        return Future()


def test_what_waits_in_memory_for_slow_hands_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "_BLOCK", 1)
    monkeypatch.setattr(write, "_WAITING", 10)
    settled: list[int] = []
    hands = Idle()
    file = File(tmp_path, "facts.jsonl", hands)
    monkeypatch.setattr(file, "_settle", lambda: settled.append(file._waiting))
    for _ in range(3):
        file.write(b"data")
    assert settled == [] and file._waiting == 12
    file.write(b"more")
    assert settled == [12] and len(hands.asked) == 1
    hands.asked[0]()
    assert file._waiting == 0 and file._digest.digest() == sha256(b"data" * 3 + b"more").digest()
    file.discard()


def test_an_error_behind_our_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_BLOCK", 1)
    monkeypatch.setattr(write.File, "_put", _full)
    with pytest.raises(OSError, match="No space"), Folder(tmp_path) as folder:
        folder.commit({}, {})
    assert not list(tmp_path.iterdir())


def _full(self: File, block: bytes) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _refused(*_: int) -> int:
    raise OSError(errno.EXDEV, "Invalid cross-device link")


@pytest.mark.parametrize("way", ["system", "refused", "none"])
@pytest.mark.parametrize("step", [1, 7, 1 << 19])
def test_stretches_of_the_last_file_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, step: int
) -> None:
    if way == "none":
        monkeypatch.delattr(os, "copy_file_range", raising=False)
    elif way == "refused":
        monkeypatch.setattr(os, "copy_file_range", _refused, raising=False)
    monkeypatch.setattr(write, "_STEP", step)
    monkeypatch.setattr(write, "_WAITING", 3)
    name = "facts.jsonl"
    old = "".join(f"第{number}行\n" for number in range(400)).encode()
    with Folder(tmp_path) as folder:
        folder._files[name].write(old)
        folder.commit({}, {"stays.html": [b"page"]})
    inode = (tmp_path / "stays.html").stat().st_ino
    digest = sha256(b"page").hexdigest()
    with Folder(tmp_path) as folder:
        folder.copy(name, 0, 1000)
        folder._files[name].write(b"new\n")
        folder.copy(name, 2000, 1500)
        folder.copy(name, 3500, 0)
        folder.copy(name, 3500, len(old) - 3500)
        folder.keep("stays.html", digest)
        folder.commit({}, {})
    new = old[:1000] + b"new\n" + old[2000:]
    assert (tmp_path / name).read_bytes() == new
    told = json.loads((tmp_path / "run.json").read_bytes())["files"]
    assert told[name] == sha256(new).hexdigest() and told["stays.html"] == digest
    assert list(told) == sorted(told)
    assert (tmp_path / "stays.html").stat().st_ino == inode


def test_a_file_that_changes_while_it_is_copied_is_told(tmp_path: Path) -> None:
    for what in ("longer", "shorter"):
        with Folder(tmp_path) as folder:
            folder._files["facts.csv"].write(b"rows\n" * 1000)
            folder.commit({}, {})
        old = (tmp_path / "facts.csv").read_bytes()
        with pytest.raises(OSError, match="while it was copied"), Folder(tmp_path) as folder:
            folder.copy("facts.csv", 0, 1)
            changed = old + b"more" if what == "longer" else old[:2000]
            (tmp_path / "facts.csv").write_bytes(changed)
            folder.copy("facts.csv", 1, 4000)
            folder.commit({}, {})
        assert (tmp_path / "facts.csv").read_bytes() == changed
        assert not list(tmp_path.glob(".*.part"))


def test_rows_of_too_few_tables_are_refused(tmp_path: Path) -> None:
    rows = as_rows(Records())
    with pytest.raises(ValueError, match=r"^zip\(\) argument"), Folder(tmp_path) as folder:
        folder.append(write.Rows(rows.lines[:-1], rows.cells))
    with pytest.raises(ValueError, match=r"^zip\(\) argument"), Folder(tmp_path) as folder:
        folder.append(write.Rows(rows.lines, rows.cells[:-1]))
    assert not list(tmp_path.iterdir())


def _commit(out: Path, *names: str) -> set[str]:
    with Folder(out) as folder:
        folder.commit({}, {name: [name.encode()] for name in names})
    always = {f"{table}.{kind}" for table in FIELDS for kind in ("csv", "jsonl")} | {"run.json"}
    found = {path.relative_to(out).as_posix() for path in out.rglob("*")}
    assert always <= found
    return found - always


def test_what_the_last_run_wrote_and_this_one_does_not_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _commit(out, "a/b/1.html", "a/b/2.html", "a/3.html", "c.html") == {
        "a", "a/b", "a/b/1.html", "a/b/2.html", "a/3.html", "c.html",
    }  # fmt: skip
    (out / "own.txt").write_text("not ours", encoding="utf-8")
    assert _commit(out, "a/b/1.html") == {"a", "a/b", "a/b/1.html", "own.txt"}
    assert _commit(out, "d.html") == {"d.html", "own.txt"}
    (out / "d.html").unlink()  # somebody was before us
    assert _commit(out) == {"own.txt"}


def test_who_knows_what_the_last_run_wrote_need_not_read_it_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _commit(out, "a/1.html", "b.html")
    beside = tmp_path / "beside.txt"
    beside.write_text("stays", encoding="utf-8")
    (out / "run.json").write_bytes(b"{")
    with Folder(out, {"a/1.html", "b.html", "../beside.txt", "gone.html"}) as folder:
        folder.commit({}, {"b.html": [b"new"]})
    assert (out / "b.html").read_bytes() == b"new"
    assert not (out / "a").exists()
    assert beside.exists()


def test_a_folder_with_a_stranger_in_it_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _commit(out, "a/b/1.html")
    (out / "a" / "note.txt").write_text("not ours", encoding="utf-8")
    assert _commit(out) == {"a", "a/note.txt"}


def test_a_link_or_folder_under_an_old_name_is_not_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    _commit(out, "link.html", "folder.html")
    victim = tmp_path / "victim.txt"
    victim.write_text("stays", encoding="utf-8")
    for name in ("link.html", "folder.html"):
        (out / name).unlink()
    (out / "link.html").symlink_to(victim)
    (out / "folder.html").mkdir()
    assert _commit(out) == {"link.html", "folder.html"}
    assert victim.read_text(encoding="utf-8") == "stays"


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"files": 1}',
        b'{"files": null}',
        b'{"files": {"../beside.txt": "x", "a//x.txt": "x", "./x.txt": "x", "": "x"}}',
        b'{"files": {"a/../../beside.txt": "x", "/x.txt": "x", "..": "x", ".": "x"}}',
    ],
)
def test_a_forged_run_removes_nothing(tmp_path: Path, told: bytes) -> None:
    out = tmp_path / "out"
    (out / "a").mkdir(parents=True)
    beside = [tmp_path / "beside.txt", out / "x.txt", out / "a" / "x.txt"]
    for path in beside:
        path.write_text("stays", encoding="utf-8")
    (out / "run.json").write_bytes(told)
    _commit(out)
    assert all(path.read_text(encoding="utf-8") == "stays" for path in beside)


def test_leaving_early_the_old_files_stand(tmp_path: Path) -> None:
    _write(tmp_path, "old")
    old = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(KeyboardInterrupt), Folder(tmp_path) as folder:
        folder.add(Records(problems=(_row("problems", "new"),)))
        raise KeyboardInterrupt
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old


def test_empty_tables_have_their_header(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.commit({}, {})
    for table, fields in FIELDS.items():
        data = (tmp_path / f"{table}.csv").read_bytes()
        assert data == (",".join(fields) + "\n").encode()
        assert (tmp_path / f"{table}.jsonl").read_bytes() == b""


class _Failing:
    """Lets the n-th system call of making, writing and replacing files fail as a full disk does."""

    def __init__(self, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = n
        self.hit = False
        self.lock = Lock()
        for module, name in (
            (os, "fsync"),
            (os, "fdopen"),
            (write.tempfile, "mkstemp"),
            (Path, "replace"),
            (write.File, "write"),
        ):
            self._wrap(module, name, monkeypatch)

    def _wrap(self, owner: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            with self.lock:  # files are written by several threads
                self.left -= 1
                fails = self.left == 0
            if fails:
                self.hit = True
                if name == "fdopen":
                    os.close(arguments[0])
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        monkeypatch.setattr(owner, name, call)


def _write(folder_path: Path, text: str) -> None:
    with Folder(folder_path) as folder:
        folder.add(Records(problems=(_row("problems", text),)))
        folder.commit({"text": text}, {"report.html": [text.encode()]})


def test_whichever_step_fails_each_file_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "old", "old")
    _write(tmp_path / "new", "new")
    old = {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()}
    new = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    failures = 0
    for n in range(1, 200):
        folder = tmp_path / str(n)
        _write(folder, "old")
        with monkeypatch.context() as patch:
            failing = _Failing(n, patch)
            if failing.hit:
                continue
            try:
                _write(folder, "new")
            except OSError:
                failures += 1
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert found.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in found.items())
        # run.json is replaced last: it never speaks of files that are not there yet.
        if found["run.json"] == new["run.json"]:
            assert found == new
        if not failing.hit:
            assert found == new
            break
    else:
        pytest.fail("the writing never came through")
    assert failures > 20


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".facts.jsonl-abc.part").write_text("half", encoding="utf-8")
    _write(tmp_path, "new")
    assert not list(tmp_path.glob(".*.part"))


def test_records_point_at_their_raw_place(
    extracted: tuple[Path, Summary], sample_pages: list[Path]
) -> None:
    tables = pipeline.read(extracted[0])
    texts = {path.name: path.read_text(encoding="utf-8").split("\n") for path in sample_pages}
    assert len(tables.quantities) > 300
    for name in ("facts", "quantities"):
        for row in tables[name].itertuples():
            lines = texts[row.page][row.line - 1 : row.end_line]
            lines[-1] = lines[-1][: row.end_column]
            lines[0] = lines[0][row.column - 1 :]
            assert "\n".join(lines) == row.raw


def test_ids_are_unique_and_refer(extracted: tuple[Path, Summary]) -> None:
    tables = pipeline.read(extracted[0])
    for table, key in (
        ("facts", "fact_id"),
        ("quantities", "quantity_id"),
        ("entities", "entity_id"),
    ):
        assert tables[table][key].is_unique
    assert set(tables.facts.quantity_id) <= set(tables.quantities.quantity_id)
    assert set(tables.facts.subject_id.dropna()) <= set(tables.entities.entity_id)
    facts_of = tables.quantities.set_index("quantity_id").role
    assert set(facts_of[tables.facts.quantity_id]) == {"fact"}


def test_frames_have_their_types(extracted: tuple[Path, Summary]) -> None:
    facts = pipeline.read(extracted[0]).facts
    assert str(facts.line.dtype) == "Int64"
    assert str(facts.kind.dtype) == "category"
    assert all(isinstance(value, Decimal | Fraction) for value in facts.value)
    assert tuple(facts.columns) == FIELDS["facts"]


def test_csv_and_jsonl_say_the_same(extracted: tuple[Path, Summary]) -> None:
    for table in FIELDS:
        with (extracted[0] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))[1:]
        with (extracted[0] / f"{table}.jsonl").open(encoding="utf-8", newline="\n") as lines:
            rows = [json.loads(line) for line in lines]
        assert cells == [csv_cells(table, row) for row in rows]


def test_traditional_quotes_stay_as_printed() -> None:
    text = "去年，城北開發區共有三百二十億元產值，新增兩個項目。\n"
    made = records(read_page(Page("a.txt", text * 3)))
    for row in made.quantities:
        assert str(row["quote"]) in text
        assert row["raw"] == row["quote"]


def test_no_source_splits_lines_by_other_marks_than_line_ends() -> None:
    for path in Path(write.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "splitlines(" not in source, path
        assert ".read_text()" not in source, path


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@settings(deadline=None)
@given(JSON)
def test_json_with_indents_is_that_of_the_library(data: object) -> None:
    assert indented(data) == json.dumps(data, ensure_ascii=False, indent=1)
