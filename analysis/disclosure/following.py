"""Following: one library over its waves, from what was released of each wave and nothing else.

No person row is looked at, so nothing can be worked out here that the released waves do not tell already. Who answered
in both waves, and changed their mind, is told by `analysis.disclosure.linking`, and only where the library asked people
to link their answers; what it tells is handed in as `linked`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.disclosure.ahead import describe_ahead
from analysis.disclosure.followed import Followed
from analysis.disclosure.goal_steps import describe_goals, step_goals
from analysis.disclosure.grading import grade_actions
from analysis.disclosure.levels import describe_levels
from analysis.disclosure.linking import LinkedChange
from analysis.disclosure.paired import describe_paired
from analysis.disclosure.plans import describe_plans
from analysis.disclosure.released import Released
from analysis.disclosure.steps import describe_steps
from analysis.errors import Fault, ToolkitError

__all__ = ["follow_library"]


def follow_library(results: Sequence[Released], linked: Sequence[LinkedChange] | None = None) -> Followed:
    """One library over the waves of `results`, in whatever order they come; columns as `Followed` lists.

    The waves are put in the order of their names. `linked` may hold what linked people did between some of the
    neighbouring waves. With a single wave there are levels and what the next wave could show, and no steps.

    Missing answers
    ---------------
    Every measure is told with the people who answered it in that wave, so `n` differs from measure to measure. What is
    withheld in one of two waves cannot be compared, and its row says why.

    Raises `ToolkitError` for results of several libraries or versions of the guide, for none at all, for a wave that is
    there twice, and for linked people of another library or of waves that are not neighbours.
    """
    _check(results)
    in_order = sorted(results, key=lambda released: released.wave)
    first = in_order[0]
    waves = tuple(released.wave for released in in_order)
    changes = _checked_linked(linked or (), first.library_id, waves)
    plans, targets = describe_plans(in_order)
    paired = describe_paired(changes)
    return Followed(
        guide=in_order[-1].guide,
        library_id=first.library_id,
        library_name=in_order[-1].library_name,
        waves=waves,
        levels=describe_levels(in_order),
        steps=describe_steps(in_order),
        paired=paired,
        plans=plans,
        targets=targets,
        graded=grade_actions(in_order),
        goals=describe_goals(in_order),
        goal_steps=step_goals(in_order),
        ahead=describe_ahead(in_order[-1], paired),
    )


def _check(results: Sequence[Released]) -> None:
    if not results:
        fault = Fault("results", "none", "one or more released waves", "Release the waves of this library first.")
        raise ToolkitError("There is nothing to follow.", [fault])
    told = {
        "library": [released.library_id for released in results],
        "guide": [f"{released.provenance.guide_id} {released.provenance.guide_version}" for released in results],
    }
    faults = [
        Fault(place, ", ".join(sorted(set(names))), "one", "Follow them one by one.")
        for place, names in told.items()
        if len(set(names)) > 1
    ]
    waves = [released.wave for released in results]
    twice = sorted({wave for wave in waves if waves.count(wave) > 1})
    faults += [Fault("wave", f"{wave} twice", "each wave once", "Leave one of them out.") for wave in twice]
    if faults:
        raise ToolkitError("Only the waves of one library under one guide can be followed.", faults)


def _checked_linked(
    linked: Sequence[LinkedChange], library_id: str, waves: tuple[str, ...]
) -> tuple[LinkedChange, ...]:
    """The changes of linked people in the order of the waves."""
    pairs = list(pairwise(waves))
    faults = [
        Fault(
            "linked",
            f"{change.library_id} from {change.before} to {change.after}",
            ", ".join(f"{library_id} from {before} to {after}" for before, after in pairs) or "none, with one wave",
            "Leave it out, or hand in its waves.",
        )
        for change in linked
        if change.library_id != library_id or (change.before, change.after) not in pairs
    ]
    if faults:
        raise ToolkitError("These linked people belong to other waves.", faults)
    return tuple(sorted(linked, key=lambda change: waves.index(change.before)))
