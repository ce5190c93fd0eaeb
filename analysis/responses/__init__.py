"""Responses: WHAT WAS ANSWERED: the frames, the one gate through which answers come in, and where they are kept.

The store and the readers of files are loaded when they are first used, so that looking at a frame loads no
database and no spreadsheet library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.responses.checking import Checked, check_frame, check_responses, check_team_guides
from analysis.responses.frames import FRAMES, empty_frame, response_fields, team_guide_fields, with_leads
from analysis.responses.survey import Survey, empty_survey

if TYPE_CHECKING:
    from analysis.responses.importing import read_responses, read_survey
    from analysis.responses.store import Store, default_data_folder, open_store

HOMES = {
    "Store": "analysis.responses.store",
    "default_data_folder": "analysis.responses.store",
    "open_store": "analysis.responses.store",
    "read_responses": "analysis.responses.importing",
    "read_survey": "analysis.responses.importing",
}

__all__ = [
    "FRAMES",
    "Checked",
    "Store",
    "Survey",
    "check_frame",
    "check_responses",
    "check_team_guides",
    "default_data_folder",
    "empty_frame",
    "empty_survey",
    "open_store",
    "read_responses",
    "read_survey",
    "response_fields",
    "team_guide_fields",
    "with_leads",
]


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'analysis.responses' has no attribute {name!r}")
