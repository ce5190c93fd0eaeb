"""Groups: the groups of one cohort column, and the columns in which their positions stand.

What the measures of the continuum that start from person rows have in common: they go through the values of a
cohort column, and through the scopes, which are the overall position and each situation.
"""

from __future__ import annotations

import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.responses.frames import with_leads
from analysis.tally.scores import OVERALL

__all__ = ["group_values", "scope_suffixes", "with_groups"]


def scope_suffixes(guide: Guide) -> dict[str, str]:
    """What follows `position` and `band` in the name of a scope's column, by scope.

    >>> from analysis.guide import load_guide
    >>> list(scope_suffixes(load_guide()).items())[:2]
    [('overall', ''), ('challenge', '_challenge')]
    """
    return {OVERALL: "", **{situation: f"_{situation}" for situation in guide.situations}}


def group_values(guide: Guide, cohort: str) -> tuple[str, ...]:
    """The values of a cohort column, in the guide's order; `leads` and `all` are such columns too.

    Raises `ToolkitError` for a column that the guide does not have.

    >>> from analysis.guide import load_guide
    >>> group_values(load_guide(), "leads")
    ('leaders', 'front_line')
    """
    known = [view.id for view in guide.views]
    if cohort not in known:
        fault = Fault("cohort", repr(cohort), ", ".join(known), "Correct the name.")
        raise ToolkitError("The guide has no such cohort column.", [fault])
    return guide.cohort(cohort).value_ids


def with_groups(positions: pd.DataFrame, guide: Guide, cohort: str) -> pd.DataFrame:
    """The people of a frame of positions who are in a group of `cohort`; who left it blank is left out.

    >>> from analysis.guide import load_guide
    >>> people = pd.DataFrame({"role": ["leader", "-1"], "position": [60.0, 40.0]})
    >>> with_groups(people, load_guide(), "leads")[["leads", "position"]]
         leads  position
    0  leaders      60.0
    """
    people = with_leads(positions, guide)
    return people[people[cohort].isin(group_values(guide, cohort))]
