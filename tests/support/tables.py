"""Text tables of tests: what goes in and what must come out, on one screen."""

from __future__ import annotations

from pathlib import Path


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table: words apart by blanks, names in the first line, `#` and `->` only for the reader."""
    lines = [line.split("#")[0].replace("->", " ").split() for line in path.read_text(encoding="utf-8").splitlines()]
    names, *rows = [line for line in lines if line]
    return [dict(zip(names, row, strict=True)) for row in rows]
