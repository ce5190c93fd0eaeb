"""Bench made: a store of one library whose staff have written to a few questions, for those who code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import analysis.apps
from analysis.apps.bench import CodingBench
from analysis.guide import Guide
from analysis.responses import Store
from analysis.responses.frames import response_fields

__all__ = ["HOSTILE", "PLACE", "bench_store", "serve_bench", "texts_of_twenty"]

APPS = Path(analysis.apps.__file__).parent
ADDRESS = "http://127.0.0.1/bench.html"
PLACE = {"library_id": "hawthorn", "wave": "2026"}
HOSTILE = '<img src=x onerror="window.broken=1"><script>window.broken=2</script> & שלום Ana 👩🏽‍🏫 = "quoted"'
"""A text that would do harm if it were taken for markup, with letters that go the other way and signs of two units."""


def bench_store(path: Path, guide: Guide, texts: Mapping[str, Sequence[str]]) -> Store:
    """A store at `path` with the texts of each question; the text in place i of every question is by person i."""
    count = max(map(len, texts.values()))
    blank = {field.name: "-1" for field in response_fields(guide) if field.kind in ("code", "choice")}
    fixed = {**blank, **PLACE, "submitted_at": "2026-03-02", "language": "en", "guide_version": guide.version}
    rows = [{**fixed, "response_id": f"r{place:05}", "response_mode": "forced_choice"} for place in range(count)]
    frame = pd.DataFrame(rows, dtype=object)
    for item, written in texts.items():
        frame[item] = [*written, *[""] * (count - len(written))]
    store = Store(path, guide)
    store.put("roster", pd.DataFrame([{**PLACE, "cohort": "all", "value": "all", "heads": count}]))
    facts = {"name": "Hawthorn", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", pd.DataFrame([{"library_id": PLACE["library_id"], **facts}]))
    store.add(frame)
    return store


def texts_of_twenty() -> list[str]:
    """Twenty texts, each with something of its own; one names a colleague, one is hostile, one is long."""
    things = ("lunch", "meetings", "the desk", "visits", "the newsletter")
    texts = [f"Number {place}: we should keep {things[place % len(things)]}." for place in range(17)]
    return [*texts, "Please ask Oona about it.", HOSTILE, "A long one. " * 330]


SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="bench.css"></head>
<body><main><h1>What did people write?</h1><h2>Read, code and confirm</h2><div id="place"></div></main>
<script type="module">
import bench from "./bench.js";
const hearers = new Set();
const hear = (message) => hearers.forEach((call) => call(message));
let schema = JSON.parse(await window.schema());
window.renew = async () => {
  schema = JSON.parse(await window.schema());
  hear({ changed: true });
};
const model = {
  get: () => schema,
  on: (_, call) => hearers.add(call),
  off: (_, call) => hearers.delete(call),
  send: async (message) => {
    const answer = await window.kernel(JSON.stringify(message));
    if (answer) hear(JSON.parse(answer));
  },
};
bench.render({ model, el: document.getElementById("place") });
</script></body></html>"""


def serve_bench(page: Any, bench: CodingBench, kernel: Callable[[dict], dict | None] | None = None) -> None:
    """Show `bench` in a page of a browser, with `kernel` in the place of its own answers where one is given."""
    files = {"bench.html": (SHELL, "text/html")}
    files |= {
        name: ((APPS / name).read_text(encoding="utf-8"), kind)
        for name, kind in (("bench.js", "text/javascript"), ("bench.css", "text/css"))
    }
    answer = kernel or bench.handle

    def reply(route: Any) -> None:
        body, kind = files[route.request.url.rsplit("/", 1)[1]]
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    def said(message: str) -> str | None:
        found = answer(json.loads(message))
        return None if found is None else json.dumps(found)

    page.route("http://127.0.0.1/**", reply)
    page.expose_function("kernel", said)
    page.expose_function("schema", lambda: json.dumps(bench.bench))
    page.goto(ADDRESS)
    page.locator("[data-lcb=bench][data-ready]").wait_for()
