"""Keyboard: filling in the guide the way somebody does who uses no mouse."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["go_on", "press_on", "send", "status_of", "tab_to", "write_goal"]

MOST_TABS = 80


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the keyboard is on `selector`."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard does not get to {selector}.")


def press_on(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to `selector` with Tab and press `key` there."""
    tab_to(page, selector)
    page.keyboard.press(key)


def wait_for_step(page: Page, step: str) -> None:
    """Wait until the form is at `step`."""
    page.locator(f'[data-llc="form"][data-step="{step}"]').wait_for()


def status_of(page: Page, status: str) -> None:
    """Wait until the form says that its state is `status`."""
    page.locator(f'[data-llc="status"][data-status="{status}"]').wait_for()


def write_goal(page: Page, text: str) -> None:
    """Begin the form and write the first answer."""
    press_on(page, '[data-act="begin"]')
    wait_for_step(page, "goals")
    tab_to(page, "textarea")
    page.keyboard.type(text)


def go_on(page: Page) -> str:
    """Take up the draft that was found, and return what its first answer is."""
    wait_for_step(page, "found")
    press_on(page, '[data-act="continue"]')
    wait_for_step(page, "goals")
    return page.locator('[data-question="goal_personal"] textarea').input_value()


def send(page: Page) -> str:
    """Say yes to the first quality, skip everything else, send, and return the receipt."""
    for step in ("goals", "culture_tour", "qualities", "strategies", "continuum", "reflection", "action_plan"):
        wait_for_step(page, step)
        if step == "qualities":
            press_on(page, '[data-question="exists_purpose"] input', "Space")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
        press_on(page, '[data-act="next"]')
    wait_for_step(page, "about")
    press_on(page, '[data-act="send"]')
    return page.locator('[data-llc="receipt"]').inner_text()
