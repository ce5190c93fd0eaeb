"""Truths: what is planted in the answers of a synthetic library, so that somebody can find it.

Most libraries have the truths that are `USUAL`. One has `NOTHING`: whatever a measure finds there is chance.
`sample_data/README.md` says in words what is planted where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

__all__ = ["NOTHING", "TRUTHS", "USUAL", "Truths"]


@dataclass(frozen=True)
class Truths:
    """What makes one answer likelier than another; what is not named is 0.

    `exists` and `develop`, by quality, say how readily it is seen and wished for, `leaders_see` what leaders see
    beyond that; all in logits. `wants_what_is_there` is added to the wish for a quality that a person sees.
    `lean`, by situation, is how far people stand towards growth, in standard deviations. `people` says how
    much they differ from each other: 1 as people do, 0 not at all.
    """

    exists: Mapping[str, float] = field(default_factory=dict)
    develop: Mapping[str, float] = field(default_factory=dict)
    leaders_see: Mapping[str, float] = field(default_factory=dict)
    wants_what_is_there: float = 0.0
    lean: Mapping[str, float] = field(default_factory=dict)
    people: float = 0.0

    def shifted(self, exists: Mapping[str, float]) -> Truths:
        """These truths, with some qualities seen more (or less) by so many logits.

        >>> NOTHING.shifted({"agency": 0.5}).exists
        {'agency': 0.5}
        """
        moved = {quality: self.exists.get(quality, 0.0) + more for quality, more in exists.items()}
        return replace(self, exists={**self.exists, **moved})


USUAL = Truths(
    exists={
        "purpose": 0.3,
        "agency": -0.6,
        "variety": 0.1,
        "role_models": -0.8,
        "mutual_help": 2.4,
        "problems_as_learning": 0.3,
        "development_goals": -0.2,
    },
    develop={
        "purpose": -0.3,
        "agency": 1.7,
        "variety": 0.2,
        "role_models": 0.3,
        "mutual_help": -0.6,
        "problems_as_learning": 0.4,
        "development_goals": 0.3,
    },
    leaders_see={"role_models": 2.6},
    wants_what_is_there=-0.4,
    lean={"challenge": 0.7, "setback": 0.5, "criticism": -0.8, "effort": 0.8, "others_success": 0.4, "change": 0.2},
    people=1.0,
)

NOTHING = Truths()

TRUTHS = {"usual": USUAL, "nothing": NOTHING}
"""The truths by the name that a library of `libraries.toml` gives them."""
