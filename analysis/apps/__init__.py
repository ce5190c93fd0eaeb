"""Apps: the pages that notebooks show, in a line or two per cell.

| Function | The question of its page |
|---|---|
| `start_page` | What is here, and how do our own answers come in? |
| `collect_page` | What do I see and wish for? (the guide, for one person) |
| `library_page` | What kind of learning place is our library? |
| `cohorts_page` | Do different groups of staff learn differently here? |
| `compare_page` | Where do we stand among others, and how much of that is chance? |
| `over_time_page` | What changed, and what cannot be told yet? |
| `plan_page` | What shall we do next, and did the last plan work? |
| `reports_page` | Which report shall we make, and for whom? |
| `read_texts_page` | What did people write, and what is it about? (for those who code) |

A page is an object whose methods show one section each. Pages only ask and show: they hold no rule and compute no
number. They are loaded when they are first asked for, so that the server, which needs `masthead` alone, starts
quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.apps.bench_page import read_texts_page
    from analysis.apps.cohorts import cohorts_page
    from analysis.apps.collecting import collect_page
    from analysis.apps.compare import compare_page
    from analysis.apps.library import library_page
    from analysis.apps.over_time import over_time_page
    from analysis.apps.planning import plan_page
    from analysis.apps.reports import reports_page
    from analysis.apps.start import start_page

HOMES = {
    "cohorts_page": "analysis.apps.cohorts",
    "collect_page": "analysis.apps.collecting",
    "compare_page": "analysis.apps.compare",
    "library_page": "analysis.apps.library",
    "over_time_page": "analysis.apps.over_time",
    "plan_page": "analysis.apps.planning",
    "read_texts_page": "analysis.apps.bench_page",
    "reports_page": "analysis.apps.reports",
    "start_page": "analysis.apps.start",
}

__all__ = [
    "cohorts_page",
    "collect_page",
    "compare_page",
    "library_page",
    "over_time_page",
    "plan_page",
    "read_texts_page",
    "reports_page",
    "start_page",
]


def __getattr__(name: str) -> Any:
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'analysis.apps' has no attribute {name!r}")
