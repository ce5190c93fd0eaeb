"""Loading: from a guide file to a `Guide`, or to every fault in the file.

The file says what is asked; the words stand beside it, one file per language. Both are checked here, so
that a guide with a missing translation is found when it is loaded and not when a respondent meets it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from analysis.errors import Fault, GuideError
from analysis.guide.meaning import meaning_faults, wording_faults
from analysis.guide.model import Cohort, CohortValue, Guide, Item, Policy, Scale, Section
from analysis.guide.shape import SUBJECT, shape_faults

__all__ = ["DEFAULT_GUIDE", "load_guide"]

DEFAULT_GUIDE = Path(__file__).with_name("text") / "learning_culture.toml"


def load_guide(path: Path | str | None = None) -> Guide:
    """Read and check a guide file (the toolkit's own if no path is given).

    Raises `GuideError`, which lists every fault with its place and its repair.

    >>> load_guide().version
    '1.0'
    """
    chosen = Path(path) if path else DEFAULT_GUIDE
    return _load(chosen, _stamp(chosen))


@cache
def _load(path: Path, _stamp: tuple[int, int]) -> Guide:
    tree = _read(path)
    _refuse(path, shape_faults(tree))
    guide = _build(tree)
    _refuse(path, chain(meaning_faults(guide), wording_faults(guide)))
    return guide


def _refuse(path: Path, faults: Iterable[Fault]) -> None:
    # Items share scales, so the same fault may be found more than once.
    different = tuple(dict.fromkeys(faults))
    if different:
        raise GuideError(f"The guide file {path.name} cannot be used.", different)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when the file does, so that a mended guide is read again."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        fault = Fault(str(path), "no file", "a guide file in TOML", "Check the name and the folder.")
    except UnicodeDecodeError:
        fault = Fault(path.name, "a file that is not UTF-8", "UTF-8", "Save the file again with the encoding UTF-8.")
    except tomllib.TOMLDecodeError as error:
        fault = Fault(path.name, str(error), "TOML", "Mend the line that is named, or start from a fresh copy.")
    except OSError as error:
        fault = Fault(str(path), str(error), "a guide file in TOML", "Check that it is a file that you may read.")
    raise GuideError(f"The guide file {path.name} cannot be read.", [fault])


def _build(tree: Mapping[str, Any]) -> Guide:
    scales = {entry["id"]: Scale(entry["id"], tuple(entry["points"])) for entry in tree["scale"]}
    return Guide(
        id=tree["id"],
        version=tree["version"],
        languages=tuple(tree["languages"]),
        policy=Policy(**tree.get("policy", {})),
        cohorts=tuple(
            Cohort(entry["id"], tuple(CohortValue(**value) for value in entry["values"])) for entry in tree["cohort"]
        ),
        sections=tuple(_build_section(entry, scales) for entry in tree["section"]),
        pairs=tuple((first, second) for first, second in tree.get("pairs", ())),
    )


def _build_section(entry: Mapping[str, Any], scales: Mapping[str, Scale]) -> Section:
    subjects = tuple(entry.get("subjects", ()))
    about = [item for item in entry["items"] if SUBJECT in item["id"]]
    alone = [item for item in entry["items"] if SUBJECT not in item["id"]]
    pairs = [(item, subject) for subject in subjects for item in about] + [(item, "") for item in alone]
    return Section(
        id=entry["id"],
        items=tuple(_build_item(item, subject, entry["id"], scales) for item, subject in pairs),
        subjects=subjects,
        inspired_by=entry.get("inspired_by", ""),
    )


def _build_item(entry: Mapping[str, Any], subject: str, section: str, scales: Mapping[str, Scale]) -> Item:
    name = entry.get("scale")
    # An unknown scale is kept as an empty one, so that it is reported among the other faults.
    scale = scales.get(name, Scale(name, ())) if name else None
    return Item(
        id=entry["id"].replace(SUBJECT, subject),
        section=section,
        scale=scale,
        subject=subject,
        keyed=entry.get("keyed", ""),
        unsure=entry.get("unsure", False),
    )
