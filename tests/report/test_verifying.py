"""Verifying: what follows from the data is told apart from what does not, in each format, wherever it was changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pptx
import pytest

from analysis.errors import ToolkitError
from analysis.exchange.sources import Sources
from analysis.guide import load_guide
from analysis.present.html import HtmlTable
from analysis.report import html, pdf, slides, verifying
from analysis.report.brand import Brand
from analysis.report.making import make_report
from analysis.report.manifest import manifest_bytes
from analysis.report.model import KeyFigure, KeyFigures, Paragraph, Report, Section, Table
from analysis.report.request import Request
from analysis.report.shown import Change, Piece, Shown, compare_shown
from analysis.report.verifying import Difference, Verdict, verify_report
from analysis.report.writing import FORMATS, report_bytes, write_report
from report_made import hostile_report, made_report

PEOPLE = "section answered, table who, row “All staff”, column “Answered”"
ALL_HOLD = "All 346 numbers and 46 texts of this report follow from the data."
Verify = Callable[[bytes, Report], Verdict]


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Verify a file against data from which a report follows."""

    def check(data: bytes, again: Report) -> Verdict:
        path = tmp_path / "report"
        path.write_bytes(data)
        monkeypatch.setattr(verifying, "make_report", lambda _sources, _request, brand: replace(again, brand=brand))
        return verify_report(path, as_sources())

    return check


def as_sources() -> Any:
    return SimpleNamespace(guide=load_guide())


@cache
def written(format_: str) -> bytes:
    return report_bytes(made_report(), format_)


def people(answered: str, caption: str = "Who answered", *more: tuple[str, ...]) -> Report:
    """The made report with another number of people who answered."""
    rows = [("All staff", answered, "7"), ("Leaders", "", "2"), ("Front line", "", "5"), *more]
    table = Table("who", HtmlTable(caption, pd.DataFrame(rows, columns=["Group", "Answered", "Staff"])))
    return with_blocks("answered", {1: table})


def with_blocks(section_id: str, blocks: dict[int, Any]) -> Report:
    report = made_report()
    return replace(
        report, sections=tuple(_with(one, blocks) if one.id == section_id else one for one in report.sections)
    )


def _with(section: Section, blocks: dict[int, Any]) -> Section:
    return replace(section, blocks=tuple(blocks.get(at, block) for at, block in enumerate(section.blocks)))


def with_origin(**changes: Any) -> Report:
    return made_report(origins={key: replace(origin, **changes) for key, origin in made_report().origins.items()})


def carrying(report: Report, manifest: Report, format_: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file that shows one report and carries the manifest of another."""
    for module in (html, pdf, slides):
        monkeypatch.setattr(module, "manifest_bytes", lambda _report: manifest_bytes(manifest), raising=False)
    return report_bytes(report, format_)


def edited(data: bytes, before: bytes, after: bytes) -> bytes:
    """A document as somebody leaves it who changes what it shows in another program."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part if name.startswith("customXml") else part.replace(before, after))
    return buffer.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_report__as_it_was_made__holds(verify: Verify, format_: str) -> None:
    verdict = verify(written(format_), made_report())
    assert str(verdict) == ALL_HOLD
    assert verdict.holds
    assert (verdict.numbers, verdict.texts) == (346, 46)


@pytest.mark.parametrize("format_", FORMATS)
def test_report__full_of_hostile_texts__holds(verify: Verify, format_: str) -> None:
    report = hostile_report()
    origins = {key: replace(origin, guide_id="learning_culture") for key, origin in report.origins.items()}
    # Ids of libraries come from the store, which has none such.
    report = replace(report, origins=origins, request=made_report().request)
    verdict = verify(report_bytes(report, format_), report)
    assert str(verdict) == "All 10 numbers and 35 texts of this report follow from the data."


@pytest.mark.parametrize("format_", FORMATS)
def test_report__of_other_data__differs_in_that_number_once(verify: Verify, format_: str) -> None:
    assert verify(written(format_), people("5")).differences == (Difference(PEOPLE, "6", "5"),)


@pytest.mark.parametrize("format_", ["pdf", "html", "pptx"])
def test_number__changed_where_it_is_shown__is_found(
    verify: Verify, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = carrying(people("7"), made_report(), format_, monkeypatch)
    monkeypatch.undo()
    verdict = verify(data, made_report())
    place = "in the file, row “All staff”, column “Answered”"
    assert verdict.differences == (Difference(place, "7", "6"),)
    assert str(verdict) == (
        "What does not follow from the data: 1 of 346 numbers.\n"
        f"- {place}: the report says “7”, from the data follows “6”"
    )


def test_number__changed_in_a_document__is_found(verify: Verify) -> None:
    verdict = verify(edited(written("docx"), b">6 of 7<", b">7 of 7<"), made_report())
    assert [(one.shown, one.recomputed) for one in verdict.differences] == [("7 of 7", "6 of 7")]


def test_value_of_a_chart__changed_on_a_slide__is_found(verify: Verify) -> None:
    verdict = verify(edited(written("pptx"), b"<c:v>0.5</c:v>", b"<c:v>0.75</c:v>"), made_report())
    place = "in the file, row “Chance”, column “Developing”"
    assert verdict.differences == (Difference(place, "0.750000", "0.500000"),)


def test_note_of_a_speaker__changed__is_found(verify: Verify) -> None:
    before, after = b"The index runs from 0 to 100.", b"The index runs from 0 to 10."
    verdict = verify(edited(written("pptx"), before, after), made_report())
    assert {(one.shown, one.recomputed) for one in verdict.differences} == {(after.decode(), before.decode())}
    assert not any(one.is_number for one in verdict.differences)


def test_number__changed_in_the_manifest_alone__is_found(verify: Verify) -> None:
    data = written("html").replace(b'["All staff","6","7"]', b'["All staff","5","7"]')
    assert data != written("html")
    assert verify(data, made_report()).differences == (Difference(PEOPLE, "5", "6"),)


def test_number__changed_in_both__is_named_once(verify: Verify) -> None:
    assert verify(report_bytes(people("7"), "html"), made_report()).differences == (Difference(PEOPLE, "7", "6"),)


def test_key_figure__of_other_data__is_found(verify: Verify) -> None:
    key = KeyFigures((KeyFigure("6 of 7", "staff answered"), KeyFigure("Emerging", "is the likeliest level")))
    found = verify(written("html"), with_blocks("summary", {1: key})).differences
    places = [str(one.place) for one in found if one.is_number]
    assert places == [
        "section summary, key figures, row “is the likeliest level”, column “value”",
        "section summary, key figures, row “of 100, the index”, column “value”",
    ]


def test_row__that_is_new_or_gone__is_told_cell_by_cell(verify: Verify) -> None:
    more = people("6", "Who answered", ("Others", "1", "3"))
    place = "section answered, table who, row “Others”, column"
    assert verify(written("pdf"), more).differences[:2] == (
        Difference(f"{place} “Answered”", "", "1"),
        Difference(f"{place} “Staff”", "", "3"),
    )
    gone = verify(report_bytes(more, "pdf"), made_report()).differences
    assert str(gone[0]) == f"{place} “Answered”: the report says “1”, from the data follows nothing"


def test_sentence__of_other_data__is_shown_as_it_was_and_as_it_is(verify: Verify) -> None:
    again = with_blocks("answered", {0: Paragraph("5 of your 7 staff answered.")})
    verdict = verify(written("docx"), again)
    assert str(verdict) == (
        "What does not follow from the data: 1 of 46 texts.\n"
        "- section answered, a text: the report says “6 of your 7 staff answered.”, "
        "from the data follows “5 of your 7 staff answered.”"
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_caption__of_other_data__is_found_once(verify: Verify, format_: str) -> None:
    # The new caption says nothing that stands elsewhere, so that it can be found.
    differences = verify(written(format_), people("6", "Who took part in it")).differences
    assert Difference("section answered, a text", "Who answered", "Who took part in it", False) in differences
    assert len({one.recomputed for one in differences}) <= 2


def test_section__that_is_gone__is_told_text_by_text(verify: Verify) -> None:
    report = made_report()
    verdict = verify(written("html"), replace(report, sections=report.sections[:-1]))
    gone = [one for one in verdict.differences if one.place == "section next_steps, a text"]
    assert [one.shown for one in gone][:2] == ["What to do next", "Two steps suggest themselves."]
    assert {one.recomputed for one in gone} == {""}


def test_long_texts__that_differ__are_shown_where_they_part() -> None:
    difference = Difference("place", f"{'a' * 200} 5 {'b' * 200}", f"{'a' * 200} 6 {'b' * 200}")
    assert str(difference) == (
        f"place: the report says “…{'a' * 29} 5 {'b' * 68}…”, from the data follows “…{'a' * 29} 6 {'b' * 68}…”"
    )


@pytest.mark.parametrize(
    ("field", "name", "here"),
    [("data_fingerprint", "the data", "0" * 64), ("toolkit_version", "the version of the toolkit", "9.9")],
)
def test_origin__that_differs__is_noted(verify: Verify, field: str, name: str, here: str) -> None:
    (origin,) = made_report().origins.values()
    there = getattr(origin, field)
    verdict = verify(written("html"), with_origin(**{field: here}))
    assert verdict.notes == (f"marrow_bend 2026: {name} differs; the report has “{there}”, here is “{here}”.",)


def test_policy__that_differs__is_noted_and_does_not_matter(verify: Verify) -> None:
    (origin,) = made_report().origins.values()
    verdict = verify(written("html"), with_origin(policy=replace(origin.policy, minimum_group=4)))
    assert str(verdict) == (
        f"{ALL_HOLD}\nmarrow_bend 2026: the policy differs; "
        "the report has “5 people, 10 texts”, here is “4 people, 10 texts”."
    )


def test_origins__of_other_waves__are_noted(verify: Verify) -> None:
    (origin,) = made_report().origins.values()
    verdict = verify(written("html"), made_report(origins={("marrow_bend", "2027"): origin}))
    assert verdict.notes == ("The report rests on other libraries or waves than are here now.",)


@pytest.mark.parametrize(("guide_id", "version"), [("learning_culture", "0.9"), ("other", "1.0")])
def test_report__of_another_guide__is_refused(verify: Verify, guide_id: str, version: str) -> None:
    with pytest.raises(ToolkitError) as error:
        verify(report_bytes(with_origin(guide_id=guide_id, guide_version=version), "html"), made_report())
    assert str(error.value) == (
        "This report was made with another guide.\n"
        f"- marrow_bend 2026: found the guide {guide_id} {version}; allowed: learning_culture 1.0. "
        "Use the version of the toolkit that this guide came with."
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_report__of_another_brand__holds(verify: Verify, format_: str) -> None:
    brand = Brand(name="Ünï\u202e <b>", contact="x", primary="#123456", paper="a4")
    assert verify(report_bytes(made_report(brand=brand), format_), made_report()).holds


def test_verdict__with_marks_that_change_a_screen__shows_none_of_them() -> None:
    told = str(Verdict(1, 1, (Difference("row “\x1b[2J”", "\u202e5", "\x9b6"),)))
    assert told.splitlines()[1] == "- row “\ufffd[2J”: the report says “\ufffd5”, from the data follows “\ufffd6”"


@pytest.mark.parametrize(("count", "more"), [(19, ""), (20, ""), (21, "\n- and 1 more; `.differences` has them all")])
def test_verdict__with_many_differences__lists_twenty(count: int, more: str) -> None:
    told = str(Verdict(50, 1, tuple(Difference(f"place {number}", "1", "2") for number in range(count))))
    assert told.startswith(f"What does not follow from the data: {count} of 50 numbers.\n- place 0: ")
    assert told.count("place ") == min(count, 20)
    assert told.endswith(f"follows “2”{more}")


@pytest.fixture
def on_template() -> bytes:
    """The made report as slides on a template that is not the toolkit's: 4 : 3, with other places for texts."""
    template = Path(pptx.__file__).parent / "templates" / "default.pptx"
    return report_bytes(made_report(), "pptx", template)


def test_slides__on_a_template__hold(verify: Verify, on_template: bytes) -> None:
    assert str(verify(on_template, made_report())) == ALL_HOLD


def test_slides__on_a_template_with_a_changed_number__differ_in_it_alone(verify: Verify, on_template: bytes) -> None:
    verdict = verify(edited(on_template, b"<a:t>6 of 7</a:t>", b"<a:t>7 of 7</a:t>"), made_report())
    assert verdict.differences == (Difference("in the file, a text", "7 of 7", "6 of 7", False),)


def shown(*pieces: Piece) -> Shown:
    return Shown("pptx", b"", pieces)


def test_pieces__in_another_order_and_other_lines__are_the_same() -> None:
    one = shown(Piece(("a  b",)), Piece(("r", "1"), ("G", "N")))
    other = shown(Piece(("r", "1"), ("G", "N")), Piece(("a\nb",)))
    assert compare_shown(one, other) == []


def test_pieces__shown_once_less__differ() -> None:
    one, other = shown(Piece(("6 of 7",))), shown(Piece(("6 of 7",)), Piece(("6 of 7",)))
    assert compare_shown(one, other) == [Change("a text", "", "6 of 7", False)]
    assert compare_shown(other, one) == [Change("a text", "6 of 7", "", False)]


def test_text__shortened_on_a_slide__is_the_same_as_long_as_it_is_a_beginning() -> None:
    whole = Piece(("We share what we learn.",))
    assert compare_shown(shown(Piece(("We share…",)), whole), shown(whole)) == []
    assert compare_shown(shown(whole), shown(Piece(("We share what…",)), whole)) == []
    assert compare_shown(shown(Piece(("We hide…",)), whole), shown(whole)) == [Change("a text", "We hide…", "", False)]


def test_row__with_two_changed_cells__is_named_cell_by_cell() -> None:
    heads = ("G", "N", "M", "K", "L")
    changes = compare_shown(
        shown(Piece(("r", "1", "2", "3", "4"), heads)), shown(Piece(("r", "1", "5", "6", "4"), heads))
    )
    assert changes == [Change("row “r”, column “M”", "2", "5", True), Change("row “r”, column “K”", "3", "6", True)]


def test_heads__that_were_changed__are_named_once() -> None:
    one = shown(Piece(("r", "1"), ("G", "N")), Piece(("s", "2"), ("G", "N")))
    other = shown(Piece(("r", "1"), ("G", "M")), Piece(("s", "2"), ("G", "M")))
    assert compare_shown(one, other) == [Change("the heads of a table", "G | N", "G | M", True)]


def test_texts__that_have_nothing_in_common__are_two() -> None:
    assert compare_shown(shown(Piece(("abc",))), shown(Piece(("xyz",)))) == [
        Change("a text", "", "xyz", False),
        Change("a text", "abc", "", False),
    ]


def test_pieces__by_the_thousand__are_compared_without_pairing_them() -> None:
    one = shown(*(Piece((f"text {number}",)) for number in range(3000)))
    other = shown(*(Piece((f"text {number}!",)) for number in range(3000)))
    assert len(compare_shown(one, other)) == 6000


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
def test_report__of_a_sample__follows_from_the_samples_and_no_other_wave(
    sources: Sources, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / f"report.{format_}"
    write_report(make_report(sources, Request("marrow_bend", "2026", "researcher", "es", is_sample=True)), path)
    assert verify_report(path, sources).holds


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (Request("nowhere", "2026", is_sample=True), "There is no such library or wave."),
        (Request("marrow_bend", "1999", is_sample=True), "There is no such library or wave."),
        (Request("../marrow_bend", "2026"), "There is no such library or wave."),
        (Request("\x1b[2J", "2026"), "The manifest of this report asks for what cannot be."),
        (Request("marrow_bend", "\u202e2026"), "The manifest of this report asks for what cannot be."),
        (Request("marrow_bend", "2026", is_sample=True, sections=("__class__",)), "There is no such section."),
    ],
)
def test_request__of_a_stranger__asks_for_nothing_but_known_ids(
    sources: Sources, tmp_path: Path, request_: Request, message: str
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(report_bytes(made_report(request=request_), "html"))
    with pytest.raises(ToolkitError) as error:
        verify_report(path, sources)
    assert str(error.value).startswith(message)
