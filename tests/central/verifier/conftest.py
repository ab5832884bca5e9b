"""A real Chromium, offline, with the page as it is published. Without one its tests are skipped, loudly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

from tests.central.verifier.town import Town

_BROWSER = shutil.which("chromium")
_DRIVER = shutil.which("chromedriver")
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",  # nothing may leave this computer; loopback and files go past it
    "--window-size=900,1400",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    if _BROWSER is None or _DRIVER is None:
        pytest.skip("the verifier page is NOT tested: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = _BROWSER
    for flag in (*_QUIET, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(executable_path=_DRIVER))
    driver.set_script_timeout(120)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Published once: two desks, two days."""
    made = Town(tmp_path_factory.mktemp("town"))
    made.live()
    yield made
    made.world.close()


@pytest.fixture
def page(browser: WebDriver, town: Town) -> WebDriver:
    """The published page, opened as a saved file: with no network and no server."""
    browser.get((town.web / "index.html").as_uri())
    complaints(browser)  # those of the page before
    return browser


def complaints(driver: WebDriver) -> list[str]:
    """What the browser itself found wrong: a broken script, a refused resource."""
    lines = driver.get_log("browser")  # type: ignore[no-untyped-call]
    return [line["message"] for line in lines if line["level"] in {"SEVERE", "WARNING"}]


def save_screenshot(driver: WebDriver, file: Path) -> None:
    height = driver.execute_script("return document.documentElement.scrollHeight")
    driver.set_window_size(900, height + 150)
    driver.save_screenshot(str(file))
