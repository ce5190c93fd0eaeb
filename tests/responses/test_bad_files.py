"""Files that are wrong: each gives exactly the messages that `sample_data/bad/README.md` says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from analysis.errors import Fault, ImportingError, ResponseError, ToolkitError
from analysis.guide import Guide
from analysis.responses.importing import (
    check_mapping,
    propose_mapping,
    read_mapping,
    read_responses,
    read_survey,
    read_template,
)

BAD = Path(__file__).parents[2] / "sample_data" / "bad"


def expected_messages() -> dict[str, list[str]]:
    messages = defaultdict(list)
    for line in (BAD / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, _, message = (cell.strip() for cell in line.strip("|").split("|"))
            messages[name.strip("`")].append(message)
    return messages


def faults_of(path: Path, guide: Guide) -> tuple[Fault, ...]:
    if path.name.startswith("form_"):
        return check_mapping(propose_mapping(path, guide, library_id="oxwater", wave="2026"), guide)
    try:
        if path.is_dir():
            read_survey(path, guide)
        elif path.suffix == ".toml":
            read_mapping(path)
        else:
            return read_template(path, guide).faults
    except ToolkitError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("name", sorted(expected_messages()))
def test_bad_file__read__gives_the_whole_message(name: str, guide: Guide) -> None:
    assert [str(fault) for fault in faults_of(BAD / name, guide)] == expected_messages()[name]


def test_bad_files__in_the_folder__are_all_in_the_readme() -> None:
    assert {path.name for path in BAD.iterdir()} - {"README.md"} == set(expected_messages())


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("code_out_of_scale.csv", ["p1", "p3"]),
        ("unknown_role.csv", ["p2", "p3"]),
        ("same_person_twice.csv", ["p1", "p2"]),
        ("too_many_cells.csv", ["p1", "p3"]),
        ("unknown_column.csv", ["p1", "p2", "p3"]),
        ("missing_column.csv", []),
    ],
)
def test_bad_file__its_right_rows__stay(name: str, good: list[str], guide: Guide) -> None:
    assert read_template(BAD / name, guide).responses.frame["response_id"].tolist() == good


def test_bad_file__asked_for_all_or_nothing__says_how_to_keep_the_right_rows(guide: Guide) -> None:
    with pytest.raises(ResponseError) as caught:
        read_responses(BAD / "code_out_of_scale.csv", guide)
    assert str(caught.value) == (
        "code_out_of_scale.csv has cells that do not fit the guide. Nothing was taken. To keep the rows that are right "
        "(2 of them), use read_template('code_out_of_scale.csv', guide).responses.frame.\n"
        "- code_out_of_scale.csv, row 3, column challenge_growth: found '7'; allowed: 1, 2, 3, 4, 5, 6, -1 (skipped), "
        "-3 (not shown), -4 (declined). Write one of the allowed values."
    )


def test_bad_folder__of_several_faults__names_the_file_of_each(tmp_path: Path, guide: Guide) -> None:
    for name in ("roster_unknown_group/roster.csv", "action_unknown_status/actions.csv"):
        (tmp_path / Path(name).name).write_bytes((BAD / name).read_bytes())
    with pytest.raises(ResponseError) as caught:
        read_survey(tmp_path, guide)
    assert [fault.place for fault in caught.value.faults] == [
        "roster.csv, row 3, column value",
        "actions.csv, row 2, column status",
    ]


def test_folder__without_any_file__says_which_it_could_hold(tmp_path: Path, guide: Guide) -> None:
    with pytest.raises(ImportingError) as caught:
        read_survey(tmp_path, guide)
    assert str(caught.value) == (
        "This folder holds no survey.\n"
        f"- {tmp_path}: found none of the files; allowed: responses.csv, team_guides.csv, libraries.csv, roster.csv, "
        "strategies.csv, strategy_ratings.csv, actions.csv, confirmed_texts.csv, codings.csv, themes.csv, "
        "listed_names.csv. Check the name of the folder."
    )


def test_file__that_is_not_there__says_so(tmp_path: Path, guide: Guide) -> None:
    with pytest.raises(ImportingError) as caught:
        read_template(tmp_path / "answers.csv", guide)
    assert caught.value.faults == (
        Fault(
            str(tmp_path / "answers.csv"),
            "No such file or directory",
            "a file that can be read",
            "Check its name and folder.",
        ),
    )
