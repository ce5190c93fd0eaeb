"""Notebook pages: waiting for a page view, and working JupyterLab's menus, as a person would."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["restart_kernel", "run_all", "wait_until_ready"]

PATIENCE = 60_000
PANEL = ".jp-NotebookPanel:visible"
UNTIL_KERNEL_IS_IDLE = """async (patience) => {
  const name = decodeURIComponent(location.pathname.split("/tree/").at(-1));
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    const sessions = await (await fetch("/api/sessions")).json();
    const kernel = sessions.find((session) => session.path === name)?.kernel;
    if (kernel?.execution_state === "idle" && kernel.connections > 0) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`The kernel of ${name} is not idle.`);
}"""
SHOWN = f"{PANEL} .jp-OutputArea-output"


def wait_until_ready(page: Page) -> None:
    """Wait until a page view shows all of its parts."""
    page.locator("body[data-ready]").wait_for()


def run_all(page: Page) -> None:
    """Run all cells of the open notebook once its kernel is idle, and wait until it is idle again."""
    wait_for_idle_kernel(page)
    choose_in_menu(page, "Run", "Run All Cells")
    page.locator(SHOWN).first.wait_for(state="attached")
    wait_for_idle_kernel(page)


def restart_kernel(page: Page) -> None:
    """Restart the kernel of the open notebook and clear what it showed, as its menu does."""
    choose_in_menu(page, "Kernel", "Restart Kernel and Clear Outputs of All Cells…")
    dialog = page.locator(".jp-Dialog")
    dialog.get_by_role("button", name="Confirm Kernel Restart").click()
    dialog.wait_for(state="detached")
    page.locator(SHOWN).first.wait_for(state="detached")


def wait_for_idle_kernel(page: Page) -> None:
    """Wait until the open notebook talks to its kernel and that has nothing to do.

    The sign beside the notebook alone says "idle" also before there is a kernel, so the server is asked as well.
    """
    page.locator(f"{PANEL} .jp-Toolbar-kernelName", has_text="Python 3").wait_for()
    page.evaluate(UNTIL_KERNEL_IS_IDLE, PATIENCE)
    page.locator(f'{PANEL} .jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()


def choose_in_menu(page: Page, menu: str, entry: str) -> None:
    """Choose an entry of JupyterLab's menu bar."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()
