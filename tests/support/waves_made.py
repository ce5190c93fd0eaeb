"""Followed libraries made by hand: plausible waves, protected by the band rule, without any person behind them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import nan, sqrt

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.guide import load_guide

MINIMUM, SPREAD = 5, 20
YEARS = ("2022", "2023", "2024", "2025", "2026")
GUIDE = load_guide()
SHARES = dict(zip(GUIDE.qualities, (78, 30, 55, 42, 86, 50, 36), strict=True))
PLACES = dict(zip(GUIDE.situations, (62, 55, 38, 66, 57, 60), strict=True))
MOVES = {"agency": 12.0, "development_goals": 22.0, "variety": -14.0, "criticism": 9.0, "growth": 8.0, "index": 7.0}
"""What has changed by the last wave, in points; nothing else has."""

SMALLER = 0.6
"""How much less it takes to see a change in linked people."""


def make_followed(heads: int, waves: int = 2, moves: dict[str, float] | None = None, wide: bool = False) -> Followed:
    """One library of so many heads over its waves, three in four answering; `wide` tells every count as a range."""
    maker = Maker(heads, YEARS[-waves:], MOVES if moves is None else moves, wide)
    return Followed(
        guide=GUIDE,
        library_id="harlow_falls",
        library_name="Harlow Falls",
        waves=maker.waves,
        levels=pd.DataFrame(maker.levels()),
        steps=pd.DataFrame(maker.steps(), columns=STEP_COLUMNS),
        paired=pd.DataFrame(maker.paired(), columns=PAIRED_COLUMNS),
        plans=pd.DataFrame(maker.plans(), columns=PLAN_COLUMNS),
        targets=pd.DataFrame(maker.targets(), columns=TARGET_COLUMNS),
        graded=pd.DataFrame(columns=GRADED_COLUMNS).astype({"withheld": "bool"}),
        goals=pd.DataFrame(columns=GOAL_COLUMNS).astype({"withheld": "bool"}),
        goal_steps=pd.DataFrame(columns=GOAL_STEP_COLUMNS).astype({"withheld": "bool"}),
        ahead=pd.DataFrame(maker.ahead()),
    )


def changed(followed: Followed, frame: str, where: dict[str, object], **columns: object) -> Followed:
    """The same with other values in the rows of one frame that match."""
    table: pd.DataFrame = getattr(followed, frame).copy()
    rows = _matching(table, where)
    assert rows.any(), f"no row of {frame} matches {where}"
    for column, value in columns.items():
        table[column] = table[column].astype(object).mask(rows, value)
    return replace(followed, **{frame: table})


def _matching(table: pd.DataFrame, where: dict[str, object]) -> pd.Series:
    rows = pd.Series(True, index=table.index)
    for column, value in where.items():
        rows &= table[column] == value
    return rows


NUMBERS = {
    "levels": ("n", "value", "value_low", "value_high", "low", "high"),
    "steps": ("n_before", "n_after", "change", "change_low", "change_high", "low", "high", "p_adjusted", "smallest"),
    "paired": (
        "n",
        *(f"{flow}_{end}" for flow in ("kept", "gained", "lost", "never") for end in ("low", "high")),
        *("change", "low", "high", "p_adjusted", "smallest"),
    ),
    "plans": ("n_before", "n_after", "effect", "low", "high", "smallest", "sets_as_large"),
}


def hidden(followed: Followed, reason: str = "few", **where: object) -> Followed:
    """The same with everything withheld, or only the rows of levels, steps and flows that match."""
    for frame, numbers in NUMBERS.items():
        table = getattr(followed, frame)
        known = {column: value for column, value in where.items() if column in table.columns}
        if (where and not known) or not _matching(table, known).any():
            continue
        followed = changed(followed, frame, known, withheld=True, reason=reason, **dict.fromkeys(numbers, nan))
        if "moved" in table.columns:
            followed = changed(followed, frame, known, moved="")
    return followed


def poisoned(followed: Followed) -> Followed:
    """The same with a secret in every number of every withheld row."""
    for frame, numbers in NUMBERS.items():
        table: pd.DataFrame = getattr(followed, frame).copy()
        table[list(numbers)] = table[list(numbers)].astype("float64")
        table.loc[table["withheld"].astype(bool), list(numbers)] = 777.0
        followed = replace(followed, **{frame: table})
    return followed


STEP_COLUMNS = (
    *("measure", "kind", "before", "after", "n_before", "n_after", "withheld", "reason", "change", "change_low"),
    *("change_high", "low", "high", "confidence", "p", "p_adjusted", "moved", "smallest", "question", "method", "note"),
)
PAIRED_COLUMNS = (
    *("quality", "before", "after", "n", "withheld", "reason", "kept_low", "kept_high", "gained_low", "gained_high"),
    *("lost_low", "lost_high", "never_low", "never_high", "change", "low", "high", "confidence", "p", "p_adjusted"),
    *("moved", "smallest", "question", "method", "note"),
)
PLAN_COLUMNS = (
    *("before", "after", "actions", "targets", "kind", "n_before", "n_after", "withheld", "reason", "expected"),
    *("effect", "low", "high", "confidence", "smallest", "sets_as_large", "verdict", "question", "method", "note"),
)
GRADED_COLUMNS = (
    *("before", "after", "action_id", "step", "owner", "due", "status", "target", "kind", "n_before", "n_after"),
    *("withheld", "reason", "expected", "effect", "low", "high", "confidence", "smallest", "verdict", "question"),
    *("method", "note"),
)
GOAL_COLUMNS = (
    *("item", "goal", "wave", "n", "withheld", "reason", "count_low", "count_high", "share", "low", "high"),
    *("confidence", "question", "method", "note"),
)
GOAL_STEP_COLUMNS = ("item", "goal", *STEP_COLUMNS[2:])
TARGET_COLUMNS = ("before", "after", "measure", "value_before", "shrunk_before", "value_after")
TOLD = {"question": "differs beyond chance", "method": "made by hand", "note": ""}


class Maker:
    """Builds the frames of one `Followed` from a number of heads, waves and what moves between them."""

    def __init__(self, heads: int, waves: tuple[str, ...], moves: dict[str, float], wide: bool) -> None:
        self.heads, self.waves, self.moves, self.wide = heads, waves, moves, wide
        self.answers = round(heads * 0.75)
        self.pairs = tuple(pairwise(waves))

    def levels(self) -> list[dict[str, object]]:
        return [
            {"measure": measure, "kind": kind, "wave": wave, **self.level(kind, measure, place)}
            for kind, measure in self.measures()
            for place, wave in enumerate(self.waves)
        ]

    def measures(self) -> list[tuple[str, str]]:
        named = [("quality", quality) for quality in SHARES] + [("situation", place) for place in PLACES]
        return [("index", "index"), *named[: len(SHARES)], ("leaning", "growth"), *named[len(SHARES) :]]

    def place_of(self, kind: str, measure: str, wave: int) -> float:
        """Where a measure stands, in points: half of a small swing, and the whole move by the last wave."""
        start = {"index": 54.0, "leaning": 52.0}.get(kind) or {**SHARES, **PLACES}[measure]
        swing = ((len(measure) * 7 + wave * 5) % 9 - 4) / 2
        return start + swing + (self.moves.get(measure, 0.0) if wave == len(self.waves) - 1 else 0.0)

    def level(self, kind: str, measure: str, wave: int) -> dict[str, object]:
        shared = {"roster": self.heads, "confidence": 0.95, **TOLD, "question": "describes the roster"}
        few = SPREAD if kind == "situation" else MINIMUM
        if self.answers < few:
            reason = "few" if self.answers < MINIMUM else "thin"
            blank = dict.fromkeys(("n", "value", "value_low", "value_high", "low", "high"), nan)
            return {**blank, "withheld": True, "reason": reason, **shared}
        low, high = self.told(kind, measure, wave)
        half = 60 / sqrt(self.answers)
        return {
            "n": self.answers - (0 if kind == "index" else len(measure) % 3 if self.answers > SPREAD else 0),
            "withheld": False,
            "reason": "",
            "value": low if low == high else nan,
            "value_low": low,
            "value_high": high,
            "low": max(0.0, low - half),
            "high": min(100.0, high + half),
            **shared,
        }

    def told(self, kind: str, measure: str, wave: int) -> tuple[float, float]:
        """What may be told: an exact count, or a range at either end (everywhere where `wide`)."""
        place = self.place_of(kind, measure, wave)
        if kind in ("index", "situation"):
            return (place - 3, place + 3) if self.wide else (place, place)
        n = self.answers - (len(measure) % 3 if self.answers > SPREAD else 0)
        count = min(n, max(0, round(place * n / 100)))
        edge = min(max(2, n // 5) if n < SPREAD else 2, (n - 1) // 2)
        if count <= edge:
            return 0.0, 100 * edge / n
        if count >= n - edge:
            return 100 * (n - edge) / n, 100.0
        low, high = (max(0, count - edge), min(n, count + edge)) if self.wide else (count, count)
        return 100 * low / n, 100 * high / n

    def steps(self) -> list[dict[str, object]]:
        return [
            {"measure": measure, "kind": kind, "before": before, "after": after, **self.step(kind, measure, place)}
            for kind, measure in self.measures()
            for place, (before, after) in enumerate(self.pairs)
        ]

    def step(self, kind: str, measure: str, place: int) -> dict[str, object]:
        levels = [self.level(kind, measure, place + later) for later in (0, 1)]
        sizes = {"n_before": levels[0]["n"], "n_after": levels[1]["n"], "confidence": 0.95, **TOLD}
        numbers = ("change", "change_low", "change_high", "low", "high", "p", "p_adjusted", "smallest")
        if levels[0]["withheld"]:
            return {
                **sizes,
                "withheld": True,
                "reason": levels[0]["reason"],
                **dict.fromkeys(numbers, nan),
                "moved": "",
            }
        (a, b), (c, d) = (self.told(kind, measure, place + later) for later in (0, 1))
        half = 125 / sqrt(self.answers) * (0.35 if kind in ("index", "situation") else 1)
        ends = (c - b - half, d - a + half)
        moved = "up" if ends[0] > 0 else "down" if ends[1] < 0 else ""
        p = 0.004 if moved else 0.4
        told = (c - b if c - b == d - a else nan, c - b, d - a, *ends, p, p, min(100.0, half * 1.43))
        return {**sizes, "withheld": False, "reason": "", **dict(zip(numbers, told, strict=True)), "moved": moved}

    def paired(self) -> list[dict[str, object]]:
        linked = round(self.answers * 0.7)
        if linked < MINIMUM:
            return []
        return [
            {"quality": quality, "before": before, "after": after, **self.flows(quality, place, linked)}
            for quality in SHARES
            for place, (before, after) in enumerate(self.pairs)
        ]

    def flows(self, quality: str, place: int, n: int) -> dict[str, object]:
        first, last = (self.place_of("quality", quality, place + later) / 100 for later in (0, 1))
        lost = round(n * max(0.04, first - last + 0.04))
        gained = round(n * max(0.04, last - first + 0.04))
        kept = max(0, round(n * first) - lost)
        counts = {"kept": kept, "gained": gained, "lost": lost, "never": max(0, n - kept - gained - lost)}
        half = 125 / sqrt(n) * SMALLER
        change = 100 * (gained - lost) / n
        moved = "up" if change > half else "down" if change < -half else ""
        told: dict[str, object] = {}
        for name, count in counts.items():
            low, high = (0, 2) if count <= 2 else (count, count)
            told |= {f"{name}_low": low, f"{name}_high": high}
        told |= {"change": change, "low": change - half, "high": change + half, "p": 0.01 if moved else 0.5}
        told |= {"p_adjusted": told["p"], "moved": moved, "smallest": half * 1.43, "confidence": 0.95}
        return {"n": n, "withheld": False, "reason": "", **told, **TOLD}

    def plans(self) -> list[dict[str, object]]:
        numbers = ("effect", "low", "high", "smallest", "sets_as_large")
        half = 110 / sqrt(max(1, self.answers))
        rows = []
        for before, after in self.pairs:
            row = {"before": before, "after": after, "actions": 2, "targets": ("agency", "development_goals")}
            row |= {"kind": "quality", "n_before": self.answers, "n_after": self.answers, "expected": 15.0}
            row |= {"confidence": 0.95, **TOLD}
            if self.answers < MINIMUM:
                blank = {**dict.fromkeys(numbers, nan), "n_before": nan, "n_after": nan}
                rows.append({**row, **blank, "withheld": True, "reason": "few", "verdict": "cannot_tell"})
                continue
            effect = 16.0 if after == self.waves[-1] else 3.0
            told = dict(zip(numbers, (effect, effect - half, effect + half, half * 1.43, 0.048), strict=True))
            verdict = "moved" if effect > half else "not_shown" if half * 1.43 <= 15 else "cannot_tell"
            rows.append({**row, **told, "withheld": False, "reason": "", "verdict": verdict})
        return rows

    def targets(self) -> list[dict[str, object]]:
        return [
            {
                "before": before,
                "after": after,
                "measure": measure,
                "value_before": self.place_of("quality", measure, place),
                "shrunk_before": self.place_of("quality", measure, place) + 6,
                "value_after": self.place_of("quality", measure, place + 1),
            }
            for place, (before, after) in enumerate(self.pairs)
            for measure in ("agency", "development_goals")
            if self.answers >= MINIMUM
        ]

    def ahead(self) -> list[dict[str, object]]:
        steps = (5, 10, 20, 40, 80, 160, 320)
        return [
            {"way": way, "answers": n, "smallest": min(100.0, 196 * part / sqrt(n)), "note": ""}
            for way, part in (("linked", 0.78), ("unlinked", 1.0))
            for n in steps
        ]
