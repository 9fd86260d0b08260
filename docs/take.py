"""Takes the pictures of the audit page that lie in this folder: `python docs/take.py`.

Needs the extra [test], Chromium with chromedriver, and a Chinese font.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from selenium import webdriver

from pipeline.diff import diff, write
from pipeline.records import SAID
from pipeline.review import parse, store
from pipeline.run import run

HERE = Path(__file__).resolve().parent
DESK, PHONE = (1440, 960), (390, 844)
VIEWS = {
    "overview": ("v=overview", DESK),
    "facts": ("v=facts", DESK),
    "page": ("v=page&f={digital}", DESK),
    "scan": ("v=page&f={scanned}", DESK),
    "charts": ("v=charts", DESK),
    "english": ("v=page&f={digital}&lang=en", DESK),
    "phone": ("v=page&f={digital}", PHONE),
}
# A number that recognition spoilt, and one of a scan.
SHOWN = {"digital": "1.98万亿元", "scanned": "1050亿元"}
# A page that contradicts itself, and a file that cannot be read: the samples do neither.
DOUBTFUL = (
    "滨江高新区年报发布\n\n2022年，滨江高新区实现营业收入120亿元。2023年，滨江高新区进出口额374.28亿元。"
    "据统计，滨江高新区2023年进出口额为402.5亿元。\n"
)
# What editors say of the first three facts of the run before.
DECIDED: list[tuple[str, dict[str, Any]]] = [
    ("accept", {}),
    ("correct", {"indicator": "基础研究投入占比", "period": "2023"}),
    ("reject", {}),
]


def main() -> None:
    """Reads the sample pages and takes every view."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "p11.txt").write_text(DOUBTFUL, encoding="utf-8")
        (folder / "p12.pdf").write_bytes(b"%PDF-1.7 torn")
        run([HERE.parent / "raw", folder / "p11.txt", folder / "p12.pdf"], folder / "out")
        os.chdir(folder)
        with _browser() as driver:
            take(driver, folder / "out" / "report.html")
            _compare(driver, folder)


def take(driver: webdriver.Chrome, report: Path) -> None:
    """Takes every view of a report."""
    lines = report.with_name("facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    quotes = [json.loads(line)["quote"] for line in lines]
    numbers = {name: quotes.index(quote) for name, quote in SHOWN.items()}
    for name, (address, size) in VIEWS.items():
        _picture(driver, name, f"{report.as_uri()}#{address.format(**numbers)}", size)


def _compare(driver: webdriver.Chrome, folder: Path) -> None:
    """Two runs: a page that is gone, a new one, one that says otherwise, an editor's decisions."""
    raw = folder / "raw"
    raw.mkdir()
    for number in (1, 2, 6):
        shutil.copy(HERE.parent / "raw" / f"p0{number}.txt", raw)
    old, new = Path("2024-04-17"), Path("2024-04-18")
    run([raw], old)
    (raw / "p02.txt").unlink()
    (raw / "p11.txt").write_text(DOUBTFUL, encoding="utf-8")
    text = (raw / "p06.txt").read_text(encoding="utf-8")
    (raw / "p06.txt").write_text(text.replace("36.4万", "36.8万"), encoding="utf-8")
    told = json.loads((old / "run.json").read_bytes())
    digests = {page["page"]: page["sha256"] for page in told["pages"]}
    lines = (old / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:3]
    for line, (action, fields) in zip(lines, DECIDED, strict=True):
        fact = json.loads(line)
        row = {
            "page_sha256": digests[fact["page"]],
            "page": fact["page"],
            "span": [fact[name] for name in ("line", "column", "end_line", "end_column")],
            "raw": fact["raw"],
            "action": action,
            "fact": {name: fact[name] for name in SAID},
            "fields": fields,
        }
        store.append(raw / store.NAME, [parse(row)])
    run([raw], new)
    page = folder / new / "changes.html"
    write(diff(old, new), old, new, page)
    click = "document.querySelector('#changes tr[data-at=\"1\"]').click();scrollTo(0, 160)"
    _picture(driver, "changes", page.as_uri(), DESK, click)


def _picture(
    driver: webdriver.Chrome, name: str, address: str, size: tuple[int, int], script: str = ""
) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get("about:blank")
    driver.get(address)
    driver.execute_script(script)
    time.sleep(0.5)
    with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as image:
        small = image.convert("RGB").quantize(160, dither=Image.Dither.NONE)
        small.save(HERE / f"{name}.png", optimize=True)


@contextmanager
def _browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "hide-scrollbars"):
        options.add_argument(f"--{switch}")
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
