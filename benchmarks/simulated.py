"""Simulated: staff who answer as people do, and what is told of them, quickly enough for thousands of libraries.

A person's marks share a propensity (as in the sample, 0.8 logits), and so do the person's six situations. Everybody
answers everything and nobody says anything of themselves, so that what is told are the counts of all staff.
`told_library` finds these by the same functions as `release`, and remembers what it has found; everything that neither
`compare_libraries` nor `follow_library` reads is left blank. `tests/test_simulations.py` holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analysis.disclosure import Released, release
from analysis.disclosure.groups import Groups
from analysis.disclosure.items import Protected, protect_bands, protect_classes, protect_mark
from analysis.disclosure.shares import describe_ranges
from analysis.guide import ALL, Guide, load_guide
from analysis.measures.camps import class_places
from analysis.measures.distributions import SPREAD_FROM
from analysis.responses.synthetic.truths import USUAL
from analysis.tally.scores import BAND_CUTS, BANDS, OVERALL
from tests.attack.libraries import LIBRARY, blank_people, survey_of

PROPENSITY = 0.8
"""How far people lie apart in what they see, in logits; the sample's."""

LEAN, AGREEING, MOMENT, ITEM = 0.55, 0.25, 0.5, 0.4
"""What makes answers on the continuum: the person, the habit of agreeing, the situation, the statement."""

FTE_AT = {0.05: 0.45, 0.25: 1.5, 0.5: 4.0, 0.75: 11.0, 0.9: 29.0, 0.95: 52.0, 0.99: 241.0}
"""Paid full-time equivalents at parts of all systems, US Public Libraries Survey, fiscal year 2022."""

HEADS_PER_FTE = 1.4
"""As in the sample; the survey counts no heads."""

HEADS = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 17, 22, 30, 45, 80, 150, 300])

CLASSES, STEPS = 10, 10
CLASS_BANDS = np.repeat([0, 1, 2], [4, 2, 4])


@dataclass(frozen=True)
class Staff:
    """People by their traits: how readily each sees a quality, leans towards growth, and agrees with anything."""

    marks: np.ndarray
    growth: np.ndarray
    agreeing: np.ndarray

    @classmethod
    def of(cls, heads: int, rng: np.random.Generator) -> Staff:
        """So many people of the one distribution that all libraries share."""
        return cls(*(spread * rng.standard_normal(heads) for spread in (PROPENSITY, LEAN, AGREEING)))


@dataclass(frozen=True)
class Answers:
    """What staff answered: `exists` (people × qualities) 1 or 0, `steps` (people × situations) 0 fixed … 10 growth."""

    exists: np.ndarray
    steps: np.ndarray


def answers_of(staff: Staff, rng: np.random.Generator, exists: dict[str, float] | None = None) -> Answers:
    """Everybody answers everything, by chances that are theirs; `exists` replaces the logits of the qualities."""
    guide = load_guide()
    logits = np.array([(USUAL.exists if exists is None else exists).get(quality, 0) for quality in guide.qualities])
    seen = rng.random((len(staff.marks), len(logits))) < 1 / (1 + np.exp(-(staff.marks[:, None] + logits)))
    usual = np.array([USUAL.lean[situation] for situation in guide.situations])
    lean = usual + staff.growth[:, None] + MOMENT * rng.standard_normal((len(staff.marks), len(usual)))
    growth, fixed = (
        np.clip(
            np.round(3.5 + 1.2 * (towards + staff.agreeing[:, None] + ITEM * rng.standard_normal(lean.shape))), 1, 6
        )
        for towards in (lean, -lean)
    )
    return Answers(seen.astype(int), (growth - 1 + 6 - fixed).astype(int))


def heads_as_surveyed(libraries: int, rng: np.random.Generator, least: int = 1) -> np.ndarray:
    """The heads of so many libraries, spread like those of the US Public Libraries Survey, none under `least`.

    From eight heads on only every fourth step or so is taken, so that what is told can be remembered.
    """
    places = rng.uniform(0.05, 0.99, 40 * libraries)
    fte = np.exp(np.interp(places, list(FTE_AT), np.log(list(FTE_AT.values()))))
    heads = HEADS[np.abs(np.log(HEADS_PER_FTE * fte)[:, None] - np.log(HEADS)).argmin(axis=1)]
    return heads[heads >= least][:libraries]


def told_library(library_id: str, wave: str, answers: Answers, situations: bool = True) -> Released:
    """What is told of one library in which everybody answered everything; for comparing and following only.

    Without `situations` only the leaning overall is told of the continuum, which saves most of the time.
    """
    blank = blank_library(len(answers.exists))
    scopes = _scopes(answers.steps, load_guide())
    bands, classes = _bands_and_classes(scopes if situations else {OVERALL: scopes[OVERALL]})
    marks = described_rows(_marks(answers))
    return replace(
        blank,
        library_id=library_id,
        wave=wave,
        marks=marks,
        bands=described_rows(bands),
        classes=described_rows(classes) if situations else blank.classes,
        maturity=_maturity(blank, marks),
    )


@cache
def blank_library(people: int) -> Released:
    guide = load_guide()
    roster = pd.DataFrame({"cohort": [ALL], "value": ALL, "heads": people, "library_id": LIBRARY, "wave": "2026"})
    return release(survey_of(guide, blank_people(guide, people), roster), LIBRARY, "2026")


def _marks(answers: Answers) -> list[dict]:
    people, guide = len(answers.exists), load_guide()
    told = [told_mark(people, int(yes)) for yes in answers.exists.sum(axis=0)]
    return [
        told_row(one, 0, people, {"quality": quality, "mark": "exists"})
        for quality, one in zip(guide.qualities, told, strict=True)
    ]


def _maturity(blank: Released, marks: pd.DataFrame) -> pd.DataFrame:
    """Whether the index may be told; the index itself is worked out from the marks by whoever compares or follows."""
    numbers = dict.fromkeys(("index", "low", "high", "confidence"), np.nan)
    silent = marks["reason"][marks["withheld"]]
    row = blank.respondents.iloc[0].to_dict() | numbers | dict.fromkeys(("question", "method", "note"), "")
    return pd.DataFrame([row | {"n": marks["n"].min(), "withheld": bool(len(silent)), "reason": "".join(silent[:1])}])


def _bands_and_classes(scopes: dict[str, tuple[np.ndarray, int]]) -> tuple[list[dict], list[dict]]:
    bands, classes = [], []
    for scope, (steps, span) in scopes.items():
        people = len(steps)
        low, high = (cut * span / 100 for cut in BAND_CUTS)
        counts = [int((steps < low).sum()), int(((steps >= low) & (steps <= high)).sum()), int((steps > high).sum())]
        told = told_bands(people, *counts)
        bands += [told_row(told, at, people, {"scope": scope, "band": band}) for at, band in enumerate(BANDS)]
        finer = protect_classes(class_places(100 * steps / span, CLASSES), CLASS_BANDS, told, SPREAD_FROM)
        starts = enumerate(range(0, 100, 100 // CLASSES))
        classes += [told_row(finer, at, people, {"scope": scope, "class_from": start}) for at, start in starts]
    return bands, classes


def _scopes(steps: np.ndarray, guide: Guide) -> dict[str, tuple[np.ndarray, int]]:
    """The steps of each person towards growth in each scope, and how many there are."""
    each = {situation: (steps[:, at], STEPS) for at, situation in enumerate(guide.situations)}
    return {OVERALL: (steps.sum(axis=1), STEPS * steps.shape[1]), **each}


@cache
def told_mark(people: int, yes: int) -> Protected:
    answers = np.repeat([0, 1], [yes, people - yes])
    return protect_mark(answers, _everybody(people), load_guide().policy.minimum_group)


@cache
def told_bands(people: int, *counts: int) -> Protected:
    answers = np.repeat(np.arange(len(counts)), counts)
    return protect_bands(answers, _everybody(people), load_guide().policy.minimum_group, len(counts))


def _everybody(people: int) -> Groups:
    return Groups(((ALL, ALL),), np.ones((people, 1), dtype=bool), ("",))


def told_row(protected: Protected, at: int, people: int, about: dict) -> dict:
    """The row of one count of an item; a withheld one has no counts."""
    told, reason = protected.told.get(0), protected.groups.reasons[0]
    low, high = told.ranges[at] if told else (pd.NA, pd.NA)
    counts = {"n": told.n if told else pd.NA, "withheld": told is None, "reason": reason}
    return {"cohort": ALL, "value": ALL, **about, **counts, "count_low": low, "count_high": high, "roster": people}


def described_rows(rows: list[dict]) -> pd.DataFrame:
    whole = dict.fromkeys(("n", "count_low", "count_high", "roster"), "Int64")
    return describe_ranges(pd.DataFrame(rows).astype(whole))
