"""Planning: the training strategies, ratings, actions and team guide of synthetic libraries."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis.guide import Blank, Guide
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.specs import LibrarySpec, Wave

__all__ = ["action_rows", "rating_rows", "strategy_rows", "team_guide_row"]

CATALOGUE = Path(__file__).with_name("catalogue.toml")
RATES = 0.8
USUALLY = {"growth": 5, "fixed": 2}
UNDER_PRESSURE = {"growth": 3, "fixed": 4}
"""The points of a team in most situations, and in those in which it slides towards fixed."""


def strategy_rows(spec: LibrarySpec, wave: Wave) -> list[dict[str, Any]]:
    """The inventory of `spec`: the most common strategies, as many as the library has."""
    return [
        {
            "strategy_id": _strategy_id(spec, wave, number),
            "library_id": spec.id,
            "wave": wave.id,
            "hours": None,
            **{key: value for key, value in entry.items() if key != "works"},
        }
        for number, entry in enumerate(_catalogue()["strategy"][: spec.strategies], start=1)
    ]


def rating_rows(response_id: str, spec: LibrarySpec, wave: Wave, dice: Dice) -> list[dict[str, Any]]:
    """How well one person finds that each strategy in use works, from 1 to 5."""
    leniency = dice.normal(0.0, 0.5)
    rows = []
    for number, entry in enumerate(_catalogue()["strategy"][: spec.strategies], start=1):
        if entry["status"] == "in_use":
            point = min(5, max(1, round(3.2 + entry["works"] + leniency + dice.normal(0.0, 0.8))))
            effectiveness = point if dice.chance(RATES) else int(Blank.SKIPPED)
            strategy_id = _strategy_id(spec, wave, number)
            rows.append({"response_id": response_id, "strategy_id": strategy_id, "effectiveness": effectiveness})
    return rows


def action_rows(spec: LibrarySpec, wave: Wave) -> list[dict[str, Any]]:
    """The plan of `spec` for one wave."""
    actions = [_catalogue()["action"][name] for name in spec.rounds[wave.id].plan]
    return [
        {
            "action_id": f"{spec.id}_{wave.id}_action_{number}",
            "library_id": spec.id,
            "wave": wave.id,
            "expected_shift": None,
            **entry,
        }
        for number, entry in enumerate(actions, start=1)
    ]


def team_guide_row(spec: LibrarySpec, wave: Wave, guide: Guide) -> dict[str, Any]:
    """What the team of a library under the threshold agreed on: one row, no person."""
    agreed = _catalogue()["team_guide"][spec.rounds[wave.id].agreed]
    return {
        "library_id": spec.id,
        "wave": wave.id,
        "agreed_at": wave.opens.isoformat(),
        "language": agreed["language"],
        "guide_version": guide.version,
        **_agreed_marks(agreed, guide),
        **_agreed_points(agreed, guide),
        **{item.id: agreed.get(item.id, "") for item in guide.text_items},
    }


def _agreed_marks(agreed: Mapping[str, Any], guide: Guide) -> dict[str, int]:
    return {
        f"{mark}_{quality}": int(quality in agreed[mark])
        for mark in ("exists", "develop")
        for quality in guide.qualities
    }


def _agreed_points(agreed: Mapping[str, Any], guide: Guide) -> dict[str, int]:
    return {
        item.id: (UNDER_PRESSURE if item.subject in agreed["slides"] else USUALLY)[item.keyed]
        for item in guide.section("continuum").items
        if item.keyed
    }


def _strategy_id(spec: LibrarySpec, wave: Wave, number: int) -> str:
    return f"{spec.id}_{wave.id}_strategy_{number:02d}"


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
