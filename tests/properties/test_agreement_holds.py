"""What must hold for any answers in groups: order, names and zero of the scale do not matter; known identities do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.agreement import average_deviation, icc, intraclass, may_aggregate, rwg, rwg_j

MANY = settings(max_examples=60, deadline=None)

answer = st.sampled_from([-1, 1, 2, 3, 4, 5, 6])
people = st.lists(st.tuples(st.sampled_from("abcd"), answer, answer, answer), min_size=1, max_size=24)
marks = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 1)), min_size=1, max_size=30)
NUMBERS = ("icc1", "icc2", "low", "high", "msb", "msw", "k", "p")


def laid_out(rows: list) -> tuple[np.ndarray, list[str]]:
    return np.array([row[1:] for row in rows], dtype=float), [row[0] for row in rows]


def by_group(items: np.ndarray, groups: list[str]) -> pd.DataFrame:
    """All indices of agreement, one row per group."""
    frames = {
        "rwg": rwg(items[:, 0], groups, 6),
        "rwg_j": rwg_j(items, groups, 6),
        "lindell": rwg_j(items, groups, 6, "lindell").rename(columns={"rwg_j": "lindell"}),
        "mean": average_deviation(items, groups).rename(columns={"ad": "mean"}),
        "median": average_deviation(items, groups, "median").rename(columns={"ad": "median"}),
    }
    columns = {name: frame.set_index("group")[name] for name, frame in frames.items()}
    return pd.DataFrame(columns | {"n": frames["mean"].set_index("group")["n"]})


@MANY
@given(people, st.randoms(use_true_random=False))
def test_agreement__rows_shuffled_groups_renamed_and_all_moved_up__the_same(rows, random) -> None:
    found = by_group(*laid_out(rows))
    items, groups = laid_out(random.sample(rows, len(rows)))
    moved = np.where(items >= 0, items + 10, items)
    pd.testing.assert_frame_equal(by_group(moved, groups), found, rtol=0, atol=1e-10)
    turned = by_group(items, [chr(ord("z") - ord(name) + ord("a")) for name in groups])
    np.testing.assert_allclose(turned.to_numpy()[::-1], found.to_numpy(), rtol=0, atol=1e-10)


@MANY
@given(people)
def test_agreement__any_answers__number_or_note_and_within_bounds(rows) -> None:
    items, groups = laid_out(rows)
    for frame in (
        rwg_j(items, groups, 6),
        average_deviation(items, groups),
        average_deviation(items, groups, "median"),
    ):
        name = frame.columns[2]
        assert (frame[name].notna() == (frame["n"] >= 2)).all()
        assert (frame.loc[frame[name].isna(), "note"] != "").all()
    found = by_group(items, groups).dropna()
    assert found["rwg_j"].between(0, 1).all()
    assert (found["rwg"] <= 1).all()
    # No middle is nearer to everybody than the median; the truncated form never falls below the one without steps.
    assert (found["median"] <= found["mean"] + 1e-12).all()
    assert (found["rwg_j"] >= found["lindell"] - 1e-12).all()


@MANY
@given(people)
def test_agreement__each_group_alone__as_among_the_others(rows) -> None:
    items, groups = laid_out(rows)
    found = by_group(items, groups)
    for name, row in found.iterrows():
        own = [group == name for group in groups]
        alone = by_group(items[own], [str(name)] * sum(own))
        np.testing.assert_allclose(alone.to_numpy()[0], row.to_numpy(), rtol=0, atol=1e-10)


@MANY
@given(marks)
def test_rwg__marks__follows_from_the_share_alone(rows) -> None:
    values, groups = [row[1] for row in rows], [row[0] for row in rows]
    for row in rwg(values, groups, 2).dropna().itertuples():
        own = [value for value, group in zip(values, groups, strict=True) if group == row.group]
        p = sum(own) / len(own)
        assert row.rwg == pytest.approx(1 - 4 * p * (1 - p) * len(own) / (len(own) - 1))
        assert row.note.startswith("two options: consensus")


@MANY
@given(people, st.randoms(use_true_random=False), st.sampled_from(["mean", "searle"]))
def test_icc__rows_shuffled_groups_renamed_moved_and_stretched__the_same(rows, random, group_size) -> None:
    items, groups = laid_out(rows)
    found = icc(items[:, 0], groups, group_size)
    shuffled, names = laid_out(random.sample(rows, len(rows)))
    stretched = np.where(shuffled[:, 0] >= 0, 3 * shuffled[:, 0] + 7, -1)
    other = icc(stretched, [ord(name) for name in names], group_size)
    expected = [getattr(found, name) * (9 if name in ("msb", "msw") else 1) for name in NUMBERS]
    assert [getattr(other, name) for name in NUMBERS] == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert (other.note, other.groups, other.n) == (found.note, found.groups, found.n)


@MANY
@given(people)
def test_icc__any_answers__number_or_note_and_a_verdict(rows) -> None:
    items, groups = laid_out(rows)
    found = icc(items[:, 0], groups)
    assert np.isfinite(found.icc1) or found.note
    assert np.isnan(found.low) == np.isnan(found.high)
    if np.isfinite(found.low):
        assert found.low <= found.icc1 <= found.high <= 1
        # The low end is above 0 just where the one-sided test at half the level says that groups differ.
        assert (found.low > 0) == (found.p < 0.025)
    verdict = may_aggregate(found, rwg_j(items, groups, 6), options=6)
    assert (verdict.verdict == "not_computable") == np.isnan([found.icc1, found.p]).any()
    assert "{" not in verdict.sentence


@MANY
@given(st.lists(st.lists(st.integers(1, 6), min_size=3, max_size=3), min_size=2, max_size=8))
def test_icc__groups_of_one_size__the_one_way_forms_of_the_table(table) -> None:
    found = icc(np.ravel(table), np.repeat(np.arange(len(table)), 3))
    forms = intraclass(table).set_index("form")
    for form, names in {"ICC(1,1)": ("icc1", "low", "high", "p"), "ICC(1,k)": ("icc2",)}.items():
        columns = {"icc1": "value", "icc2": "value"}
        for name in names:
            pair = getattr(found, name), forms.loc[form, columns.get(name, name)]
            # Where all means are alike, the table still has the ends that follow from F = 0.
            if found.msb:
                assert pair[0] == pytest.approx(pair[1], abs=1e-9, nan_ok=True)


@MANY
@given(st.lists(st.lists(answer, min_size=3, max_size=3), min_size=2, max_size=8), st.permutations(range(3)))
def test_intraclass__targets_turned_raters_exchanged_and_all_moved__the_same(table, order) -> None:
    found = intraclass(table)
    moved = [[value + 5 if value > 0 else value for value in np.take(row, order)] for row in table[::-1]]
    pd.testing.assert_frame_equal(intraclass(moved), found, rtol=0, atol=1e-8)
