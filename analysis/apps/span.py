"""Span: what a page shows of a library over its waves at one moment.

It holds what was released of each wave and what `follow_library` made of it, and no answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.apps.view import Drawing, View, draw_kept
from analysis.disclosure import Released
from analysis.disclosure.followed import KINDS, Followed
from analysis.present.moves import Level, Move, latest_moves, read_levels

__all__ = ["Span", "comparable", "pairs_of"]


@dataclass(frozen=True)
class Span:
    """One library over its waves, `kind` of measure by kind (empty where nothing may be told).

    `results` are all its waves, the earliest first; `followed` ends with the wave that is looked at, and `latest` is
    the view of that wave alone.
    """

    followed: Followed
    results: tuple[Released, ...]
    latest: View
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be told of any wave."""
        return all(released.is_empty for released in self.results)

    @property
    def is_team(self) -> bool:
        """Whether the wave that is looked at was answered by the team as one."""
        return self.latest.released.team_guide is not None

    @property
    def is_alone(self) -> bool:
        """Whether there is one wave, and nothing to compare it with."""
        return len(self.followed.waves) == 1

    @property
    def left_out(self) -> tuple[str, ...]:
        """Waves of which nothing may be told, and which are passed over because two others remain."""
        kept = {released.wave for released in comparable(self.results)}
        return tuple(released.wave for released in self.results if released.wave not in kept)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Those of the followed waves of which nothing may be told."""
        return tuple(one.wave for one in self.results if one.is_empty and one.wave in self.followed.waves)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of measures of which at least one may be told in at least one wave."""
        return tuple(kind for kind in KINDS if any(level.told for level in self._levels(kind)))

    @property
    def is_drawn(self) -> bool:
        """Whether a measure of the chosen kind may be told in the wave that is looked at."""
        return any(level.told for level in self._levels(self.kind) if level.wave == self.followed.waves[-1])

    @property
    def moves(self) -> tuple[Move, ...]:
        """What may be told about the change of every measure into the wave that is looked at."""
        moves = (move for kind in KINDS for move in latest_moves(self.followed, kind))
        return tuple(move for move in moves if not move.reason)

    def picture(self, draw: Drawing, *chosen: str) -> str:
        """The figure that `draw` makes of the waves, as markup that holds its image; empty where it makes none."""
        view = self.latest
        return draw_kept(draw, self.followed, view.words, *chosen, width=view.width, kept=view.kept)

    def _levels(self, kind: str) -> list[Level]:
        if not kind:
            return []
        return [level for levels in read_levels(self.followed, kind).values() for level in levels]


def comparable(results: Sequence[Released]) -> tuple[Released, ...]:
    """The waves that are compared: those of which something may be told if there are two of them, else all."""
    told = tuple(released for released in results if not released.is_empty)
    return told if len(told) > 1 else tuple(results)


def pairs_of(results: Sequence[Released]) -> tuple[tuple[str, str], ...]:
    """The waves that are compared with each other, in pairs, the latest first."""
    waves = [released.wave for released in comparable(results)]
    return tuple(reversed(list(pairwise(waves))))
