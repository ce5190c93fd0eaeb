"""Loading: from a guide file to a `Guide`, or to every fault in the file.

The file says what is asked; the words stand beside it, one file per language. Both are checked here, so
that a guide with a missing translation is found when it is loaded and not when a respondent meets it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import Fault, GuideError
from analysis.guide.model import ALL, LEADS, Cohort, CohortValue, Guide, Item, Policy, Scale, Section
from analysis.guide.words import Words, load_words

__all__ = ["DEFAULT_GUIDE", "load_guide"]

DEFAULT_GUIDE = Path(__file__).with_name("text") / "learning_culture.toml"
SECTIONS = ("goals", "culture_tour", "qualities", "strategies", "continuum", "reflection", "action_plan")
KEYS = {
    "the file": {"id", "version", "languages", "policy", "cohort", "scale", "section"},
    "section": {"id", "items", "subjects", "inspired_by"},
    "item": {"id", "scale", "unsure", "keyed"},
    "cohort": {"id", "values"},
    "scale": {"id", "points"},
}
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
RESERVED = {
    ALL,
    LEADS,
    "response_id",
    "library_id",
    "wave",
    "submitted_at",
    "language",
    "guide_version",
    "response_mode",
}


def load_guide(path: Path | str | None = None) -> Guide:
    """Read and check a guide file (the toolkit's own if no path is given).

    Raises `GuideError`, which lists every fault with its place and its repair.

    >>> load_guide().version
    '1.0'
    """
    return _load(Path(path) if path else DEFAULT_GUIDE)


@cache
def _load(path: Path) -> Guide:
    tree = _read(path)
    faults = list(_structure_faults(tree))
    if faults:
        raise GuideError(f"The guide file {path.name} cannot be used.", faults)
    guide = _build(tree)
    faults = [*_meaning_faults(guide), *_wording_faults(guide)]
    if faults:
        raise GuideError(f"The guide file {path.name} cannot be used.", faults)
    return guide


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fault = Fault(str(path), "no file", "a guide file in TOML", "Check the name and the folder.")
    except UnicodeDecodeError:
        fault = Fault(path.name, "a file that is not UTF-8", "UTF-8", "Save the file again with the encoding UTF-8.")
    except tomllib.TOMLDecodeError as error:
        fault = Fault(path.name, str(error), "TOML", "Mend the line that is named, or start from a fresh copy.")
    raise GuideError(f"The guide file {path.name} cannot be read.", [fault])


def _structure_faults(tree: Mapping[str, Any]) -> Iterator[Fault]:
    """What keeps the file from being built at all: missing keys, unknown keys, wrong kinds."""
    yield from _key_faults("the file", "the file", tree, required=KEYS["the file"] - {"policy"})
    for kind, required in (("cohort", {"id", "values"}), ("scale", {"id", "points"}), ("section", {"id", "items"})):
        entries = tree.get(kind, [])
        if not isinstance(entries, list):
            yield Fault(kind, "a single table", f"[[{kind}]] with two brackets", "Write two brackets on each side.")
            continue
        for number, entry in enumerate(entries, start=1):
            place = f"{kind} {entry.get('id', number)}"
            yield from _key_faults(place, kind, entry, required)
            if kind == "section":
                yield from _item_faults(place, entry.get("items", []))


def _key_faults(place: str, kind: str, entry: Mapping[str, Any], required: set[str]) -> Iterator[Fault]:
    allowed = ", ".join(sorted(KEYS[kind]))
    for key in sorted(required - entry.keys()):
        yield Fault(place, f"no {key!r}", allowed, f"Add {key!r}.")
    for key in sorted(entry.keys() - KEYS[kind]):
        yield Fault(place, repr(key), allowed, f"Remove {key!r} or correct its spelling.")


def _item_faults(place: str, items: Sequence[Any]) -> Iterator[Fault]:
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            yield from _key_faults(f"{place}, item {item.get('id', number)}", "item", item, {"id"})
        else:
            yield Fault(f"{place}, item {number}", repr(item), '{ id = "…" }', "Write the item in braces.")


def _build(tree: Mapping[str, Any]) -> Guide:
    scales = {entry["id"]: Scale(entry["id"], tuple(entry["points"])) for entry in tree["scale"]}
    return Guide(
        id=tree["id"],
        version=tree["version"],
        languages=tuple(tree["languages"]),
        policy=Policy(**tree.get("policy", {})),
        cohorts=tuple(
            Cohort(entry["id"], tuple(CohortValue(**value) for value in entry["values"])) for entry in tree["cohort"]
        ),
        sections=tuple(_build_section(entry, scales) for entry in tree["section"]),
    )


def _build_section(entry: Mapping[str, Any], scales: Mapping[str, Scale]) -> Section:
    subjects = tuple(entry.get("subjects", ()))
    about = [item for item in entry["items"] if "{subject}" in item["id"]]
    alone = [item for item in entry["items"] if "{subject}" not in item["id"]]
    pairs = [(item, subject) for subject in subjects for item in about] + [(item, "") for item in alone]
    return Section(
        id=entry["id"],
        items=tuple(_build_item(item, subject, entry["id"], scales) for item, subject in pairs),
        subjects=subjects,
        inspired_by=entry.get("inspired_by", ""),
    )


def _build_item(entry: Mapping[str, Any], subject: str, section: str, scales: Mapping[str, Scale]) -> Item:
    name = entry.get("scale")
    # An unknown scale is kept as an empty one, so that it is reported among the other faults.
    scale = scales.get(name, Scale(name, ())) if name else None
    return Item(
        id=entry["id"].replace("{subject}", subject),
        section=section,
        scale=scale,
        subject=subject,
        keyed=entry.get("keyed", ""),
        unsure=entry.get("unsure", False),
    )


def _meaning_faults(guide: Guide) -> Iterator[Fault]:
    """What a well-formed file may still get wrong."""
    found = tuple(section.id for section in guide.sections)
    if set(found) != set(SECTIONS) or len(found) != len(SECTIONS):
        yield Fault("sections", ", ".join(found), ", ".join(SECTIONS), "Give each of the seven parts exactly once.")
    names = [item.id for item in guide.items] + [cohort.id for cohort in guide.cohorts]
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(name, f"the id {count} times", "each id once", "Rename all but one.")
        if name in RESERVED:
            yield Fault(name, "a reserved id", "an id that the toolkit does not use itself", "Choose another id.")
        if not NAME.fullmatch(name):
            yield Fault(name, repr(name), "small letters, digits and _", "Rename it.")
    for item in guide.items:
        if item.scale and not item.scale.points:
            yield Fault(f"item {item.id}", f"the scale {item.scale.id!r}", "a scale of the file", "Define the scale.")
        if item.keyed not in ("", "growth", "fixed"):
            yield Fault(f"item {item.id}", f"keyed = {item.keyed!r}", "growth, fixed", "Correct `keyed`.")
    yield from _policy_faults(guide.policy)


def _policy_faults(policy: Policy) -> Iterator[Fault]:
    if policy.minimum_group < 5:
        yield Fault("policy", f"minimum_group = {policy.minimum_group}", "5 or more", "Raise it to at least 5.")
    if policy.minimum_texts < 10:
        yield Fault("policy", f"minimum_texts = {policy.minimum_texts}", "10 or more", "Raise it to at least 10.")


def _wording_faults(guide: Guide) -> Iterator[Fault]:
    for language in guide.languages:
        try:
            words = load_words(language)
        except GuideError as error:
            yield from error.faults
            continue
        for key in _wording_keys(guide):
            if not _is_worded(words, key):
                repair = f"Add the text to text/{language}/guide.toml."
                yield Fault(f"wording {language}", f"nothing for {key!r}", "a text", repair)


def _wording_keys(guide: Guide) -> Iterator[str]:
    yield from (f"guide.{key}" for key in ("title", "purpose", "duration", "consent", "who_sees", "threshold"))
    for cohort in guide.cohorts:
        yield from (f"guide.cohort.{cohort.id}.{key}" for key in ("label", "question", *cohort.value_ids))
    for section in guide.sections:
        yield from (f"guide.section.{section.id}.{key}" for key in ("title", "why"))
    for quality in guide.qualities:
        yield from (f"guide.quality.{quality}.{key}" for key in ("name", "statement"))
    for situation in guide.situations:
        yield from (f"guide.situation.{situation}.{key}" for key in ("name", "growth", "fixed", "try"))
    for item in guide.items:
        if item.scale is None:
            yield f"guide.text.{item.id}"
        else:
            yield from (f"guide.scale.{item.scale.id}.{point}" for point in item.scale.points)


def _is_worded(words: Words, key: str) -> bool:
    return words.has(key) and all(text.strip() for text in words.many(key))
