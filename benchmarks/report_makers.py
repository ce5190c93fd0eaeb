"""Report makers: the toolkit's batch, and papermill with nbconvert, from the same released results to the same content.

Each run is a process of its own, which `benchmarks/reports.py` starts and measures:

    python -m benchmarks.report_makers toolkit pdf board FOLDER_OF_RESULTS FOLDER_OF_REPORTS WORKERS

A folder of results holds one file for each library, as `write_released` writes it. The notebook composes the same
report with the same functions and shows its blocks one after the other. Everything is done in its favour that a person
could do: its programs are loaded once for all reports, its figures are the same SVG as in the PDF, and its page asks
nothing from the web.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.disclosure import Released, map_opportunities
from analysis.exchange import read_released
from analysis.exchange.places import FolderStore, Place
from analysis.exchange.sources import Source, Sources
from analysis.guide import load_guide, load_words
from analysis.report import model
from analysis.report.batch import Batch, make_batch
from analysis.report.contents import compose_report
from analysis.report.request import Request, Results

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATE = PROJECT / "benchmarks" / "notebook_report" / "report.ipynb"
WAVE = "2026"
NEEDED = ("papermill", "nbconvert", "playwright")
NO_WEB = "--host-resolver-rules=MAP * ~NOTFOUND"


class ReleasedFiles(Sources):
    """Libraries of which nothing but released results is there, a file each in the folder `samples`."""

    @cached_property
    def found(self) -> tuple[Source, ...]:
        return tuple(Source(path.stem, path.stem, WAVE, is_sample=True) for path in files_of(self.samples))

    def all(self) -> tuple[Source, ...]:
        return self.found

    def released(self, source: Source) -> Released:
        return read_released(self._path(source), self.guide)

    def is_kept(self, source: Source) -> bool:
        return self._path(source).exists()

    def state(self, source: Source) -> str:
        return sha256(self._path(source).read_bytes()).hexdigest()

    def _path(self, source: Source) -> Path:
        return self.samples / f"{source.library_id}.json"


@dataclass(frozen=True)
class ReleasedPlace(Place):
    """A place of released results alone."""

    def open(self, remembers: bool = True) -> ReleasedFiles:
        guide = load_guide()
        return ReleasedFiles(guide, FolderStore(self.samples, guide), self.samples, remembers=remembers)


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def request_of(library_id: str, audience: str) -> Request:
    return Request(library_id, WAVE, audience, is_sample=True)


def report_of(path: Path, audience: str) -> model.Report:
    """The report that the notebook makes as well."""
    released, request = read_released(path, load_guide()), request_of(path.stem, audience)
    results = Results(released, map_opportunities(released), audience=audience)
    return compose_report(results, load_words("en"), request)


def make_with_toolkit(kind: str, audience: str, results: Path, reports: Path, workers: int) -> None:
    """All reports as one batch.

    Raises `SystemExit` where one could not be made.
    """
    requests = tuple(request_of(path.stem, audience) for path in files_of(results))
    made = make_batch(ReleasedPlace(samples=results), Batch(requests, (kind,), reports), workers)
    if made.failed:
        raise SystemExit("\n".join(f"{failure.name}: {failure.reason}" for failure in made.failed))


def make_with_notebooks(kind: str, audience: str, results: Path, reports: Path) -> None:
    """Each report by a kernel of its own, as papermill does it, and then by nbconvert."""
    execute, exporter = import_module("papermill").execute_notebook, exporter_of(kind)
    for path in files_of(results):
        notebook = reports / f"{path.stem}.ipynb"
        told = {"released": str(path), "audience": audience}
        execute(str(TEMPLATE), str(notebook), told, kernel_name="python3", progress_bar=False)
        content = exporter.from_filename(str(notebook))[0]
        written = content if isinstance(content, bytes) else content.encode()
        notebook.with_suffix(f".{kind}").write_bytes(written)


def exporter_of(kind: str) -> Any:
    """What nbconvert writes HTML, or PDF by Chromium, with; the code of the notebook is left out."""
    exporters = import_module("nbconvert")
    if kind == "html":
        return exporters.HTMLExporter(exclude_input=True)
    finding, browsers = import_module("tests.support.browser_finding"), import_module("playwright.async_api")
    # The exporter starts the browser that playwright would download; here it is the one of this computer.
    path = finding.find_browser(sys.platform, os.environ)
    browsers.BrowserType.launch = _launching(browsers.BrowserType.launch, path)
    user = os.getuid() if hasattr(os, "getuid") else None
    return exporters.WebPDFExporter(exclude_input=True, browser_args=[*finding.browser_options(user), NO_WEB])


def _launching(launch: Any, path: str | None) -> Any:
    def found(browser: Any, **options: Any) -> Any:
        return launch(browser, executable_path=path, **options)

    return found


def missing() -> list[str]:
    """Programs that the notebook's way needs and that are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def lacking(report: model.Report, page: str) -> list[str]:
    """What of a report is not on a page of nbconvert: texts, or the number of figures or tables."""
    blocks = [block for section in report.sections for block in section.blocks]
    texts = [report.title, report.subtitle, *(section.title for section in report.sections)]
    texts += [text for block in blocks for text in texts_of(block)]
    shown = unescape(page)
    found = [text for text in texts if text not in shown]
    counts = (("<svg", model.Figure), ('class="lc-table"', model.Table))
    return found + [sign for sign, kind in counts if page.count(sign) != sum(isinstance(one, kind) for one in blocks)]


def texts_of(block: object) -> list[str]:
    """The texts of a block; those of a table are its cells."""
    match block:
        case model.Paragraph() | model.Heading():
            return [block.text]
        case model.Bullets():
            return list(block.items)
        case model.Note():
            return [block.title, *block.texts]
        case model.Quotes():
            return list(block.texts)
        case model.KeyFigures():
            return [text for one in block.figures for text in (one.value, one.label)]
        case model.NextSteps():
            steps = ((step.title, step.evidence, step.certainty, *step.strategies) for step in block.steps)
            return [text for step in steps for text in step]
        case model.Figure():
            return [block.picture.title, block.picture.alt, block.picture.reading]
        case model.Table():
            return [block.table.caption, *map(str, block.table.frame.to_numpy().ravel())]
    raise TypeError(type(block).__name__)


def main() -> None:
    way, kind, audience, results, reports, workers = sys.argv[1:]
    ways = {"toolkit": partial(make_with_toolkit, workers=int(workers)), "notebook": make_with_notebooks}
    ways[way](kind, audience, Path(results), Path(reports))


if __name__ == "__main__":
    main()
