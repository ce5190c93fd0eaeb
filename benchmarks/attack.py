"""How often an attacker finds out what somebody answered, in 300 random libraries of 3 to 60 people.

Run with `python -m benchmarks.attack` from the project's folder; a number after it changes how many libraries. In
the first table the reader knows who is in which group, who answered what, the own answer, and everything released.
*Minimum of five* is the same attack on exact counts of every group of five or more. In the second table the reader
knows the program too, and every way to answer one question is tried: a way is exposed where some reader, one who
answered or (last column) just anybody, is left in no doubt about a colleague.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np

from analysis.disclosure import release
from analysis.disclosure.released import Released
from analysis.responses import Survey
from tests.attack.attacker import attack, heads_isolated
from tests.attack.insight import BAND, EXISTS, Design, classes_of, found_out
from tests.attack.libraries import LIBRARY, WAVE, random_library
from tests.attack.sight import naive_results
from tests.attack.telling import telling_numbers
from tests.attack.twins import differences, released_alike, with_swapped_people

SIZES = ((3, 9), (10, 19), (20, 34), (35, 60))
LIBRARIES = 300
CERTAIN = ("answer", "isolated")
ROLES = ("leader", "public_services", "support_services")


def one_role(*sizes: int) -> tuple:
    """So many people in each role, the first of them leaders."""
    return tuple(({"role": role}, size) for role, size in zip(ROLES, sizes, strict=False))


DESIGNS = {
    "all staff, 6": Design(one_role(6), EXISTS),
    "all staff, 9, bands": Design(one_role(9), BAND),
    "5 leaders, 5 others": Design(one_role(5, 5), EXISTS),
    "5 leaders, 5 others, bands": Design(one_role(5, 5), BAND),
    "5 leaders, 16 others": Design(one_role(5, 16), EXISTS),
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

    `pattern_tells` says that other answers of the withheld, in which no released count changes, would have been
    withheld otherwise.
    """

    withheld: float
    found: tuple[str, ...]
    pattern_tells: bool
    naive_is_broken: bool


def release_of(survey: Survey) -> Released:
    return release(survey, LIBRARY, WAVE)


def attacked(seed: int, heads: int) -> Attacked:
    """Everything that is tried on one library."""
    survey = random_library(seed, heads)
    results = release_of(survey)
    told = [str(finding) for finding in attack(survey, results)]
    told += heads_isolated(survey, results) + telling_numbers(results)
    twins = dict(with_swapped_people(survey, results, np.random.default_rng(seed)))
    twin, apart = released_alike(survey, results, twins, release_of)
    told += differences(results, twin)
    naive = any(finding.what in CERTAIN for finding in attack(survey, naive_results(survey)))
    of_answered = results.marks[results.marks["reason"] != "nobody"]
    return Attacked(float(of_answered["withheld"].mean()), tuple(told), bool(apart), naive)


def attack_libraries(libraries: int) -> None:
    print("people   libraries  withheld  attacks that succeeded  pattern tells  minimum of five broken   CPU s")
    for low, high in SIZES:
        started = time.process_time()
        chosen = range(libraries // len(SIZES))
        results = {seed: attacked(seed, low + seed * 11 % (high - low + 1)) for seed in chosen}
        found = sum(bool(one.found) for one in results.values())
        naive = np.mean([one.naive_is_broken for one in results.values()])
        tells = np.mean([one.pattern_tells for one in results.values()])
        withheld = np.mean([one.withheld for one in results.values()])
        took = time.process_time() - started
        row = (
            f"{low:>2}–{high:<5}{len(results):>10}{withheld:>10.0%}{found:>24}{tells:>15.0%}{naive:>24.0%}{took:>8.0f}"
        )
        print(row, flush=True)
        for seed, one in results.items():
            for told in one.found[:3]:
                print(f"    library {seed} of {low}–{high}: {told}")


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
