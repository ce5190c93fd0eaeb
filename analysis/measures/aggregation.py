"""Aggregation: may the answers of persons be averaged into a score of their organization?

An average always exists. It says something about a library only where libraries differ beyond chance, where
belonging to a library makes a part of the differences worth naming, and where the average of so many people
would come out much the same with others of them. Where a score is meant as something that people share, they
must also agree. `may_aggregate` looks at each, by thresholds that stand here once with their sources, and says in
words what follows.

The verdict is `may`, `with_care`, `may_not`, or `not_computable`. It is about these answers: `may_not` says that
they do not carry an average, not that there is no such culture. Thresholds are habits of a field, not laws, so the
evidence stands beside the verdict. Agreement between two options is consensus: it follows from the share, and is
never counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.guide.words import DEFAULT_LANGUAGE, Words, load_words
from analysis.measures.estimates import BEYOND_CHANCE, NOBODY
from analysis.measures.intraclass import ALIKE, NO_SPREAD, ONE_GROUP, SINGLES, Icc

__all__ = ["CRITERIA", "Criterion", "Verdict", "deviation_cut", "may_aggregate"]

YES, CARE, NO, UNKNOWN, UNCOUNTED = "yes", "with care", "no", "unknown", "not counted"
INDICES = ("rwg", "rwg_j", "ad")
"""The columns of agreement that are looked at, as `rwg`, `rwg_j` and `average_deviation` name them."""

CONSENSUS = "consensus of yes and no: follows from the share"
NOT_LOOKED_AT = "not looked at; needed where a score is meant as shared (Chan 1998)"
NO_AGREEMENT = "no group with two or more people"
OF_GROUPS = "median of {} groups"

WHY = {NOBODY: "nobody", ONE_GROUP: "one", SINGLES: "singles", ALIKE: "alike", NO_SPREAD: "no_spread"}


class Criterion(NamedTuple):
    """One threshold: `value` `rule` `threshold` is met; from `care` on it is met with care (NaN: there is no such)."""

    rule: str
    threshold: float
    care: float
    source: str


BLIESE = "Bliese 2000; Klein & Kozlowski 2000 from .50"
LEBRETON = "LeBreton & Senter 2008"

CRITERIA = {
    "icc1_low": Criterion(">", 0.0, np.nan, "McGraw & Wong 1996"),
    "p": Criterion("<", 0.05, np.nan, "Bliese 2000"),
    "icc1": Criterion(">=", 0.10, 0.05, LEBRETON),
    "icc2": Criterion(">=", 0.70, 0.50, BLIESE),
    "rwg": Criterion(">=", 0.70, 0.51, f"James, Demaree & Wolf 1984; {LEBRETON}"),
    "rwg_j": Criterion(">=", 0.70, 0.51, f"James, Demaree & Wolf 1984; {LEBRETON}"),
}
"""Every threshold but that of the average deviation, which depends on the scale: `deviation_cut`."""

COMPARE: dict[str, Callable[[float, float], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}
TESTS = ("icc1_low", "p")
"""The two criteria of whether groups differ beyond chance."""


@dataclass(frozen=True)
class Verdict:
    """Whether persons may be averaged: `verdict`, a `sentence` that says so, and its `evidence`.

    `evidence` has one row per criterion. Columns: `criterion`, `value`, `rule`, `threshold`, `care` (from there on with
    care), `met` (`yes`, `with care`, `no`, `unknown`, or `not counted`), `source`, `note`.
    """

    verdict: Literal["may", "with_care", "may_not", "not_computable"]
    sentence: str
    evidence: pd.DataFrame
    question: str = BEYOND_CHANCE


def deviation_cut(options: int) -> float:
    """The largest average deviation at which a group still agrees: a sixth of the steps of the scale.

    Source: Burke & Dunlap 2002, Organ. Res. Methods 5, 159-172.

    >>> round(deviation_cut(5), 3)
    0.833
    """
    return options / 6


def may_aggregate(
    icc: Icc, agreement: pd.DataFrame | None = None, options: int | None = None, language: str = DEFAULT_LANGUAGE
) -> Verdict:
    """Whether the answers of persons may be averaged into a score of their group.

    `icc` is the result of `icc`, or made from numbers found in another way. `agreement` is a frame by group of `rwg`,
    `rwg_j` or `average_deviation` (or one with several of their columns `rwg`, `rwg_j`, `ad`), on a scale of `options`
    steps; the median group decides. The criteria, each counted where it is known:

    - groups differ beyond chance: the low end of ICC(1) above 0, and p < .05;
    - ICC(1) at least .10, with care from .05; ICC(2) at least .70, with care from .50;
    - rwg and rwg(J) at least .70, with care from .51; AD at most a sixth of the options.

    `may_not` where one is not met; `with_care` where one is met with care, or ICC(2) or a given agreement is unknown.
    With two options agreement is shown and not counted. Without `agreement`, that it was not looked at stands in the
    evidence. The rule looks at one score: who tries many will be told `may` by chance.

    Missing answers
    ---------------
    Where ICC(1) is blank, or neither its interval nor p is known: `not_computable`, and the sentence says why.

    Raises `ToolkitError` for agreement without `options` or without one of its columns.
    Sources: Bliese 2000, in Klein & Kozlowski, Multilevel Theory, 349-381; Klein & Kozlowski 2000, Organ. Res. Methods
    3, 211-236; LeBreton & Senter 2008, Organ. Res. Methods 11, 815-852; Burke & Dunlap 2002, Organ. Res. Methods 5,
    159-172; Chan 1998, J. Appl. Psychol. 83, 234-246.

    >>> from analysis.measures.intraclass import icc
    >>> found = may_aggregate(icc([3, 4, 3, 5, 6, 5, 1, 2, 2], ["a"] * 3 + ["b"] * 3 + ["c"] * 3))
    >>> found.verdict, found.evidence.loc[:3, "met"].tolist()
    ('may', ['yes', 'yes', 'yes', 'yes'])
    """
    _check(agreement, options)
    evidence = pd.DataFrame([*_of_icc(icc), *_of_agreement(agreement, options)])
    verdict = _verdict(icc, evidence)
    words = load_words(language)
    if verdict == "not_computable":
        why = words(f"sentences.aggregation.why.{WHY.get(icc.note, 'other')}")
        return Verdict(verdict, words("sentences.aggregation.not_computable", why=why), evidence)
    return Verdict(verdict, _sentence(verdict, evidence, words), evidence)


def _check(agreement: pd.DataFrame | None, options: int | None) -> None:
    if agreement is None:
        return
    faults = []
    if options is None or not options >= 2 or options % 1:
        faults.append(
            Fault("options", f"{options!r}", "a whole number from 2", "Give the number of steps of the scale.")
        )
    if not set(INDICES) & set(agreement.columns):
        found = ", ".join(map(str, agreement.columns)) or "no columns"
        repair = "Give what rwg, rwg_j or average_deviation returned."
        faults.append(Fault("agreement", found, f"one of {', '.join(INDICES)}", repair))
    if faults:
        raise ToolkitError("Agreement cannot be judged.", faults)


def _of_icc(icc: Icc) -> list[dict[str, Any]]:
    values = {"icc1_low": icc.low, "p": icc.p, "icc1": icc.icc1, "icc2": icc.icc2}
    rows = [_row(name, value, CRITERIA[name], icc.note) for name, value in values.items()]
    tests = [row for row in rows if row["criterion"] in TESTS]
    # Of two tests of the same question, one is enough.
    if any(row["met"] != UNKNOWN for row in tests):
        for row in tests:
            row["met"] = UNCOUNTED if row["met"] == UNKNOWN else row["met"]
    return rows


def _of_agreement(agreement: pd.DataFrame | None, options: int | None) -> Iterator[dict[str, Any]]:
    if agreement is None or options is None:
        blank = Criterion("", np.nan, np.nan, "")
        yield _row("agreement", np.nan, blank, NOT_LOOKED_AT) | {"met": UNCOUNTED}
        return
    # What was computed as consensus stays it, whatever scale is given here.
    two = options == 2 or any(str(method).startswith("consensus") for method in agreement.get("method", []))
    criteria = CRITERIA | {"ad": Criterion("<=", deviation_cut(options), np.nan, "Burke & Dunlap 2002")}
    for name in filter(agreement.columns.__contains__, INDICES):
        known = agreement[name].dropna()
        note = OF_GROUPS.format(len(known)) if len(known) else NO_AGREEMENT
        row = _row(name, known.median() if len(known) else np.nan, criteria[name], note)
        yield row | {"met": UNCOUNTED, "note": f"{CONSENSUS}; {note}"} if two else row


def _row(name: str, value: float, criterion: Criterion, note: str) -> dict[str, Any]:
    """One row of the evidence."""
    columns = criterion._asdict()
    source = columns.pop("source")
    return {"criterion": name, "value": value, **columns, "met": _met(value, criterion), "source": source, "note": note}


def _met(value: float, criterion: Criterion) -> str:
    if np.isnan(value):
        return UNKNOWN
    compare = COMPARE.get(criterion.rule, ge)
    if compare(value, criterion.threshold):
        return YES
    return CARE if compare(value, criterion.care) else NO


def _verdict(icc: Icc, evidence: pd.DataFrame) -> Literal["may", "with_care", "may_not", "not_computable"]:
    tested = evidence.loc[evidence["criterion"].isin(TESTS), "met"]
    if np.isnan(icc.icc1) or UNKNOWN in set(tested):
        return "not_computable"
    met = set(evidence["met"])
    if NO in met:
        return "may_not"
    return "with_care" if met & {CARE, UNKNOWN} else "may"


def _sentence(verdict: str, evidence: pd.DataFrame, words: Words) -> str:
    told = {"may": [], "with_care": [CARE, UNKNOWN], "may_not": [NO]}[verdict]
    rows = evidence[evidence["met"].isin(told)]
    keys = dict.fromkeys(_key(*row) for row in zip(rows["criterion"], rows["met"], strict=True))
    reasons = words("sentences.aggregation.join").join(words(f"sentences.aggregation.{key}") for key in keys)
    sentence = words(f"sentences.aggregation.{verdict}", reasons=reasons)
    consensus = evidence["note"].str.startswith(CONSENSUS).any()
    return f"{sentence} {words('sentences.aggregation.consensus')}" if consensus else sentence


def _key(criterion: str, met: str) -> str:
    """Under which key the words stand for a criterion that is not met, or not quite."""
    if criterion in TESTS:
        return "differ"
    return f"{'agreement' if criterion in INDICES else criterion}.{met.replace(' ', '_')}"
