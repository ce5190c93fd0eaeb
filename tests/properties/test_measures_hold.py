"""What must hold for any answers: order, names, parts and wholes, full rosters, monotony."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.guide import load_guide
from analysis.measures.cells import cell_draws, four_cells, priority, top_three
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import perception_gap
from analysis.measures.maturity import LEVELS, index, index_draws, level_probabilities, name_level
from analysis.measures.shares import (
    jeffreys_interval,
    newcombe_difference,
    nonresponse_bounds,
    paired_change,
    roster_interval,
    wilson_interval,
)
from analysis.measures.urn import fill_roster, split_weights
from analysis.tally import score_people, tally_answers
from answers import people_frame

pytestmark = pytest.mark.slow

GUIDE = load_guide()
ITEMS = GUIDE.scaled_items
TABLES = {
    "respondents": [],
    "marks": ["quality", "mark"],
    "pairs": ["quality"],
    "bands": ["scope"],
    "scores": ["exists_yes", "exists_answered"],
}
VERY_FEW = settings(max_examples=5, deadline=None)
FEW = settings(max_examples=15, deadline=None)
MANY = settings(max_examples=100, deadline=None)


@st.composite
def libraries(draw: st.DrawFn, fewest: int = 1, most: int = 9) -> pd.DataFrame:
    """A responses frame of a few people with any answers, blanks included."""
    size = draw(st.integers(fewest, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    columns = {item.id: rng.choice([*(item.scale.points if item.scale else ()), *item.blanks], size) for item in ITEMS}
    roles = rng.choice([*GUIDE.cohort("role").value_ids, "-1", "-4"], size)
    people = pd.DataFrame(columns).assign(role=roles)
    return people_frame(GUIDE, people.to_dict("records"))


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int]:
    """x yeses of n answers of N heads, n at least 1."""
    heads = draw(st.integers(1, 60))
    n = draw(st.integers(1, heads))
    return draw(st.integers(0, n)), n, heads


pairs_of_scores = st.lists(
    st.integers(5, 7).flatmap(lambda answered: st.tuples(st.integers(0, answered), st.just(answered))),
    min_size=1,
    max_size=12,
)


def score_frame(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["exists_yes", "exists_answered"])


@VERY_FEW
@given(libraries(), st.randoms(use_true_random=False))
def test_tally__rows_in_another_order_under_other_names__the_same(frame: pd.DataFrame, random) -> None:
    names = {"response_id": [f"z{9 - i}" for i in range(len(frame))], "library_id": "other", "wave": "w"}
    other = frame.assign(**names).iloc[random.sample(range(len(frame)), len(frame))]
    ours, theirs = (tally_answers(rows, GUIDE, ["role", "leads"]) for rows in (frame, other))
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name))


@VERY_FEW
@given(libraries(fewest=2), st.data())
def test_tally__split_in_two__parts_add_up_to_the_whole(frame: pd.DataFrame, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(frame)))
    whole, first, second = (tally_answers(rows, GUIDE, ["role"]) for rows in (frame, frame[:cut], frame[cut:]))
    for name, keys in TABLES.items():
        parts = pd.concat([getattr(first, name), getattr(second, name)])
        sums = [table.groupby(["cohort", "value", *keys]).sum() for table in (parts, getattr(whole, name))]
        pd.testing.assert_frame_equal(*sums)


@VERY_FEW
@given(libraries())
def test_tally__values_of_a_column__add_up_to_everybody(frame: pd.DataFrame) -> None:
    marks = tally_answers(frame, GUIDE, ["role", "leads"]).marks
    sums = marks.groupby(["cohort", "quality", "mark"])[["yes", "no", "skipped", "unsure", "declined"]].sum()
    for column in ("role", "leads"):
        pd.testing.assert_frame_equal(sums.loc[column], sums.loc["all"])


@FEW
@given(libraries())
def test_scores__against_fractions__no_rounding_decides(frame: pd.DataFrame) -> None:
    for (_, scored), (_, person) in zip(score_people(frame, GUIDE).iterrows(), frame.iterrows(), strict=True):
        places = []
        for situation in GUIDE.situations:
            growth, fixed = person[f"{situation}_growth"], person[f"{situation}_fixed"]
            if growth > 0 and fixed > 0:
                places.append((Fraction(int(growth) + 7 - int(fixed), 2) - 1) / 5 * 100)
        mean = sum(places, Fraction(0)) / max(len(places), 1)
        band = "fixed" if mean < 40 else "growth" if mean > 60 else "mixed"
        assert scored["band"] == (band if len(places) >= 4 else "")
        if len(places) >= 4:
            assert scored["position"] == pytest.approx(float(mean))


@MANY
@given(counts())
def test_intervals__no_counted_instead_of_yes__mirrored(count: tuple[int, int, int]) -> None:
    x, n, heads = count
    for interval in (wilson_interval, jeffreys_interval, lambda x, n: roster_interval(x, n, heads)):
        low, high = interval(x, n)
        mirrored_low, mirrored_high = interval(n - x, n)
        assert (low, high) == pytest.approx((1 - mirrored_high, 1 - mirrored_low), abs=1e-9)


@MANY
@given(counts())
def test_roster_interval__any_counts__within_the_bounds_and_exact_when_all_answered(count) -> None:
    x, n, heads = count
    low, high = roster_interval(x, n, heads)
    least, most = nonresponse_bounds(x, n, heads)
    assert least - 1e-12 <= low <= high <= most + 1e-12
    assert tuple(roster_interval(x, n, n)) == (x / n, x / n)


@MANY
@given(counts())
def test_intervals__one_more_yes__neither_end_falls(count: tuple[int, int, int]) -> None:
    x, n, heads = count
    assume(x < n)
    for interval in (wilson_interval, jeffreys_interval, lambda x, n: roster_interval(x, n, heads)):
        low, high = interval([x, x + 1], n)
        assert low[0] <= low[1]
        assert high[0] <= high[1]


@MANY
@given(counts(), st.sampled_from([0.5, 0.8, 0.9]))
def test_intervals__more_confidence__contains_the_narrower(count: tuple[int, int, int], confidence: float) -> None:
    x, n, heads = count
    for interval in (wilson_interval, jeffreys_interval, lambda x, n, c: roster_interval(x, n, heads, c)):
        inner, outer = interval(x, n, confidence), interval(x, n, 0.95)
        assert outer.low <= inner.low + 1e-12
        assert inner.high <= outer.high + 1e-12


@MANY
@given(counts(), counts())
def test_differences__groups_exchanged__mirrored(first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
    (x1, n1, _), (x2, n2, _) = first, second
    low, high = newcombe_difference(x1, n1, x2, n2)
    assert tuple(newcombe_difference(x2, n2, x1, n1)) == pytest.approx((-high, -low), abs=1e-12)
    assert low - 1e-12 <= x1 / n1 - x2 / n2 <= high + 1e-12
    one, other = (perception_gap(*groups)["p"].item() for groups in ((x1, n1, x2, n2), (x2, n2, x1, n1)))
    assert one == pytest.approx(other)
    assert 0 < one <= 1


@MANY
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_paired_change__gains_and_losses_exchanged__mirrored(gained: int, lost: int, kept: int) -> None:
    assume(gained + lost + kept > 0)
    one = paired_change(gained, lost, gained + lost + kept)
    other = paired_change(lost, gained, gained + lost + kept)
    assert one.low == pytest.approx(-other.high)
    assert (one.chi2, one.p) == (other.chi2, other.p)
    assert -1 <= one.low <= one.high <= 1


def urn_of_one_mark(x: int, n: int, silent: int) -> list[Fraction]:
    """P(K = k) for the yeses among the silent, ball by ball, from an urn with half a pseudo-person each way."""
    law = [Fraction(1)]
    for drawn in range(silent):
        grown = [Fraction(0)] * (drawn + 2)
        for k, chance in enumerate(law):
            yes = (x + k + Fraction(1, 2)) / (n + drawn + 1)
            grown[k] += chance * (1 - yes)
            grown[k + 1] += chance * yes
        law = grown
    return law


@MANY
@given(counts(), st.sampled_from([0.8, 0.9, 0.95]))
def test_roster_interval__urn_of_the_index_with_one_mark__equal(count: tuple[int, int, int], confidence: float) -> None:
    x, n, heads = count
    law = urn_of_one_mark(x, n, heads - n)
    tail = Fraction(str(1 - confidence)).limit_denominator(1000) / 2
    fewest = next(k for k in range(len(law)) if sum(law[: k + 1]) >= tail)
    most = next(k for k in reversed(range(len(law))) if sum(law[k:]) >= tail)
    assert tuple(roster_interval(x, n, heads, confidence)) == ((x + fewest) / heads, (x + most) / heads)


@pytest.mark.parametrize(("x", "n", "heads"), [(15, 23, 31), (0, 4, 30), (9, 10, 200), (2, 3, 5)])
def test_urn__one_mark__draws_follow_the_law_of_the_roster_interval(x: int, n: int, heads: int) -> None:
    rng = np.random.default_rng(heads)
    filled = fill_roster([n - x, x], split_weights([n - x + 0.5, x + 0.5], 4000, rng), heads, rng)[:, 1]
    law = np.cumsum([float(chance) for chance in urn_of_one_mark(x, n, heads - n)])
    drawn = np.searchsorted(np.sort(filled * heads), x + np.arange(len(law)) + 0.5) / 4000
    # Farther than this, 4,000 draws are less than once in 10^8 (Massart 1990).
    assert np.abs(drawn - law).max() < np.sqrt(np.log(2e8) / 8000)


@FEW
@given(pairs_of_scores, st.integers(0, 20), st.randoms(use_true_random=False))
def test_index__people_in_another_order__same_to_the_last_digit(pairs, silent: int, random) -> None:
    shuffled = random.sample(pairs, len(pairs))
    one, other = (index(score_frame(rows), len(pairs) + silent, seed=4) for rows in (pairs, shuffled))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@FEW
@given(pairs_of_scores)
def test_index__everybody_has_a_score__exact_mean_and_no_width(pairs: list[tuple[int, int]]) -> None:
    row = index(score_frame(pairs), len(pairs), seed=4).iloc[0]
    mean = sum(Fraction(*pair) for pair in pairs) / len(pairs)
    assert row["low"] == row["index"] == row["high"] == round(float(100 * mean), 9)
    levels = level_probabilities(index_draws([yes / of for yes, of in pairs], len(pairs), seed=4))
    assert levels.max() == 1
    assert levels.idxmax() == LEVELS[min(int(mean * 5), 4)]


@FEW
@given(pairs_of_scores, st.integers(0, 20), st.data())
def test_index__one_person_sees_one_more__does_not_fall(pairs, silent: int, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(pairs) - 1))
    yes, answered = pairs[who]
    assume(yes < answered)
    more = [*pairs[:who], (yes + 1, answered), *pairs[who + 1 :]]
    before, after = (index(score_frame(rows), len(pairs) + silent, seed=4)["index"].item() for rows in (pairs, more))
    assert before < after


@FEW
@given(pairs_of_scores, st.integers(1, 30))
def test_index__any_scores__within_what_the_silent_could_do(pairs: list[tuple[int, int]], silent: int) -> None:
    heads = len(pairs) + silent
    total = float(sum(Fraction(*pair) for pair in pairs))
    row = index(score_frame(pairs), heads, seed=4).iloc[0]
    bounds = 100 * total / heads, 100 * (total + silent) / heads
    assert bounds[0] - 1e-6 <= row["low"] <= row["index"] <= row["high"] <= bounds[1] + 1e-6


@FEW
@given(libraries(), st.integers(0, 9))
def test_four_cells__any_library__shares_add_up_and_lie_within_the_bounds(frame: pd.DataFrame, silent: int) -> None:
    cells = four_cells(frame, GUIDE, len(frame) + silent, seed=2).cells
    answered = cells[cells["n"] > 0]
    sums = answered.groupby("quality")["share"].sum()
    np.testing.assert_allclose(sums, 1)
    low, high = nonresponse_bounds(answered["count"], answered["n"], answered["roster"].astype(float))
    assert (answered["low"] >= low - 1e-9).all()
    assert (answered["high"] <= high + 1e-9).all()
    complete = answered[answered["n"] == answered["roster"]]
    np.testing.assert_array_equal(complete["low"], complete["high"])


@FEW
@given(libraries(), st.randoms(use_true_random=False))
def test_four_cells__rows_in_another_order__same_to_the_last_digit(frame: pd.DataFrame, random) -> None:
    order = random.sample(range(len(frame)), len(frame))
    one, other = (four_cells(rows, GUIDE, 20, seed=2) for rows in (frame, frame.iloc[order]))
    pd.testing.assert_frame_equal(one.cells, other.cells, check_exact=True)
    pd.testing.assert_frame_equal(one.unmet_need, other.unmet_need, check_exact=True)


@FEW
@given(libraries(), st.integers(0, 9))
def test_priority__any_library__chances_add_up_to_three(frame: pd.DataFrame, silent: int) -> None:
    table = priority(frame, GUIDE, len(frame) + silent, seed=2)
    assert table["top_three"].sum() == pytest.approx(min(3, int((table["n"] > 0).sum())))
    assert set(table["quality"]) == set(GUIDE.qualities)
    assert table["top_three"].dropna().is_monotonic_decreasing
    parts = table["build"] + table["strengthen"]
    np.testing.assert_allclose(parts, table["develop"])


@MANY
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=7, max_size=7), min_size=1, max_size=6),
    st.permutations(list(range(7))),
)
def test_top_three__qualities_relabelled__chances_go_with_them(draws: list[list[int]], order: list[int]) -> None:
    chances = top_three(draws)
    assert chances.sum() == pytest.approx(3)
    np.testing.assert_allclose(top_three(np.array(draws)[:, order]), chances[order])


@FEW
@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=1, max_size=4), st.integers(0, 9))
def test_cell_draws__any_counts__shares_of_one_roster(table: list[list[int]], silent: int) -> None:
    heads = max(map(sum, table)) + silent
    assume(heads > 0)
    draws = cell_draws(table, heads, seed=7, draws=50)
    np.testing.assert_allclose(draws.sum(axis=-1), 1)
    np.testing.assert_allclose(draws * heads, np.round(draws * heads), atol=1e-9)
    assert (draws * heads >= np.array(table) - 1e-9).all()


@MANY
@given(st.lists(st.integers(0, 20), min_size=5, max_size=5))
def test_name_level__any_chances__shortest_run_that_is_sure_enough(weights: list[int]) -> None:
    assume(sum(weights) > 0)
    named = name_level([weight / sum(weights) for weight in weights])
    first, last = LEVELS.index(named.level_from), LEVELS.index(named.level_to)
    length = last - first + 1
    runs = {
        size: max(Fraction(sum(weights[start : start + size]), sum(weights)) for start in range(6 - size))
        for size in range(1, 6)
    }
    assert length == min(size for size, best in runs.items() if best >= Fraction(8, 10))
    assert named.probability == pytest.approx(float(runs[length]))
    assert named.probability == pytest.approx(sum(weights[first : last + 1]) / sum(weights))


@MANY
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_adjust_p_values__any_family__never_smaller_in_any_order_and_methods_ordered(p: list[float], random) -> None:
    order = random.sample(range(len(p)), len(p))
    adjusted = {method: adjust_p_values(p, method) for method in ("bh", "holm", "bonferroni")}
    assert (np.array(p) <= adjusted["bh"]).all()
    assert (adjusted["bh"] <= adjusted["holm"] + 1e-12).all()
    assert (adjusted["holm"] <= adjusted["bonferroni"] + 1e-12).all()
    for method, values in adjusted.items():
        np.testing.assert_array_equal(adjust_p_values(np.array(p)[order], method), values[order])
