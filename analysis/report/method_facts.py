"""Method facts: the thresholds, cuts and numbers that the methods of a report name, from where the program keeps them.

A sentence of the appendix holds a place for each of them, so none can say anything else than what was computed.
"""

from __future__ import annotations

from analysis.disclosure.coding import FAIR, GOOD
from analysis.disclosure.ranges import ENDS
from analysis.disclosure.shares import CONFIDENCE
from analysis.disclosure.spread import SPLIT_BELOW, TOGETHER_ABOVE
from analysis.guide import Guide, Policy, Words
from analysis.measures.aggregation import CRITERIA
from analysis.measures.cells import PLACES
from analysis.measures.distributions import SPREAD_FROM
from analysis.measures.effects import DETECTABLE
from analysis.measures.maturity import LEVEL_CUTS, NAMED_FROM
from analysis.measures.strategies import WELL
from analysis.measures.urn import DRAWS
from analysis.present.findings import BEYOND_CHANCE
from analysis.present.limits import INNER, OUTER
from analysis.tally.scores import BAND_CUTS, MARKS_NEEDED, SITUATIONS_NEEDED

__all__ = ["facts_of"]


def facts_of(guide: Guide, policy: Policy, words: Words) -> dict[str, str]:
    """What the places in the sentences of the appendix are filled with, in the language's way to write numbers.

    >>> from analysis.guide import load_guide, load_words
    >>> facts = facts_of(load_guide(), Policy(5, 10), load_words("en"))
    >>> facts["cuts"], facts["beyond"], facts["named"]
    ('20, 40, 60, 80', '0.05', '8')
    """
    points = next(item.scale.points for item in guide.section("continuum").items if item.scale)
    numbers = {
        "minimum": policy.minimum_group,
        "texts": policy.minimum_texts,
        "marks": MARKS_NEEDED,
        "qualities": len(guide.qualities),
        "placed": SITUATIONS_NEEDED,
        "situations": len(guide.situations),
        "lowest": min(points),
        "highest": max(points),
        "low": BAND_CUTS[0],
        "high": BAND_CUTS[1],
        "ends": ENDS + 1,
        "thin": SPREAD_FROM,
        "places": PLACES,
        "draws": DRAWS,
        "confidence": _in_100(CONFIDENCE),
        "tail": _in_100((1 - CONFIDENCE) / 2),
        "inner": _in_100(INNER),
        "outer": _in_100(OUTER),
        "named": round(10 * NAMED_FROM),
        "beyond": BEYOND_CHANCE,
        "split": SPLIT_BELOW,
        "together": TOGETHER_ABOVE,
        "good": GOOD,
        "fair": FAIR,
        "works": WELL,
        "detectable": f"{DETECTABLE:.2f}",
        "icc1": CRITERIA["icc1"].threshold,
        "icc2": CRITERIA["icc2"].threshold,
        "icc1_care": CRITERIA["icc1"].care,
        "icc2_care": CRITERIA["icc2"].care,
    }
    return {name: _say(number, words) for name, number in numbers.items()} | {"cuts": ", ".join(map(str, LEVEL_CUTS))}


def _in_100(part: float) -> float:
    """A part as so many in a hundred, without what binary fractions add to it."""
    return round(100 * part, 6)


def _say(number: float | str, words: Words) -> str:
    text = number if isinstance(number, str) else f"{number:g}"
    return text.replace("-", "−").replace(".", words("figures.libraries.decimal"))
