"""Planning: the steps of a library's plan, as a form that any page can ask, and the rows that come of it.

A step may aim at a quality (more staff see it) or at a situation (staff lean further towards growth), and may say by
how much. A shift of a quality is typed as people, as in "6 more of 31 staff", or in percent points, and kept as a share
of staff; one of a situation is in points from 0 (fixed) to 100 (growth). What is late or has nobody is judged against a
day that is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.collect.entries import choice, field, make_id, read_fields
from analysis.errors import Fault, ResponseError
from analysis.guide import Guide, Words
from analysis.responses.frames import ACTION_STATUSES, ACTIONS, OPEN

__all__ = [
    "action_answers",
    "action_form",
    "by_month",
    "by_status",
    "expected_points",
    "in_order",
    "is_overdue",
    "overdue",
    "points_of",
    "read_action",
    "unowned",
]

UNITS = ("staff", "percent", "points")
SHIFT = ("target", "shift", "unit")
"""The fields that together say what is expected."""

COLUMNS = [each.name for each in ACTIONS]
NEARLY = 1e-9


def action_form(guide: Guide, words: Words, heads: int | None = None) -> list[dict[str, Any]]:
    """The fields about one step, in the order in which they are asked, as data that JSON can carry.

    A field has `id`, `kind` (`text`, `choice`, `number` or `day`), `label`, `help`, `required`, and `choices` (each
    `value`, `label`, `group`). `heads` are all staff, where they are known: only then can people be counted.

    >>> from analysis.guide import load_guide, load_words
    >>> [each["id"] for each in action_form(load_guide(), load_words("en"), 31)]
    ['step', 'owner', 'due', 'status', 'target', 'shift', 'unit']
    """

    def ask(name: str, kind: str, required: bool = False, **more: Any) -> dict[str, Any]:
        return field(name, kind, words(f"plan.{name}.label"), words(f"plan.{name}.help"), required, **more)

    statuses = [choice(status, words(f"plan.status.{status}")) for status in ACTION_STATUSES]
    units = [choice(unit, words(f"plan.unit.{unit}", heads=heads)) for unit in UNITS if heads or unit != "staff"]
    return [
        ask("step", "text", required=True),
        ask("owner", "text"),
        ask("due", "day"),
        ask("status", "choice", required=True, choices=statuses),
        ask("target", "choice", choices=_targets(guide, words), blank=words("plan.target.none")),
        ask("shift", "number"),
        ask("unit", "choice", choices=units),
    ]


def read_action(
    answers: object,
    guide: Guide,
    words: Words,
    library_id: str,
    wave: str,
    known: pd.DataFrame,
    heads: int | None = None,
    action_id: str = "",
) -> dict[str, Any]:
    """One row of `ACTIONS` from what a page sent about a step.

    `answers` has the ids of `action_form`; `known` are all actions of the store (columns of `ACTIONS`), so that ids are
    given once; `heads` are all staff. `action_id` is that of a step that is being changed, and empty for a new one.

    Missing answers
    ---------------
    A shift that is not said is None: such a step is looked back at, and is expected nothing of.

    Raises `ResponseError` with every fault; the `column` of a fault is the id of its field.

    >>> from analysis.guide import load_guide, load_words
    >>> answers = {"step": "Swap desks", "status": "planned", "target": "variety", "shift": 6, "unit": "staff"}
    >>> known = pd.DataFrame(columns=COLUMNS)
    >>> row = read_action(answers, load_guide(), load_words("en"), "elm", "2026", known, heads=31)
    >>> row["action_id"], round(row["expected_shift"], 3)
    ('elm_2026_swap_desks', 0.194)
    """
    values, faults = _read(answers, guide, words, heads)
    if faults:
        raise ResponseError("This step cannot be saved.", faults)
    made = action_id or make_id([library_id, wave, values["step"]], set(known["action_id"]))
    texts = {name: values[name] for name in ("step", "owner", "due", "status", "target")}
    place = {"action_id": made, "library_id": library_id, "wave": wave}
    return place | texts | {"expected_shift": _shift(values, heads)}


def action_answers(row: Mapping[Any, Any], guide: Guide, heads: int | None = None) -> dict[str, str]:
    """What the form holds for a row of `ACTIONS`; a share that is a whole number of people is told as people."""
    texts = {name: str(row[name] or "") for name in ("step", "owner", "due", "status", "target")}
    shift = row["expected_shift"]
    if shift is None or pd.isna(shift):
        return texts | {"shift": "", "unit": ""}
    if texts["target"] in guide.situations:
        return texts | {"shift": f"{float(shift):g}", "unit": "points"}
    people = float(shift) * (heads or 0)
    if heads and abs(people - round(people)) < NEARLY:
        return texts | {"shift": str(round(people)), "unit": "staff"}
    return texts | {"shift": f"{round(100 * float(shift), 6):g}", "unit": "percent"}


def expected_points(answers: object, guide: Guide, words: Words, heads: int | None = None) -> float | None:
    """The shift that a form expects so far, in points from 0 to 100; None where it is not said, or cannot be taken."""
    values, faults = _read(answers, guide, words, heads)
    if any(fault.column in SHIFT for fault in faults):
        return None
    return points_of(values | {"expected_shift": _shift(values, heads)}, guide)


def points_of(row: Mapping[Any, Any], guide: Guide) -> float | None:
    """The shift that is expected of a step, in points from 0 to 100; None where the step does not say."""
    shift = row["expected_shift"]
    if shift is None or pd.isna(shift) or not row["target"]:
        return None
    return float(shift) if row["target"] in guide.situations else 100 * float(shift)


def is_overdue(step: Mapping[Any, Any], today: date) -> bool:
    """Whether a step was due before `today` and is neither done nor dropped."""
    return bool(step["due"]) and step["due"] < today.isoformat() and step["status"] in OPEN


def overdue(actions: pd.DataFrame, today: date) -> pd.DataFrame:
    """The steps that were due before `today` and are neither done nor dropped, the longest overdue first.

    >>> plan = pd.DataFrame({"due": ["2026-03-01", "2026-03-02"], "status": "planned"})
    >>> overdue(plan, date(2026, 3, 2))["due"].tolist()
    ['2026-03-01']
    """
    late = np.array([is_overdue(step, today) for step in actions.to_dict("records")], dtype=bool)
    return in_order(actions[late]).reset_index(drop=True)


def unowned(actions: pd.DataFrame) -> pd.DataFrame:
    """The steps that nobody is named for and that are neither done nor dropped."""
    return actions[(actions["owner"] == "") & actions["status"].isin(OPEN)].reset_index(drop=True)


def in_order(actions: pd.DataFrame) -> pd.DataFrame:
    """The steps by day, those without a day last."""
    # `~` comes after every digit.
    return actions.sort_values("due", key=lambda days: days.where(days != "", "~"), kind="stable")


def by_status(actions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The steps of each status, every status in its order; within one by day, those without a day last."""
    dated = in_order(actions)
    return {status: dated[dated["status"] == status].reset_index(drop=True) for status in ACTION_STATUSES}


def by_month(actions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The steps of each month (`2026-03`) in order; those without a day last, under `""`.

    >>> list(by_month(pd.DataFrame({"due": ["", "2026-05-01", "2026-03-31"]})))
    ['2026-03', '2026-05', '']
    """
    dated = in_order(actions)
    months = dated["due"].str[:7]
    return {month: dated[months == month].reset_index(drop=True) for month in dict.fromkeys(months)}


def _read(answers: object, guide: Guide, words: Words, heads: int | None) -> tuple[dict[str, str], list[Fault]]:
    """The text of every field, and everything that is wrong, also with what is expected as a whole."""
    values, faults = read_fields(answers, action_form(guide, words, heads))
    unread = any(fault.column in SHIFT for fault in faults)
    return values, faults if unread else faults + _shift_faults(values, guide, words, heads)


def _targets(guide: Guide, words: Words) -> list[dict[str, str]]:
    kinds = (("quality", guide.qualities), ("situation", guide.situations))
    return [
        choice(measure, words(f"guide.{kind}.{measure}.name"), words(f"plan.target.{kind}"))
        for kind, measures in kinds
        for measure in measures
    ]


def _shift_faults(values: Mapping[str, str], guide: Guide, words: Words, heads: int | None) -> list[Fault]:
    """What is wrong with a shift although each field is right; one thing at a time, since one mends another."""
    target, shift, unit = (values[name] for name in ("target", "shift", "unit"))

    def fault(column: str, found: str, allowed: str, repair: str) -> list[Fault]:
        return [Fault(words(f"plan.{column}.label"), found, allowed, repair, column=column)]

    if not shift:
        return []
    if not target:
        repair = "Choose what the step aims at, or leave the shift empty."
        return fault("target", "nothing", "a quality or a situation", repair)
    units = ["points"] if target in guide.situations else [name for name in UNITS[:2] if heads or name != "staff"]
    if unit not in units:
        allowed = ", ".join(words(f"plan.unit.{name}", heads=heads) for name in units)
        found = words(f"plan.unit.{unit}", heads=heads) if unit else "nothing"
        return fault("unit", found, allowed, "Choose what fits what the step aims at.")
    most = heads if unit == "staff" else 100
    if not 0 < float(shift) <= (most or 0):
        return fault(
            "shift", shift, f"more than 0, at most {most}", "Write a shift that there can be, or leave it empty."
        )
    return []


def _shift(values: Mapping[str, str], heads: int | None) -> float | None:
    """The shift as it is kept: a share of staff for a quality, points for a situation."""
    if not values["shift"]:
        return None
    one = {"staff": heads or 1, "percent": 100, "points": 1}[values["unit"]]
    return float(values["shift"]) / one
