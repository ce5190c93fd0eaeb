"""What people wrote and which goals they have, made by hand: plausible counts, without any person behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import GOAL_KINDS, load_codebook, load_guide

TEXTS = 10
WROTE = 0.6
CODED = ("tour_customs", "tour_keep", "tour_change")
GOALS = ("goal_personal", "goal_team")
GUIDE = load_guide()
SHARES = {"tour_keep": {"helping_each_other": 0.7, "time": 0.1}, "tour_change": {"having_a_say": 0.6, "time": 0.5}}
MIX = (0.5, 0.2, 0.3)
KEPT = ["cohort", "value", "n", "roster", "withheld", "reason", "count_low", "count_high", "share", "low", "high"]
MEASURED = ["confidence", "question", "method", "note"]
QUOTES = (
    "We eat together on Wednesdays, and whoever is new brings nothing the first time.",
    "Ask the person at the desk. Everybody here does.",
    "Whoever comes back from a conference tells the others at the next meeting.",
)

Told = Callable[[int, int], Mapping[str, object]]
Hidden = Callable[[int | None, str], Mapping[str, object]]


def with_written(
    released: Released, sizes: Mapping[tuple[str, str], tuple[int | None, int]], seed: int, told: Told
) -> Released:
    """`released` with themes, goals and texts; `sizes` are the roster and the answers of each group."""
    random = np.random.default_rng(seed)
    wrote = {group: round(answers * WROTE) for group, (_, answers) in sizes.items()}
    themes = [
        {"item": item, "theme": theme.id, **_row(group, roster, wrote[group], _share(item, theme.id), random, told)}
        for group, (roster, _) in sizes.items()
        for item in CODED
        for theme in load_codebook().of_item(item, GUIDE)
    ]
    goals = [
        {"item": item, **row}
        for group, (roster, _) in sizes.items()
        for item in GOALS
        for row in _goals(group, roster, wrote[group], random, told)
    ]
    frame = _frame(themes, ["item", "theme"])
    everybody = wrote["all", "all"]
    return replace(
        released,
        themes=frame,
        goals=_frame(goals, ["item", "goal"]),
        theme_differences=_differences(frame, everybody),
        codebook=pd.DataFrame(columns=["theme", "part", "name", "meaning"]),
        texts=_texts(everybody),
        text_items=_text_items(everybody),
    )


def without_written(released: Released) -> Released:
    """The same where nothing has been read yet."""
    return replace(
        released,
        themes=released.themes[:0],
        goals=released.goals[:0],
        theme_differences=released.theme_differences[:0],
        texts=released.texts[:0],
        text_items=released.text_items.assign(coded=0, coders=0, agreement=""),
    )


def counted(released: Released, table: str, where: Mapping[str, object], low: int, high: int, n: int) -> Released:
    """The same where the rows of `themes` or `goals` that match tell `low` to `high` of `n`, everybody."""
    frame: pd.DataFrame = getattr(released, table).copy()
    rows = pd.Series(True, index=frame.index)
    for column, value in where.items():
        rows &= frame[column] == value
    assert rows.any(), f"no row of {table} matches {where}"
    told = {"n": n, "roster": n, "count_low": low, "count_high": high, "low": low / n, "high": high / n}
    told |= {"share": low / n if low == high else np.nan, "withheld": False, "reason": ""}
    for column, value in told.items():
        frame[column] = frame[column].astype(object).mask(rows, value)
    return replace(released, **{table: frame.assign(withheld=frame["withheld"].astype(bool))})


def _share(item: str, theme: str) -> float:
    return SHARES.get(item, {}).get(theme, 0.25)


def _row(
    group: tuple[str, str], roster: int | None, n: int, share: float, random: np.random.Generator, told: Told
) -> dict[str, object]:
    if n < TEXTS:
        return _hidden(group, roster)
    return _shown(group, roster, n, int(random.binomial(n, share)), told)


def _goals(group: tuple[str, str], roster: int | None, n: int, random: np.random.Generator, told: Told):
    counts = random.multinomial(n, MIX)
    for kind, count in zip(GOAL_KINDS, counts, strict=True):
        row = _hidden(group, roster) if n < TEXTS else _shown(group, roster, n, int(count), told)
        yield {"goal": kind, **row}


def _shown(group: tuple[str, str], roster: int | None, n: int, count: int, told: Told) -> dict[str, object]:
    low, high = told(count, n)
    wide = 0.9 / np.sqrt(n) / 2 if roster != n else 0.0
    return {
        "cohort": group[0],
        "value": group[1],
        "n": n,
        "roster": roster,
        "withheld": False,
        "reason": "",
        "count_low": low,
        "count_high": high,
        "share": low / n if low == high else np.nan,
        "low": max(0.0, low / n - wide),
        "high": min(1.0, high / n + wide),
    }


def _hidden(group: tuple[str, str], roster: int | None) -> dict[str, object]:
    blank = dict.fromkeys(("n", "count_low", "count_high", "share", "low", "high"), np.nan)
    return {"cohort": group[0], "value": group[1], "roster": roster, "withheld": True, "reason": "few", **blank}


def _frame(rows: list[dict[str, object]], about: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*about, *KEPT])
    kinds = dict.fromkeys(("n", "roster", "count_low", "count_high"), "Int64")
    return frame.astype(kinds).assign(confidence=0.95, question="describes the roster", method="roster", note="")


def _differences(themes: pd.DataFrame, everybody: int) -> pd.DataFrame:
    """Every group against all others; what the main library would change differs beyond chance in one theme."""
    frame = themes[themes["cohort"] != "all"].drop(columns=["count_low", "count_high", "share", *MEASURED])
    planted = (frame["value"] == "main_library") & (frame["item"] == "tour_change") & (frame["theme"] == "time")
    told = ~frame["withheld"].astype(bool)
    columns = {"difference": (0.3, 0.02), "low": (0.1, -0.2), "high": (0.5, 0.24), "p": (0.001, 0.5)}
    numbers = {name: np.where(planted, *ends) for name, ends in columns.items()}
    frame = frame.assign(**numbers, n_rest=everybody - frame["n"], confidence=0.95)
    frame["p_adjusted"] = frame["p"]
    blank = ["difference", "low", "high", "p", "p_adjusted"]
    frame[blank] = frame[blank].where(told, np.nan)
    return frame.assign(question="differs beyond chance", method="newcombe", note="").reset_index(drop=True)


def _texts(wrote: int) -> pd.DataFrame:
    rows = [(item, text) for item in CODED for text in QUOTES] if wrote >= TEXTS else []
    return pd.DataFrame(rows, columns=["item", "text"])


def _text_items(wrote: int) -> pd.DataFrame:
    told = wrote >= TEXTS
    rows = [
        {
            "item": item.id,
            "n": wrote if told else np.nan,
            "withheld": not told,
            "reason": "" if told else "few",
            "coded": (wrote if item.id in (*CODED, *GOALS) else 0) if told else np.nan,
            "coders": 2 if item.id in (*CODED, *GOALS) else 0,
            "agreement": "good" if told and item.id in (*CODED, *GOALS) else "",
        }
        for item in GUIDE.text_items
    ]
    return pd.DataFrame(rows)
