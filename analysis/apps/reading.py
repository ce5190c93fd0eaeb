"""Reading: what is said about a file from outside, and the moment in which it is on the disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.apps.parts import note, scroll
from analysis.errors import ToolkitError
from analysis.guide import Words
from analysis.present.html import HtmlTable

__all__ = ["SavedFile", "say_faults", "say_refusal", "say_taken"]

UNSAFE = re.compile(r"[^\w. ()-]")


@dataclass(frozen=True)
class SavedFile:
    """A file that a page handed over: the name that its owner knows it by, and its content."""

    name: str
    content: bytes

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file in a folder of its own, under its own name made harmless; gone afterwards."""
        with TemporaryDirectory() as folder:
            path = Path(folder, UNSAFE.sub("_", self.name)[-100:].lstrip(".") or "file")
            path.write_bytes(self.content)
            yield path


def say_faults(table: pd.DataFrame, words: Words) -> str:
    """Every fault of a file as a table (`row`, `column`, `found`, `allowed`, `repair`); nothing where none is."""
    if table.empty:
        return ""
    names = {column: words(f"pages.start.bring.{column}") for column in table.columns}
    shown = table.astype(object).where(table.notna(), "").rename(columns=names)
    caption = words("pages.start.bring.faults_caption")
    return scroll(HtmlTable(caption, shown).html, caption, tall=True)


def say_refusal(error: ToolkitError) -> str:
    """An error in plain words, with every way to mend it."""
    return note(*dict.fromkeys(fault.repair for fault in error.faults), title=error.summary, spoken=True)


def say_taken(new: int, known: int, words: Words) -> str:
    """How many answers are in the store now that were not, and how many were there."""
    if not new:
        return note(
            words("pages.start.bring.taken_nothing" if known else "pages.start.bring.taken_beside"), spoken=True
        )
    before = words("pages.start.bring.taken_known", count=known) if known else ""
    return note(words("pages.start.bring.taken", count=new), before, spoken=True)
