"""What `docs/privacy.md` says is so: every point that a program can keep is tried here.

A test names the point that it backs by the point's first words. What another test already shows is named in `SHOWN`.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pytest

import start
from analysis.apps.cohort_sections import SECTIONS as COHORT_SECTIONS
from analysis.apps.keeping import KeepForm
from analysis.apps.sections import SECTIONS
from analysis.apps.view import View
from analysis.collect.coding import find_written
from analysis.collect.submission import read_answers
from analysis.collect.widget import GuideForm
from analysis.disclosure import Released, release
from analysis.errors import ProtectionError, ResponseError
from analysis.exchange import write_released
from analysis.exchange.kept import Kept
from analysis.exchange.sources import Sources
from analysis.guide import Guide, Policy, load_guide, load_words
from analysis.responses import Store, Survey, default_data_folder, open_store
from analysis.responses.importing import propose_mapping, read_google_forms
from analysis.responses.receipts import hash_receipt
from analysis.responses.store import Added
from analysis.responses.survey import empty_survey
from answers import pairs_of, people_frame

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]
HOUSE = PROJECT / "analysis"
TEXT = (PROJECT / "docs" / "privacy.md").read_text(encoding="utf-8")
CHAPTERS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", TEXT, re.MULTILINE))
POINT = re.compile(r"^(\d+)\. \*\*(.+?)[.,]?\*\*", re.MULTILINE)
OF_PEOPLE = "What only people can keep"

SHOWN = {
    "Joined only if you say so": (
        "collect/test_form_in_browser.py::test_earlier_receipt__typed__is_kept_in_no_draft",
        "responses/test_store_links.py::test_receipt__of_nobody__is_refused_and_the_answers_can_be_sent_without",
    ),
    "No draft stays": (
        "collect/test_form_in_browser.py::test_send__straight_after_typing__leaves_no_draft",
        "collect/test_form_in_browser.py::test_start_over__not_my_draft__deletes_it_here_and_in_the_store",
    ),
    "Nothing leaves the computer": (
        "test_start.py::test_server__at_another_address_of_this_computer__does_not_answer",
        "test_start.py::test_server__its_lab__asks_nothing_of_other_hosts",
        "browser/test_pages_in_browser.py::test_page__as_it_opens__is_accessible_has_one_heading_and_knows_its_place",
    ),
    "Nobody's answer": (
        "attack/test_attack.py::test_random_library__attacked_with_everything_released__tells_nobodys_answer",
        "attack/test_attack.py::test_two_groups__the_program_is_known__leaves_every_reader_in_doubt",
    ),
    "No side door": ("attack/test_attack.py::test_twin__read_aloud__says_the_same_in_every_sentence_table_and_figure",),
}
"""By point, tests elsewhere that show more of it than is tried here."""

BACKED: set[str] = set()
Test = TypeVar("Test", bound=Callable[..., None])
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes of files are of Linux and macOS")
KEY, RESPONSE = "a" * 32, "b" * 32
SECRET, MEMO = "a very special sentence", "a very special note"


def backs(*points: str) -> Callable[[Test], Test]:
    """Say which points of the document a test backs."""
    BACKED.update(points)
    return lambda test: test


def points(chapter: str) -> list[str]:
    return [name for _, name in POINT.findall(CHAPTERS[chapter])]


def point(name: str) -> str:
    """The text of a point on one line."""
    [text] = re.findall(rf"^\d+\. \*\*{re.escape(name)}.*\n(?:   .*\n)*", TEXT, re.MULTILINE)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The library's own store, in a data folder of its own."""
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path / "data"))
    return open_store()


@pytest.fixture
def form(store: Store, guide: Guide) -> GuideForm:
    return GuideForm(store, guide, "lib", "2026", today=lambda: date(2026, 3, 2))


def person(**answers: Any) -> dict[str, Any]:
    return people_frame(load_guide(), [answers]).to_dict("records")[0]


def send(form: GuideForm, **answers: Any) -> dict[str, Any]:
    sent = {"act": "submit", "key": KEY, "response_id": RESPONSE, "language": "en", "answers": answers}
    return form.handle(sent)


def rows_held(store: Store) -> dict[str, list[tuple]]:
    """Every table of the store's file with all its cells."""
    assert store.survey() is not None
    with closing(sqlite3.connect(default_data_folder() / "responses.sqlite")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def answers_held(store: Store) -> str:
    """The answers of the only response, as they lie in the file."""
    [row] = rows_held(store)["responses"]
    [answers] = [cell for cell in row if cell.startswith("{")]
    return answers


def bytes_held() -> bytes:
    return b"".join(path.read_bytes() for path in default_data_folder().iterdir() if path.is_file())


def guide_questions(guide: Guide) -> set[str]:
    return {entry.id for entry in (*guide.cohorts, *guide.items)}


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def survey_of(people: list[dict[str, Any]], heads: int | None = None, **frames: pd.DataFrame) -> Survey:
    """A survey of one library whose people are all of one group, unless they say otherwise."""
    guide = load_guide()
    roster = {"library_id": "lib", "wave": "2026", "cohort": "all", "value": "all", "heads": heads or len(people)}
    own = [{"role": "public_services"} | answers for answers in people]
    return replace(empty_survey(guide), responses=people_frame(guide, own), roster=pd.DataFrame([roster]), **frames)


@cache
def seen(yes: int, answered: int, silent: int = 0) -> Released:
    """What is released where `yes` of those who `answered` see a purpose, and `silent` people left it out."""
    marks = [1] * yes + [0] * (answered - yes) + [-1] * silent
    return release(survey_of([{"exists_purpose": mark} for mark in marks]), "lib", "2026")


def told(released: Released, value: str = "all") -> pd.Series:
    """The row about the purpose that exists, of all staff or of one role."""
    marks = released.group("marks", "all" if value == "all" else "role", value)
    return marks[(marks["quality"] == "purpose") & (marks["mark"] == "exists")].iloc[0]


def range_of(yes: int, answered: int) -> tuple[int, int]:
    row = told(seen(yes, answered))
    return int(row["count_low"]), int(row["count_high"])


# --- the document


def test_document__points__are_numbered_in_order() -> None:
    assert [int(number) for number, _ in POINT.findall(TEXT)] == list(range(1, len(POINT.findall(TEXT)) + 1))


def test_document__every_point__is_tried_or_a_promise_of_people() -> None:
    names = [name for _, name in POINT.findall(TEXT)]
    assert len(set(names)) == len(names)
    assert sorted({*names} - {*points(OF_PEOPLE)} - BACKED) == []
    assert sorted(BACKED - ({*names} - {*points(OF_PEOPLE)})) == []


def test_document__what_it_says_of_its_own_points__is_so() -> None:
    by_people = [int(number) for number, _ in POINT.findall(CHAPTERS[OF_PEOPLE])]
    assert re.findall(r"oints (\d+) to (\d+)", TEXT) == [
        ("1", str(by_people[0] - 1)),
        (str(by_people[0]), str(by_people[-1])),
        (str(by_people[0]), str(by_people[-1])),
    ]


def test_document__its_thresholds__are_those_of_the_guide(guide: Guide) -> None:
    policy = guide.policy
    assert f"only if at least {policy.minimum_group} of its people" in point("Nothing about fewer than 5")
    assert f"only if at least {policy.minimum_texts} people wrote" in point("Written words need 10")
    assert f"only where at least {policy.minimum_texts} people wrote" in point("What texts are about needs 10, too")
    assert f"from {policy.minimum_group} people on" in point("How well a strategy works")
    assert f"Fewer than {policy.minimum_group} staff" in point("Fewer than 5 staff")


@pytest.mark.parametrize("shown", [shown for of_point in SHOWN.values() for shown in of_point])
def test_document__test_elsewhere_that_shows_a_point__is_there(shown: str) -> None:
    file, name = shown.split("::")
    assert re.search(rf"^def {name}\(", (PROJECT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert SHOWN.keys() <= BACKED


# --- what is collected


@backs("Answers and broad groups")
def test_groups__asked_for__are_those_that_the_document_names(guide: Guide) -> None:
    named = re.search(r"four things about your work, in broad groups: (.+)\.$", point("Answers and broad groups"))
    assert named is not None
    assert named[1].split(", ") == [load_words("en")(f"guide.cohort.{one.id}.label").lower() for one in guide.cohorts]
    assert all(2 < len(cohort.values) < 6 for cohort in guide.cohorts)


@backs("Nothing has to be answered")
def test_question__left_out__is_taken_as_skipped_and_counts_as_no_no(guide: Guide) -> None:
    for item in guide.scaled_items:
        sent = {"response_id": RESPONSE, "language": "en", "answers": {item.id: item.scale.points[0]}}
        response = read_answers(sent, guide, "lib", "2026", date(2026, 3, 2)).response
        given = {question for question in guide_questions(guide) if response[question] not in (-1, "-1", "")}
        assert given == {item.id}
    row = told(seen(3, 6, silent=3))
    assert (row["count_low"], row["count_high"], row["n"]) == (3, 3, 6)


@backs("No name, no address, no device")
def test_store__columns_of_a_response__hold_nobody(store: Store) -> None:
    store.submit(person())
    with closing(sqlite3.connect(default_data_folder() / "responses.sqlite")) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(responses)")}
    about = {"response_id", "library_id", "wave", "submitted_at", "language", "guide_id", "guide_version"}
    assert columns == about | {"response_mode", "answers", "receipt_hash", "link"}
    assert json.loads(answers_held(store)).keys() == guide_questions(store.guide)


@backs("No name, no address, no device")
@pytest.mark.parametrize("column", ["name", "email", "ip", "user_agent"])
def test_column__of_who_answered__is_refused_and_nothing_stored(column: str, store: Store, form: GuideForm) -> None:
    with pytest.raises(ResponseError, match="Remove it; nothing in it is kept"):
        store.add(people_frame(store.guide, [{}]).assign(**{column: "Ada"}))
    assert send(form, exists_purpose=1, **{column: "Ada"})["ok"] is False
    assert store.responses().empty


def google_form(path: Path) -> Path:
    header = f'Timestamp,Email Address,Your name,"{load_words("en")("guide.text.goal_team")}"'
    path.write_text(f"{header}\n2026/03/02 9:31:07 AM GMT,quill@example.org,Mr Quill,To read\n", encoding="utf-8")
    return path


@backs("No name, no address, no device", "The day, not the time")
def test_google_form__with_names_and_times__is_read_without(store: Store, tmp_path: Path) -> None:
    path = google_form(tmp_path / "form.csv")
    read = read_google_forms(path, propose_mapping(path, store.guide, "lib", "2026"), store.guide).frame
    store.add(read)
    assert read[["submitted_at", "goal_team"]].to_numpy().tolist() == [["2026-03-02", "To read"]]
    assert [word for word in (b"quill", b"Quill", b"9:31") if word in bytes_held()] == []


@backs("The day, not the time")
def test_store__of_an_answer_and_a_draft__holds_no_time(store: Store, form: GuideForm) -> None:
    form.handle({"act": "save_draft", "key": "c" * 32, "draft": {"revision": 1}})
    send(form, exists_purpose=1)
    cells = [str(cell) for rows in rows_held(store).values() for row in rows for cell in row]
    assert [cell for cell in cells if re.search(r"\d\d?:\d\d", cell)] == []
    assert store.responses()["submitted_at"].tolist() == ["2026-03-02"]


@backs("No order")
def test_store__people_one_after_the_other__lie_in_the_order_of_their_numbers(store: Store) -> None:
    for number in ("7", "f", "0", "a"):
        store.submit(person(response_id=number * 32))
    assert [row[0][0] for row in rows_held(store)["responses"]] == ["0", "7", "a", "f"]
    with (
        closing(sqlite3.connect(default_data_folder() / "responses.sqlite")) as database,
        pytest.raises(sqlite3.OperationalError, match="rowid"),
    ):
        database.execute("SELECT rowid FROM responses")


@backs("No draft stays")
def test_draft__answers_sent__is_gone(store: Store, form: GuideForm) -> None:
    form.handle({"act": "save_draft", "key": KEY, "draft": {"answers": {"goal_team": SECRET}}})
    assert len(rows_held(store)["drafts"]) == 1
    assert send(form, exists_purpose=1)["ok"] is True
    assert rows_held(store)["drafts"] == []


def answered_twice(store: Store, then: str = "") -> tuple[str, str]:
    """The receipts of a person who answered in 2025 and in 2026, and typed the first, or what `then` says."""
    first = store.submit(person(response_id="c" * 32, wave="2025"))
    form = GuideForm(store, store.guide, "lib", "2026", today=lambda: date(2026, 3, 2))
    sent = {"act": "submit", "key": KEY, "response_id": RESPONSE, "language": "en", "answers": {"exists_purpose": 1}}
    return first, form.handle(sent | {"earlier_receipt": first if then == "typed" else ""})["receipt"]


@backs("Joined only if you say so")
@pytest.mark.parametrize("then", ["", "typed"])
def test_two_waves__of_one_person__are_joined_by_a_typed_receipt_alone(then: str, store: Store) -> None:
    answered_twice(store, then)
    marks = store.responses()["link"].tolist()
    assert (marks[0] == marks[1], marks[0] != "") == (True, then == "typed")


@backs("Joined only if you say so")
def test_earlier_receipt__typed__is_not_kept(store: Store, form: GuideForm) -> None:
    first, _ = answered_twice(store, "typed")
    kept = (first, first.replace("-", ""), first.lower())
    assert [word for word in kept if word.encode() in bytes_held()] == []


@backs("Joined only if you say so")
def test_joined_answers__one_withdrawn__leave_the_other_joined_to_nothing(store: Store) -> None:
    first, second = answered_twice(store, "typed")
    assert store.withdraw(second)
    [left] = store.responses().to_dict("records")
    assert left["response_id"] == "c" * 32
    assert store.withdraw(first)
    assert {name for name, rows in rows_held(store).items() if rows} == {"about"}


# --- who sees what


@backs("Your own picture is yours alone")
def test_picture__shown_once__is_kept_nowhere(store: Store, form: GuideForm) -> None:
    before = form.get_state()
    answers = {f"{situation}_{side}": 6 for situation in store.guide.situations for side in ("growth", "fixed")}
    sent = send(form, **answers)
    assert {line["position"] for line in sent["pictures"]["en"]["lines"]} == {50}
    assert form.get_state() == before
    assert {name for name, rows in rows_held(store).items() if rows} == {"about", "responses"}
    assert json.loads(answers_held(store)).keys() == guide_questions(store.guide)


ROWS = {"responses", "survey", "strategy_ratings", "confirmed_texts", "codings", "team_guides"}
"""What a store or a survey gives out that holds single answers."""

HANDLING = {"bringing.py", "keeping.py", "kept.py", "sources.py"}
"""The modules that take files in, export all for the owner, or hand answers to `release`; none shows one."""

READING = {"bench_lists.py", "bench_page.py", "bench_sections.py", "bench_sources.py"}
"""The modules of the page on which the library's readers read what was written."""


@backs("Pages show protected results")
def test_rooms__that_show__touch_no_single_answer() -> None:
    touching = set()
    for module in (path for room in ("present", "exchange", "apps") for path in (HOUSE / room).rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr in ROWS for node in ast.walk(tree)):
            touching.add(module.name)
    assert touching == HANDLING | READING


@backs("Pages show protected results")
def test_pages__their_notebooks__ask_the_pages_alone() -> None:
    pages = sorted((PROJECT / "notebooks").glob("0*.ipynb"))
    asked = re.findall(r"(?:from|import) analysis[\w.]*", "".join(page.read_text(encoding="utf-8") for page in pages))
    assert len(pages) >= 3
    assert set(asked) == {"from analysis.apps"}


@backs("Pages show protected results")
def test_everything_shown__public_functions__take_what_was_released() -> None:
    shown = 0
    for module in (HOUSE / "present").rglob("*.py"):
        name = ".".join(module.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        for public in getattr(import_module(name), "__all__", ()):
            if re.match(r"(draw|table|say)_(?!why|share|number|count)", public):
                function = getattr(import_module(name), public)
                kinds = [str(parameter.annotation) for parameter in inspect.signature(function).parameters.values()]
                assert not any(kind in ("Survey", "Store", "Tally") for kind in kinds), public
                shown += "Released" in kinds
    assert shown > 20


@backs("The holder can read single answers")
@POSIX
def test_store__made__can_be_opened_by_its_owner_alone_who_reads_answers(store: Store) -> None:
    store.submit(person(role="leader", goal_team=SECRET))
    folder = default_data_folder()
    assert (rights(folder), rights(folder / "responses.sqlite")) == ("0o700", "0o600")
    assert store.responses()[["role", "submitted_at", "goal_team"]].to_numpy().tolist() == [
        ["leader", "2026-03-02", SECRET]
    ]


@backs("Joined answers lie beside each other")
def test_mark__of_joined_answers__is_read_by_the_owner_and_made_of_no_answer(store: Store) -> None:
    answered_twice(store, "typed")
    marks = set(store.responses()["link"])
    assert len(marks) == 1
    elsewhere = Store(default_data_folder() / "other.sqlite")
    answered_twice(elsewhere, "typed")
    assert marks.isdisjoint(elsewhere.responses()["link"])


@backs("Joined answers lie beside each other")
def test_mark__of_joined_answers__is_on_no_page_and_in_no_file_of_results(tmp_path: Path) -> None:
    people = [{"exists_purpose": mark, "link": f"k{mark}{at}" * 4} for at in range(4) for mark in (0, 1)]
    survey = survey_of(people)
    released = release(survey, "lib", "2026")
    write_released(released, tmp_path / "released.json")
    shown = [section(View(released, load_words("en"))) for page in PAGES.values() for section in page.values()]
    told_to_anybody = (tmp_path / "released.json").read_text(encoding="utf-8") + "".join(shown)
    assert [mark for mark in survey.responses["link"] if mark in told_to_anybody] == []
    assert '"link"' not in told_to_anybody


TALKING = {"aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"}
TALKING |= {"socketserver", "ssl", "tornado", "webbrowser", "websockets", "xmlrpc", "zmq"}
NO_ADDRESSES = ("http://www.w3.org/", "https://openfontlicense.org", "https://scripts.sil.org/OFL")
NO_ADDRESSES += ("http://schemas.microsoft.com/", "http://schemas.openxmlformats.org/", "http://www.apache.org/licenses/")
"""Names of formats, which look like addresses and are asked by nobody, and the licences of the typefaces."""


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


WAITING = HOUSE / "apps" / "errand.py"
"""Waits for work that is done beside a page, with the same library by which others talk."""


@backs("Nothing leaves the computer")
def test_house__what_waits_beside_a_page__talks_to_nobody() -> None:
    used = set(re.findall(r"asyncio\.(\w+)", WAITING.read_text(encoding="utf-8")))
    assert {name for name in imported(WAITING) if name.split(".")[0] in TALKING} == {"asyncio"}
    assert used == {"Task", "get_running_loop", "to_thread"}
    methods = set(re.findall(r"loop\.(\w+)", WAITING.read_text(encoding="utf-8")))
    assert methods == {"create_task"}


@backs("Nothing leaves the computer")
def test_house__every_module__imports_nothing_that_talks_to_other_computers() -> None:
    names = {name for module in HOUSE.rglob("*.py") if module != WAITING for name in imported(module)}
    assert {name for name in names if name.split(".")[0] in TALKING} == set()
    assert {name for name in names if name.startswith("urllib")} <= {
        f"urllib.parse.{name}" for name in ("parse_qs", "quote", "urlencode")
    }


@backs("Nothing leaves the computer")
def test_house__every_file__names_no_address_of_another_computer() -> None:
    kinds = {".py", ".js", ".css", ".html", ".j2", ".svg", ".toml", ".json", ".ipynb"}
    files = [path for folder in (HOUSE, PROJECT / "notebooks") for path in folder.rglob("*") if path.suffix in kinds]
    assert len(files) > 100
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = re.findall(r"(?:https?|wss?):[/\\]+[^\s\"'`)<>]+|(?:src|href)=[\"']//[^\"']*", text)
    assert sorted({address for address in found if not address.startswith(NO_ADDRESSES)}) == []


@backs("Nothing leaves the computer")
def test_start__server_of_the_pages__listens_to_this_computer_and_looks_for_no_news() -> None:
    command = start.server_command(Path("python"), PROJECT, 8888, "/lab", False, 1)
    assert start.ADDRESS == "127.0.0.1"
    assert {
        "--ServerApp.ip=127.0.0.1",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    } <= {*command}


# --- what is never shown


@backs("Nothing about fewer than 5")
@pytest.mark.parametrize(("people", "withheld"), [(4, True), (5, False), (6, False)])
def test_release__around_five_people__tells_from_five_on(people: int, withheld: bool) -> None:
    assert seen(0, people).group("respondents")["withheld"].tolist() == [withheld]
    assert told(seen(0, people))["withheld"] == withheld


@backs("Nothing about fewer than 5")
@pytest.mark.parametrize(("answered", "withheld"), [(4, True), (5, False), (6, False)])
def test_release__around_five_answers_to_one_question__tells_from_five_on(answered: int, withheld: bool) -> None:
    row = told(seen(0, answered, silent=7))
    assert (row["withheld"], pd.isna(row["n"]), pd.isna(row["count_high"])) == (withheld,) * 3


@backs("Nor by subtracting")
@pytest.mark.parametrize(("left_over", "hidden"), [(3, True), (4, True), (5, False)])
def test_release__group_that_leaves_too_few_over__is_hidden(left_over: int, hidden: bool) -> None:
    people = [{"exists_purpose": 1}] * 6 + [{"role": "-4", "exists_purpose": 0}] * left_over
    respondents = release(survey_of(people), "lib", "2026").respondents
    shown = respondents[~respondents["withheld"]]
    assert ("public_services" in shown["value"].tolist()) is not hidden
    assert shown.iloc[0][["cohort", "n"]].tolist() == ["all", 6 + left_over]


@backs("Never “all” or “nobody”")
@pytest.mark.parametrize("people", [5, 6, 30])
def test_release__all_or_nobody_or_all_but_one__is_a_range_of_three(people: int) -> None:
    assert {range_of(yes, people) for yes in (0, 1)} == {(0, 2)}
    assert {range_of(people - no, people) for no in (0, 1)} == {(people - 2, people)}


@backs("Nobody's answer")
@pytest.mark.parametrize("people", [5, 6])
def test_colleague__who_knows_the_program_and_their_own_answer__stays_in_doubt(people: int) -> None:
    """Of the counts that are told like the true one, some leave the colleagues a yes, and some a no."""
    for yes in range(people + 1):
        alike = [count for count in range(people + 1) if range_of(count, people) == range_of(yes, people)]
        for own in {int(yes > 0), int(yes == people)}:
            others = [count - own for count in alike if 0 <= count - own <= people - 1]
            assert max(others) > 0, (yes, own)
            assert min(others) < people - 1, (yes, own)


PAGES = {"our library": SECTIONS, "our cohorts": COHORT_SECTIONS}


def leaning(towards_growth: int) -> Released:
    """What is released where some of nine people see a purpose and lean towards growth, and the others do neither."""
    sides = [("6/1", 1)] * towards_growth + [("1/6", 0)] * (9 - towards_growth)
    people = [pairs_of(load_guide(), [pair] * 6) | {"exists_purpose": mark} for pair, mark in sides]
    return release(survey_of(people), "lib", "2026")


@backs("No side door")
@pytest.mark.parametrize("page", PAGES)
def test_page__counts_move_within_their_ranges__says_and_draws_the_same(page: str) -> None:
    none, two = leaning(0), leaning(2)
    assert none.provenance.data_fingerprint != two.provenance.data_fingerprint
    shown = [
        {name: section(View(released, load_words("en"))) for name, section in PAGES[page].items()}
        for released in (none, replace(two, provenance=none.provenance))
    ]
    assert shown[0] == shown[1]
    assert "<img" in "".join(shown[0].values())


def written(writers: int, confirmed: int) -> Released:
    people = [{"goal_team": f"{SECRET} {at}"} for at in range(writers)] + [{}] * (12 - writers)
    rows = [(f"r{at + 1}", "goal_team", f"masked {at}") for at in range(confirmed)]
    texts = pd.DataFrame(rows, columns=["response_id", "item", "text"])
    return release(survey_of(people, confirmed_texts=texts), "lib", "2026")


@backs("Written words need 10")
@pytest.mark.parametrize(("writers", "shown"), [(9, 0), (10, 3), (11, 3)])
def test_texts__around_ten_writers__are_shown_masked_from_ten_on(writers: int, shown: int) -> None:
    released = written(writers, confirmed=3)
    assert sorted(released.texts["text"]) == [f"masked {at}" for at in range(shown)]


@backs("Written words need 10")
def test_texts__nobody_has_checked_them__are_not_shown() -> None:
    assert written(12, confirmed=0).texts.empty


def read(item: str, themes: list[str], **answers: Any) -> Survey:
    """Twelve people of whom the first wrote to a question, and what the first coder found in what each wrote."""
    people = [answers | ({item: f"{SECRET} {at}"} if at < len(themes) else {}) for at in range(12)]
    found = [(f"r{at + 1}", item, "first", theme, MEMO) for at, theme in enumerate(themes)]
    codings = pd.DataFrame(found, columns=["response_id", "item", "coder", "themes", "memo"])
    return survey_of(people, codings=codings)


@backs("What texts are about needs 10, too")
@pytest.mark.parametrize(("writers", "withheld"), [(9, True), (10, False), (11, False)])
@pytest.mark.parametrize(("frame", "item", "theme"), [("themes", "tour_keep", "time"), ("goals", "goal_team", "mixed")])
def test_texts__around_ten_read__are_counted_from_ten_on(
    writers: int, withheld: bool, frame: str, item: str, theme: str
) -> None:
    released = release(read(item, [theme] * writers), "lib", "2026")
    for cohort, value in (("all", "all"), ("role", "public_services")):
        assert set(released.group(frame, cohort, value)["withheld"]) == {withheld}


@backs("What texts are about needs 10, too")
def test_texts__shown__are_told_without_what_was_found_in_them() -> None:
    survey = read("tour_keep", ["time", "leaders"] * 6)
    texts = pd.DataFrame({"response_id": [f"r{at}" for at in range(1, 13)], "item": "tour_keep", "text": "masked"})
    assert list(release(replace(survey, confirmed_texts=texts), "lib", "2026").texts) == ["item", "text"]


@backs("How well a strategy works")
@pytest.mark.parametrize(("raters", "withheld"), [(4, True), (5, False), (6, False)])
def test_strategy__around_five_raters__is_told_of_all_staff_in_three_bands(raters: int, withheld: bool) -> None:
    inventory = dict.fromkeys(empty_survey(load_guide()).strategies.columns, "s1")
    inventory |= {"library_id": "lib", "wave": "2026", "status": "in_use"}
    rated = [(f"r{at}", "s1", at % 5 + 1) for at in range(1, raters + 1)]
    ratings = pd.DataFrame(rated, columns=["response_id", "strategy_id", "effectiveness"])
    survey = survey_of([{}] * 12, strategies=pd.DataFrame([inventory]), strategy_ratings=ratings)
    told = release(survey, "lib", "2026").ratings
    assert told[["cohort", "value", "band", "withheld"]].to_numpy().tolist() == [
        ["all", "all", band, withheld] for band in ("hardly", "somewhat", "well")
    ]


@backs("Coders read what you wrote, and nobody else does", "Notes of coders stay")
def test_text__read_and_not_confirmed__is_on_no_page_and_in_no_file_of_results(tmp_path: Path) -> None:
    released = release(read("tour_keep", ["time", "leaders"] * 6, exists_purpose=1), "lib", "2026")
    write_released(released, tmp_path / "released.json")
    shown = [section(View(released, load_words("en"))) for page in PAGES.values() for section in page.values()]
    told_to_anybody = (tmp_path / "released.json").read_text(encoding="utf-8") + "".join(shown)
    assert [word for word in (SECRET, MEMO, '"memo"', '"r1"') if word in told_to_anybody] == []
    assert '"time"' in told_to_anybody


@backs("Coders read what you wrote, and nobody else does")
def test_text__as_coders_read_it__stands_without_groups_and_other_answers(guide: Guide) -> None:
    responses = read("tour_keep", ["time"] * 12, exists_purpose=1).responses
    written = find_written(responses, guide, "lib", "2026", "first")
    assert sorted(one.text for one in written.values()) == sorted(responses["tour_keep"])
    told = " ".join(map(str, written.values()))
    assert [word for word in ("public_services", "exists_purpose", "2026-03-02") if word in told] == []


@backs("Notes of coders stay")
def test_coder__of_a_text__is_a_place_and_no_name(store: Store) -> None:
    store.submit(person(goal_team=SECRET))
    coding = {"response_id": "r1", "item": "goal_team", "themes": "mixed", "memo": MEMO}
    with pytest.raises(ResponseError, match="allowed: first, second, agreed"):
        store.put("codings", pd.DataFrame([coding | {"coder": "Ada"}]))
    store.put("codings", pd.DataFrame([coding | {"coder": "first"}]))
    assert store.codings()["coder"].tolist() == ["first"]


@backs("Listed names are kept until they are deleted")
def test_listed_name__taken_off_the_list__is_gone_and_in_no_result(store: Store, tmp_path: Path) -> None:
    names = pd.DataFrame([("lib", "Quillfeather", "person")], columns=["library_id", "name", "kind"])
    store.put("listed_names", names)
    assert b"Quillfeather" in bytes_held()
    write_released(release(survey_of([{}] * 12, listed_names=names), "lib", "2026"), tmp_path / "released.json")
    assert "Quillfeather" not in (tmp_path / "released.json").read_text(encoding="utf-8")
    assert store.remove("listed_names", names) == 1
    assert b"Quillfeather" not in bytes_held()


@backs("Nothing on request")
def test_release__groups__are_those_of_the_guide_and_can_be_asked_for_no_others(guide: Guide) -> None:
    groups = seen(0, 6).respondents[["cohort", "value"]].itertuples(index=False, name=None)
    assert list(groups) == [(cohort.id, value) for cohort in guide.views for value in cohort.value_ids]
    assert list(inspect.signature(release).parameters) == ["survey", "library_id", "wave", "policy"]


@backs("Nothing on request")
@pytest.mark.parametrize("policy", [Policy(4, 10), Policy(5, 9)])
def test_release__weaker_than_promised__is_refused(policy: Policy) -> None:
    with pytest.raises(ProtectionError, match=r"^Respondents were promised more protection than this\."):
        release(survey_of([{}] * 12), "lib", "2026", policy)


@backs("Nothing on request")
def test_release__stricter_than_promised__is_kept() -> None:
    assert release(survey_of([{}] * 6), "lib", "2026", Policy(7, 10)).is_empty


@backs("Fewer than 5 staff")
@pytest.mark.parametrize(("heads", "counted"), [(4, False), (5, True)])
def test_library__around_five_staff__answers_together_below(heads: int, counted: bool, guide: Guide) -> None:
    agreed = person(goal_team="To read") | {"agreed_at": "2026-03-02"}
    survey = survey_of([{"exists_purpose": 1}] * heads, team_guides=pd.DataFrame([agreed]))
    released = release(survey, "lib", "2026")
    assert released.is_empty is not counted
    assert (released.team_guide or {}).get("goal_team") == (None if counted else "To read")


# --- how long it is kept


@backs("Your receipt deletes your answers")
def test_receipt__typed_in_on_the_page__deletes_everything_and_shows_nothing(store: Store, form: GuideForm) -> None:
    receipt = store.submit(person(goal_team=SECRET), {"s1": 3})
    store.confirm_text("r1", "goal_team", SECRET)
    coding = {"response_id": "r1", "item": "goal_team", "coder": "first", "themes": "mixed", "memo": SECRET}
    store.put("codings", pd.DataFrame([coding]))
    said = form.handle({"id": "1", "act": "withdraw", "receipt": receipt})
    assert said == {"id": "1", "ok": True, "found": True}
    assert {name for name, rows in rows_held(store).items() if rows} == {"about"}
    assert SECRET.encode() not in bytes_held()


@backs("Your receipt is yours to keep")
def test_receipt__in_the_file__is_a_fingerprint_by_which_its_owner_finds_the_row(store: Store) -> None:
    receipt = store.submit(person())
    assert [word for word in (receipt, receipt.replace("-", "")) if word.encode() in bytes_held()] == []
    [row] = rows_held(store)["responses"]
    assert hash_receipt(receipt) in row


@pytest.fixture
def keep(store: Store) -> tuple[KeepForm, Kept]:
    """The part of the start page that deletes, and the results that were kept of one answered wave."""
    store.put("roster", survey_of([{}] * 6).roster)
    store.add(people_frame(store.guide, [{"exists_purpose": 1, "goal_team": SECRET}] * 6))
    kept = Kept(default_data_folder() / "released")
    sources = Sources(store.guide, store, kept=kept)
    own = lambda: [source for source in sources.all() if not source.is_sample]  # noqa: E731
    sources.released(own()[0])
    return KeepForm(store, load_words("en"), own, sources.forget), kept


@backs("A wave can be deleted")
def test_wave__deleted_after_asking_twice__is_gone_with_its_drafts(
    store: Store, form: GuideForm, keep: tuple[KeepForm, Kept]
) -> None:
    form.handle({"act": "save_draft", "key": KEY, "draft": {"answers": {"goal_team": SECRET}}})
    page, _ = keep
    page.ask()
    assert len(store.responses()) == 6
    page.delete()
    assert {name for name, rows in rows_held(store).items() if rows} == {"about"}
    assert SECRET.encode() not in bytes_held()


@backs("Kept results hold no person")
def test_kept_results__in_their_file__name_nobody_and_repeat_no_text(store: Store, keep: tuple[KeepForm, Kept]) -> None:
    [file] = keep[1].folder.iterdir()
    content = file.read_text(encoding="utf-8")
    assert SECRET not in content
    assert [name for name in store.responses()["response_id"] if f'"{name}"' in content] == []


@backs("Kept results hold no person")
@pytest.mark.parametrize("act", ["delete", "withdraw"])
def test_kept_results__answers_deleted_on_the_start_page__are_gone(
    act: str, store: Store, keep: tuple[KeepForm, Kept]
) -> None:
    page, kept = keep
    page.receipt.value = store.submit(person(exists_purpose=1, goal_team=SECRET))
    assert len(list(kept.folder.iterdir())) == 1
    getattr(page, act)()
    assert list(kept.folder.iterdir()) == []


@backs("Copies hold everything")
def test_backup__of_answers_withdrawn_later__still_holds_them(store: Store, tmp_path: Path) -> None:
    receipt = store.submit(person(goal_team=SECRET))
    store.backup(tmp_path / "backup.sqlite")
    store.withdraw(receipt)
    assert Store(tmp_path / "backup.sqlite").responses()["goal_team"].tolist() == [SECRET]


@backs("Copies hold everything")
@POSIX
def test_backup_and_export__made__are_for_their_owner_alone(keep: tuple[KeepForm, Kept]) -> None:
    page, _ = keep
    page.back_up()
    page.export()
    copies = [path for kind in ("backup-*", "export-*") for path in default_data_folder().glob(kind)]
    assert [rights(path) for path in copies] == ["0o600", "0o700"]
    assert SECRET in (copies[1] / "responses.csv").read_text(encoding="utf-8-sig")


@backs("Only the page gives a receipt")
def test_answers__taken_in_from_a_file__bring_no_receipt(store: Store) -> None:
    assert store.add(people_frame(store.guide, [{}])) == Added(new=1, known=0)
    assert [field.name for field in fields(Added)] == ["new", "known"]


# --- moving, and the limits


def test_moving__backup_under_the_name_of_a_store__is_the_store_with_its_receipts(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = store.submit(person(goal_team=SECRET))
    store.backup(tmp_path / "backup.sqlite")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (tmp_path / "backup.sqlite").rename(folder / "responses.sqlite")
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(folder))
    moved = open_store()
    assert moved.responses()["goal_team"].tolist() == [SECRET]
    assert moved.withdraw(receipt)


def test_limit__three_of_five_put_their_answers_together__may_know_the_others() -> None:
    yes, among_the_three = 2, 2
    assert range_of(yes, 5)[1] - among_the_three == 0


def test_limit__one_more_answer__tells_what_it_was() -> None:
    before, after = range_of(5, 11), range_of(6, 12)
    assert (before, after) == ((5, 5), (6, 6))


def test_limit__heads_of_a_small_group__are_shown_as_the_library_wrote_them() -> None:
    survey = survey_of([{}] * 6)
    boss = {"library_id": "lib", "wave": "2026", "cohort": "role", "value": "leader", "heads": 1}
    roster = pd.concat([survey.roster.assign(heads=7), pd.DataFrame([boss])])
    released = release(replace(survey, roster=roster), "lib", "2026")
    assert released.group("respondents", "role", "leader")[["roster", "withheld"]].to_numpy().tolist() == [[1, True]]
