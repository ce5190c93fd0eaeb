"""Classes within a band: every way to fill them is tried, beside every number of people that the band may have."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from analysis.disclosure.classes import tell_classes
from analysis.disclosure.counts import CLASS_BANDS
from analysis.disclosure.groups import Groups
from analysis.disclosure.items import Protected, protect_bands, protect_classes

BANDS = [(2, (0, 12)), (3, (0, 9)), (4, (0, 7))]
MINIMUM = 5


def fillings(classes: int, ends: tuple[int, int]) -> list[tuple[int, ...]]:
    """Every way to fill so many classes with a number of people within `ends`."""
    ways = product(range(ends[1] + 1), repeat=classes)
    return [way for way in ways if ends[0] <= sum(way) <= ends[1]]


def told_by(classes: int, ends: tuple[int, int]) -> dict:
    """Every way to fill the classes, by what is told of it."""
    found: dict = {}
    for way in fillings(classes, ends):
        found.setdefault(tell_classes(way, *ends), []).append(way)
    return found


def all_ends(most: tuple[int, int]) -> list[tuple[int, int]]:
    return [(low, high) for low, high in combinations_with_replacement(range(most[1] + 1), 2) if low >= most[0]]


def fitting(ranges, ways: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return [way for way in ways if all(low <= count <= high for count, (low, high) in zip(way, ranges, strict=True))]


@pytest.mark.parametrize(("classes", "most"), BANDS)
def test_tell_classes__every_filling__all_that_fit_what_is_told_are_told_the_same(classes, most) -> None:
    for ends in all_ends(most):
        everything = fillings(classes, ends)
        for ranges, ways in told_by(classes, ends).items():
            assert ways == fitting(ranges, everything), (ends, ranges)


@pytest.mark.parametrize(("classes", "most"), BANDS)
def test_tell_classes__every_filling__two_people_may_stand_in_any_two_classes(classes, most) -> None:
    for ends in all_ends(most):
        for ranges, ways in told_by(classes, ends).items():
            for people in range(ends[0], ends[1] + 1):
                assert_open(classes, [way for way in ways if sum(way) == people], people, (ends, ranges))


def assert_open(classes: int, ways: list[tuple[int, ...]], people: int, where: object) -> None:
    """Whether so many people are possible, one may be in any class, and two may be in any two."""
    assert ways, where
    if people >= 1:
        assert all(any(way[at] >= 1 for way in ways) for at in range(classes)), where
    if people >= 2:
        for one, other in combinations_with_replacement(range(classes), 2):
            needed = np.bincount([one, other], minlength=classes)
            assert any((np.array(way) >= needed).all() for way in ways), (where, one, other)


@pytest.mark.parametrize(("classes", "most"), BANDS)
def test_tell_classes__every_filling__ends_are_those_that_follow(classes, most) -> None:
    for ends in all_ends(most):
        for ranges, ways in told_by(classes, ends).items():
            reached = tuple((min(counts), max(counts)) for counts in zip(*ways, strict=True))
            assert reached == ranges, ends


@pytest.mark.parametrize(("counts", "ends"), [((2, 8, 3), (13, 13)), ((2, 8, 3), (12, 15)), ((1, 2, 1, 3), (7, 7))])
def test_tell_classes__one_class_holds_most__is_told_exactly(counts, ends) -> None:
    at = int(np.argmax(counts))
    assert tell_classes(counts, *ends)[at] == (counts[at], counts[at])


def test_tell_classes__all_in_one_class__is_not_told() -> None:
    assert tell_classes((0, 8, 0), 8, 8) == ((0, 2), (6, 8), (0, 2))


@pytest.mark.parametrize(("people", "told"), [(19, False), (20, True), (21, True)])
def test_protect_classes__around_twenty_people__from_twenty_on(people: int, told: bool) -> None:
    protected = protect(np.arange(people) % 10)
    assert (0 in protected.told) == told
    assert protected.groups.reasons == ("" if told else "thin",)


def test_protect_classes__blanks__are_not_counted() -> None:
    protected = protect(np.append(np.arange(20) % 10, [-1] * 5))
    assert protected.told[0].n == 20
    assert protect(np.append(np.arange(19) % 10, [-1] * 5)).groups.reasons == ("thin",)


@pytest.mark.slow
def test_protect_classes__any_people__within_what_the_bands_tell() -> None:
    rng = np.random.default_rng(4)
    for _ in range(15):
        classes = rng.binomial(9, rng.random(), int(rng.integers(20, 60)))
        bands = tell_bands(classes).told[0].ranges
        told = protect(classes).told[0].ranges
        counts = np.bincount(classes, minlength=10)
        assert all(low <= count <= high for count, (low, high) in zip(counts, told, strict=True))
        for band, (low, high) in enumerate(bands):
            inside = [told[at] for at in np.flatnonzero(band == CLASS_BANDS)]
            assert sum(end for end, _ in inside) <= low
            assert high <= sum(end for _, end in inside)


def protect(classes: np.ndarray) -> Protected:
    return protect_classes(classes, CLASS_BANDS, tell_bands(classes), 20)


def tell_bands(classes: np.ndarray) -> Protected:
    everybody = Groups((("all", "all"),), np.ones((len(classes), 1), dtype=bool), ("",))
    bands = np.where(classes < 0, -1, CLASS_BANDS[classes])
    return protect_bands(bands, everybody, MINIMUM, 3)
