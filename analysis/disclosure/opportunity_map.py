"""Opportunity map: what staff ask to develop against what serves it, from one wave's released results alone.

`heads` are people of the roster. Where a strategy is meant for groups of different cohort columns, or for a group whose
heads are not known, how many it reaches lies between two ends. A `clear` finding is one that staff's own answers show
beyond chance; all else is `weak`, and is said to be so.

| Frame | One row per | Columns |
|---|---|---|
| `offers` | training strategy of the inventory | `strategy_id`, `what`, `status` (`in_use`, `to_explore`), `qualities` (tuple), `groups` (tuple of pairs cohort, value; `("all", "all")` for everybody), `participation`, `content_chosen_by`, `frequency`, `roster`, `reach_low`, `reach_high` (heads; blank where unknown), `hours` (a year, for one who takes part; blank where unknown), `hours_low`, `hours_high` (staff hours a year), `occasions` (a year; blank for `at_hire` and `on_demand`), `n` (who rated it), `well_low`, `well_high` (of them, those for whom it works well), `low`, `high` (interval of that share), `others` (share of all other ratings that say well, at the middle of what is told), `standing` (`above` or `below` the other strategies beyond chance, or empty), `p`, `p_adjusted` (Fisher at the closest counts; Holm over the inventory), `note` |
| `needs` | quality, most wanted first | `quality`, `n`, `count_low`, `count_high` (who want it developed), `top_three`, `stands_out` (bool: wanted more than all the others together, beyond chance), `p_adjusted`, `served_by`, `explored_by` (tuples of strategy ids, in use and to explore), `reach_low`, `reach_high` (heads that at least one strategy in use reaches), `hours_low`, `hours_high` (staff hours a year, of those that are known), `works` (`above`, `below`: all ratings of what serves it against all the rest, beyond chance; `mixed` where some strategy is above and another below; `unknown` where nothing stands out; `nothing` where nothing in use serves it), `works_share`, `works_rest` (of these ratings and of the rest, the share that says well, at the middle of what is told), `works_p` (Holm over the qualities), `note` |
| `coverage` | group of the roster | `cohort`, `value`, `roster`, `offers` (strategies in use that reach it for sure), `possible` (those that may reach some of it), `required`, `optional` (of `offers`), `chosen` (of `offers`, those whose content each person chooses), `without` (bool: none reaches it) |
| `balance` | participation × who chooses the content | `participation`, `content_chosen_by`, `strategies`, `unknown` (of them, those without known hours), `hours_low`, `hours_high` (staff hours a year), `share_low`, `share_high` (of all hours known), `note` |
| `cadence` | frequency | `frequency`, `strategies` (tuple of ids in use), `occasions` (a year, all together), `hours_low`, `hours_high` |
| `suggestions` | suggestion, the most promising first | `kind` (`widen` a strategy to groups it does not reach, `explore` one, `rework` one that works below the others, `offer` something to a group without any), `quality`, `strategy_id` (empty where it comes from the catalogue), `catalogue` (id of the starting catalogue, or empty), `cohort`, `value` (the largest group that it is about, or empty), `groups` (tuple of all of them), `strength` (`clear`, `weak`), `because`, `weak_because` (tuples of the words below; `weak_because` is empty where it is clear) |

| `because` | Meaning |
|---|---|
| `wanted` | the quality is wanted more than the others, beyond chance |
| `among_wanted` | it is among those that most people want, not beyond chance |
| `agreed` | the team agreed to develop it |
| `works_above`, `works_below` | the strategy works better, or less well, than all the others (beyond chance only where it is clear) |
| `not_for_all` | it is not meant for everybody |
| `served_below` | what serves the quality in use works less well than the rest (likewise) |
| `not_served` | nothing in use serves it |
| `in_inventory`, `in_catalogue` | the strategy is on the library's list to explore; it is one of the starting catalogue |
| `no_offer` | no strategy in use is meant for the group |

| `weak_because` | Meaning |
|---|---|
| `wish_not_clear` | the wish does not stand out beyond chance |
| `agreed_only` | it rests on what the team agreed on; there are no answers of persons |
| `few_ratings` | fewer than twenty people rated the strategy, or have ratings of what serves the quality |
| `ratings_not_clear` | the ratings do not show it beyond one in a thousand |
| `list_only` | it rests on the list of strategies alone |
| `heads_unknown` | which groups are not reached is not known |
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.released import Provenance
from analysis.guide import Guide

__all__ = ["BECAUSE", "STRENGTHS", "SUGGESTIONS", "WEAK_BECAUSE", "OpportunityMap"]

SUGGESTIONS = ("widen", "explore", "rework", "offer")
STRENGTHS = ("clear", "weak")
BECAUSE = (
    "wanted",
    "among_wanted",
    "agreed",
    "works_above",
    "works_below",
    "not_for_all",
    "served_below",
    "not_served",
)
BECAUSE += ("in_inventory", "in_catalogue", "no_offer")
WEAK_BECAUSE = ("wish_not_clear", "agreed_only", "few_ratings", "ratings_not_clear", "list_only", "heads_unknown")


@dataclass(frozen=True)
class OpportunityMap:
    """What serves the wishes of one library's staff in one wave; only `map_opportunities` makes one."""

    guide: Guide
    library_id: str
    library_name: str
    wave: str
    provenance: Provenance
    offers: pd.DataFrame
    needs: pd.DataFrame
    coverage: pd.DataFrame
    balance: pd.DataFrame
    cadence: pd.DataFrame
    suggestions: pd.DataFrame
