"""Processes: what a command takes together with everything that it starts: processor time, time on the clock, memory.

Processor time is counted twice, by the system for processes that somebody waited for, and by looking at every process
again and again; the larger of both is told, since a browser leaves helpers behind that nobody waits for. Memory is
resident memory; in the sum, pages that processes share are counted in each of them. Needs `/proc`, thus Linux.
"""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
PROC = Path("/proc")
EVERY = 0.1
MEGABYTE = 1024 * 1024
# Of /proc/<pid>/stat, counted from the field after the name of the program.
PARENT, USER, SYSTEM, STARTED, PAGES = 1, 11, 12, 19, 21


@dataclass(frozen=True)
class Usage:
    """What a command took: seconds of processors and on the clock; megabytes of the largest process and of all."""

    cpu: float
    wall: float
    largest: float
    together: float


class Seen(NamedTuple):
    """A process at one moment; `key` tells it from a later one of the same number."""

    key: tuple[int, int]
    parent: int
    ticks: int
    pages: int


@dataclass
class Watch:
    """What was seen of a process and its descendants, also of those whose parents are gone."""

    root: int
    ticks: dict[tuple[int, int], int] = field(default_factory=dict)
    largest: int = 0
    together: int = 0

    def look(self) -> None:
        """Look once."""
        family = list(self._family())
        self.ticks |= {one.key: one.ticks for one in family}
        self.largest = max(self.largest, *(one.pages for one in family), 0)
        self.together = max(self.together, sum(one.pages for one in family))

    def _family(self) -> Iterator[Seen]:
        children: dict[int, list[Seen]] = defaultdict(list)
        waiting: list[Seen] = []
        for one in running():
            is_known = one.key in self.ticks or one.key[0] == self.root
            (waiting if is_known else children[one.parent]).append(one)
        while waiting:
            one = waiting.pop()
            yield one
            waiting += children.pop(one.key[0], [])


def measured(command: Sequence[str]) -> Usage:
    """Run a command in the project's folder, and measure it.

    Raises `SystemExit` with what it complained of where it fails.
    """
    path = os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
    begun = time.monotonic()
    with TemporaryFile() as complaints:
        process = subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "PYTHONPATH": path}, stderr=complaints)
        watch = Watch(process.pid)
        waited = watched(process, watch)
        if process.returncode:
            complaints.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.\n{complaints.read().decode()}")
    cpu = max(waited.ru_utime + waited.ru_stime, sum(watch.ticks.values()) / os.sysconf("SC_CLK_TCK"))
    page = os.sysconf("SC_PAGE_SIZE") / MEGABYTE
    return Usage(cpu, time.monotonic() - begun, watch.largest * page, watch.together * page)


def watched(process: subprocess.Popen[bytes], watch: Watch) -> resource.struct_rusage:
    """Look at a process until it ends; returns what it and those it waited for have used."""
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used
        watch.look()
        time.sleep(EVERY)


def running() -> Iterator[Seen]:
    """All processes of this machine."""
    for place in PROC.glob("[0-9]*"):
        try:
            content = (place / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        fields = content.rpartition(")")[2].split()
        parent, user, system, started, pages = (int(fields[at]) for at in (PARENT, USER, SYSTEM, STARTED, PAGES))
        yield Seen((int(place.name), started), parent, user + system, pages)
