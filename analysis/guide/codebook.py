"""Codebook: the themes that written answers are read for, as frozen data.

A theme belongs to one or more parts of the guide, and a text may have several of them, or none. Goals are the
exception: each is of one of three kinds. A library may add themes of its own; its frame `themes` holds them, and
`Codebook.with_own` puts them beside the toolkit's. What a theme is called and means stands in
`text/<language>/codebook.toml` for those of the toolkit, and in the theme itself for those of a library.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from analysis.guide.model import Guide
from analysis.guide.words import Words

__all__ = ["GOAL_KINDS", "Codebook", "Theme", "load_codebook"]

GOAL_KINDS = ("performance", "mixed", "learning")
"""What a goal can be: reaching a result, both, or getting better at something."""

GOALS = "goals"
CODEBOOK = Path(__file__).with_name("text") / "codebook.toml"


@dataclass(frozen=True)
class Theme:
    """One theme: its id, the parts of the guide that it is looked for in, and a library's own name and meaning."""

    id: str
    parts: tuple[str, ...]
    name: str = ""
    meaning: str = ""

    def called(self, words: Words) -> str:
        """What the theme is called."""
        return self.name or words(f"codebook.theme.{self.id}.name")

    def explained(self, words: Words) -> str:
        """When a text has the theme; empty where a library did not say."""
        return self.meaning if self.name else words(f"codebook.theme.{self.id}.meaning")


@dataclass(frozen=True)
class Codebook:
    """The themes, in the order in which they are offered."""

    themes: tuple[Theme, ...]

    def of_part(self, part: str) -> tuple[Theme, ...]:
        """The themes of one part of the guide; for goals, their kinds.

        >>> [theme.id for theme in load_codebook().of_part("goals")]
        ['performance', 'mixed', 'learning']
        """
        return tuple(theme for theme in self.themes if part in theme.parts)

    def of_item(self, item: str, guide: Guide) -> tuple[Theme, ...]:
        """The themes that an answer to one question in words may have."""
        return self.of_part(guide.item(item).section)

    def is_one_of(self, item: str, guide: Guide) -> bool:
        """Whether an answer has exactly one of the themes, as a goal has its kind."""
        return guide.item(item).section == GOALS

    def with_own(self, themes: Iterable[Theme]) -> Codebook:
        """This codebook and, behind it, a library's own themes."""
        return replace(self, themes=(*self.themes, *themes))


@cache
def load_codebook() -> Codebook:
    """The toolkit's own codebook.

    >>> len(load_codebook().of_part("culture_tour"))
    12
    """
    tree = tomllib.loads(CODEBOOK.read_text(encoding="utf-8"))
    kinds = tuple(Theme(kind, (GOALS,)) for kind in GOAL_KINDS)
    return Codebook(kinds + tuple(Theme(entry["id"], tuple(entry["parts"])) for entry in tree["theme"]))
