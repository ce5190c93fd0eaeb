"""Coding: what one coder has found in each written answer, as frozen data, and how a step is taken back.

It answers which texts a coder reads and in which order, what was found in one of them, and how far the reading is.
A coding is an act of its own and a confirmation another: a text may be coded and never shown, or shown and never
coded. Nothing here knows who wrote a text or what else that person answered. The order is random, but the same each
time and another for each coder, so that it says nothing about who answered first and two coders do not tire at the
same texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

import pandas as pd

from analysis.errors import Fault, ResponseError
from analysis.guide import Guide
from analysis.responses.frames import AGREED

__all__ = [
    "WHICH",
    "Mask",
    "Progress",
    "Reading",
    "Step",
    "Written",
    "check_themes",
    "choose_texts",
    "count_progress",
    "differing",
    "find_readings",
    "find_written",
    "is_settling",
    "only_of",
    "read_themes",
    "token_of",
]

Mask = tuple[int, int, str]
"""Where a person masks a text: from which character to before which, and what stands there."""

WHICH = ("all", "unread", "unconfirmed", "confirmed")
"""Which texts of a question are gone through."""


@dataclass(frozen=True)
class Written:
    """One written answer; `token` names it to a page, and cannot be matched with the same person's other answers."""

    token: str
    response_id: str
    item: str
    language: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What is known of one text: the themes that a coder found (None before it was read), and what is to be masked.

    `confirmed` is the masked version that may be released; empty where none was confirmed.
    """

    themes: tuple[str, ...] | None = None
    memo: str = ""
    masks: tuple[Mask, ...] = ()
    confirmed: str = ""


@dataclass(frozen=True)
class Step:
    """One act: which text it changed, from what into what."""

    token: str
    before: Reading
    after: Reading

    def undone(self, now: Reading) -> Reading:
        """`now` without this act; what other acts changed meanwhile stays.

        >>> step = Step("t", Reading(), Reading(themes=("time",)))
        >>> step.undone(Reading(themes=("time",), memo="see the next")).memo
        'see the next'
        """
        changed = (field.name for field in fields(Reading))
        back = {name: getattr(self.before, name) for name in changed if self._changes(name)}
        return replace(now, **back)

    def _changes(self, name: str) -> bool:
        return getattr(self.before, name) != getattr(self.after, name)


@dataclass(frozen=True)
class Progress:
    """How far the reading of one question is: texts written, read by this coder, and confirmed."""

    item: str
    written: int
    read: int
    confirmed: int


def find_written(responses: pd.DataFrame, guide: Guide, library_id: str, wave: str, coder: str) -> dict[str, Written]:
    """The written answers of one wave by token, each question in the order in which `coder` reads it.

    `responses` has the columns of the responses frame. Texts of blanks alone count as not written.
    """
    rows = responses[(responses["library_id"] == library_id) & (responses["wave"] == wave)]
    found = (written for item in guide.text_items for written in _of_item(rows, item.id, f"{wave}\n{coder}"))
    return {written.token: written for written in found}


def find_readings(
    written: Mapping[str, Written], codings: pd.DataFrame, confirmed: pd.DataFrame, coder: str
) -> dict[str, Reading]:
    """What the frames say of each written text: the coding of `coder` alone, and the confirmation of anybody."""
    own = codings[codings["coder"] == coder]
    themes = _by_key(own, "themes")
    memos = _by_key(own, "memo")
    texts = _by_key(confirmed, "text")
    keys = {token: (text.response_id, text.item) for token, text in written.items()}
    return {
        token: Reading(
            themes=read_themes(themes[key]) if key in themes else None,
            memo=memos.get(key, ""),
            confirmed=texts.get(key, ""),
        )
        for token, key in keys.items()
    }


def differing(codings: pd.DataFrame) -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    """The texts that both coders have read in different ways: what the first found and the second, by text.

    Only texts that both have read: before that, no coder's finding is shown to anybody.

    >>> rows = [("p1", "tour_keep", "first", "time", ""), ("p1", "tour_keep", "second", "", "")]
    >>> differing(pd.DataFrame(rows, columns=["response_id", "item", "coder", "themes", "memo"]))
    {('p1', 'tour_keep'): (('time',), ())}
    """
    first, second = (_by_key(codings[codings["coder"] == coder], "themes") for coder in ("first", "second"))
    both = {key: (read_themes(first[key]), read_themes(second[key])) for key in first if key in second}
    return {key: found for key, found in both.items() if set(found[0]) != set(found[1])}


def choose_texts(
    written: Mapping[str, Written], readings: Mapping[str, Reading], item: str, which: str
) -> tuple[str, ...]:
    """The tokens of the texts of one question that are gone through, in their order."""
    tests = {
        "all": lambda _: True,
        "unread": lambda reading: reading.themes is None,
        "unconfirmed": lambda reading: not reading.confirmed,
        "confirmed": lambda reading: bool(reading.confirmed),
    }
    fits = tests.get(which, tests["all"])
    return tuple(token for token, text in written.items() if text.item == item and fits(readings[token]))


def count_progress(
    written: Mapping[str, Written], readings: Mapping[str, Reading], guide: Guide
) -> tuple[Progress, ...]:
    """How far the reading of each question is, in the order of the guide; a question without texts is left out."""
    counts = {item.id: [0, 0, 0] for item in guide.text_items}
    for token, text in written.items():
        reading = readings[token]
        for place, counted in enumerate((True, reading.themes is not None, bool(reading.confirmed))):
            counts[text.item][place] += counted
    return tuple(Progress(item, *numbers) for item, numbers in counts.items() if numbers[0])


def read_themes(cell: Any) -> tuple[str, ...]:
    """The ids in a cell of the column `themes`.

    >>> read_themes("time leaders")
    ('time', 'leaders')
    """
    return tuple(str(cell).split()) if isinstance(cell, str) else ()


def check_themes(themes: Iterable[object], allowed: Sequence[str], only_one: bool) -> tuple[str, ...]:
    """`themes` in the order of the codebook, each once.

    Raises `ResponseError` for a theme that the question does not have, and for several where there is one at most.
    """
    chosen = {str(theme) for theme in themes}
    unknown = sorted(chosen - set(allowed))
    if unknown:
        raise _refused(", ".join(unknown), ", ".join(allowed), "Choose among the themes of this question.")
    if only_one and len(chosen) > 1:
        raise _refused(", ".join(sorted(chosen)), "one kind at most", "Choose the one that fits best.")
    return tuple(theme for theme in allowed if theme in chosen)


def only_of(written: Mapping[str, Written], keys: Collection[tuple[str, str]]) -> dict[str, Written]:
    """The texts that `keys` name by response and question."""
    return {token: text for token, text in written.items() if (text.response_id, text.item) in keys}


def token_of(seed: str, item: str, response_id: str) -> str:
    """What names a text to a page, and what texts are sorted by: a digest, which tells nothing by itself."""
    return sha256("\n".join((seed, item, response_id)).encode()).hexdigest()[:24]


def is_settling(coder: str) -> bool:
    """Whether the two coders sit together over what they have coded in different ways."""
    return coder == AGREED


def _of_item(rows: pd.DataFrame, item: str, seed: str) -> Iterator[Written]:
    texts = rows[item].fillna("").astype("str")
    there = texts.str.strip() != ""
    cells = zip(rows.loc[there, "response_id"], rows.loc[there, "language"], texts[there], strict=True)
    found = (Written(token_of(seed, item, person), person, item, language, text) for person, language, text in cells)
    yield from sorted(found, key=lambda written: written.token)


def _by_key(frame: pd.DataFrame, column: str) -> dict[tuple[str, str], str]:
    keys = zip(frame["response_id"], frame["item"], strict=True)
    return dict(zip(keys, frame[column].fillna("").astype("str"), strict=True))


def _refused(found: str, allowed: str, repair: str) -> ResponseError:
    return ResponseError("This text cannot be coded so.", [Fault("themes", found, allowed, repair)])
