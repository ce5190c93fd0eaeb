"""Spread: how each group stands along the continuum, from the protected counts of its bands and classes alone.

Where a quantile lies is told as two points between which it stands for every way to fill the classes that fits
what is told. All staff are told by classes of ten points where there are some, and every other group by the
three bands. Under twenty people there is a median and nothing finer.

Whether a group stands together or in two camps is told by the three bands, for all staff as well: van der Eijk's A
between its least and its largest value, and a word only where both ends call for the same one. A group with few
people jumps: of ten who lean as staff usually do, about one group in twenty looks split by chance, and of forty
hardly any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.agreement import agreement_ends
from analysis.disclosure.allowed import Allowed, Block, read_ranges
from analysis.disclosure.maturity import RANGES
from analysis.disclosure.shares import joined
from analysis.guide import ALL
from analysis.measures.distributions import DOT_SHARES, SPREAD_FROM, TOO_FEW, quantile_edges
from analysis.measures.estimates import DESCRIBES
from analysis.tally.scores import BAND_CUTS

__all__ = ["SPLIT_BELOW", "TOGETHER_ABOVE", "describe_distributions"]

SPLIT_BELOW = -0.25
"""A group is split if A is surely less: as with more than a quarter of it at both ends and the others spread evenly."""

TOGETHER_ABOVE = 0.7
"""A group stands together if A is surely more: as with more than seven tenths of it in one band, the others evenly."""

BAND_EDGES = (0, *BAND_CUTS, 100)
QUANTILES = {"median": 0.5, "quartile_1": 0.25, "quartile_3": 0.75}
BELOW_SPREAD = ("median",)
BY_CLASSES = "classes of 10 points, agreement on three bands"
BY_BANDS = "three bands"


def describe_distributions(bands: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """How each group spreads in each scope, one row each; columns as `Released` lists under `distributions`.

    `bands` and `classes` are those frames of a `Released`. A row is withheld where its bands are. A quantile lies
    between its `_from` and its `_to`; both are edges of classes, and positions on an edge count to either side.

    Missing answers
    ---------------
    Who has no position in a scope is not counted there. Quartiles are blank and dots are none under twenty people.

    Sources: van der Eijk 2001, Qual. Quant. 35, 325-341. The cuts of `camps` are this toolkit's own.

    >>> bands = pd.DataFrame({"band": ["fixed", "mixed", "growth"], "count_low": [5, 0, 5], "count_high": [7, 2, 7]})
    >>> bands = bands.assign(cohort="role", value="desk", scope="overall", n=12, roster=14, withheld=False, reason="")
    >>> told = describe_distributions(bands, pd.DataFrame(columns=["scope", "withheld"]))
    >>> told[["median_from", "median_to", "agreement_high", "camps"]]
       median_from  median_to  agreement_high  camps
    0          0.0      100.0            -0.5  split
    """
    finer = {str(scope): rows for scope, rows in classes.groupby("scope", sort=False) if not rows["withheld"].any()}
    rows = [
        _row(rows, finer.get(str(scope)) if cohort == ALL else None)
        for (cohort, _, scope), rows in bands.groupby(["cohort", "value", "scope"], sort=False)
    ]
    return pd.DataFrame(rows).astype({"n": "Int64", "roster": "Int64"})


def _row(bands: pd.DataFrame, classes: pd.DataFrame | None) -> dict[str, Any]:
    group = bands.iloc[0]
    kept = {name: group[name] for name in ("cohort", "value", "scope", "n", "roster", "withheld", "reason")}
    if group["withheld"]:
        return kept | _blank()
    n, of_bands = int(group["n"]), read_ranges(bands)
    by_bands = Allowed.of_classes(n, of_bands)
    if classes is None:
        return kept | _told(by_bands, by_bands, BAND_EDGES, BY_BANDS)
    band_of = np.searchsorted(BAND_CUTS, classes["class_from"].to_numpy(dtype=int), side="right")
    blocks = tuple(Block(ends, read_ranges(classes[band_of == at])) for at, ends in enumerate(of_bands))
    return kept | _told(by_bands, Allowed(n, blocks), (*classes["class_from"], 100), BY_CLASSES)


def _told(by_bands: Allowed, allowed: Allowed, edges: tuple[int, ...], method: str) -> dict[str, Any]:
    is_spread = allowed.n >= SPREAD_FROM
    low, high = agreement_ends(by_bands)
    return {
        **_blank(),
        **_quantiles(allowed, edges, tuple(QUANTILES) if is_spread else BELOW_SPREAD),
        "dots": _spans(allowed, edges, DOT_SHARES) if is_spread else (),
        "agreement_low": low,
        "agreement_high": high,
        "camps": "split" if high < SPLIT_BELOW else "together" if low > TOGETHER_ABOVE else "",
        "question": DESCRIBES,
        "method": method,
        "note": joined("" if is_spread else TOO_FEW, "" if allowed.is_exact else RANGES),
    }


def _quantiles(allowed: Allowed, edges: tuple[int, ...], names: tuple[str, ...]) -> dict[str, float]:
    told = {}
    for name, (low, high) in zip(names, _spans(allowed, edges, [QUANTILES[name] for name in names]), strict=True):
        told |= {f"{name}_from": float(low), f"{name}_to": float(high)}
    return told


def _spans(allowed: Allowed, edges: tuple[int, ...], at: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The points between which the quantiles lie that have the shares `at` of the people below them."""
    first, last = quantile_edges(*allowed.below, at)
    return tuple((int(edges[low]), int(edges[high])) for low, high in zip(first, last, strict=True))


def _blank() -> dict[str, Any]:
    ends = [f"{name}_{end}" for name in QUANTILES for end in ("from", "to")]
    numbers = dict.fromkeys((*ends, "agreement_low", "agreement_high"), np.nan)
    return numbers | {"dots": ()} | dict.fromkeys(("camps", "question", "method", "note"), "")
