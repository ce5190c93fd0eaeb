"""Google Forms: files of both kinds become the same answers, by a mapping that a person has reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import ImportingError
from analysis.guide import Guide
from analysis.responses.importing import (
    Column,
    FormMapping,
    check_mapping,
    propose_mapping,
    read_google_forms,
    read_mapping,
    write_mapping,
)
from analysis.responses.importing.boxes import split_boxes
from analysis.responses.store import Store

SEE = "Which of these do you see here?"
WISH = "Which of these should we develop further as a team?"
OTHER = "Games, cake, and walks; outside"
HEADER = (
    "Timestamp",
    "Email Address",
    "What describes your work best?\n",
    SEE,
    WISH,
    "What should we keep just as it is? ",
)


def statements(guide: Guide, *qualities: str, language: str = "en") -> list[str]:
    return [guide.words(language)(f"guide.quality.{quality}.statement") for quality in qualities]


def people(guide: Guide) -> list[list[list[str]]]:
    """Four people: role, what they see, what they wish, what they would keep; ticks as lists."""
    return [
        [
            ["Public services"],
            statements(guide, "purpose", "variety"),
            [*statements(guide, "agency"), OTHER],
            ["Tea, with cake"],
        ],
        [["Director or leadership team"], [], statements(guide, "agency", "variety"), [""]],
        [["Support services"], statements(guide, *guide.qualities), [OTHER], ["=SUM(1)"]],
        [["Public services"], statements(guide, "mutual_help"), [], ["The “puppet” shelf"]],
    ]


SHEETS_DAYS = ["3/14/2026 19:57:50", "3/14/2026 20:06:22", "3/15/2026 8:00:01", "3/16/2026 9:30:00"]
FORMS_DAYS = [
    "2026/03/14 7:57:50 PM GMT+1",
    "2026/03/14 8:06:22 PM GMT+1",
    "2026/03/15 8:00:01 AM GMT+1",
    "2026/03/16 9:30:00 AM GMT+1",
]


def quoted(cell: str, always: bool) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if always or set(cell) & set(',"\n') else cell


def write_form(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], *, always: bool = False) -> Path:
    lines = (",".join(quoted(cell, always) for cell in row) for row in (header, *rows))
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    return path


def sheets_export(path: Path, guide: Guide, rows: Sequence[Sequence[Sequence[str]]] | None = None) -> Path:
    """The file that a spreadsheet of answers exports: quotes where needed, commas between ticks."""
    answers = people(guide) if rows is None else rows
    lines = [
        [day, f"person{number}@example.org", *(", ".join(cell) for cell in row)]
        for number, (day, row) in enumerate(zip(SHEETS_DAYS, answers, strict=False))
    ]
    return write_form(path, HEADER, lines)


def forms_download(path: Path, guide: Guide) -> Path:
    """The file that a form itself offers: every cell quoted, semicolons between ticks, a time with its zone."""
    lines = [
        [day, f"person{number}@example.org", *(";".join(cell) for cell in row)]
        for number, (day, row) in enumerate(zip(FORMS_DAYS, people(guide), strict=True))
    ]
    return write_form(path, HEADER, lines, always=True)


def propose(path: Path, guide: Guide) -> FormMapping:
    return propose_mapping(path, guide, library_id="oxwater", wave="2026")


def open_questions(mapping: FormMapping, guide: Guide) -> list[str]:
    return [str(fault) for fault in check_mapping(mapping, guide)]


def one_question(tmp_path: Path, header: str, *cells: str) -> Path:
    rows = [[day, cell] for day, cell in zip(SHEETS_DAYS, cells, strict=False)]
    return write_form(tmp_path / "one.csv", ("Timestamp", header), rows)


# --- both kinds of file


@pytest.mark.parametrize("kind", [sheets_export, forms_download])
def test_form__of_either_kind__becomes_the_same_answers(kind: type, tmp_path: Path, guide: Guide) -> None:
    path = kind(tmp_path / "form.csv", guide)
    mapping = propose(path, guide)
    assert open_questions(mapping, guide) == []
    checked = read_google_forms(path, mapping, guide)
    assert checked.ok
    frame = checked.frame
    assert frame["submitted_at"].tolist() == ["2026-03-14", "2026-03-14", "2026-03-15", "2026-03-16"]
    assert frame["role"].tolist() == ["public_services", "leader", "support_services", "public_services"]
    seen = frame[[f"exists_{quality}" for quality in guide.qualities]].to_numpy().tolist()
    assert seen == [[1, 0, 1, 0, 0, 0, 0], [-1] * 7, [1] * 7, [0, 0, 0, 0, 1, 0, 0]]
    wished = frame[[f"develop_{quality}" for quality in guide.qualities]].to_numpy().tolist()
    assert wished == [[0, 1, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0, 0], [-1] * 7, [-1] * 7]
    assert frame["tour_keep"].tolist() == ["Tea, with cake", "", "=SUM(1)", "The “puppet” shelf"]
    assert set(frame["response_mode"]) == {"check_all"}
    assert set(frame["challenge_growth"]) == {-3}
    assert set(frame["unit"]) == {"-3"}


def test_form__personal_columns__are_never_read(tmp_path: Path, guide: Guide) -> None:
    path = sheets_export(tmp_path / "form.csv", guide)
    mapping = propose(path, guide)
    assert mapping.ignored == (
        Column("Email Address", reason="It may say who answered, so it is never read.", personal=True),
    )
    frame = read_google_forms(path, mapping, guide).frame
    other = path.read_text(encoding="utf-8").replace("person", "somebody-else")
    path.write_text(other, encoding="utf-8", newline="")
    pd.testing.assert_frame_equal(read_google_forms(path, mapping, guide).frame, frame)


@pytest.mark.parametrize(
    "header", ["E-mail", "Dirección de correo electrónico", "Username", "Your name", "Nombre", "Phone number:"]
)
def test_form__heading_that_asks_who__is_personal(header: str, tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, header, "Ana", "Bo"), guide)
    assert [column.personal for column in mapping.ignored] == [True]


def test_form__addresses_under_any_heading__are_personal(tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, "How can we reach you?", "a@example.org", "b@example.org"), guide)
    assert [column.personal for column in mapping.ignored] == [True]


def test_form__other_text_with_the_joiner__is_kept_whole_where_the_mapping_says_so(
    tmp_path: Path, guide: Guide
) -> None:
    for kind in (sheets_export, forms_download):
        path = kind(tmp_path / "form.csv", guide)
        mapping = propose(path, guide)
        wish = next(column for column in mapping.columns if column.header == WISH)
        assert wish.reason == (
            "2 people wrote something under “Other”; it is kept only if `other` names a text question."
        )
        others = tuple(column for column in mapping.columns if column is not wish)
        mapping = replace(mapping, columns=(*others, replace(wish, other="tour_change")))
        frame = read_google_forms(path, mapping, guide).frame
        assert frame["tour_change"].tolist() == [OTHER, "", OTHER, ""]


def test_form__without_its_days__asks_for_one_and_uses_it(tmp_path: Path, guide: Guide) -> None:
    full = sheets_export(tmp_path / "full.csv", guide)
    lines = [line.split(",", 1)[1] for line in full.read_text(encoding="utf-8").splitlines() if "/2026" in line]
    head = full.read_text(encoding="utf-8").removeprefix("Timestamp,").split("3/14")[0]
    path = tmp_path / "form.csv"
    path.write_text(head + "\r\n".join(lines), encoding="utf-8", newline="")
    mapping = propose(path, guide)
    assert open_questions(mapping, guide) == [
        "mapping, fixed_day: found nothing decided; allowed: a day such as 2026-03-31. Write the day on which the form "
        "was closed; the file holds no days."
    ]
    checked = read_google_forms(path, replace(mapping, fixed_day="2026-03-31"), guide)
    assert checked.ok
    assert checked.frame["submitted_at"].tolist() == ["2026-03-31"] * 4


@pytest.mark.parametrize(
    ("cell", "found", "rest"),
    [
        ("Yes, often", ["Yes, often"], ""),
        ("Yes, often, No", ["Yes, often", "No"], ""),
        ("Yes", ["Yes"], ""),
        ("Yes;No", ["Yes", "No"], ""),
        ("Yes, often;Maybe; and more", ["Yes, often"], "Maybe; and more"),
        ("No way", [], "No way"),
        ("yes,  OFTEN", ["Yes, often"], ""),
        ("Yes., No.", ["Yes", "No"], ""),
        ("", [], ""),
        ("a, No, b", ["No"], "a; b"),
    ],
)
def test_boxes__a_cell__is_split_by_known_options_alone(cell: str, found: list[str], rest: str) -> None:
    assert split_boxes(cell, ["Yes", "No", "Yes, often"]) == (found, rest)


# --- the same file again


def test_store__same_file_twice__changes_nothing(tmp_path: Path, guide: Guide, store: Store) -> None:
    path = sheets_export(tmp_path / "form.csv", guide)
    frame = read_google_forms(path, propose(path, guide), guide).frame
    assert (store.add(frame).new, store.add(frame).known) == (4, 4)


def test_ids__of_a_longer_export__keep_those_of_the_earlier_rows(tmp_path: Path, guide: Guide) -> None:
    shorter = sheets_export(tmp_path / "short.csv", guide, people(guide)[:2])
    longer = sheets_export(tmp_path / "long.csv", guide)
    mapping = propose(longer, guide)
    first = read_google_forms(shorter, mapping, guide).frame["response_id"].tolist()
    assert read_google_forms(longer, mapping, guide).frame["response_id"].tolist()[:2] == first


def test_ids__of_rows_that_say_the_same__differ_and_stay(tmp_path: Path, guide: Guide) -> None:
    keep = "What should we keep just as it is?"
    path = write_form(tmp_path / "a.csv", (keep,), [["Tea"], ["Tea"], ["Cake"]])
    mapping = replace(propose(path, guide), fixed_day="2026-03-31")
    first = read_google_forms(path, mapping, guide).frame["response_id"]
    assert first.is_unique
    path = write_form(tmp_path / "a.csv", (keep,), [["Tea"], ["Cake"], ["Tea"], ["Tea"]])
    again = read_google_forms(path, mapping, guide).frame["response_id"]
    assert set(first) < set(again)


def test_ids__in_two_libraries__differ_for_the_same_row(tmp_path: Path, guide: Guide) -> None:
    path = sheets_export(tmp_path / "form.csv", guide)
    here, there = propose(path, guide), replace(propose(path, guide), library_id="harlow_falls")
    ids = [set(read_google_forms(path, mapping, guide).frame["response_id"]) for mapping in (here, there)]
    assert not ids[0] & ids[1]


# --- what a proposal recognizes


@pytest.mark.parametrize(
    ("header", "item"),
    [
        ("What should we keep just as it is?", "tour_keep"),
        ("  what should we keep\njust as it is  ", "tour_keep"),
        ("7. What should we keep just as it is?", "tour_keep"),
        ("What should we keep exactly as it is?", "tour_keep"),
        ("¿Qué deberíamos conservar tal como está?", "tour_keep"),
        ("Que deberiamos conservar tal como esta", "tour_keep"),
        ("Role", "role"),
        ("People here look for ways to help each other do well. Do you see this here?", "exists_mutual_help"),
        ("Do you see this here? [People here look for ways to help each other do well.]", "exists_mutual_help"),
        (
            "People here look for ways to help each other do well. [Should we develop it further as a team?]",
            "develop_mutual_help",
        ),
        ("Which of these exist in our library? [Mutual help]", "exists_mutual_help"),
        ("¿Cuáles deberíamos desarrollar? [Ayuda mutua]", "develop_mutual_help"),
        ("Do you agree? [When the way we work changes, I expect to grow into it.]", "change_growth"),
    ],
)
def test_proposal__heading__is_recognized(header: str, item: str, tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, header), guide)
    assert [column.item for column in mapping.columns] == [item]


@pytest.mark.parametrize(
    "header", ["Favorite color", "What did you have for lunch?", "Any comments?", "Which bus do you take?"]
)
def test_proposal__question_from_elsewhere__is_ignored_with_the_reason(
    header: str, tmp_path: Path, guide: Guide
) -> None:
    mapping = propose(one_question(tmp_path, header, "blue", "red"), guide)
    assert mapping.ignored == (Column(header, reason="No question of the guide is like it."),)
    assert mapping.columns == ()


def test_proposal__heading_a_little_like_a_question__is_unsure_and_refused(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, "What best describes your work?", "Public services", "Page")
    mapping = propose(path, guide)
    assert [column.could_be for column in mapping.unsure] == [("role",)]
    with pytest.raises(ImportingError) as caught:
        read_google_forms(path, mapping, guide)
    assert str(caught.value) == (
        "one.csv cannot be read with this mapping yet.\n"
        "- mapping, 'What best describes your work?': found an unsure column; allowed: role. Decide it. It is a little "
        "like these questions, but not enough to be sure."
    )
    decided = mapping.decide("What best describes your work?", "role", {"Page": "support_services"})
    assert read_google_forms(path, decided, guide).frame["role"].tolist() == ["public_services", "support_services"]
    assert read_google_forms(path, mapping.decide("What best describes your work?"), guide).frame["role"].tolist() == [
        "-3",
        "-3",
    ]


def test_proposal__heading_like_both_marks__is_unsure_between_them(tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, "People here look for ways to help each other do well.", "Yes"), guide)
    assert [set(column.could_be) for column in mapping.unsure] == [{"exists_mutual_help", "develop_mutual_help"}]


@pytest.mark.parametrize(
    "header",
    [
        "What should we not keep just as it is?",
        "I do not like to take on a task that I do not know how to do yet.",
        "No me gusta asumir una tarea que todavía no sé hacer.",
    ],
)
def test_proposal__heading_that_denies_the_question__is_never_taken_for_it(
    header: str, tmp_path: Path, guide: Guide
) -> None:
    mapping = propose(one_question(tmp_path, header, "Agree"), guide)
    assert mapping.columns == ()
    assert len(mapping.unsure) == 1


def test_proposal__boxes_under_a_heading_that_denies__are_unsure(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, "Which of these do you not see here?", ", ".join(statements(guide, "agency")))
    assert [column.mark for column in propose(path, guide).unsure] == ["?"]


def test_proposal__numbers_on_a_scale__never_guess_the_direction(tmp_path: Path, guide: Guide) -> None:
    header = "I like to take on a task that I do not know how to do yet."
    path = one_question(tmp_path, header, "1", "6", "2")
    mapping = propose(path, guide)
    assert [(column.header, column.answers) for column in mapping.unsure] == [(header, {"1": "?", "2": "?", "6": "?"})]
    assert mapping.columns == ()
    turned = mapping.decide(header, "challenge_growth", {"1": "6", "2": "5", "6": "1"})
    assert read_google_forms(path, turned, guide).frame["challenge_growth"].tolist() == [6, 1, 5]


def test_proposal__labels_on_a_scale__are_mapped_in_either_language(tmp_path: Path, guide: Guide) -> None:
    header = "Me gusta asumir una tarea que todavía no sé hacer."
    path = one_question(tmp_path, header, "Muy de acuerdo", "en desacuerdo ", "")
    mapping = propose(path, guide)
    assert mapping.language == "es"
    frame = read_google_forms(path, mapping, guide).frame
    assert frame["challenge_growth"].tolist() == [6, 2, -1]
    assert set(frame["language"]) == {"es"}


def test_proposal__boxes_under_a_heading_that_names_no_mark__are_unsure(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, "Seven qualities", ", ".join(statements(guide, "agency", "variety")))
    mapping = propose(path, guide)
    assert [(column.mark, column.could_be) for column in mapping.unsure] == [("?", ("exists", "develop"))]
    frame = read_google_forms(path, mapping.decide("Seven qualities", "develop"), guide).frame
    assert frame.loc[0, ["develop_agency", "develop_purpose", "exists_agency"]].tolist() == [1, 0, -3]


def test_proposal__boxes_named_by_the_short_names__are_recognized(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, SEE, "Purpose, Leaders who learn", "Mutual help")
    frame = read_google_forms(path, propose(path, guide), guide).frame
    assert frame["exists_role_models"].tolist() == [1, 0]
    assert frame["exists_mutual_help"].tolist() == [0, 1]


def test_proposal__grid_of_boxes__gives_both_marks_of_each_row(tmp_path: Path, guide: Guide) -> None:
    header = ["Timestamp", *(f"Our library [{statement}]" for statement in statements(guide, "purpose", "agency"))]
    rows = [
        [SHEETS_DAYS[0], "I see this here, Develop it further", ""],
        [SHEETS_DAYS[1], "", "I see this here, Develop it further"],
        [SHEETS_DAYS[2], "I see this here", ""],
    ]
    path = write_form(tmp_path / "grid.csv", header, rows)
    mapping = propose(path, guide)
    assert open_questions(mapping, guide) == []
    frame = read_google_forms(path, mapping, guide).frame
    marks = ["exists_purpose", "develop_purpose", "exists_agency", "develop_agency"]
    assert frame[marks].to_numpy().tolist() == [[1, 1, 0, 0], [0, 0, 1, 1], [1, -1, 0, -1]]


def test_proposal__grid_of_boxes_with_a_denial__is_not_taken_for_a_tick(tmp_path: Path, guide: Guide) -> None:
    header = f"Our library [{statements(guide, 'purpose')[0]}]"
    mapping = propose(one_question(tmp_path, header, "I see this here", "I do not see this here"), guide)
    assert mapping.columns == ()


def test_proposal__same_question_twice__is_unsure_until_one_is_kept(tmp_path: Path, guide: Guide) -> None:
    keep = "What should we keep just as it is?"
    rows = [[SHEETS_DAYS[0], "Tea", "Cake"]]
    path = write_form(tmp_path / "twice.csv", ("Timestamp", keep, keep), rows)
    mapping = propose(path, guide)
    assert [column.key for column in mapping.unsure] == [(keep, 1), (keep, 2)]
    both = mapping.decide(keep, "tour_keep").decide(keep, "tour_keep", occurrence=2)
    assert open_questions(both, guide) == [
        "mapping: found 2 columns for 'tour_keep'; allowed: one column for each question. Keep the right one and move "
        "the others to [[ignored]]."
    ]
    second = mapping.decide(keep).decide(keep, "tour_keep", occurrence=2)
    assert read_google_forms(path, second, guide).frame["tour_keep"].tolist() == ["Cake"]


def test_proposal__days_that_two_countries_read_differently__asks_for_the_order(tmp_path: Path, guide: Guide) -> None:
    path = write_form(
        tmp_path / "days.csv",
        ("Timestamp", "Role"),
        [["3/4/2026 10:00:00", "Public services"], ["5/4/2026 11:00:00", ""]],
    )
    mapping = propose(path, guide)
    assert mapping.day_order == "?"
    days = {order: replace(mapping, day_order=order) for order in ("month_first", "day_first")}
    assert read_google_forms(path, days["month_first"], guide).frame["submitted_at"].tolist() == [
        "2026-03-04",
        "2026-05-04",
    ]
    assert read_google_forms(path, days["day_first"], guide).frame["submitted_at"].tolist() == [
        "2026-04-03",
        "2026-04-05",
    ]


def test_proposal__without_library_and_wave__leaves_them_open(tmp_path: Path, guide: Guide) -> None:
    mapping = propose_mapping(one_question(tmp_path, "Role", "Public services"), guide)
    assert open_questions(mapping, guide) == [
        "mapping, library_id: found nothing decided; allowed: a short name. Write the library_id of these answers.",
        "mapping, wave: found nothing decided; allowed: a short name. Write the wave of these answers.",
    ]


# --- the mapping file


def test_mapping_file__written_and_read__is_the_same(tmp_path: Path, guide: Guide) -> None:
    path = sheets_export(tmp_path / "form.csv", guide)
    extra = Column('A "strange"\\ heading', 2, item="?", answers={'"': "?"}, could_be=("role", "unit"), reason="é")
    mapping = replace(propose(path, guide), unsure=(extra,))
    write_mapping(mapping, tmp_path / "mapping.toml")
    assert read_mapping(tmp_path / "mapping.toml") == mapping


def test_mapping_file__opened_by_a_person__reads_plainly(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, "What best describes your work?", "Public services", "Page")
    write_mapping(propose(path, guide), tmp_path / "mapping.toml")
    text = (tmp_path / "mapping.toml").read_text(encoding="utf-8")
    assert text.split("\n\n", 1)[1] == (
        'guide = "learning_culture 1.0"\n'
        'library_id = "oxwater"\n'
        'wave = "2026"\n'
        'language = "en"\n'
        'response_mode = "forced_choice"\n'
        'day_column = "Timestamp"\n'
        'day_order = "month_first"\n'
        'fixed_day = ""\n'
        "\n"
        "[[unsure]]\n"
        'header = "What best describes your work?"\n'
        'item = "?"\n'
        'reason = "It is a little like these questions, but not enough to be sure."\n'
        'could_be = ["role"]\n'
        "[unsure.answers]\n"
        '"Director or leadership team" = "leader"\n'
        '"Supervisor or team lead" = "supervisor"\n'
        '"Public services" = "public_services"\n'
        '"Support services" = "support_services"\n'
        '"Prefer not to say" = "-4"\n'
        '"Page" = "?"\n'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[unsure]\nheader = "Role"\n',
            "m.toml, [[unsure]] 1: found ['header']; allowed: a table with two brackets. "
            "Write two brackets on each side of its name.",
        ),
        (
            "[[column]]\nheader = 5\n",
            "m.toml, [[column]] 1: found header = 5; allowed: a text in quotes. Write it as in a proposed mapping.",
        ),
        (
            '[[column]]\nheader = "Role"\n[column.answers]\nYes = 1\n',
            "m.toml, [[column]] 1: found answers = {'Yes': 1}; allowed: a table of texts. "
            "Write it as in a proposed mapping.",
        ),
        (
            '[[column]]\nheader = "Role"\noccurrence = true\n',
            "m.toml, [[column]] 1: found occurrence = True; allowed: a whole number. "
            "Write it as in a proposed mapping.",
        ),
        (
            '[[column]]\nitem = "role"\n',
            "m.toml, [[column]] 1: found no key 'header'; allowed: header, occurrence, item, answers, mark, quality, "
            "options, other, reason, could_be, personal. Add 'header'.",
        ),
    ],
)
def test_mapping_file__of_another_shape__is_refused(text: str, message: str, tmp_path: Path) -> None:
    head = 'guide = "g"\nlibrary_id = "l"\nwave = "w"\nlanguage = "en"\nresponse_mode = "check_all"\n'
    (tmp_path / "m.toml").write_text(head + text, encoding="utf-8")
    with pytest.raises(ImportingError) as caught:
        read_mapping(tmp_path / "m.toml")
    assert str(caught.value) == f"The mapping m.toml cannot be read.\n- {message}"


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            Column("Q", item="roll"),
            "mapping, 'Q': found 'roll'; allowed: an id of the guide. Write the id of an item or a "
            "cohort of the guide.",
        ),
        (
            Column("Q", item="role"),
            "mapping, 'Q': found no table of answers; allowed: leader, supervisor, public_services, support_services, "
            "-1, -3, -4. Add [column.answers].",
        ),
        (
            Column("Q", item="role", answers={"Boss": "chief"}),
            "mapping, 'Q': found 'Boss' = 'chief'; allowed: leader, supervisor, public_services, support_services, "
            "-1, -3, -4. Write what this answer stands for.",
        ),
        (
            Column("Q", mark="exists", options={"We play": "fun"}),
            "mapping, 'Q': found 'We play' = 'fun'; allowed: a quality or a mark. Write a quality for each option and "
            "a mark for the column, or the reverse.",
        ),
        (
            Column("Q", mark="exists", options={"We play": "variety"}, other="role"),
            "mapping, 'Q': found other = 'role'; allowed: a text item. Write one, or remove it.",
        ),
    ],
)
def test_mapping__that_does_not_fit_the_guide__says_where(
    column: Column, message: str, tmp_path: Path, guide: Guide
) -> None:
    mapping = propose(one_question(tmp_path, "Role", "Public services"), guide)
    assert open_questions(replace(mapping, columns=(column,)), guide) == [message]


def test_mapping__of_another_guide__is_refused(tmp_path: Path, guide: Guide) -> None:
    mapping = replace(propose(one_question(tmp_path, "Role", "Public services"), guide), guide="learning_culture 0.9")
    assert open_questions(mapping, guide) == [
        "mapping, guide: found 'learning_culture 0.9'; allowed: learning_culture 1.0. Write one of the allowed values."
    ]


def test_mapping__deciding_a_column_that_is_not_open__is_refused(tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, "Role", "Public services"), guide)
    with pytest.raises(ImportingError) as caught:
        mapping.decide("Role", "role")
    assert str(caught.value) == (
        "This column is not waiting for a decision.\n"
        "- mapping: found 'Role'; allowed: none is left. Name a column that is still unsure."
    )


def test_mapping__shown_as_a_table__has_a_line_for_each_column(tmp_path: Path, guide: Guide) -> None:
    path = write_form(
        tmp_path / "form.csv",
        ("Timestamp", "Email Address", "Role", "What best describes your work?", "Any comments?"),
        [[SHEETS_DAYS[0], "a@example.org", "Public services", "Page", ""]],
    )
    table = propose(path, guide).table()
    assert table[["header", "state", "becomes"]].to_numpy().tolist() == [
        ["Role", "column", "role"],
        ["What best describes your work?", "unsure", "role"],
        ["Email Address", "ignored", ""],
        ["Any comments?", "ignored", ""],
    ]


# --- reading with a mapping that no longer fits


def test_form__answer_that_the_mapping_does_not_know__is_a_fault_of_its_row(tmp_path: Path, guide: Guide) -> None:
    path = one_question(tmp_path, "Role", "Public services", "Support services")
    mapping = propose(path, guide)
    path = one_question(tmp_path, "Role", "Public services", "Volunteer", "Support services")
    checked = read_google_forms(path, mapping, guide)
    assert [str(fault) for fault in checked.faults] == [
        "one.csv, row 3, column Role: found 'Volunteer'; allowed: Director or leadership team, Supervisor or team "
        "lead, Public services, Support services, Prefer not to say. Add this answer and what it stands for to the "
        "mapping."
    ]
    assert checked.frame["role"].tolist() == ["public_services", "support_services"]
    assert checked.table()["row"].tolist() == [3]


def test_form__with_a_new_question_and_without_an_old_one__is_not_read(tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, "Role", "Public services"), guide)
    path = one_question(tmp_path, "Unit", "Main library")
    with pytest.raises(ImportingError) as caught:
        read_google_forms(path, mapping, guide)
    assert str(caught.value) == (
        "one.csv cannot be read with this mapping yet.\n"
        "- the header: found the column 'Unit'; allowed: the columns of the mapping. Add it to the mapping, or propose "
        "one again.\n"
        "- the header: found no column 'Role'; allowed: the columns of the mapping. Correct the mapping."
    )


def test_form__day_that_is_none__is_a_fault_of_its_row(tmp_path: Path, guide: Guide) -> None:
    mapping = propose(one_question(tmp_path, "Role", "Public services"), guide)
    path = write_form(tmp_path / "a.csv", ("Timestamp", "Role"), [["soon", "Public services"], [SHEETS_DAYS[1], ""]])
    checked = read_google_forms(path, mapping, guide)
    assert [str(fault) for fault in checked.faults] == [
        "a.csv, row 2, column submitted_at: found 'soon'; allowed: a day such as 2026-03-31. Write the day as "
        "year-month-day."
    ]
    assert checked.frame["role"].tolist() == ["-1"]


def test_form__hostile_texts__come_through_as_they_are(tmp_path: Path, guide: Guide) -> None:
    hostile = ['<script>alert("1")</script>', "=cmd|' /C calc'!A0", "'; DROP TABLE responses; --", "\u202eelbacol"]
    path = one_question(tmp_path, "What should we keep just as it is?", *hostile)
    assert read_google_forms(path, propose(path, guide), guide).frame["tour_keep"].tolist() == hostile
