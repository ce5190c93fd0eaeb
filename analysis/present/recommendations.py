"""Recommendations: at most three next steps for a library, by rules that anybody can read.

`RULES` is the whole of it: each rule is a function whose first sentence is the rule. They are asked in their order,
which is that of how much staff's own answers say; no two steps are about the same quality or situation. A step is

- `clear` where the answers show it beyond chance (which test, and at which threshold, each rule says),
- `likely` where it holds for the staff as they answered now, but chance could still have put it first,
- `talk` where nothing stands out, or where a team agreed on it together: a beginning for a talk.

All of it follows from what was released and from the opportunity map, and no rule looks at anything else. What stands
behind the words for a reader: the four cells (is it missed, or seen and wanted further?), the priorities (what is
wanted most?), the situations (where do more lean towards fixed?), the gaps between leaders and front line, and the
strategies that serve a quality.

Missing answers
---------------
What is withheld takes part in no rule. Where nothing at all may be told and no team answered together, there is no
recommendation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.guide.catalogue import load_catalogue
from analysis.present.cells import Cell, only_released, read_cells
from analysis.present.findings import BEYOND_CHANCE, ends, foremost, leaning
from analysis.present.opportunities import Need, Suggestion, only_opportunities, read_needs, read_offers
from analysis.present.opportunities import read_suggestions as every_suggestion
from analysis.present.wording.answered import HALF
from analysis.present.wording.leaning import bands_of
from analysis.present.wording.qualities import clear_gaps, most_wanted

__all__ = ["CERTAINTIES", "RULES", "Recommendation", "Serving", "recommend"]

CERTAINTIES = ("clear", "likely", "talk")

MOST = 3
"""More steps than these are no beginning."""

MOST_SERVING = 3
"""So many strategies are named beside a step."""


@dataclass(frozen=True)
class Serving:
    """A strategy that could serve a step; `why` is `suggested`, `works_above`, `in_use`, `to_explore` or `catalogue`.

    It is one of the library's own inventory, or of the starting catalogue where `strategy_id` is empty.
    """

    why: str
    strategy_id: str = ""
    catalogue: str = ""


@dataclass(frozen=True)
class Recommendation:
    """One suggested step.

    `rule` is one of `RULES`, `subject` the quality or the situation that it is about (or empty), `how` what kind of
    step it is. It rests on the count `told`, on a `chance` (0–1) or on a `suggestion` of the opportunity map.
    """

    rule: str
    subject: str
    certainty: str
    how: str = ""
    told: Cell | None = None
    chance: float | None = None
    suggestion: Suggestion | None = None
    serving: tuple[Serving, ...] = ()


Found = Iterator[Recommendation]


def recommend(released: Released, opportunities: OpportunityMap) -> tuple[Recommendation, ...]:
    """At most three next steps, the best founded first.

    Parameters
    ----------
    released : Released
        One wave of one library.
    opportunities : OpportunityMap
        What `map_opportunities(released)` returned.

    Raises
    ------
    ProtectionError
        For anything that was not released.
    """
    only_released(released)
    only_opportunities(opportunities)
    steps: dict[object, Recommendation] = {}
    for step in chain.from_iterable(rule(released, opportunities) for rule in RULES.values()):
        steps.setdefault(step.subject or step.rule, step)
    first = [step for step in steps.values() if step.certainty != "talk"]
    return tuple((first or list(steps.values()))[:MOST])


def wanted(released: Released, opportunities: OpportunityMap) -> Found:
    """Work on the quality that is among the three most wanted, with a chance of at least eight in ten.

    It is clear where that quality is also wanted more than all the others together, beyond chance. The four cells say
    whether to `build` what is missed, to `strengthen` what is seen, or both (`develop`).
    """
    needs = {need.quality: need for need in read_needs(opportunities)}
    chances = released.priority.set_index("quality")["top_three"]
    for quality in most_wanted(released)[:1]:
        need = needs[quality]
        certainty = "clear" if need.stands_out else "likely"
        chance, serving = float(chances[quality]), serving_of(need, opportunities)
        yield Recommendation("wanted", quality, certainty, _kind(released, quality), need.wanted, chance, None, serving)


def gap(released: Released, _: OpportunityMap) -> Found:
    """Let leaders and the front line talk about the quality that they see most differently, beyond chance.

    The difference has a p of less than .05 after Benjamini and Hochberg's adjustment over the seven qualities.
    """
    for row in clear_gaps(released)[:1]:
        how = "leaders_more" if row["surely"] > 0 else "front_line_more" if row["surely"] < 0 else "unlike"
        yield Recommendation("gap", row["quality"], "clear", how)


def situation(released: Released, _: OpportunityMap) -> Found:
    """Talk about the situation in which more staff lean towards fixed than towards growth, by at least ten points.

    Where there are several it is the one with the widest lead. It is clear where as many on one side, of all who lean
    to either, have a two-sided binomial p of less than .05 over all situations together (Bonferroni), at the told
    counts that are closest together.
    """
    found = {name: bands_of(released, name) for name in released.guide.situations}
    fixed = {name: bands for name, bands in found.items() if leaning(bands) == "fixed"}
    if fixed:
        widest = max(fixed, key=lambda name: fixed[name]["fixed"].middle - fixed[name]["growth"].middle)
        certainty = "clear" if _chance_of(fixed[widest]) * len(found) < BEYOND_CHANCE else "likely"
        yield Recommendation("situation", widest, certainty, told=fixed[widest]["fixed"])


def strategy(_: Released, opportunities: OpportunityMap) -> Found:
    """Do what the opportunity map suggests clearly: there, ratings of staff back it at one in a thousand."""
    for one in every_suggestion(opportunities):
        if one.is_clear:
            yield Recommendation("strategy", one.quality or one.strategy_id, "clear", one.kind, suggestion=one)


def answers(released: Released, _: OpportunityMap) -> Found:
    """Invite the others where fewer than half of the staff have answered."""
    row = released.group("respondents").iloc[0]
    if row["withheld"] or not row["roster"] > 0:
        return
    told = Cell(n=int(row["roster"]), count_low=int(row["n"]), count_high=int(row["n"]))
    if told.middle < HALF:
        yield Recommendation("answers", "", "clear", told=told)


def keep(released: Released, _: OpportunityMap) -> Found:
    """Keep the quality that is among those seen most often, with a lead of at least ten points over the least seen."""
    marks = released.group("marks")
    cells = read_cells(marks[marks["mark"] == "exists"], ["quality"])
    for quality in foremost(cells)[:1]:
        yield Recommendation("keep", quality, "likely", told=cells[quality])


def agreed(released: Released, opportunities: OpportunityMap) -> Found:
    """Begin with what a team agreed to develop: first what it does not see yet, then what it sees."""
    answers = released.team_guide or {}
    needs = {need.quality: need for need in read_needs(opportunities)}
    for seen, how in ((0, "build"), (1, "strengthen")):
        for quality in released.guide.qualities:
            if answers.get(f"develop_{quality}") == 1 and answers.get(f"exists_{quality}") == seen:
                serving = serving_of(needs[quality], opportunities)
                yield Recommendation("agreed", quality, "talk", how, serving=serving)


def open_choice(_: Released, opportunities: OpportunityMap) -> Found:
    """Where nothing stands out, talk about the quality that most people want, though not clearly more than others."""
    known = [need for need in read_needs(opportunities) if not need.wanted.is_withheld]
    for need in known[:1]:
        serving = serving_of(need, opportunities)
        yield Recommendation("open_choice", need.quality, "talk", told=need.wanted, serving=serving)


RULES: dict[str, Callable[[Released, OpportunityMap], Found]] = {
    rule.__name__: rule for rule in (wanted, gap, situation, strategy, answers, keep, agreed, open_choice)
}
"""The rules by name, in the order in which they are asked."""


def serving_of(need: Need, opportunities: OpportunityMap) -> tuple[Serving, ...]:
    """At most three strategies for a quality.

    First what the opportunity map suggests clearly, then what works better than the rest, what the library has listed
    to explore, what else it uses, and last what the starting catalogue has beyond that.
    """
    standing = {offer.strategy_id: offer.standing for offer in read_offers(opportunities)}
    clear = [one for one in every_suggestion(opportunities) if one.is_clear and one.quality == need.quality]
    named = [Serving("suggested", one.strategy_id, one.catalogue) for one in clear if one.kind in ("widen", "explore")]
    used = [one for one in need.served_by if standing[one] != "below"]
    named += [Serving("works_above", one) for one in used if standing[one] == "above"]
    named += [Serving("to_explore", one) for one in need.explored_by]
    named += [Serving("in_use", one) for one in used]
    listed = {str(what).casefold() for what in opportunities.offers["what"]}
    named += [Serving("catalogue", catalogue=one) for one in _of_catalogue(need.quality, listed, opportunities)]
    once: dict[tuple[str, str], Serving] = {}
    for one in named:
        once.setdefault((one.strategy_id, one.catalogue), one)
    return tuple(once.values())[:MOST_SERVING]


def _of_catalogue(quality: str, listed: set[str], opportunities: OpportunityMap) -> Iterator[str]:
    voices = [opportunities.guide.words(language) for language in opportunities.guide.languages]
    for entry in load_catalogue():
        if quality in entry.qualities and not listed & {entry.called(words).casefold() for words in voices}:
            yield entry.id


def _chance_of(bands: Mapping[str, Cell]) -> float:
    """How rarely luck alone would put as many of those who lean on the side of fixed, in either direction."""
    from scipy.special import bdtrc

    fixed, growth = bands["fixed"].count_low, bands["growth"].count_high
    return 2 * float(bdtrc(fixed - 1, fixed + growth, 0.5))


def _kind(released: Released, quality: str) -> str:
    """Whether those who want a quality clearly miss it, clearly see it, or neither."""
    table = released.four_cells
    cells = read_cells(table[table["quality"] == quality], ["cell"])
    found = ends({cell: cells[cell] for cell in ("build", "strengthen")})
    return found[0][0] if found else "develop"
