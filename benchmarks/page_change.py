"""How long a reader waits for another view: from a choice on the running page to the new picture.

The page "Our library" is opened in a real browser on the real server, and the cohort column is changed again and
again.

    python benchmarks/page_change.py
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from browser_finding import browser_options, find_browser  # noqa: E402
from running import running_server  # noqa: E402

ROUNDS = 12
LIBRARY = "harlow_falls"
# Measured inside the page: from the choice to the first picture that was not there before.
CHANGE = """
([label, value]) => new Promise((resolve) => {
  const select = [...document.querySelectorAll("select")].find((s) => s.labels[0]?.textContent === label);
  const before = [...document.querySelectorAll("#lc-cells img")].map((image) => image.src);
  const begun = performance.now();
  const observer = new MutationObserver(() => {
    const now = [...document.querySelectorAll("#lc-cells img")].map((image) => image.src);
    if (now.every((source) => before.includes(source))) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begun));
  });
  observer.observe(document.getElementById("lc-cells"), { childList: true, subtree: true });
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
})
"""


def change(page: Page, label: str, option: str) -> float:
    """Milliseconds from choosing `option` in the list `label` to the first new picture."""
    return page.evaluate(CHANGE, [label, option])


def alternate(page: Page, label: str, rounds: int) -> list[float]:
    """The times of changing to and fro between the first two options of a list."""
    options = page.get_by_label(label, exact=True).locator("option")
    values = [options.nth(place).get_attribute("value") or "" for place in range(2)]
    chosen = page.get_by_label(label, exact=True).input_value()
    order = [value for value in values if value != chosen] + [chosen if chosen in values else values[0]]
    times = []
    for turn in range(rounds):
        times.append(change(page, label, order[turn % 2]))
        page.wait_for_function("() => !document.querySelector('[role=status]')?.textContent.startsWith('Preparing')")
    return times


def main() -> None:
    """Print the table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        user = os.getuid() if hasattr(os, "getuid") else None
        browser = playwright.chromium.launch(
            executable_path=find_browser(sys.platform, os.environ), args=browser_options(user)
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        address = server.address("/voila/render/02_our_library.ipynb")
        page.goto(f"{address}&library={LIBRARY}&wave=2026")
        page.locator("body[data-ready]").wait_for(timeout=120_000)
        times = alternate(page, "Tell staff apart by", ROUNDS)[2:]
        browser.close()
    print(f"{'':<34}{'median':>9}{'slowest':>9}  (milliseconds, {len(times)} changes)")
    print(f"{'another cohort → new picture':<34}{statistics.median(times):>9.0f}{max(times):>9.0f}")


if __name__ == "__main__":
    main()
