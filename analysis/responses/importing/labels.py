"""Labels: what people write for a code.

Somebody who fills in a table writes “Yes”, “strongly agree” or “2 to 5 years” where the frames hold `1`, `6`
or `2_to_5_years`. A label is taken for its code in every language of the guide, whatever its case, accents
and spaces; a label that could mean two codes is taken for none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from analysis.guide import ALL, BLANK_NAMES, Cohort, Guide, Words
from analysis.responses.frames import Field

__all__ = ["Labels", "field_labels", "fold"]

Labels = dict[str, str]
"""What a label, folded, stands for."""

EDGES = " .:;,!?¿¡\"'“”«»*()"
SPACES = re.compile(r"\s+")
WORKS = "works_5"


def fold(text: str) -> str:
    """`text` without case, accents, repeated spaces and the signs at its ends, for comparing.

    >>> fold("  Sí, claro. "), fold("Two\\u00a0 words\\n")
    ('si, claro', 'two words')
    """
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return SPACES.sub(" ", plain.casefold().replace("’", "'")).strip(EDGES)


def field_labels(field: Field, guide: Guide) -> Labels:
    """The labels of one column, in all languages of `guide`, by what they stand for.

    >>> from analysis.guide import load_guide
    >>> field_labels(Field("locale", "choice", ("city", "rural")), load_guide())["zona rural"]
    'rural'
    """
    meanings: dict[str, set[str]] = defaultdict(set)
    for language in guide.languages:
        for label, code in _spoken(field, guide, guide.words(language)):
            meanings[fold(label)].add(code)
    return {label: codes.pop() for label, codes in meanings.items() if len(codes) == 1}


def _spoken(field: Field, guide: Guide, words: Words) -> Iterator[tuple[str, str]]:
    """The labels of one column in one language, each with its code."""
    cohorts = {cohort.id: cohort for cohort in guide.cohorts}
    if field.name in cohorts:
        yield from _values(cohorts[field.name], words)
    elif field.name == "cohort":
        yield words("guide.cohort.all.label"), ALL
        yield from ((words(f"guide.cohort.{cohort.id}.label"), cohort.id) for cohort in guide.cohorts)
    elif field.name in ("value", "participants"):
        yield words("guide.cohort.all.all"), ALL
        yield from (pair for cohort in guide.cohorts for pair in _values(cohort, words))
    elif field.name in ("qualities", "target"):
        yield from _subjects(field, guide, words)
    elif field.kind == "code":
        yield from _points(field, guide, words)
    elif field.kind == "choice":
        keys = ((str(value), f"template.choice.{field.name}.{value}") for value in field.allowed)
        yield from ((words(key), value) for value, key in keys if words.has(key))
    yield from _blanks(field, words)


def _values(cohort: Cohort, words: Words) -> Iterator[tuple[str, str]]:
    yield from ((words(f"guide.cohort.{cohort.id}.{value}"), value) for value in cohort.value_ids)


def _subjects(field: Field, guide: Guide, words: Words) -> Iterator[tuple[str, str]]:
    yield from ((words(f"guide.quality.{quality}.name"), quality) for quality in guide.qualities)
    if field.name == "target":
        yield from ((words(f"guide.situation.{situation}.name"), situation) for situation in guide.situations)


def _points(field: Field, guide: Guide, words: Words) -> Iterator[tuple[str, str]]:
    scales = {item.id: item.scale for item in guide.scaled_items}
    scale = scales.get(field.name)
    points = scale.points if scale else [value for value in field.allowed if int(value) > 0]
    name = scale.id if scale else WORKS
    yield from ((words(f"guide.scale.{name}.{point}"), str(point)) for point in points)


def _blanks(field: Field, words: Words) -> Iterator[tuple[str, str]]:
    allowed = {str(value) for value in field.allowed}
    for blank, name in BLANK_NAMES.items():
        if str(int(blank)) in allowed:
            yield words(f"guide.blank.{name}"), str(int(blank))
