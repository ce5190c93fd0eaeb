"""Reading: what stands in the file of a report, and the manifest that it carries, from any of the four formats.

A file comes from anywhere, so it is read as data: nothing in it is run, nothing is fetched, and it has to be of a size
that a report can have. The pictures themselves are not read; what they show stands in their descriptions and tables.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from analysis.errors import Fault, ToolkitError
from analysis.report.reading_html import read_html
from analysis.report.reading_office import read_office
from analysis.report.reading_pdf import pieces_of
from analysis.report.shown import Shown

__all__ = ["ATTACHMENT", "LARGEST", "read_bytes", "read_report"]

ATTACHMENT = "learning-culture.json"
LARGEST = 100_000_000
MOST_PAGES = 2_000


def read_report(path: Path | str) -> Shown:
    """What the report in a file shows, and its manifest.

    Raises `ToolkitError` where there is no such file, where it is no report, or carries no manifest.
    """
    place = Path(path)
    try:
        with place.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(place.name, error.strerror or str(error)) from error
    return read_bytes(data, place.name)


def read_bytes(data: bytes, place: str) -> Shown:
    """The same for what stood in the file `place`; its first bytes say what it is."""
    if len(data) > LARGEST:
        raise _unreadable(place, f"more than {LARGEST // 1_000_000} MB")
    try:
        shown = _reader(data)(data)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise _unreadable(place, str(error)) from error
    if not shown.manifest:
        repair = "Take the file as the toolkit made it: some programs leave the manifest out when they save."
        fault = Fault(place, "no manifest", "a report that the toolkit made", repair)
        raise ToolkitError("This file cannot be checked.", [fault])
    return shown


def _reader(data: bytes) -> Any:
    if data.startswith(b"%PDF-"):
        return _read_pdf
    if data.startswith(b"PK\x03\x04"):
        return read_office
    if data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"<!doctype html"):
        return read_html
    raise ValueError("neither a PDF, nor a web page, nor slides, nor a document")


def _unreadable(place: str, found: str) -> ToolkitError:
    fault = Fault(place, found, "a report as .pdf, .html, .pptx or .docx", "Check the name, or get the file anew.")
    return ToolkitError("This report cannot be read.", [fault])


def _read_pdf(data: bytes) -> Shown:
    from pypdf import PdfReader

    # Whatever a damaged file makes the library raise says only that it is damaged.
    try:
        pdf = PdfReader(io.BytesIO(data))
        if len(pdf.pages) > MOST_PAGES:
            raise ValueError(f"{len(pdf.pages)} pages")
        attached = pdf.attachments.get(ATTACHMENT, [b""])
        return Shown("pdf", bytes(attached[0]), pieces_of(pdf))
    except Exception as error:
        raise ValueError(f"a damaged PDF ({error})") from error
