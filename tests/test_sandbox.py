"""The child that reads PDFs and pictures: its limits, and what it says of each way to fail."""

from __future__ import annotations

import json
import os
import queue
import resource
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import pdf, sandbox, scan, stored
from pipeline.model import Page

pytestmark = [pytest.mark.pdf, pytest.mark.ocr]


def _said(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, given: list[int] | None = None
) -> list[dict[str, object]]:
    """What `main` says on its standard output. given: takes the limits that it would set."""
    limits = [] if given is None else given
    monkeypatch.setattr(sandbox, "limit", limits.append)
    kept_out, kept_error = os.dup(1), os.dup(2)
    read, write = os.pipe()
    try:
        os.dup2(write, 1)
        os.close(write)
        assert sandbox.main(arguments) == 0
    finally:
        os.dup2(kept_out, 1)
        os.dup2(kept_error, 2)
        os.close(kept_out)
        os.close(kept_error)
    with os.fdopen(read, encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _failing(error: Exception) -> Callable[..., Iterator[Page]]:
    def reader(path: Path, name: str, recognising: object = None) -> Iterator[Page]:
        yield Page(name, "一页\n")
        raise error

    return reader


@pytest.mark.parametrize(
    ("kind", "error", "code", "detail"),
    [
        ("pdf", InputError("I020", "password", where="a"), "I020", "password"),
        ("pdf", MemoryError(), "I028", "out of memory"),
        ("pdf", RecursionError("deep"), "I021", "RecursionError('deep')"),
        ("image", RecursionError("d" * 500), "I026", "RecursionError('" + "d" * 184),
        ("image", OSError("gone"), "I003", "gone"),
    ],
)
def test_the_child_says_the_code_of_what_went_wrong_behind_the_pages_before_it(
    monkeypatch: pytest.MonkeyPatch, kind: str, error: Exception, code: str, detail: str
) -> None:
    monkeypatch.setattr(pdf, "read_pdf", _failing(error))
    monkeypatch.setattr(scan, "read_scan", _failing(error))
    page, problem, last = _said([kind, "a", "a", "0"], monkeypatch)
    assert page["text"] == "一页\n"
    assert problem == {"code": code, "detail": detail}
    assert last == {"done": True}


def test_a_pdf_has_less_memory_until_a_page_of_it_is_recognised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def reader(path: Path, name: str, recognising: Callable[[], None]) -> Iterator[Page]:
        yield Page(name, "印刷页\n")
        recognising()
        yield Page(name, "扫描页\n")

    monkeypatch.setattr(pdf, "read_pdf", reader)
    given: list[int] = []
    told = _said(["pdf", "a", "a", str(sandbox.MEMORY)], monkeypatch, given)
    assert [message.get("text") for message in told] == ["印刷页\n", None, "扫描页\n", None]
    assert told[1] == {"recognises": True} and told[3] == {"done": True}
    assert given == [sandbox.PRINTED, sandbox.MEMORY]
    assert sandbox.bounded("scan", sandbox.MEMORY) == sandbox.MEMORY
    assert sandbox.bounded("pdf", 10**6) == 10**6


SAYS = {
    "a page": stored.dumps(Page("a.pdf", "一页\n")),
    "done": '{"done": true}',
    "recognises": '{"recognises": true}',
}


def _acted(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: Sequence[str]) -> None:
    """Lets these lines of shell stand for the child."""
    child = folder / "child"
    child.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    child.chmod(0o755)
    monkeypatch.setattr(sandbox.sys, "executable", str(child))


@pytest.mark.parametrize(
    ("kind", "steps", "waits"),
    [
        ("%PDF-", ["a page", "a page", "done"], [60, 60, 60]),
        ("%PDF-", ["recognises", "a page", "a page", "done"], [60, 120, 60, 60]),
        ("%PDF-", ["a page", "recognises"], [60, 60, 120]),
        ("BM", ["a page", "a page", "done"], [120, 120, 120]),
    ],
)
def test_a_page_that_is_recognised_is_waited_for_twice_as_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, steps: list[str], waits: list[float]
) -> None:
    """The seconds that each line of a child is waited for."""
    waited: list[float] = []

    class Lines(queue.Queue[bytes | None]):
        def get(self, block: bool = True, timeout: float | None = None) -> bytes | None:
            assert timeout is not None
            waited.append(timeout)
            return super().get(block, timeout)

    monkeypatch.setattr(sandbox.queue, "Queue", Lines)
    _acted(tmp_path, monkeypatch, [f"printf '%s\\n' '{SAYS[step]}'" for step in steps])
    (tmp_path / "a.pdf").write_text(kind, encoding="utf-8")
    read: list[Page] = []
    try:
        for page in sandbox.read(tmp_path / "a.pdf", "a.pdf"):
            read.append(page)
        assert steps[-1] == "done"
    except InputError as error:
        assert error.code == "I028" and steps[-1] != "done"
    assert len(read) == steps.count("a page")
    assert waited == waits


@pytest.mark.parametrize(("kind", "least", "most"), [("%PDF-", 1, 2), ("BM", 6, 6)])
def test_pages_that_are_not_recognised_have_an_allowance_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, least: int, most: int
) -> None:
    """Two hundred pages of just under a minute each do not take three hours."""
    slow = f"sleep 0.4\nprintf '%s\\n' '{SAYS['a page']}'"
    _acted(tmp_path, monkeypatch, [*([slow] * 6), f"printf '%s\\n' '{SAYS['done']}'"])
    monkeypatch.setattr(sandbox, "ALLOWANCE", 1.0)
    (tmp_path / "a.pdf").write_text(kind, encoding="utf-8")
    pages: list[Page] = []
    try:
        for page in sandbox.read(tmp_path / "a.pdf", "a.pdf"):
            pages.append(page)
        assert kind == "BM"
    except InputError as error:
        assert error.code == "I027" and error.detail == "more than 1 s for all pages"
    assert least <= len(pages) <= most


def test_the_child_may_use_so_much_and_write_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, tuple[int, int]] = {}
    hard = {resource.RLIMIT_AS: 2**20, resource.RLIMIT_CORE: resource.RLIM_INFINITY}
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (0, hard.get(kind, 2**40)))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: told.update({kind: pair}))
    sandbox.limit(2**30)
    assert told == {
        resource.RLIMIT_AS: (2**20, 2**20),  # never above what the system allows
        resource.RLIMIT_CPU: (sandbox.PROCESSOR, 2**40),
        resource.RLIMIT_FSIZE: (0, 2**40),
        resource.RLIMIT_CORE: (0, resource.RLIM_INFINITY),
    }


def test_a_file_that_is_gone_has_its_code(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        list(sandbox.read(tmp_path / "none.pdf", "none.pdf"))
    assert caught.value.code == "I003"
