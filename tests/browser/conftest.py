"""What the tests of the running pages share: a library with answers, a browser that tells what it asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide
from analysis.responses import Store, read_survey
from notebook_pages import run_all, wait_until_ready
from running import Running

PATIENCE = 60_000
"""Milliseconds within which a notebook has run, on a busy machine as well."""

WINDOW = {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
Answers = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def store(server: Running) -> Store:
    """The store of the running server."""
    return Store(server.data / "responses.sqlite", load_guide())


@pytest.fixture(scope="session")
def add_library(store: Store) -> Callable[..., None]:
    """Sets up a library of `heads`, with the nine answers of a sample library if it is `answered`."""
    samples = read_survey(SAMPLES, load_guide()).responses
    rows = samples[samples["library_id"] == "oxwater"]

    def add_library(library_id: str, heads: int = 12, answered: bool = True) -> None:
        place = {"library_id": library_id, "wave": "2026"}
        facts = {"name": library_id.title(), "type": "public", "population": "", "locale": "", "fte": ""}
        store.put("roster", pd.DataFrame([{**place, "cohort": "all", "value": "all", "heads": heads}]))
        store.put("libraries", pd.DataFrame([{"library_id": library_id, **facts}]))
        if answered:
            store.add(rows.assign(**place, response_id=f"{library_id}_" + rows["response_id"]))

    return add_library


@pytest.fixture
def new_answers(store: Store) -> Answers:
    """The answers of a library that came in beside the nine that it began with."""

    def new_answers(library_id: str) -> pd.DataFrame:
        rows = store.responses()
        return rows[(rows["library_id"] == library_id) & ~rows["response_id"].str.startswith(library_id)]

    return new_answers


@contextmanager
def fresh_profile(browser: Browser, server: Running) -> Iterator[BrowserContext]:
    """A fresh browser profile; when it is closed, it has asked nothing of any other host."""
    settings = (
        server.data.parent / "jupyter" / "config" / "lab" / "user-settings" / "@jupyterlab" / "docmanager-extension"
    )
    settings.mkdir(parents=True, exist_ok=True)
    # The notebooks of the project are looked at here, and stay as they are.
    (settings / "plugin.jupyterlab-settings").write_text(json.dumps({"autosave": False}), encoding="utf-8")
    asked: list[str] = []
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(PATIENCE)
    context.on("request", lambda request: asked.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    context.on("page", lambda page: page.on("dialog", lambda dialog: dialog.accept()))
    yield context
    context.close()
    ours = server.url.removeprefix("http:")
    local = (f"http:{ours}/", f"ws:{ours}/", f"blob:http:{ours}/", "data:", "about:")
    assert asked
    assert [address for address in asked if not address.startswith(local)] == []


@pytest.fixture
def context(browser: Browser, server: Running) -> Iterator[BrowserContext]:
    """A profile for one test."""
    with fresh_profile(browser, server) as context:
        yield context


@pytest.fixture(scope="module")
def shared_context(browser: Browser, server: Running) -> Iterator[BrowserContext]:
    """A profile for the pages that several tests of a file look at."""
    with fresh_profile(browser, server) as context:
        yield context


@pytest.fixture
def visit(context: BrowserContext, server: Running) -> Visit:
    """Opens a notebook as a page, and returns when everything on it is there."""
    return lambda notebook, **query: opened(context, server, notebook, query)


@pytest.fixture(scope="module")
def visit_once(shared_context: BrowserContext, server: Running) -> Visit:
    """The same for tests that look at one page one after the other: it is opened once, and found in its first window.

    Such tests do not mind what the others chose on the page.
    """
    pages: dict[tuple[str, ...], Page] = {}

    def visit_once(notebook: str, **query: str) -> Page:
        key = (notebook, *query.values())
        if key not in pages:
            pages[key] = opened(shared_context, server, notebook, query)
        pages[key].set_viewport_size(WINDOW)
        return pages[key]

    return visit_once


def opened(context: BrowserContext, server: Running, notebook: str, query: dict[str, str]) -> Page:
    """A notebook as a page, when everything on it is there."""
    page = context.new_page()
    asked = urlencode({**query, "token": server.token})
    page.goto(f"{server.url}/voila/render/{notebook}.ipynb?{asked}", wait_until="commit")
    wait_until_ready(page)
    return page


@pytest.fixture
def visit_lab(context: BrowserContext, server: Running) -> Visit:
    """Opens a notebook in JupyterLab, waits for its kernel, and runs all of its cells."""

    def visit_lab(notebook: str) -> Page:
        page = context.new_page()
        page.goto(server.address(f"/lab/tree/{notebook}.ipynb"))
        run_all(page)
        return page

    return visit_lab
