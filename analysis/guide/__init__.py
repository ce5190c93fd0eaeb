"""Guide: WHAT IS ASKED, as versioned data in several languages."""

from analysis.guide.blanks import BLANK_NAMES, Blank
from analysis.guide.codebook import GOAL_KINDS, Codebook, Theme, load_codebook
from analysis.guide.loading import load_guide
from analysis.guide.model import ALL, LEADS, PAIR_SIGN, Cohort, CohortValue, Guide, Item, Policy, Scale, Section
from analysis.guide.words import Words, load_words

__all__ = [
    "ALL",
    "BLANK_NAMES",
    "GOAL_KINDS",
    "LEADS",
    "PAIR_SIGN",
    "Blank",
    "Codebook",
    "Cohort",
    "CohortValue",
    "Guide",
    "Item",
    "Policy",
    "Scale",
    "Section",
    "Theme",
    "Words",
    "load_codebook",
    "load_guide",
    "load_words",
]
