"""Two cohort columns as a view of their own: released with the others, and nobody singled out by all of them."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from analysis.disclosure import release
from analysis.disclosure.groups import choose_groups, fixed_groups
from analysis.disclosure.wave import read_wave
from analysis.responses.frames import with_leads
from analysis.tally import score_people

MINIMUM = 5
PAIRS = (("leads", "unit"),)


@pytest.fixture(scope="module")
def crowd(small_guide, make_survey, random_people):
    """A survey of 400 people under a guide with a pair, in which some of the groups of the pair are tiny."""
    rng = np.random.default_rng(400)
    people = random_people(rng, 400)
    for person in people:
        if person["role"] == "boss" and person["unit"] == "branch" and rng.random() < 0.95:
            person["unit"] = "main"
    return replace(make_survey(people), guide=replace(small_guide, pairs=PAIRS))


@pytest.fixture(scope="module")
def released(crowd):
    return release(crowd, "elm", "2026")


def answered(survey):
    """Who is counted (people, bool) for each item, by frame and the columns that name the item."""
    people, guide = survey.responses, survey.guide
    scores = score_people(people, guide)
    yield "respondents", {}, np.ones(len(people), dtype=bool)
    for quality in guide.qualities:
        for mark in ("exists", "develop"):
            yield "marks", {"quality": quality, "mark": mark}, people[f"{mark}_{quality}"].isin([0, 1]).to_numpy()
    for scope, suffix in {"overall": "", **{situation: f"_{situation}" for situation in guide.situations}}.items():
        yield "bands", {"scope": scope}, scores[f"band{suffix}"].notna().to_numpy()


def shown_groups(released, frame, names):
    """The groups of which an item is told, as (cohort, value)."""
    rows = getattr(released, frame)
    for name, value in names.items():
        rows = rows[rows[name] == value]
    told = rows[~rows["withheld"]]
    return list(dict.fromkeys(zip(told["cohort"], told["value"], strict=True)))


def singled_out(members, minimum=MINIMUM):
    """Every set of fewer than `minimum` people that follows from the groups, as positions of cells.

    A set follows if it lies in the span of the groups, so if its shadow there is as long as itself.
    """
    patterns, sizes = np.unique(members.astype(float), axis=0, return_counts=True)
    shadow = patterns @ np.linalg.pinv(patterns)
    small = np.flatnonzero(sizes < minimum)
    sets = [cells for count in range(1, minimum) for cells in combinations(small, count)]
    few = [list(cells) for cells in sets if sizes[list(cells)].sum() < minimum]
    return [cells for cells in few if shadow[np.ix_(cells, cells)].sum() > len(cells) - 1e-9]


@pytest.mark.slow
def test_release__four_hundred_staff_with_a_pair__nobody_is_singled_out_by_any_item(crowd, released):
    people = with_leads(crowd.responses, crowd.guide)
    audited = 0
    for frame, names, counted in answered(crowd):
        shown = shown_groups(released, frame, names)
        members = np.column_stack([(people[cohort] == value) & counted for cohort, value in shown])[counted]
        assert singled_out(members) == []
        audited += ("leads+unit", "leaders+main") in shown
    assert audited > 10
    tiny = ("leads+unit", "leaders+branch")
    every = [*shown_groups(released, "respondents", {}), tiny]
    assert singled_out(np.column_stack([people[cohort] == value for cohort, value in every]))


@pytest.mark.slow
def test_release__pair__stands_in_every_frame_by_group_and_its_heads_are_unknown(released):
    values = ("leaders+main", "leaders+branch", "front_line+main", "front_line+branch")
    for frame in ("respondents", "marks", "bands", "maturity"):
        rows = getattr(released, frame)
        rows = rows[rows["cohort"] == "leads+unit"]
        assert tuple(dict.fromkeys(rows["value"])) == values
        assert rows["roster"].isna().all()
    assert released.group("respondents", "leads+unit", "leaders+branch")["reason"].tolist() == ["few"]


def test_fixed_groups__guide_with_a_pair__adds_its_groups_at_the_end(small_guide, make_survey):
    people = [{"role": "boss", "unit": "main"}, {"role": "desk", "unit": "main"}, {"role": "-4", "unit": "branch"}]
    groups = fixed_groups(make_survey(people).responses, replace(small_guide, pairs=PAIRS))
    assert list(zip(groups.keys, groups.sizes.tolist(), strict=True))[-4:] == [
        (("leads+unit", "leaders+main"), 1),
        (("leads+unit", "leaders+branch"), 0),
        (("leads+unit", "front_line+main"), 1),
        (("leads+unit", "front_line+branch"), 0),
    ]


@pytest.mark.parametrize(("leaders", "shown"), [(9, False), (10, True), (11, True)])
def test_read_wave__leaders_around_twice_the_minimum__decides_their_pairs_too(leaders, shown, small_guide, make_survey):
    people = [{"role": "boss", "unit": "main"}] * leaders + [{"role": "desk", "unit": "main"}] * 20
    survey = replace(make_survey(people), guide=replace(small_guide, pairs=PAIRS))
    groups = read_wave(survey, "elm", "2026", MINIMUM).groups
    reasons = dict(zip(groups.keys, groups.reasons, strict=True))
    told = ["", ""] if shown else ["complement", "complement"]
    assert [reasons["leads", value] for value in ("leaders", "front_line")] == told
    assert [reasons["leads+unit", f"{value}+main"] for value in ("leaders", "front_line")] == told
    assert reasons["role", "boss"] == reasons["role", "desk"] == ""


@pytest.mark.slow
def test_read_wave__comparison_too_thin__costs_no_other_group_anything(small_guide, make_survey, random_people):
    flat = replace(small_guide, cohorts=(replace_leading(small_guide.cohorts[0]), small_guide.cohorts[1]))
    compared = 0
    for seed in range(40):
        survey = make_survey(random_people(np.random.default_rng(seed), 22))
        groups = read_wave(survey, "elm", "2026", MINIMUM).groups
        leaders, front_line = groups.sizes[-2:]
        if min(leaders, front_line) >= 2 * MINIMUM:
            continue
        without = choose_groups(fixed_groups(survey.responses, flat), MINIMUM)
        assert groups.reasons[:-2] == without.reasons
        assert "" not in groups.reasons[-2:]
        compared += 1
    assert compared > 20


def replace_leading(cohort):
    """The same column without anybody who leads."""
    return replace(cohort, values=tuple(replace(value, leads=False) for value in cohort.values))
