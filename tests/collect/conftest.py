"""What the tests of collecting share: a store in memory that can fail on command, and a page around the form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis.collect
from analysis.collect.widget import GuideForm
from analysis.errors import Fault, ResponseError, StoreError
from analysis.guide import Guide, load_guide

COLLECT = Path(analysis.collect.__file__).parent
LOCAL = ("http://127.0.0.1/", "blob:http://127.0.0.1/", "data:", "about:srcdoc")
ADDRESS = "http://127.0.0.1/form.html"
HOSTILE = '<img src=x onerror="window.broken=1"> & =1+1'
TODAY = date(2026, 3, 2)
Kernel = Callable[[dict], "dict | None"]
SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="form.css"></head>
<body><main><h1>Answer the guide</h1><div id="place"></div></main>
<script type="module">
import form from "./form.js";
const hearers = new Set();
const model = {
  get: () => window.formData,
  on: (_, hear) => hearers.add(hear),
  off: (_, hear) => hearers.delete(hear),
  send: async (message) => {
    const answer = await window.kernel(JSON.stringify(message));
    if (answer) for (const hear of hearers) hear(JSON.parse(answer));
  },
};
window.unmount = form.render({ model, el: document.getElementById("place") });
</script></body></html>"""


@dataclass
class MemoryStore:
    """The part of a store that the form needs; `broken` makes every act fail as a full disk would."""

    strategy_rows: pd.DataFrame
    broken: bool = False
    drafts: dict[str, dict] = field(default_factory=dict)
    responses: dict[str, tuple[dict, dict]] = field(default_factory=dict)
    waves: tuple[str, ...] = ("2025", "2026")
    saves: int = 0

    def strategies(self) -> pd.DataFrame:
        return self.strategy_rows

    def draft(self, key: str) -> dict | None:
        self._work()
        return self.drafts.get(key)

    def save_draft(self, key: str, draft: Mapping[str, Any]) -> None:
        self._work()
        self.saves += 1
        self.drafts[key] = dict(draft)

    def delete_draft(self, key: str) -> None:
        self._work()
        self.drafts.pop(key, None)

    def waves_of(self, library_id: str) -> tuple[str, ...]:
        return self.waves

    def submit(
        self, response: Mapping[str, Any], ratings: Mapping[str, int], draft: str = "", earlier_receipt: str = ""
    ) -> str:
        self._work()
        if earlier_receipt:
            raise ResponseError("No such receipt.", [Fault("receipt", earlier_receipt, "", "", column="link")])
        self.responses[response["response_id"]] = (dict(response), dict(ratings))
        self.drafts.pop(draft, None)
        return self.receipt(response["response_id"])

    def withdraw(self, receipt: str) -> bool:
        self._work()
        found = [key for key in self.responses if self.receipt(key) == receipt]
        return any(self.responses.pop(key) for key in found)

    @staticmethod
    def receipt(response_id: str) -> str:
        return "-".join(response_id.upper()[start : start + 4] for start in (0, 4, 8))

    def _work(self) -> None:
        if self.broken:
            raise StoreError("The store cannot be written.")


def make_strategies() -> pd.DataFrame:
    names = {"mentoring": "Learning from a colleague", "webinars": HOSTILE, "book_club": "A reading circle"}
    rows = [
        {"strategy_id": key, "library_id": "harlow", "wave": "2026", "what": what, "status": "in_use"}
        for key, what in names.items()
    ]
    rows[2]["status"] = "to_explore"
    return pd.DataFrame([*rows, rows[0] | {"strategy_id": "elsewhere", "library_id": "other"}])


@pytest.fixture
def guide() -> Guide:
    return load_guide()


@pytest.fixture
def strategy_rows() -> list[dict]:
    return make_strategies().query("library_id == 'harlow'").to_dict("records")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(make_strategies())


@pytest.fixture
def make_form(store: MemoryStore, guide: Guide) -> Callable[..., GuideForm]:
    """Makes a form over the store, or over another one, as a fresh kernel would."""

    def make(language: str = "en", over: Any = None) -> GuideForm:
        return GuideForm(over or store, guide, "harlow", "2026", language=language, today=lambda: TODAY)

    return make


@pytest.fixture
def open_form(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens the form in a new page; `kernel` answers each message as `GuideForm.handle` does, None as lost.

    A page that is opened with the `context` of an earlier one remembers what that one remembered.
    """
    contexts: list[Any] = []

    def open_page(kernel: Kernel, form_data: dict, context: Any = None, **options: Any) -> Any:
        if context is None:
            context = browser.new_context(**options)
            contexts.append(context)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        serve_form(page, kernel, form_data)
        return page

    yield open_page
    pages = [page for context in contexts for page in context.pages]
    said = [fault for page in pages for fault in page.faults]
    elsewhere = [address for page in pages for address in page.asked if not address.startswith(LOCAL)]
    for context in contexts:
        context.close()
    assert (said, elsewhere) == ([], [])


def serve_form(page: Any, kernel: Kernel, form_data: dict) -> None:
    files = {"form.html": (SHELL, "text/html")}
    files |= {
        name: ((COLLECT / name).read_text(encoding="utf-8"), kind)
        for name, kind in (("form.js", "text/javascript"), ("form.css", "text/css"))
    }

    def reply(route: Any) -> None:
        body, kind = files[route.request.url.rsplit("/", 1)[1]]
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    def answer(message: str) -> str | None:
        said = kernel(json.loads(message))
        return None if said is None else json.dumps(said)

    page.route("http://127.0.0.1/**", reply)
    page.expose_function("kernel", answer)
    page.add_init_script(f"window.formData = {json.dumps(form_data)};")
    page.goto(ADDRESS)
