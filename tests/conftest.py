"""What tests of every room may ask for: a real browser, and the real server."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser_finding import NO_BROWSER, browser_options, find_browser, install_browser, may_use_apt
from running import Running, running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and run them last: its event loop occupies the thread from then on.

    Where several processes share the tests, each file stays in one of them, since what its tests share is made once.
    All browsers stay in one as well: they are installed at most once, and the last tests to begin.
    """
    for item in items:
        drives = "browser" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("browser" if drives else item.nodeid.split("::")[0]))
        if drives:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


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
        install_browser()
        found = find_browser(sys.platform, os.environ)
    if found is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=browser_options(user))
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The toolkit's own server with a data folder of its own: `url`, `token`, `data`, `address(path)`."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running
