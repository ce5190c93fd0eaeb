"""The guide, the words and the samples, for the tests of reports."""

from own_library import guide, own_store, samples, sources, store, words

__all__ = ["guide", "own_store", "samples", "sources", "store", "words"]
