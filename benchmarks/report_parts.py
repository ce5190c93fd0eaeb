"""Report parts: where the processor time of one report goes, from the file of released results to the PDF.

Each function that does a part of the work is timed where it is called; what it calls in its turn counts for the part
that does it. The first report is made twice, since it also loads fonts and words.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from analysis.present import figures
from analysis.report import pdf
from benchmarks import report_makers

OTHER = "other"
PARTS: Sequence[tuple[str, Any, str]] = (
    ("read what was released", report_makers, "read_released"),
    ("find what to say, tables", report_makers, "compose_report"),
    ("write figures as SVG", pdf, "drawing_of"),
    ("write the manifest", pdf, "manifest_bytes"),
    ("set pages to plan them", pdf._Pages, "marks"),
    ("set and write the PDF", pdf._Pages, "written"),
    ("let typst forget", pdf, "_let_go"),
    ("mark heads of rows", pdf, "with_row_heads"),
)
DRAWING = "draw figures"


class Clock:
    """Seconds of processor time by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._parts, self._since = [OTHER], time.process_time()

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time counted for `part`."""

        @wraps(work)
        def counted(*args: Any, **options: Any) -> Any:
            self._turn()
            self._parts.append(part)
            try:
                return work(*args, **options)
            finally:
                self._turn()
                self._parts.pop()

        return counted

    def finish(self) -> dict[str, float]:
        self._turn()
        return dict(self.spent)

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._parts[-1]] += now - self._since
        self._since = now


def time_by_part(results: Path, audience: str) -> dict[str, float]:
    """Milliseconds of processor time that a report takes, by part, as a mean over the files of a folder."""
    files = report_makers.files_of(results)
    pdf.pdf_bytes(report_makers.report_of(files[-1], audience))
    clock = Clock()
    with _timing(clock):
        for path in files:
            pdf.pdf_bytes(report_makers.report_of(path, audience))
    return {part: 1000 * spent / len(files) for part, spent in clock.finish().items()}


@contextmanager
def _timing(clock: Clock) -> Iterator[None]:
    changed = [(part, owner, name, getattr(owner, name)) for part, owner, name in (*PARTS, *_drawing())]
    try:
        for part, owner, name, work in changed:
            setattr(owner, name, clock.timed(part, work))
        yield
    finally:
        for _, owner, name, work in changed:
            setattr(owner, name, work)


def _drawing() -> Iterator[tuple[str, Any, str]]:
    """Every place from which a figure is drawn."""
    for name, module in list(sys.modules.items()):
        if name.startswith("analysis.report."):
            drawn = [each for each in figures.__all__ if each.startswith("draw_") and hasattr(module, each)]
            yield from ((DRAWING, module, each) for each in drawn)
    yield from ((DRAWING, figures, each) for each in figures.__all__ if each.startswith("draw_"))
