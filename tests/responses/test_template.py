"""The template: written, filled in as people and spreadsheet programs do, and read back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from analysis.errors import ImportingError
from analysis.guide import Guide
from analysis.responses.frames import response_fields
from analysis.responses.importing import (
    TemplateRead,
    read_responses,
    read_survey,
    read_template,
    write_survey,
    write_template,
)
from analysis.responses.importing.days import day_order, read_day
from analysis.responses.importing.folders import csv_bytes
from analysis.responses.importing.guarding import guard_cell, unguard_cell
from analysis.responses.importing.labels import field_labels, fold
from analysis.responses.survey import empty_survey
from answers import people_frame

ENGLISH_SHEETS = ["Responses", "Team guide", "Library", "Roster", "Strategies", "Actions", "What the columns mean"]


@pytest.fixture(scope="module")
def empty_template(tmp_path_factory: pytest.TempPathFactory, guide: Guide) -> bytes:
    path = tmp_path_factory.mktemp("template") / "answers.xlsx"
    write_template(path, guide, library="oxwater")
    return path.read_bytes()


@pytest.fixture
def template(tmp_path: Path, empty_template: bytes) -> Path:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(empty_template)
    return path


def fill(path: Path, sheet: str, *rows: dict[str, Any]) -> None:
    """Write rows under the headings of a sheet, as a spreadsheet program would."""
    book = openpyxl.load_workbook(path)
    page: Worksheet = book[sheet]
    places = {cell.value: cell.column for cell in page[1]}
    first = max(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value or page.cell(row, 4).value)
    for number, row in enumerate(rows, start=first + 1):
        for title, value in row.items():
            cell = page.cell(number, places[title], value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


def as_csv(tmp_path: Path, guide: Guide, *rows: dict[str, Any], **changes: Any) -> Path:
    """A CSV file of responses with one line for each mapping; what a row does not say is empty."""
    header = [field.name for field in response_fields(guide)]
    base = {"library_id": "oxwater", "wave": "2026", "submitted_at": "2026-03-02", "language": "en"}
    path = tmp_path / "answers.csv"
    path.write_bytes(csv_bytes([header, *([str((base | row).get(name, "")) for name in header] for row in rows)]))
    return path


def read_one(path: Path, guide: Guide) -> pd.Series:
    read = read_template(path, guide)
    assert [str(fault) for fault in read.faults] == []
    return read.responses.frame.iloc[0]


# --- writing


def test_template__workbook__has_a_sheet_for_each_table_and_the_explanation(template: Path) -> None:
    assert openpyxl.load_workbook(template).sheetnames == ENGLISH_SHEETS


def test_template__sheet_of_responses__has_frozen_headings_and_lists(template: Path, guide: Guide) -> None:
    sheet = openpyxl.load_workbook(template)["Responses"]
    assert [cell.value for cell in sheet[1]] == [field.name for field in response_fields(guide)]
    assert sheet.freeze_panes == "B2"
    lists = {str(entry.promptTitle): entry for entry in sheet.data_validations.dataValidation}
    assert lists["exists_purpose"].formula1 == '"1,0,-1,-2,-3,-4"'
    assert lists["role"].formula1 == '"leader,supervisor,public_services,support_services,-1,-3,-4"'
    assert lists["exists_purpose"].prompt == (
        "When we learn something new, we know what it is for. Do you see this here?\n1 = Yes · 0 = No"
    )


@pytest.mark.parametrize(
    ("language", "sheet", "expected"),
    [
        (
            "en",
            "What the columns mean",
            (
                "Responses",
                "exists_purpose",
                "When we learn something new, we know what it is for. Do you see this here?",
                "1 = Yes · 0 = No",
                "Leave it empty (counted as skipped, never as a no), or write -1 = Skipped, -2 = Not sure, "
                "-3 = Not shown, -4 = Prefer not to say",
            ),
        ),
        (
            "es",
            "Qué significan las columnas",
            (
                "Respuestas",
                "exists_purpose",
                "Cuando aprendemos algo nuevo, sabemos para qué sirve. ¿Lo ve aquí?",
                "1 = Sí · 0 = No",
                "Déjela vacía (cuenta como sin responder, nunca como un no) o escriba -1 = Sin responder, "
                "-2 = No lo sé, -3 = No se mostró, -4 = Prefiero no decirlo",
            ),
        ),
    ],
)
def test_template__explanation__says_what_a_column_asks(
    language: str, sheet: str, expected: tuple[str, ...], tmp_path: Path, guide: Guide
) -> None:
    write_template(tmp_path / "a.xlsx", guide, language)
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")[sheet].iter_rows(values_only=True))
    assert expected in rows


def test_template__explanation__covers_every_column_of_every_sheet(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    explained = {row[:2] for row in book["What the columns mean"].iter_rows(values_only=True)}
    for sheet in book.worksheets[:-1]:
        assert {(sheet.title, cell.value) for cell in sheet[1]} <= explained


def test_template__as_csv__has_its_explanation_beside_it(tmp_path: Path, guide: Guide) -> None:
    write_template(tmp_path / "answers.csv", guide, "es")
    header = (tmp_path / "answers.csv").read_text(encoding="utf-8-sig")
    assert header == ",".join(field.name for field in response_fields(guide)) + "\n"
    explanation = (tmp_path / "answers_columns.csv").read_text(encoding="utf-8-sig")
    assert (
        "Respuestas,language,El idioma de las respuestas,en = Inglés · es = Español,Hay que llenarla\n" in explanation
    )


def test_template__another_ending__is_refused(tmp_path: Path, guide: Guide) -> None:
    with pytest.raises(ImportingError) as caught:
        write_template(tmp_path / "answers.ods", guide)
    assert str(caught.value) == (
        "The template cannot be written.\n"
        "- answers.ods: found the ending '.ods'; allowed: .xlsx, .csv. Choose one of these endings."
    )


def test_template__name_of_a_library_that_is_a_formula__stays_a_text(tmp_path: Path, guide: Guide) -> None:
    write_template(tmp_path / "a.xlsx", guide, library="=1+1")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["Library"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


@pytest.mark.parametrize("library", [None, "oxwater"])
def test_template__left_empty__reads_as_nothing(library: str | None, tmp_path: Path, guide: Guide) -> None:
    write_template(tmp_path / "a.xlsx", guide, library=library)
    read = read_template(tmp_path / "a.xlsx", guide)
    assert [str(fault) for fault in read.faults] == []
    assert {name: len(checked.frame) for name, checked in read.tables.items()} == dict.fromkeys(read.tables, 0)


# --- reading what people write


UNDERSTOOD = [
    ("exists_purpose", 1, 1),
    ("exists_purpose", 1.0, 1),
    ("exists_purpose", "1.0", 1),
    ("exists_purpose", "1,0", 1),
    ("exists_purpose", True, 1),
    ("exists_purpose", "yes", 1),
    ("exists_purpose", " Sí\xa0", 1),
    ("exists_purpose", "si", 1),
    ("exists_purpose", "No", 0),
    ("exists_purpose", "Not sure", -2),
    ("exists_purpose", "−2", -2),
    ("exists_purpose", "no lo sé", -2),
    ("exists_purpose", None, -1),
    ("exists_purpose", "  ", -1),
    ("develop_purpose", "Prefer not to say", -4),
    ("challenge_growth", "Strongly agree", 6),
    ("challenge_growth", "EN DESACUERDO", 2),
    ("challenge_growth", 4.0, 4),
    ("role", "Supervisor or team lead", "supervisor"),
    ("role", "Servicios de apoyo", "support_services"),
    ("role", None, "-1"),
    ("role", -4, "-4"),
    ("tenure", "2 to 5 years", "2_to_5_years"),
    ("submitted_at", datetime(2026, 3, 4), "2026-03-04"),
    ("submitted_at", datetime(2026, 3, 4, 17, 30), "2026-03-04"),
    ("submitted_at", date(2026, 3, 4), "2026-03-04"),
    ("submitted_at", "2026-03-04", "2026-03-04"),
    ("wave", 2026, "2026"),
    ("wave", 2026.0, "2026"),
    ("guide_version", 1.0, "1.0"),
    ("guide_version", "1", "1.0"),
    ("guide_version", None, "1.0"),
    ("language", "Español", "es"),
    ("language", None, "en"),
    ("response_mode", None, "forced_choice"),
    ("response_mode", "Boxes to tick", "check_all"),
    ("library_id", None, "oxwater"),
    ("tour_keep", "=the puppets", "=the puppets"),
    ("tour_keep", "two\nlines", "two\nlines"),
]
"""A column, what stands in its cell, and what that means."""


@pytest.fixture(scope="module")
def understood(tmp_path_factory: pytest.TempPathFactory, empty_template: bytes, guide: Guide) -> pd.DataFrame:
    """The rows of one workbook that has a row for each of `UNDERSTOOD`."""
    path = tmp_path_factory.mktemp("understood") / "answers.xlsx"
    path.write_bytes(empty_template)
    person = {"library_id": "oxwater", "wave": "2026", "submitted_at": date(2026, 3, 2), "action_who": "All"}
    fill(path, "Responses", *(person | {column: written} for column, written, _ in UNDERSTOOD))
    return read_responses(path, guide)


@pytest.mark.parametrize("row", range(len(UNDERSTOOD)), ids=[f"{column}: {cell!r}" for column, cell, _ in UNDERSTOOD])
def test_cell__as_people_and_programs_write_it__is_understood(row: int, understood: pd.DataFrame) -> None:
    column, _, stands_for = UNDERSTOOD[row]
    assert understood.loc[row, column] == stands_for


@pytest.mark.parametrize(
    ("column", "written", "message"),
    [
        (
            "exists_purpose",
            "maybe",
            "Responses, row 2, column exists_purpose: found 'maybe'; allowed: 1, 0, -1 (skipped), -2 (unsure), "
            "-3 (not shown), -4 (declined). Write one of the allowed values.",
        ),
        (
            "exists_purpose",
            datetime(2026, 1, 2),
            "Responses, row 2, column exists_purpose: found '2026-01-02'; allowed: 1, 0, -1 (skipped), -2 (unsure), "
            "-3 (not shown), -4 (declined). Write one of the allowed values.",
        ),
        (
            "submitted_at",
            "3/4/2026",
            "Responses, row 2, column submitted_at: found '3/4/2026'; allowed: a day such as 2026-03-31. "
            "Write the day as year-month-day.",
        ),
        (
            "submitted_at",
            46083,
            "Responses, row 2, column submitted_at: found '46083'; allowed: a day such as 2026-03-31. "
            "Write the day as year-month-day.",
        ),
        (
            "submitted_at",
            None,
            "Responses, row 2, column submitted_at: found an empty cell; allowed: a day such as 2026-03-31. "
            "Fill in the cell.",
        ),
    ],
)
def test_cell__that_nobody_can_understand__is_a_fault_with_its_row(
    column: str, written: Any, message: str, template: Path, guide: Guide
) -> None:
    person = {"library_id": "oxwater", "wave": "2026", "submitted_at": date(2026, 3, 2)}
    fill(template, "Responses", person | {column: written})
    assert [str(fault) for fault in read_template(template, guide).responses.faults] == [message]


def test_faults__of_all_sheets__are_listed_at_once_and_good_rows_stay(template: Path, guide: Guide) -> None:
    good = {"wave": 2026, "submitted_at": date(2026, 3, 2)}
    fill(template, "Responses", good | {"role": "Boss"}, good, good | {"exists_agency": 3})
    fill(template, "Strategies", {"what": "Webinars", "participants": "all", "frequency": "sometimes"})
    read = read_template(template, guide)
    found = read.table()[["sheet", "row", "column", "found"]]
    assert found.to_numpy().tolist() == [
        ["Responses", 2, "role", "'Boss'"],
        ["Responses", 4, "exists_agency", "'3'"],
        ["Strategies", 2, "participation", "an empty cell"],
        ["Strategies", 2, "content_chosen_by", "an empty cell"],
        ["Strategies", 2, "frequency", "'sometimes'"],
        ["Strategies", 2, "status", "an empty cell"],
    ]
    assert len(read.responses.frame) == 1
    assert not read.ok


def test_boxes__ticked_on_paper__empty_is_a_no_only_beside_a_tick(tmp_path: Path, guide: Guide) -> None:
    ticked = {"response_mode": "check_all", "exists_purpose": 1, "develop_agency": ""}
    frame = read_responses(as_csv(tmp_path, guide, ticked), guide)
    assert frame.loc[0, ["exists_purpose", "exists_agency", "develop_agency"]].tolist() == [1, 0, -1]
    assert frame.loc[0, "challenge_growth"] == -1


def test_choice__left_empty__is_skipped_even_beside_a_yes(tmp_path: Path, guide: Guide) -> None:
    frame = read_responses(as_csv(tmp_path, guide, {"exists_purpose": 1}), guide)
    assert frame.loc[0, ["exists_purpose", "exists_agency"]].tolist() == [1, -1]


def test_library__two_in_the_file__are_never_filled_in(template: Path, guide: Guide) -> None:
    day = {"submitted_at": date(2026, 3, 2), "wave": "2026"}
    fill(template, "Responses", day | {"library_id": "harlow_falls"}, day)
    faults = read_template(template, guide).responses.faults
    assert [fault.place for fault in faults] == ["Responses, row 3, column library_id"]


def test_sheets__beside_the_responses__take_labels_and_lists(template: Path, guide: Guide) -> None:
    book = openpyxl.load_workbook(template)
    library, roster = book["Library"], book["Roster"]
    for column, value in enumerate(["Oxwater College Library", "Academic", 3100, "Town", "9,5"], start=2):
        library.cell(2, column, value)
    roster["E2"], roster["E3"] = 12, 1.0
    book.save(template)
    shared = {"wave": "2026"}
    fill(
        template,
        "Strategies",
        shared
        | {
            "what": "Learning hour",
            "participants": "Public services, Support services",
            "participation": "Optional",
            "content_chosen_by": "Each person",
            "frequency": "Monthly",
            "hours": "6,5",
            "status": "In use",
            "qualities": "Say in learning; variety",
        },
    )
    fill(
        template,
        "Actions",
        shared | {"step": "Start", "status": "Planned", "target": "Criticism", "due": date(2026, 5, 1)},
    )
    read = read_template(template, guide)
    assert [str(fault) for fault in read.faults] == []
    survey = read.survey()
    assert survey.libraries.iloc[0].tolist() == ["oxwater", "Oxwater College Library", "academic", 3100, "town", 9.5]
    assert survey.roster[["cohort", "value", "heads"]].to_numpy().tolist() == [
        ["all", "all", 12],
        ["role", "leader", 1],
    ]
    assert survey.strategies.iloc[0, 3:].tolist() == [
        "Learning hour",
        "public_services support_services",
        "optional",
        "individual",
        "monthly",
        6.5,
        "in_use",
        "agency variety",
    ]
    assert survey.actions.loc[0, ["due", "status", "target"]].tolist() == ["2026-05-01", "planned", "criticism"]


def test_team_guide__of_a_small_library__is_read(template: Path, guide: Guide) -> None:
    fill(
        template, "Team guide", {"wave": 2026, "agreed_at": date(2026, 3, 2), "exists_agency": "No", "tour_keep": "Tea"}
    )
    read = read_template(template, guide)
    assert read.survey().team_guides.loc[0, ["library_id", "exists_agency", "tour_keep"]].tolist() == [
        "oxwater",
        0,
        "Tea",
    ]


# --- what programs do to files


def test_csv__opened_and_saved_by_a_program__reads_the_same(tmp_path: Path, guide: Guide) -> None:
    path = as_csv(tmp_path, guide, {"response_id": "p1", "exists_purpose": 1, "tour_keep": "El café, claro"})
    expected = read_responses(path, guide)
    text = path.read_text(encoding="utf-8-sig")
    shapes = {
        "semicolons": text.replace('"El café, claro"', "El café, claro")
        .replace(",", ";")
        .replace("café;", "café,")
        .encode(),
        "windows": text.encode("cp1252"),
        "utf16": text.replace(",", "\t").replace("café\t", "café,").encode("utf-16"),
        "empty rows and columns": "".join(f"{line},,\r\n" for line in [*text.splitlines(), "," * 53, ""]).encode(),
    }
    for name, data in shapes.items():
        path.write_bytes(data)
        pd.testing.assert_frame_equal(read_responses(path, guide), expected, obj=name)


def test_workbook__as_an_office_program_writes_it__reads_the_same(tmp_path: Path, guide: Guide) -> None:
    """Such a program renames nothing, but stores numbers as decimals, days as times, and empty strings as cells."""
    frame = people_frame(guide, [{"exists_purpose": 1, "tour_keep": "tea"}, {"exists_purpose": -2, "role": "leader"}])
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Responses"
    page.append([*frame.columns, None, ""])
    for row in frame.itertuples(index=False):
        cells = [float(cell) if isinstance(cell, int) else cell for cell in row]
        cells[3] = datetime.fromisoformat(str(cells[3]))
        page.append([*cells, None, " "])
    for _ in range(20):
        page.append([None, "", " "])
    hidden = book.create_sheet("Sheet2")
    hidden.append(["anything"])
    hidden.append(["at all"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "office.xlsx")
    pd.testing.assert_frame_equal(read_responses(tmp_path / "office.xlsx", guide), frame)


def test_workbook__formula_with_a_saved_value__counts_as_the_value(template: Path, guide: Guide) -> None:
    fill(template, "Responses", {"wave": "2026", "submitted_at": date(2026, 3, 2), "exists_purpose": 1})
    set_formula(template, saved="<v>1</v>")
    assert read_one(template, guide)["exists_purpose"] == 1


def test_workbook__formula_that_nothing_computed__is_a_fault_and_not_a_gap(template: Path, guide: Guide) -> None:
    fill(template, "Responses", {"wave": "2026", "submitted_at": date(2026, 3, 2), "exists_purpose": 1})
    set_formula(template, saved="")
    assert [str(fault) for fault in read_template(template, guide).responses.faults] == [
        "Responses, row 2, column exists_purpose: found '=1+0'; allowed: an answer. Type the text again with an "
        "apostrophe (') before it, so that it is not taken for a formula."
    ]


def set_formula(path: Path, saved: str) -> None:
    """Put a formula, with or without the value that a program saved, into the cell of `exists_purpose`."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>1</v>", f"<f>1+0</f>{saved}".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_workbook__sheet_that_nobody_knows__is_named(template: Path, guide: Guide) -> None:
    book = openpyxl.load_workbook(template)
    book.create_sheet("Answers from Branch 2").append(["something"])
    book["Answers from Branch 2"].append(["else"])
    book.save(template)
    assert [str(fault) for fault in read_template(template, guide).other_faults] == [
        "sheet 'Answers from Branch 2': found a sheet that is not of the template; allowed: the sheets of the "
        "template. Rename the sheet as in the template, or hide or remove it."
    ]


# --- rows without a name


def test_rows__without_a_name__get_the_same_one_every_time(tmp_path: Path, guide: Guide) -> None:
    people = [{"exists_purpose": 1}, {"exists_purpose": 1}, {"exists_purpose": 0}]
    first = read_responses(as_csv(tmp_path, guide, *people), guide)["response_id"]
    longer = read_responses(as_csv(tmp_path, guide, {"exists_purpose": -2}, *people), guide)["response_id"]
    assert first.is_unique
    assert set(first) < set(longer)


def test_rows__in_words_or_in_codes__are_the_same_person(tmp_path: Path, guide: Guide) -> None:
    in_codes = read_responses(as_csv(tmp_path, guide, {"exists_purpose": 1, "role": "leader"}), guide)
    words = {"exists_purpose": "Sí", "role": "Director or leadership team"}
    in_words = read_responses(as_csv(tmp_path, guide, words), guide)
    pd.testing.assert_frame_equal(in_codes, in_words)


# --- reading and writing what the toolkit keeps


RISKY = st.text(alphabet="'=+-@ \tab\n\",;é", max_size=12)


@given(st.text())
def test_guard__any_text__comes_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text
    assert guard_cell(text)[:1] not in tuple("=+-@\t\r\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(texts=st.lists(RISKY, min_size=1, max_size=3))
def test_survey__written_and_read__loses_nothing(texts: list[str], tmp_path: Path, guide: Guide) -> None:
    people = people_frame(guide, [{"tour_keep": text.strip()} for text in texts])
    survey = empty_survey(guide)
    object.__setattr__(survey, "responses", people)
    write_survey(survey, tmp_path)
    pd.testing.assert_frame_equal(read_survey(tmp_path, guide).responses, people)


def test_survey__written__no_cell_of_words_begins_as_a_formula(tmp_path: Path, guide: Guide) -> None:
    survey = empty_survey(guide)
    object.__setattr__(survey, "responses", people_frame(guide, [{"tour_keep": "=HYPERLINK(1)", "library_id": "+x"}]))
    write_survey(survey, tmp_path)
    line = (tmp_path / "responses.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert line.startswith("r1,'+x,2026,")
    assert ",'=HYPERLINK(1)," in line


# --- labels and days


def test_labels__of_every_column__none_stands_for_two_codes(guide: Guide) -> None:
    for field in response_fields(guide):
        for language in guide.languages if field.kind == "code" else ():
            words = guide.words(language)
            scale = guide.item(field.name).scale
            assert scale is not None
            labels = field_labels(field, guide)
            spoken = {labels[fold(words(f"guide.scale.{scale.id}.{point}"))] for point in scale.points}
            assert spoken == {str(point) for point in scale.points}


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/4/2026", "3/12/2026"], ""),
        (["3/4/2026", "3/13/2026"], "month_first"),
        (["3/4/2026", "13/3/2026"], "day_first"),
        (["3/13/2026", "13/3/2026"], ""),
        (["2026-03-04"], "year_first"),
        (["3/13/2026", "yesterday"], "month_first"),
        ([], "year_first"),
    ],
)
def test_day_order__of_a_column__is_told_by_its_rows_or_not_at_all(cells: list[str], order: str) -> None:
    assert day_order(cells) == order


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("4/22/2016 19:57:50", "month_first", "2016-04-22"),
        ("2023/08/08 6:07:50 PM GMT+5:30", "year_first", "2023-08-08"),
        ("2023/08/08 2:07:50 AM GMT+5:30", "year_first", "2023-08-07"),
        ("2023/08/08 12:10:00 AM GMT+0", "year_first", "2023-08-08"),
        ("2023/08/08 11:10:00 PM GMT-3", "year_first", "2023-08-09"),
        ("2026-03-02T23:30:00Z", "year_first", "2026-03-02"),
        ("2026-03-02 08:00:00.123", "year_first", "2026-03-02"),
        ("22.04.2016", "day_first", "2016-04-22"),
        ("31/02/2026", "day_first", ""),
        ("4/22/16", "month_first", ""),
        ("soon", "year_first", ""),
    ],
)
def test_day__of_a_cell__is_its_day_in_utc_or_nothing(cell: str, order: str, day: str) -> None:
    assert read_day(cell, order) == day


def test_read__shown_to_a_caller__holds_all_six_tables(template: Path, guide: Guide) -> None:
    read = read_template(template, guide)
    assert isinstance(read, TemplateRead)
    assert list(read.tables) == ["responses", "team_guides", "libraries", "roster", "strategies", "actions"]


def test_link__written_in_the_template__is_kept_and_names_no_row(tmp_path: Path, guide: Guide) -> None:
    people = [{"wave": "2025", "exists_purpose": 1}, {"wave": "2026", "exists_purpose": 0}]
    before = read_responses(as_csv(tmp_path, guide, *people), guide)
    linked = read_responses(as_csv(tmp_path, guide, *({**row, "link": "k7"} for row in people)), guide)
    assert (before["link"].tolist(), linked["link"].tolist()) == (["", ""], ["k7", "k7"])
    assert before["response_id"].tolist() == linked["response_id"].tolist()


def test_file__written_before_answers_could_be_linked__is_read_with_the_same_names(
    tmp_path: Path, guide: Guide
) -> None:
    path = as_csv(tmp_path, guide, {"exists_purpose": 1}, {"role": "leader"})
    names = read_responses(path, guide)["response_id"].tolist()
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    place = rows[0].index("link")
    path.write_bytes(csv_bytes([row[:place] + row[place + 1 :] for row in rows]))
    assert read_responses(path, guide)["response_id"].tolist() == names
