"""Which sentences there are about one wave, about a comparison, and about a library over its waves."""

from __future__ import annotations

from inspect import signature

from analysis.present import wording

__all__ = ["said_of"]


def said_of(what: str) -> list[str]:
    """The names of the sentences that take `what` first: `released`, `comparison`, `peers` or `followed`.

    Those that take an opportunity map as well are left out.
    """
    taken = {name: list(signature(getattr(wording, name)).parameters) for name in wording.__all__}
    return [name for name, first in taken.items() if first[0] == what and "opportunities" not in first[1:]]
