"""Libraries: random small libraries for the attacker, every one passed through the public gate.

What makes a small library hard to protect is drawn often here: a branch that lies wholly in one role, everybody
answering, a group that skips a question, marks on which all or all but one agree, a group against the rest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.guide import ALL, Blank, Guide, load_guide
from analysis.responses import Survey, check_frame, check_responses, empty_survey
from analysis.tally.scores import BANDS

LIBRARY, WAVE = "lib", "2026"

CHANCES = (0.0, 0.0, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0, 1.0)
"""How likely a yes is to one mark; half of the time (nearly) everybody agrees."""

BLANK_RATES = (0.0, 0.0, 0.1, 0.25)
RESPONSE_RATES = (1.0, 1.0, 0.9, 0.75, 0.5)
PAIRS = {
    "fixed": ((1, 6), (2, 5), (1, 5), (2, 4)),
    "mixed": ((3, 4), (4, 4), (3, 3), (4, 3)),
    "growth": ((6, 1), (5, 2), (6, 2), (4, 2)),
}
"""Answers to the statements of a situation, growth and fixed, that lie in a band; together in all ten classes."""

GOAL = "goal_team"
WRITTEN = {"tour_keep": ("time", "leaders", "belonging", "mistakes"), GOAL: ("performance", "mixed", "learning")}
"""The questions that people write to, and the themes that are found."""

STRATEGIES = ("mentoring", "webinars")
SURE = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0.05, 0.05, 0.9), (0.2, 0.3, 0.5), (0.4, 0.2, 0.4))


def random_library(seed: int, heads: int) -> Survey:
    """A library of `heads` people with one wave; the same for the same seed."""
    rng = np.random.default_rng([seed, heads])
    guide = load_guide()
    staff = _staff(guide, heads, rng)
    answering = rng.permutation(heads)[: max(1, round(heads * rng.choice(RESPONSE_RATES)))]
    responses = _responses(guide, staff.iloc[np.sort(answering)].reset_index(drop=True), rng)
    roster = _roster(guide, staff) if rng.random() < 0.9 else None
    # Of their own, so that what is read and rated changes no other answer.
    readings = np.random.default_rng([seed, heads, 1])
    responses = _written(responses, readings)
    return survey_of(guide, responses, roster, **_readings(responses, readings))


def survey_of(
    guide: Guide, responses: pd.DataFrame, roster: pd.DataFrame | None = None, **more: pd.DataFrame
) -> Survey:
    """The survey of these person rows, let in by the gate; raises `ValueError` where the gate finds a fault."""
    library = pd.DataFrame({"library_id": [LIBRARY], "name": ["A library"], "type": ["public"]})
    frames = {"libraries": library} | ({} if roster is None else {"roster": roster}) | more
    checked = {name: check_frame(name, frame, guide) for name, frame in frames.items()}
    people = check_responses(responses, guide)
    faults = [str(fault) for found in (people, *checked.values()) for fault in found.faults]
    if faults:
        raise ValueError("\n".join(faults))
    known = {name: found.frame for name, found in checked.items()}
    return replace(empty_survey(guide), responses=people.frame, **known)


def blank_people(guide: Guide, people: int) -> pd.DataFrame:
    """The person rows of people who skipped every question and say nothing of themselves."""
    fixed = {"library_id": LIBRARY, "wave": WAVE, "submitted_at": "2026-03-02", "language": "en"}
    fixed |= {"guide_version": guide.version, "response_mode": "forced_choice"}
    cohorts = dict.fromkeys((cohort.id for cohort in guide.cohorts), str(int(Blank.NOT_SHOWN)))
    answers = dict.fromkeys((item.id for item in guide.scaled_items), int(Blank.SKIPPED))
    ids = [f"r{number}" for number in range(people)]
    return pd.DataFrame({"response_id": ids} | fixed | cohorts | answers)


def _staff(guide: Guide, heads: int, rng: np.random.Generator) -> pd.DataFrame:
    columns = {cohort.id: _column(cohort.value_ids, heads, rng) for cohort in guide.cohorts}
    names = list(columns)
    for inner in names[1:]:
        if rng.random() < 0.4:
            outer = columns[str(rng.choice([name for name in names if name != inner]))]
            columns[inner] = _nested(columns[inner], outer, rng)
    return pd.DataFrame(columns)


def _column(values: tuple[str, ...], heads: int, rng: np.random.Generator) -> np.ndarray:
    used = rng.permutation(values)[: rng.integers(1, min(len(values), 2 + heads // 12) + 1)]
    return rng.choice(used, heads, p=rng.dirichlet(np.full(len(used), 2.0)))


def _nested(inner: np.ndarray, outer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """`inner` so changed that one of its values lies wholly inside one value of `outer`."""
    value, home = rng.choice(np.unique(inner)), rng.choice(np.unique(outer))
    elsewhere = np.unique(inner)[np.unique(inner) != value]
    if not len(elsewhere):
        return inner
    return np.where((inner == value) & (outer != home), rng.choice(elsewhere), inner)


def _roster(guide: Guide, staff: pd.DataFrame) -> pd.DataFrame:
    rows = [(ALL, ALL, len(staff))]
    for cohort in guide.cohorts:
        rows += [(cohort.id, value, int(count)) for value, count in staff[cohort.id].value_counts().items()]
    roster = pd.DataFrame(rows, columns=["cohort", "value", "heads"])
    return roster.assign(library_id=LIBRARY, wave=WAVE)


def _responses(guide: Guide, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    people = blank_people(guide, len(staff))
    for cohort in guide.cohorts:
        if rng.random() < 0.8:
            declined = rng.random(len(staff)) < rng.choice((0, 0, 0.1))
            people[cohort.id] = np.where(declined, str(int(Blank.DECLINED)), staff[cohort.id])
    rate = float(rng.choice(BLANK_RATES))
    for quality in guide.qualities:
        for mark in ("exists", "develop"):
            item = guide.item(f"{mark}_{quality}")
            people[item.id] = _with_blanks(_marks(people, rng), item.blanks, rate, people, rng)
    for situation in guide.situations:
        pairs = np.array([_pair(rng, chances) for chances in [SURE[rng.integers(len(SURE))]] for _ in staff.index])
        for place, end in enumerate(("growth", "fixed")):
            item = guide.item(f"{situation}_{end}")
            people[item.id] = _with_blanks(pairs[:, place], item.blanks, rate / 2, people, rng)
    return people


def _pair(rng: np.random.Generator, chances: tuple[float, ...]) -> tuple[int, int]:
    pairs = PAIRS[BANDS[rng.choice(len(BANDS), p=chances)]]
    return pairs[rng.integers(len(pairs))]


def _marks(people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    yes = rng.random(len(people)) < rng.choice(CHANCES)
    return np.where(_one_group(people, rng), ~yes, yes).astype(int) if rng.random() < 0.3 else yes.astype(int)


def _with_blanks(
    answers: np.ndarray, blanks: tuple[Blank, ...], rate: float, people: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    left_out = rng.random(len(answers)) < rate
    if rate and rng.random() < 0.1:
        left_out |= _one_group(people, rng)
    return np.where(left_out, rng.choice([int(blank) for blank in blanks], len(answers)), answers)


def _written(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Everybody writes to two questions, or most do, or hardly anybody."""
    rates = {item: rng.choice(RESPONSE_RATES) for item in WRITTEN}
    texts = {item: np.where(rng.random(len(people)) < rate, "some words", "") for item, rate in rates.items()}
    return people.assign(**texts)


def _readings(people: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """What two coders found and agreed on in the texts, two strategies, and how well they work."""
    found = []
    for item, themes in WRITTEN.items():
        chances = rng.choice(CHANCES, len(themes))
        for person in people.loc[people[item] != "", "response_id"]:
            own = [theme for theme, chance in zip(themes, chances, strict=True) if rng.random() < chance]
            own = own[:1] if item == GOAL else own
            found += [(person, item, coder, " ".join(own)) for coder in ("first", "agreed")]
            found.append((person, item, "second", " ".join(own if rng.random() < 0.8 else own[:-1])))
    inventory = [(name, LIBRARY, "2026", name, ALL, "optional", "library", "yearly", "in_use") for name in STRATEGIES]
    rated = [
        (person, name, int(rng.choice((1, 2, 3, 4, 5), p=chances)))
        for name in STRATEGIES
        for chances in [rng.dirichlet(np.full(5, 0.5))]
        for person in people["response_id"]
        if rng.random() < 0.8
    ]
    return {
        "codings": pd.DataFrame(found, columns=["response_id", "item", "coder", "themes"]),
        "strategies": pd.DataFrame(inventory, columns=_INVENTORY),
        "strategy_ratings": pd.DataFrame(rated, columns=["response_id", "strategy_id", "effectiveness"]),
    }


_INVENTORY = ["strategy_id", "library_id", "wave", "what", "participants", "participation", "content_chosen_by"]
_INVENTORY += ["frequency", "status"]


def _one_group(people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    column = people[str(rng.choice(["role", "unit", "tenure", "employment"]))]
    return (column == rng.choice(column.unique())).to_numpy()
