"""Continuum: how far situations shift people, and what lies in people or situations, from protected counts alone.

Both compare the same people in all situations. Their positions are not told, so people are rebuilt from the told
classes of ten points (`analysis.disclosure.rebuilding`), several times over, and measured as anybody would be. What is
told is the mean over these groups. Its interval covers two things that are not known: who else might have answered
(the interval within each group) and where in the told ranges people stand (how far the groups lie apart), put together
as Rubin does. A p-value is the largest of all groups, so a shift is beyond chance only where it is so in each of them.

All staff only, and only where every scope has the twenty people that its classes need. The measures themselves look
at people with a position in every situation. Who that is, is not told; so here everybody counts wherever they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.rebuilding import ClassRanges, rebuild_positions
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.guide import Guide
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.components import QUANTITIES, component_shares
from analysis.measures.estimates import Floats
from analysis.measures.profile import situation_profile
from analysis.tally.scores import OVERALL

__all__ = ["REBUILT_FOR_COMPONENTS", "REBUILT_FOR_PROFILE", "describe_components", "describe_profile"]

REBUILT_FOR_COMPONENTS = 30
"""So many groups are rebuilt to tell what lies in people and what in situations."""

REBUILT_FOR_PROFILE = 6
"""So many groups are rebuilt to tell the shifts; few, since each is tested by exchanging signs."""

RANGES = "some counts are told as ranges"
REBUILT = "people rebuilt from counts, {} times (Rubin 1987)"
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def describe_profile(classes: pd.DataFrame, guide: Guide, seed: int) -> pd.DataFrame:
    """Where all staff stand in each situation, and how far that is from where they usually stand; one row each.

    `classes` is that frame of a `Released`. The rows come in the guide's order of situations and have the columns
    that `Released` lists; `n` are the people of the scope with the fewest, and so many are rebuilt.

    Missing answers
    ---------------
    Where one scope is withheld all rows are, for its reason: nobody can be compared with themselves then. Where all
    rebuilt people are moved by the same the interval is blank, and the note says so.

    Source: Rubin 1987, Multiple Imputation for Nonresponse in Surveys, ch. 3.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> classes = pd.DataFrame({"scope": ["overall", *guide.situations], "roster": 14, "reason": "thin"})
    >>> classes = classes.assign(cohort="all", value="all", n=pd.NA, withheld=True)
    >>> describe_profile(classes, guide, seed=1).loc[:1, ["situation", "shift", "withheld", "reason"]]
       situation  shift  withheld reason
    0  challenge    NaN      True   thin
    1    setback    NaN      True   thin
    """
    keys = _keys(classes, "situation", guide.situations)
    if keys["withheld"].any():
        return keys.assign(**_blank("score", "shift", "low", "high", "confidence", "p", "p_adjusted"))
    columns = [f"position_{situation}" for situation in guide.situations]
    found = [
        situation_profile(pd.DataFrame(people, columns=columns), guide, seed + at, CONFIDENCE)
        for at, people in enumerate(_rebuilt(classes, guide.situations, REBUILT_FOR_PROFILE, seed))
    ]
    shift, low, high = _pooled(found, "shift")
    p = _of_each(found, "p").max(axis=0)
    return keys.assign(
        score=_of_each(found, "score").mean(axis=0),
        shift=shift,
        low=low,
        high=high,
        confidence=CONFIDENCE,
        p=p,
        p_adjusted=adjust_p_values(p),
        **_words(found, classes),
    )


def describe_components(classes: pd.DataFrame, seed: int) -> pd.DataFrame:
    """How much lies in people, in situations and in the rest, and both coefficients, for all staff; one row each.

    `classes` is that frame of a `Released`, whose columns the result has too; `n` are the people of the scope with
    the fewest, and so many are rebuilt.

    The three shares are not those of the real people. In made-up libraries of very different kinds they were off by
    9 points on average with 20 people, 4 with 40, 3 with 100 and 1 with 400, and the interval held the real share in
    at least nine of ten. Two camps among twenty or forty people look like one wide group, and residual is too large.

    Missing answers
    ---------------
    As in `describe_profile`. A share is blank where all rebuilt people stand in one place, and the note says so.

    Source: Rubin 1987, Multiple Imputation for Nonresponse in Surveys, ch. 3.

    >>> in_scope = {"overall": [0, 3, 4, 13, 0], "challenge": [0, 0, 3, 13, 4], "criticism": [3, 4, 13, 0, 0]}
    >>> classes = pd.DataFrame([(scope, count) for scope, counts in in_scope.items() for count in counts])
    >>> classes = classes.set_axis(["scope", "count_low"], axis=1).assign(cohort="all", value="all", n=20, roster=20)
    >>> classes = classes.assign(count_high=classes["count_low"], withheld=False, reason="")
    >>> describe_components(classes, seed=1).loc[:2, ["quantity", "share", "n"]].round(1)
        quantity  share   n
    0     person    0.1  20
    1  situation    0.7  20
    2   residual    0.1  20
    """
    keys = _keys(classes, "quantity", QUANTITIES)
    if keys["withheld"].any():
        return keys.assign(**_blank("share", "low", "high", "confidence"))
    situations = [scope for scope in classes["scope"].unique() if scope != OVERALL]
    people = _rebuilt(classes, situations, REBUILT_FOR_COMPONENTS, seed)
    found = [component_shares(rebuilt, seed + at, CONFIDENCE) for at, rebuilt in enumerate(people)]
    share, low, high = _pooled(found, "share")
    ends = {"low": np.maximum(low, 0), "high": np.minimum(high, 1)}
    return keys.assign(share=share, **ends, confidence=CONFIDENCE, **_words(found, classes))


def _keys(classes: pd.DataFrame, name: str, of_rows: Sequence[str]) -> pd.DataFrame:
    """The columns of all rows up to `reason`, with `of_rows` in the column `name`."""
    silent, first = classes[classes["withheld"].astype(bool)], classes.iloc[0]
    keys = {
        "cohort": first["cohort"],
        "value": first["value"],
        name: of_rows,
        "n": pd.NA if len(silent) else classes["n"].min(),
        "roster": first["roster"],
        "withheld": bool(len(silent)),
        "reason": silent["reason"].iloc[0] if len(silent) else "",
    }
    return pd.DataFrame(keys).astype({"n": "Int64", "roster": "Int64"})


def _rebuilt(classes: pd.DataFrame, situations: Sequence[str], times: int, seed: int) -> list[Floats]:
    told = {str(scope): ClassRanges.of(rows) for scope, rows in classes.groupby("scope", sort=False)}
    rng = np.random.default_rng(seed)
    of_situations = [told[situation] for situation in situations]
    return [rebuild_positions(told[OVERALL], of_situations, rng) for _ in range(times)]


def _of_each(found: Sequence[pd.DataFrame], column: str) -> Floats:
    """One column of each measured group: (groups × rows)."""
    return np.array([table[column].to_numpy(dtype=float) for table in found])


def _pooled(found: Sequence[pd.DataFrame], column: str) -> tuple[Floats, Floats, Floats]:
    """The mean of an estimate over the rebuilt groups, and the ends of its interval; what is blank does not count."""
    number, low, high = (np.ma.masked_invalid(_of_each(found, name)) for name in (column, "low", "high"))
    centre = number.mean(axis=0)
    between = Z**2 * (1 + 1 / len(found)) * number.var(axis=0, ddof=1).filled(0)
    reach = [np.ma.sqrt((centre - end.mean(axis=0)) ** 2 + between) for end in (low, high)]
    centre, low, high = (np.ma.filled(values, np.nan) for values in (centre, centre - reach[0], centre + reach[1]))
    return centre, low, high


def _words(found: Sequence[pd.DataFrame], classes: pd.DataFrame) -> dict[str, Any]:
    exact = (classes["count_low"] == classes["count_high"]).all()
    return {
        "question": found[0]["question"],
        "method": found[0]["method"] + ", " + REBUILT.format(len(found)),
        "note": [joined(_note(found, row), "" if exact else RANGES) for row in range(len(found[0]))],
    }


def _note(found: Sequence[pd.DataFrame], row: int) -> str:
    """What most rebuilt groups note in this row, of those from which its interval comes."""
    rows = [table.iloc[row] for table in found]
    counted = [of_group for of_group in rows if not np.isnan(of_group["low"])] or rows
    return Counter(of_group["note"] for of_group in counted).most_common(1)[0][0]


def _blank(*numbers: str) -> dict[str, Any]:
    return dict.fromkeys(numbers, np.nan) | dict.fromkeys(("question", "method", "note"), "")
