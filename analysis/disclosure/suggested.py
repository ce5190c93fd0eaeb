"""Suggested: what a library might try next, with the reason, and with what weakens it.

A suggestion is `clear` only if the answers of staff themselves back it beyond chance: a quality that stands out among
the wishes, or a strategy that stands apart from all others by its ratings at one in a thousand. All that rests on the
list of the inventory alone, on few ratings or on a wish that does not stand out is `weak`, and its row says why. What
the reasons mean stands in `analysis.disclosure.opportunity_map`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.guide import ALL, LEADS, PAIR_SIGN, Guide
from analysis.guide.catalogue import Strategy, load_catalogue
from analysis.measures.reach import EVERYBODY

__all__ = ["CLEAR_AT", "suggest"]

CLEAR_AT = 0.001
"""The largest adjusted p of ratings at which a suggestion that rests on them is clear."""

MOST = 6
"""So many suggestions at most."""

MOST_WISHES = 3
"""So many of the qualities are looked at where none stands out."""

MOST_EXPLORED, MOST_OFFERED = 2, 2
FEW = 20
LOOKS_APART = 0.1
"""How far apart shares must lie, not beyond chance, for a weak suggestion."""

COLUMNS = ["kind", "quality", "strategy_id", "catalogue", "cohort", "value", "groups", "strength", "because"]
COLUMNS += ["weak_because"]
Group = tuple[str, str]
Row = Mapping[Any, Any]


def suggest(
    offers: pd.DataFrame,
    needs: pd.DataFrame,
    coverage: pd.DataFrame,
    missed: Mapping[str, Sequence[Group]],
    agreed: Sequence[str],
    guide: Guide,
) -> pd.DataFrame:
    """The frame `suggestions` of an `OpportunityMap`, from its other frames: the clear ones first, at most six.

    `missed` are the groups that each strategy surely does not reach, the largest first; `agreed` the qualities that a
    team agreed to develop.
    """
    by_id = {offer["strategy_id"]: offer for offer in offers.to_dict("records")}
    places = _Places(by_id, missed, tuple(agreed), guide)
    wishes = _wishes(needs, places)
    found = [*_for_wishes(wishes, places), *_works_best(needs, places), *_offers(coverage)]
    first = sorted(found, key=lambda one: bool(one.weak_because))
    once: dict[tuple[Any, ...], _Suggestion] = {}
    for one in first:
        once.setdefault((one.kind, one.strategy_id, one.catalogue, one.groups[:1]), one)
    return pd.DataFrame([one.row() for one in once.values()][:MOST], columns=COLUMNS)


@dataclass(frozen=True)
class _Suggestion:
    """One suggestion; clear where nothing weakens it."""

    kind: str
    because: tuple[str, ...]
    weak_because: tuple[str, ...]
    quality: str = ""
    strategy_id: str = ""
    catalogue: str = ""
    groups: tuple[Group, ...] = ()

    def row(self) -> dict[str, Any]:
        cohort, value = self.groups[0] if self.groups else ("", "")
        own = {name: getattr(self, name) for name in COLUMNS if hasattr(self, name)}
        return own | {"cohort": cohort, "value": value, "strength": "weak" if self.weak_because else "clear"}


@dataclass(frozen=True)
class _Places:
    """Where suggestions are looked for: the offers by id, whom each misses, what a team agreed on, and the guide."""

    offers: Mapping[str, Row]
    missed: Mapping[str, Sequence[Group]]
    agreed: tuple[str, ...]
    guide: Guide

    def is_for_all(self, offer: Row) -> bool:
        """Whether a strategy is meant for everybody, by its groups or by their heads."""
        return EVERYBODY in offer["groups"] or bool(offer["reach_low"] >= _number(offer["roster"]))

    def missed_by(self, offer: Row) -> tuple[Group, ...]:
        """The groups of the guide's own columns that a strategy surely does not reach."""
        return tuple(group for group in self.missed.get(offer["strategy_id"], ()) if _is_own(group[0]))


def _wishes(needs: pd.DataFrame, places: _Places) -> Sequence[Row]:
    """The needs that something is suggested for: those that stand out, else the first ones that are known."""
    rows = needs.to_dict("records")
    clear = [need for need in rows if need["stands_out"]]
    known = [need for need in rows if need["quality"] in places.agreed or not pd.isna(need["n"])]
    return clear or known[:MOST_WISHES]


def _for_wishes(wishes: Sequence[Row], places: _Places) -> Iterator[_Suggestion]:
    for need in wishes:
        served = [places.offers[strategy_id] for strategy_id in need["served_by"]]
        yield from _widen(need, served, places)
        yield from _explore(need, wishes, places)
        yield from _rework(need, served, places)


def _widen(need: Row, served: Sequence[Row], places: _Places) -> Iterator[_Suggestion]:
    partial = [offer for offer in served if not places.is_for_all(offer)]
    above = [offer for offer in partial if offer["standing"] == "above"]
    for offer in above or _looking_best(partial):
        yield _widening(offer, need["quality"], *_wish(need, places), places)


def _looking_best(offers: Sequence[Row]) -> list[Row]:
    """The one strategy with the largest share, if it is well above that of the others, though not beyond chance."""
    rated = [offer for offer in offers if not pd.isna(offer["n"])]
    best = max(rated, key=_lead, default=None)
    return [best] if best is not None and _lead(best) >= LOOKS_APART else []


def _lead(offer: Row) -> float:
    """How far the share of an offer lies above that of all other ratings, at the middle of what is told."""
    lead = (offer["well_low"] + offer["well_high"]) / 2 / offer["n"] - offer["others"]
    return float(np.nan_to_num(lead, nan=-1.0))


def _widening(
    offer: Row, quality: str, because: tuple[str, ...], weak: tuple[str, ...], places: _Places
) -> _Suggestion:
    groups = places.missed_by(offer)
    weak += _weak_ratings(offer["p_adjusted"], offer["n"]) + (() if groups else ("heads_unknown",))
    why = (*because, "works_above", "not_for_all")
    return _Suggestion("widen", why, weak, quality, offer["strategy_id"], groups=groups)


def _explore(need: Row, wishes: Sequence[Row], places: _Places) -> Iterator[_Suggestion]:
    because, weak = _wish(need, places)
    if need["works"] == "nothing":
        because, weak = (*because, "not_served"), (*weak, "list_only")
    elif need["works"] == "below" or need["works_rest"] - need["works_share"] >= LOOKS_APART:
        rated = max((_number(places.offers[one]["n"]) for one in need["served_by"]), default=0.0)
        because, weak = (*because, "served_below"), weak + _weak_ratings(need["works_p"], rated)
    else:
        return
    for strategy_id in need["explored_by"][:MOST_EXPLORED]:
        yield _Suggestion("explore", (*because, "in_inventory"), weak, need["quality"], strategy_id)
    if not need["explored_by"]:
        for entry in _of_catalogue(need["quality"], wishes, places)[:MOST_EXPLORED]:
            yield _Suggestion("explore", (*because, "in_catalogue"), weak, need["quality"], catalogue=entry.id)


def _of_catalogue(quality: str, wishes: Sequence[Row], places: _Places) -> list[Strategy]:
    """What the catalogue has for a quality and the library does not: first what serves most of the wishes."""
    names = {str(offer["what"]).casefold() for offer in places.offers.values()}
    voices = [places.guide.words(language) for language in places.guide.languages]
    wanted = {need["quality"] for need in wishes}
    new = [
        entry
        for entry in load_catalogue()
        if quality in entry.qualities and not names & {entry.called(words).casefold() for words in voices}
    ]
    return sorted(new, key=lambda entry: -len(wanted & set(entry.qualities)))


def _rework(need: Row, served: Sequence[Row], places: _Places) -> Iterator[_Suggestion]:
    because, weak = _wish(need, places)
    for offer in served:
        if offer["standing"] == "below":
            whole = weak + _weak_ratings(offer["p_adjusted"], offer["n"])
            yield _Suggestion("rework", (*because, "works_below"), whole, need["quality"], offer["strategy_id"])


def _works_best(needs: pd.DataFrame, places: _Places) -> Iterator[_Suggestion]:
    """What works better than all else and is not for all, whatever people wish: here the ratings alone must show it."""
    for offer in places.offers.values():
        sure = offer["standing"] == "above" and offer["p_adjusted"] <= CLEAR_AT
        if sure and not places.is_for_all(offer):
            serves = [quality for quality in needs["quality"] if quality in offer["qualities"]]
            yield _widening(offer, serves[0] if serves else "", (), (), places)


def _offers(coverage: pd.DataFrame) -> Iterator[_Suggestion]:
    """Something for the largest groups whom nothing in use is meant for, or for everybody where that is nobody's."""
    without = coverage[coverage["without"]].sort_values("roster", ascending=False, kind="stable")
    groups = [*zip(without["cohort"], without["value"], strict=True)]
    of_columns = [group for group in groups if _is_own(group[0])]
    for group in [EVERYBODY] if EVERYBODY in groups else of_columns[:MOST_OFFERED]:
        yield _Suggestion("offer", ("no_offer",), ("list_only",), groups=(group,))


def _wish(need: Row, places: _Places) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a need is looked at, and what weakens that."""
    if need["stands_out"]:
        return ("wanted",), ()
    if need["quality"] in places.agreed:
        return ("agreed",), ("agreed_only",)
    return ("among_wanted",), ("wish_not_clear",)


def _weak_ratings(p: float, n: Any) -> tuple[str, ...]:
    if p <= CLEAR_AT:
        return ()
    return ("few_ratings",) if not _number(n) >= FEW else ("ratings_not_clear",)


def _is_own(cohort: str) -> bool:
    """Whether a column is one that the guide asks for, and not implied by others."""
    return cohort not in (ALL, LEADS) and PAIR_SIGN not in cohort


def _number(value: Any) -> float:
    return np.nan if pd.isna(value) else float(value)
