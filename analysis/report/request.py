"""Request: which report is wanted, and the released results that it is made from.

A request is small and plain, so that it can stand in the report itself: whoever has the data can make the same report
again and compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.disclosure import Comparison, Followed, OpportunityMap, Released
from analysis.errors import Fault, ToolkitError
from analysis.measures.peers import Peers

__all__ = ["AUDIENCES", "BESIDE", "CONSORTIUM", "LANGUAGES", "Request", "Results"]

AUDIENCES = ("board", "staff", "director", "researcher")
"""For whom a report is made; each has sections of its own, in an order of its own."""

LANGUAGES = ("en", "es")

BESIDE = ("none", "peers", "all")
"""Beside whom a library is shown: nobody, its peers, or all libraries of the wave."""

CONSORTIUM = ""
"""The `library_id` of a report about all libraries of a wave together."""


@dataclass(frozen=True)
class Request:
    """Which report is wanted: of which library and wave, for whom, in which language, with which sections.

    `sections` are ids in the order in which they are wanted; empty for those of the audience. `is_sample` says
    whether the library is one of the samples.
    """

    library_id: str
    wave: str
    audience: str = "board"
    language: str = "en"
    beside: str = "none"
    sections: tuple[str, ...] = ()
    is_sample: bool = False

    def __post_init__(self) -> None:
        wanted = {"audience": AUDIENCES, "language": LANGUAGES, "beside": BESIDE}
        faults = [
            Fault(name, repr(getattr(self, name)), ", ".join(allowed), "Choose one of these.")
            for name, allowed in wanted.items()
            if getattr(self, name) not in allowed
        ]
        if faults:
            raise ToolkitError("There is no such report.", faults)


@dataclass(frozen=True)
class Results:
    """What a report of one library is made from; `comparison` and `followed` where there is something to compare.

    `peers` say why just these libraries are compared. `today` is the day from which the plan is seen; without it
    nothing is said to be late. `audience` decides how much is shown.
    """

    released: Released
    opportunities: OpportunityMap
    comparison: Comparison | None = None
    followed: Followed | None = None
    peers: Peers | None = None
    today: date | None = None
    audience: str = "director"

    @property
    def to_decide(self) -> bool:
        """Whether the readers decide with it, and want to know what is behind a finding."""
        return self.audience in ("director", "researcher")

    @property
    def in_full(self) -> bool:
        """Whether the readers want everything."""
        return self.audience == "researcher"
