"""Words and sentences, and the dictionary that is kept between runs."""

from __future__ import annotations

import logging
import marshal
import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline import segment
from pipeline.cutting import Cutter, Dictionary
from pipeline.model import Span
from pipeline.own_folder import cache_folder
from pipeline.segment import LONGEST, is_known, sentences, split_at, tag_of, within, words

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes as POSIX has them")


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("他说：“好。”走了。", ["他说：“好。”", "走了。"]),
        (" 甲\n\n　乙 ", ["甲", "乙"]),
        ("", []),
        ("。。。", ["。。。"]),
    ],
)
def test_sentences_end_at_stops_and_lines(text: str, parts: list[str]) -> None:
    assert _sentences(text) == parts


def test_what_has_no_stop_is_cut_behind_its_last_mark() -> None:
    assert sentences("甲" * (LONGEST + 1)) == [Span(0, LONGEST), Span(LONGEST, LONGEST + 1)]
    text = "甲" * (LONGEST - 10) + "，" + "乙" * 20
    assert sentences(text) == [Span(0, LONGEST - 9), Span(LONGEST - 9, LONGEST + 11)]
    # a mark in the first half would leave too short a part
    text = "甲，" + "乙" * LONGEST
    assert sentences(text) == [Span(0, LONGEST), Span(LONGEST, LONGEST + 2)]
    assert sentences("甲" * LONGEST) == [Span(0, LONGEST)]


def test_a_word_ends_with_its_sentence() -> None:
    text = "P" * (LONGEST + 1) + "北京"
    ends = [word.end for word in within(words(text), sentences(text))]
    assert ends[-3:] == [LONGEST, LONGEST + 1, LONGEST + 3]
    whole = words("城北开发区增长5%。")
    assert within(whole, sentences("城北开发区增长5%。")) is whole


def test_words_have_places_and_tags() -> None:
    found = words("高新区 增长5%。", 10)
    assert [(word.start, word.end, word.text) for word in found][-2:] == [
        (17, 18, "%"),
        (18, 19, "。"),
    ] or "".join(word.text for word in found) == "高新区增长5%。"
    assert found[0].start == 10 and found[-1].end == 19
    assert (tag_of("。"), tag_of("abc"), tag_of("龘龘龘"), tag_of("\U00020000")) == (
        *("x", "eng", "nz", "g"),
    )
    assert is_known("增长") and not is_known("龘龘龘")


def test_a_word_is_cut_where_a_span_begins() -> None:
    (whole,) = words("增长")
    assert [(word.start, word.text) for word in split_at([whole], [1, 0, 1, 2, 9])] == [
        (0, "增"),
        (1, "长"),
    ]
    assert split_at([whole], []) == [whole]


def test_the_cache_folder_is_the_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPELINE_CACHE", "")
    assert cache_folder() is None
    monkeypatch.setenv("PIPELINE_CACHE", str(tmp_path / "a" / "b"))
    assert cache_folder() == tmp_path / "a" / "b"
    monkeypatch.delenv("PIPELINE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache_folder() == tmp_path / "x" / "newspaper-pipeline"
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PIPELINE_CACHE", str(tmp_path / "file"))
    assert cache_folder() is None


@POSIX
def test_a_cache_that_others_may_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPELINE_CACHE", str(tmp_path))
    for mode, fits in ((0o700, True), (0o720, False), (0o702, False), (0o755, True)):
        tmp_path.chmod(mode)
        assert (cache_folder() == tmp_path) is fits
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert cache_folder() is None


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    path = tmp_path / "dict.txt"
    path.write_text("增长 300 v\n增长率 20 n\n", encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("PIPELINE_CACHE", str(folder))
    return folder


def _all(found: Dictionary) -> tuple[dict[str, int], int, dict[str, str]]:
    """All words, those that wait for a text with them too."""
    found.open("".join(found._packed))
    return found.counts, found.total, found.tags


def _kept(path: Path) -> tuple[dict[str, int], int, dict[str, str]]:
    """What a file of the cache holds, behind its digest."""
    total, packed = marshal.loads(path.read_bytes()[32:])
    return _all(Dictionary(total, {}, {}, packed))


def _written(total: int, counts: dict[str, int], tags: dict[str, str]) -> bytes:
    data = marshal.dumps((total, Dictionary(total, counts, tags).pack()))
    return sha256(data).digest() + data


def test_the_dictionary_is_read_once_and_then_from_the_cache(dictionary: Path, cache: Path) -> None:
    counts, total, tags = _all(segment._dictionary(dictionary))
    assert (counts["增长"], counts["增"], total, tags["增长率"]) == (300, 0, 320, "n")
    (kept,) = cache.iterdir()
    assert _kept(kept) == (counts, total, tags)
    kept.write_bytes(_written(1, {"甲": 1}, {"甲": "n"}))
    assert _all(segment._dictionary(dictionary)) == ({"甲": 1}, 1, {"甲": "n"})
    # another file of words has another name in the cache
    dictionary.write_text("增长 301 v\n增长额 20 n\n增 1 v\n", encoding="utf-8")
    assert segment._dictionary(dictionary).counts["增长"] == 301
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("damage", ["empty", "short", "other", "cut", "bit", "no pair"])
def test_a_damaged_cache_is_made_anew(dictionary: Path, cache: Path, damage: str) -> None:
    whole = _all(segment._dictionary(dictionary))
    (kept,) = cache.iterdir()
    data, none = kept.read_bytes(), marshal.dumps(None)
    kept.write_bytes(
        {
            "empty": b"",
            "short": b"abc",
            "other": b"\xff" * 9,
            "cut": data[:-1],
            "bit": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
            "no pair": sha256(none).digest() + none,
        }[damage]
    )
    assert _all(segment._dictionary(dictionary)) == whole
    assert _kept(kept) == whole


def test_words_are_unpacked_by_the_text_that_has_them(dictionary: Path, cache: Path) -> None:
    dictionary.write_text("增长 300 v\n增长率 20 n\n长沙 7 ns\n甲 1 n\n", encoding="utf-8")
    counts, total, tags = _all(segment._dictionary(dictionary))
    kept = segment._dictionary(dictionary)
    assert (kept.total, kept.counts, kept.tags) == (total, {}, {})
    assert (kept.tag("长沙"), kept.tag("长"), kept.tag("龘"), kept.tag("")) == (
        *("ns", None, None, None),
    )
    assert kept.counts == {"长沙": 7, "长": 0}
    cutter = Cutter(kept)
    assert cutter.cut("增长率") == ["增长率"]
    assert kept.counts == {word: count for word, count in counts.items() if word[0] in "增长"}
    assert set(kept._packed) == {word[0] for word in counts} - {"增", "长"}
    assert _all(kept) == (counts, total, tags)


def test_without_room_nothing_is_kept_and_it_is_said(
    dictionary: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(**_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    with caplog.at_level(logging.INFO, logger="pipeline.segment"):
        assert segment._dictionary(dictionary).total == 320
    assert f"no room for the dictionary cache in {cache}" in caplog.text
    monkeypatch.setenv("PIPELINE_CACHE", "")
    assert segment._dictionary(dictionary).total == 320


def test_without_the_dictionary_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="jieba is not installed"):
        segment.jieba_dictionary()
