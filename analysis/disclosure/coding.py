"""Coding: which themes count for a text that one or two people have read, and how far the two agree.

Two coders read by themselves. Where they found the same, that counts; where they did not, what they `agreed` on counts,
and until they have done so the text is not settled. What only one of them has read counts as that one read it.

How far they agree is told as one of three classes, and only of as many texts as a text question needs. The class may be
told: what each of the two found is told nowhere, and where they differ a third coding counts, so every way to settle
the texts fits every class. Notes of coders, and their codes of single texts, are never told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.disclosure.wave import Wave
from analysis.guide import GOAL_KINDS, Codebook, Guide
from analysis.measures.texts import krippendorff_alpha
from analysis.responses.frames import AGREED

__all__ = ["codings_of", "describe_coding", "settle_codings"]

TEXT = ["response_id", "item"]
READERS = ("first", "second")
GOOD, FAIR = 0.8, 0.667
"""The least alpha of two coders who agree well, and fairly."""

DECIMALS = 9
"""Alpha is rounded, so that one at a cut is in the same class on every machine."""


def codings_of(codings: pd.DataFrame, wave: Wave) -> pd.DataFrame:
    """The rows of `codings` that are about what people of this wave have written.

    `codings` has the columns of `analysis.responses.frames.CODINGS`.

    Missing answers
    ---------------
    A coding of an answer that is blank, or was withdrawn, is left out.
    """
    items = [item.id for item in wave.guide.text_items]
    answers = wave.responses.melt("response_id", items, "item", "text").astype({"item": "str"})
    written = answers.loc[answers["text"].fillna("").str.strip() != "", TEXT]
    return codings.merge(written, on=TEXT)


def settle_codings(codings: pd.DataFrame) -> pd.DataFrame:
    """One row per settled text: `response_id`, `item`, and its `themes` as a frozenset (empty: none was found).

    `codings` has the columns of `analysis.responses.frames.CODINGS`.

    Missing answers
    ---------------
    A text that nobody has coded, or that two coders read in different ways and have not settled, has no row.

    >>> codings = pd.DataFrame(
    ...     {"response_id": ["r1", "r1", "r2"], "item": "tour_keep", "coder": ["first", "second", "first"],
    ...      "themes": ["time leaders", "leaders time", ""]})
    >>> [sorted(themes) for themes in settle_codings(codings)["themes"]]
    [['leaders', 'time'], []]
    """
    rows = [
        (response_id, item, settled)
        for (response_id, item), found in _by_text(codings).items()
        if (settled := _settled(found)) is not None
    ]
    return pd.DataFrame(rows, columns=[*TEXT, "themes"])


def describe_coding(
    text_items: pd.DataFrame, read: pd.DataFrame, guide: Guide, codebook: Codebook, minimum: int
) -> pd.DataFrame:
    """The frame `text_items` of a `Released` with the columns `coded`, `coders` and `agreement`.

    `read` are the codings of the wave (`codings_of`). The two coders agree as far as Krippendorff's nominal alpha says:
    of a goal its kind, or that none can be told, is one unit; of every other text each theme of its part is one, found
    or not. `good` is an alpha of .80 or more, `fair` one of .667 or more, `poor` one below. Where both gave one code to
    all, which leaves alpha undefined, they agree well: a blank would tell that all texts are alike.

    Missing answers
    ---------------
    Only texts that both have read count for the agreement, and it is empty below `minimum` of them. Which text only one
    of them has read tells nothing about the text.

    Sources: Krippendorff 2011, Computing Krippendorff's alpha-reliability; cuts: Krippendorff 2004, Content Analysis,
    chapter 11.
    """
    settled = settle_codings(read)["item"].value_counts()
    coded = text_items["item"].map(settled).fillna(0).astype("Int64")
    by_item = [read[read["item"] == item] for item in text_items["item"]]
    agreement = [_agreement(rows, guide, codebook, minimum) for rows in by_item]
    # Who has read is told only where it is told that somebody wrote.
    told = text_items["n"].notna()
    return text_items.assign(
        coded=coded.where(told),
        coders=pd.Series([_readers(rows) for rows in by_item], index=text_items.index, dtype="Int64").where(told),
        agreement=pd.Series(agreement, index=text_items.index, dtype="str"),
    )


def _by_text(codings: pd.DataFrame) -> dict[tuple[str, str], dict[str, frozenset[str]]]:
    texts: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
    columns = (codings[name] for name in (*TEXT, "coder", "themes"))
    for response_id, item, coder, themes in zip(*columns, strict=True):
        texts.setdefault((response_id, item), {})[coder] = frozenset(themes.split())
    return texts


def _settled(found: dict[str, frozenset[str]]) -> frozenset[str] | None:
    if AGREED in found:
        return found[AGREED]
    different = set(found.values())
    return different.pop() if len(different) == 1 else None


def _readers(rows: pd.DataFrame) -> int:
    """How many people have read texts of a question; what was agreed on, two have read."""
    places = set(rows["coder"])
    return len(READERS) if AGREED in places else len(places)


def _agreement(rows: pd.DataFrame, guide: Guide, codebook: Codebook, minimum: int) -> str:
    by_coder = [rows[rows["coder"] == coder].set_index("response_id")["themes"] for coder in READERS]
    both = by_coder[0].index.intersection(by_coder[1].index)
    if len(both) < minimum:
        return ""
    found = [[frozenset(themes.split()) for themes in own.loc[both]] for own in by_coder]
    item = str(rows["item"].iloc[0])
    is_goal = codebook.is_one_of(item, guide)
    themes = [theme.id for theme in codebook.of_item(item, guide)]
    units = [_kinds(texts) if is_goal else _mentions(texts, themes) for texts in found]
    return _class_of(krippendorff_alpha(np.array(units, dtype=float), "nominal"))


def _kinds(texts: Sequence[frozenset[str]]) -> list[int]:
    """The kind of each goal, by position; the last position where none can be told."""
    kinds = {frozenset({kind}): at for at, kind in enumerate(GOAL_KINDS)}
    return [kinds.get(found, len(kinds)) for found in texts]


def _mentions(texts: Sequence[frozenset[str]], themes: Sequence[str]) -> list[bool]:
    """For each text and theme whether it was found."""
    return [theme in found for found in texts for theme in themes]


def _class_of(alpha: float) -> str:
    rounded = round(float(alpha), DECIMALS)
    if np.isnan(rounded) or rounded >= GOOD:
        return "good"
    return "fair" if rounded >= FAIR else "poor"
