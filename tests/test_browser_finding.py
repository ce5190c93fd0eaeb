"""Which browser the tests drive on each system, and what they do where there is none."""

from __future__ import annotations

import pytest

from browser_finding import browser_candidates, browser_options, find_browser, install_browser, may_use_apt

CHROME_ON_WINDOWS = r"C:\Program Files\Google\Chrome\Application\chrome.exe"
EDGE_ON_WINDOWS = r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"
CHROME_ON_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
WINDOWS = {"PROGRAMFILES": r"C:\Program Files", "PROGRAMFILES(X86)": r"C:\Program Files (x86)"}


@pytest.mark.parametrize(
    ("platform", "environ", "there", "found"),
    [
        ("linux", {}, "chromium", "chromium"),
        ("linux", {}, "google-chrome", "google-chrome"),
        ("linux", {}, "microsoft-edge", "microsoft-edge"),
        ("linux", {}, CHROME_ON_MAC, None),
        ("darwin", {"HOME": "/Users/ana"}, CHROME_ON_MAC, CHROME_ON_MAC),
        ("darwin", {"HOME": "/Users/ana"}, f"/Users/ana{CHROME_ON_MAC}", f"/Users/ana{CHROME_ON_MAC}"),
        ("win32", WINDOWS, CHROME_ON_WINDOWS, CHROME_ON_WINDOWS),
        ("win32", WINDOWS, EDGE_ON_WINDOWS, EDGE_ON_WINDOWS),
        ("win32", {}, CHROME_ON_WINDOWS, None),
    ],
)
def test_find_browser__of_each_system__looks_where_it_keeps_them(
    platform: str, environ: dict[str, str], there: str, found: str | None
) -> None:
    assert find_browser(platform, environ, lambda name: name if name == there else None) == found


def test_browser_candidates__of_one_system__are_each_named_once() -> None:
    named = list(browser_candidates("win32", {**WINDOWS, "LOCALAPPDATA": r"C:\Users\Ana\AppData\Local"}))
    assert len(named) == len(set(named))


@pytest.mark.parametrize(
    ("user", "apt", "may"), [(0, "/usr/bin/apt-get", True), (0, None, False), (1000, "/usr/bin/apt-get", False)]
)
def test_may_use_apt__for_each_user__is_for_root_with_apt(user: int, apt: str | None, may: bool) -> None:
    assert may_use_apt(user, lambda name: apt) is may


def test_may_use_apt__on_windows__is_never() -> None:
    assert not may_use_apt(None, lambda name: name)


def run_that_gives(*statuses: int) -> tuple[list[list[str]], object]:
    asked: list[list[str]] = []
    left = iter(statuses)

    def run(command: list[str]) -> int:
        asked.append(command)
        return next(left)

    return asked, run


def test_install_browser__that_works__asks_once() -> None:
    asked, run = run_that_gives(0)
    install_browser(run)
    assert asked == [["apt-get", "install", "-y", "-qq", "chromium"]]


def test_install_browser__that_fails_first__fetches_the_lists_and_asks_again() -> None:
    asked, run = run_that_gives(100, 0, 0)
    install_browser(run)
    assert [command[1] for command in asked] == ["install", "update", "install"]


@pytest.mark.parametrize(("user", "first"), [(0, "--no-sandbox"), (1000, "--disable-gpu"), (None, "--disable-gpu")])
def test_browser_options__for_root_alone__are_without_sandbox(user: int | None, first: str) -> None:
    assert browser_options(user)[0] == first
    assert ("--no-sandbox" in browser_options(user)) is (user == 0)
