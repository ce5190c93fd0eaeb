"""Inventory: what a library does to learn, as a form that any page can ask, and the rows that come of it.

A strategy is entered by itself, taken from the catalogue and changed, or carried over from an earlier wave. An id is
made from the library, the wave and the name when a strategy is first entered, and stays when it is renamed, since
ratings hang on it. Carrying over makes new rows with new ids: what staff said about a strategy in one wave belongs to
that wave alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis.collect.entries import choice, field, make_id, read_fields, selected
from analysis.errors import Fault, ResponseError
from analysis.guide import ALL, Guide, Words
from analysis.guide.catalogue import Strategy
from analysis.responses.frames import (
    CONTENT_CHOSEN_BY,
    FREQUENCIES,
    PARTICIPATION,
    STRATEGIES,
    STRATEGY_STATUSES,
    of_wave,
)

__all__ = [
    "MOST_HOURS",
    "carry_over",
    "catalogue_answers",
    "earlier_wave",
    "read_strategy",
    "strategy_answers",
    "strategy_form",
]

MOST_HOURS = 2000
"""Hours that one person can spend on a strategy in a year: a whole year's work."""

COLUMNS = [each.name for each in STRATEGIES]


def strategy_form(guide: Guide, words: Words) -> list[dict[str, Any]]:
    """The fields about one strategy, in the order in which they are asked, as data that JSON can carry.

    A field has `id` (a column of `STRATEGIES`), `kind` (`text`, `choice`, `multi` or `number`), `label`, `help`,
    `required`, and `choices` (each `value`, `label`, `group`).

    >>> from analysis.guide import load_guide, load_words
    >>> [each["id"] for each in strategy_form(load_guide(), load_words("en"))][:3]
    ['what', 'participants', 'participation']
    """

    def ask(name: str, kind: str, **more: Any) -> dict[str, Any]:
        return field(name, kind, words(f"inventory.{name}.label"), words(f"inventory.{name}.help"), **more)

    def named(name: str, values: tuple[str, ...]) -> list[dict[str, str]]:
        return [choice(value, words(f"inventory.{name}.{value}")) for value in values]

    qualities = [choice(quality, words(f"guide.quality.{quality}.name")) for quality in guide.qualities]
    return [
        ask("what", "text"),
        ask("participants", "multi", choices=_groups(guide, words)),
        ask("participation", "choice", choices=named("participation", PARTICIPATION)),
        ask("content_chosen_by", "choice", choices=named("content_chosen_by", CONTENT_CHOSEN_BY)),
        ask("frequency", "choice", choices=named("frequency", FREQUENCIES)),
        ask("hours", "number", required=False, most=MOST_HOURS),
        ask("status", "choice", choices=named("status", STRATEGY_STATUSES)),
        ask("qualities", "multi", required=False, choices=qualities),
    ]


def read_strategy(
    answers: object,
    guide: Guide,
    words: Words,
    library_id: str,
    wave: str,
    known: pd.DataFrame,
    strategy_id: str = "",
) -> dict[str, Any]:
    """One row of `STRATEGIES` from what a page sent about a strategy.

    `answers` has the ids of `strategy_form`; `known` are all strategies of the store (columns of `STRATEGIES`), so
    that ids are given once and no wave has the same strategy twice. `strategy_id` is that of a strategy that is being
    changed, and empty for a new one.

    Missing answers
    ---------------
    Hours that are not known are None, and are never counted as 0.

    Raises `ResponseError` with every fault; the `column` of a fault is the id of its field.

    >>> from analysis.guide import load_guide, load_words
    >>> from analysis.guide.catalogue import load_catalogue
    >>> guide, words = load_guide(), load_words("en")
    >>> answers = catalogue_answers(load_catalogue()[0], guide, words, "in_use")
    >>> known = pd.DataFrame(columns=COLUMNS)
    >>> read_strategy(answers, guide, words, "elm", "2026", known)["strategy_id"]
    'elm_2026_introduction_for_new_staff'
    """
    values, faults = read_fields(answers, strategy_form(guide, words))
    faults += _meaning_faults(values, of_wave(known, library_id, wave), strategy_id, words)
    if faults:
        raise ResponseError("This strategy cannot be saved.", faults)
    made = strategy_id or make_id([library_id, wave, values["what"]], set(known["strategy_id"]))
    hours = float(values["hours"]) if values["hours"] else None
    return {"strategy_id": made, "library_id": library_id, "wave": wave, **values, "hours": hours}


def strategy_answers(row: Mapping[Any, Any], guide: Guide) -> dict[str, Any]:
    """What the form holds for a row of `STRATEGIES`; groups and qualities that the guide no longer has are left out."""
    hours = row["hours"]
    offered = {"participants": _group_ids(guide), "qualities": guide.qualities}
    lists = {name: selected(str(row[name] or ""), allowed) for name, allowed in offered.items()}
    texts = ("what", "participation", "content_chosen_by", "frequency", "status")
    told = {"hours": "" if hours is None or pd.isna(hours) else f"{float(hours):g}"}
    return {name: str(row[name]) for name in texts} | lists | told


def catalogue_answers(strategy: Strategy, guide: Guide, words: Words, status: str = "") -> dict[str, Any]:
    """What the form holds for a strategy that is taken from the catalogue."""
    row = asdict(strategy) | {"what": strategy.called(words), "status": status}
    answers = strategy_answers(row | {"qualities": " ".join(strategy.qualities)}, guide)
    return answers | {"participants": answers["participants"] or [ALL]}


def earlier_wave(strategies: pd.DataFrame, library_id: str, wave: str) -> str:
    """The last wave before `wave` in which the library had an inventory; empty where there is none."""
    mine = strategies.loc[strategies["library_id"] == library_id, "wave"]
    return max((other for other in mine if other < wave), default="")


def carry_over(strategies: pd.DataFrame, library_id: str, wave: str) -> pd.DataFrame:
    """The rows of `STRATEGIES` that would bring the inventory of the `earlier_wave` into `wave`; ratings stay behind.

    A strategy that `wave` has already, by its name, is not brought again.
    """
    there = {_name(what) for what in of_wave(strategies, library_id, wave)["what"]}
    taken = set(strategies["strategy_id"])
    rows = []
    for row in of_wave(strategies, library_id, earlier_wave(strategies, library_id, wave)).to_dict("records"):
        if _name(row["what"]) not in there:
            made = make_id([library_id, wave, row["what"]], taken)
            taken.add(made)
            rows.append({**row, "strategy_id": made, "wave": wave})
    return pd.DataFrame(rows, columns=COLUMNS)


def _meaning_faults(values: Mapping[str, str], beside: pd.DataFrame, strategy_id: str, words: Words) -> list[Fault]:
    """What is wrong although each field by itself is right."""
    faults = []
    place, repair = words("inventory.what.label"), "Give it another name, or change the one that is there."
    others = beside.loc[beside["strategy_id"] != strategy_id, "what"]
    if values["what"] and _name(values["what"]) in {_name(other) for other in others}:
        faults.append(Fault(place, "a name that this wave has already", "each name once", repair, column="what"))
    groups = values["participants"].split()
    if ALL in groups and len(groups) > 1:
        place, allowed = words("inventory.participants.label"), "all staff, or some groups"
        repair = "Choose all staff alone, or take it away."
        faults.append(Fault(place, "all staff and groups as well", allowed, repair, column="participants"))
    return faults


def _name(what: object) -> str:
    """What two names have in common that people would call the same."""
    return " ".join(str(what).casefold().split())


def _groups(guide: Guide, words: Words) -> list[dict[str, str]]:
    everybody = [choice(ALL, words("guide.cohort.all.all"))]
    return everybody + [
        choice(value, words(f"guide.cohort.{cohort.id}.{value}"), words(f"guide.cohort.{cohort.id}.label"))
        for cohort in guide.cohorts
        for value in cohort.value_ids
    ]


def _group_ids(guide: Guide) -> tuple[str, ...]:
    return (ALL, *(value for cohort in guide.cohorts for value in cohort.value_ids))
