"""Agreement: how far the people of one group say the same.

An average can stand for a group only where its people see it alike. Three indices say how alike, group by
group: `rwg` compares the spread of one rating with that of answers at random, `rwg_j` does so for several
items of one idea, and `average_deviation` says in steps of the scale how far people stand from the middle.

None of them knows whether groups differ from each other: a country in which everybody agrees has perfect
agreement everywhere, and nothing to compare. That is what `icc` and `intraclass` are for, and `may_aggregate`
puts both together; all stand here too, so that this module is the door to the family.

With two options (yes and no) rwg is 1 - 4pq·n/(n - 1): it follows from the share and its number alone. There it
is called consensus, and is never a licence to average. The indices describe the people who answered; they
carry no interval, and with a handful of people they jump.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.aggregation import Verdict, deviation_cut, may_aggregate
from analysis.measures.estimates import DESCRIBES, NOBODY, Floats
from analysis.measures.grouped import Grouped, GroupLabels, gather, group_means, group_variances
from analysis.measures.intraclass import Icc, icc, intraclass

__all__ = [
    "CONSENSUS",
    "Icc",
    "Verdict",
    "average_deviation",
    "deviation_cut",
    "icc",
    "intraclass",
    "may_aggregate",
    "rwg",
    "rwg_j",
]

CONSENSUS = "two options: consensus, which says no more than the share; no licence to average"
ALONE = "one person alone: nobody to agree with"
BELOW_ZERO = "below 0: people differ more than answers at random would"
RAISED = "came out below 0 and counts as 0"

UNIFORM = "against answers at random, all options alike"
AT_RANDOM = f"rwg, {UNIFORM} (James, Demaree & Wolf 1984)"
METHODS = {
    "truncated": f"rwg(J), {UNIFORM} (James, Demaree & Wolf 1984)",
    "lindell": f"r*wg(J), {UNIFORM} (Lindell, Brandt & Whitney 1999)",
}
ABOUT = {
    "mean": "mean absolute deviation about the mean (Burke, Finkelstein & Dusig 1999)",
    "median": "mean absolute deviation about the median (Burke, Finkelstein & Dusig 1999)",
}


def rwg(ratings: ArrayLike, groups: GroupLabels, options: int, truncated: bool = False) -> pd.DataFrame:
    """How far each group agrees in one rating: 1 all alike, 0 as much as answers at random.

    `ratings` are (people) on a scale of `options` steps of 1, `groups` one label each. One row per group, in
    the order of the labels. Columns: `group`, `n` (people), `rwg`, `question`, `method`, `note`.
    rwg = 1 - s²/σ², s² the variance (ddof 1), σ² = (options² - 1)/12, that of answers spread evenly over all
    options. It is below 0 where people differ more than that, as in two camps; `truncated` raises it to 0.

    A null in which people lean to one side would give smaller numbers: the even one flatters.

    Missing answers
    ---------------
    NaN and negative codes are left out. A group of one person, or of nobody: blank, with a note.

    Raises `ToolkitError` for ratings farther apart than the scale is long, or under two options.
    Source: James, Demaree & Wolf 1984, J. Appl. Psychol. 69, 85-98.

    >>> rwg([4, 5, 4, 4, 1, 5, 3], ["a", "a", "a", "a", "b", "b", "c"], options=5)[["group", "n", "rwg"]]
      group  n    rwg
    0     a  4  0.875
    1     b  2 -3.000
    2     c  1    NaN
    """
    grouped = _gather(ratings, groups, options, "ratings", single=True)
    found = 1 - group_variances(grouped)[0] / _at_random(options)
    return _table(grouped, "rwg", found, AT_RANDOM, truncated, options)


def rwg_j(
    items: ArrayLike, groups: GroupLabels, options: int, variant: Literal["truncated", "lindell"] = "truncated"
) -> pd.DataFrame:
    """How far each group agrees over several items of one idea: 1 all alike, 0 as much as answers at random.

    `items` are (people × J items), each on a scale of `options` steps of 1. One row per group, in the order of the
    labels. Columns: `group`, `n` (people), `rwg_j`, `question`, `method`, `note`.
    With s² the mean of the J variances (ddof 1), σ² = (options² - 1)/12 and r = 1 - min(s², σ²)/σ²:
    `truncated` J·r/(J·r + 1 - r); `lindell` 1 - s²/σ², which may be below 0.

    `truncated` grows with the number of items alone: many items make even poor agreement look good.

    Missing answers
    ---------------
    Who has a NaN or a negative code in any item is left out. A group of one, or of nobody: blank, with a note.

    Raises `ToolkitError` as `rwg`, and for another variant.
    Sources: James, Demaree & Wolf 1984, J. Appl. Psychol. 69, 85-98; Lindell, Brandt & Whitney 1999, Appl.
    Psychol. Meas. 23, 127-135.

    >>> rwg_j([[4, 5], [4, 4], [5, 4]], ["a", "a", "a"], options=5)[["group", "n", "rwg_j"]].round(3)
      group  n  rwg_j
    0     a  3  0.909
    """
    _check_choice("variant", variant, METHODS)
    grouped = _gather(items, groups, options, "items")
    found = 1 - group_variances(grouped).mean(axis=0) / _at_random(options)
    if variant == "truncated":
        count, raised = len(grouped.answers), np.maximum(found, 0)
        stepped = count * raised / (count * raised + 1 - raised)
        found = np.where(found < 0, found, stepped)
    return _table(grouped, "rwg_j", found, METHODS[variant], variant == "truncated", options)


def average_deviation(items: ArrayLike, groups: GroupLabels, about: Literal["mean", "median"] = "mean") -> pd.DataFrame:
    """How far the people of each group stand from its middle, in steps of the scale; 0 all alike.

    `items` are (people) or (people × J items). One row per group, in the order of the labels. Columns: `group`,
    `n` (people), `ad`, `question`, `method`, `note`. AD = the mean over items of Σ|x - middle|/n, with the mean or the
    median of the group as its middle. With A options a group agrees where AD is at most A/6, `deviation_cut(A)`.

    Missing answers
    ---------------
    Who has a NaN or a negative code in any item is left out. A group of one, or of nobody: blank, with a note.

    Raises `ToolkitError` for another middle.
    Sources: Burke, Finkelstein & Dusig 1999, Organ. Res. Methods 2, 49-68; Burke & Dunlap 2002, Organ. Res.
    Methods 5, 159-172.

    >>> average_deviation([1, 2, 2, 5, 3], ["a", "a", "a", "a", "b"], about="median")[["group", "n", "ad"]]
      group  n   ad
    0     a  4  1.0
    1     b  1  NaN
    """
    _check_choice("about", about, ABOUT)
    grouped = gather(items, groups, "items")
    middles = group_means(grouped) if about == "mean" else _medians(grouped)
    pairs = zip(grouped.answers, middles, strict=True)
    apart = [grouped.sums(np.abs(item - middle[grouped.codes])) for item, middle in pairs]
    sizes = grouped.sizes
    found = np.mean(apart, axis=0) / np.where(sizes > 1, sizes, np.nan)
    return _table(grouped, "ad", found, ABOUT[about])


def _gather(values: ArrayLike, groups: GroupLabels, options: int, place: str, single: bool = False) -> Grouped:
    if not options >= 2 or options % 1:
        fault = Fault("options", f"{options!r}", "a whole number from 2", "Give the number of steps of the scale.")
        raise ToolkitError("Agreement needs to know the scale.", [fault])
    grouped = gather(values, groups, place, single)
    if grouped.answers.size and np.ptp(grouped.answers) > options - 1:
        found = f"from {grouped.answers.min():g} to {grouped.answers.max():g}"
        allowed = f"at most {options - 1} apart, with {options} options"
        fault = Fault(place, found, allowed, "Correct the values, or give the number of steps of their scale.")
        raise ToolkitError("These ratings do not fit the scale.", [fault])
    return grouped


def _at_random(options: int) -> float:
    """The variance of answers that are spread evenly over all options."""
    return (options**2 - 1) / 12


def _table(
    grouped: Grouped, name: str, found: Floats, method: str, truncated: bool = False, options: int = 0
) -> pd.DataFrame:
    sizes = grouped.sizes
    return pd.DataFrame(
        {
            "group": grouped.labels,
            "n": sizes,
            name: np.maximum(found, 0) if truncated else found,
            "question": DESCRIBES,
            "method": f"consensus, as {method}" if options == 2 else method,
            "note": _notes(sizes, found, truncated, options),
        }
    )


def _notes(sizes: NDArray[np.int64], found: Floats, truncated: bool, options: int) -> NDArray[np.str_]:
    below = RAISED if truncated else BELOW_ZERO
    cases = [sizes == 0, sizes == 1, np.full(len(sizes), options == 2), found < 0]
    return np.select(cases, [NOBODY, ALONE, CONSENSUS, below], "")


def _medians(grouped: Grouped) -> Floats:
    """The median of each item in each group (items × groups); one sort of an item serves all groups."""
    filled = np.flatnonzero(grouped.sizes)
    ends = np.cumsum(grouped.sizes)[filled]
    starts = ends - grouped.sizes[filled]
    medians = np.zeros((len(grouped.answers), len(grouped.labels)))
    for item, found in zip(grouped.answers, medians, strict=True):
        values, rank = np.unique(item, return_inverse=True)
        # Group and rank in one whole number: so sorted, each group's answers stand together and in order.
        in_order = np.sort(grouped.codes * len(values) + rank)
        lower, upper = in_order[(starts + ends - 1) // 2], in_order[(starts + ends) // 2]
        found[filled] = (values[lower % len(values)] + values[upper % len(values)]) / 2
    return medians


def _check_choice(place: str, found: str, known: dict[str, str]) -> None:
    if found not in known:
        fault = Fault(place, repr(found), ", ".join(known), "Choose one of them.")
        raise ToolkitError("Agreement cannot be computed so.", [fault])
