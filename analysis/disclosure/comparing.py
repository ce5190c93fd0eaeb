"""Comparing: libraries of one wave beside each other, from what each of them has released.

`compare_libraries` takes nothing but `Released`, so what it shows cannot tell more than they do together: no row of a
person comes here, and its random numbers are seeded from what is told. Two surveys that released the same are
compared the same.

It asks whether libraries differ beyond chance, not what one library's roster thinks. A library whose counts are
withheld stays in the list of libraries with the reason, and takes no part in any measure that is withheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure.compared import GROWTH, INDEX, Comparison
from analysis.disclosure.mean_score import MeanScore
from analysis.disclosure.released import Released
from analysis.disclosure.standing import (
    SPREAD_COLUMNS,
    STANDING_COLUMNS,
    Standing,
    stand_by_mean,
    stand_by_share,
)
from analysis.errors import Fault, ToolkitError
from analysis.measures.cohorts import adjust_p_values
from analysis.tally.scores import OVERALL

__all__ = ["compare_libraries"]

FACTS = {"type": "str", "population": "Int64", "locale": "str", "fte": "float64"}
TOLD = ["library_id", "n", "count_low", "count_high"]


def compare_libraries(results: Sequence[Released], facts: pd.DataFrame, own: str = "") -> Comparison:
    """The libraries of `results` beside each other: one wave, one guide, each of them once.

    `facts` is the frame `libraries` of a survey, of which `type`, `population`, `locale` and `fte` are shown; who is
    not in it has blanks. `own` is the library for whom this is made, or empty. What comes back says `Comparison`. The
    order of `results` changes nothing. `p_adjusted` is Benjamini and Hochberg's over all measures.

    Missing answers
    ---------------
    As each library was released: every measure counts the people who answered it. A library of which a measure is
    withheld is compared by the others.

    Raises `ToolkitError` without results, for results of different waves or guides, for a library that is there
    twice (also as a part of a consortium), and for an `own` that is not among them.

    >>> from analysis.disclosure import release
    >>> from analysis.guide import load_guide
    >>> from analysis.responses import read_survey
    >>> survey = read_survey("sample_data", load_guide())
    >>> results = [release(survey, library, "2026") for library in ("juniper_latch", "marrow_bend", "mossgate")]
    >>> compared = compare_libraries(results, survey.libraries, own="marrow_bend")
    >>> compared.libraries[["library_id", "n", "roster", "withheld", "reason", "locale"]]
          library_id     n  roster  withheld reason locale
    0  juniper_latch     5       6     False         rural
    1    marrow_bend     6       7     False         rural
    2       mossgate  <NA>       8      True    few   town
    >>> compared.of("variety")["library_id"].to_list()
    ['marrow_bend']
    """
    results = sorted(results, key=lambda result: result.library_id)
    _check(results, own)
    first = results[0]
    standings = [
        _by_index(results),
        *(_by_share(quality, _marks_told(results, quality)) for quality in first.guide.qualities),
        _by_share(GROWTH, _growth_told(results)),
    ]
    adjusted = adjust_p_values([standing.likeness.p for standing in standings])
    standings = [standing.adjusted(float(p)) for standing, p in zip(standings, adjusted, strict=True)]
    return Comparison(
        guide=first.guide,
        wave=first.wave,
        own=own,
        libraries=_libraries(results, facts),
        standing=pd.concat([standing.table for standing in standings], ignore_index=True).astype(STANDING_COLUMNS),
        spread=pd.DataFrame([standing.row() for standing in standings], columns=list(SPREAD_COLUMNS)).astype(
            SPREAD_COLUMNS
        ),
    )


def _by_index(results: Sequence[Released]) -> Standing:
    told = [result for result in results if not result.group("maturity")["withheld"].iloc[0]]
    scores = [MeanScore.of_marks(_exists(result)) for result in told]
    return stand_by_mean(INDEX, [result.library_id for result in told], scores)


def _by_share(measure: str, told: Iterable[tuple[Released, pd.Series]]) -> Standing:
    rows = [{"library_id": result.library_id, **row[TOLD[1:]].to_dict()} for result, row in told if not row["withheld"]]
    return stand_by_share(measure, pd.DataFrame(rows, columns=TOLD))


def _exists(result: Released) -> pd.DataFrame:
    marks = result.group("marks")
    return marks[marks["mark"] == "exists"]


def _marks_told(results: Sequence[Released], quality: str) -> Iterable[tuple[Released, pd.Series]]:
    for result in results:
        marks = _exists(result)
        yield result, marks[marks["quality"] == quality].iloc[0]


def _growth_told(results: Sequence[Released]) -> Iterable[tuple[Released, pd.Series]]:
    for result in results:
        bands = result.group("bands")
        yield result, bands[(bands["scope"] == OVERALL) & (bands["band"] == GROWTH)].iloc[0]


def _libraries(results: Sequence[Released], facts: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for result in results:
        everybody = result.group("respondents").iloc[0]
        design = everybody[["n", "roster", "withheld", "reason"]].to_dict()
        named = {"library_id": result.library_id, "name": result.library_name}
        rows.append(named | design | {"members": max(len(result.members), 1)})
    known = facts.drop_duplicates("library_id").set_index("library_id").reindex(columns=list(FACTS))
    table = pd.DataFrame(rows).astype({"n": "Int64", "roster": "Int64", "withheld": "bool"})
    table = table.join(known, on="library_id")
    return table.fillna({name: "" for name, kind in FACTS.items() if kind == "str"}).astype(FACTS)


def _check(results: Sequence[Released], own: str) -> None:
    faults = [*_mixed(results), *_twice(results)] if results else [_nothing()]
    known = [result.library_id for result in results]
    if results and own and own not in known:
        faults.append(Fault("own", own, ", ".join(known), "Choose one of them, or leave it empty."))
    if faults:
        raise ToolkitError("These libraries cannot be compared.", faults)


def _nothing() -> Fault:
    return Fault("results", "none", "at least one released library", "Release the wave of each library first.")


def _mixed(results: Sequence[Released]) -> Iterable[Fault]:
    """Who does not fit the first one."""
    first = results[0]
    for result in results[1:]:
        if result.wave != first.wave:
            yield Fault(result.library_id, f"wave {result.wave}", f"wave {first.wave}", "Compare one wave at a time.")
        one, other = _guide(result), _guide(first)
        if one != other:
            yield Fault(result.library_id, one, other, "Compare only what was asked with the same guide.")


def _guide(result: Released) -> str:
    return f"guide {result.provenance.guide_id} {result.provenance.guide_version}"


def _twice(results: Sequence[Released]) -> Iterable[Fault]:
    """Who is told of more than once; somebody who is withheld alone may be a member of a consortium."""
    ids = Counter(result.library_id for result in results)
    alone = [result.library_id for result in results if not result.members and not result.is_empty]
    told = Counter([*alone, *(member for result in results for member in result.members)])
    for library in sorted(id_ for id_ in ids | told if ids[id_] > 1 or told[id_] > 1):
        yield Fault(library, "more than one result", "each library once", "Leave one of them out.")
