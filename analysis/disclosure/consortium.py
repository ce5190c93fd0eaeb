"""Consortium: libraries that are too small to be shown alone, released together as if they were one.

A library of three says nothing alone, and three such libraries together may. `release_consortium` pools all of them
in a survey and wave: every library with some person rows, but fewer than the threshold. What comes back is an
ordinary `Released` of one organization, with the cohorts that the guide has; which library somebody works in is not
told.

Why that is safe beside what these libraries released alone: alone each of them released nothing about any answer,
so there is nothing that could be subtracted from what the consortium tells, and the pool is protected like
any other wave. Who is a member follows from numbers of answers alone, never from what was answered, and all who are
that small are in: nobody chooses, and no two choices can be compared.

Its limit. It holds as long as the same answers are released in one consortium only. Two of them that share members,
made with different thresholds or before and after one more answer came in, could be subtracted from each other.
Colleagues of one member who put their answers together know more about the rest, as they do in one library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.disclosure.released import Released
from analysis.disclosure.releasing import release
from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, Policy
from analysis.responses.frames import FRAMES, empty_frame, team_guide_fields
from analysis.responses.survey import Survey

__all__ = ["CONSORTIUM", "Membership", "find_members", "release_consortium"]

CONSORTIUM = "consortium"
"""The library id of a consortium."""

FEWEST_MEMBERS = 2
OF_ONE_LIBRARY = ("libraries", "strategies", "strategy_ratings", "actions", "themes")
Heads = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Membership:
    """The `members` of a consortium, how many people answered in them, and why there is none (empty: there is one).

    `reason`: `nobody` (no library is that small and has answers), `one` (there is just one), `few` (together fewer
    people than the threshold). `n` is None wherever there is a reason: no number below the threshold is told.
    """

    members: tuple[str, ...]
    n: int | None
    reason: str


def find_members(survey: Survey, wave: str, policy: Policy | None = None) -> Membership:
    """Which libraries of a wave have person rows, but fewer than the threshold.

    The threshold is that of the guide, or of a `policy` that is stricter.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.survey import empty_survey
    >>> find_members(empty_survey(load_guide()), "2026")
    Membership(members=(), n=None, reason='nobody')
    """
    minimum = max(survey.guide.policy.minimum_group, (policy or survey.guide.policy).minimum_group)
    answered = survey.responses.loc[survey.responses["wave"] == wave, "library_id"].value_counts()
    small = answered[answered < minimum]
    members = tuple(sorted(map(str, small.index)))
    if len(members) < FEWEST_MEMBERS:
        return Membership(members, None, "one" if members else "nobody")
    n = int(small.sum())
    return Membership(members, None, "few") if n < minimum else Membership(members, n, "")


def release_consortium(
    survey: Survey, wave: str, policy: Policy | None = None, name: str = "Consortium"
) -> Released | None:
    """All libraries of a wave that are too small to be shown alone, released as one organization.

    `policy` may be stricter than the guide's, which is kept without it; `name` is what the organization is called. The
    heads of a group are added up where every member's roster says them, a value that a member's roster leaves out
    counting as 0 where the values of that column make up all of its heads. The result names its `members`; strategies,
    their ratings, plans, team guides and own themes of the members stay out, and texts are read with the toolkit's
    codebook alone. None where there is no consortium: `find_members` says why.

    Missing answers
    ---------------
    As in `release`.

    Raises `ProtectionError` for a policy that is weaker than the promise, and `ToolkitError` where a library of the
    survey already has the id `consortium`.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.survey import empty_survey
    >>> release_consortium(empty_survey(load_guide()), "2026") is None
    True
    """
    _check_free(survey)
    found = find_members(survey, wave, policy)
    if found.reason:
        return None
    released = release(_pooled(survey, wave, found.members), CONSORTIUM, wave, policy)
    return replace(released, library_name=name, members=found.members)


def _check_free(survey: Survey) -> None:
    known = [frame["library_id"] for frame in (survey.responses, survey.libraries, survey.roster)]
    if CONSORTIUM in set(pd.concat(known)):
        fault = Fault("library_id", CONSORTIUM, "any other id", "Give that library another id.")
        raise ToolkitError("A library has the id that stands for a consortium.", [fault])


def _pooled(survey: Survey, wave: str, members: Sequence[str]) -> Survey:
    """The same people as one library, with the roster of all of them."""
    rows = (survey.responses["wave"] == wave) & survey.responses["library_id"].isin(members)
    heads = _added([survey.heads(member, wave) for member in members])
    roster = [(CONSORTIUM, wave, cohort, value, count) for (cohort, value), count in heads.items()]
    empty = {name: empty_frame(FRAMES[name]) for name in OF_ONE_LIBRARY}
    return replace(
        survey,
        responses=survey.responses[rows].assign(library_id=CONSORTIUM),
        roster=pd.DataFrame(roster, columns=["library_id", "wave", "cohort", "value", "heads"]),
        team_guides=empty_frame(team_guide_fields(survey.guide)),
        # What one member has listed may stand in a text of another.
        listed_names=survey.listed_names[survey.listed_names["library_id"].isin(members)].assign(library_id=CONSORTIUM),
        **empty,
    )


def _added(rosters: Sequence[Heads]) -> Heads:
    """The heads of each group that every roster says."""
    groups = dict.fromkeys(key for roster in rosters for key in roster)
    counts = {group: [_heads(roster, *group) for roster in rosters] for group in groups}
    return {
        group: sum(count for count in each if count is not None) for group, each in counts.items() if None not in each
    }


def _heads(roster: Heads, cohort: str, value: str) -> int | None:
    """The heads of one group; 0 where the other values of its column make up everybody, None where not known."""
    if (cohort, value) in roster:
        return roster[cohort, value]
    listed = sum(count for (column, _), count in roster.items() if column == cohort)
    return 0 if listed and listed == roster.get((ALL, ALL)) else None
