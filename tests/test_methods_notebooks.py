"""The methods notebooks: worked by hand, beside the function and R, and kept as they came out.

nbval runs them with all other notebooks. It compares what comes out with what is kept only where a cell bears the tag
`nbval-check-output`, so here each of them must.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import start

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "notebooks" / "methods"
NOTEBOOKS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.ipynb"))}
CHECKED = "nbval-check-output"
PARTS = (
    "Ten rows",
    "By hand",
    "With the function",
    "The same in R",
    "What it says",
    "When not to use it",
    "References",
)
LAST_PART = "How to cite"
CODE_LINES = 8
EACH = pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=NOTEBOOKS)
NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:\.\d+)?")

SHOWN = {
    "shares": "wilson_interval jeffreys_interval roster_interval nonresponse_bounds newcombe_difference paired_change",
    "maturity": "person_scores index index_draws level_probabilities name_level four_cells priority top_three",
    "agreement": "rwg rwg_j average_deviation deviation_cut icc intraclass may_aggregate",
    "reliability": "alpha kr20 omega_total feldt_interval staff_needed",
    "libraries": "fit_beta_binomial pool_shares pool_means rank_uncertainty",
    "cohorts": "probability_of_superiority cliffs_delta wasserstein brunner_munzel adjust_p_values agreement_a",
    "continuum": "person_positions variance_components",
    "weighting": "rake design_effect weigh_to_roster weighted_shares",
    "change": "wave_difference smallest_detectable_change shrunk_baseline action_effect action_verdict",
    "texts": "cohens_kappa krippendorff_alpha alpha_interval theme_agreement",
    "strategies": "reach coverage staff_hours hours_by occasions effectiveness",
}


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def cells(notebook: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def said(cell: dict[str, Any]) -> Iterator[str]:
    """What a cell has shown, in the plain form of each of its outputs."""
    for output in cell["outputs"]:
        data = output["data"]
        yield "".join(data.get("text/markdown", data["text/plain"]))


def prose(notebook: dict[str, Any]) -> str:
    return "\n\n".join(map(source, cells(notebook, "markdown")))


def rounding(number: str) -> float:
    """How far a number, printed with so many digits, may lie from what it was."""
    return 0.5 * 10.0 ** -len(number.partition(".")[2]) + 1e-9


def called(notebook: dict[str, Any]) -> set[str]:
    """The names of all functions that a notebook calls."""
    tree = ast.parse("\n".join(map(source, cells(notebook, "code"))))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def run(notebook: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook as `start.py test` runs the folder of notebooks."""
    (folder / "tried.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    options = [word for word in start.tests_command(Path(sys.executable)) if word.startswith("--nbval")]
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "default"}
    command = [sys.executable, "-m", "pytest", "tried.ipynb", *options, "-q", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def test_notebooks__their_files__are_numbered_without_a_gap() -> None:
    assert [name[:3] for name in NOTEBOOKS] == [f"{number:02d}_" for number in range(1, len(NOTEBOOKS) + 1)]
    assert len(NOTEBOOKS) >= 11


def test_tests_command__notebooks__are_run_from_the_folder_that_holds_these() -> None:
    command = start.tests_command(Path("python"))
    assert "notebooks" in command
    assert {"--nbval-lax", "--nbval-current-env"} <= {*command}


@EACH
def test_title__of_each__is_a_question(notebook: dict[str, Any]) -> None:
    title, opening = source(notebook["cells"][0]).split("\n\n")
    assert re.fullmatch(r"# [A-Z].+\?", title)
    assert opening.endswith(".")
    assert notebook["metadata"]["language"] == "en"


@EACH
def test_parts__of_each__stand_in_their_order(notebook: dict[str, Any]) -> None:
    headings = re.findall(r"^## (.+)$", prose(notebook), re.MULTILINE)
    places = [next(place for place, text in enumerate(headings) if text.startswith(part)) for part in PARTS]
    assert places == sorted(places)
    assert headings[-1] == LAST_PART
    assert source(notebook["cells"][-1]).startswith(f"## {LAST_PART}")


@EACH
def test_cells__of_each__are_short_and_define_no_function(notebook: dict[str, Any]) -> None:
    sources = list(map(source, cells(notebook, "code")))
    assert [text for text in sources if len(text.splitlines()) > CODE_LINES] == []
    assert [text for text in sources if re.search(r"\b(?:def|class|lambda)\b|^[%!]", text, re.MULTILINE)] == []
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])


@EACH
def test_outputs__of_each__are_kept_and_bear_the_tag_to_be_checked(notebook: dict[str, Any]) -> None:
    code = cells(notebook, "code")
    assert [cell["metadata"] for cell in code] == [{"tags": [CHECKED]}] * len(code)
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds == {"execute_result"}


@EACH
def test_data__of_each__are_ten_rows_to_begin_with(notebook: dict[str, Any]) -> None:
    first = next(cell for cell in cells(notebook, "code") if cell["outputs"])
    assert len("".join(first["outputs"][0]["data"]["text/plain"]).splitlines()) == 11


@EACH
def test_hand_and_function__in_each__come_to_the_same(notebook: dict[str, Any]) -> None:
    compared = [text for cell in cells(notebook, "code") for text in said(cell) if "alike" in text.split()]
    compared = [text for text in compared if "by hand" in text]
    assert compared
    assert [text for text in compared if "False" in text or "True" not in text] == []


@EACH
def test_r__what_it_printed__stands_among_the_outputs_too(notebook: dict[str, Any]) -> None:
    printed = [word for line in re.findall(r"^#> (.+)$", prose(notebook), re.MULTILINE) for word in line.split()]
    shown = [
        float(number.replace("−", "-"))
        for cell in cells(notebook, "code")
        for text in said(cell)
        for number in NUMBER.findall(text)
    ]
    assert printed
    assert [word for word in printed if not any(abs(float(word) - value) <= rounding(word) for value in shown)] == []


@EACH
def test_r__scripts_that_are_named__are_there(notebook: dict[str, Any]) -> None:
    named = re.findall(r"tests/oracles/\w+\.R", prose(notebook))
    assert named
    assert [name for name in named if not (PROJECT / name).exists()] == []


@EACH
def test_how_to_cite__of_each__is_what_the_citation_file_says(notebook: dict[str, Any]) -> None:
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    known = dict(re.findall(r"^(?:  - )?(title|name|version): (.+)$", citation, re.MULTILINE))
    cited = f"{known['name']}. *{known['title']}*, version {known['version']}."
    assert source(notebook["cells"][-1]).split("\n\n")[1].startswith(cited)


@EACH
def test_methods__other_notebooks_that_are_named__are_there(notebook: dict[str, Any]) -> None:
    titles = {source(other["cells"][0]).partition("\n")[0][2:] for other in NOTEBOOKS.values()}
    assert set(re.findall(r"\*([A-Z][^*]+\?)\*", prose(notebook))) <= titles


@pytest.mark.parametrize(("family", "name"), [(family, name) for family in SHOWN for name in SHOWN[family].split()])
def test_public_function__of_a_family_of_measures__is_worked_in_a_notebook(family: str, name: str) -> None:
    module = import_module(f"analysis.measures.{family}")
    assert callable(getattr(module, name))
    assert [stem for stem, notebook in NOTEBOOKS.items() if name in called(notebook)] != []


@pytest.mark.slow
def test_checking__a_number_that_was_changed__is_found(tmp_path: Path) -> None:
    kept = json.dumps(NOTEBOOKS["01_shares"])
    assert kept.count("Of 10 staff 7 answered") == 1
    done = run(json.loads(kept.replace("Of 10 staff 7 answered", "Of 10 staff 8 answered")), tmp_path)
    failed = re.findall(r"^FAILED \S+::Cell (\d+)", done.stdout, re.MULTILINE)
    assert len(failed) == 1, done.stdout
    assert "Cell outputs differ" in done.stdout
