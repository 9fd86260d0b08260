"""A real browser without a window, and what a reader does with a page in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

__all__ = ["Keys", "Select"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
DRIVER = shutil.which("chromedriver")
MARKS = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not (BROWSER and DRIVER), reason="no chromium with chromedriver here"),
]

Driver = Any
DESK = (1400, 900)
PHONE = (390, 844)


def started(folder: Path) -> Driver:
    """A browser with a profile of its own in `folder`; what it downloads lies in `downloads`."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for switch in (
        *("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run"),
        *("disable-background-networking", "disable-component-update", "lang=zh-CN"),
        f"user-data-dir={folder / 'profile'}",
        f"window-size={DESK[0]},{DESK[1]}",
    ):
        options.add_argument(f"--{switch}")
    downloads = folder / "downloads"
    downloads.mkdir()
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=DRIVER)
    made = webdriver.Chrome(options=options, service=service)
    made.downloads = downloads
    return made


def open_page(driver: Driver, path: Path, address: str = "") -> Driver:
    driver.get("about:blank")
    driver.get(path.as_uri() + address)
    driver.execute_script("localStorage.clear()")
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get(path.as_uri() + address)
    return driver


def find(driver: Driver, css: str) -> Any:
    return driver.find_element(By.CSS_SELECTOR, css)


def find_all(driver: Driver, css: str) -> list[Any]:
    return list(driver.find_elements(By.CSS_SELECTOR, css))


def wait(driver: Driver, true: Callable[[Driver], Any]) -> Any:
    return WebDriverWait(driver, 5, poll_frequency=0.02).until(true)


def go(driver: Driver, name: str) -> None:
    find(driver, f"#tabs button[data-view={name}]").click()
    wait(driver, lambda d: find(d, f"#view-{name}").is_displayed())


def cells(driver: Driver, table: str, column: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map((cell) => cell.textContent)"
    found: list[str] = driver.execute_script(script, f"#{table} tbody td.{column}")
    return found


def write(driver: Driver, css: str, text: str) -> None:
    field = find(driver, css)
    field.clear()
    field.send_keys(text)


def press(driver: Driver, *keys: str) -> None:
    ActionChains(driver).send_keys(*keys).perform()


def said(driver: Driver) -> str:
    return str(find(driver, "#said").text)


def mark_words(driver: Driver, css: str, words: str) -> None:
    """Marks words with the mouse's means, a selection."""
    driver.execute_script(
        "const [css, words] = arguments;"
        "for (const cell of document.querySelectorAll(css)) {"
        "  const pieces = [...cell.querySelectorAll('[data-at]')];"
        "  const piece = pieces.find((one) => one.textContent.includes(words));"
        "  if (!piece) continue;"
        "  const at = piece.textContent.indexOf(words);"
        "  const node = piece.firstChild;"
        "  getSelection().setBaseAndExtent(node, at, node, at + words.length);"
        "  return;"
        "}",
        css,
        words,
    )
