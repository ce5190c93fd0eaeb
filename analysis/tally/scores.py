"""Scores: what one person's answers add up to, before anybody is counted.

Two things are computed for each person. The *person score* is the pair (yes, answered) over the marks
"exists": how many of the seven qualities the person sees, out of how many the person gave a yes or a no
for. The *position* is where the person leans on the fixed-growth continuum, 0 fixed … 100 growth, in each
situation and over all of them.

Everything is kept as whole numbers until the last step, so that no rounding decides on which side of a cut
a person falls. A blank is never a "no", and nothing is filled in: who left too much blank has no score.

A person row says a great deal about a person. These frames stay inside the protected room.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from analysis.guide import Guide, Item

__all__ = [
    "BANDS",
    "BAND_CUTS",
    "MARKS_NEEDED",
    "OVERALL",
    "SITUATIONS_NEEDED",
    "flag",
    "is_answered",
    "score_people",
    "with_scores",
]

MARKS_NEEDED = 5
"""The marks, of seven, that need a yes or a no before a person has a score."""

SITUATIONS_NEEDED = 4
"""The situations, of six, that need a position before a person has one overall."""

BANDS = ("fixed", "mixed", "growth")

BAND_CUTS = (40, 60)
"""Below the first cut a position leans towards fixed, above the second towards growth; whole numbers."""

OVERALL = "overall"


def score_people(frame: IntoFrameT, guide: Guide) -> IntoFrameT:
    """Score every person of a responses frame; one row in, one row out, in the same order.

    `frame` has the columns of `analysis.responses.frames.response_fields(guide)`; pandas, polars or
    anything else that Narwhals reads, and the result is of the same kind.

    The result has `response_id`, `library_id`, `wave` and the cohort columns, then

    - `exists_yes`, `exists_answered`: whole numbers, the person score as a pair;
    - `scored`: whether at least `MARKS_NEEDED` marks were answered;
    - `position_<situation>`, `position`: 0 (fixed) … 100 (growth);
    - `band_<situation>`, `band`: `fixed` below 40, `mixed` from 40 to 60, `growth` above 60.

    With items on the points lo … hi, one of a pair keyed towards fixed (its keyed value is lo + hi - x), a
    situation's position is (mean of the keyed values - lo) / (hi - lo) * 100, and the overall position is
    the mean of the situations' positions.

    Missing answers
    ---------------
    A situation needs both of its items and the overall position at least `SITUATIONS_NEEDED` situations;
    otherwise the position is blank and the band is "". "Unsure" is not an answer.

    Source: Dweck 1986 and Murphy 2024 for the idea of situations; the scoring is the project's own.

    >>> import pandas as pd
    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> answers = {"challenge_growth": 6, "challenge_fixed": 2, "exists_purpose": 1, "exists_agency": 0}
    >>> blank = dict.fromkeys([item.id for item in guide.scaled_items], -1)
    >>> person = empty_frame(response_fields(guide)).reindex([0]).assign(**blank | answers)
    >>> score_people(person, guide)[["exists_yes", "exists_answered", "scored", "position_challenge"]]
       exists_yes  exists_answered  scored  position_challenge
    0           1                2   False                90.0
    """
    keys = ["response_id", "library_id", "wave", *(cohort.id for cohort in guide.cohorts)]
    scored = with_scores(nw.from_native(frame), guide)
    return scored.select(*keys, *_score_columns(guide)).to_native()


def with_scores(people: Any, guide: Guide) -> Any:
    """The Narwhals frame `people` with the columns of its scores added."""
    exists = [f"exists_{quality}" for quality in guide.qualities]
    people = people.with_columns(
        exists_yes=nw.sum_horizontal(*(flag(nw.col(mark) == 1) for mark in exists)),
        exists_answered=nw.sum_horizontal(*(flag(is_answered(mark)) for mark in exists)),
        **{f"steps_{situation}": _steps(guide, situation) for situation in guide.situations},
        **{f"placed_{situation}": flag(_is_placed(guide, situation)) for situation in guide.situations},
    )
    people = people.with_columns(
        scored=nw.col("exists_answered") >= MARKS_NEEDED,
        steps=nw.sum_horizontal(*(f"steps_{situation}" for situation in guide.situations)),
        placed=nw.sum_horizontal(*(f"placed_{situation}" for situation in guide.situations)),
    )
    for situation in guide.situations:
        people = _with_place(people, f"_{situation}", _span(guide, situation), needed=1)
    return _with_place(people, "", _span(guide, guide.situations[0]), needed=SITUATIONS_NEEDED)


def flag(condition: nw.Expr) -> nw.Expr:
    """1 where `condition` holds, else 0; also 0 where it cannot be told because a cell is empty."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def is_answered(mark: str) -> nw.Expr:
    """Whether a mark got a yes or a no."""
    return (nw.col(mark) == 1) | (nw.col(mark) == 0)


def _with_place(people: Any, suffix: str, span: int, needed: int) -> Any:
    """Add `position` and `band`, given the columns `steps` and `placed` of the same suffix."""
    steps, placed = nw.col(f"steps{suffix}"), nw.col(f"placed{suffix}")
    low, high = BAND_CUTS
    # Compared as whole numbers: 100 * steps / (span * placed) against a cut, both sides times the divisor.
    is_fixed, is_growth = steps * 100 < placed * (low * span), steps * 100 > placed * (high * span)
    band = nw.when(is_fixed).then(nw.lit("fixed")).when(is_growth).then(nw.lit("growth")).otherwise(nw.lit("mixed"))
    enough = placed >= needed
    return people.with_columns(
        nw.when(enough).then(steps * 100 / (placed * span)).alias(f"position{suffix}"),
        nw.when(enough).then(band).otherwise(nw.lit("")).alias(f"band{suffix}"),
    )


def _steps(guide: Guide, situation: str) -> nw.Expr:
    """How many points, over both items, the person stands above the fixed end; 0 where one is blank."""
    total = nw.sum_horizontal(*(_item_steps(item) for item in _pair(guide, situation)))
    return nw.when(_is_placed(guide, situation)).then(total).otherwise(nw.lit(0))


def _item_steps(item: Item) -> nw.Expr:
    low, high = _ends(item)
    return high - nw.col(item.id) if item.keyed == "fixed" else nw.col(item.id) - low


def _is_placed(guide: Guide, situation: str) -> nw.Expr:
    return nw.all_horizontal(
        *(nw.col(item.id).is_between(*_ends(item)) for item in _pair(guide, situation)), ignore_nulls=False
    )


def _span(guide: Guide, situation: str) -> int:
    """The steps from one end of a situation to the other; the same for all, as they share their items."""
    return sum(high - low for low, high in map(_ends, _pair(guide, situation)))


def _pair(guide: Guide, situation: str) -> list[Item]:
    return [item for item in guide.section("continuum").items if item.subject == situation]


def _ends(item: Item) -> tuple[int, int]:
    points = item.scale.points if item.scale else ()
    return min(points), max(points)


def _score_columns(guide: Guide) -> list[str]:
    places = [f"{column}_{situation}" for situation in guide.situations for column in ("position", "band")]
    return ["exists_yes", "exists_answered", "scored", *places, "position", "band"]
