"""Batch: many reports, each made once; interrupted, changed, edited and broken ones."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.errors import Fault, ToolkitError
from analysis.exchange import sources
from analysis.exchange.kept import Kept
from analysis.exchange.places import Place
from analysis.report import batch_tasks
from analysis.report.batch import LOG, Batch, BatchResult, Failure, make_batch
from analysis.report.batch_ledger import LEDGER
from analysis.report.brand import Brand
from analysis.report.request import CONSORTIUM, Request
from batch_made import LIBRARIES, write_libraries

WAVE = "2026"
FORMATS = ("html", "docx")
NAMES = [f"{library}_{WAVE}_board_en.{ending}" for library in LIBRARIES for ending in FORMATS]


@pytest.fixture
def place(tmp_path: Path, samples, kept_in_run: Kept) -> Place:
    """A folder of three tiny libraries."""
    write_libraries(samples, tmp_path / "answers")
    return Place(str(tmp_path / "answers"), tmp_path / "answers", kept_in_run.folder / "batch")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which reports were made, each of which is a file that says which it is."""
    calls: list[str] = []

    def make(_sources, request, brand, compared):
        calls.append(request.library_id)
        return SimpleNamespace(request=request, brand=brand, compared=compared)

    monkeypatch.setattr(batch_tasks, "make_report", make)
    monkeypatch.setattr(batch_tasks, "report_bytes", lambda report, name, _: f"{report.request} {name}".encode())
    return calls


def requests(*libraries: str, **more) -> tuple[Request, ...]:
    return tuple(Request(library, WAVE, **more) for library in libraries or LIBRARIES)


def run(place: Place, folder: Path, *libraries: str, **more) -> BatchResult:
    return make_batch(place, Batch(requests(*libraries), FORMATS, folder), workers=1, **more)


def test_batch__first_time__makes_every_file(place, made, tmp_path):
    result = run(place, tmp_path / "out")
    assert (result.made, result.unchanged, result.failed) == (NAMES, [], [])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*NAMES, LEDGER])
    assert made == list(LIBRARIES)


def test_batch__again__makes_nothing(place, made, tmp_path):
    run(place, tmp_path / "out")
    result = run(place, tmp_path / "out")
    assert (result.made, result.unchanged) == ([], NAMES)
    assert made == list(LIBRARIES)


def test_batch__one_more_format__makes_that_alone(place, made, tmp_path):
    run(place, tmp_path / "out", LIBRARIES[0])
    result = make_batch(place, Batch(requests(LIBRARIES[0]), (*FORMATS, "pptx"), tmp_path / "out"), workers=1)
    assert (result.made, result.unchanged) == ([f"{LIBRARIES[0]}_2026_board_en.pptx"], NAMES[:2])


def test_batch__a_deleted_file__is_made_again(place, made, tmp_path):
    run(place, tmp_path / "out")
    (tmp_path / "out" / NAMES[3]).unlink()
    assert run(place, tmp_path / "out").made == [NAMES[3]]


def test_batch__a_file_that_somebody_edited__is_left_as_it_is(place, made, tmp_path):
    run(place, tmp_path / "out")
    (tmp_path / "out" / NAMES[1]).write_bytes(b"with a remark")
    result = run(place, tmp_path / "out")
    assert (result.made, result.edited) == ([], [NAMES[1]])
    assert (tmp_path / "out" / NAMES[1]).read_bytes() == b"with a remark"


def test_batch__other_answers__make_that_library_anew_and_keep_what_was_edited(place, made, tmp_path):
    run(place, tmp_path / "out")
    (tmp_path / "out" / NAMES[1]).write_bytes(b"with a remark")
    answers = Path(place.address, "libraries.csv")
    answers.write_text(answers.read_text("utf-8-sig").replace("Dunmarrow", "Upper Dunmarrow"), encoding="utf-8")
    result = run(place, tmp_path / "out")
    assert (result.made, result.unchanged, result.edited) == (NAMES[:2], NAMES[2:], [])
    assert result.aside == {NAMES[1]: "dunmarrow_2026_board_en (edited).docx"}
    assert (tmp_path / "out" / "dunmarrow_2026_board_en (edited).docx").read_bytes() == b"with a remark"


def test_batch__another_brand__makes_everything_anew(place, made, tmp_path):
    run(place, tmp_path / "out")
    batch = Batch(requests(), FORMATS, tmp_path / "out", Brand(name="Tidewater Consulting"))
    assert make_batch(place, batch, workers=1).made == NAMES


def test_batch__another_template__makes_the_slides_anew(place, made, tmp_path):
    template = tmp_path / "own.pptx"
    results = []
    for content in (b"one", b"one", b"two"):
        template.write_bytes(content)
        batch = Batch(requests(LIBRARIES[0]), ("html", "pptx"), tmp_path / "out", template=template)
        results.append(make_batch(place, batch, workers=1).made)
    first = [f"{LIBRARIES[0]}_2026_board_en.{ending}" for ending in ("html", "pptx")]
    assert results == [first, [], first[1:]]


def test_batch__ledger_lost__makes_everything_again_and_sets_nothing_aside(place, made, tmp_path):
    run(place, tmp_path / "out")
    (tmp_path / "out" / LEDGER).unlink()
    result = run(place, tmp_path / "out")
    assert (result.made, result.aside) == (NAMES, {})


@pytest.mark.parametrize("stage", ["release", "report"])
def test_batch__stopped_in_the_middle__goes_on_where_it_was(place, made, tmp_path, stage):
    def stop(progress):
        if (progress.stage, progress.done) == (stage, 1):
            raise KeyboardInterrupt

    fresh = replace(place, kept=tmp_path / "released")
    with pytest.raises(KeyboardInterrupt):
        run(fresh, tmp_path / "out", progress=stop)
    finished = 2 if stage == "report" else 0
    result = run(fresh, tmp_path / "out")
    assert (result.unchanged, result.made) == (NAMES[:finished], NAMES[finished:])
    assert made == list(LIBRARIES)


def test_batch__half_written_files_of_a_killed_one__are_gone(place, made, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / f".{NAMES[0]}.4711.part").write_bytes(b"half")
    run(place, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*NAMES, LEDGER])


def test_batch__a_library_that_breaks__stops_nobody(place, made, tmp_path, monkeypatch):
    def make(_sources, request, *_):
        if request.library_id == LIBRARIES[1]:
            raise ToolkitError("Its guide is unknown.", [Fault("guide", "9", "1", "Update.")])
        if request.library_id == LIBRARIES[2]:
            raise ZeroDivisionError("division by zero")
        return SimpleNamespace(request=request)

    monkeypatch.setattr(batch_tasks, "make_report", make)
    result = run(place, tmp_path / "out")
    assert result.made == NAMES[:2]
    assert result.failed == [
        Failure("larchspire 2026, board, en", "Its guide is unknown.\n- guide: found 9; allowed: 1. Update.", False),
        Failure("wrenbarrow 2026, board, en", "ZeroDivisionError: division by zero", True),
    ]
    log = (tmp_path / "out" / LOG).read_text(encoding="utf-8")
    assert log.startswith("wrenbarrow 2026, board, en\nTraceback")
    assert "larchspire" not in log
    assert run(place, tmp_path / "out").unchanged == NAMES[:2]


def test_batch__a_library_that_cannot_be_released__is_listed_and_not_tried_twice(place, made, tmp_path, monkeypatch):
    released = sources.release

    def release(survey, library_id, wave):
        if library_id == LIBRARIES[0]:
            raise RuntimeError("no way")
        return released(survey, library_id, wave)

    monkeypatch.setattr(sources, "release", release)
    fresh = replace(place, kept=tmp_path / "released")
    result = run(fresh, tmp_path / "out")
    assert result.made == NAMES[2:]
    assert result.failed == [Failure("dunmarrow 2026, board, en", "RuntimeError: no way", True)]
    assert made == list(LIBRARIES[1:])


def test_batch__a_library_that_is_not_there__is_listed(place, made, tmp_path):
    result = run(place, tmp_path / "out", "nowhere", LIBRARIES[0])
    assert result.made == NAMES[:2]
    known = "dunmarrow 2026, larchspire 2026, wrenbarrow 2026"
    assert [failure.name for failure in result.failed] == ["nowhere 2026, board, en"]
    assert result.failed[0].reason == (
        "There is no such library or wave.\n"
        f"- library and wave: found nowhere 2026; allowed: {known}. Choose one of these."
    )


def test_batch__progress__is_told_before_and_after_each_piece(place, made, tmp_path):
    told = []
    now = iter(range(0, 1000, 10))
    run(place, tmp_path / "out", progress=told.append, clock=partial(next, now))
    reports = [(one.done, one.total, one.seconds_left) for one in told if one.stage == "report"]
    assert reports == [(0, 3, None), (1, 3, 20.0), (2, 3, 10.0), (3, 3, 0.0)]


def test_batch__compared_with_all__compares_once_for_all(place, tmp_path, monkeypatch):
    compared = []
    monkeypatch.setattr(batch_tasks, "compare_for", lambda _, request: compared.append(request.library_id) or "found")
    handed = []
    monkeypatch.setattr(batch_tasks, "make_report", lambda _s, request, _b, found: handed.append(found) or request)
    monkeypatch.setattr(batch_tasks, "report_bytes", lambda request, name, _: f"{request} {name}".encode())
    wanted = (*requests(beside="all"), Request(CONSORTIUM, WAVE, beside="all"))
    make_batch(place, Batch(wanted, ("html",), tmp_path / "out"), workers=1)
    assert compared == [LIBRARIES[0], CONSORTIUM]
    assert handed == ["found"] * 4


def test_batch__compared__depends_on_the_answers_of_the_others(place, made, tmp_path):
    batch = Batch(requests(LIBRARIES[0], beside="all"), ("html",), tmp_path / "out")
    make_batch(place, batch, workers=1)
    assert make_batch(place, batch, workers=1).unchanged == NAMES[:1]
    roster = Path(place.address, "roster.csv")
    roster.write_text(roster.read_text("utf-8-sig").replace("wrenbarrow,2026,all,all,2", "wrenbarrow,2026,all,all,3"))
    assert make_batch(place, batch, workers=1).made == NAMES[:1]


def test_folder__with_spaces_and_accents__is_made(place, made, tmp_path):
    folder = tmp_path / "Bücherei Straße" / "informes de 2026"
    assert run(place, folder).made == NAMES
    assert (folder / NAMES[0]).is_file()


def test_folder__that_is_a_file__is_refused(place, made, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ToolkitError) as caught:
        run(place, tmp_path / "out")
    assert str(caught.value) == (
        f"The reports cannot be put there.\n- {tmp_path / 'out'}: found File exists; allowed: a folder. "
        "Choose another folder for the reports."
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to the owner of the system")
def test_folder__that_may_not_be_written_to__is_refused(place, made, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(ToolkitError, match="This file could not be written"):
        run(place, tmp_path / "out")


def test_batch__unknown_format_missing_template_and_same_name__are_all_told(tmp_path):
    twice = (*requests(LIBRARIES[0]), *requests(LIBRARIES[0], beside="all"))
    with pytest.raises(ToolkitError) as caught:
        Batch(twice, ("odt",), tmp_path, template=tmp_path / "none.pptx")
    assert str(caught.value) == (
        "These reports cannot be made.\n"
        "- format: found 'odt'; allowed: pdf, html, pptx, docx. Choose from these.\n"
        f"- {tmp_path / 'none.pptx'}: found nothing; allowed: a presentation (.pptx). Check the name.\n"
        "- dunmarrow_2026_board_en: found more than one report; allowed: one report for each file. "
        "Make them in different folders."
    )


@pytest.mark.slow
def test_batch__really__on_two_processes_is_the_same_bytes_as_in_this_one(place, tmp_path):
    batches = [Batch(requests(), ("html",), tmp_path / name) for name in ("one", "two")]
    results = [make_batch(place, batch, workers) for batch, workers in zip(batches, (1, 2), strict=True)]
    assert [result.failed for result in results] == [[], []]
    assert sorted(results[0].made) == sorted(results[1].made) == NAMES[::2]
    for name in NAMES[::2]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
