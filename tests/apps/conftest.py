"""A store of one own library beside the samples, for the tests of the pages."""

from own_library import guide, own_store, samples, sources, store, words

__all__ = ["guide", "own_store", "samples", "sources", "store", "words"]
