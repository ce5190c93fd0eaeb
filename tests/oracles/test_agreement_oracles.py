"""Agreement and intraclass correlations against what R's `multilevel` and `psych` computed, kept beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.agreement import average_deviation, icc, intraclass, rwg, rwg_j
from analysis.measures.intraclass import NO_DENOMINATOR

HERE = Path(__file__).parent
SIZES = (4, 2, 9, 1, 3, 6, 2, 5)
TIGHT = {"rtol": 0, "atol": 1e-8}


def computed_by_r(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name, comment="#")


def cases(name: str, by: str) -> list:
    return [pytest.param(table, id=str(key)) for key, table in computed_by_r(name).groupby(by, sort=False)]


def answers(options: int, blanks: bool) -> tuple[np.ndarray, np.ndarray]:
    """The answers of `rwg.R` and `deviation.R`, from the same remainders; blanks as a code and as NaN."""
    group = np.repeat(np.arange(1, 9), SIZES)
    person = np.arange(1, len(group) + 1)
    items = np.array([1 + (3 * group + item + (person * (item + 4)) % 3) % options for item in range(1, 5)], float).T
    items[group == 5] = 2
    if blanks:
        fifth = person[person % 5 == 0]
        items[fifth - 1, fifth % 4] = np.where(fifth % 2, -1, np.nan)
    return items, group


@pytest.mark.parametrize("expected", cases("rwg.csv", "case"))
def test_rwg_and_rwg_j__each_case__as_in_multilevel(expected: pd.DataFrame) -> None:
    options, blanks = int(expected["options"].iloc[0]), expected["case"].iloc[0] in ("blanks", "wide")
    items, group = answers(options, blanks)
    # multilevel is asked for one item of the people who answered all four.
    one = np.where((items >= 0).all(axis=1), items[:, 0], np.nan)
    found = rwg(one, group, options, truncated=True)
    assert found["group"].tolist() == expected["group"].tolist()
    assert found["n"].tolist() == expected["n"].tolist()
    np.testing.assert_allclose(found["rwg"], expected["rwg"], **TIGHT)
    np.testing.assert_allclose(rwg_j(items, group, options)["rwg_j"], expected["rwg_j"], **TIGHT)
    np.testing.assert_allclose(rwg_j(items, group, options, "lindell")["rwg_j"], expected["lindell"], **TIGHT)
    assert (found["note"] != "").sum() >= expected["rwg"].isna().sum() > 0


@pytest.mark.parametrize("expected", cases("deviation.csv", "case"))
@pytest.mark.parametrize("about", ["mean", "median"])
def test_average_deviation__each_case__as_in_multilevel(expected: pd.DataFrame, about) -> None:
    items, group = answers(5, blanks=expected["case"].iloc[0] != "full")
    items = np.where(items >= 0, items * expected["step"].iloc[0], items)
    one = np.where((items >= 0).all(axis=1), items[:, 0], np.nan)
    assert average_deviation(items, group)["n"].tolist() == expected["n"].tolist()
    np.testing.assert_allclose(average_deviation(one, group, about)["ad"], expected[f"one_{about}"], **TIGHT)
    np.testing.assert_allclose(average_deviation(items, group, about)["ad"], expected[about], **TIGHT)


@pytest.mark.parametrize("case", [row for _, row in computed_by_r("icc.csv").iterrows()], ids=lambda row: row["rows"])
def test_icc__each_case__as_in_aov_multilevel_and_psych(case: pd.Series) -> None:
    rows = [[float(word) for word in row.split()] for row in case["rows"].split("/")]
    values, group = np.concatenate(rows), np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    found, searle = icc(values, group), icc(values, group, group_size="searle")
    names = ["n", "groups", "msb", "msw", "p", "k", "icc1", "icc2", "low", "high"]
    np.testing.assert_allclose([getattr(found, name) for name in names], case[names].astype(float), **TIGHT)
    names = ["k", "icc1", "low", "high"]
    of_r = case[[f"searle_{name}" for name in names]].astype(float)
    np.testing.assert_allclose([getattr(searle, name) for name in names], of_r, **TIGHT)
    assert (searle.icc2, searle.msb, searle.msw, searle.p) == (found.icc2, found.msb, found.msw, found.p)
    if not np.isnan(case["psych_low"]):
        assert (found.low, found.high) == pytest.approx((case["psych_low"], case["psych_high"]), abs=1e-8)
    if not np.isnan(case["reml"]):
        assert found.icc1 == pytest.approx(case["reml"], abs=1e-6)


def test_oracle_of_icc__its_cases__cover_what_can_be_compared() -> None:
    table = computed_by_r("icc.csv")
    assert (len(table), (table["icc1"] < 0).sum(), table["reml"].notna().sum()) == (10, 2, 3)
    assert (table["k"] > table["searle_k"]).sum() == 5


@pytest.mark.parametrize("expected", cases("intraclass.csv", "table"))
def test_intraclass__each_table__as_in_psych(expected: pd.DataFrame) -> None:
    text = expected["table"].iloc[0]
    found = intraclass([[float(word) for word in row.split()] for row in text.split("/")])
    assert found["form"].str.replace(",", ";").tolist() == expected["form"].tolist()
    assert found["incomplete"].unique().tolist() == [text.count("-1")]
    # psych gives a value above 1 where the denominator is below 0; here it is blank.
    defined = (found["note"] != NO_DENOMINATOR).to_numpy()
    assert (~defined).sum() == (expected["value"].abs() > 1).sum() - (expected["value"] < -1).sum()
    for name in ("value", "f", "df1", "df2", "p", "low", "high"):
        np.testing.assert_allclose(found.loc[defined, name], expected.loc[defined.tolist(), name], **TIGHT)
