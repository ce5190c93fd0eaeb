"""Errand: work that takes too long to wait for, done step by step while the page stays usable.

A page of a running notebook goes on answering while the steps are done beside it, one after the other. Plain Python,
such as a test or a script, has nobody who waits, so there all steps are done at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

__all__ = ["Errand"]

Step = TypeVar("Step")

LOGGER = logging.getLogger(__name__)


class Errand(Generic[Step]):
    """One piece of work at a time; `tell` is called with the result of each of its steps, where the page is made.

    `fail` is called where the work breaks off beside the page, since nobody would see the error there.
    """

    def __init__(self, tell: Callable[[Step], None], fail: Callable[[], None]) -> None:
        self._tell, self._fail = tell, fail
        self._task: asyncio.Task[None] | None = None

    def begin(self, steps: Iterator[Step]) -> None:
        """Do `steps` in place of what was begun before, of which nothing more is told."""
        self.stop()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for step in steps:
                self._tell(step)
            return
        self._task = loop.create_task(self._do(steps))

    def stop(self) -> None:
        """Tell nothing more; the step that is being done is left to end unheard."""
        if self._task:
            self._task.cancel()
            self._task = None

    async def _do(self, steps: Iterator[Step]) -> None:
        try:
            while (step := await asyncio.to_thread(next, steps, None)) is not None:
                self._tell(step)
        except Exception:
            LOGGER.exception("Work beside a page broke off.")
            self._fail()
