"""What the next wave could show of a step: in people, percent or points, and as its grading will reckon."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.collect.seeable import Seeable, look_ahead, say_seeable
from analysis.disclosure import release
from analysis.disclosure.grading import grade_actions
from analysis.guide import load_guide, load_words
from analysis.responses import read_survey

GUIDE, WORDS = load_guide(), load_words("en")


@pytest.fixture(scope="module")
def samples():
    return read_survey("sample_data", GUIDE)


@pytest.fixture(scope="module")
def released(samples, release_once):
    """A library of twelve, of whom nine answered."""
    return release_once(samples, "oxwater", "2026")


SEEN = {
    "agency": Seeable("quality", 24, 37.2),
    "variety": Seeable("quality", 7, 82.0),
    "purpose": Seeable("quality", 50, 28.0),
    "setback": Seeable("situation", 40, 12.3),
    "effort": Seeable("situation", 0, None),
}
AGAIN = "If as many people answer as last time ({}), the next wave can tell a change from chance from about {} on."
SMALL = (
    "You expect less than that. The next wave would most likely say that it cannot tell. "
    "The step may be worth doing all the same; more answers would help to see it."
)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("", ()),
        ("agency", (AGAIN.format(24, "9 of 24 people"),)),
        ("purpose", (AGAIN.format(50, "28 in 100 people"),)),
        ("setback", (AGAIN.format(40, "13 points"),)),
        (
            "variety",
            (
                "If only as many people answer as last time (7), the next wave can tell a change from chance only if "
                "nearly everybody changes.",
            ),
        ),
        (
            "effort",
            (
                "Situations are told from twenty people on, so the next wave could not look back at this step. "
                "Talk about it when it is done.",
            ),
        ),
        (
            "mutual_help",
            (
                "Too few answers may be told of this quality to say what the next wave could show. "
                "Talk about the step when it is done.",
            ),
        ),
    ],
)
def test_say_seeable__what_the_next_wave_can_show__in_people_percent_or_points(target, said):
    assert say_seeable(target, None, SEEN, GUIDE, WORDS) == said


@pytest.mark.parametrize(("expected", "warned"), [(37.1, True), (37.2, False), (37.3, False), (None, False)])
def test_say_seeable__less_expected_than_can_be_seen__warns(expected, warned):
    assert (SMALL in say_seeable("agency", expected, SEEN, GUIDE, WORDS)) == warned


def test_look_ahead__a_released_wave__is_what_grading_would_need(released):
    seen = look_ahead(released)
    assert set(seen) == {*GUIDE.qualities, *GUIDE.situations}
    assert all(0 < seen[quality].answers <= 9 for quality in GUIDE.qualities)
    assert all(seen[quality].smallest > 50 for quality in GUIDE.qualities)
    assert {seen[situation].smallest for situation in GUIDE.situations} == {None}


def test_look_ahead__others_are_aimed_at_as_well__leaves_less_to_compare_with(released):
    alone = look_ahead(released)["variety"].smallest
    beside = look_ahead(released, GUIDE.qualities[:5])["variety"].smallest
    assert beside > alone


def test_look_ahead__a_team_that_agreed_on_one_guide__is_told_nothing(samples):
    assert look_ahead(release(samples, "sorrel_notch", "2026")) == {}


def test_look_ahead__the_same_wave_once_more__is_what_grading_says(released):
    targets = [*GUIDE.qualities[:2], GUIDE.situations[0]]
    steps = [
        {"action_id": target, "library_id": "oxwater", "wave": "2026", "step": "x", "owner": "", "due": ""}
        | {"status": "planned", "target": target, "expected_shift": None}
        for target in targets
    ]
    planned = replace(released, actions=pd.DataFrame(steps))
    graded = grade_actions([planned, replace(planned, wave="2027")]).set_index("target")
    seen = look_ahead(planned, targets)
    told = {target: graded.loc[target, "smallest"] for target in targets if not graded.loc[target, "withheld"]}
    assert told == {target: seen[target].smallest for target in targets if seen[target].smallest is not None}
    assert len(told) == 2
