"""How often a next step is called clear where nothing is planted: libraries whose answers are drawn by lot.

Run with `python -m benchmarks.recommendations` from the project's folder; a number after it changes how many libraries
are made of each size (500). It prints the table of `docs/simulations.md`, and with a second word writes it there.

Every quality is seen by half of the people and wanted by half of them, leaders and front line alike, and in each
situation a person is as likely to lean towards fixed as towards growth. Everybody answers and there is no inventory.
What is told goes through the functions of `release` that make it (`benchmarks.simulated`). Which three qualities are
wanted most is then certain, so a step `wanted` is always at least likely, and clear only by mistake.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure import Released, map_opportunities
from analysis.disclosure.gaps import describe_gaps
from analysis.guide import LEADS, load_guide
from analysis.present.recommendations import CERTAINTIES, recommend
from analysis.tally.scores import BANDS
from benchmarks.document import paste
from benchmarks.simulated import blank_library, described_rows, told_bands, told_mark, told_row

REPEATED = 500
SIZES = (6, 12, 31, 60)
LEADING = 0.2
LEAST = 5
LEANING = (0.35, 0.3, 0.35)
RULES = ("wanted", "gap", "situation")


def library_by_lot(people: int, rng: np.random.Generator) -> Released:
    """What is told of a library in which every answer is drawn by lot."""
    blank, guide = blank_library(people), load_guide()
    develop, exists = (rng.binomial(people, 0.5, len(guide.qualities)) for _ in range(2))
    marks = [_mark(people, yes, quality, "develop") for quality, yes in zip(guide.qualities, develop, strict=True)]
    marks += [_mark(people, yes, quality, "exists") for quality, yes in zip(guide.qualities, exists, strict=True)]
    bands = [row for scope in guide.situations for row in _bands(people, scope, rng)]
    order = [guide.qualities[at] for at in np.argsort(-develop, kind="stable")]
    return replace(
        blank,
        marks=described_rows(marks),
        bands=described_rows(bands),
        priority=pd.DataFrame({"quality": order, "top_three": np.arange(len(order)) < 3, "withheld": False}).astype(
            {"top_three": float}
        ),
        gaps=_gaps(people, rng),
    )


def _mark(people: int, yes: int, quality: str, mark: str) -> dict:
    return told_row(told_mark(people, int(yes)), 0, people, {"quality": quality, "mark": mark})


def _bands(people: int, scope: str, rng: np.random.Generator) -> list[dict]:
    told = told_bands(people, *map(int, rng.multinomial(people, LEANING)))
    return [told_row(told, at, people, {"scope": scope, "band": band}) for at, band in enumerate(BANDS)]


def _gaps(people: int, rng: np.random.Generator) -> pd.DataFrame:
    """The gaps between leaders and the front line, both with their exact counts, where both are enough to be shown."""
    guide, leaders = load_guide(), max(LEAST, round(LEADING * people))
    sides = {"leaders": leaders, "front_line": people - leaders}
    is_told = people - leaders >= LEAST
    rows = [
        {"cohort": LEADS, "value": value, "quality": quality, "mark": "exists", "withheld": not is_told, "n": heads}
        | dict.fromkeys(("count_low", "count_high"), int(rng.binomial(heads, 0.5)))
        for value, heads in sides.items()
        for quality in guide.qualities
    ]
    told = pd.DataFrame(rows).assign(reason="" if is_told else "few", roster=people)
    return describe_gaps(told.assign(share=told["count_low"] / told["n"]))


def found_by_lot(people: int, times: int) -> pd.DataFrame:
    """In each of so many libraries: whether any step is clear, whether one of each rule is, how many there are."""
    rng = np.random.default_rng([people, 6])
    return pd.DataFrame([_found(library_by_lot(people, rng)) for _ in range(times)])


def _found(released: Released) -> dict[str, float]:
    steps = recommend(released, map_opportunities(released))
    clear = {step.rule for step in steps if step.certainty == "clear"}
    certainties = Counter(step.certainty for step in steps)
    counts = {name: float(certainties[name]) for name in CERTAINTIES}
    return {
        "steps": float(len(steps)),
        "any": float(bool(clear)),
        **{rule: float(rule in clear) for rule in RULES},
        **counts,
    }


def table_recommendations(times: int) -> Iterator[str]:
    yield "| People | Steps each | of them clear | likely | A clear one at all, % | wanted | gap | situation |"
    yield "|---|---|---|---|---|---|---|---|"
    for people in SIZES:
        found = found_by_lot(people, times).mean()
        each = (f"{found[name]:.2f}" for name in ("steps", "clear", "likely"))
        rates = (f"{100 * found[name]:.1f}" for name in ("any", *RULES))
        yield f"| {people} | {' | '.join(each)} | {' | '.join(rates)} |"


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATED
    lines = []
    for line in table_recommendations(times):
        print(line, flush=True)
        lines.append(line)
    if len(sys.argv) > 2:
        paste("recommendations", lines)


if __name__ == "__main__":
    main()
