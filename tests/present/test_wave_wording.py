"""Wording of waves: what changed and how sure, what cannot be told and what it would take, what a plan can claim."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from analysis.disclosure.followed import Followed
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.wording import say_cannot_tell, say_change, say_linked, say_next_wave, say_plan
from waves_made import changed, hidden, make_followed, poisoned

SAYINGS = (say_change, say_cannot_tell, say_linked, say_plan, say_next_wave)
MEANING = (
    "All of this is more than chance: luck alone would rarely bring it about, even though several things are compared "
    "at once. Why it changed, the numbers do not say."
)
POINTS = "A point is one in a hundred: from 40 to 52 of 100 people is 12 points."
UNMOVED = "Nothing has moved since 2025 by more than chance could make it."
HOW = (
    "Next time, people can type in the code that they got this time. It tells that two answers are of one person, and "
    "not of whom."
)
LINK = (
    "So ask people to type in the code that they got this time; it tells that two answers are of one person, and not "
    "of whom."
)
CHANCES = "A change of that size would show in four of five waves. Smaller ones may be there and stay unseen."
LIMITS = (
    "Much else happens between two waves. That the plan made the change, no number here can say; ask those who were "
    "part of it."
)
AIMED = "The plan of 2025 aimed at “Say in learning” and “Development goals”."
SETS = "Of all choices of as many, 5 in 100 rose at least as much. That describes how rare it is, and proves nothing."
EXPECTED = "The plan itself expected 15 points."


def plain(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sentence.replace("\u00a0", " ") for sentence in sentences)


def quiet(heads: int = 40, waves: int = 2) -> Followed:
    """A library in which nothing moved by more than chance."""
    followed = make_followed(heads, waves)
    for kind in ("index", "quality", "leaning", "situation"):
        followed = changed(followed, "steps", {"kind": kind}, moved="")
    return followed


def moved(measure: str, side: str, then: float, now: float, roster: float = 40) -> Followed:
    """Forty staff of whom thirty answered, and one measure that moved from one exact value to another."""
    followed = changed(quiet(), "levels", {"measure": measure}, n=30, roster=roster)
    for wave, value in (("2025", then), ("2026", now)):
        told = {"value": value, "value_low": value, "value_high": value, "low": value - 5, "high": value + 5}
        followed = changed(followed, "levels", {"measure": measure, "wave": wave}, **told)
    change = now - then
    told = {"change": change, "change_low": change, "change_high": change, "low": change - 9, "high": change + 9}
    return changed(followed, "steps", {"measure": measure}, moved=side, **told)


def planned(verdict: str, **columns: object) -> Followed:
    told = {"effect": 16.4, "low": -3.0, "high": 36.0, "smallest": 28.6, **columns}
    followed = changed(quiet(), "plans", {"after": "2026"}, verdict=verdict, **told)
    followed = changed(followed, "targets", {"measure": "agency"}, value_before=30.0, shrunk_before=36.0)
    return changed(followed, "targets", {"measure": "development_goals"}, value_before=35.0, shrunk_before=35.2)


@pytest.mark.parametrize("say", SAYINGS)
def test_saying__anything_but_followed__is_refused(say: Callable[..., tuple[str, ...]], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only what was followed over released waves can be shown\.\n"):
        say([1, 0, 1], english)


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize(("heads", "waves"), [(6, 2), (12, 1), (12, 3), (40, 5), (400, 2)])
@pytest.mark.parametrize("say", SAYINGS)
def test_saying__any_library__is_whole_sentences(
    say: Callable[..., tuple[str, ...]], heads: int, waves: int, language: str, request: pytest.FixtureRequest
) -> None:
    sentences = say(make_followed(heads, waves), request.getfixturevalue(language))
    assert sentences
    assert [one for one in sentences if "{" in one or "nan" in one.lower().split() or one[-1] not in ".)"] == []


@pytest.mark.parametrize("say", SAYINGS)
def test_withheld_rows__filled_with_secrets__say_the_same(say: Callable[..., tuple[str, ...]], english: Words) -> None:
    for followed in (make_followed(6), hidden(make_followed(40)), hidden(make_followed(40, 3), measure="agency")):
        assert say(poisoned(followed), english) == say(followed, english)


@pytest.mark.parametrize(("side", "first"), [("up", "More"), ("down", "Fewer")])
def test_change__a_quality__says_then_now_and_how_many_of_all_staff(side: str, first: str, english: Words) -> None:
    assert plain(say_change(moved("agency", side, 30, 40), english)) == (
        f"{first} people see “Say in learning” than in 2025: 9 of 30 then, 12 of 30 now (+10 points, likely +1 to "
        "+19). Counting those who did not answer, now likely between 14 and 18 of your 40 staff.",
        MEANING,
        POINTS,
    )


def test_change__everybody_answered__speaks_of_nobody_else(english: Words) -> None:
    assert plain(say_change(moved("agency", "up", 30, 40, roster=30), english))[0] == (
        "More people see “Say in learning” than in 2025: 9 of 30 then, 12 of 30 now (+10 points, likely +1 to +19)."
    )


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        ("index", "The maturity index is higher than in 2025: 50 then, 60 now (+10 points, likely +1 to +19)."),
        (
            "criticism",
            "With “Criticism”, staff stand further towards growth than in 2025: at 50 then, at 60 now (+10 points, "
            "likely +1 to +19).",
        ),
        (
            "growth",
            "More people lean towards growth than in 2025: 15 of 30 then, 18 of 30 now (+10 points, likely +1 to +19). "
            "Counting those who did not answer, now likely between 22 and 26 of your 40 staff.",
        ),
    ],
)
def test_change__other_kinds__are_said_in_their_own_words(measure: str, sentence: str, english: Words) -> None:
    assert plain(say_change(moved(measure, "up", 50, 60), english)) == (sentence, MEANING, POINTS)


def test_change__nothing_moved__says_that_alone(english: Words) -> None:
    assert say_change(quiet(), english) == (UNMOVED,)


def test_change__moved_earlier__is_said_apart(english: Words) -> None:
    followed = quiet(waves=4)
    followed = changed(followed, "steps", {"measure": "agency", "after": "2024"}, moved="up")
    followed = changed(followed, "steps", {"measure": "index", "after": "2024"}, moved="down")
    assert say_change(followed, english) == (
        UNMOVED,
        "Earlier, from 2023 to 2024, by more than chance: “Say in learning” went up and “Maturity index” went down.",
        MEANING,
        POINTS,
    )


def test_change__one_wave_or_nothing_told__says_why(english: Words) -> None:
    assert say_change(make_followed(40, 1), english) == (
        "There is one wave so far, 2026. What changes can be told after the next.",
    )
    assert say_change(make_followed(6), english) == (
        "What changed since 2025 cannot be told, because fewer than 5 people answered.",
    )


def power(smallest: float) -> Followed:
    followed = changed(quiet(), "steps", {"kind": "quality"}, smallest=smallest, n_before=28, n_after=30)
    for kind in ("index", "leaning", "situation"):
        followed = hidden(followed, "complement", kind=kind)
    return followed


def test_cannot_tell__open_qualities__says_what_it_would_take(english: Words) -> None:
    names = (
        "“Purpose”, “Say in learning”, “Variety”, “Leaders who learn”, “Mutual help”, “Learning from problems” and "
        "“Development goals”"
    )
    told = say_cannot_tell(power(33.0), english)
    assert told[:-1] == (
        f"Whether these changed cannot be told from chance: {names}.",
        "That does not mean that nothing changed. With 28 answers then and 30 now, a change in how many see a quality "
        "has to be about 33 points large to show.",
        "To see a change of 20 points, it takes about 97 answers in each wave.",
        "Where the same people can be linked from wave to wave, about 59 are enough.",
        "That is more than the 40 people who work here. So look for large changes, look back over several waves, or "
        "join with other libraries.",
    )
    assert told[-1].startswith(
        "Not compared, because too little may be told: “Maturity index”, “Leaning towards growth”"
    )


@pytest.mark.parametrize(
    ("smallest", "aim"), [(21.0, "20 points"), (20.0, "10 points"), (11.0, "10 points"), (10.0, ""), (9.0, "")]
)
def test_cannot_tell__smallest_around_an_aim__speaks_of_the_first_that_cannot_be_seen(
    smallest: float, aim: str, english: Words
) -> None:
    told = " ".join(say_cannot_tell(power(smallest), english))
    assert (f"To see a change of {aim}, " in told) == bool(aim)
    assert ("To see a change" in told) == bool(aim)


@pytest.mark.parametrize(("roster", "is_too_many"), [(58.0, True), (59.0, False), (60.0, False), (np.nan, False)])
def test_cannot_tell__answers_around_the_roster__says_when_there_are_not_as_many(
    roster: float, is_too_many: bool, english: Words
) -> None:
    followed = changed(power(33.0), "levels", {"kind": "quality"}, roster=roster)
    assert ("people who work here" in " ".join(say_cannot_tell(followed, english))) == is_too_many


def test_cannot_tell__sizes_that_differ__are_said_from_to(english: Words) -> None:
    followed = changed(power(33.0), "steps", {"measure": "agency"}, smallest=47.2)
    assert say_cannot_tell(followed, english)[1].endswith("has to be about 33 to 47 points large to show.")


def test_cannot_tell__everything_moved__leaves_nothing_open(english: Words) -> None:
    followed = make_followed(40)
    for kind in ("index", "quality", "leaning", "situation"):
        followed = changed(followed, "steps", {"kind": kind}, moved="up", smallest=np.nan)
    assert say_cannot_tell(followed, english) == ("Everything that could be compared has moved by more than chance.",)


def test_cannot_tell__one_open__is_said_in_the_singular(english: Words) -> None:
    followed = make_followed(40)
    for kind in ("index", "quality", "leaning", "situation"):
        followed = changed(followed, "steps", {"kind": kind}, moved="up", smallest=np.nan)
    followed = changed(followed, "steps", {"measure": "agency"}, moved="")
    assert say_cannot_tell(followed, english) == (
        "Whether this changed cannot be told from chance: “Say in learning”.",
    )


def test_cannot_tell__one_wave_or_nothing_told__says_why(english: Words) -> None:
    assert say_cannot_tell(make_followed(40, 1), english) == ("Change takes two waves, so none can be told yet.",)
    assert say_cannot_tell(hidden(make_followed(40)), english) == (
        "Nothing can be compared yet, because fewer than 5 people answered.",
    )


def test_linked__moved__says_gained_and_lost_of_how_many(english: Words) -> None:
    followed = changed(make_followed(40), "paired", {"n": 21}, moved="", n=20)
    told = {"gained_low": 7, "gained_high": 7, "lost_low": 0, "lost_high": 2, "n": 18, "moved": "up"}
    followed = changed(followed, "paired", {"quality": "agency"}, **told, change=30.4, low=8.0, high=47.0)
    followed = hidden(followed, "complement", quality="variety")
    assert say_linked(followed, english) == (
        "18 to 20 people said a yes or a no both in 2025 and in 2026.",
        "“Say in learning”: of 18 people, 7 see it now who did not before, and 0 to 2 no longer do (+30 points, "
        "likely +8 to +47). That is more than chance.",
        "Not shown, to protect those who answered: “Variety”.",
        "These are the same people, but not all staff. Who they are is not known here.",
    )


def test_linked__nothing_moved__says_why_that_may_be(english: Words) -> None:
    followed = changed(make_followed(40), "paired", {"n": 21}, moved="")
    assert say_linked(followed, english)[1] == (
        "Among them, nothing has moved by more than chance: those who came to see a quality and those who no longer "
        "do are too few, or too much alike in number."
    )


def test_linked__nobody_or_nothing_told__says_how_people_can_be_linked(english: Words) -> None:
    assert say_linked(make_followed(6), english) == (
        "How many changed their mind cannot be told: too few answers of the last two waves are known to be of the same "
        "people.",
        HOW,
    )
    assert say_linked(hidden(make_followed(40), "complement"), english) == (
        "How many changed their mind cannot be told, because other results would give it away.",
        HOW,
    )


BASELINE = (
    "What a plan aims at is picked because it is low, and what is low partly by chance rises by itself. So the start "
    "is drawn towards the average of all before the rise is counted: “Say in learning” from about 30 to about 36 of "
    "100."
)


def test_plan__moved__says_so_and_that_it_proves_no_cause(english: Words) -> None:
    assert say_plan(planned("moved"), english) == (
        f"{AIMED} Since then that has moved further than the rest (+16 points, likely −3 to +36). That is more than "
        "chance.",
        EXPECTED,
        BASELINE,
        SETS,
        LIMITS,
    )


def test_plan__not_shown__says_what_would_have_shown(english: Words) -> None:
    assert say_plan(planned("not_shown"), english)[:2] == (
        f"{AIMED} That it has moved further than the rest did not show (+16 points, likely −3 to +36).",
        "A difference of 29 points would most likely have shown. So the plan needs more time, or another way.",
    )


@pytest.mark.parametrize(
    ("smallest", "sentence"),
    [
        (99.0, "With these answers a difference has to be about 99 points large to show."),
        (100.0, "With so few answers no difference could show."),
    ],
)
def test_plan__cannot_tell__says_that_this_is_no_bad_sign(smallest: float, sentence: str, english: Words) -> None:
    assert say_plan(planned("cannot_tell", smallest=smallest), english)[:2] == (
        f"{AIMED} Whether that has moved further than the rest cannot be told (+16 points, likely −3 to +36).",
        f"{sentence} So this is no sign that the plan did not help.",
    )


def test_plan__target_drawn_down__does_not_say_that_it_was_low(english: Words) -> None:
    followed = changed(planned("moved"), "targets", {"measure": "agency"}, value_before=90.0, shrunk_before=84.0)
    assert say_plan(followed, english)[2] == (
        "What stands out partly by chance moves back towards the average by itself. So the start is drawn towards the "
        "average of all before the change is counted: “Say in learning” from about 90 to about 84 of 100."
    )


def test_plan__unsaid_expectation_and_one_target__leave_their_sentences_out(english: Words) -> None:
    told = say_plan(planned("moved", expected=np.nan, sets_as_large=np.nan), english)
    assert told[1:] == (BASELINE, LIMITS)


def test_plan__none_or_withheld__says_why(english: Words) -> None:
    assert say_plan(make_followed(40, 1), english) == (
        "There is no plan to look back at yet. Write down with a step what it aims at, and after the next wave this "
        "place says whether that moved.",
    )
    assert say_plan(make_followed(6), english) == (
        f"{AIMED} Whether that moved cannot be told, because fewer than 5 people answered.",
    )


def test_plan__several_waves__looks_back_at_the_last_alone(english: Words) -> None:
    assert [one for one in say_plan(make_followed(40, 4), english) if "2024" in one or "2023" in one] == []


def test_next_wave__as_many_answers__says_what_could_show_and_what_helps(english: Words) -> None:
    assert say_next_wave(make_followed(40), english) == (
        "With as many answers as this time (30), the next wave can show a change of about 36 points or more in how "
        "many see a quality.",
        "Where the same people can be linked, about 28 points are enough.",
        "If all 40 answered: about 31 points.",
        LINK,
        CHANCES,
    )


def test_next_wave__number_in_the_table__is_taken_from_there(english: Words) -> None:
    followed = changed(make_followed(40), "ahead", {"answers": 20, "way": "unlinked"}, answers=30, smallest=41.0)
    assert "about 41 points or more" in say_next_wave(followed, english)[0]


@pytest.mark.parametrize("roster", [30.0, np.nan])
def test_next_wave__everybody_answered_or_roster_unknown__says_nothing_of_all(roster: float, english: Words) -> None:
    followed = changed(make_followed(40), "levels", {"kind": "quality"}, roster=roster)
    assert not any(sentence.startswith("If all") for sentence in say_next_wave(followed, english))


def test_next_wave__nothing_told__says_that_and_how_to_link(english: Words) -> None:
    assert say_next_wave(make_followed(6), english) == (
        "What the next wave could show cannot be told in advance, because too little is known about this one.",
        LINK,
    )
