"""What a report is made from, by hand: a library of so many heads, its inventory and its plan, in no time."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from math import nan
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import load_words
from analysis.report.contents import compose_report
from analysis.report.model import Block, Report
from analysis.report.request import Request, Results
from analysis.responses.frames import ACTIONS, empty_frame
from opportunities_made import make_opportunities, turned
from tests.present.conftest import make_released

__all__ = ["blocks_of", "made_results", "reported", "texts_in", "with_all_hidden"]

STEP = {
    "action_id": "a1",
    "library_id": "harlow_falls",
    "wave": "2026",
    "step": "Ask for one comment on a draft",
    "owner": "Everybody",
    "due": "2026-05-15",
    "status": "planned",
    "target": "criticism",
    "expected_shift": 8.0,
}


@cache
def _made(heads: int) -> Results:
    opportunities = make_opportunities(heads)
    columns = list(empty_frame(ACTIONS).columns)
    released = replace(
        make_released(heads),
        strategies=opportunities.offers[["strategy_id", "what"]],
        actions=pd.DataFrame([STEP], columns=columns),
    )
    return Results(released, opportunities)


def made_results(heads: int, **changes: Any) -> Results:
    """The results of a library of so many heads, three in four answering; `changes` are fields of the `Results`."""
    return replace(_made(heads), **changes)


def with_all_hidden(results: Results) -> Results:
    """The same where nothing may be told but how many answered."""
    hidden = {}
    for name in (field.name for field in fields(Released)):
        frame = getattr(results.released, name)
        if isinstance(frame, pd.DataFrame) and "withheld" in frame and name != "respondents":
            hidden[name] = _hidden(frame)
    gaps = results.released.gaps.assign(p_adjusted=nan)
    texts = results.released.texts[:0]
    released = replace(results.released, **hidden, gaps=gaps, texts=texts)
    blank = {"n": nan, "count_low": nan, "count_high": nan, "stands_out": False}
    return replace(results, released=released, opportunities=turned(results.opportunities, "needs", {}, **blank))


def _hidden(frame: pd.DataFrame) -> pd.DataFrame:
    told = [column for column in frame.columns if frame[column].dtype.kind == "f" or column in ("n", "coded")]
    return frame.assign(withheld=True, reason="complement").assign(**dict.fromkeys(told, nan))


def reported(results: Results, language: str = "en", audience: str = "director", *sections: str) -> Report:
    """The report of these results."""
    request = Request("harlow_falls", "2026", audience, language, sections=sections)
    return compose_report(results, load_words(language), request)


def blocks_of(report: Report, kind: type[Block]) -> list[Any]:
    """All blocks of one kind, in their order."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, kind)]


def texts_in(value: object) -> list[str]:
    """Every text of a block, or of anything made of blocks, tables and figures; their charts repeat them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, pd.DataFrame):
        return [*map(str, value.columns), *(str(cell) for row in value.to_numpy() for cell in row)]
    if isinstance(value, tuple):
        return [text for one in value for text in texts_in(one)]
    names = getattr(value, "__dataclass_fields__", {})
    return [text for name in names if name not in ("figure", "chart") for text in texts_in(getattr(value, name))]
