"""Shape: whether a guide file can be read as a guide at all.

A guide file is made of tables (`[[cohort]]`, `[[scale]]`, `[[section]]` and what is in them). Each kind of
table has its keys, and each key one kind of value; that is all that is looked at here. Whether the parts
fit together is the matter of `analysis.guide.meaning`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from analysis.errors import Fault

__all__ = ["SUBJECT", "shape_faults"]

SUBJECT = "{subject}"
"""What stands in the id of an item that is asked about every subject of its part."""


class Value(NamedTuple):
    """A kind of value: how a person would call it, whether something is one, and whether it may be left out."""

    wanted: str
    fits: Callable[[Any], bool]
    optional: bool = False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(fits(entry) for entry in value)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


TEXT = Value("a text in quotes", _is_text)
TEXTS = Value('a list of texts such as ["en", "es"]', _list_of(_is_text))
WHOLE = Value("a whole number", _is_whole, optional=True)
POINTS = Value("a list of whole numbers such as [1, 0]", _list_of(_is_whole))
TRUTH = Value("true or false", lambda value: isinstance(value, bool), optional=True)
LIST = Value('a list of entries such as { id = "…" }', lambda value: isinstance(value, list) and bool(value))
PAIRS = Value(
    'a list of pairs such as [["leads", "unit"]]',
    lambda value: isinstance(value, list) and all(_list_of(_is_text)(pair) and len(pair) == 2 for pair in value),
    optional=True,
)
POLICY = Value("a table under [policy]", _is_table, optional=True)

SHAPES: dict[str, dict[str, Value]] = {
    "the file": {
        "id": TEXT,
        "version": TEXT,
        "languages": TEXTS,
        "pairs": PAIRS,
        "policy": POLICY,
        **{
            kind: Value(f"tables under [[{kind}]], with two brackets", _list_of(_is_table))
            for kind in ("cohort", "scale", "section")
        },
    },
    "policy": {"minimum_group": WHOLE, "minimum_texts": WHOLE},
    "cohort": {"id": TEXT, "values": LIST},
    "value": {"id": TEXT, "leads": TRUTH},
    "scale": {"id": TEXT, "points": POINTS},
    "section": {
        "id": TEXT,
        "items": LIST,
        "subjects": TEXTS._replace(optional=True),
        "inspired_by": TEXT._replace(optional=True),
    },
    "item": {
        "id": TEXT,
        "scale": TEXT._replace(optional=True),
        "unsure": TRUTH,
        "keyed": TEXT._replace(optional=True),
    },
}
INSIDE = {"cohort": ("values", "value"), "section": ("items", "item")}


def shape_faults(tree: Mapping[str, Any]) -> Iterator[Fault]:
    """Every key that is missing, unknown, or holds the wrong kind of value.

    >>> [str(fault) for fault in shape_faults({"id": 7})][0]
    "the file: found id = 7; allowed: a text in quotes. Correct 'id'."
    """
    yield from _table_faults("the file", "the file", tree)
    if _is_table(tree.get("policy")):
        yield from _table_faults("policy", "policy", tree["policy"])
    for kind in ("cohort", "scale", "section"):
        entries = [entry for entry in _entries(tree.get(kind)) if _is_table(entry)]
        for number, entry in enumerate(entries, start=1):
            yield from _entry_faults(kind, _place(kind, entry, number), entry)
        for name, count in Counter(str(entry.get("id")) for entry in entries).items():
            if count > 1:
                yield Fault(f"{kind} {name}", f"the id {count} times", "each id once", "Rename or remove all but one.")


def _entry_faults(kind: str, place: str, entry: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _table_faults(place, kind, entry)
    key, inner = INSIDE.get(kind, ("", ""))
    for number, part in enumerate(_entries(entry.get(key)), start=1):
        if _is_table(part):
            yield from _table_faults(f"{place}, {_place(inner, part, number)}", inner, part)
            if SUBJECT in str(part.get("id")) and "subjects" not in entry:
                repair = "Add `subjects` to the part, or take {subject} out of the id."
                yield Fault(f"{place}, {_place(inner, part, number)}", SUBJECT, "subjects to ask about", repair)
        else:
            yield Fault(f"{place}, {inner} {number}", repr(part), '{ id = "…" }', f"Write the {inner} in braces.")


def _table_faults(place: str, kind: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    shape = SHAPES[kind]
    allowed = ", ".join(shape)
    for key, value in shape.items():
        if key not in table and not value.optional:
            yield Fault(place, f"no {key!r}", value.wanted, f"Add {key!r}.")
        elif key in table and not value.fits(table[key]):
            yield Fault(place, f"{key} = {table[key]!r}", value.wanted, f"Correct {key!r}.")
    for key in sorted(table.keys() - shape.keys()):
        yield Fault(place, repr(key), allowed, f"Remove {key!r} or correct its spelling.")


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _place(kind: str, entry: Mapping[str, Any], number: int) -> str:
    return f"{kind} {entry['id']}" if _is_text(entry.get("id")) else f"{kind} {number}"
