import re
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.disclosure import Released, release
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Policy

COLUMNS = """
respondents: cohort value n roster withheld reason
marks:       cohort value quality mark n roster withheld reason count_low count_high share low high confidence
             question method note
four_cells:  cohort value quality cell n roster withheld reason count_low count_high share low high confidence
             question method note
bands:       cohort value scope band n roster withheld reason count_low count_high share low high confidence
             question method note
classes:     cohort value scope class_from class_to n roster withheld reason count_low count_high share low high
             confidence question method note
distributions: cohort value scope n roster withheld reason median_from median_to quartile_1_from quartile_1_to
             quartile_3_from quartile_3_to dots agreement_low agreement_high camps question method note
differences: cohort value scope n roster withheld reason n_rest superiority_low superiority_high low high confidence
             distance_low distance_high p p_adjusted question method note
profile:     cohort value situation n roster withheld reason score shift low high confidence p p_adjusted question
             method note
components:  cohort value quantity n roster withheld reason share low high confidence question method note
unmet:       cohort value quality n roster withheld reason of_low of_high count_low count_high share_low share_high
             question note
maturity:    cohort value n roster withheld reason index low high confidence question method note p_absent p_emerging
             p_developing p_established p_embedded level_from level_to level_probability
priority:    cohort value quality n roster withheld reason top_three build strengthen rank_leaders rank_front_line note
gaps:        quality leaders_n front_line_n leaders front_line difference low high p p_adjusted question method note
texts:       item text
text_items:  item n withheld reason
"""
WITH_REASONS = re.findall(r"^(\w+):.* withheld reason", COLUMNS, re.MULTILINE)
UNSEEN = (0, 8, 9, 17, 20, 25, 30)
"""Seeds of libraries of 5 to 7 people in which an answer changes, to each kind of item, and no count that is told."""

FRAMES = [field.name for field in fields(Released) if field.type == "pd.DataFrame"]


def people_of(random_people, count, seed=1, blank=0.1):
    return random_people(np.random.default_rng(seed), count, blank)


def same(one, other):
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


def test_release__any_wave__has_the_columns_that_are_promised(make_survey, random_people):
    released = release(make_survey(people_of(random_people, 12)), "elm", "2026")
    for name, columns in re.findall(r"(\w+):([^:]*)(?=\n\w+:|$)", COLUMNS):
        assert set(getattr(released, name).columns) >= set(columns.split()), name
    assert list(released.strategies.columns) == list(make_survey([]).strategies.columns)


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_release__fewer_than_five_answered__tells_nothing(count, make_survey, random_people):
    people = [person | {"goal_team": "to read"} for person in people_of(random_people, count, blank=0.0)]
    released = release(make_survey(people, {("all", "all"): 4}), "elm", "2026")
    assert released.is_empty
    for name in WITH_REASONS:
        frame = getattr(released, name)
        assert frame["withheld"].all(), name
        assert set(frame["reason"]) <= {"few", "nobody", "thin"}
        assert frame["n"].isna().all()
        assert (
            frame.drop(columns=["roster", "confidence", "class_from", "class_to"], errors="ignore")
            .select_dtypes("number")
            .isna()
            .all(axis=None)
        )
    assert released.gaps[["leaders_n", "leaders", "difference", "p"]].isna().all(axis=None)
    assert released.texts.empty


@pytest.mark.parametrize(("count", "n"), [(4, pd.NA), (5, 5), (6, 6)])
def test_release__around_the_threshold__tells_from_five_on(count, n, make_survey, random_people):
    people = [person | {"role": "desk", "unit": "main"} for person in people_of(random_people, count, blank=0.0)]
    everybody = release(make_survey(people), "elm", "2026").group("respondents").iloc[0]
    assert (everybody["n"] is pd.NA) == (n is pd.NA)
    assert everybody["withheld"] == (n is pd.NA)


def test_release__unanimous_answers__are_told_as_a_range(make_survey):
    people = [{"role": "desk", "unit": "main", "exists_purpose": 1} for _ in range(30)]
    marks = release(make_survey(people), "elm", "2026").group("marks")
    told = marks[(marks["quality"] == "purpose") & (marks["mark"] == "exists")].iloc[0]
    assert (told["count_low"], told["count_high"], told["n"]) == (28, 30, 30)
    assert np.isnan(told["share"])
    assert (told["low"], told["high"]) == (28 / 30, 1.0)


@pytest.mark.slow
def test_release__rows_in_another_order__is_the_same(make_survey, random_people):
    survey = make_survey(people_of(random_people, 14))
    shuffled = survey.responses.sample(frac=1, random_state=3)
    again = release(replace(survey, responses=shuffled), "elm", "2026")
    first = release(survey, "elm", "2026")
    same(first, again)
    assert first.provenance == again.provenance


@pytest.mark.slow
def test_release__one_answer_changes_unseen__changes_nothing_else(make_survey, random_people):
    unseen = 0
    for seed in UNSEEN:
        rng = np.random.default_rng(seed)
        people = people_of(random_people, int(rng.integers(5, 8)), seed, blank=0.0)
        item = str(rng.choice(["exists_agency", "develop_agency", "effort_fixed", "criticism_growth"]))
        person = int(rng.integers(len(people)))
        changed = [dict(answers) for answers in people]
        changed[person][item] = (1 if item.endswith("agency") else 7) - changed[person][item]
        one, other = (release(make_survey(these), "elm", "2026") for these in (people, changed))
        if all(counts_of(one, name).equals(counts_of(other, name)) for name in ("marks", "four_cells", "bands")):
            unseen += 1
            same(one, other)
    assert unseen >= 5


def counts_of(released, name):
    return getattr(released, name)[["n", "count_low", "count_high", "withheld"]]


def test_release__count_moves_within_its_range__no_frame_moves(make_survey):
    def people(yes):
        return [
            {"role": "desk", "unit": "main", "exists_purpose": int(at < yes), "develop_purpose": 1} for at in range(9)
        ]

    released = [release(make_survey(people(yes)), "elm", "2026") for yes in (0, 1, 2)]
    same(released[0], released[1])
    same(released[1], released[2])
    assert released[0].provenance.data_fingerprint != released[1].provenance.data_fingerprint


def test_release__more_answers_than_heads__counts_the_roster_as_unknown_and_says_so(make_survey, random_people):
    people = [person | {"role": "desk", "unit": "main"} for person in people_of(random_people, 8, blank=0.0)]
    released = release(make_survey(people, {("all", "all"): 7, ("role", "desk"): 8}), "elm", "2026")
    assert released.group("respondents")["roster"].isna().all()
    assert released.group("respondents", "role", "desk")["roster"].tolist() == [8]
    assert set(released.group("marks")["note"]) == {
        "roster unknown: the interval is that of an endless roster; "
        "the roster has fewer heads than people who answered, and counts as unknown"
    }
    assert released.group("maturity")["note"].str.contains("endless roster").all()


def test_release__withheld_group_with_too_few_heads__keeps_the_heads_as_entered(make_survey):
    people = [{"role": "boss"}] * 3 + [{"role": "desk"}] * 9
    released = release(make_survey(people, {("all", "all"): 20, ("role", "boss"): 2}), "elm", "2026")
    boss = released.group("respondents", "role", "boss").iloc[0]
    assert (boss["roster"], boss["withheld"], boss["reason"]) == (2, True, "few")


def test_release__heads_by_role__are_added_up_for_leaders_and_front_line(make_survey):
    heads = {("all", "all"): 20, ("role", "boss"): 6, ("role", "desk"): 9, ("role", "shelf"): 5}
    released = release(make_survey([{"role": "desk"}] * 9, heads), "elm", "2026")
    rosters = released.respondents.set_index(["cohort", "value"])["roster"]
    assert (rosters["leads", "leaders"], rosters["leads", "front_line"]) == (6, 14)


def test_release__two_response_modes__are_not_pooled_silently(make_survey, random_people):
    people = people_of(random_people, 8)
    people[0]["response_mode"] = "check_all"
    told = release(make_survey(people), "elm", "2026").marks.query("not withheld")
    assert told["note"].str.startswith("some were asked for a yes or a no and some for a tick").all()


def test_release__weaker_policy__is_refused_with_every_fault(make_survey):
    with pytest.raises(ProtectionError) as caught:
        release(make_survey([]), "elm", "2026", Policy(minimum_group=4, minimum_texts=9))
    assert str(caught.value) == (
        "Respondents were promised more protection than this.\n"
        "- minimum_group: found 4; allowed: 5 or more. Keep what was promised.\n"
        "- minimum_texts: found 9; allowed: 10 or more. Keep what was promised."
    )


def test_release__stricter_policy__is_kept_and_told(make_survey, random_people):
    survey = make_survey(people_of(random_people, 7))
    policy = Policy(minimum_group=8, minimum_texts=10)
    assert release(survey, "elm", "2026", policy).is_empty
    assert release(survey, "elm", "2026", policy).provenance.policy == policy
    assert not release(survey, "elm", "2026").is_empty


def test_release__unknown_wave__says_what_there_is(make_survey):
    with pytest.raises(ToolkitError) as caught:
        release(make_survey([{}]), "elm", "1999")
    assert str(caught.value) == (
        "There is nothing about this library and wave.\n"
        "- library and wave: found elm 1999; allowed: elm 2026. Choose one that is there."
    )


def test_release__hostile_names__pass_untouched(make_survey, random_people):
    name = "<script>alert(1)</script> =cmd|' /C calc'!A0"
    libraries = pd.DataFrame({"library_id": ["elm"], "name": [name], "type": ["public"]})
    released = release(make_survey(people_of(random_people, 6), libraries=libraries), "elm", "2026")
    assert released.library_name == name


def test_release__library_without_a_name__is_called_by_its_id(make_survey):
    assert release(make_survey([{}]), "elm", "2026").library_name == "elm"


@pytest.mark.slow
def test_release__other_libraries_in_the_survey__do_not_matter(make_survey, random_people):
    survey = make_survey(people_of(random_people, 9))
    others = make_survey(people_of(random_people, 9, seed=2)).responses.assign(library_id="oak")
    both = replace(survey, responses=pd.concat([survey.responses, others], ignore_index=True))
    same(release(survey, "elm", "2026"), release(both, "elm", "2026"))


@pytest.mark.parametrize(("heads", "passes"), [(3, True), (4, True), (5, False)])
def test_release__team_guide__passes_below_the_threshold(heads, passes, make_survey):
    guides = make_survey([]).team_guides
    row = {name: -1 if guides[name].dtype == "int64" else "" for name in guides.columns}
    row |= {"library_id": "elm", "wave": "2026", "agreed_at": "2026-04-01", "exists_agency": 1, "goal_team": "to read"}
    survey = make_survey([], {("all", "all"): heads}, team_guides=pd.DataFrame([row]))
    team_guide = release(survey, "elm", "2026").team_guide
    assert (team_guide is not None) == passes
    if team_guide is not None:
        assert (team_guide["exists_agency"], team_guide["goal_team"]) == (1, "to read")


def test_release__strategies_and_actions__are_those_of_the_wave(make_survey):
    survey = make_survey([{}])
    rows = pd.DataFrame({"strategy_id": ["a", "b"], "library_id": ["elm", "oak"], "wave": "2026", "status": "in_use"})
    actions = pd.DataFrame({"action_id": ["c", "d"], "library_id": ["elm", "elm"], "wave": ["2025", "2026"]})
    released = release(replace(survey, strategies=rows, actions=actions), "elm", "2026")
    assert released.strategies["strategy_id"].tolist() == ["a"]
    assert released.actions["action_id"].tolist() == ["d"]
