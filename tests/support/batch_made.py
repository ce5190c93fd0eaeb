"""Small batches for tests: three tiny libraries in a folder of tables, and tasks that do next to nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.responses import Survey
from analysis.responses.importing import write_survey

__all__ = ["LIBRARIES", "Die", "Fail", "Tell", "Tools", "open_nothing", "open_tools", "write_libraries"]

LIBRARIES = ("dunmarrow", "larchspire", "wrenbarrow")
"""Sample libraries of two people each, of which nothing may be shown."""


def write_libraries(samples: Survey, folder: Path, libraries: Sequence[str] = LIBRARIES) -> None:
    """Write some of the sample libraries as a folder of tables, as if they were somebody's own."""
    people = samples.responses.loc[samples.responses["library_id"].isin(libraries), "response_id"]
    frames: dict[str, pd.DataFrame] = {}
    for name, frame in vars(samples).items():
        if isinstance(frame, pd.DataFrame):
            column, known = ("library_id", list(libraries)) if "library_id" in frame else ("response_id", list(people))
            frames[name] = frame[frame[column].isin(known)]
    write_survey(replace(samples, **frames), folder)


class Tools:
    """What tasks are done with: it counts what was done, and knows its process."""

    def __init__(self) -> None:
        self.done = Counter[str]()
        self.process = os.getpid()


def open_tools() -> Tools:
    """New tools, as a worker opens them."""
    return Tools()


def open_nothing() -> Tools:
    """Tools that cannot be had."""
    raise FileNotFoundError("no tools")


@dataclass(frozen=True)
class Tell:
    """Tell the process, and how many of these were done with the same tools."""

    weight: int = 1

    def do(self, tools: Tools) -> tuple[int, int]:
        """Do it."""
        tools.done["tell"] += 1
        return tools.process, tools.done["tell"]


@dataclass(frozen=True)
class Fail:
    """Raise an error."""

    error: Exception

    def do(self, tools: Tools) -> None:
        """Do it."""
        raise self.error


@dataclass(frozen=True)
class Die:
    """Take the whole process along."""

    status: int = 7

    def do(self, tools: Tools) -> None:
        """Do it."""
        os._exit(self.status)
