"""The synthetic sample: its files are what the generator makes, and the planted truths can be found in them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.guide import Blank, Guide
from analysis.responses.frames import with_leads
from analysis.responses.importing import read_survey, write_survey
from analysis.responses.importing.tables import TABLES, table_fields
from analysis.responses.survey import Survey
from analysis.responses.synthetic import make_sample
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.specs import FTE_OF, LIBRARY_SPECS
from analysis.responses.synthetic.writing import mask_text

SAMPLE = Path(__file__).parents[2] / "sample_data"
LARGE = ("harlow_falls", "quillhaven", "lanternport")
LARGEST = ("quillhaven", "lanternport")


@pytest.fixture(scope="module")
def sample() -> Survey:
    return make_sample()


def people_of(sample: Survey, library_id: str) -> pd.DataFrame:
    people = with_leads(sample.responses, sample.guide)
    return people[people["library_id"] == library_id]


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


def test_sizes__heads_and_answers__as_the_readme_says(sample: Survey) -> None:
    heads = sample.roster[sample.roster["cohort"] == "all"].set_index("library_id")["heads"]
    answered = sample.responses["library_id"].value_counts().reindex(heads.index, fill_value=0)
    assert dict(zip(heads.index, zip(heads, answered, strict=True), strict=True)) == {
        "tindle_hollow": (3, 0),
        "marrow_bend": (7, 6),
        "oxwater": (12, 9),
        "harlow_falls": (31, 23),
        "quillhaven": (78, 54),
        "lanternport": (400, 236),
    }


def test_roster__each_cohort_column__adds_up_to_all_staff(sample: Survey, guide: Guide) -> None:
    together = sample.roster.groupby(["library_id", "cohort"])["heads"].sum()
    for library_id in sample.libraries["library_id"]:
        assert {int(together[library_id, cohort.id]) for cohort in guide.cohorts} == {together[library_id, "all"]}


def test_roster__every_group__has_at_least_as_many_heads_as_answers(sample: Survey, guide: Guide) -> None:
    for library_id in sample.libraries["library_id"]:
        heads = sample.heads(library_id, "2026")
        people = people_of(sample, library_id)
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


def test_blanks__of_every_kind__are_in_the_answers(sample: Survey) -> None:
    answers = sample.responses[[item.id for item in sample.guide.scaled_items]].to_numpy()
    assert {int(code) for code in answers[answers < 0]} == {int(blank) for blank in Blank}
    cohorts = sample.responses[[cohort.id for cohort in sample.guide.cohorts]].to_numpy().ravel()
    assert {"-1", "-4"} <= set(cohorts)


def test_paper_rows__in_one_library__say_no_only_beside_a_tick(sample: Survey) -> None:
    paper = sample.responses[sample.responses["response_mode"] == "check_all"]
    assert paper["library_id"].tolist() == ["quillhaven"] * 6
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


def test_texts__of_all_people__are_varied(sample: Survey) -> None:
    for item in ("tour_change", "goal_team", "shift_how"):
        written = sample.responses[item][sample.responses[item] != ""]
        assert written.nunique() > len(written) / 3


def test_confirmed_texts__in_one_library__cover_every_text_of_their_items_masked(sample: Survey) -> None:
    people = sample.responses.set_index("response_id")
    confirmed = sample.confirmed_texts
    assert set(people.loc[confirmed["response_id"], "library_id"]) == {"quillhaven"}
    own = people[people["library_id"] == "quillhaven"]
    for item, rows in confirmed.groupby("item"):
        assert len(rows) == (own[item] != "").sum()
        raw = people.loc[rows["response_id"], item]
        assert rows["text"].tolist() == [mask_text(text) for text in raw]
    assert confirmed["text"].str.contains(r"\[place\]").any()
    assert not confirmed["text"].str.contains("Branch 1|Branch 2|the teen librarian|Thursday desk team").any()


def test_strategies__of_each_library__eight_to_twelve_with_ratings_of_those_in_use(sample: Survey) -> None:
    assert sample.strategies["library_id"].value_counts().between(8, 12).all()
    in_use = sample.strategies[sample.strategies["status"] == "in_use"]
    assert set(sample.strategy_ratings["strategy_id"]) == set(
        in_use[in_use["library_id"] != "tindle_hollow"]["strategy_id"]
    )
    assert set(sample.strategy_ratings["response_id"]) == set(sample.responses["response_id"])


def test_team_guide__of_the_smallest_library__is_its_only_answer(sample: Survey) -> None:
    assert sample.team_guides["library_id"].tolist() == ["tindle_hollow"]
    assert people_of(sample, "tindle_hollow").empty


def test_response_ids__as_a_spreadsheet_program_sees_them__are_never_numbers(sample: Survey) -> None:
    assert sample.responses["response_id"].str.fullmatch("p[0-9a-f]{15}").all()


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


def test_readme__names_every_library() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for spec in LIBRARY_SPECS:
        assert f"| `{spec.id}` | {spec.staff} | {spec.respondents or '–'} |" in text


def test_dice__normal_numbers__have_the_mean_and_spread_asked_for() -> None:
    dice = Dice(1, "normal")
    numbers = pd.Series([dice.normal(2.0, 0.5) for _ in range(4000)])
    assert numbers.mean() == pytest.approx(2.0, abs=0.03)
    assert numbers.std() == pytest.approx(0.5, abs=0.02)


def test_dice__shuffled__keeps_every_thing_once() -> None:
    assert sorted(Dice(1, "shuffle").shuffled(range(50))) == list(range(50))
