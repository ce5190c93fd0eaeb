"""Libraries beside each other: what is told, what is withheld, who differs, and what cannot be compared."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import compared, release
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.mean_score import MeanScore, spread_bounds
from analysis.disclosure.released import Released
from analysis.disclosure.standing import SPREAD_COLUMNS, STANDING_COLUMNS, stand_by_share
from analysis.errors import ToolkitError
from analysis.measures.aggregation import may_aggregate
from analysis.measures.intraclass import Icc
from analysis.measures.libraries import pool_share_ranges
from analysis.responses.frames import LIBRARIES, empty_frame

NO_FACTS = empty_frame(LIBRARIES)
NUMBERS = ["raw", "raw_low", "raw_high", "pooled", "low", "high", "expected_rank", "rank_low", "rank_high", "top_third"]
Told = tuple[int, int, int]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture(scope="module")
def nobody(make_survey) -> Released:
    return release(make_survey([]), "elm", "2026")


@pytest.fixture(scope="module")
def told_by(nobody: Released) -> Callable[..., Released]:
    """A result that tells, for all staff, the given ranges of counts; by quality, or `growth`."""

    def tell(library: str, counts: Told, n: int = 20, wave: str = "2026", **by_measure: Told | None) -> Released:
        def row(measure: str) -> dict:
            low, high, of = by_measure.get(measure, counts) or (pd.NA, pd.NA, pd.NA)
            withheld = pd.isna(low)
            design = {"cohort": "all", "value": "all", "withheld": withheld, "reason": "complement" if withheld else ""}
            return design | {"count_low": low, "count_high": high, "n": of}

        qualities = nobody.guide.qualities
        marks = [row(quality) | {"quality": quality, "mark": "exists"} for quality in qualities]
        bands = [row("growth") | {"scope": "overall", "band": "growth"}]
        everybody = {"cohort": "all", "value": "all", "n": n, "roster": n + 5, "withheld": False, "reason": ""}
        whole = not any(mark["withheld"] for mark in marks)
        return replace(
            nobody,
            library_id=library,
            library_name=library.title(),
            wave=wave,
            respondents=pd.DataFrame([everybody]).astype({"n": "Int64", "roster": "Int64"}),
            marks=pd.DataFrame(marks).astype(dict.fromkeys(("count_low", "count_high", "n"), "Int64")),
            bands=pd.DataFrame(bands).astype(dict.fromkeys(("count_low", "count_high", "n"), "Int64")),
            maturity=pd.DataFrame([{"cohort": "all", "value": "all", "withheld": not whole}]),
        )

    return tell


@pytest.fixture(scope="module")
def twelve(told_by) -> list[Released]:
    """Twelve libraries: two far above in `purpose`, one far below, all alike in the rest."""
    counts = {"ash": (38, 38, 40), "bay": (0, 2, 30), "fig": (28, 30, 30)}
    names = ("ash", "bay", "cedar", "dogwood", "elm", "fig", "gum", "hazel", "ivy", "juniper", "kapok", "larch")
    return [told_by(name, (10, 10, 20), purpose=counts.get(name, (10, 10, 20))) for name in names]


def columns_of(frame: str) -> list[str]:
    """The columns that the docstring of `compared` lists for a frame."""
    line = next(line for line in (compared.__doc__ or "").splitlines() if line.startswith(f"| `{frame}`"))
    listed = re.sub(r"\([^)]*\([^)]*\)[^)]*\)|\([^)]*\)", "", line.split("|")[3])
    return list(dict.fromkeys(re.findall(r"`(\w+)`", listed)))


def test_compare_libraries__columns__as_the_contract_lists_them(twelve) -> None:
    found = compare_libraries(twelve, NO_FACTS)
    assert list(found.libraries) == columns_of("libraries")
    assert list(found.standing) == columns_of("standing") == list(STANDING_COLUMNS)
    assert list(found.spread) == columns_of("spread") == list(SPREAD_COLUMNS)
    assert found.spread["measure"].to_list() == list(found.measures)


def test_compare_libraries__a_share__is_pooled_over_the_told_ranges(twelve) -> None:
    found = compare_libraries(twelve, NO_FACTS).of("purpose").set_index("library_id")
    ranges = np.array([[38, 38, 40], [0, 2, 30], *[[10, 10, 20]] * 3, [28, 30, 30], *[[10, 10, 20]] * 6]).T
    pooled = pool_share_ranges(*ranges).table.set_index(pd.Index([one.library_id for one in twelve]))
    for name in ("pooled", "low", "high"):
        np.testing.assert_allclose(found[name], 100 * pooled[name].reindex(found.index))
    assert found.loc["ash", ["raw", "raw_low", "raw_high"]].to_list() == [95, 95, 95]
    assert found.loc["bay", ["raw", "raw_low", "raw_high"]].to_list() == pytest.approx(
        [np.nan, 0, 100 / 15], nan_ok=True
    )
    assert found["pooled"].is_monotonic_increasing


def test_compare_libraries__some_far_from_the_others__named_and_ranked(twelve) -> None:
    found = compare_libraries(twelve, NO_FACTS, own="ash").of("purpose").set_index("library_id")
    assert found["differs"].loc[["ash", "bay", "fig"]].to_list() == ["above", "below", "above"]
    assert set(found["differs"].drop(["ash", "bay", "fig"])) == {""}
    assert found.loc["bay", ["rank_low", "rank_high"]].to_list() == [12, 12]
    assert found.loc["bay", "top_third"] == 0
    assert found.loc[["ash", "fig"], "top_third"].min() > 0.99
    assert found.loc[["ash", "fig"], "rank_low"].to_list() == [1, 1]


def test_compare_libraries__libraries_alike__nobody_differs_and_ranks_stay_open(twelve) -> None:
    found = compare_libraries(twelve, NO_FACTS)
    spread = found.spread.set_index("measure")
    assert (spread.loc["agency", "icc1"], spread.loc["agency", "chance"], spread.loc["agency", "between"]) == (0, 1, 0)
    assert (spread.loc["agency", "verdict"], spread.loc["agency", "icc1_low"]) == ("may_not", 0)
    assert pd.isna(spread.loc["agency", "staff_needed"])
    assert "boundary" in spread.loc["agency", "note"]
    alike = found.of("agency")
    assert set(alike["differs"]) == {""}
    assert (alike["rank_low"].max(), alike["rank_high"].min()) == (1, 12)


def test_compare_libraries__spread__follows_from_icc_and_p(twelve) -> None:
    row = compare_libraries(twelve, NO_FACTS).spread.set_index("measure").loc["purpose"]
    assert (row["libraries"], row["people"]) == (12, 40 + 30 + 30 + 9 * 20)
    share = row["grand"] / 100
    assert row["between"] == pytest.approx(100 * np.sqrt(share * (1 - share) * row["icc1"]))
    assert row["icc1_low"] < row["icc1"] < row["icc1_high"]
    n = np.array([40, 30, 30, *[20] * 9])
    noise = ((1 - row["icc1"]) / n).mean()
    assert row["chance"] == pytest.approx(noise / (noise + row["icc1"]))
    assert row["p"] <= row["p_adjusted"] < 0.05
    k = n.mean()
    icc = Icc(row["icc1"], k * row["icc1"] / (1 + (k - 1) * row["icc1"]), row["icc1_low"], row["icc1_high"], np.nan,
              np.nan, k, 12, 280, "", p=row["p_adjusted"])  # fmt: skip
    assert row["verdict"] == may_aggregate(icc).verdict == "may"
    assert row["staff_needed"] == np.ceil(0.7 * (1 - row["icc1"]) / (0.3 * row["icc1"]))


@pytest.mark.parametrize(("p", "differs"), [(0.049, "above"), (0.05, ""), (0.051, ""), (np.nan, "")])
def test_standing__around_the_adjusted_p__named_below_it(p: float, differs: str) -> None:
    told = pd.DataFrame({"library_id": ["a", "b", "c"], "n": 50, "count_low": [10, 11, 45], "count_high": [10, 11, 45]})
    table = stand_by_share("purpose", told).adjusted(p).table
    assert table["differs"].iloc[-1] == differs


def test_compare_libraries__in_another_order__the_same(twelve) -> None:
    found, turned = compare_libraries(twelve, NO_FACTS), compare_libraries(twelve[::-1], NO_FACTS)
    for frame in ("libraries", "standing", "spread"):
        pd.testing.assert_frame_equal(getattr(found, frame), getattr(turned, frame))


@pytest.mark.slow
def test_compare_libraries__index__the_mean_of_the_shares_within_bounds(told_by) -> None:
    results = [
        told_by(f"lib{at:02}", (count, count, 20), agency=(count, count + 2, 20))
        for at, count in enumerate((3, 6, 8, 9, 9, 10, 10, 11, 12, 14, 16))
    ]
    found = compare_libraries(results, NO_FACTS)
    first = found.of("index").set_index("library_id").loc["lib00"]
    assert (first["raw_low"], first["raw_high"]) == pytest.approx((15, 100 * (6 * 3 + 5) / 140))
    assert (first["n"], np.isnan(first["raw"])) == (20, True)
    row = found.spread.set_index("measure").loc["index"]
    scores = [MeanScore.of_marks(result.marks) for result in results]
    low, high = spread_bounds(scores)
    assert np.sqrt(low) <= row["within"] <= np.sqrt(high)
    assert row["icc1"] == pytest.approx(row["between"] ** 2 / (row["between"] ** 2 + row["within"] ** 2))
    assert "how far people lie apart is not told: p takes them to lie as far apart as they can" in row["note"]


@pytest.mark.parametrize(("libraries", "warned"), [(9, True), (10, False), (11, False)])
def test_compare_libraries__around_ten__the_note_warns_below(told_by, libraries: int, warned: bool) -> None:
    results = [told_by(f"lib{at:02}", (4 + at, 4 + at, 20)) for at in range(libraries)]
    found = compare_libraries(results, NO_FACTS)
    few = "fewer than 10 libraries: how far they lie apart is hardly known"
    assert {few in note for note in [*found.spread["note"], *found.standing["note"]]} == {warned}


def test_compare_libraries__one_alone__not_computable_with_the_reason(told_by) -> None:
    found = compare_libraries([told_by("ash", (8, 8, 20))], NO_FACTS)
    assert set(found.spread["verdict"]) == {"not_computable"}
    assert all("one library alone: nothing to compare with" in note for note in found.spread["note"])
    assert found.standing[["pooled", "low", "high", "expected_rank", "top_third", "reliability"]].isna().all(axis=None)
    assert found.standing["raw"].to_list() == pytest.approx([40] * 9)
    assert found.spread[["grand", "icc1", "p", "p_adjusted", "chance"]].isna().all(axis=None)


def test_compare_libraries__one_measure_withheld__compared_by_the_others_only(told_by) -> None:
    results = [told_by("ash", (8, 8, 20), agency=None), told_by("bay", (9, 9, 20)), told_by("cedar", (9, 9, 20))]
    found = compare_libraries(results, NO_FACTS)
    having = {measure: found.of(measure)["library_id"].sort_values().to_list() for measure in found.measures}
    assert having["agency"] == having["index"] == ["bay", "cedar"]
    assert having["purpose"] == having["growth"] == ["ash", "bay", "cedar"]


def test_compare_libraries__all_withheld__their_reasons_and_no_standing(make_survey, random_people) -> None:
    people = random_people(np.random.default_rng(1), 4)
    few = release(make_survey(people, {("all", "all"): 6}), "elm", "2026")
    nobody = replace(release(make_survey([], {("all", "all"): 3}), "elm", "2026"), library_id="oak")
    found = compare_libraries([few, nobody], NO_FACTS)
    assert found.libraries[["library_id", "n", "roster", "reason"]].astype(object).fillna("").to_numpy().tolist() == [
        ["elm", "", 6, "few"],
        ["oak", "", 3, "nobody"],
    ]
    assert found.standing.empty
    assert list(found.standing.dtypes) == list(compare_libraries([nobody], NO_FACTS).standing.dtypes)
    assert set(found.spread["verdict"]) == {"not_computable"}
    assert set(found.spread["libraries"]) == {0}


@pytest.mark.slow
def test_compare_libraries__surveys_that_differ_only_within_what_is_told__the_same(
    make_survey, small_guide, told_by
) -> None:
    def survey(yes: int):
        marks = [f"{mark}_{quality}" for quality in small_guide.qualities for mark in ("exists", "develop")]
        place = {"role": "desk", "unit": "main"}
        return make_survey([place | dict.fromkeys(marks, int(at < yes)) for at in range(8)])

    # Nobody, one or two of eight: told as "2 or fewer", whichever it is.
    others = [told_by(name, (9, 9, 20)) for name in ("oak", "pine")]
    found = [compare_libraries([release(survey(yes), "elm", "2026"), *others], NO_FACTS) for yes in (1, 2)]
    assert found[0].of("purpose")["raw_high"].iloc[0] == 25
    for frame in ("libraries", "standing", "spread"):
        pd.testing.assert_frame_equal(getattr(found[0], frame), getattr(found[1], frame))


def test_compare_libraries__facts__shown_where_known(twelve) -> None:
    facts = pd.DataFrame(
        {"library_id": ["bay", "oak"], "name": "", "type": ["public", "school"], "population": [9000, 1],
         "locale": "town", "fte": [4.5, 1]}
    )  # fmt: skip
    found = compare_libraries(twelve[:2], facts).libraries
    assert found.loc[1, ["library_id", "name", "type", "population", "locale", "fte", "members"]].to_list() == [
        *("bay", "Bay", "public", 9000, "town", 4.5, 1),
    ]
    assert found.loc[0, ["type", "locale"]].to_list() == ["", ""]
    assert pd.isna(found.loc[0, "population"])
    assert pd.isna(found.loc[0, "fte"])


def test_compare_libraries__a_consortium__stands_for_its_members(told_by) -> None:
    pool = replace(told_by("consortium", (8, 8, 20)), members=("fig", "gum"))
    found = compare_libraries([told_by("ash", (9, 9, 20)), pool], NO_FACTS, own="consortium")
    assert found.libraries["members"].to_list() == [1, 2]
    assert "consortium" in found.of("purpose")["library_id"].to_list()


def test_compare_libraries__what_cannot_be_compared__each_fault_is_named(told_by) -> None:
    tell = partial(told_by, counts=(9, 9, 20))
    older = tell("oak")
    older = replace(older, provenance=replace(older.provenance, guide_version="0.9"))
    pool = replace(tell("pool"), members=("ash", "gum"))
    with pytest.raises(ToolkitError) as caught:
        compare_libraries(
            [tell("ash"), tell("elm", wave="2025"), older, tell("pine"), tell("pine"), pool], NO_FACTS, "yew"
        )
    version = older.guide.version
    assert str(caught.value) == "\n".join(
        [
            "These libraries cannot be compared.",
            "- elm: found wave 2025; allowed: wave 2026. Compare one wave at a time.",
            f"- oak: found guide learning_culture 0.9; allowed: guide learning_culture {version}. "
            "Compare only what was asked with the same guide.",
            "- ash: found more than one result; allowed: each library once. Leave one of them out.",
            "- pine: found more than one result; allowed: each library once. Leave one of them out.",
            "- own: found yew; allowed: ash, elm, oak, pine, pine, pool. Choose one of them, or leave it empty.",
        ]
    )


def test_compare_libraries__nothing_given__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        compare_libraries([], NO_FACTS)
    assert str(caught.value) == (
        "These libraries cannot be compared.\n- results: found none; allowed: at least one released library. "
        "Release the wave of each library first."
    )
