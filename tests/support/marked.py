"""Counting marks of person rows, for tests that look for a planted truth."""

from __future__ import annotations

import pandas as pd

from analysis.guide import Guide


def exists_counts(people: pd.DataFrame, guide: Guide) -> tuple[list[int], list[int]]:
    """For each quality how many say that it exists, and how many say yes or no."""
    marks = people[[f"exists_{quality}" for quality in guide.qualities]]
    return (marks == 1).sum().to_list(), marks.isin([0, 1]).sum().to_list()
