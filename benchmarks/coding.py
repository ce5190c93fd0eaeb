"""How long coders and planners wait: the bench over 5,000 texts, suggestions of themes, and 300 strategies.

5,000 people have answered one question each in a sentence of their own. Each line of the bench is the way of one key,
from the page's message to the answer that the kernel sends back, with the store on the disk and everything committed. A
suggestion is asked of all 5,000 texts at once. The inventory has 300 strategies in use: what a save takes with the list
shown anew, and what the measures take. Measured is time on the clock, since a store waits for its disk.

    python benchmarks/coding.py
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np
import pandas as pd

from analysis.apps.bench import CodingBench
from analysis.apps.inventory_editor import InventoryEditor
from analysis.collect.coding_desk import CodingDesk
from analysis.exchange.sources import Source
from analysis.guide import Guide, load_codebook, load_guide, load_words
from analysis.measures.strategies import coverage, hours_by, reach, staff_hours
from analysis.measures.suggestions import suggest_themes
from analysis.measures.texts import theme_agreement
from analysis.responses import Store

TEXTS, STRATEGIES, ROUNDS = 5000, 300, 60
ITEM = "tour_keep"
BUILDER = Path(__file__).parents[1] / "tests" / "support" / "bench_made.py"
HEADS = {("all", "all"): TEXTS, ("role", "leader"): 300, ("role", "public_services"): 3000, ("unit", "branch_1"): 900}
PIECES = (
    ("the quiet hour before opening", "cake when somebody passes a course", "swapping desks every other month"),
    ("because we learn from each other", "so that nobody is left alone with it", "and the director takes part"),
    (
        "It should stay as it is.",
        "More of us should be asked.",
        "Branches are often forgotten.",
        "I did not expect it.",
    ),
)


def main() -> None:
    """Print both tables."""
    guide, made = load_guide(), load_builder()
    texts = sentences(np.random.default_rng(TEXTS))
    with TemporaryDirectory() as folder:
        store = made.bench_store(Path(folder) / "store.sqlite", guide, {ITEM: texts})
        print(f"{f'{TEXTS:,} texts, {ROUNDS} times each':44}{'median, ms':>12}{'slowest, ms':>13}")
        for name, taken in bench_times(
            CodingBench(CodingDesk(store, guide, **made.PLACE, coder="first"), load_words())
        ):
            print(f"{name:44}{statistics.median(taken):>12.1f}{max(taken):>13.1f}", flush=True)
        print(f"\n{'once':44}{'seconds':>12}")
        for name, work in tasks(store, guide, texts, made.PLACE):
            print(f"{name:44}{seconds(work):>12.3f}", flush=True)


def load_builder() -> ModuleType:
    """The tests' builder of a store with texts."""
    spec = importlib.util.spec_from_file_location("bench_made", BUILDER)
    if spec is None or spec.loader is None:
        raise SystemExit(f"There is no {BUILDER}.")
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    return builder


def sentences(rng: np.random.Generator) -> list[str]:
    """Short texts, each with words of its own beside those that many share."""
    syllables = [a + b for a in "bdfglmnprst" for b in "aeiou"]
    texts = []
    for _ in range(TEXTS):
        own = ["".join(rng.choice(syllables, 2)) for _ in range(4)]
        texts.append(" ".join(["I like", *(rng.choice(part) for part in PIECES), *own]))
    return texts


def bench_times(bench: CodingBench) -> Iterator[tuple[str, list[float]]]:
    """The milliseconds of each kind of message, over texts spread through the whole question."""
    tokens = bench.desk.texts(ITEM)[:: TEXTS // ROUNDS][:ROUNDS]
    themes = [theme.id for theme in bench.desk.themes_of(ITEM)]
    ask = Asker(bench)
    yield "open the question", [ask(act="open", item=ITEM, which="all") for _ in tokens]
    yield "next text", [ask(act="look", place=place * TEXTS // ROUNDS) for place, _ in enumerate(tokens)]
    yield "a theme", [ask(act="code", token=token, themes=themes[:2]) for token in tokens]
    yield "a memo", [ask(act="memo", token=token, memo="see the next") for token in tokens]
    yield "a mask", [ask(act="mask", token=token, masks=[[0, 1, "person"]]) for token in tokens]
    yield "confirm", [ask(act="confirm", token=token, masked=bench.desk.show(token).masked) for token in tokens]
    yield "next unread", [ask(act="unread", place=place * TEXTS // ROUNDS) for place, _ in enumerate(tokens)]
    yield "undo", [ask(act="undo") for _ in tokens]


class Asker:
    """Sends messages to a bench as the page does, as text and back, and tells the milliseconds that each took."""

    def __init__(self, bench: CodingBench) -> None:
        self._bench, self._sent = bench, 0

    def __call__(self, **message: object) -> float:
        self._sent += 1
        sent = json.dumps({"id": f"m{self._sent}", **message})
        start = time.perf_counter()
        answer = self._bench.handle(json.loads(sent))
        json.dumps(answer)
        taken = 1000 * (time.perf_counter() - start)
        if not answer["ok"]:
            raise SystemExit(f"The bench said no to {sent}: {answer}")
        return taken


def tasks(store: Store, guide: Guide, texts: list[str], place: dict) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done once in a while."""
    yield "suggestions, first time (loads the package)", lambda: suggest_themes(texts)
    yield "suggestions", lambda: suggest_themes(texts)
    yield "suggestions, twenty of them", lambda: suggest_themes(texts, count=20)
    both = double_codings(guide)
    yield f"agreement of two coders on {TEXTS:,} texts", lambda: theme_agreement(both)
    strategies = inventory(place)
    store.put("strategies", strategies)
    source = Source(place["library_id"], "Maple Grove", place["wave"], is_sample=False, heads=TEXTS)
    editor = InventoryEditor(store, guide, load_words(), source, None, lambda: None)
    yield f"open one of {STRATEGIES} strategies", lambda: editor.edit("s007")
    yield "save it, and show the list anew", editor.save
    yield "reach, coverage, hours of all strategies", lambda: measured(strategies, guide)


def measured(strategies: pd.DataFrame, guide: Guide) -> list[pd.DataFrame]:
    """Every measure that follows from the inventory."""
    return [
        *(measure(strategies, HEADS, guide) for measure in (reach, coverage, staff_hours)),
        hours_by(strategies, HEADS, guide, ("participation", "content_chosen_by")),
    ]


def double_codings(guide: Guide) -> pd.DataFrame:
    """Both coders' themes of every text, alike in most."""
    rng = np.random.default_rng(STRATEGIES)
    themes = [theme.id for theme in load_codebook().of_item(ITEM, guide)]
    first = [" ".join(sorted(rng.choice(themes, rng.integers(0, 3), replace=False))) for _ in range(TEXTS)]
    second = [themes[0] if rng.random() < 0.2 else found for found in first]
    ids = [f"r{number:05}" for number in range(TEXTS)]
    both = {"response_id": ids * 2, "item": ITEM, "coder": ["first"] * TEXTS + ["second"] * TEXTS}
    return pd.DataFrame(both | {"themes": first + second, "memo": ""})


def inventory(place: dict) -> pd.DataFrame:
    """Strategies in use, for all staff or for one group or two."""
    rng = np.random.default_rng(STRATEGIES)
    meant = ("all", "leader", "public_services", "leader branch_1")
    rows = [
        {
            "strategy_id": f"s{number:03}",
            **place,
            "what": f"Way to learn {number}",
            "participants": meant[number % len(meant)],
            "participation": ("required", "optional")[number % 2],
            "content_chosen_by": ("individual", "supervisor", "library")[number % 3],
            "frequency": ("weekly", "monthly", "yearly", "on_demand")[number // 3 % 4],
            "hours": float(rng.integers(1, 30)),
            "status": "in_use",
            "qualities": "agency variety",
        }
        for number in range(STRATEGIES)
    ]
    return pd.DataFrame(rows)


def seconds(work: Callable[[], object]) -> float:
    """The time on the clock of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
