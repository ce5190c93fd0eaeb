"""How often an attacker finds out what somebody answered, in 300 random libraries of 3 to 60 people.

Run with `python -m benchmarks.attack` from the project's folder; a number after it changes how many libraries. In
the first table the reader knows who is in which group, who answered what, the own answer, and everything released.
*Together* is the same for all situations and the overall leaning at once: how many libraries were tried, in how many
somebody was found out, and in how many it stayed open whether anybody was (of the larger libraries one in six is
tried, since it takes minutes). *Minimum of five* is the attack on exact counts of every group of five or more, and on
the exact ten-point classes of all staff alone. In the second table the reader knows the program too, and every way to
answer one question is tried: a way is exposed where some reader, one who answered or (last column) just anybody, is
left in no doubt about a colleague.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure import release
from analysis.disclosure.released import Released
from analysis.responses import Survey
from tests.attack.attacker import attack, attack_puzzle, heads_isolated
from tests.attack.insight import BAND, EXISTS, Design, classes_of, found_out
from tests.attack.joint import Learned, attack_together, staff_of
from tests.attack.libraries import LIBRARY, WAVE, random_library
from tests.attack.sight import CLASSES, naive_results, puzzles_of
from tests.attack.telling import telling_numbers
from tests.attack.twins import differences, released_alike, with_other_counts, with_swapped_people

SIZES = ((3, 9), (10, 19), (20, 34), (35, 60))
LIBRARIES = 300
CERTAIN = ("answer", "isolated")
EVERY_LARGE = 6
WIDTH = 15
ROLES = ("leader", "public_services", "support_services")


def one_role(*sizes: int) -> tuple:
    """So many people in each role, the first of them leaders."""
    return tuple(({"role": role}, size) for role, size in zip(ROLES, sizes, strict=False))


DESIGNS = {
    "all staff, 6": Design(one_role(6), EXISTS),
    "all staff, 9, bands": Design(one_role(9), BAND),
    "all staff, 20, classes": Design(one_role(20), BAND),
    "5 leaders, 5 others": Design(one_role(5, 5), EXISTS),
    "5 leaders, 5 others, bands": Design(one_role(5, 5), BAND),
    "5 leaders, 16 others": Design(one_role(5, 16), EXISTS),
    "7 leaders, 8 others": Design(one_role(7, 8), EXISTS),
    "11 leaders, 12 others": Design(one_role(11, 12), EXISTS),
    "three roles of 5": Design(one_role(5, 5, 5), EXISTS),
    "5 and 6, one apart": Design(
        (
            ({"role": "leader", "unit": "main_library"}, 5),
            ({"role": "leader", "unit": "branch_1"}, 1),
            ({"role": "public_services", "unit": "branch_1"}, 6),
        ),
        EXISTS,
    ),
}


@dataclass(frozen=True)
class Attacked:
    """One library: the share of marks withheld, what was found out, and what a minimum of five would have told.

    `together` is what all scopes tell at once (None where that was not tried). `pattern_tells` says that other answers
    of the withheld, in which no released count changes, would have been withheld otherwise. `classes_are_broken` is
    None where a minimum of five tells no classes.
    """

    withheld: float
    found: tuple[str, ...]
    together: tuple[Learned, ...] | None
    pattern_tells: bool
    naive_is_broken: bool
    classes_are_broken: bool | None


def release_of(survey: Survey) -> Released:
    return release(survey, LIBRARY, WAVE)


def attacked(seed: int, heads: int) -> Attacked:
    """Everything that is tried on one library."""
    survey = random_library(seed, heads)
    results = release_of(survey)
    told = [str(finding) for finding in attack(survey, results)]
    told += heads_isolated(survey, results) + telling_numbers(results)
    patterns = []
    for kind in (with_swapped_people, with_other_counts):
        twins = dict(kind(survey, results, np.random.default_rng(seed)))
        twin, apart = released_alike(survey, results, twins, release_of)
        told += differences(results, twin)
        patterns.append(bool(apart))
    is_tried = heads < SIZES[2][0] or seed % EVERY_LARGE == 0
    together = tuple(attack_together(staff_of(survey, results))) if is_tried else None
    of_answered = results.marks[results.marks["reason"] != "nobody"]
    withheld = float(of_answered["withheld"].mean())
    return Attacked(withheld, tuple(told), together, any(patterns), *naive_is_broken(survey))


def naive_is_broken(survey: Survey) -> tuple[bool, bool | None]:
    """Whether a minimum of five alone gives somebody away: by anything, and by the classes of all staff alone."""
    results = naive_results(survey)
    broken = any(finding.what in CERTAIN for finding in attack(survey, results))
    fine = [puzzle for puzzle in puzzles_of(survey, results) if {*CLASSES} <= {*puzzle.questions}]
    asked = (replace(puzzle, questions=tuple(CLASSES)) for puzzle in fine)
    classes = any(finding.what in CERTAIN for puzzle in asked for finding in attack_puzzle(puzzle))
    return broken, classes if fine else None


def attack_libraries(libraries: int) -> None:
    heads = ("people", "libraries", "withheld", "succeeded", "together", "found", "open", "pattern tells")
    print("".join(f"{head:>{WIDTH}}" for head in (*heads, "five broken", "classes broken", "CPU s")))
    for low, high in SIZES:
        started = time.process_time()
        chosen = range(libraries // len(SIZES))
        results = {seed: attacked(seed, low + seed * 11 % (high - low + 1)) for seed in chosen}
        cells = (f"{low}–{high}", *_summary(list(results.values())), f"{time.process_time() - started:.0f}")
        print("".join(f"{cell:>{WIDTH}}" for cell in cells), flush=True)
        for seed, one in results.items():
            for told in (*one.found[:3], *(one.together or ())[:3]):
                print(f"    library {seed} of {low}–{high}: {told}", flush=True)


def _summary(results: list[Attacked]) -> tuple[str, ...]:
    """The cells of one row of the first table, from the number of libraries to the classes that are broken."""
    together = [one.together for one in results if one.together is not None]
    classes = [one.classes_are_broken for one in results if one.classes_are_broken is not None]
    return (
        f"{len(results)}",
        f"{np.mean([one.withheld for one in results]):.0%}",
        f"{sum(bool(one.found) for one in results)}",
        f"{len(together)}",
        f"{sum(any(not learned.undecided for learned in found) for found in together)}",
        f"{sum(any(learned.undecided for learned in found) for found in together)}",
        f"{np.mean([one.pattern_tells for one in results]):.0%}",
        f"{np.mean([one.naive_is_broken for one in results]):.0%}",
        f"{np.mean(classes):.0%} of {len(classes)}" if classes else "–",
    )


def attack_with_the_program() -> None:
    print("design                         ways   exposed   to anybody")
    for name, design in DESIGNS.items():
        exposed = found_out(design, classes_of(design, release_of))
        anybody = sum(told.startswith("an outsider") for told in exposed.values())
        ways = len(design.ways())
        print(f"{name:<28}{ways:>7}{len(exposed) / ways:>10.0%}{anybody / ways:>13.0%}", flush=True)


if __name__ == "__main__":
    attack_libraries(int(sys.argv[1]) if len(sys.argv) > 1 else LIBRARIES)
    attack_with_the_program()
