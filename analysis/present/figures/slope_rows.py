"""Slope rows: the lines of a slope chart, each with where it stands, how it moved, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.moves import (
    Level,
    Move,
    name_measure,
    read_levels,
    read_moves,
    say_all,
    say_level,
    say_likely_change,
    say_told_change,
)

__all__ = ["Row", "read_rows", "say_row"]


@dataclass(frozen=True)
class Row:
    """One measure: its name, its levels wave by wave, its moves by the wave in which they end, and its lanes."""

    name: str
    levels: tuple[Level, ...]
    moves: Mapping[str, Move]
    lanes: tuple[float, ...]

    @property
    def latest(self) -> Move | None:
        """The move into the last wave."""
        return self.moves.get(self.levels[-1].wave)

    @property
    def moved(self) -> str:
        """Whether the last move was beyond chance, and which way."""
        return self.moved_into(self.levels[-1])

    @property
    def last(self) -> Level:
        """The last level that may be told, or the very last where none may."""
        return next((level for level in reversed(self.levels) if level.told), self.levels[-1])

    @property
    def is_begun(self) -> bool:
        """Whether the level of the first wave may be told."""
        return self.levels[0].told is not None

    def moved_into(self, level: Level) -> str:
        """Whether the measure moved into a wave by more than chance, and which way."""
        move = self.moves.get(level.wave)
        return move.moved if move else ""

    def moved_near(self, wave: int) -> str:
        """The same for a move into a wave or out of it."""
        return next((moved for level in self.levels[wave : wave + 2] if (moved := self.moved_into(level))), "")


def read_rows(followed: Followed, words: Words, kind: str) -> list[Row]:
    """The measures of a kind, the highest in its last told wave first."""
    levels = read_levels(followed, kind)
    moves = read_moves(followed, kind)
    lanes = [_lanes([own[place] for own in levels.values()]) for place in range(len(followed.waves))]
    rows = [
        Row(
            name_measure(kind, measure, words),
            own,
            {move.after: move for move in moves if move.measure == measure},
            tuple(lane[measure] for lane in lanes),
        )
        for measure, own in levels.items()
    ]
    return sorted(rows, key=lambda row: -row.last.middle)


def say_row(row: Row, words: Words, minimum: int) -> str:
    """Everything that the picture shows of one line, as a sentence."""
    levels = ", ".join(_say_wave(level, words, minimum) for level in row.levels)
    move = row.latest
    if move is None or move.told is None:
        return words("figures.slope.row_alone", name=row.name, levels=levels)
    change, likely = say_told_change(move.told, words), say_likely_change(move.likely, words)
    verdict = words(f"figures.waves.verdict.{move.moved or 'within'}")
    return words("figures.slope.row", name=row.name, levels=levels, change=change, likely=likely, verdict=verdict)


def _lanes(levels: Sequence[Level]) -> dict[str, float]:
    """How many lanes to the right of its wave each level stands, so that bars which overlap stand side by side."""
    lanes: list[list[Level]] = []
    ranges = sorted((one for one in levels if one.told and not one.is_exact), key=lambda one: one.middle)
    for level in ranges:
        free = next((lane for lane in lanes if not any(_touch(level, other) for other in lane)), None)
        if free is None:
            lanes.append([level])
        else:
            free.append(level)
    middle = (len(lanes) - 1) / 2
    places = {level.measure: number - middle for number, lane in enumerate(lanes) for level in lane}
    return {level.measure: places.get(level.measure, 0.0) for level in levels}


def _touch(one: Level, other: Level) -> bool:
    a, b = one.told or (0.0, 0.0), other.told or (0.0, 0.0)
    return min(a[1], b[1]) >= max(a[0], b[0])


def _say_wave(level: Level, words: Words, minimum: int) -> str:
    told, everybody = say_level(level, words, minimum), say_all(level, words)
    if not everybody:
        return words("figures.slope.wave", wave=level.wave, told=told)
    return words("figures.slope.wave_likely", wave=level.wave, told=told, likely=everybody)
