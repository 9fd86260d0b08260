"""Blocks of unchanged files: taken over as they stand, and never a byte of difference."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline import write
from pipeline.report import document
from pipeline.run import Summary, blocks, keys, run
from pipeline.run.blocks import cut

COUNT = 30
SENTENCES = (
    "城北开发区去年完成工业总产值{0}亿元，同比增长8.{1}%。",
    "园区新增企业{0}家，其中高新技术企业{1}家。",
    "2023年，银川高新区进出口额374.28亿元。",
    # A number without a role: each file of the report needs a look, and names its neighbours only.
    "其中7、8、9、22。",
)


def _text(number: int) -> str:
    return "\n".join(line.format(number + 100, number + 1) for line in SENTENCES) + "\n"


def _bytes(folder: Path) -> dict[str, bytes]:
    names = {p: p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for path, name in names.items() if name[0] != "."}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of few files, and a report that is a folder soon."""
    monkeypatch.setattr(document, "MOST_PAGES", 3)
    monkeypatch.setattr(document, "PAGES_A_FILE", 4)
    for name, value in (("LEAST", 2), ("MOST", 5), ("ODDS", 3)):
        monkeypatch.setattr(blocks, name, value)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Pages and their output, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "raw").mkdir()
    for number in range(COUNT):
        (folder / "raw" / f"{number:03}.txt").write_text(_text(number), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        small.__wrapped__(patch)
        run([folder / "raw"], folder / "out")
    yield folder


@pytest.fixture
def raw(made: Path, tmp_path: Path) -> Path:
    """Pages, and beside them an output that stands as a run has left it."""
    shutil.copytree(made / "raw", tmp_path / "raw")
    (tmp_path / "out").mkdir()
    shutil.copytree(made / "out" / ".cache", tmp_path / "out" / ".cache")
    run([tmp_path / "raw"], tmp_path / "out")
    return tmp_path / "raw"


def _fresh(raw: Path) -> Summary:
    """An output made of all pages; they are not read again, which other tests look after."""
    fresh = raw.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    entries = Path(".cache") / "pages"
    shutil.copytree(raw.parent / "out" / entries, fresh / entries, copy_function=os.link)
    return run([raw], fresh)


def _again(raw: Path) -> tuple[Summary, set[str]]:
    """Runs again, holds the output against one made afresh; names the files that stayed."""
    out = raw.parent / "out"
    before = {path: path.stat().st_ino for path in (out / "report").glob("*.html")}
    summary = run([raw], out)
    fresh = _fresh(raw)
    found, wanted = _bytes(out), _bytes(raw.parent / "fresh")
    assert found.keys() == wanted.keys()
    assert [name for name in wanted if found[name] != wanted[name]] == []
    for name in ("files", "pages", "counts", "roles", "codes", "review"):
        assert getattr(summary, name) == getattr(fresh, name), name
    assert +summary.statuses == +fresh.statuses
    told = json.loads(found["run.json"])["files"]
    assert told == {n: sha256(data).hexdigest() for n, data in found.items() if n != "run.json"}
    return summary, {
        path.name for path, inode in before.items() if path.exists() and path.stat().st_ino == inode
    }


# ------------------------------------------------------------------------------ where they end


def test_blocks_hold_all_files_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    names = [f"2024/{number:05}.txt" for number in range(3000)]
    found = cut(names)
    assert [at for one in found for at in one.files] == list(range(3000))
    sizes = [len(one.files) for one in found]
    assert min(sizes[:-1]) >= blocks.LEAST and max(sizes) == blocks.MOST
    assert sum(sizes) / len(sizes) < 18
    assert len({one.name for one in found}) == len(found)
    assert cut([]) == [] and len(cut(["a"])) == 1


@pytest.mark.parametrize("at", [0, 1500, 2999])
def test_a_file_more_or_less_moves_few_ends(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    names = [f"2024/{number:05}.txt" for number in range(3000)]
    before = {tuple(names[n] for n in one.files) for one in cut(names)}
    for other in (names[:at] + names[at + 1 :], [*names[:at], "2024/new.txt", *names[at:]]):
        after = {tuple(other[n] for n in one.files) for one in cut(other)}
        assert 0 < len(after - before) < 12


def test_names_of_blocks_that_begin_alike_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    class Same:
        def __init__(self, data: bytes) -> None:
            self.data = data

        def hexdigest(self) -> str:
            return "a" * 20 + f"{len(self.data):044x}"

    monkeypatch.setattr(blocks, "sha256", Same)
    names = [one.name for one in cut(["x" * n for n in range(1, 30)])]
    assert len(set(names)) == len(names) > 3


# ------------------------------------------------------------------------------ what changes


def _changed(raw: Path) -> None:
    (raw / "013.txt").write_text("全区新增企业46家，增长两成。\n", encoding="utf-8")


def _longer(raw: Path) -> None:
    for name in ("000.txt", "029.txt"):
        (raw / name).write_text(_text(7) * 3, encoding="utf-8")


def _gone(raw: Path) -> None:
    for name in ("000.txt", "020.txt"):
        (raw / name).unlink()


def _new(raw: Path) -> None:
    for name in ("0000.txt", "0205.txt", "999.txt"):
        (raw / name).write_text(_text(5), encoding="utf-8")


def _renamed(raw: Path) -> None:
    (raw / "027.txt").rename(raw / "0015.txt")


def _failing(raw: Path) -> None:
    (raw / "025.txt").write_bytes(b"")


def _many_pages(raw: Path) -> None:
    (raw / "017.txt").write_text("\f".join(map(_text, range(6))), encoding="utf-8")


def _noted(raw: Path) -> None:
    (raw / "028.meta.toml").write_text('date = "2020-04-18"\n', encoding="utf-8")


CHANGES = (_changed, _longer, _gone, _new, _renamed, _failing, _many_pages, _noted)


@pytest.mark.parametrize("change", CHANGES)
def test_the_rest_is_taken_over(raw: Path, change: Callable[[Path], None]) -> None:
    change(raw)
    summary, stayed = _again(raw)
    assert summary.unchanged >= COUNT - 2
    assert stayed


def test_one_change_after_the_other(raw: Path) -> None:
    for change in CHANGES:
        change(raw)
        _again(raw)
    run([raw], raw.parent / "read", cache=False)
    assert _bytes(raw.parent / "read") == _bytes(raw.parent / "out")
    for number in range(COUNT):
        (raw / f"{number:03}.txt").write_text(_text(number), encoding="utf-8")
    _again(raw)


def test_only_what_changed_is_read_and_only_its_block_made_again(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = document.Document.begin
    monkeypatch.setattr(
        document.Document,
        "begin",
        lambda self, name, shelf: (made.append(name), real(self, name, shelf))[1],
    )
    _changed(raw)
    run([raw], raw.parent / "out")
    assert len(made) == 1


def test_what_pages_contradict_follows_the_pages(raw: Path) -> None:
    """The first page that says a thing is the one that all others are held against."""
    summary, _ = _again(raw)
    assert summary.codes["D003"] == 0
    for name, value in (("024.txt", "402.5"), ("000.txt", "410.9"), ("021.txt", "402.5")):
        path = raw / name
        text = path.read_text(encoding="utf-8").replace("374.28", value)
        path.write_text(text, encoding="utf-8")
        _again(raw)
    assert run([raw], raw.parent / "out").codes["D003"] == COUNT - 1
    (raw / "000.txt").unlink()
    assert _again(raw)[0].codes["D003"] == 2
    (raw / "024.txt").write_text(_text(24), encoding="utf-8")
    assert _again(raw)[0].codes["D003"] == 1


def _decision(raw: Path, name: str) -> str:
    rows = (raw.parent / "out" / "facts.jsonl").read_text(encoding="utf-8").split("\n")
    fact = next(row for row in map(json.loads, rows[:-1]) if row["page"] == name)
    return json.dumps(
        {
            "page_sha256": sha256((raw / name).read_bytes()).hexdigest(),
            "page": name,
            "page_number": 1,
            "quantity_id": fact["quantity_id"],
            "fact_id": fact["fact_id"],
            "span": [fact[at] for at in ("line", "column", "end_line", "end_column")],
            "raw": fact["raw"],
            "action": "reject",
            "fact": None,
            "fields": {},
        }
    )


def test_decisions_reach_pages_that_have_not_changed(raw: Path) -> None:
    decisions = raw / "review.jsonl"
    decisions.write_text(_decision(raw, "011.txt") + "\n", encoding="utf-8")
    summary, stayed = _again(raw)
    assert summary.review == {"reject": 1} and stayed
    # They stay where something else changes, and go with their file.
    _changed(raw)
    assert _again(raw)[0].review == {"reject": 1}
    decisions.unlink()
    _longer(raw)
    assert not _again(raw)[0].review


# ------------------------------------------------------------------------------ what is touched


@pytest.mark.parametrize("pattern", ["facts.jsonl", "problems.csv", "run.json", "report/*.html"])
def test_what_somebody_touched_is_not_taken_over(raw: Path, pattern: str) -> None:
    for path in sorted((raw.parent / "out").glob(pattern))[:3]:
        path.write_bytes(path.read_bytes().replace(b"2", b"3"))
    _changed(raw)
    _again(raw)


@pytest.mark.parametrize("pattern", ["facts.csv", "report.html", "report/*.html"])
def test_what_is_gone_is_made_again(raw: Path, pattern: str) -> None:
    for path in sorted((raw.parent / "out").glob(pattern))[:3]:
        path.unlink()
    _again(raw)
    for path in sorted((raw.parent / "out").glob(pattern))[:3]:
        path.unlink()
    _changed(raw)
    _again(raw)


@pytest.mark.parametrize("damage", ["bit", "gone", "empty"])
def test_a_damaged_shelf_is_as_good_as_none(raw: Path, damage: str, reads: list[str]) -> None:
    shelves = sorted((raw.parent / "out" / ".cache" / "blocks").iterdir())
    assert len(shelves) > 8
    for shelf in shelves[:4]:
        data = shelf.read_bytes()
        if damage == "gone":
            shelf.unlink()
        else:
            shelf.write_bytes(b"" if damage == "empty" else data.replace(b"1", b"2"))
    _changed(raw)
    run([raw], raw.parent / "out")
    assert reads == ["013.txt"]
    _gone(raw)
    _again(raw)


@pytest.mark.parametrize("note", [b"", b"[]", b'{"files": {}}', b"\xff"])
def test_a_torn_note_is_as_good_as_none(raw: Path, note: bytes) -> None:
    path = raw.parent / "out" / ".cache" / "last.json"
    lines = path.read_bytes().split(b"\n")
    _changed(raw)
    for torn in (note, b"\n".join([lines[0], note, *lines[2:]])):
        path.write_bytes(torn)
        _again(raw)


def test_another_program_takes_nothing_over(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the browser runs decides no record, and yet all files of the report."""
    monkeypatch.setattr(keys, "package", lambda *suffixes: b"the next script")
    _changed(raw)
    assert _again(raw)[1] == set()


def test_other_formats_hold_all_pages(raw: Path) -> None:
    pytest.importorskip("pyarrow")
    _changed(raw)
    out = raw.parent / "out"
    run([raw], out, formats=frozenset({"parquet"}))
    run([raw], raw.parent / "fresh", formats=frozenset({"parquet"}), cache=False)
    assert _bytes(out) == _bytes(raw.parent / "fresh")
    _gone(raw)
    _again(raw)


def test_nothing_is_left_of_blocks_that_are_gone(raw: Path) -> None:
    _longer(raw)
    _gone(raw)
    _again(raw)
    cache = raw.parent / "out" / ".cache"
    note = (cache / "last.json").read_bytes().split(b"\n")[1:]
    wanted = {json.loads(line)[3][0] for line in note}
    assert {path.stem for path in (cache / "blocks").iterdir()} == wanted
    assert not list((cache / "once").glob("*"))


# ------------------------------------------------------------------------------ broken off


def test_whichever_step_fails_the_old_files_stand(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, kept = raw.parent / "out", raw.parent / "kept"
    old = _bytes(out)
    shutil.copytree(out, kept, copy_function=os.link)
    _changed(raw)
    _gone(raw)
    run([raw], out)
    _fresh(raw)
    new = _bytes(raw.parent / "fresh")
    failures = 0
    for n in range(1, 400, 8):
        shutil.rmtree(out, ignore_errors=True)
        # Hard links: the files keep their inodes, so that the output is taken for untouched.
        shutil.copytree(kept, out, copy_function=os.link)
        with monkeypatch.context() as patch:
            left = _fail(n, patch)
            try:
                run([raw], out)
            except OSError:
                failures += 1
        found = _bytes(out)
        assert all(data in (old.get(name), new.get(name)) for name, data in found.items())
        assert old.keys() & new.keys() <= found.keys()
        run([raw], out)
        assert _bytes(out) == new
        if left():
            break
    else:
        pytest.fail("the run never came through")
    assert failures > 8


def _fail(n: int, patch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Lets the n-th step of writing fail as a full disk does; tells whether it came to that."""
    count = [n]

    def wrap(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            count[0] -= 1
            if count[0] == 0:
                if name == "fdopen":
                    os.close(arguments[0])
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        patch.setattr(owner, name, call)

    for owner, name in (
        *((os, "fsync"), (os, "fdopen"), (Path, "replace"), (write, "_copied")),
        *((blocks.tempfile, "mkstemp"), (blocks.NewShelf, "write")),
    ):
        wrap(owner, name)
    return lambda: count[0] > 0
