"""Weighting: what the whole roster would say if those who answered stood for those like them.

Where fewer of one group answered than of another, the shares of all staff lean to the group that did. Raking
gives every respondent a weight, so that the weighted people have the roster's make-up in several cohort
columns at once. It mends only what these columns have to do with the answers, and it costs certainty:
`design_effect` says how much. So a weighted share always stands beside the unweighted one (`weighted_shares`).

It refuses to let a single respondent, or none, stand for a whole group of the roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.guide import Blank
from analysis.measures.estimates import BEYOND_CHANCE, NOBODY, Floats, Heads, check_confidence
from analysis.measures.shares import share, wilson_interval

__all__ = ["LEAST_IN_CELL", "RosterWeights", "design_effect", "rake", "weigh_to_roster", "weighted_shares"]

LEAST_IN_CELL = 2
"""So many respondents must stand for each group of the roster."""

ROUNDS = 10_000
# Beside the sum of the table: how far a raked margin may be from what was asked for.
CLOSE = 1e-12
# Beside their sum: how far apart the sums of two margins may be.
SAME_SUM = 1e-9

METHOD = "raked to the roster (Deming & Stephan 1940); Wilson interval (1927) at the effective n (Kish 1965)"
NOBODY_WEIGHTED = "nobody with a weight answered"
REFUSED = "These responses cannot be weighted to the roster."
NO_END = (
    f"margins that are still apart after {ROUNDS} rounds",
    "a table whose empty cells leave room for the margins",
    "Rake to fewer margins, or put places together that have few people.",
)
BLANK_TEXTS = ("", *(str(int(blank)) for blank in Blank))
COLUMNS = (
    *("item", "count", "n", "share", "low", "high", "n_weighted", "weighted_share", "weighted_low", "weighted_high"),
    *("design_effect", "effective_n", "confidence", "question", "method", "note"),
)


@dataclass(frozen=True)
class RosterWeights:
    """Weights of the respondents of one library and wave, and what they do.

    `weights` has the index of the responses; 1 on average, and NaN for the `left_out` who have a blank in a
    cohort column. `margins` has a row per column and value: `cohort`, `value`, `n` (weighted people), `heads`,
    `share` (of the people), `roster_share`, `weighted_share`. `effective_n` = n / `design_effect`.
    """

    weights: pd.Series
    margins: pd.DataFrame
    n: int
    left_out: int
    design_effect: float
    effective_n: float


def rake(table: ArrayLike, margins: Sequence[ArrayLike]) -> Floats:
    """`table` scaled along each axis in turn until its sums are `margins`; an array of the same shape.

    `table` holds counts ≥ 0 in any number of dimensions; `margins` has for each axis, in order, the sums that
    are wanted there. The odds ratios of the table stay as they were, and an empty cell stays empty. The sums
    come within 10⁻¹² of the whole.

    Raises `ToolkitError`, with every fault, for a negative, blank or endless number, for margins of another length or
    of different sums, for a margin above 0 where the table is empty, and where empty cells keep the sums from being
    reached.
    Source: Deming & Stephan 1940, Ann. Math. Stat. 11, 427-444.

    >>> rake([[3, 1], [1, 1]], [[50, 50], [60, 40]]).round(2).tolist()
    [[36.41, 13.59], [23.59, 26.41]]
    """
    start = np.asarray(table, dtype=float)
    wanted = [np.asarray(margin, dtype=float) for margin in margins]
    for faults_of in (_shape_faults, _number_faults, _reach_faults):
        _refuse("This table cannot be raked.", faults_of(start, wanted))
    raked = start
    for _ in range(ROUNDS):
        raked = _round(raked, wanted)
        apart = max(float(np.abs(_sums(raked, axis) - sums).max()) for axis, sums in enumerate(wanted))
        if apart <= CLOSE * float(wanted[0].sum()):
            return raked
    fault = Fault("the table", *NO_END)
    raise ToolkitError("This table cannot be raked.", [fault])


def design_effect(weights: ArrayLike) -> float:
    """How many times the variance of a share grows by unequal weights, from 1 on: n·Σw² / (Σw)².

    n people with these weights are worth n / design effect with equal ones. It takes the weights to have
    nothing to do with the answers; where they have, the true effect can be smaller.

    Missing answers
    ---------------
    NaN (nobody to weigh) is left out. NaN where no weight is above 0.

    Raises `ToolkitError` for a negative or endless weight.
    Source: Kish 1965, Survey Sampling, sec. 11.7.

    >>> design_effect([1, 1, 2])
    1.125
    """
    known = np.asarray(weights, dtype=float).ravel()
    known = known[~np.isnan(known)]
    _check_weights(known)
    # Beside the greatest, so that neither very large nor very small weights leave what a number can hold.
    parts = known / known.max() if known.any() else known
    return float(len(parts) * (parts**2).sum() / parts.sum() ** 2) if known.any() else np.nan


def weigh_to_roster(responses: pd.DataFrame, heads: Heads, columns: Sequence[str]) -> RosterWeights:
    """A weight for each respondent of one library and wave, so that all have the roster's make-up.

    `responses` are rows of `analysis.responses.frames.response_fields(guide)`, or of `with_leads`, of one library and
    wave; `heads` the roster of that wave by (cohort, value), as `Survey.heads` gives it; `columns` the cohort
    columns to rake to, at least one. A column whose heads do not cover all staff counts with its own shares.

    Missing answers
    ---------------
    Who left one of the columns blank gets no weight (NaN) and is counted in `left_out`.

    Raises `ToolkitError`, with every cell, where a group of the roster has fewer than `LEAST_IN_CELL` respondents or
    more than heads, or a value that was answered has no heads; and for rows of several libraries or waves, or a
    column that the responses or the roster do not have. What helps is to weigh by fewer columns.
    Sources: Deming & Stephan 1940, Ann. Math. Stat. 11, 427-444; Kish 1965, Survey Sampling, sec. 11.7.

    >>> people = pd.DataFrame({"role": ["leader"] * 4 + ["front"] * 2 + ["-1"]})
    >>> found = weigh_to_roster(people, {("role", "leader"): 5, ("role", "front"): 10}, ["role"])
    >>> found.weights.round(2).tolist(), found.left_out, round(found.effective_n, 2)
    ([0.5, 0.5, 0.5, 0.5, 2.0, 2.0, nan], 1, 4.0)
    """
    _refuse(REFUSED, _request_faults(responses, heads, columns))
    known = ~_blank(responses[list(columns)]).any(axis=1).to_numpy()
    people = responses.loc[known, list(columns)]
    margins = pd.concat([_margin(people[column], heads, column) for column in columns], ignore_index=True)
    _refuse(REFUSED, _cell_faults(margins))
    weights = pd.Series(np.nan, index=responses.index, name="weight")
    weights[known] = _weights(people, margins)
    weighted = [
        weights[known & (responses[cohort] == value)].sum() / len(people)
        for cohort, value in zip(margins["cohort"], margins["value"], strict=True)
    ]
    effect = design_effect(weights)
    margins = margins.assign(weighted_share=weighted)
    return RosterWeights(weights, margins, len(people), int((~known).sum()), effect, len(people) / effect)


def weighted_shares(marks: pd.DataFrame, weights: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """The share of yes to each mark, unweighted and weighted side by side.

    `marks` (people × items) are 1 yes, 0 no; `weights` has the same index, for example those of `weigh_to_roster`.
    One row per item. Columns: `item`, `count`, `n`, `share`, `low`, `high` (everybody, unweighted), `n_weighted`
    (people with a weight above 0), `weighted_share` (Σw·mark / Σw), `weighted_low`, `weighted_high`,
    `design_effect`, `effective_n` (n_weighted / design effect), `confidence`, `question`, `method`, `note`.

    The intervals are Wilson's, the weighted one at the effective n. They do not know how many heads the roster
    has, and where nearly all answered they are wider than need be. Where both shares are far apart, say both.

    Missing answers
    ---------------
    NaN and negative codes are left out item by item. Who has no weight (NaN or 0) counts in the unweighted share
    only. Where nobody is left, the numbers are blank and `note` says why.

    Raises `ToolkitError` for another mark than 0 and 1, a negative or endless weight, weights of other people, or a
    confidence outside 0 … 1.
    Sources: Kish 1965, Survey Sampling, sec. 11.7; Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.

    >>> marks = pd.DataFrame({"exists_agency": [1, 1, 0, 0, -2]})
    >>> found = weighted_shares(marks, pd.Series([0.5, 0.5, 1.0, 2.0, 1.0]))
    >>> found[["item", "count", "n", "share", "weighted_share", "effective_n"]].round(3)
                item  count  n  share  weighted_share  effective_n
    0  exists_agency      2  4    0.5            0.25        2.909
    """
    check_confidence(confidence)
    _refuse("These marks cannot be weighted.", _mark_faults(marks, weights))
    _check_weights(given := weights.to_numpy(dtype=float, na_value=np.nan))
    rows = [_shares(name, marks[name].to_numpy(dtype=float, na_value=np.nan), given, confidence) for name in marks]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _round(table: Floats, wanted: Sequence[Floats]) -> Floats:
    """`table` scaled once along each axis; an empty row stays empty."""
    for axis, sums in enumerate(wanted):
        now = _sums(table, axis)
        factors = np.divide(sums, now, out=np.zeros_like(now), where=now > 0)
        table = table * np.expand_dims(factors, [other for other in range(table.ndim) if other != axis])
    return table


def _sums(table: Floats, axis: int) -> Floats:
    return table.sum(axis=tuple(other for other in range(table.ndim) if other != axis))


def _refuse(summary: str, faults: Iterable[Fault]) -> None:
    if found := list(faults):
        raise ToolkitError(summary, found)


def _shape_faults(table: Floats, wanted: Sequence[Floats]) -> Iterator[Fault]:
    shapes, right = [sums.shape for sums in wanted], [(size,) for size in table.shape]
    if shapes != right or not shapes or not table.size:
        found = ", ".join(" × ".join(map(str, shape)) or "a single number" for shape in shapes) or "none"
        size = " × ".join(map(str, table.shape)) or "a single number"
        yield Fault("margins", found, f"a sum for each place of each axis; the table is {size}", "Give one per axis.")


def _number_faults(table: Floats, wanted: Sequence[Floats]) -> Iterator[Fault]:
    for place, numbers in [("the table", table), *((f"margin {at}", sums) for at, sums in enumerate(wanted, start=1))]:
        wrong = numbers[~(np.isfinite(numbers) & (numbers >= 0))]
        if wrong.size:
            yield Fault(place, f"{wrong[0]:.10g}", "numbers from 0", "Count what is there, and leave no blank.")


def _reach_faults(table: Floats, wanted: Sequence[Floats]) -> Iterator[Fault]:
    whole = float(wanted[0].sum())
    for axis, sums in enumerate(wanted):
        if abs(float(sums.sum()) - whole) > SAME_SUM * whole:
            allowed = f"{whole:.10g}, the sum of margin 1"
            yield Fault(f"margin {axis + 1}", f"a sum of {sums.sum():.10g}", allowed, "Bring the margins to one sum.")
        for at in np.flatnonzero((sums > 0) & (_sums(table, axis) == 0)):
            place, found = f"margin {axis + 1}, place {at + 1}", f"{sums[at]:.10g} where the table is empty"
            yield Fault(place, found, "0, or a table that is not empty there", "Merge it with a neighbour.")


def _check_weights(weights: Floats) -> None:
    wrong = weights[np.isinf(weights) | (weights < 0)]
    _refuse(
        "These weights cannot be.",
        (Fault("weights", f"{value:.10g}", "a number from 0, or NaN", "Leave it blank.") for value in wrong),
    )


def _blank(cohorts: pd.DataFrame) -> pd.DataFrame:
    return cohorts.isna() | cohorts.isin(BLANK_TEXTS)


def _request_faults(responses: pd.DataFrame, heads: Heads, columns: Sequence[str]) -> Iterator[Fault]:
    if not columns:
        yield Fault("columns", "none", "one cohort column at least", "Name the columns to weigh by.")
    told = {cohort for cohort, _ in heads}
    for column in columns:
        if column not in responses.columns:
            yield Fault("columns", repr(column), "a column of the responses", "Correct the name.")
        elif column not in told:
            yield Fault("heads", f"no heads for {column!r}", "the heads of each value", "Fill in the roster.")
    for key in ("library_id", "wave"):
        several = sorted(set(responses.get(key, ())))
        if len(several) > 1:
            yield Fault(key, ", ".join(several), "one, as the roster has", "Weigh each by itself.")


def _margin(answered: pd.Series, heads: Heads, cohort: str) -> pd.DataFrame:
    """How many people and how many heads there are with each value of one column."""
    counts = answered.value_counts()
    of = {value: number for (column, value), number in heads.items() if column == cohort}
    values = [*of, *(value for value in counts.index if value not in of)]
    margin = pd.DataFrame({"cohort": cohort, "value": values})
    margin["n"] = [int(counts.get(value, 0)) for value in values]
    margin["heads"] = [int(of.get(value, 0)) for value in values]
    return margin.assign(
        share=share(margin["n"], margin["n"].sum()), roster_share=share(margin["heads"], margin["heads"].sum())
    )


def _cell_faults(margins: pd.DataFrame) -> Iterator[Fault]:
    for cohort, value, n, heads in margins[["cohort", "value", "n", "heads"]].itertuples(index=False):
        place = f"{cohort} {value!r}"
        if n > heads:
            yield Fault(place, f"{n} of {heads} heads", "at most as many as heads", "Correct the roster.")
        elif heads and n < LEAST_IN_CELL:
            found, allowed = f"{n} of {heads} heads", f"at least {LEAST_IN_CELL} who answered"
            yield Fault(place, found, allowed, "Weigh by fewer columns, or put this value together with another.")


def _weights(people: pd.DataFrame, margins: pd.DataFrame) -> Floats:
    """The weight of each of the people: what raking makes of their cell, for each of those in it."""
    places, wanted = [], []
    for column in people.columns:
        margin = margins[(margins["cohort"] == column) & (margins["heads"] > 0)]
        places.append(pd.Index(margin["value"]).get_indexer(pd.Index(people[column])))
        wanted.append(margin["roster_share"].to_numpy() * len(people))
    table = np.zeros([len(sums) for sums in wanted])
    np.add.at(table, tuple(places), 1)
    return rake(table, wanted)[tuple(places)] / table[tuple(places)]


def _mark_faults(marks: pd.DataFrame, weights: pd.Series) -> Iterator[Fault]:
    if not weights.index.equals(marks.index):
        yield Fault("weights", "other people", "the index of the marks, in its order", "Take them from the same rows.")
    for name in marks:
        values = marks[name].to_numpy(dtype=float, na_value=np.nan)
        wrong = values[(values >= 0) & ~np.isin(values, (0, 1))]
        if wrong.size:
            allowed = "0 for no, 1 for yes, or a blank"
            yield Fault(f"mark {name!r}", f"{wrong[0]:.10g}", allowed, "Choose columns that hold marks.")


def _shares(item: object, marks: Floats, weights: Floats, confidence: float) -> dict[str, object]:
    answered = marks >= 0
    count, n = int((marks == 1).sum()), int(answered.sum())
    weighed = answered & (weights > 0)
    effect, n_weighted = design_effect(weights[weighed]), int(weighed.sum())
    worth = n_weighted / effect if n_weighted else 0.0
    mean = float(np.average(marks[weighed], weights=weights[weighed])) if n_weighted else np.nan
    low, high = wilson_interval(count, n, confidence)
    weighted_low, weighted_high = wilson_interval(min(mean * worth, worth), worth, confidence)
    note = NOBODY if not n else NOBODY_WEIGHTED if not n_weighted else ""
    plain = (item, count, n, float(share(count, n)), float(low), float(high))
    weighted = (n_weighted, mean, float(weighted_low), float(weighted_high), effect, worth)
    return dict(zip(COLUMNS, (*plain, *weighted, confidence, BEYOND_CHANCE, METHOD, note), strict=True))
