"""Mapping file: a mapping written down as TOML, for a person to read, change and keep."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from analysis.errors import Fault, ImportingError
from analysis.responses.importing.mapping import Column, FormMapping

__all__ = ["read_mapping", "write_mapping"]

INTRODUCTION = """\
# How the columns of a form become answers. Read it, decide every "?" and every [[unsure]], and keep it beside the file.
# To decide an [[unsure]] entry, rename it to [[column]] and replace its "?", or rename it to [[ignored]].
# A column of boxes has a mark (exists, develop) and a quality for each option, or a quality and a mark for each option.
"""

LISTS = {"column": "columns", "unsure": "unsure", "ignored": "ignored"}
"""The lists of a mapping file, and what holds them."""

KINDS = {
    "str": "a text in quotes",
    "int": "a whole number",
    "bool": "true or false",
    "Mapping[str, str]": "a table of texts",
    "tuple[str, ...]": "a list of texts",
}


def write_mapping(mapping: FormMapping, path: Path | str) -> None:
    """Write `mapping` as a TOML file for a person to review."""
    general = {name: value for name, value in _plain(mapping).items() if isinstance(value, str)}
    lines = [INTRODUCTION, *(f"{name} = {_quoted(value)}" for name, value in general.items())]
    for kind in ("unsure", "column", "ignored"):
        for column in getattr(mapping, LISTS[kind]):
            lines += ["", f"[[{kind}]]", *_column_lines(kind, column)]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_mapping(path: Path | str) -> FormMapping:
    """Read a mapping file.

    Raises `ImportingError` if it is missing, is not TOML, or holds a key that nobody knows.
    """
    path = Path(path)
    tree = _read_tree(path)
    lists = {kind: tree.pop(kind, []) for kind in LISTS}
    faults = list(_shape_faults(path.name, tree, FormMapping))
    for kind, entries in lists.items():
        for number, entry in enumerate(entries if isinstance(entries, list) else [list(entries)], start=1):
            faults += _shape_faults(f"{path.name}, [[{kind}]] {number}", entry, Column)
    if faults:
        raise ImportingError(f"The mapping {path.name} cannot be read.", faults)
    columns = {kind: tuple(map(_column, entries)) for kind, entries in lists.items()}
    return FormMapping(**tree, columns=columns["column"], unsure=columns["unsure"], ignored=columns["ignored"])


def _read_tree(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        fault = Fault(str(path), error.strerror or "an error", "a mapping file", "Check its name and folder.")
    except UnicodeDecodeError:
        fault = Fault(path.name, "a file that is not UTF-8", "UTF-8", "Save the file again with the encoding UTF-8.")
    except tomllib.TOMLDecodeError as error:
        fault = Fault(path.name, str(error), "TOML", "Mend the line that is named, or propose the mapping again.")
    raise ImportingError(f"The mapping {path.name} cannot be read.", [fault])


def _shape_faults(place: str, entry: Any, shape: type[FormMapping] | type[Column]) -> Iterator[Fault]:
    """What keeps an entry of the file from being built: keys that nobody knows, keys that lack, wrong kinds."""
    known = {member.name: member for member in fields(shape) if member.name not in LISTS.values()}
    if not isinstance(entry, dict):
        yield Fault(place, repr(entry), "a table with two brackets", "Write two brackets on each side of its name.")
        return
    for name in sorted(entry.keys() - known.keys()):
        yield Fault(place, f"the key {name!r}", ", ".join(known), "Correct its spelling, or remove it.")
    for name, member in known.items():
        if name not in entry and member.default is MISSING and member.default_factory is MISSING:
            yield Fault(place, f"no key {name!r}", ", ".join(known), f"Add {name!r}.")
        elif name in entry and not _is_of_kind(entry[name], str(member.type)):
            yield Fault(
                place, f"{name} = {entry[name]!r}", KINDS[str(member.type)], "Write it as in a proposed mapping."
            )


def _is_of_kind(value: Any, kind: str) -> bool:
    if kind.startswith("Mapping"):
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if kind.startswith("tuple"):
        return isinstance(value, list) and all(isinstance(text, str) for text in value)
    return type(value).__name__ == kind


def _plain(thing: Any) -> dict[str, Any]:
    return {entry.name: getattr(thing, entry.name) for entry in fields(thing)}


def _column_lines(kind: str, column: Column) -> Iterator[str]:
    values = _plain(column)
    tables = {name: values.pop(name) for name in ("answers", "options")}
    for name, value in values.items():
        if value and (name, value) != ("occurrence", 1):
            yield f"{name} = {_quoted(value)}"
    for name, table in tables.items():
        if table:
            yield f"[{kind}.{name}]"
            yield from (f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items())


def _quoted(value: Any) -> str:
    """A value as TOML writes it, which is how JSON writes texts, numbers, truth and lists."""
    return json.dumps(value, ensure_ascii=False)


def _column(entry: dict[str, Any]) -> Column:
    return Column(**{**entry, "could_be": tuple(entry.get("could_be", ()))})
