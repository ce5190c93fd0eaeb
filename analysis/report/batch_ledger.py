"""Batch ledger: which files of a folder a batch has written, what each was made from, and as which bytes.

The ledger is the file `reports.json` beside the reports. A file whose key is still the same need not be made again. One
that is not as it was written has been changed by a person, and is never overwritten. A ledger that is lost or damaged
costs the time of making everything again, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from analysis.report.writing import put_bytes

__all__ = ["LEDGER", "Entry", "Ledger", "State", "digest_of", "put_report"]

LEDGER = "reports.json"
FORMAT = 1


class State(Enum):
    """How a file stands: to be made, as it should be, or changed by a person while its report is still the same."""

    DUE = "due"
    UNCHANGED = "unchanged"
    EDITED = "edited"


@dataclass(frozen=True)
class Entry:
    """What a file was made from (`key`), and the digest of its bytes as they were written."""

    key: str
    digest: str


@dataclass
class Ledger:
    """The entries of a folder, by the names of the files."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """The ledger of `folder`; an empty one where there is none that can be read."""
        ledger = cls(folder)
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            content = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
            if content["format"] == FORMAT:
                ledger.entries = {name: Entry(str(e["key"]), str(e["digest"])) for name, e in content["files"].items()}
        return ledger

    def state(self, name: str, key: str) -> State:
        """How the file `name` stands, if it shall be made from what `key` stands for."""
        entry, path = self.entries.get(name), self.folder / name
        if entry is None or entry.key != key or not path.is_file():
            return State.DUE
        return State.UNCHANGED if digest_of(path) == entry.digest else State.EDITED

    def written(self, name: str) -> str:
        """The digest of a file as it was written last; empty where it never was."""
        return self.entries[name].digest if name in self.entries else ""

    def record(self, entries: Mapping[str, Entry]) -> None:
        """Keep what was written now.

        Raises `ToolkitError` where the folder cannot be written to.
        """
        self.entries.update(entries)
        files: dict[str, Any] = {
            name: {"key": entry.key, "digest": entry.digest} for name, entry in sorted(self.entries.items())
        }
        content = json.dumps({"format": FORMAT, "files": files}, indent=0, ensure_ascii=False)
        put_bytes(content.encode(), self.folder / LEDGER)


def digest_of(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def put_report(content: bytes, path: Path, written: str) -> tuple[str, str]:
    """Write a report, and set a file aside that a person has changed; the digest, and the name of what was set aside.

    `written` is the digest of the file as the toolkit wrote it last. What is there with other bytes, and is not the new
    report itself, gets a name of its own.

    Raises `ToolkitError` where the file cannot be written.
    """
    digest, there = sha256(content).hexdigest(), digest_of(path) if path.is_file() else ""
    aside = ""
    if there and there not in (digest, written):
        aside = _free_name(path)
        path.rename(path.with_name(aside))
    if there != digest:
        put_bytes(content, path)
    return digest, aside


def _free_name(path: Path) -> str:
    """The name under which a changed file is kept."""
    name, number = f"{path.stem} (edited){path.suffix}", 1
    while path.with_name(name).exists():
        number += 1
        name = f"{path.stem} (edited {number}){path.suffix}"
    return name
