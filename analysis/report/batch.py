"""Batch: many reports at once, on all processors; what is there already and still right is not made again.

A batch goes in three stages: what may be shown of each library is released and kept, the largest first; libraries are
compared, once for all who share their neighbours; and the reports are written. A library that fails is listed at the
end and stops nobody. Stopped at any moment, the finished files stay, and the same batch goes on where it was. A file
that somebody has changed is never overwritten.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise, starmap
from pathlib import Path
from typing import Any

from analysis.errors import Fault, ToolkitError
from analysis.exchange.circle import Circle, Compared
from analysis.exchange.places import Place
from analysis.exchange.sources import Source, Sources
from analysis.report.batch_keys import Keys, circle_key
from analysis.report.batch_ledger import Entry, Ledger, State
from analysis.report.batch_progress import Clock, Pace, Progress
from analysis.report.batch_tasks import CompareTask, ReleaseTask, ReportTask, Target, Written
from analysis.report.batch_workers import Outcome, do_tasks, processors
from analysis.report.brand import Brand
from analysis.report.making import earlier_waves, find_source
from analysis.report.request import CONSORTIUM, Request
from analysis.report.writing import FORMATS, file_name

__all__ = ["LOG", "Batch", "BatchResult", "Failure", "make_batch"]

LOG = "reports.log"
"""The file beside the reports that says where an unexpected trouble came from."""

Weighted = ReleaseTask | CompareTask | ReportTask
Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Batch:
    """Which reports are wanted, in which `formats` of `FORMATS`, and the folder that they are to lie in.

    `template` is a presentation whose masters the slides are to have. Raises `ToolkitError` for a format that is none,
    a template that is not there, or two reports that would be the same file.
    """

    requests: tuple[Request, ...]
    formats: tuple[str, ...]
    folder: Path
    brand: Brand | None = None
    template: Path | None = None

    def __post_init__(self) -> None:
        faults = [_no_format(name) for name in self.formats if name not in FORMATS]
        if self.template and not self.template.is_file():
            faults.append(Fault(str(self.template), "nothing", "a presentation (.pptx)", "Check the name."))
        names = Counter(file_name(request, "").lower() for request in self.requests)
        faults += [_same_name(name) for name, times in names.items() if times > 1]
        if faults:
            raise ToolkitError("These reports cannot be made.", faults)


@dataclass(frozen=True)
class Failure:
    """A report that could not be made, by the name of its library or of its file, and the reason in words.

    `is_unexpected` where the reason is nothing that a person has caused; the log says more.
    """

    name: str
    reason: str
    is_unexpected: bool = False


@dataclass
class BatchResult:
    """What came out of a batch, by names of files in its folder.

    `made` were written now, `unchanged` are as they should be, `edited` were changed by somebody and are left as they
    are, `aside` says of each replaced file that somebody had changed under which name it is kept.
    """

    folder: Path
    made: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    aside: dict[str, str] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where unexpected trouble is written down."""
        return self.folder / LOG


def make_batch(
    place: Place,
    batch: Batch,
    workers: int | None = None,
    progress: Tell = lambda _: None,
    clock: Clock = time.monotonic,
) -> BatchResult:
    """Make every report of `batch` that is not there yet as it should be.

    `workers` is the number of processes, that of the processors where it is None; one does all in this process.
    `progress` is told how far it is before and after each piece of work; whatever it raises stops the batch. A program
    that calls this with more than one worker does so under `if __name__ == "__main__":`, since each worker reads it.

    Raises `ToolkitError` where there are no answers at `place`, or the folder cannot be written to.
    """
    return _Run(place, batch, workers or processors(), progress, clock).run()


class _Run:
    """One batch while it is made."""

    def __init__(self, place: Place, batch: Batch, workers: int, progress: Tell, clock: Clock) -> None:
        self.batch, self.workers, self.progress, self.clock = batch, workers, progress, clock
        self.open = partial(place.open, remembers=False)
        self.result = BatchResult(batch.folder)
        self.ledger = _open_ledger(batch.folder)
        self.sources: Sources = self.open()
        self.keys = Keys(self.sources, batch.brand, batch.template)
        self.broken: dict[Source, Outcome] = {}

    def run(self) -> BatchResult:
        """All stages."""
        due = {request: targets for request in self.batch.requests if (targets := self._targets(request))}
        self._release(due)
        circles = {request: circle for request in due if (circle := self.keys.circle(request))}
        compared = self._compare(circles)
        self._report({request: targets for request, targets in due.items() if not self._is_broken(request)}, compared)
        return self.result

    def _targets(self, request: Request) -> tuple[Target, ...]:
        """The files of one report that are due; what is wrong with the request itself is listed."""
        try:
            return tuple(self._due(request))
        except ToolkitError as error:
            self._fail(_label(request), Outcome(0, reason=str(error)))
            return ()

    def _due(self, request: Request) -> Iterator[Target]:
        for format_name in self.batch.formats:
            name, key = file_name(request, FORMATS[format_name].suffix), self.keys.of(request, format_name)
            state = self.ledger.state(name, key)
            if state is State.DUE:
                yield Target(format_name, self.batch.folder / name, key, self.ledger.written(name))
            else:
                (self.result.edited if state is State.EDITED else self.result.unchanged).append(name)

    def _release(self, due: Iterable[Request]) -> None:
        """Release what is not kept yet, the largest first, since the last to finish should be a small one."""
        tasks = sorted(self._releases(due), key=lambda task: -task.weight)
        for task, outcome in self._do("release", tasks):
            if not outcome.ok:
                self.broken |= dict.fromkeys(task.waves, outcome)

    def _releases(self, due: Iterable[Request]) -> Iterator[ReleaseTask]:
        wanted: dict[str, dict[Source, None]] = {}
        for request in due:
            for source in self._needed(request):
                wanted.setdefault(source.place, {})[source] = None
        for sources in wanted.values():
            waves = sorted(sources, key=lambda source: source.wave)
            links = starmap(self.sources.are_links_kept, pairwise(waves))
            if not (all(map(self.sources.is_kept, waves)) and all(links)):
                yield ReleaseTask(tuple(waves))

    def _needed(self, request: Request) -> Iterator[Source]:
        if request.library_id != CONSORTIUM:
            source = find_source(self.sources, request)
            yield from (*earlier_waves(self.sources, source), source)
        circle = self.keys.circle(request)
        yield from circle.sources if circle else ()

    def _compare(self, circles: Mapping[Request, Circle]) -> dict[Request, Compared | None]:
        """What each request is compared by, made once for all that have the same circle."""
        shared: dict[tuple[object, ...], list[Request]] = {}
        for request, circle in circles.items():
            shared.setdefault(circle_key(request, circle), []).append(request)
        tasks = [CompareTask(group[0], len(circles[group[0]].sources)) for group in shared.values()]
        groups = {group[0]: group for group in shared.values()}
        found: dict[Request, Compared | None] = {}
        for task, outcome in self._do("compare", tasks):
            # Where it failed, the report tries by itself, and says so where that fails as well.
            found |= dict.fromkeys(groups[task.request], outcome.value)
        return found

    def _report(self, due: Mapping[Request, tuple[Target, ...]], compared: Mapping[Request, Compared | None]) -> None:
        look = (self.batch.brand, self.batch.template)
        tasks = [ReportTask(request, targets, compared.get(request), *look) for request, targets in due.items()]
        for task, outcome in self._do("report", tasks):
            if outcome.ok:
                self._record(outcome.value)
            else:
                self._fail(_label(task.request), outcome)

    def _do(self, stage: str, tasks: Sequence[Any]) -> Iterator[tuple[Any, Outcome]]:
        """Do the tasks of a stage, and say how far it is."""
        if not tasks:
            return
        pace = Pace(stage, [task.weight for task in tasks], self.clock)
        self.progress(pace.begin())
        for outcome in do_tasks(self.open, tasks, self.workers):
            yield tasks[outcome.number], outcome
            self.progress(pace.finish(outcome.number))

    def _record(self, written: Sequence[Written]) -> None:
        self.ledger.record({one.target.path.name: Entry(one.target.key, one.digest) for one in written})
        self.result.made += [one.target.path.name for one in written]
        self.result.aside |= {one.target.path.name: one.aside for one in written if one.aside}

    def _is_broken(self, request: Request) -> bool:
        """Whether the report's own library could not be released, which is listed then."""
        if request.library_id == CONSORTIUM:
            return False
        outcome = self.broken.get(find_source(self.sources, request))
        if outcome:
            self._fail(_label(request), outcome)
        return outcome is not None

    def _fail(self, name: str, outcome: Outcome) -> None:
        self.result.failed.append(Failure(name, outcome.reason or "", bool(outcome.trace)))
        if outcome.trace:
            with self.result.log.open("a", encoding="utf-8") as log:
                log.write(f"{name}\n{outcome.trace}\n")


def _open_ledger(folder: Path) -> Ledger:
    """The ledger of a folder that can be written to, and in which nothing lies half written any more."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)
        (folder / LOG).unlink(missing_ok=True)
    except OSError as error:
        fault = Fault(str(folder), error.strerror or str(error), "a folder", "Choose another folder for the reports.")
        raise ToolkitError("The reports cannot be put there.", [fault]) from error
    ledger = Ledger.read(folder)
    ledger.record({})
    return ledger


def _label(request: Request) -> str:
    return f"{request.library_id or 'all libraries'} {request.wave}, {request.audience}, {request.language}"


def _no_format(name: str) -> Fault:
    return Fault("format", repr(name), ", ".join(FORMATS), "Choose from these.")


def _same_name(name: str) -> Fault:
    return Fault(name, "more than one report", "one report for each file", "Make them in different folders.")
