"""Meaning: what a well-formed guide file may still get wrong.

Ids become columns of the responses, so each must be a plain name and occur once. Scores are computed from
the two marks of every quality and the two statements of every situation, so these must be there. And every
question needs words in every language of the guide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from analysis.errors import Fault, GuideError
from analysis.guide.model import ALL, LEADS, PAIR_SIGN, Cohort, Guide, Item, Policy, Scale
from analysis.guide.words import Words, load_words

__all__ = ["meaning_faults", "wording_faults"]

SECTIONS = ("goals", "culture_tour", "qualities", "strategies", "continuum", "reflection", "action_plan")
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
RESERVED = {
    *(ALL, LEADS),
    *("response_id", "library_id", "wave", "submitted_at", "agreed_at", "language", "guide_version", "response_mode"),
    "link",
    # Columns that scoring adds beside the answers.
    *("exists_yes", "exists_answered", "scored", "position", "band"),
}
MARKS = ("exists", "develop")
ENDS = ("growth", "fixed")


def meaning_faults(guide: Guide) -> Iterator[Fault]:
    """Everything by which the parts of a guide contradict each other or cannot be scored."""
    found = [section.id for section in guide.sections]
    if Counter(found) != Counter(SECTIONS):
        yield Fault("sections", ", ".join(found), ", ".join(SECTIONS), "Give each of the seven parts exactly once.")
    columns = [item.id for item in guide.items] + [cohort.id for cohort in guide.cohorts]
    yield from _repeated("the items and cohorts", columns)
    for name in dict.fromkeys(columns):
        yield from _name_faults(name)
        if name in RESERVED:
            yield Fault(name, "a reserved id", "an id that the toolkit does not use itself", "Choose another id.")
    for cohort in guide.cohorts:
        yield from _cohort_faults(cohort)
    yield from _pair_faults(guide)
    for item in guide.items:
        yield from _item_faults(item)
    yield from _quality_faults(guide)
    yield from _situation_faults(guide)
    yield from _policy_faults(guide.policy)


def wording_faults(guide: Guide) -> Iterator[Fault]:
    """Every text that the guide needs and that one of its languages does not have."""
    yield from _repeated("languages", guide.languages)
    for language in dict.fromkeys(guide.languages):
        try:
            words = load_words(language)
        except GuideError as error:
            yield from error.faults
            continue
        for key in dict.fromkeys(_wording_keys(guide)):
            if not _is_worded(words, key):
                repair = f"Add the text to text/{language}/guide.toml."
                yield Fault(f"wording {language}", f"nothing for {key!r}", "a text", repair)


def _repeated(place: str, names: Iterable[object]) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Fault(place, f"{name!r} {count} times", "each once", "Rename or remove all but one.")


def _name_faults(name: str) -> Iterator[Fault]:
    if not NAME.fullmatch(name):
        yield Fault(name, repr(name), "small letters, digits and _", "Rename it.")


def _cohort_faults(cohort: Cohort) -> Iterator[Fault]:
    yield from _repeated(f"cohort {cohort.id}", cohort.value_ids)
    for value in dict.fromkeys(cohort.value_ids):
        yield from _name_faults(value)


def _pair_faults(guide: Guide) -> Iterator[Fault]:
    lead = guide.lead_cohort
    columns = [*(cohort.id for cohort in guide.cohorts), *([LEADS] if lead else [])]
    for pair in dict.fromkeys(guide.pairs):
        place = f"pair {PAIR_SIGN.join(pair)}"
        for name in dict.fromkeys(pair):
            if name not in columns:
                yield Fault(place, repr(name), ", ".join(columns), "Correct the name of the column.")
        if pair[0] == pair[1]:
            yield Fault(place, f"{pair[0]!r} with itself", "two different columns", "Correct or remove the pair.")
        if lead and set(pair) == {LEADS, lead.id}:
            found = f"{LEADS!r} with {lead.id!r}, which says who leads"
            yield Fault(place, found, "two columns that tell different things", "Correct or remove the pair.")
    for names, count in Counter(tuple(sorted(pair)) for pair in guide.pairs).items():
        if count > 1:
            found = f"{names[0]!r} with {names[1]!r} {count} times"
            yield Fault("pairs", found, "each pair once, in one order", "Remove all but one.")


def _item_faults(item: Item) -> Iterator[Fault]:
    if item.scale:
        yield from _scale_faults(f"item {item.id}", item.scale)
    if item.keyed not in ("", *ENDS):
        yield Fault(f"item {item.id}", f"keyed = {item.keyed!r}", ", ".join(ENDS), "Correct `keyed`.")


def _scale_faults(place: str, scale: Scale) -> Iterator[Fault]:
    if not scale.points:
        yield Fault(place, f"the scale {scale.id!r}", "a scale of the file", "Define the scale.")
        return
    yield from _repeated(f"scale {scale.id}", scale.points)
    if min(scale.points) < 0:
        allowed = "whole numbers from 0, because the others say why an answer is missing"
        yield Fault(f"scale {scale.id}", f"the point {min(scale.points)}", allowed, "Number the points from 0 or 1.")


def _quality_faults(guide: Guide) -> Iterator[Fault]:
    for quality in _subjects(guide, "qualities"):
        for mark in MARKS:
            item = _item(guide, f"{mark}_{quality}")
            if item is None or item.scale is None or set(item.scale.points) != {0, 1}:
                repair = f'Give the part qualities an item {{ id = "{mark}_{{subject}}" }} on the scale 1, 0.'
                yield Fault(f"quality {quality}", f"no mark {mark}", "two marks of yes and no", repair)


def _situation_faults(guide: Guide) -> Iterator[Fault]:
    for situation in _subjects(guide, "continuum"):
        pair = [_item(guide, f"{situation}_{end}") for end in ENDS]
        keyed = [item.keyed for item in pair if item is not None and item.scale is not None]
        if keyed != list(ENDS) or len({item.scale for item in pair if item}) > 1:
            allowed = f"{situation}_growth and {situation}_fixed on one scale, keyed accordingly"
            yield Fault(f"situation {situation}", "no such pair", allowed, "Add or correct the two items.")


def _policy_faults(policy: Policy) -> Iterator[Fault]:
    if policy.minimum_group < 5:
        yield Fault("policy", f"minimum_group = {policy.minimum_group}", "5 or more", "Raise it to at least 5.")
    if policy.minimum_texts < 10:
        yield Fault("policy", f"minimum_texts = {policy.minimum_texts}", "10 or more", "Raise it to at least 10.")


def _subjects(guide: Guide, section_id: str) -> tuple[str, ...]:
    """The subjects of a part, or none where the part itself is missing."""
    return next((section.subjects for section in guide.sections if section.id == section_id), ())


def _item(guide: Guide, item_id: str) -> Item | None:
    return next((item for item in guide.items if item.id == item_id), None)


def _wording_keys(guide: Guide) -> Iterator[str]:
    yield from (f"guide.{key}" for key in ("title", "purpose", "duration", "consent", "who_sees", "threshold"))
    yield from (f"guide.mark.{mark}" for mark in MARKS)
    for cohort in (*guide.cohorts, guide.cohort(ALL), *([guide.cohort(LEADS)] if guide.lead_cohort else [])):
        own = ("label", "question") if cohort in guide.cohorts else ("label",)
        yield from (f"guide.cohort.{cohort.id}.{key}" for key in (*own, *cohort.value_ids))
    for section in guide.sections:
        yield from (f"guide.section.{section.id}.{key}" for key in ("title", "why"))
    for quality in _subjects(guide, "qualities"):
        yield from (f"guide.quality.{quality}.{key}" for key in ("name", "statement"))
    for situation in _subjects(guide, "continuum"):
        yield from (f"guide.situation.{situation}.{key}" for key in ("name", "growth", "fixed", "try"))
    for item in guide.items:
        if not item.subject:
            yield f"guide.text.{item.id}"
        if item.scale:
            yield from (f"guide.scale.{item.scale.id}.{point}" for point in item.scale.points)


def _is_worded(words: Words, key: str) -> bool:
    return words.has(key) and all(text.strip() for text in words.many(key))
