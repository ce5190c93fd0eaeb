"""Spans: the parts of a text by which somebody could be recognized.

A span is told as positions in the text as it was written: from which character on, to before which, and of which kind
what stands there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from analysis.errors import Fault, ToolkitError

__all__ = ["KINDS", "NAMED", "Name", "Proposal", "Span", "apart"]

NAMED = ("person", "place", "team")
"""What a listed name may name."""

KINDS = (*NAMED, "email", "web", "telephone")


class Span(NamedTuple):
    """A part of a text that is masked."""

    start: int
    end: int
    kind: str


class Proposal(NamedTuple):
    """A part of a text about which a person has to decide; `why` is a key of `masks.why` among the words."""

    start: int
    end: int
    kind: str
    why: str


@dataclass(frozen=True)
class Name:
    """A name that is masked wherever it stands: of a `person`, a `place` or a `team`.

    Raises `ToolkitError` for another kind.
    """

    name: str
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in NAMED:
            fault = Fault(f"name {self.name!r}", repr(self.kind), ", ".join(NAMED), "Choose one of them.")
            raise ToolkitError("This kind of name cannot be masked.", [fault])


S = TypeVar("S", bound=tuple[Any, ...])


def apart(spans: Iterable[S], before: Callable[[S], object] | None = None) -> tuple[S, ...]:
    """Those of `spans` that do not touch one another, in order; of two that overlap, the longer one.

    `before` says which goes first among those of the same length; otherwise it is the one that starts first.
    """
    by_worth = sorted(spans, key=lambda span: (span[0] - span[1], before(span) if before else 0, span[0]))
    chosen: list[S] = []
    taken: set[int] = set()
    for span in by_worth:
        reach = range(span[0], span[1])
        if taken.isdisjoint((reach.start, reach.stop - 1)):
            chosen.append(span)
            taken.update(reach)
    return tuple(sorted(chosen))
