from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import Fault, ResponseError
from analysis.guide import GOAL_KINDS, Guide, load_guide
from analysis.responses.checking import Checked, check_frame, check_responses, check_team_guides
from analysis.responses.frames import FRAMES, dtype_of, empty_frame, response_fields, team_guide_fields
from answers import people_frame

ROLES = "leader, supervisor, public_services, support_services, -1 (skipped), -3 (not shown), -4 (declined)"
YES_NO = "1, 0, -1 (skipped), -3 (not shown), -4 (declined)"
YES_NO_UNSURE = "1, 0, -1 (skipped), -2 (unsure), -3 (not shown), -4 (declined)"
POINTS = "1, 2, 3, 4, 5, 6, -1 (skipped), -3 (not shown), -4 (declined)"
SKIPPED = "Write -1 where the question was skipped."
NAME = "a name of up to 100 characters"
DAY = "a day such as 2026-03-31"
NO_ROW = "Add it to the header and fill it in for every row; no row can be used without it."


def with_cell(guide: Guide, column: str, cell: Any) -> pd.DataFrame:
    """Two right rows; the first has `cell` in `column`."""
    frame = people_frame(guide, [{}, {}]).astype(object)
    frame.loc[0, column] = cell
    return frame


def only_message(checked: Checked) -> str:
    (fault,) = checked.faults
    return str(fault)


def test_checked__nothing_wrong__is_ok_and_typed(guide: Guide) -> None:
    frame = people_frame(guide, [{"role": "leader", "exists_purpose": 1}, {"role": "-4", "goal_team": "¿Más?"}])
    checked = check_responses(frame.sample(frac=1, axis="columns", random_state=1), guide)
    assert checked.ok
    assert {name: str(kind) for name, kind in checked.frame.dtypes.items()} == {
        field.name: dtype_of(field) for field in response_fields(guide)
    }
    pd.testing.assert_frame_equal(checked.frame, frame)


def test_checked__all_texts_as_from_csv__equals_typed(guide: Guide) -> None:
    frame = people_frame(guide, [{"exists_purpose": 0, "setback_fixed": 6}, {"unit": "outreach"}])
    pd.testing.assert_frame_equal(check_responses(frame.astype("str"), guide).frame, frame)


def test_checked__twice__changes_nothing(guide: Guide) -> None:
    once = check_responses(people_frame(guide, [{}, {"role": "nobody"}, {}]), guide).frame
    pd.testing.assert_frame_equal(check_responses(once, guide).frame, once)


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("exists_purpose", 1.0, 1),
        ("exists_purpose", np.int8(-2), -2),
        ("exists_purpose", " 1\u00a0", 1),
        ("role", "  leader ", "leader"),
        ("role", -4, "-4"),
        ("wave", 2026, "2026"),
        ("wave", 2026.0, "2026"),
        ("submitted_at", date(2026, 3, 2), "2026-03-02"),
        ("submitted_at", datetime(2026, 3, 2), "2026-03-02"),
        ("submitted_at", pd.Timestamp("2026-03-02"), "2026-03-02"),
        ("goal_team", "two\r\nlines", "two\nlines"),
        ("goal_team", "a\x00b\ud800", "a b"),
        ("goal_team", None, ""),
        ("goal_team", float("nan"), ""),
        ("goal_team", 7, "7"),
        ("goal_team", "=1+1", "=1+1"),
    ],
)
def test_cell__written_by_another_program__is_read_as_meant(guide: Guide, column: str, cell: Any, kept: Any) -> None:
    checked = check_responses(with_cell(guide, column, cell), guide)
    assert checked.faults == ()
    assert checked.frame.loc[0, column] == kept


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("exists_purpose", None, f"an empty cell; allowed: {YES_NO_UNSURE}. {SKIPPED}"),
        ("exists_purpose", float("nan"), f"an empty cell; allowed: {YES_NO_UNSURE}. {SKIPPED}"),
        ("exists_purpose", "1.0", f"'1.0'; allowed: {YES_NO_UNSURE}. Write 1 without decimals."),
        ("exists_purpose", "Yes", f"'Yes'; allowed: {YES_NO_UNSURE}. Write one of the allowed values."),
        ("exists_purpose", True, f"'True'; allowed: {YES_NO_UNSURE}. Write one of the allowed values."),
        ("exists_purpose", 0.5, f"'0.5'; allowed: {YES_NO_UNSURE}. Write one of the allowed values."),
        ("exists_purpose", [1], f"'[1]'; allowed: {YES_NO_UNSURE}. Write one of the allowed values."),
        ("develop_purpose", -2, f"'-2'; allowed: {YES_NO}. Write one of the allowed values."),
        ("develop_purpose", "\u0661", f"'\u0661'; allowed: {YES_NO}. Write one of the allowed values."),
        ("setback_growth", 0, f"'0'; allowed: {POINTS}. Write one of the allowed values."),
        ("setback_growth", 7, f"'7'; allowed: {POINTS}. Write one of the allowed values."),
        ("role", "", f"an empty cell; allowed: {ROLES}. {SKIPPED}"),
        ("role", "Leader", f"'Leader'; allowed: {ROLES}. Write leader."),
        ("role", "Public services", f"'Public services'; allowed: {ROLES}. Write public_services."),
        ("role", -2, f"'-2'; allowed: {ROLES}. Write one of the allowed values."),
        ("role", "x" * 61, f"'{'x' * 60}…'; allowed: {ROLES}. Write one of the allowed values."),
        ("language", "", "an empty cell; allowed: en, es. Fill in the cell."),
        ("guide_version", "0.9", "'0.9'; allowed: 1.0. Write one of the allowed values."),
        ("library_id", " ", f"an empty cell; allowed: {NAME}. Fill in the cell."),
        ("library_id", "a\nb", f"'a\\nb'; allowed: {NAME}. Write it in one line, without tabs."),
        ("library_id", "x" * 101, f"101 characters; allowed: {NAME}. Write a shorter one."),
        ("submitted_at", "3/2/2026", f"'3/2/2026'; allowed: {DAY}. Write the day as year-month-day."),
        ("submitted_at", "2026-02-29", f"'2026-02-29'; allowed: {DAY}. Write the day as year-month-day."),
        ("submitted_at", "20260302", f"'20260302'; allowed: {DAY}. Write the day as year-month-day."),
        (
            "submitted_at",
            datetime(2026, 3, 2, 14, 5),
            f"'2026-03-02 14:05:00'; allowed: {DAY}. "
            "Leave out the time of day and write 2026-03-02, because a time tells who answered.",
        ),
    ],
)  # fmt: skip
def test_cell__wrong__is_named_and_its_neighbour_stays(guide: Guide, column: str, cell: Any, message: str) -> None:
    checked = check_responses(with_cell(guide, column, cell), guide)
    assert only_message(checked) == f"row 2, column {column}: found {message}"
    assert checked.frame["response_id"].tolist() == ["r2"]


@pytest.mark.parametrize(("letters", "right"), [(99, True), (100, True), (101, False)])
def test_name__long__is_right_up_to_a_hundred_letters(guide: Guide, letters: int, right: bool) -> None:
    assert check_responses(with_cell(guide, "library_id", "x" * letters), guide).ok is right


def test_fault__of_a_cell__has_line_and_column(guide: Guide) -> None:
    checked = check_responses(with_cell(guide, "role", "boss"), guide)
    place, repair = "row 2, column role", "Write one of the allowed values."
    assert checked.faults == (Fault(place, "'boss'", ROLES, repair, row=2, column="role"),)


def test_rows__given__name_the_lines_of_the_file(guide: Guide) -> None:
    checked = check_responses(with_cell(guide, "role", "boss"), guide, rows=[5, 8])
    assert [(fault.place, fault.row) for fault in checked.faults] == [("row 5, column role", 5)]


def test_faults__many__are_all_listed_header_first_then_line_by_line(guide: Guide) -> None:
    frame = people_frame(guide, [{}, {}, {}]).astype(object).drop(columns="wave").assign(mood="good")
    frame.loc[0, "exists_purpose"] = 9
    frame.loc[2, ["role", "language"]] = ["boss", "fr"]
    frame.loc[1, "response_id"] = "r1"
    checked = check_responses(frame, guide)
    assert checked.table().to_dict("list") == {
        "row": [None, None, 2, 3, 4, 4],
        "column": ["", "mood", "exists_purpose", "response_id", "language", "role"],
        "found": ["no column 'wave'", "'mood'", "'9'", "'r1', as in row 2", "'fr'", "'boss'"],
        "allowed": [
            "every column that the table needs",
            "the columns of this table",
            YES_NO_UNSURE,
            "each response_id once",
            "en, es",
            ROLES,
        ],
        "repair": [
            NO_ROW,
            "Remove it; nothing in it is kept.",
            "Write one of the allowed values.",
            "Remove or rename one of the two rows.",
            "Write one of the allowed values.",
            "Write one of the allowed values.",
        ],
    }
    assert checked.frame.empty


def test_table__without_faults__has_its_columns_and_kinds(guide: Guide) -> None:
    table = check_responses(people_frame(guide, []), guide).table()
    assert {name: str(kind) for name, kind in table.dtypes.items()} == {
        "row": "Int64",
        "column": "str",
        "found": "str",
        "allowed": "str",
        "repair": "str",
    }


def test_column__missing_and_needed__leaves_no_row(guide: Guide) -> None:
    checked = check_responses(people_frame(guide, [{}]).drop(columns="exists_agency"), guide)
    message = f"the header: found no column 'exists_agency'; allowed: every column that the table needs. {NO_ROW}"
    assert only_message(checked) == message
    assert checked.frame.empty


def test_column__of_texts_missing__is_as_if_nobody_wrote(guide: Guide) -> None:
    checked = check_responses(people_frame(guide, [{}]).drop(columns=["goal_team", "action_who"]), guide)
    assert checked.ok
    assert checked.frame.loc[0, ["goal_team", "action_who"]].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("e-mail", "Remove it; nothing in it is kept."),
        ("Goal team", "Rename it to goal_team, or remove it."),
    ],
)
def test_column__unknown__loses_no_row(guide: Guide, name: str, repair: str) -> None:
    checked = check_responses(people_frame(guide, [{}, {}]).assign(**{name: "x"}), guide)
    assert only_message(checked) == f"the header: found '{name}'; allowed: the columns of this table. {repair}"
    assert len(checked.frame) == 2


def test_column__twice__is_trusted_in_neither_place(guide: Guide) -> None:
    frame = people_frame(guide, [{}])
    doubled = pd.concat([frame, frame[["role"]]], axis="columns")
    checked = check_responses(doubled, guide)
    assert only_message(checked) == "the header: found 'role' 2 times; allowed: each column once. Keep one of them."
    assert checked.frame.empty


def test_header__with_white_space__is_read(guide: Guide) -> None:
    assert check_responses(people_frame(guide, [{}]).rename(columns={"role": " role\u00a0"}), guide).ok


def test_response_id__again__is_a_fault_of_the_later_row(guide: Guide) -> None:
    frame = people_frame(guide, [{}, {}, {"response_id": "r1"}])
    checked = check_responses(frame, guide)
    assert only_message(checked) == (
        "row 4, column response_id: found 'r1', as in row 2; allowed: each response_id once. "
        "Remove or rename one of the two rows."
    )
    assert checked.frame["response_id"].tolist() == ["r1", "r2"]


def test_response_id__empty_twice__is_empty_and_not_repeated(guide: Guide) -> None:
    checked = check_responses(people_frame(guide, [{"response_id": ""}, {"response_id": ""}]), guide)
    assert [fault.found for fault in checked.faults] == ["an empty cell", "an empty cell"]


def test_frame__without_rows_or_columns__is_told_from_one_without_rows(guide: Guide) -> None:
    assert check_responses(empty_frame(response_fields(guide)), guide).ok
    needed = sum(field.required for field in response_fields(guide))
    assert len(check_responses(pd.DataFrame(), guide).faults) == needed


@settings(max_examples=40, deadline=None)
@given(cells=st.lists(st.sampled_from(["1", "0", "-1", "-2", "-5", "", "x", "1.0"]), min_size=1, max_size=12))
def test_rows__any_mixture__are_kept_exactly_if_no_fault_names_them(cells: list[str]) -> None:
    guide = load_guide()
    frame = people_frame(guide, [{}] * len(cells)).assign(exists_purpose=cells)
    checked = check_responses(frame, guide)
    wrong = {fault.row for fault in checked.faults}
    kept = [name for line, name in enumerate(frame["response_id"], start=2) if line not in wrong]
    assert checked.frame["response_id"].tolist() == kept
    assert checked.frame["exists_purpose"].tolist() == [int(cell) for cell in cells if cell in ("1", "0", "-1", "-2")]


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.none()))
def test_cell__whatever_it_holds__is_kept_or_named(cell: Any) -> None:
    guide = load_guide()
    columns = ("response_id", "submitted_at", "role", "exists_purpose", "goal_team")
    frame = people_frame(guide, [{}] * len(columns)).astype(object)
    for row, column in enumerate(columns):
        frame.loc[row, column] = cell
    checked = check_responses(frame, guide)
    assert len(checked.frame) == len(columns) - len({fault.row for fault in checked.faults})


def test_gate__forty_thousand_rows__takes_few_seconds(guide: Guide) -> None:
    frame = people_frame(guide, [{}]).loc[[0] * 40_000].astype("str").reset_index(drop=True)
    frame["response_id"] = [f"r{number}" for number in range(len(frame))]
    frame.loc[::100, "role"] = "boss"
    start = time.perf_counter()
    checked = check_responses(frame, guide)
    assert time.perf_counter() - start < 5
    assert (len(checked.frame), len(checked.faults)) == (39_600, 400)


def roster(*rows: tuple[str, str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["cohort", "value", "heads"])
    return frame.assign(library_id="lib", wave="2026")


def test_roster__of_a_library__passes(guide: Guide) -> None:
    frame = roster(("all", "all", 7), ("role", "leader", 2), ("role", "supervisor", 5), ("unit", "outreach", 0))
    checked = check_frame("roster", frame, guide)
    assert checked.ok
    assert checked.frame["heads"].tolist() == [7, 2, 5, 0]


@pytest.mark.parametrize(("leaders", "right"), [(1, True), (2, True), (3, False)])
def test_roster__cohort_together__is_at_most_all_staff(guide: Guide, leaders: int, right: bool) -> None:
    frame = roster(("all", "all", 7), ("role", "supervisor", 5), ("role", "leader", leaders))
    checked = check_frame("roster", frame, guide)
    assert checked.ok is right
    assert [str(fault) for fault in checked.faults] == ([] if right else [
        f"row {row}, column heads: found 8 heads in role together; allowed: at most 7, the heads of all staff. "
        "Correct the heads of this cohort, or those of all staff."
        for row in (3, 4)
    ])  # fmt: skip
    assert len(checked.frame) == (3 if right else 1)


def test_roster__two_libraries__are_added_up_apart(guide: Guide) -> None:
    one = roster(("all", "all", 5), ("role", "leader", 4))
    assert check_frame("roster", pd.concat([one, one.assign(library_id="other")]), guide).ok


def test_roster__without_all_staff__has_no_limit(guide: Guide) -> None:
    assert check_frame("roster", roster(("role", "leader", 4)), guide).ok


@pytest.mark.parametrize(
    ("cohort", "value", "message"),
    [
        ("team", "red", "cohort: found 'team'; allowed: all, role, unit, tenure, employment."),
        ("leads", "leaders", "cohort: found 'leads'; allowed: all, role, unit, tenure, employment."),
        ("employment", "casual", "value: found 'casual'; allowed: full_time, part_time, volunteer."),
        ("all", "everybody", "value: found 'everybody'; allowed: all."),
    ],
)
def test_roster__unknown_group__is_named(guide: Guide, cohort: str, value: str, message: str) -> None:
    checked = check_frame("roster", roster(("all", "all", 3), (cohort, value, 9)), guide)
    assert only_message(checked) == f"row 3, column {message} Write one of the allowed values."
    assert len(checked.frame) == 1


def test_roster__same_group_again__is_a_fault_and_not_counted(guide: Guide) -> None:
    checked = check_frame("roster", roster(("all", "all", 3), ("role", "leader", 3), ("role", "leader", 3)), guide)
    assert only_message(checked) == (
        "row 4, column value: found 'lib, 2026, role, leader', as in row 3; "
        "allowed: each library_id and wave and cohort and value once. Remove or rename one of the two rows."
    )


@pytest.mark.parametrize(
    ("heads", "message"),
    [
        (-1, "'-1'; allowed: a whole number from 0 to 999999999. Write the number in digits."),
        (2.5, "'2.5'; allowed: a whole number from 0 to 999999999. Write the number in digits."),
        ("seven", "'seven'; allowed: a whole number from 0 to 999999999. Write the number in digits."),
        (10**9, "'1000000000'; allowed: a whole number from 0 to 999999999. Write the number in digits."),
        (None, "an empty cell; allowed: a whole number from 0 to 999999999. Fill in the cell."),
    ],
)
def test_heads__no_count__is_named(guide: Guide, heads: Any, message: str) -> None:
    checked = check_frame("roster", roster(("all", "all", heads)), guide)
    assert only_message(checked) == f"row 2, column heads: found {message}"


def libraries(**cells: Any) -> pd.DataFrame:
    cells = {"library_id": "lib", "name": "Lake Ode", "type": "public"} | cells
    return pd.DataFrame([cells], dtype=object)


def test_library__without_numbers__has_blanks_and_not_zeros(guide: Guide) -> None:
    checked = check_frame("libraries", libraries(fte=4.5, population=None), guide)
    assert checked.ok
    assert checked.frame.loc[0, "fte"] == 4.5
    assert checked.frame.loc[0, "population"] is pd.NA
    assert checked.frame.loc[0, "locale"] == ""


@pytest.mark.parametrize(
    ("fte", "repair"),
    [
        ("4,5", "Write a point instead of the comma: 4.5."),
        ("1_000", "Write the number in digits."),
        ("-3", "Write the number in digits."),
        ("inf", "Write the number in digits."),
        ("1e400", "Write the number in digits."),
    ],
)
def test_number__written_otherwise__is_named(guide: Guide, fte: str, repair: str) -> None:
    checked = check_frame("libraries", libraries(fte=fte), guide)
    message = f"row 2, column fte: found '{fte}'; allowed: a number from 0, such as 4.5. {repair}"
    assert only_message(checked) == message


@pytest.mark.parametrize("fte", [0, 0.00001, "12.25", 1e11])
def test_number__from_zero__passes(guide: Guide, fte: Any) -> None:
    assert check_frame("libraries", libraries(fte=fte), guide).frame.loc[0, "fte"] == float(fte)


def strategies(qualities: str) -> pd.DataFrame:
    cells = dict.fromkeys(("strategy_id", "library_id", "wave", "what", "participants"), "x")
    cells |= {"participation": "optional", "content_chosen_by": "library", "frequency": "monthly"}
    return pd.DataFrame([cells | {"status": "in_use", "qualities": qualities}])


@pytest.mark.parametrize("qualities", ["", "purpose", "agency  mutual_help"])
def test_strategy__serves_qualities_of_the_guide__passes(guide: Guide, qualities: str) -> None:
    assert check_frame("strategies", strategies(qualities), guide).ok


def test_strategy__serves_unknown_quality__is_named(guide: Guide) -> None:
    assert only_message(check_frame("strategies", strategies("purpose, fun"), guide)) == (
        "row 2, column qualities: found 'purpose, fun'; allowed: purpose, agency, variety, role_models, mutual_help, "
        "problems_as_learning, development_goals. Write the names of qualities with a space between them."
    )


def test_confirmed_text__of_a_question_with_a_scale__is_named(guide: Guide) -> None:
    frame = pd.DataFrame({"response_id": ["r1", "r1"], "item": ["goal_team", "exists_purpose"], "text": ["a", "b"]})
    checked = check_frame("confirmed_texts", frame, guide)
    assert only_message(checked) == (
        f"row 3, column item: found 'exists_purpose'; allowed: {', '.join(item.id for item in guide.text_items)}. "
        "Write the id of a question answered in words."
    )


def test_rating__blank_codes__pass_and_unsure_does_not(guide: Guide) -> None:
    frame = pd.DataFrame({"response_id": "r1", "strategy_id": list("abcd"), "effectiveness": [5, -1, -4, -2]})
    checked = check_frame("strategy_ratings", frame, guide)
    assert only_message(checked) == (
        "row 5, column effectiveness: found '-2'; allowed: 1, 2, 3, 4, 5, -1 (skipped), -3 (not shown), "
        "-4 (declined). Write one of the allowed values."
    )


def test_action__without_optional_cells__passes(guide: Guide) -> None:
    frame = pd.DataFrame([{"action_id": "a", "library_id": "l", "wave": "w", "step": "Meet", "status": "planned"}])
    checked = check_frame("actions", frame, guide)
    assert checked.ok
    assert checked.frame.loc[0, ["owner", "due", "target"]].tolist() == ["", "", ""]


@pytest.mark.parametrize("name", list(FRAMES))
def test_frame__empty__passes(guide: Guide, name: str) -> None:
    pd.testing.assert_frame_equal(check_frame(name, empty_frame(FRAMES[name]), guide).frame, empty_frame(FRAMES[name]))


def test_frame__unknown__is_refused(guide: Guide) -> None:
    with pytest.raises(ResponseError) as refusal:
        check_frame("people", pd.DataFrame(), guide)
    assert str(refusal.value) == (
        "There is no frame 'people'.\n- frame: found 'people'; allowed: libraries, roster, strategies, "
        "strategy_ratings, actions, confirmed_texts, codings, themes, listed_names. Choose one of these frames."
    )


def team_guide(guide: Guide, **cells: Any) -> pd.DataFrame:
    blanks = {"code": -1, "text": ""}
    row = {field.name: blanks.get(field.kind, "") for field in team_guide_fields(guide)}
    row |= {"library_id": "lib", "wave": "2026", "agreed_at": "2026-03-02", "language": "en", "guide_version": "1.0"}
    return pd.DataFrame([row | cells])


def test_team_guide__agreed__passes(guide: Guide) -> None:
    assert check_team_guides(team_guide(guide, exists_agency=1, goal_team="Learn together"), guide).ok


def test_team_guide__with_a_person__is_a_fault(guide: Guide) -> None:
    checked = check_team_guides(team_guide(guide, role="leader"), guide)
    assert only_message(checked) == (
        "the header: found 'role'; allowed: the columns of this table. Remove it; nothing in it is kept."
    )


def test_team_guide__second_of_a_wave__is_a_fault(guide: Guide) -> None:
    checked = check_team_guides(pd.concat([team_guide(guide), team_guide(guide)]), guide)
    assert only_message(checked) == (
        "row 3, column wave: found 'lib, 2026', as in row 2; allowed: each library_id and wave once. "
        "Remove or rename one of the two rows."
    )


def codings(guide: Guide, *rows: tuple[str, str, str]) -> Checked:
    """Codings of `r1`: question, coder, themes."""
    frame = pd.DataFrame(rows, columns=["item", "coder", "themes"])
    return check_frame("codings", frame.assign(response_id="r1"), guide)


def test_coding__several_themes_or_none__passes(guide: Guide) -> None:
    checked = codings(guide, ("tour_keep", "first", "time leaders"), ("tour_keep", "second", ""))
    assert checked.ok
    assert checked.frame["themes"].tolist() == ["time leaders", ""]
    assert checked.frame["memo"].tolist() == ["", ""]


def test_coding__by_a_name__is_named(guide: Guide) -> None:
    assert only_message(codings(guide, ("tour_keep", "Ada", "time"))) == (
        "row 2, column coder: found 'Ada'; allowed: first, second, agreed. Write one of the allowed values."
    )


def test_coding__same_coder_twice__is_a_fault_of_the_later_row(guide: Guide) -> None:
    assert only_message(codings(guide, ("tour_keep", "first", "time"), ("tour_keep", "first", ""))) == (
        "row 3, column coder: found 'r1, tour_keep, first', as in row 2; allowed: each response_id and item and coder "
        "once. Remove or rename one of the two rows."
    )


def test_coding__theme_twice__is_named(guide: Guide) -> None:
    assert only_message(codings(guide, ("tour_keep", "first", "time leaders time"))) == (
        "row 2, column themes: found 'time leaders time'; allowed: each theme once. "
        "Write the ids of themes with a space between them, each once."
    )


def test_coding__of_a_question_with_a_scale__is_named(guide: Guide) -> None:
    assert only_message(codings(guide, ("exists_purpose", "first", "time"))) == (
        f"row 2, column item: found 'exists_purpose'; allowed: {', '.join(item.id for item in guide.text_items)}. "
        "Write the id of a question answered in words."
    )


@pytest.mark.parametrize("kind", ["performance", "mixed", "learning", ""])
def test_coding__of_a_goal__is_one_kind_or_none(guide: Guide, kind: str) -> None:
    assert codings(guide, ("goal_team", "first", kind)).ok


@pytest.mark.parametrize("kind", ["learning mixed", "time", "Learning"])
def test_coding__of_a_goal__that_is_no_kind__is_named(guide: Guide, kind: str) -> None:
    assert only_message(codings(guide, ("goal_personal", "first", kind))) == (
        f"row 2, column themes: found '{kind}'; allowed: performance, mixed, learning. "
        "Write what kind of goal it is, or leave the cell empty if that cannot be told."
    )


def own_theme(guide: Guide, **cells: str) -> Checked:
    row = {"library_id": "lib", "theme": "bookmobile", "part": "culture_tour", "name": "Bookmobile"}
    return check_frame("themes", pd.DataFrame([row | cells]), guide)


def test_theme__of_a_part_with_words__passes_without_a_meaning(guide: Guide) -> None:
    checked = own_theme(guide)
    assert checked.ok
    assert checked.frame["meaning"].tolist() == [""]


@pytest.mark.parametrize("part", ["goals", "qualities", "tour_keep"])
def test_theme__of_a_part_that_has_none__is_named(guide: Guide, part: str) -> None:
    assert only_message(own_theme(guide, part=part)) == (
        f"row 2, column part: found '{part}'; allowed: culture_tour, strategies, continuum, reflection, action_plan. "
        "Write the id of a part with questions in words."
    )


def test_theme__with_a_space_in_its_id__is_named(guide: Guide) -> None:
    assert only_message(own_theme(guide, theme="book mobile")) == (
        "row 2, column theme: found 'book mobile'; allowed: an id without spaces. Write _ in place of each space."
    )


@pytest.mark.parametrize("theme", [*GOAL_KINDS, "time"])
def test_theme__with_an_id_of_the_toolkits_codebook__is_named(guide: Guide, theme: str) -> None:
    assert only_message(own_theme(guide, theme=theme)) == (
        f"row 2, column theme: found '{theme}'; allowed: an id that the codebook does not have yet. Write another id."
    )


def test_listed_name__of_an_unknown_kind__is_named(guide: Guide) -> None:
    frame = pd.DataFrame({"library_id": "lib", "name": ["Elm Street", "Ada"], "kind": ["place", "street"]})
    assert only_message(check_frame("listed_names", frame, guide)) == (
        "row 3, column kind: found 'street'; allowed: person, place, team. Write one of the allowed values."
    )
