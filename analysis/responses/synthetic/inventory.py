"""Inventory: ways of learning drawn by lot, in which nothing works better, reaches further or serves more by design.

Whatever is found in a random inventory is chance. It serves to try how often a measure finds something all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from analysis.guide import ALL, Guide
from analysis.responses.frames import (
    CONTENT_CHOSEN_BY,
    FRAMES,
    FREQUENCIES,
    PARTICIPATION,
    STRATEGY_STATUSES,
    dtype_of,
)
from analysis.responses.synthetic.dice import Dice

__all__ = ["random_inventory"]

MOST_QUALITIES = 3
MOST_GROUPS = 2
MOST_HOURS = 40
FOR_EVERYBODY = 0.4
IN_USE = 0.8
RATES = 0.8
POINTS = (1, 2, 3, 4, 5)


def random_inventory(
    library_id: str, wave: str, response_ids: Sequence[str], seed: int, guide: Guide, count: int = 10
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`count` random strategies of a library and wave, and how `response_ids` rate those in use.

    Returns the frames `strategies` and `strategy_ratings`. Qualities, participants, hours and status are drawn by
    lot; every rating comes from one distribution, in which each of the five points is as likely as the others. Of five
    people about four rate a strategy; the others have no row for it.

    >>> from analysis.guide import load_guide
    >>> strategies, ratings = random_inventory("oxwater", "2026", ["r1", "r2"], seed=7, guide=load_guide(), count=4)
    >>> len(strategies), ratings["response_id"].unique().tolist()
    (4, ['r1', 'r2'])
    """
    dice = Dice(seed, "inventory", library_id, wave)
    strategies = [_strategy(f"random_{number:02d}", dice, guide) for number in range(1, count + 1)]
    table = _frame("strategies", [row | {"library_id": library_id, "wave": wave} for row in strategies])
    used = table.loc[table["status"] == "in_use", "strategy_id"].tolist()
    return table, _frame("strategy_ratings", list(_ratings(response_ids, used, dice)))


def _strategy(strategy_id: str, dice: Dice, guide: Guide) -> dict[str, Any]:
    in_use, explore = STRATEGY_STATUSES
    return {
        "strategy_id": strategy_id,
        "what": f"Strategy {strategy_id.removeprefix('random_')}",
        "participants": ALL if dice.chance(FOR_EVERYBODY) else " ".join(_groups(dice, guide)),
        "participation": dice.pick(PARTICIPATION),
        "content_chosen_by": dice.pick(CONTENT_CHOSEN_BY),
        "frequency": dice.pick(FREQUENCIES),
        "hours": float(1 + int(dice.uniform() * MOST_HOURS)),
        "status": in_use if dice.chance(IN_USE) else explore,
        "qualities": " ".join(_some(guide.qualities, MOST_QUALITIES, dice)),
    }


def _groups(dice: Dice, guide: Guide) -> list[str]:
    return _some(dice.pick(guide.cohorts).value_ids, MOST_GROUPS, dice)


def _some(things: Sequence[str], most: int, dice: Dice) -> list[str]:
    """From one to `most` of `things`, in their order."""
    chosen = dice.shuffled(things)[: 1 + int(dice.uniform() * most)]
    return [thing for thing in things if thing in chosen]


def _ratings(response_ids: Sequence[str], used: Sequence[str], dice: Dice) -> Iterator[dict[str, Any]]:
    for response_id in response_ids:
        for strategy_id in used:
            if dice.chance(RATES):
                points = dice.pick(POINTS)
                yield {"response_id": response_id, "strategy_id": strategy_id, "effectiveness": points}


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    fields = FRAMES[name]
    frame = pd.DataFrame(rows, columns=[field.name for field in fields])
    return frame.astype({field.name: dtype_of(field) for field in fields})
