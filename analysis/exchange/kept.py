"""Kept: what was released of a wave, kept in a file for as long as it would be released the same.

Protecting a large library takes a while, and every page is a program of its own. The files hold released results
alone. One is used again only if nothing about the wave has changed, nor anything in the program that released it; an
older one of the same wave is deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pandas as pd

import analysis
from analysis.disclosure import LinkedChange, Released
from analysis.errors import ToolkitError
from analysis.exchange import read_linked, read_released, write_linked, write_released
from analysis.guide import load_codebook
from analysis.responses import Survey, default_data_folder
from analysis.responses.frames import LINK

__all__ = ["Kept", "open_kept", "state_of", "state_of_links"]

OF_A_WAVE = ("responses", "roster", "strategies", "actions", "team_guides")
OF_A_LIBRARY = ("libraries", "themes", "listed_names")
OF_PEOPLE = ("strategy_ratings", "confirmed_texts", "codings")
BESIDE_MARKS = ("strategies", "actions", *OF_PEOPLE)
"""Frames on which no release of linked people depends."""

NOT_RELEASED = [LINK, "memo"]
"""Columns on which no release of a wave depends."""

PROGRAM = Path(analysis.__file__).parent


@dataclass(frozen=True)
class Kept:
    """Released results in a `folder`, which is made for its owner alone when something is kept."""

    folder: Path

    def find(self, survey: Survey, library_id: str, wave: str) -> Released | None:
        """What was released of a wave of `survey`, or None where it has to be released anew."""
        try:
            return read_released(self._path(survey, library_id, wave), survey.guide)
        except ToolkitError:
            return None

    def has(self, survey: Survey, library_id: str, wave: str) -> bool:
        """Whether there is a file of what `find` would look for."""
        return self._path(survey, library_id, wave).exists()

    def keep(self, survey: Survey, released: Released) -> None:
        """Keep what was released of `survey`, instead of what was kept of this library and wave before."""
        write_released(released, self._cleared(self._path(survey, released.library_id, released.wave)))

    def find_linked(self, survey: Survey, library_id: str, before: str, after: str) -> LinkedChange | None:
        """What was released of linked people in two waves, or None where it has to be released anew."""
        try:
            return read_linked(self._linked_path(survey, library_id, before, after))
        except ToolkitError:
            return None

    def has_linked(self, survey: Survey, library_id: str, before: str, after: str) -> bool:
        """Whether there is a file of what `find_linked` would look for."""
        return self._linked_path(survey, library_id, before, after).exists()

    def keep_linked(self, survey: Survey, change: LinkedChange) -> None:
        """Keep what was released of linked people, instead of what was kept of the same two waves before."""
        path = self._linked_path(survey, change.library_id, change.before, change.after)
        write_linked(change, self._cleared(path))

    def forget(self) -> None:
        """Delete everything that is kept."""
        for path in self.folder.glob("*.json"):
            path.unlink(missing_ok=True)

    def _path(self, survey: Survey, library_id: str, wave: str) -> Path:
        return self.folder / f"{_place(library_id, wave)}-{state_of(survey, library_id, wave)}.json"

    def _linked_path(self, survey: Survey, library_id: str, before: str, after: str) -> Path:
        state = state_of_links(survey, library_id, before, after)
        return self.folder / f"{_place(library_id, before, after)}-{state}.json"

    def _cleared(self, path: Path) -> Path:
        """The same path in a folder that is there, without what was kept of the same before."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for older in self.folder.glob(f"{path.name.partition('-')[0]}-*"):
            older.unlink(missing_ok=True)
        return path


def open_kept() -> Kept:
    """What is kept beside the library's own store."""
    return Kept(default_data_folder() / "released")


def state_of_links(survey: Survey, library_id: str, before: str, after: str) -> str:
    """What stands for everything that the release of linked people depends on: marks, and neither texts nor plans."""
    marks = replace(survey, **{name: getattr(survey, name).iloc[:0] for name in BESIDE_MARKS})
    states = [state_of(marks, library_id, wave) for wave in (before, after)]
    mine = (survey.responses["library_id"] == library_id) & survey.responses["wave"].isin([before, after])
    return sha256("\n".join(states).encode() + _text(survey.responses.loc[mine, ["response_id", LINK]])).hexdigest()[
        :32
    ]


def state_of(survey: Survey, library_id: str, wave: str) -> str:
    """What stands for everything that a release depends on; a link to another wave is no part of it."""
    digest = sha256(_program())
    digest.update(repr((survey.guide, load_codebook())).encode())
    for frame in _depending(survey, library_id, wave):
        digest.update(_text(frame.drop(columns=NOT_RELEASED, errors="ignore")))
    return digest.hexdigest()[:32]


def _place(library_id: str, *waves: str) -> str:
    return sha256("\n".join([library_id, *waves]).encode()).hexdigest()[:16]


def _depending(survey: Survey, library_id: str, wave: str) -> Iterator[pd.DataFrame]:
    """The rows of a survey on which the release of a wave depends."""
    people = survey.responses.loc[survey.responses["library_id"] == library_id, "response_id"]
    for name in (*OF_A_WAVE, *OF_A_LIBRARY, *OF_PEOPLE):
        frame: pd.DataFrame = getattr(survey, name)
        if name in OF_PEOPLE:
            yield frame[frame["response_id"].isin(people)]
            continue
        mine = frame["library_id"] == library_id
        yield frame[mine & (frame["wave"] == wave)] if name in OF_A_WAVE else frame[mine]


def _text(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


@cache
def _program() -> bytes:
    """A digest of the program's own files, so that a new version releases anew."""
    digest = sha256()
    for path in sorted(PROGRAM.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
