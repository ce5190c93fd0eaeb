"""Frames: the shapes in which answers and their surroundings travel.

One table of `Field`s per frame is the single place that says which columns there are, of which kind, and
what they may hold; `KEYS` says what makes a row the same row as before. The gate, the store, the template
and the importers all read it from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.guide import ALL, LEADS, PAIR_SIGN, Blank, Cohort, Guide

__all__ = [
    "ACTIONS",
    "ACTION_STATUSES",
    "AGREED",
    "CODERS",
    "CODINGS",
    "CONFIRMED_TEXTS",
    "FRAMES",
    "KEYS",
    "LIBRARIES",
    "LINK",
    "LISTED_NAMES",
    "OPEN",
    "RATINGS",
    "RESPONSE_MODES",
    "ROSTER",
    "STRATEGIES",
    "THEMES",
    "Field",
    "dtype_of",
    "empty_frame",
    "fields_of",
    "of_wave",
    "response_fields",
    "team_guide_fields",
    "with_leads",
]

RESPONSE_MODES = ("forced_choice", "check_all")
"""How the marks were asked: yes/no for each, or ticks where nothing ticked may be nothing read."""

LINK = "link"
"""The column that says which answers of different waves one person gave, and nothing else about them."""

OPEN = ("proposed", "planned", "started")
"""The statuses of an action that is still to be done."""

ACTION_STATUSES = (*OPEN, "done", "dropped")
LIBRARY_TYPES = ("public", "academic", "school", "special")
LOCALES = ("city", "suburb", "town", "rural")
PARTICIPATION = ("required", "optional")
CONTENT_CHOSEN_BY = ("individual", "supervisor", "library")
FREQUENCIES = ("at_hire", "weekly", "monthly", "quarterly", "twice_a_year", "yearly", "on_demand")
STRATEGY_STATUSES = ("in_use", "to_explore")
NAME_KINDS = ("person", "place", "team")

AGREED = "agreed"
"""Whose coding counts where the two coders read a text in different ways: what they settled on together."""

CODERS = ("first", "second", AGREED)
"""Who coded a text; a place in the work and never a name."""

COHORT_BLANKS = (Blank.SKIPPED, Blank.NOT_SHOWN, Blank.DECLINED)


@dataclass(frozen=True)
class Field:
    """One column of a frame.

    `kind` is one of `id` (a name in one line), `text` (any text), `choice` (a text of `allowed`), `code` (a
    whole number of `allowed`), `count` (a whole number from 0), `number` (a number from 0) or `day` (an ISO
    date). Where `required` is false the cell may be empty, and the whole column may be absent.
    """

    name: str
    kind: str
    allowed: tuple[str | int, ...] = ()
    required: bool = True


LIBRARIES = (
    Field("library_id", "id"),
    Field("name", "text"),
    Field("type", "choice", LIBRARY_TYPES),
    Field("population", "count", required=False),
    Field("locale", "choice", LOCALES, required=False),
    Field("fte", "number", required=False),
)

ROSTER = (
    Field("library_id", "id"),
    Field("wave", "id"),
    Field("cohort", "id"),
    Field("value", "id"),
    Field("heads", "count"),
)

STRATEGIES = (
    Field("strategy_id", "id"),
    Field("library_id", "id"),
    Field("wave", "id"),
    Field("what", "text"),
    Field("participants", "text"),
    Field("participation", "choice", PARTICIPATION),
    Field("content_chosen_by", "choice", CONTENT_CHOSEN_BY),
    Field("frequency", "choice", FREQUENCIES),
    Field("hours", "number", required=False),
    Field("status", "choice", STRATEGY_STATUSES),
    Field("qualities", "text", required=False),
)

RATINGS = (
    Field("response_id", "id"),
    Field("strategy_id", "id"),
    Field("effectiveness", "code", (1, 2, 3, 4, 5, *COHORT_BLANKS)),
)

ACTIONS = (
    Field("action_id", "id"),
    Field("library_id", "id"),
    Field("wave", "id"),
    Field("step", "text"),
    Field("owner", "text", required=False),
    Field("due", "day", required=False),
    Field("status", "choice", ACTION_STATUSES),
    Field("target", "text", required=False),
    Field("expected_shift", "number", required=False),
)

CONFIRMED_TEXTS = (
    Field("response_id", "id"),
    Field("item", "id"),
    Field("text", "text"),
)

CODINGS = (
    Field("response_id", "id"),
    Field("item", "id"),
    Field("coder", "choice", CODERS),
    Field("themes", "text", required=False),
    Field("memo", "text", required=False),
)
"""What a coder found in a text: ids of themes with spaces between them (none is a finding too), and a note to self."""

THEMES = (
    Field("library_id", "id"),
    Field("theme", "id"),
    Field("part", "id"),
    Field("name", "text"),
    Field("meaning", "text", required=False),
)
"""The themes that a library has added to the codebook, for one part of the guide each."""

LISTED_NAMES = (
    Field("library_id", "id"),
    Field("name", "text"),
    Field("kind", "choice", NAME_KINDS),
)
"""Names that are masked wherever they stand in a text."""

FRAMES = {
    "libraries": LIBRARIES,
    "roster": ROSTER,
    "strategies": STRATEGIES,
    "strategy_ratings": RATINGS,
    "actions": ACTIONS,
    "confirmed_texts": CONFIRMED_TEXTS,
    "codings": CODINGS,
    "themes": THEMES,
    "listed_names": LISTED_NAMES,
}
"""The frames that stand beside the responses and are the same for every guide."""

KEYS = {
    "responses": ("response_id",),
    "team_guides": ("library_id", "wave"),
    "libraries": ("library_id",),
    "roster": ("library_id", "wave", "cohort", "value"),
    "strategies": ("strategy_id",),
    "strategy_ratings": ("response_id", "strategy_id"),
    "actions": ("action_id",),
    "confirmed_texts": ("response_id", "item"),
    "codings": ("response_id", "item", "coder"),
    "themes": ("library_id", "theme"),
    "listed_names": ("library_id", "name"),
}
"""The columns that name a row: two rows of a frame never agree in all of them."""


def response_fields(guide: Guide) -> tuple[Field, ...]:
    """The columns of the responses frame under `guide`, in order: who and when, cohorts, answers, texts.

    `link` is the same in two rows exactly where one person gave both, in different waves of one library, and
    chose to say so; it is `""` for everybody else.
    """
    return (
        Field("response_id", "id"),
        Field("library_id", "id"),
        Field("wave", "id"),
        Field("submitted_at", "day"),
        Field("language", "choice", guide.languages),
        Field("guide_version", "choice", (guide.version,)),
        Field("response_mode", "choice", RESPONSE_MODES),
        Field(LINK, "id", required=False),
        *(_cohort_field(cohort) for cohort in guide.cohorts),
        *_answer_fields(guide),
    )


def team_guide_fields(guide: Guide) -> tuple[Field, ...]:
    """The columns of a team guide: one consensus of a library too small for person rows.

    A team guide has no cohorts and no person; its answers are what the team agreed on.
    """
    return (
        Field("library_id", "id"),
        Field("wave", "id"),
        Field("agreed_at", "day"),
        Field("language", "choice", guide.languages),
        Field("guide_version", "choice", (guide.version,)),
        *_answer_fields(guide),
    )


def fields_of(name: str, guide: Guide) -> tuple[Field, ...]:
    """The columns of the frame `name`: `responses`, `team_guides`, or one of `FRAMES`."""
    if name == "responses":
        return response_fields(guide)
    return team_guide_fields(guide) if name == "team_guides" else FRAMES[name]


def empty_frame(fields: Sequence[Field]) -> pd.DataFrame:
    """A frame without rows that has the columns and dtypes of `fields`."""
    return pd.DataFrame({field.name: pd.Series(dtype=dtype_of(field)) for field in fields})


def of_wave(frame: pd.DataFrame, library_id: str, wave: str) -> pd.DataFrame:
    """The rows of a frame that are about one wave of one library.

    >>> frame = pd.DataFrame({"library_id": ["elm", "oak"], "wave": "2026", "heads": [3, 9]})
    >>> of_wave(frame, "oak", "2026")["heads"].tolist()
    [9]
    """
    return frame[(frame["library_id"] == library_id) & (frame["wave"] == wave)].reset_index(drop=True)


def dtype_of(field: Field) -> Literal["int64", "Int64", "float64", "str"]:
    """The pandas dtype in which a checked frame holds `field`.

    Every required whole number is plain `int64`, since a blank is a code and not a hole.

    >>> dtype_of(Field("heads", "count"))
    'int64'
    """
    if field.kind == "code":
        return "int64"
    if field.kind == "count":
        return "int64" if field.required else "Int64"
    if field.kind == "number":
        return "float64"
    return "str"


def with_leads(frame: pd.DataFrame, guide: Guide) -> pd.DataFrame:
    """`frame` with the implied cohort columns: `all`, `leads` where the guide says who leads, and the guide's pairs.

    A person whose role is blank is neither a leader nor front line, and keeps the blank's code. Likewise a person
    who left one column of a pair blank is in no group of the pair, and keeps the code of the first blank.

    >>> from dataclasses import replace
    >>> from analysis.guide import load_guide
    >>> guide = replace(load_guide(), pairs=(("leads", "unit"),))
    >>> people = pd.DataFrame({"role": ["leader", "-1"], "unit": ["main_library", "-4"]})
    >>> with_leads(people, guide)["leads+unit"].tolist()
    ['leaders+main_library', '-1']
    """
    implied = {ALL: pd.Series(ALL, index=frame.index, dtype="str")}
    cohort = guide.lead_cohort
    if cohort is not None:
        own = frame[cohort.id]
        standing = pd.Series("front_line", index=frame.index, dtype="str").mask(own.isin(cohort.leading), "leaders")
        implied[LEADS] = standing.where(own.isin(cohort.value_ids), own)
    alone = frame.assign(**implied)
    return alone.assign(**{PAIR_SIGN.join(pair): _together(alone, *map(guide.cohort, pair)) for pair in guide.pairs})


def _together(frame: pd.DataFrame, first: Cohort, second: Cohort) -> pd.Series:
    left, right = frame[first.id], frame[second.id]
    both = (left + PAIR_SIGN + right).where(right.isin(second.value_ids), right)
    return both.where(left.isin(first.value_ids), left)


def _cohort_field(cohort: Cohort) -> Field:
    blanks = tuple(str(int(blank)) for blank in COHORT_BLANKS)
    return Field(cohort.id, "choice", (*cohort.value_ids, *blanks))


def _answer_fields(guide: Guide) -> tuple[Field, ...]:
    scaled = (
        Field(item.id, "code", (*item.scale.points, *(int(blank) for blank in item.blanks)))
        for item in guide.items
        if item.scale is not None
    )
    texts = (Field(item.id, "text", required=False) for item in guide.text_items)
    return (*scaled, *texts)
