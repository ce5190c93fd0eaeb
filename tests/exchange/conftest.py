"""A store of one own library beside the samples, for the tests of where results come from."""

from own_library import guide, own_store, samples, sources, store, words

__all__ = ["guide", "own_store", "samples", "sources", "store", "words"]
