"""Browser finding: which Chromium, Chrome or Edge of this computer the tests may drive.

Tests never download a browser of their own. Where none is installed and the system's packages may be used
(apt, as root), one is installed; where not, the tests that need one are skipped, or fail in a build service.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath, PureWindowsPath

__all__ = ["NO_BROWSER", "browser_candidates", "browser_options", "find_browser", "install_browser", "may_use_apt"]

NO_BROWSER = "no Chromium, Chrome or Edge is installed, so what people see in a browser is not tested"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC_NAMES = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PLACES = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def browser_candidates(platform: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Names and paths under which `platform` (as `sys.platform`) may know a browser, best first."""
    if platform == "darwin":
        for folder in (PurePosixPath("/Applications"), PurePosixPath(environ.get("HOME", "/"), "Applications")):
            yield from (str(folder / f"{name}.app" / "Contents" / "MacOS" / name) for name in MAC_NAMES)
    if platform == "win32":
        for folder in filter(None, map(environ.get, WINDOWS_FOLDERS)):
            yield from (str(PureWindowsPath(folder, place)) for place in WINDOWS_PLACES)
    yield from NAMES


def find_browser(
    platform: str, environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which
) -> str | None:
    """The path of the first browser that is there; `which` says where a name or path leads."""
    return next(filter(None, map(which, browser_candidates(platform, environ))), None)


def may_use_apt(user: int | None, which: Callable[[str], str | None] = shutil.which) -> bool:
    """Whether this user (None on Windows) may install packages of the system with apt."""
    return user == 0 and which("apt-get") is not None


def install_browser(run: Callable[[Sequence[str]], int] = subprocess.call) -> None:
    """Install Chromium with apt; its package lists are fetched only where the first try fails."""
    install = ["apt-get", "install", "-y", "-qq", "chromium"]
    if run(install) != 0:
        run(["apt-get", "update", "-qq"])
        run(install)


def browser_options(user: int | None) -> list[str]:
    """How the browser is started: without any errand of its own; root's cannot have a sandbox."""
    return ["--no-sandbox", *QUIET] if user == 0 else list(QUIET)
