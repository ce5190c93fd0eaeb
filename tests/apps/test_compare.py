"""The compare page: who stands beside whom, what it says while others are prepared, and where there is nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.apps.compare import FIRST_SAMPLE, ComparePage
from analysis.apps.compare_sections import BY_MEASURE, SECTIONS, WITH_FIGURES
from analysis.apps.compare_talks import questions
from analysis.apps.compare_view import CompareView
from analysis.errors import ToolkitError
from analysis.exchange import circle
from analysis.exchange.circle import ALL_LIBRARIES, PEERS, Compared, Progress, compare_circle, draw_circle
from analysis.exchange.sources import Sources
from analysis.responses import Store
from page_parts import controls_in, expect_page_notebook

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "04_compare_libraries.ipynb"
WAVE = "2026"
HOSTILE = "<img src=x onerror=alert(1)> & co"
LIBRARIES = {
    "ash": ("Ash Library", 12, "oxwater"),
    "elm": ("Elm Library", 14, "teaselbrook"),
    "oak": ("Oak Library", 10, "kestrelby"),
    "rowan": (HOSTILE, 4, "driftlow"),
    "tiny": ("Tiny Library", 3, "mallowfen"),
    "yew": ("Yew Library", 5, ""),
    **{f"silent_{number}": (f"Silent {number}", 6, "") for number in range(7)},
}
"""Own libraries: name, heads, and the sample whose answers they have; `yew` is academic, and all others public."""


def fill(store, samples, libraries):
    for library_id in libraries:
        name, heads, like = LIBRARIES[library_id]
        place = {"library_id": library_id, "wave": WAVE}
        kind = "academic" if library_id == "yew" else "public"
        facts = {"name": name, "type": kind, "population": 9_000, "locale": "town", "fte": ""}
        store.put("roster", pd.DataFrame([{**place, "cohort": "all", "value": "all", "heads": heads}]))
        store.put("libraries", pd.DataFrame([{"library_id": library_id, **facts}]))
        rows = samples.responses[(samples.responses["library_id"] == like) & (samples.responses["wave"] == WAVE)]
        if like:
            store.add(rows.assign(**place, response_id=f"{library_id}_" + rows["response_id"]))


@pytest.fixture(scope="module")
def shared(guide, samples, tmp_path_factory):
    """Own libraries, of which two are too small alone, and one is of another type than the eleven peers of each."""
    store = Store(tmp_path_factory.mktemp("store") / "responses.sqlite", guide)
    fill(store, samples, LIBRARIES)
    return Sources(guide, store)


@pytest.fixture(scope="module")
def first_page(shared, words):
    """The page as it opens; no test chooses anything on it."""
    return ComparePage(shared, words, shared.find("ash"))


@pytest.fixture
def page(shared, words):
    """A page to choose on."""
    return ComparePage(shared, words, shared.find("ash"))


@pytest.fixture
def some_of(guide, store, samples, shared, first_page):
    """Sources that have some of the libraries alone; what they release is what they released before."""

    def some_of(*libraries):
        fill(store, samples, libraries)
        return Sources(guide, store, _released=dict(shared._released))

    return some_of


@pytest.fixture
def alone(sources, words):
    """The page of the only own library."""
    return ComparePage(sources, words, sources.find())


def shown(page):
    """The markup of every section by name."""
    return {name: getattr(page, name)().value for name in SECTIONS}


def controls(page):
    """The controls of the page by their label."""
    return controls_in(page.choose())


def changed(page, act):
    """The sections that `act` changes."""
    before = shown(page)
    act()
    after = shown(page)
    return {name for name in SECTIONS if before[name] != after[name]}


def view_of(page, **columns):
    """What is shown where other values stand in the index: in the own library's row, or in how far all differ."""
    view = page._view()
    comparison = view.comparison
    standing, spread = comparison.standing.copy(), comparison.spread.copy()
    for name, value in columns.items():
        table = spread if name in spread else standing
        rows = table["measure"] == "index"
        if table is standing:
            rows &= table["library_id"] == comparison.own
        table.loc[rows, name] = value
    return replace(view, compared=Compared(replace(comparison, standing=standing, spread=spread)))


def text_of(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup)).strip()


def steps_of(sources, own, scope=PEERS):
    circle = draw_circle(sources, sources.find(own), scope)
    return list(compare_circle(sources, circle, "Together"))


def test_page__several_libraries__shows_every_section_with_figure_and_numbers(first_page):
    sections = shown(first_page)
    assert all(sections.values())
    for name in WITH_FIGURES:
        assert sections[name].count("<figure>") == 1
    for name in ("peers", "where_we_stand", "may_be_averaged"):
        assert "<details><summary>The numbers behind this</summary>" in sections[name]
    assert sections["for_researchers"].startswith("<details><summary>The funnel")
    assert first_page._progress.value == ""


def test_page__sections__come_with_a_method_for_each():
    assert all(getattr(ComparePage, name).__doc__ for name in SECTIONS)
    assert set(BY_MEASURE) | set(WITH_FIGURES) <= set(SECTIONS)


def test_notebook__its_cells__show_every_part_of_the_page_and_hold_no_program():
    expect_page_notebook(NOTEBOOK, SECTIONS, {"choose", "public_facts"})


def test_first_sample__is_one_of_the_samples(shared):
    assert shared.find(FIRST_SAMPLE).is_sample


def test_choose__what_and_beside_whom__offers_every_measure_and_two_circles(first_page):
    found = controls(first_page)
    assert [label for label, _ in found["Compare"].options] == [
        "Maturity index",
        "Purpose",
        "Say in learning",
        "Variety",
        "Leaders who learn",
        "Mutual help",
        "Learning from problems",
        "Development goals",
        "Leaning towards growth",
    ]
    assert found["Beside"].options == (("11 libraries like this one", PEERS), ("All 12 other libraries of 2026", "all"))
    assert found["Beside"].value == PEERS


def test_choose__another_measure__changes_what_is_said_about_it_and_nothing_else(page):
    def choose():
        controls(page)["Compare"].value = "variety"

    assert changed(page, choose) == set(BY_MEASURE)
    assert "Variety: " in shown(page)["in_one_sentence"]
    assert 'alt="Variety: ' in shown(page)["where_we_stand"]


def test_choose__all_libraries__takes_in_those_of_another_type_and_the_consortium(page):
    assert "Yew Library" not in shown(page)["peers"]
    assert "the group of small libraries" not in shown(page)["where_we_stand"]
    controls(page)["Beside"].value = ALL_LIBRARIES
    assert "All 12 other libraries of 2026 are compared" in shown(page)["peers"]
    assert '<th scope="row">Yew Library</th>' in shown(page)["peers"]
    assert "are in it together, as one" in shown(page)["peers"]
    assert "the group of small libraries" in shown(page)["where_we_stand"]
    assert "They stand among the others above, as one." in shown(page)["too_small"]


def test_choose__another_library__goes_back_to_its_peers(page):
    controls(page)["Beside"].value = ALL_LIBRARIES
    controls(page)["Library"].value = "own:elm"
    assert controls(page)["Beside"].value == PEERS
    assert "Elm Library (your library)" in shown(page)["where_we_stand"]


def test_choose__everybody_is_a_peer__offers_peers_alone_and_has_the_consortium_among_them(some_of, words):
    sources = some_of("ash", "elm", "rowan", "tiny")
    page = ComparePage(sources, words, sources.find("ash"))
    assert controls(page)["Beside"].options == (("3 libraries like this one", PEERS),)
    assert "They stand among the others above, as one." in shown(page)["too_small"]


def test_peers__own_libraries__never_stand_beside_samples(shared):
    own, sample = shared.find("ash"), shared.find("oxwater")
    assert {source.library_id for source in draw_circle(shared, own, ALL_LIBRARIES).sources} == set(LIBRARIES)
    others = draw_circle(shared, sample, ALL_LIBRARIES).sources
    assert all(source.is_sample and source.wave == WAVE for source in others)


def test_circle__its_sources__are_the_own_one_then_small_to_large(shared):
    circle = draw_circle(shared, shared.find("elm"), PEERS)
    found = [source.library_id for source in circle.sources]
    assert found[:3] == ["elm", "tiny", "rowan"]
    assert found[-2:] == ["oak", "ash"]
    assert "yew" not in found


def test_compare__peers__tells_how_far_it_is_and_shows_peers_before_the_consortium(shared):
    *progress, compared, pooling, complete = steps_of(shared, "ash")
    assert progress == [Progress(done, 12) for done in range(13)]
    assert pooling == Progress(12, 12, is_pooling=True)
    assert (compared.consortium, compared.is_complete, complete.is_complete) == (None, False, True)
    assert compared.comparison is complete.comparison
    assert set(complete.comparison.libraries["library_id"]) == set(LIBRARIES) - {"yew"}
    assert complete.consortium.members == ("rowan", "tiny")


@pytest.mark.parametrize(("own", "scope"), [("ash", ALL_LIBRARIES), ("tiny", PEERS)])
def test_compare__all_or_a_member__has_the_consortium_among_them(shared, own, scope):
    *_, pooling, complete = steps_of(shared, own, scope)
    assert pooling.is_pooling
    members = complete.comparison.libraries.set_index("library_id")["members"]
    assert members["consortium"] == 2


def test_compare__a_library_that_cannot_be_released__is_left_out_and_named(some_of, words, monkeypatch):
    sources = some_of("ash", "elm", "oak")
    whole = circle.Sources.released

    def broken(self, source):
        if source.library_id == "oak":
            raise ToolkitError("No.")
        return whole(self, source)

    monkeypatch.setattr(circle.Sources, "released", broken)
    page = ComparePage(sources, words, sources.find("ash"))
    assert text_of(page._progress.value) == (
        "One library could not be prepared and is left out: Oak Library. All others are compared."
    )
    assert "Elm Library" in shown(page)["where_we_stand"]
    assert "Oak Library" not in shown(page)["where_we_stand"]


def test_compare__a_comparison_that_fails__says_so_in_each_part(some_of, words, monkeypatch):

    def broken(*_):
        raise ValueError

    monkeypatch.setattr(circle, "compare_libraries", broken)
    sources = some_of("ash", "elm")
    sections = shown(ComparePage(sources, words, sources.find("ash")))
    for name in ("peers", "where_we_stand", "how_much_is_chance", "may_be_averaged", "for_researchers", "too_small"):
        assert "This part could not be prepared." in sections[name]
    assert "In the eyes of its staff, Ash Library" in sections["in_one_sentence"]


def test_page__others_are_still_prepared__shows_the_own_library_and_says_so(shared, words, monkeypatch):
    def some(*_):
        yield Progress(1, 5)

    monkeypatch.setattr("analysis.apps.compare.compare_circle", some)
    page = ComparePage(shared, words, shared.find("ash"))
    sections = shown(page)
    assert page._progress.value == (
        '<p role="status" class="lc-quiet">Protecting the answers, library by library: 1 of 5 are ready …</p>'
    )
    assert "In the eyes of its staff, Ash Library" in sections["in_one_sentence"]
    for name in ("peers", "where_we_stand", "how_much_is_chance", "may_be_averaged", "for_researchers", "too_small"):
        assert "The other libraries are being prepared." in sections[name]
    assert sections["limits"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Progress(5, 5), "All 5 libraries are ready. Comparing them …"),
        (Progress(5, 5, is_pooling=True), "Putting the small libraries together …"),
    ],
)
def test_page__progress__says_what_is_being_done(page, step, said):
    page._on_step(step)
    assert page._progress.value == f'<p role="status" class="lc-quiet">{said}</p>'


def test_page__work_breaks_off__says_so(page):
    page._on_trouble()
    assert text_of(page._progress.value).startswith(
        "This part could not be prepared. Nothing that was answered is lost."
    )


def test_page__one_library__says_what_cannot_be_computed_and_how_to_compare(alone):
    sections = shown(alone)
    assert controls(alone)["Beside"].layout.display == controls(alone)["Compare"].layout.display == "none"
    assert "There is no other library here to compare with" in sections["in_one_sentence"]
    assert "set them all up on one computer" in sections["in_one_sentence"]
    assert "A place among others cannot be computed from one library." in sections["where_we_stand"]
    assert "On the index from 0 to 100 it stands at" in sections["where_we_stand"]
    assert "With one library that cannot be computed." in sections["may_be_averaged"]
    assert "told well from about ten on" in sections["how_much_is_chance"]
    assert "None is known here yet." in sections["peers"]
    assert "There is no other library here, so none is left out." in sections["too_small"]
    assert all(sections.values())
    assert not any("<figure>" in section for section in sections.values())


def test_page__a_withheld_own_library__reads_the_others_and_stands_among_the_small_ones(shared, words):
    sections = shown(ComparePage(shared, words, shared.find("tiny")))
    assert "your library cannot be placed, because fewer than 5 people answered" in sections["in_one_sentence"]
    assert "Your library is one of them." in sections["too_small"]
    assert "They stand among the others above, as one." in sections["too_small"]
    assert "the group of small libraries (a consortium of 2 libraries)" in sections["where_we_stand"]
    assert "fewer than 5" in sections["how_much_is_chance"]
    assert all(sections.values())


def test_page__own_library_hidden_in_one_measure__says_in_which_it_can_be_placed(first_page, words):
    view = view_of(first_page)
    rows = view.comparison.standing
    kept = rows[~((rows["library_id"] == "ash") & (rows["measure"] == "index"))]
    hidden = replace(view, compared=Compared(replace(view.comparison, standing=kept)))
    assert "your library cannot be placed, because" in SECTIONS["in_one_sentence"](hidden)
    names = [words(f"guide.quality.{one}.name") for one in kept.loc[kept["library_id"] == "ash", "measure"][:-1]]
    quoted = ", ".join(f"“{name}”" for name in names)
    said = f"Your library can be placed in {quoted} and “Leaning towards growth”. Choose one of these at the top."
    assert said in SECTIONS["in_one_sentence"](hidden)


def test_page__a_hostile_name__is_shown_as_text_everywhere(shared, words):
    page = ComparePage(shared, words, shared.find("rowan"))
    controls(page)["Beside"].value = ALL_LIBRARIES
    for section in shown(page).values():
        assert "<img src=x" not in section
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in shown(page)["too_small"]


def test_too_small__reasons__are_those_of_numbers_of_answers(page):
    controls(page)["Beside"].value = ALL_LIBRARIES
    said = text_of(shown(page)["too_small"])
    assert said.startswith("10 libraries are not shown.")
    assert "Silent 6 and Yew Library: nobody answered." in said
    assert "& co and Tiny Library: fewer than 5 people answered." in said.replace("&amp;", "&")
    assert "2 libraries of 2026 have answers from so few people" in said
    assert "Together 5 people answered there" in said
    assert "How mature this group of libraries is as a place of learning cannot be told" in said


@pytest.mark.parametrize(
    ("libraries", "said"),
    [
        (["ash", "elm"], "No library of this wave has to be put together with others"),
        (["ash", "elm", "tiny"], "Just one library of this wave has answers from fewer than 5 people."),
    ],
)
def test_too_small__no_consortium__says_why(some_of, words, libraries, said):
    sources = some_of(*libraries)
    assert said in shown(ComparePage(sources, words, sources.find("ash")))["too_small"]


def test_chance__nothing_differs__says_so_of_everything(first_page):
    said = text_of(shown(first_page)["how_much_is_chance"])
    assert said.startswith("In none of the 9 things that are compared do the libraries differ by more than chance.")


def test_chance__one_thing_differs__is_named_with_the_place_of_the_own_library(first_page):
    view = view_of(first_page, p_adjusted=0.01, chance=0.31, differs="above")
    said = SECTIONS["how_much_is_chance"](view)
    assert text_of(said).startswith("In “Maturity index”, the libraries differ by more than chance. In the others of")
    row = re.search(r'<tr><th scope="row">Maturity index</th>.*?</tr>', said)[0]
    assert text_of(row) == "Maturity index above the mean, by more than chance yes about 3 in 10"


@pytest.mark.parametrize(("chance", "said"), [(0.949, "about 9 in 10"), (0.95, "nearly all"), (0.951, "nearly all")])
def test_chance__nearly_all__is_said_from_19_in_20_on(first_page, chance, said):
    row = re.search(
        r'<th scope="row">Maturity index</th>.*?</tr>',
        SECTIONS["how_much_is_chance"](view_of(first_page, chance=chance)),
    )
    assert text_of(row[0]).endswith(said)


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("above", "In “Maturity index” your library stands above the mean, by more than chance."),
        ("below", "In “Maturity index” your library stands below the mean, by more than chance."),
    ],
)
def test_questions__own_library_differs__start_there(first_page, side, said):
    asked = questions(view_of(first_page, differs=side))
    assert text_of(asked).startswith(said)
    assert asked.count("<li>") == 4


def test_questions__nothing_differs__are_those_that_are_always_worth_asking(first_page):
    assert text_of(questions(view_of(first_page, differs=""))).startswith(
        "Which library would you like to visit for a day?"
    )


@pytest.mark.parametrize("side", ["above", "below"])
def test_in_one_sentence__another_measure_differs__is_said_too(first_page, side):
    view = view_of(first_page, p_adjusted=0.01, differs=side)
    said = text_of(SECTIONS["in_one_sentence"](replace(view, measure="variety")))
    assert "In “Maturity index”, the libraries differ by more than chance." in said
    assert f"Your library stands {side} the mean in “Maturity index”, by more than chance." in said


def test_in_one_sentence__the_chosen_measure_differs__is_said_once(first_page):
    said = text_of(SECTIONS["in_one_sentence"](view_of(first_page, p_adjusted=0.01, differs="above")))
    assert said.startswith("Maturity index: your library is above the mean of the 3 libraries, by more than chance.")
    assert said.count("by more than chance") == 1


def test_page__narrow_room__draws_its_figures_anew_for_it(page):
    def narrow():
        page._viewport.narrow = True

    assert changed(page, narrow) == set(WITH_FIGURES)


def test_page__public_facts_come_in__chooses_peers_anew(some_of, store, words, monkeypatch):
    sources = some_of("oak", "yew", "tiny")
    page = ComparePage(sources, words, sources.find("oak"))
    assert shown(page)["peers"].count("<td>Academic</td>") == 1
    forgotten = []
    monkeypatch.setattr(Sources, "forget", lambda self: forgotten.append(True) or self.refresh())
    store.put("libraries", store.libraries().assign(type="public"))
    page._desk._done()
    assert forgotten == [True]
    assert "<td>Academic</td>" not in shown(page)["peers"]


def test_page__wave_that_cannot_be_released__is_empty_and_says_why(page, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The answers could not be read.")

    monkeypatch.setattr(Sources, "released", refuse)
    page.refresh()
    assert not any(shown(page).values())
    assert controls(page)["Beside"].layout.display == "none"


def test_view__names__are_those_of_all_libraries_of_the_wave(first_page):
    view = first_page._view()
    assert isinstance(view, CompareView)
    assert view.names == {library_id: name for library_id, (name, *_) in LIBRARIES.items()}
