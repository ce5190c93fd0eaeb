"""Peers: beside which libraries a library may fairly stand, and how many people work in libraries of its size.

A library is compared with libraries of the same type that serve about as many people in about the same kind of
place. Where there are fewer than ten of them the circle is widened in fixed steps, the same for every library: first
to neighbouring kinds of place, then to neighbouring sizes, then to any place, and to other types last of all.

Everybody inside the circle belongs to it. Nobody is picked so that the number comes out even, and what anybody
answered plays no part: a circle follows from public facts alone. It is refused to call libraries peers in silence
when the circle had to be widened; `steps` and `criteria` say how far.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.responses.frames import LOCALES

__all__ = ["AT_LEAST", "POPULATION_BANDS", "Criteria", "Peers", "choose_peers", "describe_bands", "population_band"]

AT_LEAST = 10
"""How many other libraries a circle should have."""

POPULATION_BANDS: Mapping[str, tuple[int, int | None]] = MappingProxyType(
    {
        "under_1000": (0, 999),
        "1000_to_2499": (1_000, 2_499),
        "2500_to_4999": (2_500, 4_999),
        "5000_to_9999": (5_000, 9_999),
        "10000_to_24999": (10_000, 24_999),
        "25000_to_49999": (25_000, 49_999),
        "50000_to_99999": (50_000, 99_999),
        "100000_to_249999": (100_000, 249_999),
        "250000_to_499999": (250_000, 499_999),
        "500000_and_more": (500_000, None),
    }
)
"""The bands of the population that a library serves: first and last number of people, in order; no last for the top."""

BANDS = tuple(POPULATION_BANDS)
STARTS = np.array([start for start, _ in POPULATION_BANDS.values()])
PLACES = tuple(LOCALES)
"""Kinds of place from the densest to the loosest, so that neighbours stand beside each other."""

Facts = Mapping[Hashable, Any]
"""`band`, `locale` and `type` of one library; empty where blank."""


@dataclass(frozen=True)
class Criteria:
    """What the libraries of a circle have in common: population bands, locales and types; empty where any will do."""

    bands: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peers:
    """The circle of a library.

    `members` are the ids of the *other* libraries, sorted; `criteria` say what all of them have in common; `steps` name
    how the circle was widened, in order (`near_locales`, `near_bands`, `any_locale`, `wide_bands`, `any_band`,
    `any_type`), and are empty where it was not; `note` says in words what could not be taken into account, and whether
    there are too few.
    """

    members: tuple[str, ...]
    criteria: Criteria
    steps: tuple[str, ...] = ()
    note: str = ""


def population_band(population: Any) -> str:
    """The band of `POPULATION_BANDS` that a number of people lies in; empty for a blank (None, NaN or below 0).

    >>> population_band(999), population_band(1000), population_band(None)
    ('under_1000', '1000_to_2499', '')
    """
    if pd.isna(population) or population < 0:
        return ""
    return BANDS[int(np.searchsorted(STARTS, population, side="right")) - 1]


def choose_peers(libraries: pd.DataFrame, library_id: str, at_least: int = AT_LEAST) -> Peers:
    """The libraries of the same type, about the same population and about the same kind of place.

    `libraries` is the frame of that name (`library_id`, `type`, `population` in people, `locale`). The circle begins
    with the same band × locale × type and is widened step by step until it has `at_least` others: neighbouring
    locales (city – suburb – town – rural), neighbouring bands, any locale, two bands up and down and then one more at
    a time, any population, any type. When all steps are taken it holds all others, and the note says if these are
    still too few.

    Size and place explain a part of how libraries differ and not all of it; being a peer is no proof of being alike.

    Missing answers
    ---------------
    Where the library's own population, locale or type is blank it is not asked for, and the note says so. Others with a
    blank are left out as long as it is asked for, since nothing shows that they belong; the note counts them.

    Raises `ToolkitError` where the library is not in the frame, or `at_least` is below 1.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses import read_survey
    >>> peers = choose_peers(read_survey("sample_data", load_guide()).libraries, "harlow_falls")
    >>> len(peers.members) >= 10, peers.steps[0], peers.criteria.types
    (True, 'near_locales', ('public',))
    """
    _check(libraries, library_id, at_least)
    facts = _facts(libraries)
    is_own = facts.index == library_id
    own: Facts = facts[is_own].to_dict("records")[0]
    others = facts[~is_own]
    steps: dict[str, None] = {}
    criteria, inside = Criteria(), others
    for step, criteria in _circles(own):
        inside = others[_is_inside(others, criteria)]
        steps |= {step: None} if step else {}
        if len(inside) >= at_least:
            break
    note = "; ".join(_notes(own, others, criteria, len(inside), at_least))
    return Peers(tuple(sorted(inside.index)), criteria, tuple(steps), note)


def describe_bands(libraries: pd.DataFrame) -> pd.DataFrame:
    """How many library systems each population band has, and how many full-time equivalents work there.

    `libraries` has `population` (people) and `fte`, such as the frame of `read_public_libraries` or the libraries of a
    store. One row per band, in order: `band`, `population_from`, `population_to` (blank for the top), `systems`,
    `share` (of all systems whose population is known, 0–1), `n` (those of the band whose staff is known too),
    `fte_quartile_1`, `fte_median`, `fte_quartile_3` (full-time equivalents), `note`. It describes the systems that are
    listed and estimates nothing beyond them.

    Full-time equivalents are not heads: where many work part time there are more people than equivalents.

    Missing answers
    ---------------
    A system without a population is in no band, one without staff in no quartile. Where no staff is known in a band,
    the quartiles are blank and the note says so.

    >>> facts = pd.DataFrame({"population": [400, 600, 900, 3000], "fte": [0.5, 1.0, np.nan, 2.5]})
    >>> describe_bands(facts)[["band", "systems", "n", "fte_median"]].head(2)
               band  systems  n  fte_median
    0    under_1000        3  2        0.75
    1  1000_to_2499        0  0         NaN
    """
    placed = pd.DataFrame({"band": _bands(libraries["population"]), "fte": _amounts(libraries["fte"])})
    total = int((placed["band"] != "").sum())
    rows = [_describe(band, placed.loc[placed["band"] == band, "fte"].to_numpy(), total) for band in BANDS]
    return pd.DataFrame(rows).astype({"population_to": "Int64"})


def _check(libraries: pd.DataFrame, library_id: str, at_least: int) -> None:
    faults = []
    if library_id not in set(libraries["library_id"]):
        allowed = "an id of the column library_id"
        faults.append(Fault("library_id", repr(library_id), allowed, "Correct the id, or add the library."))
    if at_least < 1:
        faults.append(Fault("at_least", repr(at_least), "a whole number from 1", "Ask for at least one other library."))
    if faults:
        raise ToolkitError("No peers can be chosen.", faults)


def _facts(libraries: pd.DataFrame) -> pd.DataFrame:
    """`band`, `locale` and `type` of each library, by its id; empty where blank."""
    facts = {
        "band": _bands(libraries["population"]),
        "locale": libraries["locale"].fillna("").to_numpy(dtype=object),
        "type": libraries["type"].fillna("").to_numpy(dtype=object),
    }
    return pd.DataFrame(facts, index=pd.Index(libraries["library_id"], dtype=object))


def _bands(population: pd.Series) -> np.ndarray:
    people = _amounts(population)
    known = ~np.isnan(people)
    bands = np.full(len(people), "", dtype=object)
    bands[known] = np.array(BANDS, dtype=object)[np.searchsorted(STARTS, people[known], side="right") - 1]
    return bands


def _amounts(column: pd.Series) -> np.ndarray:
    """Numbers from 0; blanks and the negative codes are NaN."""
    numbers = pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)
    return np.where(numbers >= 0, numbers, np.nan)


def _circles(own: Facts) -> Iterator[tuple[str, Criteria]]:
    """Every circle from the narrowest to everybody, each with the step that leads to it; a step that changes nothing
    is left out."""
    types = (own["type"],) if own["type"] else ()
    circle = Criteria(_near(own["band"], BANDS, 0), _near(own["locale"], PLACES, 0), types)
    yield "", circle
    for step, wider in _widenings(own):
        before, circle = circle, replace(circle, **wider)
        if circle != before:
            yield step, circle


def _widenings(own: Facts) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    yield "near_locales", {"locales": _near(own["locale"], PLACES, 1)}
    yield "near_bands", {"bands": _near(own["band"], BANDS, 1)}
    yield "any_locale", {"locales": ()}
    yield from (("wide_bands", {"bands": _near(own["band"], BANDS, reach)}) for reach in range(2, len(BANDS)))
    yield "any_band", {"bands": ()}
    yield "any_type", {"types": ()}


def _near(value: str, scale: tuple[str, ...], reach: int) -> tuple[str, ...]:
    """The values at most `reach` places from `value`; nothing to ask for where it is blank."""
    if not value:
        return ()
    at = scale.index(value)
    return scale[max(0, at - reach) : at + reach + 1]


def _is_inside(facts: pd.DataFrame, criteria: Criteria) -> pd.Series:
    inside = pd.Series(True, index=facts.index)
    for column, asked in (("band", criteria.bands), ("locale", criteria.locales), ("type", criteria.types)):
        if asked:
            inside &= facts[column].isin(asked)
    return inside


def _notes(own: Facts, others: pd.DataFrame, criteria: Criteria, found: int, at_least: int) -> Iterator[str]:
    asked = {"band": criteria.bands, "locale": criteria.locales, "type": criteria.types}
    names = {"band": "population", "locale": "locale", "type": "type"}
    blank = [names[column] for column in asked if not own[column]]
    if blank:
        yield f"{' and '.join(blank)} of this library not known, so not taken into account"
    left_out = sum((others[column] == "").to_numpy() for column, values in asked.items() if values)
    count = int(np.count_nonzero(left_out))
    if count:
        yield f"{count} {'library' if count == 1 else 'libraries'} left out because population, locale or type is blank"
    if found < at_least:
        yield f"fewer than {at_least} other libraries, though all are taken" if found else "no other library"


def _describe(band: str, fte: np.ndarray, total: int) -> dict[str, Any]:
    first, last = POPULATION_BANDS[band]
    known = fte[~np.isnan(fte)]
    quartiles = np.quantile(known, [0.25, 0.5, 0.75]) if len(known) else np.full(3, np.nan)
    return {
        "band": band,
        "population_from": first,
        "population_to": last,
        "systems": len(fte),
        "share": len(fte) / total if total else np.nan,
        "n": len(known),
        "fte_quartile_1": quartiles[0],
        "fte_median": quartiles[1],
        "fte_quartile_3": quartiles[2],
        "note": "" if len(known) else "no system with a known staff",
    }
