"""Renewing: what was released of a wave, with the library's inventory and its plan as they are now.

Neither of them is an answer, and no count of answers depends on the plan, so an edit need not wait for a new release.
Only how well each strategy works is told anew, for all staff, as a release tells it. Refuses nothing that a release
allows, and allows nothing more: what comes back is what a release of the same survey would give.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure.ratings import release_ratings
from analysis.disclosure.released import Released
from analysis.disclosure.wave import read_wave
from analysis.responses.frames import of_wave
from analysis.responses.survey import Survey

__all__ = ["renew"]


def renew(released: Released, survey: Survey) -> Released:
    """`released`, with the strategies and the actions that `survey` holds of the same library and wave.

    The answers in `survey` have to be those that `released` was made from.

    Missing answers
    ---------------
    A strategy that nobody has rated is told as one that nobody rated.
    """
    place, minimum = (released.library_id, released.wave), released.provenance.policy.minimum_group
    strategies = of_wave(survey.strategies, *place)
    people = read_wave(survey, *place, minimum)
    return replace(
        released,
        strategies=strategies,
        actions=of_wave(survey.actions, *place),
        ratings=release_ratings(people, strategies, survey.strategy_ratings, minimum),
    )
