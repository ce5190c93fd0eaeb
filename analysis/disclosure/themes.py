"""Themes: how many people wrote about what, and which kinds of goals they have, group by group.

The same threshold holds as for the texts themselves: nothing is told about fewer people than that. A person counts
once for a question, whatever they wrote, and only where what they wrote has been coded and the coders have settled.
Each theme of a question is protected as a mark is, and the kinds of a goal as bands are, since a goal has exactly one.

What people wrote is told without the themes that it was given: with every text in sight, the themes of the texts could
be counted exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.disclosure.counts import count_frame, count_rows
from analysis.disclosure.items import BLANK, NO, YES, protect_bands, protect_mark
from analysis.disclosure.masking import Name, mask_exactly
from analysis.disclosure.wave import Wave
from analysis.guide import GOAL_KINDS, Codebook, Item, Theme, load_codebook

__all__ = ["codebook_of", "own_themes", "release_goals", "release_themes"]


def release_themes(wave: Wave, settled: pd.DataFrame, codebook: Codebook, minimum: int) -> pd.DataFrame:
    """The frame `themes` of a `Released`: for each question of which some texts are coded, each theme of its part.

    `settled` has the columns that `settle_codings` gives, for texts of this wave; `minimum` is the threshold for texts.

    Missing answers
    ---------------
    Who wrote nothing, and whose text is not settled, does not count for a question. A text of which nothing was found
    counts as one without each theme. A theme that the codebook has no more is left out.
    """
    rows = []
    for item, found in _coded_items(wave, settled, of_goals=False):
        for theme in codebook.of_item(item.id, wave.guide):
            told = protect_mark(_mentions(found, theme.id), wave.groups, minimum)
            rows += count_rows(told, {"item": item.id}, "theme", [theme.id])
    return count_frame(rows, wave, about=("item", "theme"))


def release_goals(wave: Wave, settled: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The frame `goals` of a `Released`: how many have which kind of goal, by each question about goals.

    `settled` and `minimum` as in `release_themes`.

    Missing answers
    ---------------
    A goal of which no kind can be told does not count, and neither does one that nobody wrote or settled.
    """
    rows = []
    for item, found in _coded_items(wave, settled, of_goals=True):
        told = protect_bands(_kinds(found), wave.groups, minimum, len(GOAL_KINDS))
        rows += count_rows(told, {"item": item.id}, "goal", GOAL_KINDS)
    return count_frame(rows, wave, about=("item", "goal"))


def own_themes(themes: pd.DataFrame, library_id: str, names: Sequence[Name] = ()) -> pd.DataFrame:
    """The frame `codebook` of a `Released`: what the library has added, from a frame with the columns of `THEMES`.

    Listed `names` are masked in it, as addresses and numbers are: a coder may have named a theme after somebody.
    """
    own = themes.loc[themes["library_id"] == library_id, ["theme", "part", "name", "meaning"]].reset_index(drop=True)
    masked = {
        column: [mask_exactly(text, names).text for text in own[column].fillna("")] for column in ("name", "meaning")
    }
    return own.assign(**{column: pd.Series(texts, dtype="str") for column, texts in masked.items()})


def codebook_of(own: pd.DataFrame) -> Codebook:
    """The toolkit's codebook with a library's `own` themes (the frame `codebook` of a `Released`)."""
    rows = own.to_dict("records")
    return load_codebook().with_own(Theme(row["theme"], (row["part"],), row["name"], row["meaning"]) for row in rows)


def _coded_items(wave: Wave, settled: pd.DataFrame, of_goals: bool) -> Iterator[tuple[Item, pd.Series]]:
    """Each question of which some texts are settled, with the themes (people) of each; NaN for all other people.

    That a question is coded tells how far the coders are, and nothing about what anybody wrote.
    """
    goals = wave.guide.section("goals").items
    for item in wave.guide.text_items:
        own = settled[settled["item"] == item.id].set_index("response_id")["themes"]
        if len(own) and (item in goals) == of_goals:
            yield item, wave.responses["response_id"].map(own)


def _mentions(found: pd.Series, theme: str) -> np.ndarray:
    """The positions of the answers to "does the text have this theme?"."""
    return np.array([(YES if theme in themes else NO) if isinstance(themes, frozenset) else BLANK for themes in found])


def _kinds(found: pd.Series) -> np.ndarray:
    """The positions of the kinds of goals; `BLANK` for a goal that is not of just one."""
    kinds = {frozenset({kind}): at for at, kind in enumerate(GOAL_KINDS)}
    return np.array([kinds.get(themes, BLANK) for themes in found])
