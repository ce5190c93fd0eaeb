"""Placing: labels never meet each other or what is taken, stay on the field, and are refused where there is no room."""

from __future__ import annotations

import doctest
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from analysis.present.figures import opportunities, placing
from analysis.present.figures.placing import Box, box_around, place_labels

FIELD = Box(0.0, 0.0, 6.0, 9.0)
NEAREST = 0.12


@given(
    marks=st.lists(st.tuples(st.floats(0, 6), st.floats(0, 9)), min_size=1, max_size=7),
    size=st.tuples(st.floats(0.2, 1.6), st.floats(0.1, 0.5)),
)
def test_labels__marks_anywhere__touch_nothing_and_stay_on_the_field(
    marks: list[tuple[float, float]], size: tuple[float, float]
) -> None:
    taken = [box_around(*mark, 0.15, 0.15) for mark in marks]
    boxes = place_labels(marks, [size] * len(marks), FIELD, taken, NEAREST)
    assert boxes is not None
    assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []
    assert [(box, other) for box in boxes for other in taken if box.meets(other)] == []
    assert all(FIELD.holds(box) for box in boxes)


def test_label__room_to_the_right__stands_there_on_the_line_of_its_mark() -> None:
    assert place_labels([(1.0, 1.0)], [(0.5, 0.25)], FIELD, [], 0.25) == (Box(1.25, 0.875, 1.75, 1.125),)


def test_label__at_the_right_edge__stands_to_the_left() -> None:
    assert place_labels([(6.0, 1.0)], [(0.5, 0.25)], FIELD, [], 0.25) == (Box(5.25, 0.875, 5.75, 1.125),)


def test_label__larger_than_the_field__is_refused() -> None:
    assert place_labels([(1.0, 1.0)], [(7.0, 0.2)], FIELD, [], NEAREST) is None


def test_examples__in_docstrings__run() -> None:
    assert [doctest.testmod(module).failed for module in (placing, opportunities)] == [0, 0]
