"""Tally: COUNTING, respondent first and then group by group."""

from analysis.tally.counts import CELLS, Tally, tally_answers
from analysis.tally.scores import BAND_CUTS, BANDS, MARKS_NEEDED, SITUATIONS_NEEDED, score_people

__all__ = [
    "BANDS",
    "BAND_CUTS",
    "CELLS",
    "MARKS_NEEDED",
    "SITUATIONS_NEEDED",
    "Tally",
    "score_people",
    "tally_answers",
]
