"""pyproject.toml, the lock, environment.yml and what the files say about themselves: held together."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import start

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
CITATION = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
DECLARED = PYPROJECT["project"]["dependencies"]
WANTED = [
    *DECLARED,
    *(line for extra in PYPROJECT["project"]["optional-dependencies"].values() for line in extra),
    *PYPROJECT["build-system"]["requires"],
]
IMPORT_NAMES = {
    "scikit-learn": "sklearn",
    "ipython": "IPython",
    "pyyaml": "yaml",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "pillow": "PIL",
}
COMPARED_WITH = "statsmodels"
"""A benchmark runs beside it where it is installed; nothing needs it."""

LOADED_BY_JUPYTER = ("jupyterlab", "voila")
PLATFORMS = [
    {"sys_platform": system, "os_name": name, "python_full_version": f"3.{minor}.0", "python_version": f"3.{minor}"}
    for system, name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
    for minor in (11, 12, 13)
]


def pins() -> dict[str, list[tuple[str, str, int]]]:
    """What the lock says of each package: version, marker, and number of hashes."""
    found = defaultdict(list)
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        head, *hashes = re.split(r"\s*\\\n\s*", entry)
        name, version, marker = re.fullmatch(r"([\w.-]+)==([\w.+!]+)(?: ; (.+))?", head).groups()
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), head
        found[canonicalize_name(name)].append((version, marker or "", len(hashes)))
    return found


def imports_of(*folders: str) -> set[str]:
    """The first names of all that the Python files of these folders import."""
    files = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")] + [PROJECT / "start.py"]
    names = set()
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("line", WANTED)
def test_lock__of_what_pyproject_asks__fulfils_it(line: str) -> None:
    wanted = Requirement(line)
    versions = [version for version, _, _ in pins()[canonicalize_name(wanted.name)]]
    assert versions
    assert [version for version in versions if version not in wanted.specifier] == []


@pytest.mark.parametrize("place", PLATFORMS, ids=lambda place: f"{place['sys_platform']}-{place['python_version']}")
def test_lock__on_each_platform__names_each_package_once(place: dict[str, str]) -> None:
    chosen = {
        name: sum(not marker or Marker(marker).evaluate(place) for _, marker, _ in entries)
        for name, entries in pins().items()
    }
    assert {name for name, count in chosen.items() if count > 1} == set()
    assert {canonicalize_name(Requirement(line).name) for line in WANTED} <= {n for n, count in chosen.items() if count}


def test_lock__every_entry__has_a_hash() -> None:
    assert [name for name, entries in pins().items() for _, _, hashes in entries if not hashes] == []


def test_lock__text__names_no_host_and_no_folder() -> None:
    assert re.findall(r"https?:|file:|--(?!hash)\S+|\s/\S+|[A-Z]:\\", LOCK) == []


def test_environment_yml__of_conda__is_python_pip_and_the_lock() -> None:
    assert CONDA["dependencies"] == [
        f"python{PYPROJECT['project']['requires-python']}",
        "pip",
        {"pip": ["--requirement requirements.lock"]},
    ]
    assert CONDA["name"] == PYPROJECT["project"]["name"]


def test_environment_yml__its_comment__installs_the_project() -> None:
    text = (PROJECT / "environment.yml").read_text(encoding="utf-8")
    assert f"#     conda run --name {CONDA['name']} pip install --no-deps --editable .\n" in text


def test_python__oldest_version__is_the_same_everywhere() -> None:
    oldest = ".".join(map(str, start.OLDEST_PYTHON))
    assert PYPROJECT["project"]["requires-python"] == f">={oldest}"
    assert PYPROJECT["tool"]["pyright"]["pythonVersion"] == oldest
    assert PYPROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"


def test_dependencies__of_the_toolkit__are_each_imported() -> None:
    declared = {Requirement(line).name for line in DECLARED} - set(LOADED_BY_JUPYTER)
    names = {IMPORT_NAMES.get(name, name) for name in declared}
    assert sorted(names - imports_of("analysis")) == []


def test_imports__of_the_toolkit__are_each_declared() -> None:
    foreign = imports_of("analysis") - sys.stdlib_module_names - {"analysis"}
    wanted = (*DECLARED, *PYPROJECT["project"]["optional-dependencies"]["themes"])
    declared = {Requirement(line).name for line in wanted}
    assert sorted(foreign - {IMPORT_NAMES.get(name, name) for name in declared}) == []


def test_imports__of_the_tests__are_each_declared() -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in WANTED}
    declared |= {IMPORT_NAMES.get(name, name).replace("-", "_") for name in declared}
    support = {path.stem for path in (PROJECT / "tests").rglob("*.py")}
    own = {"analysis", "benchmarks", "start", "tests"}
    foreign = imports_of("tests", "benchmarks") - sys.stdlib_module_names - own - {COMPARED_WITH}
    assert sorted(foreign - support - declared) == []


def test_imports__of_the_program_that_is_only_compared_with__stand_in_its_benchmark_alone() -> None:
    assert COMPARED_WITH not in imports_of("analysis", "tests")


def test_package__of_the_toolkit__takes_every_kind_of_file_along() -> None:
    house = PROJECT / "analysis"
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]["analysis"]
    taken = {path for pattern in ("**/*.py", *patterns) for path in house.glob(pattern)}
    there = {path for path in house.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert sorted(str(path) for path in there - taken) == []


def test_citation__version_and_licence__are_those_of_the_project() -> None:
    project = PYPROJECT["project"]
    assert (CITATION["version"], CITATION["license"]) == (project["version"], project["license"])


def test_licences__named_by_pyproject__are_there() -> None:
    texts = [(PROJECT / name).read_text(encoding="utf-8") for name in PYPROJECT["project"]["license-files"]]
    assert [text.partition(" ")[0] for text in texts] == ["MIT", "Copyright", "Copyright", "DroidSansFallback.ttf"]


def test_ci__runs__exactly_the_command_of_the_readme() -> None:
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    commands = re.findall(r"^(?:exec )?(python3 .+)$", script, re.MULTILINE)
    assert commands == ["python3 start.py test"]
    assert "\npython3 start.py test" in (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission")
def test_ci__script__may_be_executed() -> None:
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
