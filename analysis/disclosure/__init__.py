"""Disclosure: PROTECTING, and the only way out of the protected room."""

from analysis.disclosure.released import Provenance, Released
from analysis.disclosure.releasing import release

__all__ = ["Provenance", "Released", "release"]
