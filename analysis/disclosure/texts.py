"""Texts: which written words may be shown.

Words tell more about a person than numbers do, so they have their own threshold: at least `minimum` people
must have written to a question before anything is said about it, even how many they were. Then the texts
that a coder has masked and confirmed are shown, one by one; never the raw text, and never a text whose
author has withdrawn. They are masked once more before they are shown, since a name may have been listed after a text
was confirmed. Their order comes from their own letters, so it says nothing about who wrote or when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

from analysis.disclosure.masking import Name, mask_exactly
from analysis.guide import Guide

__all__ = ["release_texts"]


def release_texts(
    responses: pd.DataFrame, confirmed: pd.DataFrame, guide: Guide, minimum: int, names: Sequence[Name]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The texts of one wave that may be shown, and one row per question about them: `texts`, `text_items`.

    `responses` are those of the wave; `confirmed` holds `response_id`, `item` and the masked `text`. The `names` that
    the library has listed are masked in the language in which a text was written, and so are addresses and numbers.

    Missing answers
    ---------------
    Who left a question blank has not written to it, nor who wrote nothing but spaces.
    """
    languages = dict(zip(responses["response_id"], responses["language"], strict=True))
    written = {item.id: set(_writers(responses, item.id)) for item in guide.text_items}
    safe = _masked_again(confirmed, languages, names)
    shown = {item: _shown(safe, item, writers, minimum) for item, writers in written.items()}
    rows = [_item_row(item, len(written[item]), len(texts), minimum) for item, texts in shown.items()]
    texts = [(item, text) for item, of_item in shown.items() for text in of_item]
    table = pd.DataFrame(texts, columns=["item", "text"], dtype="str")
    return table, pd.DataFrame(rows, columns=["item", "n", "withheld", "reason"]).astype({"n": "Int64"})


def _masked_again(confirmed: pd.DataFrame, languages: dict[str, str], names: Sequence[Name]) -> pd.DataFrame:
    """The confirmed texts of people who are still there."""
    own = confirmed[confirmed["response_id"].isin(list(languages))]
    texts = zip(own["response_id"], own["text"].fillna(""), strict=True)
    return own.assign(text=[mask_exactly(text, names, languages[writer]).text for writer, text in texts])


def _writers(responses: pd.DataFrame, item: str) -> pd.Series:
    text = responses[item].fillna("").astype("str").str.strip()
    return responses.loc[text != "", "response_id"]


def _shown(confirmed: pd.DataFrame, item: str, writers: set[str], minimum: int) -> list[str]:
    if len(writers) < minimum:
        return []
    rows = confirmed[(confirmed["item"] == item) & confirmed["response_id"].isin(list(writers))]
    texts = [text for text in rows["text"] if text.strip()]
    return sorted(texts, key=lambda text: hashlib.sha256(f"{item}\n{text}".encode()).digest())


def _item_row(item: str, writers: int, shown: int, minimum: int) -> tuple[str, int | None, bool, str]:
    if writers < minimum:
        return item, None, True, "few" if writers else "nobody"
    return item, writers, shown == 0, "" if shown else "unconfirmed"
