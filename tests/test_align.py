"""Places: from clean text to the raw page and back, by hand and for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align import (
    Place,
    gather,
    identity,
    line_of,
    line_starts,
    place,
    raw_span,
    span_at,
)
from pipeline.model import Aligned, Span

ALIGNED = Aligned("甲乙丙丁戊", (0, 2, 3, 7, 9), "甲乙丙丁戌")
TEXTS = st.text(alphabet="年5\n\r\u2028\x85\x0b ", max_size=24)


def test_each_character_of_a_raw_text_is_its_own_origin() -> None:
    assert identity("ab\n") == Aligned("ab\n", (0, 1, 2), "ab\n")


def test_pieces_are_joined_and_still_know_where_they_came_from() -> None:
    joined = gather(ALIGNED, [Span(0, 2), Span(3, 5)])
    assert joined == Aligned("甲乙\n丁戊", (0, 2, 2, 7, 9), "甲乙\n丁戌")


def test_a_separator_takes_the_place_before_it_at_its_whole_length() -> None:
    joined = gather(ALIGNED, [Span(1, 2), Span(2, 3), Span(4, 5)], "——")
    assert joined == Aligned("乙——丙——戊", (2, 2, 2, 3, 3, 3, 9), "乙——丙——戌")


def test_without_a_separator_nothing_is_added() -> None:
    assert gather(ALIGNED, [Span(0, 1), Span(4, 5)], "") == Aligned("甲戊", (0, 9), "甲戌")


def test_pieces_of_nothing_join_to_their_separators_at_the_beginning() -> None:
    assert gather(ALIGNED, []) == Aligned("", (), "")
    assert gather(ALIGNED, [Span(0, 0), Span(1, 1)]) == Aligned("\n", (0,), "\n")


def test_a_span_covers_its_first_to_its_last_raw_character() -> None:
    assert raw_span(ALIGNED, Span(0, 1)) == Span(0, 1)
    assert raw_span(ALIGNED, Span(1, 4)) == Span(2, 8)
    # a byline that was moved: the places need not rise
    assert raw_span(Aligned("乙甲", (4, 1), "乙甲"), Span(0, 2)) == Span(1, 5)


@pytest.mark.parametrize("span", [Span(2, 2), Span(3, 1), Span(0, 0)])
def test_an_empty_span_stands_nowhere(span: Span) -> None:
    with pytest.raises(ValueError, match=r"^empty span Span\("):
        raw_span(ALIGNED, span)


@pytest.mark.parametrize(
    ("raw", "starts"),
    [
        ("", (0,)),
        ("a", (0,)),
        ("\n", (0, 1)),
        ("\r", (0, 1)),
        ("\r\n", (0, 2)),
        ("\n\r", (0, 1, 2)),
        ("a\nb\rc\r\nd", (0, 2, 4, 7)),
        ("a\r\rb\n", (0, 2, 3, 5)),
        ("a\rb\nc\r", (0, 2, 4, 6)),
        ("a\r\r\nb", (0, 2, 4)),
        ("a\u2028b\x85c\x0bd\x0ce", (0,)),
    ],
)
def test_lines_end_as_editors_count_them(raw: str, starts: tuple[int, ...]) -> None:
    assert line_starts(raw) == starts


def test_line_and_column_count_from_one() -> None:
    raw = "一二\n三四五\r\n六"
    assert place(raw, Span(0, 1)) == Place(1, 1, 1, 1)
    assert place(raw, Span(3, 6)) == Place(2, 1, 2, 3)
    assert place(raw, Span(1, 9)) == Place(1, 2, 3, 1)
    # a span of nothing stands at its beginning
    assert place(raw, Span(4, 4)) == Place(2, 2, 2, 2)


def test_a_place_is_found_again() -> None:
    raw = "一二\n三四五\r\n六"
    assert span_at(raw, Place(1, 2, 3, 1)) == Span(1, 9)
    assert span_at(raw, Place(2, 2, 2, 3)) == Span(4, 6)
    with pytest.raises(IndexError):
        span_at(raw, Place(4, 1, 4, 1))
    with pytest.raises(IndexError):
        span_at(raw, Place(1, 1, 4, 1))


def test_the_line_of_an_offset() -> None:
    assert [line_of("一\n\r\n二", offset) for offset in range(5)] == [1, 1, 2, 2, 3]


@given(TEXTS.filter(bool), st.data())
def test_place_and_span_are_each_other_s_inverse(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    at = place(raw, Span(start, end))
    assert span_at(raw, at) == Span(start, end)
    assert at.line == line_of(raw, start) and at.end_line == line_of(raw, end - 1)


@given(TEXTS)
def test_lines_cut_a_text_without_loss(raw: str) -> None:
    starts = line_starts(raw)
    lines = [raw[a:b] for a, b in zip(starts, (*starts[1:], len(raw)), strict=True)]
    assert "".join(lines) == raw
    for line in lines:
        body = line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line
        assert not set("\n\r") & set(body.removesuffix("\r"))
    assert all(line[-1:] in ("\n", "\r") for line in lines[:-1])
