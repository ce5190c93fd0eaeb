"""Agreement of coders: published cases, what cannot be computed, intervals, and themes question by question."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.texts import alpha_interval, cohens_kappa, krippendorff_alpha, theme_agreement

NAN = np.nan
EXAMPLE_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
# Krippendorff 2011, examples A (marks) and B (names) with two observers.
MARKS = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
NAMES = [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]
# Cohen 1960: 200 people sorted into three kinds by two judges.
COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])


def sorted_by_two(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The codes of two judges whose table is given."""
    first, second = np.indices(table.shape)
    return np.repeat(first.ravel(), table.ravel()), np.repeat(second.ravel(), table.ravel())


def codings(**texts: tuple[str | None, str | None]) -> pd.DataFrame:
    """For each text the themes that the first and the second coder found; None: not read."""
    rows = [
        (text, "tour_keep", coder, themes, "")
        for text, pair in texts.items()
        for coder, themes in zip(("first", "second"), pair, strict=True)
        if themes is not None
    ]
    return pd.DataFrame(rows, columns=["response_id", "item", "coder", "themes", "memo"])


@pytest.mark.parametrize(
    ("scale", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha__example_c__to_the_printed_digits(scale, printed: float) -> None:
    assert round(krippendorff_alpha(EXAMPLE_C, scale), 3) == printed
    assert krippendorff_alpha(np.nan_to_num(EXAMPLE_C, nan=-2), scale) == krippendorff_alpha(EXAMPLE_C, scale)


@pytest.mark.parametrize(("ratings", "printed"), [(MARKS, 0.095), (NAMES, 0.692)])
def test_alpha__examples_a_and_b__to_the_printed_digits(ratings, printed: float) -> None:
    assert round(krippendorff_alpha(ratings), 3) == printed


def test_kappa__cohens_table__to_the_printed_digits() -> None:
    assert round(cohens_kappa(*sorted_by_two(COHEN)), 3) == 0.492


@pytest.mark.parametrize(
    ("a", "b", "weights", "value"),
    [
        # Of four pairs three agree, by chance two would: (3 - 2) / (4 - 2).
        ([1, 1, 2, 2], [1, 1, 2, 1], None, 0.5),
        ([1, 2], [2, 1], None, -1),
        # Distances found 0 0 2 = 2, expected 8/3: 1 - 2 / (8/3); squares 4 against 16/3.
        ([1, 3, 3], [1, 3, 1], "linear", 0.4),
        ([1, 2, 4], [1, 2, 4], "quadratic", 1),
        # The distance of codes counts, and not that of their places: 4 - 2 = 2. Found 4, expected 22/4.
        ([1, 2, 4, 4], [1, 4, 4, 2], "linear", 3 / 11),
    ],
)
def test_kappa__few_texts__by_hand(a, b, weights, value: float) -> None:
    assert cohens_kappa(a, b, weights) == pytest.approx(value, abs=1e-12)


def test_kappa__gaps_of_either_coder__left_out() -> None:
    assert cohens_kappa([1, 1, 2, 2, NAN, 1], [1, 1, 2, 1, 1, -1]) == 0.5


@pytest.mark.parametrize(("a", "b"), [([], []), ([1], [2]), ([1, 1], [1, 1]), ([1, NAN], [-1, 2]), ([2, 1], [2, NAN])])
def test_kappa__nothing_to_tell_apart__blank_without_a_warning(a, b) -> None:
    assert np.isnan(cohens_kappa(a, b))
    assert np.isnan(cohens_kappa(a, b, "quadratic"))


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize(
    "ratings",
    [
        np.zeros((0, 0)),
        np.zeros((2, 0)),
        [[1, 2, 3]],
        [[1], [2]],
        [[1, 1, 1], [1, 1, 1]],
        [[0, 0], [0, 0]],
        [[0.1] * 7, [0.1] * 7, [0.1] * 7],
        [[1, NAN, -1], [NAN, 2, 3]],
        [[1, 2, 3], [NAN, NAN, 3]],
    ],
)
def test_alpha__nothing_to_tell_apart__blank_without_a_warning(ratings, scale) -> None:
    assert np.isnan(krippendorff_alpha(ratings, scale))
    assert np.isnan(alpha_interval(ratings, scale)).all()


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval", "ratio"])
def test_interval__example_c__around_alpha_and_fixed_by_its_seed(scale) -> None:
    low, high = alpha_interval(EXAMPLE_C, scale, seed=3)
    assert low < krippendorff_alpha(EXAMPLE_C, scale) < high <= 1
    assert alpha_interval(EXAMPLE_C, scale, seed=3) == (low, high)
    assert alpha_interval(EXAMPLE_C, scale, seed=4) != (low, high)
    narrow = alpha_interval(EXAMPLE_C, scale, confidence=0.5, seed=3)
    assert low < narrow.low < narrow.high < high


def test_interval__ten_times_the_units__narrower() -> None:
    wide, narrow = alpha_interval(NAMES, seed=1), alpha_interval(np.tile(NAMES, 10), seed=1)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_interval__units_and_observers_in_another_order__the_same() -> None:
    ratings = np.array(EXAMPLE_C)
    assert alpha_interval(ratings[::-1, ::-1], "interval", seed=2) == alpha_interval(ratings, "interval", seed=2)


@pytest.mark.parametrize(("disagreeing", "blank"), [(1, True), (2, True), (3, False)])
def test_interval__a_code_in_few_units__from_three_on(disagreeing: int, blank: bool) -> None:
    # A unit out of 60 is in no draw with a chance of e⁻¹, two with e⁻², three with e⁻³, which is under 8 %.
    ratings = np.zeros((2, 60))
    ratings[0, :disagreeing] = 1
    assert np.isnan(alpha_interval(ratings)).tolist() == [blank, blank]


def test_interval__all_agree__blank() -> None:
    assert krippendorff_alpha([[1, 2, 3], [1, 2, 3]]) == 1
    assert np.isnan(alpha_interval([[1, 2, 3], [1, 2, 3]])).all()


def test_interval__coders_who_agree_halfway__covers_as_often_as_it_says() -> None:
    # Each code is a coin; the second coder repeats it two times in three and else throws anew: alpha is 2/3.
    rng = np.random.default_rng(8)
    first = rng.integers(0, 2, (150, 120))
    second = np.where(rng.random((150, 120)) < 2 / 3, first, rng.integers(0, 2, (150, 120)))
    ends = [alpha_interval(np.stack(pair), seed=1) for pair in zip(first, second, strict=True)]
    covered = np.mean([low <= 2 / 3 <= high for low, high in ends])
    assert 0.89 <= covered <= 0.99


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: cohens_kappa([1], [1], "cubic"),  # type: ignore[arg-type]
            "Kappa weighs disagreement in three ways.\n"
            "- weights: found 'cubic'; allowed: None, linear, quadratic. Choose one of them.",
        ),
        (
            lambda: cohens_kappa([1, 2], [1]),
            "Kappa compares two coders text by text.\n"
            "- the codes: found 2 and 1; allowed: as many of both. Leave gaps blank.",
        ),
        (
            lambda: cohens_kappa([1, np.inf], [1, 2]),
            "Agreement cannot be computed from these codes.\n"
            "- the codes: found an endless code; allowed: numbers from 0, or a blank. Leave it blank.",
        ),
        (
            lambda: krippendorff_alpha([1, 2]),
            "Agreement cannot be computed from these codes.\n"
            "- the codes: found 1 dimensions; allowed: observers in rows, units in columns. Lay them out so.",
        ),
        (
            lambda: krippendorff_alpha([[1, 2]], "names"),  # type: ignore[arg-type]
            "Codes are names, ranks or numbers.\n"
            "- scale: found 'names'; allowed: nominal, ordinal, interval, ratio. Choose one of them.",
        ),
        (
            lambda: alpha_interval(MARKS, confidence=95),
            "An interval needs a confidence between 0 and 1.\n"
            "- confidence: found 95; allowed: a number between 0 and 1. Write 0.95 for 95 percent.",
        ),
    ],
)
def test_agreement__what_cannot_be__refused_in_words(call, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        call()
    assert str(caught.value) == message


def test_theme_agreement__texts_of_two_coders__each_theme_by_itself() -> None:
    read = codings(
        r1=("time", "time"),
        r2=("time leaders", "time"),
        r3=("", ""),
        r4=("leaders", "leaders time"),
        r5=("time", None),
        r6=(None, "belonging"),
    )
    found = theme_agreement(read).set_index("theme")
    assert found.index.tolist() == ["belonging", "leaders", "time"]
    assert found["n"].tolist() == [4, 4, 4]
    assert found[["first", "second"]].to_numpy().tolist() == [[0, 0], [2, 1], [2, 3]]
    # By hand: of 8 marks 3 are yes, so expected 2·3·5 / (8·7); observed 2 of 8: 1 - 7·2/30. Kappa (6 - 4) / (8 - 4).
    assert found.loc["leaders", ["alpha", "kappa"]].tolist() == pytest.approx([1 - 14 / 30, 0.5])
    assert found["note"].tolist() == [
        "neither found it in a text that both have read",
        "no interval: fewer than ten texts",
        "no interval: fewer than ten texts",
    ]
    assert found["alpha"].isna().tolist() == found["kappa"].isna().tolist() == [True, False, False]
    assert found["question"].unique().tolist() == ["differs beyond chance"]


@pytest.mark.parametrize(
    ("texts", "n", "note"),
    [
        ({"r1": ("time", None), "r2": (None, "time")}, 0, "no text that both have read"),
        ({"r1": ("time", "time")}, 1, "one text alone: nothing to compare with"),
        ({"r1": ("time", "")}, 1, "one text alone: nothing to compare with"),
        (
            {"r1": ("time", "time"), "r2": ("time", "time")},
            2,
            "both found it in every text: nothing to tell texts apart by",
        ),
        (
            {"r1": ("time", "time"), "r2": ("", "")},
            2,
            "no interval: where all agree, these texts cannot say how sure that is",
        ),
    ],
)
def test_theme_agreement__no_number_or_no_interval__says_why(texts, n: int, note: str) -> None:
    found = theme_agreement(codings(**texts))
    assert found[["theme", "n", "note"]].to_numpy().tolist() == [["time", n, note]]
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("n", "blank"), [(9, True), (10, False), (11, False)])
def test_interval__number_of_units__from_ten_on(n: int, blank: bool) -> None:
    ratings = np.tile(NAMES, 2)[:, :n]
    assert np.isnan(alpha_interval(ratings)).tolist() == [blank, blank]
    lonely = np.vstack([[NAN] * 5, np.arange(5)])
    assert np.isnan(alpha_interval(np.hstack([ratings, lonely]))).tolist() == [blank, blank]


def test_theme_agreement__theme_in_few_of_many_texts__no_interval() -> None:
    texts = {f"r{place}": ("" if place else "time", "") for place in range(30)}
    found = theme_agreement(codings(**texts))
    assert found["note"].tolist() == ["no interval: too few texts have it, or too few lack it"]


def test_theme_agreement__many_texts__has_an_interval_and_no_note() -> None:
    texts = {f"r{place}": ("time" if place % 2 else "", "time" if place % 5 else "") for place in range(40)}
    found = theme_agreement(codings(**texts), seed=1).iloc[0]
    assert found["low"] < found["alpha"] < found["high"]
    assert found["note"] == ""


def test_theme_agreement__agreed_codings_and_order_of_rows__make_no_difference() -> None:
    texts = {f"r{place}": ("time" if place % 2 else "", "time" if place % 3 else "leaders") for place in range(24)}
    read = codings(**texts)
    agreed = read[read["coder"] == "first"].assign(coder="agreed", themes="time")
    other = read.assign(item="goal_team", themes=read["themes"].where(read["coder"] == "first", ""))
    expected = theme_agreement(read)
    mixed = pd.concat([other, agreed, read]).sample(frac=1, random_state=5)
    found = theme_agreement(mixed)
    assert found["item"].unique().tolist() == ["goal_team", "tour_keep"]
    pd.testing.assert_frame_equal(found[found["item"] == "tour_keep"].reset_index(drop=True), expected)


def test_theme_agreement__nobody_has_coded__no_rows() -> None:
    found = theme_agreement(codings())
    assert found.empty
    names = "item theme n first second alpha kappa low high confidence question method note"
    assert found.columns.tolist() == names.split()
