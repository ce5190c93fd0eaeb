"""The section about other libraries: who is compared, how much of a table is shown, and when nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.guide import load_words
from analysis.measures.peers import Criteria, Peers
from analysis.report.model import Figure, Paragraph, Table
from analysis.report.request import Results
from analysis.report.sections_beside import LONGEST, NEAREST, libraries
from results_made import made_results
from tests.present.libraries_made import OWN, make_comparison, telling, without

WORDS = load_words("en")
PEERS = Peers(tuple(f"lib_{number:03}" for number in range(1, 12)), Criteria(types=("public",)), (), "")
FULL = ["libraries", "caterpillar_index", "caterpillar_agency", "funnel_index"]


def shown(results: Results, kind: type[Figure] | type[Table]) -> list[str]:
    return [block.id for block in libraries(results, WORDS) if isinstance(block, kind)]


def table_of(results: Results, name: str = "caterpillar_index") -> Table:
    return next(block for block in libraries(results, WORDS) if isinstance(block, Table) and block.id == name)


def said(results: Results) -> list[str]:
    return [block.text for block in libraries(results, WORDS) if isinstance(block, Paragraph)]


def test_libraries__without_a_comparison__say_nothing():
    assert libraries(made_results(40), WORDS) == ()


def test_libraries__of_which_the_own_cannot_be_placed__say_nothing():
    assert libraries(made_results(40, comparison=without(make_comparison(12), OWN)), WORDS) == ()
    assert libraries(made_results(40, comparison=make_comparison(12, withheld={OWN: "few"})), WORDS) == ()


@pytest.mark.parametrize(("count", "is_shown"), [(1, False), (2, True), (3, True)])
def test_libraries__of_so_many__are_shown_from_two_on(count, is_shown):
    assert bool(libraries(made_results(40, comparison=make_comparison(count)), WORDS)) is is_shown


@pytest.mark.parametrize("audience", ["board", "researcher"])
def test_figures__are_the_index_and_what_is_most_wanted(audience):
    results = made_results(40, comparison=make_comparison(12), audience=audience)
    assert shown(results, Table) == (FULL if audience == "researcher" else FULL[1:3])
    assert shown(results, Figure) == (FULL[1:] if audience == "researcher" else FULL[1:3])


def test_figures__of_measures_in_which_the_library_differs__come_before_what_is_wanted():
    comparison = make_comparison(12)
    for measure in ("purpose", "variety", "growth"):
        comparison = telling(comparison, OWN, measure, differs="above")
    results = made_results(40, comparison=comparison)
    measures = ["index", "purpose", "variety", "growth"]
    assert shown(results, Figure) == [f"caterpillar_{measure}" for measure in measures]
    assert shown(replace(results, audience="board"), Figure) == ["caterpillar_index", "caterpillar_purpose"]


@pytest.mark.parametrize(("count", "rows"), [(24, 24), (25, 25), (26, NEAREST + 1)])
def test_table__of_many_libraries__holds_the_own_one_and_those_nearest_to_it(count, rows):
    results = made_results(40, comparison=make_comparison(count))
    frame = table_of(results).table.frame
    assert LONGEST == 25
    assert frame.shape == (rows, 5)
    assert frame.iloc[0, 0] == "Amberlock (your library)"
    assert len(table_of(replace(results, audience="researcher")).table.frame) == count
    left_out = f"The table shows your library and the 10 nearest to it; the figure shows all {count} that may be shown."
    assert (left_out in said(results)) is (rows < count)


def test_table__of_many_libraries__is_in_the_order_of_names_and_leaves_out_the_farther_ones():
    comparison = make_comparison(26)
    standing = comparison.of("index").set_index("library_id")["pooled"]
    names = comparison.libraries.set_index("library_id")["name"]
    near = (standing - standing[OWN]).abs().drop(OWN).nsmallest(NEAREST).index
    _, *others = table_of(made_results(40, comparison=comparison)).table.frame.iloc[:, 0]
    assert others == sorted(names[near], key=str.casefold)


def test_libraries__of_all__say_how_many_others_there_are():
    results = made_results(40, comparison=make_comparison(12))
    assert said(results)[0] == "Compared with all 11 other libraries of 2026, whatever their size and place."
    assert said(made_results(40, comparison=make_comparison(2)))[0].startswith("Compared with the 1 other library of")


def test_libraries__of_peers__say_what_they_have_in_common():
    results = made_results(40, comparison=make_comparison(12), peers=PEERS)
    first, careful, *_ = said(results)
    assert first.startswith("11 other libraries are peers of yours.")
    assert careful == WORDS("sentences.peers.limits")


def test_libraries__what_holds_for_every_measure__is_said_once():
    texts = " ".join(said(made_results(40, comparison=make_comparison(12))))
    assert texts.count(WORDS("sentences.standing.limits")) == 1
    assert texts.count(WORDS("sentences.standing.allowed")) == 1
