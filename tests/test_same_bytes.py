"""R4: the same bytes whatever the hash seed, the locale, the time zone, the order of the files,
the number of workers, and with or without what an earlier run kept."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RAW, ROOT

from pipeline.ingest import discover
from pipeline.run import run, worth

pytestmark = pytest.mark.slow

PAGES = 130
"""As many as keep eight workers busy."""
SENTENCES = (
    "园区去年完成进出口额{0}.{1}亿元，同比增长{1}%。\n",
    "截至6月底，全市共有企业{0}家，其中{2}公司营业收入为{1}.5亿元。\n",
    "市統計局表示，上半年新增專利{0}件，占全省的兩成，比上年提高{1}.2個百分點。\n",
)
NAMES = ("p{0:03}.txt", "P{0:03}.TXT", "第{0}版.txt", "i{0:03}.txt", "İ{0}.txt", "é {0}.txt")

# Hash seed, locale with its character set (none: as it comes with the system), time zone, workers.
SETTINGS = {
    "C": ("0", "C", None, "UTC0", 1),
    "GBK": ("1", "zh_CN", "GBK", "Asia/Shanghai", 2),
    "Turkish": ("4242", "tr_TR", "ISO-8859-9", "America/St_Johns", 8),
}


def _bytes(folder: Path) -> dict[str, bytes]:
    """All files of an output by their name below it; what is hidden is no output."""
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name[0] != "."}


def _fill(folder: Path, numbers: list[int]) -> None:
    folder.mkdir()
    for number in numbers:
        name = NAMES[number % len(NAMES)].format(number)
        text = SENTENCES[number % len(SENTENCES)].format(
            number + 2, number % 9 + 1, "甲乙丙"[number % 3] * 2
        )
        (folder / name).write_text(f"2024年4月18日\n{text}", encoding="utf-8")
    for path in sorted(RAW.glob("*.txt"))[:2]:
        shutil.copy(path, folder)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("same")
    _fill(folder / "raw", list(range(PAGES)))
    run([folder / "raw"], folder / "out", cache=False)
    assert worth(discover([folder / "raw"])) > 8
    return folder / "raw", _bytes(folder / "out")


def _locale(name: str, charset: str | None, folder: Path) -> dict[str, str]:
    """A locale, made where the system has none of that name."""
    if charset is None:
        return {"LC_ALL": name}
    maker = shutil.which("localedef")
    if maker is None:
        pytest.skip("no localedef")
    made = folder / "locales"
    made.mkdir()
    subprocess.run(
        [maker, "-i", name, "-f", charset, str(made / f"{name}.{charset}")],
        capture_output=True,
        check=False,
    )
    if not any(made.iterdir()):
        pytest.skip("the system's locales cannot be made")
    return {"LC_ALL": f"{name}.{charset}", "LOCPATH": str(made)}


@pytest.mark.parametrize("setting", SETTINGS)
def test_seed_locale_zone_workers_order_and_cache_change_no_byte(
    wanted: tuple[Path, dict[str, bytes]], tmp_path: Path, setting: str
) -> None:
    _, bytes_wanted = wanted
    seed, name, charset, zone, workers = SETTINGS[setting]
    environment = {key: value for key, value in os.environ.items() if key[:3] != "LC_"}
    environment |= _locale(name, charset, tmp_path)
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
    environment |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment.pop("PYTHONIOENCODING", None)
    asked = "import locale; print(locale.getencoding())"
    encoding = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert encoding.upper() == (charset or "ANSI_X3.4-1968"), "the locale is not the one meant"
    # Other files first on the disk, and given in another order.
    numbers = list(range(PAGES))
    random.Random(seed).shuffle(numbers)
    _fill(tmp_path / "raw", numbers)
    command = [sys.executable, "-m", "pipeline", "run", "-o", "out", "raw"]
    # Without what is kept all is read once more, for which two workers are as good as eight.
    for kept in (True, True, False):
        many = ["-j", str(workers)] if kept else ["-j", str(min(workers, 2)), "--no-cache"]
        done = subprocess.run(
            [*command, *many],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert _bytes(tmp_path / "out") == bytes_wanted
        for path in (tmp_path / "out").glob("*.csv"):
            path.unlink()


@pytest.mark.parametrize("seed", range(3))
def test_files_given_in_any_order_give_the_same_bytes(
    wanted: tuple[Path, dict[str, bytes]], tmp_path: Path, seed: int
) -> None:
    raw, _ = wanted
    files = sorted(raw.iterdir())[:12]
    run(files, tmp_path / "sorted")
    shuffled = random.Random(seed).sample(files, len(files))
    assert shuffled != files
    run(shuffled, tmp_path / "shuffled", cache=False)
    assert _bytes(tmp_path / "sorted") == _bytes(tmp_path / "shuffled")
