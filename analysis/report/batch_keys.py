"""Batch keys: what stands for everything that a report depends on, so that an unchanged one is not made again.

That is the request, the brand, the template, the program with its words and its styles, and what the releases depend on
from which the report is made: its own library and wave, the waves before, and the libraries that stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import analysis
from analysis.exchange.circle import Circle
from analysis.exchange.sources import Source, Sources
from analysis.report.brand import Brand
from analysis.report.making import circle_of, earlier_waves, find_source
from analysis.report.request import CONSORTIUM, Request
from analysis.report.writing import WITH_TEMPLATE

__all__ = ["Keys", "circle_key"]

PROGRAM = Path(analysis.__file__).parent


@dataclass
class Keys:
    """Makes the keys of the reports of one batch; every wave is looked at once."""

    sources: Sources
    brand: Brand | None = None
    template: Path | None = None
    _states: dict[Source, str] = field(default_factory=dict)
    _circles: dict[Request, Circle | None] = field(default_factory=dict)

    def of(self, request: Request, format_name: str) -> str:
        """The key of one report in one format.

        Raises `ToolkitError` where there is no such library or wave.
        """
        parts = [*self._parts(request), format_name]
        if format_name == WITH_TEMPLATE and self.template:
            parts.append(sha256(self.template.read_bytes()).hexdigest())
        return sha256(json.dumps(parts, default=str).encode()).hexdigest()

    def circle(self, request: Request) -> Circle | None:
        """The libraries that a report sets beside each other, as `circle_of` finds them."""
        if request not in self._circles:
            self._circles[request] = circle_of(self.sources, request)
        return self._circles[request]

    def _parts(self, request: Request) -> Iterator[object]:
        yield asdict(request)
        yield _appearance()
        yield _brand(self.brand or Brand())
        if request.library_id != CONSORTIUM:
            yield from self._of_library(find_source(self.sources, request))
        circle = self.circle(request)
        if circle:
            yield [[one.library_id, self._state(one)] for one in sorted(circle.sources, key=lambda one: one.library_id)]
            members = [one for one in circle.everybody if circle.joins and one.library_id in circle.small.members]
            yield [[one.library_id, self._state(one)] for one in members]

    def _of_library(self, source: Source) -> Iterator[object]:
        waves = (*earlier_waves(self.sources, source), source)
        yield [self._state(one) for one in waves]
        yield [self.sources.state_of_links(before, after) for before, after in pairwise(waves)]

    def _state(self, source: Source) -> str:
        if source not in self._states:
            self._states[source] = self.sources.state(source)
        return self._states[source]


def circle_key(request: Request, circle: Circle) -> tuple[object, ...]:
    """What two requests have in common that are compared by the very same comparison."""
    members = frozenset(one.library_id for one in circle.sources)
    is_all = request.library_id == CONSORTIUM
    return request.is_sample, request.wave, request.language, members, circle.joins, is_all


@cache
def _appearance() -> str:
    """A digest of everything in the toolkit that is not program: words, styles, fonts."""
    digest = sha256()
    for path in sorted(PROGRAM.rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _brand(brand: Brand) -> list[str]:
    parts = [sha256(repr(brand).encode()).hexdigest()]
    if brand.font:
        parts += [sha256(path.read_bytes()).hexdigest() for path in sorted(Path(brand.font).rglob("*.[ot]tf"))]
    return parts
