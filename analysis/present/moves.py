"""Moves: where a library stood in each wave and what changed in between, as it was released, to be drawn and said.

A `Level` is one measure in one wave, a `Move` one measure between two neighbouring waves, a `Flow` what the same
people said twice. All are in points from 0 to 100. A move is more than chance only where `follow_library` said so, all
measures of its kind taken together; nothing here decides that again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.disclosure.followed import KINDS, Followed
from analysis.errors import Fault, ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.cells import Cell
from analysis.present.numbers import PERCENT_FROM, quote_names, say_count, say_interval, say_reason, say_why

__all__ = [
    "FLOWS",
    "Flow",
    "Level",
    "Move",
    "hidden_because",
    "in_points",
    "latest_moves",
    "name_measure",
    "only_followed",
    "quote_measures",
    "read_flows",
    "read_levels",
    "read_moves",
    "say_all",
    "say_flow",
    "say_level",
    "say_likely_change",
    "say_linked_moved",
    "say_moved",
    "say_signed",
    "say_told_change",
]

FLOWS = ("lost", "kept", "gained", "never")
"""What linked people did; the first two saw a quality before, the middle two see it now."""

COUNTED = ("quality", "leaning")
"""The kinds of measures that are shares of people; the others are averages."""

SIDES = ("up", "down")
UNTOLD = "complement"
COARSE = 25
"""From this many points on, that a smaller change cannot show is more worth saying than that nothing showed."""

NAMED = 2
"""Up to this many measures are named on one side of a title; more are counted."""

Ends = tuple[float, float]


@dataclass(frozen=True)
class Level:
    """One measure in one wave: `told` is what may be told and `likely` where all staff stand, both in points.

    `in_percent` says that enough people stand behind every level of its kind to say all of them in percent.
    """

    kind: str
    measure: str
    wave: str
    n: int = 0
    roster: int | None = None
    told: Ends | None = None
    likely: Ends | None = None
    reason: str = ""
    in_percent: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether one value may be told, and not only a range."""
        return self.told is not None and self.told[0] == self.told[1]

    @property
    def middle(self) -> float:
        """The middle of `told`: for placing and ordering only; one half of everything where nothing may be told."""
        return sum(self.told) / 2 if self.told else 50.0

    @property
    def cell(self) -> Cell:
        """The same as a count of people; only for the kinds that count people."""
        if self.told is None:
            return Cell(reason=self.reason)
        low, high = (round(end * self.n / 100) for end in self.told)
        likely = self.likely or self.told
        return Cell(self.n, self.roster, low, high, likely[0] / 100, likely[1] / 100)


@dataclass(frozen=True)
class Move:
    """One measure between two neighbouring waves: the change in points, and `moved` (`up`, `down`) beyond chance.

    `smallest` is the change that this many answers could have shown; None where it is not known.
    """

    kind: str
    measure: str
    before: str
    after: str
    n_before: int = 0
    n_after: int = 0
    told: Ends | None = None
    likely: Ends | None = None
    moved: str = ""
    smallest: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Flow:
    """A quality among `n` linked people: for each of `FLOWS`, between how many and how many did that."""

    quality: str
    before: str
    after: str
    n: int = 0
    counts: Mapping[str, tuple[int, int]] | None = None
    told: Ends | None = None
    likely: Ends | None = None
    moved: str = ""
    reason: str = ""


def only_followed(followed: object) -> Followed:
    """`followed` itself, if it may be shown.

    Raises `ProtectionError` for everything that was not computed from released results.
    """
    if isinstance(followed, Followed):
        return followed
    kind = type(followed).__name__
    fault = Fault("results", f"a {kind}", "a Followed", "Call follow_library(results) and show what it returns.")
    raise ProtectionError("Only what was followed over released waves can be shown.", [fault])


def read_levels(followed: Followed, kind: str) -> dict[str, tuple[Level, ...]]:
    """For each measure of a kind, its level in every wave, the earliest first.

    Raises `ToolkitError` for a kind that there is not.
    """
    table = _of_kind(followed.levels, kind)
    rows = {(row["measure"], row["wave"]): row for row in table.to_dict("records")}
    in_percent = bool((table.loc[~table["withheld"].astype(bool), "n"] >= PERCENT_FROM).all())
    return {
        measure: tuple(
            replace(_read_level(kind, measure, wave, rows.get((measure, wave))), in_percent=in_percent)
            for wave in followed.waves
        )
        for measure in _measures(followed, kind)
    }


def read_moves(followed: Followed, kind: str) -> tuple[Move, ...]:
    """Every move of a kind, measure by measure, each from the earliest pair of waves to the latest."""
    order = _measures(followed, kind)
    moves = [_read_move(row) for row in _of_kind(followed.steps, kind).to_dict("records")]
    waves = followed.waves
    return tuple(sorted(moves, key=lambda move: (order.index(move.measure), waves.index(move.after))))


def latest_moves(followed: Followed, kind: str) -> tuple[Move, ...]:
    """The moves of a kind that end in the last wave."""
    return tuple(move for move in read_moves(followed, kind) if move.after == followed.waves[-1])


def read_flows(followed: Followed) -> tuple[Flow, ...]:
    """What linked people did between the last two waves, in the guide's order; empty where nobody is linked."""
    if followed.paired.empty:
        return ()
    rows = {row["quality"]: row for row in followed.latest("paired").to_dict("records")}
    return tuple(_read_flow(rows[quality]) for quality in followed.guide.qualities if quality in rows)


def hidden_because(results: Iterable[Level | Move | Flow]) -> str:
    """The first reason, where none of the results may be told; empty where one may."""
    reasons = [result.reason for result in results]
    return reasons[0] if reasons and all(reasons) else ""


def name_measure(kind: str, measure: str, words: Words) -> str:
    """What people know a measure by.

    >>> from analysis.guide import load_words
    >>> name_measure("quality", "purpose", load_words("en")), name_measure("index", "index", load_words("en"))
    ('Purpose', 'Maturity index')
    """
    if kind in ("quality", "situation"):
        return words(f"guide.{kind}.{measure}.name")
    return words(f"figures.waves.measure.{kind}")


def quote_measures(measures: Sequence[tuple[str, str]], words: Words) -> str:
    """Measures, each as its kind and id, by their quoted names: “A” and “B”."""
    return quote_names([name_measure(kind, measure, words) for kind, measure in measures], words)


def say_moved(followed: Followed, words: Words, kind: str) -> str:
    """What moved into the last wave by more than chance, as a title; else that nothing did, or that nothing could."""
    moves = latest_moves(followed, kind)
    if len(followed.waves) == 1:
        return words("figures.slope.title.one_wave", wave=followed.waves[0])
    why = hidden_because(moves)
    if why or not moves:
        minimum = followed.guide.policy.minimum_group
        return words("figures.slope.title.none", why=say_why(why or "complement", words, minimum))
    before = moves[0].before
    sides = {side: [(move.kind, move.measure) for move in moves if move.moved == side] for side in SIDES}
    found = {side: _say_side(own, len(moves), words) for side, own in sides.items() if own}
    if not found:
        return _say_unmoved(moves, words)
    which = "both" if len(found) == len(sides) else next(iter(found))
    title = words(f"figures.slope.title.{kind}.{which}", before=before, **found)
    is_all = sum(len(own) for own in sides.values()) == len(moves)
    return title if is_all else words("figures.slope.title.rest", title=title)


def say_linked_moved(flows: Sequence[Flow], words: Words) -> str:
    """Which qualities linked people see more or less than before by more than chance, as a title."""
    sides = {side: [("quality", flow.quality) for flow in flows if flow.moved == side] for side in SIDES}
    found = {side: _say_side(own, len(flows), words) for side, own in sides.items() if own}
    which = "both" if len(found) == len(sides) else next(iter(found), "unmoved")
    return words(f"figures.flows.title.{which}", before=flows[0].before, **found)


def say_flow(ends: tuple[int, int], words: Words, part: str = "") -> str:
    """How many people: "7", "0 to 2"; inside the `part` of a bar in its short form, "+7", "0–2"."""
    low, high = ends
    if not part:
        return str(low) if low == high else words("figures.number.from_to", low=low, high=high)
    if low < high:
        return words("figures.slope.between", low=low, high=high)
    return {"gained": "+", "lost": "−"}.get(part, "") + str(low) if low else "0"


def say_level(level: Level, words: Words, minimum: int) -> str:
    """What a measure stood at: a count of people, or an average from 0 to 100, or why it is not shown."""
    if level.told is None:
        return say_reason(level.reason, words, minimum)
    if level.kind in COUNTED and level.is_exact and not level.in_percent:
        return words("figures.number.of", count=level.cell.count_low, n=level.n)
    if level.kind in COUNTED:
        return say_count(level.cell, words, minimum)
    low, high = (round(end) for end in level.told)
    return str(low) if low == high else words("figures.number.from_to", low=low, high=high)


def say_all(level: Level, words: Words) -> str:
    """Where all staff likely stand, in the same terms; empty where nothing is told."""
    if level.told is None or level.likely is None:
        return ""
    if level.kind in COUNTED:
        return say_interval(level.cell, words)
    low, high = (round(end) for end in level.likely)
    return str(low) if low == high else words("figures.number.from_to", low=low, high=high)


def say_signed(points: float) -> str:
    """A change in whole points with its sign.

    >>> say_signed(14.4), say_signed(-3.2), say_signed(0.3)
    ('+14', '−3', '0')
    """
    whole = round(points)
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def say_told_change(told: Ends | None, words: Words) -> str:
    """A change with its sign: "+14", or "+8 to +21" where only a range may be told; empty where nothing is."""
    if told is None:
        return ""
    low, high = (say_signed(end) for end in told)
    return low if low == high else words("figures.waves.ends", low=low, high=high)


def say_likely_change(likely: Ends | None, words: Words) -> str:
    """The likely range of a change with its signs: "+3 to +25", or that it is not known."""
    return say_told_change(likely, words) or words("figures.waves.unknown")


def in_points(points: float, words: Words) -> str:
    """A size in points: "1 point", "14 points"."""
    return words("figures.waves.points", count=round(abs(points)))


def _say_side(measures: Sequence[tuple[str, str]], total: int, words: Words) -> str:
    """What moved one way: by name, or how many of all there are."""
    if len(measures) <= NAMED:
        return quote_measures(measures, words)
    return words(f"figures.slope.title.many.{measures[0][0]}", number=len(measures), total=total)


def _say_unmoved(moves: Sequence[Move], words: Words) -> str:
    smallest = min((move.smallest for move in moves if move.smallest is not None), default=0.0)
    if round(smallest) >= COARSE:
        return words("figures.slope.title.coarse", points=round(smallest))
    return words("figures.slope.title.unmoved", before=moves[0].before)


def _of_kind(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    if kind not in KINDS:
        fault = Fault("kind", repr(kind), ", ".join(KINDS), "Choose one of these.")
        raise ToolkitError("There is no such kind of measure.", [fault])
    return table[table["kind"] == kind]


def _measures(followed: Followed, kind: str) -> list[str]:
    known = {"quality": followed.guide.qualities, "situation": followed.guide.situations}
    return list(known.get(kind) or dict.fromkeys(_of_kind(followed.levels, kind)["measure"]))


def _read_level(kind: str, measure: str, wave: str, row: Mapping[Any, Any] | None) -> Level:
    if row is None or row["withheld"]:
        return Level(kind, measure, wave, reason=UNTOLD if row is None else str(row["reason"]))
    told = _ends(row, "value_low", "value_high") or _ends(row, "value", "value")
    if told is None:
        return Level(kind, measure, wave, reason=UNTOLD)
    roster = None if pd.isna(row["roster"]) else int(row["roster"])
    return Level(kind, measure, wave, int(row["n"]), roster, told, _ends(row, "low", "high"))


def _read_move(row: Mapping[Any, Any]) -> Move:
    place = (row["kind"], row["measure"], row["before"], row["after"])
    told = _ends(row, "change_low", "change_high") or _ends(row, "change", "change")
    if row["withheld"] or told is None:
        return Move(*place, reason=str(row["reason"]) or UNTOLD)
    return Move(
        *place,
        n_before=int(row["n_before"]),
        n_after=int(row["n_after"]),
        told=told,
        likely=_ends(row, "low", "high"),
        moved=str(row["moved"]),
        smallest=None if pd.isna(row["smallest"]) else float(row["smallest"]),
    )


def _read_flow(row: Mapping[Any, Any]) -> Flow:
    place = (row["quality"], row["before"], row["after"])
    ends = {flow: _ends(row, f"{flow}_low", f"{flow}_high") for flow in FLOWS}
    if row["withheld"] or None in ends.values():
        return Flow(*place, reason=str(row["reason"]) or UNTOLD)
    counts = {flow: (int(end[0]), int(end[1])) for flow, end in ends.items() if end}
    told = _ends(row, "change", "change") or _change_of(counts, int(row["n"]))
    return Flow(*place, int(row["n"]), counts, told, _ends(row, "low", "high"), str(row["moved"]))


def _change_of(counts: Mapping[str, tuple[int, int]], n: int) -> Ends:
    """What the told counts of gained and lost allow, in points."""
    low, high = (counts["gained"][end] - counts["lost"][1 - end] for end in (0, 1))
    return 100 * low / n, 100 * high / n


def _ends(row: Mapping[Any, Any], low: str, high: str) -> Ends | None:
    return None if pd.isna(row[low]) or pd.isna(row[high]) else (float(row[low]), float(row[high]))
