"""Released waves written down as the counts that they tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.disclosure.maturity import describe_maturity
from analysis.disclosure.released import Provenance, Released
from analysis.disclosure.shares import describe_ranges
from analysis.guide import Guide
from analysis.responses.frames import ACTIONS, empty_frame

Told = tuple[int, int, int] | tuple[int, int] | str
"""`(low, high, n)`, `(count, n)`, or the reason why it is withheld."""

Spread = tuple[int, list[tuple[int, int]]]
"""How many people, and the ends of the ten classes."""

ALL = {"cohort": "all", "value": "all"}
CLASSES = range(0, 100, 10)
BAND_OF = ("fixed",) * 4 + ("mixed",) * 2 + ("growth",) * 4


def told_wave(
    guide: Guide,
    wave: str,
    exists: Mapping[str, Told],
    *,
    roster: int | None = None,
    growth: Told = "few",
    classes: Mapping[str, Spread] | None = None,
    actions: list[dict[str, Any]] | None = None,
    goals: Mapping[tuple[str, str], Told] | None = None,
    library_id: str = "elm",
    version: str = "",
) -> Released:
    """A released wave that tells of all staff: `exists` by quality (what is left out is withheld as `few`), how many
    lean to growth, by situation its `classes`, whose bands are told as they add up, and how many have which `goals`,
    by question and kind."""
    marks = _rows([{"quality": q, "mark": "exists"} | _ends(exists.get(q, "few")) for q in guide.qualities], roster)
    n = max((row for row in marks["n"].dropna()), default=pd.NA)
    respondents = pd.DataFrame([ALL | {"n": n, "roster": roster, "withheld": n is pd.NA, "reason": ""}])
    respondents = respondents.assign(reason="few" if n is pd.NA else "").astype({"n": "Int64", "roster": "Int64"})
    bands, finer = _continuum(guide, growth, classes or {}, roster)
    blank = {"library_id": library_id, "wave": wave, "status": "done", "expected_shift": None}
    empty = empty_frame(ACTIONS)
    frame = pd.DataFrame([blank | row for row in actions], columns=list(empty.columns)) if actions else empty
    empty = pd.DataFrame()
    return Released(
        guide=guide,
        library_id=library_id,
        library_name=library_id.title(),
        wave=wave,
        provenance=Provenance(guide.id, version or guide.version, "test", "none", guide.policy),
        respondents=respondents,
        marks=marks,
        four_cells=empty,
        bands=bands,
        classes=finer,
        distributions=empty,
        differences=empty,
        profile=empty,
        components=empty,
        unmet=empty,
        maturity=describe_maturity(respondents, marks, seed=1),
        priority=empty,
        gaps=empty,
        ratings=empty,
        goals=_goals(goals or {}, roster),
        themes=empty,
        theme_differences=empty,
        codebook=empty,
        texts=empty,
        text_items=empty,
        strategies=empty,
        actions=frame,
    )


def exactly(guide: Guide, counts: list[int], n: int) -> dict[str, Told]:
    """Exact counts of `n` people, quality by quality."""
    return dict(zip(guide.qualities, [(count, n) for count in counts], strict=True))


def _ends(told: Told) -> dict[str, Any]:
    if isinstance(told, str):
        return {"n": pd.NA, "count_low": pd.NA, "count_high": pd.NA, "withheld": True, "reason": told}
    low, high, n = told if len(told) == 3 else (told[0], told[0], told[1])
    return {"n": n, "count_low": low, "count_high": high, "withheld": False, "reason": ""}


def _rows(rows: list[dict[str, Any]], roster: int | None) -> pd.DataFrame:
    kinds = dict.fromkeys(("n", "roster", "count_low", "count_high"), "Int64")
    return describe_ranges(pd.DataFrame([ALL | {"roster": roster} | row for row in rows]).astype(kinds))


def _goals(goals: Mapping[tuple[str, str], Told], roster: int | None) -> pd.DataFrame:
    rows = [{"item": item, "goal": kind} | _ends(told) for (item, kind), told in goals.items()]
    none = {"item": "", "goal": ""} | _ends("few")
    return _rows([*rows, none], roster).iloc[: len(rows)]


def _continuum(
    guide: Guide, growth: Told, classes: Mapping[str, Spread], roster: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    bands = [{"scope": "overall", "band": "growth"} | _ends(growth)]
    finer: list[dict[str, Any]] = []
    for situation in guide.situations:
        n, told = classes.get(situation, (0, []))
        for band in ("fixed", "mixed", "growth"):
            own = [ends for ends, of in zip(told, BAND_OF, strict=False) if of == band]
            sums = (sum(low for low, _ in own), sum(high for _, high in own), n)
            bands.append({"scope": situation, "band": band} | _ends(sums if told else "thin"))
        for at, start in enumerate(CLASSES):
            finer.append({"scope": situation, "class_from": start} | _ends((*told[at], n) if told else "thin"))
    return _rows(bands, roster), _rows(finer, roster)
