"""Takes the pictures of the audit page that lie in this folder: `python docs/take.py`.

Needs the extra [test], Chromium with chromedriver, and a Chinese font.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver

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


def main() -> None:
    """Reads the sample pages and takes every view."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "p11.txt").write_text(DOUBTFUL, encoding="utf-8")
        (folder / "p12.pdf").write_bytes(b"%PDF-1.7 torn")
        run([HERE.parent / "raw", folder / "p11.txt", folder / "p12.pdf"], folder / "out")
        take(folder / "out" / "report.html")


def take(report: Path) -> None:
    """Takes every view of a report."""
    lines = report.with_name("facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    quotes = [json.loads(line)["quote"] for line in lines]
    numbers = {name: quotes.index(quote) for name, quote in SHOWN.items()}
    options = webdriver.ChromeOptions()
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "hide-scrollbars"):
        options.add_argument(f"--{switch}")
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        for name, (address, (width, height)) in VIEWS.items():
            size = {"width": width, "height": height, "deviceScaleFactor": 1}
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride", {**size, "mobile": width < 600}
            )
            driver.get("about:blank")
            driver.get(f"{report.as_uri()}#{address.format(**numbers)}")
            time.sleep(0.5)
            with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as image:
                small = image.convert("RGB").quantize(160, dither=Image.Dither.NONE)
                small.save(HERE / f"{name}.png", optimize=True)
    finally:
        driver.quit()


if __name__ == "__main__":
    main()
