"""Report making: a batch of reports that is made beside the page, step by step, and can be stopped.

The batch goes in a thread of its own and tells how far it is; what it has finished when it is stopped stays. What
its processes are doing at that moment is given up; no file is ever half there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import active_children
from queue import SimpleQueue
from threading import Event, Lock, Thread

from analysis.errors import ToolkitError
from analysis.exchange.places import Place
from analysis.report.batch import Batch, BatchResult, make_batch
from analysis.report.batch_progress import Progress

__all__ = ["DRAWING", "Ended", "Making"]

DRAWING = Lock()
"""Held by whoever makes a report in this process: settings of figures are shared by all threads."""

PATIENCE = 0.2
"""Seconds between two looks at whether somebody wants to stop."""


@dataclass(frozen=True)
class Ended:
    """How a batch ended: with a `result`, refused with an `error`, or with neither, because somebody stopped it."""

    result: BatchResult | None = None
    error: ToolkitError | None = None


class Making:
    """One batch while it is made; `workers` as `make_batch` has it."""

    def __init__(self, place: Place, batch: Batch, workers: int | None = None) -> None:
        self._place, self._batch, self._workers = place, batch, workers
        self._stopped = Event()
        self._told: SimpleQueue[Progress | Ended | Exception] = SimpleQueue()

    def steps(self) -> Iterator[Progress | Ended]:
        """Make it: how far it is, again and again, and how it ended.

        Raises whatever nobody could have caused.
        """
        # The notebook's process must be able to end while reports are made.
        Thread(target=self._make, name="reports", daemon=True).start()
        while True:
            step = self._told.get()
            if isinstance(step, Exception):
                raise step
            yield step
            if isinstance(step, Ended):
                return

    def stop(self) -> None:
        """Stop; what is done in this process and not in one of its own is finished first."""
        self._stopped.set()
        # A large library takes minutes. A page has no processes but those of its batch, which bears losing them.
        for worker in active_children():
            worker.terminate()

    def _make(self) -> None:
        while not DRAWING.acquire(timeout=PATIENCE):
            if self._stopped.is_set():
                self._told.put(Ended())
                return
        try:
            ended = self._end()
        finally:
            DRAWING.release()
        self._told.put(ended)

    def _end(self) -> Ended | Exception:
        try:
            return Ended(make_batch(self._place, self._batch, self._workers, self._tell))
        except _StoppedError:
            return Ended()
        except ToolkitError as error:
            return Ended(error=error)
        except Exception as error:
            return error

    def _tell(self, progress: Progress) -> None:
        if self._stopped.is_set():
            raise _StoppedError
        self._told.put(progress)


class _StoppedError(Exception):
    """Somebody pressed Stop."""
