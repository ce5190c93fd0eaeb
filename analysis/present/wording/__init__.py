"""Wording: `say_*(released, words)`, what was found in plain sentences.

Each sentence is chosen by a rule that stands in `findings`, or beside it, and is filled from released values
alone. Where a rule finds nothing, the sentence says that nothing clear was found; where nothing may be told, it
says why and what is still possible. The sentences are plain text: whoever puts them into a page escapes them.
"""

from analysis.present.wording.answered import say_who_answered, say_withheld
from analysis.present.wording.cohorts import say_camps, say_differences, say_spread
from analysis.present.wording.leaning import say_where_we_lean
from analysis.present.wording.libraries import (
    say_averages,
    say_may_average,
    say_peers,
    say_ranks,
    say_standing,
)
from analysis.present.wording.maturity import say_in_one_sentence, say_maturity
from analysis.present.wording.plans import say_goal_change, say_graded
from analysis.present.wording.qualities import say_now_and_next, say_who_sees_what
from analysis.present.wording.situations import say_components, say_profile
from analysis.present.wording.strategies import say_cadence, say_coverage, say_opportunities, say_strategies
from analysis.present.wording.texts import (
    say_agreement,
    say_goals,
    say_keep_and_change,
    say_rewording,
    say_theme_differences,
    say_themes,
)
from analysis.present.wording.waves import say_cannot_tell, say_change, say_linked, say_next_wave, say_plan

__all__ = [
    "say_agreement",
    "say_averages",
    "say_cadence",
    "say_camps",
    "say_cannot_tell",
    "say_change",
    "say_components",
    "say_coverage",
    "say_differences",
    "say_goal_change",
    "say_goals",
    "say_graded",
    "say_in_one_sentence",
    "say_keep_and_change",
    "say_linked",
    "say_maturity",
    "say_may_average",
    "say_next_wave",
    "say_now_and_next",
    "say_opportunities",
    "say_peers",
    "say_plan",
    "say_profile",
    "say_ranks",
    "say_rewording",
    "say_spread",
    "say_standing",
    "say_strategies",
    "say_theme_differences",
    "say_themes",
    "say_where_we_lean",
    "say_who_answered",
    "say_who_sees_what",
    "say_withheld",
]
