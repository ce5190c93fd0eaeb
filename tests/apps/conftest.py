"""A store of one own library beside the samples, for the tests of the pages, which are let go of after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ipywidgets.widgets import widget

from own_library import guide, own_store, samples, sources, store, words

__all__ = ["guide", "own_store", "samples", "sources", "store", "words"]


@pytest.fixture(autouse=True)
def forgotten_widgets() -> Iterator[None]:
    """Forget the widgets of each test: their registry would hold every page of the run, two gigabytes of them.

    A page that several tests look at stays whole, since nothing on it is looked up there.
    """
    yield
    widget._instances.clear()
