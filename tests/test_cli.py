"""Command line: each verb says what it did, what is wrong in sentences, and how it ended."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis import cli
from analysis.cli import main, read_arguments
from analysis.errors import ToolkitError
from analysis.exchange.places import Place
from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide
from analysis.report import batch_tasks
from analysis.report.batch_progress import Progress
from analysis.responses import Store, read_survey
from batch_made import LIBRARIES, write_libraries

PROJECT = Path(__file__).resolve().parents[1]
BAD = str(SAMPLES / "bad" / "unknown_role.csv")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own store in a folder that is gone afterwards."""
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Three tiny libraries in a folder of tables."""
    write_libraries(read_survey(SAMPLES, load_guide()), tmp_path / "answers")
    return str(tmp_path / "answers")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list:
    """The requests of which a report was made; each report is a file of a few letters."""
    requests: list = []
    monkeypatch.setattr(batch_tasks, "make_report", lambda _s, request, *_: requests.append(request) or request)
    monkeypatch.setattr(batch_tasks, "report_bytes", lambda request, name, _: f"{request} {name}".encode())
    return requests


def report(folder: str, out: Path, *more: str) -> int:
    return main(["report", "--data", folder, "--out", str(out), "--workers", "1", *more])


def test_report__all__makes_every_library_and_says_so(folder, asked, tmp_path, capsys):
    assert report(folder, tmp_path / "out", "--all", "--format", "pdf,pptx") == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == f"6 files were made, in {tmp_path / 'out'}."
    assert said.out.splitlines()[0] == "Preparing libraries: 0 of 3"
    assert said.err == ""
    assert [one.library_id for one in asked] == list(LIBRARIES)


def test_report__again__says_that_nothing_had_to_be_made(folder, asked, tmp_path, capsys):
    report(folder, tmp_path / "out", "--all")
    (tmp_path / "out" / "dunmarrow_2026_board_en.pdf").write_bytes(b"edited")
    capsys.readouterr()
    assert report(folder, tmp_path / "out", "--all") == 0
    assert capsys.readouterr().out == (
        "No file had to be made.\n"
        "2 files are as they should be and were not made again.\n"
        "dunmarrow_2026_board_en.pdf was changed by somebody and is left as it is. "
        "To have it made again, delete or rename it.\n"
    )


def test_report__every_option__is_in_the_request(folder, asked, tmp_path):
    wanted = ["--library", "larchspire", "--audience", "staff", "--language", "es", "--sections", "withheld, summary"]
    assert report(folder, tmp_path / "out", *wanted, "--wave", "2026", "--beside", "none") == 0
    assert [(r.library_id, r.wave, r.audience, r.language, r.sections, r.is_sample) for r in asked] == [
        ("larchspire", "2026", "staff", "es", ("withheld", "summary"), False)
    ]


def test_report__consortium__is_one_report_about_all(folder, asked, tmp_path, monkeypatch):
    monkeypatch.setattr(batch_tasks, "compare_for", lambda *_: None)
    assert report(folder, tmp_path / "out", "--consortium") == 0
    assert [(one.library_id, one.wave, one.beside) for one in asked] == [("", "2026", "all")]


def test_report__samples__are_asked_for_as_such(folder, asked, tmp_path):
    assert report(folder, tmp_path / "out", "--samples", "--library", "wrenbarrow") == 0
    assert [(one.library_id, one.is_sample) for one in asked] == [("wrenbarrow", True)]


def test_report__one_that_fails__is_listed_and_the_exit_status_says_so(folder, tmp_path, capsys, monkeypatch):
    def make(_sources, request, *_):
        if request.library_id == "larchspire":
            raise ToolkitError("Too strange.")
        if request.library_id == "wrenbarrow":
            raise RuntimeError("oh")
        return request

    monkeypatch.setattr(batch_tasks, "make_report", make)
    monkeypatch.setattr(batch_tasks, "report_bytes", lambda request, name, _: b"report")
    assert report(folder, tmp_path / "out", "--all") == 1
    assert capsys.readouterr().err == (
        "2 reports could not be made:\n"
        "- larchspire 2026, board, en: Too strange.\n"
        "- wrenbarrow 2026, board, en: something unexpected (RuntimeError: oh)\n"
        f"What exactly went wrong is written down in {tmp_path / 'out' / 'reports.log'}.\n"
    )


def test_report__one_reason_for_all__is_said_once(folder, tmp_path, capsys, monkeypatch):
    def make(*_):
        raise ToolkitError("There is no such section.")

    monkeypatch.setattr(batch_tasks, "make_report", make)
    assert report(folder, tmp_path / "out", "--all") == 1
    names = "; ".join(f"{library} 2026, board, en" for library in LIBRARIES)
    assert capsys.readouterr().err == f"3 reports could not be made:\n- {names}: There is no such section.\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ["--library", "nowhere"],
            "There is no such library or wave.\n- library and wave: found nowhere; allowed: "
            "dunmarrow 2026, larchspire 2026, wrenbarrow 2026. Choose one of these.\n",
        ),
        (
            [],
            "Which libraries?\n- --library: found nothing; allowed: dunmarrow 2026, larchspire 2026, wrenbarrow 2026. "
            "Say --library with the id of one, or --all.\n",
        ),
        (
            ["--all", "--audience", "press"],
            "There is no such report.\n- audience: found 'press'; allowed: board, staff, director, researcher. "
            "Choose one of these.\n",
        ),
        (
            ["--all", "--format", "odt"],
            "These reports cannot be made.\n- format: found 'odt'; allowed: pdf, html, pptx, docx. "
            "Choose from these.\n",
        ),
    ],
)
def test_report__what_cannot_be__is_refused_in_sentences(folder, tmp_path, capsys, more, said):
    assert report(folder, tmp_path / "out", *more) == 2
    assert capsys.readouterr() == ("", said)
    assert not (tmp_path / "out").exists()


def test_report__no_answers_yet__says_what_to_do(tmp_path, capsys):
    assert main(["report", "--all", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == (
        "There is nothing to make this from yet.\n- the place: found no answers; allowed: answers of a library. "
        "Bring some in first, or say --samples.\n"
    )


def test_report__stopped_by_ctrl_c__says_that_it_goes_on(folder, tmp_path, capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_tasks, "make_report", stop)
    assert report(folder, tmp_path / "out", "--all") == 130
    assert capsys.readouterr().err == "\nStopped. What was finished is kept; the same command goes on from there.\n"


def test_import__good_and_bad_rows__stores_the_good_and_lists_the_bad(data, capsys):
    assert main(["import", BAD]) == 1
    said = capsys.readouterr()
    assert said.out == f"{BAD}: 2 new answers, 0 known already.\n"
    assert said.err.startswith("- unknown_role.csv, row ")
    assert "found 'director'" in said.err
    assert len(Store(data / "responses.sqlite").responses()) == 2


def test_import__into_another_store_from_a_folder__is_all_there(folder, tmp_path, capsys):
    address = tmp_path / "another.sqlite"
    Store(address)
    assert main(["import", folder, "--data", str(address)]) == 0
    answers = len(Place(folder).open().store.survey().responses)
    assert capsys.readouterr().out == f"{folder}: {answers} new answers, 0 known already.\n"
    assert len(Store(address).responses()) == answers


def test_import__a_file_that_is_not_there__stops_with_its_name(tmp_path, capsys):
    assert main(["import", str(tmp_path / "none.xlsx")]) == 2
    assert "none.xlsx" in capsys.readouterr().err


def test_export__all__writes_released_results_and_no_answers(folder, tmp_path, capsys):
    assert main(["export", "--all", "--data", folder, "--out", str(tmp_path / "out")]) == 0
    paths = [tmp_path / "out" / f"{library}_2026.json" for library in LIBRARIES]
    assert capsys.readouterr().out.splitlines() == [str(path) for path in paths]
    content = json.loads(paths[0].read_text(encoding="utf-8"))
    assert (content["library_id"], content["wave"]) == ("dunmarrow", "2026")
    assert "response_id" not in paths[0].read_text(encoding="utf-8")


def test_export__to_a_place_that_is_a_file__is_refused(folder, tmp_path, capsys):
    (tmp_path / "out").write_text("a file")
    assert main(["export", "--all", "--data", folder, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("The files cannot be put there.\n- ")


@pytest.mark.parametrize(("holds", "status"), [((True, True), 0), ((True, False), 1)])
def test_verify__reports__says_of_each_whether_it_holds(capsys, monkeypatch, holds, status):
    class Verdict(SimpleNamespace):
        def __str__(self):
            return "All numbers follow from the data." if self.holds else "What does not follow: 1 of 2 numbers."

    verdicts = iter([Verdict(holds=one) for one in holds])
    monkeypatch.setattr("analysis.report.verifying.verify_report", lambda *_: next(verdicts))
    assert main(["verify", "a.pdf", "b.pdf"]) == status
    assert capsys.readouterr().out.splitlines()[0] == "a.pdf: All numbers follow from the data."


@pytest.mark.parametrize(
    ("verb", "page"), [("collect", "/voila/render/01_collect.ipynb"), ("lab", "/lab/tree/00_start_here.ipynb")]
)
def test_page__of_a_verb__is_opened_with_this_python(monkeypatch, verb, page):
    opened = []
    start = cli._start_program()
    monkeypatch.setattr(start, "open_pages", lambda *given: opened.append(given) or 0)
    monkeypatch.setattr(cli, "_start_program", lambda: start)
    assert main([verb, "--no-browser"]) == 0
    python, project, _, shown, with_browser = opened[0]
    assert (python, project, shown, with_browser) == (Path(sys.executable), PROJECT, page, False)
    assert (PROJECT / "notebooks" / page.rsplit("/", 1)[1]).is_file()


def test_page__port_that_is_none__is_refused(capsys):
    assert main(["lab", "--port", "70000"]) == 2
    assert capsys.readouterr().err.startswith("Port 70000 cannot be used")


def test_teller__on_a_terminal__writes_one_line_over_and_over(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", terminal)
    teller = cli.Teller(lambda progress: f"{progress.done} of {progress.total}")
    teller(Progress("report", 1, 2))
    teller(Progress("report", 2, 2))
    teller.end()
    assert [line.strip() for line in terminal.getvalue().split("\r")] == ["", "1 of 2", "2 of 2", "", ""]
    assert "\n" not in terminal.getvalue()


def test_teller__in_a_log__writes_about_ten_lines(capsys):
    teller = cli.Teller(lambda progress: f"{progress.done} of {progress.total}")
    for done in range(301):
        teller(Progress("report", done, 300))
    teller.end()
    assert capsys.readouterr().out.splitlines() == [f"{done} of 300" for done in range(0, 301, 30)]


@pytest.mark.parametrize("verb", [[], *([verb] for verb in cli.VERBS)])
def test_help__of_every_verb__is_plain(capsys, verb):
    with pytest.raises(SystemExit) as caught:
        read_arguments([*verb, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("usage: learning-culture")


def test_version__is_that_of_the_toolkit(capsys):
    with pytest.raises(SystemExit):
        read_arguments(["--version"])
    assert capsys.readouterr().out.startswith("learning-culture ")


@pytest.mark.slow
def test_command__as_a_program__ends_without_a_trace(tmp_path):
    command = [sys.executable, "-m", "analysis.cli", "report", "--all", "--data", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"There are no answers at this place.\n- {tmp_path / 'none'}: found nothing; allowed: a store, or a folder of "
        "tables. Check the name.\n"
    )
