"""Learning culture of libraries: ask, count, measure, protect, show.

The vocabulary, in the order in which data travel:

| Word | Meaning |
|---|---|
| `load_guide` → `Guide` | what is asked |
| `read_survey`, `open_store` → `Survey` | what was answered; person rows, so inside the protected room |
| `check_responses` | the one gate through which answers come in |
| `score_people`, `tally_answers` → `Tally` | counting, person by person first |
| `analysis.measures` | measuring: shares, maturity, continuum, with their uncertainty |
| `release` → `Released` | protecting: what may be shown of one wave |
| `compare_libraries` → `Comparison` | libraries of one wave beside each other, from what each of them released |
| `follow_library` → `Followed` | one library over its waves, likewise; `release_linked` tells who changed their mind |
| `map_opportunities` → `OpportunityMap` | what staff wish to develop, against what the library does for it |
| `analysis.present` | showing: figures, tables and sentences of these |

    from analysis import load_guide, read_survey, release
    survey = read_survey("sample_data", load_guide())
    released = release(survey, "harlow_falls", "2026")

Names are loaded when they are first used, so that `import analysis` stays as light as `import pandas`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.disclosure import (
        Comparison,
        Followed,
        OpportunityMap,
        Released,
        compare_libraries,
        follow_library,
        map_opportunities,
        release,
        release_consortium,
        release_linked,
    )
    from analysis.guide import Blank, Guide, load_guide, load_words
    from analysis.responses import Survey, check_responses, read_responses, read_survey
    from analysis.responses.store import Store, open_store
    from analysis.tally import Tally, score_people, tally_answers

HOMES = {
    "Blank": "analysis.guide",
    "Comparison": "analysis.disclosure",
    "Followed": "analysis.disclosure",
    "Guide": "analysis.guide",
    "OpportunityMap": "analysis.disclosure",
    "Released": "analysis.disclosure",
    "Store": "analysis.responses.store",
    "Survey": "analysis.responses",
    "Tally": "analysis.tally",
    "check_responses": "analysis.responses",
    "compare_libraries": "analysis.disclosure",
    "follow_library": "analysis.disclosure",
    "load_guide": "analysis.guide",
    "load_words": "analysis.guide",
    "map_opportunities": "analysis.disclosure",
    "open_store": "analysis.responses.store",
    "read_responses": "analysis.responses",
    "read_survey": "analysis.responses",
    "release": "analysis.disclosure",
    "release_consortium": "analysis.disclosure",
    "release_linked": "analysis.disclosure",
    "score_people": "analysis.tally",
    "tally_answers": "analysis.tally",
}

__all__ = [
    "Blank",
    "Comparison",
    "Followed",
    "Guide",
    "OpportunityMap",
    "Released",
    "Store",
    "Survey",
    "Tally",
    "check_responses",
    "compare_libraries",
    "follow_library",
    "load_guide",
    "load_words",
    "map_opportunities",
    "open_store",
    "read_responses",
    "read_survey",
    "release",
    "release_consortium",
    "release_linked",
    "score_people",
    "tally_answers",
]


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
