"""Files: what was released of a wave, or of people who linked two, as one file of plain JSON, and back.

What is in the file may be seen by whoever may see the results: none of it holds a person. The file is read as
data and never run, so a file from somebody else can at worst be refused.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure import LinkedChange, Provenance, Released
from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide, Policy

__all__ = ["read_linked", "read_released", "write_linked", "write_released"]

FORMAT = 1
PLAIN = ("library_id", "library_name", "wave", "team_guide", "members")
FRAMES = tuple(field.name for field in fields(Released) if field.name not in (*PLAIN, "guide", "provenance"))
LINKED = ("library_id", "before", "after", "n", "withheld", "reason")


def write_released(released: Released, path: Path | str) -> None:
    """Write a `Released` to a file that only its owner may read; a file of that name is replaced as a whole."""
    content: dict[str, Any] = {"format": FORMAT, "provenance": asdict(released.provenance)}
    content |= {name: getattr(released, name) for name in PLAIN}
    content["frames"] = {name: _columns(getattr(released, name)) for name in FRAMES}
    _write(content, Path(path))


def read_released(path: Path | str, guide: Guide) -> Released:
    """The `Released` of a file that `write_released` wrote; `guide` is the one that it came from.

    Raises `ToolkitError` where there is no such file, or where it holds something else.
    """
    place = Path(path)
    try:
        content = _read(place)
        origin = content["provenance"]
        parts: dict[str, Any] = {name: content[name] for name in PLAIN}
        parts["members"] = tuple(parts["members"])
        parts |= {name: _frame(content["frames"][name]) for name in FRAMES}
        policy = Policy(**origin.pop("policy"))
        return Released(guide=guide, provenance=Provenance(**origin, policy=policy), **parts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error


def write_linked(change: LinkedChange, path: Path | str) -> None:
    """Write a `LinkedChange` as `write_released` writes a wave."""
    content = {"format": FORMAT, **{name: getattr(change, name) for name in LINKED}, "table": _columns(change.table)}
    _write(content, Path(path))


def read_linked(path: Path | str) -> LinkedChange:
    """The `LinkedChange` of a file that `write_linked` wrote.

    Raises `ToolkitError` where there is no such file, or where it holds something else.
    """
    place = Path(path)
    try:
        content = _read(place)
        return LinkedChange(**{name: content[name] for name in LINKED}, table=_frame(content["table"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(place, error) from error


def _write(content: dict[str, Any], place: Path) -> None:
    unfinished = place.with_name(f"{place.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(place)


def _read(place: Path) -> dict[str, Any]:
    content = json.loads(place.read_text(encoding="utf-8"))
    if content["format"] != FORMAT:
        raise ValueError(f"format {content['format']}")
    return content


def _unreadable(place: Path, error: Exception) -> ToolkitError:
    fault = Fault(str(place), f"{type(error).__name__}: {error}", "released results", "Release the wave again.")
    return ToolkitError("These released results cannot be read.", [fault])


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): {"dtype": str(column.dtype), "values": _values(column)} for name, column in frame.items()}


def _values(column: pd.Series) -> list[Any]:
    return [_plain(value) for value in column.tolist()]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return None if pd.isna(value) else value.item() if isinstance(value, np.generic) else value


def _frame(columns: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({name: _series(column["values"], column["dtype"]) for name, column in columns.items()})


def _series(values: list[Any], dtype: str) -> pd.Series:
    if dtype == "float64":
        return pd.Series([np.nan if value is None else value for value in values], dtype=dtype)
    return pd.Series([_tuples(value) for value in values], dtype=dtype)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
