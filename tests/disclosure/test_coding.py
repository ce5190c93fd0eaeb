"""Coding: which themes of which texts count, and what is told of how far two coders agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.coding import codings_of, describe_coding, settle_codings
from analysis.disclosure.wave import read_wave
from analysis.guide import Policy, load_codebook
from analysis.responses.frames import CODINGS, FRAMES, empty_frame

COLUMNS = [field.name for field in CODINGS]
KEEP, GOAL = "tour_keep", "goal_team"


def codings(*rows: tuple[str, ...], item: str = KEEP) -> pd.DataFrame:
    """Codings of one question: who wrote, who coded, and the themes."""
    return pd.DataFrame([(who, item, coder, themes, "") for who, coder, themes in rows], columns=COLUMNS)


def by_two(first: Mapping[int, str], second: Mapping[int, str], item: str = KEEP) -> pd.DataFrame:
    """What two coders found in the texts of some people, by their numbers."""
    found = [
        (f"r{at:03}", coder, themes)
        for coder, own in (("first", first), ("second", second))
        for at, themes in own.items()
    ]
    return codings(*found, item=item)


@pytest.mark.parametrize(
    ("found", "settled"),
    [
        ({"first": "time leaders"}, {"time", "leaders"}),
        ({"second": ""}, set()),
        ({"first": "time", "second": "time"}, {"time"}),
        ({"first": "time leaders", "second": "leaders time"}, {"time", "leaders"}),
        ({"first": "time", "second": "leaders"}, None),
        ({"first": "time", "second": ""}, None),
        ({"first": "time", "second": "leaders", "agreed": "leaders"}, {"leaders"}),
        ({"first": "time", "second": "time", "agreed": ""}, set()),
        ({"agreed": "time"}, {"time"}),
    ],
)
def test_settle_codings__one_text__counts_as_found_or_agreed_and_else_not(found, settled) -> None:
    rows = settle_codings(codings(*(("r1", coder, themes) for coder, themes in found.items())))
    assert rows["themes"].tolist() == ([] if settled is None else [frozenset(settled)])


def test_settle_codings__nobody_has_coded__no_row() -> None:
    found = settle_codings(empty_frame(FRAMES["codings"]))
    assert (len(found), list(found)) == (0, ["response_id", "item", "themes"])


def test_codings_of__blank_withdrawn_or_of_another_wave__left_out(make_survey) -> None:
    people = [{KEEP: "time"}, {KEEP: " \n"}, {}, {KEEP: "old", "wave": "2025"}]
    made = by_two(dict.fromkeys((0, 1, 2, 3, 99), "time"), {0: "leaders"})
    survey = make_survey(people, codings=made)
    kept = codings_of(survey.codings, read_wave(survey, "elm", "2026", 5))
    assert kept[["response_id", "coder"]].to_numpy().tolist() == [["r000", "first"], ["r000", "second"]]


@pytest.fixture
def told(make_survey) -> Callable[..., dict[str, Any]]:
    """The row of `text_items` about one question where so many wrote to it."""

    def of(made: pd.DataFrame, item: str = KEEP, writers: int = 12, policy: Policy | None = None) -> dict[str, Any]:
        people = [{item: f"words {at}"} for at in range(writers)] + [{}] * (14 - writers)
        released = release(make_survey(people, codings=made), "elm", "2026", policy)
        rows = released.text_items
        return rows[rows["item"] == item].to_dict("records")[0]

    return of


@pytest.mark.parametrize(("coded", "expected"), [(0, 0), (1, 1), (12, 12)])
def test_text_items__some_texts_are_coded__says_how_many(coded: int, expected: int, told) -> None:
    row = told(by_two(dict.fromkeys(range(coded), "time"), {}))
    assert (row["n"], row["coded"], row["coders"], row["agreement"]) == (12, expected, int(coded > 0), "")


def test_text_items__not_settled__are_not_coded(told) -> None:
    row = told(by_two(dict.fromkeys(range(12), "time"), {0: "leaders", 1: "time"}))
    assert (row["coded"], row["coders"]) == (11, 2)


@pytest.mark.parametrize(("writers", "coded"), [(9, None), (10, 9), (11, 9)])
def test_text_items__around_ten_writers__says_how_many_are_coded_from_ten_on(writers: int, coded, told) -> None:
    row = told(by_two(dict.fromkeys(range(9), "time"), {}), writers=writers)
    assert (None if pd.isna(row["coded"]) else row["coded"]) == coded


def test_text_items__agreed_alone__two_have_read(told) -> None:
    assert told(codings(("r000", "agreed", "time")))["coders"] == 2


def with_slips(both: int, slips: int) -> pd.DataFrame:
    """Two coders of whom the second has missed the theme of some texts."""
    first = {at: "time" if at % 2 else "leaders" for at in range(both)}
    return by_two(first, {at: "" if at < slips else themes for at, themes in first.items()})


@pytest.mark.parametrize(("both", "agreement"), [(9, ""), (10, "good"), (11, "good")])
def test_agreement__around_ten_texts_that_both_read__is_told_from_ten_on(both: int, agreement: str, told) -> None:
    assert told(with_slips(both, 0))["agreement"] == agreement


def test_agreement__a_stricter_policy__takes_more_texts(told) -> None:
    assert told(with_slips(11, 0), policy=Policy(5, 12))["agreement"] == ""


@pytest.mark.parametrize(
    ("slips", "agreement"), [(0, "good"), (3, "good"), (4, "fair"), (5, "fair"), (6, "poor"), (12, "poor")]
)
def test_agreement__more_slips__is_good_then_fair_then_poor(slips: int, agreement: str, told) -> None:
    assert told(with_slips(12, slips))["agreement"] == agreement


@pytest.mark.parametrize(("item", "themes"), [(KEEP, ""), (GOAL, "learning"), (GOAL, "")])
def test_agreement__all_texts_alike__does_not_tell_so_by_a_blank(item: str, themes: str, told) -> None:
    found = dict.fromkeys(range(12), themes)
    assert told(by_two(found, found, item=item), item=item)["agreement"] == "good"


def test_agreement__of_goals__is_of_one_kind_each(told) -> None:
    first = {at: ("learning", "mixed", "performance", "")[at % 4] for at in range(12)}
    assert told(by_two(first, first, item=GOAL), item=GOAL)["agreement"] == "good"
    turned = {at: ("mixed", "performance", "learning", "learning")[at % 4] for at in range(12)}
    assert told(by_two(first, turned, item=GOAL), item=GOAL)["agreement"] == "poor"


def test_agreement__on_a_theme_of_no_codebook__does_not_count(told) -> None:
    first = {at: "time" if at % 2 else "leaders" for at in range(12)}
    with_more = {at: f"{themes} gone_{at}" for at, themes in first.items()}
    assert told(by_two(first, with_more))["agreement"] == "good"


def test_agreement__what_was_settled_differently__stays_the_same(told) -> None:
    # What the class tells of two coders fits every way to settle the texts.
    made = with_slips(12, 12)
    agreed = codings(*((f"r{at:03}", "agreed", "belonging") for at in range(12)))
    assert told(pd.concat([made, agreed]))["agreement"] == told(made)["agreement"] == "poor"


def test_describe_coding__rows_in_another_order__the_same(make_survey) -> None:
    survey = make_survey([{KEEP: f"words {at}"} for at in range(12)], codings=with_slips(12, 5))
    backwards = replace(survey, codings=survey.codings[::-1].reset_index(drop=True))
    one, other = (release(each, "elm", "2026").text_items for each in (survey, backwards))
    pd.testing.assert_frame_equal(one, other)


def test_describe_coding__no_codings__adds_whole_numbers_and_words(make_survey) -> None:
    survey = make_survey([{}] * 6)
    items = pd.DataFrame({"item": [KEEP], "n": pd.array([12], dtype="Int64")})
    found = describe_coding(items, empty_frame(FRAMES["codings"]), survey.guide, load_codebook(), 10)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == {
        "item": "str",
        "n": "Int64",
        "coded": "Int64",
        "coders": "Int64",
        "agreement": "str",
    }
    assert found.loc[0, ["coded", "coders", "agreement"]].tolist() == [0, 0, ""]
