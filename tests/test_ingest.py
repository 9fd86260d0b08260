"""Files → pages: encodings, mastheads, sidecars, and files that are no pages."""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.ingest import Found, discover, named, pages, read_text, shown, text
from pipeline.ingest.masthead import masthead
from pipeline.ingest.sidecar import Meta, date
from pipeline.ingest.text import decode, looks_binary
from pipeline.model import Page, Status

CASES = Path(__file__).parent / "cases" / "mastheads.csv"
SENTENCE = (
    "城北开发区去年完成工业总产值三百二十亿元，同比增长8.5%，其中出口占比超过两成，新增企业46家。"
)
TRADITIONAL = (
    "城北開發區去年完成工業總產值三百二十億元，同比增長8.5%，其中出口占比超過兩成，新增企業46家。"
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
@pytest.mark.parametrize("repeat", [1, 20])
def test_encodings_of_simplified_text(encoding: str, repeat: int) -> None:
    found = decode((SENTENCE * repeat).encode(encoding))
    assert found.text == SENTENCE * repeat
    assert found.undecodable == 0


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-8", "gb18030", "utf-16-le"])
def test_encodings_of_traditional_text(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("place", [1, 30, 61, 100])
def test_a_lost_byte_costs_characters_not_the_page(encoding: str, place: int) -> None:
    text = TRADITIONAL * 3
    data = text.encode(encoding)
    found = decode(data[:place] + data[place + 1 :])
    assert found.encoding == encoding
    assert sum(a in found.text for a in TRADITIONAL) > 0.9 * len(TRADITIONAL)
    assert found.text.endswith(text[-40:])


def test_lost_bytes_are_counted() -> None:
    data = SENTENCE.encode("utf-8")
    found = decode(data[:3] + b"\xff" + data[3:] + b"\xff")
    assert found.undecodable == found.text.count("\ufffd") == 2


def test_a_line_of_another_encoding_is_read_in_its_own() -> None:
    lines = [SENTENCE, SENTENCE, SENTENCE]
    data = b"\n".join([lines[0].encode(), lines[1].encode("gb18030"), lines[2].encode()])
    found = decode(data)
    assert found.text == "\n".join(lines)
    assert found.undecodable == 0


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_any_number_of_marks_takes_time_by_its_length(mark: bytes) -> None:
    """A copy of all the rest for each of them took minutes a megabyte."""
    encoding = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    data = mark * 400_000 + SENTENCE.encode(encoding[mark])
    started = time.process_time()
    assert decode(data).text == SENTENCE
    assert time.process_time() - started < 1


def test_the_encoding_of_a_long_line_is_judged_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    plausible = text._plausible

    def judge(part: str) -> float:
        judged.append(len(part))
        return plausible(part)

    monkeypatch.setattr(text, "_plausible", judge)
    line = SENTENCE.replace("\n", "") * 6_000
    data = line.encode()
    found = decode(data[:600_001] + b"\xff" + data[600_001:])
    assert max(judged) <= 2 * text._SAMPLE < len(line) / 2
    assert found.encoding == "utf-8"
    assert 1 <= found.undecodable <= 4
    assert found.text[:1000] == line[:1000] and found.text[-1000:] == line[-1000:]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_decoding_never_raises(data: bytes) -> None:
    found = decode(data)
    assert found.undecodable == found.text.count("\ufffd")
    looks_binary(data)


def test_what_is_binary() -> None:
    assert looks_binary(b"%PDF-1.7 text")
    assert looks_binary(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert looks_binary(bytes(range(256)) * 20)
    assert not looks_binary(SENTENCE.encode("utf-16-le"))
    assert not looks_binary(SENTENCE.encode("gb18030"))
    assert not looks_binary(("一\x00二" * 1 + SENTENCE * 4).encode())


def _mastheads() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _mastheads(), ids=lambda row: row["note"])
def test_mastheads(row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n")
    expected = Meta(row["date"] or None, row["paper"] or None, row["label"] or None)
    assert masthead(text) == expected


def test_a_date_line_deep_in_a_page_is_no_masthead() -> None:
    body = "\n".join(["这一行没有日期。"] * 60)
    assert masthead(f"{body}\n2024年4月18日　星期四\n{body}") == Meta()
    assert masthead(f"{body}\n2024年4月18日　星期四").date == "2024-04-18"


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29"])
def test_dates(text: str) -> None:
    assert date(text) == text


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13", "24-01-01", "2024/01/01", "昨天", ""])
def test_no_dates(text: str) -> None:
    with pytest.raises(ValueError):
        date(text)


def _one(
    folder: Path, name: str, options: Meta | None = None
) -> tuple[Page | None, Status, list[str]]:
    found = [item for item in discover([folder]) if item.name == name]
    assert found, [item.name for item in discover([folder])]
    (outcome,) = pages(found[0], options)
    return outcome.page, outcome.status, [problem.code for problem in outcome.problems]


def test_sidecar_over_masthead_and_options_over_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024年4月18日　星期四　第3版\n" + SENTENCE, encoding="utf-8")
    assert (page := _one(tmp_path, "a.txt")[0]) and (page.date, page.label) == ("2024-04-18", "3")
    (tmp_path / "a.meta.toml").write_text(
        'date = 2024-05-01\npaper = "城北时报"\n', encoding="utf-8"
    )
    page = _one(tmp_path, "a.txt")[0]
    assert page and (page.date, page.paper, page.label) == ("2024-05-01", "城北时报", "3")
    page = _one(tmp_path, "a.txt", Meta(date="2020-01-01"))[0]
    assert page and (page.date, page.paper) == ("2020-01-01", "城北时报")
    told = Meta("2020-01-01", "城南时报", "8")
    page = _one(tmp_path, "a.txt", told)[0]
    assert page and Meta(page.date, page.paper, page.label) == told


@pytest.mark.parametrize(
    "text", ['date = "2024-02-30"', "date = ", 'when = "2024-02-01"', "paper = true", "page = [1]"]
)
def test_a_bad_sidecar_is_told_and_the_page_still_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "a.txt.meta.toml").write_text(text, encoding="utf-8")
    page, status, codes = _one(tmp_path, "a.txt")
    assert page is not None and status is Status.PARTIAL and codes == ["I012"]


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("empty.txt", b"", Status.FAILED, "I001"),
        ("blank.txt", b" \r\n\xef\xbb\xbf\n", Status.FAILED, "I001"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), Status.FAILED, "I002"),
        ("archive.zip", b"PK\x03\x04", Status.SKIPPED, "I004"),
        ("bad.txt", SENTENCE.encode() * 4 + b"\xff", Status.DONE, "I010"),
        ("worse.txt", SENTENCE.encode() + b"\xff" * 5, Status.PARTIAL, "I010"),
        ("worst.txt", SENTENCE.encode()[:60] + b"\xff" * 40, Status.FAILED, "I011"),
    ],
)
def test_files_that_are_no_good_pages(
    tmp_path: Path, name: str, data: bytes, status: Status, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    _, found, codes = _one(tmp_path, name)
    assert (found, codes) == (status, [code])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    inside = tmp_path / "raw"
    inside.mkdir()
    (tmp_path / "outside.txt").write_text(SENTENCE, encoding="utf-8")
    os.mkfifo(inside / "fifo.txt")
    (inside / "out.txt").symlink_to(tmp_path / "outside.txt")
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "self.txt").symlink_to(inside / "self.txt")
    (inside / "page.txt").write_text(SENTENCE, encoding="utf-8")
    (inside / "again.txt").symlink_to(inside / "page.txt")
    found = {item.name: item.refused and item.refused[0] for item in discover([inside])}
    found.pop("loop", None)
    assert found == {
        "again.txt": None,
        "fifo.txt": "I005",
        "out.txt": "I005",
        "page.txt": None,
        "self.txt": "I003",
    }


def test_names_that_are_no_utf8_are_shown(tmp_path: Path) -> None:
    assert shown(os.fsdecode("版面.txt".encode("gb18030"))) == "版面.txt"
    assert shown(os.fsdecode(b"\xff\xfe.txt")) == "\\xff\\xfe.txt"
    assert shown("版面.txt") == "版面.txt"
    assert shown("版面\ud800.txt") == "版面\\ud800.txt"


@pytest.mark.parametrize("charset", ["ascii", "gb18030"])
def test_names_are_shown_alike_under_every_locale(
    monkeypatch: pytest.MonkeyPatch, charset: str
) -> None:
    """As a system whose locale has this character set gives them to Python."""

    def fsencode(path: PurePath | str) -> bytes:
        return str(path).encode(charset, "surrogateescape")

    monkeypatch.setattr(os, "fsencode", fsencode)
    names = ["版面.txt", "é.txt", "a.txt", "区.txt", "\u53f0.txt"]
    given = [name.encode().decode(charset, "surrogateescape") for name in names]
    assert [shown(name) for name in given] == names
    assert shown("版面.txt".encode("gb18030").decode(charset, "surrogateescape")) == "版面.txt"
    # a path that no file of the system has is put in order too
    odd = [Found(PurePath(folder, "a.txt"), "a.txt") for folder in ("b\ud800", "b")]  # type: ignore[arg-type]
    assert [item.name for item in named(odd)] == ["a.txt", "a.txt~2"]
    assert named(odd)[0].path.parent.name == "b"
    twins = [Found(PurePath(folder, "a.txt"), "a.txt") for folder in given]  # type: ignore[arg-type]
    assert [item.path.parent.name for item in named(twins)] == [
        given[names.index(name)] for name in sorted(names, key=str.encode)
    ]


def test_two_files_of_one_name_stay_two(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text(SENTENCE, encoding="utf-8")
    found = discover([tmp_path / "a", tmp_path / "b"])
    assert [item.name for item in found] == ["page.txt", "page.txt~2"]


def test_an_input_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="I003"):
        discover([tmp_path / "nothing"])


def test_a_name_too_long_for_a_sidecar_is_read(tmp_path: Path) -> None:
    (tmp_path / ("a" * 251 + ".txt")).write_text(SENTENCE, encoding="utf-8")
    (outcome,) = pages(discover([tmp_path])[0])
    assert outcome.status is Status.DONE
    assert outcome.page is not None


@pytest.mark.parametrize(
    ("name", "data", "detail"),
    [
        ("page.txt", b"%PDF-1.7\n" + bytes(20), "it begins as a PDF does: call it .pdf"),
        ("scan.txt", b"\xff\xd8\xff\xe0" + bytes(20), "it begins as a picture does: call it .jpg"),
        ("archive.txt", b"PK\x03\x04" + bytes(20), ""),
    ],
)
def test_a_file_with_a_wrong_ending_is_told_its_own(
    tmp_path: Path, name: str, data: bytes, detail: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as raised:
        list(read_text(tmp_path / name, name))
    assert (raised.value.code, raised.value.detail) == ("I002", detail)
