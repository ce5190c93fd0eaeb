"""The plan of the house, kept: who may import whom, where the heavy libraries live, how long things may get."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

PROJECT = Path(__file__).resolve().parents[1]
HOUSE = PROJECT / "analysis"
PLAN = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = [*re.findall(r"^\| `(\w+)` \|", PLAN, re.MULTILINE), "cli"]
MODULES = sorted(HOUSE.rglob("*.py"))
HOMES = {
    "sqlalchemy": ("responses/store",),
    "matplotlib": ("present/figures/",),
    "ipywidgets": ("collect/widget.py", "apps/"),
    "anywidget": ("collect/widget.py", "apps/"),
    "icalendar": ("exchange/plan_files.py",),
    "sklearn": ("measures/suggestions.py",),
    "typst": ("report/pdf.py",),
    "jinja2": ("report/html.py",),
    "pptx": ("report/slides",),
    "docx": ("report/document",),
    "pypdf": ("report/reading.py",),
}
LONGEST_BODY, LONGEST_MODULE = 60, 400
NEVER_LOADED = (
    "ipywidgets",
    "anywidget",
    "docx",
    "icalendar",
    "jinja2",
    "matplotlib",
    "pptx",
    "pypdf",
    "scipy.stats",
    "sklearn",
    "sqlalchemy",
    "typst",
)


def place(module: Path) -> str:
    return module.relative_to(HOUSE).as_posix()


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imported(module: Path) -> Iterator[str]:
    """Every dotted name that a module imports, wherever in the module that happens."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            assert node.level == 0, f"{place(module)}:{node.lineno} imports relatively; write the whole name"
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "analysis":
            # The whole package may be named, for example to say where it lies, but is no way around the plan.
            yield "analysis" if node.attr.startswith("__") else f"analysis.{node.attr}"


def functions(module: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function's body, in lines, its docstring left out."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield f"{place(module)}:{node.name}", (body[-1].end_lineno or 0) - body[0].lineno + 1


def room(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def loaded_by(code: str) -> set[str]:
    """Which of the heavy libraries a fresh interpreter has loaded after `code`."""
    asked = f"{code}\nimport sys\nprint(*(name for name in {NEVER_LOADED!r} if name in sys.modules))"
    return set(
        subprocess.run(
            [sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_plan__every_room__stands_in_the_table() -> None:
    found = {room(place(module)) for module in MODULES} - {"__init__"}
    assert found - set(ROOMS) == set()


@pytest.mark.parametrize("module", [module for module in MODULES if module.parent != HOUSE], ids=place)
def test_module__imports__only_from_rooms_before_its_own(module: Path) -> None:
    own = room(place(module))
    allowed = {"analysis", *(f"analysis.{name}" for name in ROOMS[: ROOMS.index(own) + 1])}
    used = {".".join(name.split(".")[:2]) for name in imported(module) if name.split(".")[0] == "analysis"}
    assert sorted(used - allowed) == []


@pytest.mark.parametrize("library", HOMES)
def test_heavy_library__imported__only_in_its_home(library: str) -> None:
    users = {place(module) for module in MODULES if library in {name.split(".")[0] for name in imported(module)}}
    assert sorted(user for user in users if not user.startswith(HOMES[library])) == []


def test_errors_and_guide__imports__standard_library_alone() -> None:
    bottom = [module for module in MODULES if room(place(module)) in ("errors", "guide")]
    used = {name.split(".")[0] for module in bottom for name in imported(module)}
    assert sorted(used - sys.stdlib_module_names - {"analysis"}) == []


@pytest.mark.parametrize(
    "code",
    [
        "import analysis",
        *(f"import analysis.{name}" for name in ("guide", "responses", "tally", "measures", "disclosure")),
    ],
)
def test_import__of_what_counts_and_protects__loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code) == set()


def test_import__of_analysis__names_every_public_name_without_loading_it() -> None:
    assert loaded_by("import analysis; dir(analysis); analysis.__all__") == set()


def test_modules__length__within_the_limit() -> None:
    lengths = {place(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions__longest_body__within_the_limit() -> None:
    bodies = [pair for module in MODULES for pair in functions(module)]
    assert {name: length for name, length in bodies if length > LONGEST_BODY} == {}


def test_functions__usual_body__is_short() -> None:
    lengths = [length for module in MODULES for _, length in functions(module)]
    assert median(lengths) <= 10
    assert quantiles(lengths, n=10)[-1] <= 25


def test_house__assert__never_used_on_what_people_cause() -> None:
    found = [
        f"{place(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_house__linter__finds_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", "."],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stdout + said.stderr == ""
