"""Addresses: where the pages are, and what the address of a page asks for."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, urlencode

from analysis.exchange.sources import Source

__all__ = ["PAGES", "address_of", "asked_for"]

PAGES = "../../voila/render/"
"""Where the pages are, seen from a page and from a notebook in JupyterLab alike."""


def address_of(source: Source) -> str:
    """Where the page "Our library" opens with this library and wave, seen from another page or JupyterLab."""
    return f"{PAGES}02_our_library.ipynb?{urlencode({'library': source.library_id, 'wave': source.wave})}"


def asked_for(library: str, wave: str) -> tuple[str, str]:
    """The library and wave that a notebook names, else those in the address of the page."""
    if library or wave:
        return library, wave
    asked = parse_qs(os.environ.get("QUERY_STRING", ""))
    return asked.get("library", [""])[0], asked.get("wave", [""])[0]
