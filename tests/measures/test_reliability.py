"""Reliability: the published check, small tables by hand, and the reason wherever there is no number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.reliability import alpha, describe_reliability, feldt_interval, kr20, omega_total, staff_needed

# Bock & Lieberman 1970: how many of 1,000 people gave each pattern of answers, 00000 … 11111.
COUNTS = [
    *[3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15],
    *[10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298],
]
LSAT6 = np.repeat([[int(digit) for digit in f"{pattern:05b}"] for pattern in range(32)], COUNTS, axis=0)

ALIKE = "everybody answered alike: nothing to tell people apart by"
INCOMPLETE = "nobody answered every item"
FEW_ITEMS = "one factor needs three items that people answered differently"
FEW_PEOPLE = "one factor needs more people than items"
ALONE = "one person alone: nothing to compare with"
ONE_ITEM = "one item alone: nothing to compare with"
NOT_MARKS = "answers other than 0 and 1"
OWN_PEOPLE = "no interval: each pair of items has people of its own"
NO_SUM = "everybody has the same sum: nothing to tell people apart by"
NO_PAIR = "fewer than two people answered some two of the items"
SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]]
TOGETHER = [[4, 4, 3], [4, 3, 4], [3, 4, 3], [1, 1, 1], [4, 4, 5], [4, 1, 2], [2, 2, 3], [4, 5, 3]]


def notes(items) -> list[str]:
    return describe_reliability(items)["note"].tolist()


def test_reliability__lsat6__to_the_printed_digits() -> None:
    assert len(LSAT6) == 1000
    assert (round(alpha(LSAT6), 5), round(kr20(LSAT6), 5)) == (0.29500, 0.29500)
    assert [round(float(end), 4) for end in feldt_interval(alpha(LSAT6), 1000, 5)] == [0.2235, 0.3618]
    assert round(omega_total(LSAT6), 5) == 0.30675


def test_describe_reliability__lsat6__every_coefficient_in_a_row() -> None:
    found = describe_reliability(LSAT6)
    assert found[["coefficient", "variant"]].to_numpy().tolist() == [
        ["alpha", "listwise"],
        ["alpha", "pairwise"],
        ["kr20", "listwise"],
        ["omega_total", "one factor"],
    ]
    assert found["value"].round(5).tolist() == [0.29500, 0.29500, 0.29500, 0.30675]
    assert found["low"].round(4).tolist()[:3] == [0.2235] * 3
    assert found["high"].round(4).tolist()[:3] == [0.3618] * 3
    assert found[["low", "high"]].iloc[3].isna().all()
    assert found["note"].tolist() == ["", "", "", "no interval"]
    assert found[["n", "incomplete", "items"]].drop_duplicates().to_numpy().tolist() == [[1000, 0, 5]]
    assert found[["confidence", "question"]].drop_duplicates().to_numpy().tolist() == [[0.95, "differs beyond chance"]]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([[1, 2, 1], [3, 3, 4], [5, 4, 5]], 18 / 19),
        ([[1, 1, 0], [1, 1, 1], [0, 0, 0]], 6 / 7),
        ([[1, 3], [2, 2], [3, 2]], -6),
        ([[1, 1], [2, 2], [4, 4]], 1),
        ([[1, 1, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]], 0),
    ],
)
def test_alpha__small_tables__by_hand(items, expected: float) -> None:
    assert alpha(items) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("items", "of_alpha", "of_pairwise", "of_kr20", "of_omega"),
    [
        (np.zeros((0, 3)), INCOMPLETE, "nobody answered", INCOMPLETE, INCOMPLETE),
        (np.zeros((4, 0)), "no item", "no item", "no item", "no item"),
        ([[1], [0], [1]], ONE_ITEM, ONE_ITEM, ONE_ITEM, ONE_ITEM),
        ([[1, 0, 1]], ALONE, ALONE, ALONE, ALONE),
        ([[-1, -2, np.nan]] * 3, INCOMPLETE, "nobody answered", INCOMPLETE, INCOMPLETE),
        ([[0.1, 0.1, 0.1]] * 4, ALIKE, ALIKE, NOT_MARKS, ALIKE),
        ([[1, 0, 1]] * 4, ALIKE, ALIKE, ALIKE, ALIKE),
        ([[1, 0], [0, 1]], *[NO_SUM] * 3, FEW_ITEMS),
        ([[1, -1], [-1, 2], [2, -1]], INCOMPLETE, NO_PAIR, NOT_MARKS, INCOMPLETE),
    ],
)
def test_describe_reliability__nothing_to_compute__the_reason_and_no_number(
    items, of_alpha: str, of_pairwise: str, of_kr20: str, of_omega: str
) -> None:
    found = describe_reliability(items)
    assert found["note"].tolist() == [of_alpha, of_pairwise, of_kr20, of_omega]
    assert found[["value", "low", "high"]].isna().all(axis=None)
    assert np.isnan([alpha(items), alpha(items, "pairwise"), omega_total(items)]).all()


def test_alpha__blanks__listwise_or_pairwise_as_stated() -> None:
    rows = [[1, 2, 1], [3, 3, 4], [5, 4, 5], [2, -2, 3], [4, 1, np.nan]]
    assert alpha(rows) == alpha(rows[:3])
    variances = 5 / 2 + 5 / 3 + 35 / 12
    covariances = np.cov([1, 3, 5, 4], [2, 3, 4, 1])[0, 1] + np.cov([1, 3, 5, 2], [1, 4, 5, 3])[0, 1] + 2
    found = describe_reliability(rows)
    assert alpha(rows, "pairwise") == pytest.approx(1.5 * (1 - variances / (variances + 2 * covariances)))
    assert found[["n", "incomplete"]].iloc[:2].to_numpy().tolist() == [[3, 2], [5, 0]]
    assert found["note"].iloc[1] == OWN_PEOPLE
    assert found[["low", "high"]].iloc[1].isna().all()


def test_alpha__item_that_everybody_answered_alike__stays_and_is_named() -> None:
    rows = [[1, 2, 3], [3, 3, 3], [5, 5, 3], [2, 1, 3]]
    two = alpha([row[:2] for row in rows])
    assert alpha(rows) == pytest.approx(two * (3 / 2) / 2)
    assert notes(rows) == [*["items that everybody answered alike: 3"] * 2, NOT_MARKS, FEW_ITEMS]


def test_alpha__items_that_run_against_each_other__below_zero_and_said() -> None:
    assert notes([[1, 3], [2, 2], [3, 2]])[0] == "below 0: the items run against each other"


def test_alpha__large_numbers_beside_small_differences__still_exact() -> None:
    rows = np.array([[1, 2, 1], [3, 3, 4], [5, 4, 5]])
    assert alpha(rows + 1e9) == pytest.approx(18 / 19)


def test_reliability__frame_with_missing_whole_numbers__as_blanks() -> None:
    rows = pd.DataFrame({"a": pd.array([1, 0, None, 1], dtype="Int64"), "b": [1, 0, 1, 0], "c": [1, 0, 1, 1]})
    assert kr20(rows) == alpha(rows.dropna()) == pytest.approx(6 / 7)


def test_kr20__an_answer_that_is_no_mark__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        kr20([[1, 0], [2, 1], [-1, 0]])
    assert str(caught.value) == (
        "KR-20 needs marks of 0 and 1.\n"
        "- items: found 2; allowed: 0 for no, 1 for yes, or a blank. Use alpha, or code the answers as 0 and 1."
    )
    assert notes([[1, 0], [2, 1], [-1, 0]])[2] == NOT_MARKS


@pytest.mark.parametrize(("people", "computable"), [(3, False), (4, True), (5, True)])
def test_omega_total__around_as_many_people_as_items__from_one_more_on(people: int, computable: bool) -> None:
    rows = TOGETHER[:people]
    assert np.isfinite(omega_total(rows)) == computable
    assert (notes(rows)[3] == FEW_PEOPLE) != computable


@pytest.mark.parametrize(("items", "computable"), [(2, False), (3, True), (4, True)])
def test_omega_total__around_three_items_that_differ__from_three_on(items: int, computable: bool) -> None:
    rows = [[*row, 3][:items] for row in TOGETHER]
    found = describe_reliability(rows).iloc[3]
    assert np.isfinite(omega_total(rows)) == np.isfinite(found["value"]) == computable
    expected = {2: FEW_ITEMS, 3: "no interval", 4: "items that everybody answered alike: 4; no interval"}
    assert (found["note"], found["items"]) == (expected[items], min(items, 3))


def test_omega_total__three_items__by_hand() -> None:
    # Three covariances are the products of three loadings, so that each loading follows from them.
    table = np.cov(np.transpose(TOGETHER))
    ab, ac, bc = table[0, 1], table[0, 2], table[1, 2]
    loadings = np.sqrt([ab * ac / bc, ab * bc / ac, ac * bc / ab])
    common, own = loadings.sum() ** 2, np.trace(table) - (loadings**2).sum()
    assert omega_total(TOGETHER) == pytest.approx(common / (common + own), abs=1e-8)


def test_omega_total__item_that_runs_against_the_others__named_by_its_place() -> None:
    rows = [[3, row[0], row[1], 6 - row[2]] for row in TOGETHER]
    assert notes(rows)[3] == (
        "items that everybody answered alike: 1; items that run against the others: 4; no interval"
    )


def test_omega_total__one_item_explained_by_itself__heywood_case_noted() -> None:
    rows = [[1, 1, 1], [2, 2, 1], [3, 3, 3], [4, 4, 2], [5, 5, 3], [6, 7, 4]]
    found = describe_reliability(rows).iloc[3]
    assert found["note"] == "Heywood case, items with hardly any variance of their own: 2; no interval"
    assert 0.9 < found["value"] < 1


@pytest.mark.parametrize(
    "rows",
    [
        [
            [*pair, *more]
            for pair in ([0, 0], [1, 1], [0, 0], [1, 1], [0, 0], [1, 1], [0, 1], [1, 0])
            for more in SQUARE
        ],
        [[first, *more] for first in (0, 1) for more in SQUARE],
    ],
    ids=["two go together", "none go together"],
)
def test_omega_total__more_than_one_factor_fits__blank_with_a_note(rows) -> None:
    assert np.isnan(omega_total(rows))
    assert notes(rows)[3] == "more than one factor fits equally well, as where only two items go together"


@pytest.mark.parametrize(
    ("n", "k", "given"), [(1, 5, False), (2, 5, True), (3, 5, True), (9, 1, False), (9, 2, True), (np.nan, 5, False)]
)
def test_feldt_interval__around_two_people_and_two_items__blank_below(n: float, k: float, given: bool) -> None:
    assert np.isfinite(feldt_interval(0.5, n, k)).all() == given


def test_feldt_interval__arrays__each_by_itself() -> None:
    low, high = feldt_interval([0.295, np.nan, 1], [1000, 10, 10], 5)
    np.testing.assert_array_equal(low.round(4), [0.2235, np.nan, 1])
    np.testing.assert_array_equal(high.round(4), [0.3618, np.nan, 1])


def test_feldt_interval__what_cannot_be__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        feldt_interval([0.9, 1.2], 10, 5)
    assert str(caught.value) == (
        "This is no coefficient of reliability.\n- alpha: found 1.2; allowed: at most 1. Give the coefficient itself."
    )
    with pytest.raises(ToolkitError, match=r"^An interval needs a confidence between 0 and 1\."):
        feldt_interval(0.9, 10, 5, confidence=95)


@pytest.mark.parametrize(
    ("icc1", "target", "expected"),
    [
        (0.05, 0.70, 45),
        (0.10, 0.70, 21),
        (0.15, 0.70, 14),
        (0.20, 0.70, 10),
        (0.0999, 0.70, 22),
        (0.1001, 0.70, 21),
        (0.70, 0.70, 1),
        (0.6999, 0.70, 2),
        (1, 0.70, 1),
        (0.10, 0.80, 36),
        (0, 0.70, None),
        (-0.02, 0.70, None),
        (np.nan, 0.70, None),
    ],
)
def test_staff_needed__each_icc__smallest_whole_number(icc1: float, target: float, expected: int | None) -> None:
    assert staff_needed(icc1, target) == expected


def test_staff_needed__what_cannot_be__refused_with_every_fault() -> None:
    with pytest.raises(ToolkitError) as caught:
        staff_needed(1.5, target=70)
    assert str(caught.value) == (
        "The staff needed cannot be computed.\n"
        "- icc1: found 1.5; allowed: at most 1. Give ICC(1) itself.\n"
        "- target: found 70; allowed: a number between 0 and 1. Write 0.70 for ICC(2) = .70."
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: alpha([1, 2, 3]),
            "Reliability needs a table.\n"
            "- items: found 1 dimensions; allowed: people in rows, items in columns. Lay it out so.",
        ),
        (
            lambda: omega_total([[1, np.inf], [2, 3]]),
            "Reliability needs a table of numbers.\n"
            "- items: found an endless value; allowed: numbers from 0, or a blank. Leave the value blank.",
        ),
        (
            lambda: alpha([[1, 2], [2, 3]], missing="impute"),
            "Blanks can be left out in two ways.\n"
            "- missing: found 'impute'; allowed: listwise, pairwise. Choose one of them.",
        ),
    ],
)
def test_reliability__not_a_table_of_answers__refused(call, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        call()
    assert str(caught.value) == message
