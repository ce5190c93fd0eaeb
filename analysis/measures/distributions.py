"""Distributions: how a group spreads over the continuum, told as coarsely as its size demands.

Of fewer than `DOTS_FROM` people only how many stand in each band, and a median rounded to ten points. From
so many on, also quartiles and twenty dots, each for a twentieth of the group. They are read from a histogram
and not from the people: classes of ten points, neighbours merged until each class has as many people as a
group needs to be shown. So no dot is a person, and the lowest and the highest position are nowhere told.

What is computed here comes from person rows and stays inside the protected room until it is released.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.measures.camps import agreement_a, class_counts
from analysis.measures.estimates import DESCRIBES, NOBODY, Floats
from analysis.measures.groups import group_values, scope_suffixes, with_groups
from analysis.measures.pooled import known_values
from analysis.tally import BANDS

__all__ = ["DOTS", "DOTS_FROM", "Histogram", "class_quantiles", "distributions", "merge_classes", "rounded_median"]

DOTS = 20
DOTS_FROM = 20
"""From so many people on, quartiles and dots are given."""

CLASSES = 10
MEDIAN_STEP = 10
DECIMALS = 9
METHOD = "counts, median rounded to 10; quartiles and dots from merged classes of 10 points"
TOO_FEW = "no quartiles and no dots under {} people"
TOO_CLOSE = "no quartiles and no dots: merged until each class has enough people, only one class is left"


class Histogram(NamedTuple):
    """Classes on the continuum: one `edges` more than `people`, from 0 to 100."""

    edges: NDArray[np.int64]
    people: NDArray[np.int64]


def distributions(positions: pd.DataFrame, guide: Guide, cohort: str) -> pd.DataFrame:
    """How the groups of one cohort column spread over the continuum, overall and in each situation.

    `positions` is the frame of `person_positions`; `cohort` a column of the guide, `leads`, or `all`. One row per
    value and scope (`overall` or a situation). Columns: `cohort`, `value`, `scope`, `n` (people with a position),
    `unscored`, `fixed`, `mixed`, `growth` (people; their shares and intervals: `band_shares`), `median` (0-100,
    rounded to 10), `quartile_1`, `quartile_2`, `quartile_3`, `dots` (20 rising numbers, or none), `agreement` (van
    der Eijk's A on six classes: split camps), `question`, `method`, `note`.

    A class needs as many people as the guide's `policy.minimum_group`. In the lowest and the highest class dots
    stand in the middle of the class, however wide it is. Up to about 100 people these classes are wide, and
    their dots stand further out than the people do: how many lean to which side is told by the bands alone.

    Missing answers
    ---------------
    Who has no position counts in `unscored`; who left the cohort column blank is in no group. Under 20 people,
    or where merging leaves one class, quartiles are blank and dots are none; where nobody answered, all is blank.
    The note says which.

    Raises `ToolkitError` for a cohort column that the guide does not have.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> scopes = ["", *(f"_{situation}" for situation in guide.situations)]
    >>> people = pd.DataFrame({f"position{scope}": [30.0, 50, 55, 90] for scope in scopes})
    >>> people = people.assign(**{f"band{scope}": ["fixed", "mixed", "mixed", "growth"] for scope in scopes})
    >>> table = distributions(people.assign(role="leader"), guide, "role")
    >>> table.loc[[0], ["value", "scope", "n", "mixed", "median", "note"]]
        value    scope  n  mixed  median                                         note
    0  leader  overall  4      2    50.0  no quartiles and no dots under 20 people
    """
    values = group_values(guide, cohort)
    people = with_groups(positions, guide, cohort)
    rows = []
    for value in values:
        group = people[people[cohort] == value]
        for scope, suffix in scope_suffixes(guide).items():
            keys = {"cohort": cohort, "value": value, "scope": scope}
            rows.append(keys | _describe(group, suffix, guide.policy.minimum_group))
    return pd.DataFrame(rows)


def rounded_median(positions: ArrayLike) -> float:
    """The median, rounded to ten points, a half to the even ten; blank for nobody.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    >>> rounded_median([62, 48, 71]), rounded_median([30, 40])
    (60.0, 40.0)
    """
    known = known_values(positions, "positions")
    if not known.size:
        return np.nan
    return float(MEDIAN_STEP * np.round(np.round(np.median(known), DECIMALS) / MEDIAN_STEP))


def merge_classes(positions: ArrayLike, least: int) -> Histogram:
    """A histogram in classes of ten points, neighbours merged until each has at least `least` people.

    Of all ways to merge, the one that leaves people the least room to be elsewhere: the smallest sum of
    people times the squared width of their class; of equals the one with the lower edges. Where there are fewer
    than `least` people there is no way, and no class. An edge belongs to the class nearer to the middle, and
    50 to the lower one, so that unmerged classes never cut through a band.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for a position above 100, or unless `least` is at least 1.

    >>> edges, people = merge_classes([15, 35, 38, 45, 52, 55, 63, 64, 75], least=2)
    >>> edges.tolist(), people.tolist()
    ([0, 40, 60, 100], [3, 3, 3])
    """
    if least < 1:
        fault = Fault("least", repr(least), "a whole number from 1", "Use the threshold of the guide.")
        raise ToolkitError("Classes need a threshold.", [fault])
    below = [0, *np.cumsum(class_counts(positions, CLASSES)).tolist()]
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, (0,))}
    for end in range(1, CLASSES + 1):
        found = [
            (room + (below[end] - below[start]) * (end - start) ** 2, (*edges, end))
            for start, (room, edges) in ways.items()
            if below[end] - below[start] >= least
        ]
        if found:
            ways[end] = min(found)
    edges = np.array(ways[CLASSES][1] if CLASSES in ways else [0])
    return Histogram(edges * (100 // CLASSES), np.diff(np.array(below)[edges]))


def class_quantiles(histogram: Histogram, at: ArrayLike) -> Floats:
    """The positions below which the shares `at` of a histogram's people stand; blank without people.

    Within a class people count as spread evenly, but in the lowest and the highest class as standing in its
    middle, so that nothing is said about the ends.

    >>> class_quantiles(Histogram(np.array([0, 40, 50, 100]), np.array([5, 10, 5])), [0.05, 0.5, 0.95]).tolist()
    [20.0, 45.0, 75.0]
    """
    edges, people = histogram
    shares = np.asarray(at, dtype=float)
    if not people.sum():
        return np.full(shares.shape, np.nan)
    below = np.concatenate([[0], np.cumsum(people)])
    rank = shares * below[-1]
    inner = np.interp(rank, below, edges)
    low, high = (edges[0] + edges[1]) / 2, (edges[-2] + edges[-1]) / 2
    return np.where(rank <= below[1], low, np.where(rank >= below[-2], high, inner))


def _describe(group: pd.DataFrame, suffix: str, least: int) -> dict[str, object]:
    positions = group[f"position{suffix}"].to_numpy(dtype=float)
    known = positions[~np.isnan(positions)]
    bands = group[f"band{suffix}"]
    quartiles, dots, note = _spread(known, least)
    return {
        "n": len(known),
        "unscored": len(positions) - len(known),
        **{band: int((bands == band).sum()) for band in BANDS},
        "median": rounded_median(known),
        **dict(zip(("quartile_1", "quartile_2", "quartile_3"), quartiles, strict=True)),
        "dots": dots,
        "agreement": agreement_a(class_counts(known)),
        "question": DESCRIBES,
        "method": METHOD,
        "note": note,
    }


def _spread(known: Floats, least: int) -> tuple[list[float], tuple[float, ...], str]:
    """Quartiles, dots, and why there are none."""
    needed = max(DOTS_FROM, least)
    if len(known) < needed:
        return [np.nan] * 3, (), TOO_FEW.format(needed) if len(known) else NOBODY
    histogram = merge_classes(known, least)
    if len(histogram.people) == 1:
        return [np.nan] * 3, (), TOO_CLOSE
    dots = class_quantiles(histogram, (np.arange(DOTS) + 0.5) / DOTS)
    return class_quantiles(histogram, [0.25, 0.5, 0.75]).tolist(), tuple(dots.tolist()), ""
