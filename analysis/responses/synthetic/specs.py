"""Specs: which synthetic libraries there are, as data.

The libraries stand in `libraries.toml`. Sizes and places are spread as the US Public Libraries Survey of 2022
found them, but for a few more large ones, in which a planted truth can be found; the names are invented. A
further library is a further table of that file, a further wave a further `Wave`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.responses.synthetic.truths import TRUTHS, USUAL, Truths

__all__ = ["FTE_OF", "LIBRARY_SPECS", "WAVES", "LibrarySpec", "Round", "Topic", "Wave", "asked_in"]

LIBRARIES = Path(__file__).with_name("libraries.toml")

FTE_OF = {"full_time": 1.0, "part_time": 0.5, "volunteer": 0.0}
"""How heads become full-time equivalents in the sample: volunteers are heads but not paid staff."""


@dataclass(frozen=True)
class Wave:
    """One wave of asking, and the days on which answers came in."""

    id: str
    opens: date
    days: int


@dataclass(frozen=True)
class Topic:
    """What `share` of those who write to `item` write about, beside what people write everywhere.

    It holds for one `role`, or for everybody.
    """

    item: str
    about: str
    share: float
    role: str = ""


@dataclass(frozen=True)
class Round:
    """What one library did in one wave.

    `respondents` answered; where that is 0, the team answered together, and `agreed` names its guide in the
    catalogue. `paper` of the answers came on paper, where boxes are ticked and the page on situations was left
    out. `plan` names actions of the catalogue, `confirmed_items` the texts that somebody has masked, and `coded_items`
    those that two people have read for themes. `exists` says, in logits, how much more a quality was seen in this
    wave alone, and `topics` what people wrote about in it.
    """

    respondents: int = 0
    agreed: str = ""
    paper: int = 0
    plan: tuple[str, ...] = ()
    confirmed_items: tuple[str, ...] = ()
    coded_items: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    exists: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class LibrarySpec:
    """One synthetic library.

    `heads` gives the roster by cohort column; every column adds up to the same number of people. `rounds` are
    the waves in which the library asked. `truths` is what is planted in its answers, `level` and `growth` its own
    effects on the marks and on the continuum, in logits and in standard deviations; `camps` are units split in
    two, and how far from the middle either half stands. `spanish` is the share of Spanish answers. `own_themes` and
    `listed_names` are what the library has added to the codebook and what it masks, as rows of these frames.

    Where `linked` people of those who answered in every wave say so, the staff stay the same people from wave to
    wave, and answer as they did before but for ordinary fluctuation. Elsewhere each wave is drawn anew.
    """

    id: str
    name: str
    type: str
    population: int
    locale: str
    heads: Mapping[str, Mapping[str, int]]
    rounds: Mapping[str, Round]
    truths: Truths = USUAL
    level: float = 0.0
    growth: float = 0.0
    camps: Mapping[str, float] = field(default_factory=dict)
    spanish: float = 0.0
    strategies: int = 10
    linked: int = 0
    own_themes: Sequence[Mapping[str, str]] = ()
    listed_names: Sequence[Mapping[str, str]] = ()

    @property
    def staff(self) -> int:
        """Heads on the roster."""
        return sum(self.heads["role"].values())

    @property
    def fte(self) -> float:
        """Full-time equivalents, by `FTE_OF`."""
        return sum(FTE_OF[value] * heads for value, heads in self.heads["employment"].items())


def asked_in(specs: tuple[LibrarySpec, ...]) -> Iterator[tuple[LibrarySpec, Wave]]:
    """Every library of `specs` with every wave in which it asked.

    >>> [wave.id for spec, wave in asked_in(LIBRARY_SPECS) if spec.id == "quillhaven"]
    ['2025', '2026']
    """
    return ((spec, wave) for spec in specs for wave in WAVES if wave.id in spec.rounds)


def _read_specs() -> Iterator[LibrarySpec]:
    for entry in tomllib.loads(LIBRARIES.read_text(encoding="utf-8"))["library"]:
        rounds = {wave: _read_round(found) for wave, found in entry.pop("wave").items()}
        truths = TRUTHS[entry.pop("truths", "usual")]
        yield LibrarySpec(**entry, rounds=rounds, truths=truths)


def _read_round(entry: dict[str, Any]) -> Round:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    topics = tuple(Topic(**topic) for topic in entry.get("topics", ()))
    return Round(**{**entry, **lists, "topics": topics})


WAVES = (Wave("2025", opens=date(2025, 3, 3), days=19), Wave("2026", opens=date(2026, 3, 2), days=19))

LIBRARY_SPECS = tuple(_read_specs())
