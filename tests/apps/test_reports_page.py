"""The reports page: what is asked for, what is shown of it, and the files that come of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pandas as pd
import pytest

from analysis import apps
from analysis.apps.reports import ReportsPage, reports_page
from analysis.errors import Fault, ToolkitError
from analysis.exchange.places import Place
from analysis.report import batch_tasks
from analysis.report.consortium import CONSORTIUM_SECTIONS, FOR_AUDIENCE
from analysis.report.contents import BY_AUDIENCE, SECTIONS
from analysis.report.request import AUDIENCES, CONSORTIUM, Request
from batch_made import LIBRARIES, write_libraries
from page_parts import controls_in, expect_page_notebook

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "07_reports.ipynb"
PARTS = ("choose", "for_whom", "what_is_in_it", "who_publishes_it", "preview", "make_it", "not_said")
OWN, TINY, WAVE = "maple_grove", LIBRARIES[0], "2026"
HOSTILE = "<img src=x onerror=alert(1)> & co"
WHAT, WHOSE, AUDIENCE = "What is the report about?", "Which libraries?", "Who reads it?"


@pytest.fixture
def place(own_store, samples, tmp_path, kept_in_run):
    """The own library, and three tiny libraries as samples."""
    write_libraries(samples, tmp_path / "samples")
    return Place(str(tmp_path / "responses.sqlite"), tmp_path / "samples", kept_in_run.folder / "reports")


@pytest.fixture
def open_page(place, words, tmp_path):
    """Opens the page with a library chosen."""

    def open_page(library, wave=WAVE):
        sources = place.open()
        return ReportsPage(place, sources, words, sources.find(library, wave), tmp_path / "reports", workers=1)

    return open_page


@pytest.fixture
def page(open_page):
    """The page of a tiny sample library."""
    return open_page(TINY)


def controls(page):
    """The lists and buttons of the whole page, by their label."""
    return controls_in(*(getattr(page, name)() for name in PARTS))


def choose(page, **chosen):
    """Choose in the lists of what, whose, audience, language, wave or beside."""
    for name, value in chosen.items():
        getattr(page._choice, name).control.value = value


def tick(page, *formats):
    for name, box in page._formats.items():
        box.value = name in formats


def arrange(page, *sections):
    """Tick these sections in this order, as the list on the page does it."""
    page._sections.items = [{"id": name, "label": name, "on": True} for name in sections]


def test_notebook__its_cells__show_every_part_of_the_page(page):
    expect_page_notebook(NOTEBOOK, PARTS, ())


def test_apps__asked_for_the_page__give_the_function(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    assert apps.reports_page is reports_page
    opened = apps.reports_page("oxwater", WAVE)
    assert "One report will be made: Oxwater College Library, 2026." in opened._choice.status.value
    assert not (tmp_path / "reports").exists()
    with pytest.raises(ToolkitError, match="There is no such library or wave"):
        apps.reports_page("nowhere")


def test_page__opened__has_released_and_made_nothing(page, tmp_path):
    assert set(controls(page)) >= {"Library", "Wave", WHAT, AUDIENCE, "Make the report", "Show the report here", "Stop"}
    assert page._sources._released == {}
    assert not (tmp_path / "reports").exists()
    assert (page._shown.value, page._bar.value, page._result.value, page._files.files) == ("", "", "", [])
    assert page._stop.layout.display == "none"


def test_page__without_own_libraries__asks_nothing_about_whose(store, samples, words, tmp_path):
    write_libraries(samples, tmp_path / "samples")
    place = Place(str(tmp_path / "responses.sqlite"), tmp_path / "samples", tmp_path / "kept")
    store.survey()
    sources = place.open()
    page = ReportsPage(place, sources, words, sources.all()[0], tmp_path / "reports")
    choose(page, what="each")
    assert page._choice.whose.control.options == (("The samples", "samples"),)


# --- what is asked for


def test_choice__one_library__is_one_request(page):
    assert page._choice.requests() == (Request(TINY, WAVE, is_sample=True),)
    choose(page, audience="staff", language="es", beside="peers")
    assert page._choice.requests(("tour",)) == (Request(TINY, WAVE, "staff", "es", "peers", ("tour",), True),)


def test_choice__each_library__is_a_request_for_each_of_the_same_owner(page):
    choose(page, what="each", audience="director")
    asked = page._choice.requests()
    assert {(one.library_id, one.audience, one.is_sample) for one in asked} == {
        (name, "director", True) for name in LIBRARIES
    }
    assert page._make.description == "Make 3 reports"
    choose(page, whose="own")
    assert page._choice.requests() == (Request(OWN, WAVE, "director"),)
    assert (page._make.description, page._choice.library.control.layout.display) == ("Make the report", "none")


def test_choice__together__is_one_request_about_all(page):
    choose(page, what="together", beside="none")
    assert page._choice.requests() == (Request(CONSORTIUM, WAVE, beside="all", is_sample=True),)
    assert "One report will be made, about all 3 libraries of 2026 together." in page._choice.status.value
    assert page._choice.beside.control.layout.display == "none"


@pytest.mark.parametrize(("heads", "is_talk"), [(4, True), (5, False), (6, False)])
def test_choice__around_five_staff__says_when_it_is_a_page_to_talk_about(own_store, open_page, heads, is_talk):
    own_store.put("roster", pd.DataFrame([{**mine(), "cohort": "all", "value": "all", "heads": heads}]))
    said = open_page(OWN)._choice.status.value
    assert ("Fewer than 5 people work there, so nothing can be told about answers." in said) == is_talk


def test_choice__each_of_tiny_libraries__says_how_many_are_pages_to_talk_about(page):
    choose(page, what="each")
    assert "In 3 of these libraries fewer than 5 people work" in page._choice.status.value


def test_choice__hostile_name__is_shown_as_text(own_store, open_page):
    own_store.put("libraries", own_store.libraries().assign(name=HOSTILE))
    said = open_page(OWN)._choice.status.value
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in said
    assert "<img" not in said


def test_choice__new_library_in_the_store__is_offered_when_looked_for(page, own_store):
    own_store.put("libraries", pd.DataFrame([{**facts(), "library_id": "birch", "name": "Birch"}]))
    own_store.put(
        "roster", pd.DataFrame([{**mine(), "library_id": "birch", "cohort": "all", "value": "all", "heads": 9}])
    )
    assert "Birch" not in dict(page._choice.library.control.options)
    controls(page)["Look for new answers"].click()
    assert dict(page._choice.library.control.options)["Birch"] == "own:birch"
    assert page._choice.requests() == (Request(TINY, WAVE, is_sample=True),)


# --- sections


@pytest.mark.parametrize("audience", AUDIENCES)
def test_sections__of_each_audience__are_ticked_in_their_order_and_the_others_follow(page, words, audience):
    choose(page, audience=audience)
    assert page._sections.chosen == BY_AUDIENCE[audience]
    assert {item["id"] for item in page._sections.items} == set(SECTIONS)
    assert {item["label"] for item in page._sections.items} == {words(f"report.section.{name}") for name in SECTIONS}
    choose(page, what="together")
    assert page._sections.chosen == FOR_AUDIENCE[audience]
    assert {item["id"] for item in page._sections.items} == set(CONSORTIUM_SECTIONS)


def test_sections__as_usual__are_left_unsaid_in_the_request(page):
    assert page._requests()[0].sections == ()
    arrange(page, "tour", "summary")
    assert page._requests()[0].sections == ("tour", "summary")
    controls(page)["Take the usual sections again"].click()
    assert page._requests()[0].sections == ()


def test_sections__arranged__stay_when_another_library_is_chosen_and_go_with_another_audience(page):
    arrange(page, "tour", "summary")
    choose(page, library="own:maple_grove", language="es")
    assert page._sections.chosen == ("tour", "summary")
    choose(page, audience="staff")
    assert page._sections.chosen == BY_AUDIENCE["staff"]


def test_sections__unknown_twice_or_no_sections_at_all__are_left_out(page):
    page._sections.items = [
        *({"id": name, "label": "x", "on": True} for name in ("nothing", "tour", "tour")),
        {"id": "summary", "label": "x", "on": "yes"},
        "goals",
    ]
    assert page._sections.chosen == ("tour",)


@pytest.mark.parametrize(
    ("nothing", "repair"), [("formats", "Tick at least one format."), ("sections", "Tick at least one section.")]
)
def test_make__without_formats_or_sections__asks_for_them(page, tmp_path, nothing, repair):
    if nothing == "formats":
        tick(page)
    else:
        arrange(page)
    page.make()
    assert page._said.value == (
        '<div class="lc-note" role="status"><p><strong>Something is still to be chosen.</strong></p>'
        f"<p>{repair}</p></div>"
    )
    assert not (tmp_path / "reports").exists()
    assert not page._make.disabled


# --- the preview


def test_preview__of_a_tiny_library__is_a_page_to_talk_about_in_a_window_where_nothing_runs(page):
    page.show_preview()
    shown = page._shown.value
    assert "Nothing may be told about the answers of this library, so its report is a page to talk about." in shown
    assert shown.count("<iframe ") == 1
    assert '<iframe class="lc-sheet lc-report" sandbox title="Preview: report about ' in shown
    assert "&lt;head&gt;&lt;base href=&quot;about:srcdoc&quot;&gt;" in shown
    assert "<script" not in shown


def test_preview__hostile_name__stays_text_and_inside_its_window(own_store, open_page):
    own_store.put("libraries", own_store.libraries().assign(name=HOSTILE))
    own_store.put("roster", pd.DataFrame([{**mine(), "cohort": "all", "value": "all", "heads": 12}]))
    page = open_page(OWN)
    page.show_preview()
    assert "This is the report about &lt;img src=x onerror=alert(1)&gt; &amp; co, as HTML" in page._shown.value
    assert "<img" not in page._shown.value


@pytest.mark.parametrize("change", ["language", "sections", "color"])
def test_preview__anything_changed__is_taken_away(page, change):
    page.show_preview()
    assert page._shown.value
    if change == "language":
        choose(page, language="es")
    elif change == "sections":
        arrange(page, "tour")
    else:
        page._brand.colors["primary"].value = "#123456"
    assert page._shown.value == ""


def test_preview__color_that_cannot_be_read__is_refused_with_the_nearest(page):
    page._brand.colors["primary"].value = "#FFD200"
    page.show_preview()
    assert page._shown.value == (
        '<div class="lc-note" role="status"><p><strong>This brand cannot be used.</strong></p>'
        "<p>The nearest is “#8F7400”.</p></div>"
    )


# --- making


def test_make__one_library__gives_files_to_save_and_keeps_them_in_the_folder(page, tmp_path):
    tick(page, "html", "docx")
    page.make()
    folder = tmp_path / "reports" / "samples"
    names = [f"{TINY}_2026_board_en.{ending}" for ending in ("html", "docx")]
    assert [one["name"] for one in page._files.files] == names
    assert [one["label"].split(" (")[0] for one in page._files.files] == [
        "Save the HTML page",
        "Save the Word document",
    ]
    assert all((folder / name).stat().st_size > 10_000 for name in names)
    assert f"2 files were made, in {folder}." in page._result.value
    assert (page._bar.value, page._said.value, page._make.disabled) == ("", "", False)


def test_make__again__says_what_is_unchanged_and_never_overwrites_what_somebody_edited(page, tmp_path):
    tick(page, "html")
    page.make()
    page.make()
    assert "No file had to be made." in page._result.value
    assert "One file is as it should be and was not made again." in page._result.value
    assert len(page._files.files) == 1
    path = tmp_path / "reports" / "samples" / page._files.files[0]["name"]
    path.write_text("mine", encoding="utf-8")
    page.make()
    assert f"{path.name} was changed by somebody and is left as it is." in page._result.value
    assert path.read_text(encoding="utf-8") == "mine"


def test_make__each_library__puts_all_into_the_folder_and_offers_no_single_file(page, tmp_path):
    choose(page, what="each", language="es")
    tick(page, "html")
    page.make()
    made = sorted(path.name for path in (tmp_path / "reports" / "samples").glob("*.html"))
    assert made == sorted(f"{name}_2026_board_es.html" for name in LIBRARIES)
    assert "3 files were made" in page._result.value
    assert page._files.files == []


def test_make__one_that_fails__is_listed_with_its_reason_and_the_others_are_made(page, monkeypatch):
    make = batch_tasks.make_report

    def make_all_but_one(sources, request, *others):
        if request.library_id == TINY:
            raise ToolkitError(HOSTILE, [Fault("a", "b", "c", "d")])
        return make(sources, request, *others)

    monkeypatch.setattr(batch_tasks, "make_report", make_all_but_one)
    choose(page, what="each")
    tick(page, "html")
    page.make()
    assert "2 files were made" in page._result.value
    assert "<p>One report could not be made:</p>" in page._result.value
    assert f"<li>{TINY} 2026, board, en: &lt;img src=x" in page._result.value
    assert "<img" not in page._result.value


def test_make__unexpected_trouble__is_listed_and_written_down(page, monkeypatch, tmp_path):
    monkeypatch.setattr(batch_tasks, "make_report", lambda *_: 1 / 0)
    page.make()
    assert "something unexpected (ZeroDivisionError: division by zero)" in page._result.value
    log = tmp_path / "reports" / "samples" / "reports.log"
    assert f"What exactly went wrong is written down in {log}." in page._result.value
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_make__folder_that_cannot_be__is_refused_and_can_be_tried_again(page, tmp_path):
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    page.make()
    assert "<strong>The reports cannot be put there.</strong>" in page._said.value
    assert "Choose another folder for the reports." in page._said.value
    assert not page._make.disabled


def test_make__beside_a_running_page__says_how_far_it_is_and_answers_meanwhile(page):
    said, bars = [], []
    page._said.observe(lambda change: said.append(change.new), "value")
    page._bar.observe(lambda change: bars.append(change.new), "value")
    choose(page, what="each")
    tick(page, "html")

    async def make():
        page.make()
        assert page._make.disabled
        assert page._look.disabled
        assert page._stop.layout.display is None
        page.make()
        await page._errand._task

    asyncio.run(make())
    assert "3 files were made" in page._result.value
    assert "Leave this page open until the reports are made." in said[0]
    assert [text for text in said if "Making the reports." in text]
    bar = '<progress aria-label="How far the reports are" max="3" value="2"></progress><p>Making reports: 2 of 3'
    assert any(bar in text for text in bars)
    assert bars[0] == '<div class="lc-progress"><progress aria-label="How far the reports are"></progress></div>'
    assert (bars[-1], said[-1]) == ("", "")


def test_make__stopped__keeps_what_is_finished_and_goes_on_from_there(page, monkeypatch, tmp_path):
    make, begun = batch_tasks.make_report, []

    def stop_with_the_second(sources, request, *others):
        begun.append(request)
        if len(begun) == 2:
            controls(page)["Stop"].click()
        return make(sources, request, *others)

    monkeypatch.setattr(batch_tasks, "make_report", stop_with_the_second)
    choose(page, what="each")
    tick(page, "html")
    page.make()
    folder = tmp_path / "reports" / "samples"
    assert page._said.value == (
        '<div class="lc-note" role="status">'
        "<p>Stopped. What was finished is kept; the same button goes on from there.</p></div>"
    )
    assert (page._bar.value, page._make.disabled, page._stop.layout.display) == ("", False, "none")
    assert len(list(folder.glob("*.html"))) == 2
    assert list(folder.glob(".*")) == []
    page.make()
    assert "One file was made" in page._result.value
    assert "2 files are as they should be and were not made again." in page._result.value


def mine():
    return {"library_id": OWN, "wave": WAVE}


def facts():
    return {"type": "public", "population": "", "locale": "", "fte": ""}
