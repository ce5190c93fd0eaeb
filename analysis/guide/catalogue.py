"""Catalogue: ways of learning that are common in libraries, to start an inventory from.

An entry says how a strategy is usually arranged: for whom, required or not, who chooses the content, how often, how
many hours a year, and which qualities it can serve. It is a starting point that each library changes, and no claim
about what works. What an entry is called and is stands in `text/<language>/strategies.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.guide.words import Words

__all__ = ["Strategy", "load_catalogue"]

CATALOGUE = Path(__file__).with_name("text") / "strategies.toml"


@dataclass(frozen=True)
class Strategy:
    """One way of learning as libraries usually arrange it.

    `participants` is `all`, or values of the guide's cohorts with spaces between them; `hours` are those of one year,
    for one who takes part.
    """

    id: str
    participants: str
    participation: str
    content_chosen_by: str
    frequency: str
    hours: float
    qualities: tuple[str, ...]

    def called(self, words: Words) -> str:
        """What the strategy is called."""
        return words(f"strategies.{self.id}.name")

    def explained(self, words: Words) -> str:
        """What it is, in one line."""
        return words(f"strategies.{self.id}.meaning")


@cache
def load_catalogue() -> tuple[Strategy, ...]:
    """The strategies of the catalogue, in the order in which they are offered.

    >>> [strategy.id for strategy in load_catalogue()[:2]]
    ['onboarding', 'at_the_desk']
    """
    tree = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(Strategy(**entry | {"qualities": tuple(entry["qualities"])}) for entry in tree["strategy"])
