"""The report of all libraries: what differs beyond chance, every library by name, and nobody ranked or given away."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_words
from analysis.report.consortium import CONSORTIUM_SECTIONS, FOR_AUDIENCE, compose_consortium
from analysis.report.contents import SECTIONS
from analysis.report.model import Figure, Heading, KeyFigures, Table
from analysis.report.request import AUDIENCES, Request
from results_made import blocks_of, made_results, texts_in
from tests.present.libraries_made import NAMES, make_comparison, poisoned, spreading, without

ENGLISH = load_words("en")
HIDDEN = {"lib_003": "few", "lib_007": "few", "lib_009": "nobody"}


def libraries(count, **changes):
    """So many libraries, which differ in one quality and in nothing else."""
    return spreading(make_comparison(count, between=0.0, **changes), "variety", p_adjusted=0.01, chance=0.4)


def pooled_of(*members):
    """The small libraries released as one."""
    released = replace(made_results(40).released, library_id="consortium", library_name="Together")
    return replace(released, members=members)


def composed(comparison, audience="director", language="en", pooled=None, sections=(), origins=None):
    request = Request("", "2026", audience, language, sections=sections)
    return compose_consortium(comparison, load_words(language), request, None, pooled, origins)


def part(report, name):
    return next(section for section in report.sections if section.id == f"consortium_{name}")


def table_in(report, name):
    return next(block.table for block in blocks_of(report, Table) if block.id == name)


@pytest.fixture(scope="module", params=AUDIENCES)
def audience(request):
    return request.param


@pytest.fixture(scope="module")
def report(audience):
    return composed(libraries(40, withheld=HIDDEN), audience, pooled=pooled_of("lib_003", "lib_007"))


def test_consortium__for_each_audience__has_its_sections_in_their_order(audience, report):
    assert [section.id for section in report.sections] == list(FOR_AUDIENCE[audience])


def test_consortium__says_what_it_is(report):
    assert (report.title, report.library) == ("Learning culture report", "40 libraries")
    assert report.subtitle == "Answers of 2026, from 40 libraries"
    assert list(report.origins) == [("consortium", "2026")]


def test_consortium__every_figure__is_followed_by_the_table_behind_it(report):
    for section in report.sections:
        for one, after in pairwise((*section.blocks, None)):
            assert not isinstance(one, Figure) or (isinstance(after, Table) and after.id == one.id), one


def test_consortium__ids_of_figures_and_tables__are_unique(report):
    for kind in (Figure, Table):
        found = [block.id for block in blocks_of(report, kind)]
        assert len(found) == len(set(found))


def test_consortium__no_heading__stands_alone_and_no_text_is_blank(report):
    for section in report.sections:
        for one, after in pairwise((*section.blocks, None)):
            assert not isinstance(one, Heading) or not (after is None or isinstance(after, Heading)), one
    texts = texts_in(report.sections)
    assert [text for text in texts if not text.strip() or "{" in text or "nan" in text.split()] == []


def test_consortium__no_sentence__is_said_twice_in_a_section(report):
    for section in report.sections:
        told = [text for block in section.blocks if not isinstance(block, Table | Figure) for text in texts_in(block)]
        sentences = [one for text in told for one in re.split(r"(?<=\.) ", text) if len(one) > 30]
        assert len(sentences) == len(set(sentences)), section.id


def test_consortium__tables__stand_by_name(report):
    for block in blocks_of(report, Table):
        first = block.table.frame.iloc[:, 0]
        if block.table.frame.columns[0] == "Library":
            assert list(first) == sorted(first, key=str.casefold), block.id


def test_consortium__hidden_libraries__are_named_with_their_reason_and_nothing_else(report):
    told = " ".join(texts_in(part(report, "hidden").blocks))
    assert "3 libraries are not shown." in told
    for place in (3, 7, 9):
        name = NAMES[place % len(NAMES)] + (f" {place // len(NAMES) + 1}" if place >= len(NAMES) else "")
        assert name in told
        for block in blocks_of(report, Table):
            if block.id != "libraries":
                assert name not in texts_in(block.table.frame.iloc[:, 0:1]), block.id


def test_consortium__secrets_of_hidden_libraries__are_nowhere(audience):
    comparison = libraries(30, withheld=HIDDEN)
    told, secret = (texts_in(composed(one, audience).sections) for one in (comparison, poisoned(comparison)))
    assert secret == told


def test_consortium__places_in_an_order__are_for_researchers_alone(audience, report):
    has_rank = any(re.search(r"\b\d+(st|nd|rd|th) to ", text) for text in texts_in(report.sections))
    assert has_rank == (audience == "researcher")


def test_consortium__glance__counts_libraries_and_people(report):
    [glance] = blocks_of(report, KeyFigures)
    shown = make_comparison(40, withheld=HIDDEN).libraries
    people = int(shown.loc[~shown["withheld"], "n"].sum())
    assert [one.value for one in glance.figures] == ["40", "37", str(people), "1 of 9"]


@pytest.mark.parametrize(("between", "lead"), [(9.0, "all"), (0.0, "none")])
def test_consortium__lead__says_whether_libraries_differ(between, lead):
    made = composed(make_comparison(30, between=between))
    names = {"measures": 9, "names": ""}
    assert part(made, "summary").blocks[0].text == ENGLISH(f"consortium.chance.{lead}", **names)


def test_consortium__of_one_measure_apart__names_it_and_draws_it():
    made = composed(spreading(make_comparison(30, between=0.0), "variety", p_adjusted=0.01, chance=0.4))
    assert part(made, "summary").blocks[0].text == (
        "In “Variety”, the libraries differ by more than chance. In the others of the 9 things that are compared, they "
        "cannot be told from chance."
    )
    assert [block.id for block in blocks_of(made, Figure)] == ["caterpillar_index", "caterpillar_variety"]


@pytest.mark.parametrize(("p", "drawn"), [(0.049, 1), (0.05, 0), (0.051, 0)])
def test_consortium__p_at_the_threshold__draws_only_below_it(p, drawn):
    made = composed(spreading(make_comparison(30, between=0.0), "variety", p_adjusted=p))
    assert sum(block.id == "caterpillar_variety" for block in blocks_of(made, Figure)) == drawn


def test_consortium__for_a_board__draws_the_two_surest_and_names_the_others():
    apart = make_comparison(30, between=0.0)
    for measure, chance in (("purpose", 0.6), ("variety", 0.2), ("growth", 0.4)):
        apart = spreading(apart, measure, p_adjusted=0.01, chance=chance)
    board, director = composed(apart, "board"), composed(apart, "director")
    assert [block.id for block in part(board, "qualities").blocks if isinstance(block, Figure)] == [
        "caterpillar_variety",
        "caterpillar_growth",
    ]
    more = "One more difference is more than chance; it is in the table: “Purpose”."
    assert more in texts_in(part(board, "qualities").blocks)
    assert len([block for block in part(director, "qualities").blocks if isinstance(block, Figure)]) == 3


@pytest.mark.parametrize(("count", "head"), [(24, "Library"), (25, "Library"), (26, "Compared with the mean of all")])
def test_consortium__table_behind_a_figure__names_sides_where_a_list_would_be_long(count, head):
    made = composed(libraries(count), "board")
    assert table_in(made, "caterpillar_index").frame.columns[0] == head


def test_consortium__sides__hold_each_library_once():
    frame = table_in(composed(make_comparison(40), "board"), "caterpillar_index").frame
    assert frame["How many"].astype(int).sum() == 40
    assert frame.iloc[:, 0].tolist() == ["yes, above", "not clear", "yes, below"]


def test_consortium__of_libraries_alike__puts_none_above_or_below():
    frame = table_in(composed(make_comparison(40, between=0.0), "board"), "caterpillar_index").frame
    assert frame["How many"].tolist() == ["0", "40", "0"]
    assert frame.iloc[[0, 2], 2].tolist() == ["none", "none"]


def test_consortium__result_of_one_library_that_would_give_others_away__says_so():
    made = composed(without(libraries(30), "lib_002", "index"))
    told = table_in(made, "told").frame.set_index("Library").loc["Cobblewick"]
    reason = ENGLISH("figures.reason.complement")
    assert told["Maturity index, own answers"] == told["Likely, with chance allowed for"] == reason


@pytest.mark.parametrize("count", [0, 1])
def test_consortium__of_too_few_that_may_be_shown__draws_nothing(count, audience):
    hidden = {f"lib_{number:03d}": "few" for number in range(count, 6)}
    made = composed(make_comparison(6, withheld=hidden), audience)
    assert blocks_of(made, Figure) == []
    assert all(section.blocks for section in made.sections)
    assert part(made, "summary").blocks[0].text == ENGLISH("consortium.chance.unknown")


def test_consortium__of_nobody_hidden__says_so():
    assert texts_in(part(composed(libraries(30)), "hidden").blocks)[0] == ("Every library that is compared is shown.")


def test_consortium__without_small_ones_together__has_no_such_section(audience):
    assert "consortium_small" not in [section.id for section in composed(libraries(30), audience).sections]


def test_consortium__small_ones__are_told_as_one_and_named(report):
    told = texts_in(part(report, "small").blocks)
    assert "Dunmarrow and Hazelquay" in told
    assert any(text.startswith("2 libraries of 2026 have answers from so few people") for text in told)
    assert not any("Together is" in text or "your" in text for text in told if "likely" not in text)


def test_consortium__small_ones_among_the_others__are_named_in_the_language():
    comparison = libraries(30)
    table = comparison.libraries.copy()
    table.loc[0, ["name", "members"]] = ["the group of small libraries", 3]
    made = composed(replace(comparison, libraries=table), "director", "es")
    names = table_in(made, "told").frame.iloc[:, 0].tolist()
    assert "el grupo de bibliotecas pequeñas (un consorcio de 3 bibliotecas)" in names
    assert made.library == "29 bibliotecas"


def test_consortium__own_library__is_nobody():
    assert libraries(30).own == "lib_000"
    told = " ".join(texts_in(composed(libraries(30)).sections))
    assert "your library" not in told.replace("about your library", "")


def test_consortium__of_asked_sections__has_just_these():
    asked = ("consortium_hidden", "summary", "consortium_summary")
    made = composed(libraries(12), sections=asked)
    assert [section.id for section in made.sections] == ["consortium_hidden", "consortium_summary"]


def test_consortium__of_sections_of_a_library__has_those_of_the_audience():
    made = composed(libraries(12), "board", sections=("summary",))
    assert made.sections[0].id == "consortium_summary"


def test_consortium__of_an_unknown_section__says_which_there_are():
    with pytest.raises(ToolkitError) as refusal:
        composed(make_comparison(12), sections=("ranking",))
    known = ", ".join((*CONSORTIUM_SECTIONS, *SECTIONS))
    assert str(refusal.value) == (
        "There is no such section.\n"
        f"- sections: found 'ranking'; allowed: {known}. "
        "Choose among these, or leave the sections out to get those of the audience."
    )


def test_consortium__origins__are_kept_and_named():
    origin = made_results(40).released.provenance
    made = composed(libraries(12), "researcher", origins={("lib_001", "2026"): origin})
    assert made.origins == {("lib_001", "2026"): origin}
    told = table_in(made, "origin").frame.set_index("What")["Here"]
    assert told["Toolkit"] == origin.toolkit_version


def test_consortium__funnel__tells_its_lines_for_researchers():
    made = composed(libraries(40), "researcher")
    lines = table_in(made, "funnel_index").frame
    assert lines["Answered"].tolist()[:3] == ["5", "10", "20"]
    assert len(lines.columns) == 3


def test_consortium__methods__in_full_for_who_decides(audience, report):
    ids = [block.id for block in part(report, "methods").blocks if isinstance(block, Table)]
    assert ids == (["origin", "formulas"] if audience in ("director", "researcher") else [])


def test_consortium__hostile_names__stay_as_they_are(audience):
    comparison = libraries(30)
    table = comparison.libraries.copy()
    hostile = "<b>A</b> & #eval(1) =1+1 שלום"
    table.loc[0, "name"] = hostile
    made = composed(replace(comparison, libraries=table), audience)
    assert hostile in " ".join(texts_in(made.sections))


def test_consortium__in_spanish__has_the_same_blocks(audience):
    comparison, pooled = libraries(30, withheld=HIDDEN), pooled_of("lib_003", "lib_007")
    english, spanish = (composed(comparison, audience, language, pooled) for language in ("en", "es"))
    for one, other in zip(english.sections, spanish.sections, strict=True):
        assert one.id == other.id
        assert [type(block) for block in one.blocks] == [type(block) for block in other.blocks], one.id
        assert one.title != other.title
