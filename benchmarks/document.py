"""Document: puts the tables that simulations print into `docs/simulations.md`, each between two marks of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "simulations.md"


def pasted(text: str, name: str, lines: Sequence[str]) -> str:
    """`text` with the lines of one table in the place of those that stood there.

    Raises `ValueError` where the document has no such place.
    """
    place = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
    if not place.search(text):
        raise ValueError(f"docs/simulations.md has no place for the table {name}")
    return place.sub(lambda found: found[1] + "\n".join(lines) + found[2], text)


def paste(name: str, lines: Sequence[str]) -> None:
    DOCUMENT.write_text(pasted(DOCUMENT.read_text(encoding="utf-8"), name, lines), encoding="utf-8")
