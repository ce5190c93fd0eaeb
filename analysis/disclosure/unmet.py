"""Unmet: of the people who do not see a quality here, how many want it developed, from protected counts alone.

How many do not see it follows from the cells `build` and `neither`, and more closely from the mark `exists`, which
is told more exactly than the cells are. They are a group like any other, and as small a group as the answers make
it. So nothing is said about them unless at least as many people as a group needs to be shown surely belong to it.
Whether that is so follows from the released counts alone, so that keeping silent tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.allowed import Allowed, Block, read_ranges
from analysis.disclosure.maturity import RANGES
from analysis.guide import ALL
from analysis.measures.estimates import DESCRIBES

__all__ = ["describe_unmet"]

NOT_SEEN = ["build", "neither"]
SEEN = ["strengthen", "sustain"]
NOTHING_KNOWN = {"share_low": 0.0, "share_high": 1.0}


def describe_unmet(four_cells: pd.DataFrame, marks: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The unmet need of each quality, all staff; one row each, columns as `Released` lists under `unmet`.

    `four_cells` and `marks` are those frames of a `Released`, and `minimum` the people whom a group needs to be
    shown. `of` are the people who gave both marks and do not see the quality, `count` those of them who want it
    developed. All ends, also those of the share, are reached in some way to answer that fits what is told about the
    cells and about `exists`, and in none exceeded. Withheld where the cells are, and as `complement` where fewer than
    `minimum` people may be in `of`, or where any part of them may want it.

    Missing answers
    ---------------
    Only people who gave both marks are counted; `n` are all of them. Of those who gave `exists` alone, any part may
    have said yes.

    >>> cells = pd.DataFrame({"cell": ["strengthen", "sustain", "build", "neither"], "count_low": [6, 3, 6, 0]})
    >>> cells = cells.assign(count_high=[12, 8, 8, 2], cohort="all", value="all", quality="purpose", n=22, roster=25)
    >>> cells = cells.assign(withheld=False, reason="")
    >>> marks = cells.iloc[:1].assign(mark="exists", n=23, count_low=14, count_high=14)
    >>> told = describe_unmet(cells, marks, minimum=5)
    >>> told[["of_low", "of_high", "count_low", "count_high", "share_low", "share_high"]]
       of_low  of_high  count_low  count_high  share_low  share_high
    0       8        9          6           8       0.75         1.0
    """
    seen = marks[(marks["cohort"] == ALL) & (marks["mark"] == "exists")].to_dict("records")
    exists = {mark["quality"]: mark for mark in seen}
    rows = [_row(cells, exists[quality], minimum) for quality, cells in four_cells.groupby("quality", sort=False)]
    whole = ("n", "roster", "of_low", "of_high", "count_low", "count_high")
    return pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64"))


def _row(cells: pd.DataFrame, exists: Mapping[Any, Any], minimum: int) -> dict[str, Any]:
    first = cells.iloc[0]
    kept = {name: first[name] for name in ("cohort", "value", "quality", "n", "roster", "withheld", "reason")}
    if first["withheld"]:
        return kept | _blank()
    allowed = _allowed(cells.set_index("cell"), exists)
    numbers = _ends(allowed)
    if numbers["of_low"] < minimum or (share := _share(allowed, **numbers)) == NOTHING_KNOWN:
        return kept | {"n": pd.NA, "withheld": True, "reason": "complement"} | _blank()
    is_exact = numbers["count_low"] == numbers["count_high"] and numbers["of_low"] == numbers["of_high"]
    return kept | numbers | share | {"question": DESCRIBES, "note": "" if is_exact else RANGES}


def _allowed(cells: pd.DataFrame, exists: Mapping[Any, Any]) -> Allowed:
    """The ways to fill the cells, those of people who do not see the quality first."""
    n = int(cells["n"].iloc[0])
    low, high = 0, n
    if not exists["withheld"]:
        one_mark = int(exists["n"]) - n
        low, high = max(0, int(exists["count_low"]) - one_mark), min(n, int(exists["count_high"]))
    blocks = (
        Block((n - high, n - low), read_ranges(cells.loc[NOT_SEEN])),
        Block((low, high), read_ranges(cells.loc[SEEN])),
    )
    return Allowed(n, blocks)


def _ends(allowed: Allowed) -> dict[str, int]:
    """The fewest and the most people in both cells, and in the first of them."""
    least, most = allowed.below
    ends = {"of_low": least[2], "of_high": most[2], "count_low": least[1], "count_high": most[1]}
    return {name: int(count) for name, count in ends.items()}


def _share(allowed: Allowed, of_low: int, of_high: int, count_low: int, count_high: int) -> dict[str, float]:
    """The least and the largest share of the first cell among both; `of_low` is not 0."""
    count = np.arange(count_low, count_high + 1)
    low, high = allowed.ranges[1]
    fewest, most = np.maximum(count + low, of_low), np.minimum(count + high, of_high)
    return {"share_low": float((count / most).min()), "share_high": float((count / fewest).max())}


def _blank() -> dict[str, Any]:
    whole = dict.fromkeys(("of_low", "of_high", "count_low", "count_high"), pd.NA)
    return whole | dict.fromkeys(("share_low", "share_high"), np.nan) | {"question": "", "note": ""}
