"""Batch tasks: the three kinds of work of a batch, each of which a worker can do with nothing but the sources.

First what may be shown is released and kept in files, then libraries are compared, then reports are written. Each task
is told apart from the others, so that one that fails costs only itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from analysis.exchange.circle import Compared
from analysis.exchange.sources import Source, Sources
from analysis.report.batch_ledger import put_report
from analysis.report.brand import Brand
from analysis.report.making import compare_for, make_report
from analysis.report.request import Request
from analysis.report.writing import report_bytes

__all__ = ["CompareTask", "ReleaseTask", "ReportTask", "Target", "Written"]


@dataclass(frozen=True)
class ReleaseTask:
    """Release waves of one library, the earliest first, and the people who linked their answers between them."""

    waves: tuple[Source, ...]

    @property
    def weight(self) -> int:
        """How much there is to do, roughly: people and waves."""
        return sum(wave.heads or 1 for wave in self.waves)

    def do(self, sources: Sources) -> None:
        """Do it; what comes out is kept in files."""
        told = [wave for wave in self.waves if not sources.released(wave).is_empty]
        for before, after in pairwise(told):
            sources.linked(before, after)


@dataclass(frozen=True)
class CompareTask:
    """Compare the libraries that a request sets beside each other, for all requests with the same circle."""

    request: Request
    weight: int = 1

    def do(self, sources: Sources) -> Compared | None:
        """The comparison, made for no library in particular."""
        return compare_for(sources, self.request)


@dataclass(frozen=True)
class Target:
    """A file to be written: its format, its path, its key, and its digest as it was written last (empty: never)."""

    format: str
    path: Path
    key: str
    written: str


@dataclass(frozen=True)
class Written:
    """A file that was written: its target, its digest, and the name under which a changed file was set aside."""

    target: Target
    digest: str
    aside: str


@dataclass(frozen=True)
class ReportTask:
    """Make one report and write it in every format that is due."""

    request: Request
    targets: tuple[Target, ...]
    compared: Compared | None
    brand: Brand | None
    template: Path | None
    weight: int = 1

    def do(self, sources: Sources) -> tuple[Written, ...]:
        """Do it."""
        return tuple(self._write(sources))

    def _write(self, sources: Sources) -> Iterator[Written]:
        report = make_report(sources, self.request, self.brand, self.compared)
        for target in self.targets:
            content = report_bytes(report, target.format, self.template)
            yield Written(target, *put_report(content, target.path, target.written))
