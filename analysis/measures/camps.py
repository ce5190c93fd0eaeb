"""Camps: whether a group stands together, is spread out, or is split in two.

A mean in the middle may be a group that agrees on the middle or one that stands at both ends. Van der Eijk's
A tells them apart: 1 where all stand in one class, 0 where they are spread evenly, and -1 where half stand at
either end.

Positions are laid into equal classes. A position on the edge of two belongs to the one nearer to the middle,
and 50 itself to the lower one, so that the classes treat both ends alike.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.pooled import known_values

__all__ = ["CAMP_CLASSES", "agreement_a", "class_counts", "class_places"]

CAMP_CLASSES = 6
DECIMALS = 9


def class_counts(positions: ArrayLike, classes: int = CAMP_CLASSES) -> NDArray[np.int64]:
    """How many positions (0 … 100) stand in each of `classes` equal classes, from fixed to growth.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for a position above 100.

    >>> class_counts([0, 40, 50, 60, 100, np.nan], classes=10).tolist()
    [1, 0, 0, 0, 2, 1, 0, 0, 0, 1]
    """
    places = class_places(positions, classes)
    return np.bincount(places[places >= 0], minlength=classes)


def class_places(positions: ArrayLike, classes: int = CAMP_CLASSES) -> NDArray[np.int64]:
    """In which of `classes` equal classes each position (0 … 100) stands, from 0; −1 where it is blank.

    Missing answers
    ---------------
    NaN and negative codes have no class.

    Raises `ToolkitError` for a position above 100.

    >>> class_places([0, 40, 50, 60, 100, np.nan], classes=10).tolist()
    [0, 4, 4, 5, 9, -1]
    """
    known = known_values(positions, "positions")
    wrong = known[known > 100]
    if wrong.size:
        faults = [Fault("positions", f"{value:g}", "from 0 to 100, or a blank", "Correct it.") for value in wrong]
        raise ToolkitError("These are not positions on the continuum.", faults)
    place = np.round(known * classes / 100, DECIMALS)
    upper = np.ceil(place) - 1
    at = np.where(place <= classes / 2, np.minimum(np.floor(place), np.ceil(classes / 2) - 1), upper)
    values = np.asarray(positions, dtype=float).ravel()
    found = np.full(len(values), -1, dtype=np.int64)
    found[values >= 0] = at
    return found


def agreement_a(counts: ArrayLike) -> float:
    """Van der Eijk's A of the counts of ordered classes: 1 one class, 0 spread evenly, -1 two opposite camps.

    `counts` are the people in each of K ordered classes. They are peeled into layers in which each class
    has the same number of people or none; A is the mean of the layers' values, weighted by their people.
    With S of K classes filled, and among all triples of classes T₁ of the patterns 110 and 011 and T₂ of 101,
    a layer has the value (1 - (S - 1)/(K - 1)) · ((K - 2) T₁ - (K - 1) T₂) / ((K - 2)(T₁ + T₂)), in which
    the second factor is 1 without such triples.

    A says nothing of where a group stands, and with a handful of people it jumps. Blank (NaN) for nobody.

    Raises `ToolkitError` for fewer than two classes, or a count that is blank, endless or below 0.
    Source: van der Eijk 2001, Qual. Quant. 35, 325-341.

    >>> round(agreement_a([30, 40, 210, 130, 530, 50, 10]), 4)
    0.6113
    """
    people = np.asarray(counts, dtype=float).ravel()
    _check(people)
    total, weighted = people.sum(), 0.0
    if not total:
        return np.nan
    while people.any():
        filled = people > 0
        height = people[filled].min()
        weighted += height * filled.sum() * _layer(filled)
        people = np.where(filled, people - height, 0)
    return float(weighted / total)


def _check(people: NDArray[np.float64]) -> None:
    faults = [
        Fault("counts", f"{count:g}", "a number from 0", "Give the people of each class.")
        for count in people[~(np.isfinite(people) & (people >= 0))]
    ]
    if len(people) < 2:
        faults.append(Fault("counts", f"{len(people)} classes", "at least 2", "Give every class, also empty ones."))
    if faults:
        raise ToolkitError("Agreement cannot be computed from these counts.", faults)


def _layer(filled: NDArray[np.bool_]) -> float:
    classes = len(filled)
    triples = list(combinations(filled.tolist(), 3))
    together = sum(low + middle + high == 2 and middle for low, middle, high in triples)
    apart = sum(low + middle + high == 2 and not middle for low, middle, high in triples)
    shape = 1.0
    if together + apart:
        shape = ((classes - 2) * together - (classes - 1) * apart) / ((classes - 2) * (together + apart))
    return shape * (1 - (int(filled.sum()) - 1) / (classes - 1))
