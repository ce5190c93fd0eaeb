"""Which sentences there are about one wave, about a comparison, and about a library over its waves."""

from __future__ import annotations

from inspect import signature

from analysis.present import wording

__all__ = ["said_of"]


def said_of(what: str) -> list[str]:
    """The names of the sentences that take `what` first: `released`, `comparison`, `peers` or `followed`."""
    return [name for name in wording.__all__ if next(iter(signature(getattr(wording, name)).parameters)) == what]
