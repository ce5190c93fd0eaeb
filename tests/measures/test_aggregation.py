"""The verdict: each threshold below, at and above, what is not computable and why, and the trap of two options."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_words
from analysis.measures.aggregation import CRITERIA, may_aggregate
from analysis.measures.agreement import average_deviation, icc, rwg, rwg_j
from analysis.measures.intraclass import Icc

GOOD = Icc(0.2, 0.8, 0.1, 0.35, np.nan, np.nan, 16, 40, 640, "", p=0.001)
BLANK = Icc(*[np.nan] * 6, 4, 1, 4, "one group alone: nothing to compare with")
MAY = (
    "A library's average may stand for the library. Libraries differ by more than chance, and the average of this "
    "many people tells them apart reliably."
)
CONSENSUS = "With yes and no alone, how far people agree follows from how many said yes, so it is no argument here."


def careful(*reasons: str) -> str:
    return f"A library's average may stand for the library, with care: {', and '.join(reasons)}."


def refused(*reasons: str) -> str:
    said = ", and ".join(reasons)
    return (
        f"On these answers, a library's average should not stand for the library: {said}. "
        "Show how the answers are spread instead."
    )


def agreed(name: str, value: float) -> pd.DataFrame:
    """Three groups whose median is `value`, and one that has none."""
    return pd.DataFrame({name: [value - 0.2, value, value + 0.2, np.nan]})


@pytest.mark.parametrize(
    ("changed", "verdict", "sentence"),
    [
        ({}, "may", MAY),
        ({"low": 1e-9}, "may", MAY),
        ({"low": 0.0}, "may_not", refused("it is not shown that libraries differ by more than chance")),
        ({"p": 0.0499}, "may", MAY),
        ({"p": 0.05}, "may_not", refused("it is not shown that libraries differ by more than chance")),
        ({"icc1": 0.10}, "may", MAY),
        (
            {"icc1": 0.0999},
            "with_care",
            careful("which library people work in makes only a small part of the difference between their answers"),
        ),
        (
            {"icc1": 0.05},
            "with_care",
            careful("which library people work in makes only a small part of the difference between their answers"),
        ),
        (
            {"icc1": 0.0499},
            "may_not",
            refused("which library people work in makes hardly any of the difference between their answers"),
        ),
        ({"icc2": 0.70}, "may", MAY),
        ({"icc2": 0.6999}, "with_care", careful("the averages of this many people tell libraries apart only roughly")),
        ({"icc2": 0.50}, "with_care", careful("the averages of this many people tell libraries apart only roughly")),
        ({"icc2": 0.4999}, "may_not", refused("the averages of this many people do not tell libraries apart")),
        ({"icc2": np.nan}, "with_care", careful("how well the averages tell libraries apart is not known")),
    ],
)
def test_may_aggregate__around_each_threshold_of_icc__verdict_and_its_reason(
    changed: dict[str, float], verdict: str, sentence: str
) -> None:
    found = may_aggregate(replace(GOOD, **changed))
    assert (found.verdict, found.sentence, found.question) == (verdict, sentence, "differs beyond chance")


@pytest.mark.parametrize(
    ("name", "value", "met"),
    [
        *[(name, 0.70, "yes") for name in ("rwg", "rwg_j")],
        *[(name, 0.6999, "with care") for name in ("rwg", "rwg_j")],
        *[(name, 0.51, "with care") for name in ("rwg", "rwg_j")],
        *[(name, 0.5099, "no") for name in ("rwg", "rwg_j")],
        ("ad", 1.0, "yes"),
        ("ad", 0.9999, "yes"),
        ("ad", 1.0001, "no"),
    ],
)
def test_may_aggregate__around_each_threshold_of_agreement__median_decides(name: str, value: float, met: str) -> None:
    found = may_aggregate(GOOD, agreed(name, value), options=6)
    row = found.evidence.set_index("criterion").loc[name]
    assert (row["value"], row["met"], row["note"]) == (value, met, "median of 3 groups")
    sentences = {
        "yes": MAY,
        "with care": careful("people of the same library agree only moderately"),
        "no": refused("people of the same library do not agree enough"),
    }
    assert found.sentence == sentences[met]
    assert found.verdict == {"yes": "may", "with care": "with_care", "no": "may_not"}[met]


def test_may_aggregate__several_reasons__each_said_once_and_only_what_decides() -> None:
    found = may_aggregate(replace(GOOD, low=-0.1, p=0.3, icc1=0.07, icc2=0.2))
    assert found.sentence == refused(
        "it is not shown that libraries differ by more than chance",
        "the averages of this many people do not tell libraries apart",
    )
    assert found.evidence["met"].tolist() == ["no", "no", "with care", "no", "not counted"]


def test_may_aggregate__answers_that_carry_an_average__evidence_in_full() -> None:
    values, groups = [3, 4, 3, 5, 6, 5, 1, 2, 2], list("aaabbbccc")
    agreement = rwg(values, groups, 6).merge(average_deviation(values, groups)[["group", "ad"]], on="group")
    found = may_aggregate(icc(values, groups), agreement, options=6)
    columns = ["criterion", "value", "rule", "threshold", "care", "met", "source", "note"]
    assert found.evidence.columns.tolist() == columns
    assert found.evidence["criterion"].tolist() == ["icc1_low", "p", "icc1", "icc2", "rwg", "ad"]
    assert found.evidence["rule"].tolist() == [">", "<", ">=", ">=", ">=", "<="]
    assert found.evidence["threshold"].tolist() == [0, 0.05, 0.10, 0.70, 0.70, 1]
    assert found.evidence["met"].tolist() == ["yes"] * 6
    assert (found.evidence["source"] != "").all()
    assert (found.verdict, found.sentence) == ("may", MAY)


def test_may_aggregate__negative_icc__shown_and_may_not() -> None:
    found = may_aggregate(icc([1, 5, 3, 2, 4, 3, 1, 5, 4, 3, 2, 4], list("aaabbbcccddd")))
    assert found.verdict == "may_not"
    assert found.evidence.set_index("criterion")["value"]["icc1"] == pytest.approx(-0.4762, abs=1e-4)
    assert found.evidence["note"].iloc[0] == "below 0: groups differ less than chance would make them"


@pytest.mark.parametrize("mark", [rwg, rwg_j])
def test_may_aggregate__unanimous_marks__consensus_is_shown_and_never_a_licence(mark) -> None:
    values, groups = [1] * 8 + [0] * 8, list("aaaabbbbccccdddd")
    agreement = mark(values, groups, 2)
    assert agreement.iloc[:, 2].tolist() == [1.0] * 4
    found = may_aggregate(replace(GOOD, icc2=0.2), agreement, options=2)
    row = found.evidence.iloc[-1]
    assert (row["value"], row["met"]) == (1, "not counted")
    assert row["note"] == "consensus of yes and no: follows from the share; median of 4 groups"
    assert found.verdict == "may_not"
    assert found.sentence == f"{refused('the averages of this many people do not tell libraries apart')} {CONSENSUS}"
    assert may_aggregate(GOOD, agreement, options=6).evidence["met"].iloc[-1] == "not counted"
    torn = mark([0, 1] * 8, groups, 2)
    assert may_aggregate(GOOD, torn, options=2).sentence == f"{MAY} {CONSENSUS}"


@pytest.mark.parametrize(
    ("values", "groups", "why"),
    [
        ([], [], "nobody answered"),
        ([1, 2, 3], ["a"] * 3, "there is one library alone, and nothing to compare it with"),
        (
            [1, 2, 3],
            ["a", "b", "c"],
            "one person answered in each library, so people and libraries cannot be told apart",
        ),
        ([4] * 6, list("aaabbb"), "everybody answered alike"),
        (
            [4] * 3 + [2] * 3,
            list("aaabbb"),
            "within each library everybody answered alike, so how sure the difference is cannot be told",
        ),
    ],
)
def test_may_aggregate__nothing_to_compare__not_computable_with_the_reason(values, groups, why: str) -> None:
    found = may_aggregate(icc(values, groups))
    assert found.verdict == "not_computable"
    assert found.sentence == f"Whether a library's average may stand for the library cannot be computed: {why}."
    assert found.evidence["met"].iloc[0] == "unknown"


def test_may_aggregate__numbers_found_in_another_way__one_test_is_enough_and_none_is_too_few() -> None:
    found = may_aggregate(replace(GOOD, p=np.nan))
    assert (found.verdict, found.evidence["met"].tolist()[:2]) == ("may", ["yes", "not counted"])
    assert may_aggregate(replace(GOOD, low=np.nan)).verdict == "may"
    neither = may_aggregate(replace(GOOD, low=np.nan, p=np.nan))
    assert neither.verdict == "not_computable"
    assert neither.sentence == (
        "Whether a library's average may stand for the library cannot be computed: how much libraries differ, or how "
        "sure that is, is not known."
    )


def test_may_aggregate__agreement_not_looked_at__said_in_the_evidence() -> None:
    row = may_aggregate(GOOD).evidence.iloc[-1]
    assert row[["criterion", "met"]].tolist() == ["agreement", "not counted"]
    assert row["note"] == "not looked at; needed where a score is meant as shared (Chan 1998)"


def test_may_aggregate__agreement_of_single_people__not_known_so_with_care() -> None:
    found = may_aggregate(GOOD, rwg_j([[1, 2], [3, 4]], ["a", "b"], 6), options=6)
    assert (found.verdict, found.sentence) == (
        "with_care",
        careful("whether people of the same library agree is not known"),
    )
    assert found.evidence["note"].iloc[-1] == "no group with two or more people"


def test_may_aggregate__in_spanish__said_in_spanish() -> None:
    found = may_aggregate(replace(GOOD, icc2=0.6), language="es")
    assert found.sentence == (
        "El promedio de una biblioteca puede representarla, con cuidado: los promedios de este número de "
        "personas distinguen a las bibliotecas solo a grandes rasgos."
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_may_aggregate__every_reason__has_words(language: str) -> None:
    words = load_words(language)
    reasons = {f"{name}.{met}" for name in ("icc1", "icc2", "agreement") for met in ("no", "with_care")}
    for key in reasons | {"icc2.unknown", "agreement.unknown", "differ"}:
        assert words(f"sentences.aggregation.{key}")
    assert set(CRITERIA) == {"icc1_low", "p", "icc1", "icc2", "rwg", "rwg_j"}


@pytest.mark.parametrize("options", [None, 1, 5.5])
def test_may_aggregate__agreement_without_its_scale_or_its_column__refused_with_both_repairs(options) -> None:
    with pytest.raises(ToolkitError) as caught:
        may_aggregate(GOOD, pd.DataFrame({"n": [3]}), options=options)
    assert str(caught.value) == (
        "Agreement cannot be judged.\n"
        f"- options: found {options}; allowed: a whole number from 2. Give the number of steps of the scale.\n"
        "- agreement: found n; allowed: one of rwg, rwg_j, ad. Give what rwg, rwg_j or average_deviation returned."
    )


def test_may_aggregate__scale_of_three_options__agreement_counts() -> None:
    assert may_aggregate(GOOD, agreed("rwg", 0.2), options=3).verdict == "may_not"


def test_may_aggregate__blank_icc_with_agreement__still_not_computable() -> None:
    assert may_aggregate(BLANK, agreed("rwg", 0.9), options=6).verdict == "not_computable"
