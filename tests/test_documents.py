"""What is written about the toolkit is true: commands, links, words, examples."""

from __future__ import annotations

import doctest
import inspect
import posixpath
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import start

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "GLOSSARY.md",
    "CHANGELOG.md",
    "docs/planning.md",
    "docs/privacy.md",
    "docs/protection.md",
    "docs/recommendations.md",
    "docs/reports.md",
    "docs/public_context.md",
    "docs/simulations.md",
    "docs/texts.md",
)
MODULES = sorted(
    ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
    for path in (PROJECT / "analysis").rglob("*.py")
    if "jupyter" not in path.parts
)
ENTRIES = re.findall(r"^## (.+)\n((?:.+\n?)+)", (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def commands() -> Iterator[list[str]]:
    """What stands behind `start.py` in each command that the documents name."""
    for name in DOCUMENTS:
        for found in re.finditer(r"(?:^|`)(?:python3|py) start\.py([^`\n]*)", text_of(name), re.MULTILINE):
            yield found[1].split()


def links(name: str) -> Iterator[tuple[str, str]]:
    """File and heading of each link that stays within the project."""
    for target in re.findall(r"\]\(([^)]+)\)", text_of(name)):
        if "://" not in target:
            file, _, heading = target.partition("#")
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name, heading


def anchors(name: str) -> set[str]:
    """The names by which the headings of a document can be reached."""
    headings = re.findall(r"^#+ (.+)$", text_of(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def public_names() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        yield from ((module, name) for name in getattr(import_module(module), "__all__", ()))


def test_readme__commands__are_those_that_start_understands() -> None:
    given = list(commands())
    assert [] in given
    assert ["test"] in given
    assert [start.read_arguments(words).what for words in given if "test" in words] == ["test"] * given.count(["test"])
    assert {word for words in given for word in words if word.startswith("--")} == {
        "--check",
        "--lab",
        "--no-browser",
        "--port",
    }
    for words in given:
        start.read_arguments(words)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document__its_links__lead_somewhere(name: str) -> None:
    lost = [
        f"{file}#{heading}"
        for file, heading in links(name)
        if not (PROJECT / file).exists() or (heading and heading not in anchors(file))
    ]
    assert lost == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document__paths_in_it__exist(name: str) -> None:
    paths = re.findall(r"`((?:analysis|tests|notebooks|sample_data|benchmarks)/[\w./-]*)`", text_of(name))
    assert [path for path in paths if not (PROJECT / path).exists()] == []


@pytest.mark.slow
def test_readme__example__runs_and_says_something(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    code = re.search(r"```python\n(.+?)```", text_of("README.md"), re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith(".")
    assert said[1].split() == ["cohort", "value", "n", "index", "low", "high"]


def test_glossary__terms__stand_in_the_order_of_the_alphabet() -> None:
    terms = [term.lower() for term, _ in ENTRIES]
    assert len(terms) > 50
    assert terms == sorted(set(terms))


@pytest.mark.parametrize(("term", "text"), ENTRIES)
def test_glossary__each_entry__is_a_few_plain_sentences(term: str, text: str) -> None:
    sentences = re.findall(r"[^.]+\.(?:\s|$)", text)
    assert 1 <= len(sentences) <= 3
    assert len(text.split()) <= 55


def test_changelog__every_version__says_first_which_results_change() -> None:
    versions = re.findall(r"^## (\S+)\n\n### (.+)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0][0] == re.search(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)[1]
    assert {first for _, first in versions} == {"Results that change"}


def test_public_names__of_every_module__exist_and_say_what_they_are() -> None:
    silent = []
    for module, name in public_names():
        value = getattr(import_module(module), name)
        if (inspect.isclass(value) or inspect.isroutine(value)) and not inspect.getdoc(value):
            silent.append(f"{module}.{name}")
    assert silent == []


def test_modules__of_the_toolkit__each_open_with_what_they_answer() -> None:
    assert [module for module in MODULES if not (import_module(module).__doc__ or "").strip()] == []


@pytest.mark.parametrize("module", MODULES)
def test_examples__in_docstrings__give_what_they_say(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    failed, _ = doctest.testmod(import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
