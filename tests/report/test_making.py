"""Making: what a report is made from, with and without neighbours and earlier waves."""

from __future__ import annotations

import pytest

from analysis.errors import ToolkitError
from analysis.exchange.circle import Compared
from analysis.exchange.places import Place
from analysis.report.making import circle_of, compare_for, find_source, gather_results, make_report
from analysis.report.request import CONSORTIUM, Request
from batch_made import write_libraries

LIBRARIES = ("dunmarrow", "larchspire", "juniper_latch", "marrow_bend", "mossgate")
"""Two libraries of two people, and three of five to eight, of one of which nothing may be shown."""


@pytest.fixture(scope="module")
def small(tmp_path_factory, samples, kept_in_run):
    """The sources of five small libraries, as somebody's own."""
    folder = tmp_path_factory.mktemp("small")
    write_libraries(samples, folder, LIBRARIES)
    return Place(str(folder), folder, kept_in_run.folder / "making").open()


def test_gather__one_library_alone__is_its_wave(small):
    results = gather_results(small, Request("marrow_bend", "2026"))
    assert (results.released.library_id, results.released.wave) == ("marrow_bend", "2026")
    assert results.opportunities.library_id == "marrow_bend"
    assert (results.comparison, results.followed) == (None, None)


@pytest.mark.parametrize("beside", ["peers", "all"])
def test_gather__beside_others__is_compared_as_the_own_one(small, beside):
    comparison = gather_results(small, Request("marrow_bend", "2026", beside=beside)).comparison
    assert comparison is not None
    assert comparison.own == "marrow_bend"
    assert {"juniper_latch", "marrow_bend"} <= set(comparison.libraries["library_id"])


def test_gather__comparison_known_already__is_taken_for_the_own_one(small):
    request = Request("marrow_bend", "2026", beside="all")
    shared = compare_for(small, Request("juniper_latch", "2026", beside="all"))
    assert shared is not None
    assert shared.comparison is not None
    assert shared.comparison.own == ""
    comparison = gather_results(small, request, shared).comparison
    alone = gather_results(small, request).comparison
    assert comparison is not None
    assert alone is not None
    assert comparison.own == alone.own == "marrow_bend"
    assert comparison.standing.equals(alone.standing)
    assert comparison.spread.equals(alone.spread)


def test_gather__comparison_that_failed__is_told(small):
    with pytest.raises(ToolkitError) as caught:
        gather_results(small, Request("marrow_bend", "2026", beside="all"), Compared(None))
    assert str(caught.value) == (
        "The libraries could not be compared.\n- comparison: found none; allowed: libraries of one wave and one guide. "
        "Look in the log for the reason, or make the report without a comparison."
    )


def test_compare__all_libraries_together__has_no_own_one_and_brings_the_consortium(small):
    compared = compare_for(small, Request(CONSORTIUM, "2026"))
    assert compared is not None
    assert compared.comparison is not None
    assert compared.comparison.own == ""
    assert set(LIBRARIES) <= set(compared.comparison.libraries["library_id"])


def test_circle__one_library_without_others__is_none(tmp_path, samples):
    write_libraries(samples, tmp_path / "answers", ("marrow_bend",))
    alone = Place(str(tmp_path / "answers"), tmp_path / "answers", tmp_path / "released").open()
    assert circle_of(alone, Request("marrow_bend", "2026", beside="all")) is None


def test_find__own_and_sample_of_one_name__are_told_apart(small):
    own = find_source(small, Request("marrow_bend", "2026"))
    sample = find_source(small, Request("marrow_bend", "2026", is_sample=True))
    assert (own.is_sample, sample.is_sample) == (False, True)


@pytest.mark.parametrize("request_", [Request("nowhere", "2026"), Request(CONSORTIUM, "1999")])
def test_find__nothing_there__names_what_is(small, request_):
    found = f"{request_.library_id} {request_.wave}".strip()
    with pytest.raises(ToolkitError) as caught:
        make_report(small, request_)
    assert str(caught.value).startswith(
        f"There is no such library or wave.\n- library and wave: found {found}; allowed: "
    )
    assert "marrow_bend 2026" in str(caught.value)


@pytest.mark.slow
def test_gather__an_earlier_wave__is_followed_up_to_the_one_that_was_asked_for(tmp_path, samples, kept_in_run):
    write_libraries(samples, tmp_path / "answers", ("rooksmere",))
    place = Place(str(tmp_path / "answers"), tmp_path / "answers", kept_in_run.folder / "followed")
    sources = place.open()
    latest = gather_results(sources, Request("rooksmere", "2026"))
    assert latest.followed is not None
    assert latest.followed.waves == ("2025", "2026")
    assert gather_results(sources, Request("rooksmere", "2025")).followed is None
    report = make_report(sources, Request("rooksmere", "2026", "director", "es"))
    assert (report.language, report.wave, report.request.audience) == ("es", "2026", "director")


@pytest.mark.slow
def test_make__all_libraries__is_one_report(small):
    report = make_report(small, Request(CONSORTIUM, "2026"))
    assert report.request.library_id == CONSORTIUM
    assert report.sections
