from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import GuideError
from analysis.guide import load_guide
from analysis.guide.loading import DEFAULT_GUIDE

SHAPE = 'allowed: a list of pairs such as [["leads", "unit"]]. Correct \'pairs\'.'
COLUMNS = "role, unit, tenure, employment, leads"


def write_guide(folder: Path, pairs: str) -> Path:
    """The toolkit's guide with other pairs."""
    text = DEFAULT_GUIDE.read_text(encoding="utf-8")
    assert text.count("pairs = []") == 1
    path = folder / "ours.toml"
    path.write_text(text.replace("pairs = []", f"pairs = {pairs}"), encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(GuideError) as caught:
        load_guide(path)
    return [str(fault) for fault in caught.value.faults]


def test_pairs__of_the_toolkits_guide__are_none() -> None:
    assert load_guide().pairs == ()
    assert [cohort.id for cohort in load_guide().views] == ["all", "role", "unit", "tenure", "employment", "leads"]


def test_pairs__file_without_the_key__are_none(tmp_path: Path) -> None:
    text = DEFAULT_GUIDE.read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    path.write_text("\n".join(line for line in text.splitlines() if not line.startswith("pairs")), encoding="utf-8")
    assert load_guide(path).pairs == ()


def test_pairs__declared__are_cohorts_of_their_own_after_all_others(tmp_path: Path) -> None:
    guide = load_guide(write_guide(tmp_path, '[["leads", "unit"], ["employment", "role"]]'))
    assert [cohort.id for cohort in guide.views][-3:] == ["leads", "leads+unit", "employment+role"]
    assert [cohort.id for cohort in guide.cohorts] == ["role", "unit", "tenure", "employment"]
    assert guide.cohort("leads+unit").value_ids == (
        *(f"leaders+{unit}" for unit in guide.cohort("unit").value_ids),
        *(f"front_line+{unit}" for unit in guide.cohort("unit").value_ids),
    )
    assert guide.cohort("leads+unit").leading == frozenset()
    assert guide.lead_cohort == guide.cohort("role")


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        ('"leads+unit"', [f"the file: found pairs = 'leads+unit'; {SHAPE}"]),
        ('["leads", "unit"]', [f"the file: found pairs = ['leads', 'unit']; {SHAPE}"]),
        ('[["leads"]]', [f"the file: found pairs = [['leads']]; {SHAPE}"]),
        ('[["leads", "unit", "role"]]', [f"the file: found pairs = [['leads', 'unit', 'role']]; {SHAPE}"]),
        ('[["leads", 7]]', [f"the file: found pairs = [['leads', 7]]; {SHAPE}"]),
        (
            '[["leads", "branch"]]',
            [f"pair leads+branch: found 'branch'; allowed: {COLUMNS}. Correct the name of the column."],
        ),
        (
            '[["all", "unit"], ["x", "y"]]',
            [
                f"pair all+unit: found 'all'; allowed: {COLUMNS}. Correct the name of the column.",
                f"pair x+y: found 'x'; allowed: {COLUMNS}. Correct the name of the column.",
                f"pair x+y: found 'y'; allowed: {COLUMNS}. Correct the name of the column.",
            ],
        ),
        (
            '[["unit", "unit"]]',
            ["pair unit+unit: found 'unit' with itself; allowed: two different columns. Correct or remove the pair."],
        ),
        (
            '[["role", "leads"]]',
            [
                "pair role+leads: found 'leads' with 'role', which says who leads; allowed: two columns that tell "
                "different things. Correct or remove the pair."
            ],
        ),
        (
            '[["role", "unit"], ["unit", "role"], ["role", "unit"]]',
            ["pairs: found 'role' with 'unit' 3 times; allowed: each pair once, in one order. Remove all but one."],
        ),
    ],
)
def test_pairs__broken__are_named_with_their_repair(tmp_path: Path, pairs: str, faults: list[str]) -> None:
    assert faults_of(write_guide(tmp_path, pairs)) == faults


def test_pairs__of_leads_where_nobody_leads__are_refused(tmp_path: Path) -> None:
    path = write_guide(tmp_path, '[["leads", "unit"]]')
    path.write_text(path.read_text(encoding="utf-8").replace(", leads = true", ""), encoding="utf-8")
    assert faults_of(path) == [
        "pair leads+unit: found 'leads'; allowed: role, unit, tenure, employment. Correct the name of the column."
    ]


def test_pair_sign__in_an_id__is_refused(tmp_path: Path) -> None:
    path = write_guide(tmp_path, "[]")
    path.write_text(path.read_text(encoding="utf-8").replace('"goal_team"', '"goal+team"'), encoding="utf-8")
    assert faults_of(path)[0] == "goal+team: found 'goal+team'; allowed: small letters, digits and _. Rename it."
