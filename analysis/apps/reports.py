"""Reports page: which report is made, for whom, with what in it, and the reports as files.

Nothing is released or made before somebody asks for a preview or for the reports. Both are made beside the page, which
says how far that is; reports are also kept in a folder of the library's own data. Each method shows one section, so
that a notebook is a list of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.arrival import Arrival
from analysis.apps.errand import Errand
from analysis.apps.parts import act, bullets, note, paragraphs, part, row, stack
from analysis.apps.reading import say_refusal
from analysis.apps.reports_brand import BrandDesk
from analysis.apps.reports_choice import ReportChoice
from analysis.apps.reports_files import ReportFiles
from analysis.apps.reports_making import DRAWING, Ended, Making
from analysis.apps.reports_sections import SectionList
from analysis.apps.reports_view import Preview, say_preview, say_progress, say_result, say_spoken
from analysis.errors import Fault, ToolkitError
from analysis.exchange.places import Place
from analysis.exchange.sources import Source, Sources
from analysis.guide import Words, load_words
from analysis.report.batch import Batch, BatchResult
from analysis.report.batch_progress import Progress
from analysis.report.brand import Brand
from analysis.report.consortium import CONSORTIUM_SECTIONS, FOR_AUDIENCE
from analysis.report.contents import BY_AUDIENCE, SECTIONS
from analysis.report.html import html_bytes
from analysis.report.making import make_report
from analysis.report.request import Request
from analysis.report.writing import FORMATS, file_name
from analysis.responses import default_data_folder

__all__ = ["ReportsPage", "reports_page"]

USUAL_FORMAT = "pdf"


def reports_page(library: str = "", wave: str = "", language: str = "en") -> ReportsPage:
    """The page that makes reports, with the samples and the own store to choose from.

    `library` and `wave` are what is chosen first; where both are empty, what the page's address asks for, else the
    first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    place = Place()
    sources = place.open()
    first = sources.find(*asked_for(library, wave))
    return ReportsPage(place, sources, load_words(language), first, default_data_folder() / "reports")


class ReportsPage:
    """The page, section by section; `choose` first, since it brings the style of the others.

    Reports are put into `folder`, those of samples into a folder within it. `workers` is the number of processes that
    make them, that of the processors where it is None.
    """

    def __init__(
        self, place: Place, sources: Sources, words: Words, first: Source, folder: Path, workers: int | None = None
    ) -> None:
        self.words = words
        self._place, self._sources, self._folder, self._workers = place, sources, folder, workers
        self._making: Making | None = None
        self._batch: Batch | None = None
        self._stage = ""
        self._offered: object = None
        self._choice = ReportChoice(sources, words, first, self._on_choice)
        self._sections = SectionList(words, self._on_change)
        self._brand = BrandDesk(words, self._on_change)
        self._formats = {name: self._tick(name) for name in FORMATS}
        self._look = act(self._say("preview.show"), self.show_preview)
        self._make = act("", self.make, main=True)
        self._stop = act(self._say("make.stop"), self.stop)
        self._shown, self._said, self._bar, self._result = part(), part(), part(), part()
        self._files = ReportFiles(words)
        self._looking: Errand[Preview | ToolkitError] = Errand(self._on_preview, self._on_no_preview)
        self._errand: Errand[Progress | Ended] = Errand(self._on_step, self._on_trouble)
        self._set_busy(False)
        self._on_choice()

    def choose(self) -> widgets.Widget:
        """The choice of libraries and wave, and a button that looks for new answers."""
        return stack(self._choice.of_what(), Arrival([self._shown, self._said, self._bar, self._result]))

    def for_whom(self) -> widgets.Widget:
        """Who reads the report, in which language, and beside whom the library stands in it."""
        return self._choice.for_whom()

    def what_is_in_it(self) -> widgets.Widget:
        """The sections, to tick and to move, and a button that takes those of the audience again."""
        again = act(self._say("sections.usual"), self.take_usual)
        return stack(part(paragraphs(self._say("sections.text"))), self._sections, row(again))

    def who_publishes_it(self) -> widgets.Widget:
        """Name, contact, colors and logo."""
        return self._brand.show()

    def preview(self) -> widgets.Widget:
        """A button that shows the report, and the report."""
        return stack(row(self._look), self._shown)

    def make_it(self) -> widgets.Widget:
        """The formats, the button that makes the reports, how far that is, and what came out of it."""
        formats = row(*self._formats.values())
        buttons = row(self._make, self._stop)
        return stack(formats, buttons, self._said, self._bar, self._result, self._files)

    def not_said(self) -> widgets.Widget:
        """What no report says, and how it can be checked."""
        return part(bullets(self.words.many("pages.reports.not_said")))

    def take_usual(self) -> None:
        """Tick the sections of the audience, in their usual order."""
        self._sections.offer(self._labels(), self._usual())
        self._on_change()

    def show_preview(self) -> None:
        """Make the first of the reports and show it on the page."""
        try:
            request, brand = self._requests()[0], self._brand.brand()
        except ToolkitError as error:
            self._shown.value = say_refusal(error)
            return
        self._shown.value = note(self._say("preview.waiting"), spoken=True)
        self._looking.begin(self._previews(request, brand))

    def make(self) -> None:
        """Make the reports in the chosen formats."""
        if self._making:
            return
        self._result.value, self._stage = "", ""
        self._files.offer(self._folder, [])
        try:
            batch = self._wanted()
        except ToolkitError as error:
            self._said.value = say_refusal(error)
            return
        self._batch, self._making = batch, Making(self._place, batch, self._workers)
        self._said.value = note(self._say("make.begun"), spoken=True)
        self._bar.value = say_progress(None, self.words)
        self._set_busy(True)
        self._errand.begin(self._making.steps())

    def stop(self) -> None:
        """Stop as soon as what is being made is finished; finished reports stay."""
        if self._making:
            self._making.stop()
            self._said.value = note(self._say("make.stopping"), spoken=True)

    def _on_choice(self) -> None:
        """Offer the sections of another audience, or of another kind of report, and keep them otherwise."""
        offered = (self._choice.is_together, self._choice.audience.value)
        if offered != self._offered:
            self._offered = offered
            self._sections.offer(self._labels(), self._usual())
        count = len(self._choice.requests())
        self._make.description = self._make.tooltip = self._say("make.do", count=count)
        self._on_change()

    def _on_change(self) -> None:
        """What was shown is not what would be made any more."""
        self._looking.stop()
        self._shown.value = ""

    def _previews(self, request: Request, brand: Brand) -> Iterator[Preview | ToolkitError]:
        try:
            with DRAWING:
                report = make_report(self._sources, request, brand)
                page = html_bytes(report).decode()
        except ToolkitError as error:
            yield error
            return
        yield Preview(report, page)

    def _on_preview(self, step: Preview | ToolkitError) -> None:
        self._shown.value = say_refusal(step) if isinstance(step, ToolkitError) else say_preview(step, self.words)

    def _on_no_preview(self) -> None:
        self._shown.value = note(self._say("preview.trouble"), spoken=True)

    def _on_step(self, step: Progress | Ended) -> None:
        if isinstance(step, Ended):
            self._end(step)
            return
        self._bar.value = say_progress(step, self.words)
        if step.stage != self._stage:
            self._stage = step.stage
            self._said.value = say_spoken(step, self.words)

    def _end(self, ended: Ended) -> None:
        self._bar.value = self._said.value = ""
        if ended.error:
            self._said.value = say_refusal(ended.error)
        elif ended.result:
            self._result.value = say_result(ended.result, self.words)
            self._offer_files(ended.result)
        else:
            self._said.value = note(self._say("make.stopped"), spoken=True)
        self._set_busy(False)

    def _on_trouble(self) -> None:
        self._bar.value, self._said.value = "", note(self._say("make.trouble"), spoken=True)
        self._set_busy(False)

    def _offer_files(self, result: BatchResult) -> None:
        """Offer the files of a single report; those of many are found in their folder."""
        if self._batch and len(self._batch.requests) == 1:
            names = [file_name(self._batch.requests[0], FORMATS[name].suffix) for name in self._batch.formats]
            self._files.offer(result.folder, names)

    def _set_busy(self, is_busy: bool) -> None:
        if not is_busy:
            self._making = None
        self._make.disabled = self._look.disabled = is_busy
        self._stop.layout.display = None if is_busy else "none"

    def _wanted(self) -> Batch:
        """The batch as it is chosen on the page.

        Raises `ToolkitError` where something is still to be chosen.
        """
        formats = tuple(name for name, box in self._formats.items() if box.value)
        if not formats:
            raise self._refusal("formats")
        folder = self._folder / "samples" if self._choice.is_sample else self._folder
        return Batch(self._requests(), formats, folder, self._brand.brand())

    def _requests(self) -> tuple[Request, ...]:
        chosen = self._sections.chosen
        if not chosen:
            raise self._refusal("sections")
        # What is usual is left unsaid, so that such a report is the same as one that was asked for without sections.
        return self._choice.requests(() if chosen == self._usual() else chosen)

    def _refusal(self, what: str) -> ToolkitError:
        fault = Fault(what, "nothing", "at least one", self._say(f"refused.{what}"))
        return ToolkitError(self._say("refused.title"), [fault])

    def _labels(self) -> dict[str, str]:
        if self._choice.is_together:
            return {name: self.words(_consortium_key(name)) for name in CONSORTIUM_SECTIONS}
        return {name: self.words(f"report.section.{name}") for name in SECTIONS}

    def _usual(self) -> tuple[str, ...]:
        """The sections of the audience."""
        usual = FOR_AUDIENCE if self._choice.is_together else BY_AUDIENCE
        return usual[self._choice.audience.value]

    def _tick(self, name: str) -> widgets.Checkbox:
        label = self._say(f"formats.{name}")
        box = widgets.Checkbox(
            name == USUAL_FORMAT, description=label, tooltip=label, indent=False, layout={"width": "auto"}
        )
        box.add_class("lc-tick")
        return box

    def _say(self, key: str, **values: object) -> str:
        return self.words(f"pages.reports.{key}", **values)


def _consortium_key(name: str) -> str:
    return f"consortium.section.{name.removeprefix('consortium_')}"
