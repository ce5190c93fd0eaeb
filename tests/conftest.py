"""What tests of every room may ask for: a real browser, and the real server."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser_finding import NO_BROWSER, browser_options, find_browser, install_browser, may_use_apt
from running import Running, running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and run them last: its event loop occupies the thread from then on."""
    driving = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    for item in driving:
        item.add_marker("browser")
    items.sort(key=lambda item: item in driving)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give all tests that were skipped for want of a browser one place, so that pytest says it in one line."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and report.longrepr[2].endswith(NO_BROWSER):
        report.longrepr = (__file__, 1, report.longrepr[2])
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium, Chrome or Edge without a window, driven by playwright."""
    user = os.getuid() if hasattr(os, "getuid") else None
    found = find_browser(sys.platform, os.environ)
    if found is None and may_use_apt(user):
        found = install_once()
    if found is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=browser_options(user))
        yield started
        started.close()


def install_once() -> str | None:
    """Install a browser, unless another process of this test run has done so in the meantime; where it is."""
    import fcntl

    with (Path(tempfile.gettempdir()) / "browser-for-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if find_browser(sys.platform, os.environ) is None:
            install_browser()
    return find_browser(sys.platform, os.environ)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The toolkit's own server with a data folder of its own: `url`, `token`, `data`, `address(path)`."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running
