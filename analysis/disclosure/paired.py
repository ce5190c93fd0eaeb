"""Paired: what changed among people who are linked over two waves, from the protected counts of their pairs alone.

Of each quality it is told how many linked people kept it, gained it, lost it or never saw it. Where a count is a range
the change is blank, its interval spans what the ranges allow, and p is the largest that they allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.linking import COLUMNS, LinkedChange
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.disclosure.steps import which_moved
from analysis.measures.change import CHANGING, paired_change, smallest_detectable_change
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import BEYOND_CHANCE, Floats

__all__ = ["describe_paired"]

ADDED = ["change", "low", "high", "confidence", "p", "p_adjusted", "moved", "smallest", "question", "method", "note"]
METHOD = "Bonett & Price interval, McNemar test, Benjamini-Hochberg over the qualities"
NOT_EXACT = "a count is a range: the interval spans what it allows, and p is the largest that it allows"
WITHHELD = "linked people cannot be told apart from others here"


def describe_paired(linked: Sequence[LinkedChange]) -> pd.DataFrame:
    """The frame `paired` of a `Followed`: one row per quality and pair of waves, in the order of `linked`.

    `p_adjusted` is Benjamini and Hochberg's over the qualities of one pair of waves.

    Missing answers
    ---------------
    Only linked people count who gave a yes or a no both times. Where nobody is linked there are no rows.

    Sources: McNemar 1947, Psychometrika 12, 153-157; Bonett & Price 2012, J. Educ. Behav. Stat. 37, 479-488.
    """
    frames = [_with_change(change.table) for change in linked if change.reason != "nobody"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*COLUMNS, *ADDED])


def _with_change(table: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame([_change(row) for row in table.to_dict("records")], index=table.index)
    p = adjust_p_values(rows["p"])
    low, high = (rows[end].to_numpy(dtype=float) for end in ("low", "high"))
    return pd.concat([table, rows.assign(p_adjusted=p, moved=which_moved(p, low, high))[ADDED]], axis="columns")


def _change(row: dict[Any, Any]) -> dict[str, Any]:
    if row["withheld"]:
        blank = dict.fromkeys(("change", "low", "high", "confidence", "p", "smallest"), np.nan)
        return blank | {"question": "", "method": "", "note": WITHHELD}
    n = int(row["n"])
    gained, lost = _allowed_changes(row)
    found = paired_change(gained, lost, n, CONFIDENCE)
    changing = float((gained + lost).max()) / n
    smallest = smallest_detectable_change(n, changing=changing or CHANGING).iloc[0]
    exact = len(gained) == 1
    return {
        "change": 100 * float(found.difference[0]) if exact else np.nan,
        "low": 100 * float(found.low.min()),
        "high": 100 * float(found.high.max()),
        "confidence": CONFIDENCE,
        "p": float(found.p.max()),
        "smallest": 100 * float(smallest["smallest"]),
        "question": BEYOND_CHANCE,
        "method": METHOD,
        "note": joined("" if exact else NOT_EXACT, str(smallest["note"])),
    }


def _allowed_changes(row: dict[Any, Any]) -> tuple[Floats, Floats]:
    """Every pair of people who gained and who lost that the told ranges allow together."""
    ends = {name: (int(row[f"{name}_low"]), int(row[f"{name}_high"])) for name in ("gained", "lost", "kept", "never")}
    gained, lost = np.meshgrid(*(np.arange(low, high + 1.0) for low, high in (ends["gained"], ends["lost"])))
    stayed = int(row["n"]) - gained - lost
    fits = (stayed >= ends["kept"][0] + ends["never"][0]) & (stayed <= ends["kept"][1] + ends["never"][1])
    return gained[fits], lost[fits]
