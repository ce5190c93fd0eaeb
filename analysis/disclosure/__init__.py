"""Disclosure: PROTECTING, and the only way out of the protected room."""

from analysis.disclosure.compared import Comparison
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.consortium import release_consortium
from analysis.disclosure.followed import Followed
from analysis.disclosure.following import follow_library
from analysis.disclosure.linking import LinkedChange, release_linked
from analysis.disclosure.opportunities import map_opportunities
from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Provenance, Released
from analysis.disclosure.releasing import release

__all__ = [
    "Comparison",
    "Followed",
    "LinkedChange",
    "OpportunityMap",
    "Provenance",
    "Released",
    "compare_libraries",
    "follow_library",
    "map_opportunities",
    "release",
    "release_consortium",
    "release_linked",
]
