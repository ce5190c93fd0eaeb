"""Sample: six synthetic libraries that everybody can open, with truths planted in them.

Nobody in it exists. It serves to try the pages out, to teach, and to test that the toolkit finds what was
put in: `sample_data/README.md` lists the truths. A library's answers depend on the seed and on its own id
alone, so a further library or wave changes nothing of those that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pandas as pd

from analysis.guide import Blank, Guide, load_guide
from analysis.responses.frames import FRAMES, Field, dtype_of, response_fields, team_guide_fields
from analysis.responses.survey import Survey
from analysis.responses.synthetic.answering import answer_items, answer_on_paper
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.planning import action_rows, rating_rows, strategy_rows, team_guide_row
from analysis.responses.synthetic.specs import LIBRARY_SPECS, WAVES, LibrarySpec, Wave
from analysis.responses.synthetic.staff import Person, choose_respondents, make_staff, roster_rows
from analysis.responses.synthetic.writing import choose_writers, mask_text, write_text

__all__ = ["SEED", "make_sample"]

SEED = 2026
HIDES_A_COHORT = 0.03

Rows = list[dict[str, Any]]


def make_sample(seed: int = SEED) -> Survey:
    """The synthetic libraries of `LIBRARY_SPECS`, made from `seed`; the same seed gives the same answers.

    >>> len(make_sample().libraries)
    6
    """
    guide = load_guide()
    pairs = [(spec, wave) for spec in LIBRARY_SPECS for wave in WAVES]
    responses = [row for spec, wave in pairs for row in _response_rows(spec, wave, guide, seed)]
    small = [(spec, wave) for spec, wave in pairs if not spec.respondents]
    return Survey(
        guide=guide,
        responses=_frame(responses, response_fields(guide)).sort_values("response_id", ignore_index=True),
        libraries=_frame([_library_row(spec) for spec in LIBRARY_SPECS], FRAMES["libraries"]),
        roster=_gather("roster", (roster_rows(spec, guide, wave.id) for spec, wave in pairs)),
        strategies=_gather("strategies", (strategy_rows(spec, wave) for spec, wave in pairs)),
        strategy_ratings=_ratings(responses, seed),
        actions=_gather("actions", (action_rows(spec, wave) for spec, wave in pairs)),
        confirmed_texts=_confirmed_texts(responses),
        team_guides=_frame([team_guide_row(spec, wave, guide) for spec, wave in small], team_guide_fields(guide)),
    )


def _response_rows(spec: LibrarySpec, wave: Wave, guide: Guide, seed: int) -> Rows:
    dice = Dice(seed, spec.id, wave.id)
    people = choose_respondents(make_staff(spec, dice), spec, dice)
    languages = ["es" if dice.chance(spec.spanish) else "en" for _ in people]
    on_paper = set(dice.shuffled(range(len(people)))[: spec.paper])
    rows = [
        {
            "response_id": _response_id(spec, wave, number, seed),
            "library_id": spec.id,
            "wave": wave.id,
            "submitted_at": (wave.opens + timedelta(days=int(dice.uniform() * wave.days))).isoformat(),
            "language": languages[number],
            "guide_version": guide.version,
            "response_mode": "check_all" if number in on_paper else "forced_choice",
            **_cohorts(person, dice),
            **_answers(person, guide, number in on_paper, dice),
            **{item.id: "" for item in guide.text_items},
        }
        for number, person in enumerate(people)
    ]
    for item_id, places in choose_writers(people, guide, dice).items():
        for place in places:
            rows[place][item_id] = write_text(item_id, languages[place], dice)
    return rows


def _response_id(spec: LibrarySpec, wave: Wave, number: int, seed: int) -> str:
    """A name in no order, which starts with a letter so that no spreadsheet program takes it for a number."""
    return f"p{sha256(f'{seed}/{spec.id}/{wave.id}/{number}'.encode()).hexdigest()[:15]}"


def _cohorts(person: Person, dice: Dice) -> dict[str, str]:
    """What the person says about themselves: now and then they would rather not."""
    shown = {}
    for cohort, value in person.cohorts.items():
        luck = dice.uniform()
        blank = Blank.DECLINED if luck < HIDES_A_COHORT / 2 else Blank.SKIPPED
        shown[cohort] = str(int(blank)) if luck < HIDES_A_COHORT else value
    return shown


def _answers(person: Person, guide: Guide, on_paper: bool, dice: Dice) -> dict[str, int]:
    answers = answer_items(person, guide, dice)
    return answer_on_paper(answers, guide) if on_paper else answers


def _library_row(spec: LibrarySpec) -> dict[str, Any]:
    return {
        "library_id": spec.id,
        "name": spec.name,
        "type": spec.type,
        "population": spec.population,
        "locale": spec.locale,
        "fte": spec.fte,
    }


def _ratings(responses: Rows, seed: int) -> pd.DataFrame:
    specs = {spec.id: spec for spec in LIBRARY_SPECS}
    waves = {wave.id: wave for wave in WAVES}
    rows = [
        rating
        for row in sorted(responses, key=lambda row: row["response_id"])
        for rating in rating_rows(
            row["response_id"], specs[row["library_id"]], waves[row["wave"]], Dice(seed, "ratings", row["response_id"])
        )
    ]
    return _frame(rows, FRAMES["strategy_ratings"])


def _confirmed_texts(responses: Rows) -> pd.DataFrame:
    items = {spec.id: spec.confirmed_items for spec in LIBRARY_SPECS}
    rows = [
        {"response_id": row["response_id"], "item": item, "text": mask_text(row[item])}
        for row in sorted(responses, key=lambda row: row["response_id"])
        for item in items[row["library_id"]]
        if row[item]
    ]
    return _frame(rows, FRAMES["confirmed_texts"])


def _gather(name: str, groups: Iterable[Rows]) -> pd.DataFrame:
    return _frame([row for rows in groups for row in rows], FRAMES[name])


def _frame(rows: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[field.name for field in fields])
    return frame.astype({field.name: dtype_of(field) for field in fields})
