"""What tests of every room may ask for: a real browser, and the real server."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from analysis.disclosure import Released, release
from analysis.exchange.kept import Kept
from analysis.responses import Survey
from browser_finding import NO_BROWSER, browser_options, find_browser, install_browser, may_use_apt
from running import Running, running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and run them last: its event loop occupies the thread from then on.

    The files with most of them come first, so that no process is left alone with a long one at the end.
    """
    driving = Counter(item.path for item in items if drives_browser(item))
    for item in filter(drives_browser, items):
        item.add_marker("browser")
    items.sort(key=lambda item: (1, -driving[item.path]) if drives_browser(item) else (0, 0))


def drives_browser(item: pytest.Item) -> bool:
    """Whether a test asks for a browser, itself or through what it asks for."""
    return "browser" in getattr(item, "fixturenames", ())


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
def kept_in_run(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """What some process of this test run has released already; the folder is new with every run."""
    own = tmp_path_factory.getbasetemp()
    return Kept((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "released")


@pytest.fixture(scope="session")
def release_once(kept_in_run: Kept) -> Callable[..., Released]:
    """`release` for tests that are not about releasing: the same answers are released once in a run.

    One library and wave is kept in one state for each `kind` of survey.
    """

    def release_once(survey: Survey, library_id: str, wave: str, kind: str = "") -> Released:
        kept = Kept(kept_in_run.folder / kind)
        found = kept.find(survey, library_id, wave)
        if found is None:
            found = release(survey, library_id, wave)
            kept.keep(survey, found)
        return found

    return release_once


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, kept_in_run: Kept) -> Iterator[Running]:
    """The toolkit's own server with a data folder of its own: `url`, `token`, `data`, `address(path)`.

    It begins with what the run has released of the samples, so that pages open as they do the second time.
    """
    folder = tmp_path_factory.mktemp("server")
    kept = folder / "my_data" / "released"
    kept.mkdir(parents=True)
    for path in kept_in_run.folder.glob("*.json"):
        # Another process may put a newer one in its place.
        with suppress(FileNotFoundError):
            shutil.copy(path, kept)
    with running_server(folder) as running:
        yield running
