"""Files: what was released comes back from a file as it was, and nothing else is taken for it."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_guide, read_survey, release
from analysis.disclosure import Released
from analysis.errors import ToolkitError
from analysis.exchange import read_released, write_released

SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(
    scope="module", params=["tindle_hollow", "marrow_bend", pytest.param("harlow_falls", marks=pytest.mark.slow)]
)
def released(request: pytest.FixtureRequest) -> Released:
    return release(read_survey(SAMPLES, load_guide()), request.param, "2026")


def test_file__written_and_read__holds_what_was_released(released: Released, tmp_path: Path) -> None:
    write_released(released, tmp_path / "kept.json")
    back = read_released(tmp_path / "kept.json", released.guide)
    for field in fields(Released):
        before, after = getattr(released, field.name), getattr(back, field.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(before, after, obj=field.name)
        else:
            assert before == after


@pytest.fixture(scope="module")
def read_by_two() -> Released:
    """What is released of a library whose texts two people have read, with a theme of its own."""
    survey = read_survey(SAMPLES, load_guide())
    people = survey.responses[survey.responses["library_id"] == "harlow_falls"]
    found = [
        (person, item, coder, themes[at % 3], "")
        for item, themes in (("tour_keep", ("time", "garden", "")), ("goal_team", ("learning", "mixed", "performance")))
        for at, person in enumerate(people.loc[people[item] != "", "response_id"])
        for coder in ("first", "second")
    ]
    own = [("harlow_falls", "garden", "culture_tour", "Our garden", "")]
    themes = pd.DataFrame(own, columns=survey.themes.columns)
    codings = pd.DataFrame(found, columns=survey.codings.columns)
    return release(replace(survey, codings=codings, themes=themes), "harlow_falls", "2026")


@pytest.mark.slow
@pytest.mark.parametrize("frame", ["ratings", "goals", "themes", "theme_differences", "codebook", "text_items"])
def test_file__of_texts_that_were_read__holds_the_same_rows(frame: str, read_by_two: Released, tmp_path: Path) -> None:
    write_released(read_by_two, tmp_path / "kept.json")
    before, after = (
        getattr(each, frame) for each in (read_by_two, read_released(tmp_path / "kept.json", load_guide()))
    )
    assert len(before)
    pd.testing.assert_frame_equal(before, after)


def test_file__of_an_earlier_version_without_readings__is_refused(released: Released, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    write_released(released, path)
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["frames"]["themes"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ToolkitError, match="found KeyError: 'themes'; allowed: released results"):
        read_released(path, released.guide)


def test_file__written_twice__is_replaced_as_a_whole(released: Released, tmp_path: Path) -> None:
    write_released(released, tmp_path / "kept.json")
    write_released(replace(released, wave="2027"), tmp_path / "kept.json")
    assert read_released(tmp_path / "kept.json", released.guide).wave == "2027"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of Linux and macOS")
def test_file__written__is_its_owner_s_alone(released: Released, tmp_path: Path) -> None:
    write_released(released, tmp_path / "kept.json")
    assert stat.S_IMODE((tmp_path / "kept.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("not json", "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
        (json.dumps({"format": 2}), "ValueError: format 2"),
        (json.dumps({"format": 1}), "KeyError: 'provenance'"),
        (json.dumps([]), "TypeError: list indices must be integers or slices, not str"),
    ],
)
def test_file__of_something_else__is_refused(content: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ToolkitError) as refusal:
        read_released(path, load_guide())
    assert str(refusal.value) == (
        "These released results cannot be read.\n"
        f"- {path}: found {found}; allowed: released results. Release the wave again."
    )


def test_file__that_is_not_there__is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="FileNotFoundError"):
        read_released(tmp_path / "kept.json", load_guide())
