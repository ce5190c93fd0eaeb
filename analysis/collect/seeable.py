"""Seeable: how large a shift has to be for the next wave to tell it from chance, said beside what a step expects.

It is the figure that the next wave's grading uses: the change of the target against what no step aims at, if as many
people answer as last time and stand where they stood. Where more answer it becomes smaller. A step that cannot be
graded may be worth doing all the same, and that is said as well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, nan

from analysis.disclosure import Released
from analysis.disclosure.contrasts import Contrast
from analysis.disclosure.levels import told_levels
from analysis.guide import Guide, Words

__all__ = ["Seeable", "look_ahead", "say_seeable"]

IN_PERCENT = 50
"""From so many answers on, people speak of percent."""

ROUNDING = 6
NOTHING_BELOW = 50.0
"""A share that has to change by more points than this has to pass from a minority to nearly everybody."""


@dataclass(frozen=True)
class Seeable:
    """What the next wave could show of one target: people who answered last time, and the smallest shift in points.

    `smallest` is None where the target is withheld, so that no step on it can be graded.
    """

    kind: str
    answers: int
    smallest: float | None


def look_ahead(released: Released, aimed: Collection[str] = ()) -> dict[str, Seeable]:
    """What the next wave could show of every quality and situation; empty for a library that agreed on one guide.

    `aimed` are the targets of the whole plan: the others are what a target is compared with.

    Missing answers
    ---------------
    A target whose counts are withheld has a `smallest` of None. Situations are told from twenty people on.

    Source: Zou, Huang & Zhang 2009, Comput. Stat. Data Anal. 53, 1080-1085, for the spread of a difference of means.
    """
    if released.team_guide or released.is_empty:
        return {}
    levels = told_levels(released)
    found = {}
    kinds = (("quality", released.guide.qualities), ("situation", released.guide.situations))
    for kind, measures in kinds:
        for measure in measures:
            others = [other for other in aimed if other != measure]
            told = Contrast.of(kind, [measure], levels, levels, apart=others).looked_back(nan)
            withheld = bool(told["withheld"])
            answers = 0 if withheld else int(told["n_before"])
            found[measure] = Seeable(kind, answers, None if withheld else float(told["smallest"]))
    return found


def say_seeable(
    target: str, expected: float | None, seen: dict[str, Seeable], guide: Guide, words: Words
) -> tuple[str, ...]:
    """What stands beside a step: what the next wave can show of `target`, and a warning where less is expected.

    `expected` is in points, None where the step does not say. Empty for a step without a target.

    >>> from analysis.guide import load_guide, load_words
    >>> seen = {"agency": Seeable("quality", 24, 37.2)}
    >>> say_seeable("agency", None, seen, load_guide(), load_words("en"))[0][-29:]
    'from about 9 of 24 people on.'
    """
    if not target:
        return ()
    measure = seen.get(target)
    if measure is None or measure.smallest is None:
        kind = "situation" if target in guide.situations else "quality"
        return (words(f"plan.ahead.unknown_{kind}"),)
    smallest = ceil(round(measure.smallest, ROUNDING))
    if measure.kind == "situation":
        told = words("plan.ahead.points", answers=measure.answers, points=smallest)
    elif measure.smallest > NOTHING_BELOW:
        told = words("plan.ahead.hardly", answers=measure.answers)
    elif measure.answers < IN_PERCENT:
        people = ceil(round(measure.answers * measure.smallest / 100, ROUNDING))
        told = words("plan.ahead.people", answers=measure.answers, people=people)
    else:
        told = words("plan.ahead.percent", answers=measure.answers, points=smallest)
    small = expected is not None and round(expected, ROUNDING) < round(measure.smallest, ROUNDING)
    return (told, words("plan.ahead.small")) if small else (told,)
