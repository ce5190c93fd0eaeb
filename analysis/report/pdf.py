"""PDF: a report as pages that everybody can read, also by ear.

The file is PDF/UA-1 (ISO 14289-1:2014): tagged, with its language, a title and an outline; every figure has its
description and every table its heads. It is set by typst from a template and the data of the report, with the bundled
fonts alone. No text of a report ever becomes code, nothing is asked for from anywhere, and there is no date in it, so
the same report gives the same bytes.

Refuses what would come out wrong: a table without heads, a letter that no font has, and whatever typst warns of.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import Fault, ToolkitError
from analysis.report.drawings import drawing_of
from analysis.report.lettering import letter_by
from analysis.report.manifest import manifest_bytes
from analysis.report.model import Figure, Report
from analysis.report.pdf_data import LOGO_FILE, blocks_of, figure_file, layout_of, logo_drawing, pages_data
from analysis.report.pdf_plan import Layout, Mark, Plan, plan_pages
from analysis.report.pdf_row_heads import with_row_heads

if TYPE_CHECKING:
    from typst import Fonts

__all__ = ["pdf_bytes", "pdf_pictures"]

ROOM = Path(__file__).parents[1]
TEMPLATE = ROOM / "report" / "typst" / "report.typ"
FONTS = (str(ROOM / "present" / "fonts"), str(ROOM / "present" / "fonts" / "fallback"))
PDF = {"format": "pdf", "pdf_standards": "ua-1"}
KEPT = 11
"""After so many further settings typst has let go of what it kept of one."""


def pdf_bytes(report: Report) -> bytes:
    """The report as a PDF; the same report gives the same bytes.

    A letter that no font has is shown by its number, as ‹U+0007›. The manifest of the report is attached as
    `learning-culture.json`.

    Raises `ToolkitError` for a table without a head for each column and row, for a picture that has been drawn anew
    since, and for anything that typst refuses or warns of.
    """
    pages = _planned(report)
    return with_row_heads(pages.written(**PDF), pages.rows)


def pdf_pictures(report: Report, dpi: int = 72) -> tuple[bytes, ...]:
    """The pages of `pdf_bytes` as pictures (PNG), for looking at them before anything is written.

    Raises `ToolkitError` as `pdf_bytes` does.
    """
    pictures = _planned(report).written(format="png", ppi=float(dpi))
    return tuple(pictures) if isinstance(pictures, list) else (pictures,)


@dataclass(frozen=True)
class _Pages:
    """What pages are set from: files by their names, folders of fonts, and how many rows the tables have."""

    files: dict[str, bytes]
    fonts: tuple[str, ...]
    rows: int

    def by(self, plan: Plan, layout: Layout) -> _Pages:
        """The same pages by a plan."""
        places = {str(number): asdict(plan.place(number)) for number in sorted(layout.figures | layout.tables)}
        told = json.dumps({"places": places, "air": plan.air}).encode()
        return _Pages({**self.files, "plan.json": told}, self.fonts, self.rows)

    def marks(self) -> list[Mark]:
        """Where the blocks of the pages begin and end."""
        from typst import Compiler

        files: Any = self.files
        try:
            compiler = Compiler(files, ignore_system_fonts=True, font_paths=_fonts(self.fonts))
            return [Mark(**mark) for mark in json.loads(compiler.query("<at>", field="value"))]
        except RuntimeError as error:
            raise _refused(str(error)) from error

    def written(self, **options: Any) -> Any:
        """The pages as typst writes them."""
        from typst import compile_with_warnings

        files: Any = self.files
        try:
            pages, warnings = compile_with_warnings(
                files, ignore_system_fonts=True, font_paths=_fonts(self.fonts), **options
            )
        except RuntimeError as error:
            raise _refused(str(error)) from error
        finally:
            _let_go(self.fonts)
        if warnings:
            raise _refused(*(warning.message for warning in warnings))
        return pages


def _planned(report: Report) -> _Pages:
    folders = (report.brand.font, *FONTS) if report.brand.font else FONTS
    data = pages_data(report, letter_by(*folders))
    files = {**_files(report), "report.json": json.dumps(data).encode()}
    rows = sum(len(block["rows"]) for block in blocks_of(data) if block["kind"] == "table")
    pages, layout = _Pages(files, folders, rows), layout_of(data, report.brand.paper)
    return pages.by(plan_pages(lambda plan: pages.by(plan, layout).marks(), layout), layout)


def _files(report: Report) -> dict[str, bytes]:
    """The files that the pages are set from, beside those of their data."""
    blocks = enumerate(block for section in report.sections for block in section.blocks)
    drawings = {figure_file(at): drawing_of(one.picture).encode() for at, one in blocks if isinstance(one, Figure)}
    logo = {LOGO_FILE: logo_drawing(report.brand.logo)} if report.brand.logo else {}
    return {"main.typ": TEMPLATE.read_bytes(), "manifest.json": manifest_bytes(report), **drawings, **logo}


@cache
def _fonts(folders: tuple[str, ...]) -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _let_go(folders: tuple[str, ...]) -> None:
    """Have typst forget earlier pages, of which it would keep hundreds of megabytes."""
    from typst import compile as set_pages

    for _ in range(KEPT):
        set_pages(b"", format="pdf", ignore_system_fonts=True, font_paths=_fonts(folders))


def _refused(*messages: str) -> ToolkitError:
    repair = "Report this, together with the sections that were asked for."
    faults = [Fault("pages", message, "pages without errors and warnings", repair) for message in messages]
    return ToolkitError("The pages of this report cannot be set.", faults)
