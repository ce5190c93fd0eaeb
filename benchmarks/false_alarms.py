"""How often something is found where nothing is planted: libraries that are all alike, and waves that repeat a census.

Run with `python -m benchmarks.false_alarms` from the project's folder; a number after it changes how many consortia
and libraries are made (500). It takes about twenty minutes, prints the tables of `docs/simulations.md`, and with
a second word writes them there.

*Consortia*: all libraries draw their people from one distribution, and everybody answers. A false finding is any
library that is said to be above or below. *Waves*: everybody answers in both waves, each answer drawn anew from the
same chances of the same person (or, harder, the second wave is of other people of the same kind); all are linked.
A false finding is anything that moved, and any plan graded as moved, its target being any quality or the one that
stood lowest. *Steps*: a plan of three steps, aimed at the three qualities that stood lowest; a false finding is any of
them that is graded as moved.

What is told goes through the functions of `release` that make it (`benchmarks.simulated`), then through
`compare_libraries` and `follow_library`. Only what linked people did is handed in as exact counts, since to protect it
takes minutes a library; ranges would make p larger, never smaller.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure import Released
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.followed import KINDS, Followed
from analysis.disclosure.following import follow_library
from analysis.disclosure.grading import grade_actions
from analysis.disclosure.linking import COLUMNS, LinkedChange
from analysis.disclosure.plans import describe_plans
from analysis.guide import load_guide
from analysis.measures.effects import action_effect
from analysis.responses.frames import FRAMES, empty_frame
from benchmarks.document import paste
from benchmarks.simulated import Answers, Staff, answers_of, heads_as_surveyed, told_library

REPEATED = 500
SETS = {12: 1.0, 30: 0.3}
"""Libraries in a consortium, and what part of the repetitions is made of them."""

LEAST_HEADS = 5
SIZES = (6, 12, 31, 100)
SITUATIONS_AT = (31,)
"""Sizes in which the situations are told too, which takes a few minutes."""

WAVES = ("2025", "2026")
LIBRARY = "lib"
OWN_FACTS = empty_frame(FRAMES["libraries"])
PLANS = ("any quality", "the lowest")
STEPS = ("the step at the lowest quality", "the step at the second lowest", "the step at the third lowest")
STEPS_PART = 0.4
"""What part of the repetitions is made of plans with three steps."""

ANY_STEP, ALONE = "any of the three (not promised)", "a single step, at the lowest"
EXPECTED = 0.1
NOMINAL, ONE_SIDED = 0.05, 0.025


def false_differs(libraries: int, times: int) -> pd.DataFrame:
    """In each of so many consortia, how many libraries differ by each measure (consortia × measures)."""
    rng = np.random.default_rng([libraries, 1])
    return pd.DataFrame([_differing(_consortium(libraries, rng)) for _ in range(times)])


def _consortium(libraries: int, rng: np.random.Generator) -> list[Released]:
    heads = heads_as_surveyed(libraries, rng, LEAST_HEADS)
    people = (answers_of(Staff.of(int(one), rng), rng) for one in heads)
    return [told_library(f"lib{at}", WAVES[0], answers, situations=False) for at, answers in enumerate(people)]


def _differing(results: list[Released]) -> dict[str, int]:
    standing = compare_libraries(results, OWN_FACTS).standing
    return (standing["differs"] != "").groupby(standing["measure"], sort=False).sum().to_dict()


def false_moves(heads: int, times: int, same_people: bool) -> pd.DataFrame:
    """In each of so many libraries, whether anything of each kind moved (libraries × kinds)."""
    rng = np.random.default_rng([heads, 2])
    return pd.DataFrame([_moving(heads, same_people, rng) for _ in range(times)])


def _moving(heads: int, same_people: bool, rng: np.random.Generator) -> dict[str, float]:
    first = Staff.of(heads, rng)
    staff = (first, first if same_people else Staff.of(heads, rng))
    answers = [answers_of(people, rng) for people in staff]
    waves = [told_library(LIBRARY, wave, one, heads in SITUATIONS_AT) for wave, one in zip(WAVES, answers, strict=True)]
    linked = [_linked(answers)] if same_people else None
    targets = {plan: _target(plan, answers[0], rng) for plan in PLANS}
    plans = {plan: describe_plans([_planned(waves[0], target), waves[1]])[0] for plan, target in targets.items()}
    return {
        **_moved(follow_library(waves, linked)),
        **{plan: float((graded["verdict"] == "moved").any()) for plan, graded in plans.items()},
        "persons, the lowest": _graded_from_persons(answers, targets[PLANS[1]], same_people),
    }


def _moved(followed: Followed) -> dict[str, float]:
    """Whether anything moved of each kind that is told, among linked people, and in the whole view."""
    steps = followed.steps[~followed.steps["withheld"]]
    kinds = {kind: steps.loc[steps["kind"] == kind, "moved"] for kind in KINDS}
    found = {kind: float((moved != "").any()) for kind, moved in kinds.items() if len(moved)}
    linked = {"linked": float((followed.paired["moved"] != "").any())} if len(followed.paired) else {}
    return found | {"anything": float((steps["moved"] != "").any())} | linked


def _target(plan: str, before: Answers, rng: np.random.Generator) -> str:
    qualities = load_guide().qualities
    at = int(before.exists.sum(axis=0).argmin()) if plan == PLANS[1] else int(rng.integers(len(qualities)))
    return qualities[at]


def _planned(released: Released, *targets: str) -> Released:
    """The same wave with a plan of one action for each target, all of them done."""
    action = {"library_id": LIBRARY, "wave": released.wave, "step": "Talk", "owner": "Team", "due": "2025-12-01"}
    done = action | {"status": "done", "expected_shift": EXPECTED}
    return replace(
        released, actions=pd.DataFrame([done | {"action_id": target, "target": target} for target in targets])
    )


def false_steps(heads: int, times: int, same_people: bool) -> pd.DataFrame:
    """In each of so many libraries, which of the steps at the lowest qualities moved, and a lone one."""
    rng = np.random.default_rng([heads, 3])
    return pd.DataFrame([_moving_steps(heads, same_people, rng) for _ in range(times)])


def _moving_steps(heads: int, same_people: bool, rng: np.random.Generator) -> dict[str, float]:
    first = Staff.of(heads, rng)
    answers = [answers_of(people, rng) for people in (first, first if same_people else Staff.of(heads, rng))]
    waves = [told_library(LIBRARY, wave, one, situations=False) for wave, one in zip(WAVES, answers, strict=True)]
    lowest = np.argsort(answers[0].exists.sum(axis=0), kind="stable")[: len(STEPS)]
    targets = [load_guide().qualities[at] for at in lowest]
    of_three, alone = (_moved_steps(waves, *chosen) for chosen in (targets, targets[:1]))
    return dict(zip(STEPS, of_three, strict=True)) | {ANY_STEP: max(of_three), ALONE: alone[0]}


def _moved_steps(waves: list[Released], *targets: str) -> list[float]:
    graded = grade_actions([_planned(waves[0], *targets), waves[1]])
    return (graded["verdict"] == "moved").astype(float).tolist()


def _linked(answers: list[Answers]) -> LinkedChange:
    """What everybody did, as exact counts."""
    before, after = (one.exists for one in answers)
    flows = {"gained": (0, 1), "lost": (1, 0), "kept": (1, 1), "never": (0, 0)}
    counts = {
        f"{flow}_{end}": ((before == one) & (after == other)).sum(axis=0)
        for flow, (one, other) in flows.items()
        for end in ("low", "high")
    }
    about = {"quality": load_guide().qualities, "before": WAVES[0], "after": WAVES[1], "n": len(before)}
    table = pd.DataFrame(about | {"withheld": False, "reason": ""} | counts)[COLUMNS]
    return LinkedChange(LIBRARY, *WAVES, len(before), False, "", table)


def _graded_from_persons(answers: list[Answers], target: str, linked: bool) -> float:
    """Whether a researcher who holds the rows would say that the target moved."""
    targeted = np.isin(load_guide().qualities, target)
    before, after = (one.exists for one in answers)
    return float(action_effect(before, after, targeted, seed=1, linked=linked).low > 0)


def table_differs(times: int) -> Iterator[str]:
    guide = load_guide()
    found = {libraries: false_differs(libraries, round(part * times)) for libraries, part in SETS.items()}
    rates = {libraries: (counts > 0).mean() for libraries, counts in found.items()}
    columns = [f"{len(found[n])} consortia of {n}" for n in SETS]
    yield "| Any library above or below, % of consortia | " + " | ".join(columns) + " |"
    yield "|---|" + "---|" * len(SETS)
    for measure in ("index", *guide.qualities, "growth"):
        yield f"| `{measure}` | " + " | ".join(f"{100 * rates[n][measure]:.1f}" for n in SETS) + " |"
    anything = [100 * (found[n] > 0).any(axis=1).mean() for n in SETS]
    yield "| anything in the comparison (nominal: 5) | " + " | ".join(f"{rate:.1f}" for rate in anything) + " |"
    libraries = [100 * found[n].to_numpy().mean() / n for n in SETS]
    yield "| of all libraries and measures | " + " | ".join(f"{rate:.2f}" for rate in libraries) + " |"


ROWS = {
    "index": "the index moved",
    "quality": "any of the seven qualities moved",
    "leaning": "the leaning moved",
    "situation": "any of the six situations moved",
    "anything": "anything of these moved (not promised)",
    "linked": "any quality moved among the linked",
    PLANS[0]: "plan moved, its target any quality",
    PLANS[1]: "plan moved, its target the lowest",
    "persons, the lowest": "the same, from person rows (`action_effect`)",
}


def table_moves(times: int) -> Iterator[str]:
    found = {(same, heads): false_moves(heads, times, same) for same in (True, False) for heads in SIZES}
    columns = [f"{heads}, {'same people' if same else 'others'}" for same, heads in found]
    yield f"| % of {times} libraries | nominal | " + " | ".join(columns) + " |"
    yield "|---|---|" + "---|" * len(columns)
    for kind, name in ROWS.items():
        nominal = 100 * (ONE_SIDED if name.startswith(("plan", "the same")) else NOMINAL)
        cells = (f"{100 * moves[kind].mean():.1f}" if kind in moves else "–" for moves in found.values())
        yield f"| {name} | {'–' if kind == 'anything' else f'{nominal:g}'} | " + " | ".join(cells) + " |"


def table_steps(times: int) -> Iterator[str]:
    found = {(same, heads): false_steps(heads, times, same) for same in (True, False) for heads in SIZES}
    columns = [f"{heads}, {'same people' if same else 'others'}" for same, heads in found]
    yield f"| Graded as moved, % of {times} libraries | nominal | " + " | ".join(columns) + " |"
    yield "|---|---|" + "---|" * len(columns)
    for step in (*STEPS, ANY_STEP, ALONE):
        cells = (f"{100 * moves[step].mean():.1f}" for moves in found.values())
        nominal = "–" if step == ANY_STEP else f"{100 * ONE_SIDED:g}"
        yield f"| {step} | {nominal} | " + " | ".join(cells) + " |"


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATED
    tables = {
        "false-differs": list(table_differs(times)),
        "false-moves": list(table_moves(times)),
        "false-steps": list(table_steps(round(STEPS_PART * times))),
    }
    for name, lines in tables.items():
        print("\n".join(lines), end="\n\n")
        if len(sys.argv) > 2:
            paste(name, lines)


if __name__ == "__main__":
    main()
