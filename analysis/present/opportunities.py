"""Opportunities: what serves the wishes of staff, as an opportunity map tells it, ready to be drawn, tabled and said.

An `Offer` is a training strategy of the library's inventory, a `Need` a quality with what serves it, a `Suggestion`
what might be done, `clear` or `weak`. What is more than chance was decided when the map was made; nothing here decides
it again, and what is not known stays None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.errors import Fault, ProtectionError
from analysis.guide import Words
from analysis.guide.catalogue import load_catalogue
from analysis.present.cells import Cell
from analysis.present.groups import group_label
from analysis.present.numbers import join_names

__all__ = [
    "VERDICTS",
    "Coverage",
    "Need",
    "Offer",
    "Suggestion",
    "every_name",
    "kind_of_service",
    "most_wanted",
    "name_suggested",
    "only_opportunities",
    "read_coverage",
    "read_needs",
    "read_offers",
    "read_ratings",
    "read_suggestions",
    "say_ends",
    "say_groups",
    "say_reach",
]

VERDICTS = ("nothing", "below", "least", "above", "wanted")
"""What is said of the qualities that stand out, the most pressing first."""

UNTOLD = "complement"
Ends = tuple[float, float]
Group = tuple[str, str]


@dataclass(frozen=True)
class Offer:
    """A strategy: for whom, how it is arranged, how many it reaches, what it takes, and how well it works.

    `reach` and `roster` are heads, `hours` those of one person a year, `staff_hours` those of all. `rated` counts those
    for whom it works well; `standing` is `above` or `below` the other strategies beyond chance, or empty.
    """

    strategy_id: str
    what: str
    is_in_use: bool
    qualities: tuple[str, ...]
    groups: tuple[Group, ...]
    participation: str
    chosen_by: str
    frequency: str
    roster: int | None
    reach: Ends | None
    hours: float | None
    staff_hours: Ends | None
    rated: Cell
    standing: str


@dataclass(frozen=True)
class Need:
    """A quality: how many want it developed, and what serves it.

    `reach` is how many heads at least one strategy in use reaches, `hours` how many staff hours a year all of them
    take; `works` is `above`, `below`, `mixed`, `unknown` or `nothing`.
    """

    quality: str
    wanted: Cell
    stands_out: bool
    served_by: tuple[str, ...]
    explored_by: tuple[str, ...]
    reach: Ends | None
    hours: Ends | None
    works: str

    def served(self, kind: str) -> Ends | None:
        """The `hours` a year of all staff, or the `heads` reached: 0 where nothing serves the quality."""
        if self.works == "nothing":
            return 0.0, 0.0
        return self.hours if kind == "hours" else self.reach


@dataclass(frozen=True)
class Coverage:
    """A group of the roster, and how many strategies in use reach it for sure, or may."""

    group: Group
    roster: int | None
    offers: int
    possible: int
    required: int
    optional: int
    chosen: int
    is_without: bool


@dataclass(frozen=True)
class Suggestion:
    """What might be done; `is_clear` where staff's own answers show beyond chance why."""

    kind: str
    quality: str
    strategy_id: str
    catalogue: str
    groups: tuple[Group, ...]
    is_clear: bool
    because: tuple[str, ...]
    weak_because: tuple[str, ...]


def only_opportunities(opportunities: object) -> OpportunityMap:
    """`opportunities` itself, if it may be shown.

    Raises `ProtectionError` for everything that was not computed from released results.
    """
    if isinstance(opportunities, OpportunityMap):
        return opportunities
    kind = type(opportunities).__name__
    repair = "Call map_opportunities(released) and show what it returns."
    fault = Fault("results", f"a {kind}", "an OpportunityMap", repair)
    raise ProtectionError("Only an opportunity map made from released results can be shown.", [fault])


def read_offers(opportunities: OpportunityMap) -> tuple[Offer, ...]:
    """Every strategy of the inventory, by its name."""
    offers = [_read_offer(row) for row in opportunities.offers.to_dict("records")]
    return tuple(sorted(offers, key=lambda offer: (offer.what.casefold(), offer.strategy_id)))


def read_needs(opportunities: OpportunityMap) -> tuple[Need, ...]:
    """The qualities, the most wanted first."""
    rosters = opportunities.offers["roster"].dropna()
    roster = int(rosters.iloc[0]) if len(rosters) else None
    return tuple(_read_need({"roster": roster} | row) for row in opportunities.needs.to_dict("records"))


def kind_of_service(needs: Sequence[Need]) -> str:
    """How much serves a quality is told in `hours` where those of every quality are known, in `heads` elsewhere."""
    return "hours" if all(need.served("hours") for need in needs) else "heads"


def most_wanted(opportunities: OpportunityMap) -> tuple[str, tuple[str, ...]]:
    """What is said of the qualities that stand out (one of `VERDICTS`), and which they are.

    Where none stands out that is `unclear`, and where nothing may be told of what is wanted it is `hidden`.
    """
    needs = read_needs(opportunities)
    if all(need.wanted.is_withheld for need in needs):
        return "hidden", ()
    verdicts = {need.quality: _verdict(need, needs) for need in needs if need.stands_out}
    foremost = next((verdict for verdict in VERDICTS if verdict in verdicts.values()), "unclear")
    return foremost, tuple(quality for quality, verdict in verdicts.items() if verdict == foremost)


def read_coverage(opportunities: OpportunityMap) -> tuple[Coverage, ...]:
    """The groups of the roster, in the order of the map."""
    return tuple(
        Coverage(
            group=(row["cohort"], row["value"]),
            roster=_whole(row, "roster"),
            offers=int(row["offers"]),
            possible=int(row["possible"]),
            required=int(row["required"]),
            optional=int(row["optional"]),
            chosen=int(row["chosen"]),
            is_without=bool(row["without"]),
        )
        for row in opportunities.coverage.to_dict("records")
    )


def read_suggestions(opportunities: OpportunityMap) -> tuple[Suggestion, ...]:
    """The suggestions, the most promising first."""
    return tuple(
        Suggestion(
            row["kind"],
            row["quality"],
            row["strategy_id"],
            row["catalogue"],
            tuple(row["groups"]),
            row["strength"] == "clear",
            tuple(row["because"]),
            tuple(row["weak_because"]),
        )
        for row in opportunities.suggestions.to_dict("records")
    )


def read_ratings(released: Released) -> dict[str, dict[str, Cell]]:
    """For each strategy in use, how many said that it works hardly, somewhat and well."""
    found: dict[str, dict[str, Cell]] = {}
    for row in released.ratings.to_dict("records"):
        found.setdefault(row["strategy_id"], {})[row["band"]] = _cell(row)
    return found


def name_suggested(suggestion: Suggestion, opportunities: OpportunityMap, words: Words) -> str:
    """What the suggested strategy is called: by the library's own name, or by the catalogue's; empty where none is."""
    if suggestion.strategy_id:
        return every_name(opportunities)[suggestion.strategy_id]
    entry = next((entry for entry in load_catalogue() if entry.id == suggestion.catalogue), None)
    return entry.called(words) if entry else ""


def every_name(opportunities: OpportunityMap) -> dict[str, str]:
    """What each strategy of the inventory is called."""
    offers = opportunities.offers
    return dict(zip(offers["strategy_id"], offers["what"], strict=True))


def say_groups(groups: Iterable[Group], words: Words) -> str:
    """For whom a strategy is: everybody, or groups by name."""
    named = [group_label(words, *group) for group in groups]
    return join_names(named, words) or words("figures.strategies.unknown")


def say_ends(ends: Ends | None, words: Words) -> str:
    """A number, or between which two it lies, in whole numbers; or that it is not known.

    >>> from analysis.guide import load_words
    >>> say_ends((8.0, 12.4), load_words("en"))
    '8 to 12'
    """
    if ends is None:
        return words("figures.strategies.unknown")
    low, high = (round(end) for end in ends)
    return str(low) if low == high else words("figures.number.from_to", low=low, high=high)


def say_reach(reach: Ends | None, roster: int | None, words: Words) -> str:
    """How many heads are reached: "12 of 31", "8 to 12 of 31"; without the second number where it is not known."""
    if reach is None or roster is None:
        return say_ends(reach, words)
    low, high = (round(end) for end in reach)
    if low == high:
        return words("figures.number.of", count=low, n=roster)
    return words("figures.number.between", low=low, high=high, n=roster)


def _verdict(need: Need, needs: Sequence[Need]) -> str:
    if need.works in ("nothing", "below"):
        return need.works
    kind = kind_of_service(needs)
    own, others = need.served(kind), [other.served(kind) for other in needs if other.quality != need.quality]
    if own and all(served and own[1] < served[0] for served in others):
        return "least"
    return "above" if need.works == "above" else "wanted"


def _read_offer(row: Mapping[Any, Any]) -> Offer:
    return Offer(
        strategy_id=row["strategy_id"],
        what=row["what"],
        is_in_use=row["status"] == "in_use",
        qualities=tuple(row["qualities"]),
        groups=tuple(row["groups"]),
        participation=row["participation"],
        chosen_by=row["content_chosen_by"],
        frequency=row["frequency"],
        roster=_whole(row, "roster"),
        reach=_ends(row, "reach_low", "reach_high"),
        hours=_number(row, "hours"),
        staff_hours=_ends(row, "hours_low", "hours_high"),
        rated=_counted(row, "well_low", "well_high"),
        standing=row["standing"],
    )


def _read_need(row: Mapping[Any, Any]) -> Need:
    return Need(
        quality=row["quality"],
        wanted=_counted(row, "count_low", "count_high"),
        stands_out=bool(row["stands_out"]),
        served_by=tuple(row["served_by"]),
        explored_by=tuple(row["explored_by"]),
        reach=_ends(row, "reach_low", "reach_high"),
        hours=_ends(row, "hours_low", "hours_high"),
        works=row["works"],
    )


def _counted(row: Mapping[Any, Any], low: str, high: str) -> Cell:
    """A count of a map's row; its interval is what the counts allow where the map has none."""
    n, ends = _whole(row, "n"), _ends(row, low, high)
    if not n or ends is None:
        return Cell(reason=UNTOLD)
    least, most = int(ends[0]), int(ends[1])
    likely = _ends(row, "low", "high") or (least / n, most / n)
    return Cell(n, _whole(row, "roster"), least, most, *likely)


def _cell(row: Mapping[Any, Any]) -> Cell:
    return Cell(reason=str(row["reason"])) if row["withheld"] else _counted(row, "count_low", "count_high")


def _number(row: Mapping[Any, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else float(value)


def _whole(row: Mapping[Any, Any], column: str) -> int | None:
    value = _number(row, column)
    return None if value is None else int(value)


def _ends(row: Mapping[Any, Any], low: str, high: str) -> Ends | None:
    least, most = _number(row, low), _number(row, high)
    return None if least is None or most is None else (least, most)
