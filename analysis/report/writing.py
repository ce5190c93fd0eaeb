"""Writing: a report becomes a file, in the format that its name ends with.

A file is there as a whole or not at all: it is written beside its place and then put there. Its name is safe on every
system, Windows included, and two reports have different names even where capital letters do not count.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path

from analysis.errors import Fault, ToolkitError
from analysis.report.model import Report
from analysis.report.request import Request

__all__ = ["FORMATS", "Format", "file_name", "put_bytes", "report_bytes", "safe_name", "write_report"]

CONSORTIUM_NAME = "consortium"
LONGEST_NAME = 100
DIGEST = 8
UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Format:
    """A kind of file: how its name ends, and the function that writes it, by module and name."""

    suffix: str
    module: str
    function: str

    @property
    def writer(self) -> Callable[..., bytes]:
        """The function; its library is loaded with it."""
        return getattr(import_module(f"analysis.report.{self.module}"), self.function)


FORMATS: Mapping[str, Format] = {
    "pdf": Format(".pdf", "pdf", "pdf_bytes"),
    "html": Format(".html", "html", "html_bytes"),
    "pptx": Format(".pptx", "slides", "slides_bytes"),
    "docx": Format(".docx", "document", "document_bytes"),
}
"""The formats in which a report can be written."""

WITH_TEMPLATE = "pptx"
"""The format that can be written into a template of one's own."""


def write_report(report: Report, path: Path | str, template: Path | str | None = None) -> None:
    """Write `report` to `path`, in the format that the name ends with; a file of that name is replaced as a whole.

    `template` is a presentation whose masters the slides are to have; other formats do without.

    Raises `ToolkitError` for an ending that belongs to no format, and where the file cannot be written.
    """
    path = Path(path)
    put_bytes(report_bytes(report, _format_of(path), template), path)


def report_bytes(report: Report, name: str, template: Path | str | None = None) -> bytes:
    """`report` in the format `name` of `FORMATS`."""
    writer = FORMATS[name].writer
    return writer(report, Path(template)) if template and name == WITH_TEMPLATE else writer(report)


def put_bytes(content: bytes, path: Path) -> None:
    """Put a file with this content at `path`, in one stroke.

    Raises `ToolkitError` where that cannot be done, such as in a folder that may not be written to.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        repair = "Close the file if another program has it open, and see that the folder is there and has room."
        fault = Fault(str(path), error.strerror or str(error), "a file that can be written", repair)
        raise ToolkitError("This file could not be written.", [fault]) from error


def file_name(request: Request, suffix: str) -> str:
    """The name of the report that `request` asks for: library, wave, audience and language, made safe.

    What no system can have in a name becomes a hyphen. Where something had to be changed, or capital letters alone
    could tell two names apart, a few letters of a digest make the name one of its own.

    >>> file_name(Request("harlow_falls", "2026"), ".pdf")
    'harlow_falls_2026_board_en.pdf'
    >>> file_name(Request("Elm: Main", "2026"), ".pdf")
    'Elm-Main-9270f8fd_2026_board_en.pdf'
    """
    wave = safe_name(request.wave, LONGEST_NAME // 4)
    tail = f"_{wave}_{request.audience}_{request.language}{suffix}"
    return safe_name(request.library_id or CONSORTIUM_NAME, LONGEST_NAME - len(tail.encode())) + tail


def safe_name(text: str, longest: int = LONGEST_NAME // 2) -> str:
    """`text` as a part of a name of at most so many bytes, made its own as `file_name` does."""
    plain = UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip("-")
    if plain == text.lower() and len(plain.encode()) <= longest:
        return plain
    digest = sha256(text.encode()).hexdigest()[:DIGEST]
    kept = plain.encode()[: longest - DIGEST - 1].decode(errors="ignore").strip("-")
    return f"{kept}-{digest}" if kept else digest


def _format_of(path: Path) -> str:
    for name, one in FORMATS.items():
        if path.suffix.lower() == one.suffix:
            return name
    allowed = ", ".join(one.suffix for one in FORMATS.values())
    fault = Fault(path.name, f"the ending {path.suffix!r}", allowed, "Give the file a name that ends in one of these.")
    raise ToolkitError("There is no such kind of report.", [fault])
