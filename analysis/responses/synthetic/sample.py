"""Sample: synthetic libraries that everybody can open, with truths planted in them.

Nobody in it exists. It serves to try the pages out, to teach, and to test that the toolkit finds what was
put in: `sample_data/README.md` lists the truths. A library's answers depend on the seed and on its own id
alone, so a further library or wave changes nothing of those that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pandas as pd

from analysis.guide import Blank, Guide, Theme, load_codebook, load_guide
from analysis.responses.frames import FRAMES, Field, dtype_of, response_fields, team_guide_fields
from analysis.responses.survey import Survey
from analysis.responses.synthetic.answering import answer_items, answer_on_paper
from analysis.responses.synthetic.coders import coding_rows
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.panel import dice_of, link_of, linked_people, respondents_of
from analysis.responses.synthetic.planning import action_rows, rating_rows, strategy_rows, team_guide_row
from analysis.responses.synthetic.specs import LIBRARY_SPECS, WAVES, LibrarySpec, Round, Wave, asked_in
from analysis.responses.synthetic.staff import Person, roster_rows
from analysis.responses.synthetic.truths import Truths
from analysis.responses.synthetic.writing import choose_topic, choose_writers, mask_text, write_text

__all__ = ["SEED", "make_marks", "make_sample"]

SEED = 2026
HIDES_A_COHORT = 0.03

Rows = list[dict[str, Any]]


def make_sample(seed: int = SEED) -> Survey:
    """The synthetic libraries of `LIBRARY_SPECS`, made from `seed`; the same seed gives the same answers.

    >>> len(make_sample().libraries)
    45
    """
    guide = load_guide()
    asked = list(asked_in(LIBRARY_SPECS))
    responses = [row for spec, wave in asked for row in _response_rows(spec, wave, guide, seed)]
    teams = [(spec, wave) for spec, wave in asked if not spec.rounds[wave.id].respondents]
    return Survey(
        guide=guide,
        responses=_frame(responses, response_fields(guide)).sort_values("response_id", ignore_index=True),
        libraries=_frame([_library_row(spec) for spec in LIBRARY_SPECS], FRAMES["libraries"]),
        roster=_gather("roster", (roster_rows(spec, guide, wave.id) for spec, wave in asked)),
        strategies=_gather("strategies", (strategy_rows(spec, wave) for spec, wave in asked)),
        strategy_ratings=_ratings(responses, seed),
        actions=_gather("actions", (action_rows(spec, wave) for spec, wave in asked)),
        confirmed_texts=_confirmed_texts(responses),
        codings=_codings(responses, guide, seed),
        themes=_gather("themes", (_own_rows(spec, spec.own_themes) for spec in LIBRARY_SPECS)),
        listed_names=_gather("listed_names", (_own_rows(spec, spec.listed_names) for spec in LIBRARY_SPECS)),
        team_guides=_frame([team_guide_row(spec, wave, guide) for spec, wave in teams], team_guide_fields(guide)),
    )


def make_marks(library_id: str, wave: str, seed: int) -> pd.DataFrame:
    """The responses of one library and wave without what people wrote, made in a few milliseconds.

    They are those of `make_sample(seed)`, so that a library can be made anew with hundreds of seeds. Raises
    `KeyError` where the library was not asked in that wave.

    >>> make_marks("oxwater", "2026", seed=7)["tour_keep"].unique().tolist()
    ['']
    """
    guide = load_guide()
    spec, asked = {(spec.id, wave.id): (spec, wave) for spec, wave in asked_in(LIBRARY_SPECS)}[library_id, wave]
    dice = Dice(seed, library_id, wave)
    rows = _marked_rows(respondents_of(spec, asked, seed, dice), spec, asked, guide, seed, dice)
    return _frame(rows, response_fields(guide)).sort_values("response_id", ignore_index=True)


def _response_rows(spec: LibrarySpec, wave: Wave, guide: Guide, seed: int) -> Rows:
    dice = Dice(seed, spec.id, wave.id)
    people = respondents_of(spec, wave, seed, dice)
    rows = _marked_rows(people, spec, wave, guide, seed, dice)
    for item_id, places in choose_writers(people, guide, dice).items():
        for place in places:
            own = Dice(seed, "topics", rows[place]["response_id"], item_id)
            about = choose_topic(people[place], item_id, spec.rounds[wave.id].topics, own)
            rows[place][item_id] = write_text(item_id, rows[place]["language"], dice, about)
    return rows


def _marked_rows(people: list[Person], spec: LibrarySpec, wave: Wave, guide: Guide, seed: int, dice: Dice) -> Rows:
    """The rows of all respondents, before anybody has written something."""
    asked = spec.rounds[wave.id]
    truths = spec.truths.shifted(asked.exists)
    languages = ["es" if dice.chance(spec.spanish) else "en" for _ in people]
    on_paper = set(dice.shuffled(range(len(people)))[: asked.paper])
    linked = linked_people(spec, seed)
    return [
        {
            "response_id": _response_id(spec, wave, number, seed),
            "library_id": spec.id,
            "wave": wave.id,
            "submitted_at": (wave.opens + timedelta(days=int(dice.uniform() * wave.days))).isoformat(),
            "language": languages[number],
            "guide_version": guide.version,
            "response_mode": "check_all" if number in on_paper else "forced_choice",
            "link": link_of(person, spec, seed) if person.number in linked else "",
            **_cohorts(person, dice),
            **_answers(person, truths, guide, number in on_paper, dice_of(person, spec, wave, seed, dice)),
            **{item.id: "" for item in guide.text_items},
        }
        for number, person in enumerate(people)
    ]


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


def _answers(person: Person, truths: Truths, guide: Guide, on_paper: bool, dice: Dice) -> dict[str, int]:
    answers = answer_items(person, truths, guide, dice)
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
    rows = [
        {"response_id": row["response_id"], "item": item, "text": mask_text(row[item])}
        for row, asked in _written(responses)
        for item in asked.confirmed_items
        if row[item]
    ]
    return _frame(rows, FRAMES["confirmed_texts"])


def _codings(responses: Rows, guide: Guide, seed: int) -> pd.DataFrame:
    codebooks = {spec.id: load_codebook().with_own(map(_own_theme, spec.own_themes)) for spec in LIBRARY_SPECS}
    rows = [
        coding
        for row, asked in _written(responses)
        for item in asked.coded_items
        if row[item]
        for coding in coding_rows(
            row, item, codebooks[row["library_id"]], guide, Dice(seed, "codings", row["response_id"], item)
        )
    ]
    return _frame(rows, FRAMES["codings"])


def _written(responses: Rows) -> Iterator[tuple[dict[str, Any], Round]]:
    """Every response, by its name, with what was done in its library and wave."""
    rounds = {(spec.id, wave.id): spec.rounds[wave.id] for spec, wave in asked_in(LIBRARY_SPECS)}
    for row in sorted(responses, key=lambda row: row["response_id"]):
        yield row, rounds[row["library_id"], row["wave"]]


def _own_rows(spec: LibrarySpec, entries: Iterable[Mapping[str, str]]) -> Rows:
    return [{"library_id": spec.id, **entry} for entry in entries]


def _own_theme(entry: Mapping[str, str]) -> Theme:
    return Theme(entry["theme"], (entry["part"],), entry["name"], entry["meaning"])


def _gather(name: str, groups: Iterable[Rows]) -> pd.DataFrame:
    return _frame([row for rows in groups for row in rows], FRAMES[name])


def _frame(rows: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[field.name for field in fields])
    return frame.astype({field.name: dtype_of(field) for field in fields})
