"""Batch workers: processes that do tasks of one kind side by side, and what became of each task.

A worker is a process of its own, started afresh on every system, with its tools opened once. It does one task at a
time and is replaced after so many, because what the programs behind a report keep in memory would otherwise grow. A
task that fails is told with its reason and the others go on, even where it took its process with it. Whoever stops
asking for outcomes, by Ctrl-C or otherwise, stops the workers; a worker whose parent is gone stops by itself.

The standard library's pool of processes is not used: before Python 3.13 it waits for ever once a worker is replaced,
and it gives up all tasks when one takes its process with it.
"""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from analysis.errors import ToolkitError

__all__ = ["Outcome", "Task", "do_tasks", "processors"]

TASKS_OF_A_WORKER = 50
SECONDS_TO_STOP = 5.0
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that keep a worker on one processor, since there are as many workers as processors."""


class Task(Protocol):
    """Something to do with tools that are opened once a worker; both can be pickled, and so can what comes back."""

    def do(self, tools: Any) -> Any:
        """Do it."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What became of the task with this number: its `value`, or the `reason` why it failed (None: it did not).

    `trace` says where it failed, for a log, and is empty where the reason is one that a person can mend.
    """

    number: int
    value: Any = None
    reason: str | None = None
    trace: str = ""

    @property
    def ok(self) -> bool:
        """Whether the task was done."""
        return self.reason is None


@dataclass
class Worker:
    """A process, the line to it, the number of its task (None while it has none), and how many it was given."""

    process: BaseProcess
    line: Connection
    task: int | None = None
    given: int = 0


def do_tasks(open_tools: Callable[[], Any], tasks: Sequence[Task], workers: int) -> Iterator[Outcome]:
    """Do `tasks` in their order on so many `workers`, and tell each outcome as soon as it is known.

    One worker, or one task, needs no process of its own and is done here.
    """
    if min(workers, len(tasks)) <= 1:
        yield from _do_here(open_tools, tasks)
        return
    waiting = list(range(len(tasks)))
    crew = [_hire(open_tools) for _ in range(min(workers, len(tasks)))]
    try:
        for worker in crew:
            _give(worker, tasks, waiting)
        while any(worker.task is not None for worker in crew):
            for place, worker in _ready(crew):
                outcome = _hear(worker)
                if waiting and (worker.given == TASKS_OF_A_WORKER or not worker.process.is_alive()):
                    _dismiss(worker)
                    crew[place] = _hire(open_tools)
                _give(crew[place], tasks, waiting)
                yield outcome
    finally:
        for worker in crew:
            _dismiss(worker)


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _do_here(open_tools: Callable[[], Any], tasks: Sequence[Task]) -> Iterator[Outcome]:
    open_once = cache(open_tools)
    for number, task in enumerate(tasks):
        yield _attempt(number, task, open_once)


def _attempt(number: int, task: Task, open_once: Callable[[], Any]) -> Outcome:
    """The outcome of one task; whatever it raises is its own trouble and not that of the others."""
    try:
        return Outcome(number, task.do(open_once()))
    except ToolkitError as error:
        return Outcome(number, reason=str(error))
    except Exception as error:
        return Outcome(number, reason=f"{type(error).__name__}: {error}", trace=traceback.format_exc())


def _hire(open_tools: Callable[[], Any]) -> Worker:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, pickle.dumps(open_tools)), daemon=True)
    process.start()
    there.close()
    return Worker(process, here)


def _give(worker: Worker, tasks: Sequence[Task], waiting: list[int]) -> None:
    if waiting:
        worker.task, worker.given = waiting.pop(0), worker.given + 1
        # A worker that has died in the meantime is noticed when its answer is waited for.
        with suppress(OSError):
            worker.line.send((worker.task, tasks[worker.task]))


def _ready(crew: Sequence[Worker]) -> list[tuple[int, Worker]]:
    """Workers that have an outcome to tell, or have died, each with its place in the crew."""
    heard = wait([worker.line for worker in crew if worker.task is not None])
    return [(place, worker) for place, worker in enumerate(crew) if worker.line in heard]


def _hear(worker: Worker) -> Outcome:
    """What a worker has to tell; it has no task then."""
    task, worker.task = worker.task or 0, None
    try:
        return worker.line.recv()
    except (EOFError, OSError):
        worker.process.join(SECONDS_TO_STOP)
        ended = f"The process that did this ended with status {worker.process.exitcode}"
        return Outcome(task, reason=ended, trace=f"{ended}, perhaps for want of memory.\n")


def _dismiss(worker: Worker) -> None:
    """Let a worker go that has nothing to do, and end one that is still busy."""
    worker.line.close()
    if worker.task is not None:
        worker.process.terminate()
    worker.process.join(SECONDS_TO_STOP)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _work(line: Connection, pickled: bytes) -> None:
    """Be a worker: do what comes along the line until it ends."""
    # Ctrl-C reaches every process of a window; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    open_once = cache(pickle.loads(pickled))  # noqa: S301 - from the parent, along its own line
    with suppress(EOFError, OSError):
        while True:
            number, task = line.recv()
            line.send(_attempt(number, task, open_once))
