"""Synthetic: libraries that do not exist, made from a seed, with known truths planted in them."""

from analysis.responses.synthetic.inventory import random_inventory
from analysis.responses.synthetic.sample import SEED, make_marks, make_sample

__all__ = ["SEED", "make_marks", "make_sample", "random_inventory"]
