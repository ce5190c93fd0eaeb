from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure import release


def written_survey(make_survey, writers, confirmed):
    people = [{"goal_team": f"raw words {at}"} for at in range(writers)] + [{}] * (15 - writers)
    rows = [(f"r{at:03}", "goal_team", f"masked {at}") for at in confirmed]
    return make_survey(people, confirmed_texts=pd.DataFrame(rows, columns=["response_id", "item", "text"]))


def goal_team(released):
    return released.text_items.set_index("item").loc["goal_team", ["n", "withheld", "reason"]]


@pytest.mark.parametrize(("writers", "reason"), [(0, "nobody"), (1, "few"), (9, "few")])
def test_release_texts__fewer_than_ten_wrote__says_nothing_not_even_how_many(writers, reason, make_survey):
    released = release(written_survey(make_survey, writers, range(writers)), "elm", "2026")
    assert goal_team(released).isna().to_dict() == {"n": True, "withheld": False, "reason": False}
    assert goal_team(released)["reason"] == reason
    assert released.texts.empty


@pytest.mark.parametrize("writers", [10, 11])
def test_release_texts__ten_wrote__shows_the_confirmed_and_only_masked(writers, make_survey):
    released = release(written_survey(make_survey, writers, [0, 4, 7]), "elm", "2026")
    assert goal_team(released).to_dict() == {"n": writers, "withheld": False, "reason": ""}
    assert sorted(released.texts["text"]) == ["masked 0", "masked 4", "masked 7"]
    assert set(released.texts["item"]) == {"goal_team"}


def test_release_texts__nothing_confirmed__tells_only_how_many(make_survey):
    released = release(written_survey(make_survey, 12, []), "elm", "2026")
    assert goal_team(released).to_dict() == {"n": 12, "withheld": True, "reason": "unconfirmed"}
    assert released.texts.empty


def test_release_texts__author_wrote_nothing_or_has_withdrawn__is_not_shown(make_survey):
    released = release(written_survey(make_survey, 10, [3, 14, 99]), "elm", "2026")
    assert released.texts["text"].tolist() == ["masked 3"]


def test_release_texts__blanks_only__are_not_written(make_survey):
    released = release(make_survey([{"goal_team": "  \n"}] * 12), "elm", "2026")
    assert goal_team(released)["reason"] == "nobody"


def test_release_texts__order__comes_from_the_words_and_not_from_the_rows(make_survey):
    survey = written_survey(make_survey, 12, range(12))
    backwards = written_survey(make_survey, 12, reversed(range(12)))
    shown = release(survey, "elm", "2026").texts["text"].tolist()
    assert shown == release(backwards, "elm", "2026").texts["text"].tolist()
    assert shown != sorted(shown)


def confirmed_as(make_survey, text, listed, languages=()):
    people = [
        {"goal_team": f"raw words {at}", "language": language} for at, language in enumerate(languages or ["en"] * 10)
    ]
    texts = pd.DataFrame([(f"r{at:03}", "goal_team", text) for at in range(2)], columns=["response_id", "item", "text"])
    names = pd.DataFrame(listed, columns=["library_id", "name", "kind"])
    return make_survey(people, confirmed_texts=texts, listed_names=names)


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ([("elm", "ada", "person"), ("elm", "Oak", "place")], "[a colleague] at [place], [e-mail address]"),
        ([("oak", "Ada", "person")], "Ada at Oak, [e-mail address]"),
        ([], "Ada at Oak, [e-mail address]"),
    ],
)
def test_release_texts__confirmed_text_with_names__is_masked_with_what_its_library_lists(listed, shown, make_survey):
    survey = confirmed_as(make_survey, "Ada at Oak, ada@oak.org", listed)
    assert release(survey, "elm", "2026").texts["text"].tolist() == [shown] * 2


def test_release_texts__labels__are_in_the_language_of_the_answer(make_survey):
    survey = confirmed_as(make_survey, "Ada", [("elm", "Ada", "person")], ["en"] + ["es"] * 9)
    assert sorted(release(survey, "elm", "2026").texts["text"]) == ["[a colleague]", "[colega]"]


def test_release_texts__own_theme_named_after_somebody__is_masked(make_survey):
    theme = {
        "library_id": "elm",
        "theme": "own",
        "part": "goals",
        "name": "Ada's way",
        "meaning": "As Ada does: 555-0142",
    }
    survey = replace(confirmed_as(make_survey, "x", [("elm", "Ada", "person")]), themes=pd.DataFrame([theme]))
    assert release(survey, "elm", "2026").codebook.to_dict("records") == [
        {
            "theme": "own",
            "part": "goals",
            "name": "[a colleague]'s way",
            "meaning": "As [a colleague] does: [telephone number]",
        }
    ]
