"""The synthetic sample: its files are what the generator makes, and the planted truths can be found in them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.guide import Blank, Guide, load_codebook
from analysis.responses.frames import with_leads
from analysis.responses.importing import read_survey, write_survey
from analysis.responses.importing.tables import TABLES, table_fields
from analysis.responses.survey import Survey
from analysis.responses.synthetic import SEED, make_marks, make_sample
from analysis.responses.synthetic.coders import READINGS, true_themes
from analysis.responses.synthetic.dice import Dice, SteadyDice
from analysis.responses.synthetic.specs import FTE_OF, LIBRARY_SPECS, LibrarySpec, asked_in
from analysis.responses.synthetic.writing import PHRASES, mask_text

SAMPLE = Path(__file__).parents[2] / "sample_data"
FIRST_SIX = ("tindle_hollow", "marrow_bend", "oxwater", "harlow_falls", "quillhaven", "lanternport")
LARGE = ("harlow_falls", "quillhaven", "lanternport")
LARGEST = ("quillhaven", "lanternport")
TO_POOL = ("mallowfen", "thornquill", "pebblewick", "driftlow")
TO_POOL_ANSWERS = {
    ("mallowfen", "2026"): 3,
    ("thornquill", "2026"): 3,
    ("pebblewick", "2026"): 4,
    ("driftlow", "2026"): 2,
}
"""Libraries under five heads whose people answered for themselves."""

PUBLIC = tuple(spec for spec in LIBRARY_SPECS if spec.type == "public")

BANDS = (0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000)
SHARES = (0.113, 0.161, 0.136, 0.163, 0.190, 0.107, 0.064, 0.040, 0.013, 0.011)
"""Where a band of population begins, and its share of the systems in the US Public Libraries Survey, FY2022."""

FTE_IN_BAND = ((0.4, 1.0), (0.8, 1.8), (1.4, 3.2), (2.6, 5.9), (5.0, 11.4), (10, 23), (16, 38), (33, 75), (79, 178))
"""The middle half of the full-time equivalents of each band but the last, from the same survey."""


@pytest.fixture(scope="module")
def sample() -> Survey:
    return make_sample()


def people_of(sample: Survey, library_id: str, wave: str = "2026") -> pd.DataFrame:
    people = with_leads(sample.responses, sample.guide)
    return people[(people["library_id"] == library_id) & (people["wave"] == wave)]


def shares(people: pd.DataFrame, mark: str, guide: Guide) -> pd.Series:
    marks = people[[f"{mark}_{quality}" for quality in guide.qualities]].set_axis(list(guide.qualities), axis="columns")
    return marks.where(marks.isin([0, 1])).mean()


def positions(people: pd.DataFrame, guide: Guide) -> pd.Series:
    pairs = {}
    for situation in guide.situations:
        growth, fixed = people[f"{situation}_growth"], people[f"{situation}_fixed"]
        both = (growth > 0) & (fixed > 0)
        pairs[situation] = ((growth + 7 - fixed)[both] / 2).mean()
    return pd.Series(pairs)


@pytest.mark.parametrize("name", TABLES)
def test_file__on_disk__is_what_the_generator_makes_byte_for_byte(name: str, sample: Survey, tmp_path: Path) -> None:
    write_survey(sample, tmp_path)
    assert (SAMPLE / f"{name}.csv").read_bytes() == (tmp_path / f"{name}.csv").read_bytes()


def test_folder__read_through_the_gate__gives_the_sample_back(sample: Survey, guide: Guide) -> None:
    read = read_survey(SAMPLE, guide)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(sample, name))


def test_sample__another_seed__other_answers_of_the_same_libraries(sample: Survey) -> None:
    other = make_sample(seed=7)
    pd.testing.assert_frame_equal(other.roster, sample.roster)
    assert not other.responses["exists_purpose"].equals(sample.responses["exists_purpose"])


def test_library__its_answers__do_not_depend_on_the_other_libraries(
    sample: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [spec for spec in LIBRARY_SPECS if spec.id == "oxwater"]
    monkeypatch.setattr("analysis.responses.synthetic.sample.LIBRARY_SPECS", tuple(alone))
    expected = sample.responses[sample.responses["library_id"] == "oxwater"].reset_index(drop=True)
    pd.testing.assert_frame_equal(make_sample().responses, expected)


def test_make_marks__one_library_alone__has_the_answers_of_the_sample_and_no_texts(
    sample: Survey, guide: Guide
) -> None:
    texts = [item.id for item in guide.text_items]
    for library_id, wave in (("quillhaven", "2026"), ("lanternport", "2025"), ("evenholm", "2025")):
        rows = sample.responses[(sample.responses["library_id"] == library_id) & (sample.responses["wave"] == wave)]
        expected = rows.assign(**dict.fromkeys(texts, "")).astype(dict.fromkeys(texts, "str")).reset_index(drop=True)
        pd.testing.assert_frame_equal(make_marks(library_id, wave, SEED), expected)


def test_sizes__heads_and_answers__as_the_specs_say(sample: Survey) -> None:
    heads = sample.roster[sample.roster["cohort"] == "all"].set_index(["library_id", "wave"])["heads"]
    answered = sample.responses.groupby(["library_id", "wave"]).size()
    expected = {
        (spec.id, wave.id): (spec.staff, spec.rounds[wave.id].respondents) for spec, wave in asked_in(LIBRARY_SPECS)
    }
    assert {key: (count, answered.get(key, 0)) for key, count in heads.items()} == expected
    assert [expected[library_id, "2026"] for library_id in FIRST_SIX] == [
        (3, 0),
        (7, 6),
        (12, 9),
        (31, 23),
        (78, 54),
        (400, 236),
    ]


def test_waves__45_libraries_in_2026__28_of_them_in_2025_as_well(sample: Survey) -> None:
    asked = sample.waves().groupby("wave")["library_id"].apply(set)
    assert (len(asked["2026"]), len(asked["2025"])) == (45, 28)
    assert asked["2025"] < asked["2026"]
    assert {"harlow_falls", "quillhaven", "lanternport"} < asked["2025"]


def test_sizes__public_libraries__are_spread_as_the_survey_found_them() -> None:
    bands = pd.cut(pd.Series([spec.population for spec in PUBLIC]), [*BANDS, float("inf")], right=False)
    counts = bands.value_counts(sort=False).to_list()
    assert [abs(count - len(PUBLIC) * share) < 1 for count, share in zip(counts, SHARES, strict=True)] == [True] * 10
    fte = pd.Series([spec.fte for spec in PUBLIC])
    assert (fte < 5).mean() == pytest.approx(0.55, abs=0.05)
    assert fte.quantile([0.05, 0.25, 0.5, 0.75]).to_list() == pytest.approx([0.45, 1.5, 4.0, 11], rel=0.1, abs=0.5)
    # The survey has 5 %: so few people would be in the rest that hardly a planted truth could be found.
    assert (fte >= 50).sum() == 4


def test_sizes__places_of_public_libraries__are_spread_as_the_survey_found_them() -> None:
    counts = pd.Series([spec.locale for spec in PUBLIC]).value_counts()
    assert counts.to_dict() == {"rural": 19, "town": 11, "suburb": 11, "city": 2}
    for locale, share in {"rural": 0.43, "town": 0.26, "suburb": 0.25, "city": 0.065}.items():
        assert abs(counts[locale] - len(PUBLIC) * share) < 1


def test_fte__of_public_libraries__is_common_among_those_who_serve_as_many() -> None:
    middle = dict(zip(BANDS, FTE_IN_BAND, strict=False))
    inside = [
        low <= spec.fte <= high
        for spec in PUBLIC
        for low, high in [middle.get(max(band for band in BANDS if band <= spec.population), (0, 440))]
    ]
    # Half of the libraries are outside the middle half, were they drawn; these are typical ones.
    assert sum(inside) / len(inside) > 0.8


def test_small_libraries__under_five_heads__mostly_answer_as_a_team_and_leave_no_person_row(sample: Survey) -> None:
    small = [spec for spec in LIBRARY_SPECS if spec.staff < sample.guide.policy.minimum_group]
    teams = [spec for spec in small if spec.id not in TO_POOL]
    assert (len(small), len(teams)) == (19, 15)
    asked = [(spec.id, wave.id) for spec, wave in asked_in(tuple(teams))]
    assert list(sample.team_guides[["library_id", "wave"]].itertuples(index=False, name=None)) == asked
    assert not set(sample.responses["library_id"]) & {spec.id for spec in teams}


def test_small_libraries__of_persons__can_be_shown_together_and_none_of_them_alone(sample: Survey) -> None:
    answered = sample.responses[sample.responses["library_id"].isin(TO_POOL)]
    heads = {library_id: sample.heads(library_id, "2026")["all", "all"] for library_id in TO_POOL}
    assert answered.groupby(["library_id", "wave"]).size().to_dict() == TO_POOL_ANSWERS
    assert heads == {"mallowfen": 3, "thornquill": 3, "pebblewick": 4, "driftlow": 4}
    assert len(answered) == 12


def test_small_libraries__four_answers_of_five_or_eight_heads__are_there_too() -> None:
    asked = [(spec.id, wave.id) for spec, wave in asked_in(LIBRARY_SPECS) if spec.rounds[wave.id].respondents == 4]
    assert asked == [("pebblewick", "2026"), ("ottersend", "2025"), ("mossgate", "2026")]


def test_roster__each_cohort_column__adds_up_to_all_staff(sample: Survey, guide: Guide) -> None:
    together = sample.roster.groupby(["library_id", "wave", "cohort"])["heads"].sum()
    for place in sample.waves().itertuples(index=False, name=None):
        assert {int(together[*place, cohort.id]) for cohort in guide.cohorts} == {together[*place, "all"]}


def test_roster__every_group__has_at_least_as_many_heads_as_answers(sample: Survey, guide: Guide) -> None:
    for library_id, wave in sample.waves().itertuples(index=False, name=None):
        heads = sample.heads(library_id, wave)
        people = people_of(sample, library_id, wave)
        for cohort in guide.cohorts:
            for value, count in people[cohort.id].value_counts().items():
                if value in cohort.value_ids:
                    assert count <= heads[cohort.id, str(value)]


def test_fte__of_each_library__follows_from_its_roster(sample: Survey) -> None:
    for library_id, fte in zip(sample.libraries["library_id"], sample.libraries["fte"], strict=True):
        heads = sample.heads(library_id, "2026")
        assert fte == sum(FTE_OF[value] * count for (cohort, value), count in heads.items() if cohort == "employment")


@pytest.mark.parametrize("library_id", LARGEST)
def test_truth__leaders_see_role_models__far_more_than_the_front_line(library_id: str, sample: Survey) -> None:
    people = people_of(sample, library_id)
    seen = shares(people[people["leads"] == "leaders"], "exists", sample.guide)["role_models"]
    unseen = shares(people[people["leads"] == "front_line"], "exists", sample.guide)["role_models"]
    assert seen - unseen > 0.35


@pytest.mark.parametrize("library_id", ["marrow_bend", "oxwater", *LARGE])
def test_truth__criticism__is_the_situation_nearest_to_fixed(library_id: str, sample: Survey) -> None:
    found = positions(people_of(sample, library_id), sample.guide)
    assert found.idxmin() == "criticism"
    assert found.drop("criticism").min() - found["criticism"] > 0.4


@pytest.mark.parametrize("library_id", LARGE)
def test_truth__mutual_help__is_the_quality_that_most_people_see(library_id: str, sample: Survey) -> None:
    assert shares(people_of(sample, library_id), "exists", sample.guide).idxmax() == "mutual_help"


@pytest.mark.parametrize("library_id", LARGE)
def test_truth__agency__is_what_most_people_want_to_develop(library_id: str, sample: Survey) -> None:
    assert shares(people_of(sample, library_id), "develop", sample.guide).idxmax() == "agency"


def test_truth__marks_of_one_person__are_alike(sample: Survey) -> None:
    marks = sample.responses[[f"exists_{quality}" for quality in sample.guide.qualities]]
    correlations = marks.where(marks.isin([0, 1])).corr()
    pairs = correlations.to_numpy()[[0, 0, 1, 2], [1, 2, 5, 6]]
    assert (pairs > 0).all()


def linked_pairs(sample: Survey) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers of linked people in the two waves, by link."""
    linked = sample.responses[sample.responses["link"] != ""].set_index("link").sort_index()
    return linked[linked["wave"] == "2025"], linked[linked["wave"] == "2026"]


def test_links__in_one_library__join_forty_two_people_of_both_waves_and_nobody_twice(sample: Survey) -> None:
    before, after = linked_pairs(sample)
    assert set(before["library_id"]) == set(after["library_id"]) == {"larkmere"}
    assert (len(before), len(after)) == (42, 42)
    assert before.index.is_unique
    assert before.index.equals(after.index)
    assert before.index.str.fullmatch("k[0-9a-f]{15}").all()
    assert not set(before["response_id"]) & set(after["response_id"])


def test_links__of_one_person__keep_the_group_unless_it_was_not_told(sample: Survey, guide: Guide) -> None:
    before, after = linked_pairs(sample)
    for cohort in guide.cohorts:
        told = before[cohort.id].isin(cohort.value_ids) & after[cohort.id].isin(cohort.value_ids)
        assert told.sum() > 25
        assert (before.loc[told, cohort.id] == after.loc[told, cohort.id]).all()


def test_links__what_did_not_move__changed_in_about_a_fifth_and_to_both_sides(sample: Survey, guide: Guide) -> None:
    before, after = (
        people[[f"exists_{quality}" for quality in guide.qualities if quality != "problems_as_learning"]]
        for people in linked_pairs(sample)
    )
    told = before.isin([0, 1]) & after.isin([0, 1])
    gained, lost = (((after - before)[told] == step).sum().sum() for step in (1, -1))
    assert 0.1 < (gained + lost) / told.sum().sum() < 0.3
    assert abs(gained - lost) < 10


def test_make_marks__linked_library__has_the_links_and_answers_of_the_sample(sample: Survey) -> None:
    for wave in ("2025", "2026"):
        marks = make_marks("larkmere", wave, SEED)
        columns = ["response_id", "link", "role", "exists_purpose", "criticism_fixed"]
        own = sample.responses[(sample.responses["library_id"] == "larkmere") & (sample.responses["wave"] == wave)]
        pd.testing.assert_frame_equal(marks[columns], own[columns].reset_index(drop=True))


def test_blanks__of_every_kind__are_in_the_answers(sample: Survey) -> None:
    answers = sample.responses[[item.id for item in sample.guide.scaled_items]].to_numpy()
    assert {int(code) for code in answers[answers < 0]} == {int(blank) for blank in Blank}
    cohorts = sample.responses[[cohort.id for cohort in sample.guide.cohorts]].to_numpy().ravel()
    assert {"-1", "-4"} <= set(cohorts)


def test_paper_rows__in_one_library__say_no_only_beside_a_tick(sample: Survey) -> None:
    paper = sample.responses[sample.responses["response_mode"] == "check_all"]
    assert (paper["library_id"] + " " + paper["wave"]).tolist() == ["quillhaven 2026"] * 6
    for mark in ("exists", "develop"):
        marks = paper[[f"{mark}_{quality}" for quality in sample.guide.qualities]]
        ticked = (marks == 1).any(axis="columns")
        assert marks[ticked].isin([0, 1]).all(axis=None)
        assert (marks[~ticked] == Blank.SKIPPED).all(axis=None)
    assert (paper["criticism_fixed"] == Blank.NOT_SHOWN).all()


@pytest.mark.parametrize("library_id", LARGE)
def test_texts__in_each_larger_library__by_at_least_twelve_people_everywhere(library_id: str, sample: Survey) -> None:
    people = people_of(sample, library_id)
    assert min(int((people[item.id] != "").sum()) for item in sample.guide.text_items) >= 12
    assert "es" in set(people["language"])


@pytest.mark.parametrize("library_id", LARGE)
def test_texts__of_one_library__are_varied(library_id: str, sample: Survey) -> None:
    people = people_of(sample, library_id)
    for item in ("tour_change", "goal_team", "shift_how"):
        written = people[item][people[item] != ""]
        assert written.nunique() > len(written) / 2


def test_confirmed_texts__in_one_library__cover_every_text_of_their_items_masked(sample: Survey) -> None:
    people = sample.responses.set_index("response_id")
    confirmed = sample.confirmed_texts
    assert set(people.loc[confirmed["response_id"], "library_id"]) == {"quillhaven"}
    own = people[(people["library_id"] == "quillhaven") & (people["wave"] == "2026")]
    assert set(people.loc[confirmed["response_id"], "wave"]) == {"2026"}
    for item, rows in confirmed.groupby("item"):
        assert len(rows) == (own[item] != "").sum()
        raw = people.loc[rows["response_id"], item]
        assert rows["text"].tolist() == [mask_text(text) for text in raw]
    assert confirmed["text"].str.contains(r"\[place\]").any()
    assert not confirmed["text"].str.contains("Branch 1|Branch 2|the teen librarian|Thursday desk team").any()


def test_strategies__of_each_library__four_to_twelve_with_ratings_of_those_in_use(sample: Survey) -> None:
    assert sample.strategies.groupby(["library_id", "wave"]).size().between(4, 12).all()
    answered = set(sample.responses["library_id"])
    in_use = sample.strategies[
        (sample.strategies["status"] == "in_use") & sample.strategies["library_id"].isin(answered)
    ]
    assert set(sample.strategy_ratings["strategy_id"]) == set(in_use["strategy_id"])
    assert set(sample.strategy_ratings["response_id"]) == set(sample.responses["response_id"])


def test_plans__of_each_wave__end_in_their_year_and_are_carried_out_only_in_the_earlier_one(sample: Survey) -> None:
    places = set(sample.actions[["library_id", "wave"]].itertuples(index=False, name=None))
    assert places == set(sample.waves().itertuples(index=False, name=None))
    due = sample.actions[sample.actions["due"] != ""]
    assert (due["due"].str[:4] == due["wave"]).all()
    assert "done" in set(sample.actions.loc[sample.actions["wave"] == "2025", "status"])
    assert "done" not in set(sample.actions.loc[sample.actions["wave"] == "2026", "status"])


def test_team_guides__of_one_library_in_two_waves__are_not_the_same(sample: Survey, guide: Guide) -> None:
    answers = sample.team_guides[["library_id", *(item.id for item in guide.items)]]
    assert not answers.duplicated().any()
    assert answers["library_id"].duplicated().sum() == 10
    assert set(sample.team_guides["language"]) == {"en", "es"}


def test_response_ids__as_a_spreadsheet_program_sees_them__are_never_numbers(sample: Survey) -> None:
    assert sample.responses["response_id"].str.fullmatch("p[0-9a-f]{15}").all()


def things_of(phrases: dict[str, Any], item: str) -> list[str]:
    """Every phrase that an answer to `item` may have, in every language."""
    entries = [phrases[language][item] for language in ("en", "es")]
    return [
        thing for entry in entries for part in (entry, *entry.get("about", {}).values()) for thing in part["things"]
    ]


def test_readings__of_each_coded_question__say_what_every_phrase_is_about(guide: Guide) -> None:
    phrases, readings = (tomllib.loads(path.read_text(encoding="utf-8")) for path in (PHRASES, READINGS))
    own = {theme["theme"] for spec in LIBRARY_SPECS for theme in spec.own_themes}
    coded = {item for spec, wave in asked_in(LIBRARY_SPECS) for item in spec.rounds[wave.id].coded_items}
    assert coded == readings.keys() - {"ends", "memos"}
    for item in coded:
        assert sorted(things_of(phrases, item)) == sorted(readings[item])
        known = {theme.id for theme in load_codebook().of_item(item, guide)} | own
        assert {theme for themes in readings[item].values() for theme in themes.split()} <= known
    assert readings["ends"].keys() <= {*phrases["en"]["ends"], *phrases["es"]["ends"]}


def test_readings__each_text_of_the_sample__has_exactly_one_phrase(sample: Survey) -> None:
    readings = tomllib.loads(READINGS.read_text(encoding="utf-8"))
    for item in readings.keys() - {"ends", "memos"}:
        for text in set(sample.responses[item]) - {""}:
            assert sum(phrase.casefold() in text.casefold() for phrase in readings[item]) == 1


def test_true_themes__of_a_goal__are_its_kind_whatever_stands_behind_it() -> None:
    assert true_themes("goal_team", "As a team: five hundred new cards. I know time is short.") == {"performance"}
    assert true_themes("tour_keep", "Keep the staff day. I know time is short.") == {"learning_together", "time"}


def test_topics__taken_away__change_the_words_of_two_questions_in_two_libraries_and_nothing_else(
    sample: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.responses.synthetic.sample.choose_topic", lambda *_: "")
    without = make_sample().responses
    differ = (without != sample.responses).set_index(sample.responses["library_id"])
    changed = differ.loc[differ.any(axis="columns"), differ.any()]
    assert (set(changed.index), set(changed.columns)) == (set(LARGEST), {"goal_team", "tour_change"})
    assert set(changed.index[changed["tour_change"]]) == {"lanternport"}


def test_listed_names__of_one_library__are_of_every_kind_and_never_in_a_confirmed_text(sample: Survey) -> None:
    assert set(sample.listed_names["library_id"]) == {"quillhaven"}
    assert set(sample.listed_names["kind"]) == {"person", "place", "team"}
    written = " ".join(sample.responses["goal_team"] + sample.responses["tour_keep"])
    assert "Branch 2" in written
    for name in sample.listed_names["name"]:
        assert not sample.confirmed_texts["text"].str.contains(name, regex=False).any()


@pytest.mark.parametrize("name", TABLES)
def test_readme__names_every_column(name: str, guide: Guide) -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    subjects = (*guide.qualities, *guide.situations)
    patterns = {"exists": "exists_<quality>", "develop": "develop_<quality>", "growth": "<situation>_growth"}
    for field in table_fields(name, guide):
        known = next((pattern for key, pattern in patterns.items() if key in field.name.split("_")), field.name)
        if any(subject in field.name for subject in subjects) and field.name.endswith("_fixed"):
            known = "<situation>_fixed"
        assert f"`{known}`" in text


def answered(spec: LibrarySpec, wave: str) -> str:
    """What the table of libraries says about one wave."""
    if wave not in spec.rounds:
        return "–"
    return str(spec.rounds[wave].respondents or "team")


def test_readme__names_every_library() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for spec in LIBRARY_SPECS:
        row = (f"`{spec.id}`", spec.locale, spec.staff, f"{spec.fte:g}", answered(spec, "2025"), answered(spec, "2026"))
        assert f"| {' | '.join(map(str, row))} |" in text


def test_dice__normal_numbers__have_the_mean_and_spread_asked_for() -> None:
    dice = Dice(1, "normal")
    numbers = pd.Series([dice.normal(2.0, 0.5) for _ in range(4000)])
    assert numbers.mean() == pytest.approx(2.0, abs=0.03)
    assert numbers.std() == pytest.approx(0.5, abs=0.02)


def test_dice__shuffled__keeps_every_thing_once() -> None:
    assert sorted(Dice(1, "shuffle").shuffled(range(50))) == list(range(50))


def test_steady_dice__asked_again__say_half_of_it_as_before_and_keep_the_spread() -> None:
    before = Dice(1, "ann")
    again = SteadyDice(Dice(1, "ann"), Dice(1, "ann, later"))
    pairs = pd.DataFrame([(before.normal(), again.normal()) for _ in range(4000)], columns=["before", "again"])
    assert (pairs["before"] == pairs["again"]).mean() == pytest.approx(0.5, abs=0.03)
    assert pairs["again"].std() == pytest.approx(1.0, abs=0.03)
    assert pairs.corr().loc["before", "again"] == pytest.approx(0.5, abs=0.04)
