from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import GuideError
from analysis.guide import load_guide
from analysis.guide.loading import DEFAULT_GUIDE

ROLE = """[[cohort]]
id = "role"
values = [
    { id = "leader", leads = true },"""
YES_NO = """[[scale]]
id = "yes_no"
points = [1, 0]"""
GOALS = 'items = [{ id = "goal_personal" }, { id = "goal_team" }]'
EXISTS = '{ id = "exists_{subject}", scale = "yes_no", unsure = true }'
DEVELOP = '{ id = "develop_{subject}", scale = "yes_no" }'
FIXED = '{ id = "{subject}_fixed", scale = "agree_6", keyed = "fixed" }'
FILE_KEYS = "id, version, languages, pairs, policy, cohort, scale, section"
PARTS = "goals, culture_tour, qualities, strategies, continuum, reflection, action_plan"
RESERVED = "found a reserved id; allowed: an id that the toolkit does not use itself. Choose another id."
SITUATIONS = ("challenge", "setback", "criticism", "effort", "others_success", "change")


def write_guide(folder: Path, *changes: tuple[str, str]) -> Path:
    """The toolkit's own guide with some of its text replaced."""
    text = DEFAULT_GUIDE.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(GuideError) as refusal:
        load_guide(path)
    return [str(fault) for fault in refusal.value.faults]


def test_guide__own__has_seven_parts_seven_qualities_and_six_situations() -> None:
    guide = load_guide()
    assert ", ".join(section.id for section in guide.sections) == PARTS
    assert guide.qualities == (
        "purpose", "agency", "variety", "role_models", "mutual_help", "problems_as_learning", "development_goals",
    )  # fmt: skip
    assert guide.situations == SITUATIONS
    assert [item.id for item in guide.scaled_items][:2] == ["exists_purpose", "develop_purpose"]
    assert len(guide.scaled_items) == 7 * 2 + 6 * 2


def test_guide__copied__is_the_same_guide(tmp_path: Path) -> None:
    assert load_guide(write_guide(tmp_path)) == load_guide()


def test_guide__mended__is_read_again(tmp_path: Path) -> None:
    assert faults_of(write_guide(tmp_path, (ROLE, f"{ROLE}7,")))
    assert load_guide(write_guide(tmp_path, ('version = "1.0"', 'version = "1.1"'))).version == "1.1"
    assert load_guide(write_guide(tmp_path, ('version = "1.0"', 'version = "1.2.3"'))).version == "1.2.3"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('id = "learning_culture"', "", ["the file: found no 'id'; allowed: a text in quotes. Add 'id'."]),
        (
            'version = "1.0"',
            "version = 1.0",
            ["the file: found version = 1.0; allowed: a text in quotes. Correct 'version'."],
        ),
        (
            'languages = ["en", "es"]',
            'languages = "en"',
            [
                'the file: found languages = \'en\'; allowed: a list of texts such as ["en", "es"]. '
                "Correct 'languages'."
            ],
        ),
        (
            'version = "1.0"',
            'version = "1.0"\ncolour = "red"',
            [f"the file: found 'colour'; allowed: {FILE_KEYS}. Remove 'colour' or correct its spelling."],
        ),
        (
            "minimum_group = 5 ",
            'minimum_group = "five" ',
            ["policy: found minimum_group = 'five'; allowed: a whole number. Correct 'minimum_group'."],
        ),
        (
            "minimum_texts = 10",
            "minimum_text = 10",
            [
                "policy: found 'minimum_text'; allowed: minimum_group, minimum_texts. "
                "Remove 'minimum_text' or correct its spelling."
            ],
        ),
        (
            '{ id = "leader", leads = true }',
            '{ id = "leader", leads = "yes" }',
            ["cohort role, value leader: found leads = 'yes'; allowed: true or false. Correct 'leads'."],
        ),
        (
            '{ id = "leader", leads = true }',
            '{ id = "leader", lead = true }',
            [
                "cohort role, value leader: found 'lead'; allowed: id, leads. "
                "Remove 'lead' or correct its spelling."
            ],
        ),
        (
            '{ id = "leader", leads = true }',
            '"leader"',
            ["cohort role, value 1: found 'leader'; allowed: { id = \"…\" }. Write the value in braces."],
        ),
        (
            '{ id = "leader", leads = true }',
            "{ leads = true }",
            ["cohort role, value 1: found no 'id'; allowed: a text in quotes. Add 'id'."],
        ),
        (
            ROLE,
            ROLE.replace('"role"', "7"),
            ["cohort 1: found id = 7; allowed: a text in quotes. Correct 'id'."],
        ),
        (
            "points = [1, 0]",
            "points = [1, true]",
            [
                "scale yes_no: found points = [1, True]; allowed: a list of whole numbers such as [1, 0]. "
                "Correct 'points'."
            ],
        ),
        (
            "points = [1, 0]",
            "points = []",
            ["scale yes_no: found points = []; allowed: a list of whole numbers such as [1, 0]. Correct 'points'."],
        ),
        (
            YES_NO,
            f"{YES_NO}\n\n{YES_NO}",
            ["scale yes_no: found the id 2 times; allowed: each id once. Rename or remove all but one."],
        ),
        (
            GOALS,
            "items = 7",
            ["section goals: found items = 7; allowed: a list of entries such as { id = \"…\" }. Correct 'items'."],
        ),
        (
            GOALS,
            'items = ["goal_personal", { id = "goal_team" }]',
            ["section goals, item 1: found 'goal_personal'; allowed: { id = \"…\" }. Write the item in braces."],
        ),
        (
            GOALS,
            'items = [{ id = "goal_personal", unsure = 1 }, { id = "goal_team", scale = 6 }]',
            [
                "section goals, item goal_personal: found unsure = 1; allowed: true or false. Correct 'unsure'.",
                "section goals, item goal_team: found scale = 6; allowed: a text in quotes. Correct 'scale'.",
            ],
        ),
        (
            '{ id = "goal_team" }',
            '{ id = "goal_{subject}" }',
            [
                "section goals, item goal_{subject}: found {subject}; allowed: subjects to ask about. "
                "Add `subjects` to the part, or take {subject} out of the id."
            ],
        ),
    ],
)  # fmt: skip
def test_shape__broken__is_named_with_its_repair(tmp_path: Path, old: str, new: str, faults: list[str]) -> None:
    assert faults_of(write_guide(tmp_path, (old, new))) == faults


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            'id = "reflection"',
            'id = "reflections"',
            [
                f"sections: found {PARTS.replace('reflection', 'reflections')}; allowed: {PARTS}. "
                "Give each of the seven parts exactly once.",
                *(
                    f"wording {language}: found nothing for 'guide.section.reflections.{key}'; allowed: a text. "
                    f"Add the text to text/{language}/guide.toml."
                    for language in ("en", "es")
                    for key in ("title", "why")
                ),
            ],
        ),
        (
            '{ id = "goal_team" }',
            '{ id = "goal_personal" }',
            ["the items and cohorts: found 'goal_personal' 2 times; allowed: each once. Rename or remove all but one."],
        ),
        (
            '{ id = "supervisor", leads = true }',
            '{ id = "leader", leads = true }',
            ["cohort role: found 'leader' 2 times; allowed: each once. Rename or remove all but one."],
        ),
        (
            "points = [1, 0]",
            "points = [1, 0, 0]",
            ["scale yes_no: found 0 2 times; allowed: each once. Rename or remove all but one."],
        ),
        (
            EXISTS,
            EXISTS.replace("yes_no", "works_5"),
            [
                f"quality {quality}: found no mark exists; allowed: two marks of yes and no. "
                'Give the part qualities an item { id = "exists_{subject}" } on the scale 1, 0.'
                for quality in load_guide().qualities
            ],
        ),
        (
            f"{EXISTS}, {DEVELOP}",
            EXISTS,
            [
                f"quality {quality}: found no mark develop; allowed: two marks of yes and no. "
                'Give the part qualities an item { id = "develop_{subject}" } on the scale 1, 0.'
                for quality in load_guide().qualities
            ],
        ),
        (
            FIXED,
            FIXED.replace('keyed = "fixed"', 'keyed = "growth"'),
            [
                f"situation {situation}: found no such pair; allowed: {situation}_growth and {situation}_fixed "
                "on one scale, keyed accordingly. Add or correct the two items."
                for situation in SITUATIONS
            ],
        ),
        (
            FIXED,
            FIXED.replace("agree_6", "works_5"),
            [
                f"situation {situation}: found no such pair; allowed: {situation}_growth and {situation}_fixed "
                "on one scale, keyed accordingly. Add or correct the two items."
                for situation in SITUATIONS
            ],
        ),
        (
            '{ id = "goal_team" }',
            '{ id = "goal_team", scale = "none" }',
            ["item goal_team: found the scale 'none'; allowed: a scale of the file. Define the scale."],
        ),
        (
            '{ id = "goal_team" }',
            '{ id = "goal_team", keyed = "up" }',
            ["item goal_team: found keyed = 'up'; allowed: growth, fixed. Correct `keyed`."],
        ),
        (
            'languages = ["en", "es"]',
            'languages = ["en", "../en"]',
            ["language: found '../en'; allowed: en, es. Choose one of the languages that exist."],
        ),
        (
            'languages = ["en", "es"]',
            'languages = ["en", "en"]',
            ["languages: found 'en' 2 times; allowed: each once. Rename or remove all but one."],
        ),
        (
            '{ id = "goal_team" }',
            '{ id = "goal_family" }',
            [
                f"wording {language}: found nothing for 'guide.text.goal_family'; allowed: a text. "
                f"Add the text to text/{language}/guide.toml."
                for language in ("en", "es")
            ],
        ),
    ],
)
def test_meaning__broken__is_named_with_its_repair(tmp_path: Path, old: str, new: str, faults: list[str]) -> None:
    assert faults_of(write_guide(tmp_path, (old, new))) == faults


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("wave", f"wave: {RESERVED}"),
        ("position", f"position: {RESERVED}"),
        ("Goal Team", "Goal Team: found 'Goal Team'; allowed: small letters, digits and _. Rename it."),
        ("-4", "-4: found '-4'; allowed: small letters, digits and _. Rename it."),
    ],
)  # fmt: skip
def test_name__that_cannot_be_a_column__is_named(tmp_path: Path, name: str, fault: str) -> None:
    assert faults_of(write_guide(tmp_path, ('"goal_team"', f'"{name}"')))[0] == fault


def test_scale__with_points_below_zero__is_named(tmp_path: Path) -> None:
    path = write_guide(tmp_path, ("points = [1, 2, 3, 4, 5, 6]", "points = [-1, 2, 3, 4, 5, 6]"))
    assert faults_of(path)[0] == (
        "scale agree_6: found the point -1; allowed: whole numbers from 0, because the others say why an answer is "
        "missing. Number the points from 0 or 1."
    )


@pytest.mark.parametrize(("group", "texts"), [(4, 10), (5, 10), (6, 11), (5, 9)])
def test_policy__weaker_than_five_and_ten__is_refused(tmp_path: Path, group: int, texts: int) -> None:
    path = write_guide(
        tmp_path, ("minimum_group = 5", f"minimum_group = {group}"), ("minimum_texts = 10", f"minimum_texts = {texts}")
    )
    if group == 4:
        assert faults_of(path) == ["policy: found minimum_group = 4; allowed: 5 or more. Raise it to at least 5."]
    elif texts == 9:
        assert faults_of(path) == ["policy: found minimum_texts = 9; allowed: 10 or more. Raise it to at least 10."]
    else:
        assert (load_guide(path).policy.minimum_group, load_guide(path).policy.minimum_texts) == (group, texts)


def test_faults__in_many_places__are_listed_together(tmp_path: Path) -> None:
    path = write_guide(tmp_path, ('version = "1.0"', ""), ("points = [1, 0]", 'points = "1, 0"'), (GOALS, ""))
    assert faults_of(path) == [
        "the file: found no 'version'; allowed: a text in quotes. Add 'version'.",
        "scale yes_no: found points = '1, 0'; allowed: a list of whole numbers such as [1, 0]. Correct 'points'.",
        "section goals: found no 'items'; allowed: a list of entries such as { id = \"…\" }. Add 'items'.",
    ]


def test_file__with_single_brackets__is_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('id = "a"\nversion = "1"\nlanguages = ["en"]\n[cohort]\n[scale]\n[section]\n')
    assert faults_of(path) == [
        f"the file: found {kind} = {{}}; allowed: tables under [[{kind}]], with two brackets. Correct '{kind}'."
        for kind in ("cohort", "scale", "section")
    ]


def test_file__empty__lists_every_key_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.touch()
    assert [fault.split(";")[0] for fault in faults_of(path)] == [
        f"the file: found no '{key}'" for key in ("id", "version", "languages", "cohort", "scale", "section")
    ]


def test_file__missing__is_named(tmp_path: Path) -> None:
    place = tmp_path / "none.toml"
    assert faults_of(place) == [
        f"{place}: found no file; allowed: a guide file in TOML. Check the name and the folder."
    ]


def test_file__folder__is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)
    assert fault.startswith(f"{tmp_path}: found ")
    assert fault.endswith("; allowed: a guide file in TOML. Check that it is a file that you may read.")


def test_file__not_toml__names_the_line(tmp_path: Path) -> None:
    path = write_guide(tmp_path, ('version = "1.0"', "version = 1.0.0"))
    (fault,) = faults_of(path)
    assert "line 5" in fault
    assert fault.endswith("; allowed: TOML. Mend the line that is named, or start from a fresh copy.")


def test_file__not_utf_8__is_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes('id = "año"'.encode("latin-1"))
    assert faults_of(path) == [
        "ours.toml: found a file that is not UTF-8; allowed: UTF-8. Save the file again with the encoding UTF-8."
    ]
