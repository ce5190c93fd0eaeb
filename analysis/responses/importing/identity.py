"""Identity: a name for a row that has none, made from what the row says.

The same file twice gives the same names, and so does a longer export of the same rows. Rows that say exactly
the same are numbered among themselves. A row that somebody changed is another row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

__all__ = ["row_ids"]

LENGTH = 20
BETWEEN_CELLS = "\x1f"


def row_ids(rows: Iterable[Sequence[str]], prefix: str) -> list[str]:
    """A name for each row of cells, starting with `prefix`.

    >>> first, again, other = row_ids([["yes", "no"], ["yes", "no"], ["no", "no"]], "r")
    >>> first == row_ids([["yes", "no"]], "r")[0], len({first, again, other})
    (True, 3)
    """
    seen: Counter[str] = Counter()
    names = []
    for row in rows:
        content = BETWEEN_CELLS.join(row)
        seen[content] += 1
        digest = sha256(f"{content}{BETWEEN_CELLS}{seen[content]}".encode()).hexdigest()
        names.append(f"{prefix}{digest[:LENGTH]}")
    return names
