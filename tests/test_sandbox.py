"""The child that reads PDFs and pictures: its limits, and what it says of each way to fail."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import pdf, sandbox, scan
from pipeline.model import Page

pytestmark = [pytest.mark.pdf, pytest.mark.ocr]


def _said(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What `main` says on its standard output, with its limits left out."""
    monkeypatch.setattr(sandbox, "limit", lambda memory: None)
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


def _failing(error: Exception) -> Callable[[Path, str], Iterator[Page]]:
    def reader(path: Path, name: str) -> Iterator[Page]:
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
