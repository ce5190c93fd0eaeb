"""Measures: MEASURING, arrays and frames in, arrays and frames out.

No file is read here, no clock, and no random number that a seed does not fix. Each module is one family
and names its sources. SciPy is loaded when a measure first needs it, and scikit-learn when themes are suggested.
"""

from analysis.measures import (
    agreement,
    change,
    cohorts,
    continuum,
    libraries,
    maturity,
    peers,
    reliability,
    shares,
    strategies,
    suggestions,
    texts,
    weighting,
)

__all__ = [
    "agreement",
    "change",
    "cohorts",
    "continuum",
    "libraries",
    "maturity",
    "peers",
    "reliability",
    "shares",
    "strategies",
    "suggestions",
    "texts",
    "weighting",
]
