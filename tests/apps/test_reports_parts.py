"""The parts of the reports page: brand, files to save, the list of sections, and a batch in a thread."""

from __future__ import annotations

from html import unescape
from types import SimpleNamespace

import pytest

from analysis.apps import reports_making
from analysis.apps.reports_brand import BrandDesk
from analysis.apps.reports_files import ReportFiles
from analysis.apps.reports_making import DRAWING, Ended, Making
from analysis.apps.reports_sections import SectionList
from analysis.apps.reports_view import say_progress
from analysis.errors import Fault, ToolkitError
from analysis.report.batch import BatchResult
from analysis.report.batch_progress import Progress
from analysis.report.brand import Brand
from report_made import small_png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="4" fill="#123456"/></svg>'
FILE = """name = "Elm & Ash"
contact = "mail@elm.example"
logo_alt = "An elm"
paper = "a4"
[colors]
primary = "#123456"
accent = "#654321"
"""
HOSTILE = "<img src=x onerror=alert(1)> =1+1"


@pytest.fixture
def changes():
    return []


@pytest.fixture
def desk(words, changes):
    return BrandDesk(words, lambda: changes.append(True))


def verdict(desk, name, color):
    """What is said about a color, and whether a nearest one is offered."""
    desk.colors[name].value = color
    return desk.colors[name].verdict.value, desk.colors[name].mend.layout.display is None


# --- the brand


def test_brand__untouched__is_the_usual_one(desk):
    assert desk.brand() == Brand()


def test_brand__written_in_the_fields__is_taken_without_blanks_around(desk, changes):
    desk.texts["name"].value = "  Tidewater Consulting "
    desk.texts["contact"].value = HOSTILE
    desk.colors["accent"].value = " #654321 "
    desk.paper.control.value = "a4"
    assert desk.brand() == Brand("Tidewater Consulting", HOSTILE, accent="#654321", paper="a4")
    assert len(changes) == 4


@pytest.mark.parametrize(
    ("name", "color", "passes"),
    [
        ("primary", "#757575", True),
        ("primary", "#767676", True),
        ("primary", "#777777", False),
        ("accent", "#939393", True),
        ("accent", "#949494", True),
        ("accent", "#959595", False),
    ],
)
def test_color__around_the_least_contrast__passes_or_comes_with_the_nearest(desk, name, color, passes):
    said, is_offered = verdict(desk, name, color)
    assert ("which is enough for everybody" in said, is_offered) == (passes, not passes)
    assert said.count('class="lc-swatch"') == (1 if passes else 2)
    desk.colors[name].take_nearest()
    assert "which is enough for everybody" in desk.colors[name].verdict.value
    assert desk.brand() == Brand(**{name: desk.colors[name].value})


def test_color__too_light__is_judged_in_words(desk):
    said, _ = verdict(desk, "primary", "#FFD200")
    assert said == (
        '<p role="status"><span class="lc-swatch" style="background:#FFD200" role="img" aria-label="#FFD200"></span>'
        '<span class="lc-swatch" style="background:#8F7400" role="img" aria-label="#8F7400"></span>'
        "#FFD200, which has 1.4 : 1 on white. The nearest is “#8F7400”.</p>"
    )
    assert desk.colors["primary"].mend.description == "Take #8F7400 instead"


@pytest.mark.parametrize("color", ["", "navy", "#12345", HOSTILE, '#123456;background:url("x")'])
def test_color__that_is_none__is_refused_as_text_and_nothing_is_offered(desk, color):
    said, is_offered = verdict(desk, "primary", color)
    assert not is_offered
    assert "lc-swatch" not in said
    assert unescape(said) == f'<p role="status">{color!r}. Write # and six digits of 0–9 and A–F.</p>'
    assert "<img" not in said
    desk.colors["primary"].take_nearest()
    assert desk.colors["primary"].value == color
    with pytest.raises(ToolkitError, match="This brand cannot be used"):
        desk.brand()


def test_brand_file__chosen__fills_the_fields(desk, changes):
    desk.take("brand.toml", FILE.encode())
    assert desk.brand() == Brand("Elm & Ash", "mail@elm.example", "#123456", "#654321", logo_alt="An elm", paper="a4")
    assert desk.answer.value == '<div class="lc-note" role="status"><p>brand.toml is used.</p></div>'
    assert changes


def test_brand_file__logo_chosen_before__belongs_to_it(desk):
    desk.take("elm.png", small_png())
    assert "Now say below what the logo shows." in desk.answer.value
    with pytest.raises(ToolkitError, match="This brand cannot be used"):
        desk.brand()
    desk.take("brand.toml", ('logo = "elm.png"\n' + FILE).encode())
    assert (desk.brand().logo, desk.brand().logo_alt) == (small_png(), "An elm")
    assert "Now say" not in desk.answer.value


def test_brand_file__that_names_no_logo__keeps_the_chosen_one(desk):
    desk.take("elm.svg", SVG)
    desk.take("brand.toml", FILE.encode())
    assert desk.brand().logo == SVG


def test_brand_file__logo_that_is_missing__can_be_chosen_afterwards(desk):
    desk.take("brand.toml", ('logo = "elm.svg"\n' + FILE).encode())
    assert "The brand file brand.toml cannot be used." in desk.answer.value
    assert desk.brand() == Brand()
    desk.take("elm.svg", SVG)
    assert desk.brand().logo == SVG


def test_brand_file__with_faults__changes_nothing_and_names_every_repair(desk):
    desk.take("brand.toml", b'nam = "x"\n[colors]\nprimary = "#FFD200"\n')
    assert desk.answer.value == (
        '<div class="lc-note" role="status"><p><strong>The brand file brand.toml cannot be used.</strong></p>'
        "<p>Did you mean “name”?</p><p>The nearest is “#8F7400”.</p></div>"
    )
    assert desk.brand() == Brand()


@pytest.mark.parametrize(
    "name", ["../../elm.svg", "..", "", ".hidden.svg", "x" * 400 + ".svg", HOSTILE + ".svg", "a\0b.svg"]
)
def test_logo__hostile_file_name__stays_in_its_place_and_is_shown_as_text(desk, name):
    desk.take(name, SVG)
    desk.take("brand.toml", FILE.encode())
    assert desk.brand().logo == SVG
    assert "<img" not in desk.answer.value


def test_logo__with_a_program__is_refused(desk):
    desk.take("elm.svg", SVG.replace(b"<rect", b"<script>alert(1)</script><rect"))
    assert "elm.svg cannot be used as a logo: " in desk.answer.value
    assert desk.brand() == Brand()


# --- files to save


@pytest.fixture
def files(words, tmp_path):
    """Two files that are offered, and one beside them that is not; `sent` is what went to the page."""
    for name in ("a.pdf", "b.html", "secret.pdf"):
        (tmp_path / name).write_bytes(name.encode() * 25_000)
    files = ReportFiles(words)
    files.offer(tmp_path, ["a.pdf", "b.html", "gone.docx"])
    sent = []
    files.send = lambda content, buffers=None: sent.append((content, buffers))
    return SimpleNamespace(widget=files, sent=sent, folder=tmp_path)


def ask(files, message):
    files.widget._receive(files.widget, message, [])
    return files.sent


def test_files__offered__are_those_that_are_there(files):
    assert files.widget.files == [
        {"name": "a.pdf", "label": "Save the PDF (0.1 MB)"},
        {"name": "b.html", "label": "Save the HTML page (0.1 MB)"},
    ]
    assert files.widget.layout.display is None
    files.widget.offer(files.folder, [])
    assert files.widget.layout.display == "none"


def test_files__asked_for__are_handed_out_whole(files):
    assert ask(files, {"name": "a.pdf"}) == [({"name": "a.pdf", "trouble": ""}, [b"a.pdf" * 25_000])]


@pytest.mark.parametrize("message", [{"name": "secret.pdf"}, {"name": "../a.pdf"}, {"name": None}, {}, "a.pdf", None])
def test_files__that_are_not_offered__are_not_handed_out(files, message):
    assert ask(files, message) == []


def test_files__deleted_in_the_meantime__are_said_to_be_gone(files):
    (files.folder / "a.pdf").unlink()
    trouble = "a.pdf is not there any more. Make the report again."
    assert ask(files, {"name": "a.pdf"}) == [({"name": "a.pdf", "trouble": trouble}, None)]


# --- sections


def test_sections__offered__are_no_change_and_moved_by_somebody_are_one(words, changes):
    sections = SectionList(words, lambda: changes.append(True))
    sections.offer({"a": "First", "b": "Second", "c": "Third"}, ["c", "a"])
    assert [(item["label"], item["on"]) for item in sections.items] == [
        ("Third", True),
        ("First", True),
        ("Second", False),
    ]
    assert (sections.chosen, changes) == (("c", "a"), [])
    sections.items = [*sections.items[1:], sections.items[0]]
    assert (sections.chosen, changes) == (("a", "c"), [True])


# --- a batch in a thread


def made_by(monkeypatch, make):
    monkeypatch.setattr(reports_making, "make_batch", make)
    return Making(SimpleNamespace(), SimpleNamespace())


def test_making__steps__end_with_the_result(monkeypatch, tmp_path):
    result = BatchResult(tmp_path)

    def make(_place, _batch, _workers, tell):
        tell(Progress("report", 0, 2))
        tell(Progress("report", 1, 2, 70.0))
        return result

    steps = list(made_by(monkeypatch, make).steps())
    assert steps == [Progress("report", 0, 2), Progress("report", 1, 2, 70.0), Ended(result)]


def test_making__stopped__ends_before_the_next_piece(monkeypatch):
    done = []

    def make(_place, _batch, _workers, tell):
        for number in range(3):
            tell(Progress("report", number, 3))
            making.stop()
            done.append(number)

    making = made_by(monkeypatch, make)
    assert list(making.steps()) == [Progress("report", 0, 3), Ended()]
    assert done == [0]


def test_making__stopped__lets_the_processes_go(monkeypatch):
    ended = []
    workers = [SimpleNamespace(terminate=lambda number=number: ended.append(number)) for number in range(2)]
    monkeypatch.setattr(reports_making, "active_children", lambda: workers)
    made_by(monkeypatch, lambda *_: None).stop()
    assert ended == [0, 1]


def test_making__while_a_preview_is_drawn__waits_and_can_be_stopped(monkeypatch):
    making = made_by(monkeypatch, lambda *_: pytest.fail("It is made beside the preview."))
    with DRAWING:
        making.stop()
        assert list(making.steps()) == [Ended()]
    again = made_by(monkeypatch, lambda *_: DRAWING.locked())
    assert list(again.steps()) == [Ended(True)]
    assert not DRAWING.locked()


def test_making__refused__ends_with_the_error_and_anything_else_is_raised(monkeypatch):
    error = ToolkitError("No.", [Fault("a", "b", "c", "d")])

    def refuse(*_):
        raise error

    assert list(made_by(monkeypatch, refuse).steps()) == [Ended(error=error)]
    with pytest.raises(ZeroDivisionError):
        list(made_by(monkeypatch, lambda *_: 1 / 0).steps())


def test_progress__with_time_left__is_a_named_bar_and_a_sentence(words):
    assert say_progress(Progress("release", 3, 45, 70.0), words) == (
        '<div class="lc-progress"><progress aria-label="How far the reports are" max="45" value="3"></progress>'
        "<p>Preparing libraries: 3 of 45, about 2 minutes left</p></div>"
    )
