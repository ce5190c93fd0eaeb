"""Linking: what people did between two waves who chose to link their answers, as far as it may be told.

Whoever takes part a second time may say so with the receipt of the first. Then both answers have the same `link`, and
of each quality it can be counted how many kept it, gained it, lost it or never saw it. That is told beside everything
that both waves told already, so it is protected together with both (`analysis.disclosure.flows`).

**What a reader may know**: who answered in which wave, who linked their answers, everything released of both waves,
and their own answers. **What nobody learns**: a mark of a colleague in either wave, or anything about 1 … k - 1
people. So linked people, and those of each wave who are not linked, must be none or at least the threshold, and no
smaller set of people may follow from them and the groups that a wave shows. Else the whole view is withheld, by
numbers of people alone.

What this does not do. It looks at two waves and at each quality by itself: a third wave's links are not audited
together with these. It does not guard against several staff who put their answers together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.counts import mark_positions
from analysis.disclosure.flows import FLOWS, WaveMarks, protect_flows
from analysis.disclosure.items import Told
from analysis.disclosure.releasing import check_policy
from analysis.disclosure.singling import small_difference
from analysis.disclosure.wave import Wave, read_wave
from analysis.errors import Fault, ToolkitError
from analysis.guide import Policy
from analysis.responses.frames import LINK
from analysis.responses.survey import Survey

__all__ = ["COLUMNS", "LinkedChange", "release_linked"]

COLUMNS = ["quality", "before", "after", "n", "withheld", "reason"]
COLUMNS += [f"{flow}_{end}" for flow in FLOWS for end in ("low", "high")]


@dataclass(frozen=True)
class LinkedChange:
    """What linked people of one library did between two waves; only `release_linked` makes one.

    `n` are the linked people, None where they are `withheld`, and `reason` says why: `nobody` (nobody linked), `few`
    (fewer than the threshold), `complement` (those who are not linked, or another set, would be too few). `table` has
    one row per quality: `quality`, `before`, `after`, `n` (people who gave a yes or a no both times), `withheld`,
    `reason`, and from `_low` to `_high` how many of them `kept`, `gained`, `lost` and `never` gave the mark `exists`.
    """

    library_id: str
    before: str
    after: str
    n: int | None
    withheld: bool
    reason: str
    table: pd.DataFrame


def release_linked(
    survey: Survey, library_id: str, before: str, after: str, policy: Policy | None = None
) -> LinkedChange:
    """What may be told of the people who linked their answers in the waves `before` and `after` of one library.

    `policy` may be stricter than the promised one, and has to be the one with which both waves were released. It
    takes some seconds for each quality, up to some minutes in all. The same survey gives the same result, in whatever
    order its rows stand.

    Missing answers
    ---------------
    A person counts for a quality who gave a yes or a no both times. An answer without a `link`, or whose link is in
    one of the waves alone, is not linked. Where a link stands twice in a wave the answer counts that comes first by
    `response_id`; the other one is that of somebody who is not linked.

    Raises `ProtectionError` for a policy that is weaker than the promise, and `ToolkitError` where the survey holds
    nothing about this library and one of the waves, or where both waves are the same.

    >>> from dataclasses import replace
    >>> from analysis.guide import load_guide
    >>> from analysis.responses.survey import empty_survey
    >>> survey = empty_survey(load_guide())
    >>> roster = {"library_id": "elm", "wave": ["2025", "2026"], "cohort": "all", "value": "all", "heads": 9}
    >>> release_linked(replace(survey, roster=pd.DataFrame(roster)), "elm", "2025", "2026").reason
    'nobody'
    """
    minimum = check_policy(survey.guide.policy, policy).minimum_group
    _check_waves(before, after)
    waves = [read_wave(survey, library_id, wave, minimum) for wave in (before, after)]
    places, linked = _places(*(_links(wave) for wave in waves))
    reason = _reason(waves, places, linked, minimum)
    told = {} if reason else _told(waves, places, len(linked), minimum)
    rows = [
        {"quality": quality, "before": before, "after": after} | _row(told.get(quality), reason or "complement")
        for quality in survey.guide.qualities
    ]
    counts = ["n", *COLUMNS[6:]]
    return LinkedChange(
        library_id=library_id,
        before=before,
        after=after,
        n=None if reason else int(linked.sum()),
        withheld=bool(reason),
        reason=reason,
        table=pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(counts, "Int64")),
    )


def _check_waves(before: str, after: str) -> None:
    if before == after:
        fault = Fault("waves", f"{before} and {after}", "two different waves", "Name an earlier and a later one.")
        raise ToolkitError("Change needs two waves.", [fault])


def _links(wave: Wave) -> pd.Series:
    """The links of the people of a wave, in their order; empty where there are none."""
    nobody = pd.Series("", index=wave.responses.index)
    return wave.responses[LINK].fillna("") if LINK in wave.responses else nobody


def _places(before: pd.Series, after: pd.Series) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Where the people of each wave stand among those of both, and who of these is linked (people of both)."""
    first_of = {str(link): at for at, link in reversed(list(enumerate(before))) if link}
    place, people = [], len(before)
    taken: set[str] = set()
    for link in map(str, after):
        is_linked = link in first_of and link not in taken
        place.append(first_of[link] if is_linked else people)
        people += not is_linked
        taken.add(link)
    later = np.array(place, dtype=int)
    linked = np.zeros(people, dtype=bool)
    linked[later[later < len(before)]] = True
    return (np.arange(len(before)), later), linked


def _reason(waves: Sequence[Wave], places: Sequence[np.ndarray], linked: np.ndarray, minimum: int) -> str:
    """Why linked people may not be told; empty where they may."""
    if linked.sum() < minimum:
        return "few" if linked.any() else "nobody"
    for wave, place in zip(waves, places, strict=True):
        members = np.column_stack([wave.groups.members[:, wave.groups.shown], linked[place]])
        if small_difference(members, minimum) is not None:
            return "complement"
    return ""


def _told(waves: Sequence[Wave], places: Sequence[np.ndarray], people: int, minimum: int) -> dict[str, Told | None]:
    told = {}
    for quality in waves[0].guide.qualities:
        both = [_marks(wave, quality, place, minimum) for wave, place in zip(waves, places, strict=True)]
        told[quality] = protect_flows(both[0], both[1], people, minimum)
    return told


def _marks(wave: Wave, quality: str, place: np.ndarray, minimum: int) -> WaveMarks:
    exists, develop = (mark_positions(wave.responses[f"{mark}_{quality}"]) for mark in ("exists", "develop"))
    return WaveMarks.protected(exists, develop, place, wave.groups, minimum)


def _row(told: Told | None, reason: str) -> dict[str, Any]:
    if told is None:
        return {"n": pd.NA, "withheld": True, "reason": reason}
    ends = zip(FLOWS, told.ranges, strict=True)
    counts = {f"{flow}_{end}": count for flow, pair in ends for end, count in zip(("low", "high"), pair, strict=True)}
    return {"n": told.n, "withheld": False, "reason": ""} | counts
