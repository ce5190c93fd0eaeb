"""Figures: `draw_*(released, words, …) -> Picture`, one file per figure.

Nothing here uses pyplot, so figures neither pile up nor leak from one page into another.
"""

from analysis.present.figures.bands import draw_bands
from analysis.present.figures.dumbbell import draw_dumbbell
from analysis.present.figures.heat import draw_heat
from analysis.present.figures.maturity import draw_maturity
from analysis.present.figures.picture import Picture

__all__ = ["Picture", "draw_bands", "draw_dumbbell", "draw_heat", "draw_maturity"]
