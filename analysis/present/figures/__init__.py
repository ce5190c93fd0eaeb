"""Figures: `draw_*(released, words, …) -> Picture`, one file per figure; of several libraries, from a `Comparison`,
and of several waves, from a `Followed`.

Nothing here uses pyplot, so figures neither pile up nor leak from one page into another.
"""

from analysis.present.figures.bands import draw_bands
from analysis.present.figures.caterpillar import draw_caterpillar
from analysis.present.figures.components import draw_components
from analysis.present.figures.differences import draw_differences
from analysis.present.figures.dots import draw_dots
from analysis.present.figures.dumbbell import draw_dumbbell
from analysis.present.figures.flows import draw_flows
from analysis.present.figures.funnel import draw_funnel
from analysis.present.figures.goals import draw_goal_waves, draw_goals
from analysis.present.figures.heat import draw_heat
from analysis.present.figures.maturity import draw_maturity
from analysis.present.figures.opportunities import draw_opportunities
from analysis.present.figures.picture import Picture
from analysis.present.figures.profile import draw_profile
from analysis.present.figures.situations import draw_situations
from analysis.present.figures.slope import draw_slope
from analysis.present.figures.strategies import draw_strategies
from analysis.present.figures.themes import draw_theme_heat, draw_themes
from analysis.present.figures.timeline import draw_timeline

__all__ = [
    "Picture",
    "draw_bands",
    "draw_caterpillar",
    "draw_components",
    "draw_differences",
    "draw_dots",
    "draw_dumbbell",
    "draw_flows",
    "draw_funnel",
    "draw_goal_waves",
    "draw_goals",
    "draw_heat",
    "draw_maturity",
    "draw_opportunities",
    "draw_profile",
    "draw_situations",
    "draw_slope",
    "draw_strategies",
    "draw_theme_heat",
    "draw_themes",
    "draw_timeline",
]
