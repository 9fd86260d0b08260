"""`add`: each page once, by content; what cannot be a page is refused with a code."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from pipeline import add as adding
from pipeline.add import SUFFIXES, add
from pipeline.errors import InputError
from pipeline.ingest import discover


def made(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_is_copied_with_its_sidecar(tmp_path: Path) -> None:
    page = made(tmp_path / "in", "A版.txt", "增长1%".encode())
    (done,) = add([page], tmp_path / "raw", date="2024-04-18", paper='《"园区"周刊》', page="07")
    assert done.code is None
    assert done.target == tmp_path / "raw" / "A版.txt"
    assert done.target.read_bytes() == page.read_bytes()
    side = (tmp_path / "raw" / "A版.txt.meta.toml").read_text(encoding="utf-8")
    said = tomllib.loads(side)
    assert said == {"date": "2024-04-18", "paper": '《"园区"周刊》', "page": "07"}


def test_the_same_content_is_not_added_twice(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    made(raw / "2024", "old.txt", b"same")
    new = made(tmp_path, "new.txt", b"same")
    other = made(tmp_path, "other.txt", b"other")
    twin = made(tmp_path, "twin.txt", b"other")
    first, second, third = add([new, other, twin], raw)
    assert (first.code, first.target) == ("I031", raw / "2024" / "old.txt")
    assert second.code is None
    assert (third.code, third.target) == ("I031", second.target)


def test_a_date_for_a_page_that_is_there_already_is_not_lost_unsaid(tmp_path: Path) -> None:
    """The sidecar is the user's; the message says where the date belongs."""
    raw = tmp_path / "raw"
    made(raw, "page.txt", b"same")
    twin = made(tmp_path, "twin.txt", b"same")
    assert [item.detail for item in add([twin], raw)] == ["page.txt"]
    (item,) = add([twin], raw, date="2024-04-18")
    assert (item.code, item.detail.split()[-1]) == ("I031", "page.txt.meta.toml")
    assert not (raw / "page.txt.meta.toml").exists()


def test_another_page_of_the_same_name_gets_a_number(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    made(raw, "page.txt", b"one")
    (done,) = add([made(tmp_path, "page.txt", b"two")], raw)
    assert done.target == raw / "page-2.txt"
    assert (raw / "page.txt").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "I001"),
        ("a.docx", b"PK\x03\x04", "I004"),
        ("a.pdf", b"hello", "I029"),
        ("a.png", b"%PDF-1.4", "I029"),
        ("a.txt", b"%PDF-1.4", "I029"),
        ("a.txt", b"%PDF is what a text may begin with", None),
        ("a.PNG", b"\x89PNG\r\n\x1a\n", None),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, data: bytes, code: str | None) -> None:
    (done,) = add([made(tmp_path / "in", name, data)], tmp_path / "raw")
    assert done.code == code


def test_what_a_file_of_another_kind_is_is_said(tmp_path: Path) -> None:
    files = [
        made(tmp_path / "in", "a.pdf", b"\x89PNG\r\n\x1a\n"),
        made(tmp_path / "in", "b.png", b"%PDF-1.4"),
        made(tmp_path / "in", "c.pdf", b"hello"),
        made(tmp_path / "in", "d.png", b"hello"),
    ]
    found = [done.detail for done in add(files, tmp_path / "raw")]
    assert found == ["a picture", "a PDF", "no PDF", "no picture"]


def test_all_kinds_that_are_taken_are_read(tmp_path: Path) -> None:
    found = discover([made(tmp_path, f"page{suffix}", b"x") for suffix in SUFFIXES])
    assert [item.name for item in found if item.refused] == []


def test_what_is_missing_or_no_file_is_refused(tmp_path: Path) -> None:
    import os

    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes")
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    missing, special = add([tmp_path / "none.txt", pipe], tmp_path / "raw")
    assert (missing.code, special.code) == ("I003", "I005")


def test_a_folder_gives_its_pages(tmp_path: Path) -> None:
    made(tmp_path / "in" / "deep", "b.txt", b"b")
    made(tmp_path / "in", "a.txt", b"a")
    made(tmp_path / "in", "notes.log", b"x")
    done = add([tmp_path / "in"], tmp_path / "raw")
    assert [item.source.name for item in done] == ["a.txt", "b.txt"]


def test_a_wrong_date_copies_nothing(tmp_path: Path) -> None:
    page = made(tmp_path, "a.txt", b"a")
    with pytest.raises(InputError):
        add([page], tmp_path / "raw", date="18.4.2024")
    assert not (tmp_path / "raw").exists()


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    page = made(tmp_path / "in", "x\u202etxt.txt", b"a")
    (done,) = add([page], tmp_path / "raw")
    assert done.target is not None
    assert done.target.parent == tmp_path / "raw"
    assert "\u202e" not in done.target.name


def test_what_fails_on_the_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("产值5亿元。", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        add([tmp_path / "a.txt"], tmp_path / "raw")
    assert list((tmp_path / "raw").iterdir()) == []


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("产值5亿元。", encoding="utf-8")

    def refuse(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(adding, "_digest", refuse)
    (found,) = add([tmp_path / "a.txt"], tmp_path / "raw")
    assert (found.code, found.detail) == ("I003", "Permission denied")
